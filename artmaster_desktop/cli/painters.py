"""``painters VERB``: who is in the library, whether a file can paint, and whom the gate would choose."""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.table import Table
from rich.text import Text

from artmaster_desktop import bootstrap
from artmaster_desktop.cli import painters_gate, painters_pictures, painters_transfer
from artmaster_desktop.cli.console import console, counted, point
from artmaster_desktop.cli.messages import explain
from artmaster_desktop.cli.paint import Parsers
from artmaster_desktop.core.errors import PainterNotFound
from artmaster_desktop.core.mark import MarkHabit
from artmaster_desktop.core.painter import Painter, PainterRef


def add_to(commands: Parsers[argparse.ArgumentParser]) -> None:
    """Add the command's grammar."""
    painters = commands.add_parser("painters", help="who can paint")
    verbs = painters.add_subparsers(title="verbs", metavar="VERB", required=True)
    listing = verbs.add_parser("list", help="everybody in the library")
    listing.set_defaults(run=run_list)
    showing = verbs.add_parser("show", help="one painter's card")
    showing.add_argument("slug")
    showing.set_defaults(run=run_show)
    for verb in (listing, showing):
        verb.add_argument(
            "--painters", type=Path, action="append", metavar="DIR", help="a folder of painters"
        )
    checking = verbs.add_parser("check", help="whether files can paint with a model, before they do")
    checking.add_argument("files", type=Path, nargs="+", metavar="FILE")
    checking.add_argument("--model", type=Path, metavar="DIR", help="the model to fit (default: the starter)")
    checking.set_defaults(run=run_check)
    painters_pictures.add_verbs(verbs)
    painters_gate.add_verbs(verbs)
    painters_transfer.add_verbs(verbs)


def run_list(asked: argparse.Namespace) -> int:
    """Print everybody, and every file that is not readable."""
    out = console()
    shelf = bootstrap.library(tuple(asked.painters or ()))
    table = Table(box=None, pad_edge=False)
    for column in ("painter", "name", "base", "rank", "trigger"):
        table.add_column(column, header_style="dim", no_wrap=True)
    table.add_column("tags", header_style="dim", overflow="ellipsis", no_wrap=True)
    for painter in shelf.all():
        table.add_row(
            painter.slug,
            painter.name,
            painter.base,
            _ranks(painter),
            painter.trigger,
            ", ".join(painter.tags),
        )
    out.print(table)
    for problem in shelf.problems:
        out.print(point(explain(problem).what))
    return 0


def run_show(asked: argparse.Namespace) -> int:
    """Print one painter's card."""
    out = console()
    painter = bootstrap.library(tuple(asked.painters or ())).find(PainterRef(asked.slug))
    if painter is None:
        raise PainterNotFound(asked.slug, "")
    names = " / ".join(dict.fromkeys([painter.name, *(name for _, name in painter.names)]))
    out.print(names, style="bold")
    if painter.description:
        out.print(painter.description)
    if painter.palette:
        out.print(Text(" ").join(Text("    ", f"on {colour}") for colour in painter.palette))
    for label, value in (
        ("file", str(painter.file)),
        ("sha256", painter.sha256),
        ("base", painter.base or "not said"),
        ("rank", _ranks(painter)),
        ("trigger", painter.trigger),
        ("tags", ", ".join(painter.tags)),
        ("licence", painter.licence or "not said"),
        *((habit.kind.value, _place(habit)) for habit in painter.marks),
        ("samples", ", ".join(str(path) for path in painter.samples)),
    ):
        if value:
            out.print(f"  {label:11} {value}")
    return 0


def run_check(asked: argparse.Namespace) -> int:
    """Check each file against the model; returns 1 where any cannot paint."""
    from artmaster_desktop.engine.painters.formats import check_painter
    from artmaster_desktop.engine.residency import layer_shapes

    out = console()
    shapes, texts = layer_shapes(asked.model or bootstrap.places().starter)
    bad = 0
    for file in asked.files:
        report = check_painter(file, shapes, texts)
        verdict = ("cannot paint", "red") if report.problems else ("can paint", "green")
        out.print(Text.assemble(f"{file}: ", verdict))
        if report.format:
            out.print(
                f"  {report.format.value}, {counted(report.modules, 'layer')}, rank {_span(report.ranks)}"
            )
        if report.ungated:
            out.print(
                f"  {len(report.ungated)} of its layers (modulation) have no place on the canvas: in a "
                "region they act everywhere, at the region's share"
            )
        spoken = sum(layers for _, layers in report.text)
        if spoken:
            out.print(f"  {spoken} of its layers change how its region's text is read")
        for left in report.left_out:
            out.print(f"  not used: {left.part.value} ({len(left.names)})")
        for problem in report.problems:
            out.print(f"  {explain(problem).what}")
        bad += bool(report.problems)
    return 1 if bad else 0


def _place(habit: MarkHabit) -> str:
    box = habit.box
    where = f"{box.x + box.width / 2:.0%} across and {box.y + box.height / 2:.0%} down"
    return f"usually {where}, {box.width:.1%} wide, on {habit.share:.0%} of the works"


def _ranks(painter: Painter) -> str:
    return _span(painter.ranks)


def _span(ranks: tuple[int, int]) -> str:
    low, high = ranks
    return str(low) if low == high else f"{low}-{high}"
