"""The desk where paintings are ordered: documents become jobs here, and what would be ignored is said here.

Planning reads masks and, the first time, painters' files, so it is done by a worker; the document is a value,
so what was asked for is what gets painted, whatever happens on the canvas meanwhile.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from artmaster_desktop.app.alternatives import Choice, OnTheCpu, alternatives
from artmaster_desktop.app.desk_documents import live_start, title, with_painters
from artmaster_desktop.app.engine_thread import EngineThread
from artmaster_desktop.app.gate_answers import GateAnswers, GateSource
from artmaster_desktop.app.jobs import Entry, JobQueue
from artmaster_desktop.app.live import LiveScheduler
from artmaster_desktop.app.order import Forecast, Order, Planner, order_of
from artmaster_desktop.app.outlook import Outlook
from artmaster_desktop.app.purpose import Live, Mix, Paint, Purpose, Variation
from artmaster_desktop.app.session import Session
from artmaster_desktop.app.worker import Worker
from artmaster_desktop.core.choice import NO_CHOICES, Choices
from artmaster_desktop.core.errors import ArtmasterError
from artmaster_desktop.core.gate_asking import leaves_to_gate
from artmaster_desktop.core.guide_planning import FindControl, no_controls
from artmaster_desktop.core.job import PaintJob
from artmaster_desktop.core.notice import Notice
from artmaster_desktop.core.painter import PainterRef, Share
from artmaster_desktop.core.ports import ModelCaps, PainterCatalog
from artmaster_desktop.storage.settings import LiveSettings

T = TypeVar("T")

SMALLEST_SIDE = 256
"""Pixels: what FLUX still paints."""

MIX_SIDE = 512
"""Longest side, in pixels, of a picture in an interpolation strip: it is shown small."""


class PaintDesk(QObject):
    """Orders paintings of the session's document from the queue.

    An order given before the model is known waits for it; ``preparing`` tells so. The engine is not asked for
    anything before ``set_model``.
    """

    notices_changed = Signal(object)
    """tuple[Notice, ...]: what the engine would do otherwise than asked, if it painted now."""
    caps_changed = Signal()
    """``caps`` is another model's, or None while a model is looked at."""
    model_failed = Signal(object)
    """ArtmasterError: the chosen model cannot be used. Orders that waited for it are dropped."""
    plan_failed = Signal(object)
    """ArtmasterError: an order could not be planned."""
    preparing_changed = Signal()
    submitted = Signal(str)
    """A job's id: an order has reached the queue."""
    listed = Signal(str, object)
    """An order's id, tuple[str, ...]: what ``put_back`` was given is in the queue, as jobs of these ids."""
    live_changed = Signal(bool)

    def __init__(
        self,
        session: Session,
        queue: JobQueue,
        engine: EngineThread,
        catalog: PainterCatalog,
        model: Path | None = None,
        parent: QObject | None = None,
        *,
        gate: GateSource | None = None,
        find_control: FindControl = no_controls,
    ) -> None:
        super().__init__(parent)
        self._session, self._queue, self._engine = session, queue, engine
        self._planner = Planner(catalog, gate, find_control)
        self._gate = GateAnswers(engine, self)
        self._worker = Worker("planning", self)
        self.to_cpu: Callable[[], None] | None = None  # moves the engine to the processor, where it can be
        self._model: Path | None = None
        self._caps: ModelCaps | None = None
        self._orders: dict[str, Order] = {}
        self._pending: list[Order] = []
        self._planning = 0
        self._last_live: PaintJob | None = None
        self._outlook = Outlook(
            session, queue, engine, self._planner, self._gate, self._worker, lambda: self._planning > 0, self
        )
        self._outlook.changed.connect(self.notices_changed)
        self._outlook.failed.connect(self.plan_failed)
        self._scheduler = LiveScheduler(session, parent=self)
        self._scheduler.due.connect(self._paint_live)
        self._live_settings = LiveSettings()
        session.replaced.connect(lambda: self.set_live(False))
        engine.described.connect(self._described)
        engine.describe_failed.connect(self._not_described)
        if model is not None:
            self.set_model(model)

    # ------------------------------------------------------------------------------------------ the model

    @property
    def model(self) -> Path | None:
        return self._model

    @property
    def caps(self) -> ModelCaps | None:
        """What the chosen model can paint; None until the engine has looked at it."""
        return self._caps

    def set_model(self, model: Path) -> None:
        """Paint with the model at ``model`` from now on; jobs in the queue keep theirs."""
        self._model, self._caps = model, None
        self._outlook.use(None)
        self._engine.describe(model)
        self.caps_changed.emit()

    # ------------------------------------------------------------------------------------------- notices

    @property
    def notices(self) -> tuple[Notice, ...]:
        return self.forecast.notices

    def notices_of(self, region_id: str) -> tuple[Notice, ...]:
        """Those about one region; "" for those about the whole picture."""
        return self.forecast.by_region.get(region_id, ())

    def notices_of_guide(self, guide_id: str) -> tuple[Notice, ...]:
        """Those about one guide."""
        return self.forecast.by_guide.get(guide_id, ())

    def look_again(self) -> None:
        """What models and painters are there has changed: look what would be said now."""
        self._outlook.look_again()

    @property
    def coverage(self) -> Mapping[str, float]:
        """By region id: the part of the canvas, in [0, 1], that its mask covers (before overlaps)."""
        return MappingProxyType(self.forecast.coverage)

    @property
    def forecast(self) -> Forecast:
        """All that is known of painting the document as it is, the gate's choice among it."""
        return self._outlook.forecast

    # -------------------------------------------------------------------------------------------- orders

    @property
    def preparing(self) -> bool:
        """Whether somebody waits for an order that is on its way to the queue."""
        waits = any(not order.listed for order in self._pending)
        return waits or bool(self._planning) or self._gate.awaited

    @property
    def orders(self) -> tuple[Order, ...]:
        """Those on their way to the queue; ``preparing_changed`` tells of others."""
        return tuple(self._orders.values())

    def put_back(self, order: Order) -> None:
        """Plan what a killed program was ordered, and list it in the queue to be tried again."""
        self.take(replace(order, listed=True))

    def paint(self, *, remove: bool = False) -> None:
        """Order the document as it is now; with ``remove`` what is selected gives way to the rest."""
        self.take(order_of(self._session.document, self._session.selection, (Paint(),), remove=remove))

    def variations(self, count: int, *, remove: bool = False) -> None:
        """Order ``count`` (1..64) pictures that differ in their seed; the first has the document's own."""
        if not 1 <= count <= 64:
            raise ValueError(f"variations come in 1..64, not {count}")
        group = uuid.uuid4().hex
        purposes = tuple(Variation(group, index, count) for index in range(count))
        self.take(order_of(self._session.document, self._session.selection, purposes, remove=remove))

    def mix(self, region_id: str, one: PainterRef, other: PainterRef, count: int = 5) -> str:
        """Order a strip of ``count`` small pictures from painter ``one`` to ``other`` in a region ("" = the
        whole canvas); the id of the strip. Raises BrokenDocument where the region is not there.
        """
        if not 2 <= count <= 16:
            raise ValueError(f"a strip has 2..16 pictures, not {count}")
        strip = uuid.uuid4().hex
        for index in range(count):
            share = index / (count - 1)
            hands = (Share(one, 1.0 - share), Share(other, share))
            document = with_painters(self._session.document, region_id, hands)
            purpose = Mix(strip, index, count, share)
            self.take(Order(document, (purpose,), longest_side=MIX_SIDE))
        return strip

    def repaint(self, job: PaintJob, seed: int | None = None) -> None:
        """Order a job again (of a result, perhaps of last year): its painters where their files lie now, its
        model if it is still there, else the chosen one. ``seed`` makes it another picture.
        """
        self._plan(
            lambda: self._planner.again(job, seed, self._model), lambda jobs: self._submit(jobs[0], Paint())
        )

    # ------------------------------------------------------------------------------------ after a failure

    def choices(self, error: ArtmasterError, entry: Entry | None = None) -> tuple[Choice, ...]:
        """What can be done after ``entry`` (without it: the last one that failed so) ended with ``error``;
        () where it is not in the queue any more. Give one to ``choose``.
        """
        if entry is None:
            entry = next((e for e in reversed(self._queue.entries) if e.error is error), None)
        if entry is None:
            return ()
        known = self._caps is not None and self._caps.path == entry.job.model
        least = self._caps.min_side if known and self._caps is not None else SMALLEST_SIDE
        return alternatives(error, entry.job, min_side=least, cpu=self.to_cpu is not None)

    def choose(self, choice: Choice, entry: Entry) -> str:
        """Order what was chosen in place of the failed ``entry``; the new job's id."""
        if isinstance(choice, OnTheCpu) and self.to_cpu is not None:
            self.to_cpu()
        self._queue.remove(entry.id)
        job = replace(choice.job, id=uuid.uuid4().hex)
        return self._queue.submit(job, entry.purpose, entry.title)

    # --------------------------------------------------------------------------------------------- live

    @property
    def live(self) -> bool:
        return self._scheduler.on

    def use_live_settings(self, settings: LiveSettings) -> None:
        """How live mode paints, and how soon: the preferences'."""
        self._live_settings = settings
        self._scheduler.set_times(settings.grace, settings.longest_wait)

    def set_live(self, on: bool) -> None:
        """Live mode paints again whenever a stroke has ended."""
        if on == self.live:
            return
        self._last_live = None
        self._scheduler.set_on(on)
        if not on:
            self._drop_live()
        self.live_changed.emit(on)

    # --------------------------------------------------------------------------------------------- end

    def close(self, seconds: float = 10.0) -> bool:
        """Take no more orders and wait for planning to end; whether it has."""
        self._outlook.stop()
        self.set_live(False)
        self._pending.clear()
        self._gate.forget()
        return self._worker.wait(seconds)

    # -------------------------------------------------------------------------------------------- within

    def _described(self, caps: ModelCaps) -> None:
        if caps.path != self._model:
            return
        self._caps = caps
        self.caps_changed.emit()
        self._outlook.use(caps)
        pending, self._pending = self._pending, []
        for order in pending:
            self.take(order)

    def _not_described(self, model: Path, error: ArtmasterError) -> None:
        if model == self._model:
            self._pending = [order for order in self._pending if order.listed]
            self._orders = {order.id: order for order in self._pending}
            self.model_failed.emit(error)
            self.preparing_changed.emit()

    def take(self, order: Order) -> None:
        """Order what was put together elsewhere; it waits for the model, and for the gate."""
        caps = self._caps
        self._orders[order.id] = order
        if caps is None:
            self._pending.append(order)
            self.preparing_changed.emit()
        elif not leaves_to_gate(order.document):
            self._plan_order(order, caps, NO_CHOICES)
        else:
            self._work(
                lambda: self._planner.question(order.document, caps),
                lambda question: self._gate.ask(question, lambda told: self._plan_order(order, caps, told)),
                order.id,
            )

    def _plan_order(self, order: Order, caps: ModelCaps, choices: Choices) -> None:
        self._plan(
            lambda: self._planner.jobs(order, caps, choices), lambda jobs: self._arrive(order, jobs), order.id
        )

    def _arrive(self, order: Order, jobs: tuple[PaintJob, ...]) -> None:
        """The jobs of an order into the queue."""
        for job, purpose in zip(jobs, order.purposes, strict=True):
            if order.listed:
                self._queue.put_back(job, purpose, title(job))
            else:
                self._submit(job, purpose)
        if order.listed:
            self.listed.emit(order.id, tuple(job.id for job in jobs))

    def _plan(
        self,
        work: Callable[[], tuple[PaintJob, ...]],
        arrive: Callable[[tuple[PaintJob, ...]], None],
        order_id: str = "",
    ) -> None:
        def done(jobs: tuple[PaintJob, ...]) -> None:
            arrive(jobs)
            self._orders.pop(order_id, None)

        self._work(work, done, order_id)

    def _work(self, work: Callable[[], T], then: Callable[[T], None], order_id: str) -> None:
        """A piece of planning the order, done by the worker."""

        def done(found: T) -> None:
            self._planning -= 1
            then(found)
            self.preparing_changed.emit()

        def failed(error: ArtmasterError) -> None:
            self._planning -= 1
            self._orders.pop(order_id, None)
            self.plan_failed.emit(error)
            self.preparing_changed.emit()

        self._planning += 1
        self._worker.do(work, done, failed)
        self.preparing_changed.emit()

    def _submit(self, job: PaintJob, purpose: Purpose) -> None:
        if isinstance(purpose, Live):
            unnamed = replace(job, id="", revision=0)
            if not self.live or unnamed == self._last_live:
                return
            self._last_live = unnamed
            self._drop_live()
        self._queue.submit(job, purpose, title(job))
        self.submitted.emit(job.id)

    def _paint_live(self) -> None:
        document, live = self._session.document, self._live_settings
        start = live_start(document, self._session.active_layer, live)
        quick = document.edited(paint=replace(document.paint, steps=live.steps, start=start))
        self.take(order_of(quick, self._session.selection, (Live(),)))

    def _drop_live(self) -> None:
        for entry in self._queue.waiting:
            if isinstance(entry.purpose, Live):
                self._queue.cancel(entry.id)
