"""What a training run says while it works: frozen events in order, ending in exactly one of ``Trained``,
``TrainingPaused``, ``TrainingCancelled`` or ``TrainingFailed``."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import TypeAlias

from artmaster_desktop.core.errors import ArtmasterError
from artmaster_desktop.core.event import Placement
from artmaster_desktop.core.raster import Pixels


class TrainingStage(Enum):
    """The parts of a run, in order."""

    LOADING = "loading the model"
    READING = "reading the works"
    LEARNING = "learning"
    SAMPLING = "painting samples"
    SAVING = "saving the painter"


class Wish(Enum):
    """What the artist wants of a run: go on, wait (the device is needed elsewhere), stop for another day,
    or stop for good."""

    GO = "go"
    WAIT = "wait"
    PAUSE = "pause"
    CANCEL = "cancel"


class Ending(Enum):
    """Why learning ended."""

    COMPLETE = "all steps were taken"
    OVERFIT = "works that were held out were no longer painted better"


@dataclass(frozen=True, slots=True)
class TrainingStarted:
    """Where it runs, how many steps are to be taken, how many were taken before (``resumed_from``), how many
    pictures are shown and held out, and how many numbers are taught."""

    job: str
    placement: Placement
    steps: int
    resumed_from: int
    shown: int
    held_out: int
    parameters: int


@dataclass(frozen=True, slots=True)
class TrainingProgress:
    """``step`` of ``steps`` of a stage; ``seconds_left`` for the whole run, None while unknown."""

    job: str
    stage: TrainingStage
    step: int
    steps: int
    seconds_left: float | None = None


@dataclass(frozen=True, slots=True)
class Learned:
    """One step: the loss of flow matching and of the carry, style and preserve rules (None where they were
    not applied), the rate, and the ranks in use, all layers together."""

    job: str
    step: int
    flow: float
    carry: float | None
    rate: float
    ranks: int
    seconds_left: float | None = None
    style: float | None = None
    preserve: float | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """The averaged weights on the works that were held out, at fixed noise; ``base`` is the loss without the
    painter, ``best`` the lowest so far."""

    job: str
    step: int
    loss: float
    base: float
    best: float


@dataclass(frozen=True, slots=True, eq=False)
class SampleSheet:
    """Pictures with fixed seeds, side by side: uint8 RGB ``[h, w, 3]``."""

    job: str
    step: int
    pixels: Pixels
    prompts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Checkpointed:
    """From here the run can go on after anything. ``error`` is set where the disk refused: the last good
    checkpoint is still there, the run goes on and tries again."""

    job: str
    step: int
    error: ArtmasterError | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Trained:
    """The painter is in ``file``. ``ranks`` are the smallest and largest of its layers."""

    job: str
    file: Path
    steps: int
    ending: Ending
    ranks: tuple[int, int]
    seconds: float


@dataclass(frozen=True, slots=True)
class TrainingPaused:
    """The run stopped after ``step`` and can go on from ``checkpoint``."""

    job: str
    step: int
    checkpoint: Path


@dataclass(frozen=True, slots=True)
class TrainingCancelled:
    """The run was stopped for good after ``step``; no painter was written."""

    job: str
    step: int


@dataclass(frozen=True, slots=True)
class TrainingFailed:
    """The run ended with an error; the last checkpoint, if there was one, is still there."""

    job: str
    error: ArtmasterError = field(compare=False)


TrainingEvent: TypeAlias = (
    TrainingStarted
    | TrainingProgress
    | Learned
    | Judged
    | SampleSheet
    | Checkpointed
    | Trained
    | TrainingPaused
    | TrainingCancelled
    | TrainingFailed
)
