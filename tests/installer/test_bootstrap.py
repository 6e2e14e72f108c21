"""The bootstrap's decisions, made without touching this machine."""

from __future__ import annotations

import ast
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from installer import bootstrap
from installer.bootstrap import Machine, SetupError

DEBIAN_ROOT = Machine(system="Linux", root=True, sudo=False, apt=True)
DEBIAN_SUDO = Machine(system="Linux", root=False, sudo=True, apt=True)
DEBIAN_USER = Machine(system="Linux", root=False, sudo=False, apt=True)
FEDORA = Machine(system="Linux", root=True, sudo=False, apt=False)
WINDOWS = Machine(system="Windows", root=False, sudo=False, apt=False)


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Collects the commands that would have been run."""
    seen: list[list[str]] = []
    monkeypatch.setattr(bootstrap, "run", lambda command, env=None: seen.append(list(command)))
    return seen


@pytest.mark.parametrize("version", [(3, 6), (3, 10), (2, 7), (3, 15), (4, 0)])
def test_an_unfit_python_is_refused_by_its_number(version: tuple[int, int]) -> None:
    fault = bootstrap.python_fault(*version)
    assert fault is not None
    assert "Python {}.{} is too ".format(*version) in fault


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13), (3, 14)])
def test_a_fit_python_is_taken(version: tuple[int, int]) -> None:
    assert bootstrap.python_fault(*version) is None


def test_an_old_python_can_read_the_file_far_enough_to_say_so(root: Path) -> None:
    source = (root / "installer" / "bootstrap.py").read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 7))
    names = {
        name.partition(".")[0]
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([a.name for a in node.names] if isinstance(node, ast.Import) else [node.module or ""])
    }
    assert names <= sys.stdlib_module_names


@pytest.mark.parametrize(
    ("machine", "may"),
    [(DEBIAN_ROOT, True), (DEBIAN_SUDO, True), (DEBIAN_USER, False), (FEDORA, False), (WINDOWS, False)],
)
def test_who_may_install_system_packages(machine: Machine, may: bool) -> None:
    assert machine.may_install is may


def test_the_command_to_type_has_sudo_for_all_but_root() -> None:
    tail = ["apt-get", "install", "-y", "--no-install-recommends", "libegl1"]
    assert bootstrap.apt_command(DEBIAN_ROOT, ["libegl1"]) == tail
    assert bootstrap.apt_command(DEBIAN_USER, ["libegl1"]) == ["sudo", *tail]


@pytest.mark.parametrize(("machine", "first"), [(DEBIAN_ROOT, "env"), (DEBIAN_SUDO, "sudo")])
def test_missing_libraries_are_installed_where_that_is_allowed(
    machine: Machine, first: str, commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "loads", lambda name: name != "libEGL.so.1")
    bootstrap.provide_libraries(machine, bootstrap.QT_LIBRARIES)
    update, install = commands
    assert update[0] == install[0] == first
    assert update[-1] == "update"
    assert install[-1] == "libegl1"
    assert "libgl1" not in install
    assert "DEBIAN_FRONTEND=noninteractive" in install


@pytest.mark.parametrize(
    ("machine", "said"),
    [
        (DEBIAN_USER, "sudo apt-get install -y --no-install-recommends libegl1 libgl1"),
        (FEDORA, "libEGL.so.1 libGL.so.1"),
        (WINDOWS, ""),
    ],
)
def test_missing_libraries_are_named_where_it_is_not(
    machine: Machine,
    said: str,
    commands: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(bootstrap, "loads", lambda name: False)
    bootstrap.provide_libraries(machine, bootstrap.QT_LIBRARIES)
    assert commands == []
    told = capsys.readouterr().err
    assert said in told
    assert bool(said) is bool(told)


def test_a_library_that_is_there_loads() -> None:
    assert not bootstrap.loads("libno-such-thing.so.7")
    if sys.platform == "linux":
        assert bootstrap.loads("libc.so.6")


@pytest.mark.parametrize(
    ("text", "version"),
    [("uv 0.13.9 (x86_64-unknown-linux-gnu)", (0, 13, 9)), ("uv 0.7.0", (0, 7, 0)), ("pyenv: no uv", ())],
)
def test_uv_tells_its_version(text: str, version: tuple[int, ...]) -> None:
    assert bootstrap.uv_version(text) == version


def script(path: Path, text: str) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins are shell scripts")
@pytest.mark.parametrize(
    ("text", "usable"),
    [("echo uv 0.13.9", True), ("echo uv 0.4.30", False), ("echo uv 0.13.9; exit 127", False)],
)
def test_an_old_or_broken_uv_is_passed_over(tmp_path: Path, text: str, usable: bool) -> None:
    assert bootstrap.usable_uv(script(tmp_path / "uv", text)) is usable
    assert not bootstrap.usable_uv(str(tmp_path / "absent"))


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins are shell scripts")
def test_uv_is_fetched_once_with_a_hash_when_there_is_none(
    tmp_path: Path, commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "TOOLS", tmp_path / "tools")
    monkeypatch.setattr("shutil.which", lambda name: None)
    monkeypatch.setattr(bootstrap, "find_pip", lambda machine: ["pip"])
    with pytest.raises(SetupError, match="does not run here"):
        bootstrap.get_uv(DEBIAN_USER)
    assert "--require-hashes" in commands[0]
    assert commands[0][commands[0].index("--target") + 1] == str(tmp_path / "tools")
    there = script(tmp_path / "tools" / "bin" / "uv", "echo uv 0.13.9")
    assert bootstrap.get_uv(DEBIAN_USER) == there
    assert len(commands) == 1


def test_pip_of_this_python_is_taken_when_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "works", lambda command: True)
    assert bootstrap.find_pip(DEBIAN_USER) == [sys.executable, "-m", "pip"]


def test_without_pip_and_ensurepip_debian_gets_its_package(
    commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "works", lambda command: False)
    pip = bootstrap.find_pip(DEBIAN_ROOT)
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    assert [command[-1] for command in commands[:2]] == ["update", package]
    assert commands[2][1:3] == ["-m", "venv"]
    assert pip == [str(bootstrap.python_of(bootstrap.TOOLS / "pip")), "-m", "pip"]


def test_without_pip_a_user_is_told_what_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "works", lambda command: False)
    with pytest.raises(SetupError, match=r"sudo apt-get install -y .*python3\.\d+-venv"):
        bootstrap.find_pip(DEBIAN_USER)


def test_a_stamp_serves_until_what_it_stands_for_changes() -> None:
    paint, test = bootstrap.wanted_stamp(False, ""), bootstrap.wanted_stamp(True, "")
    assert bootstrap.is_ready(json.dumps(paint), paint)
    assert bootstrap.is_ready(json.dumps(test), paint)
    assert not bootstrap.is_ready(json.dumps(paint), test)
    assert not bootstrap.is_ready(json.dumps(bootstrap.wanted_stamp(False, "cpu")), paint)
    for key in ("python", "root", "requirements", "project"):
        assert not bootstrap.is_ready(json.dumps({**paint, key: "other"}), paint)
    assert not bootstrap.is_ready("{half a st", paint)
    assert not bootstrap.is_ready("[]", paint)


def test_a_digest_does_not_mind_line_ends(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_bytes(b"a\nb\n")
    other.write_bytes(b"a\r\nb\r\n")
    assert bootstrap.digest(one) == bootstrap.digest(other)
    other.write_bytes(b"a\nc\n")
    assert bootstrap.digest(one) != bootstrap.digest(other)


def test_torch_is_cut_out_of_the_lock_with_its_cuda_libraries(root: Path) -> None:
    lock = (root / "requirements" / "lock.txt").read_text(encoding="utf-8")
    rest, wanted = bootstrap.split_torch(lock)
    names = {line.split("==")[0] for line in rest.splitlines() if not line.startswith(" ")}
    assert {"numpy", "tokenizers", "transformers"} <= names
    assert not [name for name in names if name.startswith(("torch", "nvidia", "cuda", "triton"))]
    assert [pin.split("==")[0] for pin in wanted] == ["torch", "torchvision"]
    every = {line.split("==")[0] for line in lock.splitlines() if not line.startswith(" ")}
    assert all(name.startswith(("torch", "nvidia-", "cuda-", "triton")) for name in every - names)
    assert rest.count("--hash") > 10 * len(names)


@pytest.mark.parametrize(
    ("index", "flag"),
    [
        ("cpu", "--torch-backend"),
        ("rocm7.2", "--torch-backend"),
        ("https://host/whl", "--index"),
        ("./w", "--index"),
    ],
)
def test_another_build_of_torch_is_asked_for_by_name_or_address(index: str, flag: str) -> None:
    assert bootstrap.torch_source(index) == [flag, index]


@pytest.mark.parametrize("dev", [False, True])
def test_the_lock_is_installed_with_hashes_and_the_project_without_dependencies(
    dev: bool, commands: list[list[str]]
) -> None:
    bootstrap.install("uv", dev, "")
    venv, sync, project = commands
    assert venv[1] == "venv"
    assert "--require-hashes" in sync
    assert sync[-1].endswith("dev.txt" if dev else "lock.txt")
    assert {"--no-deps", "--no-build-isolation", "--editable"} <= set(project)


@pytest.mark.parametrize(
    ("system", "env", "command"),
    [
        ("Linux", {}, None),
        ("Linux", {"DISPLAY": ":0"}, "xdg-open"),
        ("Linux", {"WAYLAND_DISPLAY": "w", "CI": "true"}, None),
        ("Darwin", {}, "open"),
        ("Windows", {}, "cmd"),
    ],
)
def test_a_picture_is_shown_only_where_somebody_looks(
    system: str, env: dict[str, str], command: str | None
) -> None:
    found = bootstrap.opener(system, env)
    assert (found[0] if found else None) == command


def test_the_whole_suite_is_the_last_check() -> None:
    commands = bootstrap.checks(Path("bin/python"), ["-k", "name"])
    assert [command for command in commands if "mypy" in command]
    assert commands[-1][2:4] == ["pytest", "-n"]
    assert commands[-1][-2:] == ["-k", "name"]
    assert not [part for part in commands[-1] if part.startswith("--cov")]


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
def test_one_failed_check_fails_the_command_and_stops_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    good, bad = script(tmp_path / "good", "echo well"), script(tmp_path / "bad", "exit 3")
    monkeypatch.setattr(bootstrap, "checks", lambda python, rest: [[good], [bad], [good]])
    assert bootstrap.test(Path(sys.executable), []) == 1
    told = capfd.readouterr()
    assert told.out.count("well") == 2
    assert "FAILED: bad" in told.err
    monkeypatch.setattr(bootstrap, "checks", lambda python, rest: [[good]])
    assert bootstrap.test(Path(sys.executable), []) == 0


def test_paint_uses_an_example_and_says_where_the_picture_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    calls: list[list[str]] = []
    monkeypatch.setattr(bootstrap, "PAINTED", tmp_path)

    def program(python: Path, given: list[str]) -> int:
        calls.append(given)
        return 0

    monkeypatch.setattr(bootstrap, "program", program)
    assert bootstrap.paint(WINDOWS, Path("python"), ["--seed", "7"]) == 0
    assert bootstrap.paint(WINDOWS, Path("python"), ["own.ora", "--steps", "4"]) == 0
    example = tmp_path / f"{bootstrap.EXAMPLE.stem}.png"
    assert calls[0] == ["paint", str(bootstrap.EXAMPLE), "--out", str(example), "--seed", "7"]
    assert calls[1] == ["paint", "own.ora", "--out", str(tmp_path / "own.png"), "--steps", "4"]
    assert f"picture: {example}" in capsys.readouterr().out
    assert bootstrap.paint(WINDOWS, Path("python"), ["own.ora", "--out", "here.png"]) == 0
    assert bootstrap.paint(WINDOWS, Path("python"), ["--out=here.png"]) == 0
    assert calls[2] == ["paint", "own.ora", "--out", "here.png"]
    assert calls[3] == ["paint", str(bootstrap.EXAMPLE), "--out=here.png"]
    assert "picture" not in capsys.readouterr().out


@pytest.mark.skipif(sys.platform == "win32", reason="a console's Ctrl-C is not a POSIX signal")
def test_ctrl_c_lets_the_program_stop_in_order(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    body = "trap 'sleep 1; echo stopped in order; exit 130' INT\necho ready\nwhile :; do sleep 0.1; done"
    python = script(tmp_path / "python", body)
    call = "import sys; from pathlib import Path; from installer.bootstrap import program; "
    command = [sys.executable, "-c", call + f"sys.exit(program(Path({python!r}), []))"]
    with subprocess.Popen(
        command, cwd=bootstrap.ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "ready\n"
        os.killpg(running.pid, signal.SIGINT)
        assert running.stdout.readline() == "stopped in order\n"
        assert running.wait(timeout=20) == 130
    assert "Traceback" not in capfd.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
def test_the_program_asks_no_network_and_keeps_its_bytecode(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    told = "import os, sys; print(sys.dont_write_bytecode, os.environ['HF_HUB_OFFLINE'])"
    python = script(tmp_path / "python", f'{sys.executable} -c "{told}"')
    assert bootstrap.program(Path(python), []) == 0
    assert capfd.readouterr().out.split() == ["False", "1"]


def test_the_example_that_is_painted_exists() -> None:
    assert bootstrap.EXAMPLE.is_file()


def test_a_painting_that_fails_shows_no_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap, "PAINTED", tmp_path)
    monkeypatch.setattr(bootstrap, "program", lambda python, given: 5)
    assert bootstrap.paint(WINDOWS, Path("python"), []) == 5
    assert "picture" not in capsys.readouterr().out


def test_the_file_runs_by_itself(root: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-I", str(root / "installer" / "bootstrap.py"), "--help"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 0
    assert "paint" in told.stdout
