"""What a training will cost, and what this machine can do for it: asked of the engine by a worker."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from artmaster_desktop.app.studio_training import Training
from artmaster_desktop.app.studio_work import TrainingCost, shown_crops
from artmaster_desktop.app.worker import Worker
from artmaster_desktop.core.training_means import Means
from artmaster_desktop.core.work import Oeuvre
from artmaster_desktop.core.works_eye import TrainingWeigher
from artmaster_desktop.storage.disk import free_bytes
from artmaster_desktop.storage.studio_memory import TrainingOrder


class StudioScales(QObject):
    """Weighs trainings of ``works``. The engine's libraries may take a while to load."""

    cost_changed = Signal(object)
    """TrainingCost, the answer to ``ask_cost``."""
    means_changed = Signal()
    """``means`` are known."""
    failed = Signal(object)
    """ArtmasterError."""

    def __init__(
        self,
        works: Callable[[], Oeuvre],
        weigh: TrainingWeigher,
        means: Callable[[], tuple[Means, ...]],
        training: Training,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._works, self._weigh, self._look, self._training = works, weigh, means, training
        self._worker = Worker("weighing a training", self)
        self._disk: dict[TrainingOrder, int | None] = {}
        self._looking = False
        self.means: tuple[Means, ...] = ()
        """What could save memory, and whether it is here; empty until it was looked for."""

    @property
    def busy(self) -> bool:
        return bool(self._worker.busy)

    def ask_means(self) -> None:
        """Look once what this machine can do; ``means_changed`` follows."""
        if not self._looking:
            self._looking = True
            self._worker.do(self._look, self._seen, self.failed.emit)

    def ask_cost(self, order: TrainingOrder) -> None:
        """What a training would take; ``cost_changed`` answers at once, and again when the disk is known."""
        recipe, pace, works = order.recipe, self._training.pace(order), self._works()
        shown = shown_crops(works, recipe.held_out)
        steps = recipe.steps(shown) if shown else 0
        seconds = steps * pace if pace is not None else None
        free = free_bytes(self._training.out)
        self.cost_changed.emit(
            TrainingCost(len(works.kept), shown, steps, seconds, self._disk.get(order), free)
        )
        if order not in self._disk:
            self._worker.do(
                lambda: self._weigh(order.model, recipe), partial(self._weighed, order), self.failed.emit
            )

    def wait(self, seconds: float) -> bool:
        return self._worker.wait(seconds)

    def _weighed(self, order: TrainingOrder, disk: int | None) -> None:
        if order not in self._disk:
            self._disk[order] = disk
            self.ask_cost(order)

    def _seen(self, means: tuple[Means, ...]) -> None:
        self.means = means
        self.means_changed.emit()
