"""``python -m judge.repaint``: is a repaint bit-equal outside of its selection, without a seam, and by the
region's painter inside?

Held-out procedural pictures are repainted in selections of six kinds (one of them soft, one thin, one at the
edge), by four deeds (refine, repaint, fill, remove), through the program's own planning, engine and document.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import torch
from numpy.typing import NDArray

from artmaster_desktop.core.compose import flatten
from artmaster_desktop.core.document import Document
from artmaster_desktop.core.geometry import Bounds
from artmaster_desktop.core.layer import ImageLayer
from artmaster_desktop.core.painter import Painter
from artmaster_desktop.core.repaint import plan_repaint
from artmaster_desktop.core.repaint_commands import apply_repaint
from artmaster_desktop.core.repaint_start import RepaintStart
from artmaster_desktop.engine.device import EngineOptions, device_name
from artmaster_desktop.engine.engine import PaintEngine
from artmaster_desktop.engine.measures.trials import paint
from painters.sheet import contact_sheet, save_jpeg

from . import repaint_measures as rm
from .fidelity import StyleJudge, known_painters
from .judge import Judge
from .regions import region_share
from .repaint_cases import Case, cases, core_of
from .trials import LEAST_CELLS, judged_cells

U8: TypeAlias = NDArray[np.uint8]
CORE = 32
"""Pixels inside the border from where on a painter is judged: one token, and one cell of the judge."""
BYTES = 1_200_000


def repaint_one(engine: PaintEngine, model: Path, case: Case, painters: Sequence[Painter]) -> tuple[U8, U8]:
    """The canvas before and after, uint8 RGB; the document's other layers must be the same objects."""
    by_slug = {painter.slug: painter for painter in painters}
    document = case.document
    job = plan_repaint(
        document, case.asked, lambda ref: by_slug.get(ref.slug), engine.describe(model), document.id
    )
    assert isinstance(job.start, RepaintStart)
    after = apply_repaint(job.start, paint(engine, job), "Repaint", "new").change(document)
    assert [layer for layer in after.layers if layer.id != "new"] == list(document.layers)
    return shown(document), shown(after)


def shown(document: Document) -> U8:
    """The pictures of ``document`` on paper, without the masks of its regions."""
    pictures = [layer for layer in document.layers if isinstance(layer, ImageLayer)]
    return flatten(pictures, Bounds.of(document.extent))


def told_of(case: Case, before: U8, after: U8, judge: StyleJudge) -> dict[str, Any]:
    """All that is measured of one case. The painter is judged where there is room for it, and neither where
    the old strokes stay nor where nothing is to be."""
    inside = case.mask > 0
    changed = float(np.abs(after.astype(np.float32) - before)[inside].mean())
    told: dict[str, Any] = {
        "selection": case.selection,
        "deed": case.deed,
        "painter": case.painter,
        "outside changed": rm.outside_changed(before, after, case.mask),
        "inside changed": round(changed, 2),
        **{name: round(value, 3) for name, value in rm.seam(before, after, inside).items()},
        "jump": round(rm.jump(after, inside), 2),
        "jump before": round(rm.jump(before, inside), 2),
    }
    pasted = np.where(inside[:, :, None], np.roll(before, len(before) // 3, axis=0), before)
    told["pasted ratio"] = round(rm.seam(before, np.asarray(pasted, np.uint8), inside)["ratio"], 3)
    core = core_of(case.mask, CORE)
    if case.deed in ("repaint", "fill") and judged_cells(core) >= LEAST_CELLS:
        owner = judge.style_names.index(case.painter)
        old, new = (region_share(judge.styles(each[None])[0], core, owner) for each in (before, after))
        told |= {"share": round(new, 4), "share before": round(old, 4)}
    return told


def summary(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The goals over all cases, and by deed and selection."""
    judged = [row for row in rows if "share" in row]
    ratios = [row["ratio"] for row in rows]
    found: dict[str, Any] = {
        "cases": len(rows),
        "bit-equal outside": sum(row["outside changed"] == 0 for row in rows),
        "border no steeper": sum(ratio <= 1.0 for ratio in ratios),
        "border no steeper by 5 %": sum(ratio <= 1.05 for ratio in ratios),
        "ratio": {"mean": _mean(ratios), "worst": round(max(ratios), 3)},
        "steepest": {"mean": _mean([r["steepest"] for r in rows]), "worst": max(r["steepest"] for r in rows)},
        "ratio if something else is pasted": _mean([row["pasted ratio"] for row in rows]),
        "jump of tone": {
            "after": _mean([r["jump"] for r in rows]),
            "before": _mean([r["jump before"] for r in rows]),
        },
        "painters judged": len(judged),
    }
    if judged:
        found["right painter"] = _mean([float(row["share"] > 0.5) for row in judged])
        found["its share"] = _mean([row["share"] for row in judged])
        found["its share before"] = _mean([row["share before"] for row in judged])
    for key in ("deed", "selection"):
        found[f"ratio by {key}"] = {
            name: _mean([row["ratio"] for row in rows if row[key] == name])
            for name in dict.fromkeys(row[key] for row in rows)
        }
    return found


def _mean(values: Sequence[float]) -> float:
    return round(float(np.mean(values)), 3)


def table(report: dict[str, Any]) -> str:
    """Markdown."""
    s = report["summary"]
    ratio, jump = s["ratio"], s["jump of tone"]
    lines = [
        ("outside of the selection bit-equal", f"{s['bit-equal outside']} of {s['cases']}"),
        ("no step at the border above the picture's own", f"{s['border no steeper']} of {s['cases']}"),
        ("none above it by more than 5 %", f"{s['border no steeper by 5 %']} of {s['cases']}"),
        ("step there, of the picture's own (mean, worst)", f"{ratio['mean']:.2f}, {ratio['worst']:.2f}"),
        ("tones 20 px on both sides apart, Lab", f"{jump['after']:.1f}, before {jump['before']:.1f}"),
        ("the step where another part is pasted hard", f"{s['ratio if something else is pasted']:.2f}"),
    ]
    if s["painters judged"]:
        right = f"{100 * s['right painter']:.0f} % of {s['painters judged']}"
        shares = f"{s['its share']:.2f} of it, before {s['its share before']:.2f}"
        lines.append(("the region's painter by the judge", f"{right}; {shares}"))
    body = "\n".join(f"| {name} | {value} |" for name, value in lines)
    return f"| repaint, {s['cases']} cases | |\n| --- | --- |\n{body}\n\n`{report['about']['command']}`\n"


def measure(
    options: argparse.Namespace, judge: StyleJudge, painters: Sequence[Painter], say: Callable[[str], None]
) -> dict[str, Any]:
    """Repaints and measures all cases; writes the report, its table and a sheet."""
    engine = PaintEngine(EngineOptions(device=options.device or None, dtype="float32"))
    begun = time.monotonic()
    rows: list[dict[str, Any]] = []
    examples: list[tuple[Case, U8, U8, U8]] = []
    for case in cases(
        options.pictures, options.selections, options.side, options.steps, options.seed, painters
    ):
        before, after = repaint_one(engine, options.model.absolute(), case, painters)
        rows.append(told_of(case, before, after, judge))
        say(f"{time.monotonic() - begun:.0f} s: {rows[-1]}")
        if len(examples) < 8:
            tint = np.asarray(before * 0.55 + np.array([200, 40, 40]) * 0.45, np.uint8)
            marked = np.asarray(np.where(case.mask[:, :, None] > 0, tint, before), np.uint8)
            examples.append((case, before, marked, after))
    report = {"about": about(engine, options, begun), "summary": summary(rows), "cases": rows}
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    options.out.with_suffix(".md").write_text(table(report), encoding="utf-8")
    save_sheet(options.sheet, examples)
    return report


def about(engine: PaintEngine, options: argparse.Namespace, begun: float) -> dict[str, Any]:
    """What was measured, with what and how."""
    device = torch.device(options.device or ("cuda" if torch.cuda.is_available() else "cpu"))
    return {
        "command": " ".join(["PYTHONPATH=models/recipes python -m judge.repaint", *sys.argv[1:]]),
        "model": engine.describe(options.model.absolute()).identity,
        "side": options.side,
        "steps": options.steps,
        "device": device_name(device),
        "torch": torch.__version__,
        "seconds": round(time.monotonic() - begun),
        "ratio": "mean step across the border after, of the larger of the same before and the picture's "
        "mean step anywhere",
        "steepest": "steepest line within 12 px of the border after, of the steepest before or twice the "
        "mean step anywhere",
        "jump": "CIE76 of the softened tones 20 px inside and outside of the border; new things too",
    }


def save_sheet(path: Path, examples: Sequence[tuple[Case, U8, U8, U8]]) -> None:
    """The first cases: before, where, and after."""
    pictures = [picture for _, *row in examples for picture in row]
    labels = [
        f"{c.deed}: {word}" for c, *_ in examples for word in ("before", c.selection, f"by {c.painter}")
    ]
    save_jpeg(contact_sheet(pictures, labels, "Repainted parts of held-out pictures", 6, 220), path, BYTES)


def arguments() -> argparse.ArgumentParser:
    """The command line of the measuring."""
    parser = argparse.ArgumentParser(prog="python -m judge.repaint", description=__doc__)
    parser.add_argument("--model", type=Path, default=Path("models/starter"))
    parser.add_argument("--painters", type=Path, default=Path("models/painters"))
    parser.add_argument("--judge", type=Path, default=Path("models/judge"))
    parser.add_argument("--out", type=Path, default=Path("docs/measured/repaint.json"))
    parser.add_argument("--sheet", type=Path, default=Path("docs/pictures/models/repaint.jpg"))
    parser.add_argument("--pictures", type=int, default=16)
    parser.add_argument("--selections", type=int, default=6, help="of each picture")
    parser.add_argument("--side", type=int, default=512)
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--seed", type=int, default=41_000)
    parser.add_argument("--device", default="")
    return parser


def main(options: argparse.Namespace) -> dict[str, Any]:
    """`python -m judge.repaint`; returns the report."""

    def say(text: str) -> None:
        print(text, flush=True)

    judge = Judge.load(options.judge)
    report = measure(options, judge, known_painters(options.painters, judge.style_names, say), say)
    print(table(report))
    return report


if __name__ == "__main__":
    main(arguments().parse_args())
