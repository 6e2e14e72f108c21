"""Dropping painters onto the canvas, as Qt delivers drags."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from artmaster_desktop.app.painter_shelf import PainterShelf
from artmaster_desktop.app.session import Session
from artmaster_desktop.core.commands import edit_region, remove
from artmaster_desktop.core.document import Document
from artmaster_desktop.storage.library import PainterLibrary
from artmaster_desktop.ui.canvas.view import CanvasView
from artmaster_desktop.ui.panels.painters_drop import PainterDrop, region_at
from artmaster_desktop.ui.panels.painters_model import MIME
from tests.app.painter_files import painter_folder
from tests.ui.canvas.easel import with_region

ACTION = Qt.DropAction.CopyAction
LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


class Window(QWidget):
    """Takes what the canvas does not."""

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self.dropped = 0

    def dragEnterEvent(self, event: QDragEnterEvent, /) -> None:  # noqa: N802 - Qt's name
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent, /) -> None:  # noqa: N802 - Qt's name
        self.dropped += 1
        event.acceptProposedAction()


@pytest.fixture
def drop(qtbot: QtBot, tmp_path: Path) -> Iterator[tuple[PainterDrop, CanvasView, Window]]:
    painter_folder(tmp_path, "mist", 0.125, name="Mist")
    shelf = PainterShelf(PainterLibrary((tmp_path,), tmp_path / "cache.json"), tmp_path)
    window = Window()
    qtbot.addWidget(window)
    window.resize(600, 600)
    view = CanvasView(Session(with_region(feather=0.0)), window)
    view.resize(600, 600)
    window.show()
    with qtbot.waitSignal(shelf.changed, timeout=4000):
        shelf.refresh()
    yield PainterDrop(view, shelf), view, window
    assert shelf.close()


def painter(slug: str = "mist") -> QMimeData:
    data = QMimeData()
    data.setData(MIME, slug.encode())
    return data


def enter(view: CanvasView, data: QMimeData, place: QPointF) -> bool:
    event = QDragEnterEvent(view.view_from_canvas(place).toPoint(), ACTION, data, LEFT, NONE)
    QApplication.sendEvent(view, event)
    return event.isAccepted()


def let_go(view: CanvasView, data: QMimeData, place: QPointF) -> None:
    QApplication.sendEvent(view, QDropEvent(view.view_from_canvas(place), ACTION, data, LEFT, NONE))


def regions_seen(view: CanvasView) -> bool:
    return view.overlay_shown


def painters(document: Document) -> tuple[list[str], list[str]]:
    """Of the whole canvas, and of the region."""
    root, region = document.root.painters, document.regions[0].painters
    return [s.painter.slug for s in root], [s.painter.slug for s in region]


def test_the_region_under_the_pointer_gets_the_painter(
    qtbot: QtBot, drop: tuple[PainterDrop, CanvasView, Window]
) -> None:
    door, view, window = drop
    session, place = view.session, QPointF(200, 200)
    assert enter(view, painter(), place)
    assert regions_seen(view)
    with qtbot.waitSignal(door.said) as told:
        let_go(view, painter(), place)
    assert told.args == ["Mist paints Hills."]
    assert painters(session.document) == ([], ["mist"])
    assert session.active_region == "r"
    assert not regions_seen(view)
    assert window.dropped == 0
    assert len(session.history.steps) == 2


def test_beside_all_regions_it_paints_the_whole_canvas(drop: tuple[PainterDrop, CanvasView, Window]) -> None:
    _, view, _ = drop
    assert enter(view, painter(), QPointF(500, 500))
    let_go(view, painter(), QPointF(500, 500))
    assert painters(view.session.document) == (["mist"], [])
    assert view.session.active_region == ""


def test_a_painter_that_is_gone_is_spoken_of(
    qtbot: QtBot, drop: tuple[PainterDrop, CanvasView, Window]
) -> None:
    door, view, _ = drop
    enter(view, painter("nobody"), QPointF(200, 200))
    with qtbot.waitSignal(door.said):
        let_go(view, painter("nobody"), QPointF(200, 200))
    assert len(view.session.history.steps) == 1


def test_a_drag_that_goes_away_hides_the_regions_again(drop: tuple[PainterDrop, CanvasView, Window]) -> None:
    _, view, _ = drop
    enter(view, painter(), QPointF(200, 200))
    QApplication.sendEvent(view, QDragLeaveEvent())
    assert not regions_seen(view)


def test_files_go_on_to_the_window(drop: tuple[PainterDrop, CanvasView, Window]) -> None:
    _, view, window = drop
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile("/nowhere/picture.png")])
    assert enter(view, files, QPointF(200, 200))
    let_go(view, files, QPointF(200, 200))
    assert window.dropped == 1
    assert not regions_seen(view)


def test_the_topmost_region_that_covers_the_point() -> None:
    document = with_region()
    assert region_at(document, QPointF(150.7, 150.2)) == "r"
    assert region_at(document, QPointF(20, 150)) == ""
    assert region_at(document, QPointF(-900, 5)) == ""
    gone = remove("mask").change(edit_region(document.regions[0]).change(document))
    assert region_at(gone, QPointF(150, 150)) == ""
