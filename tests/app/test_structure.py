"""Pictures read in the engine's thread, and what is said of guides before a run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from artmaster_desktop.app.order import Planner, Said, order_of
from artmaster_desktop.app.purpose import Paint
from artmaster_desktop.app.structure import Found, GuideWish, RegionsWish, Structure
from artmaster_desktop.core.class_regions import CLASS_NAMES
from artmaster_desktop.core.commands import follow_layer, replace_raster
from artmaster_desktop.core.document import Document
from artmaster_desktop.core.errors import ArtmasterError
from artmaster_desktop.core.guide import OWN_CONTROL, Guide, GuideKind
from artmaster_desktop.core.guide_reading import ControlModel, GuideReading, LayoutReading, ReadBy, Way
from artmaster_desktop.core.layer import SketchLayer
from artmaster_desktop.core.notice import GuideAbsent, GuideBlank, GuideIdle, GuideRefused, Notice
from artmaster_desktop.core.painter import PainterRef
from artmaster_desktop.core.raster import Pixels, Raster
from artmaster_desktop.core.semantic import Semantic
from artmaster_desktop.core.structure_errors import ControlProblem, GuideProblem, GuideUnusable
from tests.app.fakes import Catalog, FakeEngine, Studio, studio
from tests.core.documents import CAPS, halves

GUIDE = Guide(id="g", layer="lines", kind=GuideKind.LINE)
PICTURE = np.full((256, 256, 3), 200, np.uint8)


@dataclass
class FakeReader:
    """Finds what it is told to."""

    fails: ArtmasterError | None = None
    threads: set[str] = field(default_factory=set)
    there: tuple[ControlModel, ...] = ()

    def guide(self, rgb: Pixels, kind: GuideKind, detector: Path | None) -> GuideReading:
        self.threads.add(QThread.currentThread().objectName())
        if self.fails is not None:
            raise self.fails
        return GuideReading(255 - rgb, ReadBy(Way.DARK_STROKES))

    def layout(self, rgb: Pixels, detector: Path | None) -> LayoutReading:
        labels = np.zeros(rgb.shape[:2], np.uint8)
        labels[:128], labels[200:] = Semantic.MOUNTAIN, Semantic.WATER
        return LayoutReading(labels, ReadBy(Way.SEGMENTER))

    def controls(self) -> tuple[ControlModel, ...]:
        return self.there


@pytest.fixture
def shop(qtbot: QtBot) -> Iterator[Studio]:
    with studio(FakeEngine()) as opened:
        yield opened


def unwanted(answer: object) -> None:
    raise AssertionError(f"nobody asked for {answer}")


def structure_of(shop: Studio, reader: FakeReader) -> Structure:
    return Structure(shop.thread_, lambda: reader, Path("controls"), Path("none"), shop)


def test_a_guide_is_read_in_the_engines_thread(shop: Studio, qtbot: QtBot) -> None:
    reader, found = FakeReader(), list[Found]()
    structure = structure_of(shop, reader)
    structure.read_guide(lambda: PICTURE, GuideWish(GUIDE, "Guide: lines"), found.append, unwanted)
    assert structure.busy
    qtbot.waitUntil(lambda: bool(found))
    assert (structure.busy, reader.threads) == (False, {"engine"})
    document = found[0].command.change(halves())
    layer = document.find("lines")
    assert isinstance(layer, SketchLayer)
    assert layer.raster.read(layer.raster.bounds)[0, 0].tolist() == [55, 55, 55, 255]
    assert found[0].by == ReadBy(Way.DARK_STROKES)


def test_a_picture_that_is_a_guide_already_is_not_read(shop: Studio, qtbot: QtBot) -> None:
    reader, found = FakeReader(), list[Found]()
    wish = GuideWish(GUIDE, "Mine", as_it_is=True)
    structure_of(shop, reader).read_guide(lambda: PICTURE, wish, found.append, unwanted)
    qtbot.waitUntil(lambda: bool(found))
    assert (reader.threads, found[0].by) == (set(), None)
    layer = found[0].command.change(halves()).find("lines")
    assert isinstance(layer, SketchLayer)
    assert layer.raster.read(layer.raster.bounds)[0, 0].tolist() == [200, 200, 200, 255]


def test_why_nothing_was_read_is_told(shop: Studio, qtbot: QtBot) -> None:
    why, said = GuideUnusable("line", GuideProblem.EMPTY), list[ArtmasterError]()
    structure = structure_of(shop, FakeReader(fails=why))
    structure.read_guide(lambda: PICTURE, GuideWish(GUIDE, "x"), unwanted, said.append)
    qtbot.waitUntil(lambda: bool(said))
    assert (said, structure.busy) == ([why], False)


def test_what_is_given_up_answers_nothing(shop: Studio, qtbot: QtBot) -> None:
    shop.engine.held = True
    shop.desk.set_model(Path("model"))
    shop.desk.paint()
    qtbot.waitUntil(shop.engine.reached.is_set)  # the engine is at work: what is asked now waits
    structure, found = structure_of(shop, FakeReader()), list[Found]()
    structure.read_guide(lambda: PICTURE, GuideWish(GUIDE, "first"), unwanted, unwanted)
    structure.read_guide(lambda: PICTURE, GuideWish(GUIDE, "second"), found.append, unwanted)
    shop.engine.let_go()
    qtbot.waitUntil(lambda: bool(found))
    structure.read_guide(lambda: PICTURE, GuideWish(GUIDE, "third"), unwanted, unwanted)
    structure.cancel()
    assert not structure.busy
    document = found[0].command.change(halves())
    assert document.layers[-1].name == "second"


def test_regions_are_found_with_their_painters(shop: Studio, qtbot: QtBot) -> None:
    found = list[Found]()
    wish = RegionsWish(
        classes=list(CLASS_NAMES),
        names={each: each.name.title() for each in CLASS_NAMES},
        painters={Semantic.WATER: PainterRef("a", "f")},
    )
    structure_of(shop, FakeReader()).find_regions(lambda: PICTURE, wish, found.append, unwanted)
    qtbot.waitUntil(lambda: bool(found))
    document = found[0].command.change(Document(id="d", extent=halves().extent))
    assert found[0].regions == 2
    assert [(r.name, r.prompt, len(r.painters)) for r in document.regions] == [
        ("Mountain", "mountains and rocks", 0), ("Water", "water", 1),
    ]  # fmt: skip


def test_models_that_follow_are_looked_for(shop: Studio, qtbot: QtBot) -> None:
    reader = FakeReader(there=(ControlModel("net", Path("net")),))
    structure = structure_of(shop, reader)
    assert (structure.controls, structure.looked) == ((), False)
    with qtbot.waitSignal(structure.controls_changed):
        structure.look()
    assert (structure.controls, structure.looked) == (reader.there, True)
    assert structure.close(5.0)


# ---------------------------------------------------------------------------------- what is said of them


def planner() -> Planner:
    nets = {"net": (Path("net"), "n")}
    return Planner(Catalog(), find_control=nets.get)


def test_notices_of_two_guides_on_one_layer_are_kept_apart() -> None:
    one = replace(GUIDE, layer="sketch", control="net")
    document = halves().edited(guides=(one, replace(one, id="h", control="gone")))
    forecast = planner().forecast(document, CAPS)
    assert forecast.by_guide == {"h": (GuideAbsent("Sketch", "gone"),)}
    assert forecast.job is not None
    assert [guide.name for guide in forecast.job.guides] == ["g"]
    said = Said(forecast.job, (GuideRefused("g", "net", ControlProblem.OTHER_BASE, "w"), GuideIdle("g")))
    prompted = document.edited(root=replace(document.root, prompt="another lake"))
    told = planner().forecast(prompted, CAPS, said).by_guide["g"]
    assert told == (GuideRefused("Sketch", "net", ControlProblem.OTHER_BASE, "w"), GuideIdle("Sketch"))
    other = document.edited(guides=(replace(one, strength=0.1),))
    assert planner().forecast(other, CAPS, said).by_guide == {}


def test_an_order_is_planned_under_its_guides(shop: Studio) -> None:
    own = replace(GUIDE, layer="sketch", control=OWN_CONTROL, strength=1.0, end=1.0)
    document = halves().edited(guides=(own,))
    (job,) = planner().jobs(order_of(document, None, (Paint(),)), CAPS)
    assert [guide.control for guide in job.guides] == [CAPS.path]
    selection = Raster.from_array(np.full((128, 128), 255, np.uint8))
    (part,) = planner().jobs(order_of(document, selection, (Paint(),)), CAPS)
    assert [guide.control for guide in part.guides] == [CAPS.path]


def test_wiping_a_guides_layer_is_noticed(shop: Studio, qtbot: QtBot) -> None:
    own = replace(GUIDE, layer="sketch", control=OWN_CONTROL)
    shop.session.apply(follow_layer(own))
    shop.desk.set_model(Path("model"))
    qtbot.waitUntil(lambda: shop.desk.caps is not None)
    told: list[tuple[Notice, ...]] = []
    shop.desk.notices_changed.connect(told.append)
    shop.session.apply(replace_raster("sketch", Raster(4), "Clear"))
    qtbot.waitUntil(lambda: shop.desk.notices_of_guide("g") == (GuideBlank("Sketch"),))
