"""What the artist chose, as one frozen value; written by settings_file.py.

Sections follow the settings dialogue. Pairs stand for tables, so that the whole stays hashable and
comparable; ``Settings`` has methods for those that are looked up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path

MAX_RECENT = 20
MAX_SHORTCUTS = 1_000
MAX_BRUSHES = 1_000
MAX_COLOURS = 16
_COLOUR = re.compile("#[0-9a-f]{6}")


class Theme(Enum):
    """Light and dark, or whatever the system shows."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Precision(Enum):
    """Of the model's numbers; AUTO leaves it to the engine."""

    AUTO = "auto"
    BFLOAT16 = "bfloat16"
    FLOAT16 = "float16"
    FLOAT32 = "float32"


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineSettings:
    """What paints and where. ``model`` is a folder or checkpoint, "" for the starter that ships with the
    program; ``painters`` are folders beside the shipped one. ``device`` is "auto", "cpu", "mps", "cuda:0"...;
    ``memory_limit`` is in GiB, 0 for none. ``captioner`` is the folder of a model that tells works in words,
    "" for none.
    """

    model: str = ""
    painters: tuple[Path, ...] = ()
    device: str = "auto"
    precision: Precision = Precision.AUTO
    memory_limit: float = 0.0
    captioner: str = ""

    def __post_init__(self) -> None:
        _within("memory_limit", self.memory_limit, 0.0, 4096.0)
        if not self.device:
            raise ValueError("a device needs a name")


class LiveStart(Enum):
    """What live mode paints over: all that is seen, merged, or the layer in hand alone."""

    VISIBLE = "visible"
    LAYER = "layer"


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveSettings:
    """Painting again by itself when a stroke ends: after ``grace`` seconds without the pen, at the latest
    after ``longest_wait`` seconds; with ``steps`` steps, over ``start`` with ``strength`` in (0, 1].
    """

    grace: float = 0.3
    longest_wait: float = 3.0
    steps: int = 4
    strength: float = 0.6
    start: LiveStart = LiveStart.VISIBLE

    def __post_init__(self) -> None:
        _within("grace", self.grace, 0.0, 10.0)
        _within("longest_wait", self.longest_wait, self.grace, 60.0)
        _within("steps", self.steps, 1, 200)
        _within("strength", self.strength, 0.01, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetySettings:
    """What keeps work from being lost, beside the journal of edits, which nobody can switch off. ``backups``:
    whether saving keeps the two versions before; ``undo_budget`` in MiB; ``results`` is the folder of painted
    pictures, "" for the program's own.
    """

    backups: bool = True
    undo_budget: int = 1024
    results: str = ""

    def __post_init__(self) -> None:
        _within("undo_budget", self.undo_budget, 64, 1 << 20)


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowSettings:
    """``geometry`` and ``state`` are Qt's own, in base64, "" for the first time; ``tour_seen`` whether the
    first-run tour was shown. ``scale`` enlarges everything in the window, beside what the system asks for.
    """

    geometry: str = ""
    state: str = ""
    tour_seen: bool = False
    scale: float = 1.0

    def __post_init__(self) -> None:
        _within("scale", self.scale, 0.5, 3.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """``language`` is a code such as "en" or "zh_CN", "" for the system's. ``offline``: no socket is opened
    without being asked. ``shortcuts`` are (action id, key sequence), only where they differ from what ships;
    ``brushes`` are (preset, size in pixels) as last used; ``colours`` (``#rrggbb``) those painted with last,
    newest first; ``recent`` the documents opened last, newest first.
    ``unknown`` keeps what a newer version wrote (JSON text by place), so that saving loses nothing.
    """

    language: str = ""
    theme: Theme = Theme.SYSTEM
    offline: bool = True
    engine: EngineSettings = field(default_factory=EngineSettings)
    live: LiveSettings = field(default_factory=LiveSettings)
    safety: SafetySettings = field(default_factory=SafetySettings)
    window: WindowSettings = field(default_factory=WindowSettings)
    shortcuts: tuple[tuple[str, str], ...] = ()
    brushes: tuple[tuple[str, float], ...] = ()
    colours: tuple[str, ...] = ()
    recent: tuple[Path, ...] = ()
    unknown: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        for what, count, most in (
            ("shortcuts", len(self.shortcuts), MAX_SHORTCUTS),
            ("brushes", len(self.brushes), MAX_BRUSHES),
            ("colours", len(self.colours), MAX_COLOURS),
            ("recent", len(self.recent), MAX_RECENT),
        ):
            _within(what, count, 0, most)
        for _, size in self.brushes:
            _within("brushes", size, 0.1, 4096.0)
        for colour in self.colours:
            if not _COLOUR.fullmatch(colour):
                raise ValueError(f"a colour is #rrggbb, not {colour!r:.20}")

    def shortcut(self, action: str) -> str | None:
        """The key sequence that the artist gave to ``action`` ("" for none at all), None where the shipped
        one holds.
        """
        return dict(self.shortcuts).get(action)

    def with_shortcut(self, action: str, keys: str | None) -> Settings:
        """``keys`` for ``action``; None gives the shipped one back."""
        rest = tuple(pair for pair in self.shortcuts if pair[0] != action)
        return replace(self, shortcuts=rest if keys is None else (*rest, (action, keys)))

    def brush_size(self, preset: str) -> float | None:
        """The size that ``preset`` was last used with, in pixels."""
        return dict(self.brushes).get(preset)

    def with_brush_size(self, preset: str, size: float) -> Settings:
        """Remember the size of ``preset``."""
        rest = tuple(pair for pair in self.brushes if pair[0] != preset)
        return replace(self, brushes=(*rest, (preset, size))[-MAX_BRUSHES:])

    def with_recent(self, path: Path) -> Settings:
        """``path`` was opened or saved just now."""
        rest = tuple(old for old in self.recent if old != path)
        return replace(self, recent=(path, *rest)[:MAX_RECENT])

    def without_recent(self, path: Path) -> Settings:
        """``path`` is not there any more."""
        return replace(self, recent=tuple(old for old in self.recent if old != path))


def _within(what: str, value: float, least: float, most: float) -> None:
    if not least <= value <= most:
        raise ValueError(f"{what} must be in [{least:g}, {most:g}], not {value:g}")
