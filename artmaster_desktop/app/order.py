"""Orders and how they are planned: what the desk's worker does."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

import numpy as np

from artmaster_desktop.app.gate_answers import Answer, GateSource
from artmaster_desktop.app.mask_cache import MaskCache
from artmaster_desktop.app.purpose import Purpose
from artmaster_desktop.core.choice import NO_CHOICES, Choices, with_choices
from artmaster_desktop.core.document import Document, FromNoise
from artmaster_desktop.core.gate_question import GateQuestion
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.guide import OWN_CONTROL, Guide
from artmaster_desktop.core.guide_planning import FindControl, name_of, no_controls, plan_guides
from artmaster_desktop.core.job import HiredPainter, JobStart, PaintJob, PictureStart
from artmaster_desktop.core.job_change import smaller
from artmaster_desktop.core.job_guide import JobGuide
from artmaster_desktop.core.notice import (
    GateSilent,
    GuideIdle,
    GuideRefused,
    NotGated,
    Notice,
    OfGuide,
    OfPainter,
    OfRegion,
    PainterIdle,
    PainterRefused,
    PartsIgnored,
    RegionEmpty,
    RegionIdle,
    RegionTooSmall,
    TextCut,
    WordsUnread,
)
from artmaster_desktop.core.painter import PainterRef
from artmaster_desktop.core.planning import painted_extent, plan_paint
from artmaster_desktop.core.ports import ModelCaps, PainterCatalog
from artmaster_desktop.core.raster import Pixels, Raster
from artmaster_desktop.core.repaint import Repaint, of_selection, plan_repaint

REMOVAL = 0.9
"""How much of what gives way to its surroundings is painted anew: enough stays of them to be met."""


@dataclass(frozen=True, slots=True)
class Order:
    """Pictures of ``document``, one for each purpose; their seeds count up from the document's.

    ``longest_side`` in pixels asks for smaller pictures than the canvas; 0 for the canvas' own size. A
    ``listed`` one was given to a program that was killed: its jobs are planned, and wait to be tried again.
    ``repaint`` asks for a part of the canvas alone.
    """

    document: Document
    purposes: tuple[Purpose, ...]
    longest_side: int = 0
    listed: bool = False
    repaint: Repaint | None = None
    id: str = field(default_factory=lambda: uuid.uuid4().hex)


def order_of(
    document: Document, selection: Raster | None, purposes: tuple[Purpose, ...], *, remove: bool = False
) -> Order:
    """What the artist asks for with ``selection``: that part alone, or everything where nothing is. What is
    selected may be meant to give way to its surroundings.
    """
    repaint = of_selection(document, selection)
    if remove and repaint is not None:
        repaint = replace(repaint, remove=True, strength=REMOVAL)
    return Order(document, purposes, repaint=repaint)


@dataclass(frozen=True, slots=True)
class Forecast:
    """What painting a document now would do otherwise than asked, and how much each region's mask covers.

    ``job`` is what was planned, without the pixels that it would start from: the engine may say more of it.
    ``question`` is what the gate is to be asked about it, None where it chooses nowhere; ``answer`` is what
    it said to that, None before it did. ``areas`` are the ids of the regions of the job's areas, "" for the
    first.
    """

    job: PaintJob | None = None
    notices: tuple[Notice, ...] = ()
    by_region: dict[str, tuple[Notice, ...]] = field(default_factory=dict)
    coverage: dict[str, float] = field(default_factory=dict)
    question: GateQuestion | None = None
    answer: Answer | None = None
    areas: tuple[str, ...] = ()
    by_guide: dict[str, tuple[Notice, ...]] = field(default_factory=dict)

    @property
    def waits_for_gate(self) -> bool:
        """Whether more is known once the gate has been asked."""
        return self.question is not None and self.answer is None


@dataclass(frozen=True, slots=True)
class Said:
    """All that the engine said of ``job``: texts that are too long, painters' parts without a use."""

    job: PaintJob
    notices: tuple[Notice, ...]


class Planner:
    """Plans in one thread, not the window's: ``catalog`` may read files, masks may be large."""

    def __init__(
        self, catalog: PainterCatalog, gate: GateSource | None = None, find_control: FindControl = no_controls
    ) -> None:
        self._catalog, self._gate, self._find_control = catalog, gate, find_control
        self._masks = MaskCache()

    def question(self, document: Document, caps: ModelCaps) -> GateQuestion | None:
        """What the gate is to be asked before ``document`` is planned; None where it chooses nowhere."""
        if self._gate is None:
            return None
        return self._gate.question(document, caps, self._catalog, self._masks.measure)

    def jobs(self, order: Order, caps: ModelCaps, choices: Choices = NO_CHOICES) -> tuple[PaintJob, ...]:
        """A job for each purpose of the order, with an id of its own; ``choices`` answer its ``question``."""
        document, find, control = order.document, self._catalog.find, self._control_of(caps)
        if order.repaint is not None:
            job = plan_repaint(document, order.repaint, find, caps, "", choices, control)
        else:
            job = plan_paint(document, find, caps, "", self._masks.measure, choices, control)
        self._masks.keep(document)
        if order.longest_side:
            job = _small(job, order.longest_side, caps.min_side)
        return tuple(
            replace(job, id=uuid.uuid4().hex, seed=(job.seed + step) % 2**63)
            for step in range(len(order.purposes))
        )

    def forecast(
        self,
        document: Document,
        caps: ModelCaps,
        said: Said | None = None,
        answers: Mapping[GateQuestion, Answer] = MappingProxyType({}),
    ) -> Forecast:
        """What there is to say of painting ``document``. Regions are planned by their ids, so that two of one
        name keep their notices apart. ``said`` is what the engine said when it last looked at such a job,
        ``answers`` what the gate has been asked; it is not called silent before that.
        """
        question = self.question(document, caps)
        answer = answers.get(question) if question is not None else None
        choices = answer if isinstance(answer, Choices) else NO_CHOICES
        names = {region.id: region.name or region.id for region in document.regions}
        regions = tuple(replace(region, name="") for region in document.regions)
        nameless = document.edited(
            regions=regions, paint=replace(document.paint, start=FromNoise()), guides=()
        )
        job = plan_paint(nameless, self._catalog.find, caps, "", self._masks.measure, choices)
        job = self._with_guides(replace(job, revision=0, start=_blank_start(document, job)), document, caps)
        self._masks.keep(document)
        notices: list[Notice] = []
        by_region: dict[str, tuple[Notice, ...]] = {}
        by_guide: dict[str, tuple[Notice, ...]] = {}
        called = {guide.id: name_of(document, guide) for guide in document.guides}
        areas, chosen = _areas(document, job), with_choices(document, choices)
        for found in dict.fromkeys([*job.notices, *_still_true(said, job, areas)]):
            if isinstance(found, GateSilent) and question is not None and answer is None:
                continue
            if isinstance(found, OfGuide):
                notices.append(replace(found, guide=called[found.guide]))
                by_guide[found.guide] = (*by_guide.get(found.guide, ()), notices[-1])
                continue
            regions_of, named = _places(found, chosen, job, areas), found
            if isinstance(found, OfRegion) and found.region:
                named = replace(found, region=names[found.region])
            notices.append(named)
            for region in regions_of:
                by_region[region] = (*by_region.get(region, ()), named)
        coverage = self._coverage(document, caps)
        said_of = tuple(dict.fromkeys(notices))
        return Forecast(job, said_of, by_region, coverage, question, answer, areas, by_guide)

    def again(self, job: PaintJob, seed: int | None, model: Path | None) -> tuple[PaintJob, ...]:
        """``job`` with a new id, its painters where they lie now."""
        if model is None or job.model.exists():
            model = job.model
        hired = tuple(self._rehired(painter) for painter in job.painters)
        seed = job.seed if seed is None else seed
        return (replace(job, id=uuid.uuid4().hex, model=model, painters=hired, seed=seed),)

    def _rehired(self, hired: HiredPainter) -> HiredPainter:
        found = self._catalog.find(PainterRef(hired.slug, hired.sha256))
        return replace(hired, file=found.file) if found and found.sha256 == hired.sha256 else hired

    def _control_of(self, caps: ModelCaps) -> FindControl:
        """Where models lie that follow guides; the one that paints may follow one itself."""
        return lambda name: (caps.path, "") if name == OWN_CONTROL else self._find_control(name)

    def _with_guides(self, job: PaintJob, document: Document, caps: ModelCaps) -> PaintJob:
        """``job`` with the guides of ``document``, undrawn and called by their ids."""
        said = list(job.notices)
        guides = plan_guides(
            document, job.extent, job.gates.grid, self._control_of(caps), self._masks.measure, said,
            lambda _, guide: guide.id, _undrawn,
        )  # fmt: skip
        return replace(job, guides=guides, notices=tuple(said))

    def _coverage(self, document: Document, caps: ModelCaps) -> dict[str, float]:
        extent = painted_extent(document.extent, caps)
        grid = Extent(extent.width // caps.token, extent.height // caps.token)
        return {
            region.id: float(self._masks.measure(document, region, grid).mean())
            for region in document.regions
        }


def _areas(document: Document, job: PaintJob) -> tuple[str, ...]:
    """The id of each area's region, "" for the first; ``job`` was planned with ids for names."""
    dropped = (RegionIdle, RegionEmpty, RegionTooSmall)
    without = {notice.region for notice in job.notices if isinstance(notice, dropped)}
    return ("", *(r.id for r in document.regions if r.enabled and r.id not in without))


def _blank_start(document: Document, job: PaintJob) -> JobStart:
    """The document's start with no picture in it: what there is to say depends on its strength alone."""
    start = document.paint.start
    if isinstance(start, FromNoise):
        return job.start
    shape = (job.extent.height, job.extent.width, 3)
    return PictureStart(np.broadcast_to(np.uint8(255), shape), start.strength)


def _undrawn(document: Document, guide: Guide, extent: Extent) -> Pixels:
    """What there is to say of a guide depends on no pixel of it."""
    return np.broadcast_to(np.uint8(0), (extent.height, extent.width, 3))


def _places(notice: Notice, document: Document, job: PaintJob, areas: tuple[str, ...]) -> tuple[str, ...]:
    """The ids of the regions whose cards a notice belongs on, "" for the whole canvas."""
    if isinstance(notice, OfRegion):
        return (notice.region,)
    if not isinstance(notice, OfPainter):
        return ("",)
    hiring = {r.id for r in document.regions if any(s.enabled and s.weight for s in r.painters)}
    at_work = {areas[row.area] for row in job.gates.rows if job.painters[row.painter].slug == notice.slug}
    return tuple(area for area in areas if area in at_work and (not area or area in hiring)) or ("",)


def _still_true(said: Said | None, job: PaintJob, areas: tuple[str, ...]) -> Iterator[Notice]:
    """What was said of an earlier job and holds for ``job`` too: of the same files, of the same texts."""
    if said is None or said.job.model_id != job.model_id:
        return
    same = said.job == job
    at_work = {p.slug for p in said.job.painters} & {p.slug for p in job.painters if p in said.job.painters}
    of_text = [
        (said.job.texts[area], notice)
        for area, name in enumerate(("", *(f"region {n}" for n in range(1, len(said.job.texts)))))
        for notice in said.notices
        if isinstance(notice, TextCut | WordsUnread) and notice.region == name
    ]
    for area, text in zip(areas, job.texts, strict=True):
        yield from (replace(notice, region=area) for about, notice in of_text if text and text == about)
    for notice in said.notices:
        match notice:
            case TextCut() | WordsUnread():
                pass
            case PartsIgnored(slug) | PainterRefused(slug) if slug in at_work:
                yield notice
            case NotGated(slug) | PainterIdle(slug) if slug in at_work and said.job.gates == job.gates:
                yield notice
            case GuideRefused(guide) | GuideIdle(guide) if _followed(said.job, guide) & _followed(job, guide):
                yield notice
            case _ if same:
                yield notice


def _followed(job: PaintJob, name: str) -> set[tuple[JobGuide, int]]:
    """The guide called ``name``, and the steps among which its own lie."""
    return {(guide, job.steps) for guide in job.guides if guide.name == name}


def _small(job: PaintJob, longest: int, least: int) -> PaintJob:
    """The same picture with no side over ``longest`` pixels, as far as the model paints so small."""
    painted, wanted = max(job.extent.width, job.extent.height), job.output
    if painted > longest:
        job = smaller(job, longest, painted, least)
    scale = min(1.0, longest / max(wanted.width, wanted.height))
    return replace(job, output=Extent(*(max(1, round(s * scale)) for s in (wanted.width, wanted.height))))
