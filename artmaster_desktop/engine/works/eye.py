"""The eye of the studio: everything that is to be seen on a work, behind one door."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from artmaster_desktop.core.crop import ALIKE, Crop
from artmaster_desktop.core.mark import Mark
from artmaster_desktop.core.measures import WorkMeasures
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.core.work import Work
from artmaster_desktop.engine.works import cutting, marks, measuring
from artmaster_desktop.engine.works.cropping import CropPlanner
from artmaster_desktop.engine.works.surface import measure_surface, reduced


class Eye:
    """Looks at works with the program's own measures (``core.works_eye.WorksEye``)."""

    def measures(self, pixels: Pixels, marks: Sequence[Mark]) -> WorkMeasures:
        return measuring.measure_work(pixels, marks)

    def find_marks(self, pixels: Pixels) -> tuple[Mark, ...]:
        return marks.find_marks(pixels)

    def judge_of(self, pixels: Pixels, work: Work) -> CropPlanner:
        return CropPlanner.of(measure_surface(pixels), work.cut_extent, work.marks)

    def crops(
        self, pixels: Pixels, work: Work, sizes: Sequence[tuple[int, int]], each: int
    ) -> tuple[Crop, ...]:
        planner = self.judge_of(pixels, work)
        return tuple(planner.judged(crop) for crop in proposed(work, planner, sizes, each))

    def cut(self, pixels: Pixels, crop: Crop) -> Pixels:
        return cutting.cut(pixels, crop)

    def reduced(self, pixels: Pixels, side: int) -> Pixels:
        return reduced(pixels, side)


def proposed(
    work: Work, planner: CropPlanner, sizes: Sequence[tuple[int, int]], each: int
) -> tuple[Crop, ...]:
    """``each`` crops of each size: those placed by hand, then the best that are not like them. Crops placed
    by hand in other sizes stay too.
    """
    crops = [crop for crop in work.crops if crop.by_hand]
    for width, height in dict.fromkeys(sizes):
        own = [crop for crop in crops if (crop.width, crop.height) == (width, height)]
        taken = {crop.id for crop in own}
        free = (name for n in range(1, 2 * each + 2) if (name := f"{width}x{height}-{n}") not in taken)
        for found in planner.propose(width, height, each):
            if len(own) < each and all(found.box.likeness(crop.box) < ALIKE for crop in own):
                own.append(replace(found, id=next(free)))
                crops.append(own[-1])
    return tuple(crops)
