"""What ``train`` learns from: an artist's folder with its crops, seals and captions, or plain pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from artmaster_desktop.cli.works_cut import SIZES
from artmaster_desktop.core.crop import Crop, loss_mask
from artmaster_desktop.core.enlarging import enlarged_told
from artmaster_desktop.core.errors import NoWorks
from artmaster_desktop.core.mark import MarkHabit, habits
from artmaster_desktop.core.training import TrainingWork
from artmaster_desktop.core.work import Work
from artmaster_desktop.storage import oeuvre_file
from artmaster_desktop.storage.picture_folder import PictureFolder
from artmaster_desktop.storage.work_pixels import cut_pixels


def works_of(folder: Path) -> tuple[TrainingWork, ...]:
    """What to learn from ``folder``: where ``works`` has prepared it (``works.json``), the crops of the works
    that are kept (proposed now where there are none), without their seals and inscriptions; else every
    picture, with its captions in NAME.txt.

    Raises ArtmasterError where something cannot be read, NoWorks where no work is kept.
    """
    if not (folder / oeuvre_file.NAME).exists():
        return tuple(PictureFolder(folder).works())
    found = tuple(crop for work in oeuvre_file.read_oeuvre(folder).kept for crop in _crops(folder, work))
    if not found:
        raise NoWorks(folder)
    return found


def marks_of(folder: Path) -> tuple[MarkHabit, ...]:
    """Where the works in ``folder`` usually bear seals and inscriptions; of plain pictures nobody knows."""
    if not (folder / oeuvre_file.NAME).exists():
        return ()
    return habits([work.marks for work in oeuvre_file.read_oeuvre(folder).kept])


def told_of(folder: Path) -> tuple[tuple[str, str], ...]:
    """What else the painter's card says of the works in ``folder``."""
    if not (folder / oeuvre_file.NAME).exists():
        return ()
    told = enlarged_told(oeuvre_file.read_oeuvre(folder).kept)
    return (("enlarged_works", told),) if told else ()


def _crops(folder: Path, work: Work) -> Iterator[TrainingWork]:
    from artmaster_desktop.engine.works.cropping import CropPlanner
    from artmaster_desktop.engine.works.cutting import cut
    from artmaster_desktop.engine.works.eye import proposed
    from artmaster_desktop.engine.works.surface import measure_surface

    pixels = cut_pixels(folder, work)
    crops: Sequence[Crop] = work.crops
    if not crops:
        planner = CropPlanner.of(measure_surface(pixels), work.cut_extent, work.marks)
        crops = proposed(work, planner, SIZES, 1)
    captions = (work.caption,) if work.caption else ()
    for crop in crops:
        yield TrainingWork(work.id, cut(pixels, crop), captions, loss_mask(crop, work.marks))
