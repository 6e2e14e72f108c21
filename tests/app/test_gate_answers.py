"""The gate in the desk: asked in the engine's thread, once, and a run does what was forecast."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from artmaster_desktop.app.desk import PaintDesk
from artmaster_desktop.app.gate_answers import GateAnswers, GateSource
from artmaster_desktop.core.choice import Choices
from artmaster_desktop.core.choosing import Choosing, GateMode
from artmaster_desktop.core.commands import edit_region, edit_root
from artmaster_desktop.core.document import Document
from artmaster_desktop.core.errors import GateFileError, GateProblem
from artmaster_desktop.core.gate_question import GateQuestion, GateWish
from artmaster_desktop.core.notice import GateSilent, GateUnsure
from artmaster_desktop.core.painter import PainterRef
from artmaster_desktop.core.vocabulary import Vocabulary
from tests.app.fakes import FakeEngine, Studio
from tests.core.documents import halves, share
from tests.core.gates import named_ones

BY_PROMPT = Choosing(GateMode.PROMPT)


def left_to_gate(text: str = "b paints") -> Document:
    document = halves()
    left, right = document.regions
    left = replace(left, prompt=text, painters=(), choosing=BY_PROMPT)
    return document.edited(regions=(left, replace(right, painters=(share("a"),))))


class GatedStudio(Studio):
    def __init__(self, engine: FakeEngine, document: Document, file: Path) -> None:
        super().__init__(engine, document)
        self.desk.close()
        source = GateSource(lambda: file, Vocabulary)
        self.desk = PaintDesk(self.session, self.queue, self.thread_, self.catalog, gate=source)


@pytest.fixture
def app(qtbot: QtBot, tmp_path: Path) -> Iterator[GatedStudio]:
    file = tmp_path / "gate.safetensors"
    file.write_bytes(b"gate")
    made = GatedStudio(FakeEngine(), left_to_gate(), file)
    yield made
    made.close()


def at_work(studio: Studio) -> list[tuple[str, int]]:
    job = studio.engine.jobs[-1]
    return [(job.painters[row.painter].slug, row.area) for row in job.gates.rows]


def test_the_forecast_knows_whom_the_run_hires(app: GatedStudio, qtbot: QtBot) -> None:
    app.desk.set_model(Path("model"))
    qtbot.waitUntil(lambda: isinstance(app.desk.forecast.answer, Choices))
    answer = app.desk.forecast.answer
    assert isinstance(answer, Choices)
    assert [area.region for area in answer.areas] == ["left"]
    assert answer.areas[0].shares == (replace(share("b"), painter=PainterRef("b", "b" * 8)),)
    assert not any(isinstance(one, GateSilent) for one in app.desk.notices)
    with qtbot.waitSignal(app.queue.finished):
        app.desk.paint()
    assert ("b", 1) in at_work(app)
    assert app.engine.jobs[-1].choices == answer
    assert len(app.engine.asked) == 1  # the run asks nothing anew
    assert app.desk.forecast.job is not None
    assert app.desk.forecast.job.gates == app.engine.jobs[-1].gates
    assert app.engine.threads == {"engine"}


def test_an_order_waits_for_the_gate_and_tells_that_it_is_prepared(app: GatedStudio, qtbot: QtBot) -> None:
    app.desk.set_model(Path("model"))
    app.desk.paint()  # before anything was looked at
    assert app.desk.preparing
    qtbot.waitUntil(lambda: bool(app.engine.jobs))
    assert ("b", 1) in at_work(app)
    assert not app.desk.preparing


def test_a_gate_that_cannot_choose_is_told_of_and_the_run_does_as_was_said(
    app: GatedStudio, qtbot: QtBot
) -> None:
    app.engine.gate = GateFileError(Path("g"), GateProblem.MISSING)
    app.desk.set_model(Path("model"))
    qtbot.waitUntil(lambda: isinstance(app.desk.forecast.answer, GateFileError))
    assert any(isinstance(one, GateSilent) for one in app.desk.notices_of("left"))
    with qtbot.waitSignal(app.queue.finished):
        app.desk.paint()
    assert all(slug != "b" for slug, _ in at_work(app))
    assert any(isinstance(one, GateSilent) for one in app.engine.jobs[-1].notices)


def test_a_guess_is_told_on_the_card_of_its_region(app: GatedStudio, qtbot: QtBot) -> None:
    known = app.catalog.painters
    app.catalog.painters = (*known, replace(known[0], slug="c", sha256="c" * 8))
    left = app.session.document.regions[0]
    app.session.apply(edit_region(replace(left, prompt="nobody at all")))
    app.desk.set_model(Path("model"))
    qtbot.waitUntil(lambda: any(isinstance(one, GateUnsure) for one in app.desk.notices_of("left")))
    assert not any(isinstance(one, GateUnsure) for one in app.desk.notices_of("right"))


def test_the_same_question_is_answered_from_memory(app: GatedStudio, qtbot: QtBot) -> None:
    app.desk.set_model(Path("model"))
    qtbot.waitUntil(lambda: isinstance(app.desk.forecast.answer, Choices))
    root = app.session.document.root
    app.session.apply(edit_root(replace(root, prompt="a text that the left region does not read")))
    job = app.desk.forecast.job
    qtbot.waitUntil(lambda: app.desk.forecast.job != job)
    assert isinstance(app.desk.forecast.answer, Choices)
    assert len(app.engine.asked) == 1


def test_a_look_that_an_edit_made_old_is_dropped(app: GatedStudio, qtbot: QtBot) -> None:
    asked: list[str] = []
    busy = threading.Event()

    def slow(question: GateQuestion) -> Choices:
        asked.append(question.wishes[0].text)
        busy.wait(5)
        return named_ones(question)

    app.engine.gate = slow
    answers = GateAnswers(app.thread_, app)
    one, two, three = (
        GateQuestion(Path("m"), "", Path("g"), 0, (PainterRef("b"),), (GateWish(text),))
        for text in ("one", "two", "three")
    )
    for question in (one, two, three, three):
        answers.look(question)
        qtbot.waitUntil(lambda: asked == ["one"])
    busy.set()
    qtbot.waitUntil(lambda: three in answers.answers)
    assert asked == ["one", "three"]
