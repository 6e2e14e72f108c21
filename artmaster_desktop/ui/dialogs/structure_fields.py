"""What the dialogs for guides and regions ask in common: from which picture, and with which model."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QWidget

from artmaster_desktop.app.structure import Draw
from artmaster_desktop.core.document import Document
from artmaster_desktop.core.guide_source import fitted, picture_of, readable_layers
from artmaster_desktop.core.planning import on_paper
from artmaster_desktop.ui.widgets.pictures import SUFFIXES, read_picture


@dataclass(frozen=True, slots=True)
class LayerSource:
    """A layer of the document; "" for all its pictures."""

    layer: str = ""


@dataclass(frozen=True, slots=True)
class FileSource:
    """A picture's file."""

    path: Path


Source: TypeAlias = LayerSource | FileSource


def drawing(document: Document, source: Source) -> Draw:
    """What draws the picture of ``source`` at the size of the canvas, in any thread."""
    match source:
        case LayerSource(layer):
            return lambda: picture_of(document, layer)
        case FileSource(path):
            return lambda: fitted(on_paper(read_picture(path)), document.extent)


class SourceChoice(QComboBox):
    """All pictures, one of the layers, or a file. ``changed`` tells another choice."""

    changed = Signal()

    def __init__(self, document: Document, source: Source, parent: QWidget) -> None:
        super().__init__(parent)
        self._file: Path | None = None
        self.setAccessibleName(self.tr("Picture to read"))
        self.setToolTip(self.tr("From which picture it is read; the picture stays as it is"))
        self.addItem(self.tr("All that is seen"), LayerSource())
        for layer in readable_layers(document):
            self.addItem(layer.name or layer.id, LayerSource(layer.id))
        self.insertSeparator(self.count())
        self.addItem(self.tr("A picture's file…"), None)
        self._before = 0
        self.show_source(source)
        self.activated.connect(self._take)

    @property
    def source(self) -> Source:
        found = self.currentData()
        assert isinstance(found, LayerSource | FileSource)
        return found

    def show_source(self, source: Source) -> None:
        """Choose it without telling."""
        rows = [self.itemData(row) for row in range(self.count())]
        if isinstance(source, FileSource) and source not in rows:
            self.insertItem(self.count() - 1, source.path.name, source)
            rows.insert(len(rows) - 1, source)
        self._before = rows.index(source) if source in rows else 0
        self.setCurrentIndex(self._before)

    def browse(self) -> QFileDialog:
        """Ask for a picture; the dialog is returned so that it can be answered."""
        dialog = QFileDialog(self.window(), self.tr("Choose a picture"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        ends = " ".join(f"*{end}" for end in SUFFIXES)
        dialog.setNameFilter(self.tr("Pictures ({ends})").format(ends=ends))
        dialog.fileSelected.connect(self._take_file)
        dialog.open()
        return dialog

    def _take_file(self, name: str) -> None:
        self.show_source(FileSource(Path(name)))
        self.changed.emit()

    def _take(self) -> None:
        if self.currentData() is None:
            self.setCurrentIndex(self._before)
            self.browse()
            return
        self._before = self.currentIndex()
        self.changed.emit()


class DetectorChoice(QComboBox):
    """What there is without a model, or the folder of a model of the artist's."""

    changed = Signal()
    last: Path | None = None
    """What was chosen last since the program began: nobody wants to look for it twice."""

    def __init__(self, without: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Model that reads the picture"))
        self.setToolTip(
            self.tr("Depth Anything, DPT, ZoeDepth or DepthPro for depth, SegFormer and its kin for regions")
        )
        self.addItem(without, None)
        if DetectorChoice.last is not None:
            self.addItem(DetectorChoice.last.name, DetectorChoice.last)
        self.addItem(self.tr("The folder of a model of yours…"), "")
        self._before = 0
        self.activated.connect(self._take)

    @property
    def folder(self) -> Path | None:
        """The model's folder; None without one."""
        found = self.currentData()
        return found if isinstance(found, Path) else None

    def use(self, folder: Path) -> None:
        """Read with the model in ``folder``."""
        DetectorChoice.last = folder
        at = self.findData(folder)
        if at < 0:
            at = self.count() - 1
            self.insertItem(at, folder.name, folder)
        self._before = at
        self.setCurrentIndex(at)
        self.changed.emit()

    def browse(self) -> QFileDialog:
        """Ask for the folder; the dialog is returned so that it can be answered."""
        dialog = QFileDialog(self.window(), self.tr("Choose the folder of a model"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda name: self.use(Path(name)))
        dialog.open()
        return dialog

    def _take(self) -> None:
        if self.currentData() == "":
            self.setCurrentIndex(self._before)
            self.browse()
            return
        self._before = self.currentIndex()
        self.changed.emit()
