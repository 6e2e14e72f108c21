"""Whole runs on a model of a few thousand weights: what they make, and what becomes of them when things go
wrong."""

from __future__ import annotations

import json
import math
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from artmaster_desktop.core import training_event as ev
from artmaster_desktop.core.box import Box
from artmaster_desktop.core.errors import ModelMissing, SaveFailed
from artmaster_desktop.core.mark import MarkHabit, MarkKind
from artmaster_desktop.core.training import AdapterKind, TrainingJob
from artmaster_desktop.core.training_errors import (
    BadWork,
    CheckpointProblem,
    CheckpointUnusable,
    TooFewWorks,
    TrainingDiverged,
    TrainingError,
)
from artmaster_desktop.engine.device import EngineOptions
from artmaster_desktop.engine.training.trainer import PainterTrainer
from artmaster_desktop.storage.hash_cache import HashCache
from artmaster_desktop.storage.library import read_painter
from tests.conftest import ROOT
from tests.engine.tiny_model import build
from tests.engine.training_jobs import SHORT, Listener, job, works, write

SEAL = MarkHabit(MarkKind.SEAL, 0.5, Box(0.9, 0.05, 0.04, 0.03))
OPTIONS = EngineOptions(device="cpu")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("model") / "flux")


def run(asked: TrainingJob, listener: Listener | None = None) -> Listener:
    listener = listener or Listener()
    PainterTrainer(write, OPTIONS).run(asked, listener.hear, listener.wish)
    return listener


def error_of(listener: Listener) -> object:
    (failed,) = listener.of(ev.TrainingFailed)
    assert listener.heard[-1] is failed
    return failed.error


@pytest.fixture(scope="module")
def whole(model: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[TrainingJob, Listener]:
    """A run that nothing disturbs."""
    asked = job(model, tmp_path_factory.mktemp("whole"), marks=(SEAL,))
    return asked, run(asked)


def test_nothing_is_loaded_while_the_engine_is_wanted(model: Path, tmp_path: Path) -> None:
    heard_before: list[int] = []
    listener = Listener()

    def wish() -> ev.Wish:
        if len(heard_before) < 3:
            heard_before.append(len(listener.heard))
            return ev.Wish.WAIT
        return ev.Wish.CANCEL

    PainterTrainer(write, OPTIONS).run(job(model, tmp_path), listener.hear, wish)
    assert heard_before == [0, 0, 0]
    assert [type(event) for event in listener.heard] == [ev.TrainingCancelled]


def painter(asked: TrainingJob) -> dict[str, torch.Tensor]:
    return load_file(asked.folder / f"{asked.slug}.safetensors")


def same(first: TrainingJob, second: TrainingJob) -> bool:
    one, other = painter(first), painter(second)
    return one.keys() == other.keys() and all(torch.equal(one[name], other[name]) for name in one)


def test_a_painter_with_its_card_and_pictures_is_made(whole: tuple[TrainingJob, Listener]) -> None:
    asked, listener = whole
    (made,) = listener.of(ev.Trained)
    assert listener.heard[-1] is made
    assert made.ending is ev.Ending.COMPLETE
    found = read_painter(made.file, HashCache(asked.out / "hashes.json"))
    assert (found.slug, found.name, found.trigger) == ("my-hand", "My Hand", "my-hand")
    assert found.ranks[1] == made.ranks[1]
    assert len(found.palette) == 5
    assert [path.name for path in found.samples][-1] == "works.jpg"
    card = json.loads((asked.folder / "card.json").read_text("utf-8"))
    assert card["steps"] == made.steps == 20
    assert card["works"] == 6
    assert found.marks == (SEAL,)
    assert sum(card["ranks"].values()) == 8 * len(card["ranks"])
    assert card["samples"][0]["prompt"].startswith("my-hand, ")
    assert not asked.checkpoint.exists()


def test_what_happens_is_told(whole: tuple[TrainingJob, Listener]) -> None:
    _, listener = whole
    (started,) = listener.of(ev.TrainingStarted)
    assert (started.shown, started.held_out, started.steps, started.resumed_from) == (5, 1, 20, 0)
    learned = listener.of(ev.Learned)
    assert [event.step for event in learned] == list(range(1, 21))
    assert [event.carry is None for event in learned] == [False, True] * 10
    assert learned[0].ranks > learned[-1].ranks
    assert len(listener.of(ev.Judged)) == len(listener.of(ev.Checkpointed)) == 4
    assert all(event.error is None for event in listener.of(ev.Checkpointed))
    (sheet,) = listener.of(ev.SampleSheet)
    assert sheet.pixels.shape[2] == 3
    assert sheet.prompts == ("my-hand, a misty lake under tall peaks",)


def test_the_loss_goes_down_on_works_that_were_never_shown(model: Path, tmp_path: Path) -> None:
    asked = job(model, tmp_path, replace(SHORT, epochs=12, windows=0.0, carry=0.0))
    judged = run(asked).of(ev.Judged)
    assert judged[-1].loss < 0.97 * judged[0].base


@pytest.mark.parametrize("kind", list(AdapterKind))
def test_a_run_that_was_paused_goes_on_bit_for_bit(kind: AdapterKind, model: Path, tmp_path: Path) -> None:
    recipe = replace(SHORT, kind=kind, epochs=3, places=0.5 if kind is AdapterKind.ADALORA else 0.0)
    straight, broken = job(model, tmp_path / "a", recipe), job(model, tmp_path / "b", recipe)
    run(straight)
    paused = run(broken, Listener(steps=7))
    assert isinstance(paused.heard[-1], ev.TrainingPaused)
    assert not (broken.folder / "my-hand.safetensors").exists()
    assert run(broken).of(ev.TrainingStarted)[0].resumed_from == 7
    assert same(straight, broken)


CHILD = """
import sys
from pathlib import Path
sys.path[:0] = [{root!r}, {recipes!r}]
import torch
torch.set_num_threads(1)
from artmaster_desktop.core import training_event as ev
from artmaster_desktop.engine.device import EngineOptions
from artmaster_desktop.engine.training.trainer import PainterTrainer
from tests.engine.training_jobs import job, write
PainterTrainer(write, EngineOptions(device="cpu")).run(
    job(Path(sys.argv[1]), Path(sys.argv[2])), lambda event: None, lambda: ev.Wish.GO
)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_run_that_was_killed_goes_on_bit_for_bit(
    model: Path, whole: tuple[TrainingJob, Listener], tmp_path: Path
) -> None:
    asked = job(model, tmp_path)
    source = CHILD.format(root=str(ROOT), recipes=str(ROOT / "models" / "recipes"))
    child = subprocess.Popen([sys.executable, "-c", source, str(model), str(tmp_path)])
    until = time.monotonic() + 120
    while not asked.checkpoint.exists():
        assert child.poll() is None
        assert time.monotonic() < until
        time.sleep(0.02)
    child.send_signal(signal.SIGKILL)
    child.wait()
    assert not (asked.folder / "my-hand.safetensors").exists()
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        listener = run(asked)
        reference = job(model, tmp_path / "reference")
        if threads != 1:
            run(reference)
    finally:
        torch.set_num_threads(threads)
    assert listener.of(ev.TrainingStarted)[0].resumed_from in (5, 10, 15)
    assert same(whole[0] if threads == 1 else reference, asked)


def test_a_cancelled_run_leaves_no_painter(model: Path, tmp_path: Path) -> None:
    asked = job(model, tmp_path)
    listener = run(asked, Listener(steps=2, then=ev.Wish.CANCEL))
    assert listener.heard[-1] == ev.TrainingCancelled("job", 2)
    assert not asked.folder.exists()


def test_a_full_disk_during_a_checkpoint_loses_nothing(model: Path, tmp_path: Path) -> None:
    refusals = 0

    def full(path: Path, content: bytes) -> None:
        nonlocal refusals
        if path.suffix == ".checkpoint" and refusals < 1:
            refusals += 1
            raise SaveFailed(path, 28, "No space left on device")
        write(path, content)

    asked, listener = job(model, tmp_path, replace(SHORT, epochs=2)), Listener()
    PainterTrainer(full, OPTIONS).run(asked, listener.hear, listener.wish)
    saved = listener.of(ev.Checkpointed)
    assert [event.error is None for event in saved] == [False, True]
    assert isinstance(listener.heard[-1], ev.Trained)


def test_a_rate_that_is_far_too_high_is_told_and_the_checkpoint_stays(model: Path, tmp_path: Path) -> None:
    asked = job(model, tmp_path, replace(SHORT, rate=math.inf))
    error = error_of(run(asked))
    assert isinstance(error, TrainingDiverged)
    assert error.step == 2


def test_one_work_is_too_few(model: Path, tmp_path: Path) -> None:
    error = error_of(run(job(model, tmp_path, works=works(1) * 4)))
    assert isinstance(error, TooFewWorks)
    assert (error.found, error.needed) == (1, 2)


def test_a_run_of_one_step_makes_a_painter(model: Path, tmp_path: Path) -> None:
    recipe = replace(SHORT, batch=4, epochs=1, windows=0.0)
    asked = job(model, tmp_path, recipe, works=works(3))
    heard = run(asked)
    assert len(heard.of(ev.Learned)) == 1
    assert isinstance(heard.heard[-1], ev.Trained)


def test_two_works_are_all_shown(model: Path, tmp_path: Path) -> None:
    listener = run(job(model, tmp_path, replace(SHORT, epochs=1), works=works(2)))
    assert listener.of(ev.TrainingStarted)[0].held_out == 0
    assert isinstance(listener.heard[-1], ev.Trained)


def test_a_work_that_is_too_small_is_named(model: Path, tmp_path: Path) -> None:
    error = error_of(run(job(model, tmp_path, works=works(3, size=(40, 200)))))
    assert isinstance(error, BadWork)
    assert error.work == "0.png"


def test_a_model_that_is_none(tmp_path: Path) -> None:
    assert isinstance(error_of(run(job(tmp_path / "nothing", tmp_path))), ModelMissing)


@pytest.mark.parametrize(
    ("problem", "changes"),
    [
        (CheckpointProblem.OTHER_WORKS, {"works": works(7)}),
        (CheckpointProblem.OTHER_RECIPE, {"recipe": replace(SHORT, rate=1e-3)}),
        (CheckpointProblem.OTHER_BASE, {}),
        (CheckpointProblem.DAMAGED, {}),
    ],
)
def test_a_checkpoint_of_another_run_is_refused(
    problem: CheckpointProblem, changes: dict[str, object], model: Path, tmp_path: Path
) -> None:
    asked = job(model, tmp_path)
    run(asked, Listener(steps=1))
    if problem is CheckpointProblem.OTHER_BASE:
        changes = {"model": build(tmp_path / "other", seed=5)}
    if problem is CheckpointProblem.DAMAGED:
        asked.checkpoint.write_bytes(asked.checkpoint.read_bytes()[:-100])
    before = asked.checkpoint.read_bytes()
    error = error_of(run(replace(asked, **changes)))  # type: ignore[arg-type]
    assert isinstance(error, CheckpointUnusable)
    assert isinstance(error, TrainingError)
    assert error.problem is problem
    assert asked.checkpoint.read_bytes() == before


def test_learning_ends_where_works_held_out_get_worse(model: Path, tmp_path: Path) -> None:
    recipe = replace(SHORT, rate=0.3, patience=1, epochs=30, ema=0.0, clip=100.0, carry=0.0)
    (made,) = run(job(model, tmp_path, recipe)).of(ev.Trained)
    assert made.ending is ev.Ending.OVERFIT
    assert made.steps < 150
