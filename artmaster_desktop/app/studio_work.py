"""What the studio's workers do with works: pure functions of an artist's folder, without Qt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from artmaster_desktop.core.caption_lint import CaptionFinding
from artmaster_desktop.core.crop import loss_mask
from artmaster_desktop.core.enlarging import enlarged_told
from artmaster_desktop.core.errors import ArtmasterError, NoWorks
from artmaster_desktop.core.mark import Mark, habits
from artmaster_desktop.core.measures import WorkMeasures
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.core.training import TrainingJob, TrainingWork
from artmaster_desktop.core.work import Oeuvre, Work
from artmaster_desktop.core.works_eye import CropJudge, WorksEye
from artmaster_desktop.storage.oeuvre_file import read_oeuvre
from artmaster_desktop.storage.scan import read_scan
from artmaster_desktop.storage.studio_memory import TrainingOrder
from artmaster_desktop.storage.training_choice import TrainingChoice, read_choice
from artmaster_desktop.storage.work_pixels import cut_pixels
from artmaster_desktop.storage.works_import import find_scans

SIZES = ((512, 512), (512, 768))
"""Crops that are cut where the artist chose no others: the sizes of the study this program grew from."""
THUMBNAIL = 320
VIEW = 1400
"""Pixels of the longer side of what is shown in the grid and beside it."""
MOST_TAGS = 8


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What a first look at a work gives: a ``thumbnail`` and the ``measures``; or the ``error`` why there is
    none.
    """

    thumbnail: Pixels | None = None
    measures: WorkMeasures | None = None
    error: ArtmasterError | None = None


@dataclass(frozen=True, slots=True, eq=False)
class WorkView:
    """A work to put boxes on: ``pixels`` for the screen, and who ``judge``s crops of it with ``marks``."""

    pixels: Pixels
    judge: CropJudge
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class TrainingCost:
    """What a training will take. ``seconds`` and ``disk`` (bytes) are None where nobody knows; ``free`` is
    what the disk has left.
    """

    works: int
    crops: int
    steps: int
    seconds: float | None
    disk: int | None
    free: int

    @property
    def fits(self) -> bool:
        """Whether the disk has room: an atomic save needs the old checkpoint and the new one at once."""
        return self.disk is None or self.free > 2 * self.disk


@dataclass(frozen=True, slots=True)
class OpenedFolder:
    """The list of works, the scans in the folder that are not on it (``strangers``), and how a painter of
    them is to be taught, where that was chosen before.
    """

    oeuvre: Oeuvre
    strangers: tuple[Path, ...]
    choice: TrainingChoice | None


def opened_folder(folder: Path) -> OpenedFolder:
    """What lies in the artist's folder."""
    try:
        oeuvre = read_oeuvre(folder)
    except NoWorks:
        oeuvre = Oeuvre()
    listed = {work.file for work in oeuvre.works}
    scans = find_scans([folder]) if folder.is_dir() else []
    strangers = tuple(path for path in scans if path.name not in listed)
    return OpenedFolder(oeuvre, strangers, read_choice(folder))


def look_at(folder: Path, work: Work, eye: WorksEye) -> Look:
    """A first look; a scan that cannot be read is no reason to stop."""
    try:
        pixels = read_scan(folder / work.file).pixels
    except ArtmasterError as error:
        return Look(error=error)
    return Look(eye.reduced(pixels, THUMBNAIL), eye.measures(pixels, work.marks))


def view_of(folder: Path, work: Work, eye: WorksEye) -> WorkView:
    """Raises ScanError and ReadFailed."""
    pixels = read_scan(folder / work.file).pixels
    return WorkView(eye.reduced(pixels, VIEW), eye.judge_of(pixels, work), work.marks)


def by_work(findings: Iterable[CaptionFinding]) -> dict[str, tuple[CaptionFinding, ...]]:
    """The findings of each work by its id, in their order."""
    found: dict[str, tuple[CaptionFinding, ...]] = {}
    for one in findings:
        found[one.work] = (*found.get(one.work, ()), one)
    return found


def rejudged(work: Work, judge: CropJudge) -> Work:
    """With the costs of its crops as its marks are now."""
    crops = tuple(replace(c, cost=judge.judge(c.box, c.width, c.height)) for c in work.crops)
    return replace(work, crops=crops)


def shown_crops(oeuvre: Oeuvre, held_out: int) -> int:
    """About how many crops are shown to a training that keeps ``held_out`` works back."""
    counts = [len(work.crops) or len(SIZES) for work in oeuvre.kept]
    kept_back = min(held_out, max(0, len(counts) - 1))
    return round(sum(counts) * (len(counts) - kept_back) / max(1, len(counts)))


def training_works(folder: Path, eye: WorksEye) -> tuple[TrainingWork, ...]:
    """What a painter learns from: the crops of the works that are kept, without seals and inscriptions. Crops
    are proposed where a work has none. Raises ArtmasterError.
    """
    found = tuple(crop for work in read_oeuvre(folder).kept for crop in _crops(folder, work, eye))
    if not found:
        raise NoWorks(folder)
    return found


def _crops(folder: Path, work: Work, eye: WorksEye) -> Iterator[TrainingWork]:
    pixels = cut_pixels(folder, work)
    captions = (work.caption,) if work.caption else ()
    for crop in work.crops or eye.crops(pixels, work, SIZES, 1):
        yield TrainingWork(work.id, eye.cut(pixels, crop), captions, loss_mask(crop, work.marks))


def training_job(order: TrainingOrder, eye: WorksEye, out: Path, cache: Path) -> TrainingJob:
    """The job that ``order`` asks for. Rights, sources, periods and tags of the works go onto the painter's
    card. Raises ArtmasterError.
    """
    works = training_works(order.works, eye)
    oeuvre = read_oeuvre(order.works)
    return TrainingJob(
        id=f"training-{order.name}",
        name=order.name,
        works=works,
        model=order.model,
        out=out,
        cache=cache,
        recipe=order.recipe,
        trigger=order.trigger,
        tags=_commonest([tag for work in oeuvre.kept for tag in work.tags]),
        licence="; ".join(dict.fromkeys(work.rights for work in oeuvre.kept if work.rights)),
        source="; ".join(dict.fromkeys(work.source for work in oeuvre.kept if work.source)),
        marks=habits([work.marks for work in oeuvre.kept]),
        extra=_told(
            artist=(oeuvre.artist,),
            period=[work.period for work in oeuvre.kept],
            enlarged_works=(enlarged_told(oeuvre.kept),),
        ),
    )


def _told(**fields: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """What else is known, for the card: each wording once."""
    joined = {
        name: "; ".join(text for text in dict.fromkeys(texts) if text) for name, texts in fields.items()
    }
    return tuple((name, text) for name, text in joined.items() if text)


def _commonest(tags: Sequence[str]) -> tuple[str, ...]:
    return tuple(tag for tag, _ in Counter(tags).most_common(MOST_TAGS))
