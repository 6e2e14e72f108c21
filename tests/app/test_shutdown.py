"""The end, in order, whatever is under way."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from artmaster_desktop.app.device_turn import DeviceTurn
from artmaster_desktop.app.jobs import State
from artmaster_desktop.app.preferences import Preferences
from artmaster_desktop.app.printing import Printing
from artmaster_desktop.app.shutdown import Shutdown
from artmaster_desktop.storage import recovery
from artmaster_desktop.storage.ora import load_document
from artmaster_desktop.storage.settings_file import load_settings
from tests.app.enlarger_fakes import FakeEnlarger
from tests.app.fakes import Studio, drain
from tests.app.studio_fakes import made_studio
from tests.app.test_keeper import House, document_of, left
from tests.app.test_session import dot


class Whole(House):
    """A house that can be left."""

    def __init__(self, app: Studio, folder: Path) -> None:
        super().__init__(app, folder)
        self.preferences = Preferences(folder / "settings.json")
        self.shutdown = Shutdown(
            app.queue,
            app.desk,
            app.thread_,
            self.files,
            self.results,
            self.keeper,
            self.preferences,
            made_studio(folder)[0],
            (Printing(FakeEnlarger, DeviceTurn()),),
        )


@pytest.fixture
def whole(app: Studio, tmp_path: Path, qtbot: QtBot) -> Whole:
    app.desk.set_model(Path("model"))
    built = Whole(app, tmp_path)
    built.start(qtbot)
    return built


def end(whole: Whole, qtbot: QtBot, *, answered: bool = True) -> bool:
    with qtbot.waitSignal(whole.shutdown.done, timeout=8000) as told:
        whole.shutdown.begin(answered=answered)
        whole.shutdown.begin(answered=not answered)
    drain()
    assert told.args is not None
    return bool(told.args[0])


def test_an_idle_app_ends_at_once(whole: Whole, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(whole.shutdown.waiting):
        assert end(whole, qtbot)
    assert not whole.app.thread_.alive
    assert left(whole.folder) == []


def test_what_is_under_way_is_stopped_or_written(whole: Whole, qtbot: QtBot, tmp_path: Path) -> None:
    app = whole.app
    app.engine.held = True
    app.desk.variations(3)
    qtbot.waitUntil(app.engine.reached.is_set, timeout=5000)
    app.session.apply(dot(1, 1))
    whole.preferences.change(lambda s: replace(s, language="en"))
    whole.files.save(tmp_path / "a.ora")
    assert end(whole, qtbot)
    assert {e.state for e in app.queue.entries} == {State.CANCELLED}
    assert len(app.engine.jobs) == 1
    assert load_document(tmp_path / "a.ora").document.layers == app.session.document.layers
    assert load_settings(tmp_path / "settings.json").settings.language == "en"
    assert left(whole.folder) == []


def test_without_an_answer_the_work_is_offered_again(whole: Whole, qtbot: QtBot) -> None:
    whole.app.session.apply(dot(1, 1))
    assert end(whole, qtbot, answered=False)
    (item,) = recovery.recover(whole.folder)
    assert document_of(item) == whole.app.session.document


def test_an_engine_that_does_not_stop_is_left(whole: Whole, qtbot: QtBot) -> None:
    app = whole.app
    app.engine.deaf = True
    app.desk.paint()
    qtbot.waitUntil(app.engine.reached.is_set, timeout=5000)
    whole.shutdown.patience = 0.6
    with qtbot.waitSignal(whole.shutdown.waiting, timeout=5000):
        assert not end(whole, qtbot)
    assert left(whole.folder) == []  # all that is ours was written
    app.engine.deaf = False
