"""Marks computed together are those computed alone, and touch no tile but their own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from artmaster_desktop.core.brush import PLAIN, Brush, Build, Mode
from artmaster_desktop.core.brushwork import Brushwork
from artmaster_desktop.core.dabs import Dabs
from artmaster_desktop.core.geometry import Bounds
from artmaster_desktop.core.raster import Pixels, Raster, TileKey
from artmaster_desktop.core.smoothing import Point
from artmaster_desktop.core.tips import marks
from artmaster_desktop.core.wet_ink import WetInk
from tests.core.test_brushwork import DROPS, DRY, HARD, INK, line, picture, stroke


@pytest.mark.parametrize("build", list(Build))
@pytest.mark.parametrize("brush", [PLAIN, DRY, DROPS], ids=lambda brush: str(brush.id))
def test_marks_are_the_same_alone_and_in_company(brush: Brush, build: Build) -> None:
    brush = replace(brush, build=build, flow=0.6)
    dabs = Dabs(brush, 5)
    points = [
        Point(sample.x, sample.y, 0.2 + 0.01 * i, 20.0, 10.0, 900.0)
        for i, sample in enumerate(line(200, 240, 420, 300, count=70))
    ]
    found = dabs.along(points)
    assert len(found) > 30
    alone, together = (WetInk(picture(), brush, INK, Mode.PAINT, None) for _ in range(2))
    for dab in found:
        for some in marks([dab], brush, 5):
            alone.stamp(some)
    counts = []
    for some in marks(found, brush, 5):
        counts.append(len(some))
        together.stamp(some)
    assert sum(counts) == len(found)
    assert max(counts) > 5
    sheets: list[dict[TileKey, Pixels]] = [dict(picture().tiles) for _ in range(2)]
    alone.dry(sheets[0])
    together.dry(sheets[1])
    assert Raster.sharing(4, sheets[0]) == Raster.sharing(4, sheets[1]) != picture()


def test_a_stroke_past_the_corner_of_a_tile_leaves_that_tile_alone() -> None:
    base = picture()
    after = stroke(base, replace(HARD, size=4.0), line(250, 268, 268, 250))
    assert after.tiles[0, 0] is base.tiles[0, 0]
    assert after.tiles[1, 1] is not base.tiles[1, 1]


def test_dabs_around_a_corner_of_the_limits_paint_nothing_there() -> None:
    work = Brushwork(picture(), replace(HARD, size=4.0), INK, Mode.PAINT, within=Bounds(0, 0, 256, 256))
    assert work.extend(line(253, 268, 268, 253)).united(work.finish()).empty
    assert work.raster == picture()
