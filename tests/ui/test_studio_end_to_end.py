"""From scans to a painter in the library, all in the window, on a model of a few thousand weights."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from artmaster_desktop.core import training
from artmaster_desktop.ui.panels.painters import PaintersPanel
from artmaster_desktop.ui.program import Program
from tests.engine.tiny_model import build
from tests.engine.training_jobs import SHORT
from tests.ui import windows
from tests.ui.studio_works import scans

MINUTE = 60.0


@pytest.mark.qt_log_ignore("raise", extend=True)
def test_from_three_scans_to_a_painter(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(training.PRESETS, "fast", replace(SHORT, epochs=2, patience=0))
    model = build(tmp_path / "flux")
    folder = tmp_path / "shanlu"
    scans(folder, 3, 160, 200)
    with windows.window(qtbot, tmp_path) as main:
        shop = main.shop
        studio = shop.studio
        engine = replace(shop.preferences.settings.engine, model=str(model), device="cpu")
        shop.preferences.change(lambda settings: replace(settings, engine=engine))
        main.actions_of["painters.train"].trigger()
        window = main.teaching.studio
        assert window is not None
        assert window.isVisible()

        def settled() -> bool:
            return not studio.busy and not studio.importing

        studio.open(folder)
        windows.until(lambda: len(studio.oeuvre.works) == 3 and settled(), MINUTE)
        studio.set_artist("Shan")
        studio.set_fields(["mountain-1", "mountain-2"], period="1655")
        window.tabs.setCurrentWidget(window.marks)
        window.marks.all_button.click()
        window.tabs.setCurrentWidget(window.crops)
        window.crops.all_button.click()
        window.tabs.setCurrentWidget(window.captions)
        window.captions.write_button.click()
        windows.until(settled, MINUTE)
        assert all(work.crops and work.caption for work in studio.oeuvre.works)
        window.tabs.setCurrentWidget(window.train)
        window.train.form.name.setText("Shan Lu")
        window.train.start_button.click()
        windows.until(lambda: not studio.training.busy, 2 * MINUTE)
        assert studio.training.record.error is None
        windows.until(lambda: shop.shelf.find("shan-lu") is not None, MINUTE)
        one = shop.shelf.find("shan-lu")
        assert one is not None
        assert one.own
        assert (one.artist, one.period) == ("Shan", "1655")
        assert one.painter.samples
        assert len(one.painter.palette) == 5
        assert len(studio.training.record.losses) == studio.training.record.step > 0
        window.train.show_state()
        window.train.painter_button.click()
        windows.settle()
        panel = main.docks.panel("painters")
        assert isinstance(panel, PaintersPanel)
        assert [shelved.painter.slug for shelved in panel.gallery.selected] == ["shan-lu"]


@pytest.mark.qt_log_ignore("raise", extend=True)
def test_the_studio_speaks_another_language_where_it_was(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    folder = tmp_path / "shanlu"
    scans(folder, 2, 160, 200)
    with windows.workshop(tmp_path) as shop:
        shop.preferences.change(lambda s: replace(s, window=replace(s.window, tour_seen=True)))
        program = Program(qapp, shop)
        main = program.show(None)
        old = main.teaching.open()
        shop.studio.open(folder)
        windows.until(lambda: len(shop.studio.oeuvre.works) == 2 and not shop.studio.importing, MINUTE)
        old.select("mountain-2")
        old.train.form.name.setText("Shan Lu")
        old.train.form.epochs.setValue(3)
        old.tabs.setCurrentWidget(old.crops)
        shop.preferences.change(lambda s: replace(s, language="zh_CN"))
        windows.until(lambda: program.window is not main)
        windows.settle()
        assert program.window is not None
        new = program.window.teaching.studio
        assert new is not None
        assert new.isVisible()
        assert new.tabs.tabText(0) == "1  作品"
        assert new.tabs.currentWidget() is new.crops
        assert new.works.selected == ("mountain-2",)
        assert (new.train.form.name.text(), new.train.form.epochs.value()) == ("Shan Lu", 3)
        windows.put_away(program.window)
        program.deleteLater()
