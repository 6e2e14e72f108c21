"""Seals and inscriptions go where the painter's works have them."""

from __future__ import annotations

import numpy as np
import pytest

from artmaster_desktop.core.box import Box
from artmaster_desktop.core.document import Document, Root
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.layer import MaskLayer
from artmaster_desktop.core.lettering import Inscription, Seal, Shape
from artmaster_desktop.core.lettering_place import kind_of, placed, usual_height, usual_place
from artmaster_desktop.core.mark import MarkHabit, MarkKind
from artmaster_desktop.core.painter import PainterRef, Share
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.core.region import Region

CORNER, LEFT = Box(0.9, 0.05, 0.05, 0.04), Box(0.02, 0.8, 0.06, 0.05)
EXTENT = Extent(800, 1000)
HABITS = {
    "shan": (MarkHabit(MarkKind.SEAL, 0.8, CORNER), MarkHabit(MarkKind.INSCRIPTION, 0.1, CORNER)),
    "mei": (MarkHabit(MarkKind.SEAL, 0.5, LEFT), MarkHabit(MarkKind.INSCRIPTION, 0.5, LEFT)),
}


def share(slug: str, weight: float = 1.0, *, enabled: bool = True) -> Share:
    return Share(PainterRef(slug), weight, enabled=enabled)


def document(*root: Share, region: tuple[Share, ...] = (), on: bool = True) -> Document:
    mask = MaskLayer(id="m", name="m", raster=Raster.from_array(np.zeros((8, 8, 1), np.uint8)))
    place = Region(id="r", mask="m", painters=region, enabled=on)
    return Document(id="d", extent=EXTENT, layers=(mask,), regions=(place,), root=Root(painters=root))


def place(made: Document, kind: MarkKind = MarkKind.SEAL) -> Box | None:
    return usual_place(made, kind, lambda ref: HABITS.get(ref.slug, ()))


def test_the_painter_of_the_whole_canvas_comes_first() -> None:
    assert place(document(share("shan", 0.2), region=(share("mei", 2.0),))) == CORNER
    assert place(document(share("shan", 0.2), share("mei", 0.9))) == LEFT
    assert place(document(region=(share("mei"),))) == LEFT


def test_nobody_and_nothing_usual_has_no_place() -> None:
    assert place(document()) is None
    assert place(document(share("stranger"))) is None
    assert place(document(share("shan", enabled=False), share("mei", 0.0))) is None
    assert place(document(region=(share("mei"),), on=False)) is None


def test_a_mark_on_few_works_is_not_usual() -> None:
    assert place(document(share("shan")), MarkKind.INSCRIPTION) is None
    assert place(document(share("shan"), share("mei", 0.5)), MarkKind.INSCRIPTION) == LEFT


def test_a_seal_fills_its_place_by_area() -> None:
    assert usual_height(Seal, CORNER, EXTENT, 99.0) == 40.0
    assert usual_height(Seal, Box(0.5, 0.5, 0.001, 0.001), EXTENT, 99.0) == 8.0
    assert usual_height(Inscription, CORNER, EXTENT, 99.0) == 40.0
    assert usual_height(Inscription, CORNER, EXTENT, 22.0) == 22.0


def test_a_seal_stands_around_the_middle_and_words_begin_at_the_upper_right() -> None:
    a, _, _, d, x, y = placed(Seal(text="江山"), 40.0, CORNER, EXTENT)
    assert (a, d) == (40.0, 40.0)
    assert x == pytest.approx(720.0)
    assert y == pytest.approx(50.0)
    oval = placed(Seal(text="江山", shape=Shape.OVAL), 40.0, CORNER, EXTENT)
    assert oval[4] > x
    words = Inscription(text="空山\n新雨")
    *_, left, top = placed(words, 20.0, CORNER, EXTENT)
    assert left + words.size[0] * 20.0 == pytest.approx(760.0)
    assert top == pytest.approx(50.0)


@pytest.mark.parametrize("box", [Box(0.0, 0.0, 0.01, 0.01), Box(0.99, 0.99, 0.01, 0.01)])
@pytest.mark.parametrize("content", [Seal(text="江山"), Inscription(text="空山新雨后")])
def test_nothing_hangs_over_the_edge(content: Seal | Inscription, box: Box) -> None:
    *_, left, top = placed(content, 120.0, box, EXTENT)
    assert 0.0 <= left <= EXTENT.width - content.size[0] * 120.0
    assert 0.0 <= top <= EXTENT.height - content.size[1] * 120.0


def test_letters_are_marks_of_a_kind() -> None:
    assert kind_of(Seal) is MarkKind.SEAL
    assert kind_of(Inscription) is MarkKind.INSCRIPTION
