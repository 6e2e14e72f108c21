"""What would be done otherwise than asked is told before a run: from the plan, then from the engine."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from artmaster_desktop.core.document import Document, FromLayer
from artmaster_desktop.core.history import Command
from artmaster_desktop.core.job import PictureStart
from artmaster_desktop.core.layer import MaskLayer, SketchLayer
from artmaster_desktop.core.notice import (
    GuidanceIgnored,
    Notice,
    PainterAbsent,
    PainterIdle,
    PartsIgnored,
    RegionEmpty,
    RegionIdle,
    TextCut,
    WordsUnread,
)
from artmaster_desktop.core.raster import Raster
from tests.app.fakes import Studio
from tests.core.documents import share

MODEL = Path("model")


def ready(app: Studio, qtbot: QtBot) -> None:
    """With the model described and its notices told."""
    with qtbot.waitSignal(app.desk.notices_changed, timeout=5000):
        app.desk.set_model(MODEL)


def all_ended(app: Studio, count: int) -> bool:
    return len(app.queue.entries) == count and all(e.ended for e in app.queue.entries)


def change(app: Studio, **parts: object) -> None:
    app.session.apply(Command("Edit", lambda d: d.edited(**parts)))  # type: ignore[arg-type]


def with_raster(document: Document, layer_id: str, raster: Raster) -> Document:
    layer = document.find(layer_id)
    assert isinstance(layer, SketchLayer | MaskLayer)
    return document.with_layer(replace(layer, raster=raster))


def test_notices_come_after_an_edit_and_name_their_region(app: Studio, qtbot: QtBot) -> None:
    heard: list[tuple[Notice, ...]] = []
    app.desk.notices_changed.connect(heard.append)
    ready(app, qtbot)
    assert heard == [()]
    assert app.desk.coverage == pytest.approx({"left": 0.5, "right": 0.5})
    left, right = app.session.document.regions
    absent = replace(left, name="Same", painters=(share("nobody"),))
    idle = replace(right, name="Same", prompt="", painters=())
    with qtbot.waitSignal(app.desk.notices_changed, timeout=5000):
        change(app, regions=(absent, idle))
    assert app.desk.notices == (PainterAbsent("Same", "nobody"), RegionIdle("Same"))
    assert app.desk.notices_of("left") == (PainterAbsent("Same", "nobody"),)
    assert app.desk.notices_of("right") == (RegionIdle("Same"),)
    assert app.desk.notices_of("") == ()


def test_notices_of_the_whole_picture(app: Studio, qtbot: QtBot) -> None:
    app.engine.caps = replace(app.engine.caps, guided=False)
    ready(app, qtbot)
    assert app.desk.notices_of("") == (GuidanceIgnored("tiny", 3.5),)


def told(app: Studio) -> list[Notice]:
    return list(app.desk.notices)


def test_what_the_engine_finds_is_told_before_the_first_run(app: Studio, qtbot: QtBot) -> None:
    whole, cut = WordsUnread("", ("lynx",)), TextCut("region 2", 50, 32)
    parts, idle = PartsIgnored("a", ("text",)), PainterIdle("b")
    app.engine.says = (whole, cut, parts, idle)
    ready(app, qtbot)
    qtbot.waitUntil(lambda: told(app) != [], timeout=5000)
    assert app.engine.jobs == []
    assert told(app) == [whole, replace(cut, region="right"), parts, idle]
    assert app.desk.notices_of("left") == (parts,)
    assert app.desk.notices_of("right") == (replace(cut, region="right"), idle)
    assert app.desk.notices_of("") == (whole,)
    left, right = app.session.document.regions
    app.engine.held = True
    app.desk.paint()
    qtbot.waitUntil(app.engine.reached.is_set, timeout=5000)
    checks = len(app.engine.checked)
    with qtbot.waitSignal(app.desk.notices_changed, timeout=5000):
        change(app, regions=(replace(left, prompt="", painters=()), replace(right, prompt="short")))
    # another text is not too long; the painter a is gone; what the gates do is not known yet
    assert told(app) == [RegionIdle("left"), whole]
    with qtbot.waitSignal(app.desk.notices_changed, timeout=5000):
        change(app, regions=(replace(left, prompt="", painters=()), right))
    assert told(app) == [RegionIdle("left"), whole, replace(cut, region="right")]
    assert len(app.engine.checked) == checks  # the running job has the engine for itself
    app.engine.says = (idle,)
    app.engine.let_go()
    qtbot.waitUntil(lambda: told(app) == [RegionIdle("left"), idle], timeout=5000)


def test_a_check_gives_way_to_a_run_and_is_made_up_for(app: Studio, qtbot: QtBot) -> None:
    app.engine.says = (PainterIdle("a"),)
    app.engine.slow_checks = True
    ready(app, qtbot)
    qtbot.waitUntil(app.engine.looking.is_set, timeout=5000)
    app.desk.paint()
    qtbot.waitUntil(lambda: all_ended(app, 1), timeout=5000)
    assert told(app) == []
    app.engine.slow_checks = False
    qtbot.waitUntil(lambda: told(app) == [PainterIdle("a")], timeout=5000)


def test_the_strength_of_the_start_is_looked_at_and_its_pixels_are_not(app: Studio, qtbot: QtBot) -> None:
    paint = replace(app.session.document.paint, start=FromLayer("sketch", 0.25))
    change(app, paint=paint)
    ready(app, qtbot)
    qtbot.waitUntil(lambda: app.engine.checked != [], timeout=5000)
    start = app.engine.checked[0].start
    assert isinstance(start, PictureStart)
    assert start.strength == 0.25
    assert np.all(start.pixels == 255)


def test_a_check_that_fails_leaves_what_was_planned(app: Studio, qtbot: QtBot) -> None:
    app.engine.caps = replace(app.engine.caps, guided=False)
    app.engine.says_nothing = True
    ready(app, qtbot)
    qtbot.waitUntil(lambda: app.engine.checked != [], timeout=5000)
    app.desk.paint()
    qtbot.waitUntil(lambda: all_ended(app, 1), timeout=5000)
    assert told(app) == [GuidanceIgnored("tiny", 3.5)]


def test_an_edit_that_notices_cannot_depend_on_is_not_planned(app: Studio, qtbot: QtBot) -> None:
    ready(app, qtbot)
    with qtbot.assertNotEmitted(app.desk.notices_changed, wait=400):
        change(app, title="A lake")
    with qtbot.waitSignal(app.desk.notices_changed, timeout=5000):
        app.session.apply(Command("Clear", lambda d: with_raster(d, "mask-left", Raster(1))))
    assert app.desk.notices == (RegionEmpty("left"),)
    assert app.desk.coverage["left"] == 0.0
