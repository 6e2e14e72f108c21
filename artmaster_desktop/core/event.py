"""What the engine says while it works: a stream of frozen, picklable events, in order, ending in exactly one
of Finished, Failed or Cancelled."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias

from artmaster_desktop.core.errors import ArtmasterError
from artmaster_desktop.core.notice import Notice
from artmaster_desktop.core.raster import Pixels


class Stage(Enum):
    """The parts of a job that take time, in order. Only a job that comes while a painter is taught waits."""

    WAITING = "waiting for the training to step aside"
    LOADING = "loading the model"
    READING = "reading the text"
    PAINTING = "painting"
    DECODING = "finishing the picture"


@dataclass(frozen=True, slots=True)
class Placement:
    """What the engine chose: ``device`` (cuda:0, mps, cpu), ``dtype``, how the model lies in memory, and
    why.
    """

    device: str
    device_name: str
    dtype: str
    offload: str
    reason: str


@dataclass(frozen=True, slots=True)
class Started:
    """The job has begun: where it runs, and all that will be done otherwise than asked."""

    job: str
    placement: Placement
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """``step`` of ``steps`` of this stage are done; ``seconds_left`` for the whole job, None while
    unknown.
    """

    job: str
    stage: Stage
    step: int
    steps: int
    seconds_left: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Preview:
    """The forming picture after ``step``: uint8 RGB ``[h, w, 3]``, an eighth of the job's size a side."""

    job: str
    step: int
    pixels: Pixels


@dataclass(frozen=True, slots=True, kw_only=True)
class PaintReport:
    """What was done, for the file beside the picture. ``seconds`` by stage; ``sha256`` is that of the
    pixels.
    """

    placement: Placement
    seconds: tuple[tuple[str, float], ...]
    steps: int
    seed: int
    sha256: str
    texts: tuple[str, ...]
    text_lengths: tuple[int, ...]
    painters: tuple[tuple[str, str], ...] = ()
    notices: tuple[Notice, ...] = ()
    versions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Finished:
    """The picture, uint8 RGB ``[H, W, 3]`` of the job's output extent."""

    job: str
    pixels: Pixels
    report: PaintReport


@dataclass(frozen=True, slots=True)
class Failed:
    """The job ended with an error; nothing was changed."""

    job: str
    error: ArtmasterError = field(compare=False)


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The job was stopped by the artist after ``step``."""

    job: str
    step: int


Event: TypeAlias = Started | Progress | Preview | Finished | Failed | Cancelled
