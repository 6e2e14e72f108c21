"""The base's lesson: compile, record, wait for the autoencoder, then learn until the clock stops it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from . import autoencoder
from .base import Trainer
from .clock import Clock
from .data import Crew, Pool, wait_for
from .latents import Latents
from .plan import Bucket, Plan
from .runtime import Patience, own_stream, say

COMPILING, RECORDING = 330.0, 120.0
"""Seconds that warming up may take before it is done without."""


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


@dataclass(frozen=True)
class Course:
    """How a base is taught. With `resume` from the checkpoint; with `wait` once `vae.pt` is there, compiling
    meanwhile. On a GPU `compile` compiles and `graphs` records. By `deadline` (seconds since 1970; 0: none)
    learning ends."""

    seed: int
    resume: bool = False
    wait: bool = False
    graphs: bool = True
    compile: bool = True
    deadline: float = 0.0


def train(
    plan: Plan,
    state: Path,
    crew: Crew,
    clock: Clock,
    device: torch.device,
    course: Course,
    slow: Callable[..., object] = lambda *_: None,
) -> bool:
    """Train until the clock says stop; checkpoints every two minutes. Returns whether the schedule is
    complete.

    Raises `RefusedError` where steps cannot be recorded. Where warming up hangs, `slow` is called from
    another thread with the arguments that go without what hung.
    """
    with own_stream(device):
        trainer = Trainer(plan, state, device, course.seed)
        warm_up(trainer, course, slow)
        while course.wait and not (state / "vae.pt").exists():
            time.sleep(0.2)
        clock.begin = time.monotonic()
        pool = Pool(state / "data")
        wait_for(pool, crew, plan.shard, 120)
        latents, held = encoded(plan, state, pool, device)
        if course.resume and (state / "base.pt").exists():
            trainer.load()
            clock.before = trainer.elapsed
        clock.settle(course.deadline - time.time() if course.deadline else float("inf"))
        say(
            f"base: {latents.count} pictures, {latents.bytes() / 2**30:.2f} GiB of latents, "
            f"step {trainer.step}, {sum(w.numel() for w in trainer.weights) / 1e6:.2f} M parameters, "
            f"{clock.elapsed():.0f} of {clock.total:.0f} s"
        )
        loop(trainer, latents, held, clock)
        trainer.elapsed = clock.elapsed()
        trainer.log.append(closing(trainer, latents, held))
        trainer.save()
    say(f"base: stopped at step {trainer.step}, {trainer.log[-1]['held_out_loss']}")
    return clock.last()


def encoded(plan: Plan, state: Path, pool: Pool, device: torch.device) -> tuple[Latents, Latents]:
    """What is there to learn from by now, and what is held out."""
    vae, _ = autoencoder.load(plan, state, device)
    if device.type == "cuda":
        vae = vae.to(torch.bfloat16)
    vae = vae.to(memory_format=torch.channels_last)
    buckets = plan.early + plan.late
    latents, held = Latents(pool, vae, buckets), Latents(pool, vae, buckets, held_out=True)
    latents.refresh(most=400)
    held.refresh(most=6)
    return latents, held


def warm_up(trainer: Trainer, course: Course, slow: Callable[..., object]) -> None:
    """Compile, rehearse and record before there is anything to learn from."""
    gpu = trainer.device.type == "cuda"
    if course.compile:
        with Patience(COMPILING, lambda: slow("--no-graphs", "--no-compile")):
            if gpu:
                trainer.compile()
            trainer.rehearse()
    else:
        trainer.rehearse()  # nobody could do without
    say("base: rehearsed")
    if gpu and course.graphs:
        with Patience(RECORDING, lambda: slow("--no-graphs")):
            trainer.record()


def closing(trainer: Trainer, latents: Latents, held: Latents) -> dict[str, Any]:
    """The last entry of a training's log: how far it came, and its losses on pictures it never saw."""
    plan = trainer.plan
    losses = {
        f"{b.formats[0]}/{b.scale:g}": trainer.measure(held, b)
        for b in (plan.late[0], plan.early[0], plan.late[2])
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
            if trainer.recorder is None:
                trainer.tokens = max(4000, trainer.tokens // 2)
            trainer.forget()
            torch.cuda.empty_cache()
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
