"""An engine that is scripted, and the desk around it: what the window's tests paint with."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from artmaster_desktop.app.desk import PaintDesk
from artmaster_desktop.app.engine_thread import EngineThread
from artmaster_desktop.app.jobs import JobQueue
from artmaster_desktop.app.session import Session
from artmaster_desktop.core import event as ev
from artmaster_desktop.core.choice import Choices
from artmaster_desktop.core.document import Document, PaintSettings, Root
from artmaster_desktop.core.errors import ArtmasterError
from artmaster_desktop.core.gate_question import GateQuestion
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.job import PaintJob
from artmaster_desktop.core.layer import ImageLayer, SketchLayer
from artmaster_desktop.core.notice import Notice
from artmaster_desktop.core.painter import Painter, PainterRef
from artmaster_desktop.core.ports import ModelCaps
from artmaster_desktop.core.raster import Raster
from tests.core.gates import named_ones

PLACE = ev.Placement("cpu", "Test processor, 2 threads", "float32", "none", "the whole model fits")


def report(job: PaintJob) -> ev.PaintReport:
    return ev.PaintReport(
        placement=PLACE,
        seconds=(("painting", 1.5), ("finishing the picture", 0.5)),
        steps=job.steps,
        seed=job.seed,
        sha256="0" * 64,
        texts=job.texts,
        text_lengths=tuple(len(text) for text in job.texts),
        painters=tuple((painter.slug, painter.sha256) for painter in job.painters),
    )


def pixels(job: PaintJob) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """A ramp whose colour tells the seed."""
    height, width = job.output.height, job.output.width
    out = np.zeros((height, width, 3), np.uint8)
    out[..., 0] = job.seed * 37 % 256
    out[..., 1] = np.linspace(0, 255, width, dtype=np.uint8)
    out[..., 2] = np.linspace(255, 60, height, dtype=np.uint8)[:, None]
    return out


@dataclass
class ScriptedEngine:
    """Paints what its script says. ``hold`` stops it before the end until it is set; ``faults`` fail the
    next runs one by one.
    """

    caps: ModelCaps
    hold: threading.Event = field(default_factory=threading.Event)
    faults: list[ArtmasterError] = field(default_factory=list)
    described: ArtmasterError | None = None
    notices: tuple[Notice, ...] = ()
    jobs: list[PaintJob] = field(default_factory=list)
    asked: list[GateQuestion] = field(default_factory=list)
    gate: Callable[[GateQuestion], Choices] | ArtmasterError = named_ones

    def describe(self, model: Path) -> ModelCaps:
        if self.described is not None:
            raise self.described
        return self.caps

    def check(self, job: PaintJob, cancelled: Callable[[], bool]) -> tuple[Notice, ...]:
        return job.notices

    def choose(self, question: GateQuestion) -> Choices:
        self.asked.append(question)
        if isinstance(self.gate, ArtmasterError):
            raise self.gate
        return self.gate(question)

    def run(self, job: PaintJob, emit: Callable[[ev.Event], None], cancelled: Callable[[], bool]) -> None:
        self.jobs.append(job)
        emit(ev.Started(job.id, PLACE, (*job.notices, *self.notices)))
        if self.faults:
            emit(ev.Failed(job.id, self.faults.pop(0)))
            return
        for step in range(1, 3):
            emit(ev.Progress(job.id, ev.Stage.PAINTING, step, 4, 4.0 - step))
            emit(ev.Preview(job.id, step, pixels(job)[::8, ::8].copy()))
        while not self.hold.wait(0.005):
            if cancelled():
                emit(ev.Cancelled(job.id, 2))
                return
        emit(ev.Finished(job.id, pixels(job), report(job)))


@dataclass
class Shelf:
    """A library of painters."""

    painters: Sequence[Painter] = ()

    def all(self) -> Sequence[Painter]:
        return self.painters

    def find(self, ref: PainterRef) -> Painter | None:
        return next((p for p in self.painters if p.slug == ref.slug), None)


def starter(*, guided: bool = False, side: int = 768) -> ModelCaps:
    return ModelCaps(
        path=Path("models/starter"),
        identity="i",
        name="Starter",
        max_side=side,
        best=256 * 256,
        guided=guided,
        text_tokens=64,
    )


def small_document(extent: Extent | None = None) -> Document:
    """A canvas with a sketch and a picture."""
    ink = np.zeros((64, 64, 4), np.uint8)
    ink[16:48, 16:48] = (40, 60, 120, 255)
    layers = (
        ImageLayer(id="photo", name="Photo", raster=Raster.from_array(ink)),
        SketchLayer(id="sketch", name="Hills", raster=Raster.from_array(ink)),
    )
    return Document(
        id="doc",
        extent=extent or Extent(256, 256),
        layers=layers,
        root=Root(prompt="hills in the morning"),
        paint=PaintSettings(seed=7, steps=20),
    )


@dataclass
class Workshop:
    """Everything between a document and its pictures, with a scripted engine at the end."""

    engine: ScriptedEngine
    thread: EngineThread
    queue: JobQueue
    session: Session
    desk: PaintDesk

    @classmethod
    def opened(
        cls,
        document: Document | None = None,
        *,
        guided: bool = False,
        side: int = 768,
        described: ArtmasterError | None = None,
    ) -> Workshop:
        engine = ScriptedEngine(starter(guided=guided, side=side), described=described)
        thread = EngineThread(lambda: engine)
        queue = JobQueue(thread)
        session = Session(document or small_document())
        desk = PaintDesk(session, queue, thread, Shelf(), engine.caps.path)
        return cls(engine, thread, queue, session, desk)

    def close(self) -> None:
        self.engine.hold.set()
        assert self.desk.close()
        self.thread.close()
        assert self.thread.wait(5)


@contextmanager
def workshop(
    document: Document | None = None, *, guided: bool = False, described: ArtmasterError | None = None
) -> Iterator[Workshop]:
    """A workshop that is closed at the end, whatever happens."""
    opened = Workshop.opened(document, guided=guided, described=described)
    try:
        yield opened
    finally:
        opened.close()
