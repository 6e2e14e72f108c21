"""Layout: where the things of a scene go, before anything is painted."""

from dataclasses import dataclass

import numpy as np

from .kernels import Array
from .scene import BUILT, LIVING, PLANTS, Scene
from .strokes import wander


@dataclass(frozen=True)
class Layout:
    """The ground plan, in pixels. `side` is -1 when the near bank is at the left, 1 at the right."""

    horizon: float
    side: float
    bank: Array  # row of the near bank's edge by column; below the picture where there is none
    spit: tuple[float, float, float] | None  # centre, row, half width of land in the middle distance
    watery: bool

    def bank_at(self, x: float) -> float:
        """The row of the near bank at column `x`."""
        return float(self.bank[int(np.clip(x, 0, len(self.bank) - 1))])

    def across(self, scene: Scene, share: float) -> float:
        """The column at `share` of the width, counted from the side of the near bank."""
        return scene.width * (share if self.side < 0 else 1.0 - share)


def plan(scene: Scene, rng: np.random.Generator) -> Layout:
    """Choose horizon, banks and water for `scene`."""
    w, h = scene.width, scene.height
    horizon = (
        h
        * {"high": rng.uniform(0.66, 0.72), "deep": rng.uniform(0.58, 0.66), "level": rng.uniform(0.5, 0.57)}[
            scene.distance
        ]
    )
    side = float(rng.choice([-1.0, 1.0]))
    landed = any(scene.has(s) for s in (*PLANTS, *BUILT, "figures", "ox", "rocks", "cliffs"))
    x = np.arange(w) / w
    x = x if side < 0 else 1 - x
    stream = scene.has("stream")
    reach = (
        1.3 if stream or scene.has("ox") else rng.uniform(0.62, 0.85) if landed else rng.uniform(0.35, 0.55)
    )
    top = rng.uniform(0.80, 0.86) - (0.02 if h > w else 0.0)
    slope = np.clip(x / reach, 0, 1)
    bank = h * (top + (1.02 - top) * slope ** (2.2 if reach < 1 else 3.0)) + wander(rng, w, 0.45) * 0.006 * h
    bank[x > reach] = h + 20
    watery = any(scene.has(s) for s in ("lake", "boat", "sail", "bridge", "reeds")) or (
        not stream and rng.random() < 0.55
    )
    wants = sum(scene.has(s) for s in BUILT) + scene.has("village")
    spit = None
    if wants or scene.has("reeds") or rng.random() < 0.35:
        centre = w * (rng.uniform(0.66, 0.8) if side < 0 else rng.uniform(0.2, 0.34))
        spit = (
            float(centre),
            float(horizon + (0.075 if scene.distance != "level" else 0.09) * h),
            float(w * rng.uniform(0.24, 0.34)),
        )
    return Layout(float(horizon), side, bank, spit, watery)


def counted(scene: Scene) -> tuple[str, ...]:
    """The subjects that own pixels, as against weather that lies over everything."""
    return tuple(s for s in scene.subjects if s not in ("mist", "autumn", "night"))


__all__ = ["LIVING", "Layout", "counted", "plan"]
