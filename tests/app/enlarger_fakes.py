"""An enlarger without networks that does as it is told."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

from artmaster_desktop.core import upscaling as up
from artmaster_desktop.core.errors import ArtmasterError
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.upscale_errors import UpscaleStopped

STRIP = 16


@dataclass
class FakeEnlarger:
    """Repeats pixels. ``fails`` is what it ends with in the middle; ``held`` waits there until it is let go
    or stopped.
    """

    fails: ArtmasterError | None = None
    held: bool = False
    reached: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)
    jobs: list[up.UpscaleJob] = field(default_factory=list)

    def describe(self, file: up.UpscalerFile) -> up.UpscalerCaps:
        return up.UpscalerCaps(name=file.path.stem, architecture="none", scale=2, parameters=0, reach=0)

    def strips(
        self, job: up.UpscaleJob, emit: Callable[[up.UpscaleEvent], None], cancelled: Callable[[], bool]
    ) -> up.Strips:
        self.jobs.append(job)
        return _Strips(self, job, cancelled)


@dataclass
class _Strips:
    owner: FakeEnlarger
    job: up.UpscaleJob
    cancelled: Callable[[], bool]

    @property
    def extent(self) -> Extent:
        return self.job.target

    def __iter__(self) -> Iterator[up.Rows]:
        target, source = self.job.target, self.job.source
        down = np.arange(target.height) * source.shape[0] // target.height
        across = np.arange(target.width) * source.shape[1] // target.width
        for top in range(0, target.height, STRIP):
            if top >= target.height // 2:
                self._halfway()
            yield source[down[top : top + STRIP]][:, across].astype(np.float32) / np.float32(255)

    def _halfway(self) -> None:
        if self.owner.fails is not None:
            raise self.owner.fails
        while self.owner.held and not self.owner.go_on.wait(0.005):
            self.owner.reached.set()
            if self.cancelled():
                raise UpscaleStopped(1, 2)
