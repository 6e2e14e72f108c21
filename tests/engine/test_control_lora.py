"""Control adapters in the engine: beside painters, regions and ControlNets, put away again; and what is
refused.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from diffusers import FluxPipeline
from safetensors.torch import load_file
from torch import Tensor

from artmaster_desktop.core import event as ev
from artmaster_desktop.core.gate import GatePlan
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.guide import GuideKind, GuidePlace
from artmaster_desktop.core.notice import GuidanceFar, GuideEverywhere, GuideRefused, GuideUncompiled
from artmaster_desktop.core.structure_errors import ControlProblem, ControlUnusable
from artmaster_desktop.engine.device import EngineOptions
from artmaster_desktop.engine.engine import PaintEngine
from artmaster_desktop.engine.flux import weights
from artmaster_desktop.engine.painters.adapter import Adapter, LowRank
from artmaster_desktop.engine.painters.formats import linear_shapes
from artmaster_desktop.engine.painters.gate import attach
from artmaster_desktop.engine.painters.state import Standing
from artmaster_desktop.engine.painters.widened import ControlAdapter, OtherNorm, fitted
from artmaster_desktop.engine.residency import layer_shapes
from artmaster_desktop.engine.structure import control_file
from artmaster_desktop.engine.structure.control_lora import ControlLora, describe_lora, from_bfl, read_lora
from tests.engine import control_adapters as made
from tests.engine import control_models
from tests.engine.lora_files import changed, full_flux, save_bfl_control
from tests.engine.test_structure import painted, planned
from tests.engine.tiny_model import build, lora

Change = Callable[[made.State], object]
HEAD = 16


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="module")
def state(model: Path) -> made.State:
    return made.bfl_state(model, seed=4)


@pytest.fixture(scope="module")
def file(state: made.State, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made.save(state, tmp_path_factory.mktemp("control") / "net.safetensors")


@pytest.fixture(scope="module")
def engine() -> PaintEngine:
    return PaintEngine(EngineOptions(device="cpu", dtype="float32"))


def test_painters_in_regions_paint_under_it_and_all_is_put_back(
    engine: PaintEngine, model: Path, file: Path, tmp_path: Path
) -> None:
    painters = tuple(lora(model, tmp_path / f"{name}.safetensors", seed=i) for i, name in enumerate("ab"))
    job = replace(planned(engine, model, file, files=painters), guidance=30.0)
    resident, _ = engine.host(engine.describe(model), (), job.extent.area)
    transformer = resident.model.transformer
    modules = {name: id(module) for name, module in transformer.named_modules()}
    numbers = {name: tensor.clone() for name, tensor in transformer.state_dict().items()}
    under = painted(engine, job)
    without = painted(engine, replace(job, guides=()))
    others = painted(engine, replace(job, painters=job.painters[:1], gates=replace_rows(job.gates, 1)))
    assert (under.pixels != without.pixels).any()
    assert (under.pixels != others.pixels).any()
    assert {name: id(module) for name, module in transformer.named_modules()} == modules
    after = transformer.state_dict()
    assert all(torch.equal(after[name], tensor) for name, tensor in numbers.items())
    again = painted(engine, replace(job, guides=()))
    np.testing.assert_array_equal(again.pixels, without.pixels)
    assert not any(isinstance(n, GuideEverywhere | GuidanceFar) for n in under.report.notices)


def replace_rows(gates: Any, count: int) -> Any:
    return replace(gates, rows=gates.rows[:count])


def test_it_is_strict_here_and_free_there(engine: PaintEngine, model: Path, file: Path) -> None:
    """What has no place on the canvas acts by the mean, and that is said."""
    places = (GuidePlace("left", 2.0), GuidePlace("right", 0.0))
    job = planned(engine, model, file, *places)
    half = painted(engine, job)
    modulations = 2 * 2 + 3 + 1
    told = GuideEverywhere("Sketch", modulations + 6, 1.5)
    assert told in half.report.notices
    assert told in engine.check(job, lambda: False)
    assert GuidanceFar(file.name, 3.5, 30.0) in half.report.notices
    (guide,) = job.guides
    whole = painted(engine, replace(job, guides=(replace(guide, weights=np.ones_like(guide.weights)),)))
    assert (half.pixels != whole.pixels).any()


def test_the_gate_of_what_stands_is_by_token(model: Path) -> None:
    transformer = weights.load(model, torch.float32).transformer
    name = "transformer_blocks.0.attn.to_q"
    pair = LowRank(torch.ones(1, 32), torch.ones(32, 1))
    painter, control = Adapter("p", {name: pair}), Adapter("c", {name: pair}, biases={name: torch.ones(32)})
    halves = np.zeros((2, 4, 4), np.float32)
    halves[0, :, :2], halves[1, :, 2:] = 1.0, 1.0
    gate = np.linspace(0.0, 2.0, 16).astype(np.float32)
    order = np.arange(16)[::-1].copy()
    with attach(transformer, [painter, control]) as attached:
        attached.state.prepare(GatePlan(Extent(4, 4), halves), (3, 2), order, 0, (Standing(gate, 0.5),))
        columns = attached.layers[name].table.columns
        np.testing.assert_array_equal(columns[:, 1], gate[::-1])
        x = torch.randn(1, 16, 32)
        layer = attached.layers[name]
        with torch.no_grad():
            y, base = layer(x), layer.base(x)
        rest = x.sum(dim=-1, keepdim=True) * columns.sum(dim=1)[:, None]
        torch.testing.assert_close(y, base + rest + columns[:, 1:2], rtol=1e-4, atol=1e-4)
        attached.state.set_step(1.0, resting=True)
        assert not columns[:, 1].any()


def test_a_controlnet_follows_beside_it(engine: PaintEngine, model: Path, file: Path, tmp_path: Path) -> None:
    net = control_models.save(control_models.network(model, seed=1), tmp_path / "net")
    job = planned(engine, model, file)
    (guide,) = job.guides
    beside = replace(guide, control=net, identity="", name="lines")
    alone, both = painted(engine, job), painted(engine, replace(job, guides=(guide, beside)))
    assert (alone.pixels != both.pixels).any()


def test_only_one_is_worn(engine: PaintEngine, model: Path, file: Path) -> None:
    job = planned(engine, model, file)
    two = replace(job, guides=(job.guides[0], replace(job.guides[0], name="again")))
    with pytest.raises(ControlUnusable) as caught:
        engine.check(two, lambda: False)
    assert caught.value.problem is ControlProblem.ONE_ONLY


def test_a_compiled_engine_says_that_it_is_not(model: Path, file: Path) -> None:
    compiled = PaintEngine(EngineOptions(device="cpu", dtype="float32", compiled=True))
    job = planned(compiled, model, file)
    assert GuideUncompiled("Sketch") in compiled.check(job, lambda: False)


def test_the_last_modulation_is_what_its_maker_meant(model: Path, state: made.State) -> None:
    """Against the product in Black Forest Labs' own rows, whose halves are swapped: diffusers 0.42 swaps the
    ranks of A as well.
    """
    torch.manual_seed(0)
    name = made.LAST
    a = torch.randn_like(state[f"{name}.lora_A.weight"])
    b, bias = state[f"{name}.lora_B.weight"], state[f"{name}.lora_B.bias"]
    read = _read(model, state | {f"{name}.lora_A.weight": a})
    shift, scale = (b @ a).chunk(2)
    pair = read.pairs.modules["norm_out.linear"]
    torch.testing.assert_close(pair.b @ pair.a, torch.cat([scale, shift]))
    torch.testing.assert_close(read.pairs.biases["norm_out.linear"], torch.cat([*bias.chunk(2)][::-1]))


def _read(model: Path, state: made.State) -> ControlAdapter:
    file = made.save(state, model.parent / "read.safetensors")
    return read_lora(file, layer_shapes(model)[0], HEAD, torch.float32)


def test_a_file_of_full_size_is_taken_apart_as_by_diffusers(tmp_path: Path) -> None:
    """At FLUX.1-dev's depth and width, where diffusers' converter is what it is; but for the ranks that it
    swaps in the last modulation.
    """
    shapes = linear_shapes(full_flux())
    wide = shapes | {"x_embedder": (shapes["x_embedder"][0], 2 * shapes["x_embedder"][1])}
    file = save_bfl_control(tmp_path / "depth.safetensors", shapes)
    torch.manual_seed(1)
    changed(file, lambda state: state.update({n: torch.randn(t.shape) for n, t in state.items()}))
    theirs = FluxPipeline.lora_state_dict(file)
    found = from_bfl(load_file(file), wide, file)
    assert (len(found.pairs), len(found.norms), found.rest) == (19 * 14 + 38 * 6 + 10, 19 * 4 + 38 * 2, {})
    ours = {f"transformer.{name}": tensor for name, tensor in found.norms.items()}
    for name, pair in found.pairs.items():
        parts = {"lora_A.weight": pair.a, "lora_B.weight": pair.b, "lora_B.bias": pair.bias}
        ours |= {f"transformer.{name}.{part}": t for part, t in parts.items() if t is not None}
    ranks = "transformer.norm_out.linear.lora_A.weight"
    assert torch.equal(ours.pop(ranks), theirs.pop(ranks).flip(0))
    assert ours.keys() == theirs.keys()
    assert all(torch.equal(ours[name], tensor) for name, tensor in theirs.items())


def test_comfyui_s_names_are_the_same_file(model: Path, state: made.State) -> None:
    plain, other = _read(model, state), _read(model, made.as_comfyui(state))
    assert plain.pairs.modules.keys() == other.pairs.modules.keys()
    for name, pair in plain.pairs.modules.items():
        assert torch.equal(pair.a, other.pairs.modules[name].a)
        assert torch.equal(pair.b, other.pairs.modules[name].b)
    for one, two in ((plain.pairs.biases, other.pairs.biases), (plain.norms, other.norms)):
        assert one.keys() == two.keys()
        assert all(torch.equal(tensor, two[name]) for name, tensor in one.items())


def test_a_bias_alone_is_not_forgotten(model: Path, state: made.State) -> None:
    name = "double_blocks.0.img_mlp.2"
    silent = {f"{name}.lora_B.weight": torch.zeros_like(state[f"{name}.lora_B.weight"])}
    read = _read(model, state | silent)
    module = "transformer_blocks.0.ff.net.2"
    assert torch.equal(read.pairs.biases[module], state[f"{name}.lora_B.bias"])
    assert not (read.pairs.modules[module].b @ read.pairs.modules[module].a).any()
    with pytest.raises(ValueError, match="pair beside it"):
        Adapter("x", {}, biases={module: torch.ones(3)})


def test_a_norm_keeps_its_turn_where_layers_are_offloaded(model: Path) -> None:
    transformer = weights.load(model, torch.float32).transformer
    cpu = torch.device("cpu")
    transformer.enable_group_offload(onload_device=cpu, offload_device=cpu, offload_type="leaf_level")
    norm, turns = transformer.transformer_blocks[0].attn.norm_q, list[int]()
    norm.register_forward_hook(lambda *_: turns.append(1))
    scale, x = torch.linspace(0.5, 2.0, HEAD), torch.randn(1, 5, 2, HEAD)
    other = OtherNorm(norm, scale)
    torch.testing.assert_close(other(x), torch.nn.functional.rms_norm(x, (HEAD,), scale, norm.eps))
    assert (len(turns), other.weight is norm.weight) == (1, True)
    other.resting = True
    torch.testing.assert_close(other(x), norm(x))


def test_what_does_not_fit_leaves_the_model_alone(model: Path) -> None:
    transformer = weights.load(model, torch.float32).transformer
    before = dict(transformer.named_modules())
    odd = ControlAdapter(Adapter("x", {}), {"transformer_blocks.9.attn.norm_q.weight": torch.ones(16)}, 16)
    with pytest.raises(AttributeError), fitted(transformer, odd, torch.device("cpu"), torch.float32):
        pass
    assert dict(transformer.named_modules()) == before


def _nan(state: made.State) -> None:
    state["double_blocks.1.img_attn.qkv.lora_B.weight"][3, 1] = float("nan")


def _huge(state: made.State) -> None:
    state["single_blocks.0.norm.key_norm.scale"][0] = 1e9


def _other_width(state: made.State) -> None:
    for name in [name for name in state if name.endswith("lora_A.weight")]:
        if state[name].shape[1] == 32:
            state[name] = torch.zeros(4, 48)


def _deeper(state: made.State) -> None:
    for part in ("lora_A.weight", "lora_B.weight"):
        state[f"double_blocks.7.img_attn.proj.{part}"] = state[
            f"double_blocks.0.img_attn.proj.{part}"
        ].clone()


def _wide_bias(state: made.State) -> None:
    state["txt_in.lora_B.bias"] = torch.ones(99)


def _wide_norm(state: made.State) -> None:
    state["double_blocks.0.txt_attn.norm.query_norm.scale"] = torch.ones(64)


def _deep_norm(state: made.State) -> None:
    state["single_blocks.8.norm.query_norm.scale"] = torch.ones(16)


def _tall(state: made.State) -> None:
    state["double_blocks.0.img_mlp.0.lora_B.weight"] = torch.ones(130, 4)


def _half(state: made.State) -> None:
    del state["txt_in.lora_B.weight"]


def _whole(state: made.State) -> None:
    state["double_blocks.0.img_mlp.0.diff"] = torch.ones(128, 32)


def _speaks(state: made.State) -> None:
    state["text_encoder.text_model.encoder.layers.0.self_attn.q_proj.lora_A.weight"] = torch.ones(2, 20)
    state["text_encoder.text_model.encoder.layers.0.self_attn.q_proj.lora_B.weight"] = torch.ones(20, 2)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (_nan, ControlProblem.BAD_NUMBERS),
        (_huge, ControlProblem.BAD_NUMBERS),
        (_deeper, ControlProblem.OTHER_BASE),
        (_deep_norm, ControlProblem.OTHER_BASE),
        (_wide_bias, ControlProblem.WRONG_SHAPE),
        (_wide_norm, ControlProblem.WRONG_SHAPE),
        (_tall, ControlProblem.WRONG_SHAPE),
        (_whole, ControlProblem.NOT_ONE),
        (_speaks, ControlProblem.NOT_ONE),
    ],
)
def test_numbers_that_do_not_fit_end_the_run_and_nothing_is_left_out(
    engine: PaintEngine,
    model: Path,
    state: made.State,
    tmp_path: Path,
    change: Change,
    problem: ControlProblem,
) -> None:
    wrong = {name: tensor.clone() for name, tensor in state.items()}
    change(wrong)
    bad = made.save(wrong, tmp_path / "bad.safetensors")
    events: list[ev.Event] = []
    engine.run(planned(engine, model, bad), events.append, lambda: False)
    assert isinstance(events[-1], ev.Failed)
    assert isinstance(events[-1].error, ControlUnusable), events[-1].error
    assert events[-1].error.problem is problem


def _narrow(state: made.State) -> None:
    state["img_in.lora_A.weight"] = torch.ones(4, 16)


def _wider(state: made.State) -> None:
    state["img_in.lora_A.weight"] = torch.ones(4, 96)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (_other_width, ControlProblem.OTHER_BASE),
        (_wider, ControlProblem.OTHER_BASE),
        (_narrow, ControlProblem.NOT_ONE),
        (_half, ControlProblem.WRONG_SHAPE),
    ],
)
def test_a_header_that_does_not_fit_is_told_before_a_run(
    engine: PaintEngine,
    model: Path,
    state: made.State,
    tmp_path: Path,
    change: Change,
    problem: ControlProblem,
) -> None:
    wrong = dict(state)
    change(wrong)
    bad = made.save(wrong, tmp_path / "bad.safetensors")
    (told,) = [
        n for n in engine.check(planned(engine, model, bad), lambda: False) if isinstance(n, GuideRefused)
    ]
    assert (told.control, told.problem) == ("bad.safetensors", problem)


def test_a_file_says_what_it_is(model: Path, state: made.State, tmp_path: Path) -> None:
    folder = tmp_path / "FLUX.1-Canny-dev-lora"
    folder.mkdir()
    made.save(state, folder / "flux1-canny-dev-lora.safetensors")
    found = control_file.describe(folder)
    assert isinstance(found, ControlLora)
    assert found.kinds == frozenset({GuideKind.EDGES, GuideKind.LINE, GuideKind.SCRIBBLE})
    assert (found.guidance, found.ungated) == (30.0, 2 * 2 + 3 + 1 + 6)
    assert found.numbers == sum(tensor.numel() for tensor in state.values())
    with pytest.raises(ControlUnusable) as other:
        found.mode(GuideKind.DEPTH)
    assert other.value.problem is ControlProblem.OTHER_KIND
    diffusers = made.save(made.as_diffusers(model, state), tmp_path / "d.safetensors")
    there = describe_lora(diffusers)
    assert there is not None
    assert there.ungated == found.ungated
    cut = tmp_path / "cut.safetensors"
    cut.write_bytes(diffusers.read_bytes()[:900])
    with pytest.raises(ControlUnusable) as damaged:
        control_file.describe(cut)
    assert damaged.value.problem is ControlProblem.DAMAGED


def test_one_in_diffusers_names_keeps_its_scale(model: Path, state: made.State, tmp_path: Path) -> None:
    """An alpha scales pairs and biases alike."""
    file = made.save(made.as_diffusers(model, state), tmp_path / "d.safetensors")
    plain = read_lora(file, layer_shapes(model)[0], HEAD, torch.float32)
    halved = changed(file, lambda tensors: tensors.update(_alphas(tensors)))
    half = read_lora(halved, layer_shapes(model)[0], HEAD, torch.float32)
    for name, bias in plain.pairs.biases.items():
        torch.testing.assert_close(half.pairs.biases[name], bias / 2)
    name = "x_embedder"
    torch.testing.assert_close(half.pairs.modules[name].b, plain.pairs.modules[name].b / 2)


def _alphas(tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    ends = ".lora_A.weight"
    return {n.replace(ends, ".alpha"): torch.tensor(made.RANK / 2) for n in tensors if n.endswith(ends)}
