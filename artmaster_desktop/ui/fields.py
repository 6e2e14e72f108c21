"""The small pieces that panels and dialogs are put together from, each with its tooltip and its accessible
name.
"""

from __future__ import annotations

from PySide6.QtCore import QRegularExpression, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QImage,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
    QRegularExpressionValidator,
)
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QSizePolicy, QToolButton, QWidget

from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.ui.icons import icon
from artmaster_desktop.ui.widgets.tint import line


def tool_button(
    picture: str, tip: str, parent: QWidget, *, text: str = "", checkable: bool = False
) -> QToolButton:
    """A flat button with an icon, and with ``text`` beside it where there is some."""
    button = QToolButton(parent)
    button.setIcon(icon(picture))
    button.setToolTip(tip)
    button.setAccessibleName(text or tip)
    button.setCheckable(checkable)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    if text:
        button.setText(text)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    return button


def panel_action(panel: QWidget, picture: str, text: str, tip: str, keys: str = "") -> QAction:
    """An action of ``panel``; its key is heard while the focus is in the panel, and told in the tooltip."""
    action = QAction(icon(picture), text, panel)
    action.setToolTip(f"{tip} ({QKeySequence(keys).toString()})" if keys else tip)
    if keys:
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    panel.addAction(action)
    return action


class WordLabel(QLabel):
    """Plain text that wraps; ``secondary`` text is written in the quiet colour of the palette. ``whole`` text
    takes the height that its width asks for and is never squeezed: for what stands in a scroll area.
    """

    def __init__(
        self, text: str = "", parent: QWidget | None = None, *, secondary: bool = False, whole: bool = False
    ) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(whole)
        self.setSizePolicy(policy)
        if secondary:
            self.setForegroundRole(QPalette.ColorRole.PlaceholderText)


class Rule(QFrame):
    """A hair line between two groups."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.fillRect(self.rect(), line(self.palette(), 0.12))
        painter.end()


class Sign(QWidget):
    """An icon that stands alone and follows the palette."""

    def __init__(self, picture: str, side: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon(picture)
        self.setFixedSize(QSize(side, side))

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: N802
        painter = QPainter(self)
        self._icon.paint(painter, self.rect())
        painter.end()


class SeedField(QLineEdit):
    """A whole number in [0, 2**63): more than a spin box holds. ``committed`` tells one that is allowed."""

    committed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seed = 0
        digits = QRegularExpression("[0-9]{1,19}")
        self.setValidator(QRegularExpressionValidator(digits, self))
        self.setText("0")
        self.editingFinished.connect(self._finish)

    @property
    def seed(self) -> int:
        return self._seed

    def show_seed(self, seed: int) -> None:
        """Show ``seed`` without telling anybody; what is being typed stays."""
        if not (self.hasFocus() and self.isModified()):
            self._seed = seed
            self.setText(str(seed))
            self.setCursorPosition(0)

    def _finish(self) -> None:
        typed = int(self.text() or 0)
        self.setModified(False)
        if not 0 <= typed < 2**63:
            self.show_seed(self._seed)
        elif typed != self._seed:
            self._seed = typed
            self.committed.emit(typed)


def image_of(pixels: Pixels) -> QImage:
    """RGB or RGBA uint8 ``[H, W, 3 or 4]`` as a picture of its own memory. Raises MemoryError where there is
    none left.
    """
    height, width, channels = pixels.shape
    kind = QImage.Format.Format_RGB888 if channels == 3 else QImage.Format.Format_RGBA8888
    picture = QImage(pixels.tobytes(), width, height, width * channels, kind).copy()
    if picture.isNull():
        raise MemoryError(f"no memory for a picture of {width}x{height}")
    return picture
