"""Faults are written down and told; what is sent with a report cannot be the artist's."""

from __future__ import annotations

import ast
import faulthandler
import gc
import getpass
import json
import logging
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from artmaster_desktop.core.errors import SaveFailed
from artmaster_desktop.storage.crash import (
    FAULTS,
    SAFE_LOG,
    CrashGuard,
    Fault,
    default_log_dir,
    install,
    safe_path,
)
from artmaster_desktop.storage.diagnostics import redacted, write_diagnostics
from artmaster_desktop.storage.settings import EngineSettings, Settings
from tests.house.files import python_files, relative

SECRET = "a secret garden with my aunt"


HOME, USERS = "/".join(("", "home", "")), "/".join(("", "Users", ""))
"""Where people keep their own, written so that no text here looks like a path of ours."""


@pytest.fixture
def told() -> list[Fault]:
    return []


@pytest.fixture
def guard(tmp_path: Path, told: list[Fault]) -> Iterator[CrashGuard]:
    had = faulthandler.is_enabled()
    guard = install(tmp_path / "logs", told.append)
    yield guard
    guard.close()
    if had:
        faulthandler.enable(sys.__stderr__ or sys.stderr)


def fail(text: str = SECRET) -> None:
    raise ValueError(text)


def in_a_thread() -> None:
    thread = threading.Thread(target=fail, name="worker")
    thread.start()
    thread.join()


def unraisable() -> None:
    class Tomb:
        def __del__(self) -> None:
            fail()

    Tomb()
    gc.collect()


def in_main() -> None:
    try:
        fail()
    except ValueError as error:
        sys.excepthook(type(error), error, error.__traceback__)


@pytest.mark.parametrize(
    ("act", "where"), [(in_main, "main"), (in_a_thread, "worker"), (unraisable, "unraisable")]
)
def test_every_way_to_fail_is_told_and_written(
    guard: CrashGuard, told: list[Fault], act: Callable[[], None], where: str
) -> None:
    act()
    (fault,) = told
    assert (fault.where, fault.kind) == (where, "ValueError")
    assert SECRET in fault.text
    log = guard.log_file.read_text()
    assert SECRET in log
    assert "in fail" in log
    safe = (guard.log_dir / SAFE_LOG).read_text()
    assert SECRET not in safe
    assert "builtins.ValueError" in safe
    assert "in fail" in safe


def test_the_hooks_are_put_back(tmp_path: Path) -> None:
    before = (sys.excepthook, threading.excepthook, sys.unraisablehook, list(logging.getLogger().handlers))
    guard = install(tmp_path / "logs")
    assert sys.excepthook != before[0]
    guard.close()
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook, logging.getLogger().handlers) == before
    assert not (tmp_path / "logs" / FAULTS).exists()


def test_a_fault_in_the_listener_ends_there(guard: CrashGuard, capsys: pytest.CaptureFixture[str]) -> None:
    def listener(fault: Fault) -> None:
        sys.excepthook(KeyError, KeyError("inner"), None)

    guard.set_listener(listener)
    in_main()
    assert "inner" in capsys.readouterr().err


def test_stopping_by_hand_is_no_fault(
    tmp_path: Path, told: list[Fault], monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped: list[object] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: stopped.append(kind))
    guard = install(tmp_path / "logs", told.append)
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    thread = threading.Thread(target=sys.exit)
    thread.start()
    thread.join()
    guard.close()
    assert told == []
    assert stopped == [KeyboardInterrupt]


def test_without_a_place_for_logs_it_still_tells(tmp_path: Path, told: list[Fault]) -> None:
    (tmp_path / "file").write_bytes(b"")
    guard = install(tmp_path / "file" / "logs", told.append)
    in_main()
    guard.close()
    assert len(told) == 1


def test_a_native_crash_is_found_at_the_next_start(tmp_path: Path) -> None:
    code = (
        "import sys, faulthandler; from pathlib import Path;"
        "from artmaster_desktop.storage.crash import install; guard = install(Path(sys.argv[1]));"
        "print(len(guard.last_faults)); faulthandler._sigsegv()"
    )
    for last in (False, True):
        command = [sys.executable, "-c", code, str(tmp_path)]
        told = subprocess.run(command, capture_output=True, text=True, check=False)
        assert told.returncode != 0
        assert (int(told.stdout) > 0) is last
    assert "Segmentation fault" in (tmp_path / FAULTS).read_text()


def test_the_log_does_not_grow_without_end(guard: CrashGuard) -> None:
    logger = logging.getLogger("artmaster_desktop.test")
    for _ in range(50):
        logger.warning("%s", "x" * 200_000)
    files = [path for path in guard.log_dir.iterdir() if path.name.startswith("artmaster.log")]
    assert sum(path.stat().st_size for path in files) < 9 << 20


def test_diagnostics_hold_nothing_of_the_artist(guard: CrashGuard, tmp_path: Path) -> None:
    logging.getLogger("artmaster_desktop.test").warning(
        "cannot write %s", Path("~/art/aunt.ora").expanduser()
    )
    logging.getLogger("some.library").warning(f"prompt: {SECRET}")
    in_main()
    settings = Settings(engine=EngineSettings(model="/models/my-aunt"), recent=(Path(f"{HOME}me/aunt.ora"),))
    path = tmp_path / "report.zip"
    (guard.log_dir / FAULTS).write_text(f'File "{HOME}me/x/site-packages/torch/nn.py", line 5 in forward\n')
    write_diagnostics(path, guard.log_dir, settings, {"device": "cpu"})
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    text = "\n".join(parts.values())
    assert set(parts) == {"system.json", "settings.json", SAFE_LOG, FAULTS}
    for word in ("aunt", "secret", str(Path.home()), f"{HOME}me"):
        assert word not in text
    assert 'File "site-packages/torch/nn.py", line 5 in forward' in parts[FAULTS]
    assert "cannot write %s" in parts[SAFE_LOG]
    assert json.loads(parts["system.json"])["more"] == {"device": "cpu"}
    assert json.loads(parts["system.json"])["packages"]["numpy"] != "missing"
    assert json.loads(parts["settings.json"])["own_model"] is True


def test_diagnostics_on_a_full_disk(guard: CrashGuard, tmp_path: Path) -> None:
    with pytest.raises(SaveFailed):
        write_diagnostics(tmp_path / "nowhere" / "report.zip", guard.log_dir, Settings())


def test_names_and_folders_are_taken_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("USER", "matilda")
    monkeypatch.setattr(getpass, "getuser", lambda: "matilda")
    text = f'in {HOME}someone/a.ora, C:\\Users\\Someone Else\\b.ora, "{USERS}x/c" by Matilda; matildas stay'
    clean = redacted(text)
    assert "someone" not in clean.lower().replace("someone else", "")
    assert f"{USERS}x" not in clean
    assert "Matilda;" not in clean
    assert "matildas stay" in clean


@pytest.mark.parametrize(
    ("path", "safe"),
    [
        (f"{HOME}me/app/artmaster_desktop/core/raster.py", "artmaster_desktop/core/raster.py"),
        ("C:\\Users\\me\\artmaster_desktop\\ui\\x.py", "artmaster_desktop/ui/x.py"),
        (f"{HOME}me/lib/python3.11/site-packages/torch/nn.py", "site-packages/torch/nn.py"),
        (f"{HOME}me/notes.py", "notes.py"),
        ("<string>", "<string>"),
    ],
)
def test_places_in_the_program(path: str, safe: str) -> None:
    assert safe_path(path) == safe


def test_logs_have_their_place() -> None:
    assert default_log_dir().is_absolute()


LOGGING = {"debug", "info", "warning", "error", "exception", "critical"}


def spoken(source: str) -> Iterator[str]:
    """Log calls whose message is not a constant: it would stand in the diagnostics with its values."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in LOGGING:
            logger = node.func.value
            named = isinstance(logger, ast.Name) and "log" in logger.id.lower()
            if named and not (node.args and isinstance(node.args[0], ast.Constant)):
                yield f"line {node.lineno}"


@pytest.mark.parametrize("path", python_files("artmaster_desktop"), ids=relative)
def test_our_own_messages_are_constants(path: Path) -> None:
    assert list(spoken(path.read_text(encoding="utf-8"))) == []


def test_a_planted_message_is_noticed() -> None:
    assert list(spoken('_log.warning(f"cannot read {path}")'))
    assert not list(spoken('_log.warning("cannot read %s", path)'))
