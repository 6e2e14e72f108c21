"""The queue as rows of a view: what runs, what waits in its order, and what has ended, the latest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt

from artmaster_desktop.app.jobs import Entry, JobQueue, State
from artmaster_desktop.app.purpose import Live, Mix, Variation
from artmaster_desktop.core.event import Stage
from artmaster_desktop.ui.messages import explain, left_text, stage_text, steps_text
from artmaster_desktop.ui.panels.queue_row import DETAIL, ROW, TITLE

Index: TypeAlias = QModelIndex | QPersistentModelIndex

MIME = "application/x-artmaster-job"


class QueueModel(QAbstractListModel):
    """Rows of the queue's entries; those that wait can be dragged into another order."""

    def __init__(self, queue: JobQueue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queue = queue
        self._rows: list[Entry] = []
        queue.changed.connect(self.refresh)
        queue.progressed.connect(self._advance)
        self.refresh()

    def entry(self, index: Index) -> Entry | None:
        return self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None

    def index_of(self, entry_id: str) -> QModelIndex:
        """Where an entry is shown; invalid where it is not."""
        rows = (number for number, entry in enumerate(self._rows) if entry.id == entry_id)
        return self.index(next(rows, -1))

    def rowCount(self, parent: Index = QModelIndex(), /) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else len(self._rows)

    def refresh(self) -> None:
        """Take over what the queue is now."""
        entries = self._queue.entries
        running = [e for e in entries if e.state is State.RUNNING]
        rows = [*running, *self._queue.waiting, *reversed([e for e in entries if e.ended])]
        if [e.id for e in rows] == [e.id for e in self._rows]:
            self._rows = rows
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.layoutAboutToBeChanged.emit()
        kept = [(index, self.entry(index)) for index in self.persistentIndexList()]
        self._rows = rows
        for index, entry in kept:
            self.changePersistentIndex(index, self.index_of(entry.id) if entry else QModelIndex())
        self.layoutChanged.emit()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole, /) -> Any:
        entry = self.entry(index)
        if entry is None:
            return None
        if role == ROW:
            return entry
        if role == TITLE:
            return self.title(entry)
        if role == DETAIL:
            return self.detail(entry)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            told = str(explain(entry.error)) if entry.error else self.detail(entry)
            return f"{self.title(entry)}\n{told}"
        return None

    def title(self, entry: Entry) -> str:
        """What is painted, in a few words."""
        match entry.purpose:
            case Live():
                what = self.tr("Live painting")
            case Variation(_, index, count):
                what = self.tr("Variation {index} of {count}").format(index=index + 1, count=count)
            case Mix(_, index, count, _):
                what = self.tr("Mixture {index} of {count}").format(index=index + 1, count=count)
            case _:
                what = entry.title or self.tr("Painting")
        return self.tr("{what}, seed {seed}").format(what=what, seed=entry.job.seed)

    def detail(self, entry: Entry) -> str:
        """How it stands with the entry."""
        match entry.state:
            case State.WAITING:
                size = str(entry.job.output).replace("x", " × ")
                return self.tr("Waits: {size}, {steps}").format(size=size, steps=steps_text(entry.job.steps))
            case State.RUNNING:
                parts = [stage_text(entry.stage or Stage.LOADING), left_text(entry.seconds_left)]
                return " · ".join(part for part in parts if part)
            case State.FAILED:
                return explain(entry.error).what if entry.error else self.tr("Failed")
            case State.CANCELLED:
                return self.tr("Cancelled")
            case _:
                return self.tr("Painted")

    # ------------------------------------------------------------------------------------------- dragging

    def flags(self, index: Index, /) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        entry = self.entry(index)
        if entry is None:
            return Qt.ItemFlag.ItemIsDropEnabled
        return flags | Qt.ItemFlag.ItemIsDragEnabled if entry.state is State.WAITING else flags

    def supportedDropActions(self) -> Qt.DropAction:  # noqa: N802
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:  # noqa: N802
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex], /) -> QMimeData:  # noqa: N802
        data = QMimeData()
        entry = self.entry(indexes[0]) if indexes else None
        data.setData(MIME, entry.id.encode() if entry else b"")
        return data

    def canDropMimeData(  # noqa: N802
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index, /
    ) -> bool:
        return data.hasFormat(MIME)

    def dropMimeData(  # noqa: N802
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index, /
    ) -> bool:
        """Put the dragged entry before ``row``; what runs stays first and what has ended stays last."""
        entry_id = bytes(data.data(MIME).data()).decode(errors="replace")
        if row < 0:
            row = parent.row() if parent.isValid() else len(self._rows)
        waiting = [entry.id for entry in self._queue.waiting]
        if entry_id not in waiting:
            return False
        first = sum(1 for entry in self._rows if entry.state is State.RUNNING)
        target = row - first
        if target > waiting.index(entry_id):
            target -= 1
        self._queue.move(entry_id, max(0, min(target, len(waiting) - 1)))
        return False  # the queue has moved it; the view must not remove the row again

    def _advance(self) -> None:
        running = self._queue.running
        if running is not None and self._rows and self._rows[0].id == running.id:
            self._rows[0] = running
            self.dataChanged.emit(self.index(0), self.index(0))
