"""The paint panel: one button, and beside it everything that shapes the next painting."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from artmaster_desktop.app.desk import PaintDesk
from artmaster_desktop.app.jobs import Entry, JobQueue
from artmaster_desktop.app.purpose import Live
from artmaster_desktop.app.session import Session
from artmaster_desktop.core.document import FromLayer, FromVisible
from artmaster_desktop.core.errors import ArtmasterError
from artmaster_desktop.core.geometry import Bounds
from artmaster_desktop.core.notice import Notice
from artmaster_desktop.core.repaint import strength_of
from artmaster_desktop.core.repaint_name import deed_of
from artmaster_desktop.core.repaint_wording import word_deed
from artmaster_desktop.core.tile_work import common
from artmaster_desktop.ui.fields import Rule, WordLabel, tool_button
from artmaster_desktop.ui.messages import explain, placement_text, steps_text
from artmaster_desktop.ui.panels.paint_button import PaintButton
from artmaster_desktop.ui.panels.paint_notices import NoticeList
from artmaster_desktop.ui.panels.paint_progress import PaintProgress
from artmaster_desktop.ui.panels.paint_settings import PaintSettingsForm
from artmaster_desktop.ui.widgets.elided_label import ElidedLabel

COUNTS = (2, 4, 6, 9, 16)
"""How many variations can be asked for at once."""


class PaintPanel(QWidget):
    """Orders paintings of the session's document from ``desk`` and follows them in ``queue``.

    ``trouble`` tells an order that could not be planned; failed jobs and models are told by the queue and
    the desk themselves.
    ``settings_asked`` asks for the settings' model page.
    """

    trouble = Signal(object)
    settings_asked = Signal()

    def __init__(
        self, desk: PaintDesk, queue: JobQueue, session: Session, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self._queue, self._session = desk, queue, session
        self._painted: set[tuple[str, int]] = set()
        self._fault = ""
        self._found: tuple[Notice, ...] = ()  # what the engine said of the last painting
        self._dropping = False  # what is still being prepared is not wanted any more
        self.setAccessibleName(self.tr("Paint"))
        self.paint_button = PaintButton(self.tr("Paint"), self)
        self.paint_button.setToolTip(self.tr("Paint the canvas (Ctrl+Return)"))
        self.form = PaintSettingsForm(session, self)
        self.notices = NoticeList(self)
        self.progress = PaintProgress(self)
        self.progress.hide()
        self.model_button = tool_button("settings", self.tr("Choose the model and the device"), self)
        self.model_name = ElidedLabel("", self, secondary=True)
        self.place = WordLabel("", self, secondary=True)
        self.place.setToolTip(self.tr("Where the last painting ran"))
        self.place.hide()
        self._build_extras()
        self._lay_out()
        self._connect()
        self._show_model()
        self._show_notices()
        self._follow()

    def _build_extras(self) -> None:
        self.count = 4
        self.variations_button = QToolButton(self)
        self.variations_button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        self.variations_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.variations_button.setToolTip(self.tr("Paint several pictures that differ in their seed"))
        self.variations_button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.variations_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        template = tool_button("variations", "", self)
        self.variations_button.setIcon(template.icon())
        template.deleteLater()
        menu = QMenu(self.variations_button)
        group = QActionGroup(menu)
        for count in COUNTS:
            action = QAction(self.tr("{count} variations").format(count=count), menu)
            action.setCheckable(True)
            action.setChecked(count == self.count)
            action.triggered.connect(lambda _, count=count: self._set_count(count))
            group.addAction(action)
            menu.addAction(action)
        self.variations_button.setMenu(menu)
        self.live_button = tool_button("live", "", self, text=self.tr("Live"), checkable=True)
        self.live_button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.live_button.setToolTip(self.tr("Live mode: paint again whenever a stroke has ended"))
        self.remove_button = tool_button(
            "eraser",
            self.tr("Let the surroundings go on where something is selected; no text is read for it"),
            self,
            text=self.tr("Remove what is there"),
            checkable=True,
        )
        self.remove_button.hide()
        self._tell_count()

    def _lay_out(self) -> None:
        extras = QHBoxLayout()
        extras.setSpacing(4)
        extras.addWidget(self.variations_button, 3)
        extras.addWidget(self.live_button, 2)
        model = QHBoxLayout()
        model.setSpacing(4)
        model.addWidget(self.model_name, 1)
        model.addWidget(self.model_button)
        inner = QWidget(self)
        body = QVBoxLayout(inner)
        body.setContentsMargins(10, 8, 10, 10)
        body.setSpacing(8)
        body.addWidget(self.notices)
        body.addWidget(self.form)
        body.addWidget(Rule(inner))
        body.addLayout(model)
        body.addWidget(self.place)
        body.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inner)
        head = QVBoxLayout()
        head.setContentsMargins(10, 10, 10, 2)
        head.setSpacing(6)
        head.addWidget(self.paint_button)
        head.addWidget(self.progress)
        head.addLayout(extras)
        head.addWidget(self.remove_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(scroll, 1)

    def _connect(self) -> None:
        desk, queue = self._desk, self._queue
        self.paint_button.clicked.connect(self.paint)
        self.variations_button.clicked.connect(self.paint_variations)
        self.live_button.clicked.connect(desk.set_live)
        self.remove_button.toggled.connect(self._tell_detail)
        self.progress.cancel_asked.connect(self.cancel)
        self.model_button.clicked.connect(self.settings_asked)
        desk.caps_changed.connect(self._show_model)
        desk.notices_changed.connect(self._forecast)
        desk.model_failed.connect(self._model_failed)
        desk.plan_failed.connect(self._not_planned)
        desk.preparing_changed.connect(self._prepared)
        desk.submitted.connect(self._submitted)
        desk.live_changed.connect(self._follow)
        queue.changed.connect(self._follow)
        queue.progressed.connect(self._follow)
        queue.previewed.connect(self.progress.show_preview)
        queue.failed.connect(self._failed)
        self._session.changed.connect(self._tell_detail)
        self._session.selection_changed.connect(self._tell_selected)
        self._session.wet_changed.connect(self._tell_live)

    # ------------------------------------------------------------------------------------------- orders

    def paint(self) -> None:
        """Order the canvas; a seed that has been painted with gives way to another, unless it is locked."""
        self._dropping = False
        self.form.settle()
        self._fresh_seed()
        self._remember(1)
        self._desk.paint(remove=self.removing)

    def remove(self) -> None:
        """Order that what is selected gives way to its surroundings."""
        if self._session.selection is not None:
            self.remove_button.setChecked(True)
            self.paint()

    @property
    def removing(self) -> bool:
        """Whether what is selected is to give way to its surroundings."""
        return self._session.selection is not None and self.remove_button.isChecked()

    def paint_variations(self) -> None:
        """Order pictures with different seeds."""
        self._dropping = False
        self.form.settle()
        self._fresh_seed()
        self._remember(self.count)
        self._desk.variations(self.count, remove=self.removing)

    def cancel(self) -> None:
        """Stop the running painting; an order that is still being prepared is stopped once it is there."""
        running = self._queue.running
        if running is not None:
            self._queue.cancel(running.id)
        elif self._desk.preparing:
            self._dropping = True
            self._follow()

    def _submitted(self, job_id: str) -> None:
        if self._dropping:
            self._queue.cancel(job_id)

    def _prepared(self) -> None:
        self._dropping = self._dropping and self._desk.preparing
        self._follow()

    def _fresh_seed(self) -> None:
        document = self._session.document
        if not self.form.seed_locked and (document.id, document.paint.seed) in self._painted:
            self.form.roll()

    def _remember(self, count: int) -> None:
        document = self._session.document
        self._painted.update((document.id, document.paint.seed + step) for step in range(count))

    def _set_count(self, count: int) -> None:
        self.count = count
        self._tell_count()

    def _tell_count(self) -> None:
        text = self.tr("{count} variations").format(count=self.count)
        self.variations_button.setText(text)
        self.variations_button.setAccessibleName(text)

    # -------------------------------------------------------------------------------------------- showing

    def _follow(self) -> None:
        running = self._queue.running
        preparing = self._desk.preparing and not self._dropping
        if running is not None:
            self.progress.show_entry(running)
            if running.placement is not None:
                self.place.setText(self.tr("Runs on {place}").format(place=placement_text(running.placement)))
                self.place.show()
                self._hear(running.notices)
        elif preparing:
            self.progress.show_waiting()
        self.progress.setVisible(running is not None or preparing)
        self._tell_detail()
        self._tell_live()

    def _tell_detail(self) -> None:
        document, waiting = self._session.document, len(self._queue.waiting)
        paint = document.paint
        self.paint_button.setText(self.tr("Paint"))
        if isinstance(paint.start, FromLayer) and (layer := document.find(paint.start.layer)) is not None:
            self.paint_button.setText(self.tr("Paint over {layer}").format(layer=layer.name))
        elif isinstance(paint.start, FromVisible):
            self.paint_button.setText(self.tr("Paint over all that is seen"))
        selection, part = self._session.selection, None
        if selection is not None:
            box = common(selection.bounds, Bounds.of(document.extent))
            part = f"{box.width}x{box.height}"
            deed = deed_of(document, selection, strength_of(document), remove=self.removing)
            self.paint_button.setText(word_deed(deed, QCoreApplication.translate))
        if waiting:
            detail = self.tr("{count} waiting in the queue").format(count=waiting)
        else:
            size = part or str(document.extent)
            extent = size.replace("x", " × ")
            detail = self.tr("{extent}, {steps}").format(extent=extent, steps=steps_text(paint.steps))
        self.paint_button.set_detail(detail)

    def _tell_selected(self) -> None:
        """Another selection: what was to go is not what is selected now."""
        self.remove_button.setVisible(self._session.selection is not None)
        self.remove_button.setChecked(False)
        self._tell_detail()

    def _tell_live(self) -> None:
        on = self._desk.live
        self.live_button.setChecked(on)
        running = self._queue.running
        if not on:
            text = self.tr("Live")
        elif self._session.wet is not None:
            text = self.tr("Live: pen down")
        elif running is not None and isinstance(running.purpose, Live):
            text = self.tr("Live: painting")
        else:
            text = self.tr("Live: waiting")
        self.live_button.setText(text)

    def _show_model(self) -> None:
        caps = self._desk.caps
        self.form.set_caps(caps)
        if caps is not None:
            self._fault = ""
            self.model_name.setText(self.tr("Model: {model}").format(model=caps.name))
            self.model_name.setToolTip(str(caps.path))
        elif self._desk.model is None:
            self.model_name.setText(self.tr("No model is chosen"))
        else:
            self.model_name.setText(self.tr("Looking at the model"))
        self._show_notices()

    def _model_failed(self, error: ArtmasterError) -> None:
        message = explain(error)
        self._fault = " ".join(part for part in (message.what, message.do) if part)
        self.model_name.setText(self.tr("The model cannot be used"))
        self._show_notices()

    def _not_planned(self, error: ArtmasterError) -> None:
        """Live mode ends with it too."""
        self._desk.set_live(False)
        self.trouble.emit(error)

    def _failed(self, entry: Entry) -> None:
        """Live mode ends with its first fault, or it would ask for the artist after every stroke."""
        if isinstance(entry.purpose, Live):
            self._desk.set_live(False)

    def _hear(self, notices: tuple[Notice, ...]) -> None:
        """Some things are only known once painters and texts are read; they stay until the next edit."""
        if notices != self._found:
            self._found = notices
            self._show_notices()

    def _forecast(self) -> None:
        """What is said now is of the document as it is now."""
        self._found = ()
        self._show_notices()

    def _show_notices(self) -> None:
        fault = (self._fault,) if self._fault else ()
        self.notices.show_notices((*self._desk.notices, *self._found), fault)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape and self._queue.running is not None:
            self.cancel()
        else:
            super().keyPressEvent(event)
