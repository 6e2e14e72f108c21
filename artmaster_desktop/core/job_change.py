"""A job made to ask for less: what can be tried again after it did not fit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from artmaster_desktop.core.gate import GatePlan, GateRow
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.job import JobStart, PaintJob, PictureStart
from artmaster_desktop.core.job_guide import JobGuide
from artmaster_desktop.core.notice import FarFromBest, Notice, SizeChanged
from artmaster_desktop.core.planning import far_from_best
from artmaster_desktop.core.repaint_start import RepaintStart
from artmaster_desktop.core.resample import average, resample


def smaller(job: PaintJob, numerator: int, denominator: int, min_side: int = 256) -> PaintJob:
    """``job`` painted at ``numerator / denominator`` (less than 1) of its sides, and enlarged to the same
    output.

    Sides stay whole tokens and, where the job's are, at least ``min_side`` pixels; the areas keep their
    places. The same job where there is nothing left to shrink. What the job says of its size is said of the
    new one; the size at which the model is best is known to a job that says how far it is from it.
    """
    token = job.extent.width // job.gates.grid.width
    grid = Extent(
        *(
            max(min(side // token, -(-min_side // token)), side * numerator // (denominator * token))
            for side in (job.extent.width, job.extent.height)
        )
    )
    if grid == job.gates.grid:
        return job
    extent = Extent(grid.width * token, grid.height * token)
    said: list[Notice] = [SizeChanged(job.output, extent)]
    for notice in job.notices:
        if isinstance(notice, FarFromBest):
            said += far_from_best(job.output, extent, notice.best)
        elif not isinstance(notice, SizeChanged):
            said.append(notice)
    return replace(
        job,
        extent=extent,
        gates=_regridded(job.gates, grid),
        start=_resized(job.start, extent),
        guides=tuple(_smaller_guide(guide, extent, grid) for guide in job.guides),
        notices=tuple(said),
    )


def with_fewer_painters(job: PaintJob, count: int) -> PaintJob:
    """``job`` with the ``count`` painters that have the largest share of the canvas; the others rest."""
    if len(job.painters) <= count:
        return job
    shares = [0.0] * len(job.painters)
    for row in job.gates.rows:
        shares[row.painter] += abs(row.whole)
    by_share = sorted(range(len(shares)), key=lambda index: (-shares[index], index))
    kept = sorted(by_share[:count])
    rows = tuple(replace(r, painter=kept.index(r.painter)) for r in job.gates.rows if r.painter in kept)
    gates = replace(job.gates, rows=rows)
    return replace(job, painters=tuple(job.painters[index] for index in kept), gates=gates)


def with_gentler_painters(job: PaintJob, factor: float) -> PaintJob:
    """``job`` with every painter's weight times ``factor``."""

    def gentler(row: GateRow) -> GateRow:
        texts = tuple(gate * factor for gate in row.texts)
        return replace(row, weight=row.weight * factor, whole=row.whole * factor, texts=texts)

    return replace(job, gates=replace(job.gates, rows=tuple(gentler(row) for row in job.gates.rows)))


def _regridded(plan: GatePlan, grid: Extent) -> GatePlan:
    coverage = np.stack([average(area, grid.height, grid.width) for area in plan.coverage])
    return GatePlan(grid, coverage.astype(np.float32), plan.rows)


def _smaller_guide(guide: JobGuide, extent: Extent, grid: Extent) -> JobGuide:
    pixels = np.clip(np.rint(resample(guide.pixels, extent.height, extent.width)), 0, 255).astype(np.uint8)
    weights = average(guide.weights[0], grid.height, grid.width)[None].astype(np.float32)
    return replace(guide, pixels=pixels, weights=weights)


def _resized(start: JobStart, extent: Extent) -> JobStart:
    if not isinstance(start, PictureStart | RepaintStart):
        return start
    pixels = resample(start.pixels, extent.height, extent.width)
    return replace(start, pixels=np.clip(np.rint(pixels), 0, 255).astype(np.uint8))
