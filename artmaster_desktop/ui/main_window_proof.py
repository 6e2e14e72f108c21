"""The canvas as the print will look, and which of its colours print does not have."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QFormLayout, QVBoxLayout, QWidget

from artmaster_desktop.app.worker import Worker
from artmaster_desktop.core.errors import ArtmasterError
from artmaster_desktop.core.print_colour import ToPrinter
from artmaster_desktop.storage.print_proof import TABLE_BITS, ProofSetup, ProofTable, proof_table
from artmaster_desktop.ui.actions import Actions
from artmaster_desktop.ui.canvas.view import CanvasView
from artmaster_desktop.ui.dialogs.print_file_fields import ColourFields
from artmaster_desktop.ui.fields import WordLabel
from artmaster_desktop.ui.messages import explain

MARKED = (255, 0, 200)
"""What stands for colours that print does not have: no painter uses it."""


class CanvasProof:
    """Shows pictures by a table; ``marking`` paints what is out of range in one loud colour."""

    def __init__(self, table: ProofTable, *, proofing: bool, marking: bool) -> None:
        side = 1 << TABLE_BITS
        own = np.arange(side, dtype=np.uint32) * 255 // (side - 1)
        seen = table.pixels.astype(np.uint32)
        if proofing:
            colours = seen[:, 0] << 16 | seen[:, 1] << 8 | seen[:, 2]
        else:
            colours = (own[:, None, None] << 16 | own[:, None] << 8 | own).reshape(-1)
        if marking:
            loud = MARKED[0] << 16 | MARKED[1] << 8 | MARKED[2]
            colours = np.where(table.outside, np.uint32(loud), colours)
        self._exact = not proofing
        self._outside = table.outside
        self._colours: NDArray[np.uint32] = (colours | np.uint32(0xFF000000)).astype(np.uint32)

    def __call__(self, picture: QImage) -> QImage:
        """On white paper, as wide and high."""
        paper = QImage(picture.size(), QImage.Format.Format_RGB32)
        paper.fill(Qt.GlobalColor.white)
        painter = QPainter(paper)
        painter.drawImage(0, 0, picture)
        painter.end()
        pixels = np.frombuffer(paper.bits(), np.uint32).reshape(paper.height(), paper.bytesPerLine() // 4)
        rest = np.uint32(8 - TABLE_BITS)
        index = ((pixels >> 16) & 0xFF) >> rest
        for shift in (8, 0):
            index = (index << np.uint32(TABLE_BITS)) | (((pixels >> np.uint32(shift)) & 0xFF) >> rest)
        shown = self._colours[index]
        if self._exact:  # only marks: all other colours stay what they are to the bit
            shown = np.where(self._outside[index], shown, pixels)
        out = QImage(shown.data, paper.width(), paper.height(), paper.bytesPerLine(), paper.format())
        return out.copy()


class ProofDialog(QDialog):
    """Whose colours to show; ``wanted`` tells the ProofSetup."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Soft proof"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(440)
        self.colours = ColourFields(self)
        self.paper = QCheckBox(self.tr("Show the paper's own white and the darkest ink"), self)
        self.paper.setToolTip(self.tr("As the sheet looks beside the screen's white"))
        self.words = WordLabel(
            self.tr("The canvas is shown as this printer prints it. Nothing in the picture changes."), self,
            secondary=True,
        )  # fmt: skip
        self.words.setMinimumHeight(3 * self.fontMetrics().height())
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.colours.add_to(form)
        form.addRow("", self.paper)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setToolTip(self.tr("Change nothing (Esc)"))
        self.show_button = buttons.addButton(self.tr("Show"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.show_button.setToolTip(self.tr("Show the canvas so (Return)"))
        self.show_button.setDefault(True)
        buttons.accepted.connect(self._take)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(10)
        column.addLayout(form)
        column.addWidget(self.words)
        column.addWidget(buttons)
        self.colours.refused.connect(lambda error: self.words.setText(explain(error).what))

    def _take(self) -> None:
        self.wanted.emit(ProofSetup(self.colours.value, self.paper.isChecked()))
        self.accept()


class ProofFlow(QObject):
    """Two switches and a question; tables are made by a worker."""

    said = Signal(str)
    trouble = Signal(object)

    def __init__(self, canvas: CanvasView, window: QWidget) -> None:
        super().__init__(window)
        self._canvas, self._window = canvas, window
        self._worker = Worker("proofing", self)
        self._setup: ProofSetup | None = None
        self._table: ProofTable | None = None
        self.dialog: ProofDialog | None = None

    def wire(self, actions: Actions) -> None:
        """Lead the menu here."""
        self._actions = actions
        actions.on_toggled("view.proof", self._switched)
        actions.on_toggled("view.gamut", self._switched)
        actions.on("view.proof-printer", self.ask)

    @property
    def _on(self) -> tuple[bool, bool]:
        return self._actions["view.proof"].isChecked(), self._actions["view.gamut"].isChecked()

    def ask(self) -> None:
        """Ask for a printer; what is chosen is shown at once."""
        dialog = self.dialog = ProofDialog(self._window)
        dialog.wanted.connect(self.use)
        dialog.rejected.connect(self._gave_up)
        dialog.open()

    def use(self, setup: ProofSetup) -> None:
        """Proof so from now on."""
        if not any(self._on):
            self._actions.show("view.proof", True)
        self._setup = setup

        def done(table: ProofTable) -> None:
            if self._setup is setup:
                self._table = table
                self._show()

        def failed(error: ArtmasterError) -> None:
            if self._setup is setup:
                self._setup = None
                self._gave_up()
                self.trouble.emit(error)

        self._worker.do(lambda: proof_table(setup), done, failed)

    def _switched(self, _: bool) -> None:
        if any(self._on) and self._setup is None:
            self.ask()
        else:
            self._show()

    def _gave_up(self) -> None:
        """Nothing is proofed where nobody said for whom."""
        if self._setup is None:
            self._actions.show("view.proof", False)
            self._actions.show("view.gamut", False)
            self._show()

    def _show(self) -> None:
        proofing, marking = self._on
        proof = None
        if self._table is not None and (proofing or marking):
            proof = CanvasProof(self._table, proofing=proofing, marking=marking)
            printer = self._setup is not None and isinstance(self._setup.colours, ToPrinter)
            self.said.emit(
                self.tr("The canvas is shown as the printer prints it.") if printer
                else self.tr("The canvas is shown in the colours of the file.")
            )  # fmt: skip
        self._canvas.scene.picture.proof = proof
        self._canvas.refresh()
