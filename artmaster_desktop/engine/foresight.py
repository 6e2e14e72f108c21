"""What a run will do otherwise than asked. Said by ``run`` when it begins and by ``check`` before, from here
alone, so that both say the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from transformers import PreTrainedTokenizerBase

from artmaster_desktop.core.gate import BLOCK_GROUPS
from artmaster_desktop.core.job import PaintJob, PictureStart
from artmaster_desktop.core.job_guide import JobGuide
from artmaster_desktop.core.model_use import ModelUse
from artmaster_desktop.core.notice import (
    GuidanceFar,
    GuidanceIgnored,
    GuideEverywhere,
    GuideIdle,
    GuideUncompiled,
    MaskHardened,
    ModelChanged,
    NotGated,
    Notice,
    PainterIdle,
    PartsIgnored,
    TextCut,
    WordsUnread,
)
from artmaster_desktop.core.ports import ModelCaps
from artmaster_desktop.core.repaint_start import RepaintStart
from artmaster_desktop.engine.flux.residuals import followed
from artmaster_desktop.engine.flux.schedule import Schedule
from artmaster_desktop.engine.flux.text import text_length, unread
from artmaster_desktop.engine.painters.formats import ReadAdapter
from artmaster_desktop.engine.painters.state import text_order
from artmaster_desktop.engine.structure.control_lora import ControlLora
from artmaster_desktop.engine.structure.controls import Followed


def strength_of(job: PaintJob) -> float:
    """How much of the start picture is painted over, in (0, 1]; 1 without one."""
    return job.start.strength if isinstance(job.start, PictureStart | RepaintStart) else 1.0


def padded_length(job: PaintJob, caps: ModelCaps) -> int:
    """The tokens that every text of ``job`` is padded or cut to."""
    return min(job.text_tokens, caps.max_text)


def foreseen(
    job: PaintJob,
    caps: ModelCaps,
    plan: Schedule,
    adapters: Sequence[ReadAdapter | None],
    texts: Sequence[TextRead],
    controls: Sequence[Followed] = (),
    *,
    compiled: bool = False,
) -> tuple[Notice, ...]:
    """The job's own notices and the engine's, each once, in the order in which they are said.

    ``adapters`` are the job's painters as they were read (None: refused, and said elsewhere), ``texts`` what
    the model makes of each area's; ``controls`` what follows each guide (none: refused, and said elsewhere).
    ``compiled``: the model is to be compiled.
    """
    found = [*job.notices, *_of_model(job, caps), *_of_painters(job, plan, adapters)]
    found += _of_guides(job, plan)
    for guide, control in zip(job.guides, controls, strict=False):
        if isinstance(control, ControlLora):
            found += _of_adapter(job, caps, guide, control)
            found += [GuideUncompiled(guide.name)] if compiled else []
    limit = padded_length(job, caps)
    for area in text_order(len(texts)):
        name = f"region {area}" if area else ""
        if texts[area].length > limit:
            found.append(TextCut(name, texts[area].length, limit))
        if texts[area].unread:
            found.append(WordsUnread(name, texts[area].unread))
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class TextRead:
    """What the model makes of a text: ``length`` in tokens before it is cut, 0 where an area has no text of
    its own; ``unread`` are its words, or parts of them, for which there is no token.
    """

    length: int = 0
    unread: tuple[str, ...] = ()


def texts_read(job: PaintJob, tokenizer: PreTrainedTokenizerBase) -> tuple[TextRead, ...]:
    """Each area's text, as the model's own reader takes it apart."""
    return tuple(
        TextRead(text_length(text, tokenizer), unread(text, tokenizer)) if text or area == 0 else TextRead()
        for area, text in enumerate(job.texts)
    )


def _of_guides(job: PaintJob, plan: Schedule) -> Iterator[Notice]:
    for guide in job.guides:
        if not any(followed(step, plan.steps, guide.start, guide.end) for step in range(plan.steps)):
            yield GuideIdle(guide.name)


def _of_adapter(job: PaintJob, caps: ModelCaps, guide: JobGuide, control: ControlLora) -> Iterator[Notice]:
    if control.ungated and float(np.ptp(guide.weights)) > 0.0:
        mean = round(guide.strength * float(guide.weights.mean()), 4)
        yield GuideEverywhere(guide.name, control.ungated, mean)
    if caps.guided and _far(job.guidance, control.guidance):
        yield GuidanceFar(control.path.name, job.guidance, control.guidance)


def _far(guidance: float, best: float) -> bool:
    return not best / 2 <= guidance <= 2 * best


def _of_model(job: PaintJob, caps: ModelCaps) -> Iterator[Notice]:
    if job.model_id != caps.identity:
        yield ModelChanged(job.model_id, caps.identity)
    if not caps.guided:
        yield GuidanceIgnored(caps.name, job.guidance)
    elif caps.use is not ModelUse.PAINT and _far(job.guidance, caps.guidance):
        yield GuidanceFar(caps.name, job.guidance, caps.guidance)
    soft = isinstance(job.start, RepaintStart) and bool(((job.start.change % 255) > 0).any())
    if caps.use is ModelUse.FILL and soft:
        yield MaskHardened(caps.name)


def _of_painters(job: PaintJob, plan: Schedule, adapters: Sequence[ReadAdapter | None]) -> Iterator[Notice]:
    sigmas = [float(timestep) / 1000 for timestep in plan.timesteps]
    for row in job.gates.rows:
        if not any(row.profile.at(group, sigma) for group in range(len(BLOCK_GROUPS)) for sigma in sigmas):
            yield PainterIdle(job.painters[row.painter].slug)
    for index, (painter, read) in enumerate(zip(job.painters, adapters, strict=True)):
        if read is None:
            continue
        weight = sum(row.whole for row in job.gates.rows if row.painter == index)
        everywhere = job.gates.areas == 1
        if read.ungated and not everywhere:
            yield NotGated(painter.slug, len(read.ungated), round(weight, 4))
        if read.left_out:
            yield PartsIgnored(painter.slug, tuple(left.part.value for left in read.left_out))
