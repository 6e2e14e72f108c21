"""Jobs made to ask for less still paint the same picture."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from artmaster_desktop.core.document import FromLayer
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.job import PaintJob, PictureStart
from artmaster_desktop.core.job_change import smaller, with_fewer_painters, with_gentler_painters
from artmaster_desktop.core.notice import FarFromBest, RegionIdle, SizeChanged
from artmaster_desktop.core.planning import plan_paint
from tests.core.documents import CAPS, finder, halves, painter, share

WIDE = Extent(768, 512)


def a_job(extent: Extent = WIDE, *, start: bool = False) -> PaintJob:
    document = halves(extent=extent)
    if start:
        document = document.edited(paint=replace(document.paint, start=FromLayer("sketch", 0.5)))
    return plan_paint(document, finder(painter("a"), painter("b")), CAPS, "job")


def test_smaller_keeps_the_places_and_the_output() -> None:
    job = a_job()
    less = smaller(job, 3, 4)
    assert (less.extent, less.output, less.gates.grid) == (Extent(576, 384), job.output, Extent(36, 24))
    assert less.gates.rows == job.gates.rows
    assert less.gates.shares == pytest.approx(job.gates.shares, abs=1e-6)
    assert less.gates.coverage[1, :, :17].min() == 1.0
    assert less.gates.coverage[1, :, 19:].max() == 0.0
    assert less.notices == (SizeChanged(Extent(768, 512), Extent(576, 384)),)
    assert replace(less, extent=job.extent, gates=job.gates, notices=job.notices) == job


def test_what_is_said_of_the_size_is_true_of_the_smaller_job() -> None:
    job = a_job()
    best = Extent(448, 288)
    assert job.notices == (FarFromBest(WIDE, WIDE, best),)  # three times the pixels: shapes may repeat
    assert not [said for said in smaller(job, 3, 4).notices if isinstance(said, FarFromBest)]
    painted = Extent(288, 256)
    assert smaller(job, 3, 8).notices == (SizeChanged(WIDE, painted), FarFromBest(WIDE, painted, best))


def test_there_is_one_notice_of_the_size() -> None:
    job = replace(a_job(), notices=(RegionIdle("x"), SizeChanged(Extent(9, 9), Extent(8, 8))))
    twice = smaller(smaller(job, 3, 4), 3, 4)
    assert twice.notices == (SizeChanged(Extent(768, 512), twice.extent), RegionIdle("x"))


@pytest.mark.parametrize(
    ("extent", "ratio", "expected"),
    [
        (Extent(768, 512), (1, 2), Extent(384, 256)),
        (Extent(768, 512), (3, 8), Extent(288, 256)),
        (Extent(512, 256), (1, 2), Extent(256, 256)),
        (Extent(256, 256), (1, 2), Extent(256, 256)),
        (Extent(768, 528), (1, 3), Extent(256, 256)),
    ],
)
def test_sides_stay_whole_tokens_within_the_model(
    extent: Extent, ratio: tuple[int, int], expected: Extent
) -> None:
    assert smaller(a_job(extent), *ratio).extent == expected


def test_what_cannot_shrink_is_the_same_job() -> None:
    job = a_job(Extent(256, 256))
    assert smaller(job, 1, 2) is job
    assert smaller(job, 1, 2, min_side=128).extent == Extent(128, 128)


def test_a_side_that_is_small_already_does_not_grow() -> None:
    job = smaller(a_job(Extent(512, 256)), 1, 2, min_side=128)
    assert smaller(job, 1, 2, min_side=256) is job


def test_the_start_picture_shrinks_too() -> None:
    job = a_job(start=True)
    less = smaller(job, 1, 2)
    assert isinstance(job.start, PictureStart)
    assert isinstance(less.start, PictureStart)
    assert less.start.pixels.shape == (256, 384, 3)
    assert less.start.strength == job.start.strength
    assert less.start.pixels.mean() == pytest.approx(job.start.pixels.mean(), abs=0.5)


def test_fewer_painters_are_those_with_the_largest_share() -> None:
    document = halves()
    left, right = document.regions
    document = document.edited(
        regions=(replace(left, painters=(share("a", 0.2),)), right), root=replace(document.root, painters=())
    )
    job = plan_paint(document, finder(painter("a"), painter("b")), CAPS, "job")
    fewer = with_fewer_painters(job, 1)
    assert [p.slug for p in fewer.painters] == ["b"]
    assert [(row.painter, row.area) for row in fewer.gates.rows] == [(0, 2)]
    assert fewer.texts == job.texts
    assert with_fewer_painters(job, 2) is job
    assert with_fewer_painters(job, 0).gates.rows == ()


def test_gentler_painters() -> None:
    job = a_job()
    gentler = with_gentler_painters(job, 0.5)
    for row, old in zip(gentler.gates.rows, job.gates.rows, strict=True):
        assert (row.weight, row.whole) == (old.weight / 2, old.whole / 2)
        assert np.allclose(row.texts, np.array(old.texts) / 2)
    assert gentler.gates.coverage is job.gates.coverage
