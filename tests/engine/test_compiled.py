"""Recorded steps: replayed with new numbers, recorded anew for new shapes; and what the engine refuses."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor

from artmaster_desktop.core import event as ev
from artmaster_desktop.core.errors import CannotPaint
from artmaster_desktop.core.gate import GatePlan
from artmaster_desktop.core.painter import Painter
from artmaster_desktop.core.planning import plan_paint
from artmaster_desktop.engine import device, residency
from artmaster_desktop.engine.device import EngineOptions, choose
from artmaster_desktop.engine.engine import PaintEngine
from artmaster_desktop.engine.flux.attention import attach_regions
from artmaster_desktop.engine.painters.adapter import Adapter
from artmaster_desktop.engine.painters.capability import plain_backend
from artmaster_desktop.engine.painters.compiled import Graphed, Result
from artmaster_desktop.engine.painters.gate import attach
from artmaster_desktop.engine.studio import Studio
from tests.core.documents import finder, halves
from tests.engine.tiny_flux import adapter, everywhere, inputs, plan, row, soft, tiny_flux
from tests.engine.tiny_model import build, lora

CPU = torch.device("cpu")


def rerun(call: Callable[[], Result]) -> tuple[Callable[[], None], Result]:
    """What a CUDA graph does, on any device: the same call once more, into the same result."""
    result = call()

    def replay() -> None:
        for kept, new in zip(result, call(), strict=True):
            kept.copy_(new)

    return replay, result


@pytest.fixture(autouse=True)
def _forget_compiled() -> Iterator[None]:
    yield
    torch._dynamo.reset()


class Scaled:
    """A call that multiplies by a held tensor; counts how often it truly runs."""

    def __init__(self) -> None:
        self.factor = torch.tensor(2.0)
        self.graphed = Graphed(self.call, lambda: (self.factor,), recorder=rerun)

    def call(self, x: Tensor, flag: bool = False) -> Result:
        return (x * self.factor,)


def test_a_replay_sees_new_numbers() -> None:
    scaled = Scaled()
    first = scaled.graphed(x=torch.ones(3))[0]
    scaled.factor.fill_(5.0)
    second = scaled.graphed(x=torch.full((3,), 2.0))[0]
    assert first.tolist() == [2.0] * 3, "a later replay must not change an earlier result"
    assert second.tolist() == [10.0] * 3
    assert scaled.graphed.recorded == 1


def test_other_shapes_values_and_tensors_are_recorded_anew() -> None:
    scaled = Scaled()
    scaled.graphed(x=torch.ones(3))
    scaled.graphed(x=torch.ones(4))
    scaled.graphed(x=torch.ones(3))
    assert scaled.graphed.recorded == 2
    scaled.graphed(x=torch.ones(3), flag=True)
    assert scaled.graphed.recorded == 3
    scaled.factor = torch.tensor(7.0)
    assert scaled.graphed(x=torch.ones(3), flag=True)[0].tolist() == [7.0] * 3
    assert scaled.graphed.recorded == 4


def test_only_the_last_recordings_are_kept() -> None:
    scaled = Scaled()
    for size in (1, 2, 3, 1):
        scaled.graphed(x=torch.ones(size))
    assert scaled.graphed.recorded == 4


def test_what_cannot_be_recorded_is_called_plainly_and_said_once(caplog: pytest.LogCaptureFixture) -> None:
    def fails(call: Callable[[], Result]) -> tuple[Callable[[], None], Result]:
        raise RuntimeError("operation not permitted when stream is capturing")

    scaled = Scaled()
    scaled.graphed = Graphed(scaled.call, lambda: (), recorder=fails)
    for _ in range(2):
        assert scaled.graphed(x=torch.ones(2))[0].tolist() == [2.0, 2.0]
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "cannot be recorded" in caplog.text


def jobs(model: torch.nn.Module) -> list[tuple[list[Adapter], GatePlan, tuple[int, ...]]]:
    one, two, three = (adapter(model, rank, seed=rank) for rank in (3, 5, 20))
    return [
        ([one, two], plan(soft(3), [row(0, 1, 3), row(1, 2, 3)]), (2, 3, 4)),
        ([three], plan(soft(3, 5), [row(0, 2, 3)]), (2, 5, 2)),
        ([], everywhere(), (9,)),
        ([two], everywhere(0.5), (9,)),
    ]


def test_a_studio_serves_one_job_after_another() -> None:
    """Each equals the ordinary way; painters and regions of the same sizes need no compiling and no
    recording."""
    model = tiny_flux()
    modules = dict(model.named_modules())
    studio = Studio(model, CPU, torch.float32, kernels=False, recorder=rerun, backend="aot_eager")
    counts = []
    with torch.inference_mode():
        for painters, the_plan, lengths in jobs(model):
            with attach(model, painters) as at, attach_regions(model) as regions:
                if painters:
                    at.state.prepare(the_plan, lengths)
                regions.prepare(the_plan, lengths)
                right = model(**inputs(9))[0]
            with studio.open(painters, the_plan.areas > 1) as opened:
                for gate in (opened.state, opened.view):
                    if gate is not None:
                        gate.prepare(the_plan, lengths)
                torch.testing.assert_close(opened.call(**inputs(9))[0], right, rtol=1e-5, atol=1e-5)
            graphs = torch._dynamo.utils.counters["stats"]["unique_graphs"]
            counts.append((studio.call.recorded, graphs))
            assert all(modules[name] is module for name, module in model.named_modules())
    assert counts[1][1] == counts[0][1], "the second job must not compile anything anew"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("model"))


@pytest.fixture
def painter(folder: Path, tmp_path: Path) -> list[Painter]:
    found = []
    for seed, slug in enumerate("ab"):
        file = lora(folder, tmp_path / f"{slug}.safetensors", seed=seed, rank=3)
        sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
        found.append(Painter(sha256=sha256, slug=slug, name=slug, file=file, trigger="alpha"))
    return found


def test_the_engine_paints_the_same_compiled(
    folder: Path, painter: list[Painter], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With another backend and no CUDA, but all of the engine's own way: room, padding, recording."""
    plain = PaintEngine(EngineOptions(device="cpu", dtype="float32"))
    job = plan_paint(halves(feather=8.0), finder(*painter), plain.describe(folder), "job")
    monkeypatch.setattr(device, "_check_compiler", lambda _: None)
    monkeypatch.setattr(residency, "Studio", partial(Studio, recorder=rerun, backend="aot_eager"))
    compiled = PaintEngine(EngineOptions(device="cpu", dtype="float32", compiled=True))
    pictures = []
    for one in (plain, compiled, compiled):
        events: list[ev.Event] = []
        one.run(job, events.append, lambda: False)
        assert isinstance(events[-1], ev.Finished), events[-1]
        pictures.append(events[-1].pixels.astype(np.int16))
    assert np.abs(pictures[1] - pictures[0]).max() <= 1
    assert np.array_equal(pictures[2], pictures[1])
    resident = compiled._residency._resident
    assert resident is not None
    assert resident.compiled().call.recorded == 1, "the second picture replays the first one's step"


def test_compiled_is_refused_where_it_would_do_nothing(
    folder: Path, painter: list[Painter], monkeypatch: pytest.MonkeyPatch
) -> None:
    on_cpu = PaintEngine(EngineOptions(device="cpu", compiled=True))
    job = plan_paint(halves(feather=8.0), finder(*painter), on_cpu.describe(folder), "job")
    events: list[ev.Event] = []
    on_cpu.run(job, events.append, lambda: False)
    last = events[-1]
    assert isinstance(last, ev.Failed)
    assert isinstance(last.error, CannotPaint)
    assert (last.error.what, last.error.value, last.error.allowed) == ("compiled", "cpu", "cuda")
    monkeypatch.setattr(device, "_check_compiler", lambda _: None)
    monkeypatch.setattr(device, "pick_device", lambda _: torch.device("cuda"))
    monkeypatch.setattr(device, "device_name", lambda _: "a small GPU")
    options = EngineOptions(dtype="bfloat16", memory=1 << 30, compiled=True)
    with pytest.raises(CannotPaint, match="whole model"):
        choose(1 << 31, 1 << 30, 1 << 20, options)


def test_attention_without_a_mask_is_flash_where_cudnn_is_no_faster(monkeypatch: pytest.MonkeyPatch) -> None:
    assert plain_backend(CPU) == "flash"
    monkeypatch.setattr(torch.backends.cudnn, "is_available", lambda: True)
    for capability, wanted in (((8, 9), "flash"), ((9, 0), "cudnn"), ((10, 0), "cudnn")):
        monkeypatch.setattr(torch.cuda, "get_device_capability", lambda _, c=capability: c)
        assert plain_backend(torch.device("cuda")) == wanted
