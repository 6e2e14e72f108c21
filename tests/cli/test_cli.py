"""The command line as a person uses it: paint, paint again, look at painters, be told what is wrong."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from safetensors.torch import load_file, save_file

from artmaster_desktop import __version__
from artmaster_desktop.cli import main, paint, wants_window
from artmaster_desktop.storage.ora import save_document
from artmaster_desktop.storage.picture_file import read_job
from tests.core.documents import halves
from tests.engine.tiny_model import build, lora


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="module")
def painters(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("painters")
    for seed, slug in enumerate("ab"):
        lora(model, folder / f"{slug}.safetensors", seed=seed)
    return folder


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "lake.ora"
    save_document(halves(feather=6.0), path)
    return path


def run(*arguments: object) -> int:
    return main([str(argument) for argument in arguments])


def test_a_document_is_painted_and_its_picture_paints_itself_again(
    document: Path, model: Path, painters: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, report, again = tmp_path / "lake.png", tmp_path / "lake.json", tmp_path / "again.png"
    common = ("--model", model, "--painters", painters, "--device", "cpu")
    assert run("paint", document, "--out", out, "--report", report, "--seed", 5, "--steps", 2, *common) == 0
    assert "seed 5" in capsys.readouterr().err
    told = json.loads(report.read_text("utf-8"))
    assert told["seed"] == 5
    assert told["steps"] == 2
    assert {slug for slug, _ in told["painters"]} == {"a", "b"}
    assert run("paint", out, "--out", again, *common) == 0
    first, second = np.asarray(Image.open(out)), np.asarray(Image.open(again))
    assert first.shape == (256, 256, 3)
    assert np.array_equal(first, second)
    assert run("paint", out, "--out", again, "--seed", 6, *common) == 0
    assert not np.array_equal(first, np.asarray(Image.open(again)))


def test_painters_are_listed_shown_and_checked(
    model: Path, painters: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("painters", "list", "--painters", painters) == 0
    listed = capsys.readouterr().out
    assert "a" in listed
    assert "b" in listed
    assert run("painters", "show", "a", "--painters", painters) == 0
    assert "sha256" in capsys.readouterr().out
    assert run("painters", "show", "zoe", "--painters", painters) == 1
    assert "zoe is not in the library" in capsys.readouterr().err
    bad = tmp_path / "bad.safetensors"
    bad.write_bytes(b"\x80\x04not a painter")
    assert run("painters", "check", painters / "a.safetensors", bad, "--model", model) == 1
    checked = capsys.readouterr().out
    assert checked.count("can paint") == 1
    assert checked.count("cannot paint") == 2


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("x.ora", b"not a zip", "cannot be opened"),
        ("missing.ora", None, "missing.ora"),
        ("x.png", b"not a png", "x.png"),
    ],
)
def test_broken_input_is_explained_and_left_alone(
    name: str,
    content: bytes | None,
    words: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    model: Path,
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    assert run("paint", path, "--model", model, "--out", tmp_path / "out.png") == 1
    assert words in capsys.readouterr().err
    assert not (tmp_path / "out.png").exists()
    assert content is None or path.read_bytes() == content


def test_a_picture_without_a_job_is_told_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], model: Path
) -> None:
    path = tmp_path / "holiday.png"
    Image.new("RGB", (8, 8)).save(path)
    assert run("paint", path, "--model", model) == 1
    assert "does not carry the job" in capsys.readouterr().err


def test_settings_out_of_range_are_refused_before_anything_is_painted(
    document: Path, model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for option, value in (("--steps", 0), ("--seed", -1), ("--guidance", 99)):
        with pytest.raises(SystemExit) as left:
            run("paint", document, "--model", model, "--out", tmp_path / "o.png", option, value)
        assert left.value.code == 2
        assert option in capsys.readouterr().err


def test_a_missing_model_is_explained(
    document: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("paint", document, "--model", tmp_path / "nowhere") == 1
    assert "no complete FLUX.1 model" in capsys.readouterr().err


def test_a_folder_that_is_not_there_is_a_failed_save(
    document: Path, model: Path, painters: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "no" / "such" / "folder.png"
    assert run("paint", document, "--out", out, "--steps", 1, "--model", model, "--painters", painters) == 1
    assert "could not be saved" in capsys.readouterr().err


def test_without_a_display_the_window_says_so(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert run() == 1
    said = capsys.readouterr().err
    assert "no display" in said
    assert "artmaster-desktop paint" in said


@pytest.mark.parametrize(
    ("words", "window"),
    [([], True), (["hills.ora"], True), (["paint"], False), (["paint", "x.ora"], False), (["--help"], False)],
)
def test_a_name_alone_is_a_document_for_the_window(words: list[str], window: bool) -> None:
    assert wants_window(words) is window


def test_it_says_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        run("--version")
    assert left.value.code == 0
    assert __version__ in capsys.readouterr().out


def test_the_doctor_names_what_is_missing(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("doctor", "--model", model) == 0
    said = capsys.readouterr().out
    assert "cpu" in said
    assert "runs on" in said
    assert "made for another model" in said  # the painters that ship are the starter's
    assert run("doctor", "--model", model / "vae") == 1
    assert "model_index.json" in capsys.readouterr().out


def test_names_with_brackets_are_shown_as_they_are(
    model: Path, painters: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "[red]墨[bold]"
    folder.mkdir()
    odd = halves()
    odd = odd.edited(regions=tuple(replace(r, name="[/sky] :moon:", strength=0.0) for r in odd.regions))
    save_document(odd, folder / "lake.ora")
    out = folder / "lake.png"
    common = ("--model", model, "--painters", painters, "--steps", 1, "--device", "cpu")
    assert run("paint", folder / "lake.ora", "--out", out, *common) == 0
    said = capsys.readouterr().err
    assert "[/sky] :moon:: nothing is drawn" in said
    assert str(out) in said
    shutil.copy(painters / "a.safetensors", folder / "[b]a[red].safetensors")
    assert run("painters", "list", "--painters", folder) == 0
    assert run("painters", "show", "[b]a[red]", "--painters", folder) == 0
    assert run("painters", "check", folder / "[b]a[red].safetensors", "--model", model) == 0
    assert capsys.readouterr().out.count("[b]a[red]") >= 4


def test_nothing_but_a_picture_is_saved_as_one(
    document: Path, model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = document.read_bytes()
    for option, words in (("--out", ".png"), ("--report", ".json")):
        with pytest.raises(SystemExit) as left:
            run("paint", document, "--model", model, option, document)
        assert left.value.code == 2
        assert f"must end in {words}" in capsys.readouterr().err
    assert document.read_bytes() == before


def test_a_place_that_cannot_be_saved_to_is_told_before_painting(
    document: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "taken.png").mkdir()
    monkeypatch.setattr("artmaster_desktop.bootstrap.engine", lambda _: pytest.fail("it was to be painted"))
    for options in (("--out", tmp_path / "no" / "x.png"), ("--out", tmp_path / "taken.png")):
        assert run("paint", document, *options) == 1
        assert "could not be saved" in capsys.readouterr().err
    assert run("paint", document, "--out", tmp_path / "x.png", "--report", tmp_path / "no" / "r.json") == 1
    assert "r.json could not be saved" in capsys.readouterr().err


def test_a_job_names_its_model_and_painters_wherever_it_is_opened(
    document: Path, model: Path, painters: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(model.parent)
    out = tmp_path / "out.png"
    near = os.path.relpath(painters, model.parent)
    options = ("--model", model.name, "--painters", near, "--steps", 1, "--device", "cpu")
    assert run("paint", document, "--out", out, *options) == 0
    job = read_job(out)
    assert job.model == model
    assert all(painter.file.is_absolute() and painter.file.is_file() for painter in job.painters)


def test_letters_that_the_terminal_lacks_do_not_end_the_program() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "artmaster_desktop", "painters", "check", "墨.safetensors"],
        env=os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 1
    assert "?.safetensors: cannot paint" in told.stdout
    assert "Traceback" not in told.stderr


def test_the_doctor_survives_a_library_that_does_not_start(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> None:
        raise OSError("[WinError 126] The specified module could not be found")

    monkeypatch.setattr("artmaster_desktop.cli.doctor._processors", broken)
    assert run("doctor") == 1
    said = capsys.readouterr().out
    assert "[WinError 126]" in said
    assert "Painters" in said


@pytest.mark.skipif(sys.platform == "win32", reason="a console's Ctrl-C is not a POSIX signal")
def test_ctrl_c_stops_at_the_next_step_and_saves_nothing(
    document: Path, model: Path, painters: Path, tmp_path: Path
) -> None:
    out = tmp_path / "never.png"
    command = [sys.executable, "-m", "artmaster_desktop", "paint", document, "--out", out, "--steps", "200"]
    process = subprocess.Popen(
        [*map(str, command), "--model", str(model), "--painters", str(painters), "--device", "cpu"],
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    assert process.stderr is not None
    for line in process.stderr:
        if "float32" in line:
            break
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "nothing was saved" in said
    assert not out.exists()


def test_a_picture_that_lies_there_is_not_replaced_unasked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert paint.unused("lake-painted") == Path("lake-painted.png")
    (tmp_path / "lake-painted.png").touch()
    (tmp_path / "lake-painted-2.png").touch()
    assert paint.unused("lake-painted") == Path("lake-painted-3.png")


def test_a_dry_run_says_what_painting_would_say_and_paints_nothing(
    model: Path, painters: Path, document: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "p.png"
    asked = ("paint", document, "--painters", painters, "--model", model, "--steps", 1, "--out", out)
    assert run(*asked, "--dry-run") == 0
    assert not out.exists()
    before = [line for line in capsys.readouterr().err.splitlines() if line.startswith("•")]
    assert run(*asked) == 0
    after = [line for line in capsys.readouterr().err.splitlines() if line.startswith("•")]
    assert out.exists()
    assert before == after
    (painters_here := tmp_path / "others").mkdir()
    for file in painters.glob("*.safetensors"):
        state = load_file(file)
        renamed = {name.replace("transformer.transformer", "unet.down"): state[name] for name in state}
        save_file(renamed, painters_here / file.name)
    assert run(*asked[:3], painters_here, *asked[4:], "--dry-run") == 1
    assert "made for another model" in capsys.readouterr().err
