"""The texts that were painted, for finding them again. They are the artist's: never in logs or reports."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import platformdirs

from artmaster_desktop.core.errors import SaveFailed
from artmaster_desktop.storage.atomic import atomic_write
from artmaster_desktop.storage.codec import UnreadableData, loads

VERSION = 1
MOST = 500
LONGEST = 20_000
MAX_BYTES = 64 << 20


def default_path() -> Path:
    """The file in the program's data folder."""
    return Path(platformdirs.user_data_dir("artmaster-desktop", appauthor=False)) / "prompts.json"


class PromptHistory:
    """The last MOST different texts, the latest first. A damaged file is set aside, and begun anew."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._texts = self._read()

    @property
    def texts(self) -> tuple[str, ...]:
        """All of them, the latest first."""
        return tuple(self._texts)

    def find(self, part: str, most: int = 50) -> tuple[str, ...]:
        """Those that hold every word of ``part``, in whatever case."""
        words = part.casefold().split()
        found = (text for text in self._texts if all(word in text.casefold() for word in words))
        return tuple(text for text, _ in zip(found, range(most), strict=False))

    def add(self, text: str) -> None:
        """``text`` was painted. Raises SaveFailed; then it is remembered until the program ends."""
        text = text.strip()[:LONGEST]
        if text and (not self._texts or self._texts[0] != text):
            self._texts = [text, *(old for old in self._texts if old != text)][:MOST]
            self._write()

    def forget(self, text: str | None = None) -> None:
        """Forget one text, or all. Raises SaveFailed."""
        self._texts = [] if text is None else [old for old in self._texts if old != text]
        self._write()

    def _write(self) -> None:
        content = json.dumps({"version": VERSION, "texts": self._texts}, indent=0).encode("ascii")

        def write(stream: BinaryIO) -> None:
            stream.write(content)

        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SaveFailed(self._path, error.errno or 0, error.strerror or str(error)) from error
        atomic_write(self._path, write)

    def _read(self) -> list[str]:
        try:
            with self._path.open("rb") as stream:
                raw = stream.read(MAX_BYTES)
        except (OSError, ValueError):
            return []
        try:
            data = loads(raw)
        except UnreadableData:
            data = None
        texts = data.get("texts") if isinstance(data, dict) and data.get("version") == VERSION else None
        if not isinstance(texts, list):
            with suppress(OSError):
                self._path.replace(self._path.with_name(self._path.name + ".damaged"))
            return []
        kept = dict.fromkeys(text[:LONGEST] for text in texts if isinstance(text, str) and text)
        return list(kept)[:MOST]
