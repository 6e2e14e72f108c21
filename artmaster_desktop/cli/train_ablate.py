"""``train --ablate``: the same painter with every part of the training, and without each in turn."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from rich.markdown import Markdown

from artmaster_desktop.cli.console import console
from artmaster_desktop.cli.paint import within
from artmaster_desktop.core import training_event as ev
from artmaster_desktop.core.training import TrainingJob
from artmaster_desktop.storage.atomic import write_file
from artmaster_desktop.storage.hash_cache import HashCache
from artmaster_desktop.storage.library import read_painter

if TYPE_CHECKING:
    from artmaster_desktop.engine.measures.ablation import Easel, Row

SIDE = 256
"""Pixels: the pictures that are measured, where the recipe does not say how large works are shown."""
STORY = (
    "Distances are multiples of those among the works that were held out, which no painter was shown; lower "
    "is nearer. Every painter was taught once, all with one seed: how far two runs of one part with other "
    "seeds lie apart was not measured, so small differences may be chance. Seconds are of the whole run."
)


class Heard(Protocol):
    """What was heard of a training: its last event, and the last look at the works held out."""

    @property
    def last(self) -> ev.TrainingEvent | None: ...

    @property
    def judged(self) -> ev.Judged | None: ...


Teach = Callable[[TrainingJob], Heard]


def add_to(train: argparse.ArgumentParser) -> None:
    """Add the options."""
    train.add_argument(
        "--ablate",
        type=Path,
        metavar="DIR",
        help="teach it with stages, style rule, semantic guidance, informed start and AdaLoRA, and once "
        "without each of them; measure all on works held out, and write ablation.json and ablation.md to DIR",
    )
    train.add_argument(
        "--pictures", type=within(int, 1, 64), metavar="N", help="with --ablate: pictures a painter (4)"
    )


def run_ablation(job: TrainingJob, asked: argparse.Namespace, teach: Teach) -> int:
    """Teach and measure every arm; the table is written after each, and an arm that is on it already is not
    taught again. Returns 0; 1 where a training failed, 130 where one was paused. Raises TooFewWorks.
    """
    from artmaster_desktop.engine.measures.ablation import Row, arms, table

    folder, recipes = Path(asked.ablate), arms(job.recipe)
    setting = {
        "name": job.name, "recipe": repr(job.recipe), "works": len(job.works), "model": job.model.name,
        "pictures": asked.pictures or 4,
    }  # fmt: skip
    rows, easel = _known(folder, setting), _easel(job, asked)
    for number, (arm, recipe) in enumerate(recipes.items()):
        if arm in {row.arm for row in rows}:
            continue
        console().print(f"{number + 1} of {len(recipes)}: {arm}", style="bold")
        name = f"{job.name} {number}"
        heard = teach(replace(job, name=name, trigger=job.call, recipe=recipe, out=folder / "painters"))
        made = heard.last
        if not isinstance(made, ev.Trained):
            return 1 if isinstance(made, ev.TrainingFailed) else 130
        told: dict[str, Any] = {"steps": made.steps, "seconds": round(made.seconds, 1)}
        if heard.judged is not None:
            told |= {
                "held_out_base": round(heard.judged.base, 5),
                "held_out_loss": round(heard.judged.best, 5),
            }
        told |= easel.measure(read_painter(made.file, HashCache(folder / "hashes.json")))
        rows.append(Row.of(arm, job.name, recipe.seed, told))
        _write(folder, setting, rows, table(rows))
    console().print(Markdown(table(rows)))
    console().print(f"{folder / 'ablation.json'}, {folder / 'ablation.md'}")
    return 0


def _easel(job: TrainingJob, asked: argparse.Namespace) -> Easel:
    """Paints the prompts, or the captions of works that are held out."""
    from artmaster_desktop import bootstrap
    from artmaster_desktop.engine.device import EngineOptions
    from artmaster_desktop.engine.measures.ablation import Easel, full, held_out
    from artmaster_desktop.engine.measures.trials import PROMPTS, Setting

    recipe, count = full(job.recipe), asked.pictures or 4
    kept = held_out(job.works, recipe)
    own = [caption for work in kept for caption in work.captions[:1] if caption]
    prompts = list(job.prompts or own or PROMPTS)
    engine = bootstrap.engine(EngineOptions(device=asked.device))
    caps = engine.describe(job.model)
    side = min(max(recipe.side or SIDE, caps.min_side), caps.max_side) // caps.token * caps.token
    setting = Setting(side, recipe.sample_steps, seed=recipe.seed)
    words = [prompts[number % len(prompts)] for number in range(count)]
    return Easel(engine, caps, [work.pixels for work in kept], words, setting)


def _known(folder: Path, setting: dict[str, Any]) -> list[Row]:
    """What was measured before with the same words; nothing where there is none."""
    from artmaster_desktop.engine.measures.ablation import Row

    try:
        found = json.loads((folder / "ablation.json").read_text("utf-8"))
        return [Row(**row) for row in found["rows"]] if found["setting"] == setting else []
    except (OSError, ValueError, LookupError, TypeError):
        return []


def _write(folder: Path, setting: dict[str, Any], rows: list[Row], table: str) -> None:
    """Both files. Raises SaveFailed."""
    content = {"setting": setting, "rows": [asdict(row) for row in rows]}
    write_file(folder / "ablation.json", (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode())
    head = f"# What each part of the training is worth: {setting['name']}\n\n"
    size = f"{setting['works']} pictures, {setting['pictures']} painted for each row. "
    write_file(folder / "ablation.md", f"{head}{size}{STORY}\n\n{table}\n".encode())
