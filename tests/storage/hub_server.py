"""A hub on this machine, with the faults that a real one has."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SOURCE = "somebody/tiny-flux"
REVISION = "0123456789abcdef0123456789abcdef01234567"


@dataclass
class FakeHub:
    """``files`` by name. ``cut`` breaks the connection after so many bytes, once for each number; ``silent``
    says no more after so many bytes of a file, until ``speak`` is set.
    """

    files: dict[str, bytes]
    endpoint: str = ""
    cdn: str = ""
    token: str = ""
    ranges: bool = True
    cut: list[int] = field(default_factory=list)
    silent: int = 0
    speak: threading.Event = field(default_factory=threading.Event)
    hashes: dict[str, str] = field(default_factory=dict)
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    """(path, Range, Authorization) of every request."""

    def listing(self) -> bytes:
        siblings = []
        for name, data in self.files.items():
            entry: dict[str, object] = {"rfilename": name, "size": len(data)}
            if name.endswith(".safetensors"):
                told = self.hashes.get(name, hashlib.sha256(data).hexdigest())
                entry["lfs"] = {"sha256": told, "size": len(data)}
            blob = f"blob {len(data)}\0".encode() + data
            entry["blobId"] = hashlib.sha1(blob, usedforsecurity=False).hexdigest()
            siblings.append(entry)
        return json.dumps({"sha": REVISION, "siblings": siblings}).encode()

    def cut_now(self) -> int | None:
        return self.cut.pop(0) if self.cut else None


def _handler(hub: FakeHub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = self.headers.get("Range", ""), self.headers.get("Authorization", "")
            hub.asked.append((self.path, *asked))
            if hub.token and "/cdn/" not in self.path and asked[1] != f"Bearer {hub.token}":
                self.send_error(401)
            elif self.path.startswith(f"/api/models/{SOURCE}/"):
                self._send(200, hub.listing())
            elif self.path.startswith(f"/{SOURCE}/resolve/{REVISION}/"):
                name = self.path.split(f"/{REVISION}/")[1]
                if hub.cdn:
                    self.send_response(302)
                    self.send_header("Location", f"{hub.cdn}/cdn/{name}")
                    self.end_headers()
                else:
                    self._file(name, asked[0])
            elif self.path.startswith("/cdn/"):
                self._file(self.path.removeprefix("/cdn/"), asked[0])
            else:
                self.send_error(404)

        def _file(self, name: str, wanted: str) -> None:
            data = hub.files[name]
            start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted and hub.ranges else 0
            self._send(206 if start else 200, data[start:], start, len(data), hub.cut_now())

        def _send(
            self, status: int, data: bytes, start: int = 0, size: int = 0, cut: int | None = None
        ) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            if status == 206:
                self.send_header("Content-Range", f"bytes {start}-{size - 1}/{size}")
            self.end_headers()
            if hub.silent and size > hub.silent:
                self.wfile.write(data[: hub.silent])
                self.wfile.flush()
                hub.speak.wait(20)
                return
            self.wfile.write(data if cut is None else data[:cut])

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    return Handler


@contextmanager
def serving(hub: FakeHub) -> Iterator[FakeHub]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(hub))
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    hub.endpoint = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def tiny_files() -> dict[str, bytes]:
    """The files of a model in small, and some that nobody needs."""
    weights = bytes(range(256)) * 20
    return {
        "model_index.json": b'{"_class_name": "FluxPipeline"}',
        "README.md": b"# read me",
        "flux1-dev.safetensors": weights * 3,
        "transformer/config.json": b"{}",
        "transformer/diffusion_pytorch_model.safetensors": weights,
        "transformer/diffusion_pytorch_model.fp16.safetensors": weights,
        "tokenizer/vocab.json": b"{}",
        "tokenizer/code.py": b"print(1)",
        "vae/diffusion_pytorch_model.safetensors": weights[::-1],
    }
