"""A list of the results for quick looking up. Only a copy of what the picture files say: it may be lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

VERSION = 1
BUSY_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class IndexRow:
    """What the index knows of the picture ``file`` (relative to the store's folder, with slashes). ``size``
    and ``mtime_ns`` tell whether the file is still the one that was read; ``when`` is in seconds since 1970.
    """

    file: str
    size: int
    mtime_ns: int
    when: float
    document: str
    job: str
    seed: int
    width: int
    height: int
    text: str


class ResultIndex:
    """Rows by file. A damaged, locked or unwritable index is as good as none; nothing here raises."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def rows(self) -> dict[str, IndexRow]:
        """All rows; empty where the index cannot be read."""
        found: dict[str, IndexRow] = {}
        try:
            with closing(self._open()) as db:
                for row in db.execute("SELECT * FROM results"):
                    values: list[Any] = [
                        x.decode("utf-8", "surrogatepass") if isinstance(x, bytes) else x for x in row
                    ]
                    if _sound(values):
                        found[values[0]] = IndexRow(*values)
        except (sqlite3.Error, OSError, UnicodeError, OverflowError):
            return {}
        return found

    def put(self, rows: Iterable[IndexRow]) -> None:
        """Add or replace."""
        marks = ", ".join("?" * len(fields(IndexRow)))
        values = [tuple(_blob(getattr(row, f.name)) for f in fields(row)) for row in rows]
        self._write(f"INSERT OR REPLACE INTO results VALUES ({marks})", values)

    def drop(self, files: Iterable[str]) -> None:
        """Forget."""
        self._write("DELETE FROM results WHERE file=?", [(_blob(file),) for file in files])

    def _write(self, statement: str, values: list[tuple[object, ...]]) -> None:
        if not values:
            return
        try:
            with closing(self._open()) as db, db:
                db.executemany(statement, values)
        except sqlite3.DatabaseError as error:
            if not isinstance(error, sqlite3.OperationalError):  # damaged: begin anew
                with suppress(OSError):
                    self._path.unlink(missing_ok=True)
        except (sqlite3.Error, OSError, UnicodeError, OverflowError):
            return

    def _open(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._path, timeout=BUSY_SECONDS)
        try:
            if db.execute("PRAGMA user_version").fetchone()[0] != VERSION:
                db.execute("DROP TABLE IF EXISTS results")
                db.execute(
                    "CREATE TABLE results (file BLOB PRIMARY KEY, size INTEGER, mtime_ns INTEGER, time REAL,"
                    " document BLOB, job BLOB, seed INTEGER, width INTEGER, height INTEGER, text BLOB)"
                )
                db.execute(f"PRAGMA user_version={VERSION}")
        except sqlite3.Error:
            db.close()
            raise
        return db


def _blob(value: object) -> object:
    """SQLite's own text takes neither lone surrogates nor zeros."""
    return value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value


def _sound(row: Sequence[object]) -> bool:
    kinds = (str, int, int, float, str, str, int, int, int, str)
    return len(row) == len(kinds) and all(isinstance(v, k) for v, k in zip(row, kinds, strict=True))
