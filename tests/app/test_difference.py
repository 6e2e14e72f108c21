"""The bounds of a change: outside them, no pixel of the picture is another."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from artmaster_desktop.app.difference import changed_bounds
from artmaster_desktop.core.compose import composite
from artmaster_desktop.core.document import Document
from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.layer import GroupLayer, ImageLayer, Layer, MaskLayer, SketchLayer
from artmaster_desktop.core.raster import Raster

SIDE = 600
BLENDS = ["svg:src-over", "svg:multiply", "svg:dst-in", "svg:dst-out", "svg:plus"]


@st.composite
def rasters(draw: st.DrawFn, channels: int) -> Raster:
    raster = Raster(channels)
    for _ in range(draw(st.integers(0, 2))):
        x, y = draw(st.integers(-20, SIDE)), draw(st.integers(-20, SIDE))
        value = draw(st.integers(1, 255))
        raster = raster.with_patch(np.full((40, 40, channels), value, np.uint8), x, y)
    return raster


@st.composite
def drawings(draw: st.DrawFn, name: str) -> Layer:
    visible, opacity = draw(st.booleans()), draw(st.sampled_from([1.0, 0.5]))
    mask, four, blend = draw(rasters(1)), draw(rasters(4)), draw(st.sampled_from(BLENDS))
    kinds: list[Layer] = [
        SketchLayer(id=name, name=name, raster=four),
        ImageLayer(id=name, name=name, raster=four),
        MaskLayer(id=name, name=name, raster=mask),
    ]
    kind = draw(st.sampled_from(kinds))
    return replace(kind, visible=visible, opacity=opacity, blend=blend)


@st.composite
def stacks(draw: st.DrawFn) -> tuple[Layer, ...]:
    names = draw(st.permutations(["a", "b", "c"]))[: draw(st.integers(0, 3))]
    layers: list[Layer] = [draw(drawings(name)) for name in names]
    if draw(st.booleans()):
        inner = tuple(draw(drawings(f"in-{name}")) for name in "xy"[: draw(st.integers(0, 2))])
        layers.insert(
            draw(st.integers(0, len(layers))),
            GroupLayer(id="group", name="Group", layers=inner, isolated=draw(st.booleans())),
        )
    return tuple(layers)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Document, Document]:
    """Two documents that share some of their layers."""
    before = Document(id="d", extent=Extent(SIDE, SIDE), layers=draw(stacks()))
    after = before.edited(layers=draw(stacks()))
    kept = draw(st.sets(st.sampled_from(["a", "b", "c", "group"])))
    old = {layer.id: layer for layer in before.layers}
    mixed = tuple(old[x.id] if x.id in kept and x.id in old else x for x in after.layers)
    return before, replace(after, layers=mixed)


@settings(max_examples=60, deadline=None)
@given(pairs())
def test_nothing_changes_outside_the_bounds(pair: tuple[Document, Document]) -> None:
    before, after = pair
    bounds = changed_bounds(before, after)
    if bounds is None:
        return
    area = Bounds(0, 0, SIDE, SIDE)
    differs = (composite(before.layers, area) != composite(after.layers, area)).any(axis=2)
    x0, y0 = max(0, bounds.x), max(0, bounds.y)
    differs[y0 : max(0, bounds.bottom), x0 : max(0, bounds.right)] = False
    assert not differs.any()


@settings(max_examples=20, deadline=None)
@given(stacks())
def test_no_change_has_no_bounds(layers: tuple[Layer, ...]) -> None:
    document = Document(id="d", extent=Extent(SIDE, SIDE), layers=layers)
    assert changed_bounds(document, document.edited()) == Bounds(0, 0, 0, 0)
    assert changed_bounds(document, replace(document, id="other")) is None
