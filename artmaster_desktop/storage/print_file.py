"""One door for files that go to a printer: its kind by its name, all or nothing, never whole in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TypeAlias

from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.print_colour import PrintSettings
from artmaster_desktop.core.print_errors import CannotPrint, PrintTooLarge
from artmaster_desktop.core.print_letters import Letters
from artmaster_desktop.core.print_sheet import SheetStrips
from artmaster_desktop.core.upscaling import Strips
from artmaster_desktop.storage import print_jpeg, print_pdf, print_png, print_tiff
from artmaster_desktop.storage.atomic import atomic_write
from artmaster_desktop.storage.print_colour import Numbers, converted, profile_of
from artmaster_desktop.storage.print_profile import NEWEST_ICC, Profile

Writer: TypeAlias = Callable[[BinaryIO, Iterator[Numbers], Extent, Profile, PrintSettings], None]
Drawer: TypeAlias = Callable[
    [BinaryIO, Iterator[Numbers], Extent, Profile, PrintSettings, Letters | None], None
]


@dataclass(frozen=True, slots=True)
class Kind:
    """What a kind of file can hold; ``most`` pixels a side, 0 where there is no bound of its own. ``draw``
    writes it with letters as shapes, where it can hold shapes; ``newest_icc`` (0: any) is the last version of
    profiles that its readers need to know.
    """

    name: str
    write: Writer
    depths: tuple[int, ...]
    most: int = 0
    four_channels: bool = True
    newest_icc: float = 0.0
    check: Callable[[Path], None] | None = None
    draw: Drawer | None = None


_TIFF = Kind("TIFF", print_tiff.write_tiff, (8, 16))
_JPEG = Kind("JPEG", print_jpeg.write_jpeg, (8,), most=print_jpeg.MOST_SIDE)
KINDS = {
    ".tif": _TIFF,
    ".tiff": _TIFF,
    ".png": Kind("PNG", print_png.write_png, (8, 16), four_channels=False),
    ".jpg": _JPEG,
    ".jpeg": _JPEG,
    ".pdf": Kind(
        "PDF",
        print_pdf.write_pdf,
        (8, 16),
        newest_icc=NEWEST_ICC,
        check=print_pdf.check_pdf,
        draw=print_pdf.write_pdf,
    ),
}


def check_print(path: Path, extent: Extent, settings: PrintSettings) -> Profile:
    """The profile that the file will carry. Raises now whatever would be refused after all the work:
    CannotPrint, PrintTooLarge, ProfileUnusable, ReadFailed.
    """
    kind = KINDS.get(path.suffix.lower())
    if kind is None:
        raise CannotPrint("the kind of file", path.suffix or path.name, ", ".join(KINDS))
    if settings.depth not in kind.depths:
        raise CannotPrint(
            "the depth", f"{settings.depth} bit, {kind.name}", " / ".join(map(str, kind.depths))
        )
    if settings.marks and kind.name != "PDF":
        raise CannotPrint("crop marks", kind.name, "PDF")
    if kind.most and max(extent.width, extent.height) > kind.most:
        raise PrintTooLarge(kind.name, max(extent.width, extent.height), kind.most)
    profile = profile_of(settings.colours)
    if profile.channels == 4 and not kind.four_channels:
        raise CannotPrint("CMYK", kind.name, "TIFF, JPEG, PDF")
    if kind.newest_icc and profile.version > kind.newest_icc:
        allowed = f"{kind.name}: ICC <= {kind.newest_icc:g}"
        raise CannotPrint("the colour profile", f"{profile.title}, ICC {profile.version:g}", allowed)
    return profile


def write_print(
    path: Path, strips: Strips, settings: PrintSettings, letters: Letters | None = None
) -> Profile:
    """Write the sheet to ``path``, ``letters`` above the picture: as shapes where the kind of file holds
    shapes, else as pixels of the sheet. Gives back the profile that the file carries.

    Raises what ``check_print`` does, SaveFailed where the disk refuses, and whatever taking rows raises; then
    what was there before is untouched, and no half file is left.
    """
    profile = check_print(path, strips.extent, settings)
    kind, extent = KINDS[path.suffix.lower()], strips.extent
    drawn = strips
    if letters is not None and kind.draw is None:
        drawn = SheetStrips(strips, extent, Bounds.of(extent), letters)

    def write(file: BinaryIO) -> None:
        numbers = converted(iter(drawn), settings.colours, settings.depth)
        if kind.draw is not None:
            kind.draw(file, numbers, extent, profile, settings, letters)
        else:
            kind.write(file, numbers, extent, profile, settings)
        for _ in numbers:  # the last word of whoever makes them, after the last row
            pass

    atomic_write(path, write, verify=kind.check)
    return profile
