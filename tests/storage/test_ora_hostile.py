"""Files that mean harm, or were harmed: a typed error, little memory, little time, the file untouched."""

from __future__ import annotations

import contextlib
import os
import random
import struct
import time
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artmaster_desktop.core.errors import DocumentFileError, DocumentProblem, DocumentTooNew, ReadFailed
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.storage import limits
from artmaster_desktop.storage.ora import load_document, save_document
from artmaster_desktop.storage.ora_archive import safe_name
from artmaster_desktop.storage.ora_data import from_pixels, to_pixels
from tests.storage.documents import sample

P = DocumentProblem
Members = dict[str, bytes]
MAX_SECONDS = 5.0
MAX_BYTES = 300 * 2**20


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, *chunks: bytes) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + b"".join(chunks) + chunk(b"IEND", b"")


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Members:
    path = tmp_path_factory.mktemp("good") / "good.ora"
    save_document(sample(), path)
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "hostile.ora"


def pack(path: Path, members: Members, method: int = zipfile.ZIP_DEFLATED) -> None:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def refused(path: Path, *problems: DocumentProblem) -> DocumentFileError:
    """Opening is refused with one of ``problems``, soon, in little memory, and changes nothing."""
    before = path.read_bytes()
    tracemalloc.start()
    start = time.perf_counter()
    try:
        with pytest.raises(DocumentFileError) as caught:
            load_document(path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert time.perf_counter() - start < MAX_SECONDS
    assert peak < MAX_BYTES
    assert caught.value.path == path
    assert caught.value.problem in problems
    assert path.read_bytes() == before
    return caught.value


STACK_HEAD = '<?xml version="1.0"?><image w="8" h="8"><stack>'
ENTITIES = '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
BILLION = f'<!DOCTYPE x [{ENTITIES}]><image w="8" h="8"><stack/></image>'
OUTSIDE = (
    '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><image w="8" h="8"><stack name="&a;"/></image>'
)


@pytest.mark.parametrize(
    ("stack", "problem"),
    [
        ("", P.BAD_XML),
        ("<image", P.BAD_XML),
        (BILLION, P.BAD_XML),
        (OUTSIDE, P.BAD_XML),
        ('<?xml version="1.0" encoding="klingon"?><image w="8" h="8"><stack/></image>', P.BAD_XML),
        ("<svg w='8' h='8'><stack/></svg>", P.BAD_XML),
        ("<image w='8' h='8'/>", P.BAD_XML),
        ("<image w='8' h='0'><stack/></image>", P.BAD_VALUE),
        ("<image w='8'><stack/></image>", P.BAD_VALUE),
        ("<image w='many' h='8'><stack/></image>", P.BAD_VALUE),
        ("<image w='99999' h='8'><stack/></image>", P.TOO_LARGE),
        (STACK_HEAD + "<layer src='nowhere.png'/></stack></image>", P.MISSING_MEMBER),
        (STACK_HEAD + "<layer/></stack></image>", P.MISSING_MEMBER),
        (STACK_HEAD + "<layer src='stack.xml'/></stack></image>", P.BAD_PIXELS),
        (STACK_HEAD + f"<layer name='{'n' * 5000}'/></stack></image>", P.TOO_LARGE),
        (STACK_HEAD + "<stack>" * 200_000 + "</stack>" * 200_000 + "</stack></image>", P.TOO_LARGE),
        (STACK_HEAD + "<stack>" * 80 + "</stack>" * 80 + "</stack></image>", P.TOO_LARGE),
        (STACK_HEAD + "<stack/>" * 600 + "</stack></image>", P.TOO_LARGE),
        (STACK_HEAD + "<stack/>" * 3000 + "</stack></image>", P.TOO_LARGE),
        (" " * (limits.MAX_XML_BYTES + 1), P.TOO_LARGE),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else None,
)
def test_bad_layer_lists(path: Path, good: Members, stack: str, problem: DocumentProblem) -> None:
    pack(path, {**good, "stack.xml": stack.encode()})
    refused(path, problem)


@pytest.mark.parametrize(
    "attribute",
    [
        "x='nan'",
        "x='1e999'",
        "y='100000000000000000000'",
        "x='0.5'",
        "opacity='inf'",
        "opacity='255'",
        "opacity='-1'",
    ],
)
def test_bad_numbers(path: Path, good: Members, attribute: str) -> None:
    pack(
        path,
        {
            **good,
            "stack.xml": f"{STACK_HEAD}<layer src='mergedimage.png' {attribute}/></stack></image>".encode(),
        },
    )
    refused(path, P.BAD_VALUE)


BOMB_TEXT = chunk(b"zTXt", b"k\0\0" + zlib.compress(b"\0" * 200_000_000, 9))
CUT = png(8, 8, chunk(b"IDAT", zlib.compress(b"\0" * 100)))


@pytest.mark.parametrize(
    ("picture", "problem"),
    [
        (b"", P.BAD_PIXELS),
        (b"GIF89a", P.BAD_PIXELS),
        (png(40_000, 40_000), P.TOO_LARGE),
        (png(0, 8), P.BAD_PIXELS),
        (png(2**31, 2**31), P.TOO_LARGE),
        (png(8, 8), P.BAD_PIXELS),
        (CUT, P.BAD_PIXELS),
        (png(8, 8, BOMB_TEXT, chunk(b"IDAT", zlib.compress(b"\0" * 264))), P.BAD_PIXELS),
        (png(8, 8, chunk(b"IHDR", struct.pack(">IIBBBBB", 30_000, 30_000, 8, 6, 0, 0, 0))), P.BAD_PIXELS),
    ],
)
def test_bad_pictures(path: Path, good: Members, picture: bytes, problem: DocumentProblem) -> None:
    pack(path, {**good, "data/layer1.png": picture})
    assert refused(path, problem, P.TOO_LARGE).member == "data/layer1.png"


def test_many_large_layers_have_one_budget(
    path: Path, good: Members, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_TOTAL_PIXELS", 96 * 80 + 10)
    pack(path, good)
    refused(path, P.TOO_LARGE)


def test_a_bomb_is_refused_by_its_directory(path: Path, good: Members) -> None:
    pack(path, {**good, "data/layer1.png": b"\0" * (64 * 2**20)})
    refused(path, P.TOO_LARGE)


@pytest.mark.parametrize(
    "name", ["../up.png", "/abs.png", "C:\\win.txt", "a/../../b", "a//b", "nul\x01", "x" * 300]
)
def test_unsafe_names(path: Path, good: Members, name: str) -> None:
    assert not safe_name(name)
    pack(path, {**good, name: b"x"})
    refused(path, P.UNSAFE_NAME)


def test_duplicates_links_and_hidden_names(path: Path, good: Members) -> None:
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(path, "w") as archive:  # noqa: PT031
        for name, content in (*good.items(), ("stack.xml", b"<image/>")):
            archive.writestr(name, content)
    refused(path, P.UNSAFE_NAME)
    link = zipfile.ZipInfo("data/link.png")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    refused(path, P.UNSAFE_NAME)
    pack(path, {**good, "seenXhidden": b""})
    path.write_bytes(path.read_bytes().replace(b"seenXhidden", b"seen\0hidden"))
    refused(path, P.UNSAFE_NAME)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_unusual_methods(path: Path, good: Members, method: int) -> None:
    pack(path, good, method)
    refused(path, P.ENCRYPTED)


def test_encrypted_members(path: Path, good: Members) -> None:
    pack(path, good)
    data = bytearray(path.read_bytes())
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    path.write_bytes(data)
    refused(path, P.ENCRYPTED)


def test_too_many_members(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(limits.MAX_MEMBERS + 1):
            archive.writestr(f"f{number}", b"")
    refused(path, P.TOO_LARGE)


def directory(count: int, name: bytes = b"a") -> Iterator[bytes]:
    for _ in range(count):
        yield (
            struct.pack(
                "<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 0, 0, 0, 0, 0, 0, len(name), 0, 0, 0, 0, 0, 0
            )
            + name
        )


@pytest.mark.parametrize("claimed", [1, 0xFFFF])
def test_200_000_entries_are_refused_before_they_are_read(path: Path, claimed: int) -> None:
    body = b"".join(directory(200_000))
    path.write_bytes(body + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, claimed, claimed, len(body), 0, 0))
    start = time.perf_counter()
    refused(path, P.TOO_LARGE)
    assert time.perf_counter() - start < 0.5


def test_the_64_bit_form_cannot_hide_a_large_directory(path: Path) -> None:
    body = b"".join(directory(200_000))
    wide = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 200_000, 200_000, len(body), 0)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, len(body), 1)
    path.write_bytes(body + wide + locator + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, 10, 0, 0))
    refused(path, P.TOO_LARGE)


def test_not_a_document_at_all(path: Path, good: Members) -> None:
    for content in (b"", b"PK", b"hello" * 100, png(8, 8)):
        path.write_bytes(content)
        refused(path, P.NOT_A_DOCUMENT, P.TRUNCATED)
    pack(path, {**good, "mimetype": b"application/epub+zip"})
    refused(path, P.NOT_A_DOCUMENT)
    pack(path, {name: content for name, content in good.items() if name != "mimetype"})
    refused(path, P.MISSING_MEMBER)
    pack(path, {name: content for name, content in good.items() if name != "stack.xml"})
    refused(path, P.MISSING_MEMBER)


def test_folders_pipes_links_and_nothing(tmp_path: Path, path: Path) -> None:
    with pytest.raises(ReadFailed):
        load_document(tmp_path / "nothing.ora")
    with pytest.raises(ReadFailed):
        load_document(tmp_path / "a\0b.ora")
    with pytest.raises(DocumentFileError):
        load_document(tmp_path)
    if os.name != "nt":
        os.mkfifo(path)
        with pytest.raises(DocumentFileError):
            load_document(path)
    save_document(sample(), tmp_path / "real.ora")
    (tmp_path / "link.ora").symlink_to(tmp_path / "real.ora")
    assert load_document(tmp_path / "link.ora").document == sample()
    (tmp_path / "loop.ora").symlink_to(tmp_path / "loop.ora")
    with pytest.raises(ReadFailed):
        load_document(tmp_path / "loop.ora")


DATA: tuple[Callable[[bytes], bytes], ...] = (
    lambda data: b"",
    lambda data: b"[]",
    lambda data: b"\xff\xfe",
    lambda data: b"[" * 100_000,
    lambda data: b'{"format": 1}',
    lambda data: b'{"format": NaN}',
    lambda data: b'{"format": "1"}',
    lambda data: data.replace(b'"seed":4611686018427387904', b'"seed":-1'),
    lambda data: data.replace(b'"seed":4611686018427387904', b'"seed":1e999'),
    lambda data: data.replace(b'"seed":4611686018427387904', b'"seed":' + b"9" * 5000),
    lambda data: data.replace(b'"type":"FromLayer"', b'"type":"os.system"'),
    lambda data: data.replace(b'"role":"colour"', b'"role":"boss"'),
    lambda data: data.replace(b'"feather":20.5', b'"feather":true'),
    lambda data: data.replace(b'"id":"r2"', b'"id":"r1"'),
)


@pytest.mark.parametrize("change", DATA)
def test_damaged_data(path: Path, good: Members, change: Callable[[bytes], bytes]) -> None:
    broken = change(good["artmaster.json"])
    assert broken != good["artmaster.json"]
    stack = good["stack.xml"].replace(b"ArtMaster (do not edit)", b"no data layer")
    pack(path, {**good, "artmaster.json": broken, "stack.xml": stack})
    refused(path, P.BAD_DATA)


def test_every_cut_is_refused(path: Path, good: Members) -> None:
    pack(path, good)
    whole = path.read_bytes()
    for size in range(0, len(whole), len(whole) // 60):
        path.write_bytes(whole[:size])
        refused(path, P.TRUNCATED, P.NOT_A_DOCUMENT)


def test_random_damage_raises_nothing_else(path: Path, good: Members) -> None:
    """300 files with a few bytes changed: they open, or are refused with an error of ours."""
    pack(path, good, zipfile.ZIP_STORED)
    whole = path.read_bytes()
    chance = random.Random(6)
    opened = 0
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        path.write_bytes(data)
        try:
            load_document(path)
            opened += 1
        except (DocumentFileError, DocumentTooNew):
            pass
    assert opened < 300


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["stack.xml", "artmaster.json", "data/layer1.png"]))
def test_any_bytes_in_a_member(
    tmp_path_factory: pytest.TempPathFactory, good: Members, content: bytes, member: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.ora"
    pack(path, {**good, member: content})
    with contextlib.suppress(DocumentFileError, DocumentTooNew):
        load_document(path)


def test_a_bomb_in_the_data_layer_stays_small() -> None:
    pixels = to_pixels(b"\0" * (limits.MAX_DATA_BYTES + 1), Extent(512, 512))
    assert pixels is not None
    assert from_pixels(pixels) is None
    assert from_pixels(pixels[:1, :2]) is None
    assert from_pixels(pixels * 0) is None
