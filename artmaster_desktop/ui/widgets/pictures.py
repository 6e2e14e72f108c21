"""Pictures from outside: files that are dropped and what lies on the clipboard, into layers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from PySide6.QtCore import QMimeData, QObject, QPoint, Signal
from PySide6.QtGui import QColorSpace, QImage, QImageReader

from artmaster_desktop.app.session import Session
from artmaster_desktop.core import commands
from artmaster_desktop.core.document import Document
from artmaster_desktop.core.errors import ArtmasterError, ReadFailed
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.history import Command
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.ui.widgets.background import Background

_Read = Callable[[], list[tuple[str, Pixels]]]

SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif", ".tif", ".tiff")
MOST_PIXELS = 1 << 27
"""134 million: a picture with more is refused before its pixels are unpacked."""


class PictureDoor(QObject):
    """Brings pictures into the session's document as image layers, read beside the window.

    All that are dropped together make one step of the history. ``failed`` tells the ArtmasterError of those
    that could not be read; the others are taken. ``inserted`` tells how many came in.
    """

    failed = Signal(object)
    inserted = Signal(int)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._background = Background(self, threads=1)

    @staticmethod
    def takes(mime: QMimeData) -> bool:
        """Whether there is a picture in ``mime``: a file with a picture's name, or the pixels themselves."""
        return mime.hasImage() or bool(picture_files(mime))

    def take(self, mime: QMimeData, above: str = "", at: QPoint | None = None) -> bool:
        """Insert what is in ``mime`` above the layer ``above`` ("" = on top), with its middle ``at`` a point
        of the canvas (None: the canvas's middle); whether there was anything.
        """
        files = picture_files(mime)
        if files:
            self.take_files(files, above, at)
            return True
        image = QImage(mime.imageData()) if mime.hasImage() else QImage()
        if image.isNull():
            return False
        self._insert_when_read(lambda: [(self.tr("Pasted picture"), rgba(image))], above, at)
        return True

    def take_files(self, files: Sequence[Path], above: str = "", at: QPoint | None = None) -> None:
        """Insert the pictures in ``files``, the first one topmost."""
        pictures = list(reversed(files))
        self._insert_when_read(lambda: [(path.stem, read_picture(path)) for path in pictures], above, at)

    def _insert_when_read(self, read: _Read, above: str, at: QPoint | None) -> None:
        extent = self._session.document.extent

        def work() -> tuple[list[Command], str]:
            made: list[Command] = []
            below = above
            for name, pixels in read():
                x, y = _corner(extent, pixels, at)
                layer_id = commands.new_id()
                made.append(commands.insert_picture(pixels, name, above=below, layer_id=layer_id, x=x, y=y))
                below = layer_id
            return made, below

        self._background.run(work, self._insert, self._refuse)

    def _insert(self, read: tuple[list[Command], str]) -> None:
        made, topmost = read

        def change(document: Document) -> Document:
            for command in made:
                document = command.change(document)
            return document

        try:
            self._session.apply(Command("Insert picture", change))
        except ArtmasterError as error:
            self.failed.emit(error)
            return
        self._session.set_active_layer(topmost)
        self.inserted.emit(len(made))

    def _refuse(self, fault: Exception) -> None:
        if isinstance(fault, ArtmasterError):
            self.failed.emit(fault)
        else:
            self.failed.emit(ReadFailed(Path(), self.tr("there is not enough memory")))


def _corner(extent: Extent, pixels: Pixels, at: QPoint | None) -> tuple[int, int]:
    """Where the upper left corner of a picture comes: its middle ``at`` a point, or on the canvas's middle,
    where a picture that covers the whole canvas belongs wherever it was dropped.
    """
    height, width = pixels.shape[:2]
    if at is None or (width >= extent.width and height >= extent.height):
        return (extent.width - width) // 2, (extent.height - height) // 2
    return at.x() - width // 2, at.y() - height // 2


def picture_files(mime: QMimeData) -> list[Path]:
    """The local files in ``mime`` whose names are those of pictures."""
    paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower() in SUFFIXES]


def read_picture(path: Path) -> Pixels:
    """The picture in ``path`` upright and in sRGB, uint8 RGBA ``[H, W, 4]``. Raises ReadFailed."""
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and size.width() * size.height() > MOST_PIXELS:
        raise ReadFailed(path, f"{size.width()} x {size.height()} pixels are too many")
    QImageReader.setAllocationLimit(MOST_PIXELS * 4 >> 20)
    image = reader.read()
    if image.isNull():
        raise ReadFailed(path, reader.errorString())
    return rgba(image)


def rgba(image: QImage) -> Pixels:
    """The pixels of ``image`` in sRGB, uint8 RGBA ``[H, W, 4]`` with straight alpha."""
    space = image.colorSpace()
    if space.isValid() and space != QColorSpace(QColorSpace.NamedColorSpace.SRgb):
        image = image.convertedToColorSpace(QColorSpace(QColorSpace.NamedColorSpace.SRgb))
    plain = image.convertToFormat(QImage.Format.Format_RGBA8888)
    if plain.isNull():
        raise MemoryError("no memory for the picture")
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return rows[:, : plain.width() * 4].reshape(plain.height(), plain.width(), 4).copy()
