"""Ways to spoil a file: any bytes, and parts of it under right checksums, so that they are looked at."""

from __future__ import annotations

import io
import json
import random
import re
import sqlite3
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

Chance = random.Random
EXTREMES = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
STRANGE_TEXT = (
    "", "0", "-1", "nan", "inf", "1e999", "9" * 400, "99999999999999999999", "true", "null", "[]", "{}",
    "../x", "\\u0000", "\u202e", "&a;", "<stack>", "</stack>", "mask", "sketch", "group", "FromLayer",
    "0.5", "2.5",
)  # fmt: skip
STRANGE_VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2**63, -(2**63), 10**30, 0.5, -0.0, 1e308, "", "x", "\ud800", "\0", [], [[]],
    [None], {}, {"type": "FromLayer"}, {"id": "m1"}, "ink", "m1", "dark", ["a", "b"], [["a", 1]],
)  # fmt: skip
TOKEN = re.compile(rb"-?\d+(?:\.\d+)?|\"[^\"]*\"|[A-Za-z_:-]+")


def spoil_bytes(data: bytes, chance: Chance) -> bytes:
    """A few changes that know nothing of what the bytes mean."""
    out = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
        if not out:
            return bytes(out)
        at, length = chance.randrange(len(out)), chance.choice((1, 2, 4, 16, 256, 4096))
        match chance.randrange(8):
            case 0 | 1:
                out[at] = chance.randrange(256)
            case 2:
                out[at] ^= 1 << chance.randrange(8)
            case 3:
                order = chance.choice(("<", ">"))
                out[at : at + 4] = struct.pack(order + "I", chance.choice(EXTREMES))
            case 4:
                del out[at:]
            case 5:
                del out[at : at + length]
            case 6:
                out[at:at] = chance.randbytes(length)
            case 7:
                out[at:at] = out[chance.randrange(len(out)) :][:length]
    return bytes(out)


def spoil_text(data: bytes, chance: Chance) -> bytes:
    """Numbers, strings and names of XML or JSON exchanged for others."""
    found = list(TOKEN.finditer(data))
    if not found:
        return spoil_bytes(data, chance)
    for _ in range(chance.choice((1, 1, 2, 5))):
        token = chance.choice(found)
        other = chance.choice((
            chance.choice(STRANGE_TEXT).encode(), chance.choice(found)[0], token[0] * 2, b"",
            b'"' + chance.choice(STRANGE_TEXT).encode() + b'"',
        ))  # fmt: skip
        data = data[: token.start()] + other + data[token.end() :]
        found = list(TOKEN.finditer(data)) or found
    return data


def spoil_json(data: bytes, chance: Chance) -> bytes:
    """Values anywhere in the tree exchanged, doubled or taken out."""
    try:
        tree = json.loads(data)
    except ValueError:
        return spoil_text(data, chance)
    for _ in range(chance.choice((1, 1, 2, 4))):
        owners: list[Any] = []
        waiting = [tree]
        while waiting:
            node = waiting.pop()
            if isinstance(node, dict | list) and node:
                owners.append(node)
                waiting += node.values() if isinstance(node, dict) else node
        if not owners:
            break
        owner = chance.choice(owners)
        key = chance.choice(list(owner) if isinstance(owner, dict) else range(len(owner)))
        match chance.randrange(4):
            case 0:
                del owner[key]
            case 1 if isinstance(owner, list):
                owner.append(owner[key])
            case 1 | 2:
                owner[key] = chance.choice(STRANGE_VALUES)
            case 3 if isinstance(owner, dict):
                owner[chance.choice(("x", "type", "id", "layers", "live", "~1", "a/b"))] = owner[key]
    return json.dumps(tree).encode()


def spoil_png(data: bytes, chance: Chance) -> bytes:
    """Chunks changed, with right checksums."""
    out, at = [data[:8]], 8
    while at + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        kind, content = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        if chance.random() < 0.4:
            content = spoil_bytes(content, chance)
        if chance.random() < 0.1:
            kind = chance.choice((b"IDAT", b"tRNS", b"PLTE", b"acTL", b"zTXt", b"iCCP", b"IEND", b"IHDR"))
        chunk = struct.pack(">I", len(content)) + kind + content
        out.append(chunk + struct.pack(">I", zlib.crc32(kind + content)))
        at += 12 + length
    if chance.random() < 0.2:
        chance.shuffle(out)
    return b"".join(out)


def spoil_document(data: bytes, chance: Chance) -> bytes:
    """An .ora: any bytes, or one part with the zip around it whole."""
    if chance.random() < 0.3:
        return spoil_bytes(data, chance)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [(info.filename, info.compress_type, archive.read(info)) for info in archive.infolist()]
    for _ in range(chance.choice((1, 1, 2))):
        at = chance.randrange(len(members))
        name, method, content = members[at]
        match chance.randrange(10):
            case 0:
                del members[at]
                members = members or [(name, method, content)]
            case 1:
                members.append(
                    (chance.choice(("x", "../x", "stack.xml", "data/layer0.png", name)), method, content)
                )
            case 2:
                members[at] = (chance.choice(STRANGE_TEXT) or "e", method, content)
            case 3:
                members[at] = (name, chance.choice((0, 8, 12, 14)), content)
            case 4:
                members[at] = (name, method, chance.choice(members)[2])
            case _:
                members[at] = (name, method, _spoil_member(name, content, chance))
    out = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # two members of one name are what is wanted
        with zipfile.ZipFile(out, "w") as archive:
            for name, method, content in members:
                archive.writestr(zipfile.ZipInfo(name), content, compress_type=method)
    return spoil_bytes(out.getvalue(), chance) if chance.random() < 0.1 else out.getvalue()


def _spoil_member(name: str, content: bytes, chance: Chance) -> bytes:
    ways: tuple[Callable[[bytes, Chance], bytes], ...] = (spoil_bytes,)
    if name.endswith(".xml"):
        ways = (spoil_text, spoil_text, spoil_bytes)
    elif name.endswith(".json"):
        ways = (spoil_json, spoil_json, spoil_text, spoil_bytes)
    elif name.endswith(".png"):
        ways = (spoil_png, spoil_bytes)
    return chance.choice(ways)(content, chance)


def spoil_settings(data: bytes, chance: Chance) -> bytes:
    """A settings file."""
    return chance.choice((spoil_json, spoil_json, spoil_text, spoil_bytes))(data, chance)


def spoil_journal(path: Path, chance: Chance) -> None:
    """A journal and its write-ahead log, in place: any bytes, or rows changed through SQLite itself."""
    wal = path.with_name(path.name + "-wal")
    if chance.random() < 0.5:
        victim = wal if wal.exists() and chance.random() < 0.5 else path
        victim.write_bytes(spoil_bytes(victim.read_bytes(), chance))
        return
    with suppress(sqlite3.Error, OverflowError), closing(sqlite3.connect(path, isolation_level=None)) as db:
        for _ in range(chance.choice((1, 1, 2))):
            _spoil_row(db, chance)


COLUMNS = {
    "parts": ("name", "data"), "tiles": ("layer", "y", "x", "data"), "edits": ("time", "revision", "name"),
    "jobs": ("id", "time", "state", "title", "data"), "results": ("id", "time", "path"),
}  # fmt: skip


def _spoil_row(db: sqlite3.Connection, chance: Chance) -> None:
    table = chance.choice(("parts", "parts", "parts", *COLUMNS))
    column = chance.choice(COLUMNS[table])
    rows = db.execute(f"SELECT rowid, {column} FROM {table}").fetchall()
    if not rows:
        return
    row, value = chance.choice(rows)
    match chance.randrange(6):
        case 0:
            db.execute(f"DELETE FROM {table} WHERE rowid=?", (row,))
            return
        case 1:
            value = chance.choice((None, -1, 2**62, 0.5, "", "text", b"", chance.randbytes(40)))
        case _ if isinstance(value, bytes):
            value = _spoil_packed(value, chance)
        case _:
            value = chance.choice((0, -(2**40), 1e300, "x", b"\xff"))
    db.execute(f"UPDATE OR REPLACE {table} SET {column}=? WHERE rowid=?", (value, row))


def _spoil_packed(value: bytes, chance: Chance) -> bytes:
    try:
        raw = zlib.decompress(value)
    except zlib.error:
        return spoil_bytes(value, chance)
    if chance.random() < 0.2:
        return spoil_bytes(value, chance)
    return zlib.compress(chance.choice((spoil_json, spoil_text))(raw, chance))
