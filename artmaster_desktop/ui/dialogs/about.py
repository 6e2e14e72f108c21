"""Who and what the program is."""

from __future__ import annotations

import platform

from PySide6.QtCore import QSize, Qt, qVersion
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from artmaster_desktop import __version__
from artmaster_desktop.ui.fields import WordLabel
from artmaster_desktop.ui.icons import icon


class AboutDialog(QDialog):
    """Version, licence, and what runs beneath."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About ArtMaster Desktop"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sign = QLabel(self)
        sign.setPixmap(icon("paint").pixmap(QSize(56, 56), self.devicePixelRatioF()))
        title = QLabel("ArtMaster Desktop", self)
        font = QFont(title.font())
        font.setPointSizeF(font.pointSizeF() * 1.6)
        font.setWeight(QFont.Weight.DemiBold)
        title.setFont(font)
        words = QVBoxLayout()
        words.setSpacing(8)
        words.addWidget(title)
        for text in (
            self.tr("Version {version}").format(version=__version__),
            self.tr("Several painters on one canvas, in one denoising pass, on your own machine."),
            self.tr("Nothing you draw or write leaves this machine. There is no account and no telemetry."),
            self.tr("Free software under the Apache License 2.0. The painters that ship with it were made by "
                    "recipe; no living artist's work is in them."),
            self.tr("Python {python}, Qt {qt}").format(python=platform.python_version(), qt=qVersion()),
        ):  # fmt: skip
            words.addWidget(WordLabel(text, self, secondary=True))
        top = QHBoxLayout()
        top.setSpacing(18)
        top.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(words, 1)
        buttons = QDialogButtonBox(self)
        copy = buttons.addButton(self.tr("Copy the versions"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.setToolTip(self.tr("For a bug report"))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.versions()))
        close = buttons.addButton(self.tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        close.setToolTip(self.tr("Close this window (Esc)"))
        close.setDefault(True)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 22, 22, 16)
        column.setSpacing(16)
        column.addLayout(top)
        column.addWidget(buttons)
        self.setMinimumWidth(500)

    def versions(self) -> str:
        """In one line, in English, for whoever mends things."""
        return (
            f"ArtMaster Desktop {__version__}, Python {platform.python_version()}, Qt {qVersion()}, "
            f"{platform.system()} {platform.machine()}"
        )
