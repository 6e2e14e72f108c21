"""A document on a canvas, and a hand to draw with: real widgets, real events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from time import monotonic

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QInputDevice, QMouseEvent, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from artmaster_desktop.app.session import Session
from artmaster_desktop.core.document import Document
from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.layer import GroupLayer, ImageLayer, Layer, MaskLayer, SketchLayer
from artmaster_desktop.core.raster import Pixels, Raster
from artmaster_desktop.core.region import Region
from artmaster_desktop.ui.canvas.view import CanvasView

Button = Qt.MouseButton
Modifier = Qt.KeyboardModifier
NONE = Modifier.NoModifier


def rainbow(side: int, seed: int = 0) -> Pixels:
    """An opaque picture without flat areas."""
    y, x = np.mgrid[0:side, 0:side]
    out = np.full((side, side, 4), 255, np.uint8)
    out[..., 0], out[..., 1], out[..., 2] = x * 255 // side, y * 255 // side, (x + 2 * y + seed) % 256
    return out


def document(side: int = 600, *layers: Layer, regions: tuple[Region, ...] = ()) -> Document:
    """A square canvas; without ``layers`` a picture and an empty sketch above it."""
    if not layers:
        layers = (
            ImageLayer(id="picture", name="Picture", raster=Raster.from_array(rainbow(side))),
            SketchLayer(id="sketch", name="Sketch", raster=Raster(4)),
        )
    return Document(id="doc", extent=Extent(side, side), layers=layers, regions=regions)


def flat_document() -> Document:
    """A red band on either side of white, and an empty sketch."""
    flat = np.full((600, 600, 4), 255, np.uint8)
    flat[:, :200, :3] = (200, 30, 30)
    flat[:, 400:, :3] = (200, 30, 30)
    return document(
        600,
        ImageLayer(id="picture", name="Picture", raster=Raster.from_array(flat)),
        SketchLayer(id="sketch", name="Sketch", raster=Raster(4)),
    )


def with_region(side: int = 600, *, feather: float = 8.0) -> Document:
    """A sketch and a region "r" on the mask "mask": the square 100..300."""
    mask = np.zeros((side, side), np.uint8)
    mask[100:300, 100:300] = 255
    layers = (
        SketchLayer(id="sketch", name="Sketch", raster=Raster(4)),
        MaskLayer(id="mask", name="Hills", raster=Raster.from_array(mask), colour=(230, 97, 64)),
    )
    return document(side, *layers, regions=(Region(id="r", mask="mask", name="Hills", feather=feather),))


def raster_of(session: Session, layer_id: str) -> Raster:
    layer = session.document.find(layer_id)
    assert layer is not None
    assert not isinstance(layer, GroupLayer)
    return layer.raster


def selected(view: CanvasView) -> Pixels:
    """The selection over the canvas, uint8 ``[H, W]``."""
    assert view.session.selection is not None
    return view.session.selection.read(Bounds.of(view.session.document.extent))[..., 0]


def pixels_of(session: Session, layer_id: str) -> Pixels:
    return raster_of(session, layer_id).read(Bounds.of(session.document.extent))


def steps(session: Session) -> list[str]:
    """The names in the history, without the beginning."""
    return [step.name for step in session.history.steps][1:]


def make_view(
    qtbot: QtBot, shown: Document | None = None, *, size: tuple[int, int] = (500, 400)
) -> CanvasView:
    """A canvas that is shown at 100 %, its upper left corner in that of the widget."""
    session = Session(shown or document())
    view = CanvasView(session)
    qtbot.addWidget(view)
    view.resize(*size)
    with qtbot.waitExposed(view):
        view.show()
    view.zoom_to(1.0)
    view.set_viewport(view.viewport.panned(-view.view_from_canvas(QPointF(0, 0))))
    settle(view)
    return view


def settle(view: CanvasView) -> None:
    """Until nothing is left to paint or compute."""
    end, calm = monotonic() + 20.0, 0
    while calm < 4 and monotonic() < end:
        QApplication.processEvents()
        if view.busy or not view.at_rest:
            QTest.qWait(2)
            calm = 0
        else:
            calm += 1
    assert calm == 4


def drag(
    view: CanvasView, places: Sequence[tuple[float, float]], modifiers: Qt.KeyboardModifier = NONE
) -> None:
    """A mouse drag through widget places."""
    points = [QPoint(round(x), round(y)) for x, y in places]
    QTest.mousePress(view, Button.LeftButton, modifiers, points[0])
    for point in points[1:]:
        move(view, point, modifiers)
    QTest.mouseRelease(view, Button.LeftButton, modifiers, points[-1])
    settle(view)


def move(view: CanvasView, point: QPoint, modifiers: Qt.KeyboardModifier = NONE) -> None:
    """QTest's own mouseMove knows neither buttons nor keys that are held."""
    where = QPointF(point)
    event = QMouseEvent(
        QEvent.Type.MouseMove, where, view.mapToGlobal(where), Button.NoButton, Button.LeftButton, modifiers
    )
    QCoreApplication.sendEvent(view, event)


def click(view: CanvasView, x: float, y: float, modifiers: Qt.KeyboardModifier = NONE) -> None:
    QTest.mouseClick(view, Button.LeftButton, modifiers, QPoint(round(x), round(y)))
    settle(view)


class Pen:
    """A tablet's pen over one canvas."""

    def __init__(self, view: CanvasView, *, eraser: bool = False) -> None:
        kind = QPointingDevice.PointerType.Eraser if eraser else QPointingDevice.PointerType.Pen
        features = (
            QInputDevice.Capability.Position
            | QInputDevice.Capability.Pressure
            | QInputDevice.Capability.XTilt
        )
        self._device = QPointingDevice("pen", 11, QInputDevice.DeviceType.Stylus, kind, features, 1, 3)
        self._view = view

    def send(
        self, kind: QEvent.Type, x: float, y: float, pressure: float, tilt: tuple[float, float] = (0.0, 0.0)
    ) -> bool:
        """Whether the canvas took the event."""
        pressed = kind == QEvent.Type.TabletPress
        button = Button.NoButton if kind == QEvent.Type.TabletMove else Button.LeftButton
        held = Button.LeftButton if pressed or (pressure > 0) else Button.NoButton
        where = QPointF(x, y)
        event = QTabletEvent(
            kind,
            self._device,
            where,
            self._view.mapToGlobal(where),
            pressure,
            *tilt,
            0.0,
            0.0,
            0.0,
            NONE,
            button,
            held,
        )
        QCoreApplication.sendEvent(self._view, event)
        return event.isAccepted()

    def stroke(self, places: Sequence[tuple[float, float, float]]) -> None:
        """Down, along ``places`` (x, y, pressure), up, all at once: faster than any painting."""
        self.send(QEvent.Type.TabletPress, *places[0])
        for place in places[1:]:
            self.send(QEvent.Type.TabletMove, *place)
        self.send(QEvent.Type.TabletRelease, places[-1][0], places[-1][1], 0.0)
        settle(self._view)


def grabbed(view: CanvasView) -> Pixels:
    """What the widget shows, uint8 RGB ``[H, W, 3]``."""
    settle(view)
    image = view.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


@contextmanager
def brush(view: CanvasView, size: float) -> Iterator[None]:
    """The brush in hand, crisp and obedient, at another size."""
    before = view.brush
    view.brush = replace(before, size=size, smoothing=0.0, hardness=1.0)
    yield
    view.brush = before
