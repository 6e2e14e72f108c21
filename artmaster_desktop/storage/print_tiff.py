"""TIFF for print: tiles, deflate with differences, BigTIFF from 2 GB on; as printers' programs read it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO, cast

import numpy as np

from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.print_colour import PrintSettings
from artmaster_desktop.storage.print_colour import Numbers
from artmaster_desktop.storage.print_label import PROGRAM, XMP_TAG, xmp_of
from artmaster_desktop.storage.print_profile import Profile

TILE = 256
BIG = 2**31
"""Bytes of pixels from which on the file is a BigTIFF; some older programs read only the ordinary one."""

UNDEFINED_BYTES = 7
HELD = 16 * 2**20
"""Bytes of tiles that are packed together; left alone, tifffile holds 256 MiB, and what they become."""


class _Nameless:
    """``file`` as tifffile can use it: it takes the number that stands for a name in ours for a path."""

    def __init__(self, file: BinaryIO) -> None:
        self.read, self.write = file.read, file.write
        self.seek, self.tell, self.flush = file.seek, file.tell, file.flush


def write_tiff(
    file: BinaryIO, strips: Iterator[Numbers], extent: Extent, profile: Profile, settings: PrintSettings
) -> None:
    """The sheet of ``extent``, 8 or 16 bits, RGB or CMYK. Raises OSError as ``file`` does."""
    import tifffile

    xmp = xmp_of(settings.label)
    raw = extent.area * profile.channels * settings.depth // 8
    with tifffile.TiffWriter(cast(BinaryIO, _Nameless(file)), bigtiff=raw >= BIG) as writer:
        writer.write(
            tiles(strips, extent),
            shape=(extent.height, extent.width, profile.channels),
            dtype=np.uint8 if settings.depth == 8 else np.uint16,
            photometric="rgb" if profile.channels == 3 else "separated",
            planarconfig="contig",
            tile=(TILE, TILE),
            compression="adobe_deflate",
            compressionargs={"level": 4},
            predictor=True,
            iccprofile=profile.data,
            resolution=(settings.dpi, settings.dpi),
            resolutionunit="inch",
            software=PROGRAM,
            metadata=None,
            maxworkers=2,
            buffersize=HELD,
            extratags=[(XMP_TAG, UNDEFINED_BYTES, len(xmp), xmp, True)],
        )


def tiles(strips: Iterator[Numbers], extent: Extent) -> Iterator[np.ndarray[Any, Any]]:
    """The rows as tiles, row by row of them; the last ones are filled up with their own edges."""
    held: list[np.ndarray[Any, Any]] = []
    count = done = 0
    for rows in strips:
        held.append(rows)
        count += len(rows)
        while count >= TILE or done + count == extent.height:
            band: np.ndarray[Any, Any] = np.concatenate(held)
            held, count = ([band[TILE:]] if len(band) > TILE else []), max(0, count - TILE)
            done += min(TILE, len(band))
            yield from _cut(band[:TILE])
            if not count:
                break


def _cut(band: np.ndarray[Any, Any]) -> Iterator[np.ndarray[Any, Any]]:
    height, width = band.shape[:2]
    padding = ((0, TILE - height), (0, -width % TILE), (0, 0))
    padded = np.pad(band, padding, mode="edge") if height < TILE or width % TILE else band
    for left in range(0, padded.shape[1], TILE):
        yield np.ascontiguousarray(padded[:, left : left + TILE])
