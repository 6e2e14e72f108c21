"""``print``: from a picture to a file that a print shop takes; size first."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.console import Console

from artmaster_desktop.cli.console import console as plain_console
from artmaster_desktop.cli.console import point
from artmaster_desktop.cli.paint import Parsers, check_folder, within
from artmaster_desktop.cli.upscale_common import (
    add_enlarging,
    add_label,
    add_letters,
    enlarged,
    label_of,
    letters_of,
    method_of,
    read_source,
)
from artmaster_desktop.core import upscaling as up
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.print_colour import Colours, Intent, PrintSettings, Space, ToPrinter
from artmaster_desktop.core.print_errors import CannotPrint
from artmaster_desktop.core.print_letters import Letters
from artmaster_desktop.core.print_paper import PAPERS, paper_of
from artmaster_desktop.core.print_plan import (
    ADVISED_DPI,
    ADVISED_FACTOR,
    Fit,
    PrintOrder,
    PrintPlan,
    cost_of,
    plan_print,
)
from artmaster_desktop.core.print_sheet import SheetStrips
from artmaster_desktop.core.upscale_errors import UpscaleStopped
from artmaster_desktop.storage.print_file import check_print, write_print

STORY = f"""\
Make a file for print. Say the paper; the picture is enlarged as far as it needs.

  artmaster-desktop print lake.png --paper A3 --plan            only tell what it takes
  artmaster-desktop print lake.png --paper A3 --border 20 --out lake.tif
  artmaster-desktop print lake.png --paper 四尺 --depth 16 --profile adobe --out lake.tif
  artmaster-desktop print lake.png --paper A2 --fit fill --bleed 3 --marks --out lake.pdf
  artmaster-desktop print lake.png --paper 500x700 --profile shop.icc --out lake.tif

Papers: {", ".join(paper.name for paper in PAPERS)} (or 4chi, 6chi, 8chi, zhang2), or WIDTHxHEIGHT in mm.
"""


def add_to(commands: Parsers[argparse.ArgumentParser]) -> None:
    """Add the command's grammar."""
    made = commands.add_parser(
        "print",
        help="make a file for print: paper, resolution, profile",
        description=STORY,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("picture", type=Path, metavar="PICTURE", help="PNG, JPEG, TIFF, HEIF or DOC.ora")
    made.add_argument("--out", type=Path, metavar="OUT", help=".tif, .png, .jpg or .pdf (PDF/X-4)")
    made.add_argument("--plan", action="store_true", help="tell what it takes, and write nothing")
    _add_paper(made)
    _add_colours(made)
    add_label(made)
    add_letters(made)
    add_enlarging(made)
    made.set_defaults(run=run)


def _add_paper(made: argparse.ArgumentParser) -> None:
    group = made.add_argument_group("the sheet")
    group.add_argument("--paper", required=True, help="its name, or WIDTHxHEIGHT in mm")
    group.add_argument("--dpi", type=float, default=300.0, help="dots per inch (default: 300)")
    group.add_argument(
        "--bleed", type=float, default=0.0, metavar="MM", help="printed beyond the cut: 3 is usual"
    )
    group.add_argument("--border", type=float, default=0.0, metavar="MM", help="left blank inside the sheet")
    group.add_argument(
        "--fit",
        choices=[fit.value for fit in Fit],
        default=Fit.WHOLE.value,
        help="whole: all of the picture; fill: all of the sheet, and the picture's edges are cut "
        "(default: whole)",
    )
    group.add_argument("--marks", action="store_true", help="crop marks (PDF)")


def _add_colours(made: argparse.ArgumentParser) -> None:
    group = made.add_argument_group("colours")
    group.add_argument(
        "--profile",
        default="srgb",
        metavar="NAME|FILE.icc",
        help="srgb, adobe or prophoto; or the print shop's own profile, RGB or CMYK (default: srgb)",
    )
    intents = [intent.value for intent in Intent]
    group.add_argument("--intent", choices=intents, help="with a profile's file (default: relative)")
    group.add_argument(
        "--no-black-point",
        action="store_true",
        help="with a profile's file: do not fit black to the darkest ink",
    )
    group.add_argument("--depth", type=int, choices=(8, 16), default=8, help="bits a channel (default: 8)")
    group.add_argument("--quality", type=within(int, 1, 100), help="of JPEG (default: 95)")


def run(asked: argparse.Namespace) -> int:
    """Print into a file; returns 0, 1 where it failed, 130 where it was stopped."""
    console = plain_console(stderr=True)
    order = PrintOrder(
        paper=paper_of(asked.paper), dpi=asked.dpi, bleed=asked.bleed, border=asked.border, fit=Fit(asked.fit)
    )
    source = read_source(asked.picture, console, shapes=asked.letters == "shapes")
    plan = plan_print(source.extent, order)
    settings = PrintSettings(
        dpi=order.dpi,
        depth=asked.depth,
        colours=colours_of(asked),
        bleed=plan.bleed,
        marks=asked.marks,
        quality=asked.quality or 95,
        label=label_of(asked, source),
    )
    out = asked.out or Path(f"{asked.picture.stem}-print.tif")
    if asked.quality is not None and out.suffix.lower() not in (".jpg", ".jpeg"):
        raise CannotPrint("--quality", out.suffix, ".jpg")
    profile = check_print(out, plan.sheet, settings)
    method = method_of(asked, plan.factor, console)
    _tell(plan, settings, profile.channels, method, console)
    letters = letters_of(source, plan.laid, console)
    if asked.plan:
        return 0
    check_folder(out)
    try:
        _print(asked, plan, _cut(source.pixels, plan), method, _Goal(out, settings, letters), console)
    except UpscaleStopped:
        console.print("Stopped; nothing was saved.")
        return 130
    console.print(f"{out}: {plan.sheet} pixels, {profile.title}, {out.stat().st_size / 1e6:,.0f} MB.")
    return 0


@dataclass(frozen=True, slots=True)
class _Goal:
    """Where it goes, and how it is written."""

    out: Path
    settings: PrintSettings
    letters: Letters | None


def _print(
    asked: argparse.Namespace,
    plan: PrintPlan,
    pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint8]],
    method: up.Method,
    goal: _Goal,
    console: Console,
) -> None:
    target = Extent(plan.placed.width, plan.placed.height)
    with enlarged(asked, pixels, target, method, console) as enlarging:
        write_print(
            goal.out, SheetStrips(enlarging.strips, plan.sheet, plan.placed), goal.settings, goal.letters
        )


def _cut(
    pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], plan: PrintPlan
) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    part = plan.source
    return np.ascontiguousarray(pixels[part.y : part.bottom, part.x : part.right])


def colours_of(asked: argparse.Namespace) -> Colours:
    """The colours that were asked for. Raises CannotPrint for settings that would do nothing."""
    named = {space.value: space for space in Space}
    if asked.profile.lower() not in named:
        intent = Intent(asked.intent) if asked.intent else Intent.RELATIVE
        return ToPrinter(
            path=Path(asked.profile).absolute(), intent=intent, black_point=not asked.no_black_point
        )
    for name in ("intent", "no_black_point"):
        if getattr(asked, name):
            option = f"--{name.replace('_', '-')}"
            raise CannotPrint(option, asked.profile, "--profile FILE.icc")
    return named[asked.profile.lower()]


def _tell(
    plan: PrintPlan, settings: PrintSettings, channels: int, method: up.Method, console: Console
) -> None:
    """Size and cost, before anything is done."""
    console.print(f"{plan.paper} at {plan.order.dpi:g} dpi: {plan.sheet} pixels.")
    if plan.factor > 1:
        told = f"it is made {plan.factor:.2f} times larger"
    else:
        told = "enough, nothing has to be added"
    cost = cost_of(plan, settings.depth, channels, 1, 0)
    own = f"The picture has {plan.own_dpi:.0f} dpi of its own there"
    console.print(f"{own}: {told}. At most {cost.raw / 1e6:,.0f} MB on the disk.")
    if plan.factor > ADVISED_FACTOR and isinstance(method, up.UpscalerFile):
        console.print(point("More than eight times larger: most of what is seen from near is invented."))
    if plan.order.dpi < ADVISED_DPI:
        console.print(point("Under 150 dpi pixels begin to show at arm's length."))
