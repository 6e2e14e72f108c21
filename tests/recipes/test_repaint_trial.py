"""The repaint trial: its measures on pictures whose truth is known, and all of it on a tiny model."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from judge import repaint
from judge import repaint_measures as rm
from judge.fidelity import known_painters
from judge.repaint_cases import DEEDS, SELECTIONS, cases, core_of
from tests.engine.tiny_model import build, lora

U8 = NDArray[np.uint8]
STYLES: tuple[str, ...] = ("p0", "p1", "other")


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def picture(seed: int) -> U8:
    coarse = np.random.default_rng(seed).integers(0, 256, (16, 16, 3), np.uint8)
    return np.asarray(cv2.resize(coarse, (128, 128), interpolation=cv2.INTER_CUBIC), np.uint8)


def disc(radius: float = 36.0) -> U8:
    y, x = np.mgrid[:128, :128]
    return np.asarray((np.hypot(x - 64, y - 60) < radius) * np.uint8(255))


def test_one_bit_outside_is_seen() -> None:
    before, mask = picture(1), disc()
    after = np.where(mask[:, :, None] > 0, picture(2), before)
    assert rm.outside_changed(before, after, mask) == 0
    after[0, 0, 1] ^= 1
    assert rm.outside_changed(before, after, mask) == 1


def test_a_hard_paste_is_a_seam_and_a_fade_is_none() -> None:
    before, mask = picture(1), disc()
    inside = mask > 0
    share = np.clip(rm.signed_distance(inside) / 24, 0, 1)[:, :, None]
    faded = np.asarray(before * (1 - share) + picture(2) * share, np.uint8)
    hard = np.where(inside[:, :, None], picture(2), before)
    assert rm.seam(before, before, inside)["ratio"] <= 1.0
    assert rm.seam(before, faded, inside)["ratio"] < 1.2
    assert rm.seam(before, hard, inside)["ratio"] > 3.0
    assert rm.seam(before, hard, inside)["steepest"] > 1.5 > rm.seam(before, faded, inside)["steepest"]


def test_a_seam_beside_the_border_is_found_too() -> None:
    """A line of wrong pixels eight pixels inside, where the border itself is without a step."""
    before, inside = picture(1), disc() > 0
    after = before.copy()
    after[rm.signed_distance(inside) > 8] = 255 - after[rm.signed_distance(inside) > 8]
    told = rm.seam(before, after, inside)
    assert told["ratio"] <= 1.0
    assert told["steepest"] > 1.5


def test_a_patch_of_another_light_is_a_jump_however_soft() -> None:
    before, inside = np.full((128, 128, 3), 120, np.uint8), disc() > 0
    share = np.clip(rm.signed_distance(inside) / 16, 0, 1)[:, :, None]
    lit = np.asarray(before + 40 * share, np.uint8)
    assert rm.jump(before, inside) < 0.5
    assert rm.jump(lit, inside) > 8
    assert rm.seam(before, lit, inside)["border"] < 5
    assert rm.jump(before, np.ones((128, 128), np.bool_)) == 0.0


def test_rings_lie_where_they_say() -> None:
    inside = np.zeros((64, 64), np.bool_)
    inside[20:44, 20:44] = True
    deeper = np.zeros((64, 64, 3), np.uint8)
    deeper[25:39, 25:39] = 90
    found = rm.rings(deeper, inside)
    assert int(np.nanargmax(found)) - rm.REACH == 5
    assert found[rm.REACH] == 0.0
    assert np.isnan(rm.rings(deeper, np.zeros((64, 64), np.bool_))).all()


def test_cases_go_round_selections_deeds_and_painters(tmp_path: Path) -> None:
    build(tmp_path / "model")
    for i in range(2):
        lora(tmp_path / "model", tmp_path / f"p{i}.safetensors", seed=i)
    painters = known_painters(tmp_path, STYLES, lambda _: None)
    made = list(cases(2, 6, 128, 2, 7, painters))
    assert {case.selection for case in made} == set(SELECTIONS)
    assert {case.deed for case in made} == {name for name, _, _ in DEEDS}
    assert {case.painter for case in made} == {"p0", "p1"}
    again = list(cases(2, 6, 128, 2, 7, painters))
    assert all(np.array_equal(a.mask, b.mask) for a, b in zip(made, again, strict=True))
    soft = next(case.mask for case in made if case.selection == "soft disc")
    assert len(np.unique(soft)) > 20
    assert all(0.02 < (case.mask > 0).mean() < 0.7 for case in made)
    assert not core_of(made[0].mask, 8)[made[0].mask == 0].any()


class Sees:
    """A judge that takes every red pixel for the work of p0."""

    style_names: tuple[str, ...] = STYLES

    def styles(self, rgb: U8) -> NDArray[np.float32]:
        height, width = rgb.shape[1] // 16, rgb.shape[2] // 16
        found = np.zeros((len(rgb), 3, height, width), np.float32)
        red = np.stack([cv2.resize(each[:, :, 0], (width, height)) for each in rgb]) > 127
        found[:, 0], found[:, 2] = red, ~red
        return found


def test_all_of_it_on_a_tiny_model(tmp_path: Path) -> None:
    model = build(tmp_path / "model")
    for i in range(2):
        lora(model, tmp_path / f"p{i}.safetensors", seed=i)
    words = f"--model {model} --painters {tmp_path} --out {tmp_path / 'repaint.json'} --side 256 --steps 4 "
    words += f"--sheet {tmp_path / 'sheet.jpg'} --pictures 2 --selections 4 --device cpu"
    options = repaint.arguments().parse_args(words.split())
    painters = known_painters(tmp_path, STYLES, lambda _: None)
    report = repaint.measure(options, Sees(), painters, lambda _: None)
    assert json.loads((tmp_path / "repaint.json").read_text("utf-8")) == report
    assert report["summary"]["cases"] == report["summary"]["bit-equal outside"] == 8
    assert all(row["inside changed"] > 0 for row in report["cases"])
    judged = [row for row in report["cases"] if "share" in row]
    assert {row["deed"] for row in judged} <= {"repaint", "fill"}
    assert report["summary"]["painters judged"] == len(judged)
    assert "bit-equal | 8 of 8" in (tmp_path / "repaint.md").read_text("utf-8")
    assert (tmp_path / "sheet.jpg").is_file()
