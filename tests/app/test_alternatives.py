"""What is offered after a failure: always another job than the one that failed, or a reason to try again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from artmaster_desktop.app.alternatives import (
    FewerPainters,
    FewerSteps,
    GentlerPainters,
    OnTheCpu,
    PaintSmaller,
    TryAgain,
    alternatives,
)
from artmaster_desktop.core.errors import ArtmasterError, DeviceFailed, ModelMissing, NotFinite, OutOfMemory
from artmaster_desktop.core.event import Stage
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.planning import plan_paint
from tests.core.documents import CAPS, finder, halves, painter

FIND = finder(painter("a"), painter("b"))
JOB = plan_paint(halves(extent=Extent(768, 512)), FIND, CAPS, "job")


def oom(device: str = "cuda:0", stage: Stage = Stage.PAINTING) -> OutOfMemory:
    return OutOfMemory(device, stage.value, 10, 5, ())


def kinds(error: ArtmasterError, *, cpu: bool = False) -> list[type]:
    return [type(choice) for choice in alternatives(error, JOB, cpu=cpu)]


def test_out_of_memory_offers_sizes_from_large_to_small() -> None:
    sizes = [c.painted for c in alternatives(oom(), JOB) if isinstance(c, PaintSmaller)]
    assert sizes == [Extent(576, 384), Extent(384, 256), Extent(288, 256)]
    for choice in alternatives(oom(), JOB):
        if isinstance(choice, PaintSmaller):
            assert choice.job.extent == choice.painted
            assert choice.asked == JOB.extent
            assert choice.job.output == JOB.output


def test_out_of_memory_offers_what_helps_in_its_order() -> None:
    small = [PaintSmaller] * 3
    assert kinds(oom()) == [*small, FewerPainters, TryAgain]
    assert kinds(oom(), cpu=True) == [*small, FewerPainters, OnTheCpu, TryAgain]
    assert kinds(oom("cpu"), cpu=True) == [*small, FewerPainters, TryAgain]
    assert kinds(oom(stage=Stage.LOADING), cpu=True) == [OnTheCpu, *small, FewerPainters, TryAgain]


def test_the_smallest_job_cannot_shrink() -> None:
    job = plan_paint(halves(), FIND, CAPS, "job")
    alone = replace(job, painters=job.painters[:1], gates=replace(job.gates, rows=job.gates.rows[:1]))
    assert [type(c) for c in alternatives(oom(), alone)] == [TryAgain]
    assert PaintSmaller in [type(c) for c in alternatives(oom(), alone, min_side=128)]


def test_fewer_painters_names_who_rests() -> None:
    (fewer,) = (c for c in alternatives(oom(), JOB) if isinstance(c, FewerPainters))
    assert (fewer.kept, fewer.resting) == (("a",), ("b",))
    assert [p.slug for p in fewer.job.painters] == ["a"]


def test_undefined_numbers_ask_for_gentler_painters() -> None:
    assert kinds(NotFinite(3, ("a", "b"))) == [GentlerPainters, FewerPainters, TryAgain]
    bare = replace(JOB, painters=(), gates=replace(JOB.gates, rows=()))
    assert [type(c) for c in alternatives(NotFinite(3, ()), bare)] == [TryAgain]


def test_a_failing_device_is_asked_for_less() -> None:
    assert kinds(DeviceFailed("cuda:0", "launch timed out"), cpu=True)[0] is TryAgain
    choices = alternatives(DeviceFailed("cuda:0", "launch timed out"), JOB, cpu=True)
    (steps,) = (c for c in choices if isinstance(c, FewerSteps))
    assert (steps.asked, steps.steps, steps.job.steps) == (4, 2, 2)
    assert isinstance(choices[-1], OnTheCpu)
    single = replace(JOB, steps=1)
    assert not any(isinstance(c, FewerSteps) for c in alternatives(DeviceFailed("cpu", ""), single))


@pytest.mark.parametrize("error", [ModelMissing(JOB.model, ("vae",))])
def test_other_errors_can_only_be_tried_again(error: ArtmasterError) -> None:
    assert alternatives(error, JOB) == (TryAgain(JOB),)
