"""Makes every model that ships, from nothing, on one GPU: ``python models/recipes/make_models.py``.

Stages overlap where they can: pictures are painted by the processor's cores while the autoencoder and the
base are being compiled, and while the autoencoder learns. Each stage has its own time box of *learning* time;
with the defaults the whole takes about 25 minutes of one H200 with 16 cores. ``--smoke`` proves the wiring on
a CPU.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
BEGAN = time.monotonic()


def parser() -> argparse.ArgumentParser:
    """The recipe's arguments; seconds are those of learning."""
    out = argparse.ArgumentParser(description=__doc__)
    out.add_argument("--state", type=Path, default=Path("/tmp/starter"), help="pictures and checkpoints")
    out.add_argument("--out", type=Path, default=Path("out"), help="where models and sheets go")
    out.add_argument("--seed", type=int, default=1)
    out.add_argument(
        "--workers", type=int, default=max(1, (os.cpu_count() or 4) - 4), help="painting processes"
    )
    out.add_argument("--pictures", type=int, default=20_000)
    out.add_argument("--vae", type=float, default=240, help="seconds for the autoencoder")
    out.add_argument("--base", type=float, default=640, help="seconds for the base, its latents included")
    out.add_argument("--painters", type=float, default=150, help="seconds for all painters together")
    out.add_argument("--judge", type=float, default=150, help="seconds for the judge")
    out.add_argument("--smoke", action="store_true", help="toy sizes on a CPU")
    return out


def say(text: str) -> None:
    """A progress line with the seconds since the beginning."""
    print(f"== {time.monotonic() - BEGAN:.0f} s: {text}", flush=True)


def start(options: argparse.Namespace, module: str, *arguments: object) -> subprocess.Popen[bytes]:
    """A stage as a process of its own."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(HERE), os.environ.get("PYTHONPATH", "")])}
    environment |= {"PYTHONUNBUFFERED": "1", "TORCHINDUCTOR_CACHE_DIR": str(options.state / "inductor")}
    command = [sys.executable, "-m", module, *map(str, arguments), *(["--smoke"] if options.smoke else [])]
    return subprocess.Popen(command, env=environment)


def finish(process: subprocess.Popen[bytes], stage: str) -> None:
    """Wait for a stage; end the recipe where it failed."""
    if process.wait():
        raise SystemExit(f"{stage} failed with {process.returncode}")
    say(f"{stage} done")


def main() -> None:
    """All stages in order."""
    options = parser().parse_args()
    state, out, seed = options.state, options.out, options.seed
    state.mkdir(parents=True, exist_ok=True)
    common = ("--state", state, "--out", out, "--seed", seed)
    finish(start(options, "starter", "data", *common, "--seconds", 1, "--workers", 0), "tokenisers")
    painting = start(
        options, "starter", "data", *common, "--seconds", options.vae + 900, "--workers", options.workers,
        "--limit", options.pictures,
    )  # fmt: skip
    vae = start(options, "starter", "vae", *common, "--seconds", options.vae, "--workers", 0)
    base = start(
        options, "starter", "base", *common, "--seconds", options.base, "--workers", 0, "--wait-for-vae"
    )
    finish(vae, "autoencoder")
    finish(base, "base")
    painting.terminate()
    painting.wait()
    starter = out / "starter"
    judge = start(
        options, "judge", "train", "--pool", state / "data", "--vae", starter / "vae", "--out", out / "judge",
        "--seconds", options.judge,
    )  # fmt: skip
    finish(judge, "judge")
    painters = start(
        options, "painters", "--base", starter, "--out", out / "painters", "--seconds", options.painters
    )
    finish(painters, "painters")
    report = start(
        options, "judge", "evaluate", "--model", starter, "--painters", out / "painters",
        "--judge", out / "judge", "--out", out / "report",
    )  # fmt: skip
    finish(report, "report")
    say(f"everything is in {out}; {shutil.disk_usage(out).free / 1e9:.0f} GB of disk are left")


if __name__ == "__main__":
    main()
