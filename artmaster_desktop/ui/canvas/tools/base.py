"""What a tool is, and what it may ask of the canvas."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, QPointF, QRect, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from artmaster_desktop.app.session import Session
from artmaster_desktop.core.commands import replace_raster
from artmaster_desktop.core.errors import ArtmasterError, EditError
from artmaster_desktop.core.geometry import Bounds
from artmaster_desktop.core.history import Command
from artmaster_desktop.core.layer import GroupLayer
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.core.stroke import Sample
from artmaster_desktop.ui.canvas.viewport import Viewport
from artmaster_desktop.ui.toolbox import Toolbox, ToolId

T = TypeVar("T")
Modifier = Qt.KeyboardModifier
HANDLE = 9
"""Side of a handle in widget pixels."""


@dataclass(frozen=True, slots=True)
class Point:
    """One report of a pointer: on the canvas, and in the widget."""

    sample: Sample
    position: QPointF
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier

    @property
    def canvas(self) -> QPointF:
        return QPointF(self.sample.x, self.sample.y)

    def has(self, modifier: Qt.KeyboardModifier) -> bool:
        return bool(self.modifiers & modifier)


class Surface(Protocol):
    """The canvas as tools see it."""

    @property
    def session(self) -> Session: ...

    @property
    def toolbox(self) -> Toolbox: ...

    @property
    def viewport(self) -> Viewport: ...

    def set_viewport(self, viewport: Viewport) -> None: ...

    def refresh(self, rect: QRect | None = None) -> None:
        """Repaint ``rect`` of the widget, None for all of it: the tool draws something else there."""
        ...

    def refresh_canvas(self, bounds: Bounds) -> None:
        """Repaint the widget where it shows ``bounds`` of the canvas."""
        ...

    def refuse(self, reason: str) -> None:
        """Tell the artist why nothing happened."""
        ...

    def fail(self, error: ArtmasterError) -> None:
        """Tell the artist about an edit that the document refused; nothing was changed."""
        ...

    def compute(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """Run ``work`` outside the window's thread, then ``done`` with its result in it. One at a time; what
        pointers do meanwhile is not heard.
        """
        ...

    def widget(self) -> QWidget:
        """For editors that a tool opens on the canvas."""
        ...


class Tool(QObject):
    """A tool in hand. A drag is ``press``, any ``move``, then ``release`` or ``cancel``: one undo step."""

    id: ToolId
    outlined = False
    """Whether the pointer is shown as the outline of the brush."""
    shows_regions = False
    """Whether the overlay of regions is needed to work with it."""

    def __init__(self, surface: Surface, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.surface = surface

    @property
    def session(self) -> Session:
        return self.surface.session

    @property
    def toolbox(self) -> Toolbox:
        return self.surface.toolbox

    def apply(self, command: Command, bounds: Bounds | None = None) -> bool:
        """Do ``command`` as one step; False where the document has changed so that it cannot be done."""
        try:
            self.session.apply(command, bounds)
        except EditError as error:
            self.surface.fail(error)
            return False
        return True

    def put_on(
        self, layer_id: str, before: Raster, after: Raster, name: str, selection: Raster | None = None
    ) -> None:
        """Apply pixels that were made of ``before`` outside the window's thread; where the layer is gone or
        was painted on since, they are dropped, for they would take that back. ``selection`` moves with them,
        in the same step; None leaves it as it is.
        """
        layer = self.session.document.find(layer_id)
        if layer is not None and not isinstance(layer, GroupLayer) and layer.raster is before:
            command = replace_raster(layer_id, after, name)
            if selection is not None:
                command = replace(command, select=lambda _: selection)
            self.apply(command)

    @property
    def dragging(self) -> bool:
        """Whether a drag has begun that is not finished."""
        return False

    def cursor(self) -> Qt.CursorShape:
        return Qt.CursorShape.CrossCursor

    def press(self, point: Point) -> None:
        """The pointer went down."""

    def move(self, points: Sequence[Point]) -> None:
        """The pointer moved while down: all its reports since the last call, in order."""

    def release(self, point: Point) -> None:
        """The pointer went up."""

    def cancel(self) -> None:
        """The drag is given up: nothing of it stays."""

    def broken_off(self) -> None:
        """Work that the tool gave to ``compute`` failed; ``done`` is not called."""

    def hover(self, point: Point) -> None:
        """The pointer moved while up."""

    def double_click(self, point: Point) -> None:
        """The second press of a double click; its ``press`` came before."""

    def key(self, event: QKeyEvent) -> bool:
        """A key was pressed; True where the tool used it."""
        return False

    def claims(self, event: QKeyEvent) -> bool:
        """Whether ``key`` would use this key, so that no shortcut of the window takes it first."""
        return False

    def take_up(self) -> None:
        """The tool comes into the hand."""

    def put_away(self) -> None:
        """Another tool is taken: finish or give up what is open."""
        self.cancel()

    def paint(self, painter: QPainter, viewport: Viewport) -> None:
        """Draw the tool's own marks over the picture, in widget coordinates."""
