"""What one row of a step shows: a noisy work, the texts beside it, and what is to be said of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from artmaster_desktop.core.training import TrainingRecipe
from artmaster_desktop.core.training_phase import phase_at
from artmaster_desktop.engine.flux.latents import pack
from artmaster_desktop.engine.flux.schedule import shift_exponent
from artmaster_desktop.engine.flux.text import ReadText
from artmaster_desktop.engine.training.material import Subject, View
from artmaster_desktop.engine.training.places import Place, Places
from artmaster_desktop.engine.training.random import generator, shuffled

WINDOW_NOISE = 0.7
"""Pieces at full scale teach the stroke: they are never shown with more noise than this."""


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """``clean`` and ``noise`` ``[1, n, 4C]``; ``time`` in (0, 1], the noise's share; ``learned`` ``[n]``
    weighs the loss; ``ids`` ``[n, 3]``. ``text`` and ``plain`` are with and without the trigger; ``other``
    and ``other_plain`` what the carry rule is applied to, ``foreign`` if they tell of another work. With a
    ``place`` the painter has only that part of the picture, and the texts are heard there alone. ``classed``
    has the class word in place of the trigger, where the base is to be preserved under it; ``close`` is a
    piece at full scale."""

    clean: Tensor
    noise: Tensor
    time: float
    learned: Tensor
    ids: Tensor
    text: ReadText
    plain: ReadText
    other: ReadText
    other_plain: ReadText
    foreign: bool
    guidance: float
    place: Place | None = None
    classed: ReadText | None = None
    close: bool = False

    @property
    def noisy(self) -> Tensor:
        return (1.0 - self.time) * self.clean + self.time * self.noise


class Curriculum:
    """Which work is shown when, and how; ``empty`` is the empty caption, ``steps`` the run's (which its
    phases are parts of). Row ``k`` of the run is the same whenever it is asked for."""

    def __init__(
        self,
        subjects: Sequence[Subject],
        empty: ReadText,
        recipe: TrainingRecipe,
        schedule: dict[str, Any],
        places: Places | None = None,
        steps: int = 1,
    ) -> None:
        self._places, self._steps = places, steps
        self.subjects, self._empty, self._recipe, self._schedule = subjects, empty, recipe, schedule
        self._order: tuple[int, list[int]] = (-1, [])

    @property
    def rows_per_epoch(self) -> int:
        return len(self.subjects) * self._recipe.repeats

    def lesson(self, row: int) -> Lesson:
        """Row ``row`` (from 0) of the run."""
        recipe = self._recipe
        subject = self.subjects[self._turn(row)]
        chance = generator(recipe.seed, 11, row)
        uniform = torch.rand(10, generator=chance).tolist()
        wording = int(uniform[0] * len(subject.captions))
        plain, text = self._captions(subject, wording, uniform[1], uniform[9])
        held = self._places is not None and uniform[8] < recipe.places
        foreign = uniform[2] < 0.5 and not held
        other_plain, other = plain, text
        if foreign:
            stranger = self.subjects[int(uniform[3] * len(self.subjects))]
            other_plain, other = stranger.captions[int(uniform[0] * len(stranger.captions))]
        low, high = recipe.guidance
        u = uniform[4] if uniform[5] < 0.3 else float(torch.randn((), generator=chance).sigmoid())
        view, ids, time, close = self._look(row, subject, u, held, uniform[6], chance)
        clean, place = pack(view.latents[None]), None
        if self._places is not None and held:
            rows, columns = view.learned.shape
            place = self._places.draw((rows, columns), chance)
            clean = place.around(clean)
        return Lesson(
            clean,
            torch.randn(clean.shape, generator=chance),
            min(1.0, max(1e-3, time)),
            view.learned.flatten(),
            ids,
            text,
            plain,
            other,
            other_plain,
            foreign,
            low + (high - low) * uniform[7],
            place,
            subject.classed[wording] if subject.classed and not held else None,
            close,
        )

    def _captions(
        self, subject: Subject, wording: int, dropped: float, tagged: float
    ) -> tuple[ReadText, ReadText]:
        """The caption without and with what calls the painter; the last two are draws from [0, 1)."""
        recipe = self._recipe
        plain, text = subject.captions[wording]
        if dropped < recipe.caption_dropout:
            return self._empty, self._empty
        if dropped < recipe.caption_dropout + recipe.trigger_dropout:
            return plain, plain
        return plain, subject.tagged[wording] if tagged < recipe.tagged else text

    def _look(
        self, row: int, subject: Subject, u: float, held: bool, window: float, chance: torch.Generator
    ) -> tuple[View, Tensor, float, bool]:
        """The work or a piece of it at full scale, where its tokens lie, the noise's share, and if it is a
        piece; ``u`` is that share before it is moved towards noise."""
        recipe = self._recipe
        phase = phase_at(recipe.phases, row // recipe.batch, self._steps)
        windows = recipe.windows if phase is None else phase.windows
        view, ids, close = subject.whole, token_ids(subject.whole), False
        time = shifted(u, _tokens(view), self._schedule)
        if subject.full is not None and window < windows and not held:
            time = shifted(u, _tokens(subject.full), self._schedule) * (WINDOW_NOISE if phase is None else 1)
            (view, ids), close = _window(subject.full, subject.whole, chance), True
        return view, ids, time if phase is None else phase.within(time), close

    def _turn(self, row: int) -> int:
        epoch, place = divmod(row, self.rows_per_epoch)
        if self._order[0] != epoch:
            self._order = epoch, shuffled(self.rows_per_epoch, self._recipe.seed, 12, epoch)
        return self._order[1][place] % len(self.subjects)


def shifted(u: float, tokens: int, config: dict[str, Any]) -> float:
    """A uniform-scale time moved towards noise as the model's scheduler does for a picture of so many
    tokens."""
    dynamic = bool(config.get("use_dynamic_shifting", False))
    shift = math.exp(shift_exponent(tokens, config)) if dynamic else float(config.get("shift", 1.0))
    return shift * u / (1.0 + (shift - 1.0) * u)


def _tokens(view: View) -> int:
    return view.learned.numel()


def token_ids(view: View, top: int = 0, left: int = 0) -> Tensor:
    """Where the tokens of ``view`` lie in a picture: ``[n, 3]`` with (0, row, column)."""
    rows, columns = view.learned.shape
    ids = torch.zeros(rows, columns, 3)
    ids[..., 1] += top + torch.arange(rows)[:, None]
    ids[..., 2] += left + torch.arange(columns)[None, :]
    return ids.reshape(-1, 3)


def _window(full: View, like: View, chance: torch.Generator) -> tuple[View, Tensor]:
    """A piece of ``full`` as large as ``like``, and where its tokens lie."""
    (rows, columns), (high, wide) = like.learned.shape, full.learned.shape
    top = int(torch.randint(high - rows + 1, (), generator=chance))
    left = int(torch.randint(wide - columns + 1, (), generator=chance))
    learned = full.learned[top : top + rows, left : left + columns]
    latents = full.latents[:, 2 * top : 2 * (top + rows), 2 * left : 2 * (left + columns)]
    view = View(latents.contiguous(), learned)
    return view, token_ids(view, top, left)
