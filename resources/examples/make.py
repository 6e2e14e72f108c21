"""Draw the example documents: ``python resources/examples/make.py [FOLDER] [--hashes PAINTERS]``.

Each shows one use: one painter; two painters left and right; four with soft borders and texts of their own; a
composition by one, colour by another, brushwork by a third. ``--hashes`` names a folder of painters whose
files' hashes are written into the documents.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import numpy as np
from drawing import Array, Sheet, area

from artmaster_desktop.core.document import Document, FromLayer, PaintSettings, Root
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.layer import ImageLayer, Layer, MaskLayer, SketchLayer
from artmaster_desktop.core.painter import PainterRef, Role, Share
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.core.region import Region
from artmaster_desktop.storage.ora import save_document

PAPER = (244, 238, 225, 255)
COLOURS = ((46, 105, 158), (201, 85, 52), (88, 138, 74), (140, 92, 150))

Hashes = dict[str, str]
Inside = Callable[[Array, Array], Array]


def _share(slug: str, hashes: Hashes, role: Role = Role.WHOLE) -> Share:
    return Share(PainterRef(slug, hashes.get(slug, "")), role=role)


def _bottom(sheet: Sheet) -> tuple[Layer, ...]:
    """The paper and, on it, the sketch."""
    paper = np.broadcast_to(np.array(PAPER, np.uint8), (sheet.height, sheet.width, 4))
    return (
        ImageLayer(id="paper", name="Paper", locked=True, raster=Raster.from_array(paper)),
        SketchLayer(id="ink", name="Ink", raster=Raster.from_array(sheet.pixels())),
    )


def _mask(number: int, name: str, sheet: Sheet, inside: Inside, edge: float = 14.0) -> MaskLayer:
    pixels = area(sheet.width, sheet.height, inside, 100, edge)
    return MaskLayer(
        id=f"m{number}",
        name=name,
        opacity=0.4,
        blend="svg:multiply",
        colour=COLOURS[number - 1],
        raster=Raster.from_array(pixels),
    )


def one_painter(hashes: Hashes) -> Document:
    """One studio paints the whole canvas over the sketch."""
    sheet = Sheet(512, 512, seed=11)
    sheet.disc(392, 92, 26)
    sheet.birds(278, 118)
    sheet.mountain(360, 330, 150, 150, texture=45)
    sheet.mountain(190, 345, 265, 150, steep=1.1, texture=110)
    sheet.mountain(70, 360, 130, 110, texture=40)
    sheet.water(20, 500, 362, 500, 38)
    sheet.mountain(440, 430, 74, 130, steep=0.8, texture=30)
    sheet.pavilion(410, 372, 46)
    sheet.pine(474, 400, 128, -0.2)
    sheet.boat(170, 432, 26)
    return Document(
        id="one-painter",
        title="One painter",
        extent=Extent(512, 512),
        layers=_bottom(sheet),
        root=Root(
            prompt="tall peaks above a quiet lake, a pavilion and an old pine on the bank, "
            "a fishing boat, drifting mist",
            painters=(_share("azure-gilt", hashes),),
        ),
        paint=PaintSettings(seed=7, start=FromLayer("ink", 0.9)),
    )


def _two_painters_sheet() -> Sheet:
    """Two mountains, a bridge between them."""
    sheet = Sheet(768, 512, seed=22)
    sheet.mountain(430, 330, 150, 190, texture=50)
    sheet.mountain(140, 372, 320, 170, steep=0.95, texture=150)
    sheet.waterfall(196, 170, 366, 20)
    sheet.mountain(640, 356, 170, 170, steep=1.2, texture=70)
    sheet.water(150, 560, 392, 500, 32)
    sheet.mountain(30, 470, 120, 130, steep=0.8, texture=40)
    sheet.pine(66, 400, 170, 0.25)
    sheet.mountain(690, 452, 86, 190, steep=0.7, texture=30)
    for x, base, height in ((560, 446, 92), (612, 430, 128), (742, 424, 110)):
        sheet.tree(x, base, height)
    sheet.pavilion(676, 404, 44)
    sheet.bridge(470, 432, 116)
    return sheet


def two_painters(hashes: Hashes) -> Document:
    """One scroll, two studios: black ink on the left, autumn colours on the right."""
    sheet = _two_painters_sheet()
    masks = (
        _mask(1, "Left mountain", sheet, lambda x, y: 384 + 0.12 * (y - 256) - x, 30),
        _mask(2, "Right bank", sheet, lambda x, y: x - 384 - 0.12 * (y - 256), 30),
    )
    regions = (
        Region(
            id="r1",
            mask="m1",
            name="Left mountain",
            painters=(_share("black-pine", hashes),),
            prompt="a sheer cliff with a waterfall and old pines",
        ),
        Region(
            id="r2",
            mask="m2",
            name="Right bank",
            painters=(_share("cinnabar-terrace", hashes),),
            prompt="autumn colours, leafy trees around a small pavilion",
        ),
    )
    return Document(
        id="two-painters",
        title="Two painters, left and right",
        extent=Extent(768, 512),
        layers=(*_bottom(sheet), *masks),
        regions=regions,
        root=Root(prompt="high mountains on both sides of a stream, an arched bridge, banks of fog"),
        paint=PaintSettings(seed=21),
    )


def _four_painters_sheet() -> Sheet:
    """Peaks, moon and pagoda above; reeds and willow below."""
    sheet = Sheet(512, 512, seed=33)
    sheet.disc(338, 80, 28)
    sheet.mountain(330, 262, 120, 130, texture=35)
    sheet.mountain(130, 280, 215, 150, steep=1.05, texture=100)
    sheet.mountain(440, 270, 96, 110, texture=30)
    sheet.pagoda(432, 212, 116)
    sheet.water(10, 500, 292, 500, 46)
    sheet.reeds(8, 130, 508, 120, 46)
    sheet.boat(196, 394, 30)
    sheet.mountain(450, 512, 92, 150, steep=0.7, texture=26)
    sheet.willow(432, 446, 190)
    sheet.bridge(318, 456, 110)
    return sheet


def four_painters(hashes: Hashes) -> Document:
    """Four studios with soft borders, each with a text of its own."""
    sheet = _four_painters_sheet()
    soft = 28.0
    areas: tuple[tuple[str, str, str, Inside], ...] = (
        ("Peaks", "azure-gilt", "soaring peaks", lambda x, y: np.minimum(262 - x, 276 - y)),
        (
            "Night sky",
            "night-lantern",
            "a full moon over a tall pagoda, night",
            lambda x, y: np.minimum(x - 262, 276 - y),
        ),
        (
            "Reed bank",
            "mist-reed",
            "tall reeds by still water, a fishing boat in the mist",
            lambda x, y: np.minimum(262 - x, y - 276),
        ),
        (
            "Willow bank",
            "spring-rain",
            "a weeping willow and a stone bridge",
            lambda x, y: np.minimum(x - 262, y - 276),
        ),
    )
    masks = tuple(_mask(n, name, sheet, inside, 22) for n, (name, _, _, inside) in enumerate(areas, 1))
    regions = tuple(
        Region(
            id=f"r{n}", mask=f"m{n}", name=name, prompt=prompt, painters=(_share(slug, hashes),), feather=soft
        )
        for n, (name, slug, prompt, _) in enumerate(areas, 1)
    )
    return Document(
        id="four-painters",
        title="Four painters with soft borders",
        extent=Extent(512, 512),
        layers=(*_bottom(sheet), *masks),
        regions=regions,
        root=Root(prompt="mountains around a quiet lake"),
        paint=PaintSettings(seed=34),
    )


def three_roles(hashes: Hashes) -> Document:
    """One picture, three hands: the composition of one, the colour of another, the brush of a third."""
    sheet = Sheet(512, 768, seed=44)
    sheet.birds(330, 150, 6)
    sheet.mountain(380, 430, 250, 150, texture=70)
    sheet.mountain(190, 470, 400, 170, steep=0.9, texture=170)
    sheet.waterfall(236, 250, 462, 22)
    sheet.mountain(60, 500, 190, 130, texture=60)
    sheet.water(10, 505, 520, 640, 30)
    sheet.mountain(420, 690, 150, 200, steep=0.75, texture=60)
    sheet.pavilion(380, 566, 60)
    sheet.pine(470, 600, 190, -0.22)
    sheet.mountain(60, 768, 110, 170, steep=0.8, texture=40)
    sheet.tree(70, 680, 130)
    sheet.boat(200, 596, 28)
    return Document(
        id="three-roles",
        title="构图、设色、用笔",
        extent=Extent(512, 768),
        layers=_bottom(sheet),
        root=Root(
            prompt="群峰，飞瀑，古松，凉亭，渔船，薄雾",
            painters=(
                _share("dry-ridge", hashes, Role.COMPOSITION),
                _share("cinnabar-terrace", hashes, Role.COLOUR),
                _share("black-pine", hashes, Role.BRUSHWORK),
            ),
        ),
        paint=PaintSettings(seed=45, start=FromLayer("ink", 0.9)),
    )


EXAMPLES = {
    "one-painter": one_painter,
    "two-painters": two_painters,
    "four-painters": four_painters,
    "three-roles": three_roles,
}


def _hashes(folder: Path | None) -> Hashes:
    """SHA-256 of ``FOLDER/SLUG.safetensors`` or ``FOLDER/SLUG/*.safetensors``, by slug."""
    found: Hashes = {}
    for file in sorted(folder.rglob("*.safetensors")) if folder else ():
        slug = file.stem if file.parent == folder else file.parent.name
        found[slug] = hashlib.sha256(file.read_bytes()).hexdigest()
    return found


def main(arguments: list[str] | None = None) -> None:
    """Draw all documents into the given folder."""
    parser = argparse.ArgumentParser(description="Draw the example documents.")
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    parser.add_argument("--hashes", type=Path, help="folder of painters whose hashes go into the documents")
    options = parser.parse_args(arguments)
    options.folder.mkdir(parents=True, exist_ok=True)
    hashes = _hashes(options.hashes)
    for name, draw in EXAMPLES.items():
        save_document(draw(hashes), options.folder / f"{name}.ora")


if __name__ == "__main__":
    main()
