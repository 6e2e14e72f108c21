"""What can be done when a job failed: jobs that ask for less, none of them the one that failed before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

from artmaster_desktop.core.errors import ArtmasterError, DeviceFailed, NotFinite, OutOfMemory
from artmaster_desktop.core.event import Stage
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.job import PaintJob
from artmaster_desktop.core.job_change import smaller, with_fewer_painters, with_gentler_painters

SHRINKS = ((3, 4), (1, 2), (3, 8))
"""Of the sides. Memory above the weights grows with the area, so these need about 56, 25 and 14 %."""

FEWER_STEPS = (1, 2)
"""Of the steps: a picture of a slow, failing machine is sooner done."""


@dataclass(frozen=True, slots=True)
class TryAgain:
    """The same job: after other programs were closed, or a painter's file was put back."""

    job: PaintJob


@dataclass(frozen=True, slots=True)
class PaintSmaller:
    """Painted at ``painted`` instead of ``asked`` and enlarged to the canvas. Less memory, less detail."""

    job: PaintJob
    asked: Extent
    painted: Extent


@dataclass(frozen=True, slots=True)
class FewerSteps:
    """``steps`` instead of ``asked``: sooner done, rougher. Takes as much memory."""

    job: PaintJob
    asked: int
    steps: int


@dataclass(frozen=True, slots=True)
class FewerPainters:
    """Only the painters ``kept``, by slug, those with the largest shares; ``resting`` are left out."""

    job: PaintJob
    kept: tuple[str, ...]
    resting: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GentlerPainters:
    """Every painter at ``factor`` of its weight."""

    job: PaintJob
    factor: float


@dataclass(frozen=True, slots=True)
class OnTheCpu:
    """The same job on the processor: much slower, with the machine's own memory."""

    job: PaintJob


Choice: TypeAlias = TryAgain | PaintSmaller | FewerSteps | FewerPainters | GentlerPainters | OnTheCpu


def alternatives(
    error: ArtmasterError, job: PaintJob, *, min_side: int = 256, cpu: bool = False
) -> tuple[Choice, ...]:
    """What to offer after ``job`` ended with ``error``, the smallest sacrifice first.

    ``min_side`` is the model's, in pixels. ``cpu``: the engine can be moved to the processor.
    """
    match error:
        case OutOfMemory(device, stage):
            away: tuple[Choice, ...] = (OnTheCpu(job),) if cpu and device != "cpu" else ()
            less: tuple[Choice, ...] = (*_smaller(job, min_side), *_fewer_painters(job))
            weights = stage == Stage.LOADING.value  # then it is the model itself that does not fit
            return (*away, *less, TryAgain(job)) if weights else (*less, *away, TryAgain(job))
        case NotFinite(_, painters):
            gentler = (GentlerPainters(with_gentler_painters(job, 0.5), 0.5),) if painters else ()
            return (*gentler, *_fewer_painters(job), TryAgain(job))
        case DeviceFailed(device):
            away = (OnTheCpu(job),) if cpu and device != "cpu" else ()
            return (TryAgain(job), *_fewer_steps(job), *_smaller(job, min_side), *away)
    return (TryAgain(job),)


def _smaller(job: PaintJob, min_side: int) -> tuple[PaintSmaller, ...]:
    found: dict[Extent, PaintSmaller] = {}
    for numerator, denominator in SHRINKS:
        shrunk = smaller(job, numerator, denominator, min_side)
        if shrunk is not job:
            found.setdefault(shrunk.extent, PaintSmaller(shrunk, job.extent, shrunk.extent))
    return tuple(found.values())


def _fewer_painters(job: PaintJob) -> tuple[FewerPainters, ...]:
    count = len(job.painters) // 2
    if count == 0:
        return ()
    fewer = with_fewer_painters(job, count)
    kept = tuple(painter.slug for painter in fewer.painters)
    resting = tuple(painter.slug for painter in job.painters if painter not in fewer.painters)
    return (FewerPainters(fewer, kept, resting),)


def _fewer_steps(job: PaintJob) -> tuple[FewerSteps, ...]:
    numerator, denominator = FEWER_STEPS
    steps = max(1, job.steps * numerator // denominator)
    return (FewerSteps(replace(job, steps=steps), job.steps, steps),) if steps < job.steps else ()
