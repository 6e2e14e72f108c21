"""Strokes: what changes, what is shared, what limits them, and that they are the same every time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artmaster_desktop.core.brush import (
    PLAIN,
    Brush,
    Build,
    Follow,
    Grain,
    Hair,
    Jitter,
    Mode,
    Paper,
    Response,
    Tip,
    Wet,
)
from artmaster_desktop.core.brushwork import Brushwork
from artmaster_desktop.core.dabs import Dabs
from artmaster_desktop.core.geometry import Bounds
from artmaster_desktop.core.raster import TILE, Pixels, Raster
from artmaster_desktop.core.smoothing import Point
from artmaster_desktop.core.stroke import Sample

INK = (30, 60, 90)
ALL = Bounds(-256, -256, 1280, 1280)
DRY = Brush(
    id="dry",
    name="Dry",
    size=40,
    hardness=0.7,
    roundness=0.4,
    follow=Follow.DIRECTION,
    taper=0.5,
    haste=0.5,
    hair=Hair(count=20, load=0.8, dry=0.4, length=8, press=0.3, ragged=0.8),
    grain=Grain(paper=Paper.ROUGH, depth=0.5, scale=2),
    wet=Wet(edge=0.3, rough=0.4, pool=0.3),
    pressure_size=Response(0.3),
    pressure_flow=Response(0.5),
)
DROPS = Brush(
    id="drops",
    name="Drops",
    size=24,
    spacing=0.6,
    tip=Tip.FLAT,
    follow=Follow.TILT,
    lean=0.5,
    build=Build.MORE,
    flow=0.6,
    jitter=Jitter(place=1.5, size=0.7, angle=0.5, strength=0.4, stretch=0.6, count=3),
)
HARD = replace(PLAIN, hardness=1.0, smoothing=0.0, pressure_size=Response())


def line(x0: float, y0: float, x1: float, y1: float, count: int = 12, pressure: float = 0.8) -> list[Sample]:
    ts = [i / (count - 1) for i in range(count)]
    return [Sample(x0 + (x1 - x0) * t, y0 + (y1 - y0) * t, pressure, 20, 10, t * 0.3) for t in ts]


def stroke(
    raster: Raster,
    brush: Brush,
    samples: Sequence[Sample],
    mode: Mode = Mode.PAINT,
    *,
    selection: Raster | None = None,
    seed: int = 0,
) -> Raster:
    work = Brushwork(raster, brush, INK, mode, selection=selection, seed=seed)
    work.extend(samples)
    work.finish()
    return work.raster


def picture(seed: int = 3, side: int = 600, channels: int = 4) -> Raster:
    pixels = np.random.default_rng(seed).integers(0, 256, (side, side, channels), np.uint8)
    return Raster.from_array(pixels)


def changed_box(before: Pixels, after: Pixels) -> Bounds:
    ys, xs = np.nonzero((before != after).any(axis=2))
    if not len(ys):
        return Bounds(0, 0, 0, 0)
    x, y = int(xs.min()) + ALL.x, int(ys.min()) + ALL.y
    return Bounds(x, y, int(xs.max()) + ALL.x + 1 - x, int(ys.max()) + ALL.y + 1 - y)


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("brush", [PLAIN, DRY, DROPS], ids=lambda brush: str(brush.id))
@pytest.mark.parametrize("channels", [1, 4])
def test_the_rectangle_said_to_change_holds_every_change(mode: Mode, brush: Brush, channels: int) -> None:
    base = picture(channels=channels)
    work = Brushwork(base, brush, INK, mode)
    any_change = False
    before = base.read(ALL)
    for part in (*([sample] for sample in line(60, 500, 520, 90)), None):
        said = work.finish() if part is None else work.extend(part)
        after = work.raster.read(ALL)
        assert said.united(changed_box(before, after)) == said
        any_change = any_change or not np.array_equal(before, after)
        before = after
    assert any_change


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("brush", [PLAIN, DRY, DROPS], ids=lambda brush: str(brush.id))
def test_a_stroke_does_not_depend_on_how_it_is_cut(mode: Mode, brush: Brush) -> None:
    samples = line(30, 40, 420, 380)
    whole = stroke(picture(), brush, samples, mode, seed=5)
    work = Brushwork(picture(), brush, INK, mode, seed=5)
    for sample in samples:
        work.extend([sample])
        _ = work.raster
    work.finish()
    assert work.raster == whole


def test_chance_follows_the_seed() -> None:
    samples = line(30, 40, 420, 380)
    first, again, other = (stroke(Raster(4), DROPS, samples, seed=seed) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_untouched_tiles_are_shared_and_the_old_raster_is_as_it_was() -> None:
    base = picture(side=1024)
    copy = base.read(ALL)
    work = Brushwork(base, PLAIN, INK, Mode.PAINT)
    work.extend(line(40, 40, 200, 60))
    first = work.raster
    assert [key for key in base.tiles if base.tiles[key] is not first.tiles[key]] == [(0, 0)]
    held = first.read(ALL)
    work.extend([Sample(210, 240), Sample(300, 300)])
    work.finish()
    assert np.array_equal(first.read(ALL), held), "a raster once handed out changes no more"
    assert np.array_equal(base.read(ALL), copy)
    assert not any(tile.flags.writeable for tile in work.raster.tiles.values())
    assert work.raster is work.raster


def test_before_the_first_sample_nothing_is_new() -> None:
    base = picture()
    work = Brushwork(base, PLAIN, INK, Mode.PAINT)
    assert work.raster is base
    assert work.finish().empty
    assert work.raster is base


def test_ink_covers_to_its_opacity_and_no_further() -> None:
    brush = replace(HARD, opacity=0.5, spacing=0.05)
    pixels = stroke(Raster(4), brush, [*line(50, 50, 200, 50), *line(200, 50, 50, 50)]).read(ALL)
    assert pixels[..., 3].max() == 128
    assert tuple(pixels[50 + 256, 120 + 256]) == (*INK, 128)


def test_over_a_picture_ink_mixes_by_its_cover() -> None:
    base = Raster.from_array(np.full((100, 100, 4), (200, 100, 0, 255), np.uint8))
    pixels = stroke(base, replace(HARD, opacity=0.5), line(20, 50, 80, 50)).read(Bounds(0, 0, 100, 100))
    assert np.allclose(pixels[50, 50], (115, 80, 45, 255), atol=1)
    assert tuple(pixels[5, 5]) == (200, 100, 0, 255)


def test_over_half_clear_paint_colour_is_weighted_by_what_shows() -> None:
    base = Raster.from_array(np.full((100, 100, 4), (200, 100, 0, 128), np.uint8))
    pixel = stroke(base, replace(HARD, opacity=0.5), line(20, 50, 80, 50)).read(Bounds(50, 50, 1, 1))[0, 0]
    a, b = 0.5, 128 / 255
    alpha = a + b - a * b
    wanted = [(i * a + o * b * (1 - a)) / alpha for i, o in zip(INK, (200, 100, 0), strict=True)]
    assert np.allclose(pixel, [*wanted, alpha * 255], atol=1)


def test_erasing_takes_away_and_leaves_no_empty_tile() -> None:
    base = Raster.from_array(np.full((60, 60, 4), 255, np.uint8), 10, 10)
    wide = replace(HARD, size=200)
    assert stroke(base, wide, line(20, 40, 60, 40), Mode.ERASE).tiles == {}
    half = stroke(base, replace(wide, opacity=0.5), line(20, 40, 60, 40), Mode.ERASE)
    assert tuple(half.read(Bounds(40, 40, 1, 1))[0, 0]) == (255, 255, 255, 128)


def test_erasing_nothing_changes_nothing() -> None:
    assert stroke(Raster(4), PLAIN, line(20, 40, 60, 40), Mode.ERASE).tiles == {}


def test_a_mask_is_painted_full_and_erased() -> None:
    full = stroke(Raster(1), HARD, line(50, 50, 90, 50))
    assert full.read(Bounds(70, 50, 1, 1))[0, 0, 0] == 255
    gone = stroke(full, replace(HARD, size=100), line(30, 50, 110, 50), Mode.ERASE)
    assert gone.tiles == {}


@pytest.mark.parametrize("mode", list(Mode))
def test_a_selection_limits_a_stroke_softly(mode: Mode) -> None:
    base = picture()
    limit = np.zeros((600, 600), np.uint8)
    limit[:, 100:200] = 128
    limit[:, 200:300] = 255
    selection = Raster.from_array(limit)
    samples = line(20, 150, 580, 150)
    free, held = (stroke(base, HARD, samples, mode, selection=s).read(ALL) for s in (None, selection))
    before = base.read(ALL)
    columns = (before != held).any(axis=(0, 2))
    outside = np.ones(ALL.width, bool)
    outside[100 + 256 : 300 + 256] = False
    assert not columns[outside].any()
    assert columns[~outside].any()
    if mode is not Mode.SMUDGE:
        row, whole, part = 150 + 256, 250 + 256, 150 + 256
        assert np.array_equal(held[row, whole], free[row, whole])
        assert not np.array_equal(held[row, part], free[row, part])


def test_nothing_is_painted_outside_the_limits() -> None:
    within = Bounds(0, 0, 300, 200)
    work = Brushwork(Raster(4), replace(HARD, size=80), INK, Mode.PAINT, within=within)
    said = work.extend(line(-100, 150, 400, 198)).united(work.finish())
    assert said.united(within) == within
    assert work.raster.bounds.united(within) == within
    assert not work.raster.bounds.empty


def test_a_wild_report_ends_at_the_sheet() -> None:
    work = Brushwork(Raster(4), replace(HARD, spacing=4.0, size=100), INK, Mode.PAINT, within=ALL)
    work.extend([Sample(10, 10), Sample(1e15, -1e15), Sample(20, 20)])
    work.finish()
    assert not work.raster.bounds.empty


@pytest.mark.parametrize("brush", [PLAIN, DRY, DROPS], ids=lambda brush: str(brush.id))
def test_a_touch_leaves_a_mark(brush: Brush) -> None:
    work = Brushwork(Raster(4), brush, INK, Mode.PAINT)
    said = work.extend([Sample(100, 100, 0.9)]).united(work.finish())
    assert not said.empty
    assert not work.raster.bounds.empty


def test_pressure_widens_and_darkens() -> None:
    brush = replace(HARD, pressure_size=Response(0.2), pressure_opacity=Response(0.1))
    light, firm = (stroke(Raster(4), brush, line(40, 60, 200, 60, pressure=p)) for p in (0.2, 1.0))
    assert light.bounds.height < firm.bounds.height / 2
    assert light.read(ALL)[..., 3].max() < firm.read(ALL)[..., 3].max() / 2


def test_speed_thins_and_tilt_widens() -> None:
    slow, fast = ([Sample(40 + i * 20, 60, time=i * s) for i in range(12)] for s in (0.1, 0.004))
    hasty = replace(HARD, haste=1.0)
    late = Bounds(200, 0, 1, 120)
    widths = [(stroke(Raster(4), hasty, samples).read(late)[..., 3] > 0).sum() for samples in (slow, fast)]
    assert widths[1] < widths[0]
    upright, leant = ([Sample(40 + i * 20, 60, 1.0, tilt, 0.0) for i in range(6)] for tilt in (0, 60))
    leaning = replace(HARD, lean=1.0)
    widths = [stroke(Raster(4), leaning, samples).bounds.height for samples in (upright, leant)]
    assert widths[1] > 1.7 * widths[0]


def test_a_taper_thins_the_start() -> None:
    pixels = stroke(Raster(4), replace(HARD, size=30, taper=3.0), line(40, 60, 300, 60)).read(ALL)
    widths = (pixels[..., 3] > 127).sum(axis=0)
    assert widths[45 + 256] < widths[80 + 256] < widths[200 + 256]


def test_a_tip_turns_with_the_way_and_with_the_pen() -> None:
    flat = replace(HARD, size=60, tip=Tip.FLAT, roundness=0.1)
    way = replace(flat, follow=Follow.DIRECTION)
    assert stroke(Raster(4), way, line(100, 100, 300, 100)).bounds.height > 55
    assert stroke(Raster(4), way, line(100, 100, 100, 300)).bounds.width > 55
    pen = replace(flat, follow=Follow.TILT)
    leant = [Sample(100 + i, 100, 1.0, 40, 0) for i in range(3)]
    upright = [Sample(100 + i, 100) for i in range(3)]
    assert stroke(Raster(4), pen, leant).bounds.width > 55
    assert stroke(Raster(4), pen, upright).bounds.width < 20


def test_turning_back_on_the_spot_keeps_a_direction() -> None:
    work = Brushwork(Raster(4), replace(DRY, size=2.0, smoothing=0.0), INK, Mode.PAINT)
    work.extend([Sample(50, 50), Sample(50.35, 50), Sample(50, 50), Sample(50.35, 50), Sample(50, 50)])
    work.finish()
    assert not work.raster.bounds.empty


def test_a_dry_brush_leaves_paper_between_its_hairs() -> None:
    dry = replace(DRY, wet=Wet(), taper=0.0, haste=0.0)
    wet = replace(dry, hair=replace(dry.hair, load=2.0), grain=Grain())
    inner = Bounds(150, 94, 100, 12)
    covers = [stroke(Raster(4), b, line(60, 100, 340, 100)).read(inner)[..., 3] for b in (dry, wet)]
    assert (covers[1] > 200).mean() > 0.95
    assert 0.1 < (covers[0] > 127).mean() < 0.9


def test_a_stroke_runs_dry() -> None:
    brush = replace(
        DRY, wet=Wet(), grain=Grain(), taper=0.0, haste=0.0, hair=Hair(count=20, load=1.0, dry=0.9, length=8)
    )
    alpha = stroke(Raster(4), brush, line(60, 100, 460, 100)).read(Bounds(0, 60, 520, 80))[..., 3]
    start, end = (alpha[:, x : x + 60].astype(float).mean() for x in (80, 380))
    assert end < start / 2


def test_water_gathers_at_the_border() -> None:
    brush = replace(HARD, size=80, hardness=0.6, wet=Wet(edge=0.6))
    alpha = stroke(Raster(4), brush, line(80, 100, 300, 100)).read(Bounds(180, 0, 1, 200))[:, 0, 3]
    assert alpha[100] == pytest.approx(0.4 * 255, abs=2)
    assert alpha.max() > 0.9 * 255


def test_a_rough_border_runs_and_pools_are_uneven() -> None:
    plain, rough, pool = (
        stroke(Raster(4), replace(HARD, size=80, hardness=0.5, wet=wet), line(80, 100, 300, 100)).read(ALL)[
            ..., 3
        ]
        for wet in (Wet(), Wet(rough=1.0), Wet(pool=0.8))
    )
    assert (plain != rough).any()
    assert plain.max() == 255
    assert np.std(pool[356 - 10 : 356 + 10, 400:500].astype(float)) > 1.0


def test_mist_builds_up_where_ink_does_not() -> None:
    soft = replace(HARD, hardness=0.0, flow=0.1, size=60)
    there_and_back = [*line(60, 100, 200, 100), *line(200, 100, 60, 100)]
    once = stroke(Raster(4), soft, there_and_back).read(ALL)[..., 3].max()
    mist = stroke(Raster(4), replace(soft, build=Build.MORE), there_and_back).read(ALL)[..., 3].max()
    assert once <= 26
    assert mist > 3 * once


def test_smudging_carries_paint_along() -> None:
    pixels = np.zeros((200, 400, 4), np.uint8)
    pixels[:, :120] = (200, 30, 30, 255)
    finger = replace(PLAIN, size=50, opacity=0.8, pressure_size=Response(0.3))
    samples = [Sample(60 + i * 6, 100, 0.5 + 0.02 * i) for i in range(25)]
    after = stroke(Raster.from_array(pixels), finger, samples, Mode.SMUDGE).read(Bounds(0, 0, 400, 200))
    carried = after[100, 135]
    assert carried[3] > 20
    assert abs(int(carried[0]) - 200) <= 3, "clear paper lends no black"


def test_smudging_a_flat_colour_leaves_it() -> None:
    base = Raster.from_array(np.full((TILE, TILE, 4), (90, 80, 70, 255), np.uint8))
    finger = replace(PLAIN, size=30)
    after = stroke(base, finger, line(60, 60, 190, 190), Mode.SMUDGE)
    assert after == base


def test_smudging_clear_paper_makes_no_tiles() -> None:
    assert stroke(Raster(4), PLAIN, line(60, 60, 190, 190), Mode.SMUDGE).tiles == {}


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(-50, 700), st.floats(-50, 700), st.floats(0, 1), st.floats(-60, 60)),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from([PLAIN, DRY, DROPS]),
    st.sampled_from(list(Mode)),
    st.floats(0.5, 120),
)
def test_any_stroke_stays_within_what_it_says(
    places: list[tuple[float, float, float, float]], brush: Brush, mode: Mode, size: float
) -> None:
    base = picture(side=300)
    work = Brushwork(base, replace(brush, size=size), INK, mode)
    said = work.extend([Sample(x, y, p, t, -t, i * 0.01) for i, (x, y, p, t) in enumerate(places)])
    said = said.united(work.finish())
    box = changed_box(base.read(ALL), work.raster.read(ALL))
    assert said.united(box) == said
    assert all(math.isfinite(side) for side in (said.x, said.y))


def test_standing_still_adds_no_dab() -> None:
    dabs = Dabs(HARD, 0)
    place = Point(10.0, 10.0, 1.0, 0.0, 0.0, 0.0)
    assert len(list(dabs.along([place]))) == 1
    assert list(dabs.along([place, place])) == []
    assert list(dabs.finish()) == []
