"""What a job is for: who asked, and what becomes of the picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Paint:
    """The artist pressed Paint."""


@dataclass(frozen=True, slots=True)
class Live:
    """Live mode: the next one takes its place."""


@dataclass(frozen=True, slots=True)
class Variation:
    """Number ``index`` (from 0) of ``count`` pictures of one document with different seeds."""

    group: str
    index: int
    count: int


@dataclass(frozen=True, slots=True)
class Mix:
    """Number ``index`` (from 0) of ``count`` pictures between two painters.

    ``share`` in [0, 1] is the part of the second: 0 is the first painter alone.
    """

    strip: str
    index: int
    count: int
    share: float


Purpose: TypeAlias = Paint | Live | Variation | Mix
