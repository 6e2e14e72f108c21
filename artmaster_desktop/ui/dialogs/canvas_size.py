"""The size of the canvas that is open: more room, or less, on the sides that the artist chooses."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from artmaster_desktop.core.document import MAX_SIDE
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.ui.fields import WordLabel
from artmaster_desktop.ui.widgets.tint import line

ARROWS = "↖↑↗←•→↙↓↘"
"""The nine places of the picture on the new canvas, row by row."""
MIDDLE = 4


def shift(old: Extent, new: Extent, anchor: int) -> tuple[int, int]:
    """Pixels (dx, dy) by which a picture moves so that it keeps to ``anchor``, 0..8 row by row.

    An odd pixel of the middle goes to the right and to the bottom.
    """
    row, column = divmod(anchor, 3)
    return (new.width - old.width) * column // 2, (new.height - old.height) * row // 2


class _Sheet(QWidget):
    """The new canvas, and the outline of the old one where it comes to lie."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedSize(QSize(148, 148))
        self._new = self._old = QRectF(0, 0, 1, 1)

    def show_canvas(self, old: Extent, new: Extent, dx: int, dy: int) -> None:
        self._new = QRectF(0, 0, new.width, new.height)
        self._old = QRectF(dx, dy, old.width, old.height)
        self.update()

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        both = self._new.united(self._old)
        scale = (self.width() - 20) / max(both.width(), both.height())
        painter.translate(QRectF(self.rect()).center())
        painter.scale(scale, scale)
        painter.translate(-both.center())
        outline = QPen(line(self.palette(), 0.35))
        outline.setCosmetic(True)
        painter.setPen(outline)
        painter.setBrush(QColor(252, 251, 248))
        painter.drawRect(self._new)
        painter.fillRect(self._new.intersected(self._old), QColor(128, 128, 128, 70))
        dashes = QPen(self.palette().highlight().color(), 1.6, Qt.PenStyle.DashLine)
        dashes.setCosmetic(True)
        painter.setPen(dashes)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(self._old)
        painter.end()


class CanvasSizeDialog(QDialog):
    """Asks for another size of a canvas of ``extent``; ``wanted`` tells (Extent, dx, dy), the last two being
    the pixels by which the picture moves.
    """

    wanted = Signal(object, int, int)

    def __init__(self, extent: Extent, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Canvas size"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._old = extent
        self.width_field = self._side(self.tr("Width in pixels"), extent.width)
        self.height_field = self._side(self.tr("Height in pixels"), extent.height)
        self.anchors = QButtonGroup(self)
        self.select = QCheckBox(self.tr("Select what is added, to paint it"), self)
        self.select.setToolTip(
            self.tr("The button Paint then extends the picture, with what lies beside it to go on from")
        )
        self.words = WordLabel("", self, secondary=True)
        self.words.setMinimumHeight(5 * self.fontMetrics().height())
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.sheet = _Sheet(self)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setToolTip(self.tr("Change nothing (Esc)"))
        self.resize_button = buttons.addButton(self.tr("Resize"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.resize_button.setDefault(True)
        self.resize_button.setToolTip(self.tr("Change the canvas (Return); it can be undone"))
        buttons.accepted.connect(self._resize)
        buttons.rejected.connect(self.reject)
        self._lay_out(buttons)
        self.width_field.valueChanged.connect(self._tell)
        self.height_field.valueChanged.connect(self._tell)
        self.anchors.idClicked.connect(self._tell)
        self.width_field.selectAll()
        self._tell()

    def _side(self, name: str, value: int) -> QSpinBox:
        box = QSpinBox(self)
        box.setRange(1, MAX_SIDE)
        box.setValue(value)
        box.setSingleStep(16)
        box.setSuffix(self.tr(" px"))
        box.setAccessibleName(name)
        box.setToolTip(name)
        return box

    def _anchor_grid(self) -> QGridLayout:
        names = (
            self.tr("Keep the picture at the top left"), self.tr("Keep the picture at the top"),
            self.tr("Keep the picture at the top right"), self.tr("Keep the picture at the left"),
            self.tr("Keep the picture in the middle"), self.tr("Keep the picture at the right"),
            self.tr("Keep the picture at the bottom left"), self.tr("Keep the picture at the bottom"),
            self.tr("Keep the picture at the bottom right"),
        )  # fmt: skip
        grid = QGridLayout()
        grid.setSpacing(2)
        for place, (arrow, name) in enumerate(zip(ARROWS, names, strict=True)):
            button = QToolButton(self)
            button.setText(arrow)
            button.setCheckable(True)
            button.setChecked(place == MIDDLE)
            button.setFixedSize(QSize(32, 32))
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.setAccessibleName(name)
            button.setToolTip(name)
            self.anchors.addButton(button, place)
            grid.addWidget(button, place // 3, place % 3)
        grid.setColumnStretch(3, 1)
        return grid

    def _lay_out(self, buttons: QDialogButtonBox) -> None:
        form = QFormLayout()
        form.setSpacing(8)
        form.addRow(self.tr("Width"), self.width_field)
        form.addRow(self.tr("Height"), self.height_field)
        form.addRow(self.tr("Picture"), self._anchor_grid())
        top = QHBoxLayout()
        top.setSpacing(14)
        top.addLayout(form, 1)
        top.addWidget(self.sheet, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(10)
        column.addLayout(top)
        column.addWidget(self.select)
        column.addWidget(self.words)
        column.addWidget(buttons)
        self.setMinimumWidth(480)

    @property
    def extent(self) -> Extent:
        """What is asked for."""
        return Extent(self.width_field.value(), self.height_field.value())

    @property
    def shift(self) -> tuple[int, int]:
        """Pixels by which the picture moves."""
        return shift(self._old, self.extent, self.anchors.checkedId())

    def _tell(self) -> None:
        new, (dx, dy) = self.extent, self.shift
        self.sheet.show_canvas(self._old, new, dx, dy)
        self.resize_button.setEnabled(new != self._old)
        grows = dx > 0 or dy > 0 or dx + self._old.width < new.width or dy + self._old.height < new.height
        self.select.setEnabled(grows)
        sides = (
            (self.tr("left {pixels} px"), dx),
            (self.tr("right {pixels} px"), new.width - self._old.width - dx),
            (self.tr("top {pixels} px"), dy),
            (self.tr("bottom {pixels} px"), new.height - self._old.height - dy),
        )
        added = ", ".join(name.format(pixels=by) for name, by in sides if by > 0)
        cropped = ", ".join(name.format(pixels=-by) for name, by in sides if by < 0)
        parts = []
        if added:
            parts.append(self.tr("Added: {sides}.").format(sides=added))
        if cropped:
            parts.append(self.tr("Cropped: {sides}.").format(sides=cropped))
            parts.append(
                self.tr(
                    "What is cropped is neither shown nor painted. Its layers keep it: it is there again "
                    "when the canvas grows."
                )
            )
        self.words.setText(" ".join(parts) or self.tr("The canvas has this size already."))

    def _resize(self) -> None:
        for field in (self.width_field, self.height_field):
            field.interpretText()
        if self.extent != self._old:
            self.wanted.emit(self.extent, *self.shift)
        self.accept()
