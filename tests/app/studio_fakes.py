"""A studio with its true eye, and a trainer that does as it is told."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from artmaster_desktop.app.device_turn import DeviceTurn
from artmaster_desktop.app.studio import Studio
from artmaster_desktop.app.studio_doors import StudioDoors
from artmaster_desktop.app.studio_training import Training
from artmaster_desktop.app.work_captioning import WorkCaptioning
from artmaster_desktop.app.work_enlarging import WorkEnlarging
from artmaster_desktop.core import training_event as ev
from artmaster_desktop.core.errors import ArtmasterError
from artmaster_desktop.core.event import Placement
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.core.training import TrainingJob
from artmaster_desktop.core.training_errors import MeansProblem
from artmaster_desktop.core.training_means import Means
from artmaster_desktop.core.vocabulary import Vocabulary
from artmaster_desktop.engine.works.eye import Eye
from artmaster_desktop.storage.atomic import write_file
from artmaster_desktop.storage.settings import EngineSettings
from tests.app.enlarger_fakes import FakeEnlarger

STEPS = 6
POOR = (
    Means("adamw8", MeansProblem.NO_CUDA),
    Means("nf4", MeansProblem.NO_CUDA),
    Means("fp8", None),
    Means("swap", MeansProblem.ONE_MEMORY),
)
"""What a machine without a card can do for a training."""
PLACEMENT = Placement("cpu", "a processor", "float32", "none", "it fits")


@dataclass
class FakeTrainer:
    """Takes STEPS steps, each let go by ``allow`` where it is ``held``. Its checkpoint is a number."""

    held: bool = False
    refuses: ArtmasterError | None = None
    """Why its checkpoints cannot be written."""
    fails: ArtmasterError | None = None
    jobs: list[TrainingJob] = field(default_factory=list)
    threads: set[str] = field(default_factory=set)
    allowed: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    steps: list[int] = field(default_factory=list)

    def allow(self, steps: int = 1) -> None:
        for _ in range(steps):
            self.allowed.release()

    def run(
        self, job: TrainingJob, emit: Callable[[ev.TrainingEvent], None], wish: Callable[[], ev.Wish]
    ) -> None:
        self.jobs.append(job)
        self.threads.add(threading.current_thread().name)
        begun = int(job.checkpoint.read_text()) if job.checkpoint.is_file() else 0
        emit(ev.TrainingStarted(job.id, PLACEMENT, STEPS, begun, len(job.works), 1, 1000))
        for step in range(begun + 1, STEPS + 1):
            while (asked := wish()) is ev.Wish.WAIT or (
                asked is ev.Wish.GO and self.held and not self.allowed.acquire(timeout=0.005)
            ):
                threading.Event().wait(0.002)
            if asked is not ev.Wish.GO:
                emit(self._stopped(job, asked, step - 1))
                return
            self.steps.append(step)
            emit(ev.Learned(job.id, step, 1.0 / step, None, 1e-3, 100 - step, float(STEPS - step)))
            emit(ev.Judged(job.id, step, 1.0 / step, 1.2, 1.0 / step))
            emit(ev.SampleSheet(job.id, step, np.full((8, 32, 3), 20 * step, np.uint8), ("a lake",)))
            if self.refuses is None:
                write_file(job.checkpoint, str(step).encode())
            emit(ev.Checkpointed(job.id, step, self.refuses))
            if self.fails is not None:
                emit(ev.TrainingFailed(job.id, self.fails))
                return
        file = job.folder / f"{job.slug}.safetensors"
        write_file(file, b"a painter")
        job.checkpoint.unlink(missing_ok=True)
        emit(ev.Trained(job.id, file, STEPS, ev.Ending.OVERFIT, (0, 8), 61.0))

    def _stopped(self, job: TrainingJob, asked: ev.Wish, step: int) -> ev.TrainingEvent:
        if asked is ev.Wish.CANCEL:
            return ev.TrainingCancelled(job.id, step)
        return ev.TrainingPaused(job.id, step, job.checkpoint)


@dataclass
class FakeCaptioner:
    """Sees a pine and no blank paper on everything."""

    rested: int = 0

    def caption(self, pixels: Pixels) -> str:
        assert pixels.ndim == 3
        return "a painting of an old pine tree by the shore, filled to the edges"

    def rest(self) -> None:
        self.rested += 1


def upscalers(folder: Path) -> Path:
    """A folder with an upscaler in it that nobody opens."""
    file = folder / "upscalers" / "artmaster-ink-x2.safetensors"
    write_file(file, b"an upscaler")
    return file.parent


def made_studio(
    folder: Path,
    trainer: FakeTrainer | None = None,
    vocabulary: Callable[[], Vocabulary] = Vocabulary,
    captioner: str = "",
) -> tuple[Studio, DeviceTurn]:
    """A studio whose painters go to ``folder/painters``; ``captioner`` names one that sees a lake."""
    turn, teacher = DeviceTurn(), trainer or FakeTrainer()
    training = Training(
        lambda: teacher, Eye, turn, folder / "painters", folder / "cache", folder / "studio.json"
    )
    doors = StudioDoors(
        eye=Eye, vocabulary=vocabulary, weigh=lambda model, recipe: 1000, means=lambda: POOR,
        enlarging=WorkEnlarging(FakeEnlarger, upscalers(folder), turn),
        captioning=WorkCaptioning(
            lambda _: FakeCaptioner(), lambda: EngineSettings(captioner=captioner), turn
        ),
    )  # fmt: skip
    return Studio(doors, training), turn
