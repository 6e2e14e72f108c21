"""``works.json`` beside an artist's scans: what is known of them, whole or not at all.

Values that this version does not know (of a newer one, of another program, of the artist's own hand) stay
where they are: at the top, at a work, a mark or a crop, each found again by its ``id``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import BinaryIO

from artmaster_desktop.core.errors import NoWorks, WorksTooNew, WorksUnreadable
from artmaster_desktop.core.work import Oeuvre
from artmaster_desktop.storage.atomic import atomic_write
from artmaster_desktop.storage.codec import Json, UnreadableData, decode, encode, loads

NAME = "works.json"
FORMAT = 1
MAX_BYTES = 32 << 20


def read_oeuvre(folder: Path) -> Oeuvre:
    """The works of the artist in ``folder``. Raises NoWorks, WorksUnreadable or WorksTooNew."""
    path = folder / NAME
    data = _read(path)
    if data is None:
        raise NoWorks(folder)
    known: Json = {key: data[key] for key in ("artist", "works") if key in data}
    try:
        return decode(Oeuvre, known, lambda place, value: None)
    except UnreadableData as error:
        raise WorksUnreadable(path, f"{error.where}: {error.reason}".strip(": ")) from error


def write_oeuvre(folder: Path, oeuvre: Oeuvre) -> None:
    """Replace what ``folder`` says of its works; the version before stays beside it as ``works.json~``.

    Raises SaveFailed; WorksUnreadable and WorksTooNew where the old file is not ours to replace.
    """
    path = folder / NAME
    old = _read(path)
    new: Json = {"format": FORMAT, **_object(encode(oeuvre))}
    text = json.dumps(_overlaid(old, new), ensure_ascii=False, allow_nan=False, indent=1) + "\n"

    def fill(file: BinaryIO) -> None:
        file.write(text.encode("utf-8", "replace"))

    atomic_write(path, fill, keep_backup=True)


def _read(path: Path) -> dict[str, Json] | None:
    """The file's data, None where there is none."""
    try:
        with path.open("rb") as file:
            text = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise WorksUnreadable(path, error.strerror or str(error)) from error
    if len(text) > MAX_BYTES:
        raise WorksUnreadable(path, "larger than a list of works can be")
    try:
        data = loads(text)
    except UnreadableData as error:
        raise WorksUnreadable(path, error.reason) from error
    if not isinstance(data, dict) or not isinstance(found := data.get("format"), int) or found < 1:
        raise WorksUnreadable(path, "not a list of works")
    if found > FORMAT:
        raise WorksTooNew(path, found, FORMAT)
    return data


def _object(data: Json) -> dict[str, Json]:
    assert isinstance(data, dict)
    return data


def _overlaid(old: Json, new: Json) -> Json:
    """``new``, with what ``old`` says besides: every field that we know is written always, so a key that
    ``new`` does not have is not ours.
    """
    if isinstance(old, dict) and isinstance(new, dict):
        merged = {key: _overlaid(old.get(key), value) for key, value in new.items()}
        return merged | {key: value for key, value in old.items() if key not in new}
    if isinstance(old, list) and isinstance(new, list):
        named = {
            item["id"]: item for item in old if isinstance(item, dict) and isinstance(item.get("id"), str)
        }
        return [
            _overlaid(named.get(str(item.get("id"))), item) if isinstance(item, dict) else item
            for item in new
        ]
    return new
