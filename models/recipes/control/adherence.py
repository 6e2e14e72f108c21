"""``python -m control.adherence``: do pictures follow their guides, by kind of guide and by strength?

Held-out procedural landscapes give the guides (their drawing, Canny's edges, depth and layout) and the
prompts. The same prompts and noise are painted without a guide, over the guide's own picture (img2img), and
under the guide; what each picture shows is read again (Canny's edges, the judge of structure) and compared
with the guide. The true pictures, as they are and through the autoencoder, say how much can be reached.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import torch
from numpy.typing import NDArray

from artmaster_desktop.core.guide import GuideKind
from artmaster_desktop.engine.device import EngineOptions, device_name
from artmaster_desktop.engine.engine import PaintEngine
from artmaster_desktop.engine.measures import colour
from artmaster_desktop.engine.structure import drawing
from artmaster_desktop.engine.structure.reading import coloured

from . import adherence_measures as am
from .adherence_easel import COLUMNS, Easel
from .adherence_table import save_sheet, table
from .reader import StructureReader
from .truth import HELD_OUT, SIZES, Truth, as_sketch, paint_all

U8: TypeAlias = NDArray[np.uint8]
STRENGTHS = (0.2, 0.4, 0.6, 0.8, 1.0)
USUAL = 0.8
"""The strength at which all guides are measured; the others are for the curve."""
OVER = (0.6, 0.8)
"""How much of the guide's picture goes in img2img."""


def _grey(values: U8) -> U8:
    return np.repeat(values[:, :, None], 3, axis=2)


def _drawn(lines: U8) -> U8:
    return as_sketch(lines, np.random.default_rng(1))


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of guide: ``wanted`` is what a picture is compared with, ``shown`` the guide's picture, ``over``
    what an artist without guides would paint over; ``part`` of a reading (edges, labels, nearness) answers.
    """

    guide: GuideKind
    part: int
    score: am.Score
    wanted: Callable[[Truth], Any]
    shown: Callable[[Truth], U8]
    over: Callable[[Truth], U8]


def _edges(truth: Truth) -> U8:
    return drawing.edges(truth.rgb)


KINDS: Mapping[str, Kind] = {
    "line": Kind(
        GuideKind.LINE, 0, am.edge_f1,
        wanted=lambda t: t.line > 64, shown=lambda t: _grey(t.line), over=lambda t: _drawn(t.line),
    ),
    "edges": Kind(
        GuideKind.EDGES, 0, am.edge_f1,
        wanted=lambda t: _edges(t) > 0, shown=lambda t: _grey(_edges(t)), over=lambda t: _drawn(_edges(t)),
    ),
    "depth": Kind(
        GuideKind.DEPTH, 2, am.depth_rank,
        wanted=lambda t: t.depth, shown=lambda t: _grey(t.depth), over=lambda t: _grey(t.depth),
    ),
    "layout": Kind(
        GuideKind.LAYOUT, 1, am.layout_iou,
        wanted=lambda t: t.labels, shown=lambda t: coloured(t.labels), over=lambda t: coloured(t.labels),
    ),
}  # fmt: skip
MEASURES = {
    "line": "edge F1 against the drawing, 2 px apart at most",
    "edges": "edge F1 against Canny's edges of the true picture, 2 px apart at most",
    "depth": "rank correlation of the depth that the judge of structure reads",
    "layout": "mean class IoU of what the judge of structure reads",
}


class Readings:
    """What pictures show: edges, classes, nearness; the last two are only read where a kind asks for them."""

    def __init__(self, reader: StructureReader, kinds: Sequence[str]) -> None:
        self.reader, self.deep = reader, any(KINDS[name].part > 0 for name in kinds)

    def of(self, pictures: Sequence[U8]) -> list[tuple[Any, ...]]:
        """Of each picture, in order."""
        return [
            (drawing.edges(rgb) > 0, *(self.reader.read(rgb) if self.deep else (None, None)))
            for rgb in pictures
        ]


class Measuring:
    """One run: the held-out truths, the easel, the reader, and the report as it grows."""

    def __init__(
        self, truths: Sequence[Truth], easel: Easel, readings: Readings, options: argparse.Namespace
    ) -> None:
        self.truths, self.easel, self.readings, self.options = truths, easel, readings, options
        self.begun = time.monotonic()
        self.plain: list[U8] = []
        self.sheet: dict[str, list[U8]] = {"true picture": [t.rgb for t in truths]}
        self.arms: dict[str, dict[str, Any]] = {name: {} for name in options.kinds}

    def run(self) -> dict[str, dict[str, Any]]:
        """Every arm of every kind; without a control model those that need none."""
        self._shared("true picture", [t.rgb for t in self.truths])
        self._shared("through the autoencoder", [self.easel.round_trip(t.rgb) for t in self.truths])
        self.plain = [self.easel.paint(t, n) for n, t in enumerate(self.truths)]
        self._shared("no guide", self.plain)
        for name in self.arms:
            kind = KINDS[name]
            for share in OVER:
                pictures = [
                    self.easel.paint(t, n, over=(kind.over(t), share)) for n, t in enumerate(self.truths)
                ]
                self._one(name, f"img2img {share:g}", pictures)
            if self.easel.control is not None:
                self._guided(name, kind)
        return self.arms

    def _guided(self, name: str, kind: Kind) -> None:
        for strength in STRENGTHS:
            count = len(self.truths) if strength == USUAL else self.options.curve
            pictures = [
                self.easel.paint(t, n, guide=(kind.guide, kind.shown(t), strength))
                for n, t in enumerate(self.truths[:count])
            ]
            self._one(name, f"guide {strength:g}", pictures)
        self.arms[name]["places"] = self._places(kind)

    def _places(self, kind: Kind) -> dict[str, dict[str, float]]:
        """Three columns of each picture at three strengths, in turn: the adherence at each strength."""
        found: dict[float, list[Any]] = {strength: [] for strength in COLUMNS}
        wanted: dict[float, list[Any]] = {strength: [] for strength in COLUMNS}
        for number, truth in enumerate(self.truths[: self.options.places]):
            turned = COLUMNS[number % 3 :] + COLUMNS[: number % 3]
            picture = self.easel.paint(
                truth, number, guide=(kind.guide, kind.shown(truth), USUAL), columns=turned
            )
            read, asked = self.readings.of([picture])[0][kind.part], kind.wanted(truth)
            width = asked.shape[1]
            for place, strength in enumerate(turned):
                part = slice(place * width // 3, (place + 1) * width // 3)
                found[strength].append(read[:, part])
                wanted[strength].append(asked[:, part])
        return {f"{s:g}": am.adherence(kind.score, found[s], wanted[s]).told() for s in COLUMNS}

    def _shared(self, arm: str, pictures: Sequence[U8]) -> None:
        """An arm that is the same pictures for every kind."""
        read = self.readings.of(pictures)
        for name in self.arms:
            self._keep(name, arm, read, pictures)
        self.sheet[arm] = list(pictures)

    def _one(self, name: str, arm: str, pictures: Sequence[U8]) -> None:
        self._keep(name, arm, self.readings.of(pictures), pictures)
        if arm in (f"img2img {OVER[0]:g}", f"guide {USUAL:g}"):
            self.sheet[f"{name}: {arm}"] = list(pictures)

    def _keep(self, name: str, arm: str, read: Sequence[tuple[Any, ...]], pictures: Sequence[U8]) -> None:
        kind = KINDS[name]
        wanted = [kind.wanted(t) for t in self.truths[: len(read)]]
        told: dict[str, float] = am.adherence(kind.score, [r[kind.part] for r in read], wanted).told()
        if self.plain and pictures is not self.plain:
            told["colour drift"] = round(drift(pictures, self.plain), 4)
        self.arms[name][arm] = told
        spent = time.monotonic() - self.begun
        print(f"[{spent:5.0f} s] {name:7s} {arm:24s} {told['corrected']:7.3f}", flush=True)


def drift(pictures: Sequence[U8], plain: Sequence[U8]) -> float:
    """How far the colours lie from those that the same words and noise have without a guide, on the mean."""
    pairs = zip(pictures, plain, strict=False)
    quantiles = ([colour.lab_quantiles(colour.lab(each)) for each in pair] for pair in pairs)
    return float(np.mean([colour.lab_distance(*pair) for pair in quantiles]))


def arguments() -> argparse.ArgumentParser:
    """The command line of the measuring."""
    parser = argparse.ArgumentParser(prog="python -m control.adherence", description=__doc__)
    parser.add_argument("--base", type=Path, default=Path("models/starter"))
    parser.add_argument("--control", type=Path, default=Path("models/controls/starter"), metavar="DIR")
    parser.add_argument("--reader", type=Path, default=Path("models/judge/structure.safetensors"))
    parser.add_argument("--out", type=Path, default=Path("docs/measured/adherence.json"))
    parser.add_argument("--sheet", type=Path, default=Path("docs/pictures/models/guides.jpg"))
    parser.add_argument("--guides", type=int, default=100)
    parser.add_argument("--curve", type=int, default=30, help="guides of the curve of strengths")
    parser.add_argument("--places", type=int, default=30, help="guides with three strengths in one picture")
    parser.add_argument("--kinds", nargs="+", choices=list(KINDS), default=list(KINDS))
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--workers", type=int, default=0, help="painting processes (0: one per core)")
    parser.add_argument("--device", default="")
    return parser


def about(measuring: Measuring) -> dict[str, Any]:
    """What was measured, with what and how."""
    options, control = measuring.options, measuring.easel.control
    device = torch.device(options.device or ("cuda" if torch.cuda.is_available() else "cpu"))
    return {
        "command": " ".join(["PYTHONPATH=models/recipes python -m control.adherence", *sys.argv[1:]]),
        "model": measuring.easel.caps.identity,
        "control": None if control is None else control.name,
        "note": "" if control else "no control model was there, so nothing was painted under a guide",
        "guides": options.guides,
        "steps": options.steps,
        "sides": "256 x 256, 256 x 352, 352 x 256",
        "device": device_name(device),
        "torch": torch.__version__,
        "seconds": round(time.monotonic() - measuring.begun),
        "measures": {name: MEASURES[name] for name in options.kinds},
        "corrected": "(raw - chance) / (1 - chance); chance: against the guides of other pictures",
        "colour drift": "distance of Lab quantiles to the picture without a guide of the same noise",
    }


def main(options: argparse.Namespace) -> dict[str, Any]:
    """Measures, writes the report, its table and a sheet; returns the report."""
    control = options.control if options.control.exists() else None
    if control is None:
        print(
            f"There is no control model at {options.control}: no picture is painted under a guide. The true "
            "pictures, no guide and img2img are measured.",
            flush=True,
        )
    least = 2 * len(SIZES)
    if min(options.guides, options.curve, options.places) < least:
        raise SystemExit(f"chance needs {least} guides at least, two of each shape")
    truths = _mixed(list(paint_all(HELD_OUT, options.guides, options.workers)))
    chosen = EngineOptions(device=options.device or None, dtype="float32")
    easel = Easel(PaintEngine(chosen), options.base, control, options.steps)
    measuring = Measuring(
        truths, easel, Readings(StructureReader.load(options.reader), options.kinds), options
    )
    arms = measuring.run()
    report = {"about": about(measuring), "kinds": arms}
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    options.out.with_suffix(".md").write_text(table(report), encoding="utf-8")
    save_sheet(options.sheet, measuring.sheet)
    print(table(report))
    return report


def _mixed(truths: list[Truth]) -> list[Truth]:
    """The shapes in turn, so that the first few have every shape."""
    order = sorted(range(len(truths)), key=lambda n: (n * len(SIZES) % len(truths), n))
    return [truths[n] for n in order]


if __name__ == "__main__":
    main(arguments().parse_args())
