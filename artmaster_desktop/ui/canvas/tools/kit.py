"""Every tool of the canvas by its id."""

from __future__ import annotations

from PySide6.QtCore import QObject

from artmaster_desktop.ui.canvas.tools.base import Surface, Tool
from artmaster_desktop.ui.canvas.tools.brush import BrushTool, EraserTool, SmudgeTool
from artmaster_desktop.ui.canvas.tools.fill import FillTool, GradientTool
from artmaster_desktop.ui.canvas.tools.move import MoveTool
from artmaster_desktop.ui.canvas.tools.navigate import PanTool, ZoomTool
from artmaster_desktop.ui.canvas.tools.picker import PickerTool
from artmaster_desktop.ui.canvas.tools.region import RegionTool
from artmaster_desktop.ui.canvas.tools.select import (
    EllipseTool,
    LassoTool,
    PolygonTool,
    RectangleTool,
    WandTool,
)
from artmaster_desktop.ui.canvas.tools.text import TextTool
from artmaster_desktop.ui.toolbox import ToolId

KINDS: tuple[type[Tool], ...] = (
    BrushTool,
    EraserTool,
    SmudgeTool,
    RegionTool,
    FillTool,
    GradientTool,
    TextTool,
    RectangleTool,
    EllipseTool,
    LassoTool,
    PolygonTool,
    WandTool,
    MoveTool,
    PickerTool,
    PanTool,
    ZoomTool,
)


def make_tools(surface: Surface, parent: QObject) -> dict[ToolId, Tool]:
    """One of each, for one canvas."""
    return {kind.id: kind(surface, parent) for kind in KINDS}
