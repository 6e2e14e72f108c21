"""What is known of models that follow guides themselves, by the names under which they are published."""

from __future__ import annotations

from enum import Enum

from artmaster_desktop.core.guide import GuideKind


class ControlForm(Enum):
    """What a model that follows guides is made of, and so what it can be asked for."""

    NET = "a ControlNet"
    """A network beside the one that paints: several at once, strict here and free there, for a while."""

    ADAPTER = "a control adapter"
    """Layers beside those of the model that paints (FLUX.1-Canny-dev-lora): one at once, beside any
    ControlNets; strict here and free there, for a while.
    """

    OWN = "the model that paints"
    """It was made to follow one guide (FLUX.1-Canny-dev): whole, everywhere and in every step."""


_TAUGHT = {
    "canny": frozenset({GuideKind.EDGES, GuideKind.LINE, GuideKind.SCRIBBLE}),
    "depth": frozenset({GuideKind.DEPTH}),
}
_GUIDANCE = {"canny": 30.0, "depth": 10.0}
"""As their cards say (FLUX.1-Canny-dev, FLUX.1-Depth-dev)."""

MADE_FOR = 30.0
"""The guidance of those that follow guides or fill, where the name says nothing else (FLUX.1-Fill-dev)."""


def taught_by(name: str) -> frozenset[GuideKind] | None:
    """The kinds of guide that a model called ``name`` was taught; None where the name does not say."""
    word = _word(name)
    return _TAUGHT[word] if word else None


def best_guidance(name: str) -> float:
    """The guidance that a model called ``name`` was made for."""
    return _GUIDANCE.get(_word(name), MADE_FOR)


def _word(name: str) -> str:
    found = [word for word in _TAUGHT if word in name.lower()]
    return found[0] if len(found) == 1 else ""
