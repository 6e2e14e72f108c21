"""Whose turn the engine is: painting asks, a training yields at its next step and goes on afterwards."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from artmaster_desktop.app.engine_thread import Factory
from artmaster_desktop.core.choice import Choices
from artmaster_desktop.core.event import Event, Progress, Stage
from artmaster_desktop.core.gate_question import GateQuestion
from artmaster_desktop.core.job import PaintJob
from artmaster_desktop.core.notice import Notice
from artmaster_desktop.core.ports import ChoosingEngine, ModelCaps

LOOK_EVERY = 0.05
"""Seconds between looks at whether the artist still wants to paint."""


class DeviceTurn:
    """Shared by the engine's thread and the training's. Painting goes first: somebody waits for it."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._painters = 0
        self._training = self._parked = False

    @contextmanager
    def training(self) -> Iterator[None]:
        """A training runs while the block does."""
        with self._changed:
            self._training, self._parked = True, False
        try:
            yield
        finally:
            with self._changed:
                self._training = False
                self._changed.notify_all()

    def must_wait(self) -> bool:
        """Asked by the training between two steps: whether the engine is wanted for painting."""
        with self._changed:
            self._parked = self._painters > 0
            if self._parked:
                self._changed.notify_all()
            return self._parked

    @contextmanager
    def painting(
        self, cancelled: Callable[[], bool], waits: Callable[[], None] = lambda: None
    ) -> Iterator[None]:
        """The engine is ours while the block runs, once a training has come to the end of its step (or the
        painting is not wanted any more). ``waits`` is called where it has not yet: loading a model takes a
        while.
        """
        with self._changed:
            self._painters += 1
            if self._training and not self._parked:
                waits()
            while self._training and not self._parked and not cancelled():
                self._changed.wait(LOOK_EVERY)
        try:
            yield
        finally:
            with self._changed:
                self._painters -= 1

    def shared(self, factory: Factory) -> Factory:
        """A factory of the same engines, that take their turn."""
        return lambda: _SharedEngine(factory(), self)


class _SharedEngine:
    def __init__(self, engine: ChoosingEngine, turn: DeviceTurn) -> None:
        self._engine, self._turn = engine, turn

    def describe(self, model: Path) -> ModelCaps:
        return self._engine.describe(model)

    def check(self, job: PaintJob, cancelled: Callable[[], bool]) -> tuple[Notice, ...]:
        return self._engine.check(job, cancelled)

    def choose(self, question: GateQuestion) -> Choices:
        with self._turn.painting(lambda: False):
            return self._engine.choose(question)

    def run(self, job: PaintJob, emit: Callable[[Event], None], cancelled: Callable[[], bool]) -> None:
        def waits() -> None:
            emit(Progress(job.id, Stage.WAITING, 0, 1))

        with self._turn.painting(cancelled, waits):
            self._engine.run(job, emit, cancelled)
