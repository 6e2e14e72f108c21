"""How the engine behaves: events, stopping, faults, regions, and a model that nobody can tell was used."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file
from torch import nn

from artmaster_desktop.core import event as ev
from artmaster_desktop.core.document import FromLayer, Root
from artmaster_desktop.core.errors import (
    CannotPaint,
    DeviceFailed,
    ModelMissing,
    NotFinite,
    OutOfMemory,
    PainterChanged,
    PainterFileError,
    PainterNotFound,
)
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.job import PaintJob, PictureStart
from artmaster_desktop.core.notice import ModelChanged, PainterIdle, TextCut
from artmaster_desktop.core.painter import Painter, Role
from artmaster_desktop.core.planning import plan_paint
from artmaster_desktop.engine.device import EngineOptions
from artmaster_desktop.engine.engine import PaintEngine
from tests.core.documents import finder, halves, share, with_regions
from tests.engine.tiny_model import build, lora

ON_CPU = EngineOptions(device="cpu", dtype="float32")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="module")
def painters(model: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Painter]:
    folder = tmp_path_factory.mktemp("painters")
    found = {}
    for seed, slug in enumerate(("a", "b", "c")):
        file = lora(model, folder / f"{slug}.safetensors", seed=seed, rank=2 + seed)
        sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
        found[slug] = Painter(sha256=sha256, slug=slug, name=slug, file=file, trigger="alpha")
    return found


@pytest.fixture(scope="module")
def engine() -> PaintEngine:
    return PaintEngine(ON_CPU)


@pytest.fixture
def job(model: Path, painters: dict[str, Painter], engine: PaintEngine) -> PaintJob:
    return plan_paint(halves(feather=8.0), finder(*painters.values()), engine.describe(model), "job")


def events_of(
    engine: PaintEngine, job: PaintJob, cancelled: Callable[[], bool] = lambda: False
) -> list[ev.Event]:
    events: list[ev.Event] = []
    engine.run(job, events.append, cancelled)
    return events


def painted(engine: PaintEngine, job: PaintJob) -> ev.Finished:
    last = events_of(engine, job)[-1]
    assert isinstance(last, ev.Finished), last
    return last


def failure(engine: PaintEngine, job: PaintJob) -> Exception:
    last = events_of(engine, job)[-1]
    assert isinstance(last, ev.Failed), last
    return last.error


def networks(engine: PaintEngine) -> tuple[nn.Module, ...]:
    resident = engine._residency._resident
    assert resident is not None
    return resident.model.networks


def fingerprint(engine: PaintEngine) -> dict[str, Any]:
    """Every module's class and identity, every parameter's bytes, every attention's processor."""
    found: dict[str, Any] = {}
    for i, network in enumerate(networks(engine)):
        for name, module in network.named_modules():
            found[f"{i}.{name}"] = (
                type(module),
                id(module),
                len(module._forward_hooks),
                len(module._forward_pre_hooks),
            )
            found[f"{i}.{name}.processor"] = id(getattr(module, "processor", None))
        for name, parameter in network.state_dict().items():
            found[f"{i}.{name}"] = hashlib.sha256(
                parameter.contiguous().view(torch.uint8).numpy()
            ).hexdigest()
    return found


def test_a_job_tells_its_story_in_order(engine: PaintEngine, job: PaintJob) -> None:
    events = events_of(engine, job)
    kinds = [type(event).__name__ for event in events]
    assert kinds.count("Started") == 1
    assert kinds[-1] == "Finished"
    stages = list(dict.fromkeys(e.stage for e in events if isinstance(e, ev.Progress)))
    assert stages == [stage for stage in ev.Stage if stage is not ev.Stage.WAITING]
    steps = [e.step for e in events if isinstance(e, ev.Progress) and e.stage is ev.Stage.PAINTING]
    assert steps == list(range(job.steps + 1))
    assert any(e.seconds_left for e in events if isinstance(e, ev.Progress))
    assert pickle.loads(pickle.dumps(events[-1].report)) == events[-1].report  # type: ignore[union-attr]


def test_the_report_says_what_was_done(engine: PaintEngine, job: PaintJob) -> None:
    finished = painted(engine, job)
    report = finished.report
    assert finished.pixels.shape == (256, 256, 3)
    assert report.sha256 == hashlib.sha256(finished.pixels.tobytes()).hexdigest()
    assert (report.seed, report.steps, report.texts) == (3, 4, job.texts)
    assert [slug for slug, _ in report.painters] == ["a", "b"]
    assert report.text_lengths[0] == job.text_tokens
    assert all(length < job.text_tokens for length in report.text_lengths[1:])
    assert {name for name, _ in report.seconds} == {"loading", "reading", "painting", "decoding"}
    assert (report.placement.device, report.placement.dtype) == ("cpu", "float32")


def test_the_same_job_is_the_same_bytes_and_another_seed_is_not(engine: PaintEngine, job: PaintJob) -> None:
    first, again = painted(engine, job), painted(PaintEngine(ON_CPU), job)
    assert np.array_equal(first.pixels, again.pixels)
    assert not np.array_equal(painted(engine, replace(job, seed=4)).pixels, first.pixels)


def test_another_mask_is_another_picture_on_the_same_engine(
    engine: PaintEngine, job: PaintJob, painters: dict[str, Painter]
) -> None:
    painted(engine, job)
    exchanged = with_regions(halves(feather=8.0), feather=60.0)
    other = plan_paint(exchanged, finder(*painters.values()), engine.describe(job.model), "other")
    fresh = painted(PaintEngine(ON_CPU), other)
    assert np.array_equal(painted(engine, other).pixels, fresh.pixels)
    assert not np.array_equal(fresh.pixels, painted(engine, job).pixels)


def test_each_half_follows_its_painter(
    engine: PaintEngine, job: PaintJob, painters: dict[str, Painter]
) -> None:
    """Exchanging the right painter changes the right half far more than the left."""
    document = halves()
    right = replace(document.regions[1], painters=(share("c"),))
    find = finder(*painters.values())
    caps = engine.describe(job.model)
    one = painted(engine, plan_paint(document, find, caps, "1")).pixels.astype(float)
    two = painted(engine, plan_paint(document.with_region(right), find, caps, "2")).pixels.astype(float)
    change = np.abs(one - two).mean(axis=(0, 2))
    assert change[144:].mean() > 2 * change[:112].mean()


def test_a_document_without_regions_needs_no_gate(engine: PaintEngine, job: PaintJob) -> None:
    plain = plan_paint(
        halves().edited(regions=(), root=Root(prompt="a misty lake")),
        finder(),
        engine.describe(job.model),
        "j",
    )
    assert painted(engine, plain).report.painters == ()


@pytest.mark.parametrize("at", range(8))
def test_cancel_is_heard_within_one_step_and_leaves_no_trace(
    engine: PaintEngine, job: PaintJob, at: int
) -> None:
    painted(engine, job)
    before = fingerprint(engine)
    asked = [0]

    def cancelled() -> bool:
        asked[0] += 1
        return asked[0] > at

    events = events_of(engine, job, cancelled)
    assert isinstance(events[-1], ev.Cancelled)
    assert asked[0] == at + 1
    assert not any(isinstance(event, ev.Finished) for event in events)
    assert fingerprint(engine) == before
    assert painted(engine, job).report.sha256 == painted(engine, job).report.sha256


def test_after_a_job_the_model_is_bit_equal(
    engine: PaintEngine, job: PaintJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted(engine, replace(job, painters=(), gates=replace(job.gates, rows=())))
    before = fingerprint(engine)
    painted(engine, job)
    assert fingerprint(engine) == before

    def full(*_: object, **__: object) -> None:
        raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB")

    monkeypatch.setattr("artmaster_desktop.engine.engine.lat.decode", full)
    error = failure(engine, job)
    assert isinstance(error, OutOfMemory)
    assert error.stage == ev.Stage.DECODING.value
    assert error.fits == ("another program closed",)
    assert fingerprint(engine) == before


@pytest.mark.parametrize("message", ["CUDNN_STATUS_ALLOC_FAILED", "DefaultCPUAllocator: not enough memory"])
def test_memory_faults_are_known_by_their_words(
    engine: PaintEngine, job: PaintJob, monkeypatch: pytest.MonkeyPatch, message: str
) -> None:
    def full(*_: object, **__: object) -> None:
        raise RuntimeError(message)

    monkeypatch.setattr("artmaster_desktop.engine.flux.sampler._Call.__call__", full)
    error = failure(engine, job)
    assert isinstance(error, OutOfMemory)
    assert error.stage == ev.Stage.PAINTING.value


def test_other_faults_are_typed_too(
    engine: PaintEngine, job: PaintJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("CUDA error: an illegal memory access was encountered\nmore")

    monkeypatch.setattr("artmaster_desktop.engine.flux.sampler._Call.__call__", broken)
    error = failure(engine, job)
    assert isinstance(error, DeviceFailed)
    assert "illegal memory access" in error.reason
    assert "more" not in error.reason


def test_undefined_numbers_name_the_painters(
    engine: PaintEngine, job: PaintJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nan(self: object, x: torch.Tensor, timestep: torch.Tensor, *_: object) -> torch.Tensor:
        return x * float("nan")

    monkeypatch.setattr("artmaster_desktop.engine.flux.sampler._Call.__call__", nan)
    error = failure(engine, job)
    assert isinstance(error, NotFinite)
    assert (error.step, error.painters) == (1, ("a", "b"))


def test_a_decoder_that_overflows_paints_no_black_picture(
    engine: PaintEngine, job: PaintJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    def overflow(_: object, latents: torch.Tensor, **__: object) -> tuple[torch.Tensor]:
        return (latents.new_full((1, 3, 256, 256), float("nan")),)

    monkeypatch.setattr("artmaster_desktop.engine.flux.latents.AutoencoderKL.decode", overflow)
    error = failure(engine, job)
    assert isinstance(error, NotFinite)
    assert (error.step, error.painters) == (job.steps, ("a", "b"))


def test_a_fault_holds_no_frames_of_the_run(
    engine: PaintEngine, job: PaintJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        try:
            raise RuntimeError("first")
        except RuntimeError as error:
            raise CannotPaint("this", "x", "y") from error

    monkeypatch.setattr("artmaster_desktop.engine.flux.sampler._Call.__call__", broken)
    error = failure(engine, job)
    assert isinstance(error.__cause__, RuntimeError)
    assert error.__traceback__ is None
    assert error.__cause__.__traceback__ is None


def test_a_dead_device_still_ends_the_job_with_one_event(
    engine: PaintEngine, job: PaintJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dead(*_: object, **__: object) -> None:
        raise RuntimeError("CUDA error: an illegal memory access was encountered")

    monkeypatch.setattr("artmaster_desktop.engine.flux.sampler._Call.__call__", dead)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "empty_cache", dead)
    assert isinstance(failure(engine, job), DeviceFailed)


def test_a_role_whose_noise_levels_are_never_passed_is_said(
    engine: PaintEngine, job: PaintJob, painters: dict[str, Painter]
) -> None:
    document = with_regions(halves(), painters=(share("a", role=Role.COMPOSITION),))
    document = document.edited(paint=replace(document.paint, start=FromLayer("sketch", 0.25)))
    plan = plan_paint(document, finder(*painters.values()), engine.describe(job.model), "j")
    assert painted(engine, plan).report.notices == (PainterIdle("a"),)


def test_a_painter_that_is_gone_is_named(engine: PaintEngine, job: PaintJob, tmp_path: Path) -> None:
    gone = replace(job.painters[0], file=tmp_path / "gone.safetensors", sha256="1" * 64)
    error = failure(engine, replace(job, painters=(gone, job.painters[1])))
    assert isinstance(error, PainterNotFound)


def test_an_exchanged_painter_file_is_refused(engine: PaintEngine, job: PaintJob) -> None:
    stranger = replace(job.painters[0], sha256="0" * 64)
    error = failure(engine, replace(job, painters=(stranger, job.painters[1])))
    assert isinstance(error, PainterChanged)
    assert error.expected == "0" * 64


def test_a_broken_painter_is_refused_before_the_run(
    engine: PaintEngine, job: PaintJob, tmp_path: Path
) -> None:
    weights = load_file(job.painters[0].file)
    weights[next(iter(weights))][0, 0] = float("nan")
    file = tmp_path / "nan.safetensors"
    save_file(weights, file)
    sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    broken = replace(job, painters=(replace(job.painters[0], file=file, sha256=sha256), job.painters[1]))
    events = events_of(engine, broken)
    assert isinstance(events[-1], ev.Failed)
    assert isinstance(events[-1].error, PainterFileError)
    assert not any(isinstance(e, ev.Progress) and e.stage is ev.Stage.PAINTING for e in events)


def test_a_missing_model_names_its_missing_parts(engine: PaintEngine, job: PaintJob, tmp_path: Path) -> None:
    error = failure(engine, replace(job, model=tmp_path))
    assert isinstance(error, ModelMissing)
    assert "transformer" in error.missing


def test_impossible_sizes_are_refused(engine: PaintEngine, job: PaintJob) -> None:
    assert isinstance(failure(engine, replace(job, extent=Extent(250, 256))), CannotPaint)
    assert isinstance(failure(engine, replace(job, extent=Extent(16384, 256))), CannotPaint)


def test_what_is_done_otherwise_is_said(engine: PaintEngine, job: PaintJob) -> None:
    long = " ".join(["a misty lake under tall peaks"] * 20)
    started = next(
        e
        for e in events_of(engine, replace(job, model_id="x" * 64, texts=(long, long, "right")))
        if isinstance(e, ev.Started)
    )
    kinds = [type(notice) for notice in started.notices]
    assert kinds == [ModelChanged, TextCut, TextCut]


def test_a_canvas_of_another_size_gets_its_picture(engine: PaintEngine, job: PaintJob) -> None:
    finished = painted(engine, replace(job, output=Extent(300, 301)))
    assert finished.pixels.shape == (301, 300, 3)


def test_a_start_picture_is_kept_more_at_low_strength(engine: PaintEngine, job: PaintJob) -> None:
    pixels = np.full((256, 256, 3), 30, np.uint8)
    pixels[:, 128:] = 220

    def distance(strength: float) -> float:
        start = PictureStart(pixels, strength)
        weak = painted(engine, replace(job, start=start, steps=10)).pixels
        plain = painted(engine, replace(job, start=PictureStart(pixels, 0.1), steps=10)).pixels
        return float(np.abs(weak.astype(float) - plain).mean())

    assert distance(0.3) < distance(0.9)


def test_devices_that_are_not_there_are_refused(job: PaintJob) -> None:
    error = failure(PaintEngine(EngineOptions(device="cuda:7")), job)
    assert isinstance(error, CannotPaint)
    error = failure(PaintEngine(EngineOptions(device="cpu", dtype="int4")), job)
    assert isinstance(error, CannotPaint)


def test_eviction_gives_the_model_back(job: PaintJob) -> None:
    engine = PaintEngine(ON_CPU)
    first = painted(engine, job)
    engine.evict()
    assert engine._residency._resident is None
    assert np.array_equal(painted(engine, job).pixels, first.pixels)
