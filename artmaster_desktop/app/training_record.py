"""Everything that was heard of a training, as the window draws it."""

from __future__ import annotations

from dataclasses import dataclass, field

from artmaster_desktop.core import training_event as ev
from artmaster_desktop.core.errors import ArtmasterError
from artmaster_desktop.storage.training_trace import TrainingTrace

MOST_SHEETS = 60


@dataclass(slots=True)
class TrainingRecord:
    """What was heard of a run: (step, value) pairs to be drawn, and the last of everything else."""

    losses: list[tuple[int, float]] = field(default_factory=list)
    ranks: list[tuple[int, int]] = field(default_factory=list)
    judged: list[ev.Judged] = field(default_factory=list)
    sheets: list[ev.SampleSheet] = field(default_factory=list)
    started: ev.TrainingStarted | None = None
    progress: ev.TrainingProgress | None = None
    step: int = 0
    seconds_left: float | None = None
    refused: ArtmasterError | None = None
    """Why the last checkpoint could not be written; the run goes on."""
    error: ArtmasterError | None = None
    made: ev.Trained | None = None

    def hear(self, event: ev.TrainingEvent) -> None:
        match event:
            case ev.TrainingStarted():
                self._begin(event)
            case ev.TrainingProgress():
                self.progress = event
            case ev.Learned():
                self.losses.append((event.step, event.flow))
                self.ranks.append((event.step, event.ranks))
                self.step, self.seconds_left, self.progress = event.step, event.seconds_left, None
            case ev.Judged():
                self.judged.append(event)
            case ev.SampleSheet():
                self.sheets = [*self.sheets, event][-MOST_SHEETS:]
            case ev.Checkpointed():
                self.refused = event.error
            case ev.Trained():
                self.made, self.step = event, event.steps
            case ev.TrainingPaused():
                self.step = event.step
            case ev.TrainingFailed():
                self.error = event.error
            case _:
                self.step = event.step

    def trace(self) -> TrainingTrace:
        """The numbers, to be kept."""
        judged = tuple((one.step, one.loss, one.base, one.best) for one in self.judged)
        return TrainingTrace(tuple(self.losses), tuple(self.ranks), judged)

    def _begin(self, event: ev.TrainingStarted) -> None:
        """Steps after the checkpoint are taken again."""
        self.started, self.step = event, event.resumed_from
        self.losses = [one for one in self.losses if one[0] <= event.resumed_from]
        self.ranks = [one for one in self.ranks if one[0] <= event.resumed_from]
        self.judged = [one for one in self.judged if one.step <= event.resumed_from]


def recorded(trace: TrainingTrace) -> TrainingRecord:
    """The record of a training that an earlier start of the program left."""
    judged = [ev.Judged("", *numbers) for numbers in trace.judged]
    return TrainingRecord(list(trace.losses), list(trace.ranks), judged)
