"""Small scans: how many times larger they should be, and that it is told."""

from __future__ import annotations

import pytest

from artmaster_desktop.core.enlarged import AS_SCANNED, Enlarged
from artmaster_desktop.core.enlarging import enlarged_told, times_needed
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.work import Work

SIZES = ((512, 512), (512, 768))


@pytest.mark.parametrize(
    ("width", "height", "times"),
    [(512, 768, 1), (4000, 3000, 1), (512, 512, 2), (300, 400, 2), (205, 308, 2), (200, 300, 4), (64, 64, 4)],
)
def test_a_scan_grows_as_far_as_its_largest_crops_need(width: int, height: int, times: int) -> None:
    assert times_needed(Extent(width, height), SIZES) == times


def work(name: str, enlarged: Enlarged = AS_SCANNED) -> Work:
    return Work(id=name, file=f"{name}.png", sha256="0", width=300, height=400, enlarged=enlarged)


def test_what_was_enlarged_is_told() -> None:
    twice = Enlarged(times=2, upscaler="ink", sha256="ab")
    assert enlarged_told([work("a"), work("b")]) == ""
    assert enlarged_told([work("a"), work("b", twice), work("c", twice)]) == "2 / 3: ink x2"
    assert work("b", twice).cut_extent == Extent(600, 800)
    assert work("a").cut_extent == work("a").extent


@pytest.mark.parametrize(("times", "upscaler"), [(0, ""), (2, ""), (1, "ink"), (99, "ink")])
def test_an_enlarged_work_names_who_did_it(times: int, upscaler: str) -> None:
    with pytest.raises(ValueError, match="scanned"):
        Enlarged(times=times, upscaler=upscaler)
