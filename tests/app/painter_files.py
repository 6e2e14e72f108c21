"""Painters' files for tests: small, real safetensors, with cards and pictures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from safetensors.numpy import save_file

PAPER = (246, 242, 232)


def adapter(
    path: Path, fill: float = 0.5, *, module: str = "transformer_blocks.0.attn.to_q", extra: str = ""
) -> Path:
    """A LoRA of rank 2 for one 8 x 8 layer, whose numbers are all ``fill``; ``extra`` is one more tensor."""
    name = f"transformer.{module}"
    tensors = {
        f"{name}.lora_A.weight": np.full((2, 8), fill, np.float32),
        f"{name}.lora_B.weight": np.full((8, 2), fill, np.float32),
    }
    if extra:
        tensors[f"{name}.{extra}"] = np.ones((8, 1), np.float32)
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file(tensors, path)
    return path


def painter_folder(home: Path, slug: str, fill: float = 0.5, **card: Any) -> Path:
    """A painter as they are shipped; ``card`` without ``pictures=False`` comes with a sheet of works."""
    pictures = card.pop("pictures", True)
    file = adapter(home / slug / f"{slug}.safetensors", fill)
    if card:
        text = json.dumps({"slug": slug, **card}, ensure_ascii=False)
        file.with_name("card.json").write_text(text, encoding="utf-8")
    if pictures:
        sheet().save(file.with_name("works.jpg"), quality=90)
    return file


def sheet(rows: int = 2, columns: int = 3, side: int = 90, gap: int = 32) -> Image.Image:
    """A contact sheet as the recipes make them: a line of title, then works of one colour each."""
    width, height = gap + columns * (side + gap), 40 + rows * (side + gap)
    pixels = np.full((height, width, 3), PAPER, np.uint8)
    pixels[12:28, gap:200] = 60
    for index in range(rows * columns):
        row, column = divmod(index, columns)
        y, x = 40 + row * (side + gap), gap + column * (side + gap)
        pixels[y : y + side, x : x + side] = (30 + 30 * index, 90, 200 - 30 * index)
    return Image.fromarray(pixels)
