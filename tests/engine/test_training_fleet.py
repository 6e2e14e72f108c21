"""Two processes teach one painter: the same works are shown as by one, and the same weights come of it."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import torch

from artmaster_desktop.core.training import AdapterKind
from artmaster_desktop.core.training_event import Wish
from artmaster_desktop.engine.training.fleet import Fleet
from artmaster_desktop.engine.training.losses import Losses
from tests.conftest import ROOT
from tests.engine.test_training_run import painter, run
from tests.engine.tiny_model import build
from tests.engine.training_jobs import SHORT, job

CHILD = """
import os, sys
from dataclasses import replace
from pathlib import Path
sys.path[:0] = [{root!r}, {recipes!r}]
import torch
torch.set_num_threads(1)
from artmaster_desktop.core import training_event as ev
from artmaster_desktop.core.training import AdapterKind
from artmaster_desktop.engine.device import EngineOptions
from artmaster_desktop.engine.training.lesson import Curriculum
from artmaster_desktop.engine.training.trainer import PainterTrainer
from tests.engine.training_jobs import SHORT, Listener, job, write
shown, before = [], Curriculum.lesson
Curriculum.lesson = lambda self, row: (shown.append(row), before(self, row))[1]
recipe = replace(SHORT, batch=2, epochs=2, informed=2, kind=AdapterKind.LORA)
heard = Listener()
asked = job(Path(sys.argv[1]), Path(sys.argv[2]), recipe)
PainterTrainer(write, EngineOptions(device="cpu")).run(asked, heard.hear, heard.wish)
Path(sys.argv[2], "rows-" + os.environ["RANK"]).write_text(" ".join(map(str, shown[2:])))
Path(sys.argv[2], "heard-" + os.environ["RANK"]).write_text(str(len(heard.heard)))
"""


def taught_by_two(model: Path, folder: Path) -> Path:
    """Where two processes, started as a user starts them, left their painter."""
    script = folder / "child.py"
    folder.mkdir()
    script.write_text(CHILD.format(root=str(ROOT), recipes=str(ROOT / "models" / "recipes")))
    start = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--local-addr", "127.0.0.1"]
    done = subprocess.run(
        [*start, "--nproc-per-node", "2", str(script), str(model), str(folder)],
        env=os.environ | {"ACCELERATE_USE_CPU": "true", "OMP_NUM_THREADS": "1"},
        check=False,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return folder / "out"


def test_two_processes_are_as_good_as_one(tmp_path: Path) -> None:
    model = build(tmp_path / "flux")
    two = taught_by_two(model, tmp_path / "two")
    asked = job(model, tmp_path / "one", replace(SHORT, batch=2, epochs=2, informed=2, kind=AdapterKind.LORA))
    run(asked)
    shown = [(tmp_path / "two" / f"rows-{rank}").read_text().split() for rank in (0, 1)]
    assert shown == [[str(row) for row in range(rank, 10, 2)] for rank in (0, 1)]
    assert (tmp_path / "two" / "heard-1").read_text() == "1"
    assert apart(painter(replace(asked, out=two)), painter(asked)) < 1e-4
    run(
        stranger := replace(
            asked, out=tmp_path / "other", recipe=replace(asked.recipe, seed=asked.recipe.seed + 1)
        )
    )
    assert apart(painter(stranger), painter(asked)) > 0.1


def apart(one: dict[str, torch.Tensor], other: dict[str, torch.Tensor]) -> float:
    """How far the first is from the second, as a part of the second's length.

    Not the largest difference of a number: Adam turns what rounding leaves of a gradient near zero into a
    step of its full rate. Where the order of a sum differs, single numbers part by 1e-5; painters do not.
    """
    assert one.keys() == other.keys()
    rows = [(one[name] - other[name], other[name]) for name in other]
    gap, length = (torch.cat([row[k].flatten() for row in rows]).norm() for k in (0, 1))
    return float(gap / length)


def test_one_process_sends_nothing() -> None:
    fleet = Fleet()
    assert (fleet.batch(3), fleet.device, fleet.first) == (3, None, True)
    assert fleet.agreed(Wish.PAUSE) is Wish.PAUSE
    found = fleet.mean([Losses(1.0, None), Losses(3.0, 2.0)])
    assert found == Losses(2.0, 2.0)


def test_rows_are_shared_out_evenly() -> None:
    assert [Fleet(0, 4).batch(asked) for asked in (1, 4, 5)] == [4, 4, 8]
