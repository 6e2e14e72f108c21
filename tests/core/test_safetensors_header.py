"""Headers from strangers: what the format allows is read, everything else is refused before it costs
anything."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from safetensors.numpy import save

from artmaster_desktop.core import safetensors_header
from artmaster_desktop.core.errors import PainterFileError, PainterProblem
from artmaster_desktop.core.safetensors_header import (
    MAX_FILE,
    MAX_HEADER,
    MAX_METADATA,
    MAX_TENSORS,
    SafetensorsHeader,
    TensorEntry,
    read_header,
)

NAME = Path("painter.safetensors")


def read(raw: bytes) -> SafetensorsHeader:
    return read_header(io.BytesIO(raw), NAME)


def raw(header: object, data: bytes = b"", length: int | None = None) -> bytes:
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return (len(text) if length is None else length).to_bytes(8, "little") + text + data


def tensor(begin: int = 0, end: int = 4, shape: Any = (1,), dtype: Any = "F32") -> dict[str, Any]:
    return {"dtype": dtype, "shape": list(shape), "data_offsets": [begin, end]}


def refused(content: bytes) -> PainterProblem:
    with pytest.raises(PainterFileError) as caught:
        read(content)
    assert caught.value.path == NAME
    return caught.value.problem


def test_a_file_of_the_library_itself() -> None:
    tensors: dict[str, NDArray[Any]] = {
        "a": np.ones((2, 3), np.float32),
        "b": np.ones(5, np.float16),
        "alpha": np.array(1.0),
    }
    content = save(tensors, {"name": "x"})
    header = read(content)
    assert dict(header.tensors) == {
        "a": TensorEntry("F32", (2, 3)),
        "b": TensorEntry("F16", (5,)),
        "alpha": TensorEntry("F64", ()),
    }
    assert (dict(header.metadata), header.size, header.dropped) == ({"name": "x"}, len(content), ())


def test_an_empty_file_of_tensors() -> None:
    assert not read(raw({})).tensors


@pytest.mark.parametrize(
    "content", [b"", b"12345678", b"PK\x03\x04" + b"\0" * 60, b"\x80\x02ctorch\n" + b"\0" * 60]
)
def test_other_kinds_of_file(content: bytes) -> None:
    assert refused(content) is PainterProblem.NOT_SAFETENSORS


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"PK\x03\x04aaaaaaaa", "zip"),
        (b"\x80\x04aaaaaaaaaa", "pickle"),
        (b"GIF89a.......", "unknown"),
    ],
)
def test_the_kind_is_named(content: bytes, says: str) -> None:
    with pytest.raises(PainterFileError, match=says):
        read(content)


@pytest.mark.parametrize(
    "content",
    [
        raw({}, length=2**63),
        raw({}, length=3),
        raw(b"{nonsense"),
        raw(b'{"a": ' + b"[" * 50_000),
        raw(b"{\xff}"),
        raw(b'{"a": 1' + b"0" * 5000 + b"}"),
        raw(b'{"a": {"dtype":"F32","shape":[1],"data_offsets":[0,4]}, "a": 1}', b"0000"),
        raw({"a": 1}),
        raw({"a": {"dtype": "F32", "shape": [1]}}),
        raw({"a": tensor() | {"data_offsets": [0, 4, 8]}}, b"0000"),
        raw({"a": tensor() | {"data_offsets": ["0", "4"]}}, b"0000"),
        raw({"a": tensor(shape=(0, 2**60), end=0)}),
        raw({"a": tensor(shape=(-1, -1))}, b"0000"),
        raw({"a": tensor(shape=(True,))}, b"0000"),
        raw({"a": tensor(shape=(1.0,))}, b"0000"),
        raw({"a": tensor(shape=(2**21,), end=2**23)}),
        raw({"a": tensor(shape=(1,) * 5)}, b"0000"),
        raw({"a": tensor(end=8)}, b"0" * 8),
        raw({"a": tensor()}, b"00000"),
        raw({"a": tensor()}, b"000"),
        raw({"a": tensor(), "b": tensor()}, b"0000"),
        raw({"a": tensor(), "b": tensor(8, 12)}, b"0" * 12),
        raw({"a": tensor(-4, 0)}),
        raw({"__metadata__": {"a": 1}}),
        raw({"__metadata__": []}),
    ],
)
def test_damaged_headers(content: bytes) -> None:
    assert refused(content) is PainterProblem.DAMAGED


@pytest.mark.parametrize("dtype", ["I8", "U8", "I64", "BOOL", "F4", ""])
def test_whole_numbers_are_not_weights(dtype: str) -> None:
    assert refused(raw({"a": tensor(dtype=dtype)}, b"0000")) is PainterProblem.UNSUPPORTED_KIND


def test_a_header_beyond_the_limit() -> None:
    assert refused(raw(b"{" + b" " * MAX_HEADER + b"}")) is PainterProblem.TOO_LARGE


def test_more_tensors_than_any_adapter_has() -> None:
    assert refused(raw({str(index): 0 for index in range(MAX_TENSORS + 1)})) is PainterProblem.TOO_LARGE


def test_a_file_beyond_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    assert MAX_FILE == 4 * 2**30
    monkeypatch.setattr(safetensors_header, "MAX_FILE", 11)
    assert refused(raw({"a": tensor()}, b"0000")) is PainterProblem.TOO_LARGE


def test_long_metadata_are_dropped_longest_first() -> None:
    said = {"tags": "t" * MAX_METADATA, "log": "l" * (MAX_METADATA // 2), "name": "x"}
    header = read(raw({"__metadata__": said}))
    assert header.metadata.keys() == {"log", "name"}
    assert header.dropped == ("tags",)


def test_what_was_read_cannot_be_changed() -> None:
    header = read(raw({"a": tensor()}, b"0000"))
    with pytest.raises(TypeError):
        header.tensors["b"] = TensorEntry("F32", ())  # type: ignore[index]
