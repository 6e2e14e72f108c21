"""What a job may ask of a model. A job can come from a stranger's picture: nothing in it is believed."""

from __future__ import annotations

from artmaster_desktop.core.document import MAX_SIDE
from artmaster_desktop.core.errors import CannotPaint, FillsOnly
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.job import PaintJob, PictureStart
from artmaster_desktop.core.model_use import ModelUse
from artmaster_desktop.core.ports import ModelCaps
from artmaster_desktop.core.repaint_start import RepaintStart


def check_job(job: PaintJob, caps: ModelCaps) -> None:
    """Raises CannotPaint where the job's numbers are out of range, or its parts do not fit together."""
    check_size(job, caps)
    grid = Extent(job.extent.width // caps.token, job.extent.height // caps.token)
    painters = len(job.painters)
    for what, found, allowed, good in (
        ("the number of steps", job.steps, "1 to 200", 1 <= job.steps <= 200),
        ("the seed", job.seed, "0 to 2**63 - 1", 0 <= job.seed < 2**63),
        ("the guidance", job.guidance, "0 to 30", 0.0 <= job.guidance <= 30.0),
        ("the length of the text", job.text_tokens, "1 and more", job.text_tokens >= 1),
        ("the canvas", job.output, f"up to {MAX_SIDE} px a side", _longer(job.output) <= MAX_SIDE),
        ("the gate's grid", job.gates.grid, str(grid), job.gates.grid == grid),
        ("the number of texts", len(job.texts), str(job.gates.areas), len(job.texts) == job.gates.areas),
        (
            "a painter's number",
            max((row.painter for row in job.gates.rows), default=0),
            f"below {painters}",
            all(0 <= row.painter < painters for row in job.gates.rows),
        ),
    ):
        if not good:
            raise CannotPaint(what, str(found), allowed)
    _check_start(job)
    if caps.use is ModelUse.FILL and not isinstance(job.start, RepaintStart):
        raise FillsOnly(caps.name)


def check_size(job: PaintJob, caps: ModelCaps) -> None:
    """Raises CannotPaint where the job's extent is not one that the model paints."""
    sides = (job.extent.width, job.extent.height)
    if any(side % caps.token or not caps.min_side <= side <= caps.max_side for side in sides):
        allowed = f"{caps.min_side} to {caps.max_side} px a side in steps of {caps.token}"
        raise CannotPaint("the size", str(job.extent), allowed)


def _check_start(job: PaintJob) -> None:
    if not isinstance(job.start, PictureStart | RepaintStart):
        return
    if not 0.0 < job.start.strength <= 1.0:
        raise CannotPaint("the strength", str(job.start.strength), "above 0, up to 1")
    height, width = job.start.pixels.shape[:2]
    if (width, height) != (job.extent.width, job.extent.height):
        raise CannotPaint("the size of the start picture", f"{width}x{height}", str(job.extent))
    if isinstance(job.start, RepaintStart):
        place = job.start.place
        if (place.width, place.height) != (job.output.width, job.output.height):
            raise CannotPaint("the canvas", str(job.output), f"{place.width}x{place.height}")


def _longer(extent: Extent) -> int:
    return max(extent.width, extent.height)
