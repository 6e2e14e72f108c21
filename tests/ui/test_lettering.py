"""Inscriptions and seals: written in the window, moved as shapes, sharp in print, kept in the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from artmaster_desktop.app.painter_shelf import Shelved
from artmaster_desktop.app.printing import PrintTask
from artmaster_desktop.core.box import Box
from artmaster_desktop.core.document import Document, Root
from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.layer import ImageLayer, InscriptionLayer
from artmaster_desktop.core.lettering import CINNABAR, Inscription, Lettering, Relief, Seal, Shape
from artmaster_desktop.core.lettering_commands import set_lettering
from artmaster_desktop.core.mark import MarkHabit, MarkKind
from artmaster_desktop.core.painter import Painter, PainterRef, Share
from artmaster_desktop.core.print_colour import PrintSettings
from artmaster_desktop.core.print_paper import Paper
from artmaster_desktop.core.print_plan import PrintOrder, plan_print
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.core.upscaling import Kernel
from artmaster_desktop.storage.ora import load_document, save_document
from artmaster_desktop.ui.canvas.tools.lettering import lettering_bounds, lettering_raster
from artmaster_desktop.ui.canvas.tools.move import MoveTool
from artmaster_desktop.ui.dialogs.lettering import InscriptionDialog, SealDialog
from artmaster_desktop.ui.lettering_print import SheetLetters, sheet_letters
from artmaster_desktop.ui.main_window import MainWindow
from artmaster_desktop.ui.toolbox import ToolId
from tests.app.enlarger_fakes import FakeEnlarger
from tests.ui import windows

EXTENT = Extent(400, 600)
PAPER = ImageLayer(id="p", name="p", raster=Raster.from_array(np.full((600, 400, 4), 255, np.uint8)))


@pytest.fixture
def main(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with windows.window(qtbot, tmp_path) as shown:
        shown.shop.session.open(Document(id="d", extent=EXTENT, layers=(PAPER,)), None)
        yield shown


def sealed(main: MainWindow, text: str = "江山") -> InscriptionLayer:
    """A seal, set by keys and mouse."""
    QTest.keyClick(
        main, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    dialog = main.letters.dialog
    assert isinstance(dialog, SealDialog)
    dialog.text.setText(text)
    dialog.height_field.setValue(100)
    QTest.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    layer = main.shop.session.document.find(main.shop.session.active_layer)
    assert isinstance(layer, InscriptionLayer)
    return layer


def seal_layer(size: float = 60.0, **kinds: object) -> InscriptionLayer:
    content = Seal(text="江山", worn=0.0, **kinds)  # type: ignore[arg-type]
    lettering = Lettering(content, (size, 0.0, 0.0, size, 40.0, 50.0))
    return InscriptionLayer(id="s", name="s", raster=lettering_raster(lettering, EXTENT), lettering=lettering)


def test_an_inscription_stands_at_the_upper_right_and_its_seal_below(main: MainWindow) -> None:
    main.actions_of["layer.inscription"].trigger()
    dialog = main.letters.dialog
    assert isinstance(dialog, InscriptionDialog)
    assert not dialog.accept_button.isEnabled()
    dialog.text.setPlainText("空山新雨后\n天气晚来秋")
    QTest.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    words = main.shop.session.document.layers[-1]
    assert isinstance(words, InscriptionLayer)
    assert words.name == "空山新雨后天气晚来秋"
    box = words.raster.bounds
    assert box.x > EXTENT.width / 2
    assert box.y < EXTENT.height / 8
    seal = sealed(main)
    assert seal.raster.bounds.y > box.bottom
    middle = seal.raster.bounds.x + seal.raster.bounds.width / 2
    assert box.x - 60 < middle < box.x + box.width / 2


def test_a_painter_of_the_document_has_its_own_place_for_them(
    main: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, shelf = main.shop.session, main.shop.shelf
    seal = MarkHabit(MarkKind.SEAL, 0.8, Box(0.05, 0.1, 0.1, 0.05))
    words = MarkHabit(MarkKind.INSCRIPTION, 0.5, Box(0.2, 0.3, 0.2, 0.4))
    hand = Painter(sha256="0", slug="shan", name="Shan", file=Path("shan.safetensors"), marks=(seal, words))
    monkeypatch.setattr(shelf, "find", {"shan": Shelved(hand)}.get)
    root = Root(painters=(Share(PainterRef("shan")),))
    session.open(Document(id="d", extent=EXTENT, layers=(PAPER,), root=root), None)
    main.actions_of["layer.seal"].trigger()
    dialog = main.letters.dialog
    assert isinstance(dialog, SealDialog)
    assert dialog.height_field.value() == round((40 * 30) ** 0.5)
    dialog.text.setText("江山")
    QTest.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    layer = session.document.find(session.active_layer)
    assert isinstance(layer, InscriptionLayer)
    box = layer.raster.bounds
    assert abs(box.x + box.width / 2 - 0.1 * EXTENT.width) < 3
    assert abs(box.y + box.height / 2 - 0.125 * EXTENT.height) < 3
    session.set_active_layer("p")
    main.actions_of["layer.inscription"].trigger()
    asked = main.letters.dialog
    assert isinstance(asked, InscriptionDialog)
    asked.text.setPlainText("空山新雨后")
    QTest.mouseClick(asked.accept_button, Qt.MouseButton.LeftButton)
    written = session.document.find(session.active_layer)
    assert isinstance(written, InscriptionLayer)
    assert abs(written.raster.bounds.right - 0.4 * EXTENT.width) < 6
    assert abs(written.raster.bounds.y - 0.3 * EXTENT.height) < 6


def test_a_seal_is_one_step_and_can_be_changed(main: MainWindow) -> None:
    layer = sealed(main)
    assert layer.raster.bounds.height in range(98, 104)
    main.actions_of["layer.seal"].trigger()
    dialog = main.letters.dialog
    assert isinstance(dialog, SealDialog)
    assert not dialog.height_field.isVisible()
    dialog.relief.setCurrentIndex(1)
    dialog.shape_field.setCurrentIndex(2)
    QTest.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    changed = main.shop.session.document.find(layer.id)
    assert isinstance(changed, InscriptionLayer)
    assert isinstance(changed.lettering.content, Seal)
    assert (changed.lettering.content.relief, changed.lettering.content.shape) == (Relief.CUT, Shape.OVAL)
    main.actions_of["edit.undo"].trigger()
    assert main.shop.session.document.find(layer.id) == layer
    main.actions_of["edit.undo"].trigger()
    assert main.shop.session.document.find(layer.id) is None


def test_the_move_tool_moves_the_shape(main: MainWindow) -> None:
    layer = sealed(main)
    main.toolbox.set_tool(ToolId.MOVE)
    main.canvas.setFocus()
    tool = main.canvas.tool
    assert isinstance(tool, MoveTool)
    windows.until(lambda: tool.frame is not None)
    QTest.keyClick(main.canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    moved = main.shop.session.document.find(layer.id)
    assert isinstance(moved, InscriptionLayer)
    assert moved.lettering.place[4] == pytest.approx(layer.lettering.place[4] + 10)
    assert moved.raster.bounds.x == layer.raster.bounds.x + 10


def test_nobody_paints_on_letters(main: MainWindow) -> None:
    layer = sealed(main)
    main.edits.fill()
    main.toolbox.set_tool(ToolId.BRUSH)
    main.canvas.fit()
    QTest.mouseClick(main.canvas, Qt.MouseButton.LeftButton)
    windows.settle()
    assert main.shop.session.document.find(layer.id) == layer


def test_a_cut_seal_takes_more_paste_than_one_in_relief() -> None:
    inked = [
        int(seal_layer(relief=relief).raster.read(Bounds(40, 50, 60, 60))[..., 3].sum()) for relief in Relief
    ]
    assert 1.2 * inked[0] < inked[1]
    colours = seal_layer(relief=Relief.CUT).raster.read(Bounds(44, 54, 4, 4))
    assert tuple(colours[0, 0, :3]) == CINNABAR


def test_columns_run_from_right_to_left() -> None:
    one = Inscription(text="一\n一一一")
    raster = lettering_raster(Lettering(one, (40.0, 0.0, 0.0, 40.0, 100.0, 100.0)), EXTENT)
    left, right = raster.read(Bounds(100, 100, 40, 200)), raster.read(Bounds(152, 100, 40, 200))
    assert left[..., 3].sum() > 2 * right[..., 3].sum() > 0


def test_wear_is_the_same_each_time_and_takes_paste_away() -> None:
    worn = replace(seal_layer().lettering, content=Seal(text="江山", worn=1.0))
    one, other = (lettering_raster(worn, EXTENT).read(Bounds(40, 50, 60, 60)) for _ in range(2))
    assert np.array_equal(one, other)
    assert one[..., 3].sum() < seal_layer().raster.read(Bounds(40, 50, 60, 60))[..., 3].sum()


def test_bands_join_to_the_whole() -> None:
    layers = (replace(seal_layer(), opacity=0.5),)
    plan = plan_print(EXTENT, PrintOrder(paper=Paper("", 100, 150), dpi=254))
    letters = SheetLetters(layers, plan.laid)
    whole = letters(0, plan.sheet.height)
    assert whole is not None
    bands = [letters(top, 50) for top in range(0, plan.sheet.height, 50)]
    assert any(band is None for band in bands)
    joined = np.concatenate(
        [np.zeros((50, plan.sheet.width, 4), np.float32) if band is None else band for band in bands]
    )
    assert np.abs(joined[..., 3] - whole[..., 3]).max() <= 2 / 255
    assert whole[..., 3].max() == pytest.approx(0.5, abs=0.01)


def test_print_draws_the_seal_anew(main: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    """Its edge is as steep on a sheet eight times as large as on the canvas."""
    shop = main.shop
    shop.printing._make = FakeEnlarger
    lettering = Lettering(Seal(text="山", relief=Relief.CUT, worn=0.0), (60.0, 0.0, 0.0, 60.0, 40.0, 50.0))
    layer = InscriptionLayer(
        id="s", name="s", raster=lettering_raster(lettering, EXTENT), lettering=lettering
    )
    document = Document(id="d", extent=EXTENT, layers=(PAPER, layer))
    order = PrintOrder(paper=Paper("", 100, 150), dpi=254 * 3.2)
    task = PrintTask(
        document=document, order=order, settings=PrintSettings(dpi=order.dpi), method=Kernel.LANCZOS,
        out=tmp_path / "s.png",
    )  # fmt: skip
    with qtbot.waitSignal(shop.printing.printed, timeout=20_000):
        main.prints.begin(task)
    with Image.open(task.out) as sheet:
        row = np.asarray(sheet.convert("RGB"))[8 * 53, 8 * 35 : 8 * 60, 1].astype(int)
    assert row.max() == 255
    assert row.min() == CINNABAR[1]
    assert int(((row > CINNABAR[1] + 3) & (row < 252)).sum()) <= 3


def test_letters_under_paint_stay_in_the_picture() -> None:
    plan = plan_print(EXTENT, PrintOrder(paper=Paper("", 100, 150), dpi=254))
    layer = seal_layer()
    assert sheet_letters((layer, PAPER), plan) is None
    assert sheet_letters((PAPER, layer), plan) is not None
    assert sheet_letters((PAPER, replace(layer, visible=False)), plan) is None
    assert sheet_letters((PAPER, replace(layer, blend="svg:multiply")), plan) is None


def test_the_file_keeps_words_and_pixels(tmp_path: Path) -> None:
    document = Document(id="d", extent=EXTENT, layers=(PAPER, seal_layer()))
    path = tmp_path / "a.ora"
    save_document(document, path)
    assert load_document(path).document.layers == document.layers


def test_letters_that_another_program_painted_on_are_a_picture(tmp_path: Path) -> None:
    layer = seal_layer()
    document = Document(id="d", extent=EXTENT, layers=(PAPER, layer))
    path, other = tmp_path / "a.ora", tmp_path / "b.ora"
    save_document(document, path)
    spoilt = replace(layer, raster=layer.raster.with_patch(np.full((4, 4, 4), 255, np.uint8), 60, 70))
    save_document(replace(document, layers=(PAPER, spoilt)), other)
    _mixed(path, other)
    opened = load_document(path).document.layers[-1]
    assert isinstance(opened, ImageLayer)
    assert opened.raster == spoilt.raster


def _mixed(path: Path, other: Path) -> None:
    """Our data of one file with the pixels of the other, as a program leaves them that only knows pixels."""
    import zipfile

    with zipfile.ZipFile(path) as ours, zipfile.ZipFile(other) as theirs:
        members = [
            (info, (ours if info.filename == "artmaster.json" else theirs).read(info.filename))
            for info in theirs.infolist()
        ]
    with zipfile.ZipFile(path, "w") as made:
        for info, content in members:
            made.writestr(info, content)


def test_letters_are_drawn_where_they_are_said_to_be() -> None:
    box = lettering_bounds(seal_layer().lettering)
    assert (box.topLeft() - QPointF(40, 50)).manhattanLength() < 0.1
    layer = seal_layer()
    document = Document(id="d", extent=EXTENT, layers=(layer,))
    there = layer.lettering.moved(5, 0)
    moved = set_lettering("s", there, lettering_raster(there, EXTENT), "").change(document).layers[0]
    assert isinstance(moved, InscriptionLayer)
    assert moved.lettering.place[4] == 45.0
