"""``python -m control.reader``: teaches the judge of structure, which says what lies where in a painting and
how near it is. It measures whether guides were followed, so it is another network than the segmenter that
makes guides. Ten minutes of a core, one of a GPU.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeAlias

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional as F

from artmaster_desktop.core.semantic import Semantic
from artmaster_desktop.engine.structure.segmenter import CHANNELS, STEP, SegmenterNet, read_in

from . import adherence_measures as am
from .segment import loss_of
from .truth import HELD_OUT, Truth, paint_all

U8: TypeAlias = NDArray[np.uint8]
F32: TypeAlias = NDArray[np.float32]
TAUGHT = 67
"""Seed of its pictures: neither the segmenter's nor the control model's, and not what is measured on."""
CLASSES = len(Semantic)
CROP, BATCH = 160, 6


def network() -> SegmenterNet:
    """The segmenter's shape with one answer more: how near, a logit."""
    net = SegmenterNet()
    net.head = nn.Conv2d(CHANNELS[0], CLASSES + 1, 1)
    return net


class StructureReader:
    """The taught network on the CPU. Pictures are uint8 RGB ``[H, W, 3]``."""

    def __init__(self, net: SegmenterNet) -> None:
        self.net = net.eval().requires_grad_(False)

    @staticmethod
    def load(file: Path) -> StructureReader:
        """The one in ``file``. Raises OSError, and what a file of another kind gives."""
        net = network()
        net.load_state_dict({name: tensor.float() for name, tensor in load_file(file).items()})
        return StructureReader(net)

    def read(self, rgb: U8) -> tuple[U8, F32]:
        """The class of each pixel, uint8 ``[H, W]``, and how near it is, float32 ``[H, W]`` in [0, 1]."""
        height, width = rgb.shape[:2]
        size = tuple(max(STEP, round(side / STEP) * STEP) for side in (width, height))
        seen = read_in(np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8))[None]
        with torch.inference_mode():
            both = [self.net(seen), self.net(seen.flip(-1)).flip(-1)]
            odds = torch.stack([each[:, :CLASSES].softmax(1) for each in both]).mean(0)
            near = torch.stack([each[:, CLASSES:].sigmoid() for each in both]).mean(0)
            large = F.interpolate(torch.cat([odds, near], 1), (height, width), mode="bilinear")[0]
        labels = large[:CLASSES].argmax(0).numpy()
        return np.asarray(labels, np.uint8), np.asarray(large[CLASSES].numpy(), np.float32)


def _seen(rgb: U8, rng: np.random.Generator) -> U8:
    """The picture in other light and a little soft, as models paint."""
    values = rgb.astype(np.float32) / 255
    values = np.clip(values * rng.uniform(0.85, 1.15, 3) + rng.uniform(-0.06, 0.06), 0, 1)
    values = np.power(values, rng.uniform(0.75, 1.35)).astype(np.float32)
    soft = cv2.GaussianBlur(values, (0, 0), float(rng.uniform(0.3, 1.6)))
    noise = rng.normal(0, rng.uniform(0, 0.02), soft.shape)
    return np.asarray(np.clip(soft + noise, 0, 1) * 255, np.uint8)


def _lesson(truth: Truth, rng: np.random.Generator) -> tuple[Tensor, Tensor, Tensor]:
    whole = read_in(_seen(truth.rgb, rng))
    height, width = truth.labels.shape
    top, left = (int(rng.integers(0, side - CROP + 1)) for side in (height, width))
    piece = (slice(top, top + CROP), slice(left, left + CROP))
    labels = torch.from_numpy(truth.labels[piece].astype(np.int64))
    near = torch.from_numpy(truth.depth[piece].astype(np.float32) / 255)
    parts = (whole[(slice(None), *piece)], labels, near)
    return parts if rng.random() < 0.5 else (parts[0].flip(-1), parts[1].flip(-1), parts[2].flip(-1))


def teach(
    pictures: Sequence[Truth], steps: int, seconds: float, seed: int, device: torch.device
) -> SegmenterNet:
    """The taught network, after ``steps`` or ``seconds``; its rate falls to nothing by then."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    net = network().to(device)
    optimiser = torch.optim.AdamW(net.parameters(), lr=3e-3, weight_decay=1e-3)
    counts = np.sum([np.bincount(t.labels.ravel(), minlength=CLASSES) for t in pictures], axis=0)
    weights = torch.from_numpy((counts.mean() / np.maximum(counts, 1)) ** 0.4).float().to(device)
    begun = time.monotonic()
    for step in range(steps):
        done = max((step + 1) / steps, (time.monotonic() - begun) / seconds)
        if done > 1.0:
            break
        for group in optimiser.param_groups:
            group["lr"] = 3e-3 * min(1.0, (step + 1) / 50) * (0.5 + 0.5 * np.cos(np.pi * done))
        chosen = [_lesson(pictures[int(rng.integers(len(pictures)))], rng) for _ in range(BATCH)]
        seen, labels, near = (torch.stack(part).to(device) for part in zip(*chosen, strict=True))
        found = net(seen)
        loss = loss_of(found[:, :CLASSES], labels, weights)
        loss = loss + 4 * (found[:, CLASSES].sigmoid() - near).abs().mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        if step % 100 == 0:
            print(f"step {step}: {loss.item():.3f}, {time.monotonic() - begun:.0f} s", flush=True)
    return net.cpu()


def measured(reader: StructureReader, held: Sequence[Truth]) -> dict[str, float]:
    """What it reads from true pictures: the most that any painting can be told to have followed."""
    read = [reader.read(truth.rgb) for truth in held]
    layouts = [am.layout_iou(labels, t.labels) for (labels, _), t in zip(read, held, strict=True)]
    depths = [am.depth_rank(near, t.depth) for (_, near), t in zip(read, held, strict=True)]
    return {
        "pictures": len(held),
        "class IoU": round(float(np.mean(layouts)), 4),
        "depth rank correlation": round(float(np.mean(depths)), 4),
    }


def arguments() -> argparse.ArgumentParser:
    """The command line of the recipe."""
    parser = argparse.ArgumentParser(prog="python -m control.reader", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("models/judge/structure.safetensors"))
    parser.add_argument("--pictures", type=int, default=800)
    parser.add_argument("--held", type=int, default=40)
    parser.add_argument("--steps", type=int, default=2000)
    parser.add_argument("--seconds", type=float, default=600.0, help="of teaching, at most")
    parser.add_argument("--seed", type=int, default=29)
    parser.add_argument("--workers", type=int, default=1, help="painting processes (0: one per core)")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--smoke", action="store_true", help="a few steps, to see that it runs")
    return parser


def main(options: argparse.Namespace) -> dict[str, Any]:
    """Teaches, saves and measures; returns what was measured."""
    if options.smoke:
        options.pictures, options.held, options.steps = 3, 2, 2
    begun = time.monotonic()
    pictures = list(paint_all(TAUGHT, options.pictures, options.workers))
    print(f"{len(pictures)} pictures painted in {time.monotonic() - begun:.0f} s", flush=True)
    net = teach(pictures, options.steps, options.seconds, options.seed, torch.device(options.device))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    state = {name: tensor.half().contiguous() for name, tensor in net.state_dict().items()}
    save_file(state, options.out, {"kind": "artmaster-structure-judge", "licence": "CC0-1.0"})
    options.out.chmod(0o644)  # safetensors leaves its temporary file's 0600
    held = list(paint_all(HELD_OUT, options.held, options.workers))
    report = {
        "name": "Judge of structure",
        "licence": "CC0-1.0",
        "command": " ".join(["PYTHONPATH=models/recipes python -m control.reader", *sys.argv[1:]]),
        "held out": measured(StructureReader.load(options.out), held),
    }
    options.out.with_suffix(".json").write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(report))
    return report


if __name__ == "__main__":
    main(arguments().parse_args())
