"""The model that learns: the frozen base with trainable low-rank layers (peft's AdaLoRA or LoRA).

Three things about peft's AdaLoRA (0.21) are not what one expects, and are seen to here. diffusers'
``add_adapter`` throws its rank allocator away, so ``get_peft_model`` is used. The orthogonality term is only
added to a model output that has a ``.loss``, which FLUX's has not. And ``save_pretrained`` cuts pruned ranks
off, after which training cannot go on: our state is whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import torch
from diffusers.models.transformers.transformer_flux import FluxTransformer2DModel
from peft import AdaLoraConfig, LoraConfig, get_peft_model
from torch import Tensor, nn

from artmaster_desktop.core.training import AdapterKind, TrainingRecipe
from artmaster_desktop.core.training_phase import borders
from artmaster_desktop.engine.painters.adapter import LowRank
from artmaster_desktop.engine.painters.keys import has_token_axis
from artmaster_desktop.engine.painters.seat import Depth, seat_of
from artmaster_desktop.engine.training.gates import LayerGates
from artmaster_desktop.engine.training.quantised import quantise

ADAPTER = "default"
SMALL = 1e-5
"""What peft adds to the rank before it divides by it."""

_IMPORTANCE = ("ipt", "exp_avg_ipt", "exp_avg_unc")


class Apprentice:
    """``transformer`` with adapters on ``layers`` (default: every block layer that has a token axis), to be
    taught in ``steps`` steps.

    The transformer itself is changed until ``release``. The adapters' first numbers come from the recipe's
    seed.
    """

    def __init__(
        self,
        transformer: FluxTransformer2DModel,
        recipe: TrainingRecipe,
        steps: int,
        layers: Sequence[str] | None = None,
    ) -> None:
        self.recipe, self.steps = recipe, steps
        self.layers = tuple(layers or adaptable(transformer))
        self._depth = Depth(len(transformer.transformer_blocks), len(transformer.single_transformer_blocks))
        transformer.requires_grad_(False)
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(recipe.seed)
            self._peft: Any = get_peft_model(transformer, _config(recipe, steps, self.layers))
        modules = dict(transformer.named_modules())
        self.modules: dict[str, Any] = {name: modules[name] for name in self.layers}
        halves = ("A", "B", "E") if recipe.kind is AdapterKind.ADALORA else ("A", "B")
        self.trained: dict[str, nn.Parameter] = {
            f"{name}.{half}": _parameter(module, half)
            for name, module in self.modules.items()
            for half in halves
        }
        self._set_out(torch.Generator().manual_seed(recipe.seed))
        quantise(transformer, recipe.base)
        self.gates = LayerGates(self.modules)
        self._worn: tuple[Mapping[str, Tensor], ...] = ()

    def _set_out(self, chance: torch.Generator) -> None:
        """AdaLoRA's A and B begin orthonormal, where its own term wants them.

        peft draws them with a deviation of 0.02: so in a layer 2,500 wide, and far too small in a narrow one,
        where nothing would be learned for hundreds of steps.
        """
        if self.recipe.kind is not AdapterKind.ADALORA:
            return
        for name, parameter in self.trained.items():
            if not name.endswith(".E"):
                nn.init.orthogonal_(parameter, generator=chance)

    def of_groups(self, groups: Sequence[int] | None) -> frozenset[str]:
        """The trained numbers of the layers in these block groups (core.gate.BLOCK_GROUPS); None: all."""
        seats = {name: seat_of(name, self._depth) for name in self.layers}
        return frozenset(
            name
            for name in self.trained
            if groups is None or ((seat := seats[name[:-2]]) is not None and seat.group in groups)
        )

    @property
    def width(self) -> int:
        """The rank that every layer sets out with."""
        recipe = self.recipe
        return recipe.first_rank if recipe.kind is AdapterKind.ADALORA else recipe.rank

    @torch.no_grad()
    def turn(self, layer: str, rows: Tensor, columns: Tensor) -> None:
        """Let a layer whose change is still 0 look along orthonormal ``rows`` ``[k, in]``, and for AdaLoRA
        move along ``columns`` ``[out, k]``; a layer narrower than its rank keeps the rest as it was."""
        a = self.trained[f"{layer}.A"]
        count = min(len(a), len(rows))
        a[:count] = rows[:count].to(a.dtype)
        if self.recipe.kind is AdapterKind.ADALORA:
            b = self.trained[f"{layer}.B"]
            b[:, :count] = columns[:, :count].to(b.dtype)

    def __call__(self, **given: Any) -> Tensor:
        """The model's velocity for its arguments, as ``FluxTransformer2DModel.forward`` takes them."""
        out: Tensor = self._peft(**given, return_dict=False)[0]
        return out

    @contextmanager
    def untaught(self) -> Iterator[None]:
        """The base alone, while the block runs."""
        with self._peft.disable_adapter():
            yield

    @contextmanager
    def wearing(self, values: Mapping[str, Tensor]) -> Iterator[None]:
        """These numbers in place of the trained ones, while the block runs."""
        own = {name: parameter.data for name, parameter in self.trained.items()}
        self._worn = (own, values)
        try:
            for name, parameter in self.trained.items():
                parameter.data = values[name]
            yield
        finally:
            for name, parameter in self.trained.items():
                parameter.data = own[name]
            self._worn = ()

    def held(self) -> Iterator[Tensor]:
        """Every tensor here that is no parameter of the transformer: what others are worn in place of, and
        what the allocator knows.
        """
        for values in self._worn:
            yield from values.values()
        if self.recipe.kind is AdapterKind.ADALORA:
            for kind in _IMPORTANCE:
                yield from getattr(self._peft.base_model.rankallocator, kind).values()

    def release(self) -> None:
        """Take the adapters off: the transformer is as it was."""
        self.gates.remove()
        self._peft.unload()

    # -- AdaLoRA

    def orthogonality(self) -> Tensor:
        """Mean over the layers of ||A A^T - I||_F and ||B^T B - I||_F (eq. 4 of the AdaLoRA paper); 0 for
        LoRA."""
        if self.recipe.kind is not AdapterKind.ADALORA:
            return torch.zeros(())
        terms = []
        for name in self.layers:
            a, b = self.trained[f"{name}.A"], self.trained[f"{name}.B"]
            one = torch.eye(a.shape[0], device=a.device, dtype=a.dtype)
            terms += [torch.linalg.matrix_norm(a @ a.T - one), torch.linalg.matrix_norm(b.T @ b - one)]
        return torch.stack(terms).mean()

    def allocate(self, step: int) -> None:
        """Score the ranks by the gradients of optimiser step ``step`` (from 1) and prune what is over budget.

        To be called after the optimiser's step and before the gradients are let go.
        """
        if self.recipe.kind is not AdapterKind.ADALORA:
            return
        base = self._peft.base_model
        config = self._peft.peft_config[ADAPTER]
        if step == 1 == config.total_step - config.tfinal:  # peft decides before it has scored anything
            base.rankallocator.update_ipt(base.model)
        base.update_and_allocate(step)

    def ranks(self) -> dict[str, int]:
        """The ranks of each layer that are in use."""
        if self.recipe.kind is not AdapterKind.ADALORA:
            return dict.fromkeys(self.layers, self.recipe.rank)
        kept = self._kept()
        return {name: int(kept[name].sum()) for name in self.layers}

    def _kept(self) -> dict[str, Tensor]:
        """For each layer, bool ``[rank]``: what the allocator left. All of it before its first decision."""
        pattern = self._peft.peft_config[ADAPTER].rank_pattern or {}
        found = {}
        for name in self.layers:
            e = self.trained[f"{name}.E"]
            row = pattern.get(f"{name}.lora_E.{ADAPTER}")
            found[name] = torch.tensor([True] * e.shape[0] if row is None else row)
        return found

    # -- what is kept

    def pairs(self, values: Mapping[str, Tensor]) -> dict[str, LowRank]:
        """The plain LoRA that does exactly what ``values`` do, of each layer; ``b @ a`` is its whole change.

        E is split evenly, A' = sqrt|sE| A and B' = B sign(E) sqrt|sE| with peft's s = alpha / (rank + 1e-5),
        so that neither half is tiny; ranks that add nothing are left out, down to none at all.
        """
        found = {}
        for name in self.layers:
            a, b = values[f"{name}.A"].detach().float(), values[f"{name}.B"].detach().float()
            if self.recipe.kind is AdapterKind.ADALORA:
                e = values[f"{name}.E"].detach().float().flatten() * self._scale()
                used = e != 0
                root = e[used].abs().sqrt()
                a, b = a[used] * root[:, None], b[:, used] * (e[used].sign() * root)
            found[name] = LowRank(a.clone(), b.clone())
        return found

    def _scale(self) -> float:
        return self.recipe.first_rank / (self.recipe.first_rank + SMALL)

    def pruned(self, values: Mapping[str, Tensor]) -> dict[str, Tensor]:
        """``values`` (averages of the trained numbers) with what the allocator pruned set to 0: an average
        alone only comes close."""
        found = dict(values)
        if self.recipe.kind is AdapterKind.ADALORA:
            for name, kept in self._kept().items():
                e = found[f"{name}.E"]
                found[f"{name}.E"] = e.masked_fill(~kept.to(e.device)[:, None], 0.0)
        return found

    def state(self) -> dict[str, Tensor]:
        """Everything of the adapters that the next step depends on, pruned ranks included; never what is worn
        in place of it.
        """
        own = self._worn[0] if self._worn else self.trained
        state = {f"weight.{name}": values.detach() for name, values in own.items()}
        if self.recipe.kind is AdapterKind.ADALORA:
            allocator = self._peft.base_model.rankallocator
            for kind in _IMPORTANCE:
                state |= {f"{kind}.{name}": tensor for name, tensor in getattr(allocator, kind).items()}
            if self._peft.peft_config[ADAPTER].rank_pattern:
                state |= {f"kept.{name}": kept for name, kept in self._kept().items()}
        return state

    def restore(self, state: Mapping[str, Tensor]) -> None:
        """Go on from ``state``. Raises KeyError or RuntimeError where it is not of this model and recipe."""
        with torch.no_grad():
            for name, parameter in self.trained.items():
                parameter.copy_(state[f"weight.{name}"])
        if self.recipe.kind is not AdapterKind.ADALORA:
            return
        allocator = self._peft.base_model.rankallocator
        device = next(iter(self.trained.values())).device
        for kind in _IMPORTANCE:
            start = f"{kind}."
            found = {n.removeprefix(start): t.to(device) for n, t in state.items() if n.startswith(start)}
            setattr(allocator, kind, found)
        kept = {name: state[f"kept.{name}"].tolist() for name in self.layers if f"kept.{name}" in state}
        pattern = {f"{name}.lora_E.{ADAPTER}": row for name, row in kept.items()}
        self._peft.peft_config[ADAPTER].rank_pattern = pattern or None


def adaptable(transformer: nn.Module) -> tuple[str, ...]:
    """The linear layers of the blocks that have a token axis: a painter can be held to a place in them."""
    return tuple(
        name
        for name, module in transformer.named_modules()
        if isinstance(module, nn.Linear)
        and name.startswith(("transformer_blocks.", "single_transformer_blocks."))
        and has_token_axis(name)
    )


def budget(recipe: TrainingRecipe, steps: int) -> tuple[int, int, int]:
    """AdaLoRA's (tinit, tfinal, deltaT): 1/12 of the steps before the first pruning and a quarter after the
    last, as 500 and 1,500 of 6,000; a decision every 10 steps, more often in short runs.

    Where a run has phases, ranks of layers that have not had their turn would look useless: it all happens
    in the last phase then, a third of it before and a quarter after.
    """
    begun = ([0, *borders(recipe.phases, steps)][-2]) if recipe.phases else 0
    final = (steps - begun) // 4
    wait = (steps - begun) // (3 if recipe.phases else 12)
    return min(begun + wait, max(0, steps - final - 1)), final, max(1, min(10, steps // 60))


def _config(recipe: TrainingRecipe, steps: int, layers: Sequence[str]) -> LoraConfig:
    if recipe.kind is AdapterKind.LORA:
        return LoraConfig(r=recipe.rank, lora_alpha=recipe.rank, target_modules=list(layers))
    start, final, every = budget(recipe, steps)
    return AdaLoraConfig(
        init_r=recipe.first_rank,
        target_r=recipe.rank,
        lora_alpha=recipe.first_rank,
        total_step=steps,
        tinit=start,
        tfinal=final,
        deltaT=every,
        orth_reg_weight=0.0,
        target_modules=list(layers),
    )


def _parameter(module: Any, half: str) -> nn.Parameter:
    """A, B or E of an adapted layer: peft's LoRA wraps A and B in linear layers, its AdaLoRA does not."""
    found: Any = getattr(module, f"lora_{half}")[ADAPTER]
    parameter: nn.Parameter = found if isinstance(found, nn.Parameter) else found.weight
    return parameter
