"""After a crash: the documents as they were, for the artist to take back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from artmaster_desktop.storage.file_stamp import Outside
from artmaster_desktop.storage.recovery import Recoverable
from artmaster_desktop.ui.fields import WordLabel
from artmaster_desktop.ui.icons import icon
from artmaster_desktop.ui.messages import explain, when_text


class RecoveryDialog(QDialog):
    """Lists ``found``. Nothing is deleted here: what is not wanted goes to a bin for thirty days."""

    restore_asked = Signal(object)
    """Recoverable."""
    discard_asked = Signal(object)
    """tuple[Recoverable, ...]."""

    def __init__(self, found: Sequence[Recoverable], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Recover documents"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.found = tuple(found)
        said = self.tr(
            "ArtMaster Desktop was not closed in order. These documents are kept as they were within two "
            "seconds of the end."
        )
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Documents that can be recovered"))
        self.list.setToolTip(self.tr("Choose a document; Enter opens it"))
        self.list.setAlternatingRowColors(True)
        for item in self.found:
            row = QListWidgetItem(icon("warning" if item.problem else "image"), self._words(item))
            row.setToolTip(str(item.path) if item.path else self.tr("Never saved"))
            self.list.addItem(row)
        self.list.setCurrentRow(0)
        self.list.itemActivated.connect(lambda _: self._restore())
        self.list.currentRowChanged.connect(self._follow)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 18, 18, 14)
        column.setSpacing(12)
        column.addWidget(WordLabel(said, self))
        column.addWidget(self.list, 1)
        column.addLayout(self._bottom())
        self.resize(600, 360)
        self._follow()

    def _bottom(self) -> QHBoxLayout:
        self.restore = QPushButton(self.tr("Open"), self)
        self.restore.setToolTip(self.tr("Open the chosen document as it was (Enter)"))
        self.restore.setDefault(True)
        self.restore.clicked.connect(self._restore)
        self.discard = QPushButton(icon("delete"), self.tr("Put into the bin"), self)
        self.discard.setToolTip(self.tr("Give up the chosen document; it stays in the bin for thirty days"))
        self.discard.setAutoDefault(False)
        self.discard.clicked.connect(self._discard)
        later = QPushButton(self.tr("Later"), self)
        later.setToolTip(self.tr("Ask again at the next start (Esc)"))
        later.setAutoDefault(False)
        later.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(self.discard)
        row.addStretch(1)
        row.addWidget(later)
        row.addWidget(self.restore)
        return row

    @property
    def chosen(self) -> Recoverable | None:
        at = self.list.currentRow()
        return self.found[at] if 0 <= at < len(self.found) else None

    def _words(self, item: Recoverable) -> str:
        """Two lines: what it is, and what is known of it."""
        name = item.title or (item.path.stem if item.path else self.tr("Untitled"))
        if item.problem is not None:
            return f"{name}\n{explain(item.problem).what}"
        words = [when_text(datetime.fromtimestamp(item.when, UTC).astimezone())]
        if item.path is None:
            words.append(self.tr("never saved"))
        else:
            words.append(item.path.name)
        if item.outside is not Outside.SAME:
            words.append(self.tr("its file was changed since, or is gone"))
        if item.jobs == 1:
            words.append(self.tr("a painting was not finished"))
        elif item.jobs:
            words.append(self.tr("{count} paintings were not finished").format(count=item.jobs))
        return f"{name}\n{' · '.join(words)}"

    def _follow(self) -> None:
        item = self.chosen
        self.restore.setEnabled(item is not None and item.problem is None)
        self.discard.setEnabled(item is not None)

    def _restore(self) -> None:
        item = self.chosen
        if item is not None and item.problem is None:
            self.accept()
            self.restore_asked.emit(item)

    def _discard(self) -> None:
        item = self.chosen
        if item is None:
            return
        at = self.list.currentRow()
        self.found = tuple(other for other in self.found if other is not item)
        self.list.takeItem(at)
        self.discard_asked.emit((item,))
        if not self.found:
            self.accept()
