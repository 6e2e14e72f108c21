"""What can go wrong with guides and with what makes or follows them, as types with fields."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from artmaster_desktop.core.errors import ArtmasterError


class StructureError(ArtmasterError):
    """A guide was not made or cannot be followed; the document and everything saved are untouched."""


class ControlProblem(Enum):
    """Why a model cannot follow a guide, or make one."""

    MISSING = "not there"
    NOT_ONE = "no model of this use"
    DAMAGED = "cut off or damaged"
    OTHER_BASE = "made for another model"
    CHANGED = "not the one that the picture was planned with"
    OTHER_KIND = "was not taught this kind of guide"
    HAS_CODE = "a folder with program code"
    BAD_NUMBERS = "holds NaN, infinite or absurdly large numbers"
    WRONG_SHAPE = "does not fit the model's layers"
    OWN_GUIDE = "a model that paints only under a guide of its own"
    NO_OWN_GUIDE = "a model that follows no guide itself"
    ONE_ONLY = "one of its kind at once"


@dataclass(eq=False)
class ControlUnusable(StructureError):
    """The model at ``path`` that should follow guides cannot; ``detail`` says where it shows, or nothing."""

    path: Path
    problem: ControlProblem
    detail: str = ""


@dataclass(eq=False)
class DetectorUnusable(StructureError):
    """The model at ``path`` that should make guides or regions cannot; ``detail`` as above."""

    path: Path
    problem: ControlProblem
    detail: str = ""


class GuideProblem(Enum):
    """What is wrong with a guide of a job or a document."""

    EMPTY = "nothing is drawn on it"
    OTHER_SIZE = "of another size than the painting"
    OTHER_GRID = "its places are of another grid than the painting"
    OUT_OF_RANGE = "its strength or its steps are out of range"
    UNKNOWN_LAYER = "no such layer"
    UNKNOWN_REGION = "no such region"
    TOO_SMALL = "too small a picture"


@dataclass(eq=False)
class GuideUnusable(StructureError):
    """The guide ``guide`` (its name) cannot be used; ``detail`` names the value."""

    guide: str
    problem: GuideProblem
    detail: str = ""
