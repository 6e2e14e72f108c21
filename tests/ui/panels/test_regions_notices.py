"""What the engine alone can tell stands on the card that it is about, before anything was painted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from artmaster_desktop.app.desk import PaintDesk
from artmaster_desktop.app.engine_thread import EngineThread
from artmaster_desktop.app.jobs import JobQueue
from artmaster_desktop.app.painter_shelf import PainterShelf
from artmaster_desktop.app.session import Session
from artmaster_desktop.core.document import Root
from artmaster_desktop.core.errors import PainterProblem
from artmaster_desktop.core.job import PaintJob
from artmaster_desktop.core.notice import ModelChanged, Notice, PainterRefused, PartsIgnored, TextCut
from artmaster_desktop.storage.library import PainterLibrary
from artmaster_desktop.ui.panels.regions import RegionsPanel
from tests.core.documents import halves, painter, share
from tests.ui.painting import ScriptedEngine, Shelf, Workshop, starter

SAID = (
    PainterRefused("a", PainterProblem.WRONG_BASE, "Stable Diffusion XL"),
    PartsIgnored("c", ("layers of a text encoder that is not loaded",)),
    TextCut("", 90, 64),
    TextCut("region 2", 80, 64),
    ModelChanged("1" * 64, "2" * 64),
)


class KnowingEngine(ScriptedEngine):
    def check(self, job: PaintJob, cancelled: Callable[[], bool]) -> tuple[Notice, ...]:
        return (*job.notices, *SAID)


@pytest.fixture
def shop(qtbot: QtBot) -> Iterator[Workshop]:
    """Two regions with a painter each, and a third painter of the whole canvas."""
    engine = KnowingEngine(starter(guided=True))
    thread = EngineThread(lambda: engine)
    queue = JobQueue(thread)
    session = Session(halves().edited(root=Root(prompt="a lake", painters=(share("c"),))))
    shelf = Shelf((painter("a"), painter("b"), painter("c")))
    made = Workshop(engine, thread, queue, session, PaintDesk(session, queue, thread, shelf, Path("model")))
    engine.caps = starter(guided=True)
    yield made
    made.close()


def test_cards_say_before_the_first_run_what_the_engine_would_ignore(shop: Workshop, qtbot: QtBot) -> None:
    shop.desk.set_model(shop.engine.caps.path)
    panel = RegionsPanel(shop.session, shop.desk, PainterShelf(PainterLibrary([]), Path("none")))
    qtbot.addWidget(panel)
    qtbot.waitUntil(lambda: len(panel.cards) == 2)
    qtbot.waitUntil(lambda: panel.cards["left"].notices.texts != ())
    assert shop.engine.jobs == []
    (left,) = panel.cards["left"].notices.texts
    assert left.startswith("a cannot paint here: made for another model (Stable Diffusion XL)")
    assert panel.cards["right"].notices.texts == (
        "right: the text is 80 tokens long; the model reads the first 64.",
    )
    assert panel.root.notices.texts == (
        "The whole canvas: the text is 90 tokens long; the model reads the first 64.",
        "c: not used: layers of a text encoder that is not loaded.",
    )
