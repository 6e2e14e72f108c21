"""``evaluate PAINTER...``: how near a painter comes, in measures read against the spread of its own works."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Self

import numpy as np
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from artmaster_desktop import bootstrap
from artmaster_desktop.cli.console import console, counted
from artmaster_desktop.cli.paint import Parsers, check_folder, named, within
from artmaster_desktop.core.errors import PainterNotFound
from artmaster_desktop.core.painter import Painter, PainterRef
from artmaster_desktop.core.ports import ModelCaps, PainterCatalog
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.core.sensitivity import Axis, Sensitivity
from artmaster_desktop.storage.atomic import atomic_write
from artmaster_desktop.storage.png import encode_png
from artmaster_desktop.storage.sensitivity_file import write_sensitivity

if TYPE_CHECKING:
    from artmaster_desktop.engine.engine import PaintEngine
    from artmaster_desktop.engine.measures.evaluation import Evaluation
    from artmaster_desktop.engine.measures.trials import Setting


def add_to(commands: Parsers[argparse.ArgumentParser]) -> None:
    """Add the command's grammar."""
    evaluate = commands.add_parser(
        "evaluate",
        help="measure painters against their own works",
        description="Paints pairs that share seed, noise and final prompt, with the painter and without, and "
        "measures both against the artist's works. With --roles, measures instead which blocks and noise "
        "levels hold the painter's layout, palette and stroke, and keeps the map beside it for its roles.",
    )
    evaluate.add_argument("painter", nargs="+", metavar="PAINTER", help="its name in 'painters list'")
    works = "a folder of the artist's works, best ones it has not learnt from (default: its contact sheet)"
    evaluate.add_argument("--works", type=Path, metavar="DIR", help=works)
    evaluate.add_argument("--roles", action="store_true", help="measure the map of roles and keep it")
    evaluate.add_argument("--pairs", type=within(int, 1, 200), default=6, help="of pictures (default: 6)")
    prompt = "what to paint (may be given again; default: six landscapes)"
    evaluate.add_argument("--prompt", action="append", metavar="TEXT", help=prompt)
    evaluate.add_argument("--seed", type=within(int, 0, 2**63 - 1), default=1)
    evaluate.add_argument("--steps", type=within(int, 1, 200), default=12)
    evaluate.add_argument("--side", type=side, default=256, help="pixels (default: 256)")
    evaluate.add_argument("--guidance", type=within(float, 0, 30), default=3.5)
    evaluate.add_argument("--noises", type=within(int, 1, 64), default=2, help="the judge's draws")
    evaluate.add_argument("--report", type=named(".json"), metavar="R.json", help="all numbers")
    evaluate.add_argument("--sheet", type=named(".png"), metavar="S.png", help="a contact sheet")
    evaluate.add_argument("--model", type=Path, metavar="DIR", help="the base (default: the starter)")
    evaluate.add_argument(
        "--painters", type=Path, action="append", metavar="DIR", help="a folder of painters"
    )
    evaluate.add_argument("--device", help="cuda, cuda:1, mps or cpu (default: the best there is)")
    evaluate.add_argument("--dtype", help="float32, bfloat16 or float16 (default: chosen for the device)")
    evaluate.set_defaults(run=run)


def side(text: str) -> int:
    """An argparse type: a side in pixels that any FLUX model can paint in whole tokens."""
    value = int(text)
    if value < 64 or value > 2048 or value % 16:
        raise argparse.ArgumentTypeError(f"must be a multiple of 16 in 64 to 2048, not {text}")
    return value


@dataclass(frozen=True, slots=True)
class _Bench:
    """What every measure of one call needs."""

    asked: argparse.Namespace
    engine: PaintEngine
    caps: ModelCaps
    setting: Setting
    prompts: tuple[str, ...]


def run(asked: argparse.Namespace) -> int:
    """Measure; returns 0. Raises what the library, the works and the engine raise."""
    from artmaster_desktop.engine.device import EngineOptions
    from artmaster_desktop.engine.measures.trials import PROMPTS, Setting

    for file in (asked.report, asked.sheet):
        if file is not None:
            check_folder(file)
    shelf = bootstrap.library([folder.absolute() for folder in asked.painters or ()])
    painters = [hire(shelf, slug) for slug in asked.painter]
    engine = bootstrap.engine(EngineOptions(device=asked.device, dtype=asked.dtype))
    caps = engine.describe(asked.model.absolute() if asked.model else bootstrap.places().starter)
    setting = Setting(asked.side, asked.steps, asked.guidance, asked.seed)
    bench = _Bench(asked, engine, caps, setting, tuple(asked.prompt or PROMPTS))
    return _roles(bench, painters) if asked.roles else _styles(bench, painters)


def hire(shelf: PainterCatalog, slug: str) -> Painter:
    """The painter of that name. Raises PainterNotFound."""
    painter = shelf.find(PainterRef(slug))
    if painter is None:
        raise PainterNotFound(slug, "")
    return painter


def _styles(bench: _Bench, painters: Sequence[Painter]) -> int:
    from artmaster_desktop.engine.measures.evaluation import evaluate
    from artmaster_desktop.engine.measures.judge import Judge
    from artmaster_desktop.engine.measures.sheets import evaluation_sheet
    from artmaster_desktop.engine.measures.works import works_of

    asked, out = bench.asked, console()
    works = [works_of(painter, asked.works) for painter in painters]
    found: list[Evaluation] = []
    judge = Judge(side=asked.side, noises=asked.noises, seed=asked.seed)
    for painter, own in zip(painters, works, strict=True):
        with Bar(painter.slug) as bar:
            found.append(
                evaluate(
                    bench.engine, bench.caps, painter, own, bench.prompts, asked.pairs, bench.setting, judge,
                    bar.told,
                )
            )  # fmt: skip
        _print_style(out, found[-1])
    if asked.report:
        _write_json(asked.report, bench, [evaluation.report() for evaluation in found])
    if asked.sheet:
        _write_pages(asked.sheet, [evaluation_sheet(evaluation) for evaluation in found])
    return 0


def _print_style(out: Console, found: Evaluation) -> None:
    from artmaster_desktop.engine.measures.style import LABELS

    told = f"{counted(len(found.works), 'work')}, {counted(len(found.pairs), 'pair')}"
    out.print(f"\n{found.painter.name}: {told}", style="bold")
    table = Table(box=None, pad_edge=False)
    table.add_column("distance to the works", header_style="dim", no_wrap=True)
    for column in ("own", "p90", "painter", "base", "p/own", "b/own", "nearer"):
        table.add_column(column, header_style="dim", justify="right", no_wrap=True)
    for c in found.comparisons:
        table.add_row(
            LABELS[c.measure],
            f"{c.own.mean:.3f}",
            f"{c.own.high:.3f}",
            f"{c.painted.mean:.3f}",
            f"{c.base.mean:.3f}",
            f"{c.ratio:.2f}",
            f"{c.base_ratio:.2f}",
            f"{c.nearer:.0%}",
        )
    out.print(table)
    judged = found.judgement
    gains = [[verdict.gain for verdict in part] for part in (judged.works, judged.painted, judged.base)]
    means = ", ".join(
        f"{name} {np.mean(values):+.2%} ({min(values):+.2%} to {max(values):+.2%})"
        for name, values in zip(("works", "painter's pictures", "base's"), gains, strict=True)
    )
    out.print(f"The base as judge, loss saved by the painter: {means}.")
    out.print(
        f"{judged.own:.0%} of the works are likelier with the painter; "
        f"the two of a pair are told apart in {judged.told_apart:.0%}."
    )


def _roles(bench: _Bench, painters: Sequence[Painter]) -> int:
    from artmaster_desktop.engine.measures.gate_pictures import sensitivity_picture
    from artmaster_desktop.engine.measures.sensitivity import measure_sensitivity

    asked, out, pages = bench.asked, console(), []
    prompts = bench.prompts[: asked.pairs]
    maps: list[Sensitivity] = []
    for painter in painters:
        with Bar(painter.slug) as bar:
            found = measure_sensitivity(bench.engine, bench.caps, painter, prompts, bench.setting, bar.told)
        maps.append(found)
        out.print(f"{painter.name}: the map is in {write_sensitivity(painter.file, found)}", style="bold")
        shares = [(axis.value, found.shares(axis)) for axis in Axis]
        _print_map(out, shares)
        pages.append(sensitivity_picture(shares, f"Where {painter.name} acts"))
    if asked.report:
        _write_json(asked.report, bench, [_map_report(p, m) for p, m in zip(painters, maps, strict=True)])
    if asked.sheet:
        _write_pages(asked.sheet, pages)
    return 0


def _print_map(out: Console, shares: Sequence[tuple[str, Sequence[Sequence[float]]]]) -> None:
    from artmaster_desktop.core.gate import BLOCK_GROUPS
    from artmaster_desktop.engine.measures.gate_pictures import noise_labels

    for name, cells in shares:
        table = Table(box=None, pad_edge=False)
        table.add_column(f"{name}, % of its change", header_style="dim", no_wrap=True, min_width=24)
        for label in noise_labels():
            table.add_column(label, header_style="dim", justify="right", no_wrap=True)
        for group, row in zip(BLOCK_GROUPS, cells, strict=True):
            table.add_row(group, *(f"{value:.1%}" for value in row))
        out.print(table)


def _map_report(painter: Painter, found: Sensitivity) -> dict[str, Any]:
    maps = {axis.value: [[round(v, 6) for v in row] for row in found.of(axis)] for axis in Axis}
    return {"painter": painter.slug, "sha256": painter.sha256, "pictures": found.pictures, **maps}


def _write_json(path: Path, bench: _Bench, painters: list[dict[str, Any]]) -> None:
    asked = bench.asked
    content = {
        "base": bench.caps.name,
        "base_identity": bench.caps.identity,
        "setting": {name: getattr(asked, name) for name in ("side", "steps", "guidance", "seed", "noises")},
        "prompts": list(bench.prompts),
        "painters": painters,
    }
    save(path, (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode())


def _write_pages(path: Path, pages: Sequence[Pixels]) -> None:
    """One picture, the pages below each other."""
    width = max(page.shape[1] for page in pages)
    filled = [
        np.concatenate([page, np.broadcast_to(page[:1, :1], (len(page), width - page.shape[1], 3))], axis=1)
        for page in pages
    ]
    save(path, encode_png(np.concatenate(filled)))


def save(path: Path, content: bytes) -> None:
    """Write a whole file. Raises SaveFailed."""

    def write(file: BinaryIO) -> None:
        file.write(content)

    atomic_write(path, write)


class Bar:
    """A progress bar for one painter on standard error, gone when it is done."""

    def __init__(self, name: str) -> None:
        self._bars = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.completed}/{task.total}"),
            TimeRemainingColumn(),
            console=console(stderr=True),
            transient=True,
        )
        self._task = self._bars.add_task(name, total=None)

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bars.stop()

    def told(self, done: int, total: int) -> None:
        self._bars.update(self._task, completed=done, total=total)
