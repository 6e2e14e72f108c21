"""A result is to be made larger: how much, by what, and whether the document grows with it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QFormLayout, QVBoxLayout, QWidget

from artmaster_desktop.app.result_enlarging import EnlargeProgress, EnlargeWish, ResultEnlarging, refusal
from artmaster_desktop.app.results import Result
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.upscaling import UpscalerFile
from artmaster_desktop.ui.dialogs.print_fields import GrowthFields, combo
from artmaster_desktop.ui.dialogs.progress import ProgressDialog
from artmaster_desktop.ui.fields import WordLabel
from artmaster_desktop.ui.messages import left_text

TIMES = (2, 4)


class EnlargeDialog(QDialog):
    """``wanted`` tells the EnlargeWish. ``canvas`` is the size of the document, ``upscalers`` the folder of
    the shipped ones.
    """

    wanted = Signal(object)

    def __init__(
        self,
        result: Result,
        canvas: Extent,
        upscalers: Path,
        enlarging: ResultEnlarging,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Make a result larger"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._result, self._canvas, self._enlarging = result, canvas, enlarging
        self.times = combo(
            self, self.tr("How much larger"), self.tr("Times its width and its height"),
            [(self.tr("{times} times").format(times=each), each) for each in TIMES],
        )  # fmt: skip
        self.growth = GrowthFields(upscalers, self)
        self.grow = QCheckBox(self.tr("Let the document grow with it"), self)
        self.grow.setToolTip(
            self.tr(
                "Everything drawn becomes as much larger, and the picture a layer on top; it can be undone"
            )
        )
        stored = result.stored
        self.grow.setEnabled(Extent(stored.width, stored.height) == canvas)
        self.words = WordLabel("", self, secondary=True)
        self.words.setMinimumHeight(4 * self.fontMetrics().height())
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._lay_out()
        self.times.currentIndexChanged.connect(self._follow)
        self.growth.changed.connect(self._follow)
        self.grow.toggled.connect(self._follow)
        self._follow()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.tr("Larger by"), self.times)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setToolTip(self.tr("Enlarge nothing (Esc)"))
        self.make_button = buttons.addButton(self.tr("Make larger"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.make_button.setDefault(True)
        self.make_button.setToolTip(self.tr("Make it larger; the picture comes into the results (Return)"))
        buttons.accepted.connect(self._make)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(12)
        column.addLayout(form)
        column.addWidget(self.growth)
        column.addWidget(self.grow)
        column.addWidget(self.words)
        column.addStretch(1)
        column.addWidget(buttons)
        self.setMinimumWidth(460)

    @property
    def wish(self) -> EnlargeWish:
        """What is asked for now."""
        times = self.times.currentData()
        return EnlargeWish(
            result=self._result, times=times, method=self.growth.chosen(float(times)),
            grow=self.grow.isChecked() and self.grow.isEnabled(), name=self.tr("Enlarged picture"),
        )  # fmt: skip

    def _follow(self) -> None:
        wish, stored = self.wish, self._result.stored
        why = refusal(wish, self._canvas)
        self.make_button.setEnabled(why is None and not self._enlarging.running)
        if why is not None:
            self.words.setText(
                self.tr(
                    "A picture in the results has at most 8192 pixels a side. For paper, print it larger."
                )
            )
            return
        said = [
            self.tr("{before} become {after} pixels.").format(
                before=f"{stored.width} × {stored.height}",
                after=f"{wish.target.width} × {wish.target.height}",
            )
        ]
        if isinstance(wish.method, UpscalerFile):
            said.append(self.tr("Detail finer than the picture's own is invented by the upscaler."))
        else:
            said.append(self.tr("No detail is added."))
        if self._enlarging.running:
            said.append(self.tr("Another picture is being made larger: wait for its end, or stop it."))
        self.words.setText(" ".join(said))

    def _make(self) -> None:
        self.wanted.emit(self.wish)
        self.accept()


class EnlargeProgressDialog(ProgressDialog):
    """How far the larger picture is."""

    def __init__(self, enlarging: ResultEnlarging, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("The upscaler is being loaded."), self.tr("Progress of the enlargement"), parent
        )
        self.setWindowTitle(self.tr("Making the picture larger"))
        self.stop_button.setToolTip(self.tr("Stop at the next tile; nothing is kept"))
        self.hide_button.setToolTip(self.tr("The work goes on (Esc)"))
        self.stop_wanted.connect(enlarging.cancel)
        enlarging.progressed.connect(self._follow)
        enlarging.enlarged.connect(self.accept)
        enlarging.failed.connect(self.accept)
        enlarging.stopped.connect(self.accept)

    def _follow(self, progress: EnlargeProgress) -> None:
        part = QLocale().toString(round(100 * progress.part))
        done = self.tr("{part} % is done.").format(part=part)
        self.show_part(progress.part, done, left_text(progress.seconds_left))
