"""Brushes are read, and made ready, beside the window."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from artmaster_desktop.app.brush_rack import BrushRack
from artmaster_desktop.core import noise
from artmaster_desktop.core.brush import Paper

SHIPPED = Path(__file__).resolve().parents[2] / "resources" / "brushes"


def test_paper_is_made_before_the_first_stroke(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[int] = []
    prepare = noise.prepare

    def watched() -> None:
        threads.append(threading.get_ident())
        prepare()

    monkeypatch.setattr(noise, "prepare", watched)
    noise.paper.cache_clear()
    rack = BrushRack(SHIPPED, tmp_path)
    with qtbot.waitSignal(rack.changed, timeout=5000):
        rack.refresh()
    assert rack.close()
    with qtbot.waitSignal(rack.changed, timeout=5000):
        rack.refresh()
    assert rack.close()
    assert len(threads) == 1
    assert threads[0] != threading.get_ident()
    assert noise.paper.cache_info().currsize == len(Paper)
