"""The welcome page: begin, go on where you were, or try an example with two clicks."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QImage, QPainter, QPainterPath, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from artmaster_desktop.app.worker import Worker
from artmaster_desktop.storage.thumbnail import read_thumbnail
from artmaster_desktop.ui.icons import icon
from artmaster_desktop.ui.workshop import Workshop

PICTURE = 168
MOST_RECENT = 6
COLUMNS = 4


class DocumentTile(QAbstractButton):
    """A document as a picture with its name; Enter, Space or a click opens it."""

    def __init__(self, path: Path, name: str, detail: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.path = path
        self.detail = detail
        self._picture = QImage()
        self.setText(name)
        self.setAccessibleName(name)
        self.setAccessibleDescription(detail)
        self.setToolTip(str(path))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_picture(self, picture: QImage) -> None:
        self._picture = picture
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        lines = 2 if self.detail else 1
        return QSize(PICTURE + 12, PICTURE + 16 + lines * (self.fontMetrics().height() + 2))

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        colours = self.palette()
        frame = QRectF(6, 6, PICTURE, PICTURE)
        path = QPainterPath()
        path.addRoundedRect(frame, 6, 6)
        painter.fillPath(path, colours.color(QPalette.ColorRole.Base))
        if not self._picture.isNull():
            painter.save()
            painter.setClipPath(path)
            painter.drawImage(frame, self._picture, _square(self._picture))
            painter.restore()
        marked = self.hasFocus() or self.underMouse()
        edge = colours.color(QPalette.ColorRole.Highlight if marked else QPalette.ColorRole.Mid)
        painter.setPen(QPen(edge, 2 if marked else 1))
        painter.drawPath(path)
        height = self.fontMetrics().height() + 2
        line = QRect(6, PICTURE + 12, PICTURE, height)
        painter.setPen(colours.color(QPalette.ColorRole.WindowText))
        self._line(painter, line, self.text())
        painter.setPen(colours.color(QPalette.ColorRole.PlaceholderText))
        self._line(painter, line.translated(0, height), self.detail)

    def _line(self, painter: QPainter, rect: QRect, text: str) -> None:
        short = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, short)


class StartPage(QScrollArea):
    """New, open, tour; the examples; the documents of last time."""

    new_asked = Signal()
    open_asked = Signal()
    tour_asked = Signal()
    example_asked = Signal(object)
    """Path of an example, to be opened as a copy."""
    recent_asked = Signal(object)
    """Path of a document."""

    def __init__(self, workshop: Workshop, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shop = workshop
        self._worker = Worker("thumbnails", self)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.tiles: list[DocumentTile] = []
        self.rebuild()
        workshop.preferences.changed.connect(self._preferences_changed)

    def rebuild(self) -> None:
        """The page as the settings and the examples are now."""
        self.tiles = []
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(32, 32, 24, 24)
        column.setSpacing(10)
        column.addWidget(_heading(self.tr("ArtMaster Desktop"), 1.9, page))
        column.addWidget(
            _quiet(self.tr("Several painters on one canvas. Everything stays on this machine."), page)
        )
        column.addSpacing(8)
        column.addLayout(self._buttons(page))
        column.addSpacing(18)
        order = ("one", "two", "three", "four")
        examples = sorted(
            (self._shop.resources / "examples").glob("*.ora"),
            key=lambda path: next((at for at, word in enumerate(order) if path.stem.startswith(word)), 9),
        )
        self._section(column, page, self.tr("Try an example"), examples, recent=False)
        recent = self._shop.preferences.settings.recent[:MOST_RECENT]
        self._section(column, page, self.tr("Go on with"), list(recent), recent=True)
        column.addStretch(1)
        page.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setWidget(page)
        self.setAccessibleName(self.tr("Welcome page"))
        self.setAccessibleDescription(self.tr("Arrow keys scroll the page"))

    def close_worker(self) -> None:
        """Wait for pictures that are being read."""
        self._worker.wait(5.0)

    def _buttons(self, page: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.new_button = _button(
            "new", self.tr("New document"), self.tr("Choose a size and begin (Ctrl+N)"), page
        )
        self.open_button = _button("open", self.tr("Open a document"), self.tr("Open a file (Ctrl+O)"), page)
        self.tour_button = _button(
            "help",
            self.tr("Tour of one minute"),
            self.tr("See the way from a sketch to a painting (F1)"),
            page,
        )
        self.new_button.clicked.connect(self.new_asked)
        self.open_button.clicked.connect(self.open_asked)
        self.tour_button.clicked.connect(self.tour_asked)
        for button in (self.new_button, self.open_button, self.tour_button):
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _section(
        self, column: QVBoxLayout, page: QWidget, title: str, paths: list[Path], *, recent: bool
    ) -> None:
        if not paths:
            return
        column.addWidget(_heading(title, 1.15, page))
        grid = QGridLayout()
        grid.setSpacing(10)
        for at, path in enumerate(paths):
            name, detail = (path.stem, str(path.parent)) if recent else self._words(path.stem)
            tile = DocumentTile(path, name, detail, page)
            asked = self.recent_asked if recent else self.example_asked
            tile.clicked.connect(lambda _=False, path=path, asked=asked: asked.emit(path))
            grid.addWidget(tile, at // COLUMNS, at % COLUMNS)
            self.tiles.append(tile)
            self._fetch(tile)
        grid.setColumnStretch(COLUMNS, 1)
        column.addLayout(grid)
        column.addSpacing(14)

    def _words(self, stem: str) -> tuple[str, str]:
        """Name and what it shows, of an example."""
        words = {
            "one-painter": (self.tr("One painter"), self.tr("Over a sketch of hills")),
            "two-painters": (self.tr("Two painters"), self.tr("One for each bank")),
            "three-roles": (self.tr("Three roles"), self.tr("Three hands on one sheet")),
            "four-painters": (self.tr("Four painters"), self.tr("A region for each")),
        }
        return words.get(stem, (stem, ""))

    def _fetch(self, tile: DocumentTile) -> None:
        """Read the picture by a worker; the tile may be gone by then."""
        path = tile.path

        def done(data: bytes) -> None:
            if tile in self.tiles:
                tile.show_picture(QImage.fromData(data))

        self._worker.do(lambda: read_thumbnail(path), done, lambda _: None)

    def _preferences_changed(self, before: object, after: object) -> None:
        if getattr(before, "recent", ()) != getattr(after, "recent", ()):
            self.rebuild()

    def changeEvent(self, event: QEvent, /) -> None:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.LanguageChange:
            self.rebuild()
        super().changeEvent(event)


def _button(picture: str, text: str, tip: str, parent: QWidget) -> QPushButton:
    button = QPushButton(icon(picture), text, parent)
    button.setIconSize(QSize(18, 18))
    button.setMinimumHeight(34)
    button.setToolTip(tip)
    button.setAccessibleName(text)
    return button


def _heading(text: str, scale: float, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    font = QFont(label.font())
    font.setPointSizeF(font.pointSizeF() * scale)
    font.setWeight(QFont.Weight.DemiBold)
    label.setFont(font)
    return label


def _quiet(text: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label


def _square(picture: QImage) -> QRectF:
    """The middle of a picture, as large as it goes."""
    side = min(picture.width(), picture.height())
    return QRectF((picture.width() - side) / 2, (picture.height() - side) / 2, side, side)
