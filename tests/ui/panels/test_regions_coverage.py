"""How much of the canvas a region covers."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.ui.panels import regions
from artmaster_desktop.ui.panels.regions import RegionsPanel
from artmaster_desktop.ui.panels.regions_coverage import TileSums, coverage, percent
from tests.ui.painting import workshop
from tests.ui.panels.test_regions import SmallShelf, document

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # of the offscreen platform


@pytest.mark.parametrize("extent", [Extent(256, 256), Extent(300, 500), Extent(1024, 512), Extent(90, 90)])
def test_coverage_is_the_mean_of_the_mask_on_the_canvas(extent: Extent) -> None:
    rng = np.random.default_rng(extent.width)
    pixels = rng.integers(0, 256, (900, 1300), np.uint8)
    raster = Raster.from_array(pixels, -200, -100)
    seen = np.zeros((extent.height, extent.width))
    inside = pixels[100 : 100 + extent.height, 200 : 200 + extent.width]
    seen[: inside.shape[0], : inside.shape[1]] = inside
    sums = TileSums()
    for _ in range(2):
        assert coverage(raster, extent, sums) == pytest.approx(seen.mean() / 255)


def test_sums_of_tiles_are_kept_and_let_go() -> None:
    sums, extent = TileSums(), Extent(512, 512)
    first = Raster.from_array(np.full((512, 512), 255, np.uint8))
    assert coverage(first, extent, sums) == 1.0
    second = first.with_patch(np.zeros((256, 256, 1), np.uint8), 0, 0)
    assert coverage(second, extent, sums) == 0.75
    assert len(sums._sums) == 4
    del first
    sums.forget_gone()
    assert len(sums._sums) == 3


def test_percent() -> None:
    assert [percent(part) for part in (0.0, 0.004, 0.01, 0.255, 1.0)] == [
        "0 %",
        "< 1 %",
        "1 %",
        "26 %",
        "100 %",
    ]


def test_cards_that_are_made_late_say_their_coverage_too(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a slow screen cards wait for the window's turn; their masks were measured long before."""
    with workshop(document()) as shop:
        monkeypatch.setattr(regions, "AT_ONCE_MS", -1)
        panel = RegionsPanel(shop.session, shop.desk, SmallShelf())
        qtbot.addWidget(panel)
        panel.show()
        qtbot.waitUntil(lambda: panel.meter.last("Lake") is not None)
        assert panel.cards == {}
        monkeypatch.undo()
        qtbot.waitUntil(lambda: list(panel.cards) == ["Sky", "Lake"])
        assert [card.coverage.text() for card in panel.cards.values()] == ["25 %", "25 %"]
