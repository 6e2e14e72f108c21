"""What a picture's file says of itself, whoever wrote it: who made it, from what, by which job."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from artmaster_desktop.core.errors import ReadFailed
from artmaster_desktop.core.print_colour import PrintLabel
from artmaster_desktop.storage.limits import MAX_JOB_BYTES
from artmaster_desktop.storage.png import SIGNATURE
from artmaster_desktop.storage.png_texts import text_in
from artmaster_desktop.storage.print_label import label_of

XMP_KEY = "XML:com.adobe.xmp"
"""The packet's place in a PNG (XMP specification part 3, section 1.1.5)."""

_PICTURES = (b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")


def read_label(path: Path) -> PrintLabel | None:
    """The label in a PNG, JPEG, TIFF or PDF; None where there is none, or the file is no picture. Only what
    stands before the pixels is read. Raises ReadFailed.
    """
    try:
        with path.open("rb") as file:
            head = file.read(8)
    except OSError as error:
        raise ReadFailed(path, error.strerror or str(error)) from error
    if head == SIGNATURE:
        packet = text_in(path, XMP_KEY)
    elif head.startswith(b"%PDF"):
        packet = _of_pdf(path)
    else:
        packet = _of_picture(path) if head.startswith(_PICTURES) else None
    return label_of(packet) if packet is not None else None


def sha256_of(path: Path) -> str:
    """The file's fingerprint. Raises ReadFailed."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ReadFailed(path, error.strerror or str(error)) from error


def _of_pdf(path: Path) -> bytes | None:
    import pikepdf

    try:
        with pikepdf.open(path) as pdf:
            found: Any = pdf.Root.get("/Metadata")
            packet = bytes(found.read_bytes()) if isinstance(found, pikepdf.Stream) else None
    except pikepdf.PdfError:
        return None
    return packet if packet is not None and len(packet) <= 2 * MAX_JOB_BYTES else None


def _of_picture(path: Path) -> bytes | None:
    import pyvips  # type: ignore[import-untyped]

    try:
        image: Any = pyvips.Image.new_from_file(str(path), access="sequential")
        return bytes(image.get("xmp-data")) if "xmp-data" in image.get_fields() else None
    except pyvips.Error:
        return None
