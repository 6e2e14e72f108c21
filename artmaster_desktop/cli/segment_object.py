"""``segment --sam``: what is pointed at, as a region of its own or as a mask."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console

from artmaster_desktop.cli.console import point
from artmaster_desktop.core.document import Document
from artmaster_desktop.core.geometry import Bounds
from artmaster_desktop.core.painter import PainterRef, Share
from artmaster_desktop.core.pointing import Place, Pointing
from artmaster_desktop.core.raster import Pixels, Raster
from artmaster_desktop.core.region_commands import add_region
from artmaster_desktop.storage.ora import save_document
from artmaster_desktop.storage.plain_picture import write_png


def add_options(made: argparse.ArgumentParser) -> None:
    """Add the options of pointing to ``segment``'s grammar."""
    group = made.add_argument_group("what you point at, in pixels from the top left")
    group.add_argument("--sam", type=Path, metavar="DIR", help="a folder with a Segment Anything model")
    group.add_argument(
        "--point", action="append", type=_place, metavar="X,Y", help="a place in it (may be said again)"
    )
    group.add_argument("--away", action="append", type=_place, metavar="X,Y", help="a place that is not")
    group.add_argument("--box", type=_box, metavar="X,Y,WIDTH,HEIGHT", help="all of it lies in here")
    group.add_argument("--name", help="what the region is called, and the text that it begins with")


def contradiction(asked: argparse.Namespace) -> str:
    """Why the options do not go together, or nothing."""
    pointed = asked.point or asked.away or asked.box or asked.name is not None
    if asked.sam is None:
        if pointed:
            return "--point, --away, --box and --name need --sam, the folder of a Segment Anything model."
        if any(each is None for each, _ in asked.painter):
            return "--painter must be CLASS=PAINTER; a painter alone goes with --sam."
        return "A mask (.png) is made of what you point at: give --sam." if _is_mask(asked.out) else ""
    if not (asked.point or asked.box):
        return "--sam needs a --point in the thing that you mean, or a --box around it."
    if asked.only or asked.detector or any(each is not None for each, _ in asked.painter):
        return "--sam finds one thing of no class: leave out --only, --detector and the painters' classes."
    return "A mask has no painter." if asked.painter and _is_mask(asked.out) else ""


def _is_mask(out: Path | None) -> bool:
    return out is not None and out.suffix.lower() == ".png"


def run(
    console: Console,
    asked: argparse.Namespace,
    document: Document,
    picture: Pixels,
    out: Path,
    painters: tuple[PainterRef, ...],
) -> int:
    """Find the thing and save it; returns 0, 1 where nothing is there, 2 for a place off the picture."""
    from artmaster_desktop.engine.structure.pointing import pointed_at

    pointing = Pointing(inside=tuple(asked.point or ()), away=tuple(asked.away or ()), box=asked.box)
    if not pointing.lies_on(document.extent):
        console.print(f"You point at a place off the picture, which is {document.extent}.")
        return 2
    mask = pointed_at(picture, pointing, asked.sam)
    console.print(point(f"Found by the Segment Anything model {asked.sam.name}."))
    if not mask.any():
        console.print("Nothing was found there; nothing was saved.")
        return 1
    name = asked.name or "Object"
    console.print(f"{name}: {float((mask > 0).mean()):.1%} of the canvas.")
    if _is_mask(out):
        write_png(out, mask)
    else:
        save_document(with_object(document, mask, name, asked.name or "", painters), out)
    console.print(f"{out} saved.")
    return 0


def with_object(
    document: Document, mask: NDArray[np.uint8], name: str, prompt: str, painters: tuple[PainterRef, ...]
) -> Document:
    """``document`` with a region on ``mask`` (uint8 ``[H, W]`` of its size)."""
    document = add_region(name, raster=Raster.from_array(mask)).change(document)
    shares = tuple(Share(each) for each in painters)
    return document.with_region(replace(document.regions[-1], prompt=prompt, painters=shares))


def _numbers(text: str, count: int, form: str) -> list[int]:
    parts = text.split(",")
    if len(parts) != count or not all(each.strip().isdecimal() for each in parts):
        raise argparse.ArgumentTypeError(f"must be {form} in whole pixels, not {text}")
    return [int(each) for each in parts]


def _place(text: str) -> Place:
    x, y = _numbers(text, 2, "X,Y")
    return x, y


def _box(text: str) -> Bounds:
    x, y, width, height = _numbers(text, 4, "X,Y,WIDTH,HEIGHT")
    if not (width and height):
        raise argparse.ArgumentTypeError("must have a width and a height of at least 1")
    return Bounds(x, y, width, height)
