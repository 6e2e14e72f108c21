"""PNG for print (PNG 3rd edition): written row by row, with its resolution, its profile and what it says."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.print_colour import PrintSettings
from artmaster_desktop.storage.png import SIGNATURE
from artmaster_desktop.storage.png_texts import chunk
from artmaster_desktop.storage.print_colour import Numbers
from artmaster_desktop.storage.print_label import PROGRAM, xmp_of
from artmaster_desktop.storage.print_profile import Profile
from artmaster_desktop.storage.print_raw import LEVEL, packed

MOST_SIDE = 2**31 - 1


def write_png(
    file: BinaryIO, strips: Iterator[Numbers], extent: Extent, profile: Profile, settings: PrintSettings
) -> None:
    """RGB of ``extent``, 8 or 16 bits. Raises OSError as ``file`` does."""
    file.writelines(png_pieces(strips, extent, profile, settings))


def png_pieces(
    strips: Iterator[Numbers], extent: Extent, profile: Profile, settings: PrintSettings, level: int = LEVEL
) -> Iterator[bytes]:
    """The file in pieces, one for some rows. Four channels go as RGBA: a way for them through libraries, not
    for files.
    """
    header = extent.width, extent.height, settings.depth, {3: 2, 4: 6}[profile.channels], 0, 0, 0
    yield SIGNATURE + chunk(b"IHDR", struct.pack(">IIBBBBB", *header))
    if profile.channels == 3:
        name = profile.title.encode("latin-1", "replace")[:79]
        yield chunk(b"iCCP", name + b"\0\0" + zlib.compress(profile.data))
    metre = round(settings.dpi / 0.0254)
    yield chunk(b"pHYs", struct.pack(">IIB", metre, metre, 1))
    yield chunk(b"tEXt", b"Software\0" + PROGRAM.encode("latin-1"))
    yield chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + xmp_of(settings.label))
    for piece in packed(strips, level):
        yield chunk(b"IDAT", piece)
    yield chunk(b"IEND", b"")
