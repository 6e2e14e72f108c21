"""Roles as profiles: a painter's own measured map where it has one for this base, else the default.

The default says: layout settles at high noise, tone and colour next, the stroke last. A measured map says it
per block group too.
"""

from __future__ import annotations

from artmaster_desktop.core.gate import ROLE_PROFILES, Profile
from artmaster_desktop.core.painter import Painter, Role
from artmaster_desktop.core.sensitivity import Axis, Cells, Sensitivity

SHARPNESS = 4.0
"""The power by which a cell goes to the role it matters to most: 1 shares it in proportion, large ones give
it away whole.
"""

_AXES = {Role.COMPOSITION: Axis.LAYOUT, Role.COLOUR: Axis.PALETTE, Role.BRUSHWORK: Axis.STROKE}


def role_profile(painter: Painter, role: Role, base: str) -> Profile:
    """What ``painter`` does in ``role`` on the model whose identity is ``base``."""
    for known in painter.sensitivities:
        if known.base == base and known.sha256 == painter.sha256:
            return measured_profile(known, role)
    return ROLE_PROFILES[role]


def measured_profile(known: Sensitivity, role: Role, sharpness: float = SHARPNESS) -> Profile:
    """The profile of ``role`` from a measured map, weights in [0, 1].

    Each cell is divided among composition, colour and brushwork by how much of each axis' whole change
    happens in it, so the three roles of one painter add up to the whole painter in every cell. A cell that
    changes nothing goes to the three alike.
    """
    if role is Role.WHOLE:
        return ROLE_PROFILES[role]
    shares = {other: known.shares(axis) for other, axis in _AXES.items()}
    groups = range(len(shares[role]))
    return Profile(
        tuple(
            tuple(_part(role, shares, group, bin_, sharpness) for bin_ in range(len(shares[role][group])))
            for group in groups
        )
    )


def _part(role: Role, shares: dict[Role, Cells], group: int, bin_: int, sharpness: float) -> float:
    parts = {other: cells[group][bin_] for other, cells in shares.items()}
    most = max(parts.values())
    if most <= 0.0:
        return 1.0 / len(parts)
    strengths = {other: (part / most) ** sharpness for other, part in parts.items()}  # no underflow of all
    return float(strengths[role] / sum(strengths.values()))
