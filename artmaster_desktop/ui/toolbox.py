"""What the artist holds: the tool, its brush, two colours and the options of every tool.

Panels read and write it, the canvas listens. Each painting tool keeps a brush of its own, as an eraser that
takes over the size of the ink brush surprises.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeAlias

from PySide6.QtCore import QObject, Signal

from artmaster_desktop.core.brush import MAX_SIZE, PLAIN, Brush
from artmaster_desktop.core.gradient import Kind
from artmaster_desktop.core.selection import Combine

Colour: TypeAlias = tuple[int, int, int]
"""sRGB, 0..255 each."""

INK: Colour = (24, 22, 20)
PAPER: Colour = (255, 255, 255)
RECENT = 16
"""Colours used last that are remembered."""


class ToolId(StrEnum):
    """Every tool of the canvas, in the order of the tool bar."""

    BRUSH = "brush"
    ERASER = "eraser"
    SMUDGE = "smudge"
    REGION = "region"
    FILL = "fill"
    GRADIENT = "gradient"
    TEXT = "text"
    RECTANGLE = "select-rectangle"
    ELLIPSE = "select-ellipse"
    LASSO = "lasso"
    POLYGON = "select-polygon"
    WAND = "wand"
    MOVE = "move"
    PICKER = "picker"
    PAN = "pan"
    ZOOM = "zoom"


PAINTING = (ToolId.BRUSH, ToolId.ERASER, ToolId.SMUDGE, ToolId.REGION)
"""The tools that have a brush."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolOptions:
    """``tolerance`` (0..255) of fill and wand; ``contiguous``: only what touches the point; ``sample_all``:
    look at the whole picture and not at the layer alone; ``feather`` of new selections in pixels;
    ``to_transparent``: the gradient ends in nothing instead of the second colour; ``font_size`` in canvas
    pixels; ``taking`` turns the region tool into one that takes away.
    """

    tolerance: int = 24
    contiguous: bool = True
    sample_all: bool = True
    combine: Combine = Combine.REPLACE
    feather: float = 0.0
    ramp: Kind = Kind.LINEAR
    to_transparent: bool = False
    font_family: str = ""
    font_size: float = 64.0
    bold: bool = False
    italic: bool = False
    taking: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.tolerance <= 255:
            raise ValueError(f"tolerance must be in 0..255, not {self.tolerance}")
        if not 0.0 <= self.feather <= 256.0:
            raise ValueError(f"feather must be in [0, 256], not {self.feather}")
        if not 4.0 <= self.font_size <= 2048.0:
            raise ValueError(f"font size must be in [4, 2048], not {self.font_size}")


class Toolbox(QObject):
    """One for the window. ``changed`` comes after any change, after the signal that says which."""

    changed = Signal()
    tool_changed = Signal(str)
    """The new tool's id."""
    brush_changed = Signal()
    """The brush in hand is another or was edited (also when another tool brings its own)."""
    colour_changed = Signal()
    """Foreground or background."""
    options_changed = Signal()
    recent_changed = Signal()
    """``recent_colours`` are others."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tool = ToolId.BRUSH
        plain = replace(PLAIN, size=24.0)
        self._brushes: dict[ToolId, Brush] = {
            ToolId.BRUSH: plain,
            ToolId.ERASER: replace(plain, size=40.0),
            ToolId.SMUDGE: replace(plain, size=40.0, hardness=0.4),
            ToolId.REGION: replace(plain, size=120.0, hardness=0.9),
        }
        self._painting = ToolId.BRUSH
        self._sizes: dict[str, float] = {}
        self._colour, self._background = INK, PAPER
        self._recent: tuple[Colour, ...] = ()
        self._options = ToolOptions()

    @property
    def tool(self) -> ToolId:
        return self._tool

    def set_tool(self, tool: str) -> None:
        """Take a tool in hand by its id; raises ValueError for one that is not there."""
        chosen = ToolId(tool)
        if chosen is self._tool:
            return
        before = self.brush
        self._tool = chosen
        if chosen in PAINTING:
            self._painting = chosen
        self.tool_changed.emit(chosen.value)
        if self.brush != before:
            self.brush_changed.emit()
        self.changed.emit()

    @property
    def brush(self) -> Brush:
        """The brush of the tool in hand; of the last painting tool where it has none."""
        return self._brushes[self._painting]

    def brush_of(self, tool: ToolId) -> Brush:
        """The brush that a painting tool would use; raises KeyError for a tool without one."""
        return self._brushes[tool]

    def take_preset(self, preset: Brush) -> None:
        """Paint with ``preset``, as large as it was used last."""
        self.set_brush(replace(preset, size=self._sizes.get(preset.id, preset.size)))

    @property
    def sizes(self) -> Mapping[str, float]:
        """The size in pixels that each preset was last used with, by its id."""
        return self._sizes

    def remember_sizes(self, sizes: Iterable[tuple[str, float]]) -> None:
        """From an earlier session; sizes that no brush may have are clamped."""
        self._sizes.update((preset, min(max(size, 0.5), MAX_SIZE)) for preset, size in sizes)

    def set_brush(self, brush: Brush) -> None:
        if brush != self.brush:
            self._brushes[self._painting] = brush
            if brush.id:
                self._sizes[brush.id] = brush.size
            self.brush_changed.emit()
            self.changed.emit()

    def set_size(self, size: float) -> None:
        """The brush in hand with another diameter in canvas pixels, clamped to what a brush may have."""
        self.set_brush(replace(self.brush, size=min(max(size, 0.5), MAX_SIZE)))

    def step_size(self, steps: int) -> None:
        """A larger (with negative ``steps`` a smaller) brush, by steps that feel alike at every size."""
        size = self.brush.size
        scaled = size * 1.15**steps
        self.set_size(max(scaled, size + steps) if steps > 0 else scaled)

    @property
    def colour(self) -> Colour:
        """The colour that tools paint with."""
        return self._colour

    @property
    def background(self) -> Colour:
        """The second colour: the far end of a gradient, and what ``swap_colours`` brings to the front."""
        return self._background

    def set_colour(self, colour: Colour) -> None:
        self._set_colours(colour, self._background)

    def set_background(self, colour: Colour) -> None:
        self._set_colours(self._colour, colour)

    @property
    def recent_colours(self) -> tuple[Colour, ...]:
        """Those painted with last, newest first, each once."""
        return self._recent

    def remember_colours(self, colours: Iterable[Colour]) -> None:
        """Used after all that are remembered already: in an earlier session."""
        self._set_recent((*self._recent, *colours))

    def note_colour(self) -> None:
        """The colour in hand was chosen, not passed by on the way to another."""
        self._set_recent((self._colour, *self._recent))

    def swap_colours(self) -> None:
        self._set_colours(self._background, self._colour)

    def reset_colours(self) -> None:
        self._set_colours(INK, PAPER)

    @property
    def options(self) -> ToolOptions:
        return self._options

    def set_options(self, **values: Any) -> None:
        """Replace options by name; raises TypeError for an unknown name, ValueError for a bad value."""
        options = replace(self._options, **values)
        if options != self._options:
            self._options = options
            self.options_changed.emit()
            self.changed.emit()

    def _set_recent(self, colours: Iterable[Colour]) -> None:
        recent = tuple(dict.fromkeys(colours))[:RECENT]
        if recent != self._recent:
            self._recent = recent
            self.recent_changed.emit()

    def _set_colours(self, colour: Colour, background: Colour) -> None:
        for value in (*colour, *background):
            if not 0 <= value <= 255:
                raise ValueError(f"a colour is three numbers in 0..255, not {colour}, {background}")
        if (colour, background) != (self._colour, self._background):
            self._colour, self._background = colour, background
            self.colour_changed.emit()
            self.changed.emit()
