"""The journal's SQLite file: what is in it, who holds it, and its failures as types.

SQLite in WAL mode with ``synchronous=FULL`` keeps a committed transaction through a killed process and a
power cut (https://www.sqlite.org/wal.html). ``locking_mode=EXCLUSIVE`` holds the system's lock on the file
until it is closed or its process ends: a second program finds it in use, a killed one leaves no stale lock.
POSIX locks of a process end where *any* handle of it to the file is closed: nothing but SQLite may open it.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from artmaster_desktop.core.errors import (
    JournalDamaged,
    JournalInUse,
    JournalTooNew,
    ReadFailed,
    SaveFailed,
    StorageError,
)
from artmaster_desktop.core.raster import TileKey

FORMAT = 1
SUFFIX = ".journal"
BIN = "bin"
PAGE = 16_384
WAL_PAGES = 1_024
WAL_LIMIT = 64 << 20
MAX_CELL = 256 << 20
"""Bytes of one value that we read from a file from elsewhere."""

EMPTY = "empty"
"""The reason of damage where nothing was ever committed."""

READ_SECONDS = 60.0
"""After which reading a journal is given up: a damaged index can send SQLite in circles."""

_SCHEMA = """
CREATE TABLE parts (name TEXT PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE tiles (layer BLOB NOT NULL, y INTEGER NOT NULL, x INTEGER NOT NULL, data BLOB,
                    PRIMARY KEY (layer, y, x));
CREATE TABLE edits (number INTEGER PRIMARY KEY, time REAL NOT NULL, revision INTEGER NOT NULL,
                    name BLOB NOT NULL);
CREATE TABLE jobs (id BLOB PRIMARY KEY, time REAL NOT NULL, state TEXT NOT NULL, title BLOB NOT NULL,
                   data BLOB NOT NULL);
CREATE TABLE results (id BLOB PRIMARY KEY, time REAL NOT NULL, path BLOB NOT NULL)
"""
_ERRNOS = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_READONLY: errno.EROFS,
    sqlite3.SQLITE_CANTOPEN: errno.ENOENT,
    sqlite3.SQLITE_PERM: errno.EACCES,
    sqlite3.SQLITE_TOOBIG: errno.EFBIG,
    sqlite3.SQLITE_NOMEM: errno.ENOMEM,
}


Tile = tuple[bytes, int, int, bytes | None]
"""Layer id, row, column, packed pixels; None where the base has a tile and the layer no longer does."""


def as_blob(text: str) -> bytes:
    """Any text, lone surrogates and zeros too, which SQLite's own text cannot hold."""
    return text.encode("utf-8", "surrogatepass")


def as_text(blob: object) -> str:
    """What ``as_blob`` was given, as far as it can be shown."""
    return blob.decode("utf-8", "replace") if isinstance(blob, bytes) else str(blob)


class JournalFile:
    """One open journal, held by this process alone. Used by one thread at a time."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._db = connection

    @classmethod
    def create(cls, path: Path) -> JournalFile:
        """A new, empty journal. Raises SaveFailed."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SaveFailed(path, error.errno or 0, error.strerror or str(error)) from error
        db: sqlite3.Connection | None = None
        try:
            db = _connect(path)
            db.execute(f"PRAGMA page_size={PAGE}")
            db.execute("PRAGMA auto_vacuum=INCREMENTAL")
            _hold(db)
            journal = cls(path, db)
            with journal.transaction():
                for statement in _SCHEMA.split(";"):
                    db.execute(statement)
                db.execute(f"PRAGMA user_version={FORMAT}")
            return journal
        except sqlite3.Error as error:
            if db is not None:
                db.close()
            raise failure(path, error) from error

    @classmethod
    def open(cls, path: Path) -> JournalFile:
        """A journal that is there; what a killed program committed is rolled in.

        Raises JournalInUse, JournalDamaged, JournalTooNew, or ReadFailed where the disk refuses.
        """
        try:
            if path.stat().st_size + _size(path.with_name(path.name + "-wal")) == 0:
                raise JournalDamaged(path, EMPTY)
        except OSError as error:
            raise ReadFailed(path, error.strerror or str(error)) from error
        db: sqlite3.Connection | None = None
        try:
            db = _connect(path)
            end = time.monotonic() + READ_SECONDS
            db.set_progress_handler(lambda: time.monotonic() > end, 100_000)
            _hold(db)
            found = db.execute("PRAGMA user_version").fetchone()[0]
            if found > FORMAT:
                raise JournalTooNew(path, found, FORMAT)
            if found < 1:
                tables = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
                raise JournalDamaged(path, "not a journal" if tables else EMPTY)
            db.execute("SELECT 1 FROM parts LIMIT 1").fetchone()
            return cls(path, db)
        except (sqlite3.Error, UnicodeError, OverflowError) as error:
            if db is not None:
                db.close()
            raise _refusal(path, error) from error
        except StorageError:
            if db is not None:
                db.close()
            raise

    def close(self, *, remove: bool = False) -> None:
        """Let go of it; ``remove`` deletes the file (best effort)."""
        with suppress(sqlite3.Error):
            self._db.close()
        if remove:
            delete(self.path)

    def unhurry(self) -> None:
        """From now on it is written to, and no time limit holds."""
        self._db.set_progress_handler(None, 0)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; raises sqlite3.Error after taking everything back."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                self._db.execute("ROLLBACK")
            raise

    # ------------------------------------------------------------------------------ inside a transaction

    def put_part(self, name: str, data: bytes) -> None:
        self._db.execute("INSERT OR REPLACE INTO parts VALUES (?, ?)", (name, data))

    def put_tiles(self, tiles: Iterable[Tile]) -> None:
        self._db.executemany("INSERT OR REPLACE INTO tiles VALUES (?, ?, ?, ?)", tiles)

    def drop_tile(self, layer: str, key: TileKey) -> None:
        self.drop_row(as_blob(layer), *key)

    def drop_row(self, layer: bytes, row: int, column: int) -> None:
        self._db.execute("DELETE FROM tiles WHERE layer=? AND y=? AND x=?", (layer, row, column))

    def drop_layer(self, layer: str) -> None:
        self._db.execute("DELETE FROM tiles WHERE layer=?", (as_blob(layer),))

    def drop_empty_tiles(self) -> None:
        self._db.execute("DELETE FROM tiles WHERE data IS NULL")

    def add_edit(self, when: float, revision: int, name: str, keep: int) -> None:
        """One line of the list of edits; only the last ``keep`` stay."""
        row = (when, revision, as_blob(name))
        added = self._db.execute("INSERT INTO edits (time, revision, name) VALUES (?, ?, ?)", row).lastrowid
        self._db.execute("DELETE FROM edits WHERE number <= ?", ((added or 0) - keep,))

    def put_job(self, job: str, when: float, state: str, title: str, data: bytes) -> None:
        row = (as_blob(job), when, state, as_blob(title), data)
        self._db.execute("INSERT OR REPLACE INTO jobs VALUES (?, ?, ?, ?, ?)", row)

    def drop_job(self, job: str) -> None:
        self._db.execute("DELETE FROM jobs WHERE id=?", (as_blob(job),))

    def put_result(self, result: str, when: float, path: str) -> None:
        self._db.execute(
            "INSERT OR REPLACE INTO results VALUES (?, ?, ?)", (as_blob(result), when, as_blob(path))
        )

    # ------------------------------------------------------------------------------ reading

    def part(self, name: str) -> bytes | None:
        """Raises JournalDamaged."""
        rows = list(self._rows("SELECT data FROM parts WHERE name=?", (name,)))
        if not rows:
            return None
        if not isinstance(rows[0][0], bytes):
            raise JournalDamaged(self.path, f"{name} is not data")
        return rows[0][0]

    @property
    def blank(self) -> bool:
        """Whether it holds neither edits nor pixels. Raises JournalDamaged."""
        count = "SELECT (SELECT count(*) FROM tiles) + (SELECT count(*) FROM edits)"
        return all(row == (0,) for row in self._rows(count))

    def tiles(self) -> Iterator[tuple[object, ...]]:
        """(layer, row, column, data) as they lie there, unchecked. Raises JournalDamaged, maybe midway."""
        return self._rows("SELECT layer, y, x, data FROM tiles")

    def edits(self) -> Iterator[tuple[object, ...]]:
        """(time, revision, name), the last one first."""
        return self._rows("SELECT time, revision, name FROM edits ORDER BY number DESC")

    def jobs(self) -> Iterator[tuple[object, ...]]:
        """(id, time, state, title, data), the oldest first."""
        return self._rows("SELECT id, time, state, title, data FROM jobs ORDER BY time")

    def results(self) -> Iterator[tuple[object, ...]]:
        """(id, time, path), the oldest first."""
        return self._rows("SELECT id, time, path FROM results ORDER BY time")

    def compact(self, pages: int) -> None:
        """Give up to ``pages`` unused pages back to the disk. Raises sqlite3.Error."""
        # One step of this pragma frees one page; ``execute`` makes one step, ``executescript`` all of them.
        self._db.executescript(f"PRAGMA incremental_vacuum({int(pages)})")

    @property
    def unused_pages(self) -> int:
        return int(self._db.execute("PRAGMA freelist_count").fetchone()[0])

    def _rows(self, statement: str, values: tuple[object, ...] = ()) -> Iterator[tuple[object, ...]]:
        try:
            yield from self._db.execute(statement, values)
        except (sqlite3.Error, UnicodeError, OverflowError, MemoryError) as error:
            raise JournalDamaged(self.path, str(error)[:200]) from error


def discard(journal: Path) -> None:
    """Put a journal that nobody holds into the bin beside it (recovery.py empties it). Raises SaveFailed."""
    target = journal.parent / BIN / journal.name
    try:
        target.parent.mkdir(exist_ok=True)
        for end in ("-wal", ""):
            source = journal.with_name(journal.name + end)
            if source.exists():
                os.utime(source)  # the days in the bin count from now
                source.replace(target.with_name(target.name + end))
    except OSError as error:
        raise SaveFailed(journal, error.errno or 0, error.strerror or str(error)) from error


def damaged(error: sqlite3.Error) -> bool:
    """Whether the file itself is broken, so that trying again is no use."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def delete(path: Path) -> None:
    """Remove a journal that nobody holds, with what SQLite keeps beside it."""
    for name in (path.name, path.name + "-wal", path.name + "-shm", path.name + "-journal"):
        with suppress(OSError):
            path.with_name(name).unlink(missing_ok=True)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def failure(path: Path, error: sqlite3.Error) -> SaveFailed:
    """Why SQLite could not write, with the system's number where it says one."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return SaveFailed(path, _ERRNOS.get(code, errno.EIO), str(error)[:200])


def _refusal(path: Path, error: Exception) -> StorageError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return JournalInUse(path)
    if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR):
        return ReadFailed(path, str(error)[:200])
    return JournalDamaged(path, str(error)[:200])


def _connect(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=0.0, isolation_level=None, check_same_thread=False)
    db.execute("PRAGMA trusted_schema=OFF")
    db.execute("PRAGMA cell_size_check=ON")
    db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_CELL)
    return db


def _hold(db: sqlite3.Connection) -> None:
    """Take the lock and keep it."""
    db.execute("PRAGMA locking_mode=EXCLUSIVE").fetchall()
    db.execute("PRAGMA journal_mode=WAL").fetchall()
    db.execute("PRAGMA synchronous=FULL")
    db.execute(f"PRAGMA wal_autocheckpoint={WAL_PAGES}").fetchall()
    db.execute(f"PRAGMA journal_size_limit={WAL_LIMIT}").fetchall()
    db.execute("BEGIN IMMEDIATE")
    db.execute("COMMIT")
