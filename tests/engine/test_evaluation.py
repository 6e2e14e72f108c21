"""Painters measured by the engine: pairs, judgement, maps of roles, grids, and pictures of all that."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from artmaster_desktop.core.errors import ModelMissing
from artmaster_desktop.core.gate import BLOCK_GROUPS, EVERYWHERE, NOISE_BINS, GatePlan, GateRow
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.painter import Painter
from artmaster_desktop.core.ports import ModelCaps
from artmaster_desktop.core.sensitivity import Axis
from artmaster_desktop.engine.device import EngineOptions
from artmaster_desktop.engine.engine import PaintEngine
from artmaster_desktop.engine.measures.drawing import heat, shortened
from artmaster_desktop.engine.measures.evaluation import evaluate, working_side
from artmaster_desktop.engine.measures.gate_pictures import (
    effective_rank,
    gate_picture,
    rank_map,
    rank_picture,
    sensitivity_picture,
    singular_values,
)
from artmaster_desktop.engine.measures.judge import Judge
from artmaster_desktop.engine.measures.roles import RoleTrial, right_share, role_trial
from artmaster_desktop.engine.measures.sensitivity import (
    axis_distances,
    measure_sensitivity,
    reached_bins,
    without,
)
from artmaster_desktop.engine.measures.sheets import blend, evaluation_sheet, grid_sheet, interpolation_grid
from artmaster_desktop.engine.measures.trials import Hand, Setting, final_prompt, paint, pairs, trial_job
from artmaster_desktop.engine.painters.adapter import Adapter, LowRank
from artmaster_desktop.storage.library import PainterLibrary
from tests.engine.tiny_model import build, lora

SETTING = Setting(side=256, steps=1, seed=5)


@pytest.fixture(scope="module")
def engine() -> PaintEngine:
    return PaintEngine(EngineOptions(device="cpu", dtype="float32"))


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="module")
def caps(engine: PaintEngine, model: Path) -> ModelCaps:
    return engine.describe(model)


@pytest.fixture(scope="module")
def painters(model: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Painter]:
    folder = tmp_path_factory.mktemp("painters")
    for seed, slug in enumerate("abc"):
        lora(model, folder / f"{slug}.safetensors", seed=seed)
    shelf = PainterLibrary([folder], folder / "hashes.json")
    return [replace(painter, trigger=f"tr{painter.slug}") for painter in shelf.all()]


def silent(done: int, total: int) -> None:
    assert 0 < done <= total


def test_a_pair_differs_in_the_painter_alone(
    engine: PaintEngine, caps: ModelCaps, painters: list[Painter]
) -> None:
    first, second = pairs(engine, caps, painters[0], ["a lake"], 2, SETTING)
    assert first.text == second.text == "tra, a lake"
    assert (first.seed, second.seed) == (5, 6)
    assert not np.array_equal(first.painted, first.base)
    idle = Hand(painters[0], weight=0.0)
    rested = paint(engine, trial_job(caps, (idle,), first.text, 5, SETTING))
    assert np.abs(rested.astype(int) - first.base).max() <= 1
    assert final_prompt(painters[:2] + painters[:1], "x") == "tra, trb, x"
    with pytest.raises(ModelMissing):
        paint(engine, trial_job(replace(caps, path=Path("nowhere")), (), "x", 5, SETTING))


def test_the_judge_gives_the_painter_no_part_in_the_base_and_repeats_itself(
    engine: PaintEngine, caps: ModelCaps, painters: list[Painter]
) -> None:
    pictures = [np.random.default_rng(i).integers(0, 256, (64, 48, 3)).astype(np.uint8) for i in range(2)]
    judge = Judge(side=64, noises=1, sigmas=(0.7, 0.3))
    found = judge.verdicts(engine, caps, painters[0], pictures, "a lake")
    assert found == judge.verdicts(engine, caps, painters[0], pictures, "a lake")
    other = judge.verdicts(engine, caps, painters[1], pictures, "a lake")
    for one, two in zip(found, other, strict=True):
        assert one.base == pytest.approx(two.base, rel=1e-4)
        assert one.painted != pytest.approx(two.painted, rel=1e-4)
        assert one.gain == pytest.approx(1 - one.painted / one.base)
    idle = replace(judge, seed=1).verdicts(engine, caps, painters[0], pictures, "a lake")
    assert idle[0].base != found[0].base


def test_an_ablation_finds_the_cells_that_the_run_passes_through(
    engine: PaintEngine, caps: ModelCaps, painters: list[Painter]
) -> None:
    found = measure_sensitivity(engine, caps, painters[0], ["a lake"], SETTING, silent)
    assert (found.sha256, found.base, found.steps) == (painters[0].sha256, caps.identity, 1)
    table = np.array(found.of(Axis.PALETTE))
    assert table.shape == (len(BLOCK_GROUPS), NOISE_BINS)
    assert (table[:, 0] > 0).any()  # one step, at sigma 1
    assert table[:, 1:].max() == 0.0
    assert reached_bins(engine, caps, SETTING) == [0]
    assert reached_bins(engine, caps, replace(SETTING, steps=8)) == [0, 1, 2, 3]
    assert sum(w == 0.0 for row in without(2, 1).weights for w in row) == 1
    assert without(2, 1).weights[2][1] == 0.0


def test_axis_distances_see_each_what_is_theirs() -> None:
    chance = np.random.default_rng(0)
    picture = np.kron(chance.integers(40, 200, (16, 16, 1)), np.ones((8, 8, 3))).astype(np.uint8)
    assert axis_distances(picture, picture) == pytest.approx([0, 0, 0], abs=1e-9)
    tinted = np.clip(picture.astype(int) + np.array([25, 0, -25]), 0, 255).astype(np.uint8)
    mirrored = np.ascontiguousarray(picture[:, ::-1])
    tint, mirror = axis_distances(picture, tinted), axis_distances(picture, mirrored)
    assert tint[1] > mirror[1] + 1
    assert mirror[0] > tint[0] + 0.3


def test_a_role_trial_finds_who_is_nearest(
    engine: PaintEngine, caps: ModelCaps, painters: list[Painter]
) -> None:
    trial = role_trial(engine, caps, painters, "a lake", replace(SETTING, steps=4), measured=False)
    assert trial.painters == ("a", "b", "c")
    assert len(trial.alone) == 3
    assert all(0 <= index < 3 for index in trial.nearest)
    with pytest.raises(ValueError, match="triple"):
        role_trial(engine, caps, painters[:2], "a lake", SETTING)


def test_shares_of_right_trials() -> None:
    blank = np.zeros((1, 1, 3), np.uint8)
    trials = [RoleTrial(("a", "b", "c"), "", 0, blank, (blank,) * 3, near) for near in ((0, 1, 2), (0, 0, 2))]
    assert right_share(trials) == {"layout": 1.0, "palette": 0.5, "stroke": 1.0, "all": 0.5}


def test_an_evaluation_reports_every_number_beside_its_spread(
    engine: PaintEngine, caps: ModelCaps, painters: list[Painter]
) -> None:
    works = [
        paint(engine, trial_job(caps, (Hand(painters[0]),), "a boat", seed, SETTING)) for seed in (50, 51, 52)
    ]
    judge = Judge(side=64, noises=1, sigmas=(0.7,))
    found = evaluate(engine, caps, painters[0], works, ["a lake"], 2, SETTING, judge, silent)
    report = found.report()
    assert report["works"] == 3
    assert [pair["seed"] for pair in report["pairs"]] == [5, 6]
    for entry in report["style"].values():
        assert len(entry["own"]["values"]) == 3
        assert len(entry["painted"]["values"]) == len(entry["base"]["values"]) == 2
    for found_by in found.comparisons:
        both = zip(found_by.painted.values, found_by.base.values, strict=True)
        assert report["style"][found_by.measure]["nearer_than_base"] == np.mean(
            [one < two for one, two in both]
        )
    assert len(report["judge"]["gain_works"]) == 3
    assert 0.0 <= report["judge"]["pairs_told_apart"] <= 1.0
    page = evaluation_sheet(found)
    assert page.shape[1] == 1180
    assert len(np.unique(page.reshape(-1, 3), axis=0)) > 50
    assert working_side([np.zeros((200, 128, 3), np.uint8)]) == 160
    assert working_side([np.zeros((900, 900, 3), np.uint8)]) == 256


def test_a_grid_ends_in_its_painters(engine: PaintEngine, caps: ModelCaps, painters: list[Painter]) -> None:
    grid = interpolation_grid(engine, caps, painters[:2], "a lake", 3, SETTING, silent)
    text = final_prompt(painters[:2], "a lake")
    alone = [paint(engine, trial_job(caps, (Hand(p),), text, 5, SETTING)) for p in painters[:2]]
    assert [len(line) for line in grid] == [3]
    assert np.array_equal(grid[0][0], alone[0])
    assert np.array_equal(grid[0][2], alone[1])
    assert not np.array_equal(grid[0][1], alone[0])
    assert grid_sheet(grid, painters[:2], "a lake").shape[1] >= 480
    assert grid_sheet([grid[0][:2]] * 2, [*painters, painters[0]], "a lake").shape[0] > 300
    with pytest.raises(ValueError, match="two or four"):
        interpolation_grid(engine, caps, painters, "a lake", 3, SETTING, silent)


def test_weights_between_painters_add_up_and_are_whole_at_the_corners() -> None:
    assert blend(0.25, 0.0, 2) == (0.75, 0.25)
    assert [blend(x, y, 4).index(1.0) for y in (0.0, 1.0) for x in (0.0, 1.0)] == [0, 1, 2, 3]
    assert sum(blend(0.3, 0.8, 4)) == pytest.approx(1.0)


def test_the_gate_is_drawn_where_and_as_dark_as_it_is() -> None:
    coverage = np.zeros((2, 8, 12), np.float32)
    coverage[1, :, :6] = 1.0
    coverage[0] = 1.0 - coverage[1]
    rows = (
        GateRow(0, 1, 1.0, EVERYWHERE, (0.0, 1.0), 0.5),
        GateRow(1, 0, 0.5, without(0, 0), (0.5, 0.0), 0.2),
    )
    page = gate_picture(GatePlan(Extent(12, 8), coverage, rows), ["pine", "snow"], ["the rest", "left"])
    dark = heat(np.array(1.0))
    shown = (page == dark).all(axis=2)
    first = shown[: len(page) // 2]
    assert first[120:280, 40:160].mean() > 0.8  # the left half of the first map
    assert first[120:280, 180:300].mean() < 0.05
    empty = gate_picture(GatePlan(Extent(12, 8), coverage), [], ["the rest", "left"])
    assert len(empty) < len(page)


def test_the_effective_rank_counts_directions() -> None:
    eye = torch.eye(8, 4)
    full = LowRank(torch.eye(4, 6), eye)
    assert effective_rank(full) == pytest.approx(4.0)
    weak = LowRank(torch.eye(4, 6), eye * torch.tensor([1.0, 1.0, 0.0, 0.0]))
    assert effective_rank(weak) == pytest.approx(2.0)
    assert effective_rank(LowRank(torch.zeros(2, 6), torch.zeros(8, 2))) == 0.0
    chance = torch.Generator().manual_seed(0)
    pair = LowRank(torch.randn(3, 20, generator=chance), torch.randn(30, 3, generator=chance))
    whole = torch.linalg.svdvals((pair.b @ pair.a).double())[:3]
    assert torch.allclose(singular_values(pair), whole, rtol=1e-5)


def test_the_map_of_ranks_tells_every_layer_of_the_blocks() -> None:
    weak, strong = (LowRank(torch.eye(4, 6), torch.eye(8, 4) * by) for by in (1.0, 2.0))
    blocks = {"single_transformer_blocks.1.proj_mlp": weak, "transformer_blocks.0.attn.to_q": strong}
    found = rank_map(Adapter("a", {**blocks, "x_embedder": weak}))
    assert [(one.kind, one.block, one.layer) for one in found] == [
        ("double", 0, "attn.to_q"),
        ("single", 1, "proj_mlp"),
    ]
    assert [one.rank for one in found] == pytest.approx([4.0, 4.0])
    assert [one.strength for one in found] == pytest.approx([1.0, 0.5])


def test_ranks_and_maps_are_drawn() -> None:
    pair = LowRank(torch.eye(4, 6), torch.eye(8, 4))
    names = ["transformer_blocks.0.attn.to_q", "single_transformer_blocks.1.proj_mlp", "x_embedder"]
    full = rank_picture(Adapter("a", dict.fromkeys(names, pair)), "a painter")
    single = rank_picture(Adapter("a", {names[1]: pair}), "a painter")
    assert full.shape[0] > single.shape[0]
    cells = [[g / 10 + b / 100 for b in range(NOISE_BINS)] for g in range(len(BLOCK_GROUPS))]
    page = sensitivity_picture([("layout", cells)], "a painter")
    assert (page == heat(np.array(1.0))).all(axis=2).any()


def test_shades_grow_darker_and_words_fit() -> None:
    greys = heat(np.linspace(0, 1, 50)).astype(int).sum(axis=1)
    assert (np.diff(greys) <= 0).all()
    assert shortened("short", 500, 12) == "short"
    assert shortened("a very long line of words indeed", 60, 12).endswith("...")
