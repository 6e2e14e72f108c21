"""What the gate is asked: a value, so that an answer holds as long as the same is asked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from artmaster_desktop.core.choosing import Choosing, GateMode
from artmaster_desktop.core.composition import Placed
from artmaster_desktop.core.painter import PainterRef, Share

ALL_EVIDENCE = Choosing(GateMode.COMPOSITION)


@dataclass(frozen=True, slots=True)
class GateWish:
    """What the gate is asked for one area: its text, composition and sliders, the artist's ``own`` shares
    there, and how it may choose. ``region`` is the area's id, "" for the whole canvas.
    """

    text: str
    places: tuple[Placed, ...] = ()
    sliders: tuple[Share, ...] = ()
    own: tuple[Share, ...] = ()
    choosing: Choosing = ALL_EVIDENCE
    region: str = ""


@dataclass(frozen=True, slots=True)
class GateQuestion:
    """``wishes`` put to the gate in the file ``gate``, with the model at ``model`` and the ``painters`` of a
    library. ``model_id`` is the model's identity, ``changed`` the time of the file's last change in
    nanoseconds: with another the answer may be another.
    """

    model: Path
    model_id: str
    gate: Path
    changed: int
    painters: tuple[PainterRef, ...]
    wishes: tuple[GateWish, ...]
