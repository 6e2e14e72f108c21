"""Paired trials: two pictures that share seed, noise and final prompt, and differ in the painter alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from artmaster_desktop.core import event as ev
from artmaster_desktop.core.gate import EVERYWHERE, GatePlan, GateRow, Profile
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.job import HiredPainter, PaintJob
from artmaster_desktop.core.painter import Painter
from artmaster_desktop.core.ports import Engine, ModelCaps
from artmaster_desktop.core.raster import Pixels

PROMPTS = (
    "a landscape painting of a pine, tall peaks, a lake",
    "a landscape painting of a village by a stream, a bridge, figures",
    "a landscape painting of bamboo, weathered rocks, birds",
    "a landscape painting of a waterfall between cliffs, a pavilion",
    "a landscape painting of a sailing boat on a wide lake, distant hills",
    "a landscape painting of a willow, reeds, a boat, mist",
)
"""Subjects that any landscape painter is asked for, none of them a painter's own."""

Told = Callable[[int, int], None]
"""Told (done, of) after each picture."""


@dataclass(frozen=True, slots=True)
class Hand:
    """A painter at work on the whole canvas."""

    painter: Painter
    weight: float = 1.0
    profile: Profile = EVERYWHERE


@dataclass(frozen=True, slots=True)
class Setting:
    """What every picture of a trial shares. ``side`` is in pixels, a multiple of the model's token."""

    side: int = 256
    steps: int = 12
    guidance: float = 3.5
    seed: int = 1


def final_prompt(painters: Sequence[Painter], prompt: str) -> str:
    """The prompt with the painters' triggers at its head; it stays in the arm without the painter too."""
    return ", ".join([*dict.fromkeys(p.trigger for p in painters if p.trigger), prompt])


def plan_of(hands: Sequence[Hand], grid: Extent) -> GatePlan:
    """One area, ``hands`` on all of it."""
    rows = tuple(
        GateRow(i, 0, hand.weight, hand.profile, (hand.weight,), hand.weight) for i, hand in enumerate(hands)
    )
    return GatePlan(grid, np.ones((1, grid.height, grid.width), np.float32), rows)


def hired(hands: Sequence[Hand]) -> tuple[HiredPainter, ...]:
    """The exact files of ``hands``."""
    return tuple(HiredPainter(h.painter.slug, h.painter.sha256, h.painter.file) for h in hands)


def trial_job(caps: ModelCaps, hands: Sequence[Hand], text: str, seed: int, setting: Setting) -> PaintJob:
    """The job that paints ``text`` exactly as it is given."""
    extent = Extent(setting.side, setting.side)
    tokens = setting.side // caps.token
    return PaintJob(
        id=f"trial-{seed}",
        document="trial",
        revision=0,
        model=caps.path,
        model_id=caps.identity,
        extent=extent,
        output=extent,
        texts=(text,),
        gates=plan_of(hands, Extent(tokens, tokens)),
        painters=hired(hands),
        seed=seed,
        steps=setting.steps,
        guidance=setting.guidance,
        text_tokens=caps.text_tokens,
    )


def paint(engine: Engine, job: PaintJob) -> Pixels:
    """The picture of ``job``. Raises the engine's own error where it failed."""
    heard: list[ev.Event] = []
    engine.run(job, heard.append, lambda: False)
    match heard[-1]:
        case ev.Finished(_, pixels, _):
            return pixels
        case ev.Failed(_, error):
            raise error
    raise AssertionError("a job that nobody stops ends in a picture or an error")


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """``painted`` with the painter, ``base`` without; ``text`` and ``seed`` are those of both."""

    text: str
    seed: int
    painted: Pixels
    base: Pixels


def pairs(
    engine: Engine, caps: ModelCaps, painter: Painter, prompts: Sequence[str], count: int, setting: Setting
) -> Iterator[Pair]:
    """``count`` pairs, prompts in turn, each with a seed of its own."""
    for index in range(count):
        text = final_prompt((painter,), prompts[index % len(prompts)])
        seed = setting.seed + index
        yield Pair(
            text,
            seed,
            paint(engine, trial_job(caps, (Hand(painter),), text, seed, setting)),
            paint(engine, trial_job(caps, (), text, seed, setting)),
        )
