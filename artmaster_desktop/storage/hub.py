"""Fetching a model from the Hugging Face hub: only when asked, file by file, each checked against its hash.

A file grows under ``.download`` by the name of its hash, so that a download goes on where it stopped, after a
lost connection as after a restart, and never mixes two versions. It takes its own name only when its size and
its hash are those that were announced. Endpoints: huggingface.co/docs/hub/api (``/api/models/{id}``) and
``/{id}/resolve/{revision}/{file}``; ranges: RFC 9110, section 14.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import io
import json
import os
import re
import shutil
import socket
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from email.message import Message
from functools import partial
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from pathlib import Path, PurePosixPath
from typing import IO, Any, BinaryIO, ParamSpec, TypeVar, cast

from artmaster_desktop import __version__
from artmaster_desktop.core.errors import DownloadFailed, DownloadProblem

P = ParamSpec("P")
T = TypeVar("T")

HOST = "huggingface.co"
ENDPOINT = f"https://{HOST}"
PARTIAL = ".download"
TIMEOUT = 30.0
TRIES = 5
"""Times that a lost connection is taken up again while bytes still arrive."""
CHUNK = 1 << 20
MAX_LISTING = 16 << 20
SPARE = 1 << 30
"""Bytes of the disk that stay free."""

FOLDERS = ("scheduler", "text_encoder", "text_encoder_2", "tokenizer", "tokenizer_2", "transformer", "vae")
SUFFIXES = (".json", ".safetensors", ".txt", ".model")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class HubFile:
    """A file of ``size`` bytes. ``oid`` is its sha256 (64 hex digits), or git's sha1 of a small file (40)."""

    name: str
    size: int
    oid: str


@dataclass(frozen=True, slots=True)
class HubModel:
    """What there is to fetch of ``source`` ("owner/name") at ``revision``."""

    source: str
    revision: str
    files: tuple[HubFile, ...]

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files)


@dataclass(frozen=True, slots=True)
class Received:
    """``done`` of ``size`` bytes of the whole model are there; ``file`` is the one under way."""

    file: str
    done: int
    size: int


class _Careful(urllib.request.HTTPRedirectHandler):
    """Follows a redirect from https to nothing but https."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> urllib.request.Request | None:
        if req.full_url.startswith("https:") and not newurl.startswith("https:"):
            raise urllib.error.HTTPError(newurl, code, "a redirect to an open connection", headers, fp)
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]


class _Http(urllib.request.HTTPHandler):
    """Tells its sockets, so that a read that waits for bytes can be broken off."""

    def __init__(self, hold: Callable[[socket.socket], None]) -> None:
        super().__init__()
        self._hold = hold

    def http_open(self, req: urllib.request.Request) -> HTTPResponse:
        return self.do_open(_told(HTTPConnection, self._hold), req)


class _Https(urllib.request.HTTPSHandler):
    """The same over TLS, with the system's certificates."""

    def __init__(self, hold: Callable[[socket.socket], None]) -> None:
        super().__init__()
        self._hold = hold

    def https_open(self, req: urllib.request.Request) -> HTTPResponse:
        return self.do_open(_told(HTTPSConnection, self._hold), req)


def _told(kind: type[HTTPConnection], hold: Callable[[socket.socket], None]) -> type[HTTPConnection]:
    class Told(kind):  # type: ignore[misc, valid-type]
        def connect(self) -> None:
            super().connect()
            hold(self.sock)

    return Told


class Hub:
    """The hub at ``endpoint``. ``token`` goes to that server alone, never to those it redirects to.

    ``model`` and ``fetch`` are coroutines of any asyncio loop. What blocks (the network, the disk, hashing)
    is done bit by bit in one thread of the hub's own; a coroutine that is cancelled breaks off a read that
    waits, and is over when that thread has let go of the file. What arrived is kept.
    """

    def __init__(self, token: str = "", endpoint: str = ENDPOINT) -> None:
        self._token = token
        self._endpoint = endpoint.rstrip("/")
        self._opener = urllib.request.build_opener(_Careful(), _Http(self._hold), _Https(self._hold))
        self._socket: socket.socket | None = None
        self._hung_up = False
        self._aside = ThreadPoolExecutor(1, "download")

    def close(self) -> None:
        """Break off whatever is under way and let the thread end; nothing can be fetched any more."""
        self._hang_up()
        self._aside.shutdown(wait=False, cancel_futures=True)

    async def model(self, source: str) -> HubModel:
        """The files of a FLUX.1 model in diffusers' layout. Raises DownloadFailed."""
        owner, _, name = source.partition("/")
        if not (_NAME.fullmatch(owner) and _NAME.fullmatch(name)):
            raise DownloadFailed(source, DownloadProblem.NOT_FOUND)
        return await self._do(self._listing, source)

    async def fetch(self, model: HubModel, folder: Path, tell: Callable[[Received], None]) -> None:
        """Bring what is missing of ``model`` into ``folder``. Raises DownloadFailed."""
        done, file = 0, ""
        try:
            await self._do(_make_room, model, folder)
            for wanted in model.files:
                file = wanted.name

                def count(have: int, file: str = file, before: int = done) -> None:
                    tell(Received(file, before + have, model.size))

                if not await self._do(_is_there, folder / wanted.name, wanted):
                    await self._fetch_file(model, wanted, folder, count)
                done += wanted.size
                count(wanted.size)
            with contextlib.suppress(OSError):
                await self._do((folder / PARTIAL).rmdir)
        except (OSError, HTTPException) as fault:
            raise _failure(model.source, file, fault) from fault

    async def _fetch_file(
        self, model: HubModel, wanted: HubFile, folder: Path, count: Callable[[int], None]
    ) -> None:
        part = folder / PARTIAL / wanted.oid
        url = f"{self._endpoint}/{model.source}/resolve/{model.revision}/{urllib.parse.quote(wanted.name)}"
        tries = TRIES
        while (have := await self._do(_size, part)) < wanted.size:
            try:
                await self._append(url, part, wanted.size, count)
            except urllib.error.HTTPError:
                raise
            except (OSError, HTTPException):
                tries -= 1
                if tries == 0 or await self._do(_size, part) == have:  # nothing came: no connection any more
                    raise
            else:
                if await self._do(_size, part) == have:
                    raise DownloadFailed(model.source, DownloadProblem.FAILED, wanted.name)
        if have != wanted.size or await self._digest(part, wanted, count) != wanted.oid:
            await self._do(part.unlink)
            raise DownloadFailed(model.source, DownloadProblem.WRONG_HASH, wanted.name)
        await self._do(_take_name, part, folder / wanted.name)

    async def _append(self, url: str, part: Path, size: int, count: Callable[[int], None]) -> None:
        """Add to ``part`` what the server still has of it."""
        have = await self._do(_size, part)
        ranges = {"Range": f"bytes={have}-"} if have else {}
        with await self._do(self._open, url, ranges) as answer:
            told = answer.headers.get("Content-Range", "")
            goes_on = answer.status == 206 and told.startswith(f"bytes {have}-")
            if have and not goes_on:
                have = 0
            with await self._do(_opened, part, have) as file:
                while have < size and (came := await self._do(_carry, answer, file, min(CHUNK, size - have))):
                    have += came
                    count(have)
                await self._do(_settle, file)

    async def _digest(self, part: Path, wanted: HubFile, count: Callable[[int], None]) -> str:
        """The hash of what arrived, of the kind that was announced."""
        if len(wanted.oid) == 64:
            digest = hashlib.sha256()
        else:
            digest = hashlib.sha1(f"blob {wanted.size}\0".encode(), usedforsecurity=False)
        with await self._do(part.open, "rb") as file:
            while await self._do(_hash_some, file, digest):
                count(wanted.size)
        return digest.hexdigest()

    async def _do(self, work: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """``work`` in the hub's thread. Where the coroutine is cancelled meanwhile, that ends all the same
        before anybody goes on: nothing writes to a file that somebody else may open.
        """
        self._hung_up = False
        ended = asyncio.get_running_loop().run_in_executor(self._aside, partial(work, *args, **named))
        try:
            return await asyncio.shield(ended)
        except asyncio.CancelledError:
            self._hang_up()
            await asyncio.wait([ended])
            if ended.exception() is None and isinstance(answer := ended.result(), io.IOBase):
                answer.close()
            raise

    def _listing(self, source: str) -> HubModel:
        url = f"{self._endpoint}/api/models/{source}/revision/main?blobs=true"
        try:
            with self._open(url) as answer:
                found = json.loads(answer.read(MAX_LISTING))
            files = tuple(file for entry in found["siblings"] if (file := _file(entry)) is not None)
            revision = str(found["sha"])
        except (OSError, HTTPException) as fault:
            raise _failure(source, "", fault) from fault
        except (ValueError, LookupError, TypeError, RecursionError) as fault:
            detail = "its list of files is not readable"
            raise DownloadFailed(source, DownloadProblem.FAILED, "", detail) from fault
        if not any(file.name == "model_index.json" for file in files) or not _NAME.fullmatch(revision):
            detail = "it is no model in the diffusers layout"
            raise DownloadFailed(source, DownloadProblem.FAILED, "", detail)
        return HubModel(source, revision, files)

    def _open(self, url: str, headers: dict[str, str] | None = None) -> HTTPResponse:
        known = {"User-Agent": f"ArtMaster-Desktop/{__version__}", "Accept-Encoding": "identity"}
        request = urllib.request.Request(url, headers={**known, **(headers or {})})
        if self._token:
            request.add_unredirected_header("Authorization", f"Bearer {self._token}")
        return cast(HTTPResponse, self._opener.open(request, timeout=TIMEOUT))

    def _hold(self, line: socket.socket) -> None:
        """In the hub's thread: the stop may have come before the line stood."""
        self._socket = line
        if self._hung_up:
            self._hang_up()

    def _hang_up(self) -> None:
        """Break off what the thread waits for; it may have gone already."""
        self._hung_up = True
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)


def _file(entry: dict[str, Any]) -> HubFile | None:
    """The file of a listing's entry; None for what a model does without."""
    name = str(entry["rfilename"])
    path = PurePosixPath(name)
    plain = all(_NAME.fullmatch(part) for part in path.parts)
    wanted = name == "model_index.json" or (len(path.parts) == 2 and path.parts[0] in FOLDERS)
    variant = name.count(".") > 1 and not name.endswith(".index.json")
    if not (plain and wanted and path.suffix in SUFFIXES) or variant:
        return None
    lfs = entry.get("lfs")
    oid = str(lfs["sha256"] if lfs else entry["blobId"])
    if not re.fullmatch("[0-9a-f]{40}|[0-9a-f]{64}", oid):
        raise ValueError(f"no hash: {name}")
    return HubFile(name, int(entry["size"]), oid)


def _opened(part: Path, have: int) -> BinaryIO:
    """The file to write to behind its first ``have`` bytes; empty where there are none."""
    file = part.open("r+b") if have else part.open("wb")
    file.seek(have)
    return file


def _carry(answer: HTTPResponse, file: BinaryIO, most: int) -> int:
    """Write the next bytes, at most ``most``, to ``file``; how many came."""
    chunk = answer.read(most)
    file.write(chunk)
    return len(chunk)


def _settle(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _hash_some(file: BinaryIO, digest: hashlib._Hash) -> bool:
    """Take the next bytes of ``file`` into ``digest``; False at its end."""
    chunk = file.read(4 * CHUNK)
    digest.update(chunk)
    return bool(chunk)


def _take_name(part: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    part.replace(target)


def _make_room(model: HubModel, folder: Path) -> None:
    (folder / PARTIAL).mkdir(parents=True, exist_ok=True)
    _check_room(model, folder)


def _is_there(path: Path, wanted: HubFile) -> bool:
    """A file takes its name only after it was checked, so its size is enough."""
    return path.is_file() and path.stat().st_size == wanted.size


def _check_room(model: HubModel, folder: Path) -> None:
    missing = sum(
        file.size - min(file.size, _size(folder / PARTIAL / file.oid))
        for file in model.files
        if not _is_there(folder / file.name, file)
    )
    if missing and shutil.disk_usage(folder).free < missing + SPARE:
        raise DownloadFailed(model.source, DownloadProblem.DISK_FULL)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _failure(source: str, file: str, fault: Exception) -> DownloadFailed:
    kinds = DownloadProblem
    if isinstance(fault, urllib.error.HTTPError):
        fault.close()
        kind = {401: kinds.NOT_ALLOWED, 403: kinds.NOT_ALLOWED, 404: kinds.NOT_FOUND}.get(
            fault.code, kinds.FAILED
        )
        return DownloadFailed(source, kind, file, "" if kind is not kinds.FAILED else f"HTTP {fault.code}")
    if isinstance(fault, OSError) and fault.errno in (28, 122):
        return DownloadFailed(source, kinds.DISK_FULL, file)
    if isinstance(fault, urllib.error.URLError | TimeoutError | ConnectionError | HTTPException):
        return DownloadFailed(source, kinds.NO_CONNECTION, file)
    return DownloadFailed(source, kinds.FAILED, file, str(fault)[:200])
