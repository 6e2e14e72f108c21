"""Texts in a PNG (PNG 3rd edition, section 11.3.4): found without unpacking a pixel, and put into one."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from artmaster_desktop.core.errors import NoJobInPicture, ReadFailed
from artmaster_desktop.storage.codec import UnreadableData
from artmaster_desktop.storage.limits import MAX_JOB_BYTES
from artmaster_desktop.storage.png import SIGNATURE

_KINDS = (b"tEXt", b"zTXt", b"iTXt")
_HEADER_END = len(SIGNATURE) + 25


def text_in(path: Path, key: str) -> bytes | None:
    """The text under ``key``, unpacked to at most MAX_JOB_BYTES; None where there is none. Chunks of pixels
    are passed over. Raises ReadFailed where the file or the text is not readable, NoJobInPicture where it is
    no PNG.
    """
    try:
        with path.open("rb") as file:
            if file.read(len(SIGNATURE)) != SIGNATURE:
                raise NoJobInPicture(path)
            for kind, content in _texts(file):
                keyword, _, rest = content.partition(b"\0")
                if keyword == key.encode("ascii"):
                    return _unpacked(kind, rest)
    except OSError as error:
        raise ReadFailed(path, error.strerror or str(error)) from error
    except UnreadableData as error:
        raise ReadFailed(path, str(error)) from error
    return None


def with_texts(png: bytes, texts: Mapping[str, str]) -> bytes:
    """``png`` with ``texts`` right after its header: packed where they are Latin, else as UTF-8."""
    return png[:_HEADER_END] + b"".join(_chunk_of(*text) for text in texts.items()) + png[_HEADER_END:]


def chunk(kind: bytes, data: bytes) -> bytes:
    """One chunk of a PNG."""
    return b"".join(
        (struct.pack(">I", len(data)), kind, data, struct.pack(">I", zlib.crc32(data, zlib.crc32(kind))))
    )


def _chunk_of(key: str, text: str) -> bytes:
    name = key.encode("latin-1") + b"\0"
    if text.isascii():
        return chunk(b"zTXt", name + b"\0" + zlib.compress(text.encode("ascii")))
    return chunk(b"iTXt", name + b"\0\0\0\0" + text.encode("utf-8"))


def _texts(file: BinaryIO) -> Iterator[tuple[bytes, bytes]]:
    """Every chunk of text as (type, content), its checksum verified."""
    while len(head := file.read(8)) == 8:
        length, kind = struct.unpack(">I4s", head)
        if kind not in _KINDS:
            file.seek(length + 4, 1)
            continue
        if length > MAX_JOB_BYTES:
            raise UnreadableData(kind.decode("latin-1"), "the text is too long")
        content, check = file.read(length), file.read(4)
        if len(content) < length or len(check) < 4:
            raise UnreadableData("", "the picture is cut off")
        if zlib.crc32(content, zlib.crc32(kind)) != struct.unpack(">I", check)[0]:
            raise UnreadableData(kind.decode("latin-1"), "damaged")
        yield kind, content


def _unpacked(kind: bytes, rest: bytes) -> bytes:
    """The text of a chunk after its keyword."""
    packed = kind == b"zTXt"
    if kind == b"zTXt":
        rest = rest[1:]  # compression method, 0
    elif kind == b"iTXt":
        packed = rest[:1] == b"\x01"
        rest = rest[2:].split(b"\0", 2)[-1]  # flag, method, language, translated keyword
    if packed:
        try:
            unpacker = zlib.decompressobj()
            rest = unpacker.decompress(rest, MAX_JOB_BYTES)
        except zlib.error as error:
            raise UnreadableData("", "damaged text") from error
        if not unpacker.eof:
            raise UnreadableData("", "the text is cut off or too long")
    return rest
