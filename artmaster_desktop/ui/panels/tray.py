"""The tray: what was painted waits here, to be looked at, compared, and laid on the canvas or not."""

from __future__ import annotations

import math
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QHideEvent, QPaintEvent, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QListView,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from artmaster_desktop.app.results import Part, Result, Results
from artmaster_desktop.app.session import Session
from artmaster_desktop.ui.dialogs.compare import CompareDialog
from artmaster_desktop.ui.fields import WordLabel, panel_action, tool_button
from artmaster_desktop.ui.icons import icon
from artmaster_desktop.ui.panels.paint_settings import random_seed
from artmaster_desktop.ui.panels.tray_compare import candidates
from artmaster_desktop.ui.panels.tray_model import THUMBNAIL, Shown, TrayModel
from artmaster_desktop.ui.panels.tray_save import SaveResult
from artmaster_desktop.ui.panels.tray_tile import TrayTile
from artmaster_desktop.ui.widgets.elided_label import ElidedLabel

SEEN_AFTER = 1200
"""Milliseconds before the eyes that make a result seen."""
TILE = 112
"""Pixels that a tile is wide at least, where the panel is."""
GAP = 4
VARIATIONS = 4


class TrayPanel(QWidget):
    """Shows ``results``; everything that can be done with one is here.

    ``trouble`` tells a copy that could not be saved; what else fails is told by the results themselves.
    ``unseen_changed`` tells how many have arrived that nobody has looked at.
    """

    trouble = Signal(object)
    unseen_changed = Signal(int)
    transfer_asked = Signal(object)
    """Result: another painter is to paint it again."""
    enlarge_asked = Signal(object)  # Result: it is to be made larger

    def __init__(self, results: Results, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._results, self._session = results, session
        self._taken: Result | None = None
        self.setAccessibleName(self.tr("Results"))
        self.model = TrayModel(results, self)
        self.tile = TrayTile(TILE)
        self.view = self._list()
        self.empty = WordLabel("", self, secondary=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._acts()
        self._lay_out()
        self._eyes = QTimer(self, singleShot=True, interval=SEEN_AFTER)
        self._eyes.timeout.connect(self._look)
        self._connect()
        self._follow()

    def _list(self) -> QListView:
        view = QListView(self)
        view.setModel(self.model)
        view.setItemDelegate(self.tile)
        view.setViewMode(QListView.ViewMode.IconMode)
        view.setResizeMode(QListView.ResizeMode.Adjust)
        view.setMovement(QListView.Movement.Static)
        view.setUniformItemSizes(True)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setMouseTracking(True)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        view.setSpacing(2)
        view.setAccessibleName(self.tr("Painted pictures"))
        view.setToolTip(self.tr("Return lays the chosen picture on the canvas"))
        return view

    # ------------------------------------------------------------------------------------------- actions

    def _acts(self) -> None:
        self.apply_action = panel_action(
            self, "apply", self.tr("Apply"), self.tr("Lay the picture on the canvas as a new layer"), "Return"
        )
        self.part_action = panel_action(
            self, "select-rect", self.tr("Apply to the selection"),
            self.tr("Lay the picture on the canvas where it is selected"),
        )  # fmt: skip
        self.compare_action = panel_action(
            self, "compare", self.tr("Compare"),
            self.tr("Compare it with the canvas, or two chosen ones with each other"), "C",
        )  # fmt: skip
        self.star_action = panel_action(
            self, "star", self.tr("Favourite"), self.tr("Mark it, so that it stays and is found"), "F"
        )
        self.star_action.setCheckable(True)
        self.again_action = panel_action(
            self, "retry", self.tr("Paint again"),
            self.tr("Paint the same picture again, with the painters as they are now"),
        )  # fmt: skip
        self.more_action = panel_action(
            self, "variations", self.tr("Paint variations of it"),
            self.tr("Paint it four times with other seeds"),
        )  # fmt: skip
        self.transfer_action = panel_action(
            self, "painters", self.tr("Paint by another painter…"),
            self.tr("Give the work to another painter; the result comes into the tray"),
        )  # fmt: skip
        self.enlarge_action = panel_action(
            self, "zoom-in", self.tr("Make larger…"),
            self.tr("Make the picture twice or four times as large; the result comes into the tray"),
        )  # fmt: skip
        self.save_action = panel_action(
            self, "save-as", self.tr("Save as"), self.tr("Save a copy of the picture elsewhere")
        )
        self.reveal_action = panel_action(
            self, "folder", self.tr("Show in its folder"), self.tr("Open the folder that it lies in")
        )
        self.delete_action = panel_action(
            self, "delete", self.tr("Delete"),
            self.tr("Take it out of the tray; it can be brought back"), "Delete",
        )  # fmt: skip
        self._wire()

    def _wire(self) -> None:
        self.apply_action.triggered.connect(lambda: self._each(self._results.apply))
        self.part_action.triggered.connect(
            lambda: self._each(lambda result: self._results.apply(result, Part.SELECTION))
        )
        self.compare_action.triggered.connect(self.compare)
        self.star_action.triggered.connect(self._mark)
        self.again_action.triggered.connect(lambda: self._each(self._results.repaint))
        self.more_action.triggered.connect(lambda: self._each(self._vary))
        self.transfer_action.triggered.connect(lambda: self._each(self.transfer_asked.emit))
        self.enlarge_action.triggered.connect(lambda: self._each(self.enlarge_asked.emit))
        self.save_action.triggered.connect(self.save)
        self.reveal_action.triggered.connect(self._reveal)
        self.delete_action.triggered.connect(lambda: self._each(self._delete, every=True))

    def _lay_out(self) -> None:
        self._showing = QButtonGroup(self)
        top = QHBoxLayout()
        top.setSpacing(2)
        kinds = (
            (Shown.ALL, "tray", self.tr("All"), self.tr("Everything painted for this document")),
            (Shown.FAVOURITES, "star", self.tr("Favourites"), self.tr("Only what is marked")),
            (Shown.VARIATIONS, "variations", self.tr("Variations"), self.tr("The last variations as a grid")),
        )
        self.show_buttons: dict[Shown, QToolButton] = {}
        for shown, picture, text, tip in kinds:
            button = tool_button(picture, tip, self, text=text, checkable=True)
            button.clicked.connect(lambda _, shown=shown: self.show_only(shown))
            button.setChecked(shown is Shown.ALL)
            self._showing.addButton(button)
            self.show_buttons[shown] = button
            top.addWidget(button)
        top.addStretch(1)
        self.words = ElidedLabel("", self, secondary=True)
        self.undo_button = tool_button(
            "undo", self.tr("Bring the deleted picture back"), self, text=self.tr("Bring back")
        )
        self.undo_button.hide()
        bottom = QHBoxLayout()
        bottom.setSpacing(1)
        self.buttons: list[QToolButton] = []
        for action in self.actions():  # as they were made
            button = QToolButton(self)
            button.setDefaultAction(action)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.setAccessibleName(action.text())
            if action is self.apply_action:
                button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            self.buttons.append(button)
            bottom.addWidget(button)
        bottom.addStretch(1)
        told = QHBoxLayout()
        told.addWidget(self.words, 1)
        told.addWidget(self.undo_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.setSpacing(4)
        column.addLayout(top)
        column.addWidget(self.empty, 1)
        column.addWidget(self.view, 1)
        column.addLayout(told)
        column.addLayout(bottom)

    def _connect(self) -> None:
        self.view.doubleClicked.connect(self._apply_at)
        self.view.customContextMenuRequested.connect(self._menu)
        self.view.selectionModel().selectionChanged.connect(self._chosen)
        self.view.verticalScrollBar().valueChanged.connect(self._open_eyes)
        self.tile.star_pressed.connect(lambda r: self._results.set_favourite(r, not r.stored.favourite))
        self.undo_button.clicked.connect(self.bring_back)
        self.model.unseen_changed.connect(self.unseen_changed)
        self.model.modelReset.connect(self._follow)
        self.model.rowsInserted.connect(self._follow)
        self.model.rowsRemoved.connect(self._follow)
        self.model.dataChanged.connect(self._chosen)
        self._session.selection_changed.connect(self._chosen)

    # ------------------------------------------------------------------------------------- what is chosen

    @property
    def chosen(self) -> tuple[Result, ...]:
        """The chosen results, as they stand in the view."""
        rows = sorted(self.view.selectionModel().selectedIndexes(), key=lambda index: index.row())
        return tuple(result for index in rows if (result := self.model.result(index)) is not None)

    def choose(self, result_id: str) -> None:
        """Choose one result and bring it into view."""
        index = self.model.index_of(result_id)
        if index.isValid():
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.view.selectionModel().setCurrentIndex(index, flag)
            self.view.scrollTo(index)

    def show_only(self, shown: Shown) -> None:
        """Show all, the favourites, or the last variations as a grid."""
        self.show_buttons[shown].setChecked(True)
        group = ""
        if shown is Shown.VARIATIONS and self.chosen:
            group = getattr(self.chosen[0].purpose, "group", "")
        self.model.show(shown, group)
        self._size_tiles()
        self._follow()

    def compare(self) -> CompareDialog:
        """Compare the chosen result with the canvas, or the first two chosen with each other."""
        chosen = self.chosen or self._results.all[:1]
        left, right = ("", chosen[0].id) if len(chosen) == 1 else (chosen[0].id, chosen[1].id)
        thumbnails = {r.id: self.model.index_of(r.id).data(THUMBNAIL) for r in self._results.all}
        dialog = CompareDialog(
            candidates(self._results, self._session.document, thumbnails), left, right, self.window()
        )
        dialog.apply_asked.connect(self._apply_named)
        dialog.open()
        return dialog

    def save(self) -> None:
        """Ask for a place and save a copy of the chosen result there."""
        if self.chosen:
            saving = SaveResult(self.chosen[0].stored, self)
            saving.failed.connect(self.trouble)
            saving.saved.connect(self._tell_saved)
            saving.ask()

    def _tell_saved(self, path: Path) -> None:
        self.words.setText(self.tr("Saved as {path}").format(path=path))
        self.words.show()

    def bring_back(self) -> None:
        """Undo the last deletion."""
        if self._taken is not None:
            self._results.restore(self._taken)
            self._taken = None
            self.undo_button.hide()

    def _each(self, act: object, *, every: bool = False) -> None:
        assert callable(act)
        for result in self.chosen if every else self.chosen[:1]:
            act(result)

    def _apply_at(self, index: QModelIndex) -> None:
        if (result := self.model.result(index)) is not None:
            self._results.apply(result)

    def _apply_named(self, result_id: str) -> None:
        if (result := self._results.find(result_id)) is not None:
            self._results.apply(result)

    def _mark(self, favourite: bool) -> None:
        for result in self.chosen:
            self._results.set_favourite(result, favourite)

    def _vary(self, result: Result) -> None:
        for _ in range(VARIATIONS):
            self._results.repaint(result, random_seed())

    def _delete(self, result: Result) -> None:
        self._taken = result
        self.undo_button.show()
        self.words.show()
        self._results.remove(result)

    def _reveal(self) -> None:
        if self.chosen:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.chosen[0].stored.path.parent)))

    def _menu(self, at: QPoint) -> None:
        if not self.chosen:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([self.apply_action, self.part_action, self.compare_action])
        menu.addSeparator()
        menu.addActions([self.again_action, self.more_action, self.transfer_action, self.enlarge_action])
        menu.addSeparator()
        menu.addActions([self.star_action, self.save_action, self.reveal_action, self.delete_action])
        menu.popup(self.view.viewport().mapToGlobal(at))

    # -------------------------------------------------------------------------------------------- showing

    def _follow(self) -> None:
        words = {
            Shown.ALL: self.tr("What is painted for this document appears here."),
            Shown.FAVOURITES: self.tr("Nothing is marked yet. Press F on a picture to mark it."),
            Shown.VARIATIONS: self.tr("No variations yet. Paint some from the paint panel."),
        }[self.model.shown]
        there = self.model.rowCount() > 0
        self.empty.setText(words)
        self.empty.setVisible(not there)
        self.view.setVisible(there)
        self._size_tiles()
        self._open_eyes()
        self._chosen()

    def _chosen(self) -> None:
        chosen = self.chosen
        for action in self.actions():
            action.setEnabled(bool(chosen))
        self.part_action.setEnabled(bool(chosen) and self._session.selection is not None)
        self.star_action.setChecked(bool(chosen) and all(r.stored.favourite for r in chosen))
        self.star_action.setIcon(icon("star-filled" if self.star_action.isChecked() else "star"))
        if len(chosen) == 1:
            self.words.setText(self.model.tell(chosen[0]).replace("\n", " · "))
        elif chosen:
            self.words.setText(self.tr("{count} pictures chosen").format(count=len(chosen)))
        else:
            self.words.setText("")
        self.words.setVisible(bool(chosen) or self.undo_button.isVisibleTo(self))

    def _size_tiles(self) -> None:
        """Tiles fill the width: variations as a square grid, other results in as many columns as there is
        room for.
        """
        room = self.view.viewport().width() - 2
        if self.model.shown is Shown.VARIATIONS and self.model.awaited:
            columns = math.ceil(math.sqrt(self.model.awaited))
            side = max(96, min(420, room // columns - GAP))
        else:
            side = max(96, min(180, room // max(1, room // (TILE + GAP)) - GAP))
        aspect = self._aspect()
        if (side, aspect) != (self.tile.side, self.tile.aspect):
            self.tile.side, self.tile.aspect = side, aspect
            self.view.setIconSize(QSize(side, side))
            self.view.doItemsLayout()

    def _aspect(self) -> float:
        """Height over width of the tallest picture, so that tiles waste no room."""
        shapes = [r.stored.height / r.stored.width for r in self._results.all if r.stored.width]
        return min(1.5, max(0.4, *shapes)) if shapes else 1.0

    def _open_eyes(self) -> None:
        if self._in_sight() and self.model.unseen and not self._eyes.isActive():
            self._eyes.start()

    def _in_sight(self) -> bool:
        """A panel behind the tab of another counts as visible for Qt, but none of it is."""
        return self.isVisible() and not self.visibleRegion().isEmpty()

    def _look(self) -> None:
        if self._in_sight() and not self.window().isMinimized():
            sight = self.view.viewport().rect()
            rows = range(self.model.rowCount())
            self.model.mark_seen(
                row for row in rows if self.view.visualRect(self.model.index(row)).intersects(sight)
            )

    def showEvent(self, event: QShowEvent, /) -> None:  # noqa: N802
        super().showEvent(event)
        self._open_eyes()

    def hideEvent(self, event: QHideEvent, /) -> None:  # noqa: N802
        super().hideEvent(event)
        self._eyes.stop()

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: N802
        super().paintEvent(event)
        self._open_eyes()  # a tab that comes to the front is painted, and tells nothing else

    def resizeEvent(self, event: QResizeEvent, /) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._size_tiles()
