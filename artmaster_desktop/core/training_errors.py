"""What can go wrong while a painter is taught, as types with fields."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from artmaster_desktop.core.errors import ArtmasterError


class TrainingError(ArtmasterError):
    """A painter could not be taught; works and painters on the disk are untouched."""


class CheckpointProblem(Enum):
    """Why a run cannot go on from its checkpoint."""

    DAMAGED = "cut off or damaged"
    OTHER_WORKS = "made from other works or captions"
    OTHER_RECIPE = "made with another recipe"
    OTHER_BASE = "made on another model"


class MeansProblem(Enum):
    """Why a means of saving memory cannot be had."""

    NO_CUDA = "it needs an NVIDIA card"
    NO_LIBRARY = "the library bitsandbytes is not installed"
    ONE_MEMORY = "processor and model share one memory here, so there is nothing to swap"


@dataclass(eq=False)
class MeansAbsent(TrainingError):
    """The recipe asks for ``name``, which cannot be had here."""

    name: str
    problem: MeansProblem


@dataclass(eq=False)
class TooFewWorks(TrainingError):
    """A manner cannot be told from a subject with so few works."""

    found: int
    needed: int


@dataclass(eq=False)
class NoBase(TrainingError):
    """The model called ``model`` paints only under guides or in holes: nobody is taught on it."""

    model: str


@dataclass(eq=False)
class BadWork(TrainingError):
    """The work called ``work`` cannot be learned from; ``detail`` says why."""

    work: str
    detail: str


@dataclass(eq=False)
class TrainingDiverged(TrainingError):
    """The loss was no longer a number at ``step``; ``rate`` was the learning rate."""

    step: int
    rate: float


@dataclass(eq=False)
class CheckpointUnusable(TrainingError):
    """The checkpoint at ``path`` is not this run's; it was not changed."""

    path: Path
    problem: CheckpointProblem
    detail: str = ""


@dataclass(eq=False)
class PainterExists(TrainingError):
    """There is a painter at ``path`` already; it was not overwritten."""

    path: Path
