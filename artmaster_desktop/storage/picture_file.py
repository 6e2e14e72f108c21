"""The painted picture as PNG that carries its job, so that it can be painted again from itself.

Text chunks are those of PNG 3rd edition, section 11.3.4: ``artmaster:job`` and ``artmaster:report`` (JSON in
zTXt), beside the usual ``Software`` and ``Description`` for people and other programs. A picture is given
away: paths below the artist's home are written as ``~/...``, so that it does not tell their name.
"""

from __future__ import annotations

import errno
import json
import re
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from PIL.PngImagePlugin import PngInfo

from artmaster_desktop import __version__
from artmaster_desktop.core.errors import NoJobInPicture, ReadFailed
from artmaster_desktop.core.event import PaintReport
from artmaster_desktop.core.job import PaintJob
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.storage.atomic import atomic_write
from artmaster_desktop.storage.codec import Json, UnreadableData, decode, dumps, encode, loads
from artmaster_desktop.storage.limits import MAX_JOB_BYTES, MAX_PICTURE_BYTES
from artmaster_desktop.storage.png import SIGNATURE, encode_png

JOB_KEY, REPORT_KEY = "artmaster:job", "artmaster:report"
JOB_FORMAT = 1
MAX_DESCRIPTION = 10_000

_NOT_TEXT = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Envelope:
    """``artmaster:job``: the job and the version of its form."""

    format: int
    job: PaintJob


def report_json(report: PaintReport) -> str:
    """The report as JSON for people and scripts: indented, in the order of its fields."""
    return json.dumps(encode(report), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def write_picture(path: Path, pixels: Pixels, job: PaintJob, report: PaintReport) -> None:
    """Save ``pixels`` (uint8 RGB ``[H, W, 3]``) as PNG with its job and report. Raises SaveFailed."""
    texts = PngInfo()
    texts.add_text("Software", f"ArtMaster Desktop {__version__}")
    texts.add_itxt("Description", _description(job))
    texts.add_text(
        JOB_KEY, dumps(encode(_Envelope(format=JOB_FORMAT, job=_with_paths(job, _below_home)))), zip=True
    )
    texts.add_text(REPORT_KEY, dumps(encode(report)), zip=True)
    data = encode_png(pixels, texts)

    def write(file: BinaryIO) -> None:
        file.write(data)

    def verify(written: Path) -> None:
        if written.read_bytes() != data:
            raise OSError(errno.EIO, "the written picture does not read back")

    atomic_write(path, write, verify=verify)


def read_job(path: Path) -> PaintJob:
    """The job that painted the picture, equal to the one it was saved with.

    Raises NoJobInPicture where there is none, ReadFailed where the file or the job in it is not readable.
    """
    found = _find(path, JOB_KEY)
    try:
        if not isinstance(found, dict) or found.get("format") != JOB_FORMAT:
            raise UnreadableData("format", "not a job that this version reads")
        return _with_paths(decode(_Envelope, found).job, _in_full)
    except UnreadableData as error:
        raise ReadFailed(path, str(error)) from error


def read_job_data(path: Path) -> Json:
    """The job in the picture as JSON data, to be carried into another file. Raises as ``read_job`` does."""
    return _find(path, JOB_KEY)


def read_report(path: Path) -> Json:
    """The report in the picture as JSON data. Raises as ``read_job`` does."""
    return _find(path, REPORT_KEY)


def _with_paths(job: PaintJob, change: Callable[[Path], Path]) -> PaintJob:
    painters = tuple(replace(painter, file=change(painter.file)) for painter in job.painters)
    return replace(job, model=change(job.model), painters=painters)


def _below_home(path: Path) -> Path:
    home = Path("~").expanduser()
    return Path("~", path.relative_to(home)) if path.is_relative_to(home) else path


def _in_full(path: Path) -> Path:
    """``~/...`` on this machine; a stranger's ``~name/...`` stays what it is."""
    return Path("~").expanduser().joinpath(*path.parts[1:]) if path.parts[:1] == ("~",) else path


def _description(job: PaintJob) -> str:
    """What a person wants to know: the texts, the painters, the numbers to paint it again."""
    lines = [text for text in job.texts if text]
    if job.painters:
        lines.append("Painters: " + ", ".join(painter.slug for painter in job.painters))
    steps = "1 step" if job.steps == 1 else f"{job.steps} steps"
    lines.append(f"Seed {job.seed}, {steps}, guidance {job.guidance:g}, {job.output}")
    return _NOT_TEXT.sub("", "\n".join(lines))[:MAX_DESCRIPTION]


def _find(path: Path, key: str) -> Json:
    """The JSON under ``key`` in the picture's text chunks."""
    try:
        if path.stat().st_size > MAX_PICTURE_BYTES:
            raise ReadFailed(path, "too large")
        data = path.read_bytes()
    except OSError as error:
        raise ReadFailed(path, error.strerror or str(error)) from error
    if data[:8] != SIGNATURE:
        raise NoJobInPicture(path)
    try:
        for kind, content in _chunks(data):
            keyword, _, rest = content.partition(b"\0")
            if kind in (b"tEXt", b"zTXt", b"iTXt") and keyword == key.encode("ascii"):
                return loads(_text(kind, rest))
    except UnreadableData as error:
        raise ReadFailed(path, str(error)) from error
    raise NoJobInPicture(path)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Every chunk as (type, content), its checksum verified."""
    at = len(SIGNATURE)
    while at + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        content = data[at + 8 : at + 8 + length]
        if at + 12 + length > len(data):
            raise UnreadableData("", "the picture is cut off")
        if zlib.crc32(content, zlib.crc32(kind)) != struct.unpack_from(">I", data, at + 8 + length)[0]:
            raise UnreadableData(kind.decode("latin-1"), "damaged")
        yield kind, content
        at += 12 + length


def _text(kind: bytes, rest: bytes) -> bytes:
    """The text of a chunk after its keyword, unpacked to at most MAX_JOB_BYTES."""
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
