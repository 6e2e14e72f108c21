"""The run that makes all models: its stages, what is carried away, and what a failure does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "models" / "recipes"))

import make_models
from making import measures
from making.ready import DamagedPartError, carry, read_manifest, unpack
from making.run import Run
from making.stage import DONE, FAILED, SKIPPED, Stage


def _python(code: str) -> Callable[[], Sequence[object]]:
    return lambda: (sys.executable, "-c", code)


def _run(tmp_path: Path, *stages: Stage, **settings: Any) -> Run:
    run = Run(stages, tmp_path / "out", dict(os.environ), **settings)
    run.well = run.go()  # type: ignore[attr-defined]
    return run


def test_what_is_finished_is_packed_and_told_at_once(tmp_path: Path) -> None:
    made, stale = tmp_path / "out" / "thing", tmp_path / "stale"
    stale.write_text("old", encoding="utf-8")
    code = f"from pathlib import Path; p = Path({str(made)!r}); p.mkdir(); (p / 'a').write_text('it')"
    stage = Stage("one", _python(code), gives=(made,), clears=(stale,), measures=lambda: {"likeness": 31.0})
    run = _run(tmp_path, stage, packed=True, goals={("one", "likeness"): 32.0})
    assert run.rows["one"].state == DONE
    assert not stale.exists()
    assert run.verdict(run.rows["one"]) == "NO-GO one: likeness 31.0; missed likeness"
    status = json.loads((tmp_path / "out" / "ready" / "status.json").read_text(encoding="utf-8"))
    assert status["stages"]["one"]["reached"] == {"likeness": 31.0}
    unpack(tmp_path / "out" / "ready", tmp_path / "there", ["one"])
    assert (tmp_path / "there" / "thing" / "a").read_text(encoding="utf-8") == "it"


def test_a_failure_is_tried_again_and_stops_only_what_hangs_on_it(tmp_path: Path) -> None:
    once = "import sys; sys.exit('--gently' not in sys.argv)"
    wait = "import time; time.sleep(60)"
    run = _run(
        tmp_path,
        Stage("first", _python("raise SystemExit(3)")),
        Stage("second", _python(once), after=("first",), again=("--gently",)),
        Stage("hanging", _python(wait), hangs_on=("first",)),
        Stage("lacking", _python("pass"), needs=(tmp_path / "absent",)),
        Stage("slow", _python(wait), most=0.5),
        Stage("nowhere", lambda: ["/there/is/no/such/program"]),
        Stage("nothing", list),
        Stage("painting", _python(wait), beside=True),
    )
    states = {name: row.state for name, row in run.rows.items()}
    assert states == {
        "first": FAILED,
        "second": DONE,
        "hanging": FAILED,
        "lacking": SKIPPED,
        "slow": FAILED,
        "nowhere": FAILED,
        "nothing": FAILED,
        "painting": DONE,
    }
    assert [run.rows[n].tries for n in ("first", "second", "slow")] == [2, 2, 1]
    assert run.rows["hanging"].why == "first failed"


def test_the_roof_ends_everything_and_keeps_what_was_said(tmp_path: Path) -> None:
    code = "import time; print('begun', flush=True); time.sleep(60)"
    run = _run(tmp_path, Stage("endless", _python(code)), roof=5.0)  # a busy machine is slow to begin
    assert run.rows["endless"].state == FAILED
    assert run.elapsed() < 30
    assert (tmp_path / "out" / "ready" / "logs" / "endless.log").read_text(encoding="utf-8") == "begun\n"


def test_measures_that_cannot_be_read_stop_nothing(tmp_path: Path) -> None:
    run = _run(tmp_path, Stage("mute", _python("pass"), measures=lambda: measures.vae(tmp_path)))
    assert run.rows["mute"].state == DONE
    assert run.rows["mute"].reached == {}


def test_parts_are_small_named_in_order_and_checked(tmp_path: Path) -> None:
    thing = tmp_path / "out" / "models" / "thing"
    thing.mkdir(parents=True)
    (thing / "weights").write_bytes(os.urandom(50_000))
    ready = tmp_path / "ready"
    parts = carry("thing", (thing, tmp_path / "out" / "absent"), tmp_path / "out", ready, True, part=20_000)
    assert [part.name for part in parts] == [f"thing.{n}" for n in range(len(parts))]
    assert len(parts) >= 3
    assert max(part.stat().st_size for part in parts) <= 20_000
    carry("other", (thing,), tmp_path / "out", ready, True)
    assert list(read_manifest(ready)) == ["thing", "other"]
    assert unpack(ready, tmp_path / "there", ["thing"]) == ["thing"]
    copy = tmp_path / "there" / "models" / "thing" / "weights"
    assert copy.read_bytes() == (thing / "weights").read_bytes()
    command = [sys.executable, str(Path(make_models.__file__).with_name("unpack.py")), str(ready)]
    said = subprocess.run(
        [*command, "--to", str(tmp_path / "by hand"), "other"], check=True, capture_output=True
    )
    assert b"unpacked other" in said.stdout
    assert (tmp_path / "by hand" / "models" / "thing" / "weights").stat().st_size == 50_000
    parts[1].write_bytes(b"spoilt")
    with pytest.raises(DamagedPartError) as told:
        unpack(ready, tmp_path / "elsewhere")
    assert told.value.part == parts[1]
    assert not (tmp_path / "elsewhere").exists()


def _stages(tmp_path: Path, *arguments: str) -> dict[str, Stage]:
    options = make_models.parser().parse_args(["--out", str(tmp_path), *arguments])
    return {stage.name: stage for stage in make_models.Recipe(options).stages()}


def test_two_gpus_share_the_work(tmp_path: Path) -> None:
    one = _stages(tmp_path)
    two = _stages(tmp_path, "--devices", "cuda:2,cuda:5", "--bench")
    assert {stage.device for stage in one.values()} == {None, "0"}
    assert one["judge"].after == ("base",)
    assert two["judge"].after == ("vae",)
    assert [two[n].device for n in ("vae", "base", "judge", "bench", "painters-0", "painters-1")] == [
        "2", "2", "5", "5", "2", "5",
    ]  # fmt: skip
    taught = [_given(two[f"painters-{n}"], "--only").split(",") for n in (0, 1)]
    assert sorted(slug for own in taught for slug in own) == sorted(
        _given(one["painters-0"], "--only").split(",")
    )
    assert [len(own) for own in taught] == [4, 4]
    assert _given(two["painters-0"], "--rows") == "8"
    assert _given(one["painters-0"], "--rows") == "4"
    assert float(_given(two["painters-0"], "--deadline")) > 1e9


def _given(stage: Stage, option: str) -> str:
    command = [str(part) for part in stage.command()]
    return command[command.index(option) + 1]


def test_a_run_goes_on_from_any_stage(tmp_path: Path) -> None:
    assert list(_stages(tmp_path, "--from", "painters")) == ["painters-0", "evaluate", "fidelity"]
    chosen = _stages(tmp_path, "--from", "base", "--to", "painters", "--devices", "cuda:0,cuda:1")
    assert list(chosen) == ["base", "judge", "painters-0", "painters-1"]
    assert chosen["painters-0"].needs == ()
    assert _stages(tmp_path, "--from", "painters")["painters-0"].needs == (
        tmp_path / "starter" / "card.json",
    )
    with pytest.raises(SystemExit, match="no stage is called sculpture"):
        _stages(tmp_path, "--from", "sculpture")


def test_stages_understand_their_arguments(tmp_path: Path) -> None:
    """Every command line is one that its program takes."""
    from judge.__main__ import arguments as judge
    from painters.__main__ import arguments as painters
    from starter.__main__ import parser as starter

    known = {"starter": starter(), "painters": painters(), "judge": judge()}
    for stage in _stages(tmp_path, "--devices", "cuda:0,cuda:1").values():
        _, _, module, *arguments = (str(part) for part in stage.command())
        known[module].parse_args([*arguments, *stage.again])
