"""What the program wrote down of itself: on this machine, for the artist to read and to send if they like."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QFontDatabase, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from artmaster_desktop.app.worker import Worker
from artmaster_desktop.storage.crash import LOG
from artmaster_desktop.ui.fields import WordLabel
from artmaster_desktop.ui.icons import icon

SHOWN = 512 * 1024
"""Bytes of the end of the log that are shown."""
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


class LogViewer(QDialog):
    """The end of the log, searched and filtered."""

    diagnostics_asked = Signal()

    def __init__(self, log_dir: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Log"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._path = log_dir / LOG
        self._text = ""
        self._worker = Worker("log", self)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Search"))
        self.search.setAccessibleName(self.tr("Search the log"))
        self.search.setToolTip(self.tr("Only lines with these words (Ctrl+F)"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._show)
        self.level = QComboBox(self)
        self.level.setAccessibleName(self.tr("Least level"))
        self.level.setToolTip(self.tr("How grave a line must be to be shown"))
        for text, name in (
            (self.tr("Everything"), "DEBUG"),
            (self.tr("Warnings and errors"), "WARNING"),
            (self.tr("Errors"), "ERROR"),
        ):
            self.level.addItem(text, name)
        self.level.currentIndexChanged.connect(self._show)
        self.words = QPlainTextEdit(self)
        self.words.setReadOnly(True)
        self.words.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.words.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.words.setAccessibleName(self.tr("Log"))
        self.words.setToolTip(self.tr("What the program noted, the latest last"))
        self._lay_out()
        QShortcut(QKeySequence.StandardKey.Find, self, self.search.setFocus)
        self.resize(860, 560)
        self.refresh()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.search, 1)
        row.addWidget(self.level)
        again = QPushButton(icon("refresh"), self.tr("Read again"), self)
        again.setToolTip(self.tr("Read the log again (F5)"))
        again.setShortcut("F5")
        again.setAutoDefault(False)
        again.clicked.connect(self.refresh)
        row.addWidget(again)
        bottom = QHBoxLayout()
        copy = QPushButton(icon("copy"), self.tr("Copy"), self)
        copy.setToolTip(self.tr("Copy what is shown"))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.words.toPlainText()))
        folder = QPushButton(icon("folder"), self.tr("Show the folder"), self)
        folder.setToolTip(self.tr("Open the folder of the log"))
        folder.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path.parent))))
        save = QPushButton(icon("save"), self.tr("Save a diagnostics file…"), self)
        save.setToolTip(self.tr("One file for a bug report, without pictures, prompts or names"))
        save.clicked.connect(self.diagnostics_asked)
        close = QPushButton(self.tr("Close"), self)
        close.setToolTip(self.tr("Close this window (Esc)"))
        close.clicked.connect(self.reject)
        for button in (copy, folder, save, close):
            button.setAutoDefault(False)
            bottom.addWidget(button)
        bottom.insertStretch(3, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 14, 14, 12)
        column.addLayout(row)
        column.addWidget(self.words, 1)
        column.addWidget(
            WordLabel(
                self.tr("The log stays on this machine unless you send it yourself."), self, secondary=True
            )
        )
        column.addLayout(bottom)

    def refresh(self) -> None:
        """Read the end of the log, by a worker."""
        self._worker.do(lambda: _tail(self._path), self._read, lambda _: None)

    def _read(self, text: str) -> None:
        self._text = text
        self._show()

    def _show(self) -> None:
        least = LEVELS.index(self.level.currentData())
        words = self.search.text().casefold()
        shown: list[str] = []
        take = True
        for line in self._text.splitlines():
            level = _level(line)
            if level is not None:
                take = level >= least
            if take and words in line.casefold():
                shown.append(line)
        self.words.setPlainText("\n".join(shown) if shown else self.tr("Nothing to show."))
        bar = self.words.verticalScrollBar()
        bar.setValue(bar.maximum())

    def done(self, result: int, /) -> None:
        self._worker.wait(2.0)
        super().done(result)


def _level(line: str) -> int | None:
    """The level of a line that begins a record ("date time LEVEL name: ..."), None for one that goes on."""
    parts = line.split(" ", 3)
    return LEVELS.index(parts[2]) if len(parts) == 4 and parts[2] in LEVELS else None


def _tail(path: Path) -> str:
    """The last ``SHOWN`` bytes as text; empty where there is no log."""
    try:
        with path.open("rb") as file:
            file.seek(0, os.SEEK_END)
            file.seek(max(0, file.tell() - SHOWN))
            text = file.read().decode("utf-8", "replace")
    except OSError:
        return ""
    return text
