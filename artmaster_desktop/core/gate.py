"""The gate: the one object that decides who paints where, in which blocks, at which noise levels.

Every adapted linear layer computes ``y = W x + sum_e g[e, token, block, sigma] * B_e (A_e x)``. The plan
keeps
``g`` factored, as it is meant: a sum of rows, each an area of the canvas times a profile over blocks and
noise. So it can be printed, drawn and compared, and the engine compiles it into tensors once per job.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.painter import Role

Coverage: TypeAlias = NDArray[np.float32]

BLOCK_GROUPS = ("double early", "double late", "single early", "single middle", "single late")
"""FLUX's blocks in five groups by depth. In FLUX.1-dev: double 0-9, 10-18; single 0-9, 10-27, 28-37."""

NOISE_EDGES = (0.85, 0.6, 0.3)
"""Four noise bins by sigma, from high to low: above .85, .6 to .85, .3 to .6, below .3."""

NOISE_BINS = len(NOISE_EDGES) + 1


def block_group(kind: str, index: int, count: int) -> int:
    """The group (index into BLOCK_GROUPS) of block ``index`` of ``count`` of ``kind`` ``double`` or
    ``single``.

    The cuts are those of FLUX.1-dev as shares of the depth, so a smaller model has the same five groups.
    """
    depth = (index + 0.5) / count
    if kind == "double":
        return 0 if depth < 10 / 19 else 1
    if kind == "single":
        return 2 if depth < 10 / 38 else 3 if depth < 28 / 38 else 4
    raise ValueError(f"a block is 'double' or 'single', not {kind!r}")


def noise_bin(sigma: float) -> int:
    """The noise bin of ``sigma`` in [0, 1] (1 = pure noise)."""
    return sum(sigma <= edge for edge in NOISE_EDGES)


@dataclass(frozen=True, slots=True)
class Profile:
    """How strongly a painter acts per block group and noise bin: ``weights[group][bin]``, usually in [0,
    1].
    """

    weights: tuple[tuple[float, ...], ...]

    def __post_init__(self) -> None:
        if len(self.weights) != len(BLOCK_GROUPS) or any(len(row) != NOISE_BINS for row in self.weights):
            raise ValueError(f"a profile has {len(BLOCK_GROUPS)} block groups x {NOISE_BINS} noise bins")

    def at(self, group: int, sigma: float) -> float:
        return self.weights[group][noise_bin(sigma)]


def _by_noise(*bins: float) -> Profile:
    return Profile((bins,) * len(BLOCK_GROUPS))


EVERYWHERE = _by_noise(1.0, 1.0, 1.0, 1.0)

ROLE_PROFILES = {
    Role.WHOLE: EVERYWHERE,
    Role.COMPOSITION: _by_noise(1.0, 0.0, 0.0, 0.0),
    Role.COLOUR: _by_noise(0.0, 1.0, 0.0, 0.0),
    Role.BRUSHWORK: _by_noise(0.0, 0.0, 1.0, 1.0),
}
"""Layout settles at high noise, tone and colour next, the stroke last; the three roles share the run without
gap.
"""


@dataclass(frozen=True, slots=True)
class GateRow:
    """One painter in one area.

    ``painter`` indexes the job's painters, ``area`` the plan's areas. On image tokens the gate is
    ``coverage[area] * weight * profile``. ``texts`` is the gate on each area's text tokens (before the
    profile).
    ``whole`` is the one number for layers that have no token axis (modulation): share of canvas x weight.
    """

    painter: int
    area: int
    weight: float
    profile: Profile = EVERYWHERE
    texts: tuple[float, ...] = ()
    whole: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class GatePlan:
    """Who paints where. ``grid`` is the canvas in tokens (16 x 16 px each for FLUX).

    ``coverage`` is float32 ``[areas, grid.height, grid.width]`` in [0, 1]; area 0 is the document's own
    (root), the others are regions; at each token the areas sum to 1.
    """

    grid: Extent
    coverage: Coverage
    rows: tuple[GateRow, ...] = field(default=())

    def __post_init__(self) -> None:
        shape = (len(self.coverage), self.grid.height, self.grid.width)
        if self.coverage.dtype != np.float32 or self.coverage.shape != shape:
            raise ValueError(
                f"coverage must be float32 {shape}, not {self.coverage.dtype} {self.coverage.shape}"
            )
        if not np.allclose(self.coverage.sum(axis=0), 1.0, atol=1e-4):
            raise ValueError("the areas of a gate plan must sum to 1 at each token")
        if any(not 0 <= row.area < self.areas or len(row.texts) != self.areas for row in self.rows):
            raise ValueError("a gate row names an area that is not in the plan, or misses a text gate")
        self.coverage.flags.writeable = False

    @property
    def areas(self) -> int:
        return len(self.coverage)

    @property
    def shares(self) -> tuple[float, ...]:
        """The part of the canvas that each area holds; they sum to 1."""
        return tuple(float(share) for share in self.coverage.mean(axis=(1, 2), dtype=np.float64))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, GatePlan):
            return NotImplemented
        return (
            self.grid == other.grid
            and self.rows == other.rows
            and np.array_equal(self.coverage, other.coverage)
        )

    def __hash__(self) -> int:
        return hash((self.grid, self.rows))

    def __str__(self) -> str:
        lines = [
            f"{self.grid} tokens, {self.areas} areas: " + ", ".join(f"{share:.0%}" for share in self.shares)
        ]
        for row in self.rows:
            groups = "; ".join(" ".join(f"{w:.2g}" for w in weights) for weights in row.profile.weights)
            lines.append(
                f"  painter {row.painter} in area {row.area}: weight {row.weight:.2g}, blocks [{groups}]"
            )
        return "\n".join(lines)
