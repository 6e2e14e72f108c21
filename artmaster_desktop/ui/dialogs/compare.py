"""The window that compares any two of the canvas and the results."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QPixmap
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from artmaster_desktop.core.errors import ArtmasterError
from artmaster_desktop.ui.compare import CompareMode, CompareView
from artmaster_desktop.ui.icons import icon
from artmaster_desktop.ui.messages import explain
from artmaster_desktop.ui.widgets.background import Background


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A picture that can be compared. ``load`` runs in a worker thread; ``key`` is empty for the canvas."""

    key: str
    name: str
    thumbnail: QImage
    load: Callable[[], QImage]


class CompareDialog(QDialog):
    """Compares two of ``candidates``; ``apply_asked`` tells the key of the result to lay on the canvas."""

    apply_asked = Signal(str)

    def __init__(
        self, candidates: Sequence[Candidate], left: str, right: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Compare"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(1000, 700)
        self._candidates = tuple(candidates)
        self._background = Background(self)
        self._wanted = ["", ""]
        self.view = CompareView(self)
        self.choices = (self._choice(self.tr("Left picture")), self._choice(self.tr("Right picture")))
        self._trouble = QLabel(self)
        self._trouble.setTextFormat(Qt.TextFormat.PlainText)
        self._trouble.setWordWrap(True)
        self._trouble.hide()
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addLayout(self._top())
        column.addWidget(self._trouble)
        column.addWidget(self.view, 1)
        column.addLayout(self._bottom())
        for side, key in enumerate((left, right)):
            self.choices[side].currentIndexChanged.connect(lambda _, side=side: self._show(side))
            self.select(side, key)
            self._show(side)
        self.view.setFocus()

    def select(self, side: int, key: str) -> None:
        """Show the picture ``key`` at the left (0) or the right (1)."""
        keys = [candidate.key for candidate in self._candidates]
        self.choices[side].setCurrentIndex(keys.index(key) if key in keys else 0)

    def _choice(self, name: str) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName(name)
        box.setToolTip(name)
        box.setIconSize(QSize(40, 28))
        box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        box.setMinimumContentsLength(8)
        for candidate in self._candidates:
            box.addItem(QIcon(QPixmap.fromImage(candidate.thumbnail)), candidate.name, candidate.key)
        return box

    def _top(self) -> QHBoxLayout:
        row = QHBoxLayout()
        swap = QToolButton(self)
        swap.setIcon(icon("swap"))
        swap.setToolTip(self.tr("Swap left and right"))
        swap.setAccessibleName(swap.toolTip())
        swap.clicked.connect(self.swap)
        row.addWidget(self.choices[0], 1)
        row.addWidget(swap)
        row.addWidget(self.choices[1], 1)
        return row

    def _bottom(self) -> QHBoxLayout:
        row = QHBoxLayout()
        modes = QButtonGroup(self)
        kinds = (
            (CompareMode.SPLIT, "compare", self.tr("Slider"), self.tr("One picture under a sliding border")),
            (CompareMode.SIDE_BY_SIDE, "side-by-side", self.tr("Side by side"), self.tr("Both, at one zoom")),
        )
        for mode, picture, text, tip in kinds:
            button = QToolButton(self)
            button.setIcon(icon(picture))
            button.setText(text)
            button.setToolTip(tip)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setCheckable(True)
            button.setChecked(mode is self.view.mode)
            button.clicked.connect(lambda _, mode=mode: self.view.set_mode(mode))
            modes.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        row.addLayout(self._zoom_buttons())
        row.addStretch(1)
        self.apply_button = QPushButton(self.tr("Apply the right one"), self)
        self.apply_button.setToolTip(self.tr("Lay the right picture on the canvas as a new layer"))
        self.apply_button.clicked.connect(self._apply)
        close = QPushButton(self.tr("Close"), self)
        close.setToolTip(self.tr("Close this window (Esc)"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        row.addWidget(self.apply_button)
        row.addWidget(close)
        return row

    def _zoom_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self._zoom = QLabel(self)
        self._zoom.setMinimumWidth(self.fontMetrics().horizontalAdvance("3200 %"))
        self._zoom.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.view.zoom_changed.connect(self._tell_zoom)
        acts = (
            ("zoom-out", self.tr("Zoom out (-)"), lambda: self.view.zoom_to(self.view.zoom / 1.25)),
            ("zoom-in", self.tr("Zoom in (+)"), lambda: self.view.zoom_to(self.view.zoom * 1.25)),
            ("fit", self.tr("Fit (0)"), self.view.fit),
        )
        for picture, tip, act in acts:
            button = QToolButton(self)
            button.setIcon(icon(picture))
            button.setToolTip(tip)
            button.setAccessibleName(tip)
            button.clicked.connect(act)
            row.addWidget(button)
            if picture == "zoom-out":
                row.addWidget(self._zoom)
        return row

    def _tell_zoom(self, zoom: float) -> None:
        self._zoom.setText(self.tr("{percent} %").format(percent=round(zoom * 100)))

    def swap(self) -> None:
        """Left becomes right, in the view and in the choices."""
        left, right = (str(choice.currentData()) for choice in self.choices)
        self.select(0, right)
        self.select(1, left)

    def _show(self, side: int) -> None:
        candidate = self._candidates[self.choices[side].currentIndex()]
        self._wanted[side] = candidate.key
        if not candidate.thumbnail.isNull() and self.view.names[side] == "":
            self.view.set_picture(side, candidate.thumbnail, candidate.name)

        def shown(picture: QImage) -> None:
            if self._wanted[side] == candidate.key:
                self.view.set_picture(side, picture, candidate.name)

        def failed(error: Exception) -> None:
            if isinstance(error, ArtmasterError):
                self._trouble.setText(explain(error).what)
            else:
                self._trouble.setText(self.tr("There is not enough memory to show this picture."))
            self._trouble.show()

        self._trouble.hide()
        self._background.run(candidate.load, shown, failed)
        self.apply_button.setEnabled(bool(self.choices[1].currentData()))

    def _apply(self) -> None:
        self.apply_asked.emit(str(self.choices[1].currentData()))
        self.accept()
