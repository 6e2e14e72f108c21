"""The header of a safetensors file, read without any tensor library and before one is let near the file.

Format: https://github.com/huggingface/safetensors#format: eight bytes of little-endian header length, a JSON
header that maps a tensor's name to dtype, shape and byte range, then the bytes. The library itself accepts
300 000 empty tensors, names that come twice and shapes like ``(0, 2**60)``; a file from a stranger gets none
of them past here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO, NoReturn

from artmaster_desktop.core.errors import PainterFileError, PainterProblem

MAX_HEADER = 4 << 20
MAX_FILE = 4 << 30
MAX_TENSORS = 20_000
MAX_METADATA = 256 << 10
"""Characters of metadata that are kept. Trainers log whole tag lists there; the longest are dropped."""
MAX_SIDE = 1 << 20
MAX_AXES = 4

ITEM_BYTES = {"F64": 8, "F32": 4, "F16": 2, "BF16": 2, "F8_E4M3": 1, "F8_E5M2": 1}
"""Bytes per item of the dtypes that a painter may have: floating point only, int8 is a quantised model."""


@dataclass(frozen=True, slots=True)
class TensorEntry:
    """One tensor as the header tells it: a key of ITEM_BYTES, and sides of 1 to MAX_SIDE."""

    dtype: str
    shape: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SafetensorsHeader:
    """What is in a file of ``size`` bytes: ``tensors`` by name, ``metadata`` as the writer left it.

    ``dropped`` names the metadata that were too long to keep.
    """

    tensors: Mapping[str, TensorEntry]
    metadata: Mapping[str, str]
    size: int
    dropped: tuple[str, ...] = ()


def read_header(stream: BinaryIO, path: Path) -> SafetensorsHeader:
    """The checked header of the file open as ``stream``; ``path`` only names it in errors.

    Raises PainterFileError: NOT_SAFETENSORS (a pickle, an archive, anything else), DAMAGED (cut off,
    trailing bytes, overlapping or contradicting entries), TOO_LARGE (see the limits above),
    UNSUPPORTED_KIND (integers).
    """
    size = stream.seek(0, 2)
    stream.seek(0)
    if size > MAX_FILE:
        raise PainterFileError(path, PainterProblem.TOO_LARGE, f"{size} bytes, at most {MAX_FILE}")
    head = stream.read(9)
    if len(head) < 9 or head[8:] != b"{":
        raise PainterFileError(path, PainterProblem.NOT_SAFETENSORS, _looks_like(head))
    length = int.from_bytes(head[:8], "little")
    if length > size - 8:
        raise PainterFileError(path, PainterProblem.DAMAGED, f"header of {length} bytes in a file of {size}")
    if length > MAX_HEADER:
        raise PainterFileError(
            path, PainterProblem.TOO_LARGE, f"header of {length} bytes, at most {MAX_HEADER}"
        )
    fields = _parse(head[8:] + stream.read(length - 1), path)
    found = _metadata(fields.pop("__metadata__", {}), path)
    metadata = _shortest(found, MAX_METADATA)
    dropped = tuple(found.keys() - metadata.keys())
    if len(fields) > MAX_TENSORS:
        raise PainterFileError(
            path, PainterProblem.TOO_LARGE, f"{len(fields)} tensors, at most {MAX_TENSORS}"
        )
    tensors = _tensors(fields, size - 8 - length, path)
    return SafetensorsHeader(MappingProxyType(tensors), MappingProxyType(metadata), size, dropped)


def _looks_like(head: bytes) -> str:
    if head.startswith(b"PK"):
        return "a zip archive, as PyTorch's own files are"
    if head.startswith(b"\x80"):
        return "a Python pickle"
    return "unknown content" if head else "an empty file"


def _damaged(path: Path, detail: str) -> NoReturn:
    raise PainterFileError(path, PainterProblem.DAMAGED, detail)


def _parse(raw: bytes, path: Path) -> dict[str, Any]:
    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise ValueError("a name comes twice")
        return found

    try:
        fields: dict[str, Any] = json.loads(raw.decode("utf-8"), object_pairs_hook=unique)
    except (ValueError, RecursionError) as fault:
        raise PainterFileError(path, PainterProblem.DAMAGED, f"header: {type(fault).__name__}") from fault
    return fields


def _metadata(found: Any, path: Path) -> dict[str, str]:
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        _damaged(path, "metadata that is not text")
    return found


def _shortest(metadata: Mapping[str, str], room: int) -> dict[str, str]:
    """As many entries as ``room`` characters hold, the shortest first."""
    kept: dict[str, str] = {}
    for key, value in sorted(metadata.items(), key=lambda item: len(item[0]) + len(item[1])):
        room -= len(key) + len(value)
        if room < 0:
            break
        kept[key] = value
    return kept


def _tensors(fields: Mapping[str, Any], data: int, path: Path) -> dict[str, TensorEntry]:
    """The entries, once they are known to tile the ``data`` bytes after the header exactly."""
    tensors: dict[str, TensorEntry] = {}
    ranges: list[tuple[int, int]] = []
    for name, field in fields.items():
        match field:
            case {"dtype": str(dtype), "shape": list(shape), "data_offsets": [int(begin), int(end)]}:
                pass
            case _:
                _damaged(path, "an entry that is not a tensor")
        if dtype not in ITEM_BYTES:
            raise PainterFileError(path, PainterProblem.UNSUPPORTED_KIND, f"numbers of type {dtype[:16]}")
        if not all(type(side) is int and 0 < side <= MAX_SIDE for side in shape) or len(shape) > MAX_AXES:
            _damaged(path, "a tensor of impossible shape")
        if end - begin != prod(shape) * ITEM_BYTES[dtype]:
            _damaged(path, "a tensor whose size and shape disagree")
        tensors[name] = TensorEntry(dtype, tuple(shape))
        ranges.append((begin, end))
    place = 0
    for begin, end in sorted(ranges):
        if begin != place:
            _damaged(path, "tensors with gaps or overlaps")
        place = end
    if place != data:
        _damaged(path, f"{data} bytes of numbers, {place} expected")
    return tensors
