"""The door to training: a job in, events out, a painter in its folder."""

from __future__ import annotations

from collections.abc import Callable

import torch

from artmaster_desktop.core.errors import ArtmasterError
from artmaster_desktop.core.model_use import ModelUse
from artmaster_desktop.core.ports import FileWriter
from artmaster_desktop.core.training import TrainingJob
from artmaster_desktop.core.training_errors import NoBase
from artmaster_desktop.core.training_event import TrainingEvent, TrainingFailed, Wish
from artmaster_desktop.engine.device import EngineOptions, pick_device
from artmaster_desktop.engine.faults import let_go, translated
from artmaster_desktop.engine.flux import weights
from artmaster_desktop.engine.training.fleet import Fleet
from artmaster_desktop.engine.training.run import TrainingRun

FAULTS = (RuntimeError, MemoryError, ArithmeticError, OSError)
"""What torch raises where a device, its memory or the arithmetic fails."""


def _unheard(_event: TrainingEvent) -> None:
    """Only the first of several processes tells how it goes; all tell how it ended."""


class PainterTrainer:
    """Teaches painters where ``options`` say; ``write`` is the way to the disk."""

    def __init__(self, write: FileWriter, options: EngineOptions | None = None) -> None:
        self._write = write
        self._options = options or EngineOptions()

    def run(self, job: TrainingJob, emit: Callable[[TrainingEvent], None], wish: Callable[[], Wish]) -> None:
        """Teach; ends in exactly one of Trained, TrainingPaused, TrainingCancelled and TrainingFailed.

        Where ``job.checkpoint`` is there, the run goes on from it, bit for bit as if it had never stopped.
        """
        device = torch.device("cpu")
        try:
            device = pick_device(self._options.device)
            caps = weights.describe(job.model)
            if caps.use is not ModelUse.PAINT:
                raise NoBase(caps.name)
            if device.type == "cuda":
                torch.backends.cuda.enable_cudnn_sdp(False)  # its backward pass returns NaN for this model
            fleet = Fleet.here(device)
            device = fleet.device or device
            heard = emit if fleet.first else _unheard
            emit(TrainingRun(job, device, self._write, heard, wish, fleet).run())
        except ArtmasterError as error:
            let_go(error)
            emit(TrainingFailed(job.id, error))
        except FAULTS as fault:
            failed = translated(fault, device, "learning", ())
            let_go(fault)
            emit(TrainingFailed(job.id, failed))
