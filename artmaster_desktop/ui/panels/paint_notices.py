"""What the engine would do otherwise than asked, said before it is asked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from artmaster_desktop.core.notice import GuidanceIgnored, Notice, SizeChanged
from artmaster_desktop.ui.fields import Sign, WordLabel
from artmaster_desktop.ui.messages import notice_text
from artmaster_desktop.ui.widgets.tint import amber, line, mix


class NoticeList(QFrame):
    """The sentences for a run's notices, hidden where there are none.

    Two kinds are said where they belong, at the size and at the guidance, and left out here.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[str, ...] = ()
        self.setAccessibleName(self.tr("Notes on the next painting"))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 7, 8, 8)
        column.setSpacing(4)
        self._rows = QGridLayout()
        self._rows.setHorizontalSpacing(6)
        self._rows.setVerticalSpacing(5)
        self._rows.setColumnStretch(1, 1)
        column.addLayout(self._rows)
        self.hide()

    @property
    def texts(self) -> tuple[str, ...]:
        """What is shown, one sentence each."""
        return self._shown

    def show_notices(self, notices: Sequence[Notice], more: Sequence[str] = ()) -> None:
        """Show ``notices``, after the sentences ``more``."""
        told = [notice_text(n) for n in notices if not isinstance(n, SizeChanged | GuidanceIgnored)]
        texts = tuple(dict.fromkeys([*more, *told]))
        if texts == self._shown:
            return
        self._shown = texts
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for row, text in enumerate(texts):
            self._rows.addWidget(Sign("warning", 15, self), row, 0, Qt.AlignmentFlag.AlignTop)
            self._rows.addWidget(WordLabel(text, self, whole=True), row, 1)
        self.setAccessibleDescription("\n".join(texts))
        self.setVisible(bool(texts))

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        painter.setPen(line(palette, 0.12))
        painter.setBrush(mix(palette.window().color(), amber(palette), 0.1))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 5, 5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(amber(palette))
        painter.drawRoundedRect(3, 6, 3, self.height() - 12, 1.5, 1.5)
        painter.end()
