"""What became of files that were to join the painters, each in plain words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from artmaster_desktop.app.painter_import import Fate, Outcome
from artmaster_desktop.core.errors import PainterFileError, PainterProblem
from artmaster_desktop.ui.fields import WordLabel
from artmaster_desktop.ui.icons import icon
from artmaster_desktop.ui.messages import explain
from artmaster_desktop.ui.widgets.elided_label import ElidedLabel

_ICONS = {Fate.ADDED: "check", Fate.KNOWN: "info", Fate.REFUSED: "error"}


def worth_showing(outcomes: Sequence[Outcome]) -> bool:
    """Whether there is more to say than that everything was added."""
    return not outcomes or any(
        one.fate is not Fate.ADDED or one.everywhere or one.unused or not one.checked for one in outcomes
    )


class _Mark(QWidget):
    """A tick, an i or a cross in the colour of the text."""

    def __init__(self, fate: Fate, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon = icon(_ICONS[fate])
        self.setFixedSize(20, 20)
        self.setAccessibleName(fate.value)

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: N802
        painter = QPainter(self)
        self._icon.paint(painter, self.rect())
        painter.end()


class ImportReport(QDialog):
    """One entry a file: its name, what became of it, why, and what can be done."""

    def __init__(self, outcomes: Sequence[Outcome], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("New painters"))
        self.setSizeGripEnabled(True)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        self.headline = WordLabel(self._headline(outcomes), self)
        font = self.headline.font()
        font.setPointSizeF(font.pointSizeF() * 1.15)
        self.headline.setFont(font)
        column.addWidget(self.headline)
        column.addWidget(self._list(outcomes), 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, parent=self)
        buttons.button(QDialogButtonBox.StandardButton.Close).setToolTip(self.tr("Close (Esc)"))
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self.resize(520, min(560, 190 + 88 * len(outcomes)))

    @classmethod
    def of_problems(cls, problems: Sequence[PainterFileError], parent: QWidget | None = None) -> ImportReport:
        """The same for files that lie in the library already."""
        outcomes = [Outcome(problem.path, Fate.REFUSED, error=problem) for problem in problems]
        report = cls(outcomes, parent)
        report.setWindowTitle(report.tr("Files that cannot be used"))
        said = report.tr("These files lie in the library and cannot paint: {count}.")
        report.headline.setText(said.format(count=len(problems)))
        return report

    def _headline(self, outcomes: Sequence[Outcome]) -> str:
        counts = {fate: sum(one.fate is fate for one in outcomes) for fate in Fate}
        parts = (
            (counts[Fate.ADDED], self.tr("Added: {count}.")),
            (counts[Fate.KNOWN], self.tr("There already: {count}.")),
            (counts[Fate.REFUSED], self.tr("Cannot paint: {count}.")),
        )
        said = " ".join(text.format(count=count) for count, text in parts if count)
        return said or self.tr("No painters (.safetensors files) were found there.")

    def _list(self, outcomes: Sequence[Outcome]) -> QScrollArea:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(10)
        for i, outcome in enumerate(outcomes):
            if i:
                column.addSpacing(4)
            column.addLayout(self._entry(outcome, page))
        column.addStretch(1)
        scroll = QScrollArea(self, widgetResizable=True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(page)
        scroll.setAccessibleName(self.tr("Files"))
        return scroll

    def _entry(self, outcome: Outcome, page: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(_Mark(outcome.fate, page), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(3)
        name = ElidedLabel(outcome.file.name, page, mode=Qt.TextElideMode.ElideMiddle)
        font = name.font()
        font.setWeight(font.Weight.DemiBold)
        name.setFont(font)
        name.setToolTip(str(outcome.file))
        column.addWidget(name)
        for text in outcome_lines(outcome):
            column.addWidget(WordLabel(text, page, secondary=True))
        row.addLayout(column, 1)
        return row


def outcome_lines(outcome: Outcome) -> tuple[str, ...]:
    """What became of a file, and what is to be known of it, a sentence each."""
    say = QCoreApplication.translate
    lines: list[str] = []
    if outcome.error is not None:
        message = explain(outcome.error)
        lines += [message.what, _advice(outcome.error) or message.do]
    elif outcome.fate is Fate.KNOWN:
        lines.append(say("ImportReport", "The same file is in the library already: {slug}."))
        lines[-1] = lines[-1].format(slug=outcome.slug)
    elif not outcome.checked:
        lines.append(
            say("ImportReport", "Added. Whether it fits the model is found out when it first paints.")
        )
    else:
        lines.append(say("ImportReport", "Checked in full and added."))
    if outcome.everywhere:
        said = say(
            "ImportReport",
            "{count} of its layers have no place on the canvas: in a region they act everywhere, at the "
            "region's share.",
        )
        if outcome.everywhere == 1:
            said = say(
                "ImportReport",
                "One of its layers has no place on the canvas: in a region it acts everywhere, at the "
                "region's share.",
            )
        lines.append(said.format(count=outcome.everywhere))
    for why, count in outcome.unused:
        lines.append(say("ImportReport", "Not used: {why} ({count}).").format(why=why, count=count))
    return tuple(line for line in lines if line)


def _advice(error: Exception) -> str:
    """What the artist can do about a file that cannot paint; "" where nothing helps but another file."""
    if not isinstance(error, PainterFileError):
        return ""
    kinds = PainterProblem
    say = QCoreApplication.translate
    advice = {
        kinds.NOT_SAFETENSORS: say(
            "ImportReport",
            "Other formats can run programs when they are opened; ask its maker for .safetensors.",
        ),
        kinds.DAMAGED: say("ImportReport", "Fetch it again: it may not have arrived whole."),
        kinds.WRONG_BASE: say("ImportReport", "Look for a version made for FLUX.1, or choose its model."),
        kinds.WRONG_SHAPE: say("ImportReport", "Look for a version made for FLUX.1, or choose its model."),
        kinds.NOT_FINITE: say(
            "ImportReport", "Its training went wrong; an earlier version of it may be sound."
        ),
        kinds.UNSUPPORTED_KIND: say("ImportReport", "Plain LoRA files can be used; DoRA and LoHa cannot."),
        kinds.UNKNOWN_KEYS: say("ImportReport", "Plain LoRA files for FLUX.1 can be used."),
    }
    return advice.get(error.problem, "")
