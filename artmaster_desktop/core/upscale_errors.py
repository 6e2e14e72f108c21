"""What can go wrong while a picture is made larger, as types with fields."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from artmaster_desktop.core.errors import ArtmasterError


class UpscaleError(ArtmasterError):
    """The picture was not made larger; the one it comes from is untouched."""


class UpscalerProblem(Enum):
    """Why an upscaler's file cannot be used."""

    NOT_A_MODEL = "neither safetensors nor a PyTorch file"
    UNTRUSTED = "a PyTorch file, and nobody said that its source is trusted"
    HOSTILE = "holds more than numbers"
    DAMAGED = "cut off or damaged"
    UNKNOWN = "no upscaler that is known"
    NOT_AN_UPSCALER = "a network for something else"
    WRONG_CHANNELS = "made for other than RGB pictures"


@dataclass(eq=False)
class UpscalerUnusable(UpscaleError):
    """The upscaler's file is not usable; ``detail`` gives the library's own words, or nothing."""

    path: Path
    problem: UpscalerProblem
    detail: str = ""


@dataclass(eq=False)
class UpscaleStopped(UpscaleError):
    """The artist stopped it after ``done`` of ``tiles``."""

    done: int
    tiles: int


@dataclass(eq=False)
class CannotUpscale(UpscaleError):
    """``what`` is ``value``, possible is ``allowed``."""

    what: str
    value: str
    allowed: str
