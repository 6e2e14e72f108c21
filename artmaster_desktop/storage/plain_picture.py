"""Pictures that are written for other programs: pixels and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from artmaster_desktop.core.errors import SaveFailed
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.storage.atomic import atomic_write
from artmaster_desktop.storage.png import encode_png


def write_png(path: Path, pixels: Pixels) -> None:
    """``pixels`` (uint8 ``[H, W]``, ``[H, W, 3]`` or ``[H, W, 4]``) as PNG at ``path``, all or nothing; its
    folder is made if need be. Raises SaveFailed.
    """
    data = encode_png(pixels)

    def fill(file: BinaryIO) -> None:
        file.write(data)

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SaveFailed(path, error.errno or 0, error.strerror or str(error)) from error
    atomic_write(path, fill)
