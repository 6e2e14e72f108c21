"""What the window stands on: one of everything, made by the bootstrap (or a test) and handed in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from artmaster_desktop.app.brush_rack import BrushRack
from artmaster_desktop.app.desk import PaintDesk
from artmaster_desktop.app.engine_thread import EngineThread
from artmaster_desktop.app.files import DocumentFiles
from artmaster_desktop.app.jobs import JobQueue
from artmaster_desktop.app.keeper import Keeper
from artmaster_desktop.app.painter_import import PainterImport
from artmaster_desktop.app.painter_shelf import PainterShelf
from artmaster_desktop.app.preferences import Preferences
from artmaster_desktop.app.printing import Printing
from artmaster_desktop.app.result_enlarging import ResultEnlarging
from artmaster_desktop.app.results import Results
from artmaster_desktop.app.session import Session
from artmaster_desktop.app.settings_effect import SettingsEffect
from artmaster_desktop.app.structure import Structure
from artmaster_desktop.app.studio import Studio
from artmaster_desktop.core.rank_map import LayerRank
from artmaster_desktop.storage.library import PainterLibrary
from artmaster_desktop.storage.prompt_history import PromptHistory
from artmaster_desktop.ui.i18n import Translation
from artmaster_desktop.ui.theme import Theme
from artmaster_desktop.ui.toolbox import Toolbox


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """The parts live longer than any widget.

    ``resources`` is the folder of examples, ``upscalers`` of the shipped ones, ``models`` of the artist's
    models, ``starter`` the shipped one, ``logs`` where faults are written down. ``diagnostics`` writes the
    file for a bug report, ``ranks`` reads where a painter's file keeps its ranks.
    """

    preferences: Preferences
    theme: Theme
    translation: Translation
    session: Session
    engine: EngineThread
    queue: JobQueue
    desk: PaintDesk
    results: Results
    files: DocumentFiles
    keeper: Keeper
    library: PainterLibrary
    shelf: PainterShelf
    painter_import: PainterImport
    toolbox: Toolbox
    rack: BrushRack
    prompts: PromptHistory
    effect: SettingsEffect
    studio: Studio
    ranks: Callable[[Path], tuple[LayerRank, ...]]
    printing: Printing
    structure: Structure
    enlarging: ResultEnlarging
    upscalers: Path
    resources: Path
    models: Path
    starter: Path
    painter_folders: tuple[Path, ...]
    logs: Path
    diagnostics: Callable[[Path], None]

    def close(self) -> bool:
        """End all threads at once and write what is left; whether everything is on the disk. The window ends
        more gently, by ``app.shutdown``.
        """
        return self._end(self.keeper.close)

    def abandon(self) -> bool:
        """The same, where nobody could be asked about unsaved work: it is offered at the next start."""
        return self._end(self.keeper.abandon)

    def close_shelves(self) -> bool:
        """End what reads painters and brushes."""
        closed = [part.close(5.0) for part in (self.shelf, self.painter_import, self.rack)]
        return all(closed)

    def _end(self, end_keeping: Callable[[], bool]) -> bool:
        self.queue.cancel_all()
        self.desk.close(10.0)
        self.studio.training.close()
        self.printing.cancel()
        self.enlarging.cancel()
        self.engine.close()
        done = [
            self.files.wait(60.0), self.results.wait(60.0), end_keeping(), self.preferences.close(),
            self.close_shelves(), self.engine.wait(20.0), self.studio.close(20.0),
            self.studio.training.wait(60.0), self.printing.close(60.0),
            self.structure.close(20.0), self.enlarging.close(60.0),
        ]  # fmt: skip
        return all(done)
