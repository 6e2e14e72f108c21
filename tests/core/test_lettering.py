"""Words and seals as values: their columns, their place, and the commands that put them on the canvas."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from artmaster_desktop.core.canvas_commands import resize_canvas, resize_picture
from artmaster_desktop.core.document import Document
from artmaster_desktop.core.errors import CannotEdit, EditProblem, LayerLocked
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.layer import ImageLayer, InscriptionLayer, MaskLayer, SketchLayer
from artmaster_desktop.core.layer_commands import replace_raster
from artmaster_desktop.core.lettering import Inscription, Lettering, Seal, Shape
from artmaster_desktop.core.lettering_commands import add_lettering, set_lettering
from artmaster_desktop.core.merging import merge_down
from artmaster_desktop.core.print_picture import parted
from artmaster_desktop.core.raster import Raster

PLACE = (10.0, 0.0, 0.0, 10.0, 20.0, 30.0)
RED = Raster.from_array(np.full((10, 10, 4), 200, np.uint8), 20, 30)
LETTERS = InscriptionLayer(id="l", name="l", raster=RED, lettering=Lettering(Seal(text="山"), PLACE))
PAPER = ImageLayer(id="p", name="p", raster=Raster(4))
MASK = MaskLayer(id="m", name="m", raster=Raster(1))


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("山", ("山",)),
        ("山水", ("山水",)),
        ("白石山", ("白", "石山")),
        ("大风堂印", ("大风", "堂印")),
        ("一二三四五", ("一", "二三", "四五")),
        ("一二三四五六七八九", ("一二三", "四五六", "七八九")),
        ("癸酉\n\n山 房", ("癸酉", "山房")),
    ],
)
def test_a_seal_is_read_from_the_right(text: str, columns: tuple[str, ...]) -> None:
    assert Seal(text=text).columns == columns


def test_sizes_in_their_own_units() -> None:
    assert Seal(text="山").size == (1.0, 1.0)
    assert Seal(text="山", shape=Shape.OVAL).size[0] < 1
    assert Inscription(text="山").size == (1, 1)
    wide, high = Inscription(text="\n山水\n云").size
    assert (wide, high) == pytest.approx((2.3, 2.12))


def test_what_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="characters"):
        Seal(text=" ")
    with pytest.raises(ValueError, match="characters"):
        Seal(text="山" * 17)
    with pytest.raises(ValueError, match="colour"):
        Inscription(text="山", colour=(0, 0, 256))
    with pytest.raises(ValueError, match="worn"):
        Seal(text="山", worn=1.5)
    for place in ((1.0, 2.0, 2.0, 4.0, 0.0, 0.0), (float("nan"), 0.0, 0.0, 1.0, 0.0, 0.0)):
        with pytest.raises(ValueError, match="place"):
            Lettering(Seal(text="山"), place)


def test_a_place_goes_through_what_happens_to_the_canvas() -> None:
    turned = LETTERS.lettering.through((0.0, 1.0, -1.0, 0.0, 0.0, 0.0))
    assert turned.place == (0.0, 10.0, -10.0, 0.0, -30.0, 20.0)
    assert LETTERS.lettering.moved(1, 2).place == (10.0, 0.0, 0.0, 10.0, 21.0, 32.0)


def test_columns_go_on_from_where_they_began() -> None:
    one = Lettering(Inscription(text="山"), PLACE)
    two = one.with_content(Inscription(text="山\n水"))
    assert two.place[4] + 2.3 * 10 == pytest.approx(one.place[4] + 10)


def test_letters_lie_above_all_but_masks() -> None:
    document = Document(id="d", extent=Extent(99, 99), layers=(PAPER, MASK))
    command = add_lettering(LETTERS.lettering, RED, "l", layer_id="l")
    assert command.change(document).layers == (PAPER, LETTERS, MASK)
    assert command.change(replace(document, layers=(MASK,))).layers == (LETTERS, MASK)


def test_letters_are_changed_as_letters() -> None:
    document = Document(id="d", extent=Extent(99, 99), layers=(PAPER, LETTERS))
    moved = LETTERS.lettering.moved(1, 0)
    assert set_lettering("l", moved, RED, "").change(document).layers[1] == replace(LETTERS, lettering=moved)
    assert set_lettering("l", moved, RED, "n").change(document).layers[1].name == "n"
    with pytest.raises(CannotEdit) as refused:
        set_lettering("p", moved, RED, "").change(document)
    assert refused.value.problem is EditProblem.WRONG_KIND
    with pytest.raises(CannotEdit) as refused:
        replace_raster("l", Raster(4), "Stroke").change(document)
    assert refused.value.problem is EditProblem.LETTERS
    locked = replace(document, layers=(replace(LETTERS, locked=True),))
    with pytest.raises(LayerLocked):
        set_lettering("l", moved, RED, "").change(locked)


def test_letters_go_with_the_canvas() -> None:
    document = Document(id="d", extent=Extent(100, 100), layers=(LETTERS,))
    (moved,) = resize_canvas(Extent(120, 100), 5, 0).change(document).layers
    assert isinstance(moved, InscriptionLayer)
    assert moved.lettering.place[4] == 25.0
    (scaled,) = resize_picture(Extent(200, 50)).change(document).layers
    assert isinstance(scaled, InscriptionLayer)
    assert scaled.lettering.place == (20.0, 0.0, 0.0, 5.0, 40.0, 15.0)


def test_paint_merged_with_letters_is_a_picture() -> None:
    document = Document(id="d", extent=Extent(99, 99), layers=(LETTERS, PAPER))
    (merged,) = merge_down("p").change(document).layers
    assert isinstance(merged, ImageLayer)
    assert merged.id == "l"


def test_what_lies_above_the_paint_is_drawn_anew() -> None:
    sketch = SketchLayer(id="s", name="s", raster=Raster(4))
    hidden = replace(LETTERS, id="h", visible=False)
    under = replace(LETTERS, id="u")
    assert parted((under, PAPER, LETTERS, sketch, hidden, MASK)) == ((under, PAPER), (LETTERS,))
    blended = replace(LETTERS, blend="svg:multiply")
    assert parted((PAPER, blended)) == ((PAPER, blended), ())
    assert parted((LETTERS,)) == ((), (LETTERS,))
