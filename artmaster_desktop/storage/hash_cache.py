"""sha256 of large files, remembered for as long as a file's size and time of change stay the same."""

from __future__ import annotations

import contextlib
import hashlib
import json
from pathlib import Path
from typing import Any, BinaryIO

from artmaster_desktop.core.errors import SaveFailed
from artmaster_desktop.storage.atomic import atomic_write

VERSION = 1
MAX_CACHE = 16 << 20


class HashCache:
    """A convenience: lost, damaged or unwritable, the hashes are computed again and nothing else happens."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known = self._read()
        self._changed = False

    def sha256(self, file: Path) -> str:
        """The hash of ``file``'s bytes, 64 hexadecimal digits. Raises OSError if it cannot be read."""
        status = file.stat()
        stamp = [status.st_size, status.st_mtime_ns]
        key = str(file.resolve())
        known = self._known.get(key)
        if isinstance(known, list) and len(known) == 3 and known[:2] == stamp and isinstance(known[2], str):
            return known[2]
        with file.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
        self._known[key] = [*stamp, found]
        self._changed = True
        return found

    def save(self) -> None:
        """Write what is new, without files that are gone."""
        if not self._changed:
            return
        files = {key: value for key, value in self._known.items() if Path(key).exists()}
        content = json.dumps({"version": VERSION, "files": files}, indent=0).encode()

        def write(stream: BinaryIO) -> None:
            stream.write(content)

        with contextlib.suppress(SaveFailed, OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            atomic_write(self._path, write)
        self._changed = False

    def _read(self) -> dict[str, Any]:
        try:
            if self._path.stat().st_size > MAX_CACHE:
                return {}
            found = json.loads(self._path.read_bytes())
        except (OSError, ValueError, RecursionError):
            return {}
        known = found.get("files") if isinstance(found, dict) and found.get("version") == VERSION else None
        return known if isinstance(known, dict) else {}
