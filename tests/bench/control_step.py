"""A step under a guide: ours against diffusers' FluxControlNetPipeline, with a random control model of the
starter's shape. Both tell when each step ends, so that texts, noise and decoding are left out.

python tests/bench/control_step.py [--side 512] [--steps 6] [--rounds 4]
"""

from __future__ import annotations

import argparse
import itertools
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import torch
from diffusers import FluxControlNetModel, FluxControlNetPipeline, FluxPipeline
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from artmaster_desktop.core import event as ev
from artmaster_desktop.core.document import Document, PaintSettings, Root
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.guide import Guide, GuideKind
from artmaster_desktop.core.guide_commands import add_guide
from artmaster_desktop.core.job import PaintJob
from artmaster_desktop.core.planning import plan_paint
from artmaster_desktop.engine.device import EngineOptions
from artmaster_desktop.engine.engine import PaintEngine
from artmaster_desktop.engine.structure.control_file import identity
from tests.engine import control_models

STARTER = Path(__file__).resolve().parents[2] / "models" / "starter"
PROMPT = "a misty lake under tall peaks"
Spent: TypeAlias = tuple[float, float]
"""Milliseconds on the wall, and of the processor by this process."""
Steps: TypeAlias = Callable[[], list[Spent]]
"""Runs once; what each step but the first took."""


def clocks() -> Spent:
    """Both clocks now."""
    return 1e3 * time.perf_counter(), 1e3 * time.process_time()


def between(ends: list[Spent]) -> list[Spent]:
    """From each end of a step to the next."""
    return [(late[0] - early[0], late[1] - early[1]) for early, late in itertools.pairwise(ends)]


def drawing(side: int) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """Some lines, white on black."""
    picture = np.zeros((side, side, 3), np.uint8)
    picture[side // 3 : side // 3 + 2] = picture[:, side // 2 : side // 2 + 2] = 255
    return picture


def job_of(engine: PaintEngine, control: Path, side: int, steps: int) -> PaintJob:
    """A job under one line guide that is followed all the time."""
    document = Document(
        id="bench", extent=Extent(side, side), root=Root(prompt=PROMPT), paint=PaintSettings(steps=steps)
    )
    guide = Guide(id="g", layer="l", kind=GuideKind.LINE, control="c", strength=0.7, end=1.0)
    document = add_guide(drawing(side), guide, "Guide").change(document)
    found = (control, identity(control))
    return plan_paint(
        document, lambda _: None, engine.describe(STARTER), "bench", find_control=lambda _: found
    )


def by_us(engine: PaintEngine, job: PaintJob) -> list[Spent]:
    """The milliseconds of our steps."""
    ends: list[Spent] = []

    def hear(event: ev.Event) -> None:
        if isinstance(event, ev.Progress) and event.stage is ev.Stage.PAINTING and event.step:
            ends.append(clocks())
        if isinstance(event, ev.Failed):
            raise event.error

    engine.run(job, hear, lambda: False)
    return between(ends)


def by_diffusers(pipe: FluxControlNetPipeline, side: int, steps: int, tokens: int) -> list[Spent]:
    """The milliseconds of the pipeline's steps."""
    ends: list[Spent] = []

    def ended(_: Any, step: int, timestep: Any, given: dict[str, Any]) -> dict[str, Any]:
        ends.append(clocks())
        return given

    pipe(
        PROMPT,
        control_image=Image.fromarray(drawing(side)),
        controlnet_conditioning_scale=0.7,
        height=side,
        width=side,
        num_inference_steps=steps,
        max_sequence_length=tokens,
        generator=torch.Generator("cpu").manual_seed(0),
        callback_on_step_end=ended,
        output_type="latent",
    )
    return between(ends)


def ways(side: int, steps: int, device: str, folder: Path) -> dict[str, Steps]:
    """Both ways, and ours without a guide, ready to run."""
    net = control_models.network(STARTER, seed=1, layers=2, single=0)
    control = control_models.save(net, folder / "net")
    engine = PaintEngine(EngineOptions(device=device, dtype="float32"))
    job = job_of(engine, control, side, steps)
    plain = job_of(engine, control, side, steps)
    pipe = FluxControlNetPipeline(
        **FluxPipeline.from_pretrained(STARTER, dtype=torch.float32).components
        | {"controlnet": FluxControlNetModel.from_pretrained(control, dtype=torch.float32)}
    ).to(device)
    pipe.set_progress_bar_config(disable=True)
    unguided = PaintJob(
        **{name: getattr(plain, name) for name in plain.__dataclass_fields__} | {"guides": ()}
    )
    return {
        "diffusers, ControlNet": lambda: by_diffusers(pipe, side, steps, job.text_tokens),
        "ours, ControlNet": lambda: by_us(engine, job),
        "ours, no guide": lambda: by_us(engine, unguided),
    }


def main() -> None:
    """Run the ways in turn, several rounds; print medians in milliseconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--side", type=int, default=512)
    parser.add_argument("--steps", type=int, default=6)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--device", default="cpu")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        made = ways(options.side, options.steps, options.device, Path(folder))
        times: dict[str, list[Spent]] = {name: [] for name in made}
        for _ in range(options.rounds):
            for name, way in made.items():
                times[name] += way()
    for name, runs in times.items():
        wall, busy = (statistics.median(each) for each in zip(*runs, strict=True))
        print(f"{name:26s} median {wall:8.1f} ms, of the processor {busy:8.1f} ms")


if __name__ == "__main__":
    main()
