"""Documents to save: one by hand, and any at all by hypothesis."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import strategies as st

from artmaster_desktop.core.document import Document, FromLayer, FromNoise, PaintSettings, Root
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.guide import Guide, GuideKind, GuidePlace
from artmaster_desktop.core.layer import GroupLayer, ImageLayer, Layer, MaskLayer, SketchLayer
from artmaster_desktop.core.painter import PainterRef, Role, Share
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.core.region import Region


def noise(width: int, height: int, channels: int, seed: int, x: int = 0, y: int = 0) -> Raster:
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width, channels), np.uint8)
    return Raster.from_array(pixels, x, y)


GUIDE = Guide(
    id="g1",
    layer="ink",
    kind=GuideKind.SOFT_EDGE,
    control="net",
    strength=1.5,
    start=0.25,
    end=0.75,
    places=(GuidePlace("r1", 2.0), GuidePlace("", 0.5)),
)


def sample() -> Document:
    """Every kind of layer, a group, two regions, a start; all inside a canvas of 96 x 80."""
    masks = GroupLayer(
        id="masks",
        name="Masks",
        layers=(
            MaskLayer(id="m1", name="Left mountain", opacity=0.4, raster=noise(30, 40, 1, 1, 4, 6)),
            MaskLayer(
                id="m2",
                name="Right lake",
                opacity=0.4,
                colour=(9, 90, 200),
                raster=noise(30, 40, 1, 2, 50, 6),
            ),
        ),
    )
    return Document(
        id="sample",
        title="山水",
        extent=Extent(96, 80),
        revision=7,
        layers=(
            ImageLayer(id="paper", name="Paper", locked=True, raster=noise(96, 80, 4, 3)),
            SketchLayer(id="ink", name="Ink", blend="svg:multiply", raster=noise(60, 50, 4, 4, 10, 12)),
            masks,
        ),
        regions=(
            Region(
                id="r1",
                mask="m1",
                name="Left",
                prompt="高峰",
                painters=(Share(PainterRef("a", "f" * 64), 0.7),),
            ),
            Region(
                id="r2",
                mask="m2",
                name="Right",
                prompt="a quiet lake",
                feather=20.5,
                strength=0.25,
                enabled=False,
            ),
        ),
        root=Root(prompt="peaks", painters=(Share(PainterRef("b"), 1.5, Role.COLOUR, False),)),
        paint=PaintSettings(seed=2**62, steps=12, guidance=2.25, start=FromLayer("ink", 0.6)),
        guides=(GUIDE,),
    )


shares = st.builds(
    Share,
    st.builds(PainterRef, st.text(max_size=5), st.text("0123456789abcdef", max_size=64)),
    st.floats(0, 2),
    st.sampled_from(Role),
    st.booleans(),
)
_xml_names = st.from_regex(r"[a-z][a-z-]{0,6}", fullmatch=True).map(lambda name: f"other-{name}")
_xml_values = st.text(st.characters(min_codepoint=32, max_codepoint=0xD7FF), max_size=8)
_unknown = st.dictionaries(_xml_names, st.sampled_from(['"x"', "[1,2]", '{"a":null}']), max_size=2)
_sides = st.integers(1, 6)


@st.composite
def layers(draw: st.DrawFn, ids: list[str], deep: int = 2) -> tuple[Layer, ...]:
    found: list[Layer] = []
    for _ in range(draw(st.integers(0, 3))):
        kind = draw(
            st.sampled_from(["sketch", "image", "mask", "group"] if deep else ["sketch", "image", "mask"])
        )
        common: dict[str, Any] = {
            "id": draw(st.text(min_size=1, max_size=24).filter(lambda x: x not in ids)),
            "name": draw(st.text(max_size=12)),
            "visible": draw(st.booleans()),
            "opacity": draw(st.floats(0, 1)),
            "locked": draw(st.booleans()),
            "blend": draw(st.sampled_from(["svg:src-over", "svg:multiply", "krita:erase", "my:own"])),
            "attributes": tuple(draw(st.dictionaries(_xml_names, _xml_values, max_size=2)).items()),
        }
        ids.append(common["id"])
        if kind == "group":
            inside = draw(layers(ids, deep - 1))
            found.append(GroupLayer(**common, isolated=draw(st.booleans()), layers=inside))
            continue
        place = (draw(_sides), draw(_sides), 1 if kind == "mask" else 4, draw(st.integers(0, 9)))
        raster = noise(*place, x=draw(st.integers(-300, 300)), y=draw(st.integers(-300, 300)))
        if kind == "mask":
            colour = draw(st.tuples(*[st.integers(0, 255)] * 3))
            found.append(MaskLayer(**common, raster=raster, colour=colour))
        else:
            picture = SketchLayer if kind == "sketch" else ImageLayer
            found.append(picture(**common, raster=raster))
    return tuple(found)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    stack = draw(layers([]))
    plain = Document(
        id=draw(st.text(max_size=9)), extent=Extent(draw(_sides) * 7, draw(_sides) * 7), layers=stack
    )
    masks = [x.id for x in plain.walk() if isinstance(x, MaskLayer)]
    pictures = [x.id for x in plain.walk() if isinstance(x, SketchLayer | ImageLayer)]
    regions = tuple(
        Region(
            id=f"r{n}",
            mask=draw(st.sampled_from(masks)),
            name=draw(st.text(max_size=6)),
            prompt=draw(st.text(max_size=12)),
            painters=tuple(draw(st.lists(shares, max_size=2))),
            feather=draw(st.floats(0, 1024)),
            strength=draw(st.floats(0, 1)),
            enabled=draw(st.booleans()),
        )
        for n in range(draw(st.integers(0, 2)) if masks else 0)
    )
    starts: st.SearchStrategy[FromNoise | FromLayer] = st.builds(FromNoise)
    if pictures:
        starts |= st.builds(FromLayer, st.sampled_from(pictures), st.floats(0, 1, exclude_min=True))
    return Document(
        id=plain.id,
        extent=plain.extent,
        title=draw(st.text(max_size=9)),
        layers=stack,
        regions=regions,
        root=Root(prompt=draw(st.text(max_size=9)), painters=tuple(draw(st.lists(shares, max_size=2)))),
        paint=draw(
            st.builds(
                PaintSettings,
                seed=st.integers(0, 2**63 - 1),
                steps=st.integers(1, 200),
                guidance=st.floats(0, 30),
                start=starts,
            )
        ),
        revision=draw(st.integers(0, 2**40)),
        unknown=tuple(sorted(draw(_unknown).items())),
    )
