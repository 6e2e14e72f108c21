"""Two small plots of a training: the loss, and the ranks in use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from artmaster_desktop.ui.widgets.tint import line, quiet

MOST_POINTS = 400
Points = Sequence[tuple[int, float]]


@dataclass(frozen=True, slots=True)
class Curve:
    """(step, value) pairs under a ``name``. ``faint`` ones are drawn thin, ``dotted`` ones with dots."""

    name: str
    points: Points
    colour: QColor
    faint: bool = False
    dotted: bool = False


class Plot(QWidget):
    """Curves over the steps of a run. Its values are told to screen readers as a sentence."""

    def __init__(self, title: str, empty: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._empty = title, empty
        self._curves: tuple[Curve, ...] = ()
        self._steps = 1
        self.setAccessibleName(title)
        self.setMinimumSize(220, 130)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def curves(self) -> tuple[Curve, ...]:
        return self._curves

    def show_curves(self, curves: Sequence[Curve], steps: int) -> None:
        """``steps`` is how long the run will be."""
        self._curves = tuple(curve for curve in curves if curve.points)
        self._steps = max(1, steps)
        last = [f"{curve.name}: {curve.points[-1][1]:.4g}" for curve in self._curves]
        self.setAccessibleDescription(", ".join(last))
        self.setToolTip("\n".join(last))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(380, 170)

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        ground = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(line(palette), 1.0))
        painter.setBrush(palette.color(QPalette.ColorRole.Base))
        painter.drawRoundedRect(ground, 6, 6)
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        height = self.fontMetrics().height()
        painter.drawText(QRectF(10, 6, ground.width() - 20, height), self._title)
        if not self._curves:
            painter.setPen(quiet(palette))
            painter.drawText(ground, int(Qt.AlignmentFlag.AlignCenter), self._empty)
        else:
            self._legend(painter, ground, height)
            self._draw(painter, ground.adjusted(52, height + 16, -14, -height - 8))
        painter.end()

    def _legend(self, painter: QPainter, ground: QRectF, height: int) -> None:
        x = ground.right() - 12
        for curve in reversed(self._curves):
            width = self.fontMetrics().horizontalAdvance(curve.name)
            painter.setPen(quiet(self.palette()))
            painter.drawText(QPointF(x - width, 6 + self.fontMetrics().ascent()), curve.name)
            painter.setPen(QPen(curve.colour, 2.5))
            painter.drawLine(QPointF(x - width - 20, 7 + height / 2), QPointF(x - width - 6, 7 + height / 2))
            x -= width + 32

    def _draw(self, painter: QPainter, area: QRectF) -> None:
        values = [value for curve in self._curves for _, value in curve.points]
        low, high = min(values), max(values)
        room = (high - low) * 0.08 or abs(high) * 0.1 or 1.0
        low, high = low - room, high + room
        last = max(self._steps, *(curve.points[-1][0] for curve in self._curves))
        metrics = self.fontMetrics()
        painter.setPen(QPen(line(self.palette(), 0.12), 1.0))
        for part in (0.0, 0.5, 1.0):
            y = area.bottom() - part * area.height()
            painter.setPen(QPen(line(self.palette(), 0.12), 1.0))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(quiet(self.palette()))
            text = f"{low + part * (high - low):.3g}"
            width = metrics.horizontalAdvance(text)
            painter.drawText(QPointF(area.left() - width - 8, y + metrics.ascent() / 2 - 1), text)
        painter.drawText(QPointF(area.left(), area.bottom() + metrics.ascent() + 4), "0")
        end = str(last)
        place = QPointF(area.right() - metrics.horizontalAdvance(end), area.bottom() + metrics.ascent() + 4)
        painter.drawText(place, end)
        for curve in self._curves:
            spots = [
                QPointF(
                    area.left() + step / last * area.width(),
                    area.bottom() - (value - low) / (high - low) * area.height(),
                )
                for step, value in thinned(curve.points)
            ]
            self._stroke(painter, curve, spots)

    def _stroke(self, painter: QPainter, curve: Curve, spots: Sequence[QPointF]) -> None:
        colour = QColor(curve.colour)
        colour.setAlphaF(0.35 if curve.faint else 1.0)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, 1.0 if curve.faint else 2.0))
        path = QPainterPath(spots[0])
        for spot in spots[1:]:
            path.lineTo(spot)
        painter.drawPath(path)
        if curve.dotted or len(spots) == 1:
            painter.setBrush(colour)
            for spot in spots:
                painter.drawEllipse(spot, 2.6, 2.6)


def thinned(points: Points, most: int = MOST_POINTS) -> list[tuple[float, float]]:
    """At most ``most`` points: the means of as many steps one after the other."""
    size = -(-len(points) // most)
    if size <= 1:
        return [(float(step), value) for step, value in points]
    groups = [points[start : start + size] for start in range(0, len(points), size)]
    return [
        (sum(step for step, _ in group) / len(group), sum(value for _, value in group) / len(group))
        for group in groups
    ]


def smoothed(points: Points, decay: float = 0.95) -> list[tuple[int, float]]:
    """A running mean: single steps jump, for each sees another noise."""
    found: list[tuple[int, float]] = []
    mean = 0.0
    for number, (step, value) in enumerate(points, start=1):
        keep = min(decay, 1.0 - 1.0 / number)
        mean = keep * mean + (1.0 - keep) * value
        found.append((step, mean))
    return found
