"""PDF/X-4 (ISO 15930-7) with one page and one picture, written row by row.

The picture keeps its own colours (ICCBased); the output intent says which press the sheet is meant for: the
printer's profile where there is one, else the public-domain CMYK profile that comes with libvips. The media
box holds the bleed and, where asked for, crop marks as lines outside of it.
"""

from __future__ import annotations

import uuid
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import BinaryIO

from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.print_colour import PrintSettings
from artmaster_desktop.core.print_letters import Letters
from artmaster_desktop.storage.print_colour import Numbers
from artmaster_desktop.storage.print_label import PROGRAM, xmp_of
from artmaster_desktop.storage.print_profile import Profile
from artmaster_desktop.storage.print_raw import packed
from artmaster_desktop.storage.print_shapes import COLOUR_SPACE, numbers, shapes, states

POINT = 72.0
MARK_ROOM, MARK_GAP, MARK_WIDTH = 24.0, 6.0, 0.25
"""Points: around the bleed where marks stand, between bleed and mark, and the line's own."""

PRESS_COLOURS = b"/DeviceCMYK"
MOST_POINTS = 14_400
"""A page's longest side; beyond it a page needs a larger unit (ISO 32000-1, annex C)."""


@cache
def generic_cmyk() -> bytes:
    """The "Chemical proof" CMYK profile, in the public domain, that libvips holds."""
    import pyvips  # type: ignore[import-untyped]

    return bytes(pyvips.Image.profile_load("cmyk"))


def write_pdf(
    file: BinaryIO,
    strips: Iterator[Numbers],
    extent: Extent,
    profile: Profile,
    settings: PrintSettings,
    letters: Letters | None = None,
) -> None:
    """The sheet of ``extent`` as one page, ``letters`` above the picture as shapes. Raises OSError as
    ``file`` does.
    """
    _Writer(file, extent, profile, settings, letters).write(strips)


class _Writer:
    """Objects in the order of their numbers; offsets are noted as they are written."""

    def __init__(
        self,
        file: BinaryIO,
        extent: Extent,
        profile: Profile,
        settings: PrintSettings,
        letters: Letters | None,
    ) -> None:
        self._file, self._extent, self._profile, self._settings = file, extent, profile, settings
        self._letters = letters
        self._places: dict[int, int] = {}
        self._at = 0
        self._made = datetime.now(UTC)
        self._identity = uuid.uuid4()

    def write(self, strips: Iterator[Numbers]) -> None:
        self._put(b"%PDF-1.6\n%\xe2\xe3\xcf\xd3\n")
        self._object(1, b"<< /Type /Catalog /Pages 2 0 R /Metadata 9 0 R /OutputIntents [10 0 R] >>")
        self._object(2, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>")
        self._object(3, self._page())
        self._stream(4, b"", self._content())
        self._picture(5, 6, strips)
        if self._space != PRESS_COLOURS:
            alternate = b"/DeviceRGB" if self._profile.channels == 3 else b"/DeviceCMYK"
            entries = b"/N %d /Alternate %s" % (self._profile.channels, alternate)
            self._stream(7, entries, self._profile.data)
        else:
            self._object(7, b"null")
        self._object(8, self._info())
        made = self._made.isoformat(timespec="seconds")
        xmp = xmp_of(self._settings.label, pdf=True, made=made, identity=str(self._identity))
        self._stream(9, b"/Type /Metadata /Subtype /XML", xmp, pack=False)
        self._intent(10, 11)
        self._end()

    def _page(self) -> bytes:
        room, width, height = self._room, *self._points
        bleed = self._settings.bleed * self._unit
        media = 0.0, 0.0, width + 2 * room, height + 2 * room
        bled = room, room, room + width, room + height
        trimmed = bled[0] + bleed, bled[1] + bleed, bled[2] - bleed, bled[3] - bleed
        boxes = ((b"MediaBox", media), (b"BleedBox", bled), (b"TrimBox", trimmed))
        told = b" ".join(b"/%s [%s]" % (name, numbers(*box)) for name, box in boxes)
        unit = b" /UserUnit %s" % numbers(self._user_unit) if self._user_unit > 1 else b""
        named = b"/XObject << /Picture 5 0 R >> /ColorSpace << %s %s >>" % (COLOUR_SPACE, self._space)
        if self._letters is not None:
            named += b" " + states(self._letters)
        inside = b"/Resources << %s >> /Contents 4 0 R" % named
        return b"<< /Type /Page /Parent 2 0 R %s%s %s >>" % (told, unit, inside)

    @property
    def _room(self) -> float:
        return (MARK_ROOM if self._settings.marks else 0.0) / self._user_unit

    @property
    def _user_unit(self) -> float:
        longest = max(self._extent.width, self._extent.height) * POINT / self._settings.dpi + 2 * MARK_ROOM
        return 1.0 if longest <= MOST_POINTS else float(-(-longest // MOST_POINTS))

    @property
    def _unit(self) -> float:
        """Page units in a pixel."""
        return POINT / self._settings.dpi / self._user_unit

    @property
    def _points(self) -> tuple[float, float]:
        return self._extent.width * self._unit, self._extent.height * self._unit

    def _content(self) -> bytes:
        room, width, height = self._room, *self._points
        drawn = b"q %s 0 0 %s %s %s cm /Picture Do Q\n" % tuple(
            numbers(v) for v in (width, height, room, room)
        )
        return drawn + self._shapes() + (self._marks() if self._settings.marks else b"")

    def _shapes(self) -> bytes:
        """The letters, on the sheet's pixels turned into points, y upwards."""
        if self._letters is None:
            return b""
        room, unit, height = self._room, self._unit, self._points[1]
        matrix = b"%.9f 0 0 %.9f %.4f %.4f cm\n" % (unit, -unit, room, room + height)
        return b"q " + matrix + shapes(self._letters, self._settings.colours) + b"Q\n"

    def _marks(self) -> bytes:
        """Eight lines that point at the corners of the trimmed sheet, in all colours of the press."""
        room, width, height = self._room, *self._points
        bleed, gap = self._settings.bleed * self._unit, MARK_GAP / self._user_unit
        lines = []
        for x in (room + bleed, room + width - bleed):
            for start, end in ((0.0, room - gap), (room + height + gap, 2 * room + height)):
                lines.append(b"%s m %s l S" % (numbers(x, start), numbers(x, end)))
        for y in (room + bleed, room + height - bleed):
            for start, end in ((0.0, room - gap), (room + width + gap, 2 * room + width)):
                lines.append(b"%s m %s l S" % (numbers(start, y), numbers(end, y)))
        colour = b"1 1 1 1 K" if self._cmyk_intent else b"0 0 0 RG"
        return b"q %s w %s %s Q\n" % (numbers(MARK_WIDTH / self._user_unit), colour, b" ".join(lines))

    @property
    def _space(self) -> bytes:
        """Of the picture: its profile; the press' own CMYK is what DeviceCMYK means there (6.2.4)."""
        own = self._profile.printer and self._profile.channels == 4
        return PRESS_COLOURS if own else b"[/ICCBased 7 0 R]"

    @property
    def _cmyk_intent(self) -> bool:
        return not self._profile.printer or self._profile.channels == 4

    def _picture(self, number: int, length: int, strips: Iterator[Numbers]) -> None:
        width, height, bits = self._extent.width, self._extent.height, self._settings.depth
        colours = self._profile.channels
        self._begin(number)
        self._put(
            b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent %d /ColorSpace %s "
            b"/Filter /FlateDecode /DecodeParms << /Predictor 15 /Colors %d "
            b"/BitsPerComponent %d /Columns %d >> /Length %d 0 R >>\nstream\n"
            % (width, height, bits, self._space, colours, bits, width, length)
        )
        start = self._at
        for piece in packed(strips):
            self._put(piece)
        size = self._at - start
        self._put(b"\nendstream\nendobj\n")
        self._object(length, b"%d" % size)

    def _info(self) -> bytes:
        when = self._made.strftime("D:%Y%m%d%H%M%SZ").encode()
        title = (self._settings.label.title or "ArtMaster").encode("utf-16")
        parts = b"/Title <%s> /Creator (%s) /Producer (%s)" % (_big_endian(title), _NAME, _NAME)
        return b"<< %s /CreationDate (%s) /ModDate (%s) /Trapped /False >>" % (parts, when, when)

    def _intent(self, number: int, profile: int) -> None:
        own = self._profile.printer
        title = self._profile.title if own else "Chemical proof"
        data, colours = (self._profile.data, self._profile.channels) if own else (generic_cmyk(), 4)
        named = title.encode("ascii", "replace").replace(b"\\", b"").replace(b"(", b"").replace(b")", b"")
        self._object(
            number,
            b"<< /Type /OutputIntent /S /GTS_PDFX /OutputConditionIdentifier (Custom) /Info (%s) "
            b"/DestOutputProfile %d 0 R >>" % (named, profile),
        )
        self._stream(profile, b"/N %d" % colours, data)

    def _stream(self, number: int, entries: bytes, data: bytes, *, pack: bool = True) -> None:
        held = zlib.compress(data) if pack else data
        packing = b" /Filter /FlateDecode" if pack else b""
        self._begin(number)
        self._put(b"<< %s%s /Length %d >>\nstream\n" % (entries, packing, len(held)))
        self._put(held)
        self._put(b"\nendstream\nendobj\n")

    def _object(self, number: int, content: bytes) -> None:
        self._begin(number)
        self._put(content + b"\nendobj\n")

    def _begin(self, number: int) -> None:
        self._places[number] = self._at
        self._put(b"%d 0 obj\n" % number)

    def _end(self) -> None:
        start, count = self._at, max(self._places) + 1
        self._put(b"xref\n0 %d\n0000000000 65535 f \n" % count)
        for number in range(1, count):
            self._put(b"%010d 00000 n \n" % self._places[number])
        name = self._identity.hex.encode()
        self._put(b"trailer\n<< /Size %d /Root 1 0 R /Info 8 0 R /ID [<%s> <%s>] >>\n" % (count, name, name))
        self._put(b"startxref\n%d\n%%%%EOF\n" % start)

    def _put(self, data: bytes) -> None:
        self._file.write(data)
        self._at += len(data)


_NAME = PROGRAM.encode("ascii")


def _big_endian(text: bytes) -> bytes:
    """UTF-16 with its mark as hexadecimal digits, high byte first."""
    return ("\ufeff" + text.decode("utf-16")).encode("utf-16-be").hex().encode()


def check_pdf(path: Path) -> None:
    """Reads the finished file as a stranger would. Raises OSError where it is no PDF/X-4."""
    import pikepdf

    from artmaster_desktop.storage.print_preflight import faults_of

    try:
        faults = faults_of(path)
    except pikepdf.PdfError as fault:
        raise OSError(5, f"the written PDF does not read back: {fault}") from fault
    if faults:
        raise OSError(5, f"the written PDF is no PDF/X-4: {'; '.join(faults)}")
