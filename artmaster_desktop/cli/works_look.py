"""``works lint`` and ``works stats``: what is wrong with captions, and what the works measure."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO

from rich.table import Table
from rich.text import Text

from artmaster_desktop.cli.console import console, counted, point
from artmaster_desktop.cli.works_run import chosen, finding_text, pixels_of, vocabulary
from artmaster_desktop.core.caption_lint import lint
from artmaster_desktop.core.mark import MarkHabit, habits
from artmaster_desktop.core.measures import ArtistMeasures, WorkMeasures, artist_measures
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.core.work import Oeuvre
from artmaster_desktop.storage.atomic import atomic_write
from artmaster_desktop.storage.oeuvre_file import read_oeuvre

_TOLD = {
    "blank": "blank paper",
    "ink": "ink density",
    "chroma": "colour",
    "strokes.cover": "under strokes",
    "strokes.width": "stroke width, ‰",
    "strokes.rhythm": "stroke rhythm",
    "strokes.length": "stroke length, ‰",
    "strokes.order": "stroke order",
    "strokes.dryness": "dryness",
    "strokes.softness": "softness",
}


def run_lint(asked: argparse.Namespace) -> int:
    """Print findings; returns 1 where there are any."""
    from artmaster_desktop.engine.works.measuring import measure_work

    out, oeuvre = console(), read_oeuvre(asked.folder)
    works = chosen(oeuvre, asked.works)
    measures: dict[str, WorkMeasures] = {}
    for work in works:
        pixels = pixels_of(asked.folder, work)
        if pixels is not None:
            measures[work.id] = measure_work(pixels, work.marks)
    found = lint(works, vocabulary(), measures)
    for finding in found:
        out.print(point(finding_text(finding)))
    out.print(f"{counted(len(found), 'finding')} in {counted(len(works), 'work')}")
    return 1 if found or len(measures) < len(works) else 0


def run_stats(asked: argparse.Namespace) -> int:
    """Print the numbers of each work and of all; returns 1 where a scan is not readable."""
    from artmaster_desktop.engine.works.measuring import measure_work, palette
    from artmaster_desktop.engine.works.surface import reduced

    out, oeuvre = console(), read_oeuvre(asked.folder)
    works = chosen(oeuvre, asked.works)
    measures: dict[str, WorkMeasures] = {}
    small: list[Pixels] = []
    for work in works:
        pixels = pixels_of(asked.folder, work)
        if pixels is not None:
            measures[work.id] = measure_work(pixels, work.marks)
            small.append(reduced(pixels, 256))
    if not measures:
        return 1
    together = artist_measures(tuple(measures.values()), palette(small))
    usual = habits([work.marks for work in works])
    out.print(_table(measures))
    _print_artist(oeuvre, together, usual)
    if asked.json:
        _write_numbers(asked.json, measures, together, usual)
    return 0 if len(measures) == len(works) else 1


def _table(measures: dict[str, WorkMeasures]) -> Table:
    table = Table(box=None, pad_edge=False)
    for column in ("work", "palette", "blank", "ink", "colour", "width ‰", "rhythm", "angle"):
        table.add_column(column, header_style="dim", no_wrap=True)
    for name, own in measures.items():
        strokes = own.strokes
        table.add_row(
            name, _swatches(own.palette), f"{own.blank:.0%}", f"{own.ink:.2f}", f"{own.chroma:.1f}",
            f"{strokes.width:.1f}", f"{strokes.rhythm:.2f}", f"{strokes.angle:.0f}° ({strokes.order:.0%})",
        )  # fmt: skip
    return table


def _print_artist(oeuvre: Oeuvre, together: ArtistMeasures, usual: tuple[MarkHabit, ...]) -> None:
    out = console()
    out.print(Text.assemble(f"\n{oeuvre.artist or 'All'}: ", _swatches(together.palette)))
    out.print("  " + " ".join(together.palette))
    for name, spread in together.spreads:
        if name in _TOLD:
            out.print(f"  {_TOLD[name]:18} {spread.mean:8.3f} ± {spread.deviation:.3f}")
    for habit in usual:
        box = habit.box
        out.print(
            f"  {habit.kind.value:18} on {habit.share:.0%} of the works, usually at {box.x:.0%} across and "
            f"{box.y:.0%} down, {box.width:.1%} wide and {box.height:.1%} high"
        )


def _swatches(palette: tuple[str, ...]) -> Text:
    return Text().join(Text("  ", f"on {colour}") for colour in palette)


def _write_numbers(
    path: Path, measures: dict[str, WorkMeasures], together: ArtistMeasures, usual: tuple[MarkHabit, ...]
) -> None:
    numbers = {
        "works": {name: asdict(own) for name, own in measures.items()},
        "artist": {
            "works": together.works,
            "palette": together.palette,
            "spreads": {name: asdict(spread) for name, spread in together.spreads},
            "marks": [{**asdict(habit), "kind": habit.kind.value} for habit in usual],
        },
    }

    def fill(file: BinaryIO) -> None:
        file.write((json.dumps(numbers, indent=1, ensure_ascii=False) + "\n").encode())

    atomic_write(path, fill)
