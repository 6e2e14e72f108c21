"""Sample sheets of a training: the same prompts and seeds, epoch after epoch."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QSlider, QVBoxLayout, QWidget

from artmaster_desktop.core.training_event import SampleSheet
from artmaster_desktop.ui.fields import image_of
from artmaster_desktop.ui.widgets.tint import line, quiet


class SheetPicture(QWidget):
    """One sheet, as large as there is room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self.message = ""
        self.setMinimumHeight(130)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_image(self, image: QImage) -> None:
        self._image = image
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(640, 190)

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        room = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self._image.isNull():
            painter.setPen(line(self.palette()))
            painter.drawRoundedRect(room, 6, 6)
            painter.setPen(quiet(self.palette()))
            painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), self.message)
        else:
            scale = min(room.width() / self._image.width(), room.height() / self._image.height())
            size = self._image.width() * scale, self._image.height() * scale
            painter.drawImage(QRectF(room.center().x() - size[0] / 2, room.top(), *size), self._image)
        painter.end()


class SheetView(QWidget):
    """The latest sheet; the slider goes back to earlier ones."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheets: tuple[SampleSheet, ...] = ()
        self.picture = SheetPicture(self)
        self.picture.setAccessibleName(self.tr("Samples"))
        self.picture.message = self.tr("Samples with fixed seeds appear here as the painter learns.")
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setToolTip(self.tr("Earlier samples: the same prompts with the same seeds"))
        self.slider.setAccessibleName(self.tr("Step of the samples"))
        self.slider.valueChanged.connect(lambda _: self._show())
        self.step = QLabel("", self)
        row = QHBoxLayout()
        row.addWidget(self.step)
        row.addWidget(self.slider, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.picture, 1)
        column.addLayout(row)
        self.show_sheets(())

    def show_sheets(self, sheets: Sequence[SampleSheet]) -> None:
        """All of them; the newest is shown unless the artist looks at an earlier one."""
        at_end = self.slider.value() >= len(self._sheets) - 1
        self._sheets = tuple(sheets)
        self.slider.setVisible(len(sheets) > 1)
        self.slider.setRange(0, max(0, len(sheets) - 1))
        if at_end:
            self.slider.setValue(len(sheets) - 1)
        self._show()

    def _show(self) -> None:
        if not self._sheets:
            self.picture.show_image(QImage())
            self.step.setText("")
            return
        sheet = self._sheets[min(self.slider.value(), len(self._sheets) - 1)]
        self.picture.show_image(image_of(sheet.pixels))
        self.picture.setToolTip("\n".join(sheet.prompts))
        self.step.setText(self.tr("After step {step}").format(step=sheet.step))
