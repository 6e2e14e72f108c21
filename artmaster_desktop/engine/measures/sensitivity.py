"""Which blocks, at which noise levels, hold a painter's layout, its palette and its stroke: by ablation.

The whole painter paints a picture; then it paints the same one (seed, noise and final prompt locked) with one
cell of its gate at 0, a block group within a noise bin. How far layout, palette and stroke move from the
first picture is the part that the cell played in each. Only the gate is touched, so any base will do.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from artmaster_desktop.core.gate import BLOCK_GROUPS, NOISE_BINS, Profile, noise_bin
from artmaster_desktop.core.painter import Painter
from artmaster_desktop.core.ports import ModelCaps
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.core.sensitivity import Axis, Cells, Sensitivity
from artmaster_desktop.engine.engine import PaintEngine
from artmaster_desktop.engine.flux.schedule import schedule
from artmaster_desktop.engine.measures import colour, layout, stroke
from artmaster_desktop.engine.measures.trials import Hand, Setting, Told, final_prompt, paint, trial_job


def measure_sensitivity(
    engine: PaintEngine,
    caps: ModelCaps,
    painter: Painter,
    prompts: Sequence[str],
    setting: Setting,
    told: Told,
) -> Sensitivity:
    """The painter's map on this base: 21 pictures for each prompt. Raises the engine's errors.

    A noise bin that no step of ``setting`` falls in is 0 and costs nothing: too few steps make half a map.
    Eight reach every bin of FLUX's schedule at 256 pixels.
    """
    changes = np.zeros((len(Axis), len(BLOCK_GROUPS), NOISE_BINS))
    bins = reached_bins(engine, caps, setting)
    cells = [(group, bin_) for group in range(len(BLOCK_GROUPS)) for bin_ in bins]
    total = len(prompts) * (len(cells) + 1)
    for index, prompt in enumerate(prompts):
        text, seed = final_prompt((painter,), prompt), setting.seed + index
        done = index * (len(cells) + 1) + 1
        whole = paint(engine, trial_job(caps, (Hand(painter),), text, seed, setting))
        told(done, total)
        for number, (group, bin_) in enumerate(cells, 1):
            hand = Hand(painter, profile=without(group, bin_))
            changed = paint(engine, trial_job(caps, (hand,), text, seed, setting))
            changes[:, group, bin_] += axis_distances(whole, changed)
            told(done + number, total)
    maps = [_cells(table / len(prompts)) for table in changes]
    known = dict(zip((axis.value for axis in Axis), maps, strict=True))
    return Sensitivity(
        sha256=painter.sha256,
        base=caps.identity,
        pictures=len(prompts),
        steps=setting.steps,
        side=setting.side,
        **known,
    )


def reached_bins(engine: PaintEngine, caps: ModelCaps, setting: Setting) -> list[int]:
    """The noise bins that the steps of ``setting`` fall in, from high noise to low."""
    resident, _ = engine.host(caps, (), setting.side * setting.side)
    tokens = (setting.side // caps.token) ** 2
    timesteps = schedule(resident.model.scheduler, setting.steps, tokens, 1.0).timesteps
    return sorted({noise_bin(float(timestep) / 1000) for timestep in timesteps})


def without(group: int, bin_: int) -> Profile:
    """The whole painter but for one cell."""
    return Profile(
        tuple(
            tuple(0.0 if (g, b) == (group, bin_) else 1.0 for b in range(NOISE_BINS))
            for g in range(len(BLOCK_GROUPS))
        )
    )


def axis_distances(one: Pixels, other: Pixels) -> NDArray[np.float64]:
    """How far two pictures of one size are in layout, palette and stroke: one number for each ``Axis``.

    In their own units (``layout_distance``, Lab, log energy): compare along an axis, not across.
    """
    labs = [colour.lab(pixels) for pixels in (one, other)]
    greys = [np.ascontiguousarray(picture[:, :, 0]) for picture in labs]
    return np.array(
        [
            layout.layout_distance(*(layout.layout(grey) for grey in greys)),
            colour.lab_distance(*(colour.lab_quantiles(picture) for picture in labs)),
            stroke.energy_distance(*(stroke.gabor_energy(grey) for grey in greys)),
        ]
    )


def _cells(table: NDArray[np.float64]) -> Cells:
    return tuple(tuple(float(value) for value in row) for row in table)
