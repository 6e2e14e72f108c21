"""The layers panel: real clicks, keys and drops on a real document."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QModelIndex, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QGuiApplication, QImage, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from artmaster_desktop.app.session import Session
from artmaster_desktop.core import commands
from artmaster_desktop.core.document import Document
from artmaster_desktop.core.errors import CannotEdit, ReadFailed
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.layer import GroupLayer, ImageLayer, MaskLayer, SketchLayer
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.core.region import Region
from artmaster_desktop.ui.panels.layers import LayersPanel
from artmaster_desktop.ui.panels.layers_delegate import eye_rect, lock_rect, name_rect
from artmaster_desktop.ui.panels.layers_model import LAYERS_MIME
from artmaster_desktop.ui.panels.layers_thumbnails import reduced, thumbnail
from artmaster_desktop.ui.widgets.pictures import read_picture

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # of the offscreen platform


def raster(colour: tuple[int, int, int, int] = (200, 30, 30, 255), side: int = 64) -> Raster:
    return Raster.from_array(np.full((side, side, 4), colour, np.uint8))


def document() -> Document:
    layers = (
        ImageLayer(id="paper", name="Paper", raster=raster((240, 240, 230, 255), 256)),
        GroupLayer(
            id="group",
            name="Trees",
            layers=(
                SketchLayer(id="pine", name="Pine", raster=raster()),
                SketchLayer(id="plum", name="Plum", raster=raster((10, 90, 10, 255))),
            ),
        ),
        MaskLayer(id="mask", name="Sky", raster=Raster.from_array(np.full((90, 256), 255, np.uint8))),
        SketchLayer(id="ink", name="Ink", raster=raster((0, 0, 0, 255), 32)),
    )
    return Document(
        id="doc", extent=Extent(256, 256), layers=layers, regions=(Region(id="sky", mask="mask", name="Sky"),)
    )


@pytest.fixture
def session() -> Session:
    return Session(document())


@pytest.fixture
def panel(session: Session, qtbot: QtBot) -> LayersPanel:
    made = LayersPanel(session)
    qtbot.addWidget(made)
    made.resize(320, 480)
    made.show()
    made.activateWindow()
    return made


def order(session: Session) -> list[str]:
    """Ids, topmost first, a group before what is in it."""
    return shown(tuple(session.document.layers))


def shown(layers: tuple[object, ...]) -> list[str]:
    out: list[str] = []
    for layer in reversed(layers):
        out.append(layer.id)  # type: ignore[attr-defined]
        if isinstance(layer, GroupLayer):
            out += shown(layer.layers)
    return out


def rows(panel: LayersPanel, parent: QModelIndex | None = None) -> list[str]:
    """Ids as the view shows them."""
    out: list[str] = []
    parent = parent or QModelIndex()
    for row in range(panel.model.rowCount(parent)):
        index = panel.model.index(row, 0, parent)
        layer = panel.model.layer(index)
        assert layer is not None
        out += [layer.id, *rows(panel, index)]
    return out


def place(panel: LayersPanel, layer_id: str) -> QModelIndex:
    return panel.model.index_of(layer_id)


def click(panel: LayersPanel, layer_id: str, where: str = "name", **keys: object) -> None:
    rect = panel.view.visualRect(place(panel, layer_id))
    part = {"eye": eye_rect, "lock": lock_rect, "name": name_rect}[where](rect)
    modifier = keys.get("modifier", Qt.KeyboardModifier.NoModifier)
    QTest.mouseClick(
        panel.view.viewport(),
        Qt.MouseButton.LeftButton,
        modifier,
        part.center(),  # type: ignore[call-overload]
    )


def test_rows_are_the_layers_topmost_first(panel: LayersPanel, session: Session) -> None:
    assert rows(panel) == order(session) == ["ink", "mask", "group", "plum", "pine", "paper"]
    assert panel.view.currentIndex() == place(panel, session.active_layer)


def test_click_picks_a_layer_and_a_mask_its_region(panel: LayersPanel, session: Session) -> None:
    click(panel, "pine")
    assert session.active_layer == "pine"
    click(panel, "mask")
    assert (session.active_layer, session.active_region) == ("mask", "sky")


def test_panel_follows_what_is_picked_elsewhere(panel: LayersPanel, session: Session) -> None:
    session.set_active_layer("plum")
    assert panel.view.currentIndex() == place(panel, "plum")


def test_eye_and_lock_switch_with_a_click(panel: LayersPanel, session: Session) -> None:
    click(panel, "ink", "eye")
    assert not session.document.find("ink").visible  # type: ignore[union-attr]
    click(panel, "ink", "lock")
    assert session.document.find("ink").locked  # type: ignore[union-attr]
    assert not panel.opacity.isEnabled()
    click(panel, "ink", "lock")
    assert not session.document.find("ink").locked  # type: ignore[union-attr]
    assert [step.name for step in session.history.steps[1:]] == ["Hide layer", "Lock layer", "Unlock layer"]


def test_space_hides_and_delete_removes_with_the_region(panel: LayersPanel, session: Session) -> None:
    click(panel, "mask")
    panel.view.setFocus()
    QTest.keyClick(panel.view, Qt.Key.Key_Space)
    assert not session.document.find("mask").visible  # type: ignore[union-attr]
    QTest.keyClick(panel.view, Qt.Key.Key_Delete)
    assert session.document.find("mask") is None
    assert not session.document.regions
    session.undo()
    assert rows(panel) == order(session)
    assert [region.id for region in session.document.regions] == ["sky"]


def test_rename_in_place_is_one_step(panel: LayersPanel, session: Session, qtbot: QtBot) -> None:
    session.set_active_layer("mask")
    panel.rename()
    editor = panel.view.findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, "Evening")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: session.document.find("mask").name == "Evening")  # type: ignore[union-attr]
    assert len(session.history.steps) == 2


def test_the_name_editor_survives_edits_elsewhere(panel: LayersPanel, session: Session) -> None:
    session.set_active_layer("ink")
    panel.rename()
    editor = panel.view.findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    QTest.keyClicks(editor, "abc")
    session.apply(commands.set_opacity("ink", 0.5))
    panel.thumbnails.ready.emit("ink")
    session.apply(commands.add_sketch("New", above="paper"))
    assert panel.view.findChild(QLineEdit) is editor
    assert editor.text() == "abc"


def test_opacity_is_one_step_a_drag(panel: LayersPanel, session: Session) -> None:
    session.set_active_layer("pine")
    bar = panel.opacity
    QTest.mousePress(bar, Qt.MouseButton.LeftButton, pos=QPoint(bar.width() - 2, 10))
    for x in (80, 60, bar.width() // 2):
        QTest.mouseMove(bar, QPoint(x, 10))
    QTest.mouseRelease(bar, Qt.MouseButton.LeftButton, pos=QPoint(bar.width() // 2, 10))
    assert session.document.find("pine").opacity == pytest.approx(0.5, abs=0.02)  # type: ignore[union-attr]
    assert len(session.history.steps) == 2
    session.undo()
    assert bar.value() == 100


def test_blend_mode(panel: LayersPanel, session: Session) -> None:
    session.set_active_layer("pine")
    row = panel.blend.findData("svg:multiply")
    panel.blend.setFocus()
    panel.blend.setCurrentIndex(row)
    panel.blend.activated.emit(row)
    assert session.document.find("pine").blend == "svg:multiply"  # type: ignore[union-attr]
    session.set_active_layer("ink")
    assert panel.blend.currentData() == "svg:src-over"


def test_add_group_duplicate_and_merge(panel: LayersPanel, session: Session, qtbot: QtBot) -> None:
    session.set_active_layer("paper")
    panel.add_sketch()
    new = session.active_layer
    assert order(session)[-2:] == [new, "paper"]
    panel.duplicate()
    assert order(session)[-3:] == [session.active_layer, new, "paper"]
    with qtbot.waitSignal(session.changed):
        panel.merge()
    assert order(session)[-2:] == [new, "paper"]
    session.set_active_layer("group")
    with qtbot.waitSignal(session.changed):
        panel.merge()
    assert isinstance(session.document.find("group"), SketchLayer)
    assert rows(panel) == order(session)


def test_chosen_layers_become_a_group(panel: LayersPanel, session: Session) -> None:
    click(panel, "pine")
    click(panel, "plum", modifier=Qt.KeyboardModifier.ControlModifier)
    panel.group_chosen()
    made = session.document.find(session.active_layer)
    assert isinstance(made, GroupLayer)
    assert [layer.id for layer in made.layers] == ["pine", "plum"]
    panel.ungroup()
    assert rows(panel) == ["ink", "mask", "group", "plum", "pine", "paper"]


@pytest.mark.parametrize(
    ("ids", "parent", "row", "expected"),
    [
        (["ink"], "", 4, ["mask", "group", "plum", "pine", "paper", "ink"]),
        (["paper"], "", 0, ["paper", "ink", "mask", "group", "plum", "pine"]),
        (["ink"], "group", 1, ["mask", "group", "plum", "ink", "pine", "paper"]),
        (["pine"], "", 0, ["pine", "ink", "mask", "group", "plum", "paper"]),
        (["ink", "paper"], "group", 2, ["mask", "group", "plum", "pine", "ink", "paper"]),
        (["ink", "mask"], "", 3, ["group", "plum", "pine", "ink", "mask", "paper"]),
        (["mask", "paper"], "", 0, ["mask", "paper", "ink", "group", "plum", "pine"]),
    ],
)
def test_drag_moves_to_where_it_is_dropped(
    panel: LayersPanel, session: Session, ids: list[str], parent: str, row: int, expected: list[str]
) -> None:
    data = panel.model.mimeData([place(panel, layer_id) for layer_id in ids])
    assert data.hasFormat(LAYERS_MIME)
    panel.model.dropMimeData(data, Qt.DropAction.MoveAction, row, 0, place(panel, parent))
    assert order(session) == expected
    assert rows(panel) == expected
    assert len(session.history.steps) == 2


def test_a_group_does_not_go_into_itself(panel: LayersPanel, session: Session, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.failed) as told:
        panel.model.move(["group"], "group", 0)
    assert isinstance(told.args[0], CannotEdit)
    assert panel.note.isVisible()
    assert panel.note.text()
    assert order(session) == rows(panel)


def test_move_by_keys(panel: LayersPanel, session: Session) -> None:
    session.set_active_layer("mask")
    panel.move_up()
    assert order(session)[:2] == ["mask", "ink"]
    assert not panel.commands_by_id["layer.raise"].isEnabled()
    panel.move_down()
    panel.move_down()
    assert order(session) == ["ink", "group", "plum", "pine", "mask", "paper"]


def test_pictures_come_in_by_drop_as_one_step(
    panel: LayersPanel, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    for name in ("one", "two"):
        picture = QImage(20, 10, QImage.Format.Format_RGB32)
        picture.fill(Qt.GlobalColor.darkGreen)
        assert picture.save(str(tmp_path / f"{name}.png"))
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / f"{name}.png")) for name in ("one", "two")])
    where = panel.view.visualRect(place(panel, "paper")).center()
    event = QDropEvent(
        QPointF(where),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    with qtbot.waitSignal(panel.door.inserted):
        panel.view.dropEvent(event)
    names = [layer.name for layer in session.document.layers]
    assert names[:3] == ["Paper", "two", "one"]
    assert len(session.history.steps) == 2
    layer = session.document.find(session.active_layer)
    assert isinstance(layer, ImageLayer)
    assert layer.raster.bounds.width == 20


def test_a_broken_picture_is_told_and_nothing_changes(
    panel: LayersPanel, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "broken.png").write_bytes(b"no picture")
    with qtbot.waitSignal(panel.door.failed) as told:
        panel.door.take_files([tmp_path / "broken.png"])
    assert isinstance(told.args[0], ReadFailed)
    assert "broken.png" in panel.note.text()
    assert not session.history.can_undo


def test_paste_from_the_clipboard(panel: LayersPanel, session: Session, qtbot: QtBot) -> None:
    picture = QImage(8, 8, QImage.Format.Format_RGBA8888)
    picture.fill(Qt.GlobalColor.red)
    QGuiApplication.clipboard().setImage(picture)
    with qtbot.waitSignal(panel.door.inserted):
        panel.paste()
    layer = session.document.find(session.active_layer)
    assert isinstance(layer, ImageLayer)
    assert layer.raster.read(layer.raster.bounds).tolist()[0][0] == [255, 0, 0, 255]


def test_a_read_picture_is_upright_rgba(tmp_path: Path) -> None:
    picture = QImage(3, 2, QImage.Format.Format_ARGB32)
    picture.fill(Qt.GlobalColor.transparent)
    picture.setPixelColor(2, 1, Qt.GlobalColor.blue)
    picture.save(str(tmp_path / "p.png"))
    pixels = read_picture(tmp_path / "p.png")
    assert pixels.shape == (2, 3, 4)
    assert pixels[1, 2].tolist() == [0, 0, 255, 255]
    assert pixels[0, 0, 3] == 0


def test_only_what_changed_is_told_to_the_view(panel: LayersPanel, session: Session, qtbot: QtBot) -> None:
    told: list[str] = []
    panel.model.modelReset.connect(lambda: told.append("reset"))
    panel.model.rowsInserted.connect(lambda *_: told.append("rows"))
    panel.model.rowsRemoved.connect(lambda *_: told.append("rows"))
    panel.model.dataChanged.connect(lambda index, *_: told.append(panel.model.layer(index).id))  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: panel.thumbnails.waiting == 0)
    told.clear()
    session.apply(commands.set_opacity("pine", 0.4))
    assert told == ["pine", "group"]


def test_thumbnails_show_the_pixels_and_come_later(panel: LayersPanel, qtbot: QtBot) -> None:
    layer = panel.model.layer(place(panel, "paper"))
    assert isinstance(layer, ImageLayer)
    qtbot.waitUntil(lambda: panel.thumbnails.of(layer, Extent(256, 256)) is not None)
    picture = panel.thumbnails.of(layer, Extent(256, 256))
    assert picture is not None
    assert picture.toImage().pixelColor(36, 36) == QColor(240, 240, 230)


@pytest.mark.parametrize(("width", "height"), [(256, 256), (1000, 300), (40, 900), (8192, 4096)])
def test_reduced_keeps_what_is_where(width: int, height: int) -> None:
    extent = Extent(width, height)
    right = np.full((height, width - width // 2), 255, np.uint8)
    half = Raster.from_array(right, width // 2, 0)
    small = reduced(half, extent)
    assert small.shape[0] / small.shape[1] == pytest.approx(height / width, rel=0.15)
    middle = small.shape[1] // 2
    assert small[:, : middle - 1].max(initial=0) == 0
    assert small[: small.shape[0] - 1, middle + 1 : small.shape[1] - 1].min(initial=255) == 255
    image = thumbnail(half, extent, (255, 0, 0))
    assert max(image.width(), image.height()) == 72


def test_a_thin_line_is_seen_in_a_large_canvas() -> None:
    pixels = np.zeros((4096, 16, 4), np.uint8)
    pixels[:] = (0, 0, 0, 255)
    small = reduced(Raster.from_array(pixels, 2000, 0), Extent(4096, 4096))
    assert small[..., 3].max() > 60


def test_tooltips_tell_the_windows_shortcuts(panel: LayersPanel) -> None:
    panel.show_shortcuts({"layer.duplicate": QKeySequence("Ctrl+J")})
    assert panel.commands_by_id["layer.duplicate"].toolTip() == "Duplicate layer (Ctrl+J)"
    assert panel.commands_by_id["layer.merge"].toolTip() == "Merge down"
    assert all(action.shortcut().isEmpty() for action in panel.commands_by_id.values())


def test_numbers_in_new_names_do_not_repeat(panel: LayersPanel, session: Session) -> None:
    panel.add_group()
    panel.add_image()
    panel.add_sketch()
    panel.add_sketch()
    names = [layer.name for layer in session.document.walk()]
    assert {"Group 1", "Picture 1", "Sketch 1", "Sketch 2"} <= set(names)
    panel.add_region()
    assert session.document.regions[-1].name == "Region 1"
    assert session.active_region == session.document.regions[-1].id


def test_everything_has_a_name_and_a_tooltip(panel: LayersPanel) -> None:
    from PySide6.QtWidgets import QAbstractButton, QComboBox

    for kind in (QAbstractButton, QComboBox):
        for widget in panel.findChildren(kind):
            assert widget.accessibleName(), widget
            assert widget.toolTip(), widget
            assert widget.focusPolicy() != Qt.FocusPolicy.NoFocus, widget
