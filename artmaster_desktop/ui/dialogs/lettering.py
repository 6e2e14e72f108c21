"""What an inscription says, and how a seal is cut, with how they will look beside the fields."""

from __future__ import annotations

import random
from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFontComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from artmaster_desktop.core.lettering import (
    CINNABAR,
    INK,
    LONGEST_INSCRIPTION,
    LONGEST_SEAL,
    Colour,
    Inscription,
    Lettering,
    Relief,
    Seal,
    Shape,
    Writing,
)
from artmaster_desktop.ui.canvas.tools.lettering import FAMILY, draw
from artmaster_desktop.ui.dialogs.print_fields import combo
from artmaster_desktop.ui.widgets.number_slider import NumberSlider

PAPER = QColor(246, 240, 226)


class LetteringPreview(QWidget):
    """The letters on paper, as large as there is room."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._content: Writing | None = None
        self.setMinimumSize(QSize(240, 260))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Preview of the letters"))
        self.setToolTip(self.tr("How it will look on paper"))

    def show_content(self, content: Writing | None) -> None:
        """Other letters; None for empty paper."""
        self._content = content
        self.update()

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.fillRect(self.rect(), PAPER)
        if self._content is not None:
            room = QRectF(self.rect()).adjusted(24, 24, -24, -24)
            wide, high = self._content.size
            scale = min(room.width() / wide, room.height() / high)
            if isinstance(self._content, Inscription):
                scale = min(scale, 44.0)
            left = room.center().x() - wide * scale / 2
            top = room.center().y() - high * scale / 2
            ratio = self.devicePixelRatioF()
            sheet = QImage(self.size() * ratio, QImage.Format.Format_ARGB32_Premultiplied)
            sheet.setDevicePixelRatio(ratio)
            sheet.fill(0)
            pen = QPainter(sheet)
            draw(pen, Lettering(self._content, (scale, 0.0, 0.0, scale, left, top)))
            pen.end()
            painter.drawImage(0, 0, sheet)
        painter.end()


class _LetteringDialog(QDialog):
    """``wanted`` tells (Writing, height in pixels): of a character, or of the seal; 0 where letters that are
    there are changed, which keep their size.
    """

    wanted = Signal(object, float)

    def __init__(self, height: float, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.preview = LetteringPreview(self)
        self.family = QFontComboBox(self)
        self.family.setAccessibleName(self.tr("Font"))
        self.family.setToolTip(self.tr("A font of this computer; a calligrapher's suits paintings best"))
        self.family.setMaximumWidth(300)
        self.height_field = NumberSlider(self.tr("Height in pixels"), 4, 2000, step=1, decimals=0, gamma=3,
                                         parent=self)  # fmt: skip
        self.height_field.set_quietly(max(4.0, height))
        self.height_field.setToolTip(self.tr("On the canvas; the Move tool changes it later"))
        self.height_field.setVisible(height > 0)
        self._new = height > 0
        self.form = QFormLayout()
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.form.setSpacing(8)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setToolTip(self.tr("Change nothing (Esc)"))
        words = self.tr("Place") if self._new else self.tr("Change")
        self.accept_button = buttons.addButton(words, QDialogButtonBox.ButtonRole.AcceptRole)
        self.accept_button.setToolTip(self.tr("Put it on the canvas"))
        self.accept_button.setDefault(True)
        buttons.accepted.connect(self._take)
        buttons.rejected.connect(self.reject)
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addLayout(self.form, 1)
        top.addWidget(self.preview, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(12)
        column.addLayout(top, 1)
        column.addWidget(buttons)
        self.resize(720, 420)

    @property
    def content(self) -> Writing | None:
        """What is asked for; None while nothing is written."""
        raise NotImplementedError

    def _follow(self) -> None:
        content = self.content
        self.preview.show_content(content)
        self.accept_button.setEnabled(content is not None)

    def _take(self) -> None:
        self.height_field.settle()
        content = self.content
        if content is not None:
            self.wanted.emit(content, self.height_field.value() if self._new else 0.0)
            self.accept()

    def _colours(self, first: Colour, brush: Colour, now: Colour | None) -> QComboBox:
        items: list[tuple[str, object]] = [(self.tr("Ink"), INK), (self.tr("Cinnabar"), CINNABAR)]
        if brush not in (INK, CINNABAR):
            items.append((self.tr("The brush's colour"), brush))
        if now is not None and now not in [value for _, value in items]:
            items.append((self.tr("As it is"), now))
        box = combo(self, self.tr("Colour"), self.tr("Of the letters or the seal's paste"), items)
        wanted = now or first
        box.setCurrentIndex([value for _, value in items].index(wanted))
        box.currentIndexChanged.connect(self._follow)
        return box

    def _use_family(self, family: str, follow: Callable[[], None]) -> None:
        self.family.setCurrentFont(QFont(family or FAMILY))
        self.family.currentFontChanged.connect(follow)


class InscriptionDialog(_LetteringDialog):
    """Words in columns from right to left."""

    def __init__(
        self, now: Inscription | None, height: float, brush: Colour, parent: QWidget | None = None
    ) -> None:
        super().__init__(height, parent)
        self.setWindowTitle(self.tr("Inscription"))
        self.text = QPlainTextEdit(now.text if now else "", self)
        self.text.setAccessibleName(self.tr("Text"))
        self.text.setPlaceholderText(self.tr("One line for each column; the first is on the right"))
        self.text.setToolTip(self.tr("Spaces at the beginning of a line let its column begin lower"))
        self.text.setTabChangesFocus(True)
        self.colour = self._colours(INK, brush, now.colour if now else None)
        self.form.addRow(self.tr("Text"), self.text)
        self.form.addRow(self.tr("Font"), self.family)
        self.form.addRow(self.tr("Colour"), self.colour)
        self.form.addRow("", self.height_field)
        self._use_family(now.family if now else "", self._follow)
        self.text.setFocus()
        self.text.textChanged.connect(self._follow)
        self._follow()

    @property
    def content(self) -> Inscription | None:
        text = self.text.toPlainText().rstrip()
        if not text or len(text) > LONGEST_INSCRIPTION:
            return None
        return Inscription(
            text=text, family=self.family.currentFont().family(), colour=tuple(self.colour.currentData())
        )


class SealDialog(_LetteringDialog):
    """A seal is cut: its characters, its shape, and what the years did to it."""

    def __init__(self, now: Seal | None, height: float, brush: Colour, parent: QWidget | None = None) -> None:
        super().__init__(height, parent)
        self.setWindowTitle(self.tr("Seal"))
        self._chips = now.chips if now else 0
        was = now or Seal(text="印")
        self.text = QLineEdit(now.text.replace("\n", "/") if now else "", self)
        self.text.setAccessibleName(self.tr("Characters"))
        self.text.setPlaceholderText(self.tr("A name, one to nine characters"))
        self.text.setToolTip(self.tr("Read from top to bottom and from right to left; / begins a new column"))
        self.text.setMaxLength(LONGEST_SEAL)
        self.relief = combo(
            self, self.tr("Cut"), self.tr("What takes the paste: the characters, or the ground around them"),
            [(self.tr("Relief, red characters (朱文)"), Relief.RAISED),
             (self.tr("Intaglio, white characters (白文)"), Relief.CUT)],
        )  # fmt: skip
        self.shape_field = combo(
            self, self.tr("Shape"), self.tr("The shape of the stone"),
            [(self.tr("Square"), Shape.SQUARE), (self.tr("Round"), Shape.ROUND),
             (self.tr("Oval"), Shape.OVAL)],
        )  # fmt: skip
        self.worn = NumberSlider(self.tr("Worn"), 0, 100, step=5, decimals=0, suffix=" %", parent=self)
        self.worn.setToolTip(self.tr("How much of edge and ground the years have taken"))
        self.worn.set_quietly(100 * was.worn)
        self.again = QPushButton(self.tr("Chip it anew"), self)
        self.again.setToolTip(self.tr("Other chips and specks"))
        self.again.setAutoDefault(False)
        self.colour = self._colours(CINNABAR, brush, now.colour if now else None)
        self.relief.setCurrentIndex(list(Relief).index(was.relief))
        self.shape_field.setCurrentIndex(list(Shape).index(was.shape))
        self._lay_out()
        self._use_family(was.family, self._follow)
        self.text.setFocus()
        self._follow()

    def _lay_out(self) -> None:
        self.form.addRow(self.tr("Characters"), self.text)
        self.form.addRow(self.tr("Cut"), self.relief)
        self.form.addRow(self.tr("Shape"), self.shape_field)
        self.form.addRow(self.tr("Font"), self.family)
        self.form.addRow(self.tr("Colour"), self.colour)
        self.form.addRow("", self.worn)
        self.form.addRow("", self.again)
        self.form.addRow("", self.height_field)
        self.text.textChanged.connect(self._follow)
        self.relief.currentIndexChanged.connect(self._follow)
        self.shape_field.currentIndexChanged.connect(self._follow)
        self.worn.valueChanged.connect(self._follow)
        self.again.clicked.connect(self._chip)

    def _chip(self) -> None:
        self._chips = random.randrange(1, 1 << 30)
        self._follow()

    @property
    def content(self) -> Seal | None:
        text = self.text.text().replace("／", "/").replace("/", "\n").strip()
        if not text.strip():
            return None
        return Seal(
            text=text, family=self.family.currentFont().family(), relief=self.relief.currentData(),
            shape=self.shape_field.currentData(), worn=self.worn.value() / 100, chips=self._chips,
            colour=tuple(self.colour.currentData()),
        )  # fmt: skip
