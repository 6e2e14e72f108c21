"""The brushes panel and its rack: presets, sliders, pressure, favourites, and brushes of one's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from artmaster_desktop.app.brush_rack import FAVOURITES, BrushRack
from artmaster_desktop.core.brush import Brush, Hair, Response
from artmaster_desktop.core.errors import SaveFailed
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.storage.brushes import read_brush, write_brush
from artmaster_desktop.ui.panels.brushes import BrushesPanel
from artmaster_desktop.ui.panels.brushes_list import RACKED, star_place
from artmaster_desktop.ui.panels.brushes_preview import StrokePreviews, shown_at, stroke, tint
from artmaster_desktop.ui.toolbox import Toolbox, ToolId
from artmaster_desktop.ui.widgets.number_slider import NumberSlider

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # of the offscreen platform

LEFT = Qt.MouseButton.LeftButton
LINE = Brush(id="line", name="Line", names=(("zh", "白描"),), size=7.0, pressure_size=Response(0.3))
WASH = Brush(id="wash", name="Wash", size=80.0, opacity=0.5, pressure_size=Response())


@pytest.fixture
def rack(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[BrushRack]:
    (tmp_path / "data").mkdir()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    (tmp_path / "shipped").mkdir()
    write_brush(LINE, tmp_path / "shipped" / "01-line.json")
    write_brush(WASH, tmp_path / "shipped" / "02-wash.json")
    made = BrushRack(tmp_path / "shipped", tmp_path / "own")
    read(made, qtbot)
    yield made
    assert made.close()


@pytest.fixture
def toolbox(qapp: object) -> Toolbox:
    return Toolbox()


@pytest.fixture
def panel(toolbox: Toolbox, rack: BrushRack, qtbot: QtBot) -> BrushesPanel:
    made = BrushesPanel(toolbox, rack)
    qtbot.addWidget(made)
    made.resize(310, 620)
    made.show()
    return made


def read(rack: BrushRack, qtbot: QtBot) -> None:
    with qtbot.waitSignal(rack.changed, timeout=4000):
        rack.refresh()


def ids(panel: BrushesPanel) -> list[str]:
    model = panel.list.model()
    return [model.index(row, 0).data(RACKED).brush.id for row in range(model.rowCount())]


# --------------------------------------------------------------------------------------------------- presets


def test_presets_are_listed_and_taken_by_a_press_or_a_key(toolbox: Toolbox, panel: BrushesPanel) -> None:
    assert ids(panel) == ["line", "wash"]
    box = panel.list.visualRect(panel.list.model().index(1, 0))
    QTest.mouseClick(panel.list.viewport(), LEFT, pos=box.center())
    assert toolbox.brush == WASH
    QTest.keyClick(panel.list, Qt.Key.Key_Left)
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    assert toolbox.brush == LINE
    assert panel.list.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "Line"


def test_the_brush_in_hand_is_marked_whoever_took_it(toolbox: Toolbox, panel: BrushesPanel) -> None:
    toolbox.set_brush(WASH)
    assert panel.list.currentIndex().data(RACKED).brush == WASH
    toolbox.set_tool(ToolId.ERASER)
    assert not panel.list.selectedIndexes()


def test_sliders_show_the_brush_and_set_it(toolbox: Toolbox, panel: BrushesPanel) -> None:
    toolbox.set_brush(WASH)
    assert {field: slider.value() for field, (slider, _) in panel.sliders.items()} == {
        "size": 80.0, "hardness": 80.0, "opacity": 50.0, "flow": 100.0, "smoothing": 20.0, "spacing": 8.0,
    }  # fmt: skip
    for field, number in (("size", 33.5), ("hardness", 10), ("opacity", 25), ("flow", 0), ("smoothing", 90)):
        panel.sliders[field][0].setValue(number)
    panel.sliders["spacing"][0].setValue(150)
    brush = toolbox.brush
    assert (brush.size, brush.hardness, brush.opacity) == (33.5, 0.1, 0.25)
    assert (brush.flow, brush.smoothing, brush.spacing) == (0.001, 0.9, 1.5)


def test_a_slider_is_dragged(toolbox: Toolbox, panel: BrushesPanel) -> None:
    slider = panel.sliders["opacity"][0]
    middle = slider.rect().center()
    QTest.mousePress(slider, LEFT, pos=slider.rect().topRight())
    QTest.mouseMove(slider, middle)
    QTest.mouseRelease(slider, LEFT, pos=middle)
    assert toolbox.brush.opacity == pytest.approx(0.5, abs=0.02)


def test_pressure_is_switched_off_and_comes_back_as_the_preset_has_it(
    toolbox: Toolbox, panel: BrushesPanel
) -> None:
    toolbox.set_brush(LINE)
    size = panel.pressure["pressure_size"]
    assert size.isChecked()
    assert not panel.pressure["pressure_flow"].isChecked()
    QTest.mouseClick(size, LEFT)
    assert toolbox.brush.pressure_size == Response()
    QTest.mouseClick(size, LEFT)
    assert toolbox.brush.pressure_size == Response(0.3)
    QTest.mouseClick(panel.pressure["pressure_flow"], LEFT)
    assert toolbox.brush.pressure_flow.low < 1.0


def test_a_changed_brush_says_so_and_goes_back_to_its_preset(toolbox: Toolbox, panel: BrushesPanel) -> None:
    toolbox.set_brush(WASH)
    assert not panel.restore_button.isEnabled()
    toolbox.set_size(12.0)
    assert panel.restore_button.isEnabled()
    QTest.mouseClick(panel.restore_button, LEFT)
    assert toolbox.brush == WASH


# ------------------------------------------------------------------------------------------------ one's own


def test_a_brush_is_kept_under_a_name_and_removed_again(
    toolbox: Toolbox, panel: BrushesPanel, rack: BrushRack, qtbot: QtBot, tmp_path: Path
) -> None:
    toolbox.set_brush(replace(WASH, size=44.0))
    dialog = panel.ask_name()
    assert "Wash" in dialog.textValue()
    dialog.setTextValue("Wash")
    with qtbot.waitSignal(rack.changed, timeout=4000):
        dialog.accept()
    assert ids(panel) == ["line", "wash", "wash-2"]
    kept = read_brush(tmp_path / "own" / "wash-2.json")
    assert (kept.id, kept.name, kept.size) == ("wash-2", "Wash", 44.0)
    assert toolbox.brush == kept
    one = rack.find("wash-2")
    assert one is not None
    assert one.own
    box = panel.ask_removal(one)
    yes = next(button for button in box.buttons() if "trash" in button.text())
    with qtbot.waitSignal(rack.changed, timeout=4000):
        QTest.mouseClick(yes, LEFT)
    assert ids(panel) == ["line", "wash"]
    assert not (tmp_path / "own" / "wash-2.json").exists()


def test_a_brush_without_a_name_is_not_kept(panel: BrushesPanel, rack: BrushRack, tmp_path: Path) -> None:
    dialog = panel.ask_name()
    dialog.setTextValue("   ")
    dialog.accept()
    assert rack.close()
    assert not (tmp_path / "own").exists()


def test_favourites_come_first_and_stay(
    panel: BrushesPanel, rack: BrushRack, qtbot: QtBot, tmp_path: Path
) -> None:
    index = panel.list.model().index(1, 0)
    box = panel.list.visualRect(index)
    with qtbot.waitSignal(rack.changed, timeout=4000):
        QTest.mouseClick(panel.list.viewport(), LEFT, pos=star_place(box.toRectF()).center().toPoint())
    assert ids(panel) == ["wash", "line"]
    assert (tmp_path / "own" / FAVOURITES).read_text("utf-8") == "wash"
    again = BrushRack(tmp_path / "shipped", tmp_path / "own")
    read(again, qtbot)
    assert [one.favourite for one in again.brushes] == [True, False]
    panel.list.setCurrentIndex(panel.list.model().index(0, 0))
    with qtbot.waitSignal(rack.changed, timeout=4000):
        QTest.keyClick(panel.list, Qt.Key.Key_S)
    assert ids(panel) == ["line", "wash"]


def test_a_folder_that_cannot_be_made_is_told(
    panel: BrushesPanel, rack: BrushRack, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "own").write_text("in the way", encoding="utf-8")
    with qtbot.waitSignal(rack.failed, timeout=4000) as told:
        rack.keep(LINE, "Mine")
    assert told.args is not None
    assert isinstance(told.args[0], SaveFailed)
    assert "own" in panel.message.text()


def test_a_file_that_is_no_brush_is_named(
    panel: BrushesPanel, rack: BrushRack, qtbot: QtBot, tmp_path: Path
) -> None:
    assert not panel.message.isVisible()
    (tmp_path / "shipped" / "99-bad.json").write_text("{", encoding="utf-8")
    read(rack, qtbot)
    assert "99-bad.json" in panel.message.text()
    assert panel.message.isVisible()


# -------------------------------------------------------------------------------------------------- strokes


def test_a_stroke_lies_in_its_picture_and_is_thickest_in_the_middle() -> None:
    extent = Extent(160, 50)
    cover = stroke(shown_at(LINE, extent), extent)
    assert cover.shape == (50, 160)
    columns = cover.astype(np.int64).sum(axis=0)
    assert columns[70:90].mean() > 1.5 * columns[12:24].mean() > 0
    assert columns[0] == columns[-1] == 0


def test_dry_and_solid_brushes_look_different() -> None:
    extent = Extent(160, 50)
    dry = stroke(shown_at(replace(LINE, size=30.0, hair=Hair(count=12, load=0.2, press=0.3)), extent), extent)
    solid = stroke(shown_at(replace(LINE, size=30.0), extent), extent)

    def filled(cover: Pixels) -> float:
        return float((cover[:, 60:100] > 240).sum() / (cover[:, 60:100] > 0).sum())

    assert filled(dry) < 0.85 * filled(solid)


def test_a_large_brush_is_shown_as_large_as_there_is_room() -> None:
    assert shown_at(replace(WASH, size=900.0), Extent(160, 50)).size == pytest.approx(18.0)
    assert shown_at(LINE, Extent(160, 50)).size == 7.0


def test_previews_are_painted_once_and_tinted(qtbot: QtBot) -> None:
    previews, extent = StrokePreviews(), Extent(80, 30)
    assert previews.picture(LINE, extent, QColor("#102030")) is None
    with qtbot.waitSignal(previews.painted, timeout=4000):
        assert previews.picture(LINE, extent, QColor("#102030")) is None
    first = previews.picture(LINE, extent, QColor("#102030"))
    assert first is not None
    assert first is previews.picture(replace(LINE, id="x", name="X"), extent, QColor("#102030"))
    assert previews.picture(LINE, extent, QColor("#ffffff")) is not None
    assert not previews.busy


def test_tint_is_the_colour_where_the_stroke_covers() -> None:
    picture = tint(np.array([[0, 255]], np.uint8), QColor("#102030"))
    assert picture.pixelColor(0, 0).alpha() == 0
    assert picture.pixelColor(1, 0) == QColor("#102030")


def test_the_list_paints_strokes(panel: BrushesPanel, qtbot: QtBot) -> None:
    panel.list.viewport().grab()
    qtbot.waitUntil(lambda: not panel.previews.busy, timeout=4000)
    box = panel.list.visualRect(panel.list.model().index(0, 0))
    shot = panel.list.viewport().grab(box).toImage()
    middle = [shot.pixelColor(shot.width() // 2, y).lightness() for y in range(8, 44)]
    assert max(middle) - min(middle) > 100


def test_everything_that_can_be_pressed_has_a_tooltip_and_a_name(panel: BrushesPanel) -> None:
    for kind in (QAbstractButton, NumberSlider):
        for widget in panel.findChildren(kind):
            assert widget.toolTip(), widget
            assert widget.accessibleName(), widget
