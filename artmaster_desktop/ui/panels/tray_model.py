"""The results as rows of a view: pictures and facts are read from the disk when a row is first looked at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, TypeAlias

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QImage
from shiboken6 import isValid

from artmaster_desktop.app.purpose import Mix, Variation
from artmaster_desktop.app.results import Result, Results
from artmaster_desktop.core.job import PaintJob
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.storage.codec import Json
from artmaster_desktop.storage.picture_file import read_job, read_report
from artmaster_desktop.ui.fields import image_of
from artmaster_desktop.ui.messages import duration_text, painter_name, steps_text, when_text
from artmaster_desktop.ui.widgets.background import Background

Index: TypeAlias = QModelIndex | QPersistentModelIndex

RESULT = Qt.ItemDataRole.UserRole
THUMBNAIL = Qt.ItemDataRole.UserRole + 1
FACTS = Qt.ItemDataRole.UserRole + 2
UNSEEN = Qt.ItemDataRole.UserRole + 3


class Shown(Enum):
    """Which results are shown."""

    ALL = "all"
    FAVOURITES = "favourites"
    VARIATIONS = "variations"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the picture's own file tells of it. ``seconds`` is how long it took, 0 where it does not say."""

    steps: int
    painters: tuple[str, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Awaited:
    """The place of variation number ``index`` that is not painted yet."""

    index: int


Row: TypeAlias = Result | Awaited


class TrayModel(QAbstractListModel):
    """Rows of results, the latest first; of one group of variations in the order of their seeds."""

    unseen_changed = Signal(int)

    def __init__(self, results: Results, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._results = results
        self._rows: list[Row] = []
        self._shown = Shown.ALL
        self._group = ""
        self._thumbnails: dict[str, QImage] = {}
        self._facts: dict[str, Facts] = {}
        self._asked: set[str] = set()
        self._unseen: set[str] = set()
        self._background = Background(self, threads=1)
        results.added.connect(self._added)
        results.changed.connect(self.refresh)
        self.refresh()

    @property
    def shown(self) -> Shown:
        return self._shown

    @property
    def group(self) -> str:
        """The group of variations that is shown, or would be."""
        return self._group

    @property
    def unseen(self) -> int:
        return len(self._unseen)

    @property
    def awaited(self) -> int:
        """How many places there are in the shown group of variations."""
        return max((p.count for p in self._variations().values()), default=0)

    def rowCount(self, parent: Index = QModelIndex(), /) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else len(self._rows)

    def row(self, index: Index) -> Row:
        return self._rows[index.row()]

    def result(self, index: Index) -> Result | None:
        """The result at ``index``; None where one is awaited, or nothing is."""
        row = self._rows[index.row()] if index.isValid() else None
        return row if isinstance(row, Result) else None

    def index_of(self, result_id: str) -> QModelIndex:
        """Where a result is shown; invalid where it is not."""
        for number, row in enumerate(self._rows):
            if isinstance(row, Result) and row.id == result_id:
                return self.index(number)
        return QModelIndex()

    def flags(self, index: Index, /) -> Qt.ItemFlag:
        if self.result(index) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole, /) -> Any:
        result = self.result(index)
        if result is None:
            return None
        if role == RESULT:
            return result
        if role == UNSEEN:
            return result.id in self._unseen
        if role == THUMBNAIL:
            self._look(result)
            return self._thumbnails.get(result.id)
        if role == FACTS:
            self._look(result)
            return self._facts.get(result.id)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.tell(result)
        return None

    def tell(self, result: Result) -> str:
        """Everything that is known of a result, one thing a line."""
        stored, facts = result.stored, self._facts.get(result.id)
        lines = [self.tr("Seed {seed}").format(seed=stored.seed)]
        if facts is not None:
            lines.append(steps_text(facts.steps))
            if facts.seconds:
                lines.append(self.tr("Painted in {duration}").format(duration=duration_text(facts.seconds)))
            if facts.painters:
                names = ", ".join(map(painter_name, facts.painters))
                lines.append(self.tr("Painters: {painters}").format(painters=names))
        lines.append(f"{stored.width} × {stored.height}, {when_text(datetime.fromtimestamp(stored.when))}")
        if stored.text:
            lines.append(stored.text[:160])
        return "\n".join(lines)

    # --------------------------------------------------------------------------------------- what is shown

    def show(self, shown: Shown, group: str = "") -> None:
        """Show other rows; ``group`` is the one of the variations, by default the latest."""
        self._shown = shown
        self._group = group or self._latest_group()
        self.refresh()

    def refresh(self) -> None:
        """Take over what the results are now; a row that stays keeps its place and its selection."""
        rows = self._wanted()
        keep = {row.id for row in self._results.all}
        for known in (self._thumbnails, self._facts):
            for gone in known.keys() - keep:
                del known[gone]
        self._asked &= keep
        if self._unseen - keep:
            self._unseen &= keep
            self.unseen_changed.emit(len(self._unseen))
        if [_key(row) for row in rows] == [_key(row) for row in self._rows]:
            self._rows = rows
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self._replace(rows)

    def mark_seen(self, rows: Iterable[int]) -> None:
        """The artist has had these rows before the eyes."""
        seen = {row.id for i in rows if isinstance(row := self._rows[i], Result)} & self._unseen
        if seen:
            self._unseen -= seen
            self.unseen_changed.emit(len(self._unseen))
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def _wanted(self) -> list[Row]:
        everything = [r for r in self._results.all if not isinstance(r.purpose, Mix) or r.stored.favourite]
        if self._shown is Shown.FAVOURITES:
            return [r for r in everything if r.stored.favourite]
        if self._shown is Shown.VARIATIONS:
            self._group = self._group or self._latest_group()
            found = self._variations()
            by_index = {purpose.index: r for r, purpose in found.items()}
            return [by_index.get(i, Awaited(i)) for i in range(self.awaited)]
        return list(everything)

    def _variations(self) -> dict[Result, Variation]:
        found = ((r, r.purpose) for r in self._results.all)
        return {r: p for r, p in found if isinstance(p, Variation) and p.group == self._group}

    def _latest_group(self) -> str:
        groups = (r.purpose.group for r in self._results.all if isinstance(r.purpose, Variation))
        return next(groups, "")

    def _replace(self, rows: list[Row]) -> None:
        """Rows come and go one by one, so that a view keeps its selection and does not jump."""
        wanted = {_key(row) for row in rows}
        for number in reversed(range(len(self._rows))):
            if _key(self._rows[number]) not in wanted:
                self.beginRemoveRows(QModelIndex(), number, number)
                del self._rows[number]
                self.endRemoveRows()
        if not _is_within(self._rows, rows):
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
            return
        there = {_key(row) for row in self._rows}
        for number, row in enumerate(rows):
            if _key(row) not in there:
                self.beginInsertRows(QModelIndex(), number, number)
                self._rows.insert(number, row)
                self.endInsertRows()
        self._rows = rows

    def _added(self, result: Result) -> None:
        if self._results.find(result.id) is not None:
            self._unseen.add(result.id)
            self.unseen_changed.emit(len(self._unseen))

    # ------------------------------------------------------------------------------------- what is read

    def _look(self, result: Result) -> None:
        """Read the thumbnail and the facts, once."""
        if result.id in self._asked:
            return
        self._asked.add(result.id)

        def drawn(pixels: Pixels) -> None:
            self._thumbnails[result.id] = image_of(pixels)
            self._tell_changed(result.id)

        def told(facts: Facts) -> None:
            self._facts[result.id] = facts
            self._tell_changed(result.id)

        self._results.thumbnail(result, drawn)
        path = result.stored.path
        self._background.run(lambda: _facts(read_job(path), read_report(path)), told)

    def _tell_changed(self, result_id: str) -> None:
        if not isValid(self):  # the results outlive a tray that was closed
            return
        index = self.index_of(result_id)
        if index.isValid():
            self.dataChanged.emit(index, index)


def _key(row: Row) -> str | int:
    return row.id if isinstance(row, Result) else row.index


def _is_within(few: Sequence[Row], many: Sequence[Row]) -> bool:
    """Whether ``few`` stand in ``many`` in the same order."""
    rest = iter([_key(row) for row in many])
    return all(_key(row) in rest for row in few)


def _facts(job: PaintJob, report: Json) -> Facts:
    seconds = report.get("seconds") if isinstance(report, dict) else None
    parts = seconds if isinstance(seconds, list) else []
    took = 0.0
    for part in parts:
        if isinstance(part, list) and len(part) == 2 and isinstance(part[1], int | float):
            took += part[1]
    return Facts(job.steps, tuple(painter.slug for painter in job.painters), took)
