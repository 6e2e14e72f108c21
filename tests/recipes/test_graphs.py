"""Recorded steps: they must do what the ordinary step does, and be refused where they do not."""

from __future__ import annotations

import dataclasses
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode

sys.path.insert(0, str(Path(__file__).parents[2] / "models" / "recipes"))

from starter import base, runtime, tokenisers
from starter.graphs import Recorder, RefusedError, as_if_recording, key_of
from starter.plan import Plan

TOY = Plan.smoke()
PLAN = dataclasses.replace(
    TOY, tokeniser_texts=600, tokens_per_step=300, early=TOY.early[2:], late=(TOY.late[0], TOY.late[4])
)
CPU = torch.device("cpu")


class Repeater(Recorder):
    """Stands in for a GPU's recordings: calls the work again, on the recording's own inputs."""

    slower = float("inf")

    def _captured(self, work: Callable[[], Tensor]) -> Callable[[], Tensor]:
        return work

    def _wait(self) -> None:
        pass

    def _random_state(self) -> Tensor:
        return torch.get_rng_state()

    def _restore(self, state: Tensor) -> None:
        torch.set_rng_state(state)


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("graphs")
    tokenisers.build(PLAN, folder / "tokenisers", seed=1)
    return folder


def _trained(state: Path, recorded: bool) -> tuple[base.Trainer, list[float]]:
    trainer = base.Trainer(PLAN, state, CPU, seed=3)
    if recorded:
        trainer.record(Repeater)
    torch.manual_seed(9)
    losses = []
    for phase, distil in ((PLAN.early, False), (PLAN.late, True), (PLAN.early, False)):
        for bucket in phase:
            batch = trainer._noise(bucket, bucket.formats[-1])
            losses.append(trainer.train_step(batch, distil, 0.1).item())
    return trainer, losses


def test_recorded_steps_train_as_ordinary_ones(state: Path) -> None:
    ordinary, wanted = _trained(state, False)
    recorded, got = _trained(state, True)
    assert recorded.recorder is not None
    assert len(recorded.recorder.times) == 3
    assert got == pytest.approx(wanted, rel=1e-3)
    for mine, theirs in zip(recorded.weights, ordinary.weights, strict=True):
        assert torch.allclose(mine, theirs, atol=3e-3)
    recorded.forget()
    assert all(w.grad is None for w in recorded.weights)
    assert recorded.train_step(recorded._noise(PLAN.late[0], "square"), False, 0.1).isfinite()


def test_only_known_shapes_are_replayed(state: Path) -> None:
    trainer = base.Trainer(PLAN, state, CPU, seed=3)
    trainer.record(Repeater)
    assert trainer.recorder is not None
    rare = next(b for b in PLAN.late if not b.compiled)
    batch = trainer._noise(rare, "square")
    assert trainer.recorder.run(batch, False) is None
    assert trainer.train_step(batch, False, 0.1).isfinite()
    known = trainer._noise(PLAN.early[0], "joint")
    assert trainer.recorder.run(known, False) is not None
    assert trainer.recorder.run(known, True) is None
    assert key_of(known, True) != key_of(known, False)


class _Wrong(Repeater):
    def _captured(self, work: Callable[[], Tensor]) -> Callable[[], Tensor]:
        return lambda: 2 * work()


class _Frozen(Repeater):
    def _captured(self, work: Callable[[], Tensor]) -> Callable[[], Tensor]:
        state = torch.get_rng_state()

        def replay() -> Tensor:
            torch.set_rng_state(state)
            return work()

        return replay


class _Impossible(Repeater):
    def _captured(self, work: Callable[[], Tensor]) -> Callable[[], Tensor]:
        raise RuntimeError("operation not permitted when stream is capturing")


class _Slow(Repeater):
    slower = 0.0


@pytest.mark.parametrize(
    ("kind", "why"),
    [(_Slow, "takes"), (_Wrong, "where the step gave"), (_Frozen, "repeats"), (_Impossible, "capturing")],
)
def test_what_cannot_be_recorded_well_is_refused(state: Path, kind: Any, why: str) -> None:
    trainer = base.Trainer(PLAN, state, CPU, seed=3)
    with pytest.raises(RefusedError, match=why):
        trainer.record(kind)
    assert trainer.recorder is None


WAITS = (
    "_local_scalar_dense",
    "nonzero",
    "masked_select",
    "unique",
    "repeat_interleave.Tensor",
    "is_nonzero",
)
"""What makes the host wait for a GPU: nothing that is recorded may."""


class _Overheard(TorchDispatchMode):
    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.waits: list[str] = []

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        flagged = any(word in str(func) for word in WAITS)
        masks = (
            [i for i in args[1] if i is not None and i.dtype == torch.bool] if "index" in str(func) else []
        )
        self.waits += [str(func)] if flagged or masks else []
        return func(*args, **(kwargs or {}))


@pytest.mark.parametrize("distil", [False, True])
def test_a_step_never_waits_for_its_own_numbers(state: Path, distil: bool) -> None:
    """The libraries look whether masks are empty, and know that they must not while a GPU records."""
    trainer = base.Trainer(PLAN, state, CPU, seed=3)
    batches = [trainer._noise(PLAN.early[0], "joint"), trainer._noise(PLAN.late[0], "square")]
    for batch in batches:
        with _Overheard() as heard, as_if_recording():
            trainer.loss(batch, distil)
        assert heard.waits == []
    with _Overheard() as heard:
        float(torch.ones(3)[torch.tensor([True, False, True])].sum())
    assert len(heard.waits) == 2
    assert torch.cuda.is_current_stream_capturing.__name__ != "<lambda>"


def test_what_hangs_is_done_without() -> None:
    waited, called = threading.Event(), []

    def instead() -> None:
        called.append("late")
        waited.set()

    with runtime.Patience(60.0, instead):
        pass
    with runtime.Patience(0.01, instead):
        assert waited.wait(60.0)
    assert called == ["late"]
