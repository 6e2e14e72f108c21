"""The tray: what was painted is shown, compared, applied, kept or let go."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDockWidget, QLabel, QMainWindow, QMenu
from pytestqt.qtbot import QtBot

from artmaster_desktop.app.results import Results
from artmaster_desktop.core.layer import ImageLayer
from artmaster_desktop.core.print_colour import Origin
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.storage.picture_file import read_job
from artmaster_desktop.storage.picture_label import read_label
from artmaster_desktop.storage.results import ResultStore
from artmaster_desktop.ui.panels.tray import TrayPanel
from artmaster_desktop.ui.panels.tray_model import FACTS, THUMBNAIL, UNSEEN, Facts, Shown
from artmaster_desktop.ui.panels.tray_save import SaveResult
from tests.ui.painting import Workshop, pixels, workshop

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # of the offscreen platform


class Tray:
    """A tray panel and what is behind it."""

    def __init__(self, shop: Workshop, folder: Path, qtbot: QtBot) -> None:
        self.shop, self.qtbot = shop, qtbot
        self.results = Results(shop.session, shop.queue, shop.desk, ResultStore(folder))
        self.panel = TrayPanel(self.results, shop.session)
        qtbot.addWidget(self.panel)
        self.panel.resize(460, 460)
        self.panel.show()
        shop.engine.hold.set()

    def paint(self, count: int = 1) -> None:
        wanted = len(self.results.all) + count
        if count == 1:
            self.shop.desk.paint()
        else:
            self.shop.desk.variations(count)
        self.qtbot.waitUntil(lambda: len(self.results.all) == wanted)

    def click(self, row: int, at: QPoint | None = None) -> None:
        view = self.panel.view
        place = at or view.visualRect(self.panel.model.index(row)).center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


@pytest.fixture
def tray(qtbot: QtBot, tmp_path: Path) -> Iterator[Tray]:
    with workshop() as shop:
        made = Tray(shop, tmp_path / "results", qtbot)
        yield made
        assert made.results.wait(5)


def test_an_empty_tray_says_what_it_is_for(tray: Tray) -> None:
    assert tray.panel.empty.isVisible()
    assert not tray.panel.view.isVisible()
    assert not any(action.isEnabled() for action in tray.panel.actions())


def test_a_result_shows_its_picture_and_its_facts(tray: Tray) -> None:
    tray.paint()
    index = tray.panel.model.index(0)
    tray.qtbot.waitUntil(lambda: isinstance(index.data(THUMBNAIL), QImage))
    tray.qtbot.waitUntil(lambda: isinstance(index.data(FACTS), Facts))
    assert index.data(FACTS) == Facts(20, (), 2.0)
    told = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert all(word in told for word in ("Seed 7", "20 steps", "2 s", "256 × 256", "hills in the morning"))


def test_results_are_unseen_until_they_were_before_the_eyes(tray: Tray) -> None:
    told: list[int] = []
    tray.panel.unseen_changed.connect(told.append)
    tray.panel._eyes.setInterval(1)
    tray.panel.hide()
    tray.paint()
    assert told == [1]
    assert tray.panel.model.index(0).data(UNSEEN)
    tray.panel.show()
    tray.qtbot.waitUntil(lambda: told[-1] == 0)
    assert not tray.panel.model.index(0).data(UNSEEN)


def test_a_tray_behind_another_tab_has_not_been_seen(tray: Tray) -> None:
    window = QMainWindow()
    tray.qtbot.addWidget(window)
    docks = [QDockWidget(), QDockWidget()]
    for dock, panel in zip(docks, (tray.panel, QLabel("another")), strict=True):
        dock.setWidget(panel)
        window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
    window.tabifyDockWidget(*docks)
    window.show()
    docks[1].raise_()
    tray.qtbot.waitUntil(lambda: tray.panel.visibleRegion().isEmpty())
    tray.panel._eyes.setInterval(1)
    tray.paint()
    tray.qtbot.wait(30)
    assert tray.panel.model.unseen == 1
    docks[0].raise_()
    tray.qtbot.waitUntil(lambda: tray.panel.model.unseen == 0)
    tray.panel.setParent(None)  # the window goes first


def test_apply_lays_it_on_the_canvas_in_one_step(tray: Tray) -> None:
    tray.paint()
    tray.click(0)
    with tray.qtbot.waitSignal(tray.results.applied):
        QTest.keyClick(tray.panel.view, Qt.Key.Key_Return)
    top = tray.shop.session.document.layers[-1]
    assert isinstance(top, ImageLayer)
    assert tray.results.all[0].applied
    tray.shop.session.undo()
    assert len(tray.shop.session.document.layers) == 2


def test_apply_to_the_selection_needs_one(tray: Tray) -> None:
    tray.paint()
    tray.click(0)
    assert not tray.panel.part_action.isEnabled()
    tray.shop.session.set_selection(Raster.from_array(np.full((10, 10), 255, np.uint8)))
    assert tray.panel.part_action.isEnabled()
    with tray.qtbot.waitSignal(tray.results.applied):
        tray.panel.part_action.trigger()
    top = tray.shop.session.document.layers[-1]
    assert isinstance(top, ImageLayer)
    assert (top.raster.bounds.width, top.raster.bounds.height) == (10, 10)


def test_a_double_click_applies(tray: Tray) -> None:
    tray.paint()
    place = tray.panel.view.visualRect(tray.panel.model.index(0)).center()
    with tray.qtbot.waitSignal(tray.results.applied):
        tray.click(0)
        QTest.mouseDClick(tray.panel.view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_the_star_is_pressed_on_the_picture(tray: Tray) -> None:
    tray.paint()
    tray.qtbot.waitUntil(lambda: isinstance(tray.panel.model.index(0).data(THUMBNAIL), QImage))
    rect = tray.panel.view.visualRect(tray.panel.model.index(0))
    tray.click(0, tray.panel.tile._star(rect).center().toPoint())
    tray.qtbot.waitUntil(lambda: tray.results.all[0].stored.favourite)
    tray.click(0)
    assert tray.panel.star_action.isChecked()
    QTest.keyClick(tray.panel.view, Qt.Key.Key_F)
    tray.qtbot.waitUntil(lambda: not tray.results.all[0].stored.favourite)


def test_favourites_alone(tray: Tray) -> None:
    tray.paint(3)
    tray.results.set_favourite(tray.results.all[1], True)
    tray.qtbot.waitUntil(lambda: tray.results.all[1].stored.favourite)
    QTest.mouseClick(tray.panel.show_buttons[Shown.FAVOURITES], Qt.MouseButton.LeftButton)
    assert tray.panel.model.rowCount() == 1


def test_variations_stand_in_a_grid_in_their_order(tray: Tray) -> None:
    tray.paint()
    tray.shop.engine.hold.clear()
    tray.shop.desk.variations(4)
    tray.qtbot.waitUntil(lambda: tray.shop.queue.running is not None)
    tray.shop.engine.hold.set()
    tray.qtbot.waitUntil(lambda: len(tray.results.all) >= 2)
    tray.panel.show_only(Shown.VARIATIONS)
    assert tray.panel.model.rowCount() == 4
    tray.qtbot.waitUntil(lambda: len(tray.results.all) == 5)
    rows = [tray.panel.model.result(tray.panel.model.index(row)) for row in range(4)]
    assert [row.stored.seed for row in rows if row is not None] == [7, 8, 9, 10]
    assert tray.panel.tile.side > 180


def test_places_of_variations_that_are_awaited_cannot_be_chosen(tray: Tray) -> None:
    tray.paint(2)
    tray.panel.show_only(Shown.VARIATIONS)
    tray.results.remove(tray.results.all[0])
    tray.qtbot.waitUntil(lambda: len(tray.results.all) == 1)
    assert tray.panel.model.rowCount() == 2
    assert tray.panel.model.flags(tray.panel.model.index(1)) == Qt.ItemFlag.NoItemFlags


def test_what_is_deleted_can_be_brought_back(tray: Tray) -> None:
    tray.paint()
    tray.click(0)
    with tray.qtbot.waitSignal(tray.results.removed):
        QTest.keyClick(tray.panel.view, Qt.Key.Key_Delete)
    assert tray.panel.model.rowCount() == 0
    assert tray.panel.undo_button.isVisible()
    with tray.qtbot.waitSignal(tray.results.added):
        QTest.mouseClick(tray.panel.undo_button, Qt.MouseButton.LeftButton)
    assert tray.panel.model.rowCount() == 1
    assert not tray.panel.undo_button.isVisible()


def test_paint_again_and_variations_of_a_result(tray: Tray) -> None:
    tray.paint()
    tray.click(0)
    tray.panel.again_action.trigger()
    tray.qtbot.waitUntil(lambda: len(tray.results.all) == 2)
    assert [job.seed for job in tray.shop.engine.jobs] == [7, 7]
    tray.click(0)
    tray.panel.more_action.trigger()
    tray.qtbot.waitUntil(lambda: len(tray.results.all) == 6)
    assert len({job.seed for job in tray.shop.engine.jobs}) == 5


def test_compare_shows_the_canvas_and_the_result(tray: Tray) -> None:
    tray.paint()
    tray.click(0)
    dialog = tray.panel.compare()
    tray.qtbot.waitUntil(lambda: dialog.view.names == ("Canvas", "Seed 7"))
    tray.qtbot.waitUntil(lambda: dialog._background.waiting == 0)
    with tray.qtbot.waitSignal(tray.results.applied):
        QTest.mouseClick(dialog.apply_button, Qt.MouseButton.LeftButton)


def test_two_chosen_results_are_compared_with_each_other(tray: Tray) -> None:
    tray.paint(2)
    tray.panel.view.selectAll()
    dialog = tray.panel.compare()
    tray.qtbot.waitUntil(lambda: dialog.view.names == ("Seed 8", "Seed 7"))
    tray.qtbot.waitUntil(lambda: dialog._background.waiting == 0)
    dialog.accept()


@pytest.mark.parametrize("name", ["copy.png", "copy.jpg"])
def test_a_copy_is_saved_elsewhere(tray: Tray, tmp_path: Path, name: str) -> None:
    tray.paint()
    result = tray.results.all[0]
    saving = SaveResult(result.stored, tray.panel)
    with tray.qtbot.waitSignal(saving.saved) as told:
        saving.save(tmp_path / name)
    assert told.args == [tmp_path / name]
    assert read_job(tmp_path / name) == read_job(result.stored.path)
    label = read_label(tmp_path / name)
    assert label is not None
    assert label.origin is Origin.GENERATED
    with Image.open(tmp_path / name) as picture:
        assert picture.size == (256, 256)


def test_a_copy_that_cannot_be_saved_is_told(tray: Tray, tmp_path: Path) -> None:
    tray.paint()
    saving = SaveResult(tray.results.all[0].stored, tray.panel)
    with tray.qtbot.waitSignal(saving.failed):
        saving.save(tmp_path / "no-such-folder" / "copy.png")


def test_a_picture_that_is_gone_is_told(tray: Tray) -> None:
    tray.paint()
    tray.results.all[0].stored.path.unlink()
    tray.click(0)
    with tray.qtbot.waitSignal(tray.results.failed):
        tray.panel.apply_action.trigger()


def test_a_choice_outlives_new_results(tray: Tray) -> None:
    tray.paint()
    tray.click(0)
    chosen = tray.panel.chosen
    tray.paint()
    assert tray.panel.chosen == chosen
    assert tray.panel.model.index_of(chosen[0].id).row() == 1


def test_the_context_menu_offers_everything(tray: Tray) -> None:
    tray.paint()
    tray.click(0)
    place = tray.panel.view.visualRect(tray.panel.model.index(0)).center()
    tray.panel.view.customContextMenuRequested.emit(place)
    menu = next(menu for menu in tray.panel.findChildren(QMenu) if menu.isVisible())
    assert set(tray.panel.actions()) <= set(menu.actions())
    menu.close()


def test_every_button_has_a_name_and_a_tooltip(tray: Tray) -> None:
    for button in (*tray.panel.buttons, *tray.panel.show_buttons.values(), tray.panel.undo_button):
        assert button.accessibleName()
        assert button.toolTip()
        assert not button.icon().isNull()


def test_the_picture_of_the_engine_is_the_one_on_the_disk(tray: Tray) -> None:
    tray.paint()
    with Image.open(tray.results.all[0].stored.path) as picture:
        assert np.array_equal(np.asarray(picture), pixels(tray.shop.engine.jobs[0]))
