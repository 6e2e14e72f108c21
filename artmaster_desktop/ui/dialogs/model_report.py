"""What was found in a model's folder, part by part, and what it needs to run."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from artmaster_desktop.storage.model_folder import ModelFolder, ModelPart
from artmaster_desktop.ui.fields import Sign, WordLabel
from artmaster_desktop.ui.messages import memory_text, size_text
from artmaster_desktop.ui.widgets.elided_label import ElidedLabel

BYTES = 2
"""Of a number in bfloat16, in which the engine holds a large model."""


class ModelReport(QFrame):
    """Shows a ModelFolder: a line for each part, then what it needs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(2, 1)
        self.words = WordLabel("", self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(6)
        column.addLayout(self._grid)
        column.addWidget(self.words)

    def show_folder(self, found: ModelFolder) -> None:
        """Show what was found."""
        self.clear()
        for row, part in enumerate(found.parts):
            sign = Sign("check" if part.good else "warning", 16, self)
            name = QLabel(part.name, self)
            name.setTextFormat(Qt.TextFormat.PlainText)
            self._grid.addWidget(sign, row, 0)
            self._grid.addWidget(name, row, 1)
            self._grid.addWidget(ElidedLabel(self._tell_part(part), self, secondary=part.good), row, 2)
        self.words.setText(self._needs(found) if found.complete else self._missing(found))

    def show_fault(self, text: str) -> None:
        """Show why nothing could be looked at."""
        self.clear()
        self.words.setText(text)

    def clear(self) -> None:
        """Show nothing."""
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.words.setText("")

    def _tell_part(self, part: ModelPart) -> str:
        said: list[str] = []
        if part.missing:
            said.append(self.tr("missing: {files}").format(files=", ".join(part.missing)))
        if part.damaged:
            said.append(self.tr("cut off or damaged: {files}").format(files=", ".join(part.damaged)))
        return "; ".join(said) or size_text(part.size)

    def _missing(self, found: ModelFolder) -> str:
        files = sum(len(part.missing) + len(part.damaged) for part in found.parts)
        if files == 1:
            return self.tr("One file has to be fetched before this model can paint.")
        return self.tr("{count} files have to be fetched before this model can paint.").format(count=files)

    def _needs(self, found: ModelFolder) -> str:
        whole, largest = found.numbers * BYTES, found.largest * BYTES
        said = self.tr(
            "Complete: {size} on the disk. In bfloat16 the whole model takes {whole} of memory; on a "
            "graphics card that is smaller, {largest} are enough, one network at a time."
        )
        return said.format(size=size_text(found.size), whole=memory_text(whole), largest=memory_text(largest))
