"""The window: what is where, what menus do, and that nothing unsaved goes without a question."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.layer import GroupLayer, ImageLayer, MaskLayer
from artmaster_desktop.storage.ora import load_document
from artmaster_desktop.ui.main_window import MainWindow
from artmaster_desktop.ui.toolbox import ToolId
from tests.ui import windows

EXAMPLES = Path(__file__).resolve().parents[2] / "resources" / "examples"
Key = Qt.Key
Ctrl = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def main(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with windows.window(qtbot, tmp_path) as shown:
        yield shown


def opened(qtbot: QtBot, main: MainWindow, path: Path) -> None:
    with qtbot.waitSignal(main.shop.files.opened, timeout=5000):
        main.files.open_path(path)


def draw(main: MainWindow) -> None:
    """One stroke through the middle; the canvas may take its time to lay down the end of it."""
    middle = main.canvas.rect().center()
    QTest.mousePress(main.canvas, Qt.MouseButton.LeftButton, pos=middle)
    for step in range(1, 6):
        QTest.mouseMove(main.canvas, middle + QPoint(step * 8, step * 3))
    QTest.mouseRelease(main.canvas, Qt.MouseButton.LeftButton, pos=middle + QPoint(40, 15))
    windows.until(lambda: main.shop.session.wet is None)


def question(main: MainWindow) -> QMessageBox:
    box = main.files.dialog
    assert isinstance(box, QMessageBox)
    return box


def press(box: QMessageBox, text: str) -> None:
    next(button for button in box.buttons() if button.text() == text).click()


def test_every_panel_has_its_place(main: MainWindow) -> None:
    assert set(main.docks.ids) == {
        "colour", "brushes", "painters", "prompt", "regions", "guides", "layers", "history", "mix", "paint",
        "tray", "queue",
    }  # fmt: skip
    assert main.canvas.width() >= 640
    assert main.canvas.height() >= 400


@pytest.mark.parametrize("size", [(1280, 800), (1440, 900), (1920, 1080)])
def test_the_canvas_has_the_most_room(main: MainWindow, size: tuple[int, int]) -> None:
    main.resize(*size)
    main.docks.arrange()
    windows.settle()
    assert (main.width(), main.height()) == size
    largest = max(main.docks.dock(i).width() * main.docks.dock(i).height() for i in main.docks.ids)
    assert main.canvas.width() * main.canvas.height() > largest


@pytest.mark.parametrize(("key", "tool"), [("e", "eraser"), ("r", "region"), ("v", "move"), ("b", "brush")])
def test_a_letter_takes_a_tool(main: MainWindow, key: str, tool: str) -> None:
    main.toolbox.set_tool("pan")
    QTest.keyClicks(main.canvas, key)
    assert main.toolbox.tool == ToolId(tool)
    assert main.actions_of[f"tool.{tool}"].isChecked()


def test_a_stroke_is_one_step_and_marks_the_title(main: MainWindow) -> None:
    assert not main.isWindowModified()
    draw(main)
    assert len(main.shop.session.history.steps) == 2
    assert main.isWindowModified()
    QTest.keyClick(main.canvas, Key.Key_Z, Ctrl)
    assert not main.isWindowModified()


def test_tab_leaves_nothing_but_the_canvas(main: MainWindow) -> None:
    main.canvas.setFocus()
    before = main.canvas.size()
    QTest.keyClick(main.canvas, Key.Key_Tab)
    windows.settle()
    assert all(main.docks.dock(i).isHidden() for i in main.docks.ids)
    assert main.canvas.width() > before.width()
    QTest.keyClick(main.canvas, Key.Key_Tab)
    windows.settle()
    assert not any(main.docks.dock(i).isHidden() for i in main.docks.ids)
    assert main.tools.isVisible()


def test_f6_goes_from_panel_to_panel_and_back_to_the_canvas(main: MainWindow) -> None:
    main.canvas.setFocus()
    visited: list[QWidget] = []
    for _ in range(len(main.docks.ids) + 1):
        QTest.keyClick(main.focusWidget(), Key.Key_F6)
        focus = main.focusWidget()
        assert focus is not None
        if focus is main.canvas:
            break
        visited.append(focus)
    assert main.focusWidget() is main.canvas
    seen = [i for i in main.docks.ids if any(main.docks.dock(i).isAncestorOf(w) for w in visited)]
    assert len(seen) >= 5


def test_it_opens_a_document_and_remembers_it(qtbot: QtBot, main: MainWindow) -> None:
    path = EXAMPLES / "two-painters.ora"
    opened(qtbot, main, path)
    assert main.shop.session.document == load_document(path).document
    assert main.windowTitle().startswith("two-painters.ora")
    assert main.shop.preferences.settings.recent[0] == path


def test_an_example_is_opened_as_a_copy(qtbot: QtBot, main: MainWindow) -> None:
    with qtbot.waitSignal(main.shop.files.opened, timeout=5000):
        main.files.open_example(EXAMPLES / "one-painter.ora")
    assert main.shop.session.path is None
    assert main.shop.preferences.settings.recent == ()


def test_a_file_that_is_not_there_is_spoken_of(qtbot: QtBot, main: MainWindow, tmp_path: Path) -> None:
    with qtbot.waitSignal(main.files.trouble, timeout=5000):
        main.files.open_path(tmp_path / "gone.ora")
    qtbot.waitUntil(lambda: any("gone.ora" in x.text() for x in main.findChildren(QLabel)))


def test_closing_with_nothing_to_lose_asks_nothing(qtbot: QtBot, main: MainWindow) -> None:
    with qtbot.waitSignal(main.left, timeout=2000):
        main.close()
    assert main.files.dialog is None


def test_closing_asks_and_cancel_keeps_everything(main: MainWindow) -> None:
    draw(main)
    main.close()
    assert main.isVisible()
    press(question(main), "Cancel")
    assert main.isVisible()
    assert main.shop.session.dirty


def test_closing_saves_first(qtbot: QtBot, main: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "picture.ora"
    with qtbot.waitSignal(main.shop.files.saved, timeout=5000):
        main.shop.files.save(path)
    draw(main)
    with qtbot.waitSignal(main.left, timeout=5000):
        main.close()
        press(question(main), "Save")
    assert load_document(path).document == main.shop.session.document


def test_closing_without_saving_leaves_the_file(qtbot: QtBot, main: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "picture.ora"
    with qtbot.waitSignal(main.shop.files.saved, timeout=5000):
        main.shop.files.save(path)
    before = path.read_bytes()
    draw(main)
    with qtbot.waitSignal(main.left, timeout=5000):
        main.close()
        press(question(main), "Don't save")
    assert path.read_bytes() == before


def test_a_pasted_picture_is_a_layer_in_the_middle(qtbot: QtBot, main: MainWindow) -> None:
    picture = QImage(100, 60, QImage.Format.Format_RGBA8888)
    picture.fill(Qt.GlobalColor.red)
    QGuiApplication.clipboard().setImage(picture)
    with qtbot.waitSignal(main.shop.session.changed, timeout=5000):
        main.actions_of["edit.paste"].trigger()
    layer = main.shop.session.document.find(main.shop.session.active_layer)
    assert isinstance(layer, ImageLayer)
    area = Bounds(462, 482, 100, 60)
    assert layer.raster.bounds == area
    assert np.all(layer.raster.read(area) == (255, 0, 0, 255))


def test_what_is_copied_can_be_pasted(qtbot: QtBot, main: MainWindow) -> None:
    draw(main)
    sketch = main.shop.session.document.find(main.shop.session.active_layer)
    assert sketch is not None
    assert not isinstance(sketch, GroupLayer)
    main.actions_of["edit.copy"].trigger()
    with qtbot.waitSignal(main.shop.session.changed, timeout=5000):
        main.actions_of["edit.paste"].trigger()
    pasted = main.shop.session.document.find(main.shop.session.active_layer)
    assert isinstance(pasted, ImageLayer)
    drawn, copied = sketch.raster.bounds, pasted.raster.bounds
    assert (copied.width, copied.height) == (drawn.width, drawn.height)
    assert np.array_equal(pasted.raster.read(copied), sketch.raster.read(drawn))


def dropped(main: MainWindow, *paths: Path, at: QPointF = QPointF(700, 300)) -> None:  # noqa: B008
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    drop = QDropEvent(
        at, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    main.dropEvent(drop)


def test_a_dropped_picture_becomes_a_layer(qtbot: QtBot, main: MainWindow, tmp_path: Path) -> None:
    picture = QImage(64, 64, QImage.Format.Format_RGBA8888)
    picture.fill(Qt.GlobalColor.blue)
    picture.save(str(tmp_path / "sea.png"))
    with qtbot.waitSignal(main.shop.session.changed, timeout=5000):
        dropped(main, tmp_path / "sea.png")
    layer = main.shop.session.document.find(main.shop.session.active_layer)
    assert isinstance(layer, ImageLayer)
    assert layer.name == "sea"


@pytest.mark.parametrize(("size", "there"), [((64, 48), True), ((2000, 2000), False)])
def test_a_picture_comes_where_it_is_dropped(
    size: tuple[int, int], there: bool, qtbot: QtBot, main: MainWindow, tmp_path: Path
) -> None:
    main.show_page(welcome=False)
    windows.settle()
    picture = QImage(*size, QImage.Format.Format_RGBA8888)
    picture.fill(Qt.GlobalColor.blue)
    picture.save(str(tmp_path / "sea.png"))
    extent = main.shop.session.document.extent
    point = QPointF(100, 200)
    place = main.canvas.mapTo(main, main.canvas.view_from_canvas(point))
    with qtbot.waitSignal(main.shop.session.changed, timeout=5000):
        dropped(main, tmp_path / "sea.png", at=place)
    layer = main.shop.session.document.find(main.shop.session.active_layer)
    assert isinstance(layer, ImageLayer)
    lies = layer.raster.bounds
    middle = (100, 200) if there else (extent.width // 2, extent.height // 2)
    assert (lies.x + lies.width // 2, lies.y + lies.height // 2) == pytest.approx(middle, abs=1)


def test_a_dropped_document_is_opened(qtbot: QtBot, main: MainWindow) -> None:
    with qtbot.waitSignal(main.shop.files.opened, timeout=5000):
        dropped(main, EXAMPLES / "three-roles.ora")
    assert main.windowTitle().startswith("three-roles.ora")


def test_a_region_from_the_selection_becomes_active(main: MainWindow) -> None:
    main.actions_of["select.all"].trigger()
    main.actions_of["region.from-selection"].trigger()
    session = main.shop.session
    (region,) = session.document.regions
    assert session.active_region == region.id
    mask = session.document.mask_of(region)
    assert isinstance(mask, MaskLayer)
    assert np.all(mask.raster.read(Bounds.of(Extent(1024, 1024))) == 255)
    assert main.toolbox.tool is ToolId.REGION


def test_the_arrangement_comes_back(qtbot: QtBot, main: MainWindow) -> None:
    main.docks.dock("queue").hide()
    main.docks.dock("mix").hide()
    with qtbot.waitSignal(main.left, timeout=2000):
        main.close()
    kept = main.shop.preferences.settings.window.state
    assert kept
    again = MainWindow(main.shop, welcome=False)
    windows.appear(again)
    assert again.docks.dock("queue").isHidden()
    assert again.docks.dock("mix").isHidden()
    assert not again.docks.dock("layers").isHidden()
    windows.put_away(again)


def test_interactive_widgets_have_a_name_and_a_tip(main: MainWindow) -> None:
    """Those of the window itself; each panel has this test of its own."""
    bare = []
    for bar in (main.tools, main.options):
        for action in bar.actions():
            widget = bar.widgetForAction(action)
            if action.text() and not ((action.toolTip() and widget.accessibleName()) or action.text()):
                bare.append(action.text())
    assert bare == []
    assert all(main.actions_of[spec.id].toolTip() for spec in main.actions_of)
