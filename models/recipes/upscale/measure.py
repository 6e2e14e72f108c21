"""`python -m upscale.measure`: the upscalers against bicubic, Lanczos and themselves without projection, on
procedural works that none of them has seen; writes docs/measured/upscale.json and the cards.
"""

import argparse
import json
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.core.upscaling import Kernel, Method, UpscaleJob, UpscalerFile
from artmaster_desktop.engine.device import EngineOptions
from artmaster_desktop.engine.measures import stroke
from artmaster_desktop.engine.upscale.degrade import scanned, shrunk
from artmaster_desktop.engine.upscale.enlarge import Enlarger, whole

from .works import HELD_OUT, paint_works

MEASURES = {
    "psnr": "dB, RGB; higher is nearer",
    "gradient": "dB, PSNR of lightness's slopes; higher is nearer",
    "energy": "difference of log stroke energies by scale and direction; lower is nearer",
    "direction": "distance of stroke directions, parts of a half turn; lower is nearer",
    "pattern": "chi squared of local binary patterns, [0, 1]; lower is nearer",
    "texture": "relative difference of random-network Gram matrices; lower is nearer",
    "blocks": "by how much more than in the work the picture steps where small pixels meet; lower is nearer",
    "delta_e": "mean CIE76 of the result made small again from what it was made of; lower is nearer",
}
HIGHER = ("psnr", "gradient")


def lab(picture: NDArray[np.float32]) -> NDArray[np.float32]:
    """CIE Lab of sRGB in [0, 1], without rounding."""
    return np.asarray(cv2.cvtColor(np.clip(picture, 0, 1), cv2.COLOR_RGB2LAB), np.float32)


def compared(made: NDArray[np.float32], true: Pixels, small: Pixels) -> dict[str, float]:
    """How near ``made`` (float32 RGB in [0, 1]) is to ``true``, and, made small, to ``small``."""
    reference = np.asarray(true / 255, np.float32)
    one, other = lab(made), lab(reference)
    grey, known = np.ascontiguousarray(one[..., 0]), np.ascontiguousarray(other[..., 0])
    slopes = [
        np.stack([np.diff(each, axis=0)[:, 1:], np.diff(each, axis=1)[1:]]) / 100 for each in (grey, known)
    ]
    before, after = stroke.gabor_energy(known), stroke.gabor_energy(grey)
    scale = len(true) // len(small)
    again = shrunk(np.round(np.clip(made, 0, 1) * 255).astype(np.uint8), scale)
    apart = np.linalg.norm(lab(again) - lab(np.asarray(small / 255, np.float32)), axis=2)
    patterns = (stroke.binary_patterns(each) for each in (known, grey))
    grams = (stroke.random_gram(each) for each in (other, one))
    return {
        "psnr": decibels(made - reference),
        "gradient": decibels(slopes[0] - slopes[1]),
        "energy": stroke.energy_distance(before, after),
        "direction": stroke.orientation_distance(stroke.orientation(before), stroke.orientation(after)),
        "pattern": stroke.pattern_distance(*patterns),
        "texture": stroke.gram_distance(*grams),
        "blocks": abs(np.log(blocks(grey, scale) / blocks(known, scale))),
        "delta_e": float(apart.mean()),
    }


def blocks(grey: NDArray[np.float32], scale: int) -> float:
    """How steep the steps of lightness ``[H, W]`` are where the source's pixels met, of those between: 1 in a
    picture that was not enlarged. A network that was taught too little leaves a square for each pixel.
    """
    found = []
    for axis in (0, 1):
        steps = np.abs(np.diff(grey, axis=axis)).mean(axis=1 - axis)
        meets = np.arange(1, len(steps) + 1) % scale == 0
        found.append(float(steps[meets].mean() / max(float(steps[~meets].mean()), 1e-9)))
    return float(np.mean(found))


def decibels(error: NDArray[np.floating]) -> float:
    """PSNR of values whose white is 1."""
    return float(-10 * np.log10(max(1e-12, float((error.astype(np.float64) ** 2).mean()))))


def measured(
    enlarger: Enlarger, works: list[Pixels], scale: int, file: Path, scan: bool
) -> dict[str, dict[str, float]]:
    """The mean of every measure for every method; ``scan``: what a scanner does comes on top."""
    methods: dict[str, tuple[Method, bool]] = {
        "bicubic": (Kernel.BICUBIC, False),
        "Lanczos": (Kernel.LANCZOS, False),
        "network without projection": (UpscalerFile(file), False),
        "ours": (UpscalerFile(file), True),
    }
    found: dict[str, list[dict[str, float]]] = {name: [] for name in methods}
    for number, true in enumerate(works):
        rng = np.random.default_rng([HELD_OUT, number])
        small = scanned(true, scale, rng) if scan else shrunk(true, scale)
        source = np.round(small * 255).astype(np.uint8)
        for name, (method, keep) in methods.items():
            extent = Extent(true.shape[1], true.shape[0])
            job = UpscaleJob(id=name, source=source, method=method, target=extent, keep_colour=keep)
            made = whole(enlarger.strips(job, lambda _: None, lambda: False))
            found[name].append(compared(made, true, source))
    return {
        name: {key: round(float(np.mean([row[key] for row in rows])), 5) for key in MEASURES}
        for name, rows in found.items()
    }


PLAIN, FREE = ("bicubic", "Lanczos"), ("network without projection",)


def better(table: dict[str, dict[str, float]], others: tuple[str, ...]) -> dict[str, bool]:
    """In which measures ours is better than all ``others``."""
    verdict = {}
    for key in MEASURES:
        sign = 1 if key in HIGHER else -1
        best = max(sign * table[name][key] for name in others)
        verdict[key] = bool(sign * table["ours"][key] > best)
    return verdict


def main() -> None:
    """Measure all upscalers in a folder."""
    parser = argparse.ArgumentParser(prog="python -m upscale.measure", description=__doc__)
    parser.add_argument("--models", type=Path, default=Path("models/upscalers"))
    parser.add_argument("--works", type=int, default=6)
    parser.add_argument("--side", type=int, default=512)
    parser.add_argument("--out", type=Path, default=Path("docs/measured/upscale.json"))
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    enlarger = Enlarger(EngineOptions(device="cpu"))
    works = list(paint_works(HELD_OUT, options.works, options.side, options.workers))
    rows = {}
    for file in sorted(options.models.glob("*.safetensors")):
        scale = enlarger.describe(UpscalerFile(file)).scale
        for name, scan in (("clean", False), ("scan", True)):
            table = measured(enlarger, works, scale, file, scan)
            rows[f"{file.stem}, {name}"] = {
                "scale": scale,
                "methods": table,
                "better": better(table, PLAIN),
                "better_than_without_projection": better(table, FREE),
            }
            print(f"{file.stem}, {name}")
            for method, values in table.items():
                print(f"  {method:28s}", "  ".join(f"{key} {value:.4f}" for key, value in values.items()))
        write_card(file, {name: row for name, row in rows.items() if name.startswith(f"{file.stem},")})
    about = {
        "what": "mean over works that no network has seen; ours = network, tiles and projection",
        "works": options.works, "side": options.side, "seed": HELD_OUT, "measures": MEASURES,
        "torch": torch.__version__, "device": "cpu",
        "command": "PYTHONPATH=models/recipes python -m upscale.measure",
    }  # fmt: skip
    options.out.write_text(json.dumps({"about": about, "rows": rows}, indent=1) + "\n", encoding="utf-8")


def write_card(file: Path, rows: dict[str, dict[str, object]]) -> None:
    """NAME.json beside the weights: how it was taught, on what, what it is for, and what was measured."""
    lesson = file.with_suffix(".lesson.json")
    card = file.with_suffix(".json")
    taught = json.loads((lesson if lesson.is_file() else card).read_text(encoding="utf-8"))
    taught.pop("measured", None)
    head = {
        "name": file.stem,
        "licence": "CC0-1.0",
        "made_by": "PYTHONPATH=models/recipes python -m upscale",
        "works": "procedural landscapes of models/recipes/landscape; nobody's pictures",
        "loads_in": "every program that reads Real-ESRGAN's Compact (SRVGGNetCompact)",
    }
    told = {**head, **{key: value for key, value in taught.items() if key not in head}, "measured": rows}
    card.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    lesson.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
