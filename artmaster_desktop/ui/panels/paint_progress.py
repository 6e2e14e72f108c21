"""The painting that is under way: what forms, how far it is, how long it takes, and the way out."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from artmaster_desktop.app.jobs import Entry
from artmaster_desktop.core.event import Preview, Stage
from artmaster_desktop.ui.fields import image_of, tool_button
from artmaster_desktop.ui.messages import left_text, placement_text, stage_text
from artmaster_desktop.ui.widgets.elided_label import ElidedLabel
from artmaster_desktop.ui.widgets.tint import line, mix, quiet

SIDE = 76


class Thumbnail(QWidget):
    """A picture in a rounded square, or its empty place."""

    def __init__(self, side: int = SIDE, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = QImage()
        self.setFixedSize(QSize(side, side))

    @property
    def picture(self) -> QImage:
        return self._picture

    def set_picture(self, picture: QImage) -> None:
        self._picture = picture
        self.update()

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform, True
        )
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        outline = QPainterPath()
        outline.addRoundedRect(frame, 5, 5)
        painter.fillPath(outline, mix(self.palette().window().color(), quiet(self.palette()), 0.12))
        if not self._picture.isNull():
            size = self._picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatioByExpanding)
            place = QRectF(0, 0, size.width(), size.height())
            place.moveCenter(frame.center())
            painter.setClipPath(outline)
            painter.drawImage(place, self._picture)
            painter.setClipping(False)
        painter.setPen(line(self.palette(), 0.2))
        painter.drawPath(outline)
        painter.end()


class PaintProgress(QFrame):
    """Shows the running entry. ``cancel_asked`` tells the press of its button."""

    cancel_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._job = ""
        self.thumbnail = Thumbnail(parent=self)
        self.thumbnail.setToolTip(self.tr("The picture as it forms"))
        self.thumbnail.setAccessibleName(self.thumbnail.toolTip())
        self.stage = ElidedLabel("", self)
        self.left = ElidedLabel("", self, secondary=True)
        self.left.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.place = ElidedLabel("", self, secondary=True)
        self.bar = QProgressBar(self)
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(8)
        self.bar.setAccessibleName(self.tr("Progress of the painting"))
        self.cancel_button = tool_button(
            "cancel", self.tr("Stop this painting now (Esc)"), self, text=self.tr("Cancel")
        )
        self.cancel_button.clicked.connect(self.cancel_asked)
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addWidget(self.stage, 1)
        top.addWidget(self.left)
        bottom = QHBoxLayout()
        bottom.addWidget(self.place, 1)
        bottom.addWidget(self.cancel_button)
        column = QVBoxLayout()
        column.setSpacing(3)
        column.addLayout(top)
        column.addWidget(self.bar)
        column.addLayout(bottom)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.thumbnail)
        row.addLayout(column, 1)

    def show_waiting(self) -> None:
        """An order is on its way to the queue: the model or the plan is not ready yet."""
        self._job = ""
        self.thumbnail.set_picture(QImage())
        self.stage.setText(self.tr("Preparing"))
        self.left.setText("")
        self.place.setText("")
        self.bar.setRange(0, 0)

    def show_entry(self, entry: Entry) -> None:
        """Show how far ``entry`` is."""
        if entry.id != self._job:
            self._job = entry.id
            self.thumbnail.set_picture(QImage())
        self.bar.setRange(0, 1000)
        self.bar.setValue(round(entry.progress * 1000))
        self.stage.setText(stage_text(entry.stage or Stage.LOADING))
        self.left.setText(left_text(entry.seconds_left))
        place = placement_text(entry.placement) if entry.placement else ""
        self.place.setText(place)
        self.place.setToolTip(f"{place}\n{entry.placement.reason}" if entry.placement else "")

    def show_preview(self, preview: Preview) -> None:
        """The forming picture of the running entry."""
        if preview.job == self._job:
            self.thumbnail.set_picture(image_of(preview.pixels))
