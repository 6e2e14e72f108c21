"""Numbers as shades: tables and maps in the palette's own colours, so that they suit light and dark."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPalette

from artmaster_desktop.ui.widgets.tint import line, mix


def shade(palette: QPalette, value: float) -> QColor:
    """From the palette's base at 0 to its highlight at 1 and above."""
    base, strong = palette.color(QPalette.ColorRole.Base), palette.color(QPalette.ColorRole.Highlight)
    return mix(base, strong, min(1.0, max(0.0, value)))


def ink(palette: QPalette, value: float) -> QColor:
    """The colour of a number written on ``shade(palette, value)``: black or white, whichever shows."""
    ground = shade(palette, value)
    bright = 0.299 * ground.redF() + 0.587 * ground.greenF() + 0.114 * ground.blueF()
    return QColor(20, 20, 20) if bright > 0.5 else QColor(245, 245, 245)


def map_image(values: NDArray[np.float32], palette: QPalette) -> QImage:
    """``values`` ``[H, W]`` in [0, 1] as a picture of one pixel a cell."""
    low, high = shade(palette, 0.0), shade(palette, 1.0)
    ends = [np.array([c.red(), c.green(), c.blue()], np.float32) for c in (low, high)]
    part = np.clip(values, 0.0, 1.0)[:, :, None]
    rgb = np.ascontiguousarray(np.rint(ends[0] + (ends[1] - ends[0]) * part).astype(np.uint8))
    height, width = values.shape
    return QImage(rgb.tobytes(), width, height, width * 3, QImage.Format.Format_RGB888).copy()


def paint_table(
    painter: QPainter,
    room: QRectF,
    shades: Sequence[Sequence[float]],
    texts: Sequence[Sequence[str]],
    palette: QPalette,
) -> None:
    """Cells of one size that fill ``room``: ``shades`` in [0, 1], ``texts`` written in them."""
    across, down = room.width() / len(shades[0]), room.height() / len(shades)
    for i, (row, words) in enumerate(zip(shades, texts, strict=True)):
        for j, (value, text) in enumerate(zip(row, words, strict=True)):
            cell = QRectF(room.left() + j * across, room.top() + i * down, across, down)
            painter.fillRect(cell, shade(palette, value))
            painter.setPen(line(palette))
            painter.drawRect(cell)
            painter.setPen(ink(palette, value))
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, text)
