"""The line at the bottom: what was said last, how the canvas is seen, what the engine does and where."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QStatusBar, QWidget

from artmaster_desktop.app.jobs import State
from artmaster_desktop.ui.canvas.view import CanvasView
from artmaster_desktop.ui.icons import icon
from artmaster_desktop.ui.messages import duration_text, placement_text, stage_text
from artmaster_desktop.ui.workshop import Workshop

SAID_FOR = 6000
"""Milliseconds that a sentence stays."""


class _Word(QLabel):
    """A short word of the line; ``clicked`` where it does something."""

    clicked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setContentsMargins(8, 0, 8, 0)

    def mousePressEvent(self, event: QMouseEvent, /) -> None:  # noqa: N802 - Qt's name
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit()
        super().mousePressEvent(event)


class StatusLine(QStatusBar):
    """Follows the canvas, the queue and the preferences."""

    settings_asked = Signal()
    queue_asked = Signal()

    def __init__(self, workshop: Workshop, canvas: CanvasView, parent: QWidget) -> None:
        super().__init__(parent)
        self._shop, self._canvas = workshop, canvas
        self.setSizeGripEnabled(False)
        self.said = _Word(self)
        self.zoom, self.size_word, self.place = _Word(self), _Word(self), _Word(self)
        self.work = _Word(self)
        self.bar = QProgressBar(self)
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setFixedSize(120, 8)
        self.lamp = _Word(self)
        self._quiet = QTimer(self, singleShot=True, interval=SAID_FOR)
        self._quiet.timeout.connect(lambda: self.said.setText(""))
        self._lay_out()
        self._connect()
        self.retranslate()

    def say(self, sentence: str) -> None:
        """Show a sentence for a while; it is also read out by screen readers."""
        self.said.setText(sentence)
        self.said.setAccessibleName(sentence)
        self._quiet.start()

    def retranslate(self) -> None:
        """Words in the language that is installed now."""
        self.zoom.setToolTip(self.tr("Zoom; click to fit the canvas in the window"))
        self.zoom.setAccessibleName(self.tr("Zoom"))
        self.size_word.setToolTip(self.tr("Size of the canvas in pixels"))
        self.size_word.setAccessibleName(self.tr("Size of the canvas"))
        self.place.setToolTip(self.tr("Where paintings are made; click for the settings"))
        self.place.setAccessibleName(self.tr("Where it runs"))
        self.work.setAccessibleName(self.tr("Progress"))
        self.bar.setAccessibleName(self.tr("Progress"))
        self._show_view()
        self._show_place()
        self._show_work()
        self._show_lamp()

    def _lay_out(self) -> None:
        self.addWidget(self.said, 1)
        box = QWidget(self)
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 4, 0)
        row.setSpacing(0)
        for word in (self.work, self.bar, self.place, self.size_word, self.zoom, self.lamp):
            row.addWidget(word)
        self.addPermanentWidget(box)

    def _connect(self) -> None:
        shop = self._shop
        self._canvas.viewport_changed.connect(self._show_view)
        shop.session.changed.connect(self._show_view)
        shop.queue.changed.connect(self._show_work)
        shop.queue.progressed.connect(self._show_work)
        shop.desk.preparing_changed.connect(self._show_work)
        shop.desk.caps_changed.connect(self._show_place)
        shop.desk.model_failed.connect(self._show_place)
        shop.preferences.changed.connect(self._show_lamp)
        shop.theme.changed.connect(self._show_lamp)
        self.zoom.clicked.connect(self._canvas.fit)
        self.place.clicked.connect(self.settings_asked)
        self.work.clicked.connect(self.queue_asked)

    def _show_view(self) -> None:
        extent = self._shop.session.document.extent
        self.zoom.setText(f"{round(self._canvas.zoom * 100)} %")
        self.size_word.setText(f"{extent.width} × {extent.height}")

    def _show_place(self) -> None:
        caps = self._shop.desk.caps
        running = self._shop.queue.running
        placed = next((e.placement for e in reversed(self._shop.queue.entries) if e.placement), None)
        if running is not None and running.placement is not None:
            placed = running.placement
        parts = [caps.name] if caps is not None else []
        if placed is not None:
            parts.append(placement_text(placed))
        self.place.setText(" · ".join(parts) if parts else self.tr("No model yet"))

    def _show_work(self) -> None:
        queue = self._shop.queue
        running = queue.running
        self.bar.setVisible(running is not None)
        if running is None:
            ready = self.tr("Preparing…") if self._shop.desk.preparing else ""
            self.work.setText(ready)
            return
        self.bar.setValue(round(running.progress * 1000))
        words = [stage_text(running.stage)] if running.stage is not None else [self.tr("Starting")]
        if running.seconds_left is not None:
            words.append(self.tr("{time} left").format(time=duration_text(running.seconds_left)))
        waiting = sum(1 for e in queue.entries if e.state is State.WAITING)
        if waiting:
            words.append(self.tr("{count} waiting").format(count=waiting))
        self.work.setText(" · ".join(words))
        self._show_place()

    def _show_lamp(self) -> None:
        offline = self._shop.preferences.settings.offline
        name = "offline" if offline else "online"
        self.lamp.setPixmap(icon(name).pixmap(QSize(16, 16), self.devicePixelRatioF()))
        tip = (
            self.tr("Offline: nothing leaves this machine, and nothing is fetched")
            if offline
            else self.tr("Online for downloads that you ask for; nothing else leaves this machine")
        )
        self.lamp.setToolTip(tip)
        self.lamp.setAccessibleName(tip)

    def changeEvent(self, event: QEvent, /) -> None:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
