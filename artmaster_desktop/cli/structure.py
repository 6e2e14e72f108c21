"""``structure``: a guide from any layer or picture, and who follows it how strictly where."""

from __future__ import annotations

import argparse
from pathlib import Path

from artmaster_desktop import bootstrap
from artmaster_desktop.cli.console import console as plain_console
from artmaster_desktop.cli.console import point
from artmaster_desktop.cli.paint import Parsers, check_folder, within
from artmaster_desktop.core.control_model import ControlForm
from artmaster_desktop.core.document import Document
from artmaster_desktop.core.guide import MOST_STRENGTH, OWN_CONTROL, Guide, GuideKind, GuidePlace
from artmaster_desktop.core.guide_commands import add_guide
from artmaster_desktop.core.guide_source import fitted, picture_of
from artmaster_desktop.core.layer_commands import new_id
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.core.structure_errors import GuideProblem, GuideUnusable
from artmaster_desktop.core.structure_wording import word_way
from artmaster_desktop.storage.ora import load_document, save_document
from artmaster_desktop.storage.plain_picture import write_png
from artmaster_desktop.storage.scan import read_scan

STORY = """\
Read the structure of a picture, and let the painting follow it.

  artmaster-desktop structure lake.png --kind line                    shows the lines, as lake-line.png
  artmaster-desktop structure lake.ora --kind line --layer Sketch --out guided.ora
  artmaster-desktop structure lake.ora --from photo.jpg --kind depth --detector DepthAnything/ \\
      --strength 0.8 --end 0.6 --place Mountains=1 --place Water=0 --out guided.ora

In a document the guide is a layer of its own: hidden, and to be painted on like any other. Each --place says
how strictly that region follows, times the strength; 0 leaves it free. `artmaster-desktop paint guided.ora`
then paints under the guide.

Who follows it (--control), for FLUX.1-dev: files in the folder that `doctor` names, or paths.
  a ControlNet         Union-Pro-2.0 by Shakker-Labs for edges, lines, scribbles, depth and tone; XLabs'
                       canny, depth and hed. Several guides at once.
  a control adapter    FLUX.1-Canny-dev-lora for edges, lines and scribbles, FLUX.1-Depth-dev-lora for depth.
                       One guide in a picture, beside any ControlNets; paint with --guidance 30, depth 10.
  model                the model that paints, where it is FLUX.1-Canny-dev or FLUX.1-Depth-dev: one guide,
                       without --strength, --start, --end and --place; --guidance as above.
"""
PREVIEW_SIDE = 4096


def add_to(commands: Parsers[argparse.ArgumentParser]) -> None:
    """Add the command's grammar."""
    made = commands.add_parser(
        "structure",
        help="read edges, lines, depth or layout from a picture, and let a painting follow them",
        description=STORY,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("source", type=Path, metavar="PICTURE|DOC.ora")
    made.add_argument("--kind", required=True, choices=[kind.value for kind in GuideKind])
    made.add_argument("--layer", metavar="NAME", help="read this layer alone (default: all that is seen)")
    made.add_argument("--from", dest="other", type=Path, metavar="PICTURE", help="read this one instead")
    made.add_argument(
        "--as-it-is", action="store_true", help="it is a guide of this kind already: read nothing"
    )
    made.add_argument(
        "--detector", type=Path, metavar="DIR", help="a folder with a depth or segmentation model of yours"
    )
    made.add_argument(
        "--out", type=Path, metavar="OUT", help="a .png with the guide, or a .ora that follows it"
    )
    group = made.add_argument_group("how it is followed (in a .ora)")
    group.add_argument(
        "--control",
        default="",
        metavar="NAME|PATH",
        help="a ControlNet or a control adapter (default: the starter's own), or model",
    )
    strength = within(float, 0, MOST_STRENGTH)
    group.add_argument("--strength", type=strength, help="0 to 2 (default: 0.7; 1 but for ControlNets)")
    group.add_argument("--start", type=within(float, 0, 1), default=0.0, help="from this share of the steps")
    end = "to this one (default: 0.8; 1 but for ControlNets)"
    group.add_argument("--end", type=within(float, 0, 1), help=end)
    group.add_argument(
        "--place", action="append", default=[], type=_place, metavar="REGION=STRENGTH",
        help="how strictly a region follows, times --strength; =0.5 is for the rest of the canvas",
    )  # fmt: skip
    made.set_defaults(run=run)


def _place(text: str) -> tuple[str, float]:
    name, equals, value = text.rpartition("=")
    try:
        strength = float(value)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"must be REGION=STRENGTH, not {text}") from error
    if not equals or not 0.0 <= strength <= MOST_STRENGTH:
        raise argparse.ArgumentTypeError(f"must be REGION=0 to {MOST_STRENGTH:g}, not {text}")
    return name, strength


def run(asked: argparse.Namespace) -> int:
    """Make the guide; returns 0, or 2 where the options contradict each other."""
    console = plain_console(stderr=True)
    kind = GuideKind(asked.kind)
    out = asked.out or Path(f"{asked.source.stem}-{kind.value}.png")
    document = load_document(asked.source).document if asked.source.suffix.lower() == ".ora" else None
    if out.suffix.lower() not in (".png", ".ora"):
        console.print("--out must end in .png or .ora.")
        return 2
    if out.suffix.lower() == ".ora" and document is None:
        console.print("A guide is followed in a document: give a DOC.ora, and the picture with --from.")
        return 2
    span = _span(asked) if out.suffix.lower() == ".ora" else (0.7, 0.0, 0.8)
    if not span[1] < span[2]:
        console.print("--start must lie before --end.")
        return 2
    if asked.control == OWN_CONTROL and (span != (1.0, 0.0, 1.0) or asked.place):
        console.print("A model follows a guide of its own as it is: not less strictly, elsewhere or shorter.")
        return 2
    check_folder(out)
    picture = _picture(asked, document)
    if asked.as_it_is:
        pixels, said = picture, "as it is"
    else:
        from artmaster_desktop.engine.structure.reading import Means, read_guide

        means = Means(segmenter=bootstrap.places().segmenter, detector=asked.detector)
        read = read_guide(picture, kind, means)
        pixels, said = read.pixels, word_way(read.by)
    console.print(point(f"{kind.value}: {said}."))
    if out.suffix.lower() == ".png":
        write_png(out, pixels)
    else:
        assert document is not None
        save_document(_guided(document, pixels, asked, span), out)
    console.print(f"{out} saved.")
    return 0


def _picture(asked: argparse.Namespace, document: Document | None) -> Pixels:
    """What is to be read, uint8 RGB; of the canvas' size where there is one. Raises GuideUnusable."""
    if asked.other is not None or document is None:
        pixels = read_scan(asked.other or asked.source, longest=PREVIEW_SIDE).pixels
        return pixels if document is None else fitted(pixels, document.extent)
    if asked.layer is None:
        return picture_of(document)
    layer = next((x.id for x in document.walk() if asked.layer in (x.name, x.id)), asked.layer)
    return picture_of(document, layer)


def _span(asked: argparse.Namespace) -> tuple[float, float, float]:
    """How strictly a guide is followed, from and to which share of the steps. What is not said is as suits
    the model; as a ControlNet where it is not there yet. Raises ControlUnusable.
    """
    form, found = ControlForm.OWN, None
    if asked.control != OWN_CONTROL:
        form, found = ControlForm.NET, bootstrap.find_control(_named(asked.control))
    if found is not None:
        from artmaster_desktop.engine.structure.control_file import describe

        form = describe(found[0]).form
    strength, end = (0.7, 0.8) if form is ControlForm.NET else (1.0, 1.0)
    return (
        strength if asked.strength is None else asked.strength,
        asked.start,
        end if asked.end is None else asked.end,
    )


def _named(control: str) -> str:
    """A path as one that outlives the folder we stand in; a name as it is."""
    path = Path(control)
    return str(path.absolute()) if control and path.exists() else control


def _guided(
    document: Document, pixels: Pixels, asked: argparse.Namespace, span: tuple[float, float, float]
) -> Document:
    places = tuple(GuidePlace(_region(document, name), times) for name, times in asked.place)
    strength, start, end = span
    guide = Guide(
        id=new_id(),
        layer=new_id(),
        kind=GuideKind(asked.kind),
        control=_named(asked.control),
        strength=strength,
        start=start,
        end=end,
        places=places,
    )
    return add_guide(pixels, guide, f"Guide: {asked.kind}").change(document)


def _region(document: Document, name: str) -> str:
    if not name:
        return ""
    found = next((region.id for region in document.regions if name in (region.name, region.id)), None)
    if found is None:
        raise GuideUnusable(name, GuideProblem.UNKNOWN_REGION)
    return found
