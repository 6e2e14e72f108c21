"""Shades between the colours of the palette, so that one widget suits light and dark."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette


def mix(first: QColor, second: QColor, part: float) -> QColor:
    """``first`` with ``part`` in [0, 1] of ``second``; alpha is mixed too."""
    return QColor.fromRgbF(
        first.redF() + (second.redF() - first.redF()) * part,
        first.greenF() + (second.greenF() - first.greenF()) * part,
        first.blueF() + (second.blueF() - first.blueF()) * part,
        first.alphaF() + (second.alphaF() - first.alphaF()) * part,
    )


def quiet(palette: QPalette, part: float = 0.42) -> QColor:
    """The colour of secondary text: the text colour on its way to the window's."""
    return mix(palette.color(QPalette.ColorRole.WindowText), palette.color(QPalette.ColorRole.Window), part)


def line(palette: QPalette, part: float = 0.14) -> QColor:
    """The colour of hair lines and quiet frames."""
    return mix(palette.color(QPalette.ColorRole.Window), palette.color(QPalette.ColorRole.WindowText), part)


def dark(palette: QPalette) -> bool:
    """Whether text is lighter than its ground."""
    text, ground = palette.color(QPalette.ColorRole.WindowText), palette.color(QPalette.ColorRole.Window)
    return text.lightnessF() > ground.lightnessF()


def amber(palette: QPalette) -> QColor:
    """The colour of warnings, readable on the palette's window."""
    return QColor(240, 180, 70) if dark(palette) else QColor(158, 98, 0)
