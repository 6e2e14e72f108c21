"""Training of the base: text encoders and transformer together, guidance learnt in the same run."""

from __future__ import annotations

import copy
import random
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from . import autoencoder, flow
from .data import Crew, Pool, wait_for
from .latents import Batch, Latents, batch_size
from .network import Network
from .plan import Bucket, Plan
from .runtime import Average, amp, compile_blocks, say, step_if_finite
from .tokenisers import END, PAD, UNKNOWN, Tokens

DROP = 0.10
GUIDANCE_RANGE = (1.0, 6.0)


@dataclass
class Clock:
    """Time box over several calls: `total` seconds in all, `before` of them spent in earlier calls.

    The last `reserve` seconds of the schedule's end are kept for measuring and exporting; a call that others
    follow keeps 15 for its checkpoint.
    """

    total: float
    seconds: float
    reserve: float
    before: float = 0.0
    begin: float = field(default_factory=time.monotonic)

    def elapsed(self) -> float:
        """Seconds spent in all calls, this one included."""
        return self.before + time.monotonic() - self.begin

    def progress(self) -> float:
        """Part of the whole schedule that is over, in [0, 1]."""
        return min(1.0, self.elapsed() / max(1e-6, self.total - self.reserve))

    def last(self) -> bool:
        """Whether this call is to end the schedule, within a tenth of it."""
        return self.before + self.seconds >= 0.9 * self.total

    def settle(self) -> None:
        """Call once `before` is known: the last call's end becomes the schedule's end."""
        if self.last():
            self.total = self.before + self.seconds

    def over(self) -> bool:
        """Whether this call must stop training."""
        kept = self.reserve if self.last() else min(15.0, self.reserve)
        return self.progress() >= 1.0 or time.monotonic() - self.begin > self.seconds - kept


def learning_rate(plan: Plan, step: int, progress: float) -> float:
    """Warm-up by steps, a plateau until 35 % of the time, then a half-cosine to 1 %."""
    return plan.base_lr * min(1.0, (step + 1) / plan.warmup) * flow.cosine((progress - 0.35) / 0.65, 0.01)


def blur(ids: Tensor) -> Tensor:
    """T5 ids [b, l] with 1 % of the words unknown, so that the unknown mark is learnt and does no harm."""
    struck = (torch.rand(ids.shape, device=ids.device) < 0.01) & (ids != PAD) & (ids != END)
    return torch.where(struck, UNKNOWN, ids)


class Trainer:
    """The networks, their average, the data and one optimiser step."""

    def __init__(self, plan: Plan, state: Path, device: torch.device, seed: int) -> None:
        self.plan, self.state, self.device = plan, state, device
        self.random = random.Random(seed)
        torch.manual_seed(seed)
        tokens = Tokens(state / "tokenisers")
        self.network = Network(plan, tokens).to(device)
        self.teacher = copy.deepcopy(self.network).requires_grad_(False)
        self.weights = list(self.network.parameters())
        self.average = Average(self.weights, 0.999, list(self.teacher.parameters()))
        text = [p for part in (self.network.t5, self.network.clip) for p in part.parameters()]
        self.optimiser = torch.optim.AdamW(
            [
                {"params": list(self.network.transformer.parameters()), "scale": 1.0},
                {"params": text, "scale": 0.5},
            ],
            lr=plan.base_lr,
            betas=(0.9, 0.95),
            weight_decay=0.01,
            fused=True,
        )
        self.empty_t5 = torch.from_numpy(tokens.t5([""], 512)).long().to(device)
        self.empty_clip = torch.from_numpy(tokens.clip([""])).long().to(device)
        self.step, self.elapsed, self.tokens = 0, 0.0, plan.tokens_per_step
        self.log: list[dict[str, Any]] = []
        self._ids: dict[tuple[int, int], Tensor] = {}

    def ids(self, latents: Tensor) -> Tensor:
        """Position ids for latents [b, 16, h, w], made once per size."""
        size = (latents.shape[2], latents.shape[3])
        if size not in self._ids:
            self._ids[size] = flow.image_ids(*size, self.device)
        return self._ids[size]

    def loss(self, batch: Batch, distil: bool) -> Tensor:
        """Flow-matching loss of a batch; with `distil` the first half of it learns guided targets."""
        count, length = batch.t5.shape
        half = count // 2 if distil else 0
        device = self.device
        clean = flow.pack(batch.latents)
        times = flow.draw_times(count, clean.shape[1], device)
        noisy, target = flow.mix(clean, torch.randn_like(clean), times)
        guidance = torch.ones(count, device=device)
        empty_t5, empty_clip = self.empty_t5[:, :length], self.empty_clip
        if half:
            low, high = GUIDANCE_RANGE
            guidance[:half] = low + (high - low) * torch.rand(half, device=device)
            with torch.no_grad():
                velocities = self.teacher(
                    torch.cat((noisy[:half],) * 2),
                    torch.cat((times[:half],) * 2),
                    torch.ones(2 * half, device=device),
                    torch.cat((batch.t5[:half], empty_t5.expand(half, -1))),
                    torch.cat((batch.clip[:half], empty_clip.expand(half, -1))),
                    self.ids(batch.latents),
                )
            guided = flow.guided_target(target[:half], velocities[:half], velocities[half:], guidance[:half])
            target = torch.cat((guided, target[half:]))
        drop = torch.rand(count, 1, device=device) < DROP
        drop[:half] = False
        t5, clip = torch.where(drop, empty_t5, blur(batch.t5)), torch.where(drop, empty_clip, batch.clip)
        return F.mse_loss(self.network(noisy, times, guidance, t5, clip, self.ids(batch.latents)), target)

    def train_step(self, batch: Batch, distil: bool, progress: float) -> Tensor:
        """One optimiser step; returns the loss, still on the device."""
        with amp(self.device):
            loss = self.loss(batch, distil)
        loss.backward()
        step_if_finite(self.optimiser, self.weights, learning_rate(self.plan, self.step, progress))
        self.average.update(self.step)
        self.step += 1
        return loss.detach()

    def bucket(self, latents: Latents, early: bool) -> Bucket:
        """A random training shape of the phase that has pictures."""
        buckets = [b for b in (self.plan.early if early else self.plan.late) if latents.formats(b)]
        return self.random.choices(buckets, [b.weight for b in buckets])[0]

    def compile(self, backend: str = "inductor") -> None:
        """Compile the blocks of both networks."""
        compile_blocks([*self.network.blocks(), *self.teacher.blocks()], backend)

    def rehearse(self) -> None:
        """Run one step of every compiled shape on noise, so that all is compiled before the first picture;
        then everything is as it was."""
        start = [copy.deepcopy(net.state_dict()) for net in (self.network, self.teacher)]
        for phase, distil in ((self.plan.early, False), (self.plan.late, False), (self.plan.late, True)):
            for bucket in phase:
                if bucket.compiled:
                    for fmt in bucket.formats[:1]:
                        self.train_step(self._noise(bucket, fmt), distil, 0.0)
        for net, weights in zip((self.network, self.teacher), start, strict=True):
            net.load_state_dict(weights)
        self.optimiser.state.clear()
        self.step = 0

    def _noise(self, bucket: Bucket, fmt: str) -> Batch:
        width, height = (int(side / bucket.scale / 16) * 2 for side in self.plan.formats[fmt])
        count = batch_size(self.tokens, height * width // 4 + bucket.text)
        latents = torch.randn(count, 16, height, width, device=self.device)
        return Batch(
            latents, self.empty_t5[:, : bucket.text].expand(count, -1), self.empty_clip.expand(count, -1)
        )

    @torch.no_grad()
    def measure(self, held: Latents, bucket: Bucket) -> float:
        """Loss of the averaged network on held-out pictures with fixed noise and times, w = 1."""
        batch = held.first(bucket, self.plan.held_out)
        generator = torch.Generator(self.device).manual_seed(0)
        total, count = 0.0, 0
        for start in range(0, len(batch.t5), 32):
            clean = flow.pack(batch.latents[start : start + 32])
            times = flow.draw_times(len(clean), clean.shape[1], self.device, generator)
            noise = torch.randn(clean.shape, device=self.device, generator=generator)
            noisy, target = flow.mix(clean, noise, times)
            with amp(self.device), torch.compiler.set_stance("force_eager"):
                got = self.teacher(
                    noisy,
                    times,
                    torch.ones_like(times),
                    batch.t5[start : start + 32],
                    batch.clip[start : start + 32],
                    self.ids(batch.latents),
                )
            total += F.mse_loss(got, target).item() * len(clean)
            count += len(clean)
        return total / count

    def save(self) -> None:
        """Write the checkpoint `STATE/base.pt` by an atomic rename."""
        saved = {
            "network": self.network.state_dict(),
            "teacher": self.teacher.state_dict(),
            "step": self.step,
            "optimiser": self.optimiser.state_dict(),
            "elapsed": self.elapsed,
            "log": self.log,
            "tokens": self.tokens,
        }
        torch.save(saved, self.state / "base.pt.new")
        (self.state / "base.pt.new").replace(self.state / "base.pt")

    def load(self) -> None:
        """Continue from `STATE/base.pt`."""
        saved = torch.load(self.state / "base.pt", map_location=self.device, weights_only=True)
        self.network.load_state_dict(saved["network"])
        self.teacher.load_state_dict(saved["teacher"])
        self.optimiser.load_state_dict(saved["optimiser"])
        self.step, self.elapsed, self.log = saved["step"], saved["elapsed"], saved["log"]
        self.tokens = saved["tokens"]
        self.random.seed(self.step)
        torch.manual_seed(self.step)


def run_step(trainer: Trainer, latents: Latents, progress: float) -> tuple[Bucket, Tensor]:
    """Draw a shape and a batch and train on it; rare shapes run eagerly; out of memory halves the batches."""
    plan = trainer.plan
    bucket = trainer.bucket(latents, progress < plan.early_part)
    batch = latents.draw(bucket, trainer.tokens if bucket.compiled else trainer.tokens // 2, trainer.random)
    distil = progress > 1 - plan.distil_part
    if bucket.compiled:
        return bucket, trainer.train_step(batch, distil, progress)
    with torch.compiler.set_stance("force_eager"):
        return bucket, trainer.train_step(batch, distil, progress)


def train(
    plan: Plan,
    state: Path,
    crew: Crew,
    clock: Clock,
    seed: int,
    device: torch.device,
    resume: bool,
    wait: bool = False,
) -> bool:
    """Train until the clock says stop; checkpoints every two minutes. Returns whether the schedule is
    complete."""
    trainer = Trainer(plan, state, device, seed)
    if device.type == "cuda":
        trainer.compile()
    trainer.rehearse()
    say("base: rehearsed")
    while wait and not (state / "vae.pt").exists():
        time.sleep(0.2)
    clock.begin = time.monotonic()
    pool = Pool(state / "data")
    wait_for(pool, crew, plan.shard, 120)
    vae, _ = autoencoder.load(plan, state, device)
    if device.type == "cuda":
        vae = vae.to(torch.bfloat16)
    vae = vae.to(memory_format=torch.channels_last)
    buckets = plan.early + plan.late
    latents, held = Latents(pool, vae, buckets), Latents(pool, vae, buckets, held_out=True)
    latents.refresh(most=400)
    held.refresh(most=6)
    if resume and (state / "base.pt").exists():
        trainer.load()
        clock.before = trainer.elapsed
    clock.settle()
    say(
        f"base: {latents.count} pictures, {latents.bytes() / 2**30:.2f} GiB of latents, step {trainer.step}, "
        f"{sum(w.numel() for w in trainer.weights) / 1e6:.2f} M parameters, "
        f"{clock.elapsed():.0f} of {clock.total:.0f} s"
    )
    loop(trainer, latents, held, clock)
    trainer.elapsed = clock.elapsed()
    trainer.log.append(closing(trainer, latents, held))
    trainer.save()
    say(f"base: stopped at step {trainer.step}, {trainer.log[-1]['held_out_loss']}")
    return clock.last()


def closing(trainer: Trainer, latents: Latents, held: Latents) -> dict[str, Any]:
    """The last entry of a training's log: how far it came, and its losses on pictures it never saw."""
    plan = trainer.plan
    losses = {
        f"{b.formats[0]}/{b.scale:g}": trainer.measure(held, b)
        for b in (plan.late[0], plan.early[0])
        if held.formats(b)
    }
    return {
        "step": trainer.step,
        "seconds": round(trainer.elapsed),
        "pictures": latents.count,
        "held_out_loss": losses,
    }


def loop(trainer: Trainer, latents: Latents, held: Latents, clock: Clock) -> None:
    """Steps until the clock stops them, with progress lines, fresh pictures and checkpoints in between."""
    said = saved = topped = measured = time.monotonic()
    mean, steps = torch.zeros((), device=trainer.device), 0
    while not clock.over():
        progress, now = clock.progress(), time.monotonic()
        try:
            bucket, loss = run_step(trainer, latents, progress)
        except torch.OutOfMemoryError:
            trainer.optimiser.zero_grad(set_to_none=True)
            torch.cuda.empty_cache()
            trainer.tokens = max(4000, trainer.tokens // 2)
            say(f"base: out of memory, {trainer.tokens} tokens a step from here")
            continue
        mean, steps = mean + loss, steps + 1
        if now - topped > 20 and progress < 0.60:
            latents.refresh(most=40)
            topped = time.monotonic()
        if now - said > 15 or trainer.step in (1, 10, 50):
            entry: dict[str, Any] = {
                "step": trainer.step,
                "seconds": round(clock.elapsed()),
                "loss": round(float(mean) / steps, 5),
            }
            if now - measured > 60:
                shape = (trainer.plan.early if progress < trainer.plan.early_part else trainer.plan.late)[0]
                entry["held_out_loss"] = (
                    round(trainer.measure(held, shape), 5) if held.formats(shape) else None
                )
                measured = now
            trainer.log.append(entry)
            say(
                f"base: {entry}, {100 * progress:.0f} %, "
                f"last {bucket.formats[0]}/{bucket.scale:g} text {bucket.text}, "
                f"{latents.count} pictures"
            )
            mean, steps, said = torch.zeros_like(mean), 0, time.monotonic()
        if now - saved > 120:
            trainer.elapsed = clock.elapsed()
            trainer.save()
            saved = time.monotonic()
