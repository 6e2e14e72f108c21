"""Pictures of the gate: who paints where on the canvas, in which blocks of the model, at which noise."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from artmaster_desktop.app.desk import PaintDesk
from artmaster_desktop.app.order import Forecast
from artmaster_desktop.app.painter_shelf import PainterShelf
from artmaster_desktop.app.session import Session
from artmaster_desktop.core.gate import BLOCK_GROUPS, NOISE_EDGES, GatePlan, GateRow
from artmaster_desktop.ui.fields import WordLabel
from artmaster_desktop.ui.i18n import marked
from artmaster_desktop.ui.panels.painters_model import language
from artmaster_desktop.ui.widgets.heat import map_image, paint_table
from artmaster_desktop.ui.widgets.tint import line, quiet

MAP = 150
CELL = (58, 26)
LABELS = 128
"""Pixels: the side of a map, a cell, and the room for the names of the block groups."""

GROUPS = {
    "double early": marked("BlockGroup", "Double blocks, early"),
    "double late": marked("BlockGroup", "Double blocks, late"),
    "single early": marked("BlockGroup", "Single blocks, early"),
    "single middle": marked("BlockGroup", "Single blocks, middle"),
    "single late": marked("BlockGroup", "Single blocks, late"),
}


def group_names() -> tuple[str, ...]:
    """The block groups in the artist's language."""
    return tuple(QCoreApplication.translate("BlockGroup", GROUPS[group]) for group in BLOCK_GROUPS)


def noise_names() -> tuple[str, ...]:
    """The noise bins, from the first steps of a painting to the last."""
    return tuple(f"{high:g}–{low:g}" for high, low in pairwise((1.0, *NOISE_EDGES, 0.0)))


class GateRowPicture(QWidget):
    """One painter in one area: its place on the canvas, and its strength by blocks and noise."""

    def __init__(self, plan: GatePlan, row: GateRow, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self.coverage = np.clip(plan.coverage[row.area] * np.float32(row.weight), 0.0, 1.0)
        self.values = tuple(tuple(row.weight * one for one in group) for group in row.profile.weights)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(title)
        told = "; ".join(
            f"{name}: " + " ".join(f"{value:.2f}" for value in group)
            for name, group in zip(group_names(), self.values, strict=True)
        )
        self.setAccessibleDescription(told)
        self.setToolTip(
            self.tr(
                "Left: how strongly the painter paints each place of the canvas. Right: its strength by "
                "depth of the model (rows) and noise, from the first steps to the last (columns)."
            )
        )

    def sizeHint(self) -> QSize:  # noqa: N802
        height = self.fontMetrics().height()
        width = MAP + 24 + LABELS + len(self.values[0]) * CELL[0] + 12
        return QSize(width, 2 * height + 20 + max(MAP, len(self.values) * CELL[1]))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: N802
        painter, palette = QPainter(self), self.palette()
        height = self.fontMetrics().height()
        painter.setPen(palette.color(QPalette.ColorRole.WindowText))
        painter.drawText(0, height, self.title)
        top = 2 * height + 12
        room = len(self.values) * CELL[1]
        rows, columns = self.coverage.shape
        scale = min(MAP / columns, room / rows)
        place = QRectF(0.5, top + 0.5, columns * scale, rows * scale)
        painter.drawImage(place, map_image(self.coverage, palette))
        painter.setPen(line(palette, 0.3))
        painter.drawRect(place)
        left = MAP + 32 + LABELS
        painter.setPen(quiet(palette))
        named = QRectF(MAP + 12, top - height - 4, LABELS + 6, height)
        painter.drawText(named, Qt.AlignmentFlag.AlignRight, self.tr("Noise"))
        for j, name in enumerate(noise_names()):
            head = QRectF(left + j * CELL[0], top - height - 4, CELL[0], height)
            painter.drawText(head, Qt.AlignmentFlag.AlignCenter, name)
        for i, name in enumerate(group_names()):
            side = QRectF(MAP + 12, top + i * CELL[1], LABELS + 6, CELL[1])
            painter.drawText(side, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, name)
        texts = [[f"{value:.2f}" for value in group] for group in self.values]
        table = QRectF(left + 0.5, top + 0.5, len(self.values[0]) * CELL[0], room)
        paint_table(painter, table, self.values, texts, palette)
        painter.end()


class GatePictures(QDialog):
    """Follows the desk's forecast; ``region`` "" shows the whole canvas' own area first."""

    def __init__(
        self,
        session: Session,
        desk: PaintDesk,
        shelf: PainterShelf,
        region: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("The gate: who paints where"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session, self._desk, self._shelf = session, desk, shelf
        self._wanted: str | None = region
        self.rows: list[GateRowPicture] = []
        self.area = QComboBox(self)
        self.area.setAccessibleName(self.tr("Area"))
        self.area.setToolTip(self.tr("Which area of the canvas is shown"))
        self.area.currentIndexChanged.connect(lambda _: self._draw())
        self.words = WordLabel(parent=self, secondary=True)
        self._scroll = QScrollArea(self, widgetResizable=True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setAccessibleName(self.tr("Pictures of the gate"))
        self._scroll.setToolTip(self.tr("One picture for each painter and area"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.button(QDialogButtonBox.StandardButton.Close).setToolTip(self.tr("Put it away (Esc)"))
        buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.addRow(self.tr("Area"), self.area)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(10)
        column.addLayout(form)
        column.addWidget(self.words)
        column.addWidget(self._scroll, 1)
        column.addWidget(buttons)
        self.resize(620, 620)
        desk.notices_changed.connect(self._follow)
        self._follow()

    @property
    def _forecast(self) -> Forecast:
        return self._desk.forecast

    def _follow(self, _notices: object = None) -> None:
        """The areas as they are planned now; the one that was looked at stays."""
        chosen = self.area.currentData() if self._wanted is None else self._wanted
        areas = self._forecast.areas
        blocked = self.area.blockSignals(True)
        self.area.clear()
        self.area.addItem(self.tr("All areas"), "*")
        for area in areas:
            self.area.addItem(self._name(area), area)
        known = self.area.findData(chosen)
        self.area.setCurrentIndex(max(0, known))
        self.area.blockSignals(blocked)
        if areas:
            self._wanted = None
        self._draw()

    def _draw(self) -> None:
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setSpacing(14)
        job, areas = self._forecast.job, self._forecast.areas
        self.rows = []
        for row in job.gates.rows if job is not None else ():
            if self.area.currentData() in ("*", areas[row.area]):
                assert job is not None
                title = self._title(job.painters[row.painter].slug, areas[row.area], row.weight)
                self.rows.append(GateRowPicture(job.gates, row, title, page))
                column.addWidget(self.rows[-1])
        column.addStretch(1)
        self._scroll.setWidget(page)
        if job is None:
            self.words.setText(self.tr("Nothing is known yet: the model is being looked at."))
        elif not self.rows:
            self.words.setText(self.tr("Nobody paints here: the model paints alone."))
        else:
            told = self.tr("{width} × {height} tokens. What is darker, or brighter on dark, is stronger.")
            self.words.setText(told.format(width=job.gates.grid.width, height=job.gates.grid.height))

    def _title(self, slug: str, area: str, weight: float) -> str:
        known = self._shelf.find(slug)
        name = known.named(language()) if known is not None else slug
        said = self.tr("{name} — {area}, weight {weight}")
        return said.format(name=name, area=self._name(area), weight=f"{weight:.2f}")

    def _name(self, area: str) -> str:
        regions = self._session.document.regions
        if not area:
            return self.tr("The rest of the canvas") if regions else self.tr("The whole canvas")
        return next((region.name or region.id for region in regions if region.id == area), area)
