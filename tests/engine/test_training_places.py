"""A painter that learns beside another hand: what is heard where, who acts where, what is asked of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from artmaster_desktop.core.training import FAST, TrainingRecipe
from artmaster_desktop.engine.flux.text import ReadText
from artmaster_desktop.engine.training.apprentice import Apprentice
from artmaster_desktop.engine.training.lesson import Curriculum, Lesson
from artmaster_desktop.engine.training.losses import Examiner, Weights
from artmaster_desktop.engine.training.material import Subject, View
from artmaster_desktop.engine.training.places import NEVER, Neighbour, Place, Places, random_place
from tests.engine.tiny_flux import HEIGHT, WIDTH, positions, tiny_flux

TOKENS = HEIGHT * WIDTH


def text(seed: int, length: int = 3, padded: int = 5) -> ReadText:
    generator = torch.Generator().manual_seed(seed)
    tokens, pooled = torch.randn(1, padded, 24, generator=generator), torch.randn(1, 12, generator=generator)
    return ReadText(tokens, pooled, length, length)


def place(inside: torch.Tensor) -> Place:
    clean = torch.randn(1, TOKENS, 4, generator=torch.Generator().manual_seed(9))
    return Place(inside, Neighbour(clean, text(7)))


def lesson(held: Place | None) -> Lesson:
    generator = torch.Generator().manual_seed(2)
    clean, noise = torch.randn(2, 1, TOKENS, 4, generator=generator)
    own = text(5)
    learned = torch.ones(TOKENS)
    return Lesson(clean, noise, 0.6, learned, positions(), own, own, own, own, False, 3.0, held)


def pupil(steps: int = 6) -> tuple[Apprentice, Examiner]:
    """An apprentice that has learned something."""
    apprentice = Apprentice(tiny_flux(guidance=True), TrainingRecipe(rank=2, first_rank=4), steps)
    with torch.no_grad():
        for number, parameter in enumerate(apprentice.trained.values()):
            generator = torch.Generator().manual_seed(number)
            parameter.copy_(torch.randn(parameter.shape, generator=generator) * 0.4)
    return apprentice, Examiner(apprentice, torch.device("cpu"), True)


def test_the_own_text_is_heard_in_its_place_alone() -> None:
    inside = torch.zeros(TOKENS)
    inside[:4] = torch.tensor([1.0, 0.5, 1.0, 0.25])
    bias = place(inside).bias(text(5))[0, 0]
    root, start = 5, 8
    assert bias.shape == (start + TOKENS, start + TOKENS)
    assert bool((bias[:root, root:start] == NEVER).all())
    assert not bool(bias[root:start, :start].any())
    assert torch.allclose(bias[start : start + 4, root], inside[:4].log())
    assert bool((bias[start + 4 :, root:start] == NEVER).all())
    assert torch.equal(bias[root:start, start:], bias[start:, root:start].T)
    assert not bool(bias[start:, start:].any())


@torch.no_grad()
def test_without_a_place_of_its_own_a_painter_changes_nothing() -> None:
    apprentice, examiner = pupil()
    nowhere, asked = place(torch.zeros(TOKENS)), lesson(None)
    with apprentice.untaught():
        wanted = examiner.velocity(asked.noisy, 0.6, nowhere.neighbour.text, 1.0, asked.ids)
    apprentice.gates.hold(nowhere.gates(text(5)))
    found = examiner.velocity(asked.noisy, 0.6, text(5), 1.0, asked.ids, nowhere)
    assert torch.allclose(found, wanted, atol=1e-5)


@torch.no_grad()
def test_in_its_place_a_painter_acts_and_is_heard() -> None:
    apprentice, examiner = pupil()
    half = torch.zeros(HEIGHT, WIDTH)
    half[:, :4] = 1.0
    held, asked = place(half.flatten()), lesson(None)
    with apprentice.untaught():
        base = examiner.velocity(asked.noisy, 0.6, text(5), 1.0, asked.ids, held)
        deaf = examiner.velocity(asked.noisy, 0.6, text(6), 1.0, asked.ids, held)
    apprentice.gates.hold(held.gates(text(5)))
    found = examiner.velocity(asked.noisy, 0.6, text(5), 1.0, asked.ids, held)
    inside = held.inside > 0.5
    moved = (found - base).abs().mean(dim=-1)[0]
    assert float(moved[inside].mean()) > 2 * float(moved[~inside].mean())
    assert not torch.allclose(base, deaf)


def test_outside_the_base_is_asked_to_remain() -> None:
    """Where the painter has no place at all, only the base's own words are wanted of it: nothing is wrong."""
    apprentice, examiner = pupil()
    losses = examiner.learn(lesson(place(torch.zeros(TOKENS))), Weights(carry=0.5), share=1.0)
    assert losses.flow == pytest.approx(0.0, abs=1e-8)
    assert losses.carry == pytest.approx(0.0, abs=1e-8)
    grads = [p.grad for p in apprentice.trained.values() if p.grad is not None]
    assert all(float(grad.abs().max()) < 1e-4 for grad in grads)
    assert examiner.learn(lesson(place(torch.ones(TOKENS))), Weights(carry=0.5), share=1.0).flow > 0.1


def test_places_are_soft_and_neither_nothing_nor_all() -> None:
    rng = np.random.default_rng(4)
    shares = [random_place(rng, 8, 12) for _ in range(40)]
    assert all(0.08 < float(share.mean()) < 0.92 for share in shares)
    assert all(float(share.min()) >= 0.0 and float(share.max()) <= 1.0 for share in shares)
    assert sum(bool(((share > 0.05) & (share < 0.95)).any()) for share in shares) > 30


def test_some_rows_are_by_two_hands() -> None:
    view = View(torch.ones(1, 2 * HEIGHT, 2 * WIDTH), torch.ones(HEIGHT, WIDTH))
    subjects = [Subject("a", view, None, ((text(1), text(2)),))]
    beside = Neighbour(torch.zeros(1, TOKENS, 4), text(7))
    recipe = replace(FAST, places=0.4, windows=0.0)
    course = Curriculum(subjects, text(0), recipe, {}, Places({(HEIGHT, WIDTH): [beside]}))
    lessons = [course.lesson(row) for row in range(60)]
    held = [made for made in lessons if made.place is not None]
    assert 12 <= len(held) <= 36
    for made in held:
        assert made.place is not None
        assert torch.allclose(made.clean[0, :, 0], made.place.inside)
        assert not made.foreign
