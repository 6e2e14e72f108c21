"""`python -m upscale`: paints works, teaches an upscaler for each scale, and saves it for every program that
reads Real-ESRGAN's Compact. `python -m upscale.measure` then measures them and writes their cards.
"""

import argparse
import json
import time
from pathlib import Path

import torch

from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.engine.upscale.compact import Compact, file_of
from artmaster_desktop.engine.upscale.teaching import Course, Lesson, teach

from .works import SHOWN, paint_works


def arguments() -> argparse.ArgumentParser:
    """The command line of the recipe."""
    parser = argparse.ArgumentParser(prog="python -m upscale", description=__doc__)
    parser.add_argument("--scales", type=int, nargs="+", default=[2, 4])
    parser.add_argument("--out", type=Path, default=Path("models/upscalers"))
    parser.add_argument("--seconds", type=float, default=400.0, help="of learning, for each scale")
    parser.add_argument("--works", type=int, default=36)
    parser.add_argument("--side", type=int, default=512, help="pixels of a work")
    parser.add_argument("--features", type=int, default=24, help="64 with 16 convolutions is Real-ESRGAN's")
    parser.add_argument("--convolutions", type=int, default=8)
    parser.add_argument("--batch", type=int, default=6)
    parser.add_argument(
        "--crop", type=int, default=0, help="side of a small crop (default: 96 pixels of the large)"
    )
    parser.add_argument("--steps", type=int, default=20000, help="at most this many")
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--workers", type=int, default=0, help="painting processes (0: one per core)")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument(
        "--smoke", action="store_true", help="tiny: proves the code on a CPU, teaches nothing"
    )
    return parser


def make(options: argparse.Namespace) -> list[Path]:
    """The upscalers' files, beside each how it was taught as NAME.lesson.json."""
    begun = time.monotonic()
    works: list[Pixels] = list(paint_works(SHOWN, options.works, options.side, options.workers))
    print(f"{len(works)} works in {time.monotonic() - begun:.0f} s", flush=True)
    return [make_one(scale, works, options) for scale in options.scales]


def make_one(scale: int, works: list[Pixels], options: argparse.Namespace) -> Path:
    """Teaches and saves one."""
    torch.manual_seed(options.seed + scale)
    course = Course(
        steps=options.steps, seconds=options.seconds, batch=options.batch, side=options.crop or 96 // scale,
        rate=options.rate, seed=options.seed,
    )  # fmt: skip
    network = Compact(options.features, options.convolutions, scale)

    def told(step: int, loss: float) -> bool:
        if step % 100 == 0 or step == options.steps:
            print(f"x{scale} step {step}: {loss:.4f}", flush=True)
        return True

    taught, lesson = teach(network, works, course, told, torch.device(options.device))
    options.out.mkdir(parents=True, exist_ok=True)
    path = Path(options.out) / f"artmaster-ink-x{scale}.safetensors"
    path.write_bytes(file_of(taught))
    path.with_suffix(".lesson.json").write_text(
        json.dumps(told_of(network, options, lesson), indent=1) + "\n", encoding="utf-8"
    )
    print(f"{path}: {path.stat().st_size / 1000:.0f} kB, {lesson.steps} steps", flush=True)
    return path


def told_of(network: Compact, options: argparse.Namespace, lesson: Lesson) -> dict[str, object]:
    """How it was taught, for its card."""
    chosen = ("works", "side", "batch", "crop", "rate", "seed", "device")
    return {
        "architecture": "SRVGGNetCompact",
        "scale": network.scale,
        "features": network.features,
        "convolutions": network.convolutions,
        "parameters": sum(value.numel() for value in network.parameters()),
        "torch": torch.__version__,
        "recipe": {name: getattr(options, name) for name in chosen},
        "lesson": {"steps": lesson.steps, "first_loss": lesson.first, "last_loss": lesson.last,
                   "seconds": round(lesson.seconds, 1)},
    }  # fmt: skip


def main() -> None:
    """Parse the command line and make them."""
    options = arguments().parse_args()
    if options.smoke:
        options.works, options.side, options.steps, options.batch = 2, 256, 3, 2
        options.features, options.convolutions, options.workers, options.crop = 8, 2, 1, 32
    make(options)


if __name__ == "__main__":
    main()
