"""A work is to be painted again by another painter: by whom, and how much of the drawing stays."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from artmaster_desktop.app.order import Order
from artmaster_desktop.app.painter_shelf import PainterShelf
from artmaster_desktop.app.transfer_order import RegionWork, TransferWork
from artmaster_desktop.core.painter import Share
from artmaster_desktop.ui.fields import WordLabel
from artmaster_desktop.ui.panels.mix_strip import PainterChoice, small_picture
from artmaster_desktop.ui.widgets.number_slider import NumberSlider

SIDE = 220
"""Pixels: longest side of the work as it is shown."""
MOST = 0.95
"""Structure of which the painter still changes something."""


class TransferDialog(QDialog):
    """Asks how ``work`` is to be painted again; ``wanted`` tells the Order."""

    wanted = Signal(object)

    def __init__(
        self, work: TransferWork | RegionWork, shelf: PainterShelf, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Paint again by another painter"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._work, self._shelf = work, shelf
        self.painter = PainterChoice(self)
        self.painter.show_painters(shelf.painters, 0)
        self.painter.setAccessibleName(self.tr("Painter"))
        self.painter.setToolTip(self.tr("Who paints the work again"))
        self.structure = NumberSlider(
            self.tr("Drawing that stays"), 0, MOST * 100, step=5, decimals=0, suffix=" %", parent=self
        )
        self.structure.set_quietly(work.structure * 100)
        self.structure.setAccessibleName(self.tr("How much of the old drawing stays"))
        self.structure.setToolTip(
            self.tr("0 % begins from nothing; from about 50 % on the old colours stay too")
        )
        self.weight = NumberSlider(self.tr("Weight"), 0.05, 2.0, step=0.05, parent=self)
        self.weight.set_quietly(1.0)
        self.weight.setAccessibleName(self.tr("Weight of the painter"))
        self.weight.setToolTip(self.tr("How strongly the painter paints; 1 as it was trained"))
        self.prompt = QPlainTextEdit(work.prompt, self)
        self.prompt.setTabChangesFocus(True)
        self.prompt.setFixedHeight(5 * self.fontMetrics().height())
        self.prompt.setAccessibleName(self.tr("What the work shows"))
        self.prompt.setToolTip(self.tr("What the work shows; without words the painter paints what it likes"))
        self.prompt.setPlaceholderText(self.tr("What the work shows"))
        self._lay_out(self._buttons())

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setToolTip(self.tr("Paint nothing (Esc)"))
        self.paint_button = buttons.addButton(self.tr("Paint"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.paint_button.setDefault(True)
        self.paint_button.setToolTip(self.tr("Paint it; the picture comes into the results (Return)"))
        self.paint_button.setEnabled(self.painter.count() > 0)
        buttons.accepted.connect(self._paint)
        buttons.rejected.connect(self.reject)
        return buttons

    def _lay_out(self, buttons: QDialogButtonBox) -> None:
        shown = QLabel(self)
        shown.setPixmap(QPixmap.fromImage(small_picture(self._work.pixels, SIDE)))
        shown.setAccessibleName(self.tr("The work"))
        form = QFormLayout()
        form.setSpacing(8)
        form.addRow(self.tr("Painter"), self.painter)
        form.addRow(self.weight)
        form.addRow(self.structure)
        form.addRow(self.prompt)
        note = self.tr("The work itself stays as it is. The new picture comes into the results.")
        if isinstance(self._work, RegionWork):
            note = self.tr(
                "Only this region is painted, over what is seen there; the result is a layer of it."
            )
        form.addRow(WordLabel(note, self, secondary=True))
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(shown, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(form, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(12)
        column.addLayout(row)
        column.addWidget(buttons)
        self.setMinimumWidth(560)

    @property
    def order(self) -> Order | None:
        """What is asked for; None without a painter."""
        known = self._shelf.find(self.painter.slug)
        if known is None:
            return None
        hand = Share(known.ref, self.weight.value())
        return self._work.order(self.prompt.toPlainText().strip(), hand, self.structure.value() / 100)

    def _paint(self) -> None:
        order = self.order
        if order is not None:
            self.wanted.emit(order)
        self.accept()
