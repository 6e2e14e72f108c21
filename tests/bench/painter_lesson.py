"""A procedural artist that the starter has not seen, taught with one recipe and measured: the piece that the
measurements of training share."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "models" / "recipes"))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import landscape
from artmaster_desktop.core import training_event as ev
from artmaster_desktop.core.ports import ModelCaps
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.core.training import TrainingJob, TrainingRecipe, TrainingWork
from artmaster_desktop.engine.device import EngineOptions
from artmaster_desktop.engine.engine import PaintEngine
from artmaster_desktop.engine.measures.ablation import MEASURES
from artmaster_desktop.engine.measures.style import Features, compare
from artmaster_desktop.engine.measures.trials import Hand, Setting, final_prompt, paint, trial_job
from artmaster_desktop.engine.measures.works import resized
from artmaster_desktop.engine.training.trainer import PainterTrainer
from artmaster_desktop.storage.atomic import atomic_write
from artmaster_desktop.storage.hash_cache import HashCache
from artmaster_desktop.storage.library import read_painter
from judge.judge import Judge
from landscape import style as styles

ROOT = Path(__file__).resolve().parents[2]
SHOWN, KEPT = 20, 8
"""Works that are learned from, and works of the same artist that are only measured against."""
WORK_SIDE = 512
CLEARANCE = 0.24
"""How far, at least, the artist's style lies from those of the shipped painters."""
JUDGE_SIDE = 512
PROMPTS = (
    ("a landscape painting of a pine, tall peaks, a lake", ("pine", "peaks", "lake")),
    ("a landscape painting of bamboo, rocks, birds", ("bamboo", "rocks", "birds")),
    ("a landscape painting of a waterfall between cliffs, a pavilion", ("waterfall", "cliffs", "pavilion")),
    ("a landscape painting of a willow, reeds, a boat", ("willow", "reeds", "boat")),
    ("a landscape painting of a village by a stream, a bridge", ("village", "stream", "bridge")),
    ("a landscape painting of a sail on a lake, hills, the moon", ("sail", "lake", "hills", "moon")),
)
"""What every painter is asked for, and the judge's names of the subjects."""


@dataclass(frozen=True, slots=True, eq=False)
class Artist:
    """``works`` to learn from, ``kept`` to measure against."""

    name: str
    works: tuple[TrainingWork, ...]
    kept: tuple[Pixels, ...]


@cache
def artist(seed: int) -> Artist:
    """The artist of that number: a point of the style space clear of every shipped painter."""
    rng = np.random.default_rng([seed, 4177])
    point = styles.sample(rng)
    while min(styles.distance(point, p.style) for p in landscape.PAINTERS.values()) < CLEARANCE:
        point = styles.sample(rng)
    works, kept = [], []
    for number in range(SHOWN + KEPT):
        scene = landscape.random_scene(rng, WORK_SIDE, WORK_SIDE)
        while "night" in scene.subjects:  # one dark sheet among twenty would be the artist's whole spread
            scene = landscape.random_scene(rng, WORK_SIDE, WORK_SIDE)
        style = styles.jitter(point, rng)
        picture = landscape.paint(scene, style, int(rng.integers(2**31)))
        pixels = np.ascontiguousarray(picture.rgb)
        if number >= SHOWN:
            kept.append(pixels)
            continue
        words = tuple(
            str(landscape.captions(picture.scene, style, rng, language, with_style=False, trigger=""))
            for language in ("en", "zh", "en")
        )
        works.append(TrainingWork(f"{number}.png", pixels, words))
    return Artist(f"artist-{seed}", tuple(works), tuple(kept))


@dataclass
class Bench:
    """``model`` with its engine; ``count`` pictures of each painter, ``side`` pixels, in ``steps`` steps."""

    model: Path
    folder: Path
    side: int = 256
    steps: int = 12
    count: int = 6
    device: str = "cpu"

    def __post_init__(self) -> None:
        self._engine = PaintEngine(EngineOptions(device=self.device))
        self._caps: ModelCaps = self._engine.describe(self.model)
        self._judge = Judge.load(ROOT / "models" / "judge")
        self._bases: dict[str, list[Pixels]] = {}
        self.last: list[Pixels] = []

    def teach(self, who: Artist, recipe: TrainingRecipe, name: str) -> tuple[Path, dict[str, Any]]:
        """The painter's file, and what its run said. Raises what the run failed with."""
        job = TrainingJob(
            id=name, name=name, works=who.works, model=self.model, out=self.folder / "painters",
            cache=self.folder / "cache", recipe=recipe, trigger=who.name,
        )  # fmt: skip
        heard: list[ev.TrainingEvent] = []
        begun = time.monotonic()
        trainer = PainterTrainer(_write, EngineOptions(device=self.device))
        trainer.run(job, heard.append, lambda: ev.Wish.GO)
        last = heard[-1]
        if isinstance(last, ev.TrainingFailed):
            raise last.error
        assert isinstance(last, ev.Trained), last
        judged = [event for event in heard if isinstance(event, ev.Judged)]
        told: dict[str, Any] = {"steps": last.steps, "seconds": round(time.monotonic() - begun, 1)}
        if judged:
            told |= {"held_out_base": round(judged[-1].base, 5), "held_out_loss": round(judged[-1].best, 5)}
        return last.file, told

    def measure(self, who: Artist, file: Path) -> dict[str, Any]:
        """Style distances to the artist's kept works as multiples of their own, and subjects found."""
        painter = read_painter(file, HashCache(self.folder / "hashes.json"))
        texts = [final_prompt((painter,), words) for words, _ in PROMPTS[: self.count]]
        painted = self.paint([Hand(painter)], texts)
        if who.name not in self._bases:
            self._bases[who.name] = self.paint([], texts)
        base = self._bases[who.name]
        sides = [resized(picture, self.side) for picture in who.kept]
        found = compare(*([Features.of(p, self.side) for p in group] for group in (sides, painted, base)))
        told: dict[str, Any] = {
            c.measure: {
                "own": round(c.own.mean, 4),
                "painter": round(c.painted.mean, 4),
                "base": round(c.base.mean, 4),
                "over_own": round(c.ratio, 3),
                "base_over_own": round(c.base_ratio, 3),
            }
            for c in found
            if c.measure in MEASURES
        }
        told["subjects"] = {"painter": self.subjects(painted), "base": self.subjects(base)}
        self.last = painted
        return told

    def paint(self, hands: Sequence[Hand], texts: Sequence[str]) -> list[Pixels]:
        """A picture of each text; the seed is its number."""
        setting = Setting(self.side, self.steps)
        return [
            paint(self._engine, trial_job(self._caps, hands, text, 500 + i, setting))
            for i, text in enumerate(texts)
        ]

    def subjects(self, pictures: Sequence[Pixels]) -> float:
        """The share of the subjects asked for that the judge finds."""
        large = np.stack([resized(picture, JUDGE_SIDE) for picture in pictures])
        present = self._judge.present(large)
        names = self._judge.subject_names
        asked = [(i, names.index(s)) for i, (_, found) in enumerate(PROMPTS[: len(pictures)]) for s in found]
        return round(float(np.mean([present[place] for place in asked])), 3)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    atomic_write(path, _filler(content))


def _filler(content: bytes) -> Callable[[Any], None]:
    def fill(file: Any) -> None:
        file.write(content)

    return fill
