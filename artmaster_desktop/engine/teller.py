"""Says how a job goes on: stages, steps, time left; and listens for the wish to stop."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from artmaster_desktop.core import event as ev
from artmaster_desktop.core.job import PaintJob
from artmaster_desktop.core.notice import Notice
from artmaster_desktop.core.raster import Pixels

DECODING_SHARE = 1.5
"""How long finishing the picture takes, in painting steps: a guess."""


class Stopped(Exception):
    """Raised inside a run to leave it by every ``finally`` on the way; ``step`` is the last one done."""

    def __init__(self, step: int) -> None:
        super().__init__(step)
        self.step = step


class Teller:
    """The voice of one job. Every call that tells also asks whether to stop, and then raises Stopped."""

    def __init__(
        self, job: PaintJob, emit: Callable[[ev.Event], None], cancelled: Callable[[], bool]
    ) -> None:
        self._job = job.id
        self._emit = emit
        self._cancelled = cancelled
        self.stage = ev.Stage.LOADING
        self._steps = 1
        self._began = time.monotonic()
        self._spent: dict[ev.Stage, float] = {}
        self._painted = 0

    @property
    def seconds(self) -> tuple[tuple[str, float], ...]:
        """Seconds by stage so far, the one under way included."""
        spent = dict(self._spent)
        spent[self.stage] = spent.get(self.stage, 0.0) + time.monotonic() - self._began
        return tuple((stage.name.lower(), round(second, 4)) for stage, second in spent.items())

    def begin(self, stage: ev.Stage, steps: int) -> None:
        """A stage of ``steps`` begins."""
        now = time.monotonic()
        self._spent[self.stage] = self._spent.get(self.stage, 0.0) + now - self._began
        self.stage, self._steps, self._began = stage, steps, now
        self.step(0)

    def started(self, placement: ev.Placement, notices: Sequence[Notice]) -> None:
        """What was chosen, and what will be done otherwise than asked."""
        self._emit(ev.Started(self._job, placement, tuple(notices)))

    def step(self, step: int) -> None:
        """``step`` of the stage's steps are done."""
        if self.stage is ev.Stage.PAINTING:
            self._painted = step
        if self._cancelled():
            raise Stopped(self._painted)
        self._emit(ev.Progress(self._job, self.stage, step, self._steps, self._left(step)))

    def preview(self, step: int, pixels: Pixels) -> None:
        """The forming picture after ``step``."""
        self._emit(ev.Preview(self._job, step, pixels))

    def _left(self, step: int) -> float | None:
        if self.stage is not ev.Stage.PAINTING or step == 0:
            return None
        each = (time.monotonic() - self._began) / step
        return each * (self._steps - step + DECODING_SHARE)
