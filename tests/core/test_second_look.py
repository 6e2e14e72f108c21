"""A second look is planned: constant tiles, each with its own painters and texts; weights that add to 1."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from artmaster_desktop.core.document import FromNoise
from artmaster_desktop.core.gate import GatePlan, GateRow
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.job import PaintJob, PictureStart
from artmaster_desktop.core.notice import FarFromBest, SizeChanged
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.core.region import Region
from artmaster_desktop.core.resample import resample, window
from artmaster_desktop.core.second_look import SecondLook, look_job, plan_look, ramp, starts, tile_job
from artmaster_desktop.core.upscale_errors import CannotUpscale
from tests.core.documents import CAPS, SQUARE, finder, halves, painter

SOURCE = np.random.default_rng(3).integers(0, 256, (256, 256, 3), np.uint8)
CAPS_256 = replace(CAPS, best=256 * 256)
FIND = finder(painter("a"), painter("b"), painter("c", "gold"))


def look_at(target: Extent, *, strength: float = 0.3, job: PaintJob | None = None) -> SecondLook:
    job = job or look_job(halves(), FIND, CAPS_256, target)
    return plan_look(job, CAPS_256, SOURCE, target, strength, "look")


def blank(look: SecondLook) -> Pixels:
    return np.full((look.tile.height, look.tile.width, 3), 90, np.uint8)


@pytest.mark.parametrize(
    ("length", "side", "overlap", "step"), [(1024, 256, 32, 4), (1000, 256, 32, 3), (257, 256, 32, 2)]
)
def test_tiles_cover_everything_and_share_enough(length: int, side: int, overlap: int, step: int) -> None:
    begins = starts(length, side, overlap, step)
    assert begins[0] == 0
    assert begins[-1] + side == length
    shared = [a + side - b for a, b in pairwise(begins)]
    assert min(shared) >= overlap
    assert all(at % step == 0 for at in begins[:-1])
    total = np.zeros(length)
    for number, at in enumerate(begins):
        before = shared[number - 1] if number else 0
        after = shared[number] if number < len(shared) else 0
        total[at : at + side] += ramp(side, before, after)
    np.testing.assert_allclose(total, 1, atol=1e-6)


def test_a_small_picture_is_one_tile() -> None:
    assert starts(200, 256, 32, 2) == (0,)
    assert (ramp(5, 0, 0) == 1).all()


def test_the_number_of_tiles_is_that_of_the_size_alone() -> None:
    large = look_at(Extent(1024, 1024))
    assert large.tile == Extent(256, 256)
    assert len(large.places) == 25
    assert len(look_at(Extent(1024, 1024), strength=0.1).places) == 25
    assert {(place.width, place.height) for place in large.places} == {(256, 256)}
    assert len(look_at(Extent(512, 512)).places) == 9
    assert large.factor == 4
    assert str(large) == "strength 0.3, 25 tiles of 256x256, seed 3"


def test_a_tile_has_the_painters_and_texts_of_its_regions_and_no_others() -> None:
    look = look_at(Extent(1024, 1024))
    for number, place in enumerate(look.places):
        job = tile_job(look, number, blank(look))
        here = {"left side"} if place.x < 512 else set()
        here |= {"right side"} if place.right > 512 else set()
        assert job.texts[0] == "a lake"
        assert set(job.texts[1:]) == here
        assert {painter.slug for painter in job.painters} == {
            {"left side": "a", "right side": "b"}[text] for text in here
        }
        assert len(job.gates.rows) == len(here)
        if len(here) == 1:
            (row,) = job.gates.rows
            assert job.gates.coverage[row.area].min() > 0.99
            assert row.whole == pytest.approx(1.0, abs=0.02)
            assert row.texts[row.area] == 1.0
    middle = next(n for n, place in enumerate(look.places) if place.x == 384)
    cover = tile_job(look, middle, blank(look)).gates.coverage
    assert cover[1][:, :7].min() > 0.99
    assert cover[2][:, 9:].min() > 0.99


def test_a_region_that_hardly_reaches_into_a_tile_is_left_out_of_it() -> None:
    coverage = np.zeros((2, 16, 16), np.float32)
    coverage[1, :, 5:] = 1
    coverage[0] = 1 - coverage[1]
    rows = (
        GateRow(0, 1, 0.8, texts=(0.55, 0.0), whole=0.55),
        GateRow(1, 0, 1.0, texts=(1.0, 0.0), whole=0.25),
    )
    base = look_job(halves(), FIND, CAPS_256, SQUARE)
    job = replace(base, texts=("all", ""), gates=GatePlan(Extent(16, 16), coverage, rows))
    look = look_at(Extent(1024, 1024), job=job)
    first = tile_job(look, 0, blank(look))
    assert first.texts == ("all",)
    assert [p.slug for p in first.painters] == ["b"]
    assert first.gates.coverage.min() == 1.0
    last = tile_job(look, 4, blank(look))
    assert [p.slug for p in last.painters] == ["a", "b"]
    assert last.gates.rows[0].texts == pytest.approx((0.8, 0.0))
    assert last.gates.rows[0].whole == pytest.approx(0.8)
    assert last.gates.rows[1].whole == pytest.approx(0.0)


def test_a_tile_begins_from_its_part_and_has_a_seed_of_its_own() -> None:
    look = look_at(Extent(600, 700))
    assert look.factor == 2
    pixels = np.random.default_rng(1).integers(0, 256, (256, 256, 3), np.uint8)
    jobs = [tile_job(look, number, pixels) for number in range(len(look.places))]
    assert len({job.seed for job in jobs}) == len({job.id for job in jobs}) == len(jobs)
    start = jobs[0].start
    assert isinstance(start, PictureStart)
    assert start.strength == 0.3
    np.testing.assert_array_equal(start.pixels, pixels)
    assert jobs[0].extent == jobs[0].output == Extent(256, 256)


def test_a_tile_that_is_no_whole_number_of_tokens_is_padded() -> None:
    caps = replace(CAPS_256, best=512 * 512)
    job = look_job(halves(), FIND, caps, Extent(500, 500))
    look = plan_look(job, caps, SOURCE, Extent(500, 500), 0.3, "look")
    assert look.tile == Extent(500, 500)
    made = tile_job(look, 0, blank(look))
    assert made.extent == made.gates.grid.__class__(512, 512)
    assert isinstance(made.start, PictureStart)
    assert made.start.pixels.shape == (512, 512, 3)


@pytest.mark.parametrize(("factor", "side"), [(2, 512), (3, 510), (7, 511), (37, 481)])
def test_a_tile_is_a_whole_number_of_pixels_of_the_source(factor: int, side: int) -> None:
    caps, target = replace(CAPS, best=512 * 512), Extent(256 * factor, 256 * factor)
    look = plan_look(look_job(halves(), FIND, caps, target), caps, SOURCE, target, 0.3, "x")
    assert (look.factor, look.side) == (factor, side)
    assert all(place.x % factor == place.y % factor == 0 for place in look.places)
    assert tile_job(look, 0, blank(look)).extent == Extent(-(-side // 16) * 16, -(-side // 16) * 16)


@pytest.mark.parametrize(
    ("target", "strength"), [(Extent(1024, 1024), 0.9), (Extent(1024, 1024), 0.0), (Extent(300, 300), 0.3)]
)
def test_what_would_be_no_second_look_is_refused(target: Extent, strength: float) -> None:
    with pytest.raises(CannotUpscale):
        look_at(target, strength=strength)


def test_a_picture_smaller_than_the_model_paints_is_refused() -> None:
    small = np.zeros((100, 100, 3), np.uint8)
    job = look_job(halves(), FIND, CAPS_256, SQUARE)
    with pytest.raises(CannotUpscale):
        plan_look(job, CAPS_256, small, Extent(200, 200), 0.3, "x")


def test_masks_are_as_fine_as_they_are_drawn_and_sizes_are_no_news() -> None:
    job = look_job(halves(), FIND, CAPS_256, Extent(1024, 1024))
    assert job.gates.grid == Extent(64, 64)
    assert not [notice for notice in job.notices if isinstance(notice, SizeChanged | FarFromBest)]
    far = look_job(halves(), FIND, CAPS_256, Extent(8192, 8192))
    assert far.gates.grid == Extent(64, 64)
    assert FromNoise() == halves().paint.start
    extra = Region(id="none", name="none", mask="mask-left", prompt="")
    idle = look_job(halves().edited(regions=(extra,)), FIND, CAPS_256, SQUARE)
    assert idle.notices


def test_a_window_is_a_part_of_what_resampling_makes() -> None:
    values = np.random.default_rng(5).random((12, 20)).astype(np.float32)
    whole = resample(values, 24, 40)
    np.testing.assert_allclose(window(values, (0, 12), (0, 20), 24, 40), whole, atol=1e-6)
    np.testing.assert_allclose(window(values, (3, 6), (5, 10), 12, 20), whole[6:18, 10:30], atol=1e-6)
    np.testing.assert_allclose(window(values, (10, 4), (0, 20), 4, 20)[3], values[11], atol=1e-6)
