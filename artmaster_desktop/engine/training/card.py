"""What is told of a taught painter: the card beside its file, the same in the file's header, its palette."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

import cv2
import numpy as np
from PIL import Image

from artmaster_desktop.core.mark import MarkHabit
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.core.training import TrainingJob


def card_of(
    job: TrainingJob, base: str, base_identity: str, steps: int, ranks: Mapping[str, int]
) -> dict[str, Any]:
    """The card's fields, without the samples. ``ranks`` by layer: the rank map of AdaLoRA."""
    used = [rank for rank in ranks.values() if rank]
    origins = dict.fromkeys(work.origin for work in job.works)
    recipe = job.recipe
    return {
        "slug": job.slug,
        "name": job.name,
        "trigger": job.call,
        "description": job.description,
        "tags": list(job.tags),
        "palette": list(palette([work.pixels for work in job.works])),
        "base": base,
        "base_identity": base_identity,
        "kind": recipe.kind.value,
        "rank": max(used, default=0),
        "ranks": dict(ranks),
        "steps": steps,
        "rate": recipe.rate,
        "seed": recipe.seed,
        "works": len(origins),
        "license": job.licence,
        "source": job.source,
        "marks": [_mark(habit) for habit in job.marks],
        **dict(job.extra),
    }


def _mark(habit: MarkHabit) -> dict[str, Any]:
    """A habit as the card has it: ``box`` is x, y, width and height in shares of a work."""
    box = habit.box.rounded()
    return {
        "kind": habit.kind.value,
        "share": round(habit.share, 3),
        "box": [box.x, box.y, box.width, box.height],
    }


def header_of(card: Mapping[str, Any]) -> dict[str, str]:
    """The card as text fields of a safetensors header, with those of the ModelSpec convention
    (https://github.com/Stability-AI/ModelSpec)."""
    told = {key: value for key, value in card.items() if key != "ranks"}
    own = {k: v if isinstance(v, str) else json.dumps(v, ensure_ascii=False) for k, v in told.items()}
    return own | {
        "modelspec.sai_model_spec": "1.0.0",
        "modelspec.architecture": "flux-1-dev/lora",
        "modelspec.implementation": "diffusers",
        "modelspec.title": str(card["name"]),
        "modelspec.description": str(card["description"]),
        "modelspec.trigger_phrase": str(card["trigger"]),
        "modelspec.tags": ",".join(card["tags"]),
        "modelspec.license": str(card["license"]),
    }


def card_bytes(card: Mapping[str, Any], samples: Sequence[Mapping[str, Any]]) -> bytes:
    """``card.json`` with its ``samples``."""
    content = dict(card) | {"samples": [dict(sample) for sample in samples]}
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def jpeg(pixels: Pixels, quality: int = 90) -> bytes:
    """uint8 RGB ``[H, W, 3]`` as a JPEG file."""
    with io.BytesIO() as file:
        Image.fromarray(pixels).save(file, "JPEG", quality=quality, optimize=True)
        return file.getvalue()


def side_by_side(pictures: Sequence[Pixels], columns: int = 5, cell: int = 256, gap: int = 8) -> Pixels:
    """The pictures on light grey, each fitted into ``cell`` pixels, ``columns`` in a row."""
    columns = min(columns, len(pictures))
    rows = -(-len(pictures) // columns)
    step = cell + gap
    sheet = np.full((rows * step + gap, columns * step + gap, 3), 236, np.uint8)
    for number, picture in enumerate(pictures):
        height, width = picture.shape[:2]
        scale = cell / max(height, width)
        size = max(1, round(width * scale)), max(1, round(height * scale))
        small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
        top = gap + number // columns * step + (cell - size[1]) // 2
        left = gap + number % columns * step + (cell - size[0]) // 2
        sheet[top : top + size[1], left : left + size[0]] = small
    return sheet


def palette(works: Sequence[Pixels], count: int = 5) -> tuple[str, ...]:
    """``count`` telling colours of the works, ``#rrggbb`` from light to dark.

    Pixels are clustered in CIELAB; then colours are chosen one by one by the root of their area times their
    distance from those chosen before: paper and ink are there, and so is a small bright accent.
    """
    small = [cv2.resize(work, (48, 48), interpolation=cv2.INTER_AREA).reshape(-1, 3) for work in works]
    pixels = np.concatenate(small).astype(np.float32) / 255.0
    lab = cv2.cvtColor(pixels[None], cv2.COLOR_RGB2LAB)[0]
    cv2.setRNGSeed(7)
    stop = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 40, 0.2)
    start = np.zeros((0,), np.int32)
    _, labels, centres = cv2.kmeans(lab, 12, start, stop, 3, cv2.KMEANS_PP_CENTERS)
    area = np.bincount(labels.ravel(), minlength=len(centres)) / len(labels)
    chosen = [int(area.argmax())]
    while len(chosen) < count:
        apart = np.linalg.norm(centres[:, None] - centres[chosen][None], axis=-1).min(axis=1)
        score = np.sqrt(area) * apart
        score[chosen] = -1.0
        chosen.append(int(score.argmax()))
    ordered = centres[sorted(chosen, key=lambda i: -float(centres[i, 0]))]
    rgb = cv2.cvtColor(ordered[None].astype(np.float32), cv2.COLOR_LAB2RGB)[0]
    levels = np.clip(rgb * 255.0 + 0.5, 0, 255).astype(int).tolist()
    return tuple(f"#{r:02x}{g:02x}{b:02x}" for r, g, b in levels)
