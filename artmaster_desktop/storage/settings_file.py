"""Settings on the disk: JSON in the user's configuration folder, versioned, written whole or not at all.

One bad value costs itself and nothing else. A file that cannot be read is set aside under another name before
anything is written over it, and the notice says so.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias, cast, get_type_hints

import platformdirs

from artmaster_desktop import __version__
from artmaster_desktop.core.errors import SaveFailed
from artmaster_desktop.storage.atomic import atomic_write
from artmaster_desktop.storage.codec import Json, UnreadableData, decode, dumps, encode, loads
from artmaster_desktop.storage.migrations import TooNew, migrate
from artmaster_desktop.storage.settings import Settings

FORMAT = 1
MAX_BYTES = 4 << 20
_KNOWN = {"format", "min_reader", "app"}
_INNER = {"unknown"}


@dataclass(frozen=True, slots=True)
class SettingsDamaged:
    """The file could not be read: the defaults hold. It was set aside as ``aside`` (None: not even that)."""

    path: Path
    reason: str
    aside: Path | None


@dataclass(frozen=True, slots=True)
class SettingsTooNew:
    """A newer version wrote the file: the defaults hold. It was set aside as ``aside``."""

    path: Path
    needed: int
    supported: int
    aside: Path | None


@dataclass(frozen=True, slots=True)
class SettingReset:
    """One value made no sense and is at its default again; the whole file was kept as ``aside``."""

    name: str
    reason: str
    aside: Path | None


SettingsNotice: TypeAlias = SettingsDamaged | SettingsTooNew | SettingReset


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    """The settings, and what could not be kept of the file."""

    settings: Settings
    notices: tuple[SettingsNotice, ...] = ()


def default_path() -> Path:
    """The file in the user's configuration folder."""
    return Path(platformdirs.user_config_dir("artmaster-desktop", appauthor=False)) / "settings.json"


def load_settings(path: Path) -> LoadedSettings:
    """The settings in ``path``; the defaults where there is no file. Never raises for what is in it."""
    try:
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return LoadedSettings(Settings())
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return LoadedSettings(Settings(), (SettingsDamaged(path, reason, None),))
    try:
        data = _parsed(raw)
    except UnreadableData as error:
        aside = _set_aside(path, raw, "damaged")
        return LoadedSettings(Settings(), (SettingsDamaged(path, error.reason, aside),))
    except TooNew as error:
        aside = _set_aside(path, raw, "newer")
        return LoadedSettings(Settings(), (SettingsTooNew(path, error.needed, FORMAT, aside),))
    reader = _Reader()
    settings = cast(Settings, reader.read(Settings, {k: v for k, v in data.items() if k not in _KNOWN}, ""))
    if not reader.reset:
        return LoadedSettings(settings)
    aside = _set_aside(path, raw, "damaged")
    return LoadedSettings(settings, tuple(SettingReset(name, why, aside) for name, why in reader.reset))


def save_settings(settings: Settings, path: Path) -> None:
    """Write ``settings``, with what a newer version had put there. Raises SaveFailed."""
    data = cast(dict[str, Json], encode(settings))
    for key in _INNER:
        del data[key]
    data.update({"format": FORMAT, "min_reader": FORMAT, "app": __version__})
    for place, text in settings.unknown:
        owner: Json = data
        *outer, last = place.split("/")
        for part in outer:
            owner = owner.get(part) if isinstance(owner, dict) else None
        if isinstance(owner, dict):
            owner.setdefault(_plain(last), loads(text))
    content = json.dumps(data, indent=2, sort_keys=True, allow_nan=False).encode("ascii") + b"\n"

    def write(stream: BinaryIO) -> None:
        stream.write(content)

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SaveFailed(path, error.errno or 0, error.strerror or str(error)) from error
    atomic_write(path, write)


class _Reader:
    """Field by field: ``reset`` lists (name, reason) of those that went back to their default."""

    def __init__(self) -> None:
        self.reset: list[tuple[str, str]] = []

    def read(self, cls: type, data: dict[str, Json], place: str) -> object:
        hints = get_type_hints(cls)
        known = {f.name for f in fields(cls)} - _INNER
        values: dict[str, Any] = {}
        for name in (f.name for f in fields(cls) if f.name in known and f.name in data):
            hint, found, where = hints[name], data[name], f"{place}{name}"
            try:
                if is_dataclass(hint):
                    if not isinstance(found, dict):
                        raise UnreadableData(where, "not an object")
                    values[name] = self.read(cast(type, hint), found, f"{where}/")
                else:
                    values[name] = decode(hint, found)
            except UnreadableData as error:
                self.reset.append((where, error.reason))
        values = self._sound(cls, values, place)
        if cls is Settings:
            values["unknown"] = tuple(_strangers(cls, data, ""))
        return cls(**values)

    def _sound(self, cls: type, values: dict[str, Any], place: str) -> dict[str, Any]:
        """Without the values that the class refuses: alone, or together with the others."""
        with suppress(TypeError, ValueError):
            cls(**values)
            return values
        good: dict[str, Any] = {}
        for name, value in values.items():
            try:
                cls(**good, **{name: value})
            except (TypeError, ValueError) as error:
                self.reset.append((f"{place}{name}", str(error)[:200]))
            else:
                good[name] = value
        return good


def _strangers(cls: type, data: dict[str, Json], place: str) -> Iterable[tuple[str, str]]:
    """(place, JSON text) of every key that we do not know, in the sections too."""
    hints = get_type_hints(cls)
    known = {f.name for f in fields(cls)} - _INNER
    for key in sorted(data):
        value = data[key]
        if key not in known:
            yield place + _escaped(key), dumps(value)
        elif is_dataclass(hints[key]) and isinstance(value, dict):
            yield from _strangers(cast(type, hints[key]), value, f"{place}{key}/")


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


def _plain(key: str) -> str:
    return key.replace("~1", "/").replace("~0", "~")


def _parsed(raw: bytes) -> dict[str, Json]:
    if len(raw) > MAX_BYTES:
        raise UnreadableData("", "too large")
    data = loads(raw)
    if not isinstance(data, dict):
        raise UnreadableData("", "not an object")
    try:
        return cast(dict[str, Json], migrate(data, steps={}, current=FORMAT))
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadableData("format", str(error)) from error


def _set_aside(path: Path, raw: bytes, why: str) -> Path | None:
    """A copy as ``settings.json.damaged`` (or ``.newer``), flushed; None where the disk refuses."""
    aside = path.with_name(f"{path.name}.{why}")

    def write(stream: BinaryIO) -> None:
        stream.write(raw)

    with suppress(SaveFailed):
        atomic_write(aside, write)
        return aside
    return None
