"""The painters as the window shows them: the library read by a worker, with what their cards say besides.

Reading hashes every file once, so the window never does it; the first ``refresh`` fills the shelf a moment
after the window is there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, BinaryIO

from PySide6.QtCore import QFile, QObject

from artmaster_desktop.app.folder_shelf import FolderShelf
from artmaster_desktop.core.errors import PainterFileError, SaveFailed
from artmaster_desktop.core.painter import Painter, PainterRef
from artmaster_desktop.storage.atomic import atomic_write
from artmaster_desktop.storage.library import PainterLibrary
from artmaster_desktop.storage.painter_facts import CARD, MAX_ITEMS, MAX_NAME, MAX_TEXT, clean_text, read_card


class Flaw(Enum):
    """What is not as it should be with a painter that can paint all the same."""

    CARD = "its card cannot be read"
    PICTURES = "it has no pictures"


@dataclass(frozen=True, slots=True)
class Shelved:
    """A painter with what its card says for people: ``favourites`` are the motifs it was taught most,
    ``descriptions`` are (language, text). ``enlarged`` says how many works an
    upscaler made larger first. ``own`` tells one in the artist's folder: it may be renamed and
    removed, a shipped one may not.
    """

    painter: Painter
    favourites: tuple[str, ...] = ()
    descriptions: tuple[tuple[str, str], ...] = ()
    flaws: tuple[Flaw, ...] = ()
    own: bool = False
    artist: str = ""
    period: str = ""
    enlarged: str = ""

    @property
    def ref(self) -> PainterRef:
        return PainterRef(self.painter.slug, self.painter.sha256)

    def named(self, language: str) -> str:
        """The name in ``language`` ("en", "zh"), else the one that the card gives first."""
        return dict(self.painter.names).get(language) or self.painter.name

    def described(self, language: str) -> str:
        """The description in ``language``, else the card's own."""
        return dict(self.descriptions).get(language) or self.painter.description

    @property
    def words(self) -> str:
        """Everything that a search may find the painter by, in lower case."""
        painter = self.painter
        told = (painter.name, painter.slug, painter.trigger, painter.base, painter.description)
        names = (name for _, name in painter.names)
        texts = (text for _, text in self.descriptions)
        return "\n".join((*told, *names, *texts, *painter.tags, *self.favourites)).casefold()


class PainterShelf(FolderShelf):
    """The painters of ``library``; ``own_folder`` is the artist's."""

    def __init__(self, library: PainterLibrary, own_folder: Path, parent: QObject | None = None) -> None:
        super().__init__("painters", parent)
        self._library, self._own_folder = library, own_folder
        self._painters: tuple[Shelved, ...] = ()
        self._problems: tuple[PainterFileError, ...] = ()

    @property
    def library(self) -> PainterLibrary:
        return self._library

    @property
    def own_folder(self) -> Path:
        return self._own_folder

    @property
    def painters(self) -> tuple[Shelved, ...]:
        """As of the last ``refresh``; nobody before the first one is done."""
        return self._painters

    @property
    def problems(self) -> tuple[PainterFileError, ...]:
        """Files in the folders that are no painters, and why."""
        return self._problems

    def find(self, slug: str) -> Shelved | None:
        return next((one for one in self._painters if one.painter.slug == slug), None)

    def rename(self, one: Shelved, name: str) -> None:
        """Give a painter of the artist's own another name, in its card."""
        self._then_refresh(lambda: write_name(one.painter, name))

    def remove(self, one: Shelved) -> None:
        """Move a painter of the artist's own to the system's trash."""
        self._then_refresh(lambda: to_trash(one.painter))

    def _look(self) -> Callable[[], None]:
        self._library.refresh()
        shelved = tuple(shelve(painter, self._own_folder) for painter in self._library.all())
        problems = tuple(self._library.problems)

        def put() -> None:
            self._painters, self._problems = shelved, problems

        return put


def shelve(painter: Painter, own_folder: Path) -> Shelved:
    """``painter`` with the rest of its card. Reads the card; no fault of it is raised."""
    card = read_card(painter.file)
    file = painter.file.with_name(CARD)
    flaws = []
    if not card and painter.file.parent.name == painter.file.stem and file.exists():
        flaws.append(Flaw.CARD)
    if not painter.samples:
        flaws.append(Flaw.PICTURES)
    own = painter.file.is_relative_to(own_folder)
    told = (clean_text(card.get(name), MAX_TEXT) for name in ("artist", "period", "enlarged_works"))
    return Shelved(painter, _favourites(card), _descriptions(card), tuple(flaws), own, *told)


def write_name(painter: Painter, name: str) -> None:
    """Put ``name`` into the painter's card; what else it says stays. Raises SaveFailed."""
    clean = clean_text(name, MAX_NAME)
    file = painter.file.with_name(CARD)
    if painter.file.parent.name != painter.file.stem:
        raise SaveFailed(file, 0, "a painter without a folder of its own has no card")
    card = {"slug": painter.slug, **read_card(painter.file), "name": clean or painter.slug}
    content = json.dumps(card, ensure_ascii=False, indent=2).encode()

    def fill(stream: BinaryIO) -> None:
        stream.write(content)

    atomic_write(file, fill, keep_backup=True)


def to_trash(painter: Painter) -> None:
    """Move the painter's folder (or its file, where it has none of its own) to the trash. Raises
    SaveFailed; then everything is where it was.
    """
    folder = painter.file.parent
    target = folder if folder.name == painter.file.stem else painter.file
    if not QFile(str(target)).moveToTrash():
        raise SaveFailed(target, 0, "the system has no trash for this folder")


def _favourites(card: Mapping[str, Any]) -> tuple[str, ...]:
    found = card.get("favourites")
    items = found[:MAX_ITEMS] if isinstance(found, list) else []
    return tuple(text for text in (clean_text(item, MAX_NAME) for item in items) if text)


def _descriptions(card: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    prefix = "description_"
    pairs = ((key.removeprefix(prefix), card[key]) for key in sorted(card) if key.startswith(prefix))
    clean = ((language, clean_text(text, MAX_TEXT)) for language, text in pairs if len(language) == 2)
    return tuple((language, text) for language, text in clean if text)
