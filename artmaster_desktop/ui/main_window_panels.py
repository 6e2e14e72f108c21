"""Who makes each panel, and what panels tell each other."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from artmaster_desktop.app.painter_shelf import Shelved
from artmaster_desktop.ui.docks import Docks
from artmaster_desktop.ui.panels.brushes import BrushesPanel
from artmaster_desktop.ui.panels.colour import ColourPanel
from artmaster_desktop.ui.panels.guides import GuidesPanel
from artmaster_desktop.ui.panels.history import HistoryPanel
from artmaster_desktop.ui.panels.layers import LayersPanel
from artmaster_desktop.ui.panels.mix_strip import MixStrip
from artmaster_desktop.ui.panels.paint import PaintPanel
from artmaster_desktop.ui.panels.painters import PaintersPanel
from artmaster_desktop.ui.panels.prompt import PromptPanel
from artmaster_desktop.ui.panels.queue import QueuePanel
from artmaster_desktop.ui.panels.regions import RegionsPanel
from artmaster_desktop.ui.panels.tray import TrayPanel
from artmaster_desktop.ui.toolbox import Toolbox
from artmaster_desktop.ui.workshop import Workshop


def panel_makers(shop: Workshop, toolbox: Toolbox) -> dict[str, Callable[[QWidget], QWidget]]:
    """By the id of the dock."""
    return {
        "colour": lambda parent: ColourPanel(toolbox, parent),
        "brushes": lambda parent: BrushesPanel(toolbox, shop.rack, parent),
        "painters": lambda parent: PaintersPanel(shop.session, shop.shelf, shop.painter_import, parent),
        "prompt": lambda parent: PromptPanel(shop.session, shop.preferences, shop.prompts, shop.desk, parent),
        "regions": lambda parent: RegionsPanel(
            shop.session, shop.desk, shop.shelf, parent, language=shop.translation.code
        ),
        "guides": lambda parent: GuidesPanel(shop.session, shop.desk, shop.structure, parent),
        "layers": lambda parent: LayersPanel(shop.session, parent),
        "history": lambda parent: HistoryPanel(shop.session, parent),
        "paint": lambda parent: PaintPanel(shop.desk, shop.queue, shop.session, parent),
        "tray": lambda parent: TrayPanel(shop.results, shop.session, parent),
        "queue": lambda parent: QueuePanel(shop.queue, parent),
        "mix": lambda parent: MixStrip(shop.session, shop.desk, shop.queue, shop.shelf, parent),
    }


def join_panels(docks: Docks, toolbox: Toolbox) -> Callable[[], None]:
    """Let panels speak to each other. Returns what brings half-typed texts into the document: to be called
    before it is painted, saved or closed.
    """
    painters, colour, mix = docks.panel("painters"), docks.panel("colour"), docks.panel("mix")
    prompt, regions, paint = docks.panel("prompt"), docks.panel("regions"), docks.panel("paint")
    guides = docks.panel("guides")
    assert isinstance(guides, GuidesPanel)
    assert isinstance(painters, PaintersPanel)
    assert isinstance(colour, ColourPanel)
    assert isinstance(mix, MixStrip)
    assert isinstance(prompt, PromptPanel)
    assert isinstance(regions, RegionsPanel)
    assert isinstance(paint, PaintPanel)

    def mix_them(one: Shelved, other: Shelved) -> None:
        docks.bring("mix", focus=False)
        mix.mix(one, other)

    def show_palette(one: Shelved | None) -> None:
        if one is not None:
            colour.show_palette(one.painter.name, one.painter.palette)

    def take_colour(picked: QColor) -> None:
        toolbox.set_colour((picked.red(), picked.green(), picked.blue()))

    def flush() -> None:
        prompt.flush()
        regions.flush()
        guides.flush()

    painters.mix_asked.connect(mix_them)
    painters.current_changed.connect(show_palette)
    painters.colour_picked.connect(take_colour)
    paint.paint_button.pressed.connect(flush)
    paint.variations_button.pressed.connect(flush)
    return flush
