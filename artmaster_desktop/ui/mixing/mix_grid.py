"""Pictures between three or four painters as a square: each corner is one painter alone."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from artmaster_desktop.app.desk import PaintDesk
from artmaster_desktop.app.jobs import Entry, JobQueue
from artmaster_desktop.app.mix_grid import MixGrid, corner_shares, corner_weights
from artmaster_desktop.app.painter_shelf import Shelved
from artmaster_desktop.app.purpose import Mix
from artmaster_desktop.app.session import Session
from artmaster_desktop.core.errors import ArtmasterError
from artmaster_desktop.core.event import Finished
from artmaster_desktop.ui.fields import WordLabel, tool_button
from artmaster_desktop.ui.messages import explain
from artmaster_desktop.ui.panels.mix_strip import small_picture
from artmaster_desktop.ui.panels.painters_hiring import shared_out
from artmaster_desktop.ui.panels.painters_model import language

SIDE = 3
"""Pictures along an edge: nine small paintings are soon there, and enough to see where to go."""
CELL = 168
"""Pixels."""
FRAMES = """
    QToolButton { border: 1px solid palette(mid); border-radius: 4px; background: palette(base); }
    QToolButton:focus { border: 2px solid palette(highlight); }
    QToolButton:checked { border: 4px solid palette(highlight); }
"""


class MixGridDialog(QDialog):
    """Orders the square for ``region`` ("" = the whole canvas) and shows it as it comes. The weights of the
    chosen picture go to the region, where other painters then rest.
    """

    def __init__(
        self,
        session: Session,
        desk: PaintDesk,
        queue: JobQueue,
        painters: Sequence[Shelved],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Between painters"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session, self._desk, self._queue = session, desk, queue
        self._painters, self._region = tuple(painters), session.active_region
        self._refs = tuple(one.ref for one in painters)
        self._grid: MixGrid | None = None
        self.cells: list[QToolButton] = []
        self._group = QButtonGroup(self)
        self.words = WordLabel(parent=self, secondary=True)
        self.message = WordLabel(parent=self, secondary=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(10)
        column.addLayout(self._square())
        column.addWidget(self.words)
        column.addWidget(self.message)
        column.addLayout(self._foot())
        self._group.idClicked.connect(lambda _: self._tell())
        queue.finished.connect(self._finished)
        queue.failed.connect(self._failed)
        queue.changed.connect(self._show_buttons)
        self.finished.connect(lambda _: self.stop())
        self.cells[0].setChecked(True)
        self._tell()
        self._show_buttons()

    def _square(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(4)
        for index in range(SIDE * SIDE):
            cell = QToolButton(self)
            cell.setCheckable(True)
            cell.setFixedSize(QSize(CELL, CELL))
            cell.setIconSize(QSize(CELL - 10, CELL - 10))
            cell.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            cell.setStyleSheet(FRAMES)
            cell.setText(self._weights(index).replace(" · ", "\n"))  # until there is a picture
            cell.setAccessibleName(self._weights(index))
            cell.setToolTip(self._weights(index))
            self._group.addButton(cell, index)
            self.cells.append(cell)
            grid.addWidget(cell, index // SIDE, index % SIDE)
        return grid

    def _foot(self) -> QHBoxLayout:
        tip = self.tr("Paint nine small pictures with one seed, each corner by one painter alone")
        self.paint_button = tool_button("mix", tip, self, text=self.tr("Paint"))
        self.paint_button.clicked.connect(self.paint)
        self.stop_button = tool_button("cancel", self.tr("Stop painting this square"), self)
        self.stop_button.clicked.connect(self.stop)
        tip = self.tr("Give the region the weights of the chosen picture; it can be undone")
        self.apply_button = tool_button("apply", tip, self, text=self.tr("Use"))
        self.apply_button.clicked.connect(self.apply)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.button(QDialogButtonBox.StandardButton.Close).setToolTip(self.tr("Put it away (Esc)"))
        buttons.rejected.connect(self.reject)
        row = QHBoxLayout()
        for button in (self.paint_button, self.stop_button, self.apply_button):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(buttons)
        return row

    # ---------------------------------------------------------------------------------------------- doing

    def paint(self) -> None:
        """Order the square of the document as it is now."""
        self.stop()
        for cell in self.cells:
            cell.setIcon(QIcon())
        self.message.setText("")
        try:
            self._grid = MixGrid.of(self._session.document, self._region, self._refs, SIDE)
        except ArtmasterError as error:  # the region is gone
            self.message.setText(explain(error).what)
            return
        for order in self._grid.orders:
            self._desk.take(order)
        self._show_buttons()

    def stop(self) -> None:
        """Cancel what is left; the pictures that are there stay."""
        for entry in self._queue.entries:
            if not entry.ended and self._index(entry) is not None:
                self._queue.cancel(entry.id)

    def apply(self) -> None:
        """Give the chosen picture's weights to the region; a step to undo."""
        shares = corner_shares(self._refs, *self._at(self._group.checkedId()))
        self._session.apply(shared_out(self._session.document, self._region, shares))

    # --------------------------------------------------------------------------------------------- showing

    def _at(self, index: int) -> tuple[float, float]:
        return index % SIDE / (SIDE - 1), index // SIDE / (SIDE - 1)

    def _weights(self, index: int) -> str:
        weights = corner_weights(len(self._painters), *self._at(index))
        told = zip(self._painters, weights, strict=True)
        return " · ".join(f"{part * 100:.0f} % {one.named(language())}" for one, part in told if part)

    def _tell(self) -> None:
        self.words.setText(self._weights(self._group.checkedId()))

    def _show_buttons(self) -> None:
        ours = any(not entry.ended and self._index(entry) is not None for entry in self._queue.entries)
        self.paint_button.setEnabled(not ours)
        self.stop_button.setVisible(ours)

    def _index(self, entry: Entry) -> int | None:
        """Which picture of the square the entry paints."""
        purpose = entry.purpose
        ours = isinstance(purpose, Mix) and self._grid is not None and purpose.strip == self._grid.id
        return purpose.index if isinstance(purpose, Mix) and ours else None

    def _finished(self, entry: Entry, event: Finished) -> None:
        index = self._index(entry)
        if index is not None:
            self.cells[index].setIcon(QIcon(QPixmap.fromImage(small_picture(event.pixels, CELL))))

    def _failed(self, entry: Entry, error: ArtmasterError) -> None:
        if self._index(entry) is not None:
            self.message.setText(str(explain(error)))
