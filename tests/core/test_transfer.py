"""An existing work as the start of a painting by somebody else."""

from __future__ import annotations

import numpy as np
import pytest

from artmaster_desktop.core.document import FromLayer, PaintSettings
from artmaster_desktop.core.job import PictureStart
from artmaster_desktop.core.planning import plan_paint
from artmaster_desktop.core.transfer import transferred, without_triggers
from tests.core.documents import CAPS, finder, painter, share

WORK = np.random.default_rng(4).integers(0, 256, (256, 320, 3)).astype(np.uint8)


def test_the_work_is_painted_over_by_the_other_painter_with_its_numbers() -> None:
    document = transferred(
        WORK, "a lake", (share("b", 0.8),), 0.4, PaintSettings(seed=9, steps=7, guidance=2)
    )
    job = plan_paint(document, finder(painter("a", "ta"), painter("b", "tb")), CAPS, "j")
    assert isinstance(job.start, PictureStart)
    assert job.start.strength == pytest.approx(0.6)
    assert np.array_equal(job.start.pixels, WORK)
    assert (job.texts, job.seed, job.steps, job.guidance) == (("tb, a lake",), 9, 7, 2)
    assert [p.slug for p in job.painters] == ["b"]
    assert job.gates.rows[0].weight == 0.8


def test_structure_of_nothing_begins_from_nothing_and_of_all_is_refused() -> None:
    assert transferred(WORK, "", (), 0.0, PaintSettings()).paint.start == FromLayer("work", 1.0)
    for structure in (-0.1, 1.0):
        with pytest.raises(ValueError, match="structure"):
            transferred(WORK, "", (), structure, PaintSettings())


def test_the_words_that_called_the_painters_before_are_taken_out() -> None:
    assert without_triggers("xuansong, a lake", ["xuansong", ""]) == "a lake"
    assert without_triggers("xuansong，湖，meixue", ["xuansong", "meixue"]) == "湖，"
    assert without_triggers("xuansongs, a lake", ["xuansong"]) == "xuansongs, a lake"
