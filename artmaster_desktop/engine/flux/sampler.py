"""The denoising loop: one call of the transformer a step, whatever the number of painters and regions.

Flow matching with Euler steps, as diffusers' FluxPipeline runs it (Lipman et al. 2022, arXiv 2210.02747;
schedule of Esser et al. 2024, arXiv 2403.03206). Latents stay float32 between steps.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from diffusers.models.transformers.transformer_flux import FluxTransformer2DModel
from torch import Tensor

from artmaster_desktop.core.gate import GatePlan
from artmaster_desktop.engine.flux.attention import RegionView
from artmaster_desktop.engine.flux.conditioning import Conditioning
from artmaster_desktop.engine.flux.repaint import Held
from artmaster_desktop.engine.flux.residuals import Following, Structure
from artmaster_desktop.engine.flux.schedule import Schedule
from artmaster_desktop.engine.painters.state import GateState, Order, inverse_order
from artmaster_desktop.engine.painters.widened import Fitted

Call = Callable[..., tuple[Tensor, ...]]
AfterStep = Callable[[int, Tensor, Tensor], None]
"""Told after each step: its number from 1, the tokens ``[1, n, c]`` in raster order, and the guess of the
finished picture in the same form. It may raise to stop the run."""


@dataclass(frozen=True, slots=True, eq=False)
class Easel:
    """Everything that one run of the transformer needs beside the moving picture.

    ``state`` and ``view`` are the compiled gate and regions, None where the plan has none. ``order`` sorts
    the picture's tokens by area (None keeps raster order); ``ids`` ``[tokens, 3]`` are in raster order.
    ``call`` runs the transformer, as it is called itself (None: by that very call). ``following``
    are the guides, ``fitted`` what one of them changes in the transformer.
    """

    transformer: FluxTransformer2DModel
    conditioning: Conditioning
    ids: Tensor
    guidance: float
    state: GateState | None = None
    view: RegionView | None = None
    order: Order | None = None
    call: Call | None = None
    following: Following = Following()  # noqa: RUF009 - frozen
    fitted: Fitted | None = None

    @classmethod
    def prepared(
        cls,
        transformer: FluxTransformer2DModel,
        conditioning: Conditioning,
        ids: Tensor,
        guidance: float,
        plan: GatePlan,
        state: GateState | None,
        view: RegionView | None,
        order: Order | None = None,
        call: Call | None = None,
        following: Following | None = None,
    ) -> Easel:
        """An easel whose gate and view are compiled from ``plan``."""
        found = following or Following()
        if state is not None:
            standing = () if found.worn is None else (found.worn.standing,)
            state.prepare(plan, conditioning.lengths, order, conditioning.padding, standing)
        if view is not None:
            view.prepare(plan, conditioning.lengths, order, conditioning.padding)
        return cls(transformer, conditioning, ids, guidance, state, view, order, call, found)


def denoise(
    easel: Easel, tokens: Tensor, schedule: Schedule, after: AfterStep, held: Held | None = None
) -> Tensor:
    """From noisy ``tokens`` ``[1, n, c]`` (float32, raster order) to the finished ones; ``held`` (in raster
    order too) is put back where it may not change.
    """
    order, back = _orders(easel.order, tokens.device)
    ids = easel.ids if order is None else easel.ids[order]
    x = tokens if order is None else tokens[:, order]
    held = held if order is None or held is None else held.ordered(order)
    call = _Call(easel, ids, schedule.steps, order, back)
    for step in range(schedule.steps):
        sigma, following = schedule.sigmas[step], schedule.sigmas[step + 1]
        velocity = call(x, schedule.timesteps[step], step).float()
        x, clean = x + (following - sigma) * velocity, x - sigma * velocity
        if held is not None:
            x, clean = held.after(x, step + 1, schedule.steps, following), held.shown(clean)
        raster = x if back is None else x[:, back]
        after(step + 1, raster, clean if back is None else clean[:, back])
    return x if back is None else x[:, back]


def _orders(order: Order | None, device: torch.device) -> tuple[Tensor | None, Tensor | None]:
    if order is None:
        return None, None
    return torch.from_numpy(order).to(device), torch.from_numpy(inverse_order(order)).to(device)


class _Call:
    """The transformer with all that stays the same from step to step."""

    def __init__(
        self, easel: Easel, ids: Tensor, steps: int, order: Tensor | None, back: Tensor | None
    ) -> None:
        self._easel = easel
        self._ids = ids
        self._steps = steps
        beside = easel.following.beside
        self._beside = beside if beside is None or order is None else beside[:, order]
        depth = (len(easel.transformer.transformer_blocks), len(easel.transformer.single_transformer_blocks))
        self._structure = Structure(
            easel.following.holds, easel.conditioning, easel.ids, easel.guidance, depth, order, back
        )
        self._dtype = easel.conditioning.texts.dtype
        guided = bool(easel.transformer.config["guidance_embeds"])
        self._guidance = torch.full([1], easel.guidance, device=ids.device) if guided else None

    def __call__(self, x: Tensor, timestep: Tensor, step: int) -> Tensor:
        easel, sigma = self._easel, float(timestep) / 1000
        worn = easel.following.worn
        resting = worn is not None and not worn.at_work(step, self._steps)
        if easel.fitted is not None:
            easel.fitted.rest(resting)
        if easel.state is not None:
            easel.state.set_step(sigma, resting=resting)
        if easel.view is not None:
            easel.view.set_step(sigma)
        x, level = x.to(self._dtype), timestep.expand(1).to(x.device, self._dtype) / 1000
        followed = self._structure.residuals(step, self._steps, x, level)
        velocity: Tensor = (easel.call or easel.transformer)(
            hidden_states=x if self._beside is None else torch.cat([x, self._beside], dim=2),
            timestep=level,
            guidance=self._guidance,
            pooled_projections=easel.conditioning.pooled,
            encoder_hidden_states=easel.conditioning.texts,
            txt_ids=easel.conditioning.text_ids,
            img_ids=self._ids,
            return_dict=False,
            **({} if followed is None else followed.given()),
        )[0]
        return velocity
