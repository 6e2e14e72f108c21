"""What the settings mean for the app while it runs: engine, model, live mode, backups, results."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject

from artmaster_desktop.app.desk import PaintDesk
from artmaster_desktop.app.engine_thread import EngineThread, Factory
from artmaster_desktop.app.files import DocumentFiles
from artmaster_desktop.app.painter_import import DeepCheck, PainterImport
from artmaster_desktop.app.preferences import Preferences
from artmaster_desktop.app.results import Results
from artmaster_desktop.core.guide_planning import FindControl
from artmaster_desktop.core.ports import Enlarger, StructureReader, Trainer
from artmaster_desktop.core.rank_map import LayerRank
from artmaster_desktop.core.training_means import Means
from artmaster_desktop.core.works_eye import Captioner, TrainingWeigher, WorksEye
from artmaster_desktop.storage.results import ResultStore
from artmaster_desktop.storage.settings import EngineSettings, Settings

EngineOf = Callable[[EngineSettings], Factory]
"""Makes the factory of an engine that obeys the settings."""
CheckOf = Callable[[Path], DeepCheck]
"""How painters are checked against the model at a path."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Makers:
    """What only the bootstrap can give: the ``starter`` model, the folder of ``results`` where none is
    chosen, engines, the check of painters, what teaches them, and what makes pictures larger
    (``upscalers`` is the folder of the shipped ones).
    """

    starter: Path
    results: Path
    engine_of: EngineOf
    check_of: CheckOf
    trainer_of: Callable[[EngineSettings], Trainer]
    eye: Callable[[], WorksEye]
    weigh: TrainingWeigher
    means: Callable[[EngineSettings], tuple[Means, ...]]
    """What this machine can do for a training: for a worker, it loads torch."""
    captioner_of: Callable[[EngineSettings], Captioner]
    """The captioner that the settings name."""
    enlarger_of: Callable[[EngineSettings], Enlarger]
    upscalers: Path
    gate: Callable[[], Path]
    """Where the gate lies that chooses painters."""
    ranks: Callable[[Path, Path], tuple[LayerRank, ...]]
    """Where the painter in a file keeps its ranks on a model: for a worker, it takes seconds."""
    find_control: FindControl
    """Looks up a model that follows guides: for a worker, it loads torch."""
    reader: Callable[[], StructureReader]
    """Who reads guides and regions from pictures: for a worker, it loads torch."""
    controls: Path
    """The folder in which the artist keeps models that follow guides."""
    segmenter: Path
    """Where the shipped segmenter lies, if one ships."""


class SettingsEffect(QObject):
    """Follows the preferences. ``start`` lets the engine look at the model: the seconds that its libraries
    take to load begin there, so it is called when the window stands.
    """

    def __init__(
        self,
        preferences: Preferences,
        engine: EngineThread,
        desk: PaintDesk,
        files: DocumentFiles,
        results: Results,
        painter_import: PainterImport,
        makers: Makers,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._preferences, self._engine, self._desk = preferences, engine, desk
        self._files, self._results, self._import = files, results, painter_import
        self._makers = makers
        settings = preferences.settings
        files.keep_backup = settings.safety.backups
        desk.use_live_settings(settings.live)
        desk.to_cpu = self._to_cpu
        painter_import.set_check(makers.check_of(self.model(settings)))
        preferences.changed.connect(self._follow)

    def model(self, settings: Settings) -> Path:
        """The model that paints: the chosen one, or the starter."""
        return Path(settings.engine.model) if settings.engine.model else self._makers.starter

    def start(self) -> None:
        """Look at the model."""
        if self._desk.model is None:
            self._desk.set_model(self.model(self._preferences.settings))

    def _to_cpu(self) -> None:
        """The artist chose the processor after a fault: for this run, not for ever."""
        engine = self._preferences.settings.engine
        self._engine.use(self._makers.engine_of(EngineSettings(model=engine.model, device="cpu")))

    def _follow(self, before: Settings, after: Settings) -> None:
        if before.safety.backups != after.safety.backups:
            self._files.keep_backup = after.safety.backups
        if before.safety.results != after.safety.results:
            chosen = after.safety.results
            self._results.use(ResultStore(Path(chosen) if chosen else self._makers.results))
        if before.live != after.live:
            self._desk.use_live_settings(after.live)
        old, new = before.engine, after.engine
        if (old.device, old.precision, old.memory_limit) != (new.device, new.precision, new.memory_limit):
            self._engine.use(self._makers.engine_of(new))
        if self.model(before) != self.model(after):
            self._desk.set_model(self.model(after))
            self._import.set_check(self._makers.check_of(self.model(after)))
