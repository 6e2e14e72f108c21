"""The doors between rooms, as protocols: whoever needs an engine or a library gets it through these."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from artmaster_desktop.core.choice import Choices
from artmaster_desktop.core.event import Event
from artmaster_desktop.core.gate_question import GateQuestion
from artmaster_desktop.core.guide import GuideKind
from artmaster_desktop.core.guide_reading import ControlModel, GuideReading, LayoutReading
from artmaster_desktop.core.job import PaintJob
from artmaster_desktop.core.model_use import ModelUse
from artmaster_desktop.core.notice import Notice
from artmaster_desktop.core.painter import Painter, PainterRef
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.core.training import TrainingJob, TrainingWork
from artmaster_desktop.core.training_event import TrainingEvent, Wish
from artmaster_desktop.core.upscaling import Strips, UpscaleEvent, UpscaleJob, UpscalerCaps, UpscalerFile


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCaps:
    """What a model can paint. ``token`` is the side of one token in pixels (16 for FLUX); sides are in
    pixels.

    ``identity`` names the weights; ``best`` is the number of pixels it paints best, ``text_tokens`` the
    padded length of the root text, ``max_text`` the most tokens of any one text. ``guidance`` is what it was
    made for, where it is ``guided`` at all; ``use`` what it paints, and ``kinds`` the guides that one for
    guides was taught (None: any may be tried).
    """

    path: Path
    identity: str
    name: str
    token: int = 16
    min_side: int = 256
    max_side: int = 2048
    best: int = 1024 * 1024
    text_tokens: int = 512
    max_text: int = 512
    guided: bool = True
    guidance: float = 3.5
    use: ModelUse = ModelUse.PAINT
    kinds: frozenset[GuideKind] | None = None


class Engine(Protocol):
    """The one door to the neural networks. ``run`` blocks, emits events, and never raises an
    ArtmasterError.
    """

    def describe(self, model: Path) -> ModelCaps: ...

    def check(self, job: PaintJob, cancelled: Callable[[], bool]) -> tuple[Notice, ...]:
        """All that ``run`` would say of ``job`` when it begins, and the painters and guides that it would
        refuse; the model is not loaded. Where ``cancelled`` says so, what was found until then.

        Raises the ArtmasterError that ``run`` would end with, but for refused painters and guides.
        """
        ...

    def run(self, job: PaintJob, emit: Callable[[Event], None], cancelled: Callable[[], bool]) -> None: ...


class ChoosingEngine(Engine, Protocol):
    """An engine that the gate can be asked through: it has the text encoders."""

    def choose(self, question: GateQuestion) -> Choices:
        """Whom the gate chooses, and why; the model's text encoders are loaded. Raises GateFileError, and
        what ``run`` tells of a model that cannot be loaded.
        """
        ...


class PainterCatalog(Protocol):
    """Who is in the library."""

    def all(self) -> Sequence[Painter]: ...

    def find(self, ref: PainterRef) -> Painter | None:
        """The painter with the reference's hash, else the one with its slug, else None."""
        ...


class WorksSource(Protocol):
    """Where the works of a painter come from: a folder of pictures, or a studio with crops and captions."""

    def works(self) -> Sequence[TrainingWork]:
        """The works in a stable order. Raises ArtmasterError where one cannot be read."""
        ...


class FileWriter(Protocol):
    """The way to the disk: ``path`` (its folders are made) is ``content`` afterwards, or what it was before.

    Raises SaveFailed.
    """

    def __call__(self, path: Path, content: bytes) -> None: ...


class Trainer(Protocol):
    """Teaches painters. ``run`` blocks, emits events, asks ``wish`` before every step, and never raises an
    ArtmasterError."""

    def run(
        self, job: TrainingJob, emit: Callable[[TrainingEvent], None], wish: Callable[[], Wish]
    ) -> None: ...


class StructureReader(Protocol):
    """Reads guides and regions from pictures (uint8 RGB ``[H, W, 3]``), and knows who can follow guides.

    ``detector`` is the folder of a depth or segmentation model of the artist's, None for what there is
    without one.
    """

    def guide(self, rgb: Pixels, kind: GuideKind, detector: Path | None) -> GuideReading:
        """Raises GuideUnusable where nothing is in the picture, and DetectorUnusable."""
        ...

    def layout(self, rgb: Pixels, detector: Path | None) -> LayoutReading:
        """Raises DetectorUnusable."""
        ...

    def controls(self) -> Sequence[ControlModel]:
        """The models that follow guides, the shipped one first; those that cannot be used with the reason."""
        ...


class Enlarger(Protocol):
    """Makes pictures larger, row by row."""

    def describe(self, file: UpscalerFile) -> UpscalerCaps:
        """What the upscaler can do. Raises UpscalerUnusable or ReadFailed."""
        ...

    def strips(
        self, job: UpscaleJob, emit: Callable[[UpscaleEvent], None], cancelled: Callable[[], bool]
    ) -> Strips:
        """The enlarged picture, made as its rows are taken; taking them raises UpscaleStopped once
        ``cancelled()``, and OutOfMemory or DeviceFailed."""
        ...
