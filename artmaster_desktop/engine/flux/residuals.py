"""What control models add to the transformer, token by token.

A ControlNet's samples are added after its host's blocks (Zhang et al. 2023, arXiv 2302.05543). They have a
token axis, so a guide's strength can have one too: times the weight of each token, an area follows strictly
while another is free. Guides that rest at a step cost nothing there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from diffusers.models.controlnets.controlnet_flux import FluxControlNetModel
from torch import Tensor

from artmaster_desktop.engine.flux.conditioning import Conditioning
from artmaster_desktop.engine.painters.state import Standing
from artmaster_desktop.engine.painters.widened import ControlAdapter

Samples = list[Tensor]


def followed(step: int, steps: int, start: float, end: float) -> bool:
    """Whether a guide from the share ``start`` of the steps to ``end`` is followed in ``step`` (from 0) of
    ``steps``, as diffusers counts them: in whole steps only.
    """
    return step / steps >= start and (step + 1) / steps <= end


@dataclass(frozen=True, slots=True, eq=False)
class Hold:
    """One guide at work. ``picture`` is what its network reads of it: tokens ``[1, n, c]``, or pixels
    ``[1, 3, H, W]`` in [-1, 1] where it reads those. ``mode`` is its control mode ``[1, 1]``. ``weights``
    ``[1, n, 1]`` in raster order, None where all are 1. It holds from the share ``start`` of the steps to
    ``end``.
    """

    net: FluxControlNetModel
    picture: Tensor
    mode: Tensor | None
    weights: Tensor | None
    strength: float
    start: float
    end: float

    def at_work(self, step: int, steps: int) -> bool:
        """Whether it is followed in ``step`` (from 0) of ``steps``."""
        return followed(step, steps, self.start, self.end)


@dataclass(frozen=True, slots=True, eq=False)
class Worn:
    """A control adapter at work, under the gate ``standing``, from the share ``start`` of the steps to
    ``end``. Outside of that the model is what it is without.
    """

    control: ControlAdapter
    standing: Standing
    start: float
    end: float

    def at_work(self, step: int, steps: int) -> bool:
        """Whether it changes ``step`` (from 0) of ``steps``."""
        return followed(step, steps, self.start, self.end)


@dataclass(frozen=True, slots=True, eq=False)
class Following:
    """All that a run follows: guides through networks of their own, and ``beside``, tokens ``[1, n, c]`` in
    raster order that the transformer reads beside the picture's: made for that (FLUX.1-Canny-dev, -Depth-dev,
    -Fill-dev), or by the adapter ``worn``.
    """

    holds: tuple[Hold, ...] = ()
    beside: Tensor | None = None
    worn: Worn | None = None

    @property
    def nets(self) -> tuple[FluxControlNetModel, ...]:
        """The networks at work, each once."""
        return tuple(dict.fromkeys(hold.net for hold in self.holds))


@dataclass(frozen=True, slots=True, eq=False)
class Residuals:
    """What is added after double and single blocks, as diffusers' transformer takes it."""

    double: Samples
    single: Samples
    repeat: bool

    def given(self) -> dict[str, object]:
        """The arguments of the transformer."""
        return {
            "controlnet_block_samples": self.double or None,
            "controlnet_single_block_samples": self.single or None,
            "controlnet_blocks_repeat": self.repeat,
        }


class Structure:
    """All guides of a run. ``ids`` ``[n, 3]`` are in raster order, ``order`` and ``back`` sort tokens as the
    transformer has them, and undo it (None: raster order). ``depth`` counts its double and single blocks.

    Control models read the root's text alone: they were never taught which text is whose.
    """

    def __init__(
        self,
        holds: Sequence[Hold],
        conditioning: Conditioning,
        ids: Tensor,
        guidance: float,
        depth: tuple[int, int],
        order: Tensor | None = None,
        back: Tensor | None = None,
    ) -> None:
        self._holds = tuple(holds)
        self._texts = conditioning.texts[:, conditioning.texts.shape[1] - conditioning.lengths[0] :]
        self._pooled = conditioning.pooled
        self._ids, self._text_ids = (
            ids,
            torch.zeros(self._texts.shape[1], 3, device=ids.device, dtype=ids.dtype),
        )
        self._guidance = torch.full([1], guidance, device=ids.device)
        self._depth, self._order, self._back = depth, order, back

    def residuals(self, step: int, steps: int, x: Tensor, timestep: Tensor) -> Residuals | None:
        """What is added in ``step`` (from 0) of ``steps``; None where no guide is at work. ``x``
        ``[1, n, c]`` is in the transformer's order, ``timestep`` ``[1]`` its noise level in [0, 1].
        """
        working = [hold for hold in self._holds if hold.at_work(step, steps)]
        if not working:
            return None
        raster = x if self._back is None else x[:, self._back]
        found = self._joined([self._samples(hold, raster, timestep) for hold in working])
        if self._order is None:
            return found
        double, single = ([each[:, self._order] for each in part] for part in (found.double, found.single))
        return Residuals(double, single, found.repeat)

    def _samples(self, hold: Hold, raster: Tensor, timestep: Tensor) -> Residuals:
        net = hold.net
        double, single = net(
            hidden_states=raster,
            controlnet_cond=hold.picture,
            controlnet_mode=hold.mode,
            conditioning_scale=hold.strength,
            encoder_hidden_states=self._texts,
            pooled_projections=self._pooled,
            timestep=timestep,
            img_ids=self._ids,
            txt_ids=self._text_ids,
            guidance=self._guidance if net.config["guidance_embeds"] else None,
            return_dict=False,
        )
        parts = [double or [], single or []]
        if hold.weights is not None:
            parts = [[each * hold.weights for each in part] for part in parts]
        return Residuals(parts[0], parts[1], net.input_hint_block is not None)

    def _joined(self, found: Sequence[Residuals]) -> Residuals:
        """The sum. Networks of one shape are summed as diffusers sums them; others block by block, where
        diffusers would cut the longer ones short.
        """
        first = found[0]
        shapes = {(len(each.double), len(each.single), each.repeat) for each in found}
        if len(shapes) == 1:
            double = [_sum(parts) for parts in zip(*(each.double for each in found), strict=True)]
            single = [_sum(parts) for parts in zip(*(each.single for each in found), strict=True)]
            return Residuals(double, single, first.repeat)
        double = _by_block([(each.double, each.repeat) for each in found], self._depth[0])
        single = _by_block([(each.single, False) for each in found], self._depth[1])
        return Residuals(double, single, repeat=False)


def _by_block(found: Sequence[tuple[Samples, bool]], blocks: int) -> Samples:
    """One sample for each of ``blocks``, from lists that are spread over them, or repeated."""
    parts = [part for part in found if part[0]]
    if not parts:
        return []
    return [
        _sum([_at(samples, block, blocks, repeat) for samples, repeat in parts]) for block in range(blocks)
    ]


def _at(samples: Samples, block: int, blocks: int, repeat: bool) -> Tensor:
    return samples[block % len(samples) if repeat else block // -(-blocks // len(samples))]


def _sum(parts: Sequence[Tensor]) -> Tensor:
    total = parts[0]
    for part in parts[1:]:
        total = total + part
    return total
