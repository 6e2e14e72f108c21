"""A folder of pictures as works to learn from: each cut to the usual formats, its captions in a text file
of the same name beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from artmaster_desktop.core.errors import ReadFailed
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.core.training import TrainingWork
from artmaster_desktop.storage.scan import read_scan

SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".heic", ".heif"})
FORMATS = ((512, 512), (512, 768))
"""Width and height of the crops; the second lies down where the work does."""

MAX_CAPTIONS = 64 << 10


class PictureFolder:
    """The pictures right in ``folder``, in the order of their names; each once per format of ``formats``."""

    def __init__(self, folder: Path, formats: Sequence[tuple[int, int]] = FORMATS) -> None:
        self._folder, self._formats = folder, tuple(formats)

    def works(self) -> Sequence[TrainingWork]:
        """Raises ReadFailed where there is no such folder, ScanError where a picture is not readable."""
        return tuple(self._crops(self._files()))

    def _files(self) -> list[Path]:
        try:
            found = sorted(self._folder.iterdir())
        except OSError as fault:
            raise ReadFailed(self._folder, fault.strerror or str(fault)) from fault
        return [path for path in found if path.suffix.lower() in SUFFIXES and path.is_file()]

    def _crops(self, files: Iterable[Path]) -> Iterator[TrainingWork]:
        for path in files:
            pixels, captions = read_scan(path).pixels, read_captions(path.with_suffix(".txt"))
            high, wide = pixels.shape[:2]
            for width, height in self._formats:
                size = (height, width) if wide > high else (width, height)
                yield TrainingWork(path.name, covering(pixels, size), captions)


def read_captions(path: Path) -> tuple[str, ...]:
    """One wording a line; none where there is no such file. Raises ReadFailed."""
    try:
        with path.open("rb") as file:
            text = file.read(MAX_CAPTIONS).decode("utf-8-sig")
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as fault:
        raise ReadFailed(path, str(fault)) from fault
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def covering(pixels: Pixels, size: tuple[int, int]) -> Pixels:
    """The middle of ``pixels``, scaled so that it just covers ``size`` (width, height)."""
    import cv2  # 30 ms that the window's start must not pay

    high, wide = pixels.shape[:2]
    scale = max(size[0] / wide, size[1] / high)
    width, height = max(size[0], round(wide * scale)), max(size[1], round(high * scale))
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    scaled = cv2.resize(pixels, (width, height), interpolation=method)
    left, top = (width - size[0]) // 2, (height - size[1]) // 2
    return np.ascontiguousarray(scaled[top : top + size[1], left : left + size[0]], dtype=np.uint8)
