"""The second run: what is taught from the shipped starter, and the painters by the program's own trainer."""

from __future__ import annotations

import argparse
import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "models" / "recipes"))

import landscape
import make_finish
from artmaster_desktop.core import training_event as ev
from artmaster_desktop.core.event import Placement
from artmaster_desktop.core.training import SEED
from making.stage import Stage
from painters import by_program


def _stages(tmp_path: Path, *arguments: str) -> dict[str, Stage]:
    options = make_finish.parser().parse_args(["--out", str(tmp_path), *arguments])
    return {stage.name: stage for stage in make_finish.Finish(options).stages()}


def test_every_painter_is_made_beside_the_others(tmp_path: Path) -> None:
    one, two = _stages(tmp_path), _stages(tmp_path, "--devices", "cuda:0,cuda:3")
    taught = [f"painter-{slug}" for slug in landscape.PAINTERS]
    assert len(taught) == 8
    assert [one[name].after for name in taught] == [("flux",)] * 8  # whose times must be its own
    assert [two[name].after for name in taught] == [()] * 8
    assert {two[name].device for name in taught} == {"0"}
    assert two["flux"].device == two["seed"].device == "3"
    assert two["seed"].after == ("flux",)
    assert set(taught) < set(one["seed"].after)
    gives = {path.name for name in taught for path in one[name].gives}
    assert set(landscape.PAINTERS) < gives


def test_one_stage_can_be_made_alone(tmp_path: Path) -> None:
    assert list(_stages(tmp_path, "--only", "segment,control")) == ["segment", "control"]
    with pytest.raises(SystemExit, match="no stage is called sculpture"):
        _stages(tmp_path, "--only", "sculpture")


def test_stages_understand_their_arguments(tmp_path: Path) -> None:
    """Every command line is one that its program takes."""
    from control.__main__ import arguments as control
    from control.segment import arguments as segment
    from gate.__main__ import arguments as gate
    from judge.__main__ import arguments as judge
    from upscale.__main__ import arguments as upscale

    known = {
        "control": control(), "control.segment": segment(), "gate": gate(), "judge": judge(),
        "upscale": upscale(), "painters.by_program": by_program.arguments(),
    }  # fmt: skip
    met = set()
    for smoke in ((), ("--smoke",)):
        for stage in _stages(tmp_path, *smoke).values():
            _, flag, *rest = (str(part) for part in stage.command())
            assert [flag, *rest] == [str(part) for part in stage.command()][1:]  # a second try has it too
            if flag == "-m" and rest[0] in known:
                known[rest[0]].parse_args([*rest[1:], *stage.again])
                met.add(rest[0])
            else:
                assert flag.endswith("flux_train.py") or rest[0] == "upscale.measure"
    assert met == set(known)


def test_the_seed_preset_is_taken_as_it_is() -> None:
    options = argparse.Namespace(preset="seed", seed=SEED.seed, smoke=False)
    found = by_program._recipe("azure-gilt", (), options, None, 0.0)  # type: ignore[arg-type]
    assert found == SEED
    assert found.steps(40) == 6000
    studio = by_program.PRESETS["studio"]
    assert studio.places
    assert studio.kind is SEED.kind


def _heard(*events: ev.TrainingEvent, steps: int = 0) -> dict[str, Any]:
    watch = by_program.Watch(time.monotonic() + 60)
    started = ev.TrainingStarted("a", Placement("cpu", "a GPU", "float32", "none", "why"), 6000, 0, 18, 2, 10)
    for event in (started, *events):
        watch.hear(event)
    watch.times = [0.05 * n for n in range(steps + 1)]
    return watch.told()


def test_what_was_cut_off_tells_how_long_it_would_have_taken() -> None:
    told = _heard(ev.Judged("a", 10, 0.3, 0.5, 0.29), ev.TrainingCancelled("a", 100), steps=100)
    assert told["ms_a_step"] == 50.0
    assert told["steps"] == 100
    assert told["seconds_expected"] == pytest.approx(6000 * 0.05 + by_program.SPARE)
    assert told["held_out_best"] == 0.29
    done = _heard(ev.Trained("a", Path("a"), 6000, ev.Ending.COMPLETE, (3, 12), 301.25), steps=6000)
    assert (done["seconds"], done["ranks"]) == (301.2, [3, 12])
    assert "seconds_expected" not in done


def test_a_watch_cancels_when_the_time_is_up() -> None:
    assert by_program.Watch(time.monotonic() + 60).wish() is ev.Wish.GO
    assert by_program.Watch(time.monotonic() - 1).wish() is ev.Wish.CANCEL


def test_a_run_that_is_told_to_end_leaves_no_children(tmp_path: Path) -> None:
    code = (
        "import sys, os; from pathlib import Path; from making.run import Run, ends_in_order;"
        "from making.stage import Stage; ends_in_order(); out = Path(sys.argv[1]);"
        "child = 'import os, time, pathlib; pathlib.Path(%r).write_text(str(os.getpid()));'"
        " 'time.sleep(60)' % str(out / 'pid');"
        "Run([Stage('one', lambda: [sys.executable, '-c', child])], out, dict(os.environ)).go()"
    )
    code = code.replace("'import os, time", "('import os, time").replace(
        "'time.sleep(60)' %", "'time.sleep(60)') %"
    )
    recipes = Path(make_finish.__file__).parent
    process = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], cwd=recipes)
    pid = tmp_path / "pid"
    end = time.monotonic() + 60
    while not (pid.exists() and pid.read_text()) and time.monotonic() < end:
        time.sleep(0.05)
    child = int(pid.read_text())
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 143
    assert not Path(f"/proc/{child}").exists()
    assert json.loads((tmp_path / "status.json").read_text())["stages"]["one"]["why"] == "the run is over"
