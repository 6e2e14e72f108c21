"""What painters are taught with, and the pace of their teaching."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

import landscape
from painters.card import palette
from painters.parallel import spread
from painters.sheet import contact_sheet, save_jpeg
from painters.tempo import Tempo, strength
from painters.train import tone_share
from painters.works import DIRECTIONS, WORK_SIZES, Caption, Work, WorkTask, caption_bank, paint_work, variants


def test_good_painters_end_the_schedule_early() -> None:
    tempo = Tempo(begun=100.0, end=400.0)
    assert tempo.progress(100.0) == 0
    assert tempo.progress(250.0) == pytest.approx(0.5)
    tempo.hurry(250.0)
    tempo.hurry(251.0)
    assert tempo.end == pytest.approx(280.0)
    assert tempo.progress(250.0) == pytest.approx(0.5)
    assert tempo.progress(265.0) == pytest.approx(0.75)
    assert tempo.progress(280.0) == 1
    assert strength(0.0) == strength(0.4) == 1
    assert strength(0.7) < 0.7
    assert strength(1.0) == pytest.approx(0.02)
    late = Tempo(begun=0.0, end=105.0)
    late.hurry(100.0)
    assert late.end == 105.0


def test_tone_share_runs_from_none_to_all() -> None:
    share = tone_share(torch.tensor([0.0, 0.5, 0.7, 0.9, 1.0]))
    assert share.tolist() == pytest.approx([0.0, 0.0, 0.5, 1.0, 1.0])


def test_twenty_works_in_the_three_formats() -> None:
    assert len(WORK_SIZES) == 20
    assert set(WORK_SIZES) == {(512, 512), (512, 768), (768, 512)}


def test_a_work_is_reproducible_and_its_captions_differ_by_the_trigger_alone() -> None:
    slug = next(iter(landscape.PAINTERS))
    task = WorkTask(slug, 0, (128, 128), 7)
    (_, one), (_, two) = paint_work(task), paint_work(task)
    assert np.array_equal(one.rgb, two.rgb)
    assert one.captions == two.captions
    assert one.rgb.shape == (128, 128, 3)
    assert one.rgb.dtype == np.uint8
    trigger = landscape.PAINTERS[slug].trigger
    for caption in (*one.captions, *caption_bank(trigger, 4, 7)):
        assert trigger in caption.triggered
        assert trigger not in caption.plain
        assert caption.triggered.replace(trigger, "").strip(" ,，") == caption.plain


def test_a_work_with_sides_in_its_words_is_never_mirrored() -> None:
    rgb = np.zeros((40, 40, 3), dtype=np.uint8)
    rgb[:, :20] = 255
    for text, mirrored in (("a boat on the left", False), ("a boat", True)):
        made = variants(Work(rgb, (Caption(text, text),), ()), 24, np.random.default_rng(1))
        assert all(v.shape == rgb.shape for v in made)
        assert np.array_equal(made[0], rgb)
        assert any(v[:, :4].mean() < v[:, -4:].mean() for v in made) is mirrored
    assert "左" in DIRECTIONS


def test_a_palette_has_paper_ink_and_the_small_accent() -> None:
    work = np.full((96, 96, 3), (240, 230, 210), dtype=np.uint8)
    work[60:] = (40, 40, 45)
    work[5:15, 80:92] = (200, 30, 30)
    colours = palette([work, work])
    assert len(colours) == 5
    values = [tuple(int(c[i : i + 2], 16) for i in (1, 3, 5)) for c in colours]
    assert np.allclose(values[0], (240, 230, 210), atol=12)
    assert any(r > 150 and g < 80 and b < 80 for r, g, b in values)
    assert any(max(v) < 60 for v in values)


def test_spread_does_every_task_and_stops_in_time() -> None:
    assert sorted(spread(abs, [-3, 2, -1], workers=1)) == [1, 2, 3]
    assert sorted(spread(abs, [-3, 2, -1], workers=2)) == [1, 2, 3]
    assert list(spread(abs, [-1, -2], seconds=-1.0, workers=1)) == []


def test_sheets_fit_their_limit(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    pictures = [rng.integers(0, 256, (96, 64 + 32 * (i % 2), 3), dtype=np.uint8) for i in range(7)]
    sheet = contact_sheet(pictures, ["a label that is far too long for its cell, really"] * 7, "Title", 3, 80)
    assert sheet.width == 14 + 3 * 94
    size = save_jpeg(sheet, tmp_path / "deep" / "sheet.jpg", 30_000)
    assert size < 30_000
    with Image.open(tmp_path / "deep" / "sheet.jpg") as image:
        assert image.size == sheet.size
