"""The mixing strip: pictures that the engine paints from one painter to another, to choose the weights by
eye.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from artmaster_desktop.app.desk import PaintDesk
from artmaster_desktop.app.jobs import Entry, JobQueue
from artmaster_desktop.app.painter_shelf import PainterShelf, Shelved
from artmaster_desktop.app.purpose import Mix
from artmaster_desktop.app.session import Session
from artmaster_desktop.core.errors import ArtmasterError
from artmaster_desktop.core.event import Finished, Preview, Progress
from artmaster_desktop.core.painter import PainterRef
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.ui.fields import image_of, tool_button
from artmaster_desktop.ui.messages import explain
from artmaster_desktop.ui.panels.mix_cells import Cell, MixCells
from artmaster_desktop.ui.panels.painters_hiring import mixed
from artmaster_desktop.ui.panels.painters_model import MIME, language
from artmaster_desktop.ui.panels.painters_pictures import fitted
from artmaster_desktop.ui.widgets.background import Background
from artmaster_desktop.ui.widgets.quiet_label import quiet_label

SIDE = 640
"""Pixels: longest side of a picture that is kept here; the result store keeps all of it."""
MOST = 9


class PainterChoice(QComboBox):
    """One end of the strip: a list of the painters, on which one can also be dropped."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)

    def show_painters(self, painters: tuple[Shelved, ...], otherwise: int) -> None:
        """List ``painters``; who was chosen stays chosen, else it is number ``otherwise``."""
        chosen = self.slug
        blocked = self.blockSignals(True)
        self.clear()
        for one in painters:
            self.addItem(one.named(language()), one.painter.slug)
        known = self.findData(chosen) if chosen else -1
        self.setCurrentIndex(known if known >= 0 else min(otherwise, len(painters) - 1))
        self.blockSignals(blocked)

    @property
    def slug(self) -> str:
        """Of the painter that is chosen, "" for nobody."""
        return str(self.currentData() or "")

    def choose(self, slug: str) -> None:
        index = self.findData(slug)
        if index >= 0:
            self.setCurrentIndex(index)

    def dragEnterEvent(self, event: QDragEnterEvent, /) -> None:  # noqa: N802
        if event.mimeData().hasFormat(MIME):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent, /) -> None:  # noqa: N802
        slug = bytes(event.mimeData().data(MIME).data()).decode("utf-8", "ignore")
        if self.findData(slug) >= 0:
            self.choose(slug)
            event.acceptProposedAction()


class MixStrip(QWidget):
    """Orders strips from ``desk`` and shows them as they come from ``queue``. A picture that is chosen gives
    its weights to the session's active region (or the whole canvas), where all other painters then rest.
    """

    def __init__(
        self,
        session: Session,
        desk: PaintDesk,
        queue: JobQueue,
        shelf: PainterShelf,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._desk, self._queue, self._shelf = session, desk, queue, shelf
        self._strip = ""
        self._ends: tuple[PainterRef, PainterRef] | None = None
        self._background = Background(self, threads=1)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        column.addLayout(self._painters())
        self.cells = MixCells(self)
        column.addWidget(self.cells)
        self.weights = quiet_label("", self)
        self.weights.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self.weights)
        column.addLayout(self._foot())
        self.message = quiet_label("", self)
        column.addWidget(self.message)
        column.addStretch(1)
        self._listen()
        self._show_shelf()

    # ------------------------------------------------------------------------------------------- building

    def _painters(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        self.one, self.other = PainterChoice(self), PainterChoice(self)
        for choice, name in ((self.one, self.tr("From")), (self.other, self.tr("To"))):
            choice.setAccessibleName(name)
            choice.setToolTip(self.tr("A painter to mix; one can be dropped here"))
            choice.currentIndexChanged.connect(lambda _: self._other_painters())
            row.addWidget(choice, 1)
        swap = tool_button("swap", self.tr("The other way round"), self)
        swap.clicked.connect(self._swap)
        row.insertWidget(1, swap)
        return row

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        self.count = QSpinBox(self)
        self.count.setRange(3, MOST)
        self.count.setSingleStep(2)
        self.count.setValue(5)
        self.count.setSuffix(self.tr(" pictures"))
        self.count.setAccessibleName(self.tr("Pictures in the strip"))
        self.count.setToolTip(self.tr("How many pictures the strip has; each is one small painting"))
        self.count.valueChanged.connect(lambda _: self._other_painters())
        tip = self.tr("Paint the pictures between both painters, with one seed")
        self.paint_button = tool_button("mix", tip, self, text=self.tr("Paint"))
        self.paint_button.clicked.connect(self.paint)
        self.stop_button = tool_button("cancel", self.tr("Stop painting this strip"), self)
        self.stop_button.clicked.connect(self.stop)
        self.apply_button = tool_button(
            "apply", self.tr("Give these weights to the active region (Enter)"), self, text=self.tr("Use")
        )
        self.apply_button.clicked.connect(lambda: self.apply(self.cells.at))
        row.addWidget(self.count)
        row.addWidget(self.paint_button)
        row.addWidget(self.stop_button)
        row.addStretch(1)
        row.addWidget(self.apply_button)
        return row

    def _listen(self) -> None:
        self.cells.moved.connect(lambda _: self._show_weights())
        self.cells.chosen.connect(self.apply)
        self._shelf.changed.connect(self._show_shelf)
        self._session.active_changed.connect(self._show_weights)
        self._session.changed.connect(self._show_weights)
        self._queue.changed.connect(self._show_buttons)
        self._queue.progressed.connect(self._progressed)
        self._queue.previewed.connect(self._previewed)
        self._queue.finished.connect(self._finished)
        self._queue.failed.connect(self._failed)
        self._queue.cancelled.connect(self._cancelled)

    # ---------------------------------------------------------------------------------------------- doing

    def mix(self, one: Shelved, other: Shelved) -> None:
        """Choose both painters, as the painters panel asks for it."""
        self.one.choose(one.painter.slug)
        self.other.choose(other.painter.slug)

    def paint(self) -> None:
        """Order a strip of the document as it is now, in place of one that is still being painted."""
        one, other = self._shelf.find(self.one.slug), self._shelf.find(self.other.slug)
        if one is None or other is None or one is other:
            return
        self.stop()
        count = self.count.value()
        self.cells.clear(count, one.painter.palette, other.painter.palette)
        self.message.setText("")
        self._ends = (one.ref, other.ref)
        self._strip = self._desk.mix(self._session.active_region, one.ref, other.ref, count)
        self._show_buttons()

    def stop(self) -> None:
        """Cancel what is left of the strip; the pictures that are there stay."""
        for entry in self._queue.entries:
            if not entry.ended and self._index(entry) is not None:
                self._queue.cancel(entry.id)

    def apply(self, at: float) -> None:
        """Give the active region (or the whole canvas) the weights at ``at`` in [0, 1]; a step to undo."""
        ends = self._ends or self._chosen()
        if ends is not None:
            self._session.apply(mixed(self._session.document, self._session.active_region, *ends, at))

    def _swap(self) -> None:
        one, other = self.one.slug, self.other.slug
        self.one.choose(other)
        self.other.choose(one)
        self.cells.set_at(1.0 - self.cells.at)

    # --------------------------------------------------------------------------------------------- showing

    def _chosen(self) -> tuple[PainterRef, PainterRef] | None:
        one, other = self._shelf.find(self.one.slug), self._shelf.find(self.other.slug)
        if one is None or other is None or one is other:
            return None
        return one.ref, other.ref

    def _show_shelf(self) -> None:
        self.one.show_painters(self._shelf.painters, 0)
        self.other.show_painters(self._shelf.painters, 1)
        if self._ends is None:
            self._other_painters()
        self._show_buttons()

    def _other_painters(self) -> None:
        """The strip that is shown is of others: it goes."""
        one, other = self._shelf.find(self.one.slug), self._shelf.find(self.other.slug)
        self.stop()
        self._strip, self._ends = "", None
        palettes = [() if end is None else end.painter.palette for end in (one, other)]
        self.cells.clear(self.count.value(), *palettes)
        self.message.setText("")
        self._show_buttons()
        self._show_weights()

    def _show_weights(self) -> None:
        one, other = self._shelf.find(self.one.slug), self._shelf.find(self.other.slug)
        if one is None or other is None:
            self.weights.setText(self.tr("Two painters are needed."))
            return
        if one is other:
            self.weights.setText(self.tr("Choose two different painters."))
            return
        document, region = self._session.document, self._session.active_region
        name = next((r.name or r.id for r in document.regions if r.id == region), self.tr("the whole canvas"))
        share = round(self.cells.at * 100)
        said = self.tr("{left} % {one} · {right} % {other}\nfor {place}")
        names = {"one": one.named(language()), "other": other.named(language()), "place": name}
        self.weights.setText(said.format(left=100 - share, right=share, **names))

    def _show_buttons(self) -> None:
        able = self._chosen() is not None
        ours = any(not entry.ended and self._index(entry) is not None for entry in self._queue.entries)
        self.paint_button.setEnabled(able and not ours)
        self.apply_button.setEnabled(able)
        self.stop_button.setVisible(ours)

    # -------------------------------------------------------------------------------------- from the engine

    def _index(self, entry: Entry | None) -> int | None:
        """Which place of the strip that is shown the entry paints."""
        if entry is None or not isinstance(entry.purpose, Mix) or entry.purpose.strip != self._strip:
            return None
        return entry.purpose.index

    def _progressed(self, event: Progress) -> None:
        entry = self._queue.find(event.job)
        index = self._index(entry)
        if entry is not None and index is not None:
            self.cells.set_progress(index, min(entry.progress, 0.99))

    def _previewed(self, event: Preview) -> None:
        index = self._index(self._queue.find(event.job))
        if index is not None:
            done = self.cells.cells[index].progress
            self.cells.set_cell(index, Cell(image_of(event.pixels), max(done, 0.01)))

    def _finished(self, entry: Entry, event: Finished) -> None:
        index = self._index(entry)
        if index is None:
            return
        strip, pixels = self._strip, event.pixels

        def show(picture: QImage) -> None:
            if strip == self._strip:
                self.cells.set_cell(index, Cell(picture, 1.0))

        self._background.run(lambda: small_picture(pixels), show)

    def _failed(self, entry: Entry, error: ArtmasterError) -> None:
        index = self._index(entry)
        if index is not None:
            self.cells.set_cell(index, Cell(failed=True))
            self.message.setText(str(explain(error)))

    def _cancelled(self, entry: Entry) -> None:
        index = self._index(entry)
        if index is not None and self.cells.cells[index].progress < 1.0:
            self.cells.set_cell(index, Cell())


def small_picture(pixels: Pixels, side: int = SIDE) -> QImage:
    """A painting (uint8 RGB ``[H, W, 3]``) with no side above ``side``: rows and columns are left out first,
    so that a large canvas is not copied as a whole.
    """
    stride = max(1, max(pixels.shape[:2]) // (2 * side))
    return fitted(image_of(np.ascontiguousarray(pixels[::stride, ::stride])), side)
