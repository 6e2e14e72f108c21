"""Where a painter keeps its ranks, layer by layer, and which part of the work was measured to lie where."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from artmaster_desktop.app.painter_shelf import Shelved
from artmaster_desktop.core.errors import ArtmasterError
from artmaster_desktop.core.painter import Role
from artmaster_desktop.core.rank_map import LayerRank
from artmaster_desktop.core.sensitivity import Axis
from artmaster_desktop.ui.fields import WordLabel
from artmaster_desktop.ui.messages import explain
from artmaster_desktop.ui.mixing.gate_pictures import group_names, noise_names
from artmaster_desktop.ui.panels.painters_model import language
from artmaster_desktop.ui.panels.regions_painter import role_name
from artmaster_desktop.ui.widgets.background import Background
from artmaster_desktop.ui.widgets.heat import paint_table
from artmaster_desktop.ui.widgets.tint import quiet

CELL = (34, 24)
"""Pixels."""

Ranks = Callable[[Path], tuple[LayerRank, ...]]


class HeatTable(QWidget):
    """A titled table of ``shades`` in [0, 1] with ``texts``, ``down`` and ``across`` named at its sides."""

    def __init__(
        self,
        title: str,
        across: Sequence[str],
        down: Sequence[str],
        shades: Sequence[Sequence[float]],
        texts: Sequence[Sequence[str]],
        parent: QWidget,
        cell: tuple[int, int] = CELL,
    ) -> None:
        super().__init__(parent)
        self.title, self.across, self.down = title, across, down
        self.shades, self.texts, self._cell = shades, texts, cell
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(title)
        rows = (f"{name}: " + " ".join(row) for name, row in zip(down, texts, strict=True))
        self.setAccessibleDescription("; ".join(rows))

    def _side(self) -> int:
        return 12 + max((self.fontMetrics().horizontalAdvance(name) for name in self.down), default=0)

    def sizeHint(self) -> QSize:  # noqa: N802
        width = self._side() + len(self.across) * self._cell[0] + 2
        height = 2 * self.fontMetrics().height() + 12 + len(self.down) * self._cell[1] + 2
        return QSize(max(width, self.fontMetrics().horizontalAdvance(self.title) + 4), height)

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: N802
        painter, palette = QPainter(self), self.palette()
        line = self.fontMetrics().height()
        left, top = self._side(), 2 * line + 10
        painter.setPen(palette.color(QPalette.ColorRole.WindowText))
        painter.drawText(0, line, self.title)
        painter.setPen(quiet(palette))
        wide, high = self._cell
        for j, name in enumerate(self.across):
            head = QRectF(left + j * wide, top - line - 2, wide, line)
            painter.drawText(head, Qt.AlignmentFlag.AlignCenter, name)
        for i, name in enumerate(self.down):
            side = QRectF(0, top + i * high, left - 8, high)
            painter.drawText(side, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, name)
        room = QRectF(left + 0.5, top + 0.5, wide * len(self.across), high * len(self.down))
        paint_table(painter, room, self.shades, self.texts, palette)
        painter.end()


class RankPictures(QDialog):
    """Reads the painter's file beside the window with ``ranks``, and draws what it finds."""

    def __init__(self, one: Shelved, ranks: Ranks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name = one.named(language())
        self.setWindowTitle(self.tr("Where {name} keeps its ranks").format(name=name))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.tables: list[HeatTable] = []
        self.words = WordLabel(self.tr("Reading the painter…"), self, secondary=True)
        self._page = QWidget(self)
        self._column = QVBoxLayout(self._page)
        self._column.setSpacing(16)
        self._show_measured(one)
        self._column.addStretch(1)
        scroll = QScrollArea(self, widgetResizable=True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(self._page)
        scroll.setAccessibleName(self.tr("Pictures of the painter"))
        scroll.setToolTip(
            self.tr(
                "Numbers in the layers are effective ranks: how many directions a change really has. Shades "
                "are its strength."
            )
        )
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.button(QDialogButtonBox.StandardButton.Close).setToolTip(self.tr("Put it away (Esc)"))
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(10)
        column.addWidget(self.words)
        column.addWidget(scroll, 1)
        column.addWidget(buttons)
        self.resize(640, 600)
        file = one.painter.file
        self._background = Background(self, threads=1)
        self._background.run(lambda: ranks(file), self._show_ranks, self._tell)

    def _tell(self, error: Exception) -> None:
        said = explain(error).what if isinstance(error, ArtmasterError) else str(error)
        self.words.setText(said)

    def _show_ranks(self, found: tuple[LayerRank, ...]) -> None:
        told = self.tr("{count} layers. Number: effective rank. Shade: strength of the change.")
        self.words.setText(told.format(count=len(found)))
        titles = {"double": self.tr("Double blocks"), "single": self.tr("Single blocks")}
        for place, (kind, title) in enumerate(titles.items()):
            cells = {(one.layer, one.block): one for one in found if one.kind == kind}
            if not cells:
                continue
            layers, blocks = sorted({key[0] for key in cells}), sorted({key[1] for key in cells})
            rows = [[cells.get((layer, block)) for block in blocks] for layer in layers]
            shades = [[one.strength if one else 0.0 for one in row] for row in rows]
            texts = [[f"{one.rank:.0f}" if one else "" for one in row] for row in rows]
            across = [str(block) for block in blocks]
            table = HeatTable(title, across, layers, shades, texts, self._page)
            self._add(table, place)

    def _show_measured(self, one: Shelved) -> None:
        """The maps of composition, colour and brushwork, where they were measured."""
        axes = {Axis.LAYOUT: Role.COMPOSITION, Axis.PALETTE: Role.COLOUR, Axis.STROKE: Role.BRUSHWORK}
        for known in one.painter.sensitivities[:1]:
            for axis, role in axes.items():
                cells = known.shares(axis)
                most = max(max(row) for row in cells) or 1.0
                shades = [[value / most for value in row] for row in cells]
                texts = [[f"{value * 100:.0f} %" for value in row] for row in cells]
                title = self.tr("{part}: which blocks and noise it changes with").format(part=role_name(role))
                self._add(
                    HeatTable(title, noise_names(), group_names(), shades, texts, self._page, (64, 24)),
                    len(self.tables),
                )

    def _add(self, table: HeatTable, place: int) -> None:
        self.tables.insert(place, table)
        self._column.insertWidget(place, table)
        table.show()
