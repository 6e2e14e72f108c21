"""A file is the old one or the new one, whatever happens while it is saved."""

from __future__ import annotations

import errno
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import BinaryIO

import pytest

from artmaster_desktop.core.errors import SaveFailed
from artmaster_desktop.storage import atomic
from artmaster_desktop.storage.atomic import LEFTOVER_AGE, atomic_write, write_file


def writer(content: bytes):  # type: ignore[no-untyped-def]
    return lambda file: file.write(content) and None


def names(folder: Path) -> list[str]:
    return sorted(os.listdir(folder))  # noqa: PTH208


def test_writes_a_new_file_with_the_ordinary_mode(tmp_path: Path) -> None:
    atomic_write(tmp_path / "a.ora", writer(b"new"))
    assert (tmp_path / "a.ora").read_bytes() == b"new"
    mask = os.umask(0)
    os.umask(mask)
    assert (tmp_path / "a.ora").stat().st_mode & 0o777 == 0o666 & ~mask
    assert names(tmp_path) == ["a.ora"]


def test_keeps_mode_and_symbolic_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real", tmp_path / "link"
    real.write_bytes(b"old")
    real.chmod(0o640)
    link.symlink_to(real)
    atomic_write(link, writer(b"new"))
    assert link.is_symlink()
    assert real.read_bytes() == b"new"
    assert real.stat().st_mode & 0o777 == 0o640


def test_keeps_the_two_versions_before(tmp_path: Path) -> None:
    path = tmp_path / "a.ora"
    for content in (b"1", b"2", b"3", b"4"):
        atomic_write(path, writer(content), keep_backup=True)
    assert path.read_bytes() == b"4"
    assert (tmp_path / "a.ora~").read_bytes() == b"3"
    assert (tmp_path / "a.ora~2").read_bytes() == b"2"
    assert names(tmp_path) == ["a.ora", "a.ora~", "a.ora~2"]


def test_backup_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    path = tmp_path / "a.ora"
    path.write_bytes(b"old")
    atomic_write(path, writer(b"new"), keep_backup=True)
    assert (tmp_path / "a.ora~").read_bytes() == b"old"
    assert names(tmp_path) == ["a.ora", "a.ora~"]


def test_what_the_writer_or_the_check_raises_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.ora"
    path.write_bytes(b"old")

    def broken(file: BinaryIO) -> None:
        file.write(b"half")
        raise KeyError("a defect")

    def bad(_: Path) -> None:
        raise OSError(errno.EIO, "does not read back")

    with pytest.raises(KeyError):
        atomic_write(path, broken)
    with pytest.raises(SaveFailed) as caught:
        atomic_write(path, writer(b"new"), verify=bad)
    assert (caught.value.path, caught.value.errno) == (path, errno.EIO)
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a.ora"]


def test_the_check_reads_the_whole_new_file_before_it_replaces(tmp_path: Path) -> None:
    path = tmp_path / "a.ora"
    path.write_bytes(b"old")
    seen: list[bytes] = []

    def check(written: Path) -> None:
        seen.extend((written.read_bytes(), path.read_bytes()))

    atomic_write(path, writer(b"new"), verify=check)
    assert seen == [b"new", b"old"]


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_refusal_of_the_system_is_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    path = tmp_path / "a.ora"
    path.write_bytes(b"old")

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os if call == "fsync" else Path, call, refuse)
    with pytest.raises(SaveFailed) as caught:
        atomic_write(path, writer(b"new"))
    assert caught.value.errno == errno.ENOSPC
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a.ora"]


FULL = """
import resource, signal, sys
from pathlib import Path
from artmaster_desktop.core.errors import SaveFailed
from artmaster_desktop.storage.atomic import atomic_write
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    atomic_write(Path(sys.argv[1]), lambda file: file.write(b"n" * 1_000_000) and None)
except SaveFailed as error:
    print(error.errno)
"""


@pytest.mark.skipif(os.name == "nt", reason="the limit on file sizes is POSIX")
def test_a_write_that_really_does_not_fit(tmp_path: Path) -> None:
    path = tmp_path / "a.ora"
    path.write_bytes(b"old")
    run = subprocess.run([sys.executable, "-c", FULL, str(path)], capture_output=True, text=True, check=True)
    assert int(run.stdout) == errno.EFBIG
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a.ora"]


def test_a_folder_a_pipe_and_a_missing_place_are_refused(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(SaveFailed) as caught:
        atomic_write(tmp_path / "folder", writer(b""))
    assert caught.value.errno == errno.EISDIR
    with pytest.raises(SaveFailed) as caught:
        atomic_write(tmp_path / "no" / "where", writer(b""))
    assert caught.value.errno == errno.ENOENT
    if os.name != "nt":
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(SaveFailed):
            atomic_write(tmp_path / "pipe", writer(b""))


def test_leftovers_of_killed_saves_are_swept_when_old(tmp_path: Path) -> None:
    old, young, other = (tmp_path / n for n in (".a.ora.1.ab.tmp", ".a.ora.2.cd.tmp", ".b.ora.3.ef.tmp"))
    for leftover in (old, young, other):
        leftover.write_bytes(b"half")
    past = time.time() - LEFTOVER_AGE - 60
    os.utime(old, (past, past))
    os.utime(other, (past, past))
    atomic_write(tmp_path / "a.ora", writer(b"new"))
    assert names(tmp_path) == [".a.ora.2.cd.tmp", ".b.ora.3.ef.tmp", "a.ora"]


def test_windows_waits_for_a_virus_scanner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, target = tmp_path / "s", tmp_path / "t"
    source.write_bytes(b"new")
    real, tries = Path.replace, []

    def busy(self: Path, to: Path) -> Path:
        tries.append(1)
        if len(tries) < 3:
            raise PermissionError(errno.EACCES, "in use")
        return real(self, to)

    monkeypatch.setattr(Path, "replace", busy)
    with pytest.raises(PermissionError):
        atomic._replace(source, target)
    monkeypatch.setattr(os, "name", "nt")
    monkeypatch.setattr(atomic, "REPLACE_PAUSE", 0.0)
    atomic._replace(source, target)
    monkeypatch.undo()
    assert len(tries) == 3
    assert target.read_bytes() == b"new"


KILLED = """
import sys
from pathlib import Path
from artmaster_desktop.storage.atomic import atomic_write
path = Path(sys.argv[1])
print("ready", flush=True)
turn = 0
while True:
    turn += 1
    content = bytes([turn % 256]) * 300_000
    parts = [content[i:i + 1000] for i in range(0, 300_000, 1000)]
    atomic_write(path, lambda file: file.writelines(parts))
    print(turn, flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is POSIX")
def test_killed_at_any_moment(tmp_path: Path) -> None:
    """Twenty saves killed at random moments: always a whole file, never older than the last one announced."""
    chance = random.Random(5)
    for trial in range(20):
        path = tmp_path / f"{trial}.bin"
        path.write_bytes(b"\0" * 300_000)
        command = [sys.executable, "-c", KILLED, str(path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout is not None
            child.stdout.readline()
            time.sleep(chance.uniform(0.0, 0.06))
            child.send_signal(signal.SIGKILL)
            announced = [int(line) for line in child.stdout.read().split("\n")[:-1]]
        content = path.read_bytes()
        assert len(content) == 300_000
        assert len(set(content)) == 1
        last = announced[-1] if announced else 0
        assert content[0] in (last % 256, (last + 1) % 256)


def test_a_file_comes_with_its_folders_or_not_at_all(tmp_path: Path) -> None:
    write_file(tmp_path / "new" / "deep" / "painter", b"brush")
    assert (tmp_path / "new" / "deep" / "painter").read_bytes() == b"brush"
    with pytest.raises(SaveFailed):
        write_file(tmp_path / "new" / "deep" / "painter" / "below", b"")
