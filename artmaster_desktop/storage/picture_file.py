"""The painted picture as PNG that carries its job, so that it can be painted again from itself.

Text chunks are those of PNG 3rd edition, section 11.3.4: ``artmaster:job`` and ``artmaster:report`` (JSON in
zTXt), beside the usual ``Software`` and ``Description`` for people and other programs, and the label that
says who made it (print_label.py). A picture is given
away: paths below the artist's home are written as ``~/...``, so that it does not tell their name.
"""

from __future__ import annotations

import errno
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from artmaster_desktop import __version__
from artmaster_desktop.core.errors import NoJobInPicture, ReadFailed
from artmaster_desktop.core.event import PaintReport
from artmaster_desktop.core.job import PaintJob
from artmaster_desktop.core.print_colour import PrintLabel
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.storage.atomic import atomic_write
from artmaster_desktop.storage.codec import Json, UnreadableData, decode, dumps, encode, loads
from artmaster_desktop.storage.limits import MAX_PICTURE_BYTES
from artmaster_desktop.storage.picture_label import XMP_KEY, read_label
from artmaster_desktop.storage.png import encode_png
from artmaster_desktop.storage.png_texts import text_in, with_texts
from artmaster_desktop.storage.print_label import xmp_of

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


def write_picture(
    path: Path, pixels: Pixels, job: PaintJob, report: PaintReport, label: PrintLabel | None = None
) -> None:
    """Save ``pixels`` (uint8 RGB ``[H, W, 3]``) as PNG with its job and report, and with ``label`` where more
    is known than that a model painted it. Raises SaveFailed.
    """
    data = with_texts(encode_png(pixels), texts_of(job, report, label))

    def write(file: BinaryIO) -> None:
        file.write(data)

    def verify(written: Path) -> None:
        if written.read_bytes() != data:
            raise OSError(errno.EIO, "the written picture does not read back")

    atomic_write(path, write, verify=verify)


def texts_of(job: PaintJob, report: PaintReport, label: PrintLabel | None = None) -> dict[str, str]:
    """What a painted picture says of itself, by the keys of a PNG's texts; ``label`` (whose job is told apart
    from it) where more is known than that a model painted it.
    """
    envelope = _Envelope(format=JOB_FORMAT, job=_with_paths(job, _below_home))
    return {
        "Software": f"ArtMaster Desktop {__version__}",
        "Description": _description(job),
        XMP_KEY: xmp_of(label or PrintLabel()).decode("utf-8"),
        JOB_KEY: dumps(encode(envelope)),
        REPORT_KEY: dumps(encode(report)),
    }


def read_job(path: Path) -> PaintJob:
    """The job that painted the picture, equal to the one it was saved with.

    Raises NoJobInPicture where there is none, ReadFailed where the file or the job in it is not readable.
    """
    found = _job_in(path)
    try:
        if not isinstance(found, dict) or found.get("format") != JOB_FORMAT:
            raise UnreadableData("format", "not a job that this version reads")
        return _with_paths(decode(_Envelope, found).job, _in_full)
    except UnreadableData as error:
        raise ReadFailed(path, str(error)) from error


def read_job_data(path: Path) -> Json:
    """The job in the picture as JSON data, to be carried into another file. Raises as ``read_job`` does."""
    return _job_in(path)


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


def _job_in(path: Path) -> Json:
    """The job's own text, or the one in the label that files for print carry."""
    try:
        return _find(path, JOB_KEY)
    except NoJobInPicture:
        label = read_label(path)
        if label is None or not label.job:
            raise
        try:
            return loads(label.job)
        except UnreadableData as error:
            raise ReadFailed(path, str(error)) from error


def _find(path: Path, key: str) -> Json:
    """The JSON under ``key`` in the picture's text chunks."""
    try:
        if path.stat().st_size > MAX_PICTURE_BYTES:
            raise ReadFailed(path, "too large")
    except OSError as error:
        raise ReadFailed(path, error.strerror or str(error)) from error
    text = text_in(path, key)
    if text is None:
        raise NoJobInPicture(path)
    try:
        return loads(text)
    except UnreadableData as error:
        raise ReadFailed(path, str(error)) from error
