"""What can go wrong, as types with fields. The words for people are chosen once, where they are shown.

Each error carries what a good sentence needs: what happened, to which file or value, and what the limit was.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import Enum
from pathlib import Path


class ArtmasterError(Exception):
    """The root of every error that we raise on purpose.

    Subclasses are dataclasses: their fields are the message, so nobody has to parse prose.
    """

    def __str__(self) -> str:
        named = ((f.name, getattr(self, f.name)) for f in fields(self))  # type: ignore[arg-type]
        return f"{type(self).__name__}({', '.join(f'{name}={value!s}' for name, value in named)})"

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), tuple(getattr(self, f.name) for f in fields(self))  # type: ignore[arg-type]


class DocumentError(ArtmasterError):
    """A document, or the file that should hold one, is not usable."""


class DocumentProblem(Enum):
    """What is wrong with a document's file."""

    NOT_A_DOCUMENT = "not an OpenRaster file"
    TRUNCATED = "cut off or damaged"
    MISSING_MEMBER = "a part is missing"
    BAD_XML = "the layer list is not readable"
    BAD_PIXELS = "a picture inside is not readable"
    BAD_DATA = "our data inside is not readable"
    UNSAFE_NAME = "a part has an unsafe name"
    ENCRYPTED = "encrypted or packed in an unusual way"
    TOO_LARGE = "too large"
    BAD_VALUE = "a number is out of range"


@dataclass(eq=False)
class DocumentFileError(DocumentError):
    """The file cannot be opened; it was not changed. ``member`` is the part of it that failed, or empty."""

    path: Path
    problem: DocumentProblem
    member: str = ""
    detail: str = ""


@dataclass(eq=False)
class DocumentTooNew(DocumentError):
    """The file was saved by a newer version; it was not changed."""

    path: Path
    found: int
    supported: int


@dataclass(eq=False)
class BrokenDocument(DocumentError):
    """A document value contradicts itself (a region without its mask layer, two layers with one id...)."""

    what: str
    name: str


class StorageError(ArtmasterError):
    """The disk did not do what was asked; what was there before is still there."""


@dataclass(eq=False)
class SaveFailed(StorageError):
    """``path`` still holds its old content. ``errno`` is the system's number (28 = disk full), 0 if none."""

    path: Path
    errno: int
    reason: str


@dataclass(eq=False)
class ReadFailed(StorageError):
    """``path`` cannot be read; ``reason`` is the system's."""

    path: Path
    reason: str


@dataclass(eq=False)
class FileChangedOutside(StorageError):
    """Another program wrote ``path`` since we read or saved it; it was not overwritten."""

    path: Path


@dataclass(eq=False)
class NoJobInPicture(StorageError):
    """The picture does not carry the job that painted it."""

    path: Path


@dataclass(eq=False)
class JournalInUse(StorageError):
    """Another running program holds the journal."""

    path: Path


@dataclass(eq=False)
class JournalDamaged(StorageError):
    """The journal of unsaved edits cannot be read; it was not changed."""

    path: Path
    reason: str


@dataclass(eq=False)
class JournalTooNew(StorageError):
    """The journal of unsaved edits was written by a newer version; it was not changed."""

    path: Path
    found: int
    supported: int


class PainterError(ArtmasterError):
    """A painter cannot paint."""


class PainterProblem(Enum):
    """Why a painter's file cannot be used."""

    NOT_SAFETENSORS = "not a safetensors file"
    DAMAGED = "cut off or damaged"
    TOO_LARGE = "too large"
    NOT_FINITE = "holds NaN or infinite numbers"
    TOO_STRONG = "holds absurdly large numbers"
    WRONG_BASE = "made for another model"
    WRONG_SHAPE = "does not fit the model's layers"
    BAD_RANK = "a rank out of range"
    MISSING_HALF = "one half of a layer is missing"
    UNSUPPORTED_KIND = "a kind of adapter that cannot be read"
    UNKNOWN_KEYS = "no known layout"
    NEEDS_CONTROL = "a control adapter that needs a control picture"
    EMPTY = "holds nothing"


@dataclass(eq=False)
class PainterFileError(PainterError):
    """The painter's file is not usable; ``detail`` names the place in it."""

    path: Path
    problem: PainterProblem
    detail: str = ""


@dataclass(eq=False)
class PainterNotFound(PainterError):
    """A document asks for a painter that is not in the library."""

    slug: str
    sha256: str


@dataclass(eq=False)
class PainterChanged(PainterError):
    """The file behind a painter is not the one that the job names."""

    slug: str
    expected: str
    found: str


class GateProblem(Enum):
    """Why a trained gate cannot choose."""

    MISSING = "not there"
    DAMAGED = "cut off or damaged"
    OTHER_BASE = "taught for another model"
    PAINTERS_CHANGED = "its painters have changed"
    NOBODY = "nobody to learn from"


@dataclass(eq=False)
class GateFileError(PainterError):
    """The gate in the file ``path`` cannot choose; ``detail`` names the painters or the place in it."""

    path: Path
    problem: GateProblem
    detail: str = ""


class EngineError(ArtmasterError):
    """The engine could not finish; the document and everything saved are untouched."""


@dataclass(eq=False)
class ModelMissing(EngineError):
    """No usable model at ``path``; ``missing`` names the parts that were looked for."""

    path: Path
    missing: tuple[str, ...]


@dataclass(eq=False)
class ModelUnreadable(EngineError):
    """``part`` of the model at ``path`` is damaged or foreign."""

    path: Path
    part: str
    reason: str


@dataclass(eq=False)
class OutOfMemory(EngineError):
    """``needed`` and ``free`` in bytes, 0 where unknown. ``fits`` lists what would fit, best first."""

    device: str
    stage: str
    needed: int
    free: int
    fits: tuple[str, ...]


@dataclass(eq=False)
class NotFinite(EngineError):
    """The picture turned to NaN at ``step``; ``painters`` are those at work."""

    step: int
    painters: tuple[str, ...]


@dataclass(eq=False)
class DeviceFailed(EngineError):
    """The processor or its driver failed; ``reason`` is its own first line."""

    device: str
    reason: str


@dataclass(eq=False)
class CannotPaint(EngineError):
    """The request is outside what the model can do: ``what`` is ``value``, allowed is ``allowed``."""

    what: str
    value: str
    allowed: str


@dataclass(eq=False)
class FillsOnly(EngineError):
    """The model called ``model`` fills parts of pictures alone, and a whole one was asked for."""

    model: str


@dataclass(eq=False)
class EngineAbsent(EngineError):
    """The engine itself did not start (a library is missing or broken); ``reason`` is its own first line."""

    reason: str


class DownloadProblem(Enum):
    """Why a download did not arrive."""

    NO_CONNECTION = "no connection"
    NOT_FOUND = "not there"
    NOT_ALLOWED = "not open to everybody"
    DISK_FULL = "the disk is full"
    WRONG_HASH = "what arrived is not what was announced"
    FAILED = "failed"


@dataclass(eq=False)
class DownloadFailed(ArtmasterError):
    """``source`` did not arrive whole; what did arrive is kept for the next try. ``file`` may be empty."""

    source: str
    problem: DownloadProblem
    file: str = ""
    detail: str = ""


class EditError(ArtmasterError):
    """An edit was refused; the document is as it was."""


@dataclass(eq=False)
class LayerLocked(EditError):
    """``layer`` (its name) is locked, or the group ``by`` around it (empty where it is the layer itself)."""

    layer: str
    by: str = ""


@dataclass(eq=False)
class LayerGone(EditError):
    """The document has no layer or region with this id."""

    id: str


class EditProblem(Enum):
    """Why an edit makes no sense."""

    INTO_ITSELF = "a group cannot lie in itself"
    NOT_A_GROUP = "only a group holds layers"
    NO_PIXELS = "a group has no pixels of its own"
    WRONG_KIND = "pixels of another kind of layer"
    LETTERS = "letters are edited by Layer, Inscription or Seal"
    NOTHING_BELOW = "there is no layer below it"
    CANNOT_MERGE = "these kinds of layer do not merge"
    TWO_REGIONS = "each belongs to a region of its own"
    NOT_TOGETHER = "the layers do not lie in one group"
    NOTHING_CHOSEN = "nothing was chosen"


@dataclass(eq=False)
class CannotEdit(EditError):
    """``layer`` is the name (or, failing that, the id) of the layer or region that the edit was for."""

    layer: str
    problem: EditProblem


class WorksError(ArtmasterError):
    """An artist's works cannot be used as they are; no file was changed."""


class ScanProblem(Enum):
    """Why a scan cannot be used."""

    NOT_A_PICTURE = "not a JPEG, PNG, TIFF or HEIF picture"
    DAMAGED = "cut off or damaged"
    TOO_LARGE = "too large"
    TOO_SMALL = "too small"
    NO_HEIF = "a HEIF picture, and the library that reads them is not there"
    UNSUPPORTED = "a kind of picture that cannot be read"


@dataclass(eq=False)
class ScanError(WorksError):
    """The scan at ``path`` is not usable; ``detail`` gives its size or the library's own words."""

    path: Path
    problem: ScanProblem
    detail: str = ""


@dataclass(eq=False)
class NoWorks(WorksError):
    """Nothing has been imported into the folder at ``path`` yet."""

    path: Path


@dataclass(eq=False)
class WorksUnreadable(WorksError):
    """The list of works at ``path`` is not readable; ``reason`` names the place in it."""

    path: Path
    reason: str


@dataclass(eq=False)
class WorksTooNew(WorksError):
    """The list of works was written by a newer version; it was not changed."""

    path: Path
    found: int
    supported: int


@dataclass(eq=False)
class NotAmongWorks(WorksError):
    """There is no work, mark or crop called ``name``; ``known`` are those that there are."""

    name: str
    known: tuple[str, ...]
