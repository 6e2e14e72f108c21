"""The page of captions: a table to write in, with what is wrong beside each and in words below."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QEvent,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from artmaster_desktop.app.studio import Studio
from artmaster_desktop.core.work import CaptionBy, Work
from artmaster_desktop.ui.fields import WordLabel, image_of, tool_button
from artmaster_desktop.ui.panels.prompt_words import tag_language
from artmaster_desktop.ui.studio.caption_edit import CaptionEdit
from artmaster_desktop.ui.studio.wording import finding_text

THUMB = 52
CAPTION = 1
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
Role = Qt.ItemDataRole


class CaptionsModel(QAbstractTableModel):
    """The works that are kept: name, caption, lint."""

    def __init__(self, studio: Studio, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._pixmaps: dict[str, QPixmap] = {}
        self.works: tuple[Work, ...] = ()
        for signal in (studio.opened, studio.changed, studio.linted, studio.looked):
            signal.connect(self._refresh)
        self._refresh()

    def rowCount(self, parent: Index = _ROOT) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self.works)

    def columnCount(self, parent: Index = _ROOT) -> int:  # noqa: N802
        return 0 if parent.isValid() else 3

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == CAPTION else flags

    def headerData(self, section: int, side: Qt.Orientation, role: int = Role.DisplayRole) -> Any:  # noqa: N802
        if side == Qt.Orientation.Horizontal and role == Role.DisplayRole:
            return (self.tr("Work"), self.tr("Caption"), self.tr("To mend"))[section]
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        work, column = self.works[index.row()], index.column()
        found = self._studio.findings(work.id)
        if role in (Role.DisplayRole, Role.EditRole):
            by = self._by(work.caption_by)
            lint = f"⚠ {len(found)}" if found else "✓"
            return (work.title or work.id, work.caption, f"{lint}  {by}".strip())[column]
        if role == Role.DecorationRole and column == 0:
            return self._pixmap(work.id)
        if role == Role.ToolTipRole:
            return "\n".join(self.words(work.id)) or work.caption
        return None

    def _by(self, by: CaptionBy) -> str:
        said = {CaptionBy.MEASURED: self.tr("measured"), CaptionBy.CAPTIONER: self.tr("captioner")}
        return said.get(by, "")

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:  # noqa: N802
        if role != Role.EditRole or index.column() != CAPTION:
            return False
        self._studio.set_caption(self.works[index.row()].id, str(value).strip())
        return True

    def words(self, work_id: str) -> list[str]:
        """What is wrong with a caption, in the artist's language."""
        language, words = tag_language(QLocale().name()), self._studio.vocabulary()
        return [finding_text(finding, words, language) for finding in self._studio.findings(work_id)]

    def _pixmap(self, work_id: str) -> QPixmap | None:
        thumbnail = self._studio.look(work_id).thumbnail
        if work_id not in self._pixmaps and thumbnail is not None:
            size = QSize(THUMB, THUMB)
            mode = Qt.TransformationMode.SmoothTransformation
            scaled = image_of(thumbnail).scaled(size, Qt.AspectRatioMode.KeepAspectRatio, mode)
            self._pixmaps[work_id] = QPixmap.fromImage(scaled)
        return self._pixmaps.get(work_id)

    def _refresh(self, *_: object) -> None:
        now = self._studio.oeuvre.kept
        if [work.id for work in now] != [work.id for work in self.works]:
            self.beginResetModel()
            self.works, self._pixmaps = now, {}
            self.endResetModel()
        elif now:
            self.works = now
            self.dataChanged.emit(self.index(0, 0), self.index(len(now) - 1, 2))


class CaptionDelegate(QStyledItemDelegate):
    """Edits with completion; the field keeps its keys while words are offered."""

    def __init__(self, studio: Studio, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._studio = studio

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:  # noqa: N802
        return CaptionEdit(self._studio.vocabulary(), parent)

    def setEditorData(self, editor: QWidget, index: Index) -> None:  # noqa: N802
        assert isinstance(editor, CaptionEdit)
        editor.setText(str(index.data(Role.EditRole)))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:  # noqa: N802
        assert isinstance(editor, CaptionEdit)
        model.setData(index, editor.text(), Role.EditRole)

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:  # noqa: N802
        keys = (Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
        if (
            isinstance(watched, CaptionEdit)
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in keys
            and watched.offers.isVisible()
            and (event.key() == Qt.Key.Key_Escape or watched.offers.chosen(or_first=False) is not None)
        ):
            watched.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)


class CaptionsPage(QWidget):
    """All captions at once."""

    picked = Signal(str)

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self.model = CaptionsModel(studio, self)
        self.table = QTableView(self)
        self.table.setModel(self.model)
        self.table.setItemDelegate(CaptionDelegate(studio, self.table))
        self._dress_table()
        self.findings = WordLabel("", self)
        self.findings.setAccessibleName(self.tr("What is to be mended"))
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addLayout(self._head())
        column.addWidget(self.table, 1)
        column.addWidget(self.findings)
        self.table.selectionModel().currentRowChanged.connect(lambda now, _: self._show(now.row()))
        for signal in (studio.linted, studio.changed, studio.opened):
            signal.connect(self._again)
        self._show(-1)

    def _dress_table(self) -> None:
        table = self.table
        table.setAccessibleName(self.tr("Captions"))
        table.setAccessibleDescription(self.tr("One row a work; F2 edits its caption"))
        table.setIconSize(QSize(THUMB, THUMB))
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(THUMB + 10)
        table.setShowGrid(False)
        table.setAlternatingRowColors(True)
        table.setWordWrap(True)
        table.setTabKeyNavigation(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        triggers = QAbstractItemView.EditTrigger
        table.setEditTriggers(
            triggers.DoubleClicked
            | triggers.EditKeyPressed
            | triggers.AnyKeyPressed
            | triggers.SelectedClicked
        )
        header = table.horizontalHeader()
        header.setSectionResizeMode(CAPTION, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.resizeSection(0, 220)
        header.resizeSection(2, 130)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        tip = self.tr(
            "Write first captions: by your captioner, if you chose one in the settings, else from what is "
            "measured; none that you wrote is replaced"
        )
        self.write_button = tool_button("wand", tip, self, text=self.tr("Write first captions"))
        self.write_button.clicked.connect(self.write)
        self.language = QComboBox(self)
        self.language.addItem("English", "en")
        self.language.addItem("中文", "zh")
        self.language.setCurrentIndex(1 if tag_language(QLocale().name()) == "zh" else 0)
        self.language.setToolTip(self.tr("The language of first captions"))
        self.language.setAccessibleName(self.tr("Language of captions"))
        self.story = WordLabel(
            self.tr("What is to be seen, then how it is painted, with commas between. F2 edits."),
            self, secondary=True,
        )  # fmt: skip
        row.addWidget(self.write_button)
        row.addWidget(self.language)
        row.addSpacing(8)
        row.addWidget(self.story, 1)
        return row

    def write(self) -> None:
        """First captions for all that are kept."""
        ids = [work.id for work in self._studio.oeuvre.kept]
        self._studio.write_captions(ids, str(self.language.currentData()))

    def select(self, work_id: str) -> None:
        """Show the row of a work."""
        for row, work in enumerate(self.model.works):
            if work.id == work_id and row != self.table.currentIndex().row():
                self.table.setCurrentIndex(self.model.index(row, CAPTION))

    def _again(self, _work_id: str = "") -> None:
        self._show(self.table.currentIndex().row(), tell=False)

    def _show(self, row: int, *, tell: bool = True) -> None:
        self.write_button.setEnabled(bool(self.model.works))
        if not 0 <= row < len(self.model.works):
            total = sum(bool(self._studio.findings(work.id)) for work in self.model.works)
            said = self.tr("{count} captions have something to mend.").format(count=total)
            self.findings.setText(said if total else "")
            return
        work = self.model.works[row]
        lines = [f"•  {text}" for text in self.model.words(work.id)]
        self.findings.setText("\n".join(lines) or self.tr("Nothing to mend here."))
        if tell:
            self.picked.emit(work.id)
