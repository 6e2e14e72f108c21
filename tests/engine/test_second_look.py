"""A second look: detail from each tile's own painters, no seams, and the means of what was there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from artmaster_desktop.core import event as ev
from artmaster_desktop.core import upscaling as up
from artmaster_desktop.core.errors import ArtmasterError, FillsOnly
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.job import PaintJob, PictureStart
from artmaster_desktop.core.notice import Notice, PainterAbsent
from artmaster_desktop.core.ports import ModelCaps
from artmaster_desktop.core.print_colour import PrintSettings
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.core.second_look import SecondLook, look_job, plan_look
from artmaster_desktop.core.upscale_errors import UpscaleStopped
from artmaster_desktop.engine.upscale.enlarge import whole
from artmaster_desktop.engine.upscale.second_look import TileLooker, with_means
from artmaster_desktop.storage.print_file import write_print
from tests.core.documents import CAPS, finder, halves, painter
from tests.engine.ink import paper, seal

SIDE = 160
NOTICE = PainterAbsent("", "x")


@dataclass
class Brush:
    """An engine that changes each tile's tone, and adds grain of its own; it keeps to what it is told."""

    tone: float = 20.0
    grain: float = 6.0
    fails: ArtmasterError | None = None
    jobs: list[PaintJob] = field(default_factory=list)

    def describe(self, model: Path) -> ModelCaps:
        return CAPS

    def check(self, job: PaintJob, cancelled: Callable[[], bool]) -> tuple[Notice, ...]:
        self.jobs.append(job)
        return (NOTICE,)

    def run(self, job: PaintJob, emit: Callable[[ev.Event], None], cancelled: Callable[[], bool]) -> None:
        self.jobs.append(job)
        placement = ev.Placement("cpu", "cpu", "float32", "none", "")
        emit(ev.Started(job.id, placement, (NOTICE,)))
        if cancelled():
            emit(ev.Cancelled(job.id, 0))
            return
        if self.fails is not None:
            emit(ev.Failed(job.id, self.fails))
            return
        assert isinstance(job.start, PictureStart)
        rng = np.random.default_rng(job.seed)
        shift = self.tone * (1 if job.seed % 2 else -1)
        made = job.start.pixels + shift + rng.normal(0, self.grain, job.start.pixels.shape)
        pixels = np.clip(np.rint(made), 0, 255).astype(np.uint8)
        report = ev.PaintReport(
            placement=placement, seconds=(), steps=1, seed=job.seed, sha256="", texts=(), text_lengths=()
        )
        emit(ev.Finished(job.id, pixels, report))


@dataclass(frozen=True)
class Base:
    """The picture enlarged by plain cubic, in strips of uneven height."""

    pixels: NDArray[np.float32]

    @property
    def extent(self) -> Extent:
        return Extent(self.pixels.shape[1], self.pixels.shape[0])

    def __iter__(self) -> Iterator[up.Rows]:
        at = 0
        for height in [7, 300, 64, 1] * 100:
            if at < len(self.pixels):
                yield self.pixels[at : at + height].copy()
            at += height


@pytest.fixture(scope="module")
def source() -> Pixels:
    made = paper(SIDE, SIDE)
    seal(made, 30, 40, 60)
    return np.clip(made, 30, 225)


def base_of(source: Pixels, factor: int) -> Base:
    size, values = (SIDE * factor, SIDE * factor), np.asarray(source, np.float32) / np.float32(255)
    smooth, hard = (
        cv2.resize(values, size, interpolation=way) for way in (cv2.INTER_CUBIC, cv2.INTER_NEAREST)
    )
    return Base(with_means(np.asarray(smooth, np.float32), np.asarray(hard, np.float32), factor))


def look_of(source: Pixels, base: Base) -> SecondLook:
    caps = CAPS_256
    job = look_job(halves(extent=Extent(SIDE, SIDE)), finder(painter("a"), painter("b")), caps, base.extent)
    return plan_look(job, caps, source, base.extent, 0.3, "look")


CAPS_256 = ModelCaps(
    path=Path("m"), identity="m" * 64, name="m", max_side=768, best=256 * 256, text_tokens=32
)


@pytest.mark.parametrize("factor", [3, 4])
def test_colours_stay_and_no_tile_is_seen(source: Pixels, factor: int) -> None:
    base, brush = base_of(source, factor), Brush()
    look = look_of(source, base)
    heard: list[up.UpscaleEvent] = []
    made = whole(TileLooker(brush).strips(look, base, heard.append, lambda: False))
    assert made.shape == base.pixels.shape
    assert len(brush.jobs) == len(look.places) > 4
    report = heard[-1]
    assert isinstance(report, up.Upscaled)
    assert report.report.delta_e < 0.5
    change = made - base.pixels
    assert np.abs(change).mean() > 0.005  # the grain of the brush is there
    for axis, begins, side in ((1, look.columns, look.tile.width), (0, look.rows, look.tile.height)):
        jumps = (np.diff(change, axis=axis) ** 2).mean(axis=(1 - axis, 2))
        seams = [at - 1 for at in begins[1:]] + [at + side - 1 for at in begins[:-1]]
        assert jumps[seams].mean() < 1.1 * np.median(jumps)
    before, after = base.pixels, made
    tone = [cv2.blur(p, (64, 64))[32:-32, 32:-32] for p in (before, after)]
    assert np.abs(tone[0] - tone[1]).max() < 0.01  # a tone of 20 of 255 in each tile is gone


def test_an_engine_that_changes_nothing_changes_nothing(source: Pixels) -> None:
    base = base_of(source, 4)
    looker = TileLooker(Brush(tone=0, grain=0))
    made = whole(looker.strips(look_of(source, base), base, lambda _: None, lambda: False))
    assert np.abs(made - base.pixels).max() < 1.2 / 255


def test_progress_counts_tiles_and_each_notice_is_told_once(source: Pixels) -> None:
    base, heard = base_of(source, 4), list[up.UpscaleEvent]()
    look = look_of(source, base)
    looker = TileLooker(Brush())
    whole(looker.strips(look, base, heard.append, lambda: False))
    done = [e.done for e in heard if isinstance(e, up.UpscaleProgress)]
    assert done == list(range(len(look.places)))
    assert [e.notice for e in heard if isinstance(e, up.LookNoticed)] == [NOTICE]
    brush = Brush()
    assert TileLooker(brush).check(look, lambda: False) == (NOTICE,)
    companies = {tuple(painter.slug for painter in job.painters) for job in brush.jobs}
    assert companies == {("a",), ("b",), ("a", "b")}
    assert len(brush.jobs) == 3


def test_a_stop_and_a_fault_end_it_at_the_tile(source: Pixels) -> None:
    base = base_of(source, 3)
    look = look_of(source, base)
    brush = Brush()
    with pytest.raises(UpscaleStopped) as stopped:
        whole(TileLooker(brush).strips(look, base, lambda _: None, lambda: len(brush.jobs) == 2))
    assert (stopped.value.done, stopped.value.tiles) == (1, len(look.places))
    with pytest.raises(FillsOnly):
        whole(TileLooker(Brush(fails=FillsOnly("m"))).strips(look, base, lambda _: None, lambda: False))
    with pytest.raises(UpscaleStopped):
        whole(TileLooker(Brush()).strips(look, base, lambda _: None, lambda: True))


@pytest.mark.parametrize("name", ["a.tif", "a.png", "a.jpg", "a.pdf"])
def test_a_stop_at_nine_tenths_leaves_no_half_file(name: str, source: Pixels, tmp_path: Path) -> None:
    base, brush = base_of(source, 4), Brush()
    look = look_of(source, base)
    most = len(look.places) * 9 // 10
    strips = TileLooker(brush).strips(look, base, lambda _: None, lambda: len(brush.jobs) >= most)
    with pytest.raises(UpscaleStopped):
        write_print(tmp_path / name, strips, PrintSettings(dpi=300))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("factor", [2, 3, 5])
def test_means_are_those_of_what_was_given(factor: int) -> None:
    rng = np.random.default_rng(2)
    given = (0.4 + 0.2 * rng.random((factor * 11 + 1, factor * 13, 3))).astype(np.float32)
    made = np.clip(given + 0.1 + rng.normal(0, 0.05, given.shape), 0, 1).astype(np.float32)
    fixed = with_means(made, given, factor)
    assert fixed.shape == given.shape
    inner = slice(0, factor * 11), slice(0, factor * 13)
    cells = [cv2.resize(p[inner], (13, 11), interpolation=cv2.INTER_AREA) for p in (fixed, given)]
    assert np.abs(cells[0] - cells[1]).mean() < 0.002
