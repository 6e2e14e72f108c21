"""While somebody paints, nothing of a training stays on the device; afterwards it goes on bit for bit.

A copy in ordinary memory stands for the device: what is left must be let go, and what comes back is a copy.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch
from torch import Tensor, nn
from torch.multiprocessing.reductions import StorageWeakRef

from artmaster_desktop.core import training_event as ev
from artmaster_desktop.core.training import TrainingJob
from artmaster_desktop.engine.device import EngineOptions
from artmaster_desktop.engine.residency import Residency
from artmaster_desktop.engine.training import away, run
from artmaster_desktop.engine.training.away import Belongings
from artmaster_desktop.engine.training.run import TrainingRun
from artmaster_desktop.engine.training.swap import BlockSwap
from tests.engine.test_training_rules import school
from tests.engine.test_training_run import same
from tests.engine.tiny_model import build
from tests.engine.training_jobs import SHORT, job, works, write

CPU = torch.device("cpu")
RECIPE = replace(SHORT, epochs=2, sample_every=1, style=0.05, informed=2, held_out=0, windows=0.0)
FEW = works(2, size=(64, 64))


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("model") / "flux")


@pytest.fixture(scope="module")
def straight(model: Path, tmp_path_factory: pytest.TempPathFactory) -> TrainingJob:
    """A run that nobody disturbs."""
    asked = job(model, tmp_path_factory.mktemp("straight"), RECIPE, works=FEW)
    made = TrainingRun(asked, CPU, write, lambda _: None, lambda: ev.Wish.GO).run()
    assert isinstance(made, ev.Trained)
    return asked


@pytest.fixture
def device(monkeypatch: pytest.MonkeyPatch) -> None:
    """The processor is a device with memory of its own."""
    monkeypatch.setattr(away, "apart", lambda _device: True)
    monkeypatch.setattr(away, "moved", lambda values, _device: values.clone())
    monkeypatch.setattr(run, "WAITING", 0.001)


class Artist:
    """Paints (lets the training wait) at every ``often``-th question, for three looks; then lets it go on, or
    stops it as ``then``. ``look`` is called with the number of the look.
    """

    def __init__(self, often: int, look: Callable[[int], None] = lambda _: None) -> None:
        self.often, self.look, self.then = often, look, ev.Wish.GO
        self.asked, self.looks, self.paintings = 0, 0, 0
        self.waited, self._begun = 0.0, 0.0

    def wish(self) -> ev.Wish:
        self.asked += not self.looks
        if self.asked % self.often:
            return ev.Wish.GO
        if not self.looks:
            self._begun = time.monotonic()
        self.looks += 1
        self.look(self.looks)
        if self.looks < 4:
            return ev.Wish.WAIT
        self.looks, self.paintings = 0, self.paintings + 1
        self.asked += 1
        self.waited += time.monotonic() - self._begun
        return self.then


def kept(training: TrainingRun) -> Iterator[Tensor]:
    """All that a training has on its device, found without asking it."""
    pupil = training._pupil
    yield from training._model.transformer.parameters()
    yield from pupil.average.values()
    yield from pupil.best.values()
    for state in pupil._optimiser.state.values():
        yield from (value for value in state.values() if isinstance(value, Tensor))
    allocator = pupil.apprentice._peft.base_model.rankallocator
    for values in (allocator.ipt, allocator.exp_avg_ipt, allocator.exp_avg_unc):
        yield from values.values()
    style = training._examiner.style
    assert style is not None
    assert style._mixture is not None
    yield style._mixture
    for manners in style._manners.values():
        yield from (tensor for one in manners for tensor in (one.mean, one.deviation, one.gram))


@pytest.mark.usefixtures("device")
def test_a_training_that_steps_aside_everywhere_makes_the_same_painter(
    straight: TrainingJob, model: Path, tmp_path: Path
) -> None:
    artist = Artist(2)
    asked = job(model, tmp_path, RECIPE, works=FEW)
    begun = time.monotonic()
    made = TrainingRun(asked, CPU, write, lambda _: None, artist.wish).run()
    wall = time.monotonic() - begun
    assert artist.paintings > 3  # while reading, before lessons, between steps and within samples
    assert same(straight, asked)
    assert isinstance(made, ev.Trained)
    assert made.seconds <= wall - artist.waited  # the time in which somebody painted is not learning's


@pytest.mark.usefixtures("device")
def test_nothing_stays_on_the_device_while_somebody_paints(model: Path, tmp_path: Path) -> None:
    found: list[tuple[int, StorageWeakRef]] = []
    checked: list[int] = []

    def look(number: int) -> None:
        if not hasattr(training, "_pupil") or training._pupil.step < 1:
            return
        if number == 1:
            found[:] = [(t.numel(), StorageWeakRef(t.untyped_storage())) for t in kept(training)]
        else:
            checked.append(sum(size for size, storage in found if not storage.expired()))
            assert len(found) > 20

    artist = Artist(3, look)
    training = TrainingRun(job(model, tmp_path, RECIPE, works=FEW), CPU, write, lambda _: None, artist.wish)
    assert isinstance(training.run(), ev.Trained)
    assert len(checked) > 1
    assert set(checked) == {0}


@pytest.mark.usefixtures("device")
def test_a_training_that_is_paused_while_somebody_paints_stays_away(
    straight: TrainingJob, model: Path, tmp_path: Path
) -> None:
    broken = job(model, tmp_path, RECIPE, works=FEW)
    left: list[StorageWeakRef] = []

    def look(number: int) -> None:
        if getattr(training, "_step", 0) < 2:
            return
        if number == 1:
            left[:] = [StorageWeakRef(p.untyped_storage()) for p in training._model.transformer.parameters()]
        artist.then = ev.Wish.PAUSE

    artist = Artist(2, look)
    training = TrainingRun(broken, CPU, write, lambda _: None, artist.wish)
    ended = training.run()
    assert isinstance(ended, ev.TrainingPaused)
    assert left
    assert all(storage.expired() for storage in left)
    assert training._belongings.away
    TrainingRun(broken, CPU, write, lambda _: None, lambda: ev.Wish.GO).run()
    assert same(straight, broken)


def test_where_all_memory_is_one_nothing_moves() -> None:
    layer = nn.Linear(4, 4)
    belongings = Belongings(CPU)
    belongings.modules = [layer]
    storage = layer.weight.untyped_storage().data_ptr()
    belongings.leave()
    assert not belongings.away
    assert layer.weight.untyped_storage().data_ptr() == storage


@pytest.mark.usefixtures("device")
def test_gradients_buffers_and_packed_numbers_go_along() -> None:
    layer = nn.Linear(4, 4)
    layer.register_buffer("table", torch.arange(6.0))
    layer.weight.grad = torch.ones(4, 4)
    inner = SimpleNamespace(absmax=torch.ones(3))
    layer.weight.quant_state = SimpleNamespace(absmax=torch.ones(2), code=torch.ones(5), state2=inner, size=7)  # type: ignore[attr-defined]
    kept_ = [layer.weight, layer.bias, layer.table, layer.weight.grad, inner.absmax]
    before = [tensor.detach().clone() for tensor in kept_ if isinstance(tensor, Tensor)]
    storages = [StorageWeakRef(t.untyped_storage()) for t in kept_ if isinstance(t, Tensor)]
    belongings = Belongings(CPU)
    belongings.modules = [layer]
    belongings.leave()
    belongings.leave()
    assert all(storage.expired() for storage in storages)
    belongings.come_back()
    assert not belongings.away
    assert all(torch.equal(a, b) for a, b in zip(before, kept_, strict=True) if isinstance(b, Tensor))


class Crowded:
    """A device with room for ``room`` tensors until a painting's model is forgotten."""

    def __init__(self, room: int, host: Residency) -> None:
        self.room, self.host = room, host

    def __call__(self, values: Tensor, _device: torch.device) -> Tensor:
        if self.room <= 0 and self.host._resident is not None:
            raise torch.OutOfMemoryError("CUDA out of memory")
        self.room -= 1
        return values.clone()


@pytest.mark.usefixtures("device")
def test_where_there_is_no_room_the_painting_model_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    host = Residency(EngineOptions(device="cpu"))
    host._resident = object()  # type: ignore[assignment]
    layers = nn.Sequential(nn.Linear(3, 3), nn.Linear(3, 3))
    values = [parameter.detach().clone() for parameter in layers.parameters()]
    belongings = Belongings(CPU)
    belongings.modules = [layers]
    belongings.leave()
    monkeypatch.setattr(away, "moved", Crowded(2, host))
    belongings.come_back()
    assert host._resident is None
    assert all(torch.equal(a, b) for a, b in zip(values, layers.parameters(), strict=True))


@pytest.mark.usefixtures("device")
def test_trouble_that_is_no_lack_of_room_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    belongings = Belongings(CPU)
    belongings.modules = [nn.Linear(3, 3)]
    belongings.leave()

    def broken(values: Tensor, device: torch.device) -> Tensor:
        raise RuntimeError("CUDA error: device-side assert triggered")

    monkeypatch.setattr(away, "moved", broken)
    with pytest.raises(RuntimeError, match="assert"):
        belongings.come_back()
    assert belongings.away


def test_swapped_blocks_rest_and_give_the_same_bits(model: Path) -> None:
    recipe = replace(SHORT, checkpointing=True, informed=0)
    found = []
    for resting in (False, True):
        transformer, pupil, examiner, course = school(model, recipe)
        transformer.enable_gradient_checkpointing()
        swap = BlockSwap(transformer, 3, CPU)
        for _ in range(3):
            pupil.take_step(examiner, course)
            if resting:
                swap._fetch(0)
                swap.rest()
                assert swap.visiting == 0
                swap.go_on()
        found.append({name: p.detach().clone() for name, p in pupil.apprentice.trained.items()})
        swap.rest()
        swap.remove()
        assert swap.visiting == 0
    assert all(torch.equal(found[0][name], found[1][name]) for name in found[0])
