"""A copy of a result in another place: as PNG it still carries its job, as JPEG it is small, and carries the
job where there is room for it.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import BinaryIO

from PIL import Image
from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from artmaster_desktop.core.errors import ArtmasterError, NoJobInPicture, ReadFailed
from artmaster_desktop.core.print_colour import PrintLabel
from artmaster_desktop.storage.atomic import atomic_write
from artmaster_desktop.storage.codec import dumps
from artmaster_desktop.storage.picture_file import read_job_data
from artmaster_desktop.storage.print_label import xmp_for_jpeg
from artmaster_desktop.storage.results import StoredResult
from artmaster_desktop.ui.widgets.background import Background

JPEG_QUALITY = 95


class SaveResult(QObject):
    """Asks where to save ``result``, and saves it. ``saved`` tells the path, ``failed`` an ArtmasterError."""

    saved = Signal(object)
    failed = Signal(object)

    def __init__(self, result: StoredResult, parent: QWidget) -> None:
        super().__init__(parent)
        self._result = result
        self._background = Background(self, threads=1)

    def ask(self) -> QFileDialog:
        """Open the file dialog; it is returned so that it can be answered."""
        parent = self.parent()
        assert isinstance(parent, QWidget)
        pictures = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        dialog = QFileDialog(parent.window(), self.tr("Save the picture as"), pictures)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(
            [self.tr("PNG picture that carries its job (*.png)"), self.tr("JPEG picture (*.jpg)")]
        )
        dialog.setDefaultSuffix("png")
        dialog.selectFile(self._result.path.name)
        dialog.fileSelected.connect(lambda name: self.save(Path(name)))
        dialog.open()
        return dialog

    def save(self, path: Path) -> None:
        """Save a copy at ``path``; its ending says which kind."""

        def done(_: None) -> None:
            self.saved.emit(path)

        def failed(error: Exception) -> None:
            if isinstance(error, ArtmasterError):
                self.failed.emit(error)

        source = self._result.path
        self._background.run(lambda: _copy(source, path), done, failed)


def _copy(source: Path, path: Path) -> None:
    """Raises ReadFailed and SaveFailed."""
    try:
        data = source.read_bytes()
        if path.suffix.lower() in (".jpg", ".jpeg"):
            stream = io.BytesIO()
            with Image.open(io.BytesIO(data)) as picture:
                said = xmp_for_jpeg(PrintLabel(job=_job_in(source)))
                picture.convert("RGB").save(stream, "JPEG", quality=JPEG_QUALITY, subsampling=0, xmp=said)
            data = stream.getvalue()
    except OSError as error:
        raise ReadFailed(source, error.strerror or str(error)) from error

    def write(file: BinaryIO) -> None:
        file.write(data)

    atomic_write(path, write)


def _job_in(source: Path) -> str:
    """The job's JSON; empty where the picture was painted on by another program, which left none."""
    try:
        return dumps(read_job_data(source))
    except NoJobInPicture:
        return ""
