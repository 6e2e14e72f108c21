"""The canvas widget: shows the session's document and lets tools work on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTabletEvent,
    QTouchEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from artmaster_desktop.app.session import Change, Session
from artmaster_desktop.core.brush import Brush
from artmaster_desktop.core.errors import ArtmasterError
from artmaster_desktop.core.geometry import Bounds
from artmaster_desktop.core.layer import MaskLayer
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.ui.canvas.background import Background
from artmaster_desktop.ui.canvas.cursor import BrushOutline
from artmaster_desktop.ui.canvas.fingers import Fingers
from artmaster_desktop.ui.canvas.hands import Hands
from artmaster_desktop.ui.canvas.rest import Rest
from artmaster_desktop.ui.canvas.scene import Scene
from artmaster_desktop.ui.canvas.tools.base import Tool
from artmaster_desktop.ui.canvas.tools.kit import make_tools
from artmaster_desktop.ui.canvas.viewport import Viewport
from artmaster_desktop.ui.toolbox import Colour, Toolbox, ToolId

T = TypeVar("T")
_MARCH = 120
"""Milliseconds between two steps of the selection's ants."""
_MANY = 12
"""So many rectangles are painted one by one; more are painted as one."""


class CanvasView(QWidget):
    """Shows and edits ``session.document``. Without a ``toolbox`` it brings one of its own."""

    viewport_changed = Signal()
    """Zoom, turn or place of the canvas in the widget."""
    refused = Signal(str)
    """Why a tool did nothing, as a sentence for the artist."""
    failed = Signal(object)
    """The exception that ended an edit; nothing was changed."""
    pointer_moved = Signal(object)
    """The canvas point (QPointF) under the pointer, None when it left."""
    busy_changed = Signal(bool)
    overlay_changed = Signal(bool)

    def __init__(
        self, session: Session, parent: QWidget | None = None, *, toolbox: Toolbox | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._toolbox = toolbox or Toolbox(self)
        self.scene = self._scene = Scene(session)
        self._viewport = Viewport(session.document.extent, QSizeF(self.size()))
        self._fits = True
        self._background = Background(self)
        self._tools = make_tools(self, self)
        self._hands = Hands(self, lambda: self._toolbox.tool, self)
        self._fingers = Fingers(self._hands, lambda: self._viewport, self.set_viewport, self)
        self._outline = BrushOutline()
        self._rest = Rest(lambda until: self._scene.prepare(self._viewport, until), self)
        self._pointer: QPointF | None = None
        self._in_hand = self._toolbox.tool
        self._march = QTimer(self)
        self._march.setInterval(_MARCH)
        self._march.timeout.connect(self._marched)
        self._set_up()
        self._connect()

    def _set_up(self) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setMouseTracking(True)
        self.setTabletTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 120)
        self.setAccessibleName(self.tr("Canvas"))

    def _connect(self) -> None:
        self._session.changed.connect(self._on_changed)
        self._session.wet_changed.connect(self._on_wet)
        self._session.active_changed.connect(self._on_active)
        self._session.selection_changed.connect(self._on_selection)
        self._toolbox.tool_changed.connect(self._on_tool)
        self._toolbox.brush_changed.connect(self._measure_outline)
        self._background.busy_changed.connect(self._on_busy)
        self._background.failed.connect(self._on_failed)
        self._rest.after(self._session.changed, self._session.active_changed, self.viewport_changed)

    # ------------------------------------------------------------------------------ for the window

    @property
    def session(self) -> Session:
        return self._session

    @property
    def toolbox(self) -> Toolbox:
        return self._toolbox

    @property
    def tool(self) -> Tool:
        """The tool in hand."""
        return self._tools[self._toolbox.tool]

    def set_tool(self, tool: str) -> None:
        """Take a tool by its id (``ToolId``)."""
        self._toolbox.set_tool(tool)

    @property
    def colour(self) -> Colour:
        return self._toolbox.colour

    @colour.setter
    def colour(self, colour: Colour) -> None:
        self._toolbox.set_colour(colour)

    @property
    def brush(self) -> Brush:
        return self._toolbox.brush

    @brush.setter
    def brush(self, brush: Brush) -> None:
        self._toolbox.set_brush(brush)

    def step_brush_size(self, steps: int) -> None:
        """See ``Toolbox.step_size``."""
        self._toolbox.step_size(steps)

    @property
    def zoom(self) -> float:
        """Device pixels to a canvas pixel."""
        return self._viewport.zoom

    def zoom_to(self, zoom: float, anchor: QPointF | None = None, *, glide: bool = False) -> None:
        """Zoom to a factor; the canvas point under ``anchor`` (widget; None = its middle) stays."""
        anchor = self._middle() if anchor is None else anchor
        self._fits = False
        if glide:
            self._fingers.glide_to(zoom, anchor)
        else:
            self.set_viewport(self._viewport.zoomed(zoom, anchor))

    def zoom_by(self, factor: float, *, glide: bool = True) -> None:
        """Zoom from where the view is, or is moving to."""
        self.zoom_to(self._fingers.target * factor, glide=glide)

    def fit(self) -> None:
        """The whole canvas in sight, and kept so while the widget changes its size."""
        self.set_viewport(self._viewport.fitted())
        self._fits = True

    def rotate_by(self, degrees: float) -> None:
        """Turn the canvas clockwise around the middle of the widget."""
        self.set_viewport(self._viewport.rotated(degrees, self._middle()))

    def reset_rotation(self) -> None:
        self.rotate_by(self._viewport.angle * (1.0 if self._viewport.mirrored else -1.0))

    def mirror(self) -> None:
        """Look at the canvas as in a mirror, or no longer."""
        self.set_viewport(self._viewport.flipped(self._middle()))

    def canvas_from_view(self, point: QPointF) -> QPointF:
        return self._viewport.to_canvas(point)

    def view_from_canvas(self, point: QPointF) -> QPointF:
        return self._viewport.to_view(point)

    @property
    def overlay_shown(self) -> bool:
        return self._scene.overlay_shown

    def show_overlay(self, shown: bool) -> None:
        """Show all regions over the picture, or only while the region tool is in hand."""
        if shown != self._scene.overlay_shown:
            self._scene.overlay_shown = shown
            self.update()
            self.overlay_changed.emit(shown)

    def show_preview(self, pixels: Pixels | None, opacity: float = 1.0, place: Bounds | None = None) -> None:
        """The forming painting, uint8 RGB or RGBA, stretched over ``place`` (None: the canvas), or no more.

        While the pen is down it makes way for the stroke.
        """
        self._scene.set_preview(pixels, opacity, place)
        self.refresh_canvas(Bounds.of(self._viewport.extent))

    # --------------------------------------------------------------------------------- for tools

    @property
    def viewport(self) -> Viewport:
        return self._viewport

    def set_viewport(self, viewport: Viewport) -> None:
        if viewport != self._viewport:
            self._viewport = viewport
            self._fits = False
            self._measure_outline()
            self.update()
            self.viewport_changed.emit()

    def refresh(self, rect: QRect | None = None) -> None:
        self.update(self.rect() if rect is None else rect)

    def refresh_canvas(self, bounds: Bounds) -> None:
        if not bounds.empty:
            self.update(self._viewport.view_rect(bounds).intersected(self.rect()))

    def refuse(self, reason: str) -> None:
        self.refused.emit(reason)

    def fail(self, error: ArtmasterError) -> None:
        self.failed.emit(error)

    def compute(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        self._background.run(work, done)

    @property
    def busy(self) -> bool:
        """Whether a tool's work is going on outside the window's thread."""
        return self._background.busy

    @property
    def at_rest(self) -> bool:
        """Whether no report of a pointer waits to be worked off."""
        return not self._hands.waiting

    def widget(self) -> QWidget:
        return self

    def tool_at(self, tool: ToolId) -> Tool:
        return self._tools[tool]

    def pointed(self, position: QPointF | None) -> None:
        """The pointer is at ``position``; the brush outline follows."""
        self._pointer = position
        self._measure_outline()
        self.pointer_moved.emit(None if position is None else self._viewport.to_canvas(position))

    def show_cursor(self) -> None:
        tool = self._hands.tool
        shape = Qt.CursorShape.BusyCursor if self.busy else tool.cursor()
        if tool.outlined and not self.busy:
            shape = Qt.CursorShape.BlankCursor
        if self.cursor().shape() != shape:
            self.setCursor(shape)
        self._measure_outline()

    # ------------------------------------------------------------------------------- following

    def _on_changed(self, change: Change) -> None:
        bounds = self._scene.follow_change(change)
        extent = change.after.extent
        if extent != self._viewport.extent or change.before.id != change.after.id:
            self._viewport = replace(self._viewport, extent=extent)
            self.fit()
        if bounds is None:
            self.update()
        else:
            self.refresh_canvas(bounds)

    def _on_wet(self, bounds: Bounds) -> None:
        self.refresh_canvas(self._scene.follow_wet(bounds))

    def _on_active(self) -> None:
        if self._scene.follow_regions():
            self.update()

    def _on_selection(self) -> None:
        self._scene.ants.set_selection(self._session.selection)
        self._march_if_seen(self.isVisible())
        self.update()

    def _on_tool(self, tool: str) -> None:
        self._hands.give_up()
        self._tools[self._in_hand].put_away()
        self._in_hand = ToolId(tool)
        self._tools[self._in_hand].take_up()
        self.show_cursor()
        self.update()

    def _on_busy(self, busy: bool) -> None:
        self.show_cursor()
        self.busy_changed.emit(busy)

    def _on_failed(self, error: object) -> None:
        for tool in self._tools.values():
            tool.broken_off()
        self.failed.emit(error)

    def _marched(self) -> None:
        if self._hands.stream is None and self.isVisible():
            self._scene.ants.march()
            self.update(self._scene.ants.region(self._viewport))

    def _measure_outline(self) -> None:
        old = self._outline.rect()
        shown = self._pointer is not None and self._hands.tool.outlined and not self.busy
        self._outline.position = self._pointer if shown else None
        self._outline.radius = self._toolbox.brush.size * self._viewport.scale / 2
        for rect in (old, self._outline.rect()):
            if not rect.isEmpty():
                self.update(rect)

    def _middle(self) -> QPointF:
        return QPointF(self.width() / 2, self.height() / 2)

    # ------------------------------------------------------------------------------------ events

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        rects = [QRect(rect) for rect in event.region()]  # type: ignore[attr-defined]
        rects = rects if len(rects) <= _MANY else [event.rect()]
        painter = QPainter(self)
        for rect in rects:
            painter.fillRect(rect, self.palette().color(QPalette.ColorRole.Dark))
        missing = self._scene.paint(painter, self._viewport, rects, self._regions_needed())
        self.tool.paint(painter, self._viewport)
        self._outline.paint(painter)
        painter.end()
        if not missing.empty:
            self._rest.later()
            QTimer.singleShot(0, self, lambda: self.refresh_canvas(missing))

    def _regions_needed(self) -> bool:
        on_mask = isinstance(self._session.document.find(self._session.active_layer), MaskLayer)
        return on_mask or self._scene.overlay_shown or self.tool.shows_regions

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        fits = self._fits
        self.set_viewport(self._viewport.resized(QSizeF(event.size()), self.devicePixelRatioF()))
        if fits:
            self.fit()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(900, 700)

    def event(self, event: QEvent) -> bool:
        kind = event.type()
        if isinstance(event, QTouchEvent):
            self._fingers.felt(event)
            return True
        if isinstance(event, QNativeGestureEvent):
            self._fingers.native(event)
            return True
        if isinstance(event, QWheelEvent):
            self._fingers.wheel(event)
            return True
        if isinstance(event, QTabletEvent):
            self._hands.pen(event)
            return True
        if isinstance(event, QMouseEvent):
            self._hands.mouse(event)
            return event.isAccepted()
        if kind == QEvent.Type.DevicePixelRatioChange:
            self.set_viewport(self._viewport.resized(QSizeF(self.size()), self.devicePixelRatioF()))
        elif kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if self._hands.claims(event):
                event.accept()
                return True
        elif kind in (QEvent.Type.Show, QEvent.Type.Hide):
            self._march_if_seen(kind == QEvent.Type.Show)
        return super().event(event)

    def _march_if_seen(self, seen: bool) -> None:
        self._march.stop()
        if seen and self._session.selection is not None:
            self._march.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if not self._hands.key_down(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if not self._hands.key_up(event):
            super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        self._hands.lost_focus()
        super().focusOutEvent(event)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        self.pointed(None)
        super().leaveEvent(event)
