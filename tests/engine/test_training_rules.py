"""What a recipe may switch on: phases, the style rule, the class word, tags, an informed start; each changes
what is learned, and a run with all of them goes on bit for bit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from diffusers import FluxTransformer2DModel

from artmaster_desktop.core import training_event as ev
from artmaster_desktop.core.training import AdapterKind, TrainingRecipe
from artmaster_desktop.core.training_phase import three_phases
from artmaster_desktop.engine.flux.text import ReadText
from artmaster_desktop.engine.training.apprentice import Apprentice, budget
from artmaster_desktop.engine.training.lesson import Curriculum, Lesson
from artmaster_desktop.engine.training.losses import Examiner, Weights
from artmaster_desktop.engine.training.material import Subject, View
from artmaster_desktop.engine.training.pupil import Pupil
from artmaster_desktop.engine.training.start import set_out
from artmaster_desktop.engine.training.style import StyleRule
from tests.engine.test_training_run import run, same
from tests.engine.tiny_model import build
from tests.engine.training_jobs import SHORT, Listener, job

CPU = torch.device("cpu")
SCHEDULE: dict[str, Any] = {"shift": 1.0}


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("model") / "flux")


def text(seed: int, tokens: int = 8) -> ReadText:
    chance = torch.Generator().manual_seed(seed)
    return ReadText(
        torch.randn(1, tokens, 24, generator=chance), torch.randn(1, 20, generator=chance), tokens, tokens
    )


def subject(seed: int, *, rules: bool = True) -> Subject:
    chance = torch.Generator().manual_seed(seed)
    whole = View(torch.randn(4, 8, 8, generator=chance) + seed, torch.ones(4, 4))
    full = View(torch.randn(4, 16, 16, generator=chance) + seed, torch.ones(8, 8))
    more = ((text(seed + 50),), (text(seed + 60),)) if rules else ((), ())
    return Subject(str(seed), whole, full, ((text(seed), text(seed + 40)),), *more)


def school(
    folder: Path, recipe: TrainingRecipe, steps: int = 20
) -> tuple[FluxTransformer2DModel, Pupil, Examiner, Curriculum]:
    transformer = FluxTransformer2DModel.from_pretrained(folder, subfolder="transformer")
    apprentice = Apprentice(transformer, recipe, steps)
    subjects = [subject(1), subject(2)]
    course = Curriculum(subjects, text(0), recipe, SCHEDULE, steps=steps)
    return transformer, Pupil(apprentice, recipe, steps), Examiner(apprentice, CPU, True), course


def test_each_phase_moves_its_own_blocks_at_its_own_noise(model: Path) -> None:
    recipe = replace(SHORT, phases=three_phases(windows=1.0), informed=0, rate=1e-2, rise=1)
    _, pupil, examiner, course = school(model, recipe)
    trained = pupil.apprentice.trained
    for step in range(20):
        before = {name: p.detach().clone() for name, p in trained.items()}
        lesson = course.lesson(step)
        phase = recipe.phases[0 if step < 6 else 1 if step < 13 else 2]
        assert phase.noise[0] - 1e-6 <= lesson.time <= phase.noise[1]
        assert lesson.close is (phase is recipe.phases[2])
        pupil.take_step(examiner, course)
        moved = {name for name, p in trained.items() if not torch.equal(p, before[name])}
        allowed = pupil.apprentice.of_groups(phase.groups)
        pruned = {name for name in moved - allowed if name.endswith(".E")}
        assert moved - allowed == pruned
        assert moved & allowed
    pupil.apprentice.release()


def test_gradients_are_measured_in_one_order_in_every_process(
    model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[list[torch.nn.Parameter]] = []
    clip = torch.nn.utils.clip_grad_norm_

    def noted(parameters: list[torch.nn.Parameter], most: float) -> torch.Tensor:
        seen.append(list(parameters))
        return clip(parameters, most)

    monkeypatch.setattr(torch.nn.utils, "clip_grad_norm_", noted)
    _, pupil, examiner, course = school(model, replace(SHORT, informed=0))
    pupil.take_step(examiner, course)
    (order,) = seen
    assert [id(p) for p in order] == [id(p) for p in pupil.apprentice.trained.values()]
    pupil.apprentice.release()


def test_ranks_are_spent_in_the_last_phase() -> None:
    recipe = TrainingRecipe(phases=three_phases())
    start, final, _ = budget(recipe, 100)
    assert start >= 65
    assert start < 100 - final
    assert budget(TrainingRecipe(), 6000) == (500, 1500, 10)


@pytest.mark.parametrize("kind", list(AdapterKind))
def test_a_run_with_every_rule_goes_on_bit_for_bit_across_phases(
    kind: AdapterKind, model: Path, tmp_path: Path
) -> None:
    recipe = replace(
        SHORT, kind=kind, phases=three_phases(windows=1.0), style=0.1, preserve=0.5, trigger_dropout=0.0,
        tagged=0.5, informed=3, checkpointing=kind is AdapterKind.ADALORA,
    )  # fmt: skip
    straight = job(model, tmp_path / "a", recipe, tags=("dry brush", "雨点皴"))
    broken = job(model, tmp_path / "b", recipe, tags=("dry brush", "雨点皴"))
    heard = run(straight)
    for stop in (4, 3, 8):  # in each phase once
        run(broken, Listener(steps=stop))
    run(broken)
    assert same(straight, broken)
    learned = heard.of(ev.Learned)
    assert [event.style is not None for event in learned] == [False, True] * 10
    assert any(event.preserve is not None for event in learned)


def test_the_style_rule_knows_the_artist(model: Path) -> None:
    transformer, pupil, examiner, _ = school(model, SHORT)
    works = [subject(1, rules=False), subject(1, rules=False)]
    rule = StyleRule(transformer, examiner.eye, pupil.apprentice.untaught, works, text(0), 7)
    own = lesson_of(works[0])
    near, _ = rule.gradient(own.clean, own.ids, 0.4, close=False)
    other = torch.randn(own.clean.shape, generator=torch.Generator().manual_seed(5)) * 3
    far, pull = rule.gradient(other, own.ids, 0.4, close=False)
    nearer, _ = rule.gradient(other - 20.0 * pull / pull.norm(), own.ids, 0.4, close=False)
    assert near < 0.2 * far
    assert nearer < far
    pupil.apprentice.release()


def lesson_of(one: Subject) -> Lesson:
    plain = replace(SHORT, windows=0.0, caption_dropout=0.0)
    return Curriculum([one], text(0), plain, SCHEDULE).lesson(0)


@pytest.mark.parametrize("checkpointing", [False, True])
def test_the_style_rules_gradient_is_that_of_the_whole(model: Path, checkpointing: bool) -> None:
    """Against autograd through painter and base in one piece."""
    transformer, pupil, examiner, course = school(model, replace(SHORT, kind=AdapterKind.LORA))
    apprentice = pupil.apprentice
    with torch.no_grad():
        for parameter in apprentice.trained.values():
            parameter.copy_(torch.randn(parameter.shape, generator=torch.Generator().manual_seed(1)) * 0.05)
    examiner.style = StyleRule(transformer, examiner.eye, apprentice.untaught, course.subjects, text(0), 7)
    lesson = course.lesson(0)

    def gradients(weights: Weights) -> dict[str, torch.Tensor]:
        examiner.learn(lesson, weights, 1.0)
        found = {name: p.grad.clone() for name, p in apprentice.trained.items() if p.grad is not None}
        for parameter in apprentice.trained.values():
            parameter.grad = None
        return found

    flow = gradients(Weights())
    if checkpointing:
        transformer.enable_gradient_checkpointing()
    both = gradients(Weights(style=1.0))
    name = next(iter(flow))
    parameter = apprentice.trained[name]
    direction = torch.randn(parameter.shape, generator=torch.Generator().manual_seed(3))

    def distance(step: float) -> float:
        with torch.no_grad():
            parameter.add_(direction, alpha=step)
            seen = examiner.velocity(lesson.noisy, lesson.time, lesson.text, 1.0, lesson.ids)
            parameter.add_(direction, alpha=-step)
        assert examiner.style is not None
        picture = lesson.noisy - lesson.time * seen
        return examiner.style.gradient(picture, lesson.ids, lesson.time, lesson.close)[0]

    measured = (distance(2e-3) - distance(-2e-3)) / 4e-3
    told = float(((both[name] - flow[name]) * direction).sum())
    assert told == pytest.approx(measured, rel=0.05, abs=1e-5)
    apprentice.release()


def test_an_informed_start_changes_nothing_and_learns_faster(model: Path) -> None:
    _, pupil, examiner, _ = school(model, SHORT)
    apprentice, lesson = pupil.apprentice, lesson_of(subject(1))
    first = examiner.learn(lesson, Weights(), 1.0).flow

    def pull() -> float:
        examiner.learn(lesson, Weights(), 1.0)
        spectra = [p.grad for name, p in apprentice.trained.items() if name.endswith(".E")]
        found = sum(float(gradient.norm()) for gradient in spectra if gradient is not None)
        for parameter in apprentice.trained.values():
            parameter.grad = None
        return found

    for parameter in apprentice.trained.values():
        parameter.grad = None
    by_chance = pull()
    set_out(apprentice, examiner, [lesson], 7)
    assert examiner.learn(lesson, Weights(), 1.0).flow == first
    for name, parameter in apprentice.trained.items():
        parameter.grad = None
        if name.endswith(".A"):
            torch.testing.assert_close(parameter @ parameter.T, torch.eye(len(parameter)), atol=1e-4, rtol=0)
    assert pull() > 1.5 * by_chance
    apprentice.release()


def test_under_the_class_word_the_base_is_asked_for(model: Path) -> None:
    recipe = replace(SHORT, preserve=1.0, trigger_dropout=0.0, carry=0.0, windows=0.0)
    _, pupil, examiner, course = school(model, recipe)
    lesson = course.lesson(0)
    assert lesson.classed is not None
    before = examiner.learn(lesson, Weights(preserve=1.0), 1.0)
    assert before.preserve == 0.0
    with torch.no_grad():
        for name, parameter in pupil.apprentice.trained.items():
            if name.endswith(".E"):
                parameter.fill_(0.5)
    after = examiner.learn(lesson, Weights(preserve=1.0), 1.0)
    assert after.preserve is not None
    assert after.preserve > 0.0
    pupil.apprentice.release()


def test_tags_are_shown_in_their_share_of_rows(model: Path) -> None:
    recipe = replace(SHORT, tagged=0.5, caption_dropout=0.0, trigger_dropout=0.0)
    course = school(model, recipe)[3]
    tagged = {id(words) for one in course.subjects for words in one.tagged}
    share = sum(id(course.lesson(row).text) in tagged for row in range(200)) / 200
    assert 0.35 < share < 0.65
