"""The recipes of structure, in small: what they make is what the program loads."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import pytest
import torch

from artmaster_desktop.core.guide import GuideKind
from artmaster_desktop.engine.flux.weights import transformer_config
from artmaster_desktop.engine.structure.control_file import describe
from artmaster_desktop.engine.structure.segmenter import Segmenter
from control import __main__ as teaching
from control import segment
from control.easel import Easel
from control.lessons import MODES
from control.truth import LARGE, SHOWN, Task, as_sketch, paint_all, paint_one

STARTER = Path(__file__).parents[2] / "models" / "starter"


def options(parser: argparse.ArgumentParser, folder: Path, *more: str) -> argparse.Namespace:
    out = ["--smoke", "--out", str(folder / "out"), "--report", str(folder / "report.json")]
    return parser.parse_args([*out, *more])


@pytest.mark.filterwarnings("ignore::FutureWarning")
def test_what_the_control_recipe_makes_fits_the_starter(tmp_path: Path) -> None:
    report = teaching.main(options(teaching.arguments(), tmp_path, "--base", str(STARTER), "--device", "cpu"))
    assert report["steps"] == 2
    file = describe(tmp_path / "out").for_base(transformer_config(STARTER)[1])
    assert file is not None
    assert {kind.value: file.mode(kind) for kind in GuideKind if kind.value in MODES} == MODES
    weights = sum(each.stat().st_size for each in (tmp_path / "out").glob("*.safetensors"))
    assert weights <= 20 << 20
    assert json.loads((tmp_path / "report.json").read_text())["held-out error"].keys() >= {"line", "depth"}


def test_what_the_segmenter_recipe_makes_is_read(tmp_path: Path) -> None:
    report = segment.main(options(segment.arguments(), tmp_path))
    assert report["bytes"] <= 4 << 20
    truth = paint_one(Task(SHOWN, 0))
    labels = Segmenter.load(tmp_path / "out" / "segmenter.safetensors").labels(truth.rgb)
    assert labels.shape == truth.labels.shape


def test_a_perfect_answer_measures_one_and_a_wrong_one_nothing() -> None:
    true = [np.arange(36, dtype=np.uint8).reshape(6, 6) % 6]
    assert segment.iou(true, true)["mean"] == 1.0
    assert segment.iou([(true[0] + 1) % 6], true)["mean"] == 0.0


def test_large_pictures_are_others() -> None:
    small, large = (next(paint_all(SHOWN, 3, 1, large=large)) for large in (False, True))
    assert (large.rgb.shape[1], large.rgb.shape[0]) == LARGE[0]
    assert large.caption != small.caption


def test_a_sketch_is_dark_on_light() -> None:
    truth = paint_one(Task(SHOWN, 1))
    drawn = as_sketch(truth.line, np.random.default_rng(0))
    assert drawn[truth.line == 0].mean() > drawn[truth.line > 200].mean() + 80


def test_the_easel_shows_paintings_and_drawings_with_their_labels() -> None:
    truths = [paint_one(Task(SHOWN, number, size=number % 2)) for number in range(3)]
    easel = Easel(truths, torch.device("cpu"), seed=3, crop=64)
    seen, labels = easel.draw(24)
    assert seen.shape == (24, 4, 64, 64)
    assert labels.shape == (24, 64, 64)
    assert seen.abs().max() <= 1
    heights = seen[:, 3, :, 0].diff(dim=1)
    assert bool((heights > 0).all())
    whole = Easel(truths[:1], torch.device("cpu"), seed=3, crop=256)
    for _ in range(4):
        _, one = whole.draw(1)
        own = torch.from_numpy(truths[0].labels.astype(np.int64))
        assert torch.equal(one[0], own) or torch.equal(one[0], own.flip(-1))
    line = torch.from_numpy(truths[1].line)[None, None]
    drawn = easel.drawn(line)[0].mean(0)
    assert drawn[line[0, 0] == 0].mean() > drawn[line[0, 0] > 200].mean() + 0.3
