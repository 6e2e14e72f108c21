"""The file that goes to the print shop: kind, depth, colours, and what it says of itself."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QFormLayout, QGroupBox, QLineEdit, QWidget

from artmaster_desktop.core.errors import ArtmasterError
from artmaster_desktop.core.print_colour import (
    Colours,
    Intent,
    Origin,
    PrintLabel,
    PrintSettings,
    Space,
    ToPrinter,
)
from artmaster_desktop.storage.print_profile import read_profile
from artmaster_desktop.ui.dialogs.print_fields import combo
from artmaster_desktop.ui.widgets.number_slider import NumberSlider

QUALITY = 95


class FileFields(QGroupBox):
    """What kind of file. ``refused`` tells the ArtmasterError of a profile that cannot be used."""

    changed = Signal()
    refused = Signal(object)

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("File"))
        self.kind = combo(
            self, self.tr("Kind of file"), self.tr("TIFF and PDF are what print shops take"),
            [("TIFF", ".tif"), ("PDF/X-4", ".pdf"), ("PNG", ".png"), ("JPEG", ".jpg")],
        )  # fmt: skip
        self.bits = combo(
            self, self.tr("Depth"), self.tr("16 bits keep soft gradients; the file is twice as large"),
            [(self.tr("8 bits a channel"), 8), (self.tr("16 bits a channel"), 16)],
        )  # fmt: skip
        self.quality = NumberSlider(self.tr("Quality"), 1, 100, step=1, decimals=0, parent=self)
        self.quality.set_quietly(QUALITY)
        self.quality.setToolTip(self.tr("95 cannot be told from the picture by eye"))
        self.marks = QCheckBox(self.tr("Crop marks"), self)
        self.marks.setToolTip(self.tr("Fine lines outside of the sheet that show where it is cut"))
        self.title_of_work = QLineEdit(title, self)
        self.title_of_work.setAccessibleName(self.tr("Title of the work"))
        self.title_of_work.setToolTip(self.tr("Kept in the file"))
        self.title_of_work.setMaxLength(200)
        self.origin = combo(
            self, self.tr("Made by"), self.tr("The label in the file that says who made the picture"),
            [(self.tr("A model, guided by the artist"), Origin.GENERATED),
             (self.tr("The artist, enhanced by a model"), Origin.ENHANCED),
             (self.tr("The artist's hand"), Origin.HAND)],
        )  # fmt: skip
        self.form = QFormLayout(self)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.form.addRow(self.tr("Kind"), self.kind)
        self.form.addRow(self.tr("Depth"), self.bits)
        self.form.addRow("", self.quality)
        self.form.addRow("", self.marks)
        self.colours = ColourFields(self)
        self.colours.add_to(self.form)
        self.form.addRow(self.tr("Title"), self.title_of_work)
        self.form.addRow(self.tr("Made by"), self.origin)
        for box in (self.kind, self.bits, self.origin):
            box.currentIndexChanged.connect(self._follow)
        self.marks.toggled.connect(self._follow)
        self.colours.changed.connect(self.changed)
        self.colours.refused.connect(self.refused)
        self._show()

    @property
    def suffix(self) -> str:
        return str(self.kind.currentData())

    def settings(self, dpi: float) -> PrintSettings:
        """What is asked for; the bleed is the plan's."""
        deep = self.suffix != ".jpg" and self.bits.currentData() == 16
        label = PrintLabel(title=self.title_of_work.text().strip(), origin=self.origin.currentData())
        return PrintSettings(
            dpi=dpi, depth=16 if deep else 8, colours=self.colours.value,
            marks=self.suffix == ".pdf" and self.marks.isChecked(),
            quality=round(self.quality.value()), label=label,
        )  # fmt: skip

    def _follow(self) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        self.form.setRowVisible(self.quality, self.suffix == ".jpg")
        self.form.setRowVisible(self.bits, self.suffix != ".jpg")
        self.form.setRowVisible(self.marks, self.suffix == ".pdf")


class ColourFields(QWidget):
    """Whose colours: a space that every program knows, or the print shop's own profile."""

    changed = Signal()
    refused = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()  # its fields lie in the form of whoever has it
        self._file: Path | None = None
        self._before = 0
        self.profile: QComboBox = combo(
            parent, self.tr("Colours"), self.tr("sRGB is what every printer reads; or ask the print shop"),
            [("sRGB", Space.SRGB), ("Adobe RGB (1998)", Space.ADOBE), ("ProPhoto RGB", Space.PROPHOTO),
             (self.tr("The printer's profile…"), "file")],
        )  # fmt: skip
        self.intent = combo(
            parent, self.tr("Colours beyond the printer's"),
            self.tr("What is kept of colours that the printer does not have"),
            [(self.tr("Perceptual: all colours move a little"), Intent.PERCEPTUAL),
             (self.tr("Relative: only those move that must"), Intent.RELATIVE),
             (self.tr("Saturation: strong colours stay strong"), Intent.SATURATION),
             (self.tr("Absolute: with the paper's own white"), Intent.ABSOLUTE)],
        )  # fmt: skip
        self.intent.setCurrentIndex(1)
        self.black = QCheckBox(self.tr("Black point compensation"), parent)
        self.black.setChecked(True)
        self.black.setToolTip(self.tr("The darkest ink stands for black, so that shadows keep their steps"))

    def add_to(self, form: QFormLayout) -> None:
        """Into the form of a dialog."""
        self._form = form
        form.addRow(self.tr("Colours"), self.profile)
        form.addRow(self.tr("Out of range"), self.intent)
        form.addRow("", self.black)
        self.profile.activated.connect(self._take)
        self.intent.currentIndexChanged.connect(self.changed)
        self.black.toggled.connect(self.changed)
        self._show()

    @property
    def value(self) -> Colours:
        """What is chosen."""
        kind = self.profile.currentData()
        if isinstance(kind, Space):
            return kind
        assert self._file is not None
        return ToPrinter(
            path=self._file, intent=self.intent.currentData(), black_point=self.black.isChecked()
        )

    def use_file(self, path: Path) -> None:
        """The printer's profile at ``path``, or ``refused``."""
        try:
            title = read_profile(path).title
        except ArtmasterError as error:
            self.refused.emit(error)
            return
        self._file = path
        at = self.profile.findData("own")
        if at < 0:
            at = self.profile.count() - 1
            self.profile.insertItem(at, title, "own")
        self.profile.setItemText(at, title)
        self.profile.setCurrentIndex(at)
        self._show()
        self.changed.emit()

    def browse(self) -> QFileDialog:
        """Ask for a profile; the dialog is returned so that it can be answered."""
        dialog = QFileDialog(self.parentWidget(), self.tr("Choose the printer's profile"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(self.tr("Colour profiles (*.icc *.icm)"))
        dialog.fileSelected.connect(lambda name: self.use_file(Path(name)))
        dialog.open()
        return dialog

    def _take(self) -> None:
        if self.profile.currentData() == "file":
            self.profile.setCurrentIndex(self._before)
            self.browse()
            return
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        self._before = self.profile.currentIndex()
        printer = self.profile.currentData() == "own"
        self._form.setRowVisible(self.intent, printer)
        self._form.setRowVisible(self.black, printer)
