"""Guides: what they may be, how they go with layers and regions, and how they are planned."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from artmaster_desktop.core import structure_errors as s
from artmaster_desktop.core.control_model import ControlForm
from artmaster_desktop.core.document import Document
from artmaster_desktop.core.errors import ArtmasterError, BrokenDocument
from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.guide import Guide, GuideKind, GuidePlace
from artmaster_desktop.core.guide_planning import guide_weights, name_of, plan_guides
from artmaster_desktop.core.guide_reading import WITHOUT_MODEL, ControlModel, ReadBy, Way
from artmaster_desktop.core.job_change import smaller
from artmaster_desktop.core.layer import ImageLayer
from artmaster_desktop.core.layer_commands import move, remove
from artmaster_desktop.core.merging import merge_down
from artmaster_desktop.core.notice import GuideAbsent, GuideBlank, GuideEmpty, GuideIdle, GuideRefused
from artmaster_desktop.core.notice_wording import word_notice
from artmaster_desktop.core.planning import plan_paint, region_mask
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.core.region_commands import remove_region
from artmaster_desktop.core.structure_wording import word_form, word_kind, word_way
from artmaster_desktop.core.wording import word_error
from tests.core.documents import CAPS, finder, halves, painter
from tests.core.worded import concrete, made

FIND = finder(painter("a"), painter("b"))
GRID = Extent(16, 16)
NET = (Path("controls/net"), "n" * 64)


def guide(**changes: Any) -> Guide:
    given: dict[str, Any] = {"id": "g", "layer": "sketch", "kind": GuideKind.LINE}
    return Guide(**(given | changes))


def guided(*guides: Guide) -> Document:
    return halves().edited(guides=guides)


@pytest.mark.parametrize(
    "changes",
    [
        {"id": ""},
        {"layer": ""},
        {"strength": 2.1},
        {"strength": float("nan")},
        {"start": -0.1},
        {"start": 0.5, "end": 0.5},
        {"end": 1.1},
        {"places": (GuidePlace("left", 1.0), GuidePlace("left", 0.0))},
    ],
)
def test_a_guide_out_of_range_is_none(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"."):
        guide(**changes)


def test_a_place_is_followed_at_most_twice_as_strictly() -> None:
    with pytest.raises(ValueError, match="strength"):
        GuidePlace("left", 2.5)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"layer": "nobody"}, "sketch or image"),
        ({"layer": "mask-left"}, "sketch or image"),
        ({"places": (GuidePlace("nowhere", 1.0),)}, "region"),
    ],
)
def test_a_document_refuses_guides_of_nothing(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(BrokenDocument, match=said):
        guided(guide(**changes))
    with pytest.raises(BrokenDocument, match="one id"):
        guided(guide(), guide())


def test_a_guide_goes_with_its_layer_and_a_place_with_its_region() -> None:
    document = guided(guide(places=(GuidePlace("", 0.5), GuidePlace("left", 0.0), GuidePlace("right", 2.0))))
    (left,) = remove_region("left").change(document).guides
    assert left.places == (GuidePlace("", 0.5), GuidePlace("right", 2.0))
    assert remove("sketch").change(document).guides == ()
    assert move("sketch", "", 2).change(document).guides == document.guides


def test_a_guide_follows_its_layer_into_a_merged_one() -> None:
    document = guided(guide())
    above = ImageLayer(id="above", name="Above", raster=Raster(4))
    document = document.edited(layers=(document.layers[0], above, *document.layers[1:]))
    document = document.edited(guides=(guide(layer="above"),))
    (merged,) = merge_down("above").change(document).guides
    assert merged.layer == "sketch"


def test_a_guide_becomes_a_part_of_the_job() -> None:
    document = guided(guide(strength=0.9, start=0.1, end=0.6, control="net"))
    asked: list[str] = []

    def find(name: str) -> tuple[Path, str]:
        asked.append(name)
        return NET

    job = plan_paint(document, FIND, CAPS, "job", find_control=find)
    (planned,) = job.guides
    assert asked == ["net"]
    assert (planned.control, planned.identity, planned.name, planned.kind) == (*NET, "Sketch", GuideKind.LINE)
    assert (planned.strength, planned.start, planned.end) == (0.9, 0.1, 0.6)
    assert planned.weights.shape == (1, 16, 16)
    assert (planned.weights == 1.0).all()
    rgba = document.layers[0].raster.read(Bounds.of(document.extent)).astype(float)  # type: ignore[union-attr]
    black = rgba[..., :3] * rgba[..., 3:] / 255
    assert np.abs(planned.pixels - black).max() <= 0.51
    assert job == plan_paint(document, FIND, CAPS, "job", find_control=find)
    assert hash(planned) == hash(replace(planned, pixels=planned.pixels.copy()))
    assert planned != replace(planned, pixels=255 - planned.pixels)
    assert planned != replace(planned, weights=planned.weights * 0.5)
    assert planned != replace(planned, strength=0.1)
    assert planned != "a guide"


def test_bare_paper_is_white_in_a_tone_and_nothing_elsewhere() -> None:
    document = guided(guide(kind=GuideKind.TONE), guide(id="h", kind=GuideKind.DEPTH))
    one = Raster.from_array(np.full((1, 1, 4), (90, 90, 90, 255), np.uint8))
    dot = replace(document.layers[0], raster=one)  # type: ignore[arg-type]
    job = plan_paint(document.with_layer(dot), FIND, CAPS, "job", find_control=lambda _: NET)
    tone, depth = job.guides
    assert (tone.pixels[1:] == 255).all()
    assert (depth.pixels[1:] == 0).all()
    blank = replace(document.layers[0], raster=Raster(4))  # type: ignore[arg-type]
    job = plan_paint(document.with_layer(blank), FIND, CAPS, "job", find_control=lambda _: NET)
    assert (job.guides, job.notices) == ((), (GuideBlank("Sketch"),))
    assert "nothing is drawn" in word_notice(job.notices[0])


def test_one_place_is_strict_and_another_free() -> None:
    strict = guide(places=(GuidePlace("left", 2.0), GuidePlace("right", 0.0)))
    weights = guide_weights(guided(strict), strict, GRID, region_mask)
    assert (weights[0, :, :8] == 2.0).all()
    assert (weights[0, :, 8:] == 0.0).all()


def test_what_no_place_covers_has_its_own_strength() -> None:
    half = guide(places=(GuidePlace("left", 1.0), GuidePlace("", 0.25)))
    weights = guide_weights(guided(half), half, GRID, region_mask)
    assert (weights[0, :, :8] == 1.0).all()
    assert (weights[0, :, 8:] == 0.25).all()


def test_overlapping_places_share() -> None:
    document = halves()
    (left, right) = document.regions
    document = document.with_region(replace(right, mask=left.mask))
    both = guide(places=(GuidePlace("left", 1.0), GuidePlace("right", 0.0)))
    weights = guide_weights(document.edited(guides=(both,)), both, GRID, region_mask)
    assert (weights[0, :, :8] == 0.5).all()
    assert (weights[0, :, 8:] == 1.0).all()


def test_guides_that_do_nothing_are_told() -> None:
    document = guided(
        guide(strength=0.0), guide(id="h", places=(GuidePlace("", 0.0),)), guide(id="off", enabled=False)
    )
    job = plan_paint(document, FIND, CAPS, "job", find_control=lambda _: NET)
    assert job.guides == ()
    assert job.notices == (GuideEmpty("Sketch"),)
    absent = plan_paint(guided(guide(control="gone")), FIND, CAPS, "job")
    assert absent.notices == (GuideAbsent("Sketch", "gone"),)
    assert "gone" in word_notice(absent.notices[0])
    assert "comes with the program" in word_notice(GuideAbsent("Sketch", ""))
    assert word_notice(GuideIdle("Sketch")).startswith("Sketch")


def test_a_guide_whose_layer_is_gone_is_called_by_its_id() -> None:
    assert name_of(halves(), guide(layer="nobody")) == "g"


def test_a_smaller_job_has_smaller_guides() -> None:
    places = (GuidePlace("left", 2.0), GuidePlace("right", 0.0))
    document = halves(extent=Extent(512, 512)).edited(guides=(guide(places=places),))
    job = plan_paint(document, FIND, CAPS, "job", find_control=lambda _: NET)
    (small,) = smaller(job, 1, 2).guides
    assert small.pixels.shape == (256, 256, 3)
    assert small.weights.shape == (1, 16, 16)
    assert (small.weights[0, :, :8] == 2.0).all()


MORE = {"ControlProblem": s.ControlProblem.OTHER_BASE, "GuideProblem": s.GuideProblem.EMPTY}


@pytest.mark.parametrize("kind", concrete(s.StructureError))
def test_every_error_is_worded(kind: type[ArtmasterError]) -> None:
    message = word_error(made(kind, **MORE))
    assert "thing" in message.what
    assert message.what.endswith(".")
    assert kind.__name__ not in str(message)
    shouted = word_error(made(kind, **MORE), lambda _, text: f"~{text}")
    assert all(part.startswith("~") for part in (shouted.what, shouted.safe, shouted.do))


def test_a_guide_that_no_model_takes_says_why() -> None:
    wrong = word_notice(GuideRefused("Sketch", "net", s.ControlProblem.OTHER_BASE, "width 1"))
    assert "Sketch: net cannot follow it: made for another model (width 1)." in wrong
    far = word_notice(GuideRefused("Sketch", "net", s.GuideProblem.OUT_OF_RANGE, ""))
    assert "out of range." in far


def test_a_caller_names_guides_and_leaves_them_undrawn() -> None:
    document, said = guided(guide(), guide(id="h", strength=0.0)), []  # type: ignore[var-annotated]
    undrawn = np.zeros((8, 8, 3), np.uint8)
    (planned,) = plan_guides(
        document, Extent(256, 256), GRID, lambda _: NET, region_mask, said,
        lambda _, each: each.id, lambda *_: undrawn,
    )  # fmt: skip
    assert (planned.name, planned.pixels is undrawn) == ("g", True)
    assert said == [GuideEmpty("h")]


def test_every_kind_and_way_has_words() -> None:
    assert len({word_kind(kind) for kind in GuideKind}) == len(GuideKind)
    ways = [ReadBy(way, "DA-V2", kind) for way in Way for kind in (None, GuideKind.DEPTH)]
    assert all(word_way(by) for by in ways)
    assert word_way(ReadBy(Way.MODEL, "DA-V2", GuideKind.DEPTH)) == "the depth model DA-V2"
    assert word_way(ReadBy(Way.MODEL, "Seg")) == "the segmentation model Seg"
    assert "no depth was measured" in word_way(ReadBy(WITHOUT_MODEL[GuideKind.DEPTH]))
    assert set(WITHOUT_MODEL) == set(GuideKind)
    assert len({word_form(form) for form in ControlForm}) == len(ControlForm)


def test_a_control_model_takes_what_it_was_taught() -> None:
    any_kind = ControlModel("net", Path("net"))
    assert all(any_kind.takes(kind) for kind in GuideKind)
    lines = replace(any_kind, kinds=frozenset({GuideKind.LINE}))
    assert [kind for kind in GuideKind if lines.takes(kind)] == [GuideKind.LINE]
    assert not replace(any_kind, error=s.ControlUnusable(Path("net"), s.ControlProblem.DAMAGED)).takes(
        GuideKind.LINE
    )


def test_every_problem_has_words() -> None:
    for problem in s.ControlProblem:
        assert "net cannot follow a guide" in word_error(s.ControlUnusable(Path("a/net"), problem)).what
        assert "()" not in word_error(s.DetectorUnusable(Path("a/net"), problem)).what
    for flaw in s.GuideProblem:
        assert "()" not in word_error(s.GuideUnusable("Ink", flaw)).what


def test_an_unknown_error_of_structure_is_still_told() -> None:
    @dataclass(eq=False)
    class Odd(s.StructureError):
        """None that has words."""

    assert word_error(Odd()).what
