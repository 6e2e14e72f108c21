"""What a part of the training is worth: arms differ in one part, and the table says what was measured."""

from __future__ import annotations

import argparse
import json
import shutil
from dataclasses import fields, replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from artmaster_desktop.cli import train
from artmaster_desktop.cli.train_ablate import run_ablation
from artmaster_desktop.core import training_event as ev
from artmaster_desktop.core.training import FAST, SEED, AdapterKind, TrainingJob, TrainingRecipe
from artmaster_desktop.core.training_errors import TooFewWorks, TrainingDiverged
from artmaster_desktop.engine.device import EngineOptions
from artmaster_desktop.engine.measures.ablation import ALL, Row, arms, full, held_out, table
from artmaster_desktop.engine.training.trainer import PainterTrainer
from tests.conftest import ROOT
from tests.engine.tiny_model import build
from tests.engine.training_jobs import SHORT, job, works, write

DOCS = ROOT / "docs" / "measured"
TINY = replace(SHORT, epochs=1, informed=1, places=0.0, seed=3)


def changed(one: TrainingRecipe, other: TrainingRecipe) -> set[str]:
    return {f.name for f in fields(TrainingRecipe) if getattr(one, f.name) != getattr(other, f.name)}


@pytest.mark.parametrize("recipe", [FAST, SEED, TINY])
def test_each_arm_lacks_one_part_and_has_the_seed_of_all(recipe: TrainingRecipe) -> None:
    found = arms(recipe)
    whole = found.pop(ALL)
    assert whole == full(recipe)
    assert (whole.kind, len(whole.phases), whole.patience) == (AdapterKind.ADALORA, 3, 0)
    assert min(whole.style, whole.carry, whole.informed) > 0
    assert whole.held_out >= 2
    parts = [changed(whole, other) - {"windows"} for other in found.values()]
    assert parts == [{"phases"}, {"style"}, {"carry"}, {"informed"}, {"kind"}]
    assert {other.seed for other in found.values()} == {recipe.seed}


def test_captions_with_tags_are_semantic_guidance_too() -> None:
    assert changed(full(replace(FAST, tagged=0.5)), arms(replace(FAST, tagged=0.5))[
        "without semantic guidance"]) == {"carry", "tagged"}  # fmt: skip


def test_works_that_are_measured_against_are_never_shown() -> None:
    recipe = full(TINY)
    kept = held_out(works(8), recipe)
    assert len(kept) == recipe.held_out == 2
    assert len({work.origin for work in kept}) == 2
    with pytest.raises(TooFewWorks) as told:
        held_out(works(5), recipe)
    assert (told.value.found, told.value.needed) == (5, 6)


def test_the_table_is_the_one_in_the_docs() -> None:
    rows = [Row(**row) for row in json.loads((DOCS / "ablation.json").read_text("utf-8"))["rows"]]
    assert table(rows) in (DOCS / "ablation.md").read_text("utf-8")
    plain = [replace(row, told={k: v for k, v in row.told.items() if k != "subjects"}) for row in rows]
    head, *_ = table(plain).splitlines()
    assert "subjects" not in head


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("model") / "flux")


class Teacher:
    """Teaches the first painter truly, with the recipe of the others one step's work; the rest are copies."""

    def __init__(self, fails_at: int = -1) -> None:
        self.jobs: list[TrainingJob] = []
        self.fails_at = fails_at

    def __call__(self, asked: TrainingJob) -> SimpleNamespace:
        self.jobs.append(asked)
        if len(self.jobs) - 1 == self.fails_at:
            return SimpleNamespace(last=ev.TrainingFailed(asked.id, TrainingDiverged(3, 1.0)), judged=None)
        file = asked.folder / f"{asked.slug}.safetensors"
        if len(self.jobs) == 1:
            heard: list[ev.TrainingEvent] = []
            trainer = PainterTrainer(write, EngineOptions(device="cpu"))
            trainer.run(asked, heard.append, lambda: ev.Wish.GO)
            return SimpleNamespace(last=heard[-1], judged=[e for e in heard if isinstance(e, ev.Judged)][-1])
        first = self.jobs[0]
        file.parent.mkdir(parents=True)
        shutil.copy(first.folder / f"{first.slug}.safetensors", file)
        made = ev.Trained(asked.id, file, 4, ev.Ending.COMPLETE, (0, 8), 1.5)
        return SimpleNamespace(last=made, judged=ev.Judged(asked.id, 4, 0.5, 0.6, 0.5))


def test_every_arm_is_taught_measured_and_told_and_none_twice(
    model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = job(model, tmp_path, TINY)
    words = argparse.Namespace(ablate=tmp_path / "table", pictures=1, device="cpu")
    broken = Teacher(fails_at=2)
    assert run_ablation(asked, words, broken) == 1
    told = json.loads((tmp_path / "table" / "ablation.json").read_text("utf-8"))
    assert [row["arm"] for row in told["rows"]] == list(arms(TINY))[:2]
    teacher = Teacher()
    teacher.jobs = broken.jobs[:1]
    assert run_ablation(asked, words, teacher) == 0
    assert [one.recipe for one in teacher.jobs[1:]] == list(arms(TINY).values())[2:]
    assert {one.call for one in teacher.jobs} == {asked.call}
    told = json.loads((tmp_path / "table" / "ablation.json").read_text("utf-8"))
    assert [row["arm"] for row in told["rows"]] == list(arms(TINY))
    ours = {(row["distance"], row["base_distance"]) for row in told["rows"]}
    assert len(ours) == 1  # they are copies of one painter
    assert all(row["told"]["held_out_base"] > 0 for row in told["rows"])
    page = (tmp_path / "table" / "ablation.md").read_text("utf-8")
    for arm in arms(TINY):
        assert f"| {arm} | 1 |" in page
    assert "may be chance" in page
    assert "LoRA for AdaLoRA" in capsys.readouterr().out


def test_pictures_are_painted_only_to_be_measured(tmp_path: Path) -> None:
    parser = argparse.ArgumentParser()
    train.add_to(parser.add_subparsers())
    (tmp_path / "works").mkdir()
    with pytest.raises(SystemExit, match="--ablate"):
        train.run(parser.parse_args(["train", str(tmp_path / "works"), "--name", "x", "--pictures", "3"]))
