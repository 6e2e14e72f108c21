"""What saves memory: the base in 8 bits, blocks that wait in main memory, and what is said where a means is
not here."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from diffusers import FluxTransformer2DModel
from torch import nn

from artmaster_desktop.core import training_event as ev
from artmaster_desktop.core.training import BaseNumbers, Optimiser
from artmaster_desktop.core.training_errors import MeansAbsent, MeansProblem
from artmaster_desktop.engine.training import means
from artmaster_desktop.engine.training.quantised import Fp8Linear
from artmaster_desktop.engine.training.swap import BlockSwap
from tests.engine.test_training_rules import lesson_of, school, subject
from tests.engine.test_training_run import error_of, run
from tests.engine.tiny_model import build
from tests.engine.training_jobs import SHORT, Listener, job

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("model") / "flux")


def test_an_8_bit_layer_is_near_the_one_it_is_made_of() -> None:
    torch.manual_seed(0)
    layer = nn.Linear(64, 48)
    kept = Fp8Linear(layer)
    given = torch.randn(2, 5, 64, requires_grad=True)
    out, expected = kept(given), layer(given)
    assert float(((out - expected).norm() / expected.norm()).detach()) < 0.05
    (pull,) = torch.autograd.grad(out.square().sum(), given)
    dense = kept.weight.float() * kept.scale
    (wanted,) = torch.autograd.grad((given @ dense.T + layer.bias).square().sum(), given)
    torch.testing.assert_close(pull, wanted)
    assert kept.weight.element_size() == 1


def test_a_painter_is_taught_on_a_base_in_8_bits(model: Path, tmp_path: Path) -> None:
    heard = run(job(model, tmp_path, replace(SHORT, epochs=2, base=BaseNumbers.FP8)))
    assert isinstance(heard.heard[-1], ev.Trained)
    assert heard.of(ev.TrainingStarted)[0].placement.dtype == "float32, base in fp8"
    _, pupil, _, _ = school(model, replace(SHORT, base=BaseNumbers.FP8))
    kinds = {type(module.base_layer) for module in pupil.apprentice.modules.values()}
    assert kinds == {Fp8Linear}
    assert all(p.dtype == torch.float32 for p in pupil.apprentice.trained.values())


@pytest.mark.parametrize("asked", [{"optimiser": Optimiser.ADAMW8}, {"base": BaseNumbers.NF4}])
def test_what_cannot_be_had_is_said_before_the_run(
    asked: dict[str, object], model: Path, tmp_path: Path
) -> None:
    heard = run(job(model, tmp_path, replace(SHORT, **asked)))  # type: ignore[arg-type]
    error = error_of(heard)
    assert isinstance(error, MeansAbsent)
    assert error.problem is MeansProblem.NO_CUDA
    assert len(heard.heard) == 1


def test_a_card_without_the_library_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(means, "find_spec", lambda _name: None)
    found = {one.name: one.problem for one in means.means(torch.device("cuda"))}
    assert found == {
        "adamw8": MeansProblem.NO_LIBRARY,
        "nf4": MeansProblem.NO_LIBRARY,
        "fp8": None,
        "swap": None,
    }
    monkeypatch.setattr(means, "find_spec", lambda _name: object())
    assert all(one.problem is None for one in means.means(torch.device("cuda")))


def test_swapped_blocks_give_the_same_bits(model: Path) -> None:
    """Copies stand for the device: what comes and goes is the same, and so must be every number."""
    recipe = replace(SHORT, checkpointing=True, informed=0)
    found = []
    for count in (0, 3):
        transformer, pupil, examiner, course = school(model, recipe)
        transformer.enable_gradient_checkpointing()
        swap = BlockSwap(transformer, count, CPU)
        visits: list[int] = []
        for block in swap.blocks:
            block.register_forward_hook(lambda *_, swap=swap, visits=visits: visits.append(swap.visiting))
        for _ in range(3):
            pupil.take_step(examiner, course)
        assert swap.visiting == 0
        assert len(swap.blocks) == count
        assert len(visits) >= 2 * count * 3
        swap.remove()
        found.append({name: p.detach().clone() for name, p in pupil.apprentice.trained.items()})
    assert all(torch.equal(found[0][name], found[1][name]) for name in found[0])


def test_at_most_one_swapped_block_visits_at_a_time(model: Path) -> None:
    transformer = FluxTransformer2DModel.from_pretrained(model, subfolder="transformer").requires_grad_(False)
    swap = BlockSwap(transformer, 5, CPU)
    seen: list[int] = []
    for block in swap.blocks:
        block.register_forward_pre_hook(lambda *_: seen.append(swap.visiting))
    lesson = lesson_of(subject(1))
    with torch.no_grad():
        transformer(
            hidden_states=lesson.noisy,
            timestep=torch.tensor([0.5]),
            guidance=torch.tensor([1.0]),
            encoder_hidden_states=lesson.text.tokens,
            pooled_projections=lesson.text.pooled,
            txt_ids=torch.zeros(8, 3),
            img_ids=lesson.ids,
        )
    assert seen == [1] * 5


def test_where_all_memory_is_one_swapping_is_said_to_be_no_need(model: Path, tmp_path: Path) -> None:
    heard = run(job(model, tmp_path, replace(SHORT, swapped=2, checkpointing=True)), Listener(steps=1))
    assert "no block is swapped" in heard.of(ev.TrainingStarted)[0].placement.reason
