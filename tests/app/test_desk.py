"""Orders: planned off the window's thread from the document as it was, and what would be ignored is told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from artmaster_desktop.app.alternatives import OnTheCpu
from artmaster_desktop.app.desk_documents import live_start
from artmaster_desktop.app.jobs import State
from artmaster_desktop.app.purpose import Live, Mix, Paint, Variation
from artmaster_desktop.core.document import Document, FromLayer, FromNoise, FromVisible
from artmaster_desktop.core.errors import BrokenDocument, ModelMissing, OutOfMemory
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.history import Command
from artmaster_desktop.core.job import PictureStart
from artmaster_desktop.core.layer import GroupLayer, MaskLayer, SketchLayer
from artmaster_desktop.core.painter import PainterRef
from artmaster_desktop.core.planning import plan_paint
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.storage.settings import LiveSettings, LiveStart
from tests.app.fakes import Studio, studio
from tests.core.documents import finder, halves, painter

MODEL = Path("model")


def ready(app: Studio, qtbot: QtBot) -> None:
    """With the model described and its notices told."""
    with qtbot.waitSignal(app.desk.notices_changed, timeout=5000):
        app.desk.set_model(MODEL)


def all_ended(app: Studio, count: int) -> bool:
    return len(app.queue.entries) == count and all(e.ended for e in app.queue.entries)


def change(app: Studio, **parts: object) -> None:
    app.session.apply(Command("Edit", lambda d: d.edited(**parts)))  # type: ignore[arg-type]


def is_preparing(app: Studio) -> bool:
    return app.desk.preparing


def with_raster(document: Document, layer_id: str, raster: Raster) -> Document:
    layer = document.find(layer_id)
    assert isinstance(layer, SketchLayer | MaskLayer)
    return document.with_layer(replace(layer, raster=raster))


def test_paint_before_the_model_is_known_waits_for_it(app: Studio, qtbot: QtBot) -> None:
    app.desk.paint()
    assert is_preparing(app)
    app.desk.set_model(MODEL)
    assert app.desk.model == MODEL
    qtbot.waitUntil(lambda: all_ended(app, 1), timeout=5000)
    assert not is_preparing(app)
    (job,) = app.engine.jobs
    find = finder(painter("a"), painter("b"))
    assert app.desk.caps is not None
    assert job == plan_paint(app.session.document, find, app.desk.caps, job.id)
    entry = app.queue.entries[0]
    assert (entry.purpose, entry.title, entry.state) == (Paint(), "a lake", State.DONE)
    assert app.catalog.threads == {False}  # never asked in the window's thread


def test_what_was_asked_is_painted_whatever_is_edited_meanwhile(app: Studio, qtbot: QtBot) -> None:
    ready(app, qtbot)
    app.engine.held = True
    asked = app.session.document
    app.desk.paint()
    change(app, root=replace(asked.root, prompt="a desert"))
    qtbot.waitUntil(app.engine.reached.is_set, timeout=5000)
    app.session.open(Document(id="another", extent=Extent(256, 256)), None)
    app.engine.held = False
    qtbot.waitUntil(lambda: all_ended(app, 1), timeout=5000)
    (job,) = app.engine.jobs
    assert (job.texts[0], job.document, job.revision) == ("a lake", asked.id, asked.revision)
    assert app.queue.entries[0].state is State.DONE


def test_a_model_that_cannot_be_used(app: Studio, qtbot: QtBot) -> None:
    app.engine.refuses = ModelMissing(MODEL, ("vae",))
    app.desk.paint()
    with qtbot.waitSignal(app.desk.model_failed, timeout=5000) as told:
        app.desk.set_model(MODEL)
    assert told.args == [app.engine.refuses]
    assert not app.desk.preparing
    app.engine.refuses = None
    ready(app, qtbot)
    assert app.queue.entries == ()  # the order was dropped, and said to be


def test_only_the_last_model_counts(app: Studio, qtbot: QtBot) -> None:
    app.desk.set_model(Path("first"))
    app.desk.set_model(Path("second"))
    qtbot.waitUntil(lambda: app.desk.caps is not None, timeout=5000)
    assert app.desk.caps is not None
    assert app.desk.caps.path == Path("second")
    app.engine.refuses = ModelMissing(Path("third"), ())
    with qtbot.assertNotEmitted(app.desk.model_failed):
        app.desk.set_model(Path("third"))
        app.desk.set_model(Path("second"))
        qtbot.waitUntil(lambda: app.desk.caps is not None, timeout=5000)


def test_variations_count_up_their_seeds(app: Studio, qtbot: QtBot) -> None:
    ready(app, qtbot)
    app.desk.variations(3)
    qtbot.waitUntil(lambda: all_ended(app, 3), timeout=5000)
    assert [job.seed for job in app.engine.jobs] == [3, 4, 5]
    purposes = [entry.purpose for entry in app.queue.entries]
    (group,) = {p.group for p in purposes if isinstance(p, Variation)}
    assert purposes == [Variation(group, index, 3) for index in range(3)]
    for count in (0, 65):
        with pytest.raises(ValueError, match=r"1\.\.64"):
            app.desk.variations(count)


def test_seeds_stay_in_range(qapp: object, qtbot: QtBot) -> None:
    document = halves()
    document = document.edited(paint=replace(document.paint, seed=2**63 - 1, steps=1))
    with studio(document=document) as app:
        ready(app, qtbot)
        app.desk.variations(2)
        qtbot.waitUntil(lambda: all_ended(app, 2), timeout=5000)
        assert [job.seed for job in app.engine.jobs] == [2**63 - 1, 0]


def test_a_strip_between_two_painters(app: Studio, qtbot: QtBot) -> None:
    ready(app, qtbot)
    strip = app.desk.mix("left", PainterRef("a"), PainterRef("b"), 3)
    qtbot.waitUntil(lambda: all_ended(app, 3), timeout=5000)
    assert [e.purpose for e in app.queue.entries] == [Mix(strip, i, 3, i / 2) for i in range(3)]
    weights = [
        {job.painters[row.painter].slug: row.weight for row in job.gates.rows if row.area == 1}
        for job in app.engine.jobs
    ]
    assert weights == [{"a": 1.0}, {"a": 0.5, "b": 0.5}, {"b": 1.0}]
    assert {job.seed for job in app.engine.jobs} == {3}
    app.desk.mix("", PainterRef("a"), PainterRef("b"), 2)
    qtbot.waitUntil(lambda: all_ended(app, 5), timeout=5000)
    assert [row.weight for row in app.engine.jobs[3].gates.rows if row.area == 0] == [1.0]
    with pytest.raises(BrokenDocument):
        app.desk.mix("nowhere", PainterRef("a"), PainterRef("b"))
    with pytest.raises(ValueError, match=r"2\.\.16"):
        app.desk.mix("", PainterRef("a"), PainterRef("b"), 1)


def test_a_strip_is_painted_small(qapp: object, qtbot: QtBot) -> None:
    with studio(document=halves(extent=Extent(1536, 768))) as app:
        ready(app, qtbot)
        app.desk.mix("left", PainterRef("a"), PainterRef("b"), 2)
        qtbot.waitUntil(lambda: all_ended(app, 2), timeout=5000)
        job = app.engine.jobs[0]
        assert (job.output, job.extent) == (Extent(512, 256), Extent(512, 256))


def test_a_job_is_painted_again(app: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    ready(app, qtbot)
    app.desk.paint()
    qtbot.waitUntil(lambda: all_ended(app, 1), timeout=5000)
    first = app.engine.jobs[0]
    app.catalog.painters = (replace(painter("a"), file=Path("moved/a.safetensors")), painter("b"))
    app.desk.repaint(replace(first, model=tmp_path / "gone"))
    app.desk.repaint(replace(first, model=tmp_path), seed=7)
    qtbot.waitUntil(lambda: all_ended(app, 3), timeout=5000)
    same, other = app.engine.jobs[1:]
    assert same.painters[0].file == Path("moved/a.safetensors")
    assert replace(same, id=first.id, painters=first.painters) == first
    assert (other.seed, other.model) == (7, tmp_path)
    assert len({first.id, same.id, other.id}) == 3


def test_out_of_memory_is_a_choice_that_works(app: Studio, qtbot: QtBot) -> None:
    ready(app, qtbot)
    error = OutOfMemory("cuda:0", "painting", 10, 5, ())
    app.engine.fails = [error]
    app.session.open(halves(extent=Extent(768, 512)), None)
    app.desk.paint()
    qtbot.waitUntil(lambda: all_ended(app, 1), timeout=5000)
    entry = app.queue.entries[0]
    assert entry.state is State.FAILED
    choices = app.desk.choices(error)
    assert choices == app.desk.choices(error, entry)
    chosen = app.desk.choose(choices[0], entry)
    qtbot.waitUntil(lambda: all_ended(app, 1), timeout=5000)
    done = app.queue.find(chosen)
    assert done is not None
    assert done.state is State.DONE
    assert done.job.extent == Extent(576, 384)
    assert app.desk.choices(OutOfMemory("cpu", "painting", 0, 0, ())) == ()


def test_the_processor_is_a_choice_where_the_engine_can_move(app: Studio, qtbot: QtBot) -> None:
    ready(app, qtbot)
    moved: list[bool] = []
    app.desk.to_cpu = lambda: moved.append(True)
    app.engine.fails = [OutOfMemory("cuda:0", "loading the model", 10, 5, ())]
    app.desk.paint()
    qtbot.waitUntil(lambda: all_ended(app, 1), timeout=5000)
    (entry,) = app.queue.entries
    assert entry.error is not None
    choice = app.desk.choices(entry.error)[0]
    assert isinstance(choice, OnTheCpu)
    app.desk.choose(choice, entry)
    qtbot.waitUntil(lambda: all_ended(app, 1), timeout=5000)
    assert moved == [True]
    assert app.queue.entries[0].state is State.DONE


# ------------------------------------------------------------------------------------------------ live


def quick(app: Studio) -> None:
    app.desk.use_live_settings(LiveSettings(grace=0.02, longest_wait=0.2, steps=2, strength=0.5))


def stroke(app: Studio, value: int) -> None:
    raster = Raster.from_array(np.full((8, 8, 4), value, np.uint8))
    app.session.apply(Command("Stroke", lambda d: with_raster(d, "sketch", raster)))


def test_live_paints_over_the_sketch_after_a_stroke(app: Studio, qtbot: QtBot) -> None:
    ready(app, qtbot)
    quick(app)
    with qtbot.waitSignal(app.desk.live_changed):
        app.desk.set_live(True)
    app.desk.set_live(True)
    qtbot.waitUntil(lambda: all_ended(app, 1), timeout=5000)
    stroke(app, 99)
    qtbot.waitUntil(lambda: all_ended(app, 2), timeout=5000)
    first, second = app.engine.jobs
    assert [type(e.purpose) for e in app.queue.entries] == [Live, Live]
    assert (first.steps, second.steps) == (2, 2)
    assert isinstance(second.start, PictureStart)
    assert second.start.strength == 0.5
    assert first.start != second.start
    app.desk.set_live(False)
    stroke(app, 7)
    qtbot.wait(300)
    assert len(app.engine.jobs) == 2


def test_live_does_not_paint_the_same_twice(app: Studio, qtbot: QtBot) -> None:
    ready(app, qtbot)
    quick(app)
    app.desk.set_live(True)
    qtbot.waitUntil(lambda: all_ended(app, 1), timeout=5000)
    change(app, title="Other")
    qtbot.wait(200)
    assert len(app.engine.jobs) == 1


def test_live_replaces_its_own_waiting_job_and_no_other(app: Studio, qtbot: QtBot) -> None:
    ready(app, qtbot)
    quick(app)
    app.engine.held = True
    app.desk.paint()
    qtbot.waitUntil(app.engine.reached.is_set, timeout=5000)
    app.desk.variations(2)
    qtbot.waitUntil(lambda: len(app.queue.waiting) == 2, timeout=5000)
    app.desk.set_live(True)
    qtbot.waitUntil(lambda: len(app.queue.waiting) == 3, timeout=5000)
    first = app.queue.waiting[-1]
    stroke(app, 50)
    qtbot.waitUntil(lambda: app.queue.find(first.id).state is State.CANCELLED, timeout=5000)  # type: ignore[union-attr]
    assert [type(e.purpose) for e in app.queue.waiting] == [Variation, Variation, Live]
    app.desk.set_live(False)
    assert [type(e.purpose) for e in app.queue.waiting] == [Variation, Variation]
    app.engine.held = False
    qtbot.waitUntil(lambda: all(e.ended for e in app.queue.entries), timeout=5000)
    assert len(app.engine.jobs) == 3


def test_another_document_ends_live_mode(app: Studio, qtbot: QtBot) -> None:
    ready(app, qtbot)
    app.desk.set_live(True)
    app.session.open(replace(halves(), id="other"), None)
    assert not app.desk.live


@pytest.mark.parametrize(
    ("start", "active", "sketch", "expected"),
    [
        (FromLayer("sketch", 0.9), "mask-left", True, FromLayer("sketch", 0.5)),
        (FromNoise(), "sketch", True, FromLayer("sketch", 0.5)),
        (FromNoise(), "mask-left", True, FromLayer("sketch", 0.5)),
        (FromNoise(), "sketch", False, FromNoise()),
    ],
)
def test_where_live_starts_with_the_layer_in_hand(
    start: object, active: str, sketch: bool, expected: object
) -> None:
    document = halves()
    document = document.edited(paint=replace(document.paint, start=start))  # type: ignore[arg-type]
    if not sketch:
        document = with_raster(document, "sketch", Raster(4))
    assert live_start(document, active, LiveSettings(strength=0.5, start=LiveStart.LAYER)) == expected


def test_live_starts_with_all_that_is_seen() -> None:
    live, document = LiveSettings(strength=0.5), halves()
    assert live_start(document, "sketch", live) == FromVisible(0.5)
    chosen = document.edited(paint=replace(document.paint, start=FromLayer("sketch", 0.9)))
    assert live_start(chosen, "mask-left", live) == FromLayer("sketch", 0.5)
    hidden = document.with_layer(replace(document.sketches()[0], visible=False))
    assert live_start(hidden, "sketch", live) == FromNoise()
    grouped = GroupLayer(id="group", name="", layers=(document.sketches()[0],))
    masks = tuple(layer for layer in document.layers if isinstance(layer, MaskLayer))
    assert live_start(document.edited(layers=(*masks, grouped)), "", live) == FromVisible(0.5)
    empty = replace(grouped, layers=(replace(document.sketches()[0], opacity=0.0),))
    assert live_start(document.edited(layers=(*masks, empty)), "", live) == FromNoise()


def test_closing_forgets_what_waits(app: Studio) -> None:
    app.desk.paint()
    assert app.desk.close()
    assert not app.desk.preparing
