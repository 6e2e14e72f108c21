"""The judge: region measures, scores, patched batches whose labels fit, a network that learns them, its
files.
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch

import landscape
from judge.augment import blur, jpeg, patch_masks, wear
from judge.bank import Bank
from judge.evaluate import asked_flags, per_subject, presence
from judge.judge import Judge, as_input, majority
from judge.metrics import auc, best_threshold, rates
from judge.network import STRIDE, JudgeNet, parameter_count
from judge.pictures import PairTask, paint_pair, pair_tasks
from judge.prompts import Prompt, PromptTask, make_prompt
from judge.regions import border_band, cell_weights, leakage, owner_map, region_share
from judge.train import Studio, Teacher

WIDTHS = (8, 8, 16, 16, 16)


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    """Small tensors: two threads waiting for each other on a busy machine are far slower than one."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def _halves() -> tuple[np.ndarray, np.ndarray]:
    left = np.zeros((64, 64), dtype=bool)
    left[:, :32] = True
    return left, ~left


def _map(winners: np.ndarray, count: int = 3) -> np.ndarray:
    """A style map [K, h, w] that is sure of `winners` [h, w]."""
    return np.stack([(winners == k).astype(np.float32) for k in range(count)])


def test_region_share_counts_the_cells_inside_the_mask_only() -> None:
    left, right = _halves()
    winners = np.zeros((4, 4), dtype=int)
    winners[:, 2:] = 1
    winners[0, 0] = 2
    assert region_share(_map(winners), left, 0) == pytest.approx(7 / 8)
    assert region_share(_map(winners), right, 1) == 1.0
    assert region_share(_map(winners), right, 0) == 0.0


def test_cells_less_than_half_covered_do_not_count() -> None:
    mask = np.zeros((64, 64), dtype=np.float32)
    mask[:, :40] = 1.0  # the third column of 16 px cells is half covered
    mask[:32, 32:40] = 0.9
    weights = cell_weights(mask, (4, 4))
    assert weights[:2, 2].tolist() == [0.0, 0.0]
    assert weights[2:, 2].tolist() == [0.5, 0.5]
    assert weights[:, :2].min() == 1.0
    assert weights[:, 3].max() == 0.0


def test_an_empty_region_is_an_error() -> None:
    with pytest.raises(ValueError, match="no cell"):
        region_share(_map(np.zeros((4, 4), dtype=int)), np.zeros((64, 64), dtype=bool), 0)


@pytest.mark.parametrize("px", [1, 4, 8])
def test_the_band_is_px_wide_on_either_side_of_a_border(px: int) -> None:
    band = border_band(_halves(), px)
    assert band[0].tolist() == [32 - px <= x < 32 + px for x in range(64)]


def test_one_region_over_everything_has_no_border() -> None:
    assert not border_band([np.ones((32, 32), dtype=bool)], 8).any()


def test_uncovered_canvas_makes_a_border_too() -> None:
    mask = np.zeros((32, 32), dtype=bool)
    mask[:16] = True
    assert owner_map([mask])[20, 0] == -1
    assert border_band([mask], 2)[14:18].all()


def test_leakage_is_anothers_hand_outside_the_band() -> None:
    left, right = _halves()
    winners = np.zeros((4, 4), dtype=int)
    winners[:, 2:] = 1
    band = border_band([left, right], 4)
    assert leakage(_map(winners), [left, right], [0, 1], band) == 0.0
    winners[0, 0] = 1
    winners[1, 0] = 2  # an unrecognised hand is no leak
    assert leakage(_map(winners), [left, right], [0, 1], band) == pytest.approx(1.0 / 14.0, abs=0.01)
    winners[:] = [1, 1, 0, 0]
    assert leakage(_map(winners), [left, right], [0, 1], band) == 1.0
    assert leakage(_map(winners), [left, right], [0, 0], band) == 0.0


def test_leakage_refuses_what_it_cannot_measure() -> None:
    left, right = _halves()
    style = _map(np.zeros((4, 4), dtype=int))
    with pytest.raises(ValueError, match="nothing is left"):
        leakage(style, [left, right], [0, 1], np.ones((64, 64), dtype=bool))
    with pytest.raises(ValueError, match="owners"):
        leakage(style, [left, right], [0], border_band([left, right], 1))


def test_auc_against_the_definition() -> None:
    rng = np.random.default_rng(0)
    scores = rng.integers(0, 6, 60).astype(np.float32)
    truth = rng.random(60) < 0.4
    pairs = [(a > b) + 0.5 * (a == b) for a in scores[truth] for b in scores[~truth]]
    assert auc(scores, truth) == pytest.approx(float(np.mean(pairs)))
    assert np.isnan(auc(scores, np.ones(60, dtype=bool)))


def test_the_threshold_maximises_balanced_accuracy() -> None:
    rng = np.random.default_rng(1)
    truth = rng.random(80) < 0.3
    scores = (truth * 0.4 + rng.random(80)).round(1).astype(np.float32)

    def balanced(t: float) -> float:
        r = rates(scores >= t, truth)
        return r["recall"] - r["false_alarms"]

    best = max(balanced(t) for t in np.linspace(-0.05, 1.5, 200))
    assert balanced(best_threshold(scores, truth)) == pytest.approx(best)
    assert best_threshold(scores, np.zeros(80, dtype=bool)) == 0.5


def test_presence_chance_and_what_was_not_asked() -> None:
    asked = np.array([[True, False], [False, True], [True, True]])
    found = np.array([[True, True], [False, True], [False, True]])
    score = presence(found, asked)
    assert score["present"] == pytest.approx(3 / 4)
    assert score["chance"] == pytest.approx((0 + 1 + 0.5 + 1) / 4)
    assert score["uncalled"] == pytest.approx(1 / 2)
    assert per_subject(found, asked, ("a", "b"))["a"] == {"asked": 2, "present": 0.5, "uncalled": 0.0}
    blank = np.zeros((1, 1, 3), dtype=np.uint8)
    flags = asked_flags([Prompt(0, "", ("b",), 0, blank)], ("a", "b"))
    assert flags.tolist() == [[False, True]]


def test_majority_counts_cells_and_breaks_ties_by_certainty() -> None:
    maps = np.zeros((2, 2, 2, 2), dtype=np.float32)
    maps[0, 0] = [[0.6, 0.6], [0.6, 0.1]]
    maps[1, 0] = [[0.55, 0.55], [0.1, 0.1]]
    maps[:, 1] = 1.0 - maps[:, 0]
    assert majority(maps).tolist() == [0, 1]


def test_jpeg_loses_little_at_95_and_more_at_20_and_nothing_of_a_flat_picture() -> None:
    torch.manual_seed(0)
    x = torch.rand(2, 3, 32, 48) * 1.6 - 0.8
    fine = (jpeg(x, torch.full((2,), 95.0)) - x).abs().mean()
    coarse = (jpeg(x, torch.full((2,), 20.0)) - x).abs().mean()
    assert 0 < fine < 0.06
    assert coarse > 2 * fine
    flat = torch.full((1, 3, 16, 16), 0.25)
    assert (jpeg(flat, torch.tensor([95.0])) - flat).abs().amax() < 0.02


def test_blur_keeps_the_mean_and_softens_each_picture_by_its_own_sigma() -> None:
    x = torch.zeros(2, 3, 32, 32)
    x[:, :, 16, 16] = 1.0
    soft = blur(x, torch.tensor([0.05, 1.0]))
    assert torch.allclose(soft[0], x[0], atol=1e-4)
    assert soft[1, 0, 16, 16] < 0.3
    assert soft[1].sum() == pytest.approx(3.0, abs=1e-3)


def test_masks_are_soft_and_of_all_sizes() -> None:
    masks = patch_masks(64, 64, 96, torch.Generator().manual_seed(0))
    assert masks.shape == (64, 1, 64, 96)
    assert float(masks.min()) >= 0.0
    assert float(masks.max()) <= 1.0
    share = masks.mean((1, 2, 3))
    assert share.min() < 0.3
    assert share.max() > 0.7
    assert bool(((masks > 0.05) & (masks < 0.95)).any())


def _colour_bank(count: int = 24) -> Bank:
    """Style 0 is red, style 1 blue, style 2 ("other") green; subject 0 is a white square, with noise
    throughout.
    """
    rng = np.random.default_rng(0)
    rgb = rng.integers(0, 60, (count, 64, 64, 3)).astype(np.uint8)
    styles = [i % 3 for i in range(count)]
    truth = (rng.random((count, 1)) < 0.5).astype(np.float32)
    for i, style in enumerate(styles):
        rgb[i, :, :, (0, 2, 1)[style]] += 150
        if truth[i, 0]:
            y, x = rng.integers(0, 48, 2)
            rgb[i, y : y + 16, x : x + 16] = 255
    bank = Bank((64, 64), count, 1, 3, torch.device("cpu"))
    assert bank.add(rgb, styles, truth) == count
    return bank


def test_every_area_label_says_what_is_painted_there() -> None:
    bank = _colour_bank()
    bank.rgb[bank.rgb.amin(-1) > 200] = torch.tensor([0, 0, 0], dtype=torch.uint8)
    batch = bank.batch(64, None, torch.Generator().manual_seed(0))
    cells = torch.nn.functional.avg_pool2d(batch.x, STRIDE)
    channel = torch.stack([cells[:, 0], cells[:, 2], cells[:, 1]], 1)  # in the order of the styles
    sure = batch.styles.amax(1) > 0.9
    right = (channel.argmax(1) == batch.styles.argmax(1))[sure].float().mean()
    assert right > 0.97  # a black square may hide a cell
    assert torch.allclose(batch.styles.sum(1), torch.ones_like(batch.styles[:, 0]), atol=1e-5)
    assert 0 < float(batch.weight.mean()) < 1


def test_a_bank_keeps_partners_and_never_overflows() -> None:
    bank = Bank((16, 16), 5, 1, 3, torch.device("cpu"))
    rgb = np.zeros((4, 16, 16, 3), dtype=np.uint8)
    assert bank.add(rgb, [0, 1, 0, 2], np.zeros((4, 1), dtype=np.float32), paired=True) == 4
    assert bank.partner[:4].tolist() == [1, 0, 3, 2]
    assert bank.add(rgb, [0, 1, 0, 2], np.zeros((4, 1), dtype=np.float32), paired=True) == 0
    assert bank.add(rgb[:2], [2, 2], np.zeros((2, 1), dtype=np.float32)) == 1
    assert bank.partner[4] == 4
    assert bank.count == 5
    weights = bank.weights()
    by_style = [float(weights[bank.style[:5] == k].sum()) for k in range(3)]
    assert by_style == pytest.approx([0.3, 0.3, 0.4])


def test_the_network_learns_subject_and_area_from_such_batches() -> None:
    bank = _colour_bank(48)
    studio = Studio(("red", "blue"), ("square",), torch.device("cpu"), smoke=True)
    studio.banks = {(64, 64): bank}
    torch.manual_seed(0)
    teacher = Teacher(JudgeNet(1, 3, WIDTHS), studio, None, 0, 16)
    for step in range(90):
        teacher.step(step / 90)
    card = {"subjects": ["square"], "styles": ["red", "blue", "other"], "thresholds": [0.5], "widths": WIDTHS}
    judge = Judge(teacher.net, card)
    subjects, styles = judge.assess(bank.rgb[:48].numpy())
    assert (majority(styles) == bank.style[:48].numpy()).mean() > 0.95
    assert auc(subjects[:, 0], bank.truth[:48, 0].numpy() > 0.5) > 0.8


def test_wear_keeps_shape_and_range() -> None:
    x = torch.rand(6, 3, 32, 32) * 2 - 1
    worn = wear(x, torch.Generator().manual_seed(1))
    assert worn.shape == x.shape
    assert bool(worn.isfinite().all())
    assert float(worn.abs().max()) <= 1.0
    assert not torch.equal(worn, x)


def test_the_real_network_is_small_and_keeps_its_shapes() -> None:
    net = JudgeNet(30, 9).eval()
    assert parameter_count(net) <= 1_500_000
    with torch.inference_mode():
        subjects, styles = net(torch.zeros(1, 3, 64, 96))
    assert subjects.shape == (1, 30)
    assert styles.shape == (1, 9, 64 // STRIDE, 96 // STRIDE)


def test_the_style_head_sees_no_further_than_its_field() -> None:
    torch.manual_seed(0)
    net = JudgeNet(2, 3).eval()
    x = torch.zeros(1, 3, 32, 512)
    y = x.clone()
    y[..., 320:] = 1.0
    with torch.inference_mode():
        a, b = net(x)[1], net(y)[1]
    assert torch.allclose(a[..., : 192 // STRIDE], b[..., : 192 // STRIDE], atol=1e-6)
    assert not torch.allclose(a[..., -1], b[..., -1], atol=1e-6)


def test_a_judge_comes_back_from_its_files(tmp_path: Path) -> None:
    torch.manual_seed(0)
    card = {
        "subjects": ["a", "b"],
        "styles": ["p", "other"],
        "thresholds": [0.5, 0.2],
        "widths": list(WIDTHS),
    }
    judge = Judge(JudgeNet(2, 2, WIDTHS), card)
    judge.save(tmp_path)
    again = Judge.load(tmp_path)
    rgb = np.random.default_rng(0).integers(0, 256, (3, 64, 32, 3), dtype=np.uint8)
    assert np.allclose(judge.subjects(rgb), again.subjects(rgb), atol=5e-3)
    assert np.allclose(judge.styles(rgb), again.styles(rgb), atol=5e-3)
    assert again.styles(rgb).shape == (3, 2, 4, 2)
    assert np.allclose(again.styles(rgb).sum(1), 1.0, atol=1e-5)
    assert np.array_equal(again.present(rgb), again.subjects(rgb) >= np.array([0.5, 0.2], dtype=np.float32))
    assert json.loads((tmp_path / "card.json").read_text(encoding="utf-8"))["styles"] == ["p", "other"]


def test_input_scale() -> None:
    rgb = torch.tensor([0, 255], dtype=torch.uint8).view(1, 1, 2, 1).expand(1, 1, 2, 3)
    assert as_input(rgb)[0, :, 0].tolist() == [[-1.0, 1.0]] * 3


def test_pairs_show_one_scene_in_two_hands() -> None:
    painters = tuple(landscape.PAINTERS)
    stream = pair_tasks(((128, 128), (128, 192)), 7, painters)
    tasks = [next(stream) for _ in range(2 * len(painters))]
    assert [t.index % len(painters) for t in tasks[: len(painters)]] == list(range(len(painters)))
    assert tasks[0].size == (128, 128)
    assert tasks[-1].size == (128, 192)
    pair = paint_pair(PairTask(0, (128, 128), 7, painters))
    assert pair.rgb.shape == (2, 128, 128, 3)
    assert pair.styles[0] == 0
    assert pair.styles[1] != 0
    assert np.abs(pair.rgb[0].astype(int) - pair.rgb[1].astype(int)).mean() > 3
    assert all(s in landscape.SUBJECTS for shown in pair.subjects for s in shown)


def test_prompts_are_half_chinese_and_tell_what_the_true_picture_shows() -> None:
    slug = next(iter(landscape.PAINTERS))
    _, english = make_prompt(PromptTask(0, (128, 128), 1, slug))
    _, chinese = make_prompt(PromptTask(1, (128, 128), 1))
    assert english.text.isascii()
    assert not chinese.text.isascii()
    assert landscape.PAINTERS[slug].trigger in english.text
    assert english.truth.shape == (128, 128, 3)
    assert set(english.subjects) <= set(landscape.SUBJECTS)


def test_the_command_line_knows_its_defaults() -> None:
    from judge.__main__ import arguments

    options = arguments().parse_args(["evaluate", "--out", "x"])
    assert isinstance(options, argparse.Namespace)
    assert (options.prompts, options.pictures, options.steps, options.guidance) == (200, 50, 20, 3.5)
    assert options.seed != arguments().parse_args(["train"]).seed
