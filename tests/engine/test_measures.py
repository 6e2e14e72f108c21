"""Distances of pictures: 0 to themselves, the same both ways, growing as a picture is spoilt."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from artmaster_desktop.core.errors import ReadFailed
from artmaster_desktop.core.painter import Painter
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.engine.measures import colour, layout, stroke
from artmaster_desktop.engine.measures.style import DISTANCES, Features, against, compare, distance, within
from artmaster_desktop.engine.measures.works import centre, cut_sheet, read_picture, resized, works_of


def painting(seed: int, side: int = 128) -> Pixels:
    """Ink lines over soft washes on paper: something of everything that is measured."""
    chance = np.random.default_rng(seed)
    canvas = np.full((side, side, 3), (236, 228, 210), np.uint8)
    for _ in range(6):
        centre_, tone = chance.integers(0, side, 2), chance.integers(60, 220, 3)
        cv2.circle(canvas, (int(centre_[0]), int(centre_[1])), side // 6, tone.tolist(), -1)
    canvas = np.asarray(cv2.GaussianBlur(canvas, (0, 0), 5), np.uint8).copy()
    for _ in range(40):
        ends = chance.integers(0, side, 4).tolist()
        cv2.line(canvas, (ends[0], ends[1]), (ends[2], ends[3]), (40, 38, 36), 1, cv2.LINE_AA)
    return canvas


PICTURES = [painting(seed) for seed in range(5)]
FEATURES = [Features.of(picture, 128) for picture in PICTURES]


def grey(pixels: Pixels) -> layout.Grey:
    return np.ascontiguousarray(colour.lab(pixels)[:, :, 0])


@pytest.mark.parametrize("measure", DISTANCES)
def test_a_picture_is_no_distance_from_itself_and_distances_are_symmetric(measure: str) -> None:
    assert distance(measure, FEATURES[0], Features.of(PICTURES[0].copy(), 128)) == pytest.approx(0, abs=1e-9)
    there, back = (distance(measure, *pair) for pair in (FEATURES[:2], FEATURES[1::-1]))
    assert there == pytest.approx(back, rel=1e-6, abs=1e-9)
    assert there >= 0.0


@pytest.mark.parametrize("measure", ["lab", "palette"])
def test_colours_are_farther_the_more_they_are_shifted(measure: str) -> None:
    shifted = [np.clip(PICTURES[0] + np.array([d, 0, -d]), 0, 255).astype(np.uint8) for d in (0, 10, 20, 40)]
    found = [distance(measure, FEATURES[0], Features.of(picture, 128)) for picture in shifted]
    assert found == sorted(found)
    assert found[1] > 0.5


@pytest.mark.parametrize("measure", ["energy", "pattern", "gram"])
def test_strokes_are_farther_the_softer_they_are(measure: str) -> None:
    soft = [PICTURES[0]] + [
        np.asarray(cv2.GaussianBlur(PICTURES[0], (0, 0), sigma), np.uint8) for sigma in (0.7, 1.2, 2.0)
    ]
    found = [distance(measure, FEATURES[0], Features.of(picture, 128)) for picture in soft]
    assert found == sorted(found)
    assert found[1] > 0.0


def test_a_shift_in_lab_is_measured_in_lab() -> None:
    flat, lighter = (colour.lab_quantiles(np.full((8, 8, 3), v, np.float32)) for v in (20.0, 23.0))
    expected = 3.0 * np.abs(colour._directions().sum(axis=1)).mean()
    assert colour.lab_distance(flat, lighter) == pytest.approx(expected)


def test_the_palette_of_flat_fields_is_their_colours_and_the_way_between_is_exact() -> None:
    halves = np.zeros((16, 16, 3), np.float32)
    halves[:, :4] = (60.0, 30.0, 0.0)
    found = colour.palette(halves)
    used = found.shares > 0
    assert found.shares.sum() == pytest.approx(1.0)
    for share, colour_ in zip(found.shares[used], found.colours[used], strict=True):
        assert share > 0
        assert min(np.abs(colour_ - c).max() for c in ((60.0, 30.0, 0.0), (0.0, 0.0, 0.0))) < 1e-3
    one = colour.Palette(np.array([[0.0, 0, 0], [10, 0, 0]]), np.array([0.5, 0.5]))
    other = colour.Palette(np.array([[10.0, 0, 0], [10, 0, 3]]), np.array([0.75, 0.25]))
    assert colour.palette_distance(one, other) == pytest.approx(0.25 * 10 + 0.25 * np.hypot(10, 3))


def test_the_finest_strokes_are_the_first_row_of_all() -> None:
    grey = np.asarray(np.random.default_rng(3).random((64, 80)) * 100, np.float32)
    assert (stroke.finest_energy(grey) == stroke.gabor_energy(grey)[0]).all()


def test_direction_is_found_and_its_distance_goes_round_the_circle() -> None:
    rows = np.arange(96)[:, None] * np.ones((1, 96))
    waves = (50 + 40 * np.sin(rows * 2 * np.pi / 6)).astype(np.float32)
    parts = stroke.orientation(stroke.gabor_energy(waves))
    across = stroke.orientation(stroke.gabor_energy(waves.T.copy()))
    assert parts.argmax() == stroke.ANGLES // 2
    assert across.argmax() == 0
    assert parts.sum() == pytest.approx(1.0)
    points = np.eye(stroke.ANGLES)
    around = [stroke.orientation_distance(points[0], points[i]) for i in range(stroke.ANGLES)]
    assert np.allclose(around, np.array([0, 1, 2, 3, 2, 1]) / stroke.ANGLES)


def test_layout_does_not_see_tone_and_sees_a_mirror() -> None:
    ink = grey(PICTURES[0])
    paler = (60 + ink * 0.4).astype(np.float32)
    assert layout.layout_distance(layout.layout(ink), layout.layout(paler)) < 0.1
    mirrored = np.ascontiguousarray(ink[:, ::-1])
    assert layout.layout_distance(layout.layout(ink), layout.layout(mirrored)) > 0.3
    noise = np.random.default_rng(0).random((2, 512, 512)).astype(np.float32) * 100
    unrelated = layout.layout_distance(*(layout.layout(one) for one in noise))
    assert unrelated == pytest.approx(1.0, abs=0.15)


def test_blank_is_what_is_left_of_the_paper() -> None:
    paper = np.full((64, 64), 92.0, np.float32)
    assert layout.blank_ratio(paper) == 1.0
    half = paper.copy()
    half[:32] = np.random.default_rng(0).random((32, 64)) * 60
    assert layout.blank_ratio(half) == pytest.approx(0.45, abs=0.06)


def test_the_spread_leaves_each_work_out_of_its_own_comparison() -> None:
    own = within("blank", FEATURES)
    values = [f.values["blank"] for f in FEATURES]
    expected = [sum(abs(v - w) for w in values) / (len(values) - 1) for v in values]
    assert own.values == pytest.approx(expected)
    assert own.low <= own.mean <= own.high
    other = against("blank", FEATURES[:1], FEATURES[1:])
    assert other.values == pytest.approx([sum(abs(values[0] - w) for w in values[1:]) / 4])
    with pytest.raises(ValueError, match="spread"):
        within("blank", FEATURES[:1])


def test_a_comparison_says_who_is_nearer() -> None:
    spoilt = [Features.of(255 - picture, 128) for picture in PICTURES[3:]]
    found = {c.measure: c for c in compare(FEATURES[:3], FEATURES[3:], spoilt)}
    assert found["lab"].nearer == 1.0
    assert found["lab"].ratio < found["lab"].base_ratio
    assert 0.0 <= found["lab"].inside <= 1.0
    with pytest.raises(ValueError, match="pairs"):
        compare(FEATURES[:3], FEATURES[3:], spoilt[:1])


def test_a_contact_sheet_is_cut_into_its_works(tmp_path: Path) -> None:
    sheet = np.full((250, 380, 3), 250, np.uint8)
    for i, picture in enumerate(PICTURES[:2]):
        sheet[60 : 60 + 128, 30 + i * 170 : 30 + i * 170 + 128] = picture
    sheet[20:30, 30:90] = 40  # a line of text is no work
    works = cut_sheet(sheet)
    assert [work.shape for work in works] == [(122, 122, 3)] * 2
    assert np.array_equal(works[0], PICTURES[0][3:-3, 3:-3])
    assert len(cut_sheet(PICTURES[0])) == 1
    path = tmp_path / "works.png"
    Image.fromarray(sheet).save(path)
    known = Painter(sha256="", slug="a", name="A", file=tmp_path / "a.safetensors", samples=(path,))
    assert len(works_of(known)) == 2
    with pytest.raises(ReadFailed, match="not enough"):
        works_of(Painter(sha256="", slug="a", name="A", file=tmp_path / "a.safetensors"))


def test_works_are_read_from_a_folder_upright_and_on_paper(tmp_path: Path) -> None:
    clear = np.zeros((20, 30, 4), np.uint8)
    Image.fromarray(clear).save(tmp_path / "a.png")
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.fromarray(PICTURES[0][:, :60]).save(tmp_path / "b.jpg", exif=exif)
    (tmp_path / "notes.txt").write_text("no picture")
    known = Painter(sha256="", slug="a", name="A", file=tmp_path / "a.safetensors")
    works = works_of(known, tmp_path)
    assert [work.shape for work in works] == [(20, 30, 3), (60, 128, 3)]
    assert works[0].min() == 255
    (tmp_path / "c.png").write_bytes(b"not a picture")
    with pytest.raises(ReadFailed, match=r"c\.png"):
        works_of(known, tmp_path)
    with pytest.raises(ReadFailed, match="no such folder"):
        works_of(known, tmp_path / "nowhere")


def test_sizes_keep_the_stroke_or_the_area(tmp_path: Path) -> None:
    wide = np.zeros((100, 400, 3), np.uint8)
    assert resized(wide, 100).shape == (50, 200, 3)
    assert resized(wide, 200) is wide
    assert centre(wide, 128, 16).shape == (96, 128, 3)
    assert centre(np.zeros((8, 20, 3), np.uint8), 128, 16).shape == (16, 32, 3)
    with pytest.raises(ReadFailed):
        read_picture(tmp_path / "nothing.png")
