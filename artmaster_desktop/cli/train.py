"""``train``: from a folder of works to a painter."""

from __future__ import annotations

import argparse
import signal
import uuid
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

import platformdirs
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from artmaster_desktop import bootstrap
from artmaster_desktop.cli import train_ablate
from artmaster_desktop.cli.console import console as plain_console
from artmaster_desktop.cli.console import counted, point
from artmaster_desktop.cli.messages import explain, say
from artmaster_desktop.cli.paint import Parsers, within
from artmaster_desktop.cli.train_ablate import run_ablation
from artmaster_desktop.cli.train_works import marks_of, told_of, works_of
from artmaster_desktop.core import training_event as ev
from artmaster_desktop.core.training import (
    PRESETS,
    AdapterKind,
    BaseNumbers,
    Optimiser,
    TrainingJob,
    TrainingRecipe,
)
from artmaster_desktop.core.training_errors import PainterExists
from artmaster_desktop.core.training_phase import three_phases
from artmaster_desktop.storage.atomic import write_file


def add_to(commands: Parsers[argparse.ArgumentParser]) -> None:
    """Add the command's grammar."""
    train = commands.add_parser("train", help="teach a painter from a folder of works")
    train.add_argument(
        "works",
        type=Path,
        metavar="WORKS",
        help="a folder that `works` prepared, or pictures with captions in NAME.txt beside",
    )
    train.add_argument("--name", required=True, help="what the painter is called")
    preset = "seed: for FLUX.1 on a GPU; fast: for the starter without one (default)"
    train.add_argument("--preset", choices=sorted(PRESETS), default="fast", help=preset)
    train.add_argument("--out", type=Path, metavar="DIR", help="where painters go (default: your library)")
    train.add_argument("--model", type=Path, metavar="DIR", help="a FLUX.1 folder (default: the starter)")
    train.add_argument("--trigger", default="", help="the word that calls the painter (default: its name)")
    train.add_argument("--prompt", action="append", default=[], help="what samples show; may be repeated")
    train.add_argument("--plain-lora", action="store_true", help="LoRA instead of AdaLoRA")
    _add_parts(train)
    train.add_argument("--epochs", type=_positive, help="how often every work is gone through")
    train.add_argument("--rate", type=within(float, 1e-7, 1.0), help="the learning rate")
    train.add_argument("--rights", default="", help="the painter's licence, for its card")
    train.add_argument("--source", default="", help="where the works come from, for its card")
    train.add_argument(
        "--kohya", type=Path, metavar="FILE", help="write it in sd-scripts' keys too (ComfyUI)"
    )
    train.add_argument("--device", help="cuda, cuda:1, mps or cpu (default: the best there is)")
    train_ablate.add_to(train)
    train.add_argument("--replace", action="store_true", help="replace a painter of this name")
    train.set_defaults(run=run)


def _add_parts(train: argparse.ArgumentParser) -> None:
    """The parts of a recipe that can be switched on."""
    stages = "composition at high noise, then tone and colour, then brushwork at full scale"
    train.add_argument("--stages", action="store_true", help=f"teach in three stages: {stages}")
    style = "hold several blocks' features to the artist's own, with this weight (0.05 is a beginning)"
    train.add_argument("--style", type=within(float, 0.0, 100.0), metavar="WEIGHT", help=style)
    train.add_argument("--tag", action="append", default=[], help="a style tag; may be repeated")
    tagged = "the share of rows captioned with the tags (default with --tag: 0.5)"
    train.add_argument("--tagged", type=within(float, 0.0, 1.0), metavar="SHARE", help=tagged)
    preserve = "keep the base as it is under the class word, with this weight"
    train.add_argument("--preserve", type=within(float, 0.0, 100.0), metavar="WEIGHT", help=preserve)
    train.add_argument("--class-word", metavar="WORDS", help="what the painter's works are, in a few words")
    small = "adamw8 keeps its averages in 8 bits (NVIDIA, bitsandbytes)"
    train.add_argument("--optimiser", choices=[o.value for o in Optimiser], help=small)
    base = "how the base is kept: fp8, or nf4 (NVIDIA, bitsandbytes)"
    train.add_argument("--base", choices=[b.value for b in BaseNumbers], help=base)
    train.add_argument("--swap", type=_positive, metavar="BLOCKS", help="blocks that wait in main memory")
    train.add_argument("--batch", type=_positive, help="works a step")


def recipe_of(asked: argparse.Namespace) -> TrainingRecipe:
    """The preset with what was asked for. Raises ValueError where that contradicts itself."""
    if asked.class_word and not asked.preserve:
        raise ValueError("--class-word must go with --preserve, which keeps the base under it")
    recipe = PRESETS[asked.preset]
    named = ("epochs", "rate", "style", "preserve", "class_word", "batch", "tagged")
    changes = {name: getattr(asked, name) for name in named if getattr(asked, name) is not None}
    if asked.plain_lora:
        changes["kind"] = AdapterKind.LORA
    if asked.stages:
        changes |= {"phases": three_phases(windows=1.0 if recipe.side else 0.0), "windows": 0.0}
    if asked.tag and asked.tagged is None:
        changes["tagged"] = 0.5
    if asked.preserve:
        changes["trigger_dropout"] = 0.0  # it teaches to paint so without being called
    if asked.optimiser:
        changes["optimiser"] = Optimiser(asked.optimiser)
    if asked.base:
        changes["base"] = BaseNumbers(asked.base)
    if asked.swap:
        changes |= {"swapped": asked.swap, "checkpointing": True}
    return replace(recipe, **changes)


def run(asked: argparse.Namespace) -> int:
    """Teach; returns 0, 1 where it failed, 130 where it was paused.

    Started again with the same words, it goes on where it stopped.
    """
    try:
        job = job_of(asked)
    except ValueError as contradiction:
        raise SystemExit(f"train: {contradiction}") from contradiction
    if asked.ablate:
        return run_ablation(job, asked, lambda one: _teach(one, asked))
    if asked.pictures:
        raise SystemExit("train: --pictures must go with --ablate, which measures them")
    file = job.folder / f"{job.slug}.safetensors"
    if file.exists() and not job.checkpoint.exists() and not asked.replace:
        raise PainterExists(file)
    match _teach(job, asked).last:
        case ev.Trained(_, path):
            if asked.kohya:
                _export(path, job.model, asked.kohya)
            return 0
        case ev.TrainingFailed():
            return 1
    return 130


def _teach(job: TrainingJob, asked: argparse.Namespace) -> _Watch:
    """Teach, and show it; why it failed is said."""
    from artmaster_desktop.engine.device import EngineOptions
    from artmaster_desktop.engine.training.trainer import PainterTrainer

    with _Watch(plain_console()) as watch:
        PainterTrainer(write_file, EngineOptions(device=asked.device)).run(job, watch.hear, watch.wish)
    if isinstance(watch.last, ev.TrainingFailed):
        say(watch.last.error)
    return watch


def job_of(asked: argparse.Namespace) -> TrainingJob:
    """The job that was asked for; reads the works."""
    places = bootstrap.places()
    return TrainingJob(
        id=uuid.uuid4().hex,
        name=asked.name,
        works=works_of(asked.works),
        model=asked.model or places.starter,
        out=asked.out or places.user_painters,
        cache=Path(platformdirs.user_cache_dir("artmaster-desktop", appauthor=False)) / "training",
        recipe=recipe_of(asked),
        tags=tuple(asked.tag),
        trigger=asked.trigger,
        prompts=tuple(asked.prompt),
        licence=asked.rights,
        source=asked.source,
        marks=marks_of(asked.works),
        extra=told_of(asked.works),
    )


def _export(painter: Path, model: Path, file: Path) -> None:
    """The painter in sd-scripts' keys, which ComfyUI reads too."""
    from artmaster_desktop.engine.painters.formats import read_adapter
    from artmaster_desktop.engine.residency import layer_shapes
    from artmaster_desktop.engine.training.export import kohya_file

    shapes, _ = layer_shapes(model)
    read = read_adapter(painter, shapes)
    write_file(file, kohya_file(read.adapter.modules, shapes, {"ss_output_name": painter.stem}))


def _positive(text: str) -> int:
    if (value := int(text)) < 1:
        raise argparse.ArgumentTypeError(f"must be at least 1, not {text}")
    return value


class _Watch:
    """Shows what training says; Ctrl-C asks it to pause where it can go on from, twice stops at once."""

    def __init__(self, console: Console) -> None:
        self.last: ev.TrainingEvent | None = None
        self.judged: ev.Judged | None = None
        self._console = console
        self._wish = ev.Wish.GO
        self._bars = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.completed}/{task.total}"),
            TimeRemainingColumn(),
            console=console,
            transient=True,
        )
        self._tasks: dict[ev.TrainingStage, TaskID] = {}
        self._steps = 0

    def __enter__(self) -> Self:
        self._bars.start()
        self._interrupted = signal.signal(signal.SIGINT, lambda *_: self._stop())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        signal.signal(signal.SIGINT, self._interrupted)
        self._bars.stop()

    def _stop(self) -> None:
        if self._wish is ev.Wish.PAUSE:
            raise KeyboardInterrupt
        self._wish = ev.Wish.PAUSE

    def wish(self) -> ev.Wish:
        return self._wish

    def hear(self, event: ev.TrainingEvent) -> None:
        self.last = event
        match event:
            case ev.TrainingProgress(_, stage, step, steps):
                self._show(stage, step, steps)
            case ev.TrainingStarted():
                self._begin(event)
            case ev.Learned(_, step):
                self._show(ev.TrainingStage.LEARNING, step, self._steps)
            case ev.Judged(_, step, loss, base, best):
                self.judged = event
                said = f"step {step}: loss on held-out works {loss:.4f} (base {base:.4f}, best {best:.4f})"
                self._console.print(said)
            case ev.Checkpointed(_, _, error) if error is not None:
                self._console.print(point(explain(error).what))
            case ev.TrainingPaused(_, step, path):
                self._console.print(f"Paused after step {step}; the same command goes on from {path}.")
            case ev.Trained():
                self._end(event)

    def _begin(self, event: ev.TrainingStarted) -> None:
        self._steps = event.steps
        pictures = (
            f"{counted(event.shown, 'picture')}, {event.held_out} held out, {event.parameters:,} numbers"
        )
        place = f"{event.placement.device_name}: {event.placement.dtype}"
        self._console.print(f"{place}; {pictures}", style="dim")
        self._console.print(event.placement.reason, style="dim")
        if event.resumed_from:
            self._console.print(f"Going on after step {event.resumed_from}.")

    def _end(self, event: ev.Trained) -> None:
        low, high = event.ranks
        minutes = event.seconds / 60
        self._console.print(f"{counted(event.steps, 'step')} in {minutes:.1f} minutes: {event.ending.value}.")
        self._console.print(f"{event.file}: rank {low} to {high}")

    def _show(self, stage: ev.TrainingStage, step: int, steps: int) -> None:
        if stage not in self._tasks:
            self._tasks[stage] = self._bars.add_task(stage.value, total=steps)
        self._bars.update(self._tasks[stage], completed=step, total=steps)
