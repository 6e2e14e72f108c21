"""What an exported picture is, and where it goes."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.print_colour import Origin
from artmaster_desktop.ui.dialogs.export import ExportDialog

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def dialog(qtbot: QtBot, tmp_path: Path) -> ExportDialog:
    made = ExportDialog(tmp_path / "boats.png", Extent(640, 480))
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_name_follows_the_kind(dialog: ExportDialog, tmp_path: Path) -> None:
    assert not dialog.quality.isVisible()
    dialog.kind.setCurrentIndex(dialog.kind.findData(".jpg"))
    assert dialog.target == tmp_path / "boats.jpg"
    assert dialog.quality.isVisible()


@pytest.mark.parametrize(
    ("name", "kind", "target"),
    [
        ("a.JPEG", ".jpg", "a.JPEG"),
        ("a.tiff", ".tif", "a.tiff"),
        ("a", ".png", "a.png"),
        ("a.b", ".png", "a.b.png"),
    ],
)
def test_the_kind_follows_the_name(
    dialog: ExportDialog, tmp_path: Path, name: str, kind: str, target: str
) -> None:
    dialog.path.setText(str(tmp_path / name))
    assert dialog.kind.currentData() == kind
    assert dialog.target == tmp_path / target


def test_a_file_that_is_there_is_told(dialog: ExportDialog, tmp_path: Path) -> None:
    assert "replaced" not in dialog.words.text()
    (tmp_path / "old.png").write_bytes(b"")
    dialog.path.setText(str(tmp_path / "old.png"))
    assert "replaced" in dialog.words.text()
    dialog.path.setText("")
    assert not dialog.export_button.isEnabled()


def test_return_exports(dialog: ExportDialog, qtbot: QtBot, tmp_path: Path) -> None:
    dialog.kind.setCurrentIndex(dialog.kind.findData(".jpg"))
    dialog.quality.setValue(80)
    dialog.origin.setCurrentIndex(dialog.origin.findData(Origin.HAND))
    dialog.export_button.setFocus()
    with qtbot.waitSignal(dialog.wanted) as told:
        QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert told.args == [tmp_path / "boats.jpg", 80, Origin.HAND]
