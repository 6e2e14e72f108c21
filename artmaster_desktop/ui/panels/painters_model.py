"""The painters as a Qt model that can be searched, sorted and dragged."""

from __future__ import annotations

import colorsys
from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QCoreApplication,
    QLocale,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)

from artmaster_desktop.app.painter_shelf import Flaw, Shelved

MIME = "application/x-artmaster-painter"
"""What a dragged painter is: its slug in UTF-8."""

PAINTER = int(Qt.ItemDataRole.UserRole)
"""Role of the Shelved behind a card."""

Index = QModelIndex | QPersistentModelIndex


class SortBy(Enum):
    """What the gallery is in the order of."""

    NAME = "name"
    COLOUR = "colour"
    BASE = "base"


def language() -> str:
    """The two letters of the language that the window speaks."""
    return QLocale().name()[:2]


def other_name(one: Shelved) -> str:
    """The painter's name in another language than the window's, "" where there is none."""
    shown = one.named(language())
    others = (one.painter.name, *(name for _, name in one.painter.names))
    return next((name for name in others if name != shown), "")


def flaw_text(flaw: Flaw) -> str:
    """What is not as it should be, in a sentence."""
    if flaw is Flaw.CARD:
        return QCoreApplication.translate(
            "Painters", "Its card (card.json) is damaged: name, tags and licence come from the file itself."
        )
    return QCoreApplication.translate("Painters", "It came without pictures; it paints all the same.")


def summary(one: Shelved) -> str:
    """What a tooltip and a screen reader say of a painter; plain text."""
    painter = one.painter
    lines = [" · ".join(name for name in (one.named(language()), other_name(one)) if name)]
    lines += [one.described(language()), ", ".join(painter.tags)]
    if painter.base:
        lines.append(QCoreApplication.translate("Painters", "Made for {base}").format(base=painter.base))
    lines += [flaw_text(flaw) for flaw in one.flaws]
    return "\n".join(line for line in lines if line)


class PaintersModel(QAbstractListModel):
    """One row a painter. A row is dragged as MIME."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._painters: tuple[Shelved, ...] = ()

    def show_painters(self, painters: Sequence[Shelved]) -> None:
        if tuple(painters) != self._painters:
            self.beginResetModel()
            self._painters = tuple(painters)
            self.endResetModel()

    def row_of(self, slug: str) -> int:
        """-1 where there is nobody of this slug."""
        return next((i for i, one in enumerate(self._painters) if one.painter.slug == slug), -1)

    def touch(self, slug: str) -> None:
        """The pictures of a painter have come."""
        row = self.row_of(slug)
        if row >= 0:
            self.dataChanged.emit(self.index(row), self.index(row), [Qt.ItemDataRole.DecorationRole])

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's signature
        return 0 if parent.isValid() else len(self._painters)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not 0 <= index.row() < len(self._painters):
            return None
        one = self._painters[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return one.named(language())
            case Qt.ItemDataRole.ToolTipRole:
                return as_tooltip(summary(one))
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                return summary(one)
            case _:
                return one if role == PAINTER else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        base = super().flags(index)
        return base | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else base

    def mimeTypes(self) -> list[str]:  # noqa: N802
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex], /) -> QMimeData:  # noqa: N802
        """Of the first row alone: one painter is dragged at a time."""
        data = QMimeData()
        if indexes:
            one: Shelved = indexes[0].data(PAINTER)
            data.setData(MIME, QByteArray(one.painter.slug.encode()))
        return data

    def supportedDragActions(self) -> Qt.DropAction:  # noqa: N802
        return Qt.DropAction.CopyAction


def as_tooltip(text: str) -> str:
    """``text`` of a stranger as a tooltip that is not read as HTML."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    lines = escaped.replace("\n", "<br>")
    return f"<p>{lines}</p>"


class PaintersOrder(QSortFilterProxyModel):
    """The painters that a search finds, in an order."""

    def __init__(self, source: PaintersModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words: tuple[str, ...] = ()
        self._by = SortBy.NAME
        self.setSourceModel(source)
        self.sort(0)

    def search(self, text: str) -> None:
        """Show the painters in whose names, tags or descriptions every word of ``text`` occurs."""
        self.beginFilterChange()
        self._words = tuple(text.casefold().split())
        self.endFilterChange(QSortFilterProxyModel.Direction.Rows)

    def sort_by(self, by: SortBy) -> None:
        self._by = by
        self.invalidate()

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:  # noqa: N802
        one: Shelved = self.sourceModel().index(row, 0, parent).data(PAINTER)
        return all(word in one.words for word in self._words)

    def lessThan(self, left: Index, right: Index) -> bool:  # noqa: N802
        return self._key(left.data(PAINTER)) < self._key(right.data(PAINTER))

    def _key(self, one: Shelved) -> tuple[object, ...]:
        name = one.named(language()).casefold()
        match self._by:
            case SortBy.COLOUR:
                return (*colour_rank(one.painter.palette), name)
            case SortBy.BASE:
                return (one.painter.base.casefold(), name)
            case _:
                return (name,)


def colour_rank(palette: Sequence[str]) -> tuple[float, float]:
    """Where a palette stands among others: the colourful ones by the hue of their strongest colour in
    [0, 1), then the greys from light to dark, then those without one.
    """
    if not palette:
        return 3.0, 0.0
    rgb = [[int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)] for colour in palette]
    hue, saturation, _ = max((colorsys.rgb_to_hsv(*c) for c in rgb), key=lambda hsv: hsv[1] * hsv[2])
    lightness = sum(sum(c) for c in rgb) / len(rgb)
    return (hue, -saturation) if saturation > 0.3 else (2.0, -lightness)
