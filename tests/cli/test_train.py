"""``train`` on the command line: from a folder of pictures to a painter, and again."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import platformdirs
import pytest
from PIL import Image

from artmaster_desktop.cli import train
from artmaster_desktop.core.training import FAST, SEED, AdapterKind, BaseNumbers, Optimiser
from artmaster_desktop.core.training_errors import PainterExists
from artmaster_desktop.core.training_phase import three_phases
from tests.engine import sd_scripts
from tests.engine.tiny_model import build

DOUBLE, SINGLE = 2, 3


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rng = np.random.default_rng(1)
    (tmp_path / "works").mkdir()
    for name in ("a", "b"):
        pixels = rng.integers(0, 255, (96, 96, 3), dtype=np.uint8)
        Image.fromarray(pixels).save(tmp_path / "works" / f"{name}.png")
    return tmp_path


def asked(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    train.add_to(parser.add_subparsers())
    return parser.parse_args(["train", *words])


def test_a_painter_is_taught_and_not_overwritten(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platformdirs, "user_cache_dir", lambda *_, **__: str(folder / "cache"))
    words = ["--name", "Ridge", "--epochs", "1", "--device", "cpu", "--rights", "CC0-1.0"]
    words += ["--model", str(build(folder / "model")), "--out", str(folder / "out")]
    words += ["--kohya", str(folder / "comfy" / "ridge.safetensors")]
    again = asked(str(folder / "works"), *words)
    assert train.run(again) == 0
    said = capsys.readouterr().out
    assert "4 pictures, 0 held out" in said
    assert "all steps were taken" in said
    assert (folder / "out" / "ridge" / "card.json").is_file()
    assert sd_scripts.changes(folder / "comfy" / "ridge.safetensors", DOUBLE, SINGLE)
    with pytest.raises(PainterExists):
        train.run(again)


def test_one_work_is_refused_in_plain_words(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "works" / "b.png").unlink()
    words = [str(folder / "works"), "--name", "x", "--out", str(folder / "out"), "--device", "cpu"]
    assert train.run(asked(*words, "--model", str(build(folder / "model")))) == 1
    assert "at least 2 works; found: 1" in capsys.readouterr().err


def test_the_words_choose_the_recipe(folder: Path) -> None:
    words = [str(folder / "works"), "--name", "x"]
    assert train.job_of(asked(*words)).recipe == FAST
    assert train.job_of(asked(*words, "--preset", "seed")).recipe == SEED
    changed = train.job_of(asked(*words, "--plain-lora", "--rate", "0.001", "--trigger", "hand"))
    assert (changed.recipe.kind, changed.recipe.rate, changed.call) == (AdapterKind.LORA, 0.001, "hand")
    with pytest.raises(SystemExit):
        asked(*words, "--epochs", "0")


def test_every_part_of_the_recipe_can_be_asked_for(folder: Path) -> None:
    words = [str(folder / "works"), "--name", "x", "--stages", "--style", "0.1", "--tag", "dry brush"]
    words += [
        "--preserve",
        "0.5",
        "--class-word",
        "a painting",
        "--base",
        "fp8",
        "--swap",
        "2",
        "--batch",
        "4",
    ]
    words += ["--optimiser", "adamw"]
    job = train.job_of(asked(*words))
    recipe = job.recipe
    assert recipe.phases == three_phases(windows=1.0)
    assert (recipe.style, recipe.preserve, recipe.class_word, recipe.tagged) == (0.1, 0.5, "a painting", 0.5)
    assert (recipe.base, recipe.swapped, recipe.batch) == (BaseNumbers.FP8, 2, 4)
    assert (recipe.optimiser, recipe.checkpointing, recipe.trigger_dropout) == (Optimiser.ADAMW, True, 0.0)
    assert job.tags == ("dry brush",)


def test_what_contradicts_itself_is_refused(folder: Path) -> None:
    with pytest.raises(SystemExit, match="must have tags"):
        train.run(asked(str(folder / "works"), "--name", "x", "--tagged", "0.5"))
    with pytest.raises(SystemExit, match="must go with --preserve"):
        train.run(asked(str(folder / "works"), "--name", "x", "--class-word", "a painting"))


@pytest.mark.parametrize(
    "wrong", [("--tagged", "5"), ("--style", "-1"), ("--preserve", "nan"), ("--rate", "0")]
)
def test_numbers_that_mean_nothing_are_refused(
    folder: Path, wrong: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        asked(str(folder / "works"), "--name", "x", *wrong)
    assert "must be in" in capsys.readouterr().err
