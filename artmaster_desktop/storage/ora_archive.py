"""The zip around a project file: read with distrust, written the same way each time.

Nothing is ever unpacked to the disk. All sizes are checked from the directory before a byte is inflated.
"""

from __future__ import annotations

import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from artmaster_desktop.core.errors import DocumentFileError, DocumentProblem, ReadFailed
from artmaster_desktop.storage import limits

MIMETYPE = b"image/openraster"
EPOCH = (1980, 1, 1, 0, 0, 0)

METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
ODD_FLAGS = 0x0001 | 0x0020 | 0x0040 | 0x2000
"""Encryption (weak, strong, of the directory) and patches: bits of APPNOTE.TXT 4.4.4."""

_SAFE_NAME = re.compile(r"(?!/)(?!.*//)[^\x00-\x1f\x7f\\:*?\"<>|]{1,255}")
_READ_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError)
_END = struct.Struct("<4s4H2LH")
_END_MAGIC, _END64_MAGIC = b"PK\x05\x06", b"PK\x06\x07"


class Archive:
    """An open project file whose directory has passed every check. Use as a context manager."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = _open_plain(path)
        try:
            _check_end(path, self._file)
            self._zip = zipfile.ZipFile(self._file)
            self.members = self._checked()
        except (*_READ_ERRORS, ValueError, struct.error) as error:
            self._file.close()
            raise self.error(DocumentProblem.TRUNCATED, detail=str(error)[:200]) from error
        except DocumentFileError:
            self._file.close()
            raise

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()
        self._file.close()

    def error(self, problem: DocumentProblem, member: str = "", detail: str = "") -> DocumentFileError:
        return DocumentFileError(self.path, problem, member, detail)

    def read(self, name: str, limit: int) -> bytes:
        """The bytes of a member, at most ``limit``; raises DocumentFileError if missing or damaged."""
        info = self.members.get(name)
        if info is None:
            raise self.error(DocumentProblem.MISSING_MEMBER, name)
        if info.file_size > limit:
            raise self.error(DocumentProblem.TOO_LARGE, name, f"{info.file_size} bytes")
        try:
            with self._zip.open(info) as member:
                return member.read(limit)
        except _READ_ERRORS as error:
            raise self.error(DocumentProblem.TRUNCATED, name, str(error)[:200]) from error

    def _checked(self) -> dict[str, zipfile.ZipInfo]:
        infos = self._zip.infolist()
        if len(infos) > limits.MAX_MEMBERS:
            raise self.error(DocumentProblem.TOO_LARGE, detail=f"{len(infos)} parts")
        members: dict[str, zipfile.ZipInfo] = {}
        total = 0
        for info in infos:
            name = info.filename
            if not safe_name(name) or info.orig_filename != name or name in members or _is_link(info):
                raise self.error(DocumentProblem.UNSAFE_NAME, repr(name[:100]))
            if info.flag_bits & ODD_FLAGS or info.compress_type not in METHODS:
                raise self.error(DocumentProblem.ENCRYPTED, name)
            total += info.file_size
            packed = max(info.compress_size, 1)
            bomb = info.file_size > limits.RATIO_FREE_BYTES and info.file_size / packed > limits.MAX_RATIO
            if bomb or info.file_size > limits.MAX_MEMBER_BYTES or total > limits.MAX_UNPACKED_BYTES:
                raise self.error(DocumentProblem.TOO_LARGE, name, f"{info.file_size} bytes")
            members[name] = info
        return members


def safe_name(name: str) -> bool:
    """Whether a member name is an ordinary relative path, on every system."""
    return _SAFE_NAME.fullmatch(name) is not None and ".." not in name.split("/")


def _is_link(info: zipfile.ZipInfo) -> bool:
    return stat.S_ISLNK(info.external_attr >> 16)


def _open_plain(path: Path) -> BinaryIO:
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):  # opening a pipe would wait for ever
            raise DocumentFileError(path, DocumentProblem.NOT_A_DOCUMENT, detail="not an ordinary file")
        return path.open("rb")
    except (OSError, ValueError) as error:
        raise ReadFailed(path, getattr(error, "strerror", None) or str(error)) from error


def _check_end(path: Path, file: BinaryIO) -> None:
    """Bound the directory before the zip library reads it whole: 200,000 entries cost 95 MB.

    Finds the end record as ``zipfile`` does. The 64-bit form is for archives that we would refuse anyway.
    """
    size = file.seek(0, 2)
    file.seek(max(0, size - 65_535 - _END.size))
    tail = file.read()
    at = len(tail) - _END.size
    if at < 0 or tail[at : at + 4] != _END_MAGIC or tail[-2:] != b"\0\0":
        at = tail.rfind(_END_MAGIC)
    if at < 0 or len(tail) - at < _END.size:
        file.seek(0)
        problem = DocumentProblem.TRUNCATED if file.read(2) == b"PK" else DocumentProblem.NOT_A_DOCUMENT
        file.close()
        raise DocumentFileError(path, problem)
    _, _, _, _, count, directory, _, _ = _END.unpack_from(tail, at)
    wide = tail[max(0, at - 20) : at].startswith(_END64_MAGIC)
    if wide or count > limits.MAX_MEMBERS or directory > limits.MAX_DIRECTORY_BYTES:
        file.close()
        raise DocumentFileError(path, DocumentProblem.TOO_LARGE, detail=f"{count} parts")
    file.seek(0)


def write_archive(file: BinaryIO, members: Iterable[tuple[str, bytes]]) -> None:
    """A zip with ``mimetype`` first and stored (OpenRaster 0.0.6, file layout), without times of day.

    PNG members are stored: they are compressed already.
    """
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(_info("mimetype", zipfile.ZIP_STORED), MIMETYPE)
        for name, data in members:
            packed = zipfile.ZIP_STORED if name.lower().endswith(".png") else zipfile.ZIP_DEFLATED
            archive.writestr(_info(name, packed), data)


def _info(name: str, compression: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, EPOCH)
    info.compress_type = compression
    info.create_system = 3
    info.external_attr = (stat.S_IFREG | 0o644) << 16
    return info


def verify_archive(path: Path) -> None:
    """Read a just written archive back from the disk; raises OSError where a checksum does not hold."""
    try:
        with zipfile.ZipFile(path) as archive:
            broken = archive.testzip()
    except (zipfile.BadZipFile, zlib.error) as error:
        raise OSError(5, f"the written file does not read back: {error}") from error
    if broken is not None:
        raise OSError(5, f"the written file does not read back: {broken}")
