"""The last step to paper: sheet, file and growth are chosen here, and what it takes is told at once."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from artmaster_desktop.app.printing import Printing, PrintTask
from artmaster_desktop.core.document import Document
from artmaster_desktop.core.errors import ArtmasterError
from artmaster_desktop.core.print_plan import cost_of
from artmaster_desktop.storage.disk import free_bytes
from artmaster_desktop.storage.print_file import KINDS
from artmaster_desktop.ui.dialogs.print_fields import GrowthFields, SheetFields
from artmaster_desktop.ui.dialogs.print_file_fields import FileFields
from artmaster_desktop.ui.dialogs.print_preview import SheetPreview
from artmaster_desktop.ui.dialogs.print_words import cost_words, size_words, warnings
from artmaster_desktop.ui.fields import WordLabel, tool_button
from artmaster_desktop.ui.messages import explain

MEASURE_AFTER = 500
"""Milliseconds without a change after which the time is measured."""


class PrintDialog(QDialog):
    """Asks for everything that a file for print needs; ``wanted`` tells the PrintTask.

    ``picture`` is the document, small, for the preview.
    """

    wanted = Signal(object)

    def __init__(
        self,
        document: Document,
        suggested: Path,
        picture: QImage,
        printing: Printing,
        upscalers: Path,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Print into a file"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._document, self._printing = document, printing
        self._task: PrintTask | None = None
        self._seconds: float | None = None
        self._fault: ArtmasterError | None = None
        self.sheet = SheetFields(self)
        self.file = FileFields(document.title, self)
        self.growth = GrowthFields(upscalers, self)
        self.preview = SheetPreview(picture, self)
        self.path = QLineEdit(str(suggested.with_suffix(self.file.suffix)), self)
        self.path.setAccessibleName(self.tr("File"))
        self.path.setToolTip(self.tr("Where the file is written"))
        self.words = WordLabel("", self)
        self.words.setMinimumHeight(6 * self.fontMetrics().height())
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._soon = QTimer(self, singleShot=True, interval=MEASURE_AFTER)
        self._soon.timeout.connect(self._measure)
        self._lay_out()
        self.sheet.changed.connect(self._follow)
        self.growth.changed.connect(self._follow)
        self.file.changed.connect(self._take_kind)
        self.file.refused.connect(self._refuse)
        self.path.textChanged.connect(self._follow)
        printing.estimated.connect(self._take_time)
        printing.not_estimated.connect(self._take_fault)
        self._follow()

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self.sheet)
        left.addWidget(self.growth)
        left.addWidget(self.preview, 1)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(self.file)
        place = QHBoxLayout()
        place.setSpacing(2)
        place.addWidget(self.path, 1)
        browse = tool_button("folder", self.tr("Choose the place"), self)
        browse.clicked.connect(self.browse)
        place.addWidget(browse)
        right.addLayout(place)
        right.addWidget(self.words)
        right.addStretch(1)
        top = QHBoxLayout()
        top.setSpacing(18)
        top.addLayout(left, 1)
        top.addLayout(right, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setToolTip(self.tr("Print nothing (Esc)"))
        self.print_button = buttons.addButton(self.tr("Print"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.print_button.setDefault(True)
        self.print_button.setToolTip(self.tr("Write the file (Return)"))
        buttons.accepted.connect(self._print)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(12)
        column.addLayout(top, 1)
        column.addWidget(buttons)
        self.resize(860, 640)

    @property
    def target(self) -> Path:
        """Where it is written; a name of another kind gets that of the chosen one."""
        path = Path(self.path.text().strip()).expanduser().absolute()
        same = KINDS.get(path.suffix.lower()) is KINDS[self.file.suffix]
        if same:
            return path
        known = path.suffix.lower() in KINDS
        return path.with_suffix(self.file.suffix) if known else path.with_name(path.name + self.file.suffix)

    @property
    def task(self) -> PrintTask:
        """What is asked for. Raises CannotPrint where it contradicts itself."""
        order = self.sheet.order
        draft = PrintTask(
            document=self._document, order=order, settings=self.file.settings(order.dpi),
            method=self.growth.chosen(1.0), out=self.target,
        )  # fmt: skip
        return PrintTask(
            document=draft.document, order=order, settings=draft.settings,
            method=self.growth.chosen(draft.plan.factor), out=draft.out,
        )  # fmt: skip

    @property
    def measured(self) -> bool:
        """Whether the time is told."""
        return self._seconds is not None

    def browse(self) -> QFileDialog:
        """Ask for the place; the dialog is returned so that it can be answered."""
        dialog = QFileDialog(self, self.tr("Print into the file"), str(self.target))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.selectFile(self.target.name)
        dialog.fileSelected.connect(self.path.setText)
        dialog.open()
        return dialog

    def _take_kind(self) -> None:
        self.path.setText(str(self.target))
        self._follow()

    def _follow(self) -> None:
        """Something was changed: tell what it takes now, and measure the time a moment later."""
        self._task = self._seconds = self._fault = None
        try:
            task = self.task
            self._channels = task.check()
        except ArtmasterError as error:
            self._take_fault(None, error)
            return
        self._task = task
        self.preview.show_plan(task.plan)
        self._printing.drop_estimate()
        self._soon.start()
        self._tell()

    def _measure(self) -> None:
        if self._task is not None:
            self._printing.estimate(self._task)

    def _take_time(self, task: PrintTask, seconds: float) -> None:
        if task is self._task:
            self._seconds = seconds
            self._tell()

    def _take_fault(self, task: PrintTask | None, error: ArtmasterError) -> None:
        if task is self._task:
            self._fault = error
            self._tell()

    def _refuse(self, error: ArtmasterError) -> None:
        """A file that was chosen beside is not used; what was chosen before holds."""
        message = explain(error)
        self.words.setText(f"{message.what} {message.do}")

    def _tell(self) -> None:
        task, fault = self._task, self._fault
        self.print_button.setEnabled(task is not None and fault is None and not self._printing.running)
        if fault is not None:
            message = explain(fault)
            self.words.setText(" ".join(part for part in (message.what, message.do) if part))
            return
        assert task is not None
        plan, free = task.plan, free_bytes(task.out.parent)
        cost = cost_of(plan, task.settings.depth, self._channels, 1, 0)
        said = [size_words(plan), cost_words(cost, free, self._seconds)]
        said.extend(warnings(plan, task.method, cost, free))
        if self._printing.running:
            said.append(self.tr("Another sheet is being printed: wait for its end, or stop it."))
        if task.out.exists():
            said.append(self.tr("A file of this name is there and will be replaced."))
        self.words.setText("\n".join(said))

    def _print(self) -> None:
        self.file.quality.settle()
        for field in (self.sheet.wide, self.sheet.high, self.sheet.dpi, self.sheet.border, self.sheet.bleed):
            field.interpretText()
        if self._task is None or self._fault is not None:
            return
        self.wanted.emit(self.task)
        self.accept()

    def done(self, result: int, /) -> None:
        self._soon.stop()
        self._printing.drop_estimate()
        super().done(result)
