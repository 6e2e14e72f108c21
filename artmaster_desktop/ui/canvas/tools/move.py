"""Move, size, turn and mirror a layer or what is selected of it, with handles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPalette, QPen, QTransform

from artmaster_desktop.core.geometry import Bounds
from artmaster_desktop.core.layer import GroupLayer, InscriptionLayer, MaskLayer
from artmaster_desktop.core.lettering_commands import set_lettering
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.ui.canvas.raster_image import image_of, stamped, tinted
from artmaster_desktop.ui.canvas.tools.base import HANDLE, Modifier, Point, Surface, Tool
from artmaster_desktop.ui.canvas.tools.frame import SIZING, Frame, Grip, Hold
from artmaster_desktop.ui.canvas.tools.lettering import lettering_raster
from artmaster_desktop.ui.canvas.tools.lift import Lifted, lift, room
from artmaster_desktop.ui.canvas.tools.target import paintable
from artmaster_desktop.ui.canvas.viewport import Viewport
from artmaster_desktop.ui.toolbox import ToolId

_ARROWS = {
    Qt.Key.Key_Left: QPointF(-1, 0),
    Qt.Key.Key_Right: QPointF(1, 0),
    Qt.Key.Key_Up: QPointF(0, -1),
    Qt.Key.Key_Down: QPointF(0, 1),
}


class MoveTool(Tool):
    """Each drag is one step, but made of the pixels that were first lifted: quality is lost only once."""

    id = ToolId.MOVE

    def __init__(self, surface: Surface, parent: QObject | None = None) -> None:
        super().__init__(surface, parent)
        self._held = False
        self._lifted: Lifted | None = None
        self._shown: QImage | None = None
        self._selection: Raster | None = None
        self._result: Raster | None = None
        self._frame: Frame | None = None
        self._before: Frame | None = None
        self._grip: Grip | None = None
        self._hovered: Grip | None = None
        self._start = QPointF()
        self._settling = False
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(0)
        self._again.timeout.connect(self._lift)
        self.session.changed.connect(self._look_again)
        self.session.active_changed.connect(self._look_again)
        self.session.selection_changed.connect(self._look_again)

    @property
    def dragging(self) -> bool:
        return self._grip is not None

    @property
    def frame(self) -> Frame | None:
        """The frame that is shown, None where there is nothing to move."""
        return self._frame

    def cursor(self) -> Qt.CursorShape:
        grip = self._grip or self._hovered
        if grip is None:
            return Qt.CursorShape.ArrowCursor
        shapes = {Hold.MOVE: Qt.CursorShape.SizeAllCursor, Hold.TURN: Qt.CursorShape.PointingHandCursor}
        return shapes.get(grip.hold, Qt.CursorShape.CrossCursor)

    # ---------------------------------------------------------------------------------------- lifting

    def take_up(self) -> None:
        self._held = True
        self._look_again()

    def put_away(self) -> None:
        self.cancel()
        self._held = False
        self._forget()

    def _look_again(self) -> None:
        """What is lifted may no longer be what lies on the layer."""
        if not self._held or self._settling or self.dragging:
            return
        layer = self.session.document.find(self.session.active_layer)
        known = self._lifted is not None and self._lifted.layer == self.session.active_layer
        raster = None if layer is None or isinstance(layer, GroupLayer) else layer.raster
        if known and self._selection is self.session.selection and raster is self._result:
            return
        self._forget()
        self._again.start()

    def _forget(self) -> None:
        self._lifted = self._frame = self._result = None
        self.surface.refresh()

    def _lift(self) -> None:
        layer = self.session.document.find(self.session.active_layer)
        if not self._held or layer is None or isinstance(layer, GroupLayer):
            return
        raster, selection = layer.raster, self.session.selection
        taken = None if isinstance(layer, InscriptionLayer) else selection  # letters go together
        layer_id = layer.id

        def done(lifted: Lifted | None) -> None:
            now = self.session.document.find(layer_id)
            if lifted is None or not self._held or getattr(now, "raster", None) is not raster:
                return
            self._lifted, self._result, self._selection = lifted, raster, selection
            box = lifted.bounds
            self._frame = Frame(QRectF(box.x, box.y, box.width, box.height))
            self.surface.refresh()

        self.surface.compute(lambda: lift(layer_id, raster, taken), done)

    # ----------------------------------------------------------------------------------------- drags

    def press(self, point: Point) -> None:
        if paintable(self.surface, letters=True) is None:
            return
        if self._frame is None:
            self.surface.refuse(self.tr("There is nothing on this layer to move."))
            return
        grip = self._frame.grip_at(point.position, self.surface.viewport)
        if grip is not None:
            self._grip, self._start, self._before = grip, point.canvas, self._frame
            self._show_floating()

    def move(self, points: Sequence[Point]) -> None:
        if self._grip is not None and self._before is not None:
            last = points[-1]
            self._frame = self._before.dragged(self._grip, self._start, last.canvas, last.modifiers)
            self.surface.refresh()

    def release(self, point: Point) -> None:
        if self._grip is None:
            return
        self.move([point])
        self._grip = None
        self._settle()

    def cancel(self) -> None:
        if self._grip is not None:
            self._grip, self._frame = None, self._before
            self.session.drop_wet()
            self.surface.refresh()

    def broken_off(self) -> None:
        self._settling = False
        self.session.drop_wet()
        self._look_again()

    def hover(self, point: Point) -> None:
        if self._frame is not None:
            self._hovered = self._frame.grip_at(point.position, self.surface.viewport)

    def claims(self, event: QKeyEvent) -> bool:
        return self._frame is not None and Qt.Key(event.key()) in _ARROWS

    def key(self, event: QKeyEvent) -> bool:
        """Arrows move by a pixel, with Shift by ten."""
        way = _ARROWS.get(Qt.Key(event.key()))
        if way is None or self._frame is None or self._settling:
            return False
        if paintable(self.surface, letters=True) is None:
            return False
        far = 10 if event.modifiers() & Modifier.ShiftModifier else 1
        self._before = self._frame
        self._frame = replace(self._frame, shift=self._frame.shift + way * far)
        self._show_floating()
        self._settle()
        return True

    def _show_floating(self) -> None:
        assert self._lifted is not None
        layer = self.session.document.find(self._lifted.layer)
        colour = layer.colour if isinstance(layer, MaskLayer) else None
        self._shown = self._lifted.image if colour is None else tinted(self._lifted.image, colour)
        self.session.set_wet(self._lifted.layer, self._lifted.rest, self._everywhere())

    def _everywhere(self) -> Bounds:
        return Bounds.of(self.session.document.extent)

    def _settle(self) -> None:
        """Put what floats down where it is now."""
        lifted, frame = self._lifted, self._frame
        assert lifted is not None
        assert frame is not None
        if frame == self._before:
            self.session.drop_wet()
            return
        layer = self.session.document.find(lifted.layer)
        if isinstance(layer, InscriptionLayer):
            self._settle_letters(layer, lifted, frame.transform())
            return
        extent = self.session.document.extent
        transform, within = frame.transform(), room(extent.width, extent.height)
        selection = lifted.selection
        self._settling = True

        def work() -> tuple[Raster, Raster | None]:
            box = lifted.bounds
            put = stamped(lifted.rest, lifted.image, box.x, box.y, transform, within)
            if frame.still:
                put = lifted.raster
            return put, None if selection is None else _transformed(selection, transform, within)

        before = self._result or lifted.raster

        def done(result: tuple[Raster, Raster | None]) -> None:
            self._settled(lifted.layer, before, *result)

        self.surface.compute(work, done)

    def _settle_letters(self, layer: InscriptionLayer, lifted: Lifted, moved: QTransform) -> None:
        """Letters are drawn anew where they are now, as sharp as before; then they are lifted again."""
        self.session.drop_wet()
        if layer.raster is not lifted.raster:
            return
        matrix = (moved.m11(), moved.m12(), moved.m21(), moved.m22(), moved.dx(), moved.dy())
        there = layer.lettering.through(matrix)
        raster = lettering_raster(there, self.session.document.extent)
        self.apply(set_lettering(layer.id, there, raster, ""))

    def _settled(self, layer: str, before: Raster, raster: Raster, selection: Raster | None) -> None:
        """The tool may have been put away meanwhile; the drag counts all the same."""
        self._result = raster
        self.session.drop_wet()
        if selection is not None:
            self._selection = selection
        self.put_on(layer, before, raster, "Transform", selection)
        self._settling = False
        self._look_again()

    # -------------------------------------------------------------------------------------- painting

    def paint(self, painter: QPainter, viewport: Viewport) -> None:
        if self._frame is None or self._lifted is None:
            return
        if (self.dragging or self._settling) and self._shown is not None:
            self._paint_floating(painter, viewport)
        highlight = self.surface.widget().palette().color(QPalette.ColorRole.Highlight)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        foot, head = self._frame.stalk(viewport)
        for pen in (QPen(QColor(255, 255, 255, 200), 3), QPen(highlight, 1.2)):
            painter.setPen(pen)
            painter.drawPolygon(self._frame.outline(viewport))
            painter.drawLine(foot, head)
        painter.setBrush(QColor(255, 255, 255))
        half = HANDLE / 2
        painter.drawEllipse(head, half, half)
        for grip in SIZING:
            place = viewport.to_view(self._frame.place(grip.across, grip.down))
            painter.drawRect(QRectF(place.x() - half, place.y() - half, HANDLE, HANDLE))
        painter.restore()

    def _paint_floating(self, painter: QPainter, viewport: Viewport) -> None:
        assert self._frame is not None
        assert self._lifted is not None
        assert self._shown is not None
        layer = self.session.document.find(self._lifted.layer)
        box = self._lifted.bounds
        painter.save()
        painter.setOpacity(layer.opacity if layer is not None else 1.0)
        painter.setTransform(self._frame.transform() * viewport.transform(), combine=True)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QPointF(box.x, box.y), self._shown)
        painter.restore()


def _transformed(selection: Raster, transform: QTransform, within: Bounds) -> Raster:
    bounds = selection.bounds
    if bounds.empty:
        return selection
    return stamped(Raster(1), image_of(selection.read(bounds)), bounds.x, bounds.y, transform, within)
