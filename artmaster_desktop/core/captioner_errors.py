"""What can be wrong with a captioner of the artist's, as types with fields."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from artmaster_desktop.core.errors import WorksError


class CaptionerProblem(Enum):
    """Why a captioner cannot be used."""

    MISSING = "it is not a model's folder: config.json is not there"
    OTHER_KIND = "it holds a model that does not tell pictures in words"
    NO_SAFETENSORS = "its weights are not in safetensors, and other files can run code"
    DAMAGED = "it is damaged, or not whole"


@dataclass(eq=False)
class CaptionerUnusable(WorksError):
    """The captioner in the folder ``path`` cannot write captions; ``detail`` gives the library's words."""

    path: Path
    problem: CaptionerProblem
    detail: str = ""
