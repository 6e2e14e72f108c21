"""A work: one picture by the artist that a painter is learnt from, and what is known of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from artmaster_desktop.core.crop import Crop
from artmaster_desktop.core.enlarged import AS_SCANNED, Enlarged
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.mark import Mark


class ScanNote(Enum):
    """What had to be done to a scan so that it can be worked with; the file itself is never changed."""

    CMYK = "printing colours (CMYK) became sRGB"
    PROFILE = "its colour profile became sRGB"
    BAD_PROFILE = "its colour profile is damaged and was ignored"
    DEEP = "16 bits a channel became 8"
    TRANSPARENT = "transparent parts were laid on white"
    FIRST_PAGE = "only the first of its pages is used"
    REDUCED = "too large to work with: reduced"
    SMALL = "small: its crops have to be enlarged"


class CaptionBy(Enum):
    """Who wrote a caption. One written by hand is never replaced by the program."""

    NOBODY = ""
    MEASURED = "measured"
    CAPTIONER = "captioner"
    HAND = "hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """``file`` is the scan's name in the artist's folder, ``sha256`` that of its bytes, ``width`` and
    ``height`` its size upright. ``id`` is unique in the folder. ``tags`` are ids of the vocabulary.
    A work that is not ``kept`` stays in the folder and is left out of everything. ``enlarged`` says whether
    its crops are cut from a larger copy.
    """

    id: str
    file: str
    sha256: str
    width: int
    height: int
    kept: bool = True
    title: str = ""
    period: str = ""
    subject: str = ""
    rights: str = ""
    source: str = ""
    notes: tuple[ScanNote, ...] = ()
    tags: tuple[str, ...] = ()
    caption: str = ""
    caption_by: CaptionBy = CaptionBy.NOBODY
    marks: tuple[Mark, ...] = ()
    crops: tuple[Crop, ...] = ()
    enlarged: Enlarged = AS_SCANNED

    def __post_init__(self) -> None:
        if not self.id or self.width < 1 or self.height < 1:
            raise ValueError("a work needs an id and a size")
        if not self.file or "/" in self.file or "\\" in self.file or self.file.startswith("."):
            raise ValueError(f"a work's file lies in the artist's folder itself, not at {self.file!r}")
        for names in ([mark.id for mark in self.marks], [crop.id for crop in self.crops]):
            if len(set(names)) != len(names):
                raise ValueError("marks and crops need ids of their own")

    @property
    def extent(self) -> Extent:
        return Extent(self.width, self.height)

    @property
    def cut_extent(self) -> Extent:
        """The size of what its crops are cut from."""
        return Extent(self.width * self.enlarged.times, self.height * self.enlarged.times)


@dataclass(frozen=True, slots=True)
class Oeuvre:
    """All works of one artist, in the order in which they came."""

    artist: str = ""
    works: tuple[Work, ...] = ()

    def __post_init__(self) -> None:
        names = [work.id for work in self.works]
        if len(set(names)) != len(names):
            raise ValueError("works need ids of their own")

    @property
    def kept(self) -> tuple[Work, ...]:
        return tuple(work for work in self.works if work.kept)

    def find(self, work_id: str) -> Work | None:
        return next((work for work in self.works if work.id == work_id), None)

    def with_work(self, work: Work) -> Oeuvre:
        """With ``work`` in place of the one with its id, or at the end where there is none."""
        if self.find(work.id) is None:
            return Oeuvre(self.artist, (*self.works, work))
        return Oeuvre(self.artist, tuple(work if old.id == work.id else old for old in self.works))


def work_id(stem: str, taken: Sequence[str]) -> str:
    """A short name to type for a scan called ``stem``, that is none of ``taken``: letters and digits of any
    script, dashes between.
    """
    slug = re.sub(r"[\W_]+", "-", stem.casefold()).strip("-")[:40].rstrip("-") or "work"
    numbered = (f"{slug}-{n}" for n in range(2, len(taken) + 3))
    return slug if slug not in taken else next(name for name in numbered if name not in taken)
