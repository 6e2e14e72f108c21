"""The doors between rooms, as protocols: whoever needs an engine or a library gets it through these."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from artmaster_desktop.core.event import Event
from artmaster_desktop.core.job import PaintJob
from artmaster_desktop.core.painter import Painter, PainterRef


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCaps:
    """What a model can paint. ``token`` is the side of one token in pixels (16 for FLUX); sides are in
    pixels.

    ``identity`` names the weights; ``best`` is the number of pixels it paints best, ``text_tokens`` the
    padded length of the root text, ``max_text`` the most tokens of any one text.
    """

    path: Path
    identity: str
    name: str
    token: int = 16
    min_side: int = 256
    max_side: int = 2048
    best: int = 1024 * 1024
    text_tokens: int = 512
    max_text: int = 512
    guided: bool = True


class Engine(Protocol):
    """The one door to the neural networks. ``run`` blocks, emits events, and never raises an
    ArtmasterError.
    """

    def describe(self, model: Path) -> ModelCaps: ...

    def run(self, job: PaintJob, emit: Callable[[Event], None], cancelled: Callable[[], bool]) -> None: ...


class PainterCatalog(Protocol):
    """Who is in the library."""

    def all(self) -> Sequence[Painter]: ...

    def find(self, ref: PainterRef) -> Painter | None:
        """The painter with the reference's hash, else the one with its slug, else None."""
        ...
