"""JSON for our frozen values: dataclasses, unions, enums, paths and arrays, checked on the way in.

A dataclass is an object with its fields; in a union it also says which one it is (``"type": "FromLayer"``).
Arrays of gates are zlib + base64 of little-endian float32, pictures are PNG in base64: exact, and text.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
import types
import zlib
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import numpy as np

from artmaster_desktop.core.errors import StorageError
from artmaster_desktop.core.gate import Coverage
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.core.repaint_start import Sheet
from artmaster_desktop.storage.limits import MAX_JOB_BYTES
from artmaster_desktop.storage.png import BadPicture, decode_png, encode_png

Json: TypeAlias = bool | int | float | str | list["Json"] | dict[str, "Json"] | None
Place: TypeAlias = tuple[str, ...]
Stranger: TypeAlias = Callable[[Place, Json], None]
T = TypeVar("T")


@dataclass(eq=False)
class UnreadableData(StorageError):
    """JSON that does not say what it should; ``where`` is the path to the value, ``reason`` what is wrong."""

    where: str
    reason: str


def encode(value: object, hint: object = None) -> Json:
    """``value`` as JSON data. ``hint`` is its declared type (default: its own class)."""
    hint = type(value) if hint is None else hint
    if hint == Coverage:
        return _encode_coverage(cast(Coverage, value))
    if hint in (Pixels, Sheet):
        return base64.b64encode(encode_png(cast(Pixels, value))).decode("ascii")
    if isinstance(value, Enum):
        return cast(Json, value.value)
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, tuple):
        return [encode(item, kind) for item, kind in zip(value, _item_hints(hint, len(value)), strict=True)]
    if is_dataclass(value):
        out: dict[str, Json] = {"type": type(value).__name__} if _variants(hint) else {}
        hints = _hints(value.__class__)
        out.update({f.name: encode(getattr(value, f.name), hints[f.name]) for f in fields(value)})
        return out
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise TypeError(f"no JSON for {type(value).__name__}")


def decode(hint: type[T], data: Json, stranger: Stranger | None = None) -> T:
    """The value of type ``hint`` that ``data`` stands for; every number, tag and invariant is checked.

    Fields that are not there take their default. A field that the type does not have goes to ``stranger``
    with its path, or is refused where there is none. Raises UnreadableData.
    """
    return cast(T, _decode(hint, data, (), stranger))


def dumps(data: Json) -> str:
    """Compact, sorted ASCII, so that equal values make equal bytes."""
    return json.dumps(data, allow_nan=False, sort_keys=True, separators=(",", ":"))


def loads(text: str | bytes) -> Json:
    """Strict JSON: no NaN, no endless nesting. Raises UnreadableData."""
    try:
        return cast(Json, json.loads(text, parse_constant=_no_constant))
    except (ValueError, RecursionError) as error:  # bad UTF-8 and huge numbers are ValueErrors too
        raise UnreadableData("", f"not JSON: {str(error)[:200]}") from error


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


@cache
def _hints(cls: Any) -> dict[str, Any]:
    return get_type_hints(cls)


def _variants(hint: object) -> dict[str, type]:
    """The classes of a union by name; empty for anything else."""
    if get_origin(hint) in (types.UnionType, Union):
        kinds: tuple[Any, ...] = get_args(hint)
        return {kind.__name__: kind for kind in kinds if isinstance(kind, type) and is_dataclass(kind)}
    return {}


def _item_hints(hint: object, count: int) -> tuple[object, ...]:
    kinds = get_args(hint)
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return (kinds[0],) * count
    return kinds


def _fail(where: Place, reason: str) -> UnreadableData:
    return UnreadableData("/".join(where), reason)


def _decode(hint: Any, data: Json, where: Place, stranger: Stranger | None) -> object:
    if hint == Coverage:
        return _decode_coverage(data, where)
    if hint in (Pixels, Sheet):
        pixels = _decode_pixels(data, where)
        return pixels if hint == Pixels else pixels[:, :, 0].copy()
    if get_origin(hint) is tuple:
        return _decode_tuple(hint, data, where, stranger)
    if variants := _variants(hint):
        tag = data.get("type") if isinstance(data, dict) else None
        if not isinstance(data, dict) or not isinstance(tag, str) or tag not in variants:
            raise _fail(where, f"type {tag!r} is not one of {', '.join(variants)}")
        rest = {key: value for key, value in data.items() if key != "type"}
        return _decode_object(variants[tag], rest, where, stranger)
    if get_origin(hint) in (types.UnionType, Union):
        raise TypeError(f"no JSON for {hint}")
    if is_dataclass(hint):
        return _decode_object(cast(type, hint), data, where, stranger)
    if isinstance(hint, type) and issubclass(hint, Enum):
        if data not in [member.value for member in hint]:
            raise _fail(where, f"not a {hint.__name__}: {data!r:.100}")
        return hint(data)
    if hint is Path:
        return Path(cast(str, _scalar(str, data, where)))
    return _scalar(hint, data, where)


def _scalar(hint: Any, data: Json, where: Place) -> object:
    if hint is float and isinstance(data, int) and not isinstance(data, bool) and abs(data) < 2**53:
        return float(data)
    if hint not in (bool, int, float, str):
        raise TypeError(f"no JSON for {hint}")
    if not isinstance(data, hint) or (isinstance(data, bool) and hint is not bool):
        raise _fail(where, f"not a {hint.__name__}: {data!r:.100}")
    if isinstance(data, float) and not math.isfinite(data):
        raise _fail(where, "not a finite number")
    return data


def _decode_tuple(hint: Any, data: Json, where: Place, stranger: Stranger | None) -> tuple[object, ...]:
    if not isinstance(data, list):
        raise _fail(where, "not a list")
    kinds = _item_hints(hint, len(data))
    if len(kinds) != len(data):
        raise _fail(where, f"{len(data)} values instead of {len(kinds)}")
    pairs = zip(kinds, data, strict=True)
    return tuple(_decode(kind, item, (*where, str(n)), stranger) for n, (kind, item) in enumerate(pairs))


def _decode_object(cls: type, data: Json, where: Place, stranger: Stranger | None) -> object:
    if not isinstance(data, dict):
        raise _fail(where, "not an object")
    hints = _hints(cls)
    known = {f.name for f in fields(cls) if f.init}
    for key in sorted(set(data) - known):
        if stranger is None:
            raise _fail((*where, key), "unknown")
        stranger((*where, key), data[key])
    values = {key: _decode(hints[key], data[key], (*where, key), stranger) for key in data if key in known}
    try:
        return cls(**values)
    except (TypeError, ValueError, OverflowError) as error:
        raise _fail(where, str(error)[:300]) from error


def _encode_coverage(coverage: Coverage) -> Json:
    packed = zlib.compress(np.ascontiguousarray(coverage, "<f4").tobytes(), 9)
    return {"shape": [int(n) for n in coverage.shape], "float32": base64.b64encode(packed).decode("ascii")}


def _decode_coverage(data: Json, where: Place) -> Coverage:
    if not isinstance(data, dict) or set(data) != {"shape", "float32"}:
        raise _fail(where, "not an array")
    shape = _decode_tuple(tuple[int, ...], data["shape"], (*where, "shape"), None)
    sides = cast(tuple[int, ...], shape)
    if len(sides) != 3 or any(not 0 <= n <= 65_536 for n in sides) or 4 * math.prod(sides) > MAX_JOB_BYTES:
        raise _fail(where, f"an array of shape {sides}")
    size = 4 * math.prod(sides)
    try:
        unpacker = zlib.decompressobj()
        raw = unpacker.decompress(_unbase64(data["float32"], where), size + 1)
    except zlib.error as error:
        raise _fail(where, "damaged array") from error
    if len(raw) != size:
        raise _fail(where, "an array of another size")
    return np.frombuffer(raw, "<f4").reshape(sides).astype(np.float32)


def _decode_pixels(data: Json, where: Place) -> Pixels:
    try:
        return decode_png(_unbase64(data, where), channels=3)
    except BadPicture as error:
        raise _fail(where, str(error)) from error


def _unbase64(data: Json, where: Place) -> bytes:
    if not isinstance(data, str):
        raise _fail(where, "not base64")
    try:
        return base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError) as error:
        raise _fail(where, "not base64") from error
