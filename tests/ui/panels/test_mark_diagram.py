"""Where a painter's works bear seals and inscriptions, drawn and said on its page."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage, QPixmap
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from artmaster_desktop.app.painter_shelf import Shelved
from artmaster_desktop.core.box import Box
from artmaster_desktop.core.mark import MarkHabit, MarkKind
from artmaster_desktop.core.painter import Painter
from artmaster_desktop.ui.panels.painters_details import PainterDetails
from artmaster_desktop.ui.panels.painters_pictures import Album
from artmaster_desktop.ui.widgets.mark_diagram import MarkDiagram

SEAL = MarkHabit(MarkKind.SEAL, 0.8, Box(0.9, 0.05, 0.04, 0.03))
WORDS = MarkHabit(MarkKind.INSCRIPTION, 0.35, Box(0.1, 0.4, 0.12, 0.4))
SAID = "Seal upper right, 4% wide, on 80% of the works\nInscription at the left, on 35% of the works"


def colour(drawn: QPixmap, diagram: MarkDiagram, box: Box) -> QColor:
    """In the middle of a mark."""
    image: QImage = drawn.toImage()
    middle, ratio = diagram.place(box).center(), image.devicePixelRatio()
    return image.pixelColor(round(middle.x() * ratio), round(middle.y() * ratio))


def texts(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


def test_the_page_of_a_painter_draws_and_says_where_its_seals_go(qtbot: QtBot) -> None:
    album = Album()
    page = PainterDetails(album)
    qtbot.addWidget(page)
    page.resize(340, 640)
    marked = Painter(sha256="0", slug="shan", name="Shan", file=Path("shan.safetensors"), marks=(SEAL, WORDS))
    page.show_painter(Shelved(marked))
    page.show()
    (diagram,) = page.findChildren(MarkDiagram)
    assert diagram.accessibleName() == SAID
    assert SAID in texts(page)
    seal = colour(diagram.grab(), diagram, SEAL.box)
    assert seal.red() - seal.green() > 80
    page.show_painter(Shelved(Painter(sha256="1", slug="mei", name="Mei", file=Path("mei.safetensors"))))
    assert "Seal" not in texts(page._facts)


def test_a_tiny_seal_at_the_very_edge_is_still_seen(qtbot: QtBot) -> None:
    box = Box(0.999, 0.999, 0.001, 0.001)
    diagram = MarkDiagram([MarkHabit(MarkKind.SEAL, 1.0, box)])
    qtbot.addWidget(diagram)
    diagram.resize(QSize(66, 88))
    place = diagram.place(box)
    assert diagram.rect().contains(place.toAlignedRect())
    assert colour(diagram.grab(), diagram, box).red() - colour(diagram.grab(), diagram, box).green() > 80
