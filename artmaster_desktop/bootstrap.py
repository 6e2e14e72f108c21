"""The composition root: the only module that sees every room, and hands each what it needs."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from artmaster_desktop.core.choice import NO_CHOICES, Choices
from artmaster_desktop.core.document import Document
from artmaster_desktop.core.gate_asking import leaves_to_gate, wishes_of
from artmaster_desktop.core.painter import Painter
from artmaster_desktop.core.ports import ModelCaps
from artmaster_desktop.core.vocabulary import read_vocabulary
from artmaster_desktop.storage.library import PainterLibrary

if TYPE_CHECKING:
    from PySide6.QtGui import QGuiApplication
    from PySide6.QtWidgets import QApplication

    from artmaster_desktop.app.engine_thread import Factory
    from artmaster_desktop.app.painter_import import DeepCheck
    from artmaster_desktop.core.ports import Engine as AnyEngine
    from artmaster_desktop.core.ports import Enlarger as AnyEnlarger
    from artmaster_desktop.core.ports import StructureReader, Trainer
    from artmaster_desktop.core.print_letters import LetterDrawing
    from artmaster_desktop.core.rank_map import LayerRank
    from artmaster_desktop.core.second_look import SecondLooker
    from artmaster_desktop.core.training import TrainingRecipe
    from artmaster_desktop.core.training_means import Means
    from artmaster_desktop.core.works_eye import Captioner, WorksEye
    from artmaster_desktop.engine.device import EngineOptions
    from artmaster_desktop.engine.engine import PaintEngine
    from artmaster_desktop.engine.gated import GatedEngine
    from artmaster_desktop.engine.painters.formats import PainterReport
    from artmaster_desktop.storage.crash import CrashGuard
    from artmaster_desktop.storage.settings import EngineSettings
    from artmaster_desktop.ui.workshop import Workshop

OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
}
"""No socket is opened without being asked; also spares a minute of vain look-ups where a name is not a
folder.
"""

ENGINE_AFTER = 1200
"""Milliseconds from the first sight of the window, and of the document in it, to the first thought of torch:
the first strokes are the artist's.
"""


@dataclass(frozen=True, slots=True)
class Places:
    """Where things are: what ships with the program, and what the artist keeps."""

    models: Path
    resources: Path
    user_models: Path
    user_painters: Path
    data: Path
    settings: Path
    logs: Path
    results: Path

    @property
    def starter(self) -> Path:
        return self.models / "starter"

    @property
    def gates(self) -> tuple[Path, Path]:
        """The gate that chooses painters: the artist's own, and the shipped one."""
        return (self.data / "gate" / "gate.safetensors", self.models / "gate" / "gate.safetensors")

    @property
    def segmenter(self) -> Path:
        """The shipped segmenter of landscapes."""
        return self.models / "segmenter" / "segmenter.safetensors"

    @property
    def controls(self) -> tuple[Path, Path]:
        """Where models that follow guides lie: the artist's own, and the shipped ones."""
        return (self.data / "controls", self.models / "controls")

    @property
    def painters(self) -> tuple[Path, ...]:
        return (self.models / "painters", self.user_painters)


def go_offline() -> None:
    """Forbid network look-ups to the libraries; call it before they are imported."""
    for name, value in OFFLINE.items():
        os.environ.setdefault(name, value)


def places() -> Places:
    """The folders of this installation: of a source tree, of a frozen program, or of an installed wheel."""
    frozen = getattr(sys, "_MEIPASS", None)
    home = Path(frozen) if frozen else Path(__file__).resolve().parent.parent
    if not frozen and not (home / "models").is_dir():
        home = Path(sys.prefix) / "share" / "artmaster-desktop"
    data = Path(platformdirs.user_data_dir("artmaster-desktop", appauthor=False))
    settings = Path(platformdirs.user_config_dir("artmaster-desktop", appauthor=False)) / "settings.json"
    logs = Path(platformdirs.user_log_dir("artmaster-desktop", appauthor=False))
    return Places(
        models=home / "models",
        resources=home / "resources",
        user_models=data / "models",
        user_painters=data / "painters",
        data=data,
        settings=settings,
        logs=logs,
        results=Path(platformdirs.user_pictures_dir()) / "ArtMaster",
    )


def library(folders: Sequence[Path] = ()) -> PainterLibrary:
    """The painters in ``folders``, or the shipped ones and the artist's own."""
    return PainterLibrary(folders or places().painters)


def engine(options: EngineOptions | None = None) -> GatedEngine:
    """The engine. Imports torch: seconds, so ask for it only when something is to be painted."""
    quietly_loaded("artmaster_desktop.engine.gated")
    from artmaster_desktop.engine.gated import GatedEngine

    return GatedEngine(options)


def quietly_loaded(*modules: str) -> None:
    """Import modules of the engine while a window in this process goes on; none that are there already."""
    from artmaster_desktop.engine.quiet import quietly

    missing = [name for name in modules if name not in sys.modules]
    if missing:
        quietly(lambda: [import_module(name) for name in missing])


STARTER_CONTROL = "starter"


def find_control(name: str, where: Places | None = None) -> tuple[Path, str] | None:
    """The model of this name that follows guides ("" = the starter's own; or any path), and its identity;
    None where there is none. Imports torch where there is one. Raises ControlUnusable.
    """
    wanted = name or STARTER_CONTROL
    places_ = [
        folder / f"{wanted}{kind}" for folder in (where or places()).controls for kind in ("", ".safetensors")
    ]
    path = next((path for path in places_ if path.exists()), None)
    if path is None:
        return None
    quietly_loaded("artmaster_desktop.engine.structure.control_file")
    from artmaster_desktop.engine.structure.control_file import identity

    return path, identity(path)


def structure_reader(where: Places | None = None) -> StructureReader:
    """Who reads guides and regions from pictures. Imports OpenCV; torch where a network reads."""
    from artmaster_desktop.engine.structure.reader import Reader

    where = where or places()
    return Reader(where.segmenter, where.controls, STARTER_CONTROL)


def gate_file() -> Path:
    """The artist's own gate where there is one, else the shipped one."""
    own, shipped = places().gates
    return own if own.is_file() else shipped


def choices(
    document: Document, caps: ModelCaps, painters: Sequence[Painter], painting: PaintEngine | None = None
) -> Choices:
    """What the gate chooses for ``document``; torch is imported only where it is to choose somewhere. Raises
    GateFileError, and what the engine raises for a model that cannot be loaded.
    """
    if not leaves_to_gate(document):
        return NO_CHOICES
    from artmaster_desktop.engine.mixing.chooser import Chooser

    folder = places().resources / "vocabulary"
    words = read_vocabulary(path.read_text("utf-8") for path in sorted(folder.glob("*.json")))
    chooser = Chooser(painting or engine(), caps, gate_file(), painters)
    return chooser.choices(wishes_of(document, caps, words))


def engine_of(settings: EngineSettings) -> Factory:
    """The factory of an engine that obeys ``settings``; torch is imported when it is called."""

    def factory() -> GatedEngine:
        return engine(options_of(settings))

    return factory


def painter_check(model: Path) -> DeepCheck:
    """Reads painters in full against ``model``; torch is imported at the first one."""

    def check(path: Path) -> PainterReport:
        quietly_loaded("artmaster_desktop.engine.residency", "artmaster_desktop.engine.painters.formats")
        from artmaster_desktop.engine.painters.formats import check_painter
        from artmaster_desktop.engine.residency import layer_shapes

        shapes, texts = layer_shapes(model)
        return check_painter(path, shapes, texts)

    return check


def ranks_of(painter: Path, model: Path) -> tuple[LayerRank, ...]:
    """Where the painter in the file keeps its ranks on ``model``. Imports torch: ask in a thread. Raises
    PainterFileError, and what ``describe`` tells of a model that cannot be read.
    """
    quietly_loaded("artmaster_desktop.engine.measures.gate_pictures", "artmaster_desktop.engine.residency")
    from artmaster_desktop.engine.measures.gate_pictures import rank_map
    from artmaster_desktop.engine.painters.formats import read_adapter
    from artmaster_desktop.engine.residency import layer_shapes

    return rank_map(read_adapter(painter, *layer_shapes(model)).adapter)


def options_of(settings: EngineSettings) -> EngineOptions:
    """What the settings ask of the engine. Imports torch."""
    quietly_loaded("artmaster_desktop.engine.device")
    from artmaster_desktop.engine.device import EngineOptions

    limit = settings.memory_limit
    return EngineOptions(
        device=None if settings.device == "auto" else settings.device,
        dtype=None if settings.precision.value == "auto" else settings.precision.value,
        memory=round(limit * (1 << 30)) if limit else None,
    )


def trainer_of(settings: EngineSettings) -> Trainer:
    """Who teaches painters where ``settings`` say. Imports torch and peft: ask in a thread."""
    quietly_loaded("artmaster_desktop.engine.training.trainer")
    from artmaster_desktop.engine.training.trainer import PainterTrainer
    from artmaster_desktop.storage.atomic import write_file

    return PainterTrainer(write_file, options_of(settings))


def enlarger_of(settings: EngineSettings) -> AnyEnlarger:
    """Who makes pictures larger where ``settings`` say. Imports torch: ask in a thread."""
    quietly_loaded("artmaster_desktop.engine.upscale.enlarge", "spandrel")
    from artmaster_desktop.engine.upscale.enlarge import Enlarger

    return Enlarger(options_of(settings))


def second_looker(painting: AnyEngine) -> SecondLooker:
    """Who looks at enlarged pictures again, with ``painting``'s models. Imports torch: ask in a thread."""
    quietly_loaded("artmaster_desktop.engine.upscale.second_look")
    from artmaster_desktop.engine.upscale.second_look import TileLooker

    return TileLooker(painting)


def letter_drawing() -> LetterDrawing:
    """Who draws letters where no window is: Qt without a screen. Raises DrawingUnavailable."""
    from artmaster_desktop.core.print_errors import DrawingUnavailable

    try:
        from artmaster_desktop.ui.lettering_print import SheetLetters
    except ImportError as error:  # a system library of Qt's that a bare Linux lacks
        raise DrawingUnavailable(str(error)) from error
    _unseen()
    return SheetLetters


@cache
def _unseen() -> QGuiApplication:
    """Qt's application, for fonts alone; on Linux it looks for no display. Kept: Qt takes only one."""
    from PySide6.QtGui import QGuiApplication

    running = QGuiApplication.instance()
    if isinstance(running, QGuiApplication):
        return running
    screenless = ["-platform", "offscreen"] if sys.platform.startswith("linux") else []
    return QGuiApplication(["artmaster-desktop", *screenless])


def works_eye() -> WorksEye:
    """Who looks at works. Imports OpenCV, no torch."""
    from artmaster_desktop.engine.works.eye import Eye

    return Eye()


def captioner_of(settings: EngineSettings) -> Captioner:
    """Who tells works in words: the model in the folder that ``settings`` name. Imports torch."""
    quietly_loaded("artmaster_desktop.engine.captioning.captioner")
    from artmaster_desktop.engine.captioning.captioner import LocalCaptioner

    return LocalCaptioner(Path(settings.captioner), options_of(settings))


def training_bytes(model: Path, recipe: TrainingRecipe) -> int | None:
    """How much disk a training's checkpoint takes. Imports torch: ask in a thread."""
    quietly_loaded("artmaster_desktop.engine.checkpoint_size")
    from artmaster_desktop.engine.checkpoint_size import checkpoint_bytes

    return checkpoint_bytes(model, recipe)


def training_means(settings: EngineSettings) -> tuple[Means, ...]:
    """What could save memory in a training where ``settings`` say, and whether it is here. Imports torch."""
    quietly_loaded("artmaster_desktop.engine.training.means")
    from artmaster_desktop.engine.device import pick_device
    from artmaster_desktop.engine.training.means import means

    return means(pick_device(options_of(settings).device))


def workshop(app: QApplication, where: Places, factory: Factory | None = None) -> Workshop:
    """Everything that the window stands on. ``factory`` makes another first engine than the real one."""
    from artmaster_desktop.app.settings_effect import Makers
    from artmaster_desktop.ui.workshop_making import Folders, make_workshop

    folders = Folders(
        resources=where.resources,
        painters=where.painters,
        own_painters=where.user_painters,
        models=where.user_models,
        data=where.data,
        settings=where.settings,
        logs=where.logs,
    )
    makers = Makers(
        starter=where.starter,
        results=where.results,
        engine_of=engine_of,
        check_of=painter_check,
        trainer_of=trainer_of,
        eye=works_eye,
        weigh=training_bytes,
        means=training_means,
        captioner_of=captioner_of,
        enlarger_of=enlarger_of,
        upscalers=where.models / "upscalers",
        gate=gate_file,
        ranks=ranks_of,
        find_control=partial(find_control, where=where),
        reader=partial(structure_reader, where),
        controls=where.controls[0],
        segmenter=where.segmenter,
    )
    return make_workshop(app, folders, makers, factory)


def open_window(document: Path | None = None) -> int:
    """Open the window, with ``document`` in it, and stay until the artist leaves; the exit status.

    Imports Qt and the window and nothing of the engine: torch comes in the engine's thread, once the window
    stands.
    """
    from artmaster_desktop.app import qt_log
    from artmaster_desktop.storage import crash

    where = places()
    guard = crash.install(where.logs)
    qt_log.install()
    try:
        return _window(where, document, guard)
    finally:
        qt_log.remove()
        guard.close()


def _window(where: Places, document: Path | None, guard: CrashGuard) -> int:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from artmaster_desktop.ui.program import Program
    from artmaster_desktop.ui.scale import apply_scale

    apply_scale(where.settings)  # Qt reads it as it begins
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    shop = workshop(app, where)
    program = Program(app, shop, guard)
    program.seen.connect(lambda: QTimer.singleShot(ENGINE_AFTER, program, shop.effect.start))
    program.show(document)
    if not program.stay():
        guard.close()
        os._exit(0)  # a thread is still at work (loading a model from a slow disk): it must not be destroyed
    return 0
