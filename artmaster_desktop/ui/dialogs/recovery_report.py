"""What is said after a document was recovered: what is missing of it, and the paintings that can go on."""

from __future__ import annotations

from typing import assert_never

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from artmaster_desktop.storage.journal_reader import BaseGone, JobsLost, PixelsLost, Recovered, RecoveryLoss
from artmaster_desktop.ui.messages import translate

MOST = 20
"""Losses that are listed."""


class RecoveryReport(QMessageBox):
    """Lists what could not be recovered. Only for a document with losses."""

    def __init__(self, recovered: Recovered, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setIcon(QMessageBox.Icon.Information)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Recovered with losses"))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(self.tr("Not everything could be recovered. What is missing is empty."))
        self.setInformativeText("\n".join(loss_text(loss) for loss in recovered.losses[:MOST]))
        close = self.addButton(self.tr("Close"), QMessageBox.ButtonRole.AcceptRole)
        close.setToolTip(self.tr("Go on with what could be recovered (Enter)"))


def recovered_text(recovered: Recovered) -> str:
    """One sentence for the status line."""
    name = recovered.document.title or (recovered.path.stem if recovered.path else "")
    said = translate("Recovery", "Recovered {name}.") if name else translate("Recovery", "Recovered.")
    parts = [said.format(name=name)]
    count = len(recovered.jobs) + sum(order.count for order in recovered.orders)
    if count:
        told = translate("Recovery", "Unfinished paintings in the queue, to be tried again: {count}.")
        parts.append(told.format(count=count))
    return " ".join(parts)


def loss_text(loss: RecoveryLoss) -> str:
    """One sentence for ``loss``."""
    match loss:
        case PixelsLost(_, name, tiles):
            text = translate("Recovery", "{count} squares of 256 pixels of the layer {name} are lost.")
            if tiles == 1:
                text = translate("Recovery", "One square of 256 pixels of the layer {name} is lost.")
            return text.format(name=name, count=tiles)
        case BaseGone(path):
            text = translate(
                "Recovery", "The file {path} is gone or was changed: what was not touched since is lost."
            )
            return text.format(path=path)
        case JobsLost(1):
            return translate("Recovery", "A painting that was waiting is lost.")
        case JobsLost(count):
            text = translate("Recovery", "{count} paintings that were waiting are lost.")
            return text.format(count=count)
        case _:
            assert_never(loss)
