"""The guides panel: what the painting is held to, set by hand with real events."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QWidget
from pytestqt.qtbot import QtBot

from artmaster_desktop.app.structure import Structure
from artmaster_desktop.core import commands
from artmaster_desktop.core.document import Document
from artmaster_desktop.core.guide import OWN_CONTROL, Guide, GuideKind, GuidePlace
from artmaster_desktop.core.guide_reading import ControlModel
from artmaster_desktop.core.structure_errors import ControlProblem, ControlUnusable
from artmaster_desktop.ui.panels.guides import GuidesPanel
from artmaster_desktop.ui.panels.guides_card import GuideCard
from artmaster_desktop.ui.panels.layers_model import LAYERS_MIME
from artmaster_desktop.ui.widgets.number_slider import NumberSlider
from tests.app.test_structure import FakeReader
from tests.core.documents import halves
from tests.ui.painting import Workshop, workshop

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # of the offscreen platform

LEFT = Qt.MouseButton.LeftButton
LINES = Guide(id="lines", layer="sketch", kind=GuideKind.LINE)
DEPTH = Guide(id="depth", layer="photo", kind=GuideKind.DEPTH, strength=0.5)
THERE = (
    ControlModel("any", Path("any")),
    ControlModel("broken", Path("b"), error=ControlUnusable(Path("b"), ControlProblem.DAMAGED)),
    ControlModel("lines", Path("lines"), frozenset({GuideKind.LINE})),
)


def document(*guides: Guide) -> Document:
    red = np.full((256, 256, 4), (200, 30, 20, 255), np.uint8)
    made = commands.insert_picture(red, "Photo", layer_id="photo").change(halves())
    return made.edited(guides=guides)


@pytest.fixture
def shop(qtbot: QtBot) -> Iterator[Workshop]:
    with workshop(document(LINES, DEPTH)) as opened:
        yield opened


@pytest.fixture
def panel(shop: Workshop, qtbot: QtBot, tmp_path: Path) -> GuidesPanel:
    structure = Structure(shop.thread, lambda: FakeReader(there=THERE), tmp_path, Path("none"), shop.session)
    made = GuidesPanel(shop.session, shop.desk, structure)
    qtbot.addWidget(made)
    made.resize(330, 900)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    qtbot.waitUntil(lambda: structure.looked)
    return made


def guide(shop: Workshop, guide_id: str) -> Guide:
    return next(each for each in shop.session.document.guides if each.id == guide_id)


def opened(panel: GuidesPanel, guide_id: str) -> GuideCard:
    card = panel.cards[guide_id]
    QTest.mouseClick(card.fold_button, LEFT)
    assert card.open
    return card


def type_in(slider: NumberSlider, text: str) -> None:
    slider.setFocus()
    QTest.keyClicks(slider, text)
    QTest.keyClick(slider, Qt.Key.Key_Return)


def pick(box: QComboBox, row: int) -> None:
    """As with the keyboard: the list is opened, and Return takes the row."""
    box.showPopup()
    view = box.view()
    view.setCurrentIndex(box.model().index(row, 0))
    QTest.keyClick(view, Qt.Key.Key_Return)


def let_go(on: QWidget, data: QMimeData, at: QPoint | None = None) -> None:
    copy, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    on.dropEvent(QDropEvent(QPointF(at or on.rect().center()), copy, data, LEFT, none))


def layers(*ids: str) -> QMimeData:
    data = QMimeData()
    data.setData(LAYERS_MIME, "\n".join(ids).encode())
    return data


def test_a_card_for_each_guide_in_its_order(panel: GuidesPanel, shop: Workshop) -> None:
    assert [card.name.text() for card in panel.cards.values()] == ["Sketch", "Photo"]
    assert panel.cards["depth"].accessibleName() == "Guide Photo, Depth"
    assert not panel.empty.isVisible()
    shop.session.apply(commands.remove("photo"))
    assert list(panel.cards) == ["lines"]
    shop.session.undo()
    assert list(panel.cards) == ["lines", "depth"]
    for key in ("lines", "depth"):
        shop.session.apply(commands.remove_guide(key))
    assert panel.empty.isVisible()


def test_strength_and_steps_are_steps_of_the_history(panel: GuidesPanel, shop: Workshop) -> None:
    card = opened(panel, "lines")
    type_in(card.strength, "1.25")
    assert guide(shop, "lines").strength == 1.25
    type_in(card.start, "90")
    assert (guide(shop, "lines").start, guide(shop, "lines").end) == (0.9, 0.95), "the end makes room"
    type_in(card.end, "40")
    assert (guide(shop, "lines").start, guide(shop, "lines").end) == (0.35, 0.4)
    names = [step.name for step in shop.session.history.steps[1:]]
    assert names == ["Edit guide"] * 3
    for _ in names:
        shop.session.undo()
    assert guide(shop, "lines") == LINES
    assert card.strength.value() == pytest.approx(0.7)


def test_strict_in_one_region_and_free_in_another(panel: GuidesPanel, shop: Workshop) -> None:
    card = opened(panel, "lines")
    assert list(card.places.rows) == ["left", "right", ""]
    type_in(card.places.rows["left"], "150")
    type_in(card.places.rows["right"], "0")
    assert guide(shop, "lines").places == (GuidePlace("left", 1.5), GuidePlace("right", 0.0))
    type_in(card.places.rows["left"], "100")
    assert guide(shop, "lines").places == (GuidePlace("right", 0.0),), "as strictly as the guide is no place"
    shop.session.apply(commands.remove_region("right"))
    assert list(card.places.rows) == ["left", ""]
    shop.session.apply(commands.remove_region("left"))
    assert not card.places.isVisible()


def test_the_eye_leaves_a_guide_out(panel: GuidesPanel, shop: Workshop) -> None:
    card = panel.cards["lines"]
    QTest.mouseClick(card.eye, LEFT)
    assert not guide(shop, "lines").enabled
    card.eye.setFocus()
    QTest.keyClick(card.eye, Qt.Key.Key_Space)
    assert guide(shop, "lines").enabled


def test_guides_move_and_go_by_key(panel: GuidesPanel, shop: Workshop) -> None:
    panel.cards["lines"].eye.setFocus()
    QTest.keyClick(panel.cards["lines"].eye, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert list(panel.cards) == ["depth", "lines"]
    assert not panel.cards["depth"].up.isEnabled()
    panel.cards["lines"].eye.setFocus()
    QTest.keyClick(panel.cards["lines"].eye, Qt.Key.Key_Delete)
    assert list(panel.cards) == ["depth"]
    assert shop.session.document.find("sketch") is not None
    shop.session.undo()
    assert list(panel.cards) == ["depth", "lines"]


def test_kind_and_layer_are_chosen(panel: GuidesPanel, shop: Workshop) -> None:
    card = opened(panel, "lines")
    assert card.layer_box.currentText() == "Sketch"
    pick(card.kind_box, list(GuideKind).index(GuideKind.SCRIBBLE))
    assert guide(shop, "lines").kind is GuideKind.SCRIBBLE
    pick(card.layer_box, card.layer_box.findText("Photo"))
    assert guide(shop, "lines").layer == "photo"


def test_who_can_follow_is_listed_and_who_cannot_rests(panel: GuidesPanel, shop: Workshop) -> None:
    card = opened(panel, "depth")
    assert card.control is not None
    items = card.control.model()
    assert isinstance(items, QStandardItemModel)
    able = {items.item(i).text(): items.item(i).isEnabled() for i in range(items.rowCount())}
    assert (able["any"], able["broken"], able["lines"]) == (True, False, False)
    assert card.control.itemData(card.control.findText("lines"), Qt.ItemDataRole.ToolTipRole) == (
        "Follows: Line drawing"
    )
    assert card.control.help.isVisible(), "none comes with the program"
    pick(card.control, card.control.findText("any"))
    assert guide(shop, "depth").control == "any"
    assert not card.control.help.isVisible()


def test_a_model_that_is_its_own_guide_takes_it_whole(panel: GuidesPanel, shop: Workshop) -> None:
    shop.session.apply(commands.edit_guide(replace(LINES, places=(GuidePlace("left", 0.0),))))
    card = opened(panel, "lines")
    assert card.control is not None
    pick(card.control, card.control.findData(OWN_CONTROL))
    found = guide(shop, "lines")
    assert (found.strength, found.start, found.end, found.places) == (1.0, 0.0, 1.0, ())
    assert not card.strength.isEnabled()
    assert not card.places.isEnabled()
    shop.session.undo()
    assert card.strength.isEnabled()


def test_a_model_of_the_artist_elsewhere(panel: GuidesPanel, shop: Workshop, tmp_path: Path) -> None:
    card = opened(panel, "lines")
    assert card.control is not None
    dialog = card.control.browse(folder=True)
    (tmp_path / "mine").mkdir()
    dialog.fileSelected.emit(str(tmp_path / "mine"))
    dialog.close()
    assert guide(shop, "lines").control == str(tmp_path / "mine")
    assert card.control.currentText() == "mine"


def test_a_layer_is_dropped_onto_a_card(panel: GuidesPanel, shop: Workshop) -> None:
    let_go(panel.cards["lines"], layers("photo", "sketch"))
    assert guide(shop, "lines").layer == "photo"
    let_go(panel.cards["lines"], layers("mask-left"))
    assert guide(shop, "lines").layer == "photo"
    assert panel.note.text()


def test_what_is_dropped_elsewhere_is_asked_about(panel: GuidesPanel, qtbot: QtBot, tmp_path: Path) -> None:
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(tmp_path / "rocks.png"))])
    with qtbot.waitSignal(panel.made_from) as made:
        let_go(panel._list, layers("photo"))
    assert made.args == ["photo"]
    with qtbot.waitSignal(panel.made_from_file) as made:
        let_go(panel._list, files)
    assert made.args == [tmp_path / "rocks.png"]
    with qtbot.waitSignal(panel.read_from) as made:
        let_go(panel.cards["depth"], files)
    assert made.args == ["depth", tmp_path / "rocks.png"]
    with qtbot.waitSignal(panel.made_from) as made:
        QTest.mouseClick(panel.add, LEFT)
    assert made.args == [""]


def test_what_would_not_be_followed_is_said_on_its_card(
    panel: GuidesPanel, shop: Workshop, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: bool(panel.cards["lines"].notices.texts))
    assert "no control model comes with the program" in panel.cards["lines"].notices.texts[0]
    shop.session.apply(commands.edit_guide(replace(DEPTH, control="gone")))
    qtbot.waitUntil(lambda: "gone" in " ".join(panel.cards["depth"].notices.texts))
    assert "gone" not in " ".join(panel.cards["lines"].notices.texts)
    shop.session.apply(commands.edit_guide(replace(LINES, enabled=False)))
    qtbot.waitUntil(lambda: not panel.cards["lines"].notices.texts)


def test_drawing_on_a_guide_takes_its_layer_in_hand(panel: GuidesPanel, shop: Workshop) -> None:
    shop.session.set_active_layer("photo")
    panel.cards["lines"].draw.trigger()
    assert shop.session.active_layer == "sketch"


def test_a_drag_that_is_not_over_is_not_lost(panel: GuidesPanel, shop: Workshop) -> None:
    card = opened(panel, "lines")
    QTest.mousePress(card.strength, LEFT, pos=QPoint(10, 10))
    QTest.mouseMove(card.strength, QPoint(card.strength.width() // 2, 10))
    panel.flush()
    assert guide(shop, "lines").strength == pytest.approx(1.0, abs=0.1)
    QTest.mouseRelease(card.strength, LEFT, pos=QPoint(card.strength.width() // 2, 10))
