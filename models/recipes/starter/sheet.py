"""Contact sheets: what the base paints for fixed prompts, and what the autoencoder keeps of a picture."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
from diffusers import FluxPipeline
from PIL import Image

from .plan import Plan

WRITTEN = (
    "a tall mountain with a waterfall, pine trees, mist",
    "a lake with a small boat under the moon",
    "高山，瀑布，松树，云雾",
    "湖上一叶小舟，明月",
    "a village by a stream with a bridge and willows",
    "竹林，小桥，亭子",
    "snow on distant mountains, a pagoda",
    "秋山红树，远处有塔",
)
"""Prompts as a user would write them, not drawn from the caption maker."""


def prompts(plan: Plan) -> list[str]:
    """The sheet's prompts: written ones first, then captions of random scenes, English and Chinese in
    turn."""
    from landscape import captions, random_scene, random_style

    rng, texts = np.random.default_rng(20_001), list(WRITTEN[: max(1, plan.sheet_prompts // 3)])
    while len(texts) < plan.sheet_prompts:
        scene, style = random_scene(rng, *plan.formats["square"]), random_style(rng)
        language = ("en", "zh")[len(texts) % 2]
        texts.append(captions(scene, style, rng, language, with_style=len(texts) % 4 < 2))
    return texts


def paint_sheet(pipe: FluxPipeline, plan: Plan, target: Path, guidance: float = 3.5, **size: int) -> Path:
    """Paint the prompts with the pipeline, save a JPEG grid and a JSON of the prompts beside it."""
    texts = prompts(plan)
    pictures: list[Image.Image] = []
    pipe.set_progress_bar_config(disable=True)
    for start in range(0, len(texts), 12):
        generator = torch.Generator("cpu").manual_seed(start)
        pictures += pipe(
            texts[start : start + 12],
            height=size.get("height", plan.sheet_size),
            width=size.get("width", plan.sheet_size),
            num_inference_steps=plan.sheet_steps,
            guidance_scale=guidance,
            generator=generator,
            max_sequence_length=128,
        ).images
    save_grid(pictures, target, columns=6)
    target.with_suffix(".json").write_text(json.dumps(texts, ensure_ascii=False, indent=1), encoding="utf-8")
    return target


def save_grid(pictures: list[Image.Image], target: Path, columns: int, gap: int = 6) -> None:
    """Pictures of one size in a grid on white, as JPEG or PNG by the suffix."""
    width, height = pictures[0].size
    rows = -(-len(pictures) // columns)
    grid = Image.new("RGB", (columns * (width + gap) + gap, rows * (height + gap) + gap), "white")
    for number, picture in enumerate(pictures):
        column, row = number % columns, number // columns
        grid.paste(picture, (gap + column * (width + gap), gap + row * (height + gap)))
    target.parent.mkdir(parents=True, exist_ok=True)
    grid.save(target, quality=88)


def save_reconstructions(state: Path, target: Path, side: int = 384) -> None:
    """Originals above, the autoencoder's reconstructions below, cut to their middle `side` pixels."""
    rows: Any = torch.load(state / "vae_pictures.pt", weights_only=True)
    pictures = []
    for column in (0, 1):
        for pair in rows:
            picture = Image.fromarray(pair[column].numpy())
            x, y = (max(0, (length - side) // 2) for length in picture.size)
            pictures.append(picture.crop((x, y, x + side, y + side)))
    save_grid(pictures, target, columns=len(rows))
