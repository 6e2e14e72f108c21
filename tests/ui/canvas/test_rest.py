"""What a stroke needs is there before it begins, and made while nothing else happens."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from time import perf_counter

from PySide6.QtCore import QCoreApplication, QRect
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from artmaster_desktop.app.session import Session
from artmaster_desktop.core.document import Document
from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.layer import ImageLayer, Layer
from artmaster_desktop.core.raster import TILE, Raster, TileKey
from artmaster_desktop.ui.canvas.picture import soon
from artmaster_desktop.ui.canvas.tile_cache import TileCache
from artmaster_desktop.ui.canvas.tile_paint import TilePainter, Wet
from artmaster_desktop.ui.canvas.tile_stack import Stack
from artmaster_desktop.ui.canvas.view import CanvasView
from tests.ui.canvas.easel import rainbow

FIRST_STROKE = """
import sys
import numpy as np
from artmaster_desktop.core.brush import PLAIN, Mode
from artmaster_desktop.core.brushwork import Brushwork
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.core.stroke import Sample
before = set(sys.modules)
Brushwork(Raster(4), PLAIN, (255, 0, 0), Mode.PAINT).extend([Sample(9, 9), Sample(99, 99)])
print(sorted(set(sys.modules) - before))
"""
LAYERS = 9
SIDE = 2 * TILE


def many() -> Document:
    layers = tuple(
        ImageLayer(id=f"l{i}", name="", raster=Raster.from_array(rainbow(SIDE, i)), opacity=0.5)
        for i in range(LAYERS)
    )
    return Document(id="doc", extent=Extent(SIDE, SIDE), layers=layers)


def parts(cache: TileCache) -> int:
    return len(cache._stack._parts)


def test_tiles_around_the_layer_are_made_until_time_is_up(qapp: QCoreApplication) -> None:
    cache, whole = TileCache(Extent(SIDE, SIDE)), Bounds(0, 0, SIDE, SIDE)
    cache.set_layers(many().layers, None, None)
    assert cache.prepare("l4", whole, perf_counter() - 1.0)
    assert parts(cache) == 0
    assert not cache.prepare("l4", whole, soon(60_000))
    assert parts(cache) == 2 * 4
    assert not cache.prepare("l4", whole, soon(60_000))
    assert parts(cache) == 2 * 4
    assert not cache.prepare("l8", Bounds(0, 0, 9, 9), soon(60_000))
    assert parts(cache) == 1, "nothing lies above the topmost layer, and one tile is in sight"
    assert not cache.prepare("nobody", whole, soon(60_000))


def test_no_more_is_made_than_is_kept(qapp: QCoreApplication) -> None:
    cache = TileCache(Extent(SIDE, SIDE))
    cache.set_layers(many().layers, None, None)
    cache._stack.keep = 2
    assert not cache.prepare("l4", Bounds(0, 0, SIDE, SIDE), soon(60_000))
    assert parts(cache) == 2 * 2


def test_the_canvas_gets_ready_for_the_first_stroke_on_the_layer_in_hand(qtbot: QtBot) -> None:
    session = Session(many())
    view = CanvasView(session)
    qtbot.addWidget(view)
    view.resize(SIDE, SIDE)
    view.show()
    session.set_active_layer("l4")
    cache = view._scene.picture.cache
    qtbot.waitUntil(lambda: parts(cache) == 2 * 4)
    session.set_active_layer("l5")
    qtbot.waitUntil(lambda: parts(cache) == 2 * 4 and len(cache._stack._above) == 3)


def test_the_first_stroke_composes_nothing_around_its_layer(qapp: QCoreApplication) -> None:
    """Told by who paints: of the prepared parts only the layer itself is left."""
    seen: list[int] = []

    class Counting(TilePainter):
        def paint(
            self, target: QImage, layers: Sequence[Layer], key: TileKey, area: QRect, wet: Wet | None
        ) -> None:
            seen.append(len(layers))
            super().paint(target, layers, key, area, wet)

    cache, whole = TileCache(Extent(SIDE, SIDE)), Bounds(0, 0, SIDE, SIDE)
    layers = many().layers
    cache._stack = Stack(Counting())
    cache.set_layers(layers, None, None)
    cache.image((0, 0, 0), soon(60_000))
    cache.prepare("l4", whole, soon(60_000))
    seen.clear()
    raster = Raster.from_array(rainbow(SIDE, 99))
    cache.set_wet(Wet("l4", raster), Bounds(0, 0, 9, 9))
    cache.image((0, 0, 0), soon(60_000))
    assert seen == [1]


def test_the_first_stroke_imports_nothing() -> None:
    words = [sys.executable, "-c", FIRST_STROKE]
    said = subprocess.run(words, capture_output=True, text=True, check=True, timeout=60).stdout
    assert said == "[]\n"
