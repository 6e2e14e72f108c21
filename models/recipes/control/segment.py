"""``python -m control.segment``: teaches the segmenter on procedural pictures and drawings, and measures it
on held-out ones. Four minutes on a GPU; on a core it takes hours to get as far.
"""

from __future__ import annotations

import argparse
import copy
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import save_file
from torch import Tensor
from torch.nn import functional as F

from artmaster_desktop.core.semantic import Semantic
from artmaster_desktop.engine.structure.segmenter import KIND, Segmenter, SegmenterNet
from starter.runtime import amp

from .easel import Easel
from .truth import HELD_OUT, SHOWN, Truth, as_sketch, paint_all

CHANNELS = (40, 72, 120, 192)
"""Three megabytes in half precision."""
KEPT = 0.998
"""Of the averaged weights, at each step."""


def arguments() -> argparse.ArgumentParser:
    """The command line of the recipe."""
    parser = argparse.ArgumentParser(prog="python -m control.segment", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("models/segmenter"))
    parser.add_argument("--report", type=Path, default=Path("docs/measured/segmenter.json"))
    parser.add_argument("--pictures", type=int, default=1500)
    parser.add_argument("--held", type=int, default=120)
    parser.add_argument("--minutes", type=float, default=6.0, help="of teaching, at most")
    parser.add_argument("--steps", type=int, default=2400)
    parser.add_argument("--batch", type=int, default=8, help="64 on a GPU")
    parser.add_argument("--crop", type=int, default=192)
    parser.add_argument("--channels", type=int, nargs="+", default=list(CHANNELS))
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--seed", type=int, default=17)
    parser.add_argument("--workers", type=int, default=1, help="painting processes (0: one per core)")
    parser.add_argument("--smoke", action="store_true", help="a few steps, to see that it runs")
    return parser


def loss_of(logits: Tensor, labels: Tensor, weights: Tensor) -> Tensor:
    """Weighted cross-entropy and the mean soft Dice of the classes (Milletari et al. 2016, arXiv
    1606.04797).
    """
    entropy = F.cross_entropy(logits, labels, weights)
    odds, truth = logits.softmax(1), F.one_hot(labels, len(Semantic)).permute(0, 3, 1, 2).float()
    common, both = (odds * truth).sum((0, 2, 3)), (odds + truth).sum((0, 2, 3))
    there = truth.sum((0, 2, 3)) > 0
    return entropy + (1 - (2 * common[there] + 1) / (both[there] + 1)).mean()


def teach(pictures: Sequence[Truth], options: argparse.Namespace) -> SegmenterNet:
    """The taught network, averaged over its last steps. Stops at ``steps`` or after ``minutes``, its rate
    falling to nothing by then."""
    torch.manual_seed(options.seed)
    device = torch.device(options.device)
    easel = Easel(pictures, device, options.seed, options.crop)
    network = SegmenterNet(options.channels).to(device)
    mean = copy.deepcopy(network)
    optimiser = torch.optim.AdamW(network.parameters(), lr=3e-3, weight_decay=1e-3)
    counts = np.sum([np.bincount(t.labels.ravel(), minlength=len(Semantic)) for t in pictures], axis=0)
    weights = torch.from_numpy((counts.mean() / np.maximum(counts, 1)) ** 0.4).float().to(device)
    begun, said = time.monotonic(), 0.0
    for step in range(options.steps):
        spent = time.monotonic() - begun
        done = max((step + 1) / options.steps, spent / (60 * options.minutes))
        if done > 1.0:
            break
        rate = 3e-3 * min(1.0, (step + 1) / 50) * (0.5 + 0.5 * np.cos(np.pi * done))
        for group in optimiser.param_groups:
            group["lr"] = rate
        seen, labels = easel.draw(options.batch)
        with amp(device):
            logits = network(seen)
        loss = loss_of(logits.float(), labels, weights)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        keep = min(KEPT, (step + 1) / (step + 10))
        with torch.no_grad():
            torch._foreach_lerp_(list(mean.parameters()), list(network.parameters()), 1 - keep)
        if spent - said > 10 or step == 0:
            print(f"step {step}: {loss.item():.3f}, {spent:.0f} s", flush=True)
            said = spent
    return mean.to("cpu").eval()


def iou(found: Sequence[NDArray[np.uint8]], true: Sequence[NDArray[np.uint8]]) -> dict[str, float]:
    """Intersection over union of each class over all pictures, and their mean."""
    table = np.zeros((len(Semantic), len(Semantic)), np.int64)
    for one, other in zip(found, true, strict=True):
        pairs = other.astype(np.int64).ravel() * len(Semantic) + one.ravel()
        table += np.bincount(pairs, minlength=table.size).reshape(table.shape)
    common, both = np.diag(table), table.sum(0) + table.sum(1) - np.diag(table)
    each = {c.name.lower(): round(float(common[c] / max(both[c], 1)), 4) for c in Semantic}
    return {**each, "mean": round(float(np.mean(list(each.values()))), 4)}


def measured(segmenter: Segmenter, held: Sequence[Truth]) -> dict[str, Any]:
    """The table on paintings and on their drawings, beside what answering the commonest class gives."""
    rng = np.random.default_rng(5)
    true = [truth.labels for truth in held]
    common = [np.full_like(labels, np.bincount(labels.ravel()).argmax()) for labels in true]
    begun = time.monotonic()
    paintings = [segmenter.labels(truth.rgb) for truth in held]
    seconds = (time.monotonic() - begun) / len(held)
    return {
        "pictures": len(held),
        "paintings": iou(paintings, true),
        "drawings": iou([segmenter.labels(as_sketch(truth.line, rng)) for truth in held], true),
        "each picture's commonest class": iou(common, true),
        "pixels right in paintings": round(
            float(np.mean([(a == b).mean() for a, b in zip(paintings, true, strict=True)])), 4
        ),
        "milliseconds a picture": round(1000 * seconds, 1),
    }


def main(options: argparse.Namespace) -> dict[str, Any]:
    """Runs everything; returns the report."""
    if options.smoke:
        options.pictures, options.held, options.steps, options.device = 6, 3, 2, "cpu"
    begun = time.monotonic()
    pictures = list(paint_all(SHOWN, options.pictures, options.workers))
    print(f"{len(pictures)} pictures painted in {time.monotonic() - begun:.0f} s", flush=True)
    network = teach(pictures, options)
    options.out.mkdir(parents=True, exist_ok=True)
    file = options.out / "segmenter.safetensors"
    state = {name: tensor.half().contiguous() for name, tensor in network.state_dict().items()}
    told = {"kind": KIND, "licence": "Apache-2.0", "channels": json.dumps(list(options.channels))}
    save_file(state, file, told)
    file.chmod(0o644)  # safetensors leaves its temporary file's 0600
    report = {
        "command": " ".join(["PYTHONPATH=models/recipes python -m control.segment", *sys.argv[1:]]),
        "numbers": sum(parameter.numel() for parameter in network.parameters()),
        "bytes": file.stat().st_size,
        "seconds": round(time.monotonic() - begun),
        "held out": measured(Segmenter.load(file), list(paint_all(HELD_OUT, options.held, options.workers))),
    }
    options.report.parent.mkdir(parents=True, exist_ok=True)
    options.report.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    return report


if __name__ == "__main__":
    print(json.dumps(main(arguments().parse_args()), indent=2))
