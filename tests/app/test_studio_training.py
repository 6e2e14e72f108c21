"""A painter being taught: wishes, a shared engine, a killed program, a full disk."""

from __future__ import annotations

import errno
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from artmaster_desktop.app import studio_training
from artmaster_desktop.app.studio_training import Training, TrainingState
from artmaster_desktop.core.box import Box
from artmaster_desktop.core.errors import NoWorks, SaveFailed
from artmaster_desktop.core.event import Event, Progress, Stage
from artmaster_desktop.core.mark import Mark, MarkHabit, MarkKind
from artmaster_desktop.core.training import AdapterKind
from artmaster_desktop.core.work import Oeuvre, Work
from artmaster_desktop.storage.oeuvre_file import write_oeuvre
from artmaster_desktop.storage.studio_memory import TrainingOrder, read_memory
from tests.app.fakes import FakeEngine
from tests.app.studio_fakes import STEPS, FakeTrainer, made_studio
from tests.app.test_engine_thread import a_job as paint_job
from tests.engine.ink import paper

WAIT = 8000
SEAL = Mark(id="seal-1", kind=MarkKind.SEAL, box=Box(0.875, 0.0625, 0.0625, 0.0625))


@pytest.fixture
def order(tmp_path: Path) -> TrainingOrder:
    folder = tmp_path / "works"
    folder.mkdir()
    oeuvre = Oeuvre("Shanlu")
    for number in range(3):
        Image.fromarray(paper(128, 160, seed=number)).save(folder / f"{number}.png")
        work = Work(id=f"w{number}", file=f"{number}.png", sha256=str(number), width=128, height=160,
                    rights="my own", tags=("ink-wash",), caption="a lake",
                    marks=() if number else (SEAL,))  # fmt: skip
        oeuvre = oeuvre.with_work(work)
    write_oeuvre(folder, oeuvre)
    return TrainingOrder(works=folder, name="Shan Lu", model=tmp_path / "model", epochs=3)


@pytest.fixture
def trainer() -> FakeTrainer:
    return FakeTrainer()


@pytest.fixture
def training(qtbot: QtBot, tmp_path: Path, trainer: FakeTrainer) -> Iterator[Training]:
    studio, _ = made_studio(tmp_path, trainer)
    yield studio.training
    trainer.held = False
    studio.close()
    assert studio.training.wait(5.0)


def reach(qtbot: QtBot, training: Training, *states: TrainingState) -> None:
    qtbot.waitUntil(lambda: training.state in states and not training.busy, timeout=WAIT)


def test_a_painter_is_taught_from_what_is_prepared(
    qtbot: QtBot, training: Training, trainer: FakeTrainer, order: TrainingOrder, tmp_path: Path
) -> None:
    with qtbot.waitSignal(training.made, timeout=WAIT):
        assert training.start(order)
        assert not training.start(order)
    reach(qtbot, training, TrainingState.DONE)
    (job,) = trainer.jobs
    assert {work.origin for work in job.works} == {"w0", "w1", "w2"}
    assert {work.pixels.shape for work in job.works} == {(512, 512, 3), (768, 512, 3)}
    assert (job.licence, job.tags, job.recipe.epochs) == ("my own", ("ink-wash",), 3)
    assert job.marks == (MarkHabit(MarkKind.SEAL, 1 / 3, SEAL.box),)
    assert training.exists("Shan Lu")
    assert [step for step, _ in training.record.losses] == list(range(1, STEPS + 1))
    assert len(training.record.sheets) == len(training.record.judged) == STEPS
    training.wait(5.0)
    assert read_memory(tmp_path / "studio.json").order is None
    assert read_memory(tmp_path / "studio.json").pace("fast", order.model) is not None


def test_a_pause_goes_on_where_it_was(
    qtbot: QtBot, training: Training, trainer: FakeTrainer, order: TrainingOrder
) -> None:
    trainer.held = True
    training.start(order)
    trainer.allow(2)
    qtbot.waitUntil(lambda: training.record.step == 2, timeout=WAIT)
    training.pause()
    assert training.state is TrainingState.STOPPING
    reach(qtbot, training, TrainingState.PAUSED)
    trainer.held = False
    assert training.resume()
    reach(qtbot, training, TrainingState.DONE)
    assert trainer.steps == list(range(1, STEPS + 1))
    assert [step for step, _ in training.record.losses] == list(range(1, STEPS + 1))


def test_a_killed_program_goes_on_after_the_next_start(
    qtbot: QtBot, training: Training, trainer: FakeTrainer, order: TrainingOrder, tmp_path: Path
) -> None:
    trainer.held = True
    training.start(order)
    trainer.allow(3)
    qtbot.waitUntil(lambda: training.checkpoint_of(order.name).is_file(), timeout=WAIT)
    qtbot.waitUntil(lambda: read_memory(tmp_path / "studio.json").order == order, timeout=WAIT)
    training.close()
    reach(qtbot, training, TrainingState.PAUSED)
    assert training.wait(5.0)
    again = FakeTrainer()
    studio, _ = made_studio(tmp_path, again)
    assert studio.training.state is TrainingState.PAUSED
    assert studio.training.order == order
    assert studio.training.record.losses == training.record.losses != []
    assert studio.training.record.ranks == training.record.ranks
    assert [one.loss for one in studio.training.record.judged] == [one.loss for one in training.record.judged]
    assert studio.training.resume()
    reach(qtbot, studio.training, TrainingState.DONE)
    assert again.steps[0] > 1
    assert trainer.steps + again.steps == list(range(1, STEPS + 1))
    assert [step for step, _ in studio.training.record.losses] == list(range(1, STEPS + 1))
    assert studio.training.wait(5.0)
    assert not list(studio.training.checkpoint_of(order.name).parent.glob("*.json"))
    studio.close()


def test_what_is_given_up_leaves_no_checkpoint(
    qtbot: QtBot, training: Training, trainer: FakeTrainer, order: TrainingOrder, tmp_path: Path
) -> None:
    trainer.held = True
    training.start(order)
    trainer.allow(1)
    qtbot.waitUntil(lambda: training.record.step == 1, timeout=WAIT)
    training.stop()
    reach(qtbot, training, TrainingState.IDLE)
    assert not training.checkpoint_of(order.name).exists()
    assert not training.exists(order.name)
    assert not training.resumable
    training.wait(5.0)
    assert read_memory(tmp_path / "studio.json").order is None


def test_starting_over_forgets_the_checkpoint(
    qtbot: QtBot, training: Training, trainer: FakeTrainer, order: TrainingOrder
) -> None:
    trainer.fails = SaveFailed(Path("painter"), errno.ENOSPC, "No space left on device")
    with qtbot.waitSignal(training.failed, timeout=WAIT) as told:
        training.start(order)
    assert told.args == [trainer.fails]
    reach(qtbot, training, TrainingState.FAILED)
    assert training.resumable
    trainer.fails = None
    assert training.start_over()
    reach(qtbot, training, TrainingState.DONE)
    assert trainer.steps == [1, *range(1, STEPS + 1)]


def test_a_full_disk_at_a_checkpoint_is_told_and_the_run_goes_on(
    qtbot: QtBot, training: Training, trainer: FakeTrainer, order: TrainingOrder
) -> None:
    trainer.held = True
    trainer.refuses = SaveFailed(Path("last.checkpoint"), errno.ENOSPC, "No space left on device")
    training.start(order)
    trainer.allow(1)
    qtbot.waitUntil(lambda: training.record.refused is trainer.refuses, timeout=WAIT)
    assert training.busy
    trainer.refuses = None
    trainer.allow(STEPS)
    reach(qtbot, training, TrainingState.DONE)
    assert training.record.refused is None


def test_a_folder_without_works_fails_in_words(
    qtbot: QtBot, training: Training, trainer: FakeTrainer, tmp_path: Path
) -> None:
    with qtbot.waitSignal(training.failed, timeout=WAIT) as told:
        training.start(TrainingOrder(works=tmp_path, name="Nobody", model=tmp_path, kind=AdapterKind.LORA))
    assert told.args is not None
    assert isinstance(told.args[0], NoWorks)
    reach(qtbot, training, TrainingState.FAILED)
    assert trainer.jobs == []


def test_painting_goes_first_and_the_training_goes_on_afterwards(
    qtbot: QtBot, tmp_path: Path, trainer: FakeTrainer, order: TrainingOrder
) -> None:
    studio, turn = made_studio(tmp_path, trainer)
    training = studio.training
    trainer.held = True
    training.start(order)
    trainer.allow(1)
    qtbot.waitUntil(lambda: training.record.step == 1, timeout=WAIT)
    engine = FakeEngine(held=True)
    shared = turn.shared(lambda: engine)()
    told: list[Event] = []
    painter = threading.Thread(target=lambda: shared.run(paint_job("a"), told.append, lambda: False))
    painter.start()
    qtbot.waitUntil(lambda: training.state is TrainingState.YIELDING, timeout=WAIT)
    qtbot.waitUntil(lambda: len(engine.jobs) == 1, timeout=WAIT)
    assert told[0] == Progress("a", Stage.WAITING, 0, 1)
    trainer.allow(STEPS)
    qtbot.wait(60)
    assert trainer.steps == [1]
    engine.let_go()
    painter.join(5.0)
    reach(qtbot, training, TrainingState.DONE)
    assert trainer.steps == list(range(1, STEPS + 1))
    studio.close()


def test_what_painting_takes_is_not_counted_as_learning(
    qtbot: QtBot, tmp_path: Path, trainer: FakeTrainer, order: TrainingOrder, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = [0.0]
    monkeypatch.setattr(studio_training, "monotonic", lambda: seconds[0])
    studio, turn = made_studio(tmp_path, trainer)
    training = studio.training
    trainer.held = True
    training.start(order)
    trainer.allow(1)
    qtbot.waitUntil(lambda: training.record.step == 1, timeout=WAIT)
    seconds[0] = 2.0
    with turn.painting(lambda: False):
        qtbot.waitUntil(lambda: training.state is TrainingState.YIELDING, timeout=WAIT)
        seconds[0] = 1002.0
    qtbot.waitUntil(lambda: training.state is TrainingState.RUNNING, timeout=WAIT)
    seconds[0] = 1005.0
    trainer.allow(STEPS)
    reach(qtbot, training, TrainingState.DONE)
    assert studio.training.wait(5.0)
    pace = read_memory(tmp_path / "studio.json").pace(order.pace_key, order.model)
    assert pace == pytest.approx(1.0)  # 5 steps in 5 seconds: 2 before the painting, 3 after it
    studio.close()


def test_painting_does_not_wait_where_nothing_is_taught(tmp_path: Path) -> None:
    _, turn = made_studio(tmp_path)
    engine = FakeEngine()
    shared = turn.shared(lambda: engine)()
    told: list[Event] = []
    shared.run(paint_job("a"), told.append, lambda: False)
    assert len(engine.jobs) == 1
    assert not any(isinstance(event, Progress) and event.stage is Stage.WAITING for event in told)
    assert shared.describe(Path("model")).path == Path("model")
