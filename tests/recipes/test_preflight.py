"""Before and beside a run: what follows from the checks, and how what is finished is brought home."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "models" / "recipes"))

import make_models
from making import checks, preflight
from making.delivery import Delivery
from making.ready import carry, unpack, whole

SOUND: dict[str, dict[str, Any]] = {
    "machine": {"missing": [], "packs": True, "disk_gib": 60.0, "shm_gib": 0.06, "cores": 16},
    "painting": {"a_second": 60.0},
    "autoencoder": {"losses": [3.0, 2.9]},
    "base": {"loss": 1.9, "device": "a GPU", "compiled": 12, "recorded": True},
    "judge": {"losses": [0.7, 1.1]},
    "painters": {"losses": [1.0], "painted": [1, 64, 64, 3]},
    "program": {"has": ["PaintEngine"]},
}


def _found(**changes: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {**SOUND, **changes}


def test_all_is_well_without_any_change() -> None:
    said = preflight.verdict(SOUND)
    assert said.go
    assert not any(said.arguments.values())
    assert said.lines()[-1] == "PREFLIGHT GO"


@pytest.mark.parametrize(
    ("base", "given"),
    [
        ({"loss": 1.9, "device": "a GPU", "compiled": 12, "refused": "no"}, ["--no-graphs"]),
        ({"loss": 1.9, "device": "a GPU", "compiled": 12}, ["--no-graphs"]),  # recording hung
        ({"loss": 1.9, "device": "a GPU"}, ["--no-compile", "--no-graphs"]),
        ({"loss": 1.9}, []),  # a processor
    ],
)
def test_what_does_not_work_is_done_without(base: dict[str, Any], given: list[str], tmp_path: Path) -> None:
    said = preflight.verdict(_found(base=base))
    assert said.go
    assert said.arguments["base"] == given
    (tmp_path / preflight.FILE).write_text(json.dumps({"arguments": said.arguments}), encoding="utf-8")
    options = make_models.parser().parse_args(["--out", str(tmp_path)])
    stages = {stage.name: stage for stage in make_models.Recipe(options).stages()}
    command = [str(part) for part in stages["base"].command()]
    assert all(flag in command for flag in given)
    assert ("--no-compile" in [str(part) for part in stages["vae"].command()]) == ("--no-compile" in given)


@pytest.mark.parametrize("broken", ["machine", "painting", "autoencoder", "base"])
def test_nothing_is_begun_without_what_all_need(broken: str) -> None:
    said = preflight.verdict(_found(**{broken: {}}))
    assert not said.go
    assert any(told.startswith("NO-GO") for told in said.stages.values())


def test_a_lost_judge_stops_nothing() -> None:
    said = preflight.verdict(_found(judge={}, painters={}, program={}))
    assert said.go
    assert [name for name, told in said.stages.items() if told.startswith("NO-GO")] == [
        "judge", "painters", "fidelity",
    ]  # fmt: skip


def test_slow_cores_and_small_disks_paint_less() -> None:
    slow = preflight.verdict(_found(painting={"a_second": 20.0})).arguments["painting"]
    assert slow == ["--limit", "11000"]
    small = preflight.verdict(_found(machine={**SOUND["machine"], "disk_gib": 22.5})).arguments["painting"]
    assert small == ["--limit", "10000"]


def test_the_machine_is_looked_at(tmp_path: Path) -> None:
    checks.machine(tmp_path, checks.Found(tmp_path / "machine.json", {}), smoke=True)
    told = json.loads((tmp_path / "machine.json").read_text(encoding="utf-8"))
    assert told["packs"] is True
    assert told["cores"] >= 1
    assert told["disk_gib"] > 0
    assert sorted(p.name for p in tmp_path.iterdir()) == ["machine.json"]


def _ready(tmp_path: Path, states: dict[str, str]) -> Path:
    ready, out = tmp_path / "out" / "ready", tmp_path / "out"
    for name, size in (("vae", 30_000), ("base", 90_000), ("logs", 100)):
        (out / name).parent.mkdir(exist_ok=True)
        (out / name).write_bytes(os.urandom(size))
        carry(name, (out / name,), out, ready, True, part=20_000)
    rows = {
        name: {"state": state, "seconds": 1.0, "tries": 1, "why": "", "reached": {}}
        for name, state in states.items()
    }
    (ready / "status.json").write_text(json.dumps({"stages": rows}), encoding="utf-8")
    return ready


def test_each_part_is_brought_once_and_the_base_first(tmp_path: Path) -> None:
    ready = _ready(tmp_path, {"vae": "done", "base": "done", "judge": "running"})
    delivery = Delivery(ready, files=6, size=100_000)
    assert not delivery.over()
    first = delivery.take(tmp_path / "first")
    assert first == ["base.0", "base.1", "base.2", "base.3"]
    home, rounds = tmp_path / "home", 0
    home.mkdir()
    for part in (tmp_path / "first").iterdir():
        part.rename(home / part.name)
    assert whole(home) == []
    while taken := delivery.take(tmp_path / f"next{rounds}"):
        assert len(taken) <= 4
        for part in (tmp_path / f"next{rounds}").iterdir():
            part.replace(home / part.name)
        rounds += 1
        assert rounds < 9
    assert delivery.waiting() == 0
    assert sorted(whole(home)) == ["base", "logs", "vae"]
    unpack(home, tmp_path / "models", whole(home))
    assert (tmp_path / "models" / "base").read_bytes() == (tmp_path / "out" / "base").read_bytes()
    carry("vae", (tmp_path / "out" / "base",), tmp_path / "out", ready, True, part=50_000)  # made once more
    assert "vae.0" in delivery.take(tmp_path / "again")


def test_the_delivery_says_when_all_is_home(tmp_path: Path) -> None:
    ready = _ready(tmp_path, {"vae": "done", "base": "failed"})
    script = str(Path(make_models.__file__).with_name("deliver.py"))
    command = [sys.executable, script, str(ready), str(tmp_path / "to"), "--seconds", "1"]
    first = subprocess.run([*command, "--files", "4"], capture_output=True, text=True, check=False)
    assert first.returncode == 3
    assert "more may come" in first.stdout
    last = subprocess.run([*command, "--files", "40"], capture_output=True, text=True, check=False)
    assert last.returncode == 0
    assert "all is delivered" in last.stdout
    assert "failed   base" in last.stdout
