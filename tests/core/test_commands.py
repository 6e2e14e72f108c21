"""Every edit: what it does, that it is one step, and what it refuses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from artmaster_desktop.core import commands as c
from artmaster_desktop.core.compose import composite
from artmaster_desktop.core.document import Document, FromLayer, FromNoise, PaintSettings, Root
from artmaster_desktop.core.errors import CannotEdit, EditProblem, LayerGone, LayerLocked
from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.history import Command, History
from artmaster_desktop.core.layer import GroupLayer, ImageLayer, Layer, MaskLayer, SketchLayer
from artmaster_desktop.core.layer_tree import place_of
from artmaster_desktop.core.raster import Raster
from tests.core.documents import box_mask, halves, share

EXTENT = Extent(64, 48)


def dot(x: int, y: int, colour: tuple[int, ...] = (200, 30, 30, 255), side: int = 8) -> Raster:
    return Raster.from_array(np.full((side, side, 4), colour, np.uint8), x, y)


def stack() -> Document:
    """back, [inner: low, high], mask (with a region), top."""
    inner = GroupLayer(
        id="inner",
        name="Inner",
        layers=(
            SketchLayer(id="low", name="Low", raster=dot(4, 4)),
            ImageLayer(id="high", name="High", raster=dot(8, 4, (0, 200, 0, 128)), opacity=0.5),
        ),
    )
    layers: tuple[Layer, ...] = (
        ImageLayer(id="back", name="Back", raster=dot(0, 0, (250, 250, 240, 255), 40)),
        inner,
        MaskLayer(id="mask", name="Mask", raster=box_mask(EXTENT, 0, 0, 20, 20)),
        SketchLayer(id="top", name="Top", raster=dot(10, 10)),
    )
    document = Document(id="d", extent=EXTENT, layers=layers)
    return History(document).apply(c.add_region_for("mask", region_id="region"))


def ids(document: Document) -> list[str]:
    return [layer.id for layer in document.walk()]


def after(document: Document, *edits: Command) -> Document:
    history = History(document)
    for edit in edits:
        history.apply(edit)
    return history.document


def seen(document: Document) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    return composite(document.layers, Bounds.of(document.extent))


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (c.add_sketch, SketchLayer),
        (c.add_image, ImageLayer),
        (lambda name, **more: c.add_mask(name, (1, 2, 3), **more), MaskLayer),
        (c.add_group, GroupLayer),
    ],
)
def test_a_new_layer_lies_where_asked(make: Callable[..., Command], kind: type) -> None:
    document = stack()
    for above, wanted in (("", ("", 4)), ("back", ("", 1)), ("inner", ("inner", 2)), ("low", ("inner", 1))):
        added = after(document, make("New", above=above, layer_id="new"))
        layer = added.find("new")
        assert layer is not None
        assert isinstance(layer, kind)
        assert layer.name == "New"
        assert tuple(place_of(added, "new")) == wanted
    first, second = make("A"), make("B")
    assert len(set(ids(after(document, first, second)))) == len(ids(document)) + 2


def test_a_picture_becomes_an_image_layer_at_its_place() -> None:
    pixels = np.full((5, 6, 4), 77, np.uint8)
    placed = after(stack(), c.insert_picture(pixels, "Photo", layer_id="p", x=3, y=2, title="Paste"))
    layer = placed.find("p")
    assert isinstance(layer, ImageLayer)
    assert layer.raster.bounds == Bounds(3, 2, 6, 5)
    assert c.insert_picture(pixels, "Photo").name == "Insert picture"
    assert c.insert_picture(pixels, "Photo", title="Paste").name == "Paste"


def test_removing_takes_children_regions_and_the_start_along() -> None:
    document = after(stack(), c.edit_paint(PaintSettings(start=FromLayer("low"))))
    assert ids(after(document, c.remove("top"))) == ["back", "inner", "low", "high", "mask"]
    bare = after(document, c.remove(["inner", "mask"]))
    assert ids(bare) == ["back", "top"]
    assert bare.regions == ()
    assert bare.paint.start == FromNoise()
    assert after(document, c.remove("top")).paint.start == FromLayer("low")
    one = after(document, c.remove("low"))
    assert ids(one) == ["back", "inner", "high", "mask", "top"]
    assert after(document, c.remove([])) is document
    assert c.remove(["a", "b"]).name == "Remove layers"


EDITS: list[tuple[Callable[[], Command], str, object]] = [
    (lambda: c.rename("top", "Ink"), "name", "Ink"),
    (lambda: c.set_visible("top", visible=False), "visible", False),
    (lambda: c.set_locked("top", locked=True), "locked", True),
    (lambda: c.set_opacity("top", 0.3), "opacity", 0.3),
    (lambda: c.set_blend("top", "svg:multiply"), "blend", "svg:multiply"),
]


@pytest.mark.parametrize(("make", "field", "value"), EDITS)
def test_a_layer_is_edited_in_one_step(make: Callable[[], Command], field: str, value: object) -> None:
    history = History(stack())
    history.apply(make())
    assert getattr(history.document.find("top"), field) == value
    history.apply(make())
    assert len(history.steps) == 2, "what changes nothing leaves no step"
    history.undo()
    assert history.document == stack() or history.document.find("top") == stack().find("top")


def test_names_of_commands_are_known_to_translators() -> None:
    made = [make() for make, _, _ in EDITS]
    made += [c.set_visible("x", visible=True), c.set_locked("x", locked=False), c.merge_down("x")]
    assert {command.name for command in made} <= set(c.NAMES)


def test_a_mask_has_a_colour_and_others_have_none() -> None:
    coloured = after(stack(), c.set_locked("mask", locked=True), c.set_mask_colour("mask", (1, 2, 3)))
    mask = coloured.find("mask")
    assert isinstance(mask, MaskLayer)
    assert mask.colour == (1, 2, 3)
    with pytest.raises(CannotEdit):
        after(stack(), c.set_mask_colour("top", (1, 2, 3)))


def test_pixels_are_replaced_where_they_fit() -> None:
    new = dot(30, 30)
    painted = after(stack(), c.replace_raster("low", new, "Brush"))
    layer = painted.find("low")
    assert isinstance(layer, SketchLayer)
    assert layer.raster is new
    assert after(painted, c.replace_raster("low", new, "Brush")) is painted
    with pytest.raises(CannotEdit) as no_pixels:
        after(stack(), c.replace_raster("inner", new, "Brush"))
    assert no_pixels.value.problem is EditProblem.NO_PIXELS
    with pytest.raises(CannotEdit) as wrong:
        after(stack(), c.replace_raster("mask", new, "Brush"))
    assert wrong.value.problem is EditProblem.WRONG_KIND


LOCKED: list[Callable[[str], Command]] = [
    c.remove,
    lambda x: c.rename(x, "Other"),
    lambda x: c.set_opacity(x, 0.1),
    lambda x: c.set_blend(x, "svg:screen"),
    lambda x: c.replace_raster(x, dot(1, 1), "Brush"),
    lambda x: c.move(x, "", 0),
    lambda x: c.group([x], "Group"),
    c.merge_down,
]


@pytest.mark.parametrize("make", LOCKED)
@pytest.mark.parametrize("locked", ["high", "inner"])
def test_a_lock_keeps_a_layer_and_all_in_a_group(make: Callable[[str], Command], locked: str) -> None:
    history = History(after(stack(), c.set_locked(locked, locked=True)))
    with pytest.raises(LayerLocked) as refused:
        history.apply(make("high"))
    assert (refused.value.layer, refused.value.by) == ("High", "" if locked == "high" else "Inner")
    assert len(history.steps) == 1
    history.apply(c.set_visible("high", visible=False))
    history.apply(c.set_locked(locked, locked=False))
    history.apply(make("high"))


def test_a_locked_layer_keeps_its_group_in_place() -> None:
    document = after(stack(), c.set_locked("high", locked=True))
    for edit in (c.remove("inner"), c.ungroup("inner"), c.merge_group("inner"), c.move("inner", "", 0)):
        with pytest.raises(LayerLocked):
            after(document, edit)


def test_nothing_comes_into_a_locked_group() -> None:
    document = after(
        stack(), c.add_group("Deep", above="inner", layer_id="deep"), c.set_locked("inner", locked=True)
    )
    inside = (
        c.add_sketch("x", above="low"),
        c.add_region("x", above="deep"),
        c.move("top", "inner", 0),
        c.duplicate("low"),
    )
    for edit in inside:
        with pytest.raises(LayerLocked):
            after(document, edit)


def test_moving_up_down_in_and_out() -> None:
    document = stack()
    assert ids(after(document, c.move("top", "", 0))) == ["top", "back", "inner", "low", "high", "mask"]
    assert ids(after(document, c.move("back", "", 99)))[-1] == "back"
    assert ids(after(document, c.move("top", "inner", 1))) == ["back", "inner", "low", "top", "high", "mask"]
    assert ids(after(document, c.move("low", "", 3))) == ["back", "inner", "high", "mask", "low", "top"]
    assert after(document, c.move("top", "", 3)) is document
    assert after(document, c.move("top", "", 99)) is document
    moved = after(document, c.move("mask", "inner", 0))
    assert moved.regions == document.regions
    with pytest.raises(CannotEdit) as itself:
        after(document, c.move("inner", "inner", 0))
    assert itself.value.problem is EditProblem.INTO_ITSELF
    deep = after(document, c.add_group("Deep", above="inner", layer_id="deep"))
    with pytest.raises(CannotEdit):
        after(deep, c.move("inner", "deep", 0))
    with pytest.raises(CannotEdit) as no_group:
        after(document, c.move("top", "back", 0))
    assert no_group.value.problem is EditProblem.NOT_A_GROUP


def test_a_copy_lies_above_with_ids_of_its_own() -> None:
    document = after(stack(), c.set_locked("top", locked=True))
    copied = after(document, c.duplicate("inner"), c.duplicate("top", copy_id="copy"))
    assert len(set(ids(copied))) == len(ids(document)) + 4
    copy = copied.find("copy")
    assert isinstance(copy, SketchLayer)
    assert not copy.locked
    assert place_of(copied, "copy") == ("", place_of(copied, "top").at + 1)


def test_grouping_and_ungrouping_give_the_same_picture() -> None:
    document = stack()
    grouped = after(document, c.group(["top", "back"], "Both", group_id="both"))
    assert ids(grouped) == ["inner", "low", "high", "mask", "both", "back", "top"]
    assert ids(after(grouped, c.ungroup("both"))) == ["inner", "low", "high", "mask", "back", "top"]
    within = after(document, c.group(["low", "high"], "Two"))
    assert np.array_equal(seen(within), seen(document))
    alike = after(document, c.add_sketch("A", layer_id="a"), c.add_sketch("B", layer_id="b"))
    assert ids(after(alike, c.group(["b"], "One", group_id="one")))[-3:] == ["a", "one", "b"]
    with pytest.raises(CannotEdit) as apart:
        after(document, c.group(["low", "top"], "No"))
    assert apart.value.problem is EditProblem.NOT_TOGETHER
    with pytest.raises(CannotEdit):
        after(document, c.group([], "No"))
    with pytest.raises(CannotEdit):
        after(document, c.ungroup("top"))


@pytest.mark.parametrize(
    "edit",
    [
        c.remove("none"),
        c.rename("none", "x"),
        c.move("none", "", 0),
        c.move("top", "none", 0),
        c.duplicate("none"),
        c.merge_down("none"),
        c.add_sketch("x", above="none"),
        c.add_region_for("top"),
        c.remove_region("none"),
    ],
)
def test_what_is_not_there_cannot_be_edited(edit: Command) -> None:
    with pytest.raises(LayerGone):
        after(stack(), edit)


def test_what_is_not_there_lies_nowhere() -> None:
    with pytest.raises(LayerGone):
        place_of(stack(), "none")


def test_merging_down_looks_the_same() -> None:
    document = stack()
    merged = after(document, c.merge_down("high"))
    assert ids(merged) == ["back", "inner", "low", "mask", "top"]
    assert isinstance(merged.find("low"), SketchLayer)
    assert np.abs(seen(merged).astype(int) - seen(document)).max() <= 1


def test_the_start_follows_its_layer_into_a_merge() -> None:
    started = after(stack(), c.edit_paint(PaintSettings(start=FromLayer("high", 0.5))))
    assert after(started, c.merge_down("high")).paint.start == FromLayer("low", 0.5)
    assert after(started, c.merge_group("inner")).paint.start == FromLayer("inner", 0.5)


def test_masks_merge_to_what_either_covered() -> None:
    spare = MaskLayer(id="spare", name="Spare", raster=box_mask(Extent(600, 20), 10, 10, 600, 20))
    document = stack()
    document = replace(document, layers=(*document.layers[:3], spare, document.layers[3]))
    merged = after(document, c.merge_down("spare"))
    mask = merged.find("mask")
    assert isinstance(mask, MaskLayer)
    assert int((mask.raster.read(Bounds(0, 0, 600, 48)) > 0).sum()) == 20 * 20 + 580 * 10
    below = replace(document, layers=(spare, document.layers[2]))
    with pytest.raises(CannotEdit) as owned:
        after(below, c.merge_down("mask"))
    assert owned.value.problem is EditProblem.CANNOT_MERGE
    with pytest.raises(CannotEdit) as two:
        after(after(below, c.add_region_for("spare")), c.merge_down("mask"))
    assert two.value.problem is EditProblem.TWO_REGIONS


@pytest.mark.parametrize("layer", ["mask", "top", "inner"])
def test_other_kinds_do_not_merge(layer: str) -> None:
    with pytest.raises(CannotEdit) as refused:
        after(stack(), c.merge_down(layer))
    assert refused.value.problem is EditProblem.CANNOT_MERGE


def test_nothing_lies_below_the_lowest() -> None:
    with pytest.raises(CannotEdit) as refused:
        after(stack(), c.merge_down("back"))
    assert refused.value.problem is EditProblem.NOTHING_BELOW


def test_a_group_merges_to_one_layer_that_looks_the_same() -> None:
    document = stack()
    merged = after(document, c.set_opacity("inner", 0.5), c.merge_group("inner"))
    assert isinstance(merged.find("inner"), ImageLayer)
    assert np.abs(seen(merged).astype(int) - seen(after(document, c.set_opacity("inner", 0.5)))).max() <= 1
    sketches = after(document, c.remove("high"), c.merge_group("inner"))
    assert isinstance(sketches.find("inner"), SketchLayer)
    assert isinstance(
        after(document, c.remove(["low", "high"]), c.merge_group("inner")).find("inner"), ImageLayer
    )
    with pytest.raises(CannotEdit) as no_group:
        after(document, c.merge_group("top"))
    assert no_group.value.problem is EditProblem.NOT_A_GROUP
    with pytest.raises(CannotEdit) as masks:
        after(document, c.move("mask", "inner", 0), c.merge_group("inner"))
    assert masks.value.problem is EditProblem.CANNOT_MERGE


def test_a_region_comes_with_a_mask_in_a_colour_of_its_own() -> None:
    document = Document(id="d", extent=EXTENT)
    for i in range(len(c.REGION_COLOURS) + 1):
        document = after(document, c.add_region(f"R{i}", raster=box_mask(EXTENT, 0, 0, i + 1, 9)))
    masks = [document.mask_of(region) for region in document.regions]
    assert [mask.colour for mask in masks] == [*c.REGION_COLOURS, c.REGION_COLOURS[0]]
    assert [mask.name for mask in masks] == [region.name for region in document.regions]
    assert not masks[3].raster.bounds.empty
    chosen = after(document, c.add_region("X", colour=(9, 9, 9), region_id="x", mask_id="m"))
    mask = chosen.find("m")
    assert isinstance(mask, MaskLayer)
    assert mask.colour == (9, 9, 9)


def test_a_region_goes_with_its_mask() -> None:
    document = halves()
    bare = after(document, c.remove_region("left"))
    assert [region.id for region in bare.regions] == ["right"]
    assert bare.find("mask-left") is None
    with pytest.raises(LayerLocked):
        after(document, c.set_locked("mask-left", locked=True), c.remove_region("left"))


def test_a_region_is_edited_and_its_mask_takes_its_name() -> None:
    document = halves()
    region = replace(document.regions[0], name="Sky", painters=(share("b", 0.5),), feather=2.0)
    edited = after(document, c.edit_region(region, "Region feather"))
    assert edited.regions[0] == region
    assert edited.mask_of(region).name == "Sky"
    assert after(edited, c.edit_region(region)) is edited
    feathered = after(edited, c.edit_region(replace(region, feather=3.0)))
    assert feathered.mask_of(region) is edited.mask_of(region)


def test_cards_are_put_in_order() -> None:
    document = halves()
    turned = after(document, c.order_regions(["right"]))
    assert [region.id for region in turned.regions] == ["right", "left"]
    assert after(document, c.order_regions(["left", "right"])) is document


def test_what_holds_for_the_canvas_is_edited() -> None:
    document = halves()
    edits = (c.edit_root(Root(prompt="x")), c.edit_paint(PaintSettings(seed=9)), c.edit_title("T"))
    changed = after(document, *edits)
    assert (changed.root.prompt, changed.paint.seed, changed.title) == ("x", 9, "T")
    for edit in edits:
        assert after(changed, edit) is changed
