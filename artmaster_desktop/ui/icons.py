"""The icon set: monochrome SVG of our own, coloured by the palette at the moment it is painted.

An SVG in ``resources/icons`` is drawn on 24x24 units with ``currentColor``; the engine paints it in the text
colour of the palette, at any size and device ratio, so that a change of theme needs no reload.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QIconEngine, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

_folder = Path(__file__).resolve().parents[2] / "resources" / "icons"


def set_icon_folder(folder: Path) -> None:
    """Where the SVG files lie; for a frozen program, before the first icon is asked for."""
    global _folder  # noqa: PLW0603 - one set of icons for the one application
    _folder = folder
    icon.cache_clear()
    _renderer.cache_clear()


def app_icon() -> QIcon:
    """The program's own, in colour: for the window's frame and the task bar."""
    return QIcon(str(_folder / "app" / "artmaster-desktop.svg"))


def icon_names() -> list[str]:
    """Every icon there is, sorted."""
    return sorted(path.stem for path in _folder.glob("*.svg"))


@cache
def icon(name: str) -> QIcon:
    """The icon ``name``. Raises FileNotFoundError where nobody has drawn it."""
    source = (_folder / f"{name}.svg").read_text(encoding="utf-8")
    return QIcon(_SvgEngine(source))


@cache
def _renderer(source: str, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(source.replace("currentColor", colour).encode()))


class _SvgEngine(QIconEngine):
    """Paints one SVG in the colour of the palette's button text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self._source = source

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        side = min(rect.width(), rect.height())
        square = QRectF(
            rect.x() + (rect.width() - side) / 2, rect.y() + (rect.height() - side) / 2, side, side
        )
        renderer = _renderer(self._source, _colour(mode, state).name())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        renderer.render(painter, square)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        out = QPixmap(size)
        if size.isEmpty():  # a button that a layout has squeezed to nothing
            return out
        out.fill(Qt.GlobalColor.transparent)
        painter = QPainter(out)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return out

    def scaledPixmap(  # noqa: N802 - Qt's name
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        return self.pixmap(size, mode, state)

    def clone(self) -> QIconEngine:
        return _SvgEngine(self._source)


def _colour(mode: QIcon.Mode, state: QIcon.State) -> QColor:
    palette = QGuiApplication.palette()
    if mode == QIcon.Mode.Disabled:
        return palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText)
    if mode == QIcon.Mode.Selected or state == QIcon.State.On:
        return palette.color(QPalette.ColorRole.HighlightedText)
    return palette.color(QPalette.ColorRole.ButtonText)
