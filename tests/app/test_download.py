"""A download beside the window: nothing before it is asked for, progress, and a stop that keeps the bytes."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from http.client import HTTPResponse
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop, QTimer
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from artmaster_desktop.app.download import Download
from artmaster_desktop.core.errors import DownloadFailed, DownloadProblem
from artmaster_desktop.storage.hub import PARTIAL, Hub, Received
from tests.storage.hub_server import SOURCE, FakeHub, serving, tiny_files

UNWANTED = ("README.md", "flux1-dev.safetensors", "transformer/diffusion_pytorch_model.fp16.safetensors")


@pytest.fixture
def server() -> Iterator[FakeHub]:
    with serving(FakeHub(tiny_files())) as running:
        yield running


@pytest.fixture
def download(qtbot: QtBot) -> Iterator[Download]:
    made = Download()
    yield made
    made.stop()
    qtbot.waitUntil(lambda: not made.running, timeout=5000)


def wanted(server: FakeHub) -> dict[str, bytes]:
    """What of the server's files a model consists of."""
    return {n: d for n, d in server.files.items() if n not in UNWANTED and not n.endswith(".py")}


class Held(Hub):
    """Waits in each connection until it may go on, in its own thread."""

    def __init__(self, endpoint: str) -> None:
        super().__init__(endpoint=endpoint)
        self.asked, self.go_on = threading.Event(), threading.Event()
        self.thread = 0

    def _open(self, url: str, headers: dict[str, str] | None = None) -> HTTPResponse:
        self.thread = threading.get_ident()
        self.asked.set()
        assert self.go_on.wait(5)
        return super()._open(url, headers)


def test_a_model_arrives_whole(download: Download, server: FakeHub, qtbot: QtBot, tmp_path: Path) -> None:
    seen: list[Received] = []
    download.progressed.connect(seen.append)
    assert server.asked == []
    with qtbot.waitSignal(download.finished, timeout=5000) as told:
        download.start(lambda: Hub(endpoint=server.endpoint), SOURCE, tmp_path / "model")
        assert download.running
    assert told.args == [tmp_path / "model"]
    for name, data in wanted(server).items():
        assert (tmp_path / "model" / name).read_bytes() == data
    assert (seen[-1].done, seen[-1].size) == (seen[-1].size, sum(map(len, wanted(server).values())))
    assert [r.done for r in seen] == sorted(r.done for r in seen)
    assert not download.running


def test_the_hub_is_made_in_another_thread(
    download: Download, server: FakeHub, qtbot: QtBot, tmp_path: Path
) -> None:
    made: list[int] = []

    def hub() -> Hub:
        made.append(threading.get_ident())
        return Hub(endpoint=server.endpoint)

    with qtbot.waitSignal(download.finished, timeout=5000):
        download.start(hub, SOURCE, tmp_path)
        assert download.running
    assert made != [threading.get_ident()]


def test_stopped_it_says_so_and_can_go_on(
    download: Download, server: FakeHub, qtbot: QtBot, tmp_path: Path
) -> None:
    held = Held(server.endpoint)
    with qtbot.waitSignal(download.stopped, timeout=5000):
        download.start(lambda: held, SOURCE, tmp_path)
        qtbot.waitUntil(held.asked.is_set, timeout=5000)
        download.stop()
        held.go_on.set()
    assert held.thread != threading.get_ident()
    assert not all((tmp_path / name).exists() for name in wanted(server))
    with qtbot.waitSignal(download.finished, timeout=5000):
        download.start(lambda: Hub(endpoint=server.endpoint), SOURCE, tmp_path)
    assert all((tmp_path / name).exists() for name in wanted(server))
    assert not (tmp_path / PARTIAL).exists()


def test_a_failure_is_told(download: Download, server: FakeHub, qtbot: QtBot, tmp_path: Path) -> None:
    with qtbot.waitSignal(download.failed, timeout=5000) as told:
        download.start(lambda: Hub(endpoint=server.endpoint), "somebody/else", tmp_path)
    (error,) = told.args
    assert isinstance(error, DownloadFailed)
    assert error.problem is DownloadProblem.NOT_FOUND
    assert not download.running


def test_two_models_are_not_fetched_at_once(
    download: Download, server: FakeHub, qtbot: QtBot, tmp_path: Path
) -> None:
    with qtbot.waitSignal(download.finished, timeout=5000):
        download.start(lambda: Hub(endpoint=server.endpoint), SOURCE, tmp_path)
        with pytest.raises(ValueError, match="already"):
            download.start(lambda: Hub(endpoint=server.endpoint), SOURCE, tmp_path)


def test_a_download_that_nobody_hears_any_more_ends_quietly(
    server: FakeHub, qtbot: QtBot, tmp_path: Path
) -> None:
    download, held = Download(), Held(server.endpoint)
    download.start(lambda: held, SOURCE, tmp_path)
    qtbot.waitUntil(held.asked.is_set, timeout=5000)
    download.stop()
    delete(download)
    held.go_on.set()
    qtbot.waitUntil(lambda: not download.running, timeout=5000)


def test_the_window_goes_on_meanwhile(
    download: Download, server: FakeHub, qtbot: QtBot, tmp_path: Path
) -> None:
    """Nested loops, as a menu's, and timers run while the coroutine waits."""
    held, ticks = Held(server.endpoint), list[int]()
    download.start(lambda: held, SOURCE, tmp_path)
    qtbot.waitUntil(held.asked.is_set, timeout=5000)
    nested = QEventLoop()
    timer = QTimer(interval=1)
    timer.timeout.connect(lambda: ticks.append(1))
    timer.start()
    QTimer.singleShot(50, nested.quit)
    nested.exec()
    assert len(ticks) > 5
    assert download.running
    with qtbot.waitSignal(download.finished, timeout=5000):
        held.go_on.set()


def test_a_program_without_a_download_has_no_asyncio_loop() -> None:
    code = (
        "import sys; from PySide6.QtCore import QCoreApplication; app = QCoreApplication([]);"
        "from artmaster_desktop.app.download import Download; d = Download();"
        "assert not {'qasync', 'asyncio'} & set(sys.modules), sys.modules.keys()"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
