"""A training step's forward and backward as CUDA graphs, one for each shape: no GPU waits for launches then.

Recording is tried before the first picture is there. What was recorded must give the loss and gradients that
the ordinary step gives from the same random numbers, and new random numbers each time; otherwise, or where
anything cannot be recorded at all, `RefusedError` says so and the caller begins again without.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from .latents import Batch
from .regions import Regions

Work = Callable[[Batch, bool], Tensor]
Replay = Callable[[], Tensor]
WARM, LOSS, NORM = 2, 0.10, 0.35
"""Runs before recording; how far loss and gradient norm may be from the ordinary step's, relatively."""


class RefusedError(RuntimeError):
    """A step could not be recorded, or its recording does something else. Start anew without recordings: the
    device may be left in a state that spoils later steps."""


def tensors_of(batch: Batch) -> list[Tensor]:
    """All tensors of a batch in order."""
    regions = [] if batch.regions is None else [batch.regions.ids, batch.regions.areas]
    return [batch.latents, batch.t5, batch.clip, batch.subjects, *regions]


def key_of(batch: Batch, distil: bool) -> tuple[Any, ...]:
    """What two batches must share to be run by one recording."""
    return (distil, *(tuple(t.shape) for t in tensors_of(batch)))


@contextmanager
def as_if_recording() -> Iterator[None]:
    """Libraries go other ways while a GPU records, for they may not look whether a mask is empty: what they
    need there is loaded before."""
    truly = torch.cuda.is_current_stream_capturing
    torch.cuda.is_current_stream_capturing = lambda: True
    try:
        yield
    finally:
        torch.cuda.is_current_stream_capturing = truly


@dataclass(frozen=True)
class _Recording:
    inputs: Batch
    replay: Replay


@dataclass(frozen=True)
class Measured:
    """A step's loss and gradient norm, and the seconds that it took."""

    values: tuple[float, float]
    seconds: float


class Recorder:
    """Recordings of `work`, which puts its gradients into the fixed tensors `gradients` in place of the last
    ones and returns the loss. Refused are recordings that take more than `slower` times as long as the step:
    others may be using the GPU just then."""

    slower = 1.5

    def __init__(self, work: Work, gradients: Sequence[Tensor]) -> None:
        self._work, self._gradients = work, list(gradients)
        self._recordings: dict[tuple[Any, ...], _Recording] = {}
        self._pool: Any = None
        self.times: list[tuple[float, float]] = []

    def run(self, batch: Batch, distil: bool) -> Tensor | None:
        """The loss, by a recording; None where there is none of this shape. Overwritten by the next run."""
        found = self._recordings.get(key_of(batch, distil))
        if found is None:
            return None
        for mine, given in zip(tensors_of(found.inputs), tensors_of(batch), strict=True):
            mine.copy_(given)
        return found.replay()

    def record(self, batch: Batch, distil: bool) -> None:
        """Record the step for batches like this one. Raises `RefusedError`."""
        key = key_of(batch, distil)
        if key in self._recordings:
            return
        own = [t.contiguous().clone() for t in tensors_of(batch)]
        inputs = Batch(own[0], own[1], own[2], own[3], Regions(own[4], own[5]) if own[4:] else None)

        def step() -> Tensor:
            return self._work(inputs, distil)

        try:
            for _ in range(WARM):
                step()
            with as_if_recording():
                step()
            state = self._random_state()
            wanted = self._measured(step)
            replay = self._captured(step)
            self._check(wanted, state, replay)
        except RefusedError:
            raise
        except RuntimeError as error:
            raise RefusedError(f"{type(error).__name__}: {error}") from error
        self._recordings[key] = _Recording(inputs, replay)

    def mean_times(self) -> tuple[float, float]:
        """Seconds of a step by launches and of its recording, on average. Raises `RefusedError` where
        recordings do not pay."""
        slow, fast = (sum(times) / len(self.times) for times in zip(*self.times, strict=True))
        if fast > self.slower * slow:
            raise RefusedError(f"a recording takes {1000 * fast:.0f} ms, the step {1000 * slow:.0f}")
        return slow, fast

    def _captured(self, work: Replay) -> Replay:
        """All recordings share one pool of memory: none needs what another has left there.

        What the ordinary steps took is given back first, so that the device holds one step's memory and not
        two; collecting garbage ends graphs of old steps, which would tie the recording to their stream.
        """
        if self._pool is None:
            self._pool = torch.cuda.graph_pool_handle()
        gc.collect()
        torch.cuda.synchronize()
        torch.cuda.empty_cache()
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph, pool=self._pool, capture_error_mode="thread_local"):
            loss = work()

        def replay() -> Tensor:
            graph.replay()
            return loss

        return replay

    def _check(self, ordinary: Measured, state: Tensor, replay: Replay) -> None:
        """Compare with the ordinary step, which began from the random numbers of `state`."""
        again = self._random_state()
        self._restore(state)
        recorded = self._measured(replay)
        self._restore(again)
        other = self._measured(replay)
        for wanted, got, most in zip(ordinary.values, recorded.values, (LOSS, NORM), strict=True):
            if not abs(got - wanted) <= most * abs(wanted) + 1e-6:
                raise RefusedError(
                    f"a recording gave {recorded.values} where the step gave {ordinary.values}"
                )
        if other.values == recorded.values:
            raise RefusedError("a recording repeats its random numbers")
        self.times.append((ordinary.seconds, recorded.seconds))

    def _measured(self, work: Replay) -> Measured:
        self._wait()
        begun = time.monotonic()
        loss = work()
        self._wait()
        took = time.monotonic() - begun
        norm = torch.linalg.vector_norm(torch.stack(torch._foreach_norm(self._gradients)))
        return Measured((float(loss), float(norm)), took)

    def _wait(self) -> None:
        torch.cuda.synchronize()

    def _random_state(self) -> Tensor:
        return torch.cuda.get_rng_state()

    def _restore(self, state: Tensor) -> None:
        torch.cuda.set_rng_state(state)
