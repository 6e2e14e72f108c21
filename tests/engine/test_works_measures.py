"""Measures of works whose truth is drawn: paper, ink, strokes, colour."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from artmaster_desktop.core.box import Box
from artmaster_desktop.core.mark import Mark, MarkKind
from artmaster_desktop.engine.works.measuring import measure_work, palette
from artmaster_desktop.engine.works.surface import measure_surface, reduced
from tests.engine.ink import INK, PAPER, paper, seal, strokes


def test_bare_paper_is_blank_whatever_its_colour() -> None:
    for colour in (PAPER, (245, 245, 243), (24, 32, 60)):
        measures = measure_work(paper(colour=colour))
        assert measures.blank > 0.98
        assert measures.ink < 0.02
        assert measures.strokes.cover == 0.0
        assert measures.palette


@pytest.mark.parametrize("share", [0.2, 0.5, 0.7])
def test_blank_is_the_share_that_was_left(share: float) -> None:
    work = paper()
    painted = round(768 * (1.0 - share))
    work[:painted] = np.random.default_rng(0).integers(20, 140, (painted, 768, 1))
    assert measure_work(work).blank == pytest.approx(share, abs=0.03)


def test_density_and_layers_are_those_of_the_ink() -> None:
    work = paper()
    work[:307] = paper(768, 307, (90, 90, 90))
    measures = measure_work(work)
    # linear 0.1022 under paper of about 0.66
    assert measures.ink == pytest.approx(0.4 * np.log10(0.655 / 0.1022), abs=0.03)
    assert sum(measures.layers) == pytest.approx(1.0, abs=1e-3)
    assert measures.layers[3] > 0.9
    assert measures.centre[1] == pytest.approx(0.2, abs=0.02)


@pytest.mark.parametrize(
    ("colour", "hue"), [((60, 110, 170), 265.0), ((150, 90, 50), 60.0), ((80, 140, 90), 145.0)]
)
def test_a_pigment_has_its_hue(colour: tuple[int, int, int], hue: float) -> None:
    work = paper(colour=(240, 240, 238))
    work[200:600, 100:600] = colour
    measures = measure_work(work)
    assert abs((measures.hue - hue + 180.0) % 360.0 - 180.0) < 22.0
    assert measures.chroma > 15.0


def test_grey_ink_on_warm_paper_has_no_colour() -> None:
    work = paper().astype(np.float64)
    work[100:500] *= 0.45  # thin ink lets the paper's warmth through
    assert measure_work(work.astype(np.uint8)).chroma < 4.0


@pytest.mark.parametrize("angle", [0, 30, 90, 150])
def test_strokes_have_their_direction(angle: int) -> None:
    work = paper()
    strokes(work, angle, 6)
    measured = measure_work(work).strokes
    assert abs((measured.angle - angle + 90.0) % 180.0 - 90.0) < 6.0
    assert measured.order > 0.8
    assert 0.0 <= measured.angle < 180.0


def test_wider_strokes_measure_wider() -> None:
    widths = []
    for width in (3, 6, 10):
        work = paper()
        strokes(work, 20, width)
        widths.append(measure_work(work).strokes.width)
    assert widths[0] < widths[1] < widths[2]
    assert widths[1] == pytest.approx(1000 * 6 / 768, rel=0.35)


def test_flying_white_is_dry_and_a_wash_is_soft() -> None:
    solid, dry, wet = paper(), paper(), paper()
    for work in (solid, dry, wet):
        strokes(work, 0, 8)
    holes = np.random.default_rng(5).random(dry.shape[:2]) < 0.12
    dry[holes] = PAPER
    wet = np.asarray(cv2.GaussianBlur(wet, (0, 0), 2.5), np.uint8)
    measured = {name: measure_work(w).strokes for name, w in (("solid", solid), ("dry", dry), ("wet", wet))}
    assert measured["dry"].dryness > 2.0 * measured["solid"].dryness + 0.02
    assert measured["wet"].softness > 1.2 * measured["solid"].softness


def test_numbers_do_not_depend_on_the_scan() -> None:
    work = paper(1536, 1536)
    strokes(work, 40, 14, length=700)
    small = np.asarray(cv2.resize(work, (768, 768), interpolation=cv2.INTER_AREA), np.uint8)
    one, other = measure_work(work), measure_work(small)
    assert one.strokes.width == pytest.approx(other.strokes.width, rel=0.05)
    assert one.blank == pytest.approx(other.blank, abs=0.01)
    for first, second in zip(one.palette, other.palette, strict=True):
        assert max(abs(int(first[n : n + 2], 16) - int(second[n : n + 2], 16)) for n in (1, 3, 5)) <= 6


def test_a_seal_is_not_the_painters_colour() -> None:
    work = paper(colour=(240, 240, 238))
    seal(work, 500, 80, 140)
    mark = Mark(id="seal-1", kind=MarkKind.SEAL, box=Box(500 / 768, 80 / 768, 140 / 768, 140 / 768))
    assert measure_work(work).chroma > 20.0
    assert measure_work(work, [mark]).chroma < 3.0


def test_the_palette_holds_paper_ink_and_a_small_accent() -> None:
    work = paper()
    work[500:] = INK
    seal(work, 60, 60, 90)
    found = palette([work])
    assert found == palette([work.copy()])
    values = [np.array([int(c[n : n + 2], 16) for n in (1, 3, 5)]) for c in found]
    for colour in (PAPER, INK, (184, 50, 31)):
        assert min(float(np.abs(v - np.array(colour)).max()) for v in values) < 45
    light = [float(v @ (0.3, 0.6, 0.1)) for v in values]
    assert light == sorted(light, reverse=True)
    assert len(palette([np.full((60, 60, 3), 200, np.uint8)])) == 1


def test_what_is_small_is_not_enlarged() -> None:
    work = paper(100, 80)
    assert reduced(work, 768) is work
    assert measure_surface(work).blank.shape == (80, 100)
    assert reduced(paper(1000, 20), 500).shape == (10, 500, 3)
