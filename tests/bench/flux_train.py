"""What a training step costs in FLUX.1-dev's shape: our trainer's AdaLoRA beside a plain loop with peft.

    python tests/bench/flux_train.py [--json OUT] [--seconds 170] [--small]

Random weights, batch 1, 512 x 768, 512 text tokens, gradient checkpointing everywhere. ``ours`` is the seed
preset's own step (Examiner, Pupil) with the base as it is loaded and in 8-bit floats, with and without the
carry rule; ``peft`` is what one writes by hand: a LoRA of rank 16 on the same layers, AdamW, the flow loss.
Peak memory is of the step with all that stays on the device; every arm begins with a base of its own.
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from artmaster_desktop.core.training import SEED, BaseNumbers
from artmaster_desktop.engine.flux.text import ReadText
from artmaster_desktop.engine.training.apprentice import Apprentice, adaptable
from artmaster_desktop.engine.training.lesson import Lesson
from artmaster_desktop.engine.training.losses import Examiner
from artmaster_desktop.engine.training.pupil import Pupil
from tests.bench import flux_setup

TEXT, STEPS = 512, 6000
WIDTH, HEIGHT = 512, 768
WARM, RUNS = 3, 8


@dataclass(frozen=True)
class Arm:
    """One way to take a step."""

    name: str
    base: BaseNumbers = BaseNumbers.FULL
    carry: float = 0.0
    ours: bool = True
    dtype: str = "bfloat16"


ARMS = (
    Arm("ours, seed preset, bfloat16"),
    Arm("ours, seed preset, base in fp8", BaseNumbers.FP8),
    Arm("plain peft loop, LoRA rank 16, bfloat16", ours=False),
    Arm("ours with the carry rule in every step, bfloat16", carry=0.5),
)


class Lessons:
    """The same lesson again and again; as the trainer's curriculum, as far as a step asks for it."""

    def __init__(self, model: Any, small: bool) -> None:
        rows, columns = (8, 12) if small else (HEIGHT // 16, WIDTH // 16)
        chance = torch.Generator().manual_seed(5)
        text = ReadText(
            torch.randn(1, TEXT, model.config.joint_attention_dim, generator=chance),
            torch.randn(1, model.config.pooled_projection_dim, generator=chance),
            TEXT,
            TEXT,
        )
        ids = torch.zeros(rows, columns, 3)
        ids[..., 1] += torch.arange(rows)[:, None]
        ids[..., 2] += torch.arange(columns)[None, :]
        shape = (1, rows * columns, model.config.in_channels)
        clean, noise = (torch.randn(shape, generator=chance) for _ in range(2))
        learned = torch.ones(rows * columns)
        self.one = Lesson(clean, noise, 0.6, learned, ids.reshape(-1, 3), text, text, text, text, False, 3.5)

    def lesson(self, row: int) -> Lesson:
        """The lesson of any row."""
        return self.one


@contextmanager
def stepping(arm: Arm, device: torch.device, small: bool) -> Iterator[Callable[[], object]]:
    """A step of the arm on a base of its own."""
    dtype = getattr(torch, arm.dtype) if device.type == "cuda" else torch.float32
    model = flux_setup.build(flux_setup.SMALL if small else flux_setup.FLUX_DEV, device, dtype)
    model.enable_gradient_checkpointing()
    lessons = Lessons(model, small)
    if not arm.ours:
        yield plain_loop(model, lessons.one, device)
        return
    recipe = replace(SEED, base=arm.base, carry=arm.carry, carry_every=1)
    apprentice = Apprentice(model, recipe, STEPS)
    model.to(device)
    pupil = Pupil(apprentice, recipe, STEPS)
    examiner = Examiner(apprentice, device, guided=True)
    try:
        yield lambda: pupil.take_step(examiner, lessons)  # type: ignore[arg-type]
    finally:
        apprentice.release()


def plain_loop(model: Any, lesson: Lesson, device: torch.device) -> Callable[[], Tensor]:
    """What diffusers' own examples do: peft's LoRA in the model, autocast, AdamW, the flow loss."""
    from peft import LoraConfig

    layers = list(adaptable(model))
    model.add_adapter(LoraConfig(r=16, lora_alpha=16, target_modules=layers))
    learnt = [parameter for parameter in model.parameters() if parameter.requires_grad]
    for parameter in learnt:
        parameter.data = parameter.data.float()
    optimiser = torch.optim.AdamW(learnt, lr=2e-4)
    model.train()
    noisy, target = lesson.noisy.to(device), (lesson.noise - lesson.clean).to(device)
    given = {
        "timestep": torch.tensor([lesson.time], device=device),
        "guidance": torch.ones(1, device=device),
        "encoder_hidden_states": lesson.text.tokens.to(device),
        "pooled_projections": lesson.text.pooled.to(device),
        "txt_ids": torch.zeros(TEXT, 3, device=device),
        "img_ids": lesson.ids.to(device),
    }

    def step() -> Tensor:
        with torch.autocast(device.type, torch.bfloat16, enabled=device.type == "cuda"):
            got = model(hidden_states=noisy, return_dict=False, **given)[0]
        loss: Tensor = (got.float() - target).square().mean()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(learnt, 1.0)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        return loss.detach()

    return step


def measured(arm: Arm, device: torch.device, small: bool, runs: int) -> dict[str, Any]:
    """Milliseconds a step, and GiB at its peak and between steps."""
    cuda = device.type == "cuda"
    if cuda:
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats()
    row: dict[str, Any] = {"arm": arm.name}
    with stepping(arm, device, small) as step:
        times = []
        for number in range(WARM + runs):
            if cuda and number == WARM:
                torch.cuda.reset_peak_memory_stats()
            begun = time.monotonic()
            step()
            if cuda:
                torch.cuda.synchronize()
            times.append(1000 * (time.monotonic() - begun))
        row |= {
            "ms": round(statistics.median(times[WARM:]), 1),
            "all_ms": [round(t, 1) for t in times[WARM:]],
        }
        if cuda:
            row["peak_gib"] = round(torch.cuda.max_memory_allocated() / 2**30, 2)
            row["kept_gib"] = round(torch.cuda.memory_allocated() / 2**30, 2)
    gc.collect()
    return row


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", type=Path)
    parser.add_argument("--seconds", type=float, default=170.0, help="no arm is begun after that")
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--small", action="store_true", help="a small network, to try the script itself")
    options = parser.parse_args()
    begun = time.monotonic()
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    if device.type == "cuda":
        torch.backends.cuda.enable_cudnn_sdp(False)  # its backward pass returns NaN for this model
    about = {"torch": torch.__version__, "side": [WIDTH, HEIGHT], "text": TEXT, "device": "cpu"}
    if device.type == "cuda":
        about["device"] = torch.cuda.get_device_name()
    rows: list[dict[str, Any]] = []
    for arm in ARMS:
        if time.monotonic() - begun > options.seconds:
            break
        try:
            rows.append(measured(arm, device, options.small, options.runs))
        except RuntimeError as fault:  # the others are still worth knowing
            rows.append({"arm": arm.name, "error": f"{type(fault).__name__}: {fault}"[:300]})
        print(rows[-1], flush=True)
        if options.json:
            options.json.write_text(json.dumps({"about": about, "rows": rows}, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
