"""What the artist holds."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from artmaster_desktop.core.brush import MAX_SIZE
from artmaster_desktop.ui.toolbox import INK, PAPER, Toolbox, ToolId


@pytest.fixture
def toolbox(qtbot: QtBot) -> Toolbox:
    return Toolbox()


def told(toolbox: Toolbox) -> list[str]:
    seen: list[str] = []
    toolbox.tool_changed.connect(lambda tool: seen.append(f"tool {tool}"))
    toolbox.brush_changed.connect(lambda: seen.append("brush"))
    toolbox.colour_changed.connect(lambda: seen.append("colour"))
    toolbox.options_changed.connect(lambda: seen.append("options"))
    toolbox.changed.connect(lambda: seen.append("changed"))
    return seen


def test_a_tool_brings_its_own_brush(toolbox: Toolbox) -> None:
    seen = told(toolbox)
    toolbox.set_tool("eraser")
    assert (toolbox.tool, toolbox.brush) == (ToolId.ERASER, toolbox.brush_of(ToolId.ERASER))
    assert seen == ["tool eraser", "brush", "changed"]
    toolbox.set_tool("pan")
    assert toolbox.brush == toolbox.brush_of(ToolId.ERASER)


def test_nothing_is_told_where_nothing_changes(toolbox: Toolbox) -> None:
    seen = told(toolbox)
    toolbox.set_tool("brush")
    toolbox.set_brush(replace(toolbox.brush))
    toolbox.set_colour(toolbox.colour)
    toolbox.set_options(tolerance=toolbox.options.tolerance)
    assert seen == []


def test_colours_swap_and_reset(toolbox: Toolbox) -> None:
    toolbox.set_colour((1, 2, 3))
    toolbox.set_background((4, 5, 6))
    toolbox.swap_colours()
    assert (toolbox.colour, toolbox.background) == ((4, 5, 6), (1, 2, 3))
    toolbox.reset_colours()
    assert (toolbox.colour, toolbox.background) == (INK, PAPER)


def test_sizes_step_alike_and_stay_possible(toolbox: Toolbox) -> None:
    toolbox.set_size(100.0)
    toolbox.step_size(1)
    assert toolbox.brush.size == pytest.approx(115.0)
    toolbox.step_size(-1)
    assert toolbox.brush.size == pytest.approx(100.0)
    toolbox.set_size(1.0)
    toolbox.step_size(1)
    assert toolbox.brush.size == 2.0
    toolbox.set_size(1e9)
    assert toolbox.brush.size == MAX_SIZE
    toolbox.set_size(0.0)
    toolbox.step_size(-1)
    assert toolbox.brush.size == 0.5


@pytest.mark.parametrize("values", [{"tolerance": 300}, {"feather": -1.0}, {"font_size": 1.0}])
def test_options_out_of_range_are_refused(toolbox: Toolbox, values: dict[str, float]) -> None:
    before = toolbox.options
    with pytest.raises(ValueError, match="must be in"):
        toolbox.set_options(**values)
    assert toolbox.options is before


def test_what_is_not_there_is_refused(toolbox: Toolbox) -> None:
    with pytest.raises(ValueError, match="airbrush"):
        toolbox.set_tool("airbrush")
    with pytest.raises(TypeError):
        toolbox.set_options(colour=1)
    with pytest.raises(ValueError, match="colour"):
        toolbox.set_colour((256, 0, 0))
