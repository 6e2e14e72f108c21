"""A training step's forward and backward as CUDA graphs, one for each shape: no GPU waits for launches then.

Recording is tried before the first picture is there. What was recorded must give the loss and gradients that
the ordinary step gives from the same random numbers, and new random numbers each time; otherwise, or where
anything cannot be recorded at all, `RefusedError` says so and the caller begins again without.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
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


@dataclass(frozen=True)
class _Recording:
    inputs: Batch
    replay: Replay


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
        try:
            replay = self._captured(lambda: self._work(inputs, distil))
            self._check(lambda: self._work(inputs, distil), replay)
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
        if self._pool is None:
            self._pool = torch.cuda.graph_pool_handle()
        side = torch.cuda.Stream()
        side.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(side):
            for _ in range(WARM):
                work()
        torch.cuda.current_stream().wait_stream(side)
        torch.cuda.synchronize()
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph, pool=self._pool):
            loss = work()

        def replay() -> Tensor:
            graph.replay()
            return loss

        return replay

    def _check(self, work: Replay, replay: Replay) -> None:
        state = self._random_state()
        ordinary, slow = self._measured(work)
        again = self._random_state()
        self._restore(state)
        recorded, fast = self._measured(replay)
        self._restore(again)
        other, _ = self._measured(replay)
        for wanted, got, most in zip(ordinary, recorded, (LOSS, NORM), strict=True):
            if not abs(got - wanted) <= most * abs(wanted) + 1e-6:
                raise RefusedError(f"a recording gave {recorded} where the step gave {ordinary}")
        if other == recorded:
            raise RefusedError("a recording repeats its random numbers")
        self.times.append((slow, fast))

    def _measured(self, work: Replay) -> tuple[tuple[float, float], float]:
        """((loss, gradient norm), seconds)."""
        self._wait()
        begun = time.monotonic()
        loss = work()
        self._wait()
        took = time.monotonic() - begun
        norm = torch.linalg.vector_norm(torch.stack(torch._foreach_norm(self._gradients)))
        return (float(loss), float(norm)), took

    def _wait(self) -> None:
        torch.cuda.synchronize()

    def _random_state(self) -> Tensor:
        return torch.cuda.get_rng_state()

    def _restore(self, state: Tensor) -> None:
        torch.cuda.set_rng_state(state)
