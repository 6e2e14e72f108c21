"""The artist's hands on the canvas: mouse, pen and keys, led to the tool that they mean.

Fingers are in ``fingers.py``. One drag at a time; whoever is down first is heard until they are up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPointingDevice, QTabletEvent

from artmaster_desktop.ui.canvas.pointer import Reports, Stream, mouse_point, pen_point
from artmaster_desktop.ui.canvas.tools.base import Modifier, Point, Tool
from artmaster_desktop.ui.canvas.viewport import Viewport
from artmaster_desktop.ui.toolbox import PAINTING, ToolId


class Canvas(Protocol):
    """What hands need of the canvas."""

    @property
    def viewport(self) -> Viewport: ...

    @property
    def busy(self) -> bool: ...

    def tool_at(self, tool: ToolId) -> Tool: ...

    def pointed(self, position: QPointF | None) -> None:
        """The pointer is at ``position`` of the widget, None = away."""
        ...

    def show_cursor(self) -> None: ...


class Hands(QObject):
    """Turns events into drags of tools."""

    def __init__(self, canvas: Canvas, current: Callable[[], ToolId], parent: QObject) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._current = current
        self._stream: Stream | None = None
        self._dragged: Tool | None = None
        self._space = False
        self._reports = Reports(self._moved, self)
        self.pen_seen = False

    @property
    def stream(self) -> Stream | None:
        """Whose drag is in progress."""
        return self._stream

    @property
    def tool(self) -> Tool:
        """The tool that a press would use now, or that is dragged."""
        if self._dragged is not None:
            return self._dragged
        return self._canvas.tool_at(ToolId.PAN if self._space else self._current())

    @property
    def waiting(self) -> int:
        """Reports of the drag that no tool has seen yet."""
        return self._reports.waiting

    def tool_for_finger(self) -> Tool:
        """What one finger does: the tool in hand, but beside a pen it moves the paper."""
        return self._canvas.tool_at(ToolId.PAN) if self.pen_seen else self.tool

    # ----------------------------------------------------------------------------------------- drags

    def begin(self, stream: Stream, tool: Tool, point: Point) -> None:
        """A pointer went down; not heard while another is, or while work is going on."""
        if self._reports.ending:
            self._reports.flush()
        if self._stream is not None or self._canvas.busy:
            return
        self._stream, self._dragged = stream, tool
        self._canvas.pointed(point.position)
        tool.press(point)
        self._canvas.show_cursor()

    def drag(self, stream: Stream, point: Point) -> None:
        if stream is self._stream and not self._reports.ending:
            self._reports.add(point)

    def end(self, stream: Stream, point: Point) -> None:
        if stream is self._stream and not self._reports.ending:
            self._reports.end(lambda: self._ended(point))

    def _ended(self, point: Point) -> None:
        if self._dragged is not None:
            tool, self._dragged, self._stream = self._dragged, None, None
            tool.release(point)
            self._canvas.show_cursor()

    def give_up(self) -> None:
        """Nothing of the drag in progress stays."""
        self._reports.drop()
        if self._dragged is not None:
            tool, self._dragged, self._stream = self._dragged, None, None
            tool.cancel()
            self._canvas.show_cursor()

    def _moved(self, points: Sequence[Point]) -> None:
        if self._dragged is not None:
            self._canvas.pointed(points[-1].position)
            self._dragged.move(points)

    # ------------------------------------------------------------------------------------------ mouse

    def mouse(self, event: QMouseEvent) -> None:
        """Press, move, release and double click; what a system makes of touches and pens is not heard
        twice.
        """
        if event.source() != Qt.MouseEventSource.MouseEventNotSynthesized or _is_pen(event):
            event.accept()
            return
        point = mouse_point(event, self._canvas.viewport.to_canvas)
        kind = event.type()
        if kind == QEvent.Type.MouseMove:
            self._hover_or_drag(Stream.MOUSE, point)
        elif kind == QEvent.Type.MouseButtonRelease:
            self.end(Stream.MOUSE, point)
        else:
            tool = self._for_button(event.button(), point)
            if tool is None:
                event.ignore()
                return
            self.begin(Stream.MOUSE, tool, point)
            if kind == QEvent.Type.MouseButtonDblClick and self._dragged is tool:
                tool.double_click(point)

    def _hover_or_drag(self, stream: Stream, point: Point) -> None:
        if self._stream is None:
            self._canvas.pointed(point.position)
            self.tool.hover(point)
            self._canvas.show_cursor()
        else:
            self.drag(stream, point)

    def _for_button(self, button: Qt.MouseButton, point: Point) -> Tool | None:
        if button == Qt.MouseButton.MiddleButton:
            return self._canvas.tool_at(ToolId.PAN)
        if button != Qt.MouseButton.LeftButton:
            return None
        picks = self._current() in PAINTING or self._current() is ToolId.FILL
        if picks and not self._space and point.has(Modifier.ControlModifier):
            return self._canvas.tool_at(ToolId.PICKER)
        return self.tool

    # -------------------------------------------------------------------------------------------- pen

    def pen(self, event: QTabletEvent) -> None:
        """All reports of a pen; accepted, so that no mouse event is made of them."""
        event.accept()
        self.pen_seen = True
        point = pen_point(event, self._canvas.viewport.to_canvas)
        kind = event.type()
        if kind == QEvent.Type.TabletMove:
            self._hover_or_drag(Stream.PEN, point)
        elif kind == QEvent.Type.TabletRelease:
            self.end(Stream.PEN, point)
        elif kind == QEvent.Type.TabletPress:
            tool = self._for_button(event.button(), point)
            if event.pointerType() == QPointingDevice.PointerType.Eraser and tool is self.tool:
                tool = self._canvas.tool_at(ToolId.ERASER) if self._current() in PAINTING else tool
            if tool is not None:
                self.begin(Stream.PEN, tool, point)

    # ------------------------------------------------------------------------------------------- keys

    def key_down(self, event: QKeyEvent) -> bool:
        """True where the key was used."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat() and self._stream is None:
            self._space = True
            self._canvas.show_cursor()
            return True
        if event.key() == Qt.Key.Key_Space:
            return True
        if event.key() == Qt.Key.Key_Escape and self._stream is not None:
            self.give_up()
            return True
        return self.tool.key(event)

    def claims(self, event: QKeyEvent) -> bool:
        """Whether the canvas uses this key itself, before any shortcut."""
        if event.key() == Qt.Key.Key_Escape and self._stream is not None:
            return True
        return event.key() == Qt.Key.Key_Space or self.tool.claims(event)

    def key_up(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = False
            self._canvas.show_cursor()
            return True
        return False

    def lost_focus(self) -> None:
        """No key-up will come for what is held."""
        self._space = False
        self._canvas.show_cursor()


def _is_pen(event: QMouseEvent) -> bool:
    return event.pointingDevice().type() == QPointingDevice.DeviceType.Stylus
