"""``segment``: regions on mountains, water, trees, buildings and figures, each for a painter."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from rich.console import Console

from artmaster_desktop import bootstrap
from artmaster_desktop.cli import segment_object
from artmaster_desktop.cli.console import console as plain_console
from artmaster_desktop.cli.console import point
from artmaster_desktop.cli.paint import Parsers, check_folder, named, within
from artmaster_desktop.core.class_regions import LEAST_SHARE, class_regions
from artmaster_desktop.core.document import MAX_SIDE, Document
from artmaster_desktop.core.errors import PainterNotFound
from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.guide_source import picture_of
from artmaster_desktop.core.layer_commands import insert_picture, new_id
from artmaster_desktop.core.painter import PainterRef
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.core.semantic import Semantic
from artmaster_desktop.storage.ora import load_document, save_document
from artmaster_desktop.storage.scan import read_scan

CLASSES = {each.name.lower(): each for each in Semantic if each is not Semantic.BLANK}

STORY = """\
Find mountains and rocks, water, trees, buildings and figures in a painting or sketch, and make each a region
that you can edit. Each class can have a painter of its own.

  artmaster-desktop segment lake.png --out lake.ora
  artmaster-desktop segment lake.ora --painter mountain=dry-ridge --painter figures=plum-snow --out two.ora
  artmaster-desktop segment lake.ora --sam SAM/ --point 120,340 --name Boat --painter plum-snow --out 3.ora
  artmaster-desktop segment lake.png --sam SAM/ --box 80,300,160,90 --away 130,310 --out boat.png

The shipped segmenter knows landscapes in the Chinese manner; for photographs give --detector the folder of a
segmentation model of yours. With --sam, the folder of a Segment Anything model, what you point at is found,
whatever it is: as a region of its own, or as a mask (.png) for `repaint --mask`.
"""


def add_to(commands: Parsers[argparse.ArgumentParser]) -> None:
    """Add the command's grammar."""
    made = commands.add_parser(
        "segment",
        help="make regions from what is in a picture, with a painter for each class",
        description=STORY,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("source", type=Path, metavar="PICTURE|DOC.ora")
    made.add_argument(
        "--out", type=_out, metavar="OUT", help="a .ora (default: beside you); with --sam a mask's .png too"
    )
    made.add_argument(
        "--painter", action="append", default=[], type=_hire, metavar="CLASS=PAINTER",
        help=f"who paints a class: {', '.join(CLASSES)}; with --sam the painter alone",
    )  # fmt: skip
    made.add_argument(
        "--only", action="append", choices=sorted(CLASSES), help="this class alone (may be said again)"
    )
    made.add_argument(
        "--least", type=within(float, 0, 1), default=LEAST_SHARE, metavar="SHARE",
        help=f"of the canvas; smaller ones make no region (default: {LEAST_SHARE:g})",
    )  # fmt: skip
    made.add_argument("--painters", type=Path, action="append", metavar="DIR", help="a folder of painters")
    made.add_argument("--detector", type=Path, metavar="DIR", help="a folder with a segmentation model")
    segment_object.add_options(made)
    made.set_defaults(run=run)


def _out(text: str) -> Path:
    return named(".png" if text.lower().endswith(".png") else ".ora")(text)


def _hire(text: str) -> tuple[Semantic | None, str]:
    name, equals, painter = text.partition("=")
    if not equals:
        return None, text
    if name not in CLASSES or not painter:
        raise argparse.ArgumentTypeError(
            f"must be CLASS=PAINTER with a class of {', '.join(CLASSES)}, not {text}"
        )
    return CLASSES[name], painter


def run(asked: argparse.Namespace) -> int:
    """Make the regions; returns 0, 1 where nothing was found, 2 where the options contradict each other."""
    console = plain_console(stderr=True)
    if wrong := segment_object.contradiction(asked):
        console.print(wrong)
        return 2
    out = asked.out or Path(f"{asked.source.stem}-regions.ora")
    check_folder(out)
    painters = _painters(asked)
    document, picture = _opened(asked.source)
    if asked.sam is not None:
        hired = tuple(ref for _, ref in painters)
        return segment_object.run(console, asked, document, picture, out, hired)
    return _classes(console, asked, document, picture, out, {each: ref for each, ref in painters if each})


def _classes(
    console: Console,
    asked: argparse.Namespace,
    document: Document,
    picture: Pixels,
    out: Path,
    painters: Mapping[Semantic, PainterRef],
) -> int:
    from artmaster_desktop.engine.structure.reading import Means, read_labels

    means = Means(segmenter=bootstrap.places().segmenter, detector=asked.detector)
    labels, said = read_labels(picture, means)
    console.print(point(f"Found by {said}."))
    classes = [CLASSES[name] for name in asked.only or CLASSES]
    made = class_regions(document, labels, painters, classes, asked.least)
    known = {region.id for region in document.regions}
    added = [region for region in made.regions if region.id not in known]
    for region in added:
        share = float((made.mask_of(region).raster.read(Bounds.of(made.extent)) > 0).mean())
        hired = ", ".join(each.painter.slug for each in region.painters) or "the canvas' own painters"
        console.print(f"{region.name}: {share:.1%} of the canvas, {hired}.")
    if not added:
        console.print("None of the five classes was found; nothing was saved.")
        return 1
    save_document(made, out)
    console.print(f"{out} saved.")
    return 0


def _painters(asked: argparse.Namespace) -> list[tuple[Semantic | None, PainterRef]]:
    """Each painter with its class, if any. Raises PainterNotFound before anything is looked at."""
    library = bootstrap.library([folder.absolute() for folder in asked.painters or ()])
    found: list[tuple[Semantic | None, PainterRef]] = []
    for each, slug in asked.painter:
        painter = library.find(PainterRef(slug))
        if painter is None:
            raise PainterNotFound(slug, "")
        found.append((each, PainterRef(painter.slug, painter.sha256)))
    return found


def _opened(source: Path) -> tuple[Document, Pixels]:
    """The document to add regions to, and its picture: a picture's file becomes a document's first layer."""
    if source.suffix.lower() == ".ora":
        document = load_document(source).document
        return document, picture_of(document)
    pixels = read_scan(source, longest=MAX_SIDE).pixels
    extent = Extent(pixels.shape[1], pixels.shape[0])
    empty = Document(id=new_id(), extent=extent, title=source.stem)
    rgba = _opaque(pixels)
    return insert_picture(rgba, source.stem).change(empty), pixels


def _opaque(pixels: Pixels) -> Pixels:
    return np.concatenate([pixels, np.full((*pixels.shape[:2], 1), 255, np.uint8)], axis=2)
