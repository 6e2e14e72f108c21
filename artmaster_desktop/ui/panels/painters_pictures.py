"""Pictures of painters, loaded by a worker when a card is first seen, and kept small.

A painter's contact sheet (``works``) is cut into its works again, so that a card shows paintings and not a
sheet of stamps.
"""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader

from artmaster_desktop.core.painter import Painter
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.ui.widgets.background import Background

SIDE = 320
"""Pixels: the longest side of a kept picture, enough for a card at twice the density."""

MAX_WORKS = 24
KEPT = 400
"""Painters whose pictures stay in memory; the one not seen for longest goes first (about 8 MB each)."""

MAX_SOURCE = 64 << 20
"""Pixels: a picture that claims to be larger is not decoded."""

SHEET = "works"
_PAPER = 7
"""Levels by which the paper of a contact sheet differs from itself once JPEG is through with it."""
_LEAST = 40
"""Pixels: a run of marks that is narrower is a line of text and no work."""
_SEAM = 3
"""Pixels at the border of a work that JPEG mixed with the paper."""


class Album(QObject):
    """The pictures of painters by their slug. ``loaded`` tells a slug whose pictures are there now."""

    loaded = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = Background(self, threads=1)
        self._kept: OrderedDict[str, tuple[QImage, ...]] = OrderedDict()
        self._asked: set[str] = set()
        self._liveliest: dict[str, int] = {}

    def pictures(self, painter: Painter) -> tuple[QImage, ...] | None:
        """The painter's works; () where there are none to see, None while they are being loaded."""
        key = painter.slug
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        elif key not in self._asked:
            self._asked.add(key)
            files = painter.samples
            self._background.run(lambda: _loaded(files), lambda loaded: self._keep(key, *loaded))
        return found

    def liveliest(self, painter: Painter) -> int:
        """Which of the painter's works stands for all of them on a card."""
        return self._liveliest.get(painter.slug, 0)

    def forget(self) -> None:
        """Load everything again: the library has changed."""
        self._kept.clear()
        self._asked.clear()

    @property
    def busy(self) -> bool:
        return self._background.waiting > 0

    def _keep(self, key: str, works: tuple[QImage, ...], liveliest: int) -> None:
        self._asked.discard(key)
        self._liveliest[key] = liveliest
        self._kept[key] = works
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        self.loaded.emit(key)


def _loaded(files: tuple[Path, ...]) -> tuple[tuple[QImage, ...], int]:
    works = load_works(files)
    return works, max(range(len(works)), key=lambda i: liveliness(works[i]), default=0)


def liveliness(picture: QImage) -> float:
    """How much there is to see in a picture: the mean slope of its lightness, more for bright ones."""
    small = picture.scaled(QSize(64, 64), mode=Qt.TransformationMode.SmoothTransformation)
    grey = _rgb(small).mean(axis=2)
    slope = np.abs(np.diff(grey, axis=0)).mean() + np.abs(np.diff(grey, axis=1)).mean()
    return float(slope * (0.5 + grey.mean() / 255))


def load_works(files: tuple[Path, ...], side: int = SIDE) -> tuple[QImage, ...]:
    """Every picture in ``files``, contact sheets cut up, at most MAX_WORKS, no side above ``side``.

    Files that cannot be read are left out.
    """
    works: list[QImage] = []
    for file in files:
        picture = read_picture(file)
        if not picture.isNull():
            parts = cut_sheet(picture) if file.stem == SHEET else ()
            works += [picture.copy(part) for part in parts] or [picture]
        if len(works) >= MAX_WORKS:
            break
    return tuple(fitted(work, side) for work in works[:MAX_WORKS])


def read_picture(file: Path) -> QImage:
    """The picture in ``file`` as RGB; null where it is none, or larger than anybody would show."""
    reader = QImageReader(str(file))
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid() or size.width() * size.height() > MAX_SOURCE:
        return QImage()
    return reader.read().convertToFormat(QImage.Format.Format_RGB32)


def fitted(picture: QImage, side: int) -> QImage:
    """``picture`` with no side above ``side`` pixels."""
    if max(picture.width(), picture.height()) <= side:
        return picture
    smooth = Qt.TransformationMode.SmoothTransformation
    return picture.scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio, smooth)


def cut_sheet(picture: QImage) -> tuple[QRect, ...]:
    """Where the works lie on a contact sheet, in reading order; () where it is no sheet.

    The paper's colour is that of the corner; whatever differs from it in runs of rows, and within those in
    runs of columns, is a work.
    """
    pixels = _rgb(picture)
    marked = np.abs(pixels.astype(np.int16) - pixels[0, 0]).max(axis=2) > _PAPER
    found: list[QRect] = []
    for top, bottom in _runs(marked.mean(axis=1) > 0.02):
        columns = marked[top:bottom].mean(axis=0) > 0.02
        found += [
            QRect(left, top, right - left, bottom - top).adjusted(_SEAM, _SEAM, -_SEAM, -_SEAM)
            for left, right in _runs(columns)
        ]
    return tuple(found) if len(found) > 1 else ()


def _runs(marked: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The half-open runs of True that are long enough to be a picture."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], marked, [False])).astype(np.int8)))
    pairs = zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
    return [(start, end) for start, end in pairs if end - start >= _LEAST]


def _rgb(picture: QImage) -> Pixels:
    """uint8 ``[H, W, 3]`` of a picture."""
    image = picture.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width() * 3].reshape(image.height(), image.width(), 3).copy()  # outlives the image
