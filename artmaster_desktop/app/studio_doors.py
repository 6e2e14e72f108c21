"""What the studio is given: the doors to whoever looks at works, and to what the engine knows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from artmaster_desktop.app.work_captioning import WorkCaptioning
from artmaster_desktop.app.work_enlarging import WorkEnlarging
from artmaster_desktop.core.training_means import Means
from artmaster_desktop.core.vocabulary import Vocabulary
from artmaster_desktop.core.works_eye import TrainingWeigher, WorksEye


@dataclass(frozen=True, slots=True, kw_only=True)
class StudioDoors:
    """Each is opened at first need, in a worker: libraries take seconds to load."""

    eye: Callable[[], WorksEye]
    vocabulary: Callable[[], Vocabulary]
    weigh: TrainingWeigher
    means: Callable[[], tuple[Means, ...]]
    enlarging: WorkEnlarging
    captioning: WorkCaptioning
