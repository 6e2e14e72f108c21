"""Colour profiles (ICC.1): working spaces made from their published numbers, and printers'. Ours are of
version 4.2, the newest that PDF/X-4 allows.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import ImageCms

from artmaster_desktop.core.errors import ReadFailed
from artmaster_desktop.core.print_colour import Space
from artmaster_desktop.core.print_errors import ProfileProblem, ProfileUnusable

Matrix = NDArray[np.float64]

D50 = (0.9642, 1.0, 0.8249)
"""White of the profile connection space, ICC.1 section 6.3.1."""

_D65 = (0.3127, 0.3290)
_BRADFORD = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])
NEWEST_ICC = 4.2
"""ISO 15076-1:2005, the one that ISO 15930-7 (PDF/X-4) names."""

MOST_BYTES = 64 * 2**20
HEADER = 128


@dataclass(frozen=True, slots=True)
class Definition:
    """An RGB space: chromaticities of its primaries and its white (None: D50), and its curve as
    ``g, a, b, c, d`` of a parametric curve: ``(a x + b)^g`` from ``d`` on, ``c x`` below.
    """

    title: str
    primaries: tuple[tuple[float, float], tuple[float, float], tuple[float, float]]
    white: tuple[float, float] | None
    curve: tuple[float, float, float, float, float]


DEFINITIONS = {
    # IEC 61966-2-1
    Space.SRGB: Definition(
        "sRGB",
        ((0.64, 0.33), (0.30, 0.60), (0.15, 0.06)),
        _D65,
        (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045),
    ),
    # Adobe RGB (1998) Color Image Encoding, 2005: gamma 2 + 51/256
    Space.ADOBE: Definition(
        "Compatible with Adobe RGB (1998)",
        ((0.64, 0.33), (0.21, 0.71), (0.15, 0.06)),
        _D65,
        (563 / 256, 1.0, 0.0, 0.0, 0.0),
    ),
    # ISO 22028-2, ROMM RGB
    Space.PROPHOTO: Definition(
        "Compatible with ProPhoto RGB",
        ((0.734699, 0.265301), (0.159597, 0.840403), (0.036598, 0.000105)),
        None,
        (1.8, 1.0, 0.0, 1 / 16, 1 / 32),
    ),
}


@dataclass(frozen=True, slots=True)
class Profile:
    """``data`` as it is embedded; ``channels`` 3 (RGB) or 4 (CMYK); ``printer`` where it is an output
    device's. ``path`` is None for a working space.
    """

    title: str
    data: bytes
    channels: int
    printer: bool = False
    path: Path | None = None

    @property
    def version(self) -> float:
        """Of the form it is written in, such as 4.2."""
        return icc_version(self.data)


def icc_version(data: bytes) -> float:
    """The version in a profile's header (ICC.1, section 7.2.6)."""
    return data[8] + (data[9] >> 4) / 10


@cache
def working_profile(space: Space) -> Profile:
    """The profile of a working space: a few hundred bytes, the same on every machine."""
    definition = DEFINITIONS[space]
    return Profile(definition.title, _file_of(definition), 3)


@cache
def to_xyz(space: Space) -> Matrix:
    """Linear RGB of ``space`` to XYZ under D50, ``[3, 3]``."""
    definition = DEFINITIONS[space]
    white = np.array(D50) if definition.white is None else _xyz(definition.white)
    columns = np.stack([_xyz(point) for point in definition.primaries], axis=1)
    return np.asarray(_adaptation(white) @ (columns * np.linalg.solve(columns, white)))


def read_profile(path: Path) -> Profile:
    """The printer's (or any RGB or CMYK) profile at ``path``. Raises ProfileUnusable or ReadFailed."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise ReadFailed(path, error.strerror or str(error)) from error
    if len(data) < HEADER or data[36:40] != b"acsp":
        raise ProfileUnusable(path, ProfileProblem.NOT_A_PROFILE)
    (size,) = struct.unpack_from(">I", data)
    if not HEADER < size <= len(data) <= MOST_BYTES:
        raise ProfileUnusable(path, ProfileProblem.DAMAGED, f"{len(data)} / {size} bytes")
    channels = {b"RGB ": 3, b"CMYK": 4}.get(data[16:20])
    if channels is None:
        space = data[16:20].decode("latin-1").strip()
        raise ProfileUnusable(path, ProfileProblem.WRONG_COLOURS, space)
    try:
        opened = ImageCms.ImageCmsProfile(io.BytesIO(data))
        title = ImageCms.getProfileDescription(opened).strip()
    except (OSError, ImageCms.PyCMSError) as error:
        raise ProfileUnusable(path, ProfileProblem.DAMAGED, _said(error)) from error
    try:
        mode = "RGB" if channels == 3 else "CMYK"
        ImageCms.buildTransform(ImageCms.createProfile("sRGB"), opened, "RGB", mode)
    except (OSError, ImageCms.PyCMSError) as error:
        raise ProfileUnusable(path, ProfileProblem.NO_OUTPUT, _said(error)) from error
    return Profile(title or path.stem, data, channels, data[12:16] == b"prtr", path)


def _said(error: Exception) -> str:
    return " ".join(str(error).split())[:200].rstrip(".")


def _xyz(point: tuple[float, float]) -> Matrix:
    """XYZ of luminance 1."""
    x, y = point
    return np.array([x / y, 1.0, (1 - x - y) / y])


def _adaptation(white: Matrix) -> Matrix:
    """Bradford's adaptation from ``white`` to D50 (ICC.1, annex E)."""
    ratio = (_BRADFORD @ np.array(D50)) / (_BRADFORD @ white)
    return np.asarray(np.linalg.solve(_BRADFORD, np.diag(ratio) @ _BRADFORD))


def _file_of(definition: Definition) -> bytes:
    space = next(key for key, value in DEFINITIONS.items() if value is definition)
    matrix = to_xyz(space)
    white = np.array(D50) if definition.white is None else _xyz(definition.white)
    curve = _parametric(definition.curve)
    elements = [
        (b"desc", _text(definition.title)),
        (b"cprt", _text("Public domain (CC0 1.0)")),
        (b"wtpt", _point(np.array(D50))),
        (b"chad", b"sf32\0\0\0\0" + _fixed(_adaptation(white).ravel())),
        *((name, _point(matrix[:, column])) for column, name in enumerate((b"rXYZ", b"gXYZ", b"bXYZ"))),
        *((name, curve) for name in (b"rTRC", b"gTRC", b"bTRC")),
    ]
    start, table, body, places = HEADER + 4 + 12 * len(elements), b"", b"", dict[bytes, int]()
    for name, element in elements:
        if element not in places:
            places[element] = start + len(body)
            body += element + b"\0" * (-len(element) % 4)
        table += struct.pack(">4sII", name, places[element], len(element))
    size = start + len(body)
    return _header(size) + struct.pack(">I", len(elements)) + table + body


def _header(size: int) -> bytes:
    made = struct.pack(">6H", 2026, 1, 1, 0, 0, 0)
    head = struct.pack(">I4sI4s4s4s", size, b"\0\0\0\0", 0x04200000, b"mntr", b"RGB ", b"XYZ ")
    head += made + b"acsp" + b"\0" * 24 + struct.pack(">I", 0) + _fixed(np.array(D50))
    return head.ljust(HEADER, b"\0")


def _text(text: str) -> bytes:
    encoded = text.encode("utf-16-be")
    return b"mluc\0\0\0\0" + struct.pack(">II4sII", 1, 12, b"enUS", len(encoded), 28) + encoded


def _point(value: Matrix) -> bytes:
    return b"XYZ \0\0\0\0" + _fixed(value)


def _parametric(curve: tuple[float, float, float, float, float]) -> bytes:
    return b"para\0\0\0\0" + struct.pack(">HH", 3, 0) + _fixed(np.array(curve))


def _fixed(values: Matrix) -> bytes:
    """s15Fixed16Number."""
    return struct.pack(f">{len(values)}i", *(round(float(value) * 65536) for value in values))
