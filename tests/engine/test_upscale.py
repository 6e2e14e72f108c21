"""Enlarging: equal to spandrel, without seams, without loss when memory runs out, true to the colours."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import save_file
from torch import Tensor

from artmaster_desktop.core import upscaling as up
from artmaster_desktop.core.errors import OutOfMemory, ReadFailed
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.core.upscale_errors import (
    CannotUpscale,
    UpscalerProblem,
    UpscalerUnusable,
    UpscaleStopped,
)
from artmaster_desktop.engine.device import EngineOptions
from artmaster_desktop.engine.upscale import tiles
from artmaster_desktop.engine.upscale.compact import Compact
from artmaster_desktop.engine.upscale.enlarge import Enlarger, whole
from artmaster_desktop.engine.upscale.loading import Upscaler, load_compact, load_upscaler
from artmaster_desktop.engine.upscale.losses import Weights, loss_of
from artmaster_desktop.engine.upscale.rows import RowScaler
from artmaster_desktop.engine.upscale.teaching import Course, crops, teach
from tests.engine.ink import paper, seal

CPU = torch.device("cpu")


def network(scale: int = 2, seed: int = 3) -> Compact:
    torch.manual_seed(seed)
    made = Compact(8, 3, scale)
    torch.nn.init.normal_(made.body[-1].weight, std=0.02)  # type: ignore[arg-type]
    return made


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> up.UpscalerFile:
    path = tmp_path_factory.mktemp("upscaler") / "small.safetensors"
    save_file(network().weights(), path)
    return up.UpscalerFile(path)


@pytest.fixture(scope="module")
def work() -> Pixels:
    made = paper(170, 140)
    seal(made, 30, 40, 60)
    seal(made, 100, 20, 40)
    return made


def job(source: Pixels, method: up.Method, factor: float = 2.0, **changes: Any) -> up.UpscaleJob:
    target = Extent(round(source.shape[1] * factor), round(source.shape[0] * factor))
    return up.UpscaleJob(id="job", source=source, method=method, target=target, **changes)


def made_of(asked: up.UpscaleJob, events: list[up.UpscaleEvent] | None = None) -> np.ndarray[Any, Any]:
    heard = events if events is not None else []
    return whole(Enlarger(EngineOptions(device="cpu")).strips(asked, heard.append, lambda: False))


def by_spandrel(file: up.UpscalerFile, work: Pixels) -> np.ndarray[Any, Any]:
    import spandrel  # type: ignore[import-untyped]

    descriptor = spandrel.ModelLoader(CPU).load_from_file(file.path)
    assert descriptor.architecture.id == "Compact"
    small = torch.from_numpy(work.transpose(2, 0, 1).astype(np.float32) / 255)[None]
    return np.asarray(descriptor(small)[0].permute(1, 2, 0).numpy())


@pytest.mark.parametrize("tile", [None, 64, 33])
def test_tiles_are_spandrels_own_picture(file: up.UpscalerFile, work: Pixels, tile: int | None) -> None:
    ours = made_of(job(work, file, tile=tile, keep_colour=False))
    assert np.abs(ours - by_spandrel(file, work)).max() < 1e-4


def test_a_network_that_looks_farther_than_the_margin_leaves_no_seam(work: Pixels) -> None:
    class Far(torch.nn.Module):
        def forward(self, x: Tensor) -> Tensor:
            large = torch.nn.functional.interpolate(x, scale_factor=2)
            return (large + x.mean() * 0.2).clamp(0, 1)

    class Descriptor:
        model, size_requirements = Far(), type("S", (), {"multiple_of": 1})()

        def __call__(self, x: Tensor) -> Tensor:
            return self.model(x)  # type: ignore[no-any-return]

    caps = up.UpscalerCaps(name="far", architecture="Far", scale=2, parameters=0, reach=4)
    upscaler = Upscaler(Descriptor(), caps, CPU, torch.float32)
    flat = np.full((96, 96, 3), 0.5, np.float32)
    flat[:, 48:] = 0.3
    pass_of = tiles.TiledPass(
        upscaler, Extent(96, 96), tiles.Tiling(48, 4), False, lambda: None, lambda _: None
    )
    made = np.concatenate(list(pass_of.push(flat)))
    inside = np.abs(np.diff(made[:, :88, 0], axis=1)).max()
    assert inside < 0.02  # a hard edge would be a tenth of it all at once


def test_colours_are_those_of_the_source(file: up.UpscalerFile, work: Pixels) -> None:
    events: list[up.UpscaleEvent] = []
    made_of(job(work, file), events)
    free: list[up.UpscaleEvent] = []
    made_of(job(work, file, keep_colour=False), free)
    done, loose = events[-1], free[-1]
    assert isinstance(done, up.Upscaled)
    assert isinstance(loose, up.Upscaled)
    assert done.report.delta_e < 0.3
    assert done.report.delta_e < loose.report.delta_e / 4
    assert done.report.psnr > loose.report.psnr + 6


def test_sizes_between_the_passes_are_reached(file: up.UpscalerFile, work: Pixels) -> None:
    events: list[up.UpscaleEvent] = []
    large = made_of(job(work, file, factor=3.7, tile=96), events)
    assert large.shape == (518, 629, 3)
    started = events[0]
    assert isinstance(started, up.UpscaleStarted)
    assert started.passes == 2
    done = [event.done for event in events if isinstance(event, up.UpscaleProgress)]
    assert done == list(range(len(done)))


def test_memory_that_runs_out_halves_the_tiles_and_loses_none(
    file: up.UpscalerFile, work: Pixels, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = by_spandrel(file, work)
    seen: list[int] = []
    once = tiles.TiledPass._once

    def scarce(self: tiles.TiledPass, box: Any, around: Any) -> Any:
        if around.width * around.height > 6000:
            raise RuntimeError("CUDA out of memory. Tried to allocate")
        seen.append(around.width * around.height)
        return once(self, box, around)

    monkeypatch.setattr(tiles.TiledPass, "_once", scarce)
    events: list[up.UpscaleEvent] = []
    ours = made_of(job(work, file, keep_colour=False, tile=128), events)
    assert np.abs(ours - expected).max() < 1e-4
    halved = [event for event in events if isinstance(event, up.TileHalved)]
    assert 1 <= len(halved) <= 3  # what was learnt holds for the tiles that follow
    assert max(seen) <= 6000


def test_memory_that_never_suffices_is_said(
    file: up.UpscalerFile, work: Pixels, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(tiles.TiledPass, "_once", never)
    with pytest.raises(OutOfMemory):
        made_of(job(work, file))


def test_a_row_that_is_kept_keeps_no_band_alive(file: up.UpscalerFile, work: Pixels) -> None:
    strips = Enlarger(EngineOptions(device="cpu")).strips(
        job(work, file, tile=64), lambda _: None, lambda: False
    )
    assert all(rows.base is None for rows in strips)


def test_a_stop_is_heard_before_the_next_tile(file: up.UpscalerFile, work: Pixels) -> None:
    events: list[up.UpscaleEvent] = []
    enlarger = Enlarger(EngineOptions(device="cpu"))
    strips = enlarger.strips(job(work, file, tile=64), events.append, lambda: len(events) > 3)
    with pytest.raises(UpscaleStopped):
        list(strips)
    assert len(events) == 4


@pytest.mark.parametrize("kernel", list(up.Kernel))
@pytest.mark.parametrize("size", [(211, 97), (40, 33), (500, 411)])
def test_plain_resampling_is_pillows_inside(kernel: up.Kernel, size: tuple[int, int]) -> None:
    from PIL import Image

    rng = np.random.default_rng(5)
    plane = np.kron(rng.random((20, 25)), np.ones((5, 5))).astype(np.float32)
    theirs = Image.fromarray(plane).resize(size, getattr(Image.Resampling, kernel.name))
    scaler = RowScaler(Extent(125, 100), Extent(*size), kernel)
    rows = np.repeat(plane[..., None], 3, axis=2)
    ours = np.concatenate([out for row in rows for out in scaler.push(row[None])])
    assert ours.shape == (size[1], size[0], 3)
    inner = slice(size[1] // 5, -size[1] // 5), slice(size[0] // 5, -size[0] // 5)
    assert np.abs(ours[..., 0] - np.asarray(theirs))[inner].max() < 2e-3


def test_settings_that_would_do_nothing_are_refused(file: up.UpscalerFile, work: Pixels) -> None:
    for asked, options in (
        (job(work, up.Kernel.LANCZOS, tile=64), EngineOptions(device="cpu")),
        (job(work, file, tile=8), EngineOptions(device="cpu")),
        (job(work, file), EngineOptions(device="cpu", dtype="int3")),
    ):
        with pytest.raises(CannotUpscale):
            Enlarger(options).strips(asked, lambda _: None, lambda: False)


class Hostile:
    """A pickle that would run something."""

    def __reduce__(self) -> tuple[Callable[..., object], tuple[str, ...]]:
        return print, ("taken over",)


def _damaged(path: Path) -> None:
    save_file(network().weights(), path)
    path.write_bytes(path.read_bytes()[:-100])


@pytest.mark.parametrize(
    ("make", "trusted", "problem"),
    [
        (lambda path: torch.save(network().weights(), path), False, UpscalerProblem.UNTRUSTED),
        (lambda path: torch.save({"params": Hostile()}, path), True, UpscalerProblem.HOSTILE),
        (lambda path: path.write_bytes(pickle.dumps(Hostile())), True, UpscalerProblem.HOSTILE),
        (lambda path: path.write_bytes(b"GIF89a and more"), True, UpscalerProblem.NOT_A_MODEL),
        (_damaged, False, UpscalerProblem.DAMAGED),
        (lambda path: save_file({"a": torch.zeros(3)}, path), False, UpscalerProblem.UNKNOWN),
        (lambda path: save_file(network(1).weights(), path), False, UpscalerProblem.NOT_AN_UPSCALER),
        (
            lambda path: save_file({k: v * torch.nan for k, v in network().weights().items()}, path),
            False,
            UpscalerProblem.DAMAGED,
        ),
    ],
)
def test_files_of_strangers_are_refused_in_words(
    make: Callable[[Path], object],
    trusted: bool,
    problem: UpscalerProblem,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / "stranger.pth"
    make(path)
    with pytest.raises(UpscalerUnusable) as caught:
        load_upscaler(up.UpscalerFile(path, trusted), CPU)
    assert caught.value.problem is problem
    assert "taken over" not in capsys.readouterr().out


def test_numbers_in_a_trusted_pth_are_read(tmp_path: Path) -> None:
    torch.save({"params": network().weights()}, tmp_path / "a.pth")
    upscaler = load_upscaler(up.UpscalerFile(tmp_path / "a.pth", trusted=True), CPU)
    assert (upscaler.caps.scale, upscaler.caps.reach) == (2, 5)
    with pytest.raises(ReadFailed):
        load_upscaler(up.UpscalerFile(tmp_path / "none.pth"), CPU)


def test_teaching_lowers_the_loss_and_other_programs_read_the_file(tmp_path: Path, work: Pixels) -> None:
    large, clean, seen = crops([work], 2, Course(batch=8, side=16), np.random.default_rng(9))

    def loss(of: Compact) -> float:
        with torch.no_grad():
            return loss_of(of(seen), large, clean, Weights()).item()

    pupil = network()
    before = loss(pupil)
    course = Course(steps=40, batch=2, side=16, rate=5e-3, averaging=0.9)
    taught, lesson = teach(pupil, [work], course, lambda *_: True, CPU)
    assert lesson.steps == 40
    assert loss(taught) < before / 2
    save_file(taught.weights(), tmp_path / "taught.safetensors")
    assert load_compact(tmp_path / "taught.safetensors").scale == 2
    load_upscaler(up.UpscalerFile(tmp_path / "taught.safetensors"), CPU)


def test_a_faultless_picture_costs_nothing() -> None:
    large = torch.rand(1, 3, 32, 32, generator=torch.Generator().manual_seed(1))
    small = torch.nn.functional.avg_pool2d(large, 2)
    assert loss_of(large, large, small, Weights()).item() < 1e-6
    assert loss_of(large.flip(-1), large, small, Weights()).item() > 0.1
