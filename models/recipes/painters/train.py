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
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import Tensor, nn

from starter.runtime import compile_blocks

from .dataset import CaptionPairs, ShapeGroup, Text, TrainingSet
from .places import SHAPES, Place, Places
from .stacked import Bundle, StackedLinear, set_gates, stack_painters
from .tempo import Tempo, strength


@dataclass(frozen=True)
class Recipe:
    """How a painter is taught. `rows` pictures per painter go through each half of a step. In a share `rest`
    of the pictures by two hands the painter has what a region of the other leaves."""

    rank: int = 16
    alpha: int = 16
    rate: float = 2e-3
    rows: int = 4
    steps: int = 20_000
    carry: float = 0.5
    guidance: tuple[float, float] = (1.5, 5.0)
    caption_dropout: float = 0.05
    trigger_dropout: float = 0.15
    ema: float = 0.99
    seed: int = 7
    variations: int = 6
    bank: int = 64
    rest: float = 0.35


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
    place: Place | None = None


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
        self.number = torch.bfloat16 if self.device.type == "cuda" else torch.float32
        self.rng = torch.Generator(self.device).manual_seed(recipe.seed)
        self.rows = recipe.rows
        self.bundle = Bundle(self.layers)
        self.trained, self.average = self.bundle.trained, self.bundle.average
        self.optimiser = torch.optim.AdamW(
            [self.bundle.values],
            lr=recipe.rate,
            betas=(0.9, 0.99),
            weight_decay=0.0,
            fused=self.device.type == "cuda",
        )
        self.taken = 0
        self._places = {g.size: Places(g.size, recipe.seed, self.device) for g in data.groups}
        if compiled:
            compile_blocks(_blocks(self.student) + _blocks(self.teacher))

    def take_base(self, pipe: Any, data: TrainingSet) -> None:
        """Go on with another base of the same anatomy and with works read by it, so that what was compiled
        before stays of use. Raises RuntimeError where its weights do not fit."""
        weights = pipe.transformer.state_dict()
        self.teacher.load_state_dict(weights)
        kept = {n: p for n, p in self.student.named_parameters() if n.endswith((".a", ".b"))}
        named = {n.replace(".base.", "."): p for n, p in self.student.named_parameters() if n not in kept}
        if named.keys() != weights.keys():
            raise RuntimeError("the other base has other layers")
        with torch.no_grad():
            for name, value in weights.items():
                named[name].copy_(value)
        self.data, self.schedule, self.rows = data, dict(pipe.scheduler.config), self.recipe.rows

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

    def placed(self, rows: Rows) -> Rows:
        """The rows with each painter held to a random place: outside lies the next painter's work. Mostly the
        place is a region and the root text is that work's own; in some rows the other work has the region."""
        count = len(rows.clean)
        rest = self._uniform(count) < self.recipe.rest
        shapes = self._places[rows.group.size].shapes
        place = Place(shapes[self._index(count, SHAPES)], rest)
        inside = place.inside.unsqueeze(2)
        other = rows.base_text.rolled(self.rows)

        def both(own: Text) -> Text:
            root, told = _where(rest, own, other), _where(rest, other, own)
            return Text(torch.cat((root.tokens, told.tokens), dim=1), root.pooled, told.heard)

        return replace(
            rows,
            clean=inside * rows.clean + (1 - inside) * rows.clean.roll(self.rows, 0),
            text=both(rows.text),
            base_text=both(rows.base_text),
            carried_text=both(rows.text),
            carried_base_text=both(rows.base_text),
            foreign=torch.zeros_like(rows.foreign),
            place=place,
        )

    def _predict(
        self, model: Any, rows: Rows, noisy: Tensor, time: Tensor, text: Text, guidance: Tensor
    ) -> Tensor:
        """Velocities of pictures like `rows`, whose place must be as long as `noisy`."""
        count, attention = text.tokens.shape[1], None
        if rows.place is not None:
            bias = rows.place.bias(text.heard, count - text.heard.shape[1])
            attention = {"attention_mask": bias.to(self.number)}
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.device.type == "cuda"):
            out: Tensor = model(
                hidden_states=noisy,
                timestep=time,
                guidance=guidance,
                encoder_hidden_states=text.tokens,
                pooled_projections=text.pooled,
                txt_ids=self.data.text_ids[:1].expand(count, -1),
                img_ids=rows.group.image_ids,
                joint_attention_kwargs=attention,
                return_dict=False,
            )[0]
        return out.float()

    def _side_by_side(self, first: Tensor, second: Tensor) -> Tensor:
        """Both halves of a step as one batch, each painter's rows together."""
        shape = (self.painters, -1)
        return torch.cat((first.unflatten(0, shape), second.unflatten(0, shape)), 1).flatten(0, 1)

    def _apart(self, out: Tensor) -> tuple[Tensor, Tensor]:
        first, second = out.unflatten(0, (self.painters, -1)).chunk(2, dim=1)
        return first.flatten(0, 1), second.flatten(0, 1)

    def losses(self, rows: Rows) -> tuple[Tensor, Tensor]:
        """Finds the gradients of one step; returns the flow loss and the carry loss, on the device."""
        t = rows.time[:, None, None]
        noisy = (1.0 - t) * rows.clean + t * rows.noise
        guidance = self._side_by_side(torch.ones_like(rows.guidance), rows.guidance)
        text = Text(*map(self._side_by_side, rows.text.parts(), rows.carried_text.parts()))
        base_text = Text(*map(self._side_by_side, rows.base_text.parts(), rows.carried_base_text.parts()))
        twice, time = self._side_by_side(noisy, noisy), self._side_by_side(rows.time, rows.time)
        doubled, place, gates = rows, rows.place, None
        if place is not None:
            both = Place(*(self._side_by_side(x, x) for x in (place.inside, place.rest)))
            gates = both.gates(text.heard, text.tokens.shape[1] - text.heard.shape[1])
            doubled = replace(rows, place=both)
        with torch.no_grad():
            out = self._predict(self.teacher, doubled, twice, time, base_text, guidance)
            base, base_carried = self._apart(out)
        set_gates(self.layers, gates)
        out = self._predict(self.student, doubled, twice, time, text, guidance)
        painted, carried = self._apart(out)
        wanted = rows.noise - rows.clean
        if place is not None:
            wanted = torch.where(place.inside.unsqueeze(2) > 0.5, wanted, base)
        flow = (painted - wanted).square().mean()
        correction = painted.detach() - base
        tone = (tone_share(rows.time) * rows.foreign)[:, None, None]
        correction = torch.lerp(correction, correction.mean(1, keepdim=True).expand_as(correction), tone)
        carry = (carried - (base_carried + correction)).square().mean()
        self.bundle.learn(flow + self.recipe.carry * carry)
        return flow.detach(), carry.detach()

    def step(self, progress: float) -> tuple[Tensor, Tensor]:
        """One update at `progress` in [0, 1] of the schedule (`tempo.py`)."""
        rows = self.draw(self._group())
        losses = self.losses(self.placed(rows) if self.taken % 2 and self.painters > 1 else rows)
        self.bundle.limit(1.0)
        for setting in self.optimiser.param_groups:
            setting["lr"] = self.recipe.rate * min(1.0, (self.taken + 1) / 50) * strength(progress)
        self.optimiser.step()
        self.taken += 1
        self.bundle.follow(min(self.recipe.ema, (1 + self.taken) / (10 + self.taken)))
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
                    rows = self.draw(group)
                    for one in (rows, self.placed(rows)) if self.painters > 1 else (rows,):
                        self.losses(one)
                return
            except torch.OutOfMemoryError:
                if self.rows == 1:
                    raise
                self.rows //= 2
            torch.cuda.empty_cache()
            print(f"painters: out of memory, now {self.rows} rows for each painter", flush=True)

    def run(self, deadline: float, watch: Callable[[], bool] | None = None) -> int:
        """Trains until all steps are taken or `deadline` (time.monotonic) passes; returns the steps taken.

        `watch` is asked between steps whether the painters are good enough: the schedule's end then comes
        soon.
        """
        self.warm_up()
        tempo = Tempo(time.monotonic(), deadline)
        flow, carry, counted = (torch.zeros((), device=self.device) for _ in range(3))
        while self.taken < self.recipe.steps:
            progress = max(self.taken / self.recipe.steps, tempo.progress(time.monotonic()))
            if progress >= 1.0 and self.taken > 0:
                break
            now = self.step(min(progress, 1.0))
            flow, carry, counted = flow + now[0], carry + now[1], counted + 1
            if self.taken % 50 == 0 or self.taken == 1:
                self._say(flow / counted, carry / counted, time.monotonic() - tempo.begun, progress)
                flow, carry, counted = (torch.zeros_like(flow) for _ in range(3))
            if watch is not None and watch():
                tempo.hurry(time.monotonic())
        return self.taken

    def _say(self, flow: Tensor, carry: Tensor, spent: float, progress: float) -> None:
        told = (float(flow), float(carry))
        if not all(map(math.isfinite, told)):
            raise FloatingPointError(f"training diverged at step {self.taken}: losses {told}")
        print(
            f"painters: step {self.taken} ({100 * progress:.0f} %) flow {told[0]:.4f} carry {told[1]:.5f} "
            f"{1000 * spent / self.taken:.0f} ms/step {spent:.0f} s",
            flush=True,
        )


def _blocks(transformer: Any) -> list[nn.Module]:
    return [*transformer.transformer_blocks, *transformer.single_transformer_blocks]


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
        torch.where(choose[:, None], yes.heard, no.heard),
    )
