"""Makes a workshop: one of everything, joined, from folders and from what only the bootstrap can give."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtWidgets import QApplication

from artmaster_desktop.app.brush_rack import BrushRack
from artmaster_desktop.app.desk import PaintDesk
from artmaster_desktop.app.device_turn import DeviceTurn
from artmaster_desktop.app.engine_thread import EngineThread, Factory
from artmaster_desktop.app.files import DocumentFiles
from artmaster_desktop.app.gate_answers import GateSource
from artmaster_desktop.app.jobs import JobQueue
from artmaster_desktop.app.keeper import Keeper
from artmaster_desktop.app.painter_import import PainterImport
from artmaster_desktop.app.painter_shelf import PainterShelf
from artmaster_desktop.app.preferences import Preferences
from artmaster_desktop.app.printing import Printing
from artmaster_desktop.app.result_enlarging import ResultEnlarging
from artmaster_desktop.app.results import Results
from artmaster_desktop.app.session import Session
from artmaster_desktop.app.settings_effect import Makers, SettingsEffect
from artmaster_desktop.app.structure import Structure
from artmaster_desktop.app.studio import Studio
from artmaster_desktop.app.studio_doors import StudioDoors
from artmaster_desktop.app.studio_training import Training
from artmaster_desktop.app.work_captioning import WorkCaptioning
from artmaster_desktop.app.work_enlarging import WorkEnlarging
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.storage.diagnostics import write_diagnostics
from artmaster_desktop.storage.library import PainterLibrary
from artmaster_desktop.storage.prompt_history import PromptHistory
from artmaster_desktop.storage.results import ResultStore
from artmaster_desktop.ui.i18n import Translation
from artmaster_desktop.ui.icons import set_icon_folder
from artmaster_desktop.ui.main_window_files import blank
from artmaster_desktop.ui.messages import translate
from artmaster_desktop.ui.panels.prompt_words import vocabulary
from artmaster_desktop.ui.theme import Theme
from artmaster_desktop.ui.toolbox import Toolbox
from artmaster_desktop.ui.workshop import Workshop

FIRST_SHEET = Extent(1024, 1024)


@dataclass(frozen=True, slots=True, kw_only=True)
class Folders:
    """``resources`` ship with the program; ``painters`` are the shipped ones, then the artist's ``own``;
    ``models`` and ``data`` are the artist's too. ``settings`` is a file.
    """

    resources: Path
    painters: tuple[Path, ...]
    own_painters: Path
    models: Path
    data: Path
    settings: Path
    logs: Path


def make_workshop(
    app: QApplication, folders: Folders, makers: Makers, factory: Factory | None = None
) -> Workshop:
    """Everything that the window stands on; ``factory`` makes another first engine than ``makers`` would."""
    set_icon_folder(folders.resources / "icons")
    turn = DeviceTurn()
    engine_of = makers.engine_of
    makers = replace(makers, engine_of=lambda settings: turn.shared(engine_of(settings)))
    preferences = Preferences(folders.settings)
    settings = preferences.settings
    translation = Translation(app, folders.resources / "translations")
    translation.set(settings.language)
    theme = Theme(app, settings.theme.value)
    preferences.changed.connect(lambda _, after: theme.set(after.theme.value))
    session = Session(
        blank(FIRST_SHEET, "", translate("FileFlow", "Sketch")), budget=settings.safety.undo_budget << 20
    )
    library = PainterLibrary((*folders.painters, *settings.engine.painters), folders.data / "hashes.json")
    engine = EngineThread(turn.shared(factory) if factory else makers.engine_of(settings.engine))
    queue = JobQueue(engine)
    desk = PaintDesk(
        session, queue, engine, library, gate=GateSource(makers.gate, vocabulary),
        find_control=makers.find_control,
    )  # fmt: skip
    store = ResultStore(Path(settings.safety.results) if settings.safety.results else makers.results)
    results = Results(session, queue, desk, store)
    files = DocumentFiles(session)
    shelf = PainterShelf(library, folders.own_painters)
    painter_import = PainterImport(shelf)
    return Workshop(
        preferences=preferences, theme=theme, translation=translation, session=session, engine=engine,
        queue=queue, desk=desk, results=results, files=files, library=library, shelf=shelf,
        painter_import=painter_import, toolbox=Toolbox(),
        keeper=Keeper(session, files, queue, desk, results, folders.data / "journals"),
        rack=BrushRack(folders.resources / "brushes", folders.data / "brushes"),
        prompts=PromptHistory(folders.data / "prompts.json"),
        effect=SettingsEffect(preferences, engine, desk, files, results, painter_import, makers),
        studio=_studio(folders, makers, turn, preferences),
        printing=Printing(lambda: makers.enlarger_of(preferences.settings.engine), turn),
        enlarging=ResultEnlarging(
            session, results, lambda: makers.enlarger_of(preferences.settings.engine), turn
        ),
        structure=Structure(engine, makers.reader, makers.controls, makers.segmenter),
        upscalers=makers.upscalers,
        ranks=lambda file: makers.ranks(file, desk.model or makers.starter),
        resources=folders.resources, models=folders.models, starter=makers.starter,
        painter_folders=folders.painters, logs=folders.logs,
        diagnostics=lambda path: write_diagnostics(path, folders.logs, preferences.settings),
    )  # fmt: skip


def _studio(folders: Folders, makers: Makers, turn: DeviceTurn, preferences: Preferences) -> Studio:
    """Where painters are taught, on the engine's turn."""
    training = Training(
        lambda: makers.trainer_of(preferences.settings.engine), makers.eye, turn, folders.own_painters,
        folders.data / "training", folders.data / "studio.json",
    )  # fmt: skip
    doors = StudioDoors(
        eye=makers.eye,
        vocabulary=vocabulary,
        weigh=makers.weigh,
        means=lambda: makers.means(preferences.settings.engine),
        enlarging=WorkEnlarging(
            lambda: makers.enlarger_of(preferences.settings.engine), makers.upscalers, turn
        ),
        captioning=WorkCaptioning(makers.captioner_of, lambda: preferences.settings.engine, turn),
    )
    return Studio(doors, training)
