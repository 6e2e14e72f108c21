"""Planning a repaint: what is cut out, what is held, what is called how; and that the rest stays."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artmaster_desktop.core import repaint_errors as r
from artmaster_desktop.core.compose import composite
from artmaster_desktop.core.document import Document, FromLayer, FromVisible, PaintSettings, Root
from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.job import NoiseStart
from artmaster_desktop.core.job_change import smaller
from artmaster_desktop.core.layer import GroupLayer, ImageLayer, SketchLayer
from artmaster_desktop.core.model_use import ModelUse
from artmaster_desktop.core.notice import MaskHardened, SizeChanged
from artmaster_desktop.core.raster import Pixels, Raster
from artmaster_desktop.core.repaint import (
    Repaint,
    change_map,
    cover_of,
    of_selection,
    part_of,
    plan_repaint,
    stitched,
)
from artmaster_desktop.core.repaint_commands import apply_repaint
from artmaster_desktop.core.repaint_fill import continued, harmonised, inward
from artmaster_desktop.core.repaint_name import Deed, deed_of
from artmaster_desktop.core.repaint_start import RepaintStart
from artmaster_desktop.core.repaint_wording import repaint_words, word_deed
from artmaster_desktop.core.wording import word_error
from tests.core.documents import CAPS, box_mask, finder, halves, painter, share
from tests.core.test_wording import shouted

FIND = finder(painter("a", "alpha"), painter("b"))
WIDE = Extent(1000, 600)


def picture(extent: Extent, seed: int = 3) -> Pixels:
    return np.random.default_rng(seed).integers(0, 256, (extent.height, extent.width, 4), np.uint8)


def document(extent: Extent = WIDE, **more: object) -> Document:
    layer = ImageLayer(id="work", name="Work", raster=Raster.from_array(picture(extent)))
    return replace(Document(id="d", extent=extent, layers=(layer,)), **more)  # type: ignore[arg-type]


def start_of(doc: Document, asked: Repaint) -> RepaintStart:
    start = plan_repaint(doc, asked, FIND, CAPS, "job").start
    assert isinstance(start, RepaintStart)
    return start


def test_a_part_is_cut_out_with_its_surroundings_and_painted_larger() -> None:
    doc = document()
    job = plan_repaint(doc, Repaint(mask=box_mask(WIDE, 700, 200, 760, 260)), FIND, CAPS, "job")
    assert isinstance(job.start, RepaintStart)
    place = job.start.place
    assert place.x <= 700 - 60 and place.right >= 760 + 60  # noqa: PT018
    assert (job.output.width, job.output.height) == (place.width, place.height)
    assert job.start.canvas == WIDE
    assert job.extent.area > job.output.area
    assert job.gates.grid == Extent(job.extent.width // 16, job.extent.height // 16)
    assert not any(isinstance(notice, SizeChanged) for notice in job.notices)
    assert job.start.change[200 - place.y, 700 - place.x] == 255
    assert job.start.change.sum() == 60 * 60 * 255
    less = smaller(job, 1, 2, 128)
    assert isinstance(less.start, RepaintStart)
    assert less.start.pixels.shape == (less.extent.height, less.extent.width, 3)
    assert less.start.place == place


@given(
    st.tuples(st.integers(0, 990), st.integers(0, 590)), st.tuples(st.integers(1, 1000), st.integers(1, 600))
)
def test_a_part_lies_on_the_canvas_around_what_is_selected(
    corner: tuple[int, int], size: tuple[int, int]
) -> None:
    selected = Bounds(*corner, min(size[0], 1000 - corner[0]), min(size[1], 600 - corner[1]))
    part = part_of(selected, WIDE, CAPS)
    assert 0 <= part.x <= selected.x
    assert 0 <= part.y <= selected.y
    assert selected.right <= part.right <= 1000
    assert selected.bottom <= part.bottom <= 600


def test_painters_and_regions_are_cut_along() -> None:
    doc = halves(extent=Extent(1024, 512))
    asked = Repaint(mask=box_mask(doc.extent, 400, 200, 624, 312), strength=0.5)
    both = plan_repaint(doc, asked, FIND, CAPS, "job")
    assert [p.slug for p in both.painters] == ["a", "b"]
    assert both.gates.areas == 3
    assert both.gates.coverage[1, :, 0].min() == 1.0
    assert both.gates.coverage[2, :, -1].min() == 1.0
    left = plan_repaint(doc, replace(asked, mask=box_mask(doc.extent, 0, 0, 100, 100)), FIND, CAPS, "job")
    assert [p.slug for p in left.painters] == ["a"]
    assert not any("right" in str(notice) for notice in left.notices)
    assert left.revision == doc.revision


def test_removing_reads_no_words_but_the_painters_own() -> None:
    doc = halves(extent=Extent(512, 512))
    doc = doc.edited(
        root=replace(doc.root, painters=(share("b"),)),
        regions=(doc.regions[0], replace(doc.regions[1], painters=())),
    )
    asked = Repaint(mask=box_mask(doc.extent, 150, 150, 350, 350), remove=True)
    job = plan_repaint(doc, asked, FIND, CAPS, "job")
    assert job.texts == ("", "alpha")
    flat = document(Extent(512, 512))
    plain = picture(Extent(512, 512))
    plain[..., :3], plain[..., 3] = 90, 255
    plain[200:300, 200:300, :3] = 250
    layer = ImageLayer(id="work", name="Work", raster=Raster.from_array(plain))
    start = start_of(replace(flat, layers=(layer,)), replace(asked, strength=0.8))
    assert np.abs(start.pixels.astype(int) - 90).max() <= 1


def test_what_lies_there_is_painted_over_with_the_chosen_layer_on_top() -> None:
    extent = Extent(512, 512)
    white = np.full((512, 512, 4), 255, np.uint8)
    red = white.copy()
    red[..., 1:3] = 0
    layers = (
        ImageLayer(id="work", name="Work", raster=Raster.from_array(white)),
        SketchLayer(id="red", name="Red", raster=Raster.from_array(red), visible=False),
    )
    doc = Document(id="d", extent=extent, layers=layers, paint=PaintSettings(start=FromLayer("red", 0.6)))
    start = start_of(doc, Repaint(mask=box_mask(extent, 150, 150, 350, 350), strength=0.6))
    height, width = start.pixels.shape[:2]
    assert start.pixels[height // 2, width // 2].tolist() == [255, 0, 0]
    assert start.pixels[2, 2].tolist() == [255, 255, 255]


def test_a_blank_part_begins_with_what_lies_around_it() -> None:
    extent = Extent(512, 512)
    half = np.zeros((512, 512, 4), np.uint8)
    half[:, 256:] = (40, 80, 120, 255)
    layer = GroupLayer(
        id="g", name="Group", layers=(ImageLayer(id="work", name="Work", raster=Raster.from_array(half)),)
    )
    doc = Document(id="d", extent=extent, layers=(layer,))
    start = start_of(doc, Repaint(mask=box_mask(extent, 0, 0, 300, 512), strength=0.7, feather=20))
    assert np.abs(start.pixels.astype(int) - [40, 80, 120]).max() <= 1
    assert start.cover[:, :256].min() == 255
    assert start.cover[100, 299] < 30
    assert start.kept.shape == start.pixels.shape[:2]
    assert not start.kept[:, 0].any()
    assert start.kept[:, -1].all()


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32 - 1), st.booleans())
def test_outside_the_mask_every_value_stays(seed: int, soft: bool) -> None:
    """Colour and alpha, whatever the document has there: the property that all of this is for."""
    rng = np.random.default_rng(seed)
    extent = Extent(300, 300)
    doc = replace(
        document(extent),
        layers=(ImageLayer(id="work", name="Work", raster=Raster.from_array(picture(extent, seed))),),
    )
    values = np.zeros((300, 300), np.uint8)
    x, y = rng.integers(0, 200, 2)
    values[y : y + 80, x : x + 90] = rng.integers(0, 256, (80, 90)) if soft else 255
    job = plan_repaint(doc, Repaint(mask=Raster.from_array(values)), FIND, CAPS, "job")
    assert isinstance(job.start, RepaintStart)
    painted = rng.integers(0, 256, (job.output.height, job.output.width, 3), np.uint8)
    after = apply_repaint(job.start, painted, "Repaint", "new").change(doc)
    whole = Bounds.of(extent)
    before, now = composite(doc.layers, whole), composite(after.layers, whole)
    outside = values == 0
    np.testing.assert_array_equal(now[outside], before[outside])
    assert (now[~outside] != before[~outside]).any()
    assert after.layers[:1] == doc.layers


def test_a_repaint_lies_below_the_masks() -> None:
    doc = halves(extent=Extent(512, 512))
    job = plan_repaint(doc, Repaint(mask=box_mask(doc.extent, 100, 100, 300, 300)), FIND, CAPS, "job")
    assert isinstance(job.start, RepaintStart)
    painted = np.zeros((job.output.height, job.output.width, 3), np.uint8)
    names = [x.id for x in apply_repaint(job.start, painted, "n", "new").change(doc).layers]
    assert names == ["sketch", "new", "mask-left", "mask-right"]
    empty = Document(id="e", extent=doc.extent)
    assert [x.id for x in apply_repaint(job.start, painted, "n", "new").change(empty).layers] == ["new"]
    assert not stitched(job.start, painted)[job.start.change == 0].any()


def test_covers_fade_in_from_the_border_and_not_from_the_edge_of_the_canvas() -> None:
    hole = np.zeros((60, 60), np.bool_)
    hole[:, 20:] = True
    opaque = np.full((60, 60), 255, np.uint8)
    cover = cover_of(hole, opaque, 8)
    assert not cover[:, :20].any()
    assert (np.diff(cover[30, 19:30].astype(int)) >= 0).all()
    assert cover[30, 20] < 16
    assert cover[:, 30:].min() == 255
    assert cover_of(hole, opaque, 0)[30, 20] == 255
    assert inward(hole[:, :20], 3).max() == 0
    thin = np.zeros((40, 40), np.bool_)
    thin[20, :] = True
    assert cover_of(thin, opaque[:40, :40], 8)[20, 5] > 0


def test_a_cell_changes_as_much_as_its_most_changed_pixel() -> None:
    change = np.zeros((32, 48), np.uint8)
    change[9, 17] = 51
    cells = change_map(change, 4, 6)
    assert cells.shape == (4, 6)
    assert cells[1, 2] == pytest.approx(0.2)
    assert np.count_nonzero(cells) == 1


def test_a_hole_goes_on_from_around_it() -> None:
    pixels = np.zeros((33, 47, 3), np.uint8)
    pixels[:, :, 0] = np.linspace(0, 230, 47)
    hole = np.zeros((33, 47), np.bool_)
    hole[10:20, 15:30] = True
    holed = np.where(hole[:, :, None], np.uint8(255), pixels)
    found = continued(holed, hole)
    np.testing.assert_array_equal(found[~hole], pixels[~hole])
    assert np.abs(found.astype(int) - pixels)[hole].max() < 25
    np.testing.assert_array_equal(continued(pixels, np.ones_like(hole)), pixels)
    np.testing.assert_array_equal(continued(pixels, np.zeros_like(hole)), pixels)


def test_a_shift_of_tone_is_taken_back_and_a_difference_is_not() -> None:
    before = np.full((160, 160, 3), 100, np.uint8)
    kept = np.ones((160, 160), np.bool_)
    kept[60:100, 60:100] = False
    painted = np.full_like(before, 96)
    painted[60:100, 60:100] = 46
    found = harmonised(painted, before, kept)
    assert np.abs(found[kept].astype(int) - 100).max() <= 1
    assert np.abs(found[~kept].astype(int) - 50).max() <= 1
    far = harmonised(painted - np.uint8(40), before, kept)
    assert far[0, 0, 0] == 56 + 8
    np.testing.assert_array_equal(harmonised(painted, before, np.zeros_like(kept)), painted)


def test_masks_that_cannot_be_painted_are_refused() -> None:
    doc = document()
    with pytest.raises(r.MaskEmpty):
        plan_repaint(doc, Repaint(mask=Raster(1)), FIND, CAPS, "job")
    with pytest.raises(r.MaskEmpty):
        plan_repaint(doc, Repaint(mask=box_mask(Extent(2000, 900), 1500, 10, 1600, 90)), FIND, CAPS, "job")
    with pytest.raises(r.MaskTooSmall) as caught:
        plan_repaint(doc, Repaint(mask=box_mask(WIDE, 5, 5, 6, 6)), FIND, CAPS, "job")
    assert caught.value.pixels == 1
    assert 1 < caught.value.needed < 2000
    for wrong in ({"mask": Raster(4)}, {"strength": 0.0}, {"feather": -1}):
        with pytest.raises(ValueError, match=r"mask|strength|feather"):
            Repaint(**({"mask": Raster(1)} | wrong))


def test_a_model_that_fills_takes_a_mask_for_all_or_nothing() -> None:
    fills = replace(CAPS, use=ModelUse.FILL)
    slope = np.zeros((WIDE.height, WIDE.width), np.uint8)
    slope[100:300, 100:356] = np.arange(256, dtype=np.uint8)
    job = plan_repaint(document(), Repaint(mask=Raster.from_array(slope)), FIND, fills, "job")
    assert isinstance(job.start, RepaintStart)
    assert set(np.unique(job.start.change)) == {0, 255}
    assert np.count_nonzero(job.start.change) == 200 * 128
    assert (job.start.cover[job.start.change == 0] == 0).all()
    assert job.notices == (MaskHardened("tiny"),)
    hard = Repaint(mask=box_mask(WIDE, 100, 100, 300, 300))
    assert plan_repaint(document(), hard, FIND, fills, "job").notices == ()
    faint = Repaint(mask=Raster.from_array(slope // 3))
    with pytest.raises(r.MaskFaint):
        plan_repaint(document(), faint, FIND, fills, "job")
    soft = plan_repaint(document(), faint, FIND, CAPS, "job")
    assert isinstance(soft.start, RepaintStart)
    assert 0 < soft.start.change.max() < 128


def test_a_start_that_does_not_fit_together_is_refused() -> None:
    start = start_of(document(), Repaint(mask=box_mask(WIDE, 100, 100, 300, 300)))
    assert start == replace(start, pixels=start.pixels.copy())
    assert hash(start) == hash(replace(start, pixels=start.pixels.copy()))
    assert start != replace(start, strength=0.5)
    assert start != replace(start, pixels=start.pixels // 2)
    assert start != NoiseStart()
    for wrong in (
        {"change": start.change[1:]},
        {"place": replace(start.place, x=-1)},
        {"canvas": Extent(100, 100)},
        {"cover": np.full_like(start.cover, 9)},
    ):
        with pytest.raises(ValueError, match="repaint"):
            replace(start, **wrong)


def test_the_button_says_what_it_will_do() -> None:
    doc = document()
    part = box_mask(WIDE, 100, 100, 300, 300)
    assert deed_of(doc, part, 0.7) is Deed.REPAINT
    assert deed_of(doc, part, 0.3) is Deed.REFINE
    assert deed_of(doc, part, 1.0) is Deed.FILL
    assert deed_of(doc, part, 1.0, remove=True) is Deed.REMOVE
    assert deed_of(doc, Raster(1), 0.7) is Deed.REPAINT
    small = document(Extent(600, 300))
    blank = replace(
        small,
        extent=WIDE,
        layers=(
            GroupLayer(id="g", name="g", layers=small.layers),
            SketchLayer(id="h", name="h", visible=False, raster=box_mask_rgba(WIDE)),
            *halves(extent=WIDE).layers[1:],
        ),
    )
    for box, deed in (
        ((650, 350, 900, 550), Deed.FILL),
        ((590, 0, 1000, 600), Deed.EXTEND_RIGHT),
        ((0, 280, 1000, 600), Deed.EXTEND_DOWN),
        ((0, 0, 1000, 600), Deed.EXTEND),
        ((100, 310, 900, 600), Deed.FILL),
    ):
        assert deed_of(blank, box_mask(WIDE, *box), 0.7) is deed
    bare = Document(id="b", extent=WIDE)
    assert deed_of(bare, box_mask(WIDE, 0, 0, 300, 600), 0.7) is Deed.EXTEND_LEFT
    assert deed_of(bare, box_mask(WIDE, 0, 0, 1000, 60), 0.7) is Deed.EXTEND_UP


def box_mask_rgba(extent: Extent) -> Raster:
    return Raster.from_array(np.full((extent.height, extent.width, 4), 255, np.uint8))


@pytest.mark.parametrize("deed", Deed)
def test_every_name_is_worded_and_translated(deed: Deed) -> None:
    assert word_deed(deed)[0].isupper()
    assert word_deed(deed, shouted).startswith("~")


@pytest.mark.parametrize(
    "error",
    [
        r.MaskEmpty(Extent(640, 480)),
        r.MaskTooSmall(1, 99),
        r.MaskTooSmall(7, 99),
        r.MaskFaint("FLUX.1-Fill-dev"),
        r.MaskSizeDiffers(Extent(640, 480), WIDE),
    ],
)
def test_every_refusal_is_worded_and_translated(error: r.RepaintError) -> None:
    message = word_error(error)
    assert all(part.endswith(".") for part in (message.what, message.safe, message.do))
    assert "{" not in str(message)
    there = repaint_words(error, shouted)
    assert all(part.startswith("~") for part in (there.what, there.safe, there.do))


def test_an_unknown_refusal_has_words_too() -> None:
    @dataclass(eq=False)
    class Odd(r.RepaintError):
        how: str

    assert "went wrong" in word_error(Odd("odd")).what


def test_a_document_s_words_stay_where_nothing_is_removed() -> None:
    doc = document(root=Root(prompt="a lake"))
    job = plan_repaint(doc, Repaint(mask=box_mask(WIDE, 100, 100, 300, 300)), FIND, CAPS, "job")
    assert job.texts == ("a lake",)


def test_a_selection_is_painted_by_the_document_s_own_settings() -> None:
    doc = document()
    part = box_mask(WIDE, 100, 100, 300, 300)
    assert of_selection(doc, None) is None
    assert of_selection(doc, part) == Repaint(mask=part, strength=1.0)
    over = doc.edited(paint=PaintSettings(start=FromLayer("work", 0.4)))
    assert of_selection(over, part) == Repaint(mask=part, strength=0.4)
    seen = doc.edited(paint=PaintSettings(start=FromVisible(0.3)))
    assert of_selection(seen, part) == Repaint(mask=part, strength=0.3)
