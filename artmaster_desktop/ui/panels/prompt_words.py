"""The vocabulary that ships with the program, read once, and the language to write it in."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PySide6.QtCore import QLocale

from artmaster_desktop.core.vocabulary import Vocabulary, read_vocabulary

_folder = Path(__file__).resolve().parents[3] / "resources" / "vocabulary"


def set_vocabulary_folder(folder: Path) -> None:
    """Where the shelves lie; for a frozen program, before the first panel is made."""
    global _folder  # noqa: PLW0603 - one vocabulary for the one application
    _folder = folder
    vocabulary.cache_clear()


@cache
def vocabulary() -> Vocabulary:
    """All shelves; some thirty kilobytes, read in a few milliseconds."""
    return read_vocabulary(file.read_text(encoding="utf-8") for file in sorted(_folder.glob("*.json")))


def tag_language(chosen: str) -> str:
    """ "zh" or "en" for the language ``chosen`` in the settings; "" is the system's."""
    return "zh" if (chosen or QLocale().name()).startswith("zh") else "en"
