"""Which letters this machine has no font for, and whose font is not here."""

from __future__ import annotations

from PySide6.QtGui import QFontDatabase, QTextLayout

from artmaster_desktop.core.lettering import Writing
from artmaster_desktop.ui.canvas.tools.lettering import font_of


def undrawable(content: Writing) -> str:
    """The letters of ``content`` that no font has: in their place a box would be drawn."""
    letters = dict.fromkeys("".join(content.text.split()))
    font = font_of(content.family)
    missing = ""
    for letter in letters:
        layout = QTextLayout(letter, font)
        layout.beginLayout()
        layout.createLine()
        layout.endLayout()
        runs = layout.glyphRuns()
        if not runs or any(index == 0 for run in runs for index in run.glyphIndexes()):
            missing += letter
    return missing


def replaced_font(content: Writing) -> str:
    """The font that ``content`` asks for, where it is not installed; else ""."""
    return content.family if content.family and not QFontDatabase.hasFamily(content.family) else ""
