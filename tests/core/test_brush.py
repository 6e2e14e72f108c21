"""Brush values and samples of the pen refuse what no pen can do."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest

from artmaster_desktop.core.brush import PLAIN, Brush, Grain, Hair, Jitter, Response, Wet
from artmaster_desktop.core.stroke import Sample


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("where", ["x", "y", "pressure", "tilt_x", "tilt_y", "time"])
def test_a_sample_needs_finite_numbers(where: str, bad: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        Sample(**{"x": 1.0, "y": 2.0, where: bad})


def test_pressure_drives_a_value_between_low_and_one() -> None:
    assert Response().at(0.3) == 1.0
    linear = Response(0.2)
    assert linear.at(0.0) == pytest.approx(0.2)
    assert linear.at(0.5) == pytest.approx(0.6)
    assert linear.at(1.0) == pytest.approx(1.0)
    assert Response(0.0, 2.0).at(0.5) == pytest.approx(0.25)


def test_a_brush_without_chance_is_still() -> None:
    assert PLAIN.jitter.still
    assert not Jitter(size=0.1).still


BAD: list[tuple[str, Callable[[], object]]] = [
    ("low", lambda: Response(1.5)),
    ("gamma", lambda: Response(0.5, 0.0)),
    ("count", lambda: Hair(count=-1)),
    ("load", lambda: Hair(load=3.0)),
    ("length", lambda: Hair(length=0.0)),
    ("ragged", lambda: Hair(ragged=2.0)),
    ("depth", lambda: Grain(depth=1.1)),
    ("scale", lambda: Grain(scale=0)),
    ("edge", lambda: Wet(edge=-0.1)),
    ("place", lambda: Jitter(place=9.0)),
    ("count", lambda: Jitter(count=0)),
    ("stretch", lambda: Jitter(stretch=1.5)),
    ("id and a name", lambda: Brush(id="", name="x")),
    ("id and a name", lambda: Brush(id="x", name="")),
    ("size", lambda: Brush(id="x", name="x", size=0.1)),
    ("size", lambda: Brush(id="x", name="x", size=math.nan)),
    ("flow", lambda: Brush(id="x", name="x", flow=0.0)),
    ("spacing", lambda: Brush(id="x", name="x", spacing=0.0)),
    ("roundness", lambda: Brush(id="x", name="x", roundness=0.0)),
    ("angle", lambda: Brush(id="x", name="x", angle=400.0)),
    ("taper", lambda: Brush(id="x", name="x", taper=-1.0)),
    ("haste", lambda: Brush(id="x", name="x", haste=1.01)),
]


@pytest.mark.parametrize(("what", "make"), BAD)
def test_values_out_of_range_are_refused(what: str, make: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=what):
        make()
