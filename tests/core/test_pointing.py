"""What an artist points at: one thing, somewhere on the canvas."""

from __future__ import annotations

import pytest

from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.pointing import Pointing

CANVAS = Extent(20, 10)


@pytest.mark.parametrize("given", [{}, {"away": ((1, 1),)}, {"box": Bounds(1, 1, 0, 4)}])
def test_nowhere_is_no_place(given: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="thing"):
        Pointing(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("pointing", "on"),
    [
        (Pointing(inside=((0, 0), (19, 9))), True),
        (Pointing(inside=((20, 0),)), False),
        (Pointing(inside=((0, 0),), away=((0, 10),)), False),
        (Pointing(inside=((-1, 0),)), False),
        (Pointing(box=Bounds(0, 0, 20, 10)), True),
        (Pointing(box=Bounds(-1, 0, 5, 5)), False),
        (Pointing(box=Bounds(16, 0, 5, 5)), False),
        (Pointing(box=Bounds(0, 6, 5, 5)), False),
    ],
)
def test_a_place_lies_on_the_canvas_or_not(pointing: Pointing, on: bool) -> None:
    assert pointing.lies_on(CANVAS) is on
