"""The last page: what is asked for, what it will cost, and how far the painter is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMessageBox,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from artmaster_desktop.app.studio import Studio
from artmaster_desktop.app.studio_training import TrainingState
from artmaster_desktop.core import training_event as ev
from artmaster_desktop.core.errors import ArtmasterError
from artmaster_desktop.core.training_errors import CheckpointUnusable
from artmaster_desktop.ui.fields import Rule, WordLabel
from artmaster_desktop.ui.icons import icon
from artmaster_desktop.ui.messages import duration_text, explain, left_text, placement_text
from artmaster_desktop.ui.studio.order_form import FORM_WIDTH, OrderForm
from artmaster_desktop.ui.studio.plots import Curve, Plot, smoothed
from artmaster_desktop.ui.studio.sheet_view import SheetView
from artmaster_desktop.ui.studio.wording import ending_text, stage_text
from artmaster_desktop.ui.widgets.tint import amber

DRAW_EVERY = 250
State = TrainingState


class TrainPage(QWidget):
    """Start, pause, go on, stop; plots, samples, time left."""

    show_painter = Signal(str)
    """The slug of the finished painter that the artist wants to see."""

    def __init__(self, studio: Studio, model: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio, self._training = studio, studio.training
        self.form = OrderForm(studio, model, self)
        self.loss = Plot(self.tr("Loss"), self.tr("The loss is drawn here."), self)
        self.ranks = Plot(self.tr("Ranks in use"), self.tr("The ranks are drawn here."), self)
        self.sheets = SheetView(self)
        self.status = WordLabel("", self)
        self.status.setAccessibleName(self.tr("State of the training"))
        self.trouble = WordLabel("", self)
        palette = self.trouble.palette()
        palette.setColor(QPalette.ColorRole.WindowText, amber(palette))
        self.trouble.setPalette(palette)
        self.progress = QProgressBar(self)
        self.progress.setAccessibleName(self.tr("Progress of the training"))
        self.question: QMessageBox | None = None
        self._lay_out()
        self._redraw = QTimer(self, singleShot=True, interval=DRAW_EVERY)
        self._redraw.timeout.connect(self._draw)
        self._training.changed.connect(self.show_state)
        self._training.happened.connect(self._happened)
        self.form.changed.connect(self.show_state)
        self.show_state()
        self._draw()

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(10)
        left.addWidget(self._scrolled_form(), 1)
        left.addWidget(Rule(self))
        left.addLayout(self._buttons())
        side = QWidget(self)
        side.setFixedWidth(FORM_WIDTH)
        side.setLayout(left)
        left.setContentsMargins(4, 4, 4, 4)
        plots = QHBoxLayout()
        plots.setSpacing(10)
        plots.addWidget(self.loss, 3)
        plots.addWidget(self.ranks, 2)
        right = QVBoxLayout()
        right.setSpacing(8)
        for widget in (self.status, self.progress, self.trouble):
            right.addWidget(widget)
        right.addLayout(plots, 4)
        right.addWidget(self.sheets, 5)
        row = QHBoxLayout(self)
        row.setSpacing(16)
        row.addWidget(side)
        row.addLayout(right, 1)

    def _scrolled_form(self) -> QScrollArea:
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 8, 0)
        column.addWidget(self.form)
        column.addStretch(1)
        scroll = QScrollArea(self, widgetResizable=True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(page)
        return scroll

    def _buttons(self) -> QVBoxLayout:
        self.start_button = QPushButton(icon("play"), self.tr("Train the painter"), self)
        self.start_button.setToolTip(self.tr("Begin; painting goes first whenever you paint meanwhile"))
        self.start_button.clicked.connect(self.ask_to_start)
        self.resume_button = QPushButton(icon("play"), self.tr("Go on"), self)
        self.resume_button.setToolTip(self.tr("Go on exactly where the training was left"))
        self.resume_button.clicked.connect(self._training.resume)
        self.pause_button = QPushButton(icon("pause"), self.tr("Pause"), self)
        self.pause_button.setToolTip(self.tr("Write a checkpoint at the next step and let the device go"))
        self.pause_button.clicked.connect(self._training.pause)
        self.stop_button = QPushButton(icon("stop"), self.tr("Stop for good…"), self)
        self.stop_button.setToolTip(self.tr("Give this training up: no painter is made of it"))
        self.stop_button.clicked.connect(self.ask_to_stop)
        self.over_button = QPushButton(icon("refresh"), self.tr("Start from the beginning"), self)
        self.over_button.setToolTip(
            self.tr("Let the checkpoint go and begin again with the works as they are")
        )
        self.over_button.clicked.connect(self._training.start_over)
        self.painter_button = QPushButton(icon("painter"), self.tr("Show the painter"), self)
        self.painter_button.setToolTip(self.tr("Show the finished painter in the library"))
        self.painter_button.clicked.connect(self._show_made)
        column = QVBoxLayout()
        column.setSpacing(6)
        for button in (
            self.start_button, self.resume_button, self.pause_button, self.over_button, self.stop_button,
            self.painter_button,
        ):  # fmt: skip
            column.addWidget(button)
        return column

    # --------------------------------------------------------------------------------------------- showing

    def show_state(self) -> None:
        """Buttons and words as things stand."""
        training, state = self._training, self._training.state
        running = training.busy
        waits = training.resumable and not running
        unusable = isinstance(training.record.error, CheckpointUnusable)
        self.start_button.setVisible(not running and not waits)
        self.start_button.setEnabled(self.form.ready)
        self.resume_button.setVisible(waits and not unusable)
        self.over_button.setVisible(waits)
        self.pause_button.setVisible(running)
        self.pause_button.setEnabled(state is not State.STOPPING)
        self.stop_button.setVisible(running or waits)
        self.stop_button.setEnabled(state is not State.STOPPING)
        self.painter_button.setVisible(state is State.DONE and not running)
        self.form.setEnabled(not running and not waits)
        self.status.setText(self._words(state))
        self._show_trouble()
        self._show_progress()

    def _words(self, state: State) -> str:
        record, name = self._training.record, self._training.order.name if self._training.order else ""
        match state:
            case State.RUNNING:
                said = stage_text(record.progress.stage) if record.progress else self.tr("Learning")
                left = left_text(record.seconds_left)
                return " · ".join(part for part in (name, said, self._step(), left) if part)
            case State.YIELDING:
                return self.tr("Waits while you paint; goes on by itself afterwards.")
            case State.STOPPING:
                return self.tr("Stopping at the next step…")
            case State.PAUSED:
                said = self.tr("{name} is paused and can go on where it was left, today or another day.")
                return said.format(name=name)
            case State.FAILED:
                return self.tr("The training of {name} stopped.").format(name=name)
            case State.DONE if record.made is not None:
                return f"{self._made(name, record.made)} {ending_text(record.made.ending)}"
        return self.tr("Name the painter, look at what it will cost, and begin.")

    def _made(self, name: str, made: ev.Trained) -> str:
        """With its time, where it was taught without a break."""
        begun = self._training.record.started
        if begun is not None and begun.resumed_from:
            return self.tr("{name} is in the library: {steps} steps.").format(name=name, steps=made.steps)
        said = self.tr("{name} is in the library: {steps} steps in {time}.")
        return said.format(name=name, steps=made.steps, time=duration_text(made.seconds))

    def _step(self) -> str:
        record = self._training.record
        if record.started is None or not record.step:
            return ""
        return self.tr("step {step} of {steps}").format(step=record.step, steps=record.started.steps)

    def _show_trouble(self) -> None:
        record = self._training.record
        error: ArtmasterError | None = record.error if self._training.state is State.FAILED else None
        lines: list[str] = []
        if error is not None:
            told = explain(error)
            lines = [told.what, told.safe, told.do]
        elif record.refused is not None:
            told = explain(record.refused)
            lines = [
                told.what,
                self.tr("The training goes on and tries again; the last good checkpoint is still there."),
                told.do,
            ]
        self.trouble.setText("\n".join(text for text in lines if text))
        self.trouble.setVisible(bool(lines))

    def _show_progress(self) -> None:
        record, running = self._training.record, self._training.busy
        self.progress.setVisible(running)
        progress = record.progress
        if progress is not None and progress.steps > 1:
            self.progress.setRange(0, progress.steps)
            self.progress.setValue(progress.step)
        elif record.started is not None and record.step:
            self.progress.setRange(0, record.started.steps)
            self.progress.setValue(record.step)
        else:
            self.progress.setRange(0, 0)
        where = record.started
        self.progress.setToolTip(placement_text(where.placement) if where is not None else "")

    def _happened(self, event: ev.TrainingEvent) -> None:
        if not self._redraw.isActive():
            self._redraw.start()
        if isinstance(event, ev.Checkpointed | ev.TrainingStarted):
            self.show_state()

    def _draw(self) -> None:
        record, palette = self._training.record, self.palette()
        steps = record.started.steps if record.started else 1
        accent = palette.color(QPalette.ColorRole.Highlight)
        other, grey = QColor("#c0742c"), palette.color(QPalette.ColorRole.PlaceholderText)
        held = [(one.step, one.loss) for one in record.judged]
        base = [(one.step, one.base) for one in record.judged]
        self.loss.show_curves(
            [
                Curve(self.tr("works shown"), smoothed(record.losses), accent),
                Curve(self.tr("held out"), held, other, dotted=True),
                Curve(self.tr("without the painter"), base, grey),
            ],
            steps,
        )
        self.ranks.show_curves([Curve(self.tr("all layers"), record.ranks, accent)], steps)
        self.sheets.show_sheets(record.sheets)
        if self._training.state in (State.RUNNING, State.YIELDING):
            self.status.setText(self._words(self._training.state))
            self._show_progress()

    # ----------------------------------------------------------------------------------------------- doing

    def ask_to_start(self) -> None:
        """Begin; a painter of the same name is only replaced where the artist says so."""
        order = self.form.order()
        if order is None:
            return
        if self._training.exists(order.name):
            said = self.tr("There is a painter called {name} already. Replace it with the new one?")
            self._ask(said.format(name=order.name), self.tr("Replace"), lambda: self._training.start(order))
        else:
            self._training.start(order)

    def ask_to_stop(self) -> None:
        """Stop for good, if that is really meant."""
        said = self.tr("Give this training up? What was learned so far is lost; your works stay.")
        self._ask(said, self.tr("Give it up"), self._training.stop)

    def _ask(self, text: str, yes: str, do: object) -> None:
        box = QMessageBox(QMessageBox.Icon.Question, self.tr("Train a painter"), text, parent=self)
        agreed = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        agreed.clicked.connect(do)
        self.question = box
        box.open()

    def _show_made(self) -> None:
        made = self._training.record.made
        if made is not None:
            self.show_painter.emit(made.file.stem)
