"""From a document to a job."""

from __future__ import annotations

import pickle
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artmaster_desktop.core import notice
from artmaster_desktop.core.document import FromLayer, FromVisible, Root
from artmaster_desktop.core.gate import ROLE_PROFILES
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.job import NoiseStart, PictureStart
from artmaster_desktop.core.layer import GroupLayer, ImageLayer, Layer, MaskLayer
from artmaster_desktop.core.painter import Role
from artmaster_desktop.core.planning import painted_extent, partition, plan_paint
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.core.resample import average, blur, resample
from tests.core.documents import CAPS, box_mask, finder, halves, painter, share, with_regions

A, B, C = painter("a", "alpha"), painter("b"), painter("c")
FIND = finder(A, B, C)


def test_two_halves_become_two_rows() -> None:
    job = plan_paint(halves(), FIND, CAPS, "job")
    assert job.texts == ("a lake", "alpha, left side", "right side")
    assert [p.slug for p in job.painters] == ["a", "b"]
    assert (job.seed, job.steps, job.text_tokens, job.notices) == (3, 4, 32, ())
    assert job.gates.grid == Extent(16, 16)
    left, right = job.gates.rows
    assert (left.painter, left.area, left.texts, left.whole) == (0, 1, (0.0, 1.0, 0.0), 0.5)
    assert (right.painter, right.area, right.texts) == (1, 2, (0.0, 0.0, 1.0))
    assert np.array_equal(job.gates.coverage[1][:, :8], np.ones((16, 8), np.float32))
    assert job.gates.coverage[0].max() == 0.0
    assert pickle.loads(pickle.dumps(job)) == job
    assert isinstance(job.start, NoiseStart)


def test_a_plan_is_a_pure_function() -> None:
    assert plan_paint(halves(feather=9.0), FIND, CAPS, "j") == plan_paint(
        halves(feather=9.0), FIND, CAPS, "j"
    )


def test_feather_softens_the_border_symmetrically() -> None:
    coverage = plan_paint(halves(feather=24.0), FIND, CAPS, "j").gates.coverage
    assert np.allclose(coverage[1], coverage[2][:, ::-1], atol=1e-5)
    row = coverage[1][8]
    assert np.all(np.diff(row) <= 1e-6)
    assert 0.5 < row[7] < 0.8
    assert row[0] > 0.99
    assert row[15] < 0.01


def test_strength_leaves_the_rest_to_the_root() -> None:
    document = halves(strength=0.25).edited(root=Root(prompt="a lake", painters=(share("c", 0.5),)))
    job = plan_paint(document, FIND, CAPS, "j")
    assert np.allclose(job.gates.coverage[0], 0.75)
    root = job.gates.rows[0]
    assert (job.painters[root.painter].slug, root.area, root.texts[0], root.whole) == ("c", 0, 0.5, 0.375)


def test_a_region_without_painters_keeps_those_of_the_document() -> None:
    document = with_regions(halves(), painters=(), prompt="").edited(
        root=Root(prompt="a lake", painters=(share("a"),))
    )
    document = document.with_region(replace(document.regions[0], prompt="a boat"))
    job = plan_paint(document, FIND, CAPS, "j")
    assert job.texts == ("alpha, a lake", "alpha, a boat")
    assert [(row.painter, row.area) for row in job.gates.rows] == [(0, 0), (0, 1)]
    assert job.notices == (notice.RegionIdle("right"),)


def test_a_painter_without_words_acts_on_the_root_text_by_its_share() -> None:
    document = with_regions(halves(), prompt="", painters=(share("b"),))
    assert plan_paint(document, FIND, CAPS, "j").gates.rows[0].texts == (0.5, 0.0, 0.0)


def test_roles_and_resting_painters() -> None:
    hands = (share("a", role=Role.COMPOSITION), share("b", role=Role.COLOUR), share("c", role=Role.BRUSHWORK))
    document = halves().edited(
        regions=(), root=Root(prompt="x", painters=(*hands, share("zoe", enabled=False), share("zoe", 0.0)))
    )
    job = plan_paint(document, FIND, CAPS, "j")
    assert [row.profile for row in job.gates.rows] == [ROLE_PROFILES[h.role] for h in hands]
    assert job.notices == ()


def test_what_cannot_be_done_is_said() -> None:
    document = halves()
    small = box_mask(document.extent, 0, 0, 20, 20)
    mask = document.mask_of(document.regions[0])
    document = document.with_layer(replace(mask, raster=small))
    document = document.with_layer(replace(document.mask_of(document.regions[1]), raster=Raster(1)))
    job = plan_paint(document, FIND, CAPS, "j")
    assert job.notices == (notice.RegionTooSmall("left", 400, 1024), notice.RegionEmpty("right"))
    assert job.texts == ("a lake",)
    off = with_regions(halves(), enabled=False)
    assert plan_paint(off, FIND, CAPS, "j").gates.areas == 1


def test_a_weak_region_is_not_called_small() -> None:
    document = halves(strength=0.25)
    mask = document.mask_of(document.regions[0])
    document = document.with_layer(replace(mask, raster=box_mask(document.extent, 0, 0, 48, 48)))
    job = plan_paint(document, FIND, CAPS, "j")
    assert job.notices == ()
    assert job.gates.coverage[1].sum() == pytest.approx(9 * 0.25)


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("alphabet soup", "alpha, alphabet soup"),
        ("a lake, alpha", "a lake, alpha"),
        ("alpha", "alpha"),
        ("the alpha-style", "the alpha-style"),
        ("畫alpha山", "畫alpha山"),
        ("   ", "alpha"),
    ],
)
def test_a_trigger_is_added_unless_the_words_say_it(prompt: str, expected: str) -> None:
    document = halves().edited(regions=(), root=Root(prompt=prompt, painters=(share("a"),)))
    assert plan_paint(document, FIND, CAPS, "j").texts == (expected,)


@pytest.mark.parametrize("sigma", [1.5, 7.0, 40.0, 3000.0])
def test_a_blur_wider_than_the_picture_is_exact(sigma: float) -> None:
    values = np.random.default_rng(3).random((5, 9)).astype(np.float32)
    reach = round(3 * sigma)
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    kernel /= kernel.sum()
    wanted = values.astype(np.float64)
    for axis in (0, 1):
        padding = [(reach, reach) if a == axis else (0, 0) for a in (0, 1)]
        wanted = np.apply_along_axis(np.convolve, axis, np.pad(wanted, padding, "edge"), kernel, "valid")
    assert np.allclose(blur(values, sigma), wanted, atol=1e-5)


def test_a_guidance_that_does_nothing_is_said() -> None:
    job = plan_paint(halves(), FIND, replace(CAPS, name="FLUX.1-schnell", guided=False), "j")
    assert job.notices == (notice.GuidanceIgnored("FLUX.1-schnell", 3.5),)


def test_missing_and_exchanged_painters_are_said() -> None:
    document = halves().edited(root=Root(prompt="x", painters=(share("c", sha256="old"), share("ghost"))))
    job = plan_paint(document, FIND, CAPS, "j")
    assert job.notices == (notice.PainterReplaced("c", "old", C.sha256), notice.PainterAbsent("", "ghost"))


def test_a_layer_can_be_the_start() -> None:
    document = halves()
    document = document.edited(paint=replace(document.paint, start=FromLayer("sketch", 0.6)))
    start = plan_paint(document, FIND, CAPS, "j").start
    assert isinstance(start, PictureStart)
    assert start.strength == 0.6
    assert start.pixels.shape == (256, 256, 3)
    assert start == PictureStart(start.pixels.copy(), 0.6)
    assert start != PictureStart(start.pixels, 0.7)
    assert start != "a start"
    assert hash(start) == hash(PictureStart(start.pixels, 0.6))
    blank = document.with_layer(replace(document.sketches()[0], raster=Raster(4)))
    white = plan_paint(blank, FIND, CAPS, "j").start
    assert isinstance(white, PictureStart)
    assert white.pixels.min() == 255


def test_all_that_is_seen_can_be_the_start() -> None:
    document = halves()
    red = np.broadcast_to(np.array([200, 0, 0, 255], np.uint8), (64, 64, 4))
    blue = np.broadcast_to(np.array([0, 0, 200, 255], np.uint8), (64, 64, 4))
    below = ImageLayer(id="red", name="", raster=Raster.from_array(red))
    inside = ImageLayer(id="blue", name="", raster=Raster.from_array(blue, 32, 0), opacity=0.5)
    hidden = ImageLayer(id="hidden", name="", raster=Raster.from_array(red), visible=False)
    masks = tuple(layer for layer in document.layers if isinstance(layer, MaskLayer))
    layers: tuple[Layer, ...] = (below, GroupLayer(id="group", name="", layers=(inside,)), *masks, hidden)
    seen = replace(document.paint, start=FromVisible(0.6))
    start = plan_paint(document.edited(layers=layers, paint=seen), FIND, CAPS, "j").start
    assert isinstance(start, PictureStart)
    assert start.strength == 0.6
    assert start.pixels.shape == (256, 256, 3)
    assert start.pixels[8, 8].tolist() == [200, 0, 0]
    assert start.pixels[8, 48].tolist() == [100, 0, 100]
    assert start.pixels[8, 80].tolist() == pytest.approx([127, 127, 227], abs=1)
    assert start.pixels[200, 8].tolist() == [255, 255, 255]


@pytest.mark.parametrize("strength", [0.0, 1.1])
def test_what_is_seen_is_painted_over_with_a_sensible_strength(strength: float) -> None:
    with pytest.raises(ValueError, match="strength"):
        FromVisible(strength)


def test_a_large_canvas_is_painted_within_the_models_limits() -> None:
    job = plan_paint(halves(extent=Extent(2000, 1000)), FIND, CAPS, "j")
    assert (job.extent, job.output) == (Extent(768, 384), Extent(2000, 1000))
    assert notice.SizeChanged(Extent(2000, 1000), Extent(768, 384)) in job.notices


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 8192), st.integers(1, 8192))
def test_painted_sizes_are_whole_tokens_within_limits(width: int, height: int) -> None:
    extent = painted_extent(Extent(width, height), CAPS)
    assert extent.width % 16 == 0
    assert extent.height % 16 == 0
    assert min(extent.width, extent.height) >= 256
    assert max(extent.width, extent.height) <= 768
    assert painted_extent(extent, CAPS) == extent


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 5), st.integers(0, 2**32 - 1))
def test_areas_always_sum_to_one(count: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    masks = [rng.random((3, 4)).astype(np.float32) for _ in range(count)]
    areas = partition(masks, Extent(4, 3))
    assert np.allclose(areas.sum(axis=0), 1.0, atol=1e-6)
    assert areas.min() >= 0.0


def test_an_overlap_is_shared_in_proportion() -> None:
    both = np.ones((2, 2), np.float32)
    assert np.allclose(partition([both, both], Extent(2, 2))[1:], 0.5)


def test_resampling_keeps_flat_fields_and_means() -> None:
    flat = np.full((37, 23), 0.25, np.float32)
    assert np.allclose(resample(flat, 10, 50), 0.25, atol=1e-6)
    ramp = np.linspace(0, 1, 64, dtype=np.float32)[None].repeat(4, 0)
    assert resample(ramp, 4, 8).mean() == pytest.approx(0.5, abs=1e-3)
    assert resample(ramp, 4, 64) is ramp
    assert resample(np.zeros((4, 4, 3), np.float32), 2, 2).shape == (2, 2, 3)
    assert blur(flat, 0.0) is flat
    assert np.array_equal(resample(flat.astype(np.uint8), 37, 23), flat.astype(np.uint8))
    assert average(flat, 37, 23) is flat
    noise = np.random.default_rng(1).random((50, 30)).astype(np.float32)
    assert average(noise, 7, 70).mean() == pytest.approx(noise.mean(), abs=1e-5)
    assert np.allclose(blur(flat, 2.5), 0.25, atol=1e-6)


def far_from_best(width: int, height: int) -> list[notice.Notice]:
    job = plan_paint(halves(extent=Extent(width, height)), FIND, replace(CAPS, best=512 * 512), "j")
    return [found for found in job.notices if isinstance(found, notice.FarFromBest)]


def test_a_canvas_far_from_what_the_model_is_best_at_is_said() -> None:
    assert far_from_best(512, 512) == far_from_best(512, 768) == far_from_best(1024, 1024) == []
    small, large = Extent(256, 256), Extent(2048, 1024)
    assert far_from_best(256, 256) == [notice.FarFromBest(small, small, Extent(512, 512))]
    assert far_from_best(2048, 1024) == [notice.FarFromBest(large, Extent(768, 384), Extent(720, 368))]
    caps = replace(CAPS, best=256 * 256)
    (found,) = plan_paint(halves(extent=Extent(768, 768)), FIND, caps, "j").notices
    assert found == notice.FarFromBest(Extent(768, 768), Extent(768, 768), Extent(256, 256))
