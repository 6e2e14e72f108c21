"""Region fidelity: does each painter paint its own place, all of it, and nothing else?

The same documents are painted five ways with the same noise and texts:

- `ours`: planned and painted by the program itself, all painters in one pass a step;
- `alone`: each place's painter on the whole canvas, judged where the place would be;
- `collage`: those pictures cut along the masks and pasted: what the measure itself can reach at a border;
- `peers`: one pass per area and step, blended (`blend.py`);
- `none`: the job of `ours` without its painters, for chance.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from artmaster_desktop.core import event as ev
from artmaster_desktop.core.gate import GatePlan
from artmaster_desktop.core.job import PaintJob
from artmaster_desktop.core.painter import Painter
from artmaster_desktop.core.ports import ModelCaps
from artmaster_desktop.engine.device import EngineOptions
from artmaster_desktop.engine.engine import PaintEngine
from artmaster_desktop.storage.library import PainterLibrary

from . import fidelity_measures as fm
from .blend import PassPainter, alone, peers
from .fidelity_sheet import save_sheets
from .regions import region_share
from .trials import BAND, Trial, judged_cells, make_trials

F32 = NDArray[np.float32]
U8 = NDArray[np.uint8]
SIDE, SMALL_SIDE = 512, 256
JUDGED = 32
"""Pictures given to the judge at a time."""

Say = Callable[[str], None]


class StyleJudge(Protocol):
    """What the trial needs of a judge; `Judge` is one."""

    style_names: tuple[str, ...]

    def styles(self, rgb: U8) -> F32:
        """Style probabilities float32[N, K, H / 16, W / 16] of pictures uint8[N, H, W, 3]."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What is measured: `documents` of `side` px, all drawn from `seed`; `options` say where and in what
    numbers."""

    model: Path
    out: Path
    documents: int = 40
    side: int = SIDE
    steps: int = 20
    guidance: float = 3.5
    seed: int = 31_000
    options: EngineOptions = field(default_factory=lambda: EngineOptions(dtype="float32"))


def fidelity(options: argparse.Namespace, begun: float) -> dict[str, Any]:
    """`python -m judge fidelity`: writes `fidelity.json` and sheets into `options.out`; returns the
    report."""
    from .judge import Judge

    chosen = EngineOptions(device=options.device or None, dtype=options.dtype)
    small = options.smoke
    settings = Settings(
        model=options.model,
        out=options.out,
        documents=min(3, options.documents) if small else options.documents,
        side=SMALL_SIDE if small else SIDE,
        steps=2 if small else options.steps,
        guidance=options.guidance,
        seed=options.seed,
        options=chosen,
    )

    def say(text: str) -> None:
        print(f"judge: [{time.monotonic() - begun:.0f} s] {text}", flush=True)

    import torch

    device = torch.device(options.device or ("cuda" if torch.cuda.is_available() else "cpu"))
    judge = Judge.load(options.judge, device)
    report = run(settings, known_painters(options.painters, judge.style_names, say), judge, say)
    print(table(report))
    return report


def known_painters(folder: Path, styles: Sequence[str], say: Say) -> list[Painter]:
    """The painters below `folder` that the judge knows by their slug. Raises ValueError where fewer than two
    are."""
    with tempfile.TemporaryDirectory(prefix="fidelity-") as scratch:
        library = PainterLibrary([folder], cache=Path(scratch) / "hashes.json")
        found = sorted(library.all(), key=lambda painter: painter.slug)
        for problem in library.problems:
            say(f"left out: {problem}")
    known = [painter for painter in found if painter.slug in styles[:-1]]
    for painter in found:
        if painter not in known:
            say(f"left out: the judge does not know {painter.slug}")
    if len(known) < 2:
        raise ValueError(f"{folder} holds {len(known)} painters that the judge knows; it takes two")
    return known


def run(settings: Settings, painters: Sequence[Painter], judge: StyleJudge, say: Say) -> dict[str, Any]:
    """The whole trial: paints, judges, measures, writes; returns the report that is in `fidelity.json`."""
    settings.out.mkdir(parents=True, exist_ok=True)
    engine = PaintEngine(settings.options)
    trials = make_trials(
        settings.documents, settings.seed, settings.side, settings.steps, settings.guidance, painters,
        engine.describe(settings.model),
    )  # fmt: skip
    pictures, facts = paint_arms(settings, trials, painters, engine, say)
    begun = time.monotonic()
    maps = {arm: _styles(judge, rgb) for arm, rgb in pictures.items()}
    readings = read_arms(trials, maps, judge.style_names)
    report = make_report(settings, trials, readings, engine.describe(settings.model), facts)
    names = [p.name for p in save_sheets(
        settings.out, trials, pictures, maps, readings, judge.style_names, report["worst"]
    )]  # fmt: skip
    report["sheets"] = names
    report["seconds"]["judging"] = round(time.monotonic() - begun, 1)
    text = json.dumps(report, ensure_ascii=False, indent=1) + "\n"
    (settings.out / "fidelity.json").write_text(text, encoding="utf-8")
    say(f"wrote {settings.out / 'fidelity.json'}")
    return report


def paint_arms(
    settings: Settings, trials: Sequence[Trial], painters: Sequence[Painter], engine: PaintEngine, say: Say
) -> tuple[dict[str, U8], dict[str, Any]]:
    """The pictures of every arm, uint8[N, H, W, 3] (`alone` has one for each place, in order), and facts."""
    pictures: dict[str, U8] = {}
    facts: dict[str, Any] = {"seconds": {}}

    def timed(arm: str, paint: Callable[[], U8]) -> None:
        begun = time.monotonic()
        pictures[arm] = paint()
        facts["seconds"][arm] = round(time.monotonic() - begun, 1)
        say(f"{arm}: {len(pictures[arm])} pictures in {facts['seconds'][arm]} s")

    notices: set[str] = set()
    timed("ours", lambda: _with_engine(engine, [t.job for t in trials], facts, notices))
    timed("none", lambda: _with_engine(engine, [without_painters(t.job) for t in trials], facts, notices))
    engine.evict()
    extent, steps, guidance = trials[0].job.extent, settings.steps, settings.guidance
    with PassPainter.at_work(settings.model, painters, settings.options, extent.area) as by_passes:
        lone = [canvas for trial in trials for canvas in alone(trial)]
        timed("alone", lambda: by_passes.paint(lone, extent, steps, guidance))
        timed("peers", lambda: by_passes.paint([peers(t) for t in trials], extent, steps, guidance))
        notices |= {f"text cut: {text}" for text in by_passes.cut}
    pictures["collage"] = pasted(trials, pictures["alone"])
    facts["notices"] = sorted(notices)
    return pictures, facts


def without_painters(job: PaintJob) -> PaintJob:
    """The same job, texts and triggers included, with nobody at work."""
    return replace(job, painters=(), gates=GatePlan(job.gates.grid, job.gates.coverage, ()))


def _with_engine(
    engine: PaintEngine, jobs: Sequence[PaintJob], facts: dict[str, Any], notices: set[str]
) -> U8:
    """The engine's pictures of `jobs`; raises the engine's own error where one fails."""
    pictures: list[U8] = []
    for job in jobs:
        events: list[ev.Event] = []
        engine.run(job, events.append, lambda: False)
        last = events[-1]
        if isinstance(last, ev.Failed):
            raise last.error
        assert isinstance(last, ev.Finished), last
        placement = last.report.placement
        facts |= {"device": placement.device_name, "dtype": placement.dtype}
        notices |= {f"{job.document}: {notice}" for notice in last.report.notices}
        pictures.append(last.pixels)
    return np.stack(pictures)


def pasted(trials: Sequence[Trial], lone: U8) -> U8:
    """Each document put together from its alone pictures, cut along the places' hard masks."""
    rows = iter(lone)
    sheets = []
    for trial in trials:
        parts = [(place.mask, next(rows)) for place in trial.places]
        sheet = parts[0][1].copy()
        for mask, picture in parts:
            sheet[mask] = picture[mask]
        sheets.append(sheet)
    return np.stack(sheets)


def _styles(judge: StyleJudge, rgb: U8) -> F32:
    return np.concatenate([judge.styles(rgb[i : i + JUDGED]) for i in range(0, len(rgb), JUDGED)])


def read_arms(
    trials: Sequence[Trial], maps: dict[str, F32], styles: Sequence[str]
) -> dict[str, list[fm.Reading]]:
    """What the judge read, by arm and document; `alone` place by place, without leakage."""
    found: dict[str, list[fm.Reading]] = {arm: [] for arm in maps}
    lone = iter(maps["alone"])
    for i, trial in enumerate(trials):
        masks = [place.mask for place in trial.places]
        owners = [styles.index(place.painter) for place in trial.places]
        for arm in maps:
            if arm == "alone":
                shares = tuple(
                    region_share(next(lone), place.core, owner)
                    for place, owner in zip(trial.places, owners, strict=True)
                )
                found[arm].append(fm.Reading(shares))
            else:
                found[arm].append(fm.read_picture(maps[arm][i], masks, owners, trial.band))
    return found


def make_report(
    settings: Settings,
    trials: Sequence[Trial],
    readings: dict[str, list[fm.Reading]],
    caps: ModelCaps,
    facts: dict[str, Any],
) -> dict[str, Any]:
    """All that was measured, as JSON."""
    arms = {arm: fm.summary(rows, settings.seed) for arm, rows in readings.items()}
    layouts = [[trial.layout] * len(trial.places) for trial in trials]
    owners = [[place.painter for place in trial.places] for trial in trials]
    for arm, rows in readings.items():
        arms[arm]["by_layout"] = fm.by_key(layouts, [r.shares for r in rows])
        arms[arm]["by_painter"] = fm.by_key(owners, [r.shares for r in rows])
        if "leakage" in arms[arm]:
            leaks = [[r.leaked] for r in rows if r.leaked is not None]
            arms[arm]["leakage_by_layout"] = fm.by_key([names[:1] for names in layouts], leaks)
    compared = {
        f"{a} - {b}": fm.gaps(readings, a, b, settings.seed)
        for a, b in (("alone", "ours"), ("alone", "peers"), ("collage", "ours"), ("ours", "peers"))
    }
    return {
        "what": "region fidelity: ours, alone, collage, peers (an emulation) and no painter, same noise and "
        "texts; shares are of judged cells (16 px) outside the border band",
        "model": {"name": caps.name, "identity": caps.identity},
        "settings": {
            "documents": len(trials),
            "side": settings.side,
            "steps": settings.steps,
            "guidance": settings.guidance,
            "seed": settings.seed,
            "band_px": f"{BAND:g} x side / 512 + 2 feathers",
            "device": facts["device"],
            "dtype": facts["dtype"],
        },
        "goals": fm.goals(arms, compared),
        "arms": arms,
        "compared": compared,
        "worst": fm.worst(readings["ours"], 8),
        "documents": [_document(trial, i, readings) for i, trial in enumerate(trials)],
        "notices": facts["notices"],
        "seconds": facts["seconds"],
    }


def _document(trial: Trial, i: int, readings: dict[str, list[fm.Reading]]) -> dict[str, Any]:
    return {
        "layout": trial.layout,
        "language": trial.language,
        "seed": trial.job.seed,
        "root": trial.document.root.prompt,
        "leakage": {
            arm: round(leaked, 4) for arm, rows in readings.items() if (leaked := rows[i].leaked) is not None
        },
        "places": [
            {
                "painter": place.painter,
                "text": place.text,
                "cells": round(judged_cells(place.core), 1),
                "share": {arm: round(rows[i].shares[n], 4) for arm, rows in readings.items()},
            }
            for n, place in enumerate(trial.places)
        ],
    }


def table(report: dict[str, Any]) -> str:
    """The report in lines for a terminal."""

    def said(value: dict[str, float] | None) -> str:
        if value is None:
            return f"{'':>22}"
        return f"{value['mean']:7.1%} [{value['low']:6.1%}, {value['high']:6.1%}]"

    lines = [f"{'':10}{'places right':>25}{'share inside':>25}{'leakage':>25}"]
    for arm, row in report["arms"].items():
        lines.append(f"{arm:10}" + "".join(f"{said(row.get(k)):>25}" for k in ("right", "share", "leakage")))
    lines.append("")
    for row in report["goals"]:
        met = "met" if row["met"] else "NOT met"
        lines.append(f"{row['name']:34}{row['sense']} {row['goal']:6.1%}  {said(row['value'])}  {met}")
    lines.append("")
    lines.append("share by layout    " + "  ".join(f"{arm:>8}" for arm in report["arms"]))
    for layout in report["arms"]["ours"]["by_layout"]:
        numbers = (report["arms"][arm]["by_layout"][layout] for arm in report["arms"])
        lines.append(f"{layout:22}" + "  ".join(f"{number:7.1%}" for number in numbers))
    told = ", ".join(f"{arm} {seconds} s" for arm, seconds in report["seconds"].items())
    return "\n".join([*lines, f"worst documents: {report['worst']}", told])
