"""What is asked of the painter in one row, and how far it is from it.

FLUX.1-dev and the starter are guidance-distilled: they predict v(x, t, c, w), which grows with w as
classifier-free guidance would. The plain flow target is right only at w = 1, so that is where works are
learned. The carry rule asks that the correction learned there, v_painter - v_base, is the same at other
guidance and under captions of other works: a painter is a change of hand, not of subject. At high noise,
where the composition is settled, only the mean of the correction (its tone) is carried to other captions.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from artmaster_desktop.core.training import TrainingRecipe
from artmaster_desktop.engine.flux.text import ReadText
from artmaster_desktop.engine.training.apprentice import Apprentice
from artmaster_desktop.engine.training.lesson import Lesson
from artmaster_desktop.engine.training.places import Place
from artmaster_desktop.engine.training.style import StyleRule

PLAIN = 1.0
"""The guidance at which a guidance-distilled model predicts the flow itself."""


@dataclass(frozen=True, slots=True)
class Losses:
    """``flow`` of the work itself; of the ``carry``, ``style`` and ``preserve`` rules, None where they were
    not applied."""

    flow: float
    carry: float | None
    style: float | None = None
    preserve: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """How much each rule beside the flow itself counts in a step; 0 where it is not applied."""

    carry: float = 0.0
    style: float = 0.0
    preserve: float = 0.0

    @classmethod
    def of(cls, recipe: TrainingRecipe, step: int) -> Weights:
        """Of the recipe's step ``step`` (from 0). Rules that come every other step take turns."""
        return cls(
            carry=recipe.carry if step % recipe.carry_every == 0 else 0.0,
            style=recipe.style if (step + 1) % recipe.style_every == 0 else 0.0,
            preserve=recipe.preserve if (step + 1) % recipe.carry_every == 0 else 0.0,
        )


class Examiner:
    """Asks the ``apprentice`` on ``device``; ``guided`` where the model takes guidance."""

    def __init__(self, apprentice: Apprentice, device: torch.device, guided: bool) -> None:
        self._apprentice, self._device, self._guided = apprentice, device, guided
        self.style: StyleRule | None = None

    def velocity(
        self,
        noisy: Tensor,
        time: float,
        text: ReadText,
        guidance: float,
        ids: Tensor,
        place: Place | None = None,
    ) -> Tensor:
        """The velocity ``[1, n, 4C]`` in float32 that the model, as it is now, sees in ``noisy``; with a
        ``place``, ``text`` is heard there alone and the painter acts there alone."""
        device = self._device
        whole = text if place is None else place.text(text)
        tokens = whole.tokens.to(device, torch.float32)
        bias = None if place is None else {"attention_mask": place.bias(text).to(device)}
        with torch.autocast(device.type, torch.bfloat16, enabled=device.type == "cuda"):
            out = self._apprentice(
                hidden_states=noisy.to(device),
                timestep=torch.tensor([time], device=device),
                guidance=torch.tensor([guidance], device=device) if self._guided else None,
                encoder_hidden_states=tokens,
                pooled_projections=whole.pooled.to(device, torch.float32),
                txt_ids=torch.zeros(tokens.shape[1], 3, device=device),
                img_ids=ids.to(device),
                joint_attention_kwargs=bias,
            )
        return out.float()

    def eye(self, noisy: Tensor, time: float, text: ReadText, ids: Tensor) -> Tensor:
        """What the model, as it is now, sees at plain guidance; gradients pass to ``noisy``."""
        return self.velocity(noisy, time, text, PLAIN, ids)

    def learn(self, lesson: Lesson, weights: Weights, share: float) -> Losses:
        """Adds the gradients of ``share`` of the flow and the rules, as they weigh, to the adapters'."""
        wanted = lesson.noise - lesson.clean
        base = None
        carried = bool(weights.carry) and self._guided
        if carried or lesson.place is not None:
            base = self._base(lesson, lesson.plain, PLAIN)
        if base is not None and lesson.place is not None:
            wanted = torch.where(lesson.place.inside[None, :, None] > 0.5, wanted, base.cpu())
        style = weights.style if lesson.place is None else 0.0
        painted, flow, manner = self._taught(lesson, lesson.text, PLAIN, wanted, share, style)
        kept = rule = None
        if base is not None and carried:
            rule = self._carry(lesson, painted - base, share * weights.carry)
        if weights.preserve and lesson.classed is not None:
            before = self._base(lesson, lesson.classed, PLAIN)
            _, kept, _ = self._taught(lesson, lesson.classed, PLAIN, before, share * weights.preserve)
        return Losses(flow, rule, manner, kept)

    def _carry(self, lesson: Lesson, correction: Tensor, share: float) -> float:
        tone = tone_share(lesson.time) if lesson.foreign else 0.0
        correction = torch.lerp(correction, correction.mean(1, keepdim=True).expand_as(correction), tone)
        target = self._base(lesson, lesson.other_plain, lesson.guidance) + correction
        _, rule, _ = self._taught(lesson, lesson.other, lesson.guidance, target, share)
        return rule

    @torch.no_grad()
    def _base(self, lesson: Lesson, text: ReadText, guidance: float) -> Tensor:
        with self._apprentice.untaught():
            return self.velocity(lesson.noisy, lesson.time, text, guidance, lesson.ids, lesson.place)

    def _taught(
        self,
        lesson: Lesson,
        text: ReadText,
        guidance: float,
        wanted: Tensor,
        share: float,
        style: float = 0.0,
    ) -> tuple[Tensor, float, float | None]:
        """What the painter sees now, its loss, and its distance from the artist where ``style`` weighs it;
        the gradients of ``share`` of that are added.

        The style's gradient is taken through the base on its own first: blocks that are computed again in a
        backward pass must find the adapters as they were, off for the base and on for the painter.
        """
        gates = self._apprentice.gates
        gates.hold(None if lesson.place is None else lesson.place.gates(text).to(self._device))
        manner = None
        try:
            seen = self.velocity(lesson.noisy, lesson.time, text, guidance, lesson.ids, lesson.place)
            loss = weighted(seen - wanted.to(seen.device), lesson.learned)
            whole = loss
            if style and self.style is not None:
                picture = lesson.noisy.to(seen.device) - lesson.time * seen.detach()
                manner, pull = self.style.gradient(picture, lesson.ids, lesson.time, lesson.close)
                whole = loss - style * lesson.time * (seen * pull).sum()
            (share * whole).backward()
        finally:
            gates.hold(None)
        return seen.detach(), float(loss.detach()), manner


def weighted(difference: Tensor, learned: Tensor) -> Tensor:
    """The mean square of ``difference`` ``[1, n, c]`` over tokens weighted by ``learned`` ``[n]``."""
    weights = learned.to(difference.device)
    per_token = difference.square().mean(dim=-1)[0]
    return (per_token * weights).sum() / weights.sum().clamp_min(1e-6)


def tone_share(time: float) -> float:
    """How far a carried correction is reduced to its mean: 0 below time 0.5, 1 above 0.9, smooth between."""
    x = min(1.0, max(0.0, (time - 0.5) / 0.4))
    return x * x * (3.0 - 2.0 * x)
