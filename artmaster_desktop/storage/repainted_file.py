"""A picture that was repainted in a part: it carries its job, and what lay under the border of the part.

What is painted fades into the old picture there; with the old values of that narrow border kept, the same job
on the same file makes the same bytes again. Everything else is in the picture, or is painted anew.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from artmaster_desktop.core.errors import NoJobInPicture, ReadFailed
from artmaster_desktop.core.event import PaintReport
from artmaster_desktop.core.job import PaintJob
from artmaster_desktop.core.print_colour import PrintLabel
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.core.repaint_start import RepaintStart
from artmaster_desktop.storage.deep_picture import DeepPicture, deep_of, deep_png, read_deep, write_deep
from artmaster_desktop.storage.picture_file import read_job, texts_of
from artmaster_desktop.storage.picture_label import read_label
from artmaster_desktop.storage.png import SIGNATURE
from artmaster_desktop.storage.png_texts import text_in

BORDER_KEY = "artmaster:border"


@dataclass(frozen=True, slots=True, eq=False)
class Canvas:
    """A picture that is repainted. ``opaque``: the result has no alpha, though ``picture`` may have been
    given one for the room that it was extended by. ``source``: the SHA-256 of the file that it comes from.
    """

    picture: DeepPicture
    opaque: bool
    source: str


def write_repainted(path: Path, canvas: Canvas, pixels: Pixels, job: PaintJob, report: PaintReport) -> None:
    """Save ``pixels`` (the job's, uint8 RGB) in their place on the ``canvas``. Raises SaveFailed, and
    ScanError for a profile that is none.
    """
    start = _start_of(job)
    after = canvas.picture.patched(pixels, start.cover, start.place)
    if canvas.opaque and after.pixels.shape[2] == 4:
        after = after.without_alpha()
    place = start.place
    border = np.zeros_like(canvas.picture.pixels[place.y : place.bottom, place.x : place.right])
    kept = _border(start)
    border[kept] = canvas.picture.pixels[place.y : place.bottom, place.x : place.right][kept]
    texts = texts_of(job, report, PrintLabel(source=canvas.source))
    texts[BORDER_KEY] = base64.b64encode(deep_png(DeepPicture(border))).decode("ascii")
    write_deep(path, after, texts)


def is_repainted(path: Path) -> bool:
    """Whether the file is such a picture, whole. Raises ReadFailed."""
    try:
        with path.open("rb") as file:
            if file.read(len(SIGNATURE)) != SIGNATURE:
                return False
    except OSError as error:
        raise ReadFailed(path, error.strerror or str(error)) from error
    return text_in(path, BORDER_KEY) is not None


def read_canvas(path: Path) -> Canvas:
    """The picture as its job found it, wherever the job does not paint over it. Raises ReadFailed,
    NoJobInPicture and ScanError.
    """
    start = _start_of(read_job(path))
    text = text_in(path, BORDER_KEY)
    if text is None:
        raise NoJobInPicture(path)
    try:
        border = deep_of(base64.b64decode(text, validate=True), path)
    except binascii.Error as error:
        raise ReadFailed(path, str(error)) from error
    after, place = read_deep(path), start.place
    height, width, channels = after.pixels.shape
    fits = border.pixels.shape[:2] == (place.height, place.width) and border.white == after.white
    if not fits or (width, height) != (start.canvas.width, start.canvas.height):
        raise ReadFailed(path, "the picture is not the one that its job was for")
    opaque = channels < border.pixels.shape[2]
    before = after.grown(0, 0, 0, 0) if opaque else after
    pixels = before.pixels.copy()
    kept = _border(start)
    pixels[place.y : place.bottom, place.x : place.right][kept] = border.pixels[kept]
    label = read_label(path)
    return Canvas(DeepPicture(pixels, after.profile), opaque, label.source if label else "")


def _start_of(job: PaintJob) -> RepaintStart:
    assert isinstance(job.start, RepaintStart), "a repaint is planned as one"
    return job.start


def _border(start: RepaintStart) -> NDArray[np.bool_]:
    """Where the result and what was there are mixed."""
    return np.asarray((start.cover > 0) & (start.cover < 255))
