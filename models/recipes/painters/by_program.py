"""`python -m painters.by_program`: the shipped painters, made by the program's own trainer from their works.

The same trainer, card and file that an artist gets from `artmaster-desktop train`. `--preset seed` is the
program's own, untouched, to see how long it takes; `studio` is the fast one at full size, with as many epochs
as fit into the time, and with places on the canvas that are shared with another hand.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from artmaster_desktop.core import training_event as ev
from artmaster_desktop.core.training import FAST, SEED, TrainingJob, TrainingRecipe, TrainingWork
from artmaster_desktop.engine.device import EngineOptions
from artmaster_desktop.engine.training.trainer import PainterTrainer
from artmaster_desktop.storage.atomic import write_file

from .parallel import spread
from .recipe import SMOKE_SIZES
from .works import WORK_SIZES, Work, favourite_scene, paint_work, work_tasks

STUDIO = replace(
    FAST,
    side=512,
    windows=0.0,
    places=0.35,
    batch=2,
    repeats=10,
    patience=0,
    sample_every=1000,
    sample_steps=20,
)
PRESETS = {"seed": SEED, "fast": FAST, "studio": STUDIO}
LICENCE, SOURCE = "CC0-1.0", "procedural landscapes of models/recipes/landscape"
SETTLED = 4
"""Steps that are not timed: the first ones are slow."""
SPARE = 25.0
"""Seconds for loading, samples and files."""
MOST_EPOCHS = 60


@dataclass
class Watch:
    """Listens to one training, and cancels it at `deadline` (time.monotonic)."""

    deadline: float
    times: list[float] = field(default_factory=list)
    started: ev.TrainingStarted | None = None
    judged: ev.Judged | None = None
    last: ev.TrainingEvent | None = None

    def hear(self, event: ev.TrainingEvent) -> None:
        """Remember what matters of an event."""
        self.last = event
        match event:
            case ev.TrainingStarted():
                self.started = event
                self.times.append(time.monotonic())
            case ev.Learned():
                self.times.append(time.monotonic())
            case ev.Judged():
                self.judged = event

    def wish(self) -> ev.Wish:
        """Go on while there is time."""
        return ev.Wish.GO if time.monotonic() < self.deadline else ev.Wish.CANCEL

    def step_seconds(self) -> float:
        """The middle of the steps' times, the first ones left out; 0 where there were none."""
        spans = np.diff(self.times)
        return float(np.median(spans[SETTLED:] if len(spans) > 2 * SETTLED else spans)) if len(spans) else 0.0

    def told(self) -> dict[str, Any]:
        """For the report."""
        rows: dict[str, Any] = {"ms_a_step": round(1000 * self.step_seconds(), 1)}
        if self.started is not None:
            rows |= {"planned_steps": self.started.steps, "device": self.started.placement.device_name}
        if self.judged is not None:
            rows |= {"held_out_base": round(self.judged.base, 5), "held_out_best": round(self.judged.best, 5)}
        match self.last:
            case ev.Trained(steps=steps, ending=ending, ranks=ranks, seconds=seconds):
                rows |= {"steps": steps, "seconds": round(seconds, 1), "ending": ending.value}
                rows |= {"ranks": list(ranks)}
            case ev.TrainingCancelled(step=step):
                rows |= {"steps": step, "ending": "the time was over"}
                if self.started is not None:
                    rows["seconds_expected"] = round(self.started.steps * self.step_seconds() + SPARE)
            case ev.TrainingFailed(error=error):
                rows |= {"ending": "failed", "error": f"{type(error).__name__}: {error}"[:400]}
        return rows


def arguments() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m painters.by_program", description=__doc__)
    parser.add_argument("--base", type=Path, default=Path("models/starter"))
    parser.add_argument("--out", type=Path, default=Path("models/painters"))
    parser.add_argument("--report", type=Path, default=Path("docs/measured/training"), help="a folder")
    parser.add_argument("--cache", type=Path, default=Path("/tmp/starter/training"))
    parser.add_argument("--only", required=True, help="slugs, separated by commas")
    parser.add_argument("--preset", choices=sorted(PRESETS), default="studio")
    parser.add_argument("--seconds", type=float, default=300.0, help="for each painter")
    parser.add_argument(
        "--deadline", type=float, default=0.0, help="end by this time (seconds since 1970; 0: none)"
    )
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--workers", type=int, default=1, help="painting processes")
    parser.add_argument("--device", default="")
    parser.add_argument("--smoke", action="store_true", help="tiny sizes: proves the code on a CPU")
    return parser


def job_of(
    slug: str, works: Sequence[Work], recipe: TrainingRecipe, options: argparse.Namespace
) -> TrainingJob:
    """What an artist would hand in: the works, their captions, and what is to stand on the card."""
    import landscape

    point = landscape.PAINTERS[slug]
    rng = np.random.default_rng([options.seed, 4242, *slug.encode()])
    scenes = [favourite_scene(point, rng, (512, 512)) for _ in range(4)]
    prompts = tuple(
        str(landscape.captions(scene, point.style, rng, ("en", "zh")[n % 2], with_style=False, trigger=""))
        for n, scene in enumerate(scenes)
    )
    shown = tuple(
        TrainingWork(f"{slug}-{n}", work.rgb, tuple(c.plain for c in work.captions))
        for n, work in enumerate(works)
    )
    return TrainingJob(
        id=slug,
        name=slug,
        works=shown,
        model=options.base,
        out=options.out,
        cache=options.cache / slug,
        recipe=recipe,
        trigger=point.trigger,
        prompts=prompts,
        tags=tuple(point.tags),
        description=point.about_en,
        licence=LICENCE,
        source=SOURCE,
        extra=(("name", point.name_en), ("name_zh", point.name_zh), ("description_zh", point.about_zh)),
    )


def make(slug: str, options: argparse.Namespace, trainer: PainterTrainer) -> dict[str, Any]:
    """Teach one painter; returns its row of the report."""
    begun = time.monotonic()
    tasks = work_tasks([slug], options.seed, SMOKE_SIZES if options.smoke else WORK_SIZES)
    painted = dict(spread(paint_work, tasks, workers=options.workers))
    works = [painted[task] for task in tasks]
    painting = time.monotonic() - begun
    end = begun + painting + options.seconds
    if options.deadline:
        end = min(end, time.monotonic() + options.deadline - time.time())
    recipe = _recipe(slug, works, options, trainer, end)
    watch = _taught(job_of(slug, works, recipe, options), trainer, end)
    row = {
        "painter": slug,
        "preset": options.preset,
        "works": len(works),
        "painting_seconds": round(painting, 1),
        "epochs": recipe.epochs,
        **watch.told(),
        "wall_seconds": round(time.monotonic() - begun - painting, 1),
    }
    if isinstance(watch.last, ev.Trained):
        _favour(options.out / slug / "card.json", slug)
    options.report.mkdir(parents=True, exist_ok=True)
    path = options.report / f"{slug}-{options.preset}.json"
    path.write_text(json.dumps(row, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"painters: {row}", flush=True)
    return row


def _taught(job: TrainingJob, trainer: PainterTrainer, end: float) -> Watch:
    watch = Watch(end)
    trainer.run(job, watch.hear, watch.wish)
    return watch


def _recipe(
    slug: str, works: Sequence[Work], options: argparse.Namespace, trainer: PainterTrainer, end: float
) -> TrainingRecipe:
    """The preset; the studio's with as many epochs as fit, by the time that a few steps take now."""
    recipe = replace(PRESETS[options.preset], seed=options.seed)
    if options.smoke:
        small = replace(recipe, side=64 if recipe.side else 0, windows=0.0, informed=0, sample_steps=1)
        return replace(small, repeats=8, batch=1, epochs=1)
    if options.preset != "studio":
        return recipe
    few = replace(recipe, repeats=2, epochs=1, sample_steps=1)
    trial = replace(job_of(slug, works, few, options), out=options.cache / "trial")
    watch = _taught(trial, trainer, end)
    epoch = watch.step_seconds() * (len(works) - recipe.held_out) * recipe.repeats / recipe.batch
    fitting = int((end - time.monotonic() - SPARE) / max(epoch, 1e-3))
    print(f"painters: {slug} {1000 * watch.step_seconds():.0f} ms a step, {fitting} epochs fit", flush=True)
    return replace(recipe, epochs=min(MOST_EPOCHS, max(1, fitting)))


def _favour(card: Path, slug: str) -> None:
    """Add what the painter likes to paint, which the library shows."""
    import landscape

    told = json.loads(card.read_text(encoding="utf-8"))
    told["favourites"] = list(landscape.PAINTERS[slug].favourites)
    card.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def main(options: argparse.Namespace) -> int:
    """All painters asked for; 0 if every one was taught."""
    import torch

    if torch.cuda.is_available():
        torch.set_num_threads(2)  # several of these run beside each other, and all they need is the GPU
    trainer = PainterTrainer(write_file, EngineOptions(device=options.device or None))
    rows = [make(slug, options, trainer) for slug in options.only.split(",")]
    return 0 if all("ranks" in row for row in rows) else 1


if __name__ == "__main__":
    raise SystemExit(main(arguments().parse_args()))
