"""Text, written on the canvas and kept as pixels."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFont, QFontMetricsF, QKeyEvent, QPainter, QPainterPath
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from artmaster_desktop.core.commands import add_sketch, new_id, replace_raster
from artmaster_desktop.core.geometry import Bounds
from artmaster_desktop.core.history import Command
from artmaster_desktop.core.layer import ImageLayer, SketchLayer
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.core.tile_work import common
from artmaster_desktop.ui.canvas.raster_image import painted
from artmaster_desktop.ui.canvas.tools.base import Point, Surface, Tool
from artmaster_desktop.ui.canvas.tools.target import paintable
from artmaster_desktop.ui.toolbox import Colour, ToolId, ToolOptions

_EDITOR = (260, 84)
_LONGEST = 2000
"""Characters; beyond that a text is not a mark on a picture."""


def font_of(options: ToolOptions) -> QFont:
    """The font of the text tool, its size in canvas pixels."""
    font = QFont(options.font_family) if options.font_family else QFont()
    font.setPixelSize(max(1, round(options.font_size)))
    font.setBold(options.bold)
    font.setItalic(options.italic)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def text_shape(text: str, place: QPointF, font: QFont) -> QPainterPath:
    """The letters, the first line's baseline beginning at ``place``."""
    shape = QPainterPath()
    shape.setFillRule(Qt.FillRule.WindingFill)
    step = QFontMetricsF(font).lineSpacing()
    for index, line in enumerate(text[:_LONGEST].splitlines()):
        shape.addText(place + QPointF(0.0, step * index), font, line)
    return shape


def written(raster: Raster, shape: QPainterPath, colour: Colour, within: Bounds) -> tuple[Raster, Bounds]:
    """``raster`` with ``shape`` filled in ``colour``, and where that is."""
    box = shape.boundingRect().toAlignedRect().adjusted(-1, -1, 1, 1)
    area = common(Bounds(box.x(), box.y(), box.width(), box.height()), within)

    def draw(painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(shape, QColor(*colour))

    return (painted(raster, area, draw), area) if not area.empty else (raster, area)


class TextEditor(QPlainTextEdit):
    """Where the text is typed, beside its place on the canvas."""

    accepted = Signal()
    rejected = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setPlaceholderText(self.tr("Write here"))
        self.setToolTip(self.tr("Ctrl+Enter keeps the text, Esc drops it"))
        self.setAccessibleName(self.tr("Text on the canvas"))
        self.resize(*_EDITOR)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape:
            self.rejected.emit()
        elif enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.accepted.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusInEvent(event)
        self.raise_()


class TextTool(Tool):
    """A click opens an editor; what is typed is seen on the canvas at once, and kept by a click elsewhere."""

    id = ToolId.TEXT

    def __init__(self, surface: Surface, parent: QObject | None = None) -> None:
        super().__init__(surface, parent)
        self._editor: TextEditor | None = None
        self._place = QPointF()
        self._layer = ""
        self._base = Raster(4)
        self._result: Raster | None = None
        self._area = Bounds(0, 0, 0, 0)
        self._new = False
        self.toolbox.changed.connect(self._rewrite)

    @property
    def editor(self) -> TextEditor | None:
        """The open editor, None while nothing is written."""
        return self._editor

    def cursor(self) -> Qt.CursorShape:
        return Qt.CursorShape.IBeamCursor

    def press(self, point: Point) -> None:
        if self._editor is not None:
            self.keep()
            return
        if self._choose():
            self._open(point)

    def _choose(self) -> bool:
        """The active layer, or a new sketch where that cannot hold a picture."""
        layer = self.session.document.find(self.session.active_layer)
        self._new = not isinstance(layer, SketchLayer | ImageLayer)
        if self._new:
            self._layer, self._base = new_id(), Raster(4)
            return True
        found = paintable(self.surface)
        if found is not None:
            self._layer, self._base = found
        return found is not None

    def _open(self, point: Point) -> None:
        widget = self.surface.widget()
        self._place, self._result, self._area = point.canvas, None, Bounds(0, 0, 0, 0)
        editor = self._editor = TextEditor(widget)
        corner = point.position.toPoint() + QPoint(8, 12)
        x = max(0, min(corner.x(), widget.width() - editor.width()))
        y = max(0, min(corner.y(), widget.height() - editor.height()))
        editor.move(x, y)
        editor.textChanged.connect(self._rewrite)
        editor.accepted.connect(self.keep)
        editor.rejected.connect(self.cancel)
        editor.show()
        editor.setFocus()

    def _rewrite(self) -> None:
        """Show the text as it would be kept."""
        if self._editor is None:
            return
        shape = text_shape(self._editor.toPlainText(), self._place, font_of(self.toolbox.options))
        within = Bounds.of(self.session.document.extent)
        before = self._area
        self._result, self._area = written(self._base, shape, self.toolbox.colour, within)
        self.session.set_wet(self._layer, self._result, before.united(self._area))

    def keep(self) -> None:
        """Put the text on its layer, as one step."""
        result, area = self._result, self._area
        self._close()
        if result is None or area.empty:
            return
        if self.apply(self._command(result), area) and self._new:
            self.session.set_active_layer(self._layer)

    def _command(self, result: Raster) -> Command:
        if not self._new:
            return replace_raster(self._layer, result, "Text")
        added = add_sketch(self.tr("Text"), layer_id=self._layer, raster=result)
        return Command("Text", added.change)

    def cancel(self) -> None:
        """Drop what was typed."""
        self._close()

    def put_away(self) -> None:
        self.keep()

    def _close(self) -> None:
        editor, self._editor, self._result = self._editor, None, None
        if editor is not None:
            editor.deleteLater()
            editor.hide()
            self.session.drop_wet()
            self.surface.widget().setFocus()
