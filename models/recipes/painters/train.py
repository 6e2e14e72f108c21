"""Teaching all painters at once: flow matching on the works, and one rule that carries a style to other
captions.

The base is guidance-distilled: it predicts v(x, t, c, w), which grows with w as classifier-free guidance
would. Training on the plain flow target is right only at w = 1. So half of each step does that, and the other
half asks that the *correction* learnt there, v_painter - v_base at w = 1, is the same at other guidance
values and, for the same noisy picture, under captions of scenes that the painter never showed. The base's own
reading of words and guidance is thus kept, and a painter is a change of hand rather than of subject. At high
noise, where the composition is settled, only the mean of the correction (its tone) is carried to foreign
captions, or 20 compositions would be imposed on all.
"""

import copy
import math
import time
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from .dataset import CaptionPairs, ShapeGroup, Text, TrainingSet
from .stacked import StackedLinear, stack_painters


@dataclass(frozen=True)
class Recipe:
    """How a painter is taught. `rows` pictures per painter go through each half of a step."""

    rank: int = 16
    alpha: int = 16
    rate: float = 5e-4
    rows: int = 4
    steps: int = 800
    carry: float = 0.5
    guidance: tuple[float, float] = (1.5, 5.0)
    caption_dropout: float = 0.05
    trigger_dropout: float = 0.15
    ema: float = 0.99
    seed: int = 7
    variations: int = 6
    bank: int = 64


@dataclass(frozen=True)
class Rows:
    """One draw for every painter, painter-major: [P * rows, ...]. `base_*` is what the base is shown."""

    group: ShapeGroup
    clean: Tensor
    noise: Tensor
    time: Tensor
    text: Text
    base_text: Text
    carried_text: Text
    carried_base_text: Text
    foreign: Tensor
    guidance: Tensor


def shift_times(u: Tensor, tokens: int, config: Any) -> Tensor:
    """Uniform-scale times in (0, 1) moved towards noise as the scheduler does for a picture of `tokens`
    tokens.
    """
    if config.get("use_dynamic_shifting", False):
        slope = (config["max_shift"] - config["base_shift"]) / (
            config["max_image_seq_len"] - config["base_image_seq_len"]
        )
        shift = math.exp(config["base_shift"] + slope * (tokens - config["base_image_seq_len"]))
    else:
        shift = float(config.get("shift", 1.0))
    return shift * u / (1.0 + (shift - 1.0) * u)


def tone_share(time: Tensor) -> Tensor:
    """How far a carried correction is reduced to its mean: 0 below time 0.5, 1 above 0.9, smooth between."""
    x = ((time - 0.5) / 0.4).clamp(0.0, 1.0)
    return x * x * (3.0 - 2.0 * x)


class PainterTrainer:
    """Owns a student (the base with every painter's layers) and a teacher (the untouched base)."""

    def __init__(
        self, pipe: Any, data: TrainingSet, painters: int, recipe: Recipe, compiled: bool = False
    ) -> None:
        self.data, self.painters, self.recipe = data, painters, recipe
        self.schedule = dict(pipe.scheduler.config)
        self.teacher = _in_float(copy.deepcopy(pipe.transformer))
        self.student = _in_float(copy.deepcopy(pipe.transformer))
        torch.manual_seed(recipe.seed)
        self.layers: dict[str, StackedLinear] = stack_painters(
            self.student, painters, recipe.rank, recipe.alpha
        )
        self.device = next(self.teacher.parameters()).device
        self.rng = torch.Generator(self.device).manual_seed(recipe.seed)
        self.rows = recipe.rows
        self.trained = {f"{n}.{k}": getattr(m, k) for n, m in self.layers.items() for k in ("a", "b")}
        self.average = {k: v.detach().clone() for k, v in self.trained.items()}
        self.optimiser = torch.optim.AdamW(
            self.trained.values(),
            lr=recipe.rate,
            betas=(0.9, 0.99),
            weight_decay=0.0,
            fused=self.device.type == "cuda",
        )
        self.taken = 0
        if compiled:
            self.student.compile_repeated_blocks(dynamic=False)
            self.teacher.compile_repeated_blocks(dynamic=False)

    # -- drawing

    def _uniform(self, count: int) -> Tensor:
        return torch.rand(count, generator=self.rng, device=self.device)

    def _index(self, count: int, high: int) -> Tensor:
        return torch.randint(high, (count,), generator=self.rng, device=self.device)

    def _pick(self, pairs: CaptionPairs, painter: Tensor, work: Tensor) -> tuple[Text, Text]:
        wording = self._index(len(painter), pairs.plain.tokens.shape[2])
        bare = self._uniform(len(painter)) < self.recipe.trigger_dropout
        plain = pairs.plain[painter, work, wording]
        return _where(bare, plain, pairs.triggered[painter, work, wording]), plain

    def draw(self, group: ShapeGroup) -> Rows:
        """Random works, variations, wordings, times and noise for every painter."""
        count = self.painters * self.rows
        painter = torch.arange(self.painters, device=self.device).repeat_interleave(self.rows)
        work = self._index(count, group.latents.shape[1])
        clean = group.latents[painter, work, self._index(count, group.latents.shape[2])]
        noise = torch.randn(clean.shape, generator=self.rng, device=self.device)
        normal = torch.randn(count, generator=self.rng, device=self.device).sigmoid()
        u = torch.where(self._uniform(count) < 0.3, self._uniform(count), normal)
        text, plain = self._pick(group.captions, painter, work)
        dropped = self._uniform(count) < self.recipe.caption_dropout
        other, other_plain = self._pick(self.data.bank, painter, torch.zeros_like(work))
        foreign = self._uniform(count) < 0.5
        low, high = self.recipe.guidance
        return Rows(
            group,
            clean,
            noise,
            shift_times(u, clean.shape[1], self.schedule).clamp(1e-3, 1.0),
            _where(dropped, self.data.empty, text),
            _where(dropped, self.data.empty, plain),
            _where(foreign, other, text),
            _where(foreign, other_plain, plain),
            foreign,
            low + (high - low) * self._uniform(count),
        )

    # -- learning

    def _predict(self, model: Any, rows: Rows, noisy: Tensor, text: Text, guidance: Tensor) -> Tensor:
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.device.type == "cuda"):
            out: Tensor = model(
                hidden_states=noisy,
                timestep=rows.time,
                guidance=guidance,
                encoder_hidden_states=text.tokens,
                pooled_projections=text.pooled,
                txt_ids=self.data.text_ids,
                img_ids=rows.group.image_ids,
                return_dict=False,
            )[0]
        return out.float()

    def losses(self, rows: Rows) -> tuple[float, float]:
        """Accumulates the gradients of one step; returns the flow loss and the carry loss."""
        t = rows.time[:, None, None]
        noisy = (1.0 - t) * rows.clean + t * rows.noise
        one = torch.ones_like(rows.guidance)
        with torch.no_grad():
            base = self._predict(self.teacher, rows, noisy, rows.base_text, one)
            base_carried = self._predict(self.teacher, rows, noisy, rows.carried_base_text, rows.guidance)
        painted = self._predict(self.student, rows, noisy, rows.text, one)
        flow = (painted - (rows.noise - rows.clean)).square().mean()
        flow.backward()
        correction = painted.detach() - base
        tone = (tone_share(rows.time) * rows.foreign)[:, None, None]
        correction = torch.lerp(correction, correction.mean(1, keepdim=True).expand_as(correction), tone)
        carried = self._predict(self.student, rows, noisy, rows.carried_text, rows.guidance)
        carry = (carried - (base_carried + correction)).square().mean()
        (self.recipe.carry * carry).backward()
        return float(flow.detach()), float(carry.detach())

    def _clip(self, limit: float) -> None:
        """Limits each painter's gradient norm by itself: one's bad batch is not the others' business."""
        grads = [p.grad for p in self.trained.values() if p.grad is not None]
        norms = torch.stack([g.square().flatten(1).sum(1) for g in grads]).sum(0).sqrt()
        factor = (limit / (norms + 1e-6)).clamp(max=1.0)[:, None, None]
        for g in grads:
            g.mul_(factor)

    def step(self, progress: float) -> tuple[float, float]:
        """One update at `progress` in [0, 1] of the schedule (cosine after a short rise)."""
        group = self._group()
        losses = self.losses(self.draw(group))
        self._clip(1.0)
        rise = min(1.0, (self.taken + 1) / 20)
        for setting in self.optimiser.param_groups:
            setting["lr"] = (
                self.recipe.rate * rise * (0.02 + 0.98 * 0.5 * (1.0 + math.cos(math.pi * progress)))
            )
        self.optimiser.step()
        self.optimiser.zero_grad(set_to_none=True)
        self.taken += 1
        decay = min(self.recipe.ema, (1 + self.taken) / (10 + self.taken))
        torch._foreach_lerp_(
            list(self.average.values()), [p.detach() for p in self.trained.values()], 1.0 - decay
        )
        return losses

    def _group(self) -> ShapeGroup:
        weights = torch.tensor([g.latents.shape[1] for g in self.data.groups], dtype=torch.float32)
        host = torch.Generator().manual_seed(self.recipe.seed * 100_003 + self.taken)
        return self.data.groups[int(torch.multinomial(weights, 1, generator=host))]

    def warm_up(self) -> None:
        """Runs each picture size once without learning; halves the rows until the largest fits."""
        largest = sorted(self.data.groups, key=lambda g: -g.latents.shape[3])
        while True:
            try:
                for group in largest:
                    self.losses(self.draw(group))
                    self.optimiser.zero_grad(set_to_none=True)
                return
            except torch.OutOfMemoryError:
                if self.rows == 1:
                    raise
                self.rows //= 2
                self.optimiser.zero_grad(set_to_none=True)
            torch.cuda.empty_cache()
            print(f"painters: out of memory, now {self.rows} rows for each painter", flush=True)

    def run(self, deadline: float) -> int:
        """Trains until all steps are taken or `deadline` (time.monotonic) passes; returns the steps taken."""
        self.warm_up()
        begun = time.monotonic()
        span = max(deadline - begun, 1.0)
        flow = carry = 0.0
        while self.taken < self.recipe.steps:
            progress = max(self.taken / self.recipe.steps, (time.monotonic() - begun) / span)
            if progress >= 1.0 and self.taken > 0:
                break
            now = self.step(min(progress, 1.0))
            if not all(map(math.isfinite, now)):
                raise FloatingPointError(f"training diverged at step {self.taken}: losses {now}")
            keep = 0.0 if self.taken == 1 else 0.95
            flow, carry = keep * flow + (1 - keep) * now[0], keep * carry + (1 - keep) * now[1]
            if self.taken % 50 == 0 or self.taken == 1:
                spent = time.monotonic() - begun
                print(
                    f"painters: step {self.taken}/{self.recipe.steps} flow {flow:.4f} carry {carry:.5f} "
                    f"{1000 * spent / self.taken:.0f} ms/step {spent:.0f} s",
                    flush=True,
                )
        return self.taken


def _in_float(transformer: Any) -> Any:
    """The transformer frozen in fp32, its residual streams kept so under autocast.

    The model casts times to the stream's type, and bf16 would round them to steps of 1/256.
    """
    transformer = transformer.float().requires_grad_(False).eval()
    for embedder in (transformer.x_embedder, transformer.context_embedder):
        embedder.register_forward_hook(lambda _module, _inputs, output: output.float())
    return transformer


def _where(choose: Tensor, yes: Text, no: Text) -> Text:
    return Text(
        torch.where(choose[:, None, None], yes.tokens, no.tokens),
        torch.where(choose[:, None], yes.pooled, no.pooled),
    )
