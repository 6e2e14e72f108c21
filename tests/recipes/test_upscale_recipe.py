"""The recipe of the upscalers, in a toy size."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from artmaster_desktop.engine.upscale.loading import load_compact
from upscale import __main__ as recipe
from upscale.measure import FREE, MEASURES, PLAIN, better, blocks, decibels
from upscale.works import HELD_OUT, SHOWN, Task, paint_one


def test_a_toy_upscaler_is_made_with_how_it_was_taught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["upscale", "--smoke", "--scales", "2", "--out", str(tmp_path), "--device", "cpu"]
    monkeypatch.setattr("sys.argv", words)
    recipe.main()
    network = load_compact(tmp_path / "artmaster-ink-x2.safetensors")
    assert (network.scale, network.features, network.convolutions) == (2, 8, 2)
    told = json.loads((tmp_path / "artmaster-ink-x2.lesson.json").read_text("utf-8"))
    assert told["lesson"]["steps"] == 3


def test_works_are_the_same_again_and_none_is_shown_that_measures() -> None:
    one, again = (paint_one(Task(SHOWN, 0, 128)) for _ in range(2))
    assert (one == again).all()
    assert (paint_one(Task(HELD_OUT, 0, 128)) != one).any()


def test_better_is_better_than_each_of_the_others() -> None:
    table = {name: dict.fromkeys(MEASURES, 1.0) for name in (*PLAIN, *FREE, "ours")}
    assert not any(better(table, PLAIN).values())
    table["ours"] = {key: 2.0 if key in ("psnr", "gradient") else 0.5 for key in MEASURES}
    assert all(better(table, PLAIN).values())
    table["Lanczos"]["energy"] = 0.1
    assert not better(table, PLAIN)["energy"]
    assert decibels(np.full(4, 0.1)) == pytest.approx(20)


def test_squares_of_enlarged_pixels_are_seen() -> None:
    smooth = np.cumsum(np.random.default_rng(2).normal(size=(64, 96)), axis=1).astype(np.float32)
    squares = np.repeat(np.repeat(smooth[::4, ::4], 4, axis=0), 4, axis=1)
    assert blocks(smooth, 4) == pytest.approx(1, abs=0.2)
    assert blocks(squares, 4) > 100
    assert blocks(0.7 * smooth + 0.3 * squares, 4) > 1.3
