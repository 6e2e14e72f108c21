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
class NoJobInPicture(StorageError):
    """The picture does not carry the job that painted it."""

    path: Path


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
