"""Measures of one artist from those of works."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from artmaster_desktop.core.measures import StrokeMeasures, artist_measures
from tests.core.works import MEASURES


def test_a_mean_and_how_works_differ() -> None:
    strokes = replace(MEASURES.strokes, width=6.0)
    other = replace(MEASURES, blank=0.5, layers=(0.6, 0.1, 0.1, 0.1, 0.1), strokes=strokes)
    told = artist_measures((replace(MEASURES, blank=0.3), other), ("#ffffff",))
    spreads = dict(told.spreads)
    assert told.works == 2
    assert told.palette == ("#ffffff",)
    assert spreads["blank"].mean == pytest.approx(0.4)
    assert spreads["blank"].deviation == pytest.approx(0.1)
    assert spreads["layers.1"].mean == pytest.approx((0.6 + MEASURES.layers[0]) / 2)
    assert spreads["strokes.width"].mean == pytest.approx((6.0 + MEASURES.strokes.width) / 2)
    named = {f"strokes.{field.name}" for field in fields(StrokeMeasures)} - {"strokes.angle"}
    assert named <= set(spreads)
    assert "strokes.angle" not in spreads


def test_nobody_has_no_measures() -> None:
    with pytest.raises(ValueError, match="without works"):
        artist_measures((), ())
