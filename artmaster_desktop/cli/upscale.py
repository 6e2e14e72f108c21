"""``upscale``: a picture made larger, with its colours and its strokes kept."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from artmaster_desktop.cli.console import console as plain_console
from artmaster_desktop.cli.paint import Parsers, check_folder, named, within
from artmaster_desktop.cli.upscale_common import (
    add_enlarging,
    add_label,
    add_letters,
    asked_origin,
    enlarged,
    label_of,
    letters_of,
    method_of,
    read_source,
)
from artmaster_desktop.cli.upscale_look import Look, add_look, check_idle
from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.print_colour import Origin, PrintSettings
from artmaster_desktop.core.print_letters import Laid
from artmaster_desktop.core.upscale_errors import CannotUpscale, UpscaleStopped
from artmaster_desktop.core.upscaling import UpscaleReport
from artmaster_desktop.storage.atomic import write_file
from artmaster_desktop.storage.codec import Json, encode
from artmaster_desktop.storage.print_file import check_print, write_print

STORY = """\
Make a picture larger, tile by tile, so that it may be larger than memory. Colours stay what they are: the
result, made small again, is your picture.

  artmaster-desktop upscale lake.png                            four times as large, as lake-upscaled.png
  artmaster-desktop upscale lake.png --scale 2 --out big.tif    twice, as TIFF
  artmaster-desktop upscale lake.png --upscaler 4x_HAT.safetensors
  artmaster-desktop upscale lake.ora --second-look 0.25         the painters go over it once more
"""
MOST_SCALE, MOST_PIXELS = 64, 2_000_000_000
DPI = 300.0


def add_to(commands: Parsers[argparse.ArgumentParser]) -> None:
    """Add the command's grammar."""
    made = commands.add_parser(
        "upscale",
        help="make a picture larger, with its colours and strokes kept",
        description=STORY,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("picture", type=Path, metavar="PICTURE", help="PNG, JPEG, TIFF, HEIF or DOC.ora")
    made.add_argument("--out", type=Path, metavar="OUT", help="a .png, .tif, .jpg (default: beside you, PNG)")
    size = made.add_mutually_exclusive_group()
    size.add_argument(
        "--scale", type=within(float, 0.1, MOST_SCALE), default=4.0, help="times larger (default: 4)"
    )
    size.add_argument("--size", type=size_of, metavar="WxH", help="pixels instead, of the same shape")
    made.add_argument("--depth", type=int, choices=(8, 16), default=8, help="bits a channel (default: 8)")
    add_label(made)
    add_letters(made)
    add_enlarging(made)
    add_look(made)
    report = "how true the result is, and what was done"
    made.add_argument("--report", type=named(".json"), metavar="R.json", help=report)
    made.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Enlarge; returns 0, 1 where it failed, 130 where it was stopped."""
    console = plain_console(stderr=True)
    out = asked.out or Path(f"{asked.picture.stem}-upscaled.png")
    check_idle(asked)
    for file in (out, asked.report or out):
        check_folder(file)
    source = read_source(asked.picture, console, shapes=asked.letters == "shapes")
    target = _target(asked, source.extent)
    settings = PrintSettings(dpi=DPI, depth=asked.depth, label=label_of(asked, source))
    check_print(out, target, settings)
    letters = letters_of(source, Laid(target, Bounds.of(source.extent), Bounds.of(target)), console)
    method = method_of(asked, target.width / source.extent.width, console)
    look = Look(asked, source, target, console) if asked.second_look is not None else None
    if look is not None:
        if look.refused(console):
            return 1
        label = replace(settings.label, look=str(look.plan), origin=asked_origin(asked) or Origin.GENERATED)
        settings = replace(settings, label=label)
    try:
        with enlarged(asked, source.pixels, target, method, console) as enlarging:
            strips = enlarging.strips
            if look is not None:
                strips = look.over(strips, enlarging.watch("looking again"), enlarging.stop.is_set)
            write_print(out, strips, settings, letters)
    except UpscaleStopped:
        console.print("Stopped; nothing was saved.")
        return 130
    if asked.report:
        write_file(asked.report, _report(enlarging.reports, look).encode())
    console.print(f"{out}: {source.extent} became {target}.")
    return 0


def _report(reports: Sequence[UpscaleReport], look: Look | None) -> str:
    """JSON for people and scripts: the enlargement, and the second look where there was one."""
    said: dict[str, Json] = {"enlarged": encode(reports[0])}
    if look is not None:
        job = look.plan.job
        said["second_look"] = {
            "strength": look.plan.strength,
            "tile": [look.plan.tile.width, look.plan.tile.height],
            "tiles": len(look.plan.places),
            "seed": job.seed,
            "model": job.model_id,
            "painters": [[painter.slug, painter.sha256] for painter in job.painters],
            "texts": list(job.texts),
            "measured": encode(reports[-1]),
        }
    return json.dumps(said, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _target(asked: argparse.Namespace, extent: Extent) -> Extent:
    """The size that was asked for. Raises CannotUpscale where it is another shape, or beyond reason."""
    if asked.size is None:
        sides = (max(1, round(side * asked.scale)) for side in (extent.width, extent.height))
        target = Extent(*sides)
    else:
        target = asked.size
        assert isinstance(target, Extent)
        shape = target.width / extent.width / (target.height / extent.height)
        if not 0.98 <= shape <= 1.02:
            height = round(extent.height * target.width / extent.width)
            raise CannotUpscale("the size", str(target), str(Extent(target.width, max(1, height))))
    if target.area > MOST_PIXELS:
        raise CannotUpscale("the size", str(target), f"{MOST_PIXELS:,} pixels")
    return target


def size_of(text: str) -> Extent:
    """``4096x6144`` as a size, for argparse."""
    found = re.fullmatch(r"(\d{1,6})\s*[xX×]\s*(\d{1,6})", text.strip())
    if found is None or not int(found[1]) or not int(found[2]):
        raise argparse.ArgumentTypeError(f"{text!r} is no size: 4096x6144")
    return Extent(int(found[1]), int(found[2]))
