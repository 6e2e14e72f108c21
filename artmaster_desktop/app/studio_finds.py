"""What the studio looks for on works, one at a time, in a worker."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from artmaster_desktop.app.studio_doors import StudioDoors
from artmaster_desktop.app.studio_work import rejudged
from artmaster_desktop.core.caption import written_caption
from artmaster_desktop.core.captioning import seen_caption
from artmaster_desktop.core.mark import refound
from artmaster_desktop.core.measures import WorkMeasures
from artmaster_desktop.core.vocabulary import Vocabulary
from artmaster_desktop.core.work import CaptionBy, Work
from artmaster_desktop.core.works_eye import WorksEye
from artmaster_desktop.storage.scan import read_scan
from artmaster_desktop.storage.work_pixels import cut_pixels

Sizes = Sequence[tuple[int, int]]


class StudioFinds:
    """Every method takes a work of ``folder()`` and returns it with what was found; all raise ArtmasterError.
    ``stopped`` says whether the artist still waits.
    """

    def __init__(
        self,
        folder: Callable[[], Path],
        eye: Callable[[], WorksEye],
        doors: StudioDoors,
        vocabulary: Callable[[], Vocabulary],
        stopped: Callable[[], bool],
    ) -> None:
        self._folder, self._eye, self._doors = folder, eye, doors
        self._vocabulary, self._stopped = vocabulary, stopped

    def marks(self, work: Work) -> Work:
        """Seals and inscriptions; what the artist decided stays."""
        pixels = read_scan(self._folder() / work.file).pixels
        marked = replace(work, marks=refound(work.marks, self._eye().find_marks(pixels)))
        return rejudged(marked, self._eye().judge_of(pixels, marked)) if work.crops else marked

    def crops(self, work: Work, sizes: Sizes, each: int) -> Work:
        """The best crops; those placed by hand stay."""
        pixels = cut_pixels(self._folder(), work)
        return replace(work, crops=self._eye().crops(pixels, work, sizes, each))

    def enlarged(self, work: Work, sizes: Sizes, first: bool) -> Work:
        """Made larger for crops of ``sizes``, or (``first`` False) as it was scanned."""
        enlarging = self._doors.enlarging
        new = enlarging.as_scanned(work)
        if first:
            new = enlarging.enlarged(self._folder(), work, sizes, self._stopped)
        if not new.crops:
            return new
        return rejudged(new, self._eye().judge_of(cut_pixels(self._folder(), new), new))

    def caption(self, work: Work, measures: WorkMeasures | None, language: str, trigger: str) -> Work:
        """A first caption: by the captioner where there is one that sees something, else by measure."""
        words, pixels = self._vocabulary(), None
        seen = ""
        if self._doors.captioning.there:
            pixels = read_scan(self._folder() / work.file).pixels
            seen = self._doors.captioning.seen(pixels, self._stopped)
        if measures is None:
            pixels = read_scan(self._folder() / work.file).pixels if pixels is None else pixels
            measures = self._eye().measures(pixels, work.marks)
        text = seen_caption(work, seen, measures, words, language, trigger)
        if text:
            return replace(work, caption=text, caption_by=CaptionBy.CAPTIONER)
        text = written_caption(work, measures, words, language, trigger)
        return replace(work, caption=text, caption_by=CaptionBy.MEASURED)

    def rest(self) -> None:
        """Let the captioner's memory go."""
        self._doors.captioning.rest()
