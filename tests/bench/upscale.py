"""Our tiles against spandrel on the whole picture and against a plain loop over tiles, all in one run.

python tests/bench/upscale.py [--upscaler FILE] [--side 512] [--tile 256] [--rounds 5] [--out FILE]
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import spandrel  # type: ignore[import-untyped]
import torch

from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.core.upscaling import UpscaleJob, UpscalerFile
from artmaster_desktop.engine.device import EngineOptions, device_name
from artmaster_desktop.engine.upscale.enlarge import Enlarger, whole

SHIPPED = Path(__file__).resolve().parents[2] / "models" / "upscalers" / "artmaster-ink-x2.safetensors"


def plain_loop(descriptor: Any, small: torch.Tensor, tile: int, pad: int = 10) -> torch.Tensor:
    """Tiles with a margin, pasted hard: as Real-ESRGAN's own script does it."""
    scale, (height, width) = descriptor.scale, small.shape[-2:]
    out = torch.empty(1, 3, height * scale, width * scale, device=small.device)
    for y in range(0, height, tile):
        for x in range(0, width, tile):
            top, left = max(0, y - pad), max(0, x - pad)
            bottom, right = min(height, y + tile), min(width, x + tile)
            part = small[..., top : bottom + pad, left : right + pad]
            made = descriptor(part)[..., (y - top) * scale :, (x - left) * scale :]
            made = made[..., : (bottom - y) * scale, : (right - x) * scale]
            out[..., y * scale : bottom * scale, x * scale : right * scale] = made
    return out


def ways(upscaler: Path, side: int, tile: int, device_asked: str) -> dict[str, Callable[[], object]]:
    """Each way, ready to run on the same noise."""
    device = torch.device(device_asked)
    source: Pixels = np.random.default_rng(1).integers(0, 256, (side, side, 3), dtype=np.uint8)
    descriptor = spandrel.ModelLoader(device).load_from_file(upscaler)
    enlarger = Enlarger(EngineOptions(device=device_asked, dtype="float32"))
    target = Extent(side * descriptor.scale, side * descriptor.scale)

    def tensor() -> torch.Tensor:
        planes = source.transpose(2, 0, 1).astype(np.float32) / np.float32(255)
        return torch.from_numpy(np.ascontiguousarray(planes))[None].to(device)

    def ours(tile: int | None, keep: bool) -> Callable[[], object]:
        method = UpscalerFile(upscaler)
        job = UpscaleJob(id="bench", source=source, method=method, target=target, tile=tile, keep_colour=keep)
        return lambda: whole(enlarger.strips(job, lambda _: None, lambda: False))

    return {
        "spandrel, whole picture": lambda: descriptor(tensor()).cpu(),
        "plain loop, hard tiles": lambda: plain_loop(descriptor, tensor(), tile).cpu(),
        "ours, no projection": ours(tile, keep=False),
        "ours, projection": ours(tile, keep=True),
        "ours, projection, automatic tile": ours(None, keep=True),
    }


def main() -> None:
    """Run the ways in turn, several rounds; print medians in milliseconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--upscaler", type=Path, default=SHIPPED)
    parser.add_argument("--side", type=int, default=512)
    parser.add_argument("--tile", type=int, default=256)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    made = ways(options.upscaler, options.side, options.tile, options.device)
    times: dict[str, list[float]] = {name: [] for name in made}
    for number in range(options.rounds + 1):
        for name, way in made.items():
            begun = time.perf_counter()
            way()
            if number:  # the first round warms up
                times[name].append(1000 * (time.perf_counter() - begun))
    for name, runs in times.items():
        print(f"{name:36s} median {statistics.median(runs):8.1f} ms, least {min(runs):8.1f} ms")
    if options.out:
        about = {
            "device": device_name(torch.device(options.device)),
            "torch": torch.__version__,
            "side": options.side,
        }
        content = {"about": about, "milliseconds": times}
        options.out.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
