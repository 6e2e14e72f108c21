"""Downloads: only what a model needs, each file checked, taken up again where they stopped."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPResponse
from pathlib import Path
from typing import Any, TypeVar

import pytest

from artmaster_desktop.core.errors import DownloadFailed, DownloadProblem
from artmaster_desktop.storage import hub as hub_module
from artmaster_desktop.storage.hub import PARTIAL, Hub, HubModel, Received
from tests.storage.hub_server import REVISION, SOURCE, FakeHub, serving, tiny_files

T = TypeVar("T")

WANTED = {
    "model_index.json",
    "transformer/config.json",
    "transformer/diffusion_pytorch_model.safetensors",
    "tokenizer/vocab.json",
    "vae/diffusion_pytorch_model.safetensors",
}
WEIGHTS = "transformer/diffusion_pytorch_model.safetensors"


@pytest.fixture
def server() -> Iterator[FakeHub]:
    with serving(FakeHub(tiny_files())) as running:
        yield running


def fetched(server: FakeHub, folder: Path, token: str = "") -> list[Received]:
    told: list[Received] = []

    async def fetch(hub: Hub) -> None:
        await hub.fetch(await hub.model(SOURCE), folder, told.append)

    at_hub(fetch, server.endpoint, token)
    return told


def at_hub(work: Callable[[Hub], Coroutine[Any, Any, T]], endpoint: str, token: str = "") -> T:
    """What ``work`` gives, in a loop and a thread of its own: this one may have Qt's loop."""

    async def run() -> T:
        hub = Hub(token, endpoint)
        try:
            return await work(hub)
        finally:
            hub.close()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, run()).result(30)


def listed(endpoint: str, source: str = SOURCE) -> HubModel:
    return at_hub(lambda hub: hub.model(source), endpoint)


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_only_what_a_model_needs_is_fetched(server: FakeHub, tmp_path: Path) -> None:
    told = fetched(server, tmp_path)
    assert names(tmp_path) == WANTED
    assert all((tmp_path / name).read_bytes() == server.files[name] for name in WANTED)
    assert told[-1].done == told[-1].size == sum(len(server.files[name]) for name in WANTED)
    assert [t.done for t in told] == sorted(t.done for t in told)
    assert not (tmp_path / PARTIAL).exists()


def test_what_is_there_is_not_asked_for_again(server: FakeHub, tmp_path: Path) -> None:
    fetched(server, tmp_path)
    server.asked.clear()
    fetched(server, tmp_path)
    assert [path for path, _, _ in server.asked] == [f"/api/models/{SOURCE}/revision/main?blobs=true"]


def test_a_lost_connection_is_taken_up_where_it_broke(
    server: FakeHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_module, "CHUNK", 256)
    server.files = {name: server.files[name] for name in ("model_index.json", WEIGHTS)}
    server.cut = [1000, 1000, 2000]  # the first is longer than model_index.json and cuts nothing
    fetched(server, tmp_path)
    assert (tmp_path / WEIGHTS).read_bytes() == server.files[WEIGHTS]
    assert [asked for path, asked, _ in server.asked if path.endswith(WEIGHTS)] == [
        "",
        "bytes=1000-",
        "bytes=3000-",
    ]


def test_a_server_without_ranges_starts_again(
    server: FakeHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_module, "CHUNK", 256)
    server.files = {name: server.files[name] for name in ("model_index.json", WEIGHTS)}
    server.ranges, server.cut = False, [1000, 1000]
    fetched(server, tmp_path)
    assert (tmp_path / WEIGHTS).read_bytes() == server.files[WEIGHTS]


def test_a_stop_keeps_what_arrived(server: FakeHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub_module, "CHUNK", 256)

    async def stopped(hub: Hub) -> None:
        model = await hub.model(SOURCE)
        task: asyncio.Task[None] | None = None

        def tell(received: Received) -> None:
            if received.file == WEIGHTS and task is not None:
                task.cancel()

        task = asyncio.create_task(hub.fetch(model, tmp_path, tell))
        with pytest.raises(asyncio.CancelledError):
            await task

    at_hub(stopped, server.endpoint)
    (part,) = (path for path in (tmp_path / PARTIAL).iterdir())
    size = part.stat().st_size
    assert 256 <= size <= 512  # what was on its way is kept, too
    assert part.read_bytes() == server.files[WEIGHTS][:size]
    server.asked.clear()
    fetched(server, tmp_path)
    assert next(asked for path, asked, _ in server.asked if path.endswith(WEIGHTS)) == f"bytes={size}-"
    assert names(tmp_path) == WANTED


def test_a_silent_server_does_not_hold_up_a_stop(
    server: FakeHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_module, "CHUNK", 256)
    server.files = {name: server.files[name] for name in ("model_index.json", WEIGHTS)}
    server.silent = 600

    async def stopped(hub: Hub) -> float:
        waits = asyncio.Event()
        task = asyncio.create_task(hub.fetch(await hub.model(SOURCE), tmp_path, lambda _: waits.set()))
        await waits.wait()
        await asyncio.sleep(0.2)
        began = time.monotonic()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return time.monotonic() - began

    try:
        assert at_hub(stopped, server.endpoint) < 5.0
    finally:
        server.speak.set()
    (part,) = (path for path in (tmp_path / PARTIAL).iterdir())
    assert part.read_bytes() == server.files[WEIGHTS][: part.stat().st_size]


def test_a_stop_before_the_line_stands_is_not_forgotten() -> None:
    asked, go_on = threading.Event(), threading.Event()

    class Late(Hub):
        def _open(self, url: str, headers: dict[str, str] | None = None) -> HTTPResponse:
            asked.set()
            assert go_on.wait(20)
            return super()._open(url, headers)

    async def stopped(endpoint: str) -> float:
        hub = Late(endpoint=endpoint)
        task = asyncio.create_task(hub.model(SOURCE))
        while not asked.is_set():
            await asyncio.sleep(0.01)
        task.cancel()
        await asyncio.sleep(0.1)
        began = time.monotonic()
        go_on.set()
        with pytest.raises(asyncio.CancelledError):
            await task
        hub.close()
        return time.monotonic() - began

    with socket.create_server(("127.0.0.1", 0)) as mute, ThreadPoolExecutor(1) as thread:
        endpoint = f"http://127.0.0.1:{mute.getsockname()[1]}"
        assert thread.submit(asyncio.run, stopped(endpoint)).result(60) < hub_module.TIMEOUT / 2


@pytest.mark.parametrize("name", [WEIGHTS, "model_index.json"])
def test_what_is_not_what_was_announced_is_thrown_away(server: FakeHub, tmp_path: Path, name: str) -> None:
    model = listed(server.endpoint)
    server.files[name] = b"x" * len(server.files[name])
    with pytest.raises(DownloadFailed) as caught:
        at_hub(lambda hub: hub.fetch(model, tmp_path, lambda _: None), server.endpoint)
    assert (caught.value.problem, caught.value.file) == (DownloadProblem.WRONG_HASH, name)
    assert name not in names(tmp_path)
    assert not list((tmp_path / PARTIAL).iterdir())


def test_the_token_goes_to_the_hub_alone(tmp_path: Path) -> None:
    files = tiny_files()
    with serving(FakeHub(files)) as cdn, serving(FakeHub(files, token="secret", cdn=cdn.endpoint)) as server:
        fetched(server, tmp_path, "secret")
        assert {token for _, _, token in server.asked} == {"Bearer secret"}
        assert {token for _, _, token in cdn.asked} == {""}
        assert len(cdn.asked) == len(WANTED)


def test_a_model_that_is_not_open_says_so(server: FakeHub, tmp_path: Path) -> None:
    server.token = "secret"
    with pytest.raises(DownloadFailed) as caught:
        fetched(server, tmp_path, "wrong")
    assert caught.value.problem is DownloadProblem.NOT_ALLOWED


@pytest.mark.parametrize("source", ["somebody/else", "no-slash", "../../etc/passwd", "a/b/c", ""])
def test_a_model_that_is_not_there(server: FakeHub, source: str) -> None:
    with pytest.raises(DownloadFailed) as caught:
        listed(server.endpoint, source)
    assert caught.value.problem is DownloadProblem.NOT_FOUND


def test_no_connection(tmp_path: Path) -> None:
    with serving(FakeHub(tiny_files())) as server:
        endpoint = server.endpoint
    with pytest.raises(DownloadFailed) as caught:
        listed(endpoint)
    assert caught.value.problem is DownloadProblem.NO_CONNECTION


@pytest.mark.parametrize(
    "listing",
    [
        b"not json",
        b"[]",
        b'{"sha": "x", "siblings": [{"rfilename": "model_index.json", "size": 1, "blobId": "../x"}]}',
        b'{"sha": "../x", "siblings": []}',
        b'{"sha": "x", "siblings": []}',
    ],
)
def test_a_list_that_makes_no_sense_is_refused(
    server: FakeHub, monkeypatch: pytest.MonkeyPatch, listing: bytes
) -> None:
    monkeypatch.setattr(server, "listing", lambda: listing)
    with pytest.raises(DownloadFailed) as caught:
        listed(server.endpoint)
    assert caught.value.problem is DownloadProblem.FAILED


def test_names_that_leave_the_folder_are_left_out(server: FakeHub, tmp_path: Path) -> None:
    server.files["../evil.json"] = server.files["vae/../../evil.json"] = b"{}"
    server.files["/transformer/evil.json"] = b"{}"
    assert "evil" not in str([file.name for file in listed(server.endpoint).files])


def test_a_disk_without_room_is_told_before_anything_is_fetched(
    server: FakeHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_module, "SPARE", 1 << 60)
    with pytest.raises(DownloadFailed) as caught:
        fetched(server, tmp_path)
    assert caught.value.problem is DownloadProblem.DISK_FULL
    assert all("/resolve/" not in path for path, _, _ in server.asked)


def test_the_revision_is_that_of_the_list(server: FakeHub) -> None:
    assert listed(server.endpoint).revision == REVISION
