"""Command line of the recipe: `python -m starter {data,vae,base,export,all} --state DIR --seconds N --out
DIR`."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NoReturn

import torch

from .data import Crew, Pool, work
from .plan import Plan
from .runtime import anew, prepare, say

SHARES = {"vae": 0.36, "base": 0.58}
"""Parts of `all`'s time box; the rest is start-up, export and sheets."""


def parser() -> argparse.ArgumentParser:
    """The recipe's arguments."""
    out = argparse.ArgumentParser(prog="starter", description="Makes the starter model from nothing.")
    out.add_argument("stage", choices=("data", "vae", "base", "export", "all", "paint", "stand-in"))
    out.add_argument("--state", type=Path, required=True, help="folder for pictures and checkpoints")
    out.add_argument("--seconds", type=float, default=1500, help="time box of this call")
    out.add_argument("--total-seconds", type=float, help="base: time box of all its calls together")
    out.add_argument("--out", type=Path, default=Path("out"), help="where the model folder and sheets go")
    out.add_argument("--pack", action="store_true", help="export: also cut the folder into tar parts")
    out.add_argument("--seed", type=int, default=1)
    out.add_argument("--workers", type=int, default=14, help="painting processes beside the training")
    out.add_argument("--limit", type=int, default=24_000, help="pictures to paint at most")
    out.add_argument("--resume", action="store_true", help="base: go on from the checkpoint")
    out.add_argument("--freeze-encoder", action="store_true", help="vae: train the saved decoder further")
    out.add_argument(
        "--wait-for-vae", action="store_true", help="base: compile now, begin when vae.pt is there"
    )
    out.add_argument("--no-graphs", action="store_true", help="base: record no CUDA graphs")
    out.add_argument("--no-compile", action="store_true", help="vae, base: compile nothing")
    out.add_argument(
        "--deadline", type=float, default=0.0, help="base: end learning by this time (seconds since 1970)"
    )
    out.add_argument("--adamw", action="store_true", help="base: AdamW alone, without Muon, to compare")
    out.add_argument("--no-sheet", action="store_true", help="export: write the folder only")
    out.add_argument("--smoke", action="store_true", help="toy sizes, to prove the code on a CPU")
    out.add_argument("--worker", type=int, default=0, help=argparse.SUPPRESS)
    out.add_argument("--generation", type=int, default=0, help=argparse.SUPPRESS)
    return out


class Stages:
    """The stages over one set of arguments."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        plan = Plan.smoke() if options.smoke else Plan.full()
        self.plan = replace(plan, muon=False) if options.adamw else plan
        self.state: Path = options.state
        self.device = torch.device("cuda" if torch.cuda.is_available() and not options.smoke else "cpu")

    def crew(self) -> Crew:
        """Painting processes for the length of a stage."""
        o = self.options
        return Crew(self.state, o.workers, o.seed, o.smoke, o.limit)

    def tokenisers(self) -> None:
        """Train the tokenisers unless the state folder has them."""
        from .tokenisers import build

        if not (self.state / "tokenisers" / "tokenizer" / "tokenizer.json").exists():
            tokens = build(self.plan, self.state / "tokenisers", self.options.seed)
            say(f"tokenisers: T5 {len(tokens.t5_tokenizer)}, CLIP {len(tokens.clip_tokenizer)} entries")

    def data(self, seconds: float) -> None:
        """Paint for `seconds`, nothing else."""
        begin = time.monotonic()
        end = begin + seconds
        with self.crew() as crew:
            pool = Pool(self.state / "data")
            before = len(pool)
            while time.monotonic() < end and crew.alive():
                time.sleep(min(5.0, max(0.1, end - time.monotonic())))
                pool.refresh()
                rate = (len(pool) - before) / (time.monotonic() - begin)
                say(f"data: {len(pool)} pictures, {rate:.0f} a second, {crew.alive()} workers")

    def vae(self, seconds: float) -> None:
        """Train the autoencoder while the crew paints."""
        from . import autoencoder, sheet

        with self.crew() as crew:
            course = autoencoder.Course(
                self.options.seed, self.options.freeze_encoder, not self.options.no_compile
            )
            slow = partial(self.anew, crew)
            autoencoder.train(self.plan, self.state, crew, seconds, self.device, course, slow)
        sheet.save_reconstructions(self.state, self.options.out / "reconstructions.jpg")
        vae, told = autoencoder.load(self.plan, self.state, torch.device("cpu"))
        folder = self.options.out / "vae"
        vae.to(torch.float16).save_pretrained(folder)
        (folder / "told.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")

    def base(self, seconds: float, total: float) -> bool:
        """Train the base; returns whether its schedule is complete."""
        from . import clock, graphs, lesson

        reserve = 2.0 if self.options.smoke else 8.0 if self.options.no_sheet else 45.0
        o = self.options
        course = lesson.Course(
            o.seed, o.resume, o.wait_for_vae, not (o.no_graphs or o.no_compile), not o.no_compile, o.deadline
        )
        with self.crew() as crew:
            try:
                return lesson.train(
                    self.plan,
                    self.state,
                    crew,
                    clock.Clock(total, seconds, reserve),
                    self.device,
                    course,
                    partial(self.anew, crew),
                )
            except graphs.RefusedError as refusal:
                say(f"base: once more without recordings: {str(refusal)[:400]}")
                self.anew(crew, "--no-graphs")

    @staticmethod
    def anew(crew: Crew, *more: str) -> NoReturn:
        """Begin this process again with more arguments; whoever paints for it stops first."""
        say(f"once more with {' '.join(more)}")
        crew.__exit__()
        anew("starter", *more)

    def stand_in(self) -> None:
        """A model of the base's anatomy that has learnt nothing, for others to rehearse with."""
        from .export import stand_in

        folder = self.state / "stand-in"
        say(f"stand-in: {folder}, {stand_in(self.plan, self.state, folder)} bytes")

    def export(self) -> None:
        """Write, check and show the model."""
        from . import sheet
        from .export import check, export, pack

        folder = self.options.out / "starter"
        export(self.plan, self.state, folder, self.options.seed, self.device)
        if self.options.pack:
            say(f"packed: {[p.name for p in pack(folder, self.options.out)]}")
        if self.options.no_sheet:
            return
        pipe = check(folder, self.plan, self.device)
        sheet.paint_sheet(pipe, self.plan, self.options.out / "sheet.jpg")
        say(f"sheet: {self.options.out / 'sheet.jpg'}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a stage; 0 on success."""
    options = parser().parse_args(arguments)
    stages = Stages(options)
    if options.stage == "paint":
        work(stages.plan, options.state, options.generation, options.worker, options.seed, options.limit)
        return 0
    options.state.mkdir(parents=True, exist_ok=True)
    options.out.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("TORCHINDUCTOR_CACHE_DIR", str(options.state / "inductor"))
    prepare(stages.device)
    stages.tokenisers()
    if options.stage == "stand-in":
        stages.stand_in()
    if options.stage == "data":
        stages.data(options.seconds)
    if options.stage in ("vae", "all"):
        stages.vae(options.seconds * (SHARES["vae"] if options.stage == "all" else 1.0))
    complete = False
    if options.stage in ("base", "all"):
        seconds = options.seconds * (SHARES["base"] if options.stage == "all" else 1.0)
        complete = stages.base(seconds, options.total_seconds or seconds)
    if options.stage == "export" or complete:
        stages.export()
    say("done")
    return 0


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)  # what was recorded and compiled may fall over at the very end, when all is written
