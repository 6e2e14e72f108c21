"""What the pages with boxes share: the strip of works at the left, the work in the middle, words at the
right.
"""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QSize, Signal
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListView, QVBoxLayout, QWidget

from artmaster_desktop.app.studio import Studio
from artmaster_desktop.core.work import Work
from artmaster_desktop.ui.fields import WordLabel
from artmaster_desktop.ui.messages import explain
from artmaster_desktop.ui.studio.box_view import BoxView
from artmaster_desktop.ui.studio.works_model import ID_ROLE, WorkDelegate, WorksModel

STRIP_SIDE = 92
SIDE_WIDTH = 300


class WorksStrip(QListView):
    """The works one below the other. ``picked`` tells which."""

    picked = Signal(str)

    def __init__(self, model: WorksModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setModel(model)
        self.setItemDelegate(WorkDelegate(STRIP_SIDE, self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setFixedWidth(STRIP_SIDE + 40)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(self.tr("Works"))
        self.setAccessibleDescription(self.tr("Arrow keys go to another work"))
        self.selectionModel().currentChanged.connect(
            lambda now, _: self.picked.emit(str(now.data(ID_ROLE) or ""))
        )

    def select(self, work_id: str) -> None:
        row = self._model.row_of(work_id)
        if row >= 0 and row != self.currentIndex().row():
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(self._model.index(row), flag)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(STRIP_SIDE + 40, 400)


class BoxesPage(QWidget):
    """A work with boxes. Subclasses fill ``side`` and say what the boxes are (``show_boxes``)."""

    picked = Signal(str)

    def __init__(self, studio: Studio, model: WorksModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.studio = studio
        self.work_id = ""
        self.strip = WorksStrip(model, self)
        self.view = BoxView(self)
        self.side = QVBoxLayout()
        self.side.setSpacing(8)
        self.story = WordLabel("", self, secondary=True)
        side = QWidget(self)
        side.setFixedWidth(SIDE_WIDTH)
        side.setLayout(self.side)
        self.side.setContentsMargins(0, 4, 4, 4)
        row = QHBoxLayout(self)
        row.setSpacing(10)
        row.addWidget(self.strip)
        row.addWidget(self.view, 1)
        row.addWidget(side)
        self.strip.picked.connect(self.picked)
        studio.changed.connect(self._changed)
        studio.viewed.connect(self._viewed)
        studio.looked.connect(self._looked)

    @property
    def work(self) -> Work | None:
        return self.studio.oeuvre.find(self.work_id)

    def select(self, work_id: str) -> None:
        """Show a work; its pixels come when they are read."""
        self.work_id = work_id
        self.strip.select(work_id)
        if self.isVisible():
            self.show_work()

    def showEvent(self, event: object, /) -> None:  # noqa: N802
        super().showEvent(event)  # type: ignore[arg-type]
        self.show_work()

    def show_work(self) -> None:
        """The picture and its boxes as they are now."""
        work = self.work
        view = self.studio.view(self.work_id) if work is not None else None
        if view is not None:
            self.view.show_picture(view.pixels)
        else:
            error = self.studio.look(self.work_id).error
            told = explain(error).what if error else self.tr("Looking at the work…")
            self.view.show_picture(None, told if work is not None else self.tr("No works yet."))
        self.show_boxes()

    def show_boxes(self) -> None:
        raise NotImplementedError

    def _changed(self, work_id: str) -> None:
        if self.isVisible() and work_id in ("", self.work_id):
            self.show_boxes()

    def _viewed(self, work_id: str) -> None:
        if self.isVisible() and work_id == self.work_id:
            self.show_work()

    def _looked(self, work_id: str) -> None:
        if self.isVisible() and work_id == self.work_id and self.studio.look(work_id).error:
            self.show_work()
