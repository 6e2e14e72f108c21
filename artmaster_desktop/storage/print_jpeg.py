"""JPEG for print: libvips reads our rows as an unpacked PNG and writes them on; the whole is never there."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from typing import Any, BinaryIO

from artmaster_desktop.core.errors import ArtmasterError
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.print_colour import PrintSettings
from artmaster_desktop.storage.print_colour import Numbers
from artmaster_desktop.storage.print_label import xmp_for_jpeg
from artmaster_desktop.storage.print_png import png_pieces
from artmaster_desktop.storage.print_profile import Profile

MOST_SIDE = 65_500
"""libjpeg's own; the format says 65,535."""


class _Source:
    """Bytes as libvips asks for them. It cannot pass a fault on, so that is kept to be raised afterwards."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._held = pieces, bytearray()
        self.fault: BaseException | None = None

    def read(self, size: int) -> bytes:
        if self.fault is not None:
            return b""
        try:
            while len(self._held) < size and (piece := next(self._pieces, b"")):
                self._held += piece
        except (ArtmasterError, OSError, RuntimeError, ValueError, MemoryError, KeyboardInterrupt) as fault:
            self.fault = fault
            return b""
        taken = bytes(self._held[:size])
        del self._held[:size]
        return taken


class _Target:
    """Where libvips puts its bytes; a refusal of the disk is kept."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.fault: OSError | None = None

    def write(self, data: bytes) -> int:
        try:
            self._file.write(data)
        except OSError as fault:
            self.fault = fault
            return -1
        return len(data)


def write_jpeg(
    file: BinaryIO, strips: Iterator[Numbers], extent: Extent, profile: Profile, settings: PrintSettings
) -> None:
    """8 bits, RGB or CMYK, colours at full resolution. Raises OSError as ``file`` does."""
    import pyvips  # type: ignore[import-untyped]

    source = _Source(png_pieces(strips, extent, profile, settings, level=0))
    target = _Target(file)
    taken, given = pyvips.SourceCustom(), pyvips.TargetCustom()
    taken.on_read(source.read)
    given.on_write(target.write)
    try:
        image: Any = pyvips.Image.pngload_source(taken, access="sequential", fail_on="truncated")
        millimetres = settings.dpi / 25.4
        changed = {"xres": millimetres, "yres": millimetres}
        image = image.copy(**changed, **({"interpretation": "cmyk"} if profile.channels == 4 else {}))
        image.set_type(pyvips.GValue.blob_type, "icc-profile-data", profile.data)
        image.set_type(pyvips.GValue.blob_type, "xmp-data", xmp_for_jpeg(settings.label))
        image.jpegsave_target(given, Q=settings.quality, subsample_mode="off", keep="icc:xmp:exif")
    except pyvips.Error as fault:
        said = " ".join(str(fault).split())[:200]
        raise (source.fault or target.fault or OSError(errno.EIO, said)) from fault
    if (kept := source.fault or target.fault) is not None:
        raise kept
