"""The names of layers and regions in the examples that ship, in the artist's language.

Their prompts stay as they are: which words a model follows depends on what it was taught in, so a translation
could paint another picture than the one that the example shows.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from artmaster_desktop.ui.i18n import marked

_NAMES = (
    marked("Examples", "Paper"),
    marked("Examples", "Ink"),
    marked("Examples", "Peaks"),
    marked("Examples", "Night sky"),
    marked("Examples", "Reed bank"),
    marked("Examples", "Willow bank"),
    marked("Examples", "Left mountain"),
    marked("Examples", "Right bank"),
)


def example_name(name: str) -> str:
    """A layer's or region's name; one that no example has stays as it is."""
    return QCoreApplication.translate("Examples", name) if name in _NAMES else name
