"""The regions panel: cards that say what will be painted where, and by whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QColorDialog, QLineEdit
from pytestqt.qtbot import QtBot

from artmaster_desktop.app.painter_shelf import PainterShelf, Shelved
from artmaster_desktop.app.session import Session
from artmaster_desktop.core import commands
from artmaster_desktop.core.document import Document, Root
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.layer import MaskLayer, SketchLayer
from artmaster_desktop.core.painter import Painter, PainterRef, Role, Share
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.core.region import Region
from artmaster_desktop.storage.library import PainterLibrary
from artmaster_desktop.ui.panels.regions import RegionsPanel
from artmaster_desktop.ui.panels.regions_card import PAINTER_MIME, PaintedCard, RegionCard
from artmaster_desktop.ui.widgets.number_slider import NumberSlider
from tests.ui.painting import Workshop, workshop

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # of the offscreen platform

LEFT = Qt.MouseButton.LeftButton


def painter(slug: str, name: str, zh: str) -> Painter:
    return Painter(
        sha256=slug * 8,
        slug=slug,
        name=name,
        names=(("zh", zh),),
        file=Path(f"{slug}.safetensors"),
        palette=("#203040", "#c04030", "#e0d0b0"),
    )


class SmallShelf(PainterShelf):
    """Two painters, without a disk."""

    def __init__(self) -> None:
        super().__init__(PainterLibrary([]), Path("none"))
        pine, gilt = painter("pine", "Black Pine", "玄松庵"), painter("gilt", "Azure Gilt", "金碧堂")
        self._painters = (Shelved(pine), Shelved(gilt))


def mask(x: int, width: int) -> Raster:
    return Raster.from_array(np.full((256, width), 255, np.uint8), x, 0)


def document(count: int = 2) -> Document:
    names = ("Sky", "Lake", *(f"R{i}" for i in range(count - 2)))
    layers = tuple(
        MaskLayer(id=f"mask-{name}", name=name, raster=mask(i * 64, 64), colour=(200, 40 + i, 20))
        for i, name in enumerate(names)
    )
    regions = tuple(
        Region(id=name, mask=f"mask-{name}", name=name, prompt=f"{name} words", feather=10.0)
        for name in names
    )
    return Document(
        id="doc",
        extent=Extent(256, 256),
        layers=(*layers, SketchLayer(id="ink", name="Ink", raster=Raster(4))),
        regions=regions,
        root=Root(prompt="a quiet lake"),
    )


@pytest.fixture
def shop(qtbot: QtBot) -> Iterator[Workshop]:
    with workshop(document()) as opened:
        yield opened


@pytest.fixture
def session(shop: Workshop) -> Session:
    return shop.session


@pytest.fixture
def panel(shop: Workshop, qtbot: QtBot) -> RegionsPanel:
    made = RegionsPanel(shop.session, shop.desk, SmallShelf())
    qtbot.addWidget(made)
    made.resize(330, 700)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def region(session: Session, region_id: str) -> Region:
    return next(r for r in session.document.regions if r.id == region_id)


def steps(session: Session) -> list[str]:
    return [step.name for step in session.history.steps[1:]]


def active(panel: RegionsPanel, session: Session, region_id: str) -> RegionCard:
    session.set_active_region(region_id)
    return panel.cards[region_id]


def hire(session: Session, region_id: str, *shares: Share) -> None:
    session.apply(commands.edit_region(replace(region(session, region_id), painters=shares)))


def opened(panel: RegionsPanel) -> list[PaintedCard]:
    return [card for card in (panel.root, *panel.cards.values()) if card.open]


def drag(bar: NumberSlider, part: float) -> None:
    end = QPoint(round(bar.width() * part), 10)
    QTest.mousePress(bar, LEFT, pos=QPoint(3, 10))
    QTest.mouseMove(bar, QPoint(30, 10))
    QTest.mouseMove(bar, end)
    QTest.mouseRelease(bar, LEFT, pos=end)


def drop(card: PaintedCard, slug: str) -> None:
    mime = QMimeData()
    mime.setData(PAINTER_MIME, slug.encode())
    none = Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPointF(20, 10), Qt.DropAction.CopyAction, mime, LEFT, none)
    card.dropEvent(event)
    assert event.isAccepted()


def test_a_card_for_each_region_and_one_for_the_canvas(panel: RegionsPanel, session: Session) -> None:
    assert list(panel.cards) == ["Sky", "Lake"]
    assert panel.root.open
    assert panel.root.prompt is not None
    assert panel.root.prompt.toPlainText() == "a quiet lake"
    assert panel.cards["Sky"].name.text() == "Sky"
    assert panel.cards["Sky"].said.text() == "Sky words"
    assert panel.cards["Sky"].body is None


def test_a_click_takes_a_region_in_hand(panel: RegionsPanel, session: Session) -> None:
    card = panel.cards["Lake"]
    QTest.mouseClick(card, LEFT, pos=QPoint(card.width() // 2, card.height() - 3))
    assert (session.active_region, session.active_layer) == ("Lake", "mask-Lake")
    assert opened(panel) == [card]
    QTest.mouseClick(panel.root, LEFT, pos=QPoint(100, 4))
    assert session.active_region == ""
    assert opened(panel) == [panel.root]


def test_typing_in_a_card_is_one_step(panel: RegionsPanel, session: Session) -> None:
    card = active(panel, session, "Sky")
    assert card.prompt is not None
    card.prompt.setFocus()
    card.prompt.selectAll()
    QTest.keyClicks(card.prompt, "dusk")
    assert steps(session) == []
    panel.flush()
    assert region(session, "Sky").prompt == "dusk"
    assert steps(session) == ["Edit prompt"]
    session.undo()
    assert card.prompt.toPlainText() == "Sky words"


def test_typing_survives_edits_elsewhere(panel: RegionsPanel, session: Session) -> None:
    card = active(panel, session, "Sky")
    assert card.prompt is not None
    card.prompt.setFocus()
    QTest.keyClicks(card.prompt, "X")
    session.apply(commands.add_region("New"))
    session.set_active_region("Sky")
    hire(session, "Lake", Share(PainterRef("pine")))
    assert card.prompt.hasFocus()
    assert card.prompt.toPlainText() == "Sky wordsX"


def test_root_prompt_and_painters(panel: RegionsPanel, session: Session) -> None:
    assert panel.root.prompt is not None
    panel.root.prompt.put("mist")
    drop(panel.root, "gilt")
    assert session.document.root == Root(prompt="mist", painters=(Share(PainterRef("gilt", "gilt" * 8)),))
    assert steps(session) == ["Edit prompt", "Edit painters"]


def test_a_dropped_painter_is_hired_once(panel: RegionsPanel, session: Session) -> None:
    drop(panel.cards["Lake"], "pine")
    drop(panel.cards["Lake"], "pine")
    drop(panel.cards["Lake"], "nobody")
    assert [s.painter.slug for s in region(session, "Lake").painters] == ["pine"]
    assert steps(session) == ["Edit painters"]


def test_painters_are_listed_for_the_keyboard_too(panel: RegionsPanel, session: Session) -> None:
    card = active(panel, session, "Sky")
    assert card.crew is not None
    card.crew.list_painters()
    actions = card.crew.add.menu().actions()
    assert [action.text() for action in actions] == ["Black Pine", "Azure Gilt"]
    actions[1].trigger()
    assert [s.painter.slug for s in region(session, "Sky").painters] == ["gilt"]


def test_a_chip_sets_weight_rest_role_and_goes(panel: RegionsPanel, session: Session) -> None:
    card = active(panel, session, "Sky")
    hire(session, "Sky", Share(PainterRef("pine")), Share(PainterRef("gilt")))
    QApplication.processEvents()
    assert card.crew is not None
    first, second = card.crew.rows
    drag(first.weight, 0.25)
    assert region(session, "Sky").painters[0].weight == pytest.approx(0.5, abs=0.051)
    QTest.mouseClick(second.on, LEFT, pos=QPoint(8, second.on.height() // 2))
    assert not region(session, "Sky").painters[1].enabled
    assert not second.weight.isEnabled()
    first.role.choices.actions()[2].trigger()
    assert region(session, "Sky").painters[0].role is Role.COLOUR
    assert "Colour" in first.role.toolTip()
    QTest.mouseClick(first.away, LEFT)
    assert [s.painter.slug for s in region(session, "Sky").painters] == ["gilt"]
    assert len(steps(session)) == 5
    session.undo()
    assert len(card.crew.rows) == 2


def test_a_missing_painter_is_shown_as_such(panel: RegionsPanel, session: Session) -> None:
    card = active(panel, session, "Sky")
    hire(session, "Sky", Share(PainterRef("stranger")))
    assert card.crew is not None
    assert card.crew.rows[0].weight.label == "stranger"
    assert "not in the library" in card.crew.rows[0].weight.toolTip()


def test_feather_and_strength_are_one_step_a_drag(panel: RegionsPanel, session: Session) -> None:
    card = active(panel, session, "Sky")
    QApplication.processEvents()
    assert card.feather is not None
    assert card.strength is not None
    drag(card.strength, 0.4)
    assert region(session, "Sky").strength == pytest.approx(0.4, abs=0.02)
    drag(card.feather, 0.5)
    assert region(session, "Sky").feather == pytest.approx(128, rel=0.1)
    assert len(steps(session)) == 2
    session.go_to(0)
    assert (card.strength.value(), card.feather.value()) == (100, 10)


def test_a_number_can_be_typed(panel: RegionsPanel, session: Session) -> None:
    card = active(panel, session, "Sky")
    assert card.feather is not None
    card.feather.setFocus()
    QTest.keyClicks(card.feather, "77")
    QTest.keyClick(card.feather, Qt.Key.Key_Return)
    assert region(session, "Sky").feather == 77
    QTest.keyClick(card.feather, Qt.Key.Key_Up)
    card.feather.settle()
    assert region(session, "Sky").feather == 78
    QTest.keyClicks(card.feather, "5")
    QTest.keyClick(card.feather, Qt.Key.Key_Escape)
    assert region(session, "Sky").feather == card.feather.value() == 78


def test_a_name_is_changed_in_its_place(panel: RegionsPanel, session: Session) -> None:
    card = panel.cards["Sky"]
    card.name.setFocus()
    assert session.active_region == "Sky"
    card.name.selectAll()
    QTest.keyClicks(card.name, "Heaven")
    QTest.keyClick(card.name, Qt.Key.Key_Return)
    assert region(session, "Sky").name == "Heaven"
    assert session.document.find("mask-Sky").name == "Heaven"  # type: ignore[union-attr]
    card.name.clear()
    QTest.keyClick(card.name, Qt.Key.Key_Return)
    assert card.name.text() == "Heaven"
    assert len(steps(session)) == 1


def test_eye_colour_and_removal(panel: RegionsPanel, session: Session, qtbot: QtBot) -> None:
    card = panel.cards["Sky"]
    QTest.mouseClick(card.eye, LEFT)
    assert not region(session, "Sky").enabled
    QTest.mouseClick(card.colour, LEFT)
    (dialog,) = panel.findChildren(QColorDialog)
    dialog.setCurrentColor(QColor(1, 2, 3))
    dialog.accept()
    assert session.document.find("mask-Sky").colour == (1, 2, 3)  # type: ignore[union-attr]
    assert card.colour.colour == QColor(1, 2, 3)
    card.remove.trigger()
    assert list(panel.cards) == ["Lake"]
    assert session.document.find("mask-Sky") is None
    session.undo()
    assert list(panel.cards) == ["Sky", "Lake"]


def test_cards_are_ordered_by_keys_and_by_drop(panel: RegionsPanel, session: Session) -> None:
    card = active(panel, session, "Sky")
    card.name.setFocus()
    QTest.keyClick(card.name, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert [r.id for r in session.document.regions] == list(panel.cards) == ["Lake", "Sky"]
    assert panel.cards["Sky"] is card
    panel._list.dropped.emit("Sky", 0)
    assert list(panel.cards) == ["Sky", "Lake"]
    assert panel.column.indexOf(panel.cards["Sky"]) < panel.column.indexOf(panel.cards["Lake"])


def test_a_new_region_is_in_hand(panel: RegionsPanel, session: Session) -> None:
    QTest.mouseClick(panel.add, LEFT)
    new = session.document.regions[-1]
    assert new.name == "Region 3"
    assert session.active_region == new.id
    assert panel.cards[new.id].open


def test_what_would_be_ignored_is_said_on_its_card(
    panel: RegionsPanel, shop: Workshop, session: Session, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: shop.desk.caps is not None)
    session.apply(commands.replace_raster("mask-Lake", Raster(1), "Clear"))
    qtbot.waitUntil(lambda: panel.cards["Lake"].notices.texts != ())
    assert "Lake" in panel.cards["Lake"].notices.texts[0]
    assert panel.cards["Lake"].notices.isVisibleTo(panel)
    assert panel.cards["Sky"].notices.texts == ()
    session.undo()
    qtbot.waitUntil(lambda: panel.cards["Lake"].notices.texts == ())


def test_coverage_is_counted_beside_the_window(panel: RegionsPanel, session: Session, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: panel.cards["Sky"].coverage.text() == "25 %")
    session.apply(commands.replace_raster("mask-Sky", mask(0, 128), "Stroke"))
    qtbot.waitUntil(lambda: panel.cards["Sky"].coverage.text() == "50 %")


def test_nothing_is_rebuilt_that_did_not_change(panel: RegionsPanel, session: Session) -> None:
    card = active(panel, session, "Sky")
    hire(session, "Sky", Share(PainterRef("pine")))
    assert card.crew is not None
    row, body, lake = card.crew.rows[0], card.body, panel.cards["Lake"]
    hire(session, "Sky", Share(PainterRef("pine"), weight=0.4), Share(PainterRef("gilt")))
    session.apply(commands.set_opacity("ink", 0.3))
    assert panel.cards == {"Sky": card, "Lake": lake}
    assert card.body is body
    assert card.crew.rows[0] is row
    assert row.weight.value() == pytest.approx(0.4)


def test_another_document_does_not_get_the_typing(panel: RegionsPanel, session: Session) -> None:
    card = active(panel, session, "Sky")
    assert card.prompt is not None
    QTest.keyClicks(card.prompt, "old")
    session.open(replace(document(), id="other"), None)
    panel.flush()
    assert steps(session) == []
    assert region(session, "Sky").prompt == "Sky words"


def test_a_dozen_regions_do_not_hold_up_the_window(shop: Workshop, qtbot: QtBot) -> None:
    panel = RegionsPanel(shop.session, shop.desk, SmallShelf())
    qtbot.addWidget(panel)
    panel.resize(330, 700)
    panel.show()
    shop.session.open(document(12), None)
    qtbot.waitUntil(lambda: len(panel.cards) == 12)
    took: list[float] = []
    for number in range(7):
        start = perf_counter()
        shop.session.apply(commands.set_opacity("ink", number / 10))
        took.append(perf_counter() - start)
    assert sorted(took)[3] < 0.05
    assert list(panel.cards) == [r.id for r in shop.session.document.regions]
    assert panel.note.text()


def test_everything_has_a_name_and_a_tooltip(panel: RegionsPanel, session: Session) -> None:
    active(panel, session, "Sky")
    hire(session, "Sky", Share(PainterRef("pine")))
    for kind in (QAbstractButton, NumberSlider):
        for widget in panel.findChildren(kind):
            assert widget.accessibleName(), widget
            assert widget.toolTip(), widget
    for line in panel.findChildren(QLineEdit):
        if not isinstance(line.parent(), NumberSlider):
            assert line.accessibleName(), line
