"""What is finished, carried to one folder at once: as it is, or in parts of a size that travels."""

from __future__ import annotations

import hashlib
import json
import shutil
import tarfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

PART = 15 * 2**20
"""Bytes of a part at most."""
MANIFEST = "manifest.json"


def carry(
    name: str, paths: Sequence[Path], root: Path, ready: Path, packed: bool, part: int = PART
) -> list[Path]:
    """Copy `paths` (files and folders below `root`) to below `ready`, or with `packed` to `ready/name.0` and
    on.

    Parts make up one tar file. The manifest beside them tells each part's bytes and sha256; it is written
    last, by an atomic rename, so whatever it names is whole. Returns what was written.
    """
    ready.mkdir(parents=True, exist_ok=True)
    there = [path for path in paths if path.exists()]
    if not packed:
        return [_copied(path, ready / path.relative_to(root)) for path in there]
    whole = ready / f".{name}.tar"
    with tarfile.open(whole, "w") as archive:
        for path in there:
            archive.add(path, arcname=path.relative_to(root))
    for old in ready.glob(f"{name}.[0-9]*"):
        old.unlink()
    parts: list[Path] = []
    with whole.open("rb") as stream:
        while block := stream.read(part):
            parts.append(ready / f"{name}.{len(parts)}")
            parts[-1].write_bytes(block)
    whole.unlink()
    _tell(ready, name, parts)
    return parts


def _copied(path: Path, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir():
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(path, target)
    else:
        shutil.copy2(path, target)
    return target


def _tell(ready: Path, name: str, parts: Sequence[Path]) -> None:
    manifest = read_manifest(ready)
    manifest[name] = [
        {
            "file": part.name,
            "bytes": part.stat().st_size,
            "sha256": hashlib.sha256(part.read_bytes()).hexdigest(),
        }
        for part in parts
    ]
    draft = ready / f"{MANIFEST}.new"
    draft.write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    draft.replace(ready / MANIFEST)


def read_manifest(ready: Path) -> dict[str, list[dict[str, Any]]]:
    """By name the parts that are there, in order; nothing where nothing was packed yet."""
    path = ready / MANIFEST
    loaded: dict[str, list[dict[str, Any]]] = {}
    if path.exists():
        loaded = json.loads(path.read_text(encoding="utf-8"))
    return loaded


class DamagedPartError(RuntimeError):
    """A part is missing or is not what the manifest says; `part` is its path."""

    def __init__(self, part: Path) -> None:
        super().__init__(f"{part} is missing or not whole")
        self.part = part


def lacking(ready: Path, rows: Sequence[dict[str, Any]]) -> list[Path]:
    """The parts of one thing that are missing or not whole."""
    paths = [ready / row["file"] for row in rows]
    return [
        path
        for path, row in zip(paths, rows, strict=True)
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != row["sha256"]
    ]


def whole(ready: Path) -> list[str]:
    """The names of all things whose parts are all there."""
    return [name for name, rows in read_manifest(ready).items() if not lacking(ready, rows)]


def unpack(ready: Path, target: Path, names: Sequence[str] = ()) -> list[str]:
    """Put the parts of `names` (default: all) together under `target`; returns the names.

    Every part is checked before anything is written. Raises `DamagedPartError`.
    """
    manifest = read_manifest(ready)
    chosen = list(names) or list(manifest)
    for name in chosen:
        for part in lacking(ready, manifest[name]):
            raise DamagedPartError(part)
    target.mkdir(parents=True, exist_ok=True)
    for name in chosen:
        whole = target / f".{name}.tar"
        with whole.open("wb") as stream:
            for row in manifest[name]:
                stream.write((ready / row["file"]).read_bytes())
        with tarfile.open(whole) as archive:
            archive.extractall(target, filter="data")
        whole.unlink()
    return chosen
