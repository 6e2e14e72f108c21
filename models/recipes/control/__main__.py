"""``python -m control``: teaches the starter's control model to follow drawings, depth and layouts, on
procedural pictures whose truth is known. One GPU, four minutes; ``--smoke`` runs anywhere in seconds.
"""

from __future__ import annotations

import argparse
import json
import time
from itertools import chain
from pathlib import Path
from typing import Any

import torch
from diffusers.models.controlnets.controlnet_flux import FluxControlNetModel
from diffusers.models.transformers.transformer_flux import FluxTransformer2DModel
from torch import Tensor

from artmaster_desktop.engine.structure.control_file import unwarned
from starter.flow import cosine, draw_times, mix
from starter.runtime import amp, compile_blocks, say
from starter.runtime import prepare as prepare_process

from .lessons import MODES, Shape, mode_of, prepare
from .truth import HELD_OUT, SHOWN, paint_all

LAYERS = 2
"""Double blocks: as many as the starter has. Eight million numbers, 16 MB in half precision."""
GUIDES = 5
EMPTY, MILD = 0.15, 0.5
"""The share of lessons without a caption, and of those at guidance 1."""


def arguments() -> argparse.ArgumentParser:
    """The command line of the recipe."""
    parser = argparse.ArgumentParser(prog="python -m control", description=__doc__)
    parser.add_argument("--base", type=Path, default=Path("models/starter"))
    parser.add_argument("--out", type=Path, default=Path("models/controls/starter"))
    parser.add_argument("--report", type=Path, default=Path("docs/measured/control.json"))
    parser.add_argument(
        "--seconds", type=float, default=230.0, help="in all, painting and measuring included"
    )
    parser.add_argument("--pictures", type=int, default=2000)
    parser.add_argument("--large", type=int, default=1200, help="pictures as large as canvases are")
    parser.add_argument("--held", type=int, default=96)
    parser.add_argument("--batch", type=int, default=48)
    parser.add_argument("--steps", type=int, default=100_000, help="at most; the clock ends it before")
    parser.add_argument("--seed", type=int, default=23)
    parser.add_argument("--workers", type=int, default=0, help="painting processes (0: one per core)")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--smoke", action="store_true", help="two steps on six pictures, to see that it runs")
    return parser


def control_for(base: FluxTransformer2DModel) -> FluxControlNetModel:
    """A control model that begins as the base's own double blocks, and adds nothing yet."""
    config = {
        **base.config,
        "num_layers": LAYERS,
        "num_single_layers": 0,
        "num_mode": max(MODES.values()) + 1,
    }
    with unwarned():
        net = FluxControlNetModel.from_config(config)
    own = base.state_dict()
    shared = {name: own[name] for name in net.state_dict() if name in own}
    net.load_state_dict(shared, strict=False)
    assert isinstance(net, FluxControlNetModel)
    return net


class Lesson:
    """A batch: the noisy pictures, what the base is to answer under the guides, and all it is told."""

    def __init__(
        self, shape: Shape, rows: Tensor, empty: tuple[Tensor, Tensor], generator: torch.Generator, guide: int
    ) -> None:
        device, count = shape.pictures.device, len(rows)
        clean, self.guide = shape.pictures[rows], shape.guides[rows, guide]
        noise = torch.randn(clean.shape, device=device, generator=generator)
        self.times = draw_times(count, clean.shape[1], device, generator)
        self.noisy, self.target = mix(clean, noise, self.times)
        mute = torch.rand(count, device=device, generator=generator) < EMPTY
        self.texts = torch.where(mute[:, None, None], empty[0], shape.texts[rows])
        self.pooled = torch.where(mute[:, None], empty[1], shape.pooled[rows])
        self.mode = torch.full((count, 1), mode_of(guide), device=device)
        self.ids = shape.ids
        self.guidance = torch.ones(count, device=device)
        if float(torch.rand(1, device=device, generator=generator)) >= MILD:
            self.guidance += 4 * torch.rand(count, device=device, generator=generator)

    def told(self, guidance: Tensor) -> dict[str, Any]:
        """What both networks are told at ``guidance`` (per row)."""
        return {
            "hidden_states": self.noisy,
            "timestep": self.times,
            "guidance": guidance,
            "pooled_projections": self.pooled,
            "encoder_hidden_states": self.texts,
            "txt_ids": torch.zeros(self.texts.shape[1], 3, device=self.ids.device),
            "img_ids": self.ids,
            "return_dict": False,
        }


def answer(
    base: Any, net: Any | None, lesson: Lesson, guidance: Tensor, guide: Tensor | None = None
) -> Tensor:
    """The velocity that ``base`` tells under ``net``'s guide (default: the lesson's own)."""
    given = lesson.told(guidance)
    if net is not None:
        picture = lesson.guide if guide is None else guide
        double, _ = net(controlnet_cond=picture, controlnet_mode=lesson.mode, **given)
        given["controlnet_block_samples"] = double
    found: Tensor = base(**given)[0]
    return found


def loss_of(base: Any, net: Any, lesson: Lesson) -> Tensor:
    """Flow matching under the guide. Beyond guidance 1 the base's own answer moves by what it learnt of
    guidance, so that the guide is followed at any scale and guidance keeps its meaning.
    """
    target = lesson.target
    if bool((lesson.guidance > 1).any()):
        with torch.no_grad():
            mild = answer(base, None, lesson, torch.ones_like(lesson.guidance))
            target = target + (answer(base, None, lesson, lesson.guidance) - mild).float()
    return (answer(base, net, lesson, lesson.guidance).float() - target).square().mean()


def teach(
    base: FluxTransformer2DModel,
    net: FluxControlNetModel,
    shapes: list[Shape],
    empty: tuple[Tensor, Tensor],
    options: argparse.Namespace,
    until: float,
) -> int:
    """Teaches ``net`` until the clock says ``until``; returns the steps done. Its average over the last steps
    is what remains.
    """
    device = shapes[0].pictures.device
    generator = torch.Generator(device).manual_seed(options.seed)
    optimiser = torch.optim.AdamW(net.parameters(), lr=4e-4, betas=(0.9, 0.98), weight_decay=0.01)
    average = {name: tensor.detach().clone() for name, tensor in net.state_dict().items()}
    begun, step = time.monotonic(), 0
    least = min(shape.pictures.shape[1] for shape in shapes)
    sizes = torch.tensor([float(len(shape.pictures)) for shape in shapes], device=device)
    while step < options.steps and time.monotonic() < until:
        progress = max(step / options.steps, (time.monotonic() - begun) / max(1.0, until - begun))
        for group in optimiser.param_groups:
            group["lr"] = 4e-4 * min(1.0, (step + 1) / 100) * cosine(progress, 0.02)
        shape = shapes[int(torch.multinomial(sizes, 1, generator=generator))]
        count = min(max(1, options.batch * least // shape.pictures.shape[1]), len(shape.pictures))
        rows = torch.randint(len(shape.pictures), (count,), device=device, generator=generator)
        guide = int(torch.randint(GUIDES, (1,), device=device, generator=generator))
        with amp(device):
            loss = loss_of(base, net, Lesson(shape, rows, empty, generator, guide))
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimiser.step()
        keep = min(0.998, (step + 1) / (step + 10))
        for name, tensor in net.state_dict().items():
            average[name].lerp_(tensor, 1 - keep)
        if step % 200 == 0:
            say(f"step {step}: {loss.item():.4f}")
        step += 1
    net.load_state_dict(average)
    return step


@torch.inference_mode()
def measured(
    base: FluxTransformer2DModel, net: FluxControlNetModel, shapes: list[Shape], empty: tuple[Tensor, Tensor]
) -> dict[str, Any]:
    """The mean squared error on held-out pictures by kind of guide: without it, with it, and with another
    picture's, at the same noise. A guide that is followed helps, and a wrong one harms.
    """
    names = ("line", "edges", "scribble", "depth", "layout")
    found: dict[str, dict[str, float]] = {}
    for guide, name in enumerate(names):
        sums, count = [0.0, 0.0, 0.0], 0
        generator = torch.Generator(shapes[0].pictures.device).manual_seed(7)
        for shape in shapes:
            rows = torch.arange(len(shape.pictures), device=shape.pictures.device)
            lesson = Lesson(shape, rows, empty, generator, guide)
            mild = torch.ones_like(lesson.guidance)
            for place, (own, picture) in enumerate(
                ((None, None), (net, None), (net, lesson.guide.roll(1, 0)))
            ):
                error = answer(base, own, lesson, mild, picture).float() - lesson.target
                sums[place] += float(error.square().mean()) * len(rows)
            count += len(rows)
        without, with_it, wrong = (round(each / count, 5) for each in sums)
        found[name] = {"without": without, "with": with_it, "with another's": wrong}
    return found


def main(options: argparse.Namespace) -> dict[str, Any]:
    """Runs everything; returns the report."""
    begun = time.monotonic()
    if options.smoke:
        options.pictures, options.held, options.batch, options.steps, options.workers = 6, 3, 2, 2, 1
        options.large = 0
    device = torch.device(options.device)
    prepare_process(device)
    shown = paint_all(SHOWN, options.pictures, options.workers)
    large = paint_all(SHOWN, options.large, options.workers, large=True)
    model, shapes, empty = prepare(chain(shown, large), options.base, device)
    say(f"{options.pictures} and {options.large} large pictures painted and encoded")
    base = model.transformer
    net = control_for(base).to(device)
    if device.type == "cuda":
        compile_blocks((*base.transformer_blocks, *base.single_transformer_blocks, *net.transformer_blocks))
    steps = teach(base, net, shapes, empty, options, begun + options.seconds - 30)
    say(f"{steps} steps done")
    _, held, _ = prepare(paint_all(HELD_OUT, options.held, options.workers), options.base, device)
    report = {
        "command": "PYTHONPATH=models/recipes python -m control",
        "base": model.caps.identity,
        "steps": steps,
        "seconds": round(time.monotonic() - begun),
        "numbers": sum(parameter.numel() for parameter in net.parameters()),
        "held-out error": measured(base, net, held, empty),
    }
    if options.large:
        painted = paint_all(HELD_OUT, options.held // 2, options.workers, large=True)
        _, held, _ = prepare(painted, options.base, device)
        report["held-out error on large pictures"] = measured(base, net, held, empty)
    options.out.mkdir(parents=True, exist_ok=True)
    net.to("cpu", torch.float16).save_pretrained(options.out)
    card = {"name": "Starter structure", "licence": "Apache-2.0", "modes": MODES, "base": model.caps.identity}
    (options.out / "card.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")
    options.report.parent.mkdir(parents=True, exist_ok=True)
    options.report.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    return report


if __name__ == "__main__":
    print(json.dumps(main(arguments().parse_args()), indent=2))
