"""Two processes teach one painter: the same works are shown as by one, and the same weights come of it."""

from __future__ import annotations

import os
import socket
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


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def test_two_processes_are_as_good_as_one(tmp_path: Path) -> None:
    model = build(tmp_path / "flux")
    source = CHILD.format(root=str(ROOT), recipes=str(ROOT / "models" / "recipes"))
    common = {"WORLD_SIZE": "2", "LOCAL_WORLD_SIZE": "2", "MASTER_ADDR": "127.0.0.1"}
    common |= {"MASTER_PORT": str(free_port()), "ACCELERATE_USE_CPU": "true", "OMP_NUM_THREADS": "1"}
    children = [
        subprocess.Popen(
            [sys.executable, "-c", source, str(model), str(tmp_path / "two")],
            env=os.environ | common | {"RANK": str(rank), "LOCAL_RANK": str(rank)},
        )
        for rank in (0, 1)
    ]
    (tmp_path / "two").mkdir(exist_ok=True)
    try:
        assert [child.wait(timeout=300) for child in children] == [0, 0]
    finally:
        for child in children:
            child.kill()
    asked = job(model, tmp_path / "one", replace(SHORT, batch=2, epochs=2, informed=2, kind=AdapterKind.LORA))
    run(asked)
    shown = [(tmp_path / "two" / f"rows-{rank}").read_text().split() for rank in (0, 1)]
    assert shown == [[str(row) for row in range(rank, 10, 2)] for rank in (0, 1)]
    assert (tmp_path / "two" / "heard-1").read_text() == "1"
    other = replace(asked, out=tmp_path / "two" / "out")
    one, two = painter(asked), painter(other)
    assert one.keys() == two.keys()
    for name, tensor in one.items():
        torch.testing.assert_close(two[name], tensor, atol=1e-5, rtol=0)


def test_one_process_sends_nothing() -> None:
    fleet = Fleet()
    assert (fleet.batch(3), fleet.device, fleet.first) == (3, None, True)
    assert fleet.agreed(Wish.PAUSE) is Wish.PAUSE
    found = fleet.mean([Losses(1.0, None), Losses(3.0, 2.0)])
    assert found == Losses(2.0, 2.0)


def test_rows_are_shared_out_evenly() -> None:
    assert [Fleet(0, 4).batch(asked) for asked in (1, 4, 5)] == [4, 4, 8]
