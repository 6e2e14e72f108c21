"""The painters panel: the gallery, its search and order, details, hiring, dragging, importing, and what is
wrong with a painter.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from artmaster_desktop.app.painter_import import PainterImport
from artmaster_desktop.app.painter_shelf import PainterShelf
from artmaster_desktop.app.session import Session
from artmaster_desktop.core.commands import add_region, edit_root
from artmaster_desktop.core.document import Document, Root
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.painter import PainterRef, Share
from artmaster_desktop.storage.library import PainterLibrary
from artmaster_desktop.ui.dialogs.import_painter import ImportReport
from artmaster_desktop.ui.panels.painters import PaintersPanel
from artmaster_desktop.ui.panels.painters_model import MIME, PAINTER, SortBy
from tests.app.painter_files import adapter, painter_folder

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # of the offscreen platform


@dataclass
class Room:
    session: Session
    shelf: PainterShelf
    importer: PainterImport
    panel: PaintersPanel
    own: Path
    home: Path

    def slugs(self) -> list[str]:
        model = self.panel.gallery.model()
        return [model.index(row, 0).data(PAINTER).painter.slug for row in range(model.rowCount())]

    def point(self, slug: str) -> QPoint:
        gallery = self.panel.gallery
        index = gallery.model().index(self.slugs().index(slug), 0)
        gallery.scrollTo(index)
        return gallery.visualRect(index).center()

    def press(self, slug: str, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        view = self.panel.gallery.viewport()
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, keys, self.point(slug))

    def root(self) -> tuple[Share, ...]:
        return self.session.document.root.painters


@pytest.fixture
def room(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    (tmp_path / "data").mkdir()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    shipped, own = tmp_path / "shipped", tmp_path / "own"
    painter_folder(
        shipped, "azure", 0.5, name="Azure Gilt", name_zh="青金斋", tags=["mineral", "gold"],
        palette=["#1040c0", "#e6d2b2"], base="flux.1-dev", favourites=["cranes"], license="CC0-1.0",
        description="Mountains of azurite.",
    )  # fmt: skip
    painter_folder(
        shipped, "cinnabar", 0.25, name="Cinnabar", tags=["red"], palette=["#c02010"], base="a-base"
    )
    painter_folder(shipped, "mist", 0.125, name="Mist", tags=["ink", "soft"], palette=["#999999"], base="z")
    painter_folder(own, "reed", 0.75, name="Reed", palette=["#40a050"], pictures=False)
    shelf = PainterShelf(PainterLibrary((shipped, own), tmp_path / "cache.json"), own)
    session = Session(Document(id="d", extent=Extent(64, 64)))
    importer = PainterImport(shelf)
    panel = PaintersPanel(session, shelf, importer)
    qtbot.addWidget(panel)
    panel.resize(340, 640)
    with qtbot.waitSignal(shelf.changed, timeout=4000):
        panel.show()
    yield Room(session, shelf, importer, panel, own, tmp_path)
    assert importer.close()
    assert shelf.close()


def texts(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


# ----------------------------------------------------------------------------------------- the gallery


def test_everybody_is_in_the_gallery_and_named_for_screen_readers(room: Room) -> None:
    assert room.slugs() == ["azure", "cinnabar", "mist", "reed"]
    index = room.panel.gallery.model().index(0, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Azure Gilt"
    told = index.data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert "青金斋" in told
    assert "flux.1-dev" in told
    assert not room.panel.message.isVisible()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("青金", ["azure"]),
        ("GOLD", ["azure"]),
        ("crane", ["azure"]),
        ("ink soft", ["mist"]),
        ("ink gold", []),
        ("  ", ["azure", "cinnabar", "mist", "reed"]),
    ],
)
def test_search_finds_names_tags_and_motifs(room: Room, text: str, found: list[str]) -> None:
    QTest.keyClicks(room.panel.search, "@")
    assert room.slugs() == []
    room.panel.search.setText(text)
    assert room.slugs() == found
    assert room.panel.message.isVisible() is (not found)


def test_the_gallery_is_sorted_by_what_is_chosen(room: Room) -> None:
    sorting = room.panel.sorting
    sorting.setCurrentIndex(sorting.findData(SortBy.COLOUR))
    assert room.slugs() == ["cinnabar", "reed", "azure", "mist"]
    sorting.setCurrentIndex(sorting.findData(SortBy.BASE))
    assert room.slugs() == ["reed", "cinnabar", "azure", "mist"]
    sorting.setCurrentIndex(sorting.findData(SortBy.NAME))
    assert room.slugs() == ["azure", "cinnabar", "mist", "reed"]


def test_pictures_come_from_a_worker_and_are_painted(room: Room, qtbot: QtBot) -> None:
    album, azure = room.panel.album, room.shelf.find("azure")
    assert azure is not None
    qtbot.waitUntil(lambda: bool(album.pictures(azure.painter)), timeout=4000)
    works = album.pictures(azure.painter)
    assert works is not None
    assert len(works) == 6
    liveliest = works[album.liveliest(azure.painter)].pixelColor(20, 20)
    qtbot.waitUntil(lambda: not album.busy, timeout=4000)
    shot = room.panel.gallery.viewport().grab().toImage()
    assert _near(shot.pixelColor(room.point("azure")), liveliest)


def _near(one: QColor, other: QColor) -> bool:
    pairs = ((one.red(), other.red()), (one.green(), other.green()), (one.blue(), other.blue()))
    return all(abs(a - b) < 12 for a, b in pairs)


def test_the_mouse_leafs_through_the_works(room: Room, qtbot: QtBot) -> None:
    azure = room.shelf.find("azure")
    assert azure is not None
    qtbot.waitUntil(lambda: bool(room.panel.album.pictures(azure.painter)), timeout=4000)
    view = room.panel.gallery.viewport()
    box = room.panel.gallery.visualRect(room.panel.gallery.model().index(0, 0))
    shots = []
    for part in (0.15, 0.9):
        QTest.mouseMove(view, QPoint(box.left() + round(part * box.width()), box.top() + 30))
        shots.append(view.grab().toImage().pixelColor(box.center()))
    assert not _near(*shots)


# ---------------------------------------------------------------------------------------- what is done


def test_a_double_click_lets_a_painter_paint_the_whole_canvas(room: Room) -> None:
    view = room.panel.gallery.viewport()
    room.press("azure")
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=room.point("azure"))
    azure = room.shelf.find("azure")
    assert azure is not None
    assert room.root() == (Share(azure.ref),)
    room.session.undo()
    assert room.root() == ()


def test_enter_lets_a_painter_paint_the_active_region(room: Room) -> None:
    room.session.apply(add_region("Sky", region_id="sky", mask_id="m"))
    room.session.set_active_region("sky")
    room.press("mist")
    QTest.keyClick(room.panel.gallery, Qt.Key.Key_Return)
    (region,) = room.session.document.regions
    assert [share.painter.slug for share in region.painters] == ["mist"]
    assert room.root() == ()


def test_hiring_twice_changes_nothing_and_wakes_who_rests(room: Room) -> None:
    azure = room.shelf.find("azure")
    assert azure is not None
    room.panel.use(azure)
    steps = len(room.session.history.steps)
    room.panel.use(azure)
    assert len(room.session.history.steps) == steps
    resting = Root(painters=(replace(Share(azure.ref, 0.5), enabled=False), Share(PainterRef("x"))))
    room.session.apply(edit_root(resting))
    room.panel.use(azure)
    assert room.root() == (Share(azure.ref, 0.5), Share(PainterRef("x")))


def test_buttons_follow_the_selection_and_two_can_be_mixed(room: Room, qtbot: QtBot) -> None:
    panel = room.panel
    assert not panel.use_button.isEnabled()
    room.press("azure")
    assert panel.use_button.isEnabled()
    assert panel.details_button.isEnabled()
    assert not panel.mix_button.isEnabled()
    room.press("mist", Qt.KeyboardModifier.ControlModifier)
    assert not panel.details_button.isEnabled()
    with qtbot.waitSignal(panel.mix_asked) as told:
        QTest.mouseClick(panel.mix_button, Qt.MouseButton.LeftButton)
    assert told.args is not None
    assert [one.painter.slug for one in told.args] == ["azure", "mist"]


def test_the_selected_painter_is_told(room: Room, qtbot: QtBot) -> None:
    told: list[str] = []
    room.panel.current_changed.connect(lambda one: told.append(one.painter.slug if one else ""))
    room.press("azure")
    room.press("mist", Qt.KeyboardModifier.ControlModifier)
    assert told[-2:] == ["azure", ""]


def test_a_card_is_dragged_as_its_slug(room: Room) -> None:
    model = room.panel.gallery.model()
    data = model.mimeData([model.index(0, 0)])
    assert bytes(data.data(MIME).data()) == b"azure"
    assert model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsDragEnabled
    assert model.mimeData([]).formats() == []


# --------------------------------------------------------------------------------------------- details


def test_space_opens_the_page_of_a_painter_and_escape_closes_it(room: Room) -> None:
    room.press("azure")
    QTest.keyClick(room.panel.gallery, Qt.Key.Key_Space)
    details = room.panel.details
    assert details.isVisible()
    told = texts(details)
    for text in ("Azure Gilt", "青金斋", "flux.1-dev", "CC0-1.0", "cranes", "Mountains of azurite."):
        assert text in told
    assert not details.remove_button.isEnabled()
    assert "ships" in details.remove_button.toolTip()
    QTest.keyClick(details, Qt.Key.Key_Escape)
    assert room.panel.gallery.isVisible()


def test_the_works_are_leafed_through_by_keys_and_stamps(room: Room, qtbot: QtBot) -> None:
    room.press("azure")
    QTest.mouseClick(room.panel.details_button, Qt.MouseButton.LeftButton)
    works = room.panel.details.works
    azure = room.shelf.find("azure")
    assert azure is not None
    qtbot.waitUntil(lambda: bool(room.panel.album.pictures(azure.painter)), timeout=4000)
    QTest.keyClick(works, Qt.Key.Key_Left)
    assert works.at == 5
    QTest.keyClick(works, Qt.Key.Key_Right)
    assert works.at == 0
    QTest.mouseClick(works, Qt.MouseButton.LeftButton, pos=QPoint(works.width() - 10, 40))
    assert works.at == 1
    QTest.mouseClick(works, Qt.MouseButton.LeftButton, pos=QPoint(3, works.height() - 5))
    assert works.at == 0


def test_flaws_are_said_on_the_page(room: Room) -> None:
    room.press("reed")
    QTest.keyClick(room.panel.gallery, Qt.Key.Key_I)
    assert "without pictures" in texts(room.panel.details)


def test_a_tag_looks_for_others_and_a_colour_is_told(room: Room, qtbot: QtBot) -> None:
    from artmaster_desktop.ui.widgets.colour_chip import ColourChip
    from artmaster_desktop.ui.widgets.tag_chip import TagChip

    room.press("azure")
    QTest.keyClick(room.panel.gallery, Qt.Key.Key_Space)
    details = room.panel.details
    with qtbot.waitSignal(room.panel.colour_picked) as told:
        QTest.mouseClick(details.findChildren(ColourChip)[0], Qt.MouseButton.LeftButton)
    assert told.args is not None
    assert told.args[0].name() == "#1040c0"
    chip = next(chip for chip in details.findChildren(TagChip) if chip.text() == "gold")
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert room.panel.search.text() == "gold"
    assert room.slugs() == ["azure"]


def test_an_own_painter_is_renamed_and_removed_after_a_question(room: Room, qtbot: QtBot) -> None:
    reed = room.shelf.find("reed")
    assert reed is not None
    dialog = room.panel.ask_name(reed)
    dialog.setTextValue("River Reed")
    with qtbot.waitSignal(room.shelf.changed, timeout=4000):
        dialog.accept()
    again = room.shelf.find("reed")
    assert again is not None
    assert again.painter.name == "River Reed"
    box = room.panel.ask_removal(again)
    box.reject()
    assert room.shelf.find("reed") is not None
    box = room.panel.ask_removal(again)
    yes = next(button for button in box.buttons() if "trash" in button.text())
    with qtbot.waitSignal(room.shelf.changed, timeout=4000):
        QTest.mouseClick(yes, Qt.MouseButton.LeftButton)
    assert room.slugs() == ["azure", "cinnabar", "mist"]


# ------------------------------------------------------------------------------------------- importing


def drop(panel: PaintersPanel, *urls: QUrl) -> bool:
    """Whether the panel took what was dropped on it."""
    data = QMimeData()
    data.setUrls(list(urls))
    place, copy = QPointF(20, 20), Qt.DropAction.CopyAction
    rest = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(place.toPoint(), copy, data, *rest)
    QApplication.sendEvent(panel, enter)
    event = QDropEvent(place, copy, data, *rest)
    event.ignore()
    QApplication.sendEvent(panel, event)
    return event.isAccepted()


def test_a_dropped_file_joins_the_gallery(room: Room, qtbot: QtBot) -> None:
    file = adapter(room.home / "down" / "ink.safetensors", 0.3)
    with qtbot.waitSignal(room.shelf.changed, timeout=4000):
        assert drop(room.panel, QUrl.fromLocalFile(str(file)))
    assert "ink" in room.slugs()
    assert (room.own / "ink" / "ink.safetensors").exists()
    assert not room.panel.progress.isVisible()


def test_what_cannot_paint_is_reported_in_plain_words(room: Room, qtbot: QtBot) -> None:
    file = room.home / "old.ckpt"
    file.write_bytes(b"PK\x03\x04 a pickle in a zip")
    with qtbot.waitSignal(room.importer.finished, timeout=4000):
        drop(room.panel, QUrl.fromLocalFile(str(file)))
    (report,) = room.panel.findChildren(ImportReport)
    told = texts(report)
    assert "old.ckpt cannot paint: not a safetensors file" in told
    assert "ask its maker" in told
    (buttons,) = report.findChildren(QDialogButtonBox)
    close = buttons.button(QDialogButtonBox.StandardButton.Close)
    QTest.mouseClick(close, Qt.MouseButton.LeftButton)
    assert not report.isVisible()


def test_links_to_elsewhere_are_not_taken(room: Room) -> None:
    assert not drop(room.panel, QUrl("https://example.org/a.safetensors"))
    assert not room.importer.busy


def test_bad_files_in_the_library_are_spoken_of(room: Room, qtbot: QtBot) -> None:
    assert not room.panel.problems_button.isVisible()
    (room.own / "bad.safetensors").write_bytes(b"nonsense")
    with qtbot.waitSignal(room.shelf.changed, timeout=4000):
        room.shelf.refresh()
    assert room.panel.problems_button.isVisible()
    report = room.panel.show_problems()
    assert "bad.safetensors" in texts(report)
    report.close()


def test_everything_that_can_be_pressed_has_a_tooltip_and_a_name(room: Room) -> None:
    from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit

    room.press("azure")
    QTest.keyClick(room.panel.gallery, Qt.Key.Key_Space)
    for kind in (QAbstractButton, QComboBox):
        for widget in room.panel.findChildren(kind):
            if not isinstance(widget.parent(), QLineEdit):
                assert widget.toolTip(), widget
                assert widget.accessibleName() or widget.property("text"), widget


def test_filling_the_gallery_does_not_hold_up_the_window(tmp_path: Path, qtbot: QtBot) -> None:
    """Only what is on the screen asks for its pictures."""
    for index in range(60):
        painter_folder(tmp_path / "many", f"p{index:02}", 0.01 + index, name=f"P{index:02}", tags=["a"])
    shelf = PainterShelf(PainterLibrary((tmp_path / "many",), tmp_path / "c.json"), tmp_path / "own")
    panel = PaintersPanel(Session(Document(id="d", extent=Extent(8, 8))), shelf, PainterImport(shelf))
    qtbot.addWidget(panel)
    panel.resize(340, 400)
    with qtbot.waitSignal(shelf.changed, timeout=4000):
        panel.show()
    qtbot.waitUntil(lambda: not panel.album.busy and panel.gallery.model().rowCount() == 60, timeout=4000)
    panel.gallery.viewport().grab()
    qtbot.waitUntil(lambda: not panel.album.busy, timeout=4000)
    last = shelf.find("p59")
    assert last is not None
    assert panel.album.pictures(last.painter) is None
    qtbot.waitUntil(lambda: not panel.album.busy, timeout=4000)
    assert shelf.close()
