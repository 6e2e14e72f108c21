"""What each part of the training is worth: the same artist taught with it and without, measured on works that
were never shown.

    python tests/bench/painter_ablation.py [--artists 16] [--seeds 7] [--steps 60] [--side 256] \
        [--only stages style ...] [--out docs/measured/ablation.json]

The artists are procedural and unknown to the starter. Distances are multiples of those among the artist's
own works (1 is as close as they are to each other); ``subjects`` is the share of what was asked for that the
judge finds. The JSON is written after every run, so what was measured stays whatever happens later. """

from __future__ import annotations

import argparse
import json
import shlex
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import torch

from artmaster_desktop.core.training import FAST, AdapterKind, TrainingRecipe
from artmaster_desktop.core.training_phase import three_phases
from artmaster_desktop.engine.measures.ablation import Row, table
from tests.bench.painter_lesson import ROOT, SHOWN, Bench, artist

SWITCHES: dict[str, dict[str, Any]] = {
    "as it is": {},
    "random start": {"informed": 0},
    "plain LoRA": {"kind": AdapterKind.LORA},
    "three stages": {"phases": three_phases(windows=1.0), "windows": 0.0},
    "style rule": {"style": 0.05},
    "class preserved": {"preserve": 0.5, "trigger_dropout": 0.0},
    "no carry rule": {"carry": 0.0},
    "no windows": {"windows": 0.0},
}
"""What each arm changes in the recipe; all else is the same, seeds and noise included."""


def recipe_of(arm: str, seed: int, steps: int, side: int) -> TrainingRecipe:
    """The recipe of ``arm`` in so many steps."""
    base = replace(
        FAST, epochs=max(1, -(-steps * FAST.batch // (SHOWN - FAST.held_out))), side=side, seed=seed,
        patience=0, sample_every=999, sample_steps=1,
    )  # fmt: skip
    return replace(base, **SWITCHES[arm])


def run(bench: Bench, arms: Sequence[str], asked: argparse.Namespace) -> list[Row]:
    """Every arm for every artist and seed; the artists' arms lie beside each other in time."""
    rows: list[Row] = []
    for number in asked.artists:
        who = artist(number)
        for seed in asked.seeds:
            for arm in arms:
                name = f"{arm} {number} {seed}"
                file, told = bench.teach(who, recipe_of(arm, seed, asked.steps, asked.side), name)
                told |= bench.measure(who, file)
                rows.append(Row.of(arm, who.name, seed, told))
                print(name, round(rows[-1].distance, 3), told["lab"], told["subjects"], flush=True)
                write(asked, rows)
    return rows


def write(asked: argparse.Namespace, rows: Sequence[Row]) -> None:
    """``asked.out`` and the same as Markdown beside it."""
    setting = {
        "command": shlex.join(["python", "tests/bench/painter_ablation.py", *sys.argv[1:]]),
        "artists": asked.artists,
        "seeds": asked.seeds,
        "steps": asked.steps,
        "side": asked.side,
        "pictures": asked.pictures,
        "threads": torch.get_num_threads(),
        "torch": torch.__version__,
    }
    content = {"setting": setting, "rows": [asdict(row) for row in rows]}
    asked.out.write_text(json.dumps(content, indent=1) + "\n", "utf-8")
    size = (
        f"{len(asked.artists)} artist(s), {len(asked.seeds)} seed(s), {asked.steps} steps, "
        f"{asked.side} px, {asked.pictures} pictures each, on a processor."
    )
    words = (
        "# What each part of the training is worth\n\n"
        f"Measured with `{setting['command']}`: {size} Distances are multiples of those among the artist's "
        "own works; lower is nearer. What runs of one part with other seeds differ by is chance: with one "
        "seed nobody knows how much that is. "
        "Seconds are of the whole run, on a machine that may have done other work too.\n\n"
    )
    asked.out.with_suffix(".md").write_text(words + table(rows) + "\n", "utf-8")


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--artists", type=int, nargs="+", default=[16])
    parser.add_argument("--seeds", type=int, nargs="+", default=[7])
    parser.add_argument("--steps", type=int, default=60)
    parser.add_argument("--side", type=int, default=256)
    parser.add_argument("--pictures", type=int, default=4)
    parser.add_argument("--only", nargs="+", choices=list(SWITCHES), default=list(SWITCHES))
    parser.add_argument("--model", type=Path, default=ROOT / "models" / "starter")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "measured" / "ablation.json")
    return parser


def main() -> None:
    asked = arguments().parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(asked.model, Path(folder), asked.side, count=asked.pictures, device=asked.device)
        print(table(run(bench, asked.only, asked)))


if __name__ == "__main__":
    main()
