"""What the gate answered: asked of the engine, which has the text encoders, and kept as long as the question
is the same.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from PySide6.QtCore import QObject, Signal

from artmaster_desktop.app.engine_thread import EngineThread
from artmaster_desktop.core.choice import NO_CHOICES, Choices
from artmaster_desktop.core.document import Document
from artmaster_desktop.core.errors import ArtmasterError
from artmaster_desktop.core.gate_asking import leaves_to_gate, wishes_of
from artmaster_desktop.core.gate_question import GateQuestion
from artmaster_desktop.core.painter import PainterRef
from artmaster_desktop.core.planning import Measure
from artmaster_desktop.core.ports import ModelCaps, PainterCatalog
from artmaster_desktop.core.vocabulary import Vocabulary

KEPT = 32
"""Answers: so many steps back of undo, or regions switched off and on, ask nothing anew."""

Answer: TypeAlias = Choices | ArtmasterError


@dataclass(frozen=True, slots=True)
class GateSource:
    """Where the gate is: its ``file`` at this moment, and the ``words`` whose places it reads."""

    file: Callable[[], Path]
    words: Callable[[], Vocabulary]

    def question(
        self, document: Document, caps: ModelCaps, catalog: PainterCatalog, measure: Measure
    ) -> GateQuestion | None:
        """What the gate is to be asked about ``document``; None where it chooses nowhere."""
        if not leaves_to_gate(document):
            return None
        file = self.file()
        try:
            changed = file.stat().st_mtime_ns
        except OSError:
            changed = 0  # no gate: the engine says so
        painters = tuple(PainterRef(painter.slug, painter.sha256) for painter in catalog.all())
        wishes = wishes_of(document, caps, self.words(), measure)
        return GateQuestion(caps.path, caps.identity, file, changed, painters, wishes)


class GateAnswers(QObject):
    """Asks the engine, one question once. Where the gate cannot choose, it is as if it chose nobody: what a
    forecast says of that and what a run does are the same.
    """

    answered = Signal()
    """There is an answer that was not there before."""

    def __init__(self, engine: EngineThread, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._answers: dict[GateQuestion, Answer] = {}
        self._waiting: dict[GateQuestion, list[Callable[[Choices], None]]] = {}
        self._looked: tuple[GateQuestion, threading.Event] | None = None
        engine.chosen.connect(self._hear)

    @property
    def answers(self) -> Mapping[GateQuestion, Answer]:
        """All that are known now, to be taken to another thread."""
        return dict(self._answers)

    @property
    def awaited(self) -> bool:
        """Whether somebody waits for an answer to go on."""
        return bool(self._waiting)

    def forget(self) -> None:
        """Call nobody any more."""
        self._waiting.clear()

    def ask(self, question: GateQuestion | None, then: Callable[[Choices], None]) -> None:
        """Call ``then`` with the choices, at once where they are known; what failed is asked again."""
        known = NO_CHOICES if question is None else self._answers.get(question)
        if question is None or isinstance(known, Choices):
            then(known if isinstance(known, Choices) else NO_CHOICES)
            return
        if question not in self._waiting:
            self._waiting[question] = []
            self._engine.choose(question, threading.Event())
        self._waiting[question].append(then)

    def look(self, question: GateQuestion) -> None:
        """Ask for a look ahead: ``answered`` tells. The look before it is dropped if it still waits."""
        if question in self._answers or question in self._waiting:
            return
        if self._looked is not None:
            asked, stop = self._looked
            if asked == question and not stop.is_set():
                return
            stop.set()
        self._looked = (question, threading.Event())
        self._engine.choose(*self._looked)

    def _hear(self, question: GateQuestion, answer: Answer | None) -> None:
        if answer is None:
            return
        if self._looked is not None and self._looked[0] == question:
            self._looked = None
        self._answers.pop(question, None)
        self._answers[question] = answer
        for old in list(self._answers)[:-KEPT]:
            del self._answers[old]
        for then in self._waiting.pop(question, []):
            then(answer if isinstance(answer, Choices) else NO_CHOICES)
        self.answered.emit()
