"""The one writer of user files: after it, a file is the old one or the new one, never something between.

The new content is written to a temporary file in the same folder, flushed to the disk, checked, and only then
renamed over the old one (POSIX ``rename`` and Windows ``ReplaceFile`` are atomic); last the folder itself is
flushed, so that the new name survives a power cut.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import stat
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import BinaryIO

from artmaster_desktop.core.errors import SaveFailed

REPLACE_TRIES = 10
REPLACE_PAUSE = 0.2
"""Seconds between tries where another program (a virus scanner, a cloud folder) holds the file."""

BACKUPS = ("~", "~2")
"""Ends of the names of the two versions before."""

LEFTOVER_AGE = 3600.0
"""Seconds after which a temporary file of a killed save is swept away by the next one."""


def atomic_write(
    path: Path,
    write: Callable[[BinaryIO], None],
    *,
    verify: Callable[[Path], None] | None = None,
    keep_backup: bool = False,
) -> None:
    """Replace ``path`` by what ``write`` puts into the file it is given.

    A symbolic link stays one: its target is replaced. ``verify`` reads the finished temporary file and raises
    if it is not good. ``keep_backup`` leaves the old content beside it as ``name~``, and the one before that
    as ``name~2``. Permissions of the old file are kept. Raises SaveFailed for every refusal of the system;
    whatever is raised, by ``write`` and ``verify`` too, the old file is untouched and no temporary one stays.
    """
    try:
        target = Path(os.path.realpath(path))
        mode = _mode_of(target)
        _sweep(target)
        temporary = target.with_name(f".{target.name}.{os.getpid()}.{secrets.token_hex(4)}.tmp")
        try:
            _fill(temporary, write, mode)
            if verify is not None:
                verify(temporary)
            if keep_backup and mode is not None:
                _back_up(target)
            _replace(temporary, target)
        finally:
            temporary.unlink(missing_ok=True)
        _flush_folder(target.parent)
    except OSError as error:
        raise SaveFailed(path, error.errno or 0, error.strerror or str(error)) from error


def write_file(path: Path, content: bytes) -> None:
    """``core.ports.FileWriter`` for this disk: folders are made where they are missing. Raises SaveFailed."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise SaveFailed(path, fault.errno or 0, fault.strerror or str(fault)) from fault
    atomic_write(path, partial(_put, content))


def _put(content: bytes, file: BinaryIO) -> None:
    file.write(content)


def _mode_of(target: Path) -> int | None:
    """Permission bits of the old file, None where there is none; only an ordinary file may be replaced."""
    try:
        found = target.stat()
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(21, "a folder has this name")
    if not stat.S_ISREG(found.st_mode):
        raise OSError(22, "not an ordinary file")
    return stat.S_IMODE(found.st_mode)


def _fill(temporary: Path, write: Callable[[BinaryIO], None], mode: int | None) -> None:
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    with os.fdopen(os.open(temporary, flags, 0o666), "w+b") as file:
        write(file)
        file.flush()
        if mode is not None:
            temporary.chmod(mode)
        os.fsync(file.fileno())


def _back_up(target: Path) -> None:
    """``name~`` becomes the old content, ``name~2`` what that was; ``name`` is there all the while."""
    newest, oldest = (target.with_name(target.name + end) for end in BACKUPS)
    held = target.with_name(f".{target.name}.{os.getpid()}.{secrets.token_hex(4)}.tmp")
    try:
        try:
            os.link(target, held)
        except OSError:  # FAT and some network folders have no hard links
            shutil.copy2(target, held)
        if newest.is_file():
            _replace(newest, oldest)
        _replace(held, newest)
    finally:
        held.unlink(missing_ok=True)


def _replace(source: Path, target: Path) -> None:
    for attempt in range(REPLACE_TRIES):
        try:
            source.replace(target)
        except PermissionError:
            if os.name != "nt" or attempt == REPLACE_TRIES - 1:
                raise
            time.sleep(REPLACE_PAUSE)
        else:
            return


def _sweep(target: Path) -> None:
    """Remove temporary files that killed saves of this very file left behind."""
    oldest = time.time() - LEFTOVER_AGE
    prefix = f".{target.name}."
    for name in os.listdir(target.parent):  # noqa: PTH208  names with [ or * are no patterns
        if name.startswith(prefix) and name.endswith(".tmp"):
            leftover = target.with_name(name)
            with contextlib.suppress(OSError):
                if leftover.lstat().st_mtime < oldest:
                    leftover.unlink()


def _flush_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows has no handle for that; its journal orders the rename
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
