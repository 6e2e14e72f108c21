"""Recipes, jobs and the words for what can go wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from artmaster_desktop.core import training_errors as t
from artmaster_desktop.core.message import Translate, in_english
from artmaster_desktop.core.training import FAST, SEED, AdapterKind, BaseNumbers, TrainingJob, TrainingRecipe
from artmaster_desktop.core.training_phase import Phase, Purpose, borders, phase_at, three_phases
from artmaster_desktop.core.training_wording import checkpoint_problem, means_problem, training_words
from artmaster_desktop.core.wording import word_error
from tests.core.test_wording import shouted
from tests.core.worded import concrete, made

KINDS = concrete(t.TrainingError)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("translate", [in_english, shouted])
def test_every_error_of_training_has_words(kind: Any, translate: Translate) -> None:
    samples = {"CheckpointProblem": t.CheckpointProblem.OTHER_WORKS, "MeansProblem": t.MeansProblem.NO_CUDA}
    message = word_error(made(kind, **samples), translate)
    assert kind.__name__ not in str(message)
    for sentence in (message.what, message.safe, message.do):
        assert sentence
        assert sentence.startswith("~") is (translate is shouted)
    if translate is in_english:
        assert message.what.endswith(".")
        assert any(word in message.what for word in ("thing", "4321"))
        assert "{" not in str(message)


def test_an_error_that_nobody_worded_is_told_all_the_same() -> None:
    class Strange(t.TrainingError):
        def __str__(self) -> str:
            return "strange"

    assert "strange" in training_words(Strange(), in_english).what


def test_a_checkpoint_without_detail_needs_no_brackets() -> None:
    error = t.CheckpointUnusable(Path("a"), t.CheckpointProblem.DAMAGED)
    assert "(" not in training_words(error, in_english).what


@pytest.mark.parametrize("problem", list(t.CheckpointProblem))
def test_every_problem_of_a_checkpoint_has_words(problem: t.CheckpointProblem) -> None:
    assert checkpoint_problem(problem, in_english) == problem.value


@pytest.mark.parametrize("problem", list(t.MeansProblem))
def test_why_a_means_is_absent_has_words(problem: t.MeansProblem) -> None:
    assert means_problem(problem, in_english) == problem.value


def test_the_seed_preset_takes_the_studys_steps() -> None:
    assert SEED.steps(40) == 6000
    assert SEED.rate == 2e-4
    assert (SEED.kind, SEED.batch, SEED.repeats, SEED.epochs) == (AdapterKind.ADALORA, 1, 10, 15)
    assert TrainingRecipe(batch=100, repeats=1, epochs=1).steps(3) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"rank": 0},
        {"batch": 0},
        {"epochs": 0},
        {"rank": 12},
        {"first_rank": 8},
        {"style_every": 0},
        {"swapped": -1},
        {"informed": -1},
        {"windows": 0.5},
        {"phases": three_phases(windows=1.0)},
        {"preserve": 0.5},
        {"preserve": 0.5, "trigger_dropout": 0.0, "class_word": ""},
        {"swapped": 2, "checkpointing": False},
        {"swapped": 2, "base": BaseNumbers.NF4},
    ],
)
def test_a_recipe_that_cannot_be_followed_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="must"):
        TrainingRecipe(**wrong)


def test_a_recipe_says_whether_it_looks_closer() -> None:
    assert not SEED.closer
    assert FAST.closer
    assert TrainingRecipe(side=64, phases=three_phases(windows=1.0)).closer
    assert not TrainingRecipe(phases=three_phases()).closer


def test_captions_with_tags_must_have_tags() -> None:
    given: dict[str, Any] = {"id": "1", "name": "a", "works": (), "model": Path("m")}
    given |= {"out": Path("o"), "cache": Path("c"), "recipe": TrainingRecipe(tagged=0.5)}
    assert TrainingJob(**given, tags=("dry brush",)).tags
    with pytest.raises(ValueError, match="must have tags"):
        TrainingJob(**given)


def test_phases_part_the_run() -> None:
    phases = three_phases()
    assert [phase.purpose for phase in phases] == list(Purpose)
    assert borders(phases, 100) == (30, 65, 100)
    at = [phase_at(phases, step, 100) for step in (0, 29, 30, 64, 65, 99)]
    assert at == [phases[0], phases[0], phases[1], phases[1], phases[2], phases[2]]
    assert phase_at((), 5, 100) is None
    assert (phases[0].within(0.0), phases[0].within(1.0)) == phases[0].noise


@pytest.mark.parametrize(
    "wrong", [{"share": 0.0}, {"groups": ()}, {"groups": (9,)}, {"noise": (0.5, 0.5)}, {"noise": (0.5, 2.0)}]
)
def test_a_phase_that_cannot_be_is_refused(wrong: dict[str, Any]) -> None:
    given: dict[str, Any] = {"share": 1.0, "groups": (0,), "noise": (0.0, 1.0)}
    with pytest.raises(ValueError, match=r"phase|noise"):
        Phase(purpose=Purpose.COLOUR, **given | wrong)


def test_where_a_jobs_files_go() -> None:
    job = TrainingJob(
        id="1", name="My Hand", works=(), model=Path("m"), out=Path("o"), cache=Path("c"), recipe=FAST
    )
    assert job.call == "my-hand"
    assert job.folder == Path("o/my-hand")
    assert job.checkpoint == Path("o/my-hand/.training/last.checkpoint")
