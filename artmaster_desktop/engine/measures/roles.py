"""Whether roles do what they say: "A's composition, B's colour, C's brushwork", checked in pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from artmaster_desktop.core.gate import ROLE_PROFILES, Profile
from artmaster_desktop.core.painter import Painter, Role
from artmaster_desktop.core.ports import Engine, ModelCaps
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.core.roles import role_profile
from artmaster_desktop.core.sensitivity import Axis
from artmaster_desktop.engine.measures.sensitivity import axis_distances
from artmaster_desktop.engine.measures.trials import Hand, Setting, final_prompt, paint, trial_job

ROLES = (Role.COMPOSITION, Role.COLOUR, Role.BRUSHWORK)
"""In the order of ``Axis``: composition is judged by layout, colour by palette, brushwork by stroke."""


@dataclass(frozen=True, slots=True, eq=False)
class RoleTrial:
    """One triple: the mixture, each painter alone (same seed and prompt), and who is nearest on each axis.

    ``nearest[i]`` is the index of the painter nearest on axis ``i``; it should be ``i`` (1/3 by chance).
    """

    painters: tuple[str, ...]
    text: str
    seed: int
    mixed: Pixels
    alone: tuple[Pixels, ...]
    nearest: tuple[int, ...]

    @property
    def right(self) -> tuple[bool, ...]:
        return tuple(found == wanted for wanted, found in enumerate(self.nearest))


def role_trial(
    engine: Engine,
    caps: ModelCaps,
    painters: Sequence[Painter],
    prompt: str,
    setting: Setting,
    *,
    measured: bool = True,
) -> RoleTrial:
    """Paint the triple and see. ``measured`` False takes the reasoned defaults whatever is known."""
    if len(painters) != len(ROLES):
        raise ValueError("a triple has three painters: for composition, colour and brushwork")
    text = final_prompt(painters, prompt)

    def picture(*hands: Hand) -> Pixels:
        return paint(engine, trial_job(caps, hands, text, setting.seed, setting))

    hands = [
        Hand(painter, profile=_profile(painter, role, caps.identity, measured))
        for painter, role in zip(painters, ROLES, strict=True)
    ]
    mixed = picture(*hands)
    alone = tuple(picture(Hand(painter)) for painter in painters)
    distances = np.array([axis_distances(mixed, other) for other in alone])
    nearest = tuple(int(i) for i in distances.argmin(axis=0))
    return RoleTrial(tuple(p.slug for p in painters), text, setting.seed, mixed, alone, nearest)


def right_share(trials: Sequence[RoleTrial]) -> dict[str, float]:
    """The part of trials that came out right, by axis and on all three at once (chance 1/3, 1/27)."""
    table = np.array([trial.right for trial in trials], np.float64)
    found = {axis.value: float(share) for axis, share in zip(Axis, table.mean(axis=0), strict=True)}
    return found | {"all": float(table.all(axis=1).mean())}


def _profile(painter: Painter, role: Role, base: str, measured: bool) -> Profile:
    return role_profile(painter, role, base) if measured else ROLE_PROFILES[role]
