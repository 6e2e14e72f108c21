"""Training of the base: text encoders and transformer together, guidance learnt in the same run."""

from __future__ import annotations

import copy
import random
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from landscape import SUBJECTS

from . import flow
from .data import REGION_LENGTH
from .graphs import Recorder
from .joint import REGIONS
from .latents import Batch, Latents, batch_size, tokens_of
from .muon import Muon
from .network import Network
from .plan import Bucket, Plan
from .regions import Regions
from .runtime import Average, amp, compile_blocks, say, step_if_finite
from .tokenisers import END, PAD, UNKNOWN, Tokens

DROP, POOLED_DROP = 0.10, 0.20
READING = 0.05
GUIDANCE_RANGE = (1.0, 6.0)


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
        self.muon = Muon(self.network.matrices()) if plan.muon else None
        moved = {id(w) for w in self.network.matrices()} if plan.muon else set()
        painting = [w for w in self.network.transformer.parameters() if id(w) not in moved]
        painted = {id(w) for w in self.network.transformer.parameters()}
        reading = [w for w in self.weights if id(w) not in painted]
        self.optimiser = torch.optim.AdamW(
            [{"params": painting, "scale": 1.0}, {"params": reading, "scale": 0.5}],
            lr=plan.base_lr,
            betas=(0.9, 0.95),
            weight_decay=0.01,
            fused=True,
        )
        self.empty_t5 = torch.from_numpy(tokens.t5([""], 512)).long().to(device)
        self.empty_clip = torch.from_numpy(tokens.clip([""])).long().to(device)
        self.step, self.elapsed, self.tokens = 0, 0.0, plan.tokens_per_step
        self.log: list[dict[str, Any]] = []
        self.recorder: Recorder | None = None
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
        mute = torch.rand(count, 1, device=device) < POOLED_DROP
        clip = torch.where(mute, empty_clip, batch.clip)
        if half:
            low, high = GUIDANCE_RANGE
            guidance[:half] = low + (high - low) * torch.rand(half, device=device)
            with torch.no_grad():
                regions = batch.regions and batch.regions[:half]
                velocities = self.teacher(
                    torch.cat((noisy[:half],) * 2),
                    torch.cat((times[:half],) * 2),
                    torch.ones(2 * half, device=device),
                    torch.cat((batch.t5[:half], empty_t5.expand(half, -1))),
                    torch.cat((clip[:half], empty_clip.expand(half, -1))),
                    self.ids(batch.latents),
                    regions and regions.followed_by(regions.muted(torch.ones_like(mute[:half]))),
                )
            guided = flow.guided_target(target[:half], velocities[:half], velocities[half:], guidance[:half])
            target = torch.cat((guided, target[half:]))
        drop = torch.rand(count, 1, device=device) < DROP
        drop[:half].zero_()
        t5, clip = torch.where(drop, empty_t5, blur(batch.t5)), torch.where(drop, empty_clip, clip)
        text, pooled = self.network.read(t5, clip)
        regions = batch.regions and batch.regions.muted(drop)
        got = self.network.paint(noisy, times, guidance, text, pooled, self.ids(batch.latents), regions)
        if regions is not None:  # its root text is silent about what the regions' texts name
            return F.mse_loss(got, target)
        read = self.network.reading_loss(text, pooled, t5, clip, batch.subjects)
        return F.mse_loss(got, target) + READING * read

    def train_step(self, batch: Batch, distil: bool, progress: float) -> Tensor:
        """One optimiser step; returns the loss, still on the device, until the next step."""
        loss = self.recorder.run(batch, distil) if self.recorder else None
        if loss is None:
            loss = self.learn(batch, distil)
        rate = learning_rate(self.plan, self.step, progress)
        step_if_finite(self.optimiser, self.weights, rate, self.muon, keep=self.recorder is not None)
        self.average.update(self.step)
        self.step += 1
        return loss

    def learn(self, batch: Batch, distil: bool) -> Tensor:
        """The gradients of a batch, in place of the last ones; returns its loss."""
        gradients = [w.grad for w in self.weights if w.grad is not None]
        if gradients:
            torch._foreach_zero_(gradients)
        with amp(self.device):
            loss = self.loss(batch, distil)
        loss.backward()
        return loss.detach()

    def record(self, recorder: type[Recorder] = Recorder) -> None:
        """Record the steps of all compiled shapes, on noise. Raises `RefusedError`."""
        for weight in self.weights:
            weight.grad = torch.zeros_like(weight)
        made = recorder(self.learn, [w.grad for w in self.weights if w.grad is not None])
        for phase, distil in ((self.plan.early, False), (self.plan.late, False), (self.plan.late, True)):
            for bucket in phase:
                for fmt in bucket.formats if bucket.compiled else ():
                    made.record(self._noise(bucket, fmt), distil)
        slow, fast = made.mean_times()
        self.recorder = made
        say(f"base: {len(made.times)} steps recorded, {1000 * slow:.0f} ms by launches, {1000 * fast:.0f} so")

    def forget(self) -> None:
        """Drop the recordings with their memory, and the gradients."""
        self.recorder = None
        for weight in self.weights:
            weight.grad = None

    def bucket(self, latents: Latents, early: bool) -> Bucket:
        """A random training shape of the phase that has pictures."""
        buckets = [b for b in (self.plan.early if early else self.plan.late) if latents.formats(b)]
        return self.random.choices(buckets, [b.weight for b in buckets])[0]

    def compile(self, backend: str = "inductor") -> None:
        """Compile the blocks of both networks."""
        compile_blocks([*self.network.blocks(), *self.teacher.blocks()], backend)

    def rehearse(self) -> None:
        """Run one step of every compiled shape on noise, so that all is compiled before the first picture;
        then everything is as it was. Steps become smaller until they fit the memory."""
        start = [copy.deepcopy(net.state_dict()) for net in (self.network, self.teacher)]
        while True:
            try:
                self._every_shape()
                break
            except torch.OutOfMemoryError:
                self.tokens = self.tokens * 7 // 10
                if self.tokens < 4000:
                    raise
            self.forget()
            torch.cuda.empty_cache()
            say(f"base: out of memory, {self.tokens} tokens a step from here")
        for net, weights in zip((self.network, self.teacher), start, strict=True):
            net.load_state_dict(weights)
        self.optimiser.state.clear()
        if self.muon:
            self.muon.clear()
        self.step = 0

    def _every_shape(self) -> None:
        for phase, distil in ((self.plan.early, False), (self.plan.late, False), (self.plan.late, True)):
            for bucket in phase:
                if bucket.compiled:
                    self.train_step(self._noise(bucket, bucket.formats[0]), distil, 0.0)

    def _noise(self, bucket: Bucket, fmt: str) -> Batch:
        width, height = (int(side / bucket.scale / 16) * 2 for side in self.plan.formats[fmt])
        latents = torch.randn(1, 16, height, width, device=self.device)
        count = batch_size(self.tokens, tokens_of(bucket, latents))
        latents = latents.repeat(count, 1, 1, 1)
        ids = torch.full((count, REGIONS, REGION_LENGTH), END, device=self.device)
        areas = torch.full((count, REGIONS + 1, height * width // 4), 0.25, device=self.device)
        return Batch(
            latents,
            self.empty_t5[:, : bucket.text].expand(count, -1),
            self.empty_clip.expand(count, -1),
            torch.zeros(count, len(SUBJECTS), device=self.device),
            Regions(ids, areas) if bucket.joint else None,
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
                    batch.regions and batch.regions[start : start + 32],
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
            "muon": self.muon.state() if self.muon else [],
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
        if self.muon:
            self.muon.restore(saved["muon"])
        self.step, self.elapsed, self.log = saved["step"], saved["elapsed"], saved["log"]
        self.tokens = saved["tokens"]
        self.random.seed(self.step)
        torch.manual_seed(self.step)
