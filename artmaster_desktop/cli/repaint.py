"""``repaint``: a part of a picture or document painted anew, and every other pixel left as it was."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from artmaster_desktop import bootstrap
from artmaster_desktop.cli.console import console as plain_console
from artmaster_desktop.cli.console import point
from artmaster_desktop.cli.evaluate import hire
from artmaster_desktop.cli.messages import notice_text, say
from artmaster_desktop.cli.paint import Parsers, Watch, check_folder, unused, within
from artmaster_desktop.cli.painters_transfer import job_of
from artmaster_desktop.core import event as ev
from artmaster_desktop.core.canvas_commands import resize_canvas
from artmaster_desktop.core.commands import new_id
from artmaster_desktop.core.document import Document, PaintSettings, Root
from artmaster_desktop.core.errors import BrokenDocument, ReadFailed, ScanError, ScanProblem
from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.guide import OWN_CONTROL
from artmaster_desktop.core.job import PaintJob
from artmaster_desktop.core.layer import ImageLayer
from artmaster_desktop.core.model_use import ModelUse
from artmaster_desktop.core.painter import PainterRef, Share
from artmaster_desktop.core.ports import ModelCaps, PainterCatalog
from artmaster_desktop.core.raster import Pixels, Raster
from artmaster_desktop.core.region import Region
from artmaster_desktop.core.repaint import Repaint, plan_repaint
from artmaster_desktop.core.repaint_commands import apply_repaint
from artmaster_desktop.core.repaint_errors import MaskSizeDiffers
from artmaster_desktop.core.repaint_extend import extension
from artmaster_desktop.core.repaint_name import deed_of
from artmaster_desktop.core.repaint_start import RepaintStart
from artmaster_desktop.core.repaint_wording import word_deed
from artmaster_desktop.core.transfer import without_triggers
from artmaster_desktop.storage.deep_picture import read_deep
from artmaster_desktop.storage.ora import load_document, save_document
from artmaster_desktop.storage.picture_label import sha256_of
from artmaster_desktop.storage.png import BadPicture, decode_png
from artmaster_desktop.storage.repainted_file import Canvas, write_repainted

STRENGTH, STRENGTH_OF_NEW = 0.75, 0.9
"""How much is painted anew where nobody says otherwise; of what goes on from its surroundings, enough of
their colours stays to meet them.
"""

SIDES = ("left", "top", "right", "bottom")

STORY = """\
Paint a part of a picture anew. The part is white in the mask; grey changes less, black stays, to the bit
and at the picture's own depth. What is painted meets the rest without a seam.

  artmaster-desktop repaint lake.png --mask boat.png --prompt "two boats"     another boat there
  artmaster-desktop repaint lake.png --mask boat.png --strength 0.4           the same boat, other strokes
  artmaster-desktop repaint lake.png --mask boat.png --remove                 no boat
  artmaster-desktop repaint lake.png --extend left=256 --extend right=256     a wider lake
  artmaster-desktop repaint work.ora --region sky --painter huang             a region to another painter,
                                                                              its drawing kept

A picture becomes a PNG like it, a document (.ora) a document with one layer more. A whole picture goes to
another painter with: artmaster-desktop painters transfer.

With --model FLUX.1-Fill-dev, made for holes, extensions and things taken out, strength is 1 and guidance 30
where you set none; the mask counts for all or nothing, divided at a half.
"""


def add_to(commands: Parsers[argparse.ArgumentParser]) -> None:
    """Add the command's grammar."""
    made = commands.add_parser(
        "repaint",
        help="paint a part of a picture anew, fill it, extend it, take something out",
        description=STORY,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("picture", type=Path, metavar="PICTURE|DOC.ora", help="PNG, TIFF, JPEG or a document")
    where = made.add_argument_group("where (one of these)").add_mutually_exclusive_group(required=True)
    where.add_argument("--mask", type=Path, metavar="MASK.png", help="white is painted anew, black stays")
    where.add_argument("--region", metavar="NAME", help="the area of a region of the document")
    sides = "more canvas on that side, painted on: left, top, right or bottom; may be given for each side"
    where.add_argument("--extend", type=_side, action="append", metavar="SIDE=PIXELS", help=sides)
    how = made.add_argument_group("how")
    degree = how.add_mutually_exclusive_group()
    degree.add_argument(
        "--strength",
        type=within(float, 0.05, 1.0),
        help=f"how much is painted anew: 0.3 keeps the drawing, 1 keeps nothing (default: {STRENGTH}; "
        f"{STRENGTH_OF_NEW} with --extend or --remove)",
    )
    degree.add_argument(
        "--remove", action="store_true", help="let the surroundings go on there; no text is read for it"
    )
    how.add_argument("--prompt", metavar="TEXT", help="what it shows (default: the picture's or document's)")
    how.add_argument(
        "--painter", action="append", metavar="NAME", help="who paints it (default: the document's painters)"
    )
    how.add_argument("--weight", type=within(float, 0.05, 2.0), default=1.0, help="of --painter (default: 1)")
    how.add_argument(
        "--feather", type=within(int, 0, 512), metavar="PIXELS", help="how softly it fades in at its border"
    )
    how.add_argument("--seed", type=within(int, 0, 2**63 - 1), help="another variation")
    how.add_argument("--steps", type=within(int, 1, 200), help="more steps, finer work")
    how.add_argument("--guidance", type=within(float, 0, 30), help="how closely the text is followed")
    made.add_argument("--out", type=Path, metavar="OUT", help="a .png, or an .ora (default: beside you)")
    model = "a FLUX.1 model, FLUX.1-Fill-dev too (default: the starter)"
    made.add_argument("--model", type=Path, metavar="DIR", help=model)
    made.add_argument("--painters", type=Path, action="append", metavar="DIR", help="a folder of painters")
    made.add_argument("--device", help="cuda, cuda:1, mps or cpu (default: the best there is)")
    made.set_defaults(run=run)


@dataclass(frozen=True, slots=True)
class _Work:
    """What is repainted: the document that stands for it, and the picture's own values where it is one."""

    document: Document
    canvas: Canvas | None


def run(asked: argparse.Namespace) -> int:
    """Repaint; returns 0, 1 where the engine failed, 2 for a wrong name of the result, 130 where it was
    stopped. Raises RepaintError, ScanError, ReadFailed, SaveFailed and PainterNotFound.
    """
    from artmaster_desktop.engine.device import EngineOptions

    console = plain_console(stderr=True)
    suffix = ".ora" if asked.picture.suffix.lower() == ".ora" else ".png"
    out = asked.out or unused(f"{asked.picture.stem}-repainted", suffix)
    if out.suffix.lower() != suffix:
        console.print(f"The result of {asked.picture.name} is saved as {suffix}, not as {out.suffix or out}.")
        return 2
    check_folder(out)
    shelf = bootstrap.library([folder.absolute() for folder in asked.painters or ()])
    work, wanted = _read(asked, shelf)
    engine = bootstrap.engine(EngineOptions(device=asked.device))
    caps = engine.describe(asked.model.absolute() if asked.model else bootstrap.places().starter)
    document, wanted = _for_model(work.document, wanted, caps, asked)

    def find(name: str) -> tuple[Path, str] | None:
        return (caps.path, "") if name == OWN_CONTROL else bootstrap.find_control(name)

    job = plan_repaint(document, wanted, shelf.find, caps, document.id, find_control=find)
    deed = deed_of(work.document, wanted.mask, wanted.strength, remove=wanted.remove)
    console.print(f"{word_deed(deed)}: {job.output} of {work.document.extent}, painted at {job.extent}.")
    notices = engine.check(job, lambda: False)
    for notice in notices:
        console.print(point(notice_text(notice)))
    with Watch(console, notices) as watch:
        engine.run(job, watch.hear, watch.stop.is_set)
    match watch.last:
        case ev.Finished(_, pixels, report):
            _save(out, work, job, pixels, report, word_deed(deed))
            seconds = sum(second for _, second in report.seconds)
            console.print(f"{out} painted in {seconds:.1f} s, seed {report.seed}.")
            return 0
        case ev.Failed(_, error):
            say(error)
            return 1
    console.print("Stopped; nothing was saved.")
    return 130


def _for_model(
    document: Document, wanted: Repaint, caps: ModelCaps, asked: argparse.Namespace
) -> tuple[Document, Repaint]:
    """What was not asked for as the model is used best: one that fills is made for holes of which nothing is
    kept, and for a guidance of its own.
    """
    if caps.use is not ModelUse.FILL:
        return document, wanted
    if asked.guidance is None:
        document = document.edited(paint=replace(document.paint, guidance=caps.guidance))
    return document, wanted if asked.strength else replace(wanted, strength=1.0)


def _read(asked: argparse.Namespace, shelf: PainterCatalog) -> tuple[_Work, Repaint]:
    work = _work(asked)
    given = {n: v for n in ("seed", "steps", "guidance") if (v := getattr(asked, n)) is not None}
    document = work.document.edited(paint=replace(work.document.paint, **given))
    mask = _mask(asked, document)
    if asked.extend:
        work, mask = _extended(replace(work, document=document), dict(asked.extend))
        document = work.document
    hands = tuple(
        Share(PainterRef((found := hire(shelf, name)).slug, found.sha256), asked.weight)
        for name in asked.painter or ()
    )
    document = _ordered(document, asked, hands)
    strength = asked.strength or (STRENGTH_OF_NEW if asked.extend or asked.remove else STRENGTH)
    wanted = Repaint(mask=mask, strength=strength, remove=asked.remove, feather=asked.feather)
    return replace(work, document=document), wanted


def _work(asked: argparse.Namespace) -> _Work:
    if asked.picture.suffix.lower() == ".ora":
        return _Work(load_document(asked.picture).document, None)
    picture = read_deep(asked.picture)
    try:
        seen = picture.seen
    except ScanError as error:
        raise replace(error, path=asked.picture) from error
    before = job_of(asked.picture)
    triggers = [painter.trigger for painter in bootstrap.library().all()]
    prompt = without_triggers(before.texts[0], triggers) if before else ""
    paint = PaintSettings(seed=before.seed, steps=before.steps, guidance=before.guidance) if before else None
    document = Document(
        id="repaint",
        extent=Extent(seen.shape[1], seen.shape[0]),
        layers=(ImageLayer(id="work", name="Work", raster=Raster.from_array(seen)),),
        root=Root(prompt=prompt),
        paint=paint or PaintSettings(),
    )
    canvas = Canvas(picture, opaque=picture.pixels.shape[2] == 3, source=sha256_of(asked.picture))
    return _Work(document, canvas)


def _mask(asked: argparse.Namespace, document: Document) -> Raster:
    if asked.mask:
        return _mask_file(asked.mask, document.extent)
    if asked.region:
        return document.mask_of(_region_named(document, asked.region)).raster
    return Raster(1)


def _region_named(document: Document, name: str) -> Region:
    found = next((region for region in document.regions if name in (region.name, region.id)), None)
    if found is None:
        raise BrokenDocument("no such region", name)
    return found


def _mask_file(path: Path, extent: Extent) -> Raster:
    """White where it is to be painted; what is clear in the file is black. Raises MaskSizeDiffers."""
    try:
        rgba = decode_png(path.read_bytes(), 4)
    except OSError as error:
        raise ReadFailed(path, error.strerror or str(error)) from error
    except BadPicture as error:
        raise ScanError(path, ScanProblem.NOT_A_PICTURE, f"A mask is a PNG: {error}") from error
    height, width = rgba.shape[:2]
    if (width, height) != (extent.width, extent.height):
        raise MaskSizeDiffers(Extent(width, height), extent)
    grey = rgba[:, :, :3].mean(axis=2) * (rgba[:, :, 3] / 255)
    return Raster.from_array(np.rint(grey).astype(np.uint8))


def _extended(work: _Work, sides: dict[str, int]) -> tuple[_Work, Raster]:
    left, top, right, bottom = (sides.get(side, 0) for side in SIDES)
    old = work.document.extent
    extent = Extent(old.width + left + right, old.height + top + bottom)
    document = resize_canvas(extent, left, top).change(work.document)
    mask = extension(extent, Bounds(left, top, old.width, old.height))
    canvas = work.canvas
    if canvas is not None:
        canvas = replace(canvas, picture=canvas.picture.grown(left, top, right, bottom))
    return replace(work, document=document, canvas=canvas), mask


def _ordered(document: Document, asked: argparse.Namespace, hands: tuple[Share, ...]) -> Document:
    """``document`` with the words and painters of the command: a region's, or those of the whole part."""
    if asked.region:
        region = _region_named(document, asked.region)
        prompt = region.prompt if asked.prompt is None else asked.prompt
        return document.with_region(
            replace(region, prompt=prompt, painters=hands or region.painters, enabled=True)
        )
    prompt = document.root.prompt if asked.prompt is None else asked.prompt
    root = replace(document.root, prompt=prompt, painters=hands or document.root.painters)
    alone = bool(hands) or asked.prompt is not None
    return document.edited(root=root, regions=() if alone else document.regions)


def _save(out: Path, work: _Work, job: PaintJob, pixels: Pixels, report: ev.PaintReport, name: str) -> None:
    if work.canvas is not None:
        write_repainted(out, work.canvas, pixels, job, report)
        return
    start = job.start
    assert isinstance(start, RepaintStart), "a repaint is planned as one"
    document = apply_repaint(start, pixels, name, new_id()).change(work.document)
    save_document(document, out)


def _side(text: str) -> tuple[str, int]:
    """``left=256``, for argparse."""
    side, _, number = text.partition("=")
    if side not in SIDES or not number.isdecimal() or not 16 <= int(number) <= 4096:
        raise argparse.ArgumentTypeError(f"{text!r} is no side and 16 to 4096 pixels: left=256")
    return side, int(number)
