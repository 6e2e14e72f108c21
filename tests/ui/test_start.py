"""The welcome page, and a start without the engine's libraries."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from artmaster_desktop.app.painter_shelf import Shelved
from artmaster_desktop.core.commands import edit_title
from artmaster_desktop.storage.journal import Journal
from artmaster_desktop.ui.dialogs.recovery import RecoveryDialog
from artmaster_desktop.ui.main_window import MainWindow
from artmaster_desktop.ui.messages import painter_name
from artmaster_desktop.ui.program import Program
from tests.core.documents import painter
from tests.ui import windows

ROOT = Path(__file__).resolve().parents[2]
NO_TORCH = """
import sys
from dataclasses import replace
from pathlib import Path
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication
import artmaster_desktop.cli  # the way in: every command's grammar is there before the window
from artmaster_desktop import bootstrap
from artmaster_desktop.ui.program import Program
bootstrap.go_offline()
tmp = Path(sys.argv[1])
where = replace(
    bootstrap.places(), data=tmp / "data", settings=tmp / "s.json", logs=tmp / "logs", results=tmp
)
app = QApplication([])
shop = bootstrap.workshop(app, where)
window = Program(app, shop).show(Path(sys.argv[2]))
loop = QEventLoop()
shop.files.opened.connect(lambda *_: QTimer.singleShot(200, loop.quit))
QTimer.singleShot(20000, loop.quit)
loop.exec()
heavy = ("torch", "torchvision", "diffusers", "transformers", "peft", "cv2", "scipy", "numba")
print(shop.session.path is not None, [name for name in heavy if name in sys.modules])
shop.close()
"""


@pytest.fixture
def main(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with windows.window(qtbot, tmp_path, welcome=True) as shown:
        yield shown


def test_the_window_stands_without_torch(tmp_path: Path) -> None:
    example = ROOT / "resources" / "examples" / "two-painters.ora"
    said = subprocess.run(
        [sys.executable, "-c", NO_TORCH, str(tmp_path), str(example)],
        cwd=ROOT, capture_output=True, text=True, check=True, timeout=60,
    ).stdout  # fmt: skip
    assert said.split() == ["True", "[]"]


ENGINE_LATER = """
import sys, time
from dataclasses import replace
from pathlib import Path
import artmaster_desktop.cli
from artmaster_desktop import bootstrap
from artmaster_desktop.app import files
from artmaster_desktop.app.settings_effect import SettingsEffect
from artmaster_desktop.ui.canvas.view import CanvasView
tmp, document = Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None
shipped = bootstrap.places()
bootstrap.places = lambda: replace(
    shipped, data=tmp / "data", settings=tmp / "s.json", logs=tmp / "logs", results=tmp
)
bootstrap.ENGINE_AFTER = 0
load, paint, begun = files.load_document, CanvasView.paintEvent, []

def slow_load(path):
    time.sleep(0.5)
    begun.append("read")
    return load(path)

def seen_paint(self, event):
    paint(self, event)
    begun.append("painted " + (self.session.path.stem if self.session.path else "nothing"))

def start(self):
    heavy = {"torch", "diffusers", "transformers", "peft", "cv2", "scipy"} & sys.modules.keys()
    print(begun[-1] if begun else "", sorted(heavy), flush=True)
    import os
    os._exit(0)

files.load_document, CanvasView.paintEvent, SettingsEffect.start = slow_load, seen_paint, start
bootstrap.open_window(document)
"""


@pytest.mark.parametrize(
    ("document", "last"),
    [
        (None, "painted nothing"),
        (ROOT / "resources" / "examples" / "two-painters.ora", "painted two-painters"),
        (ROOT / "README.md", "painted nothing"),
    ],
)
def test_the_engine_begins_when_the_window_has_painted_what_it_was_opened_for(
    tmp_path: Path, document: Path | None, last: str
) -> None:
    """However long that takes: here the file is slow to read, and the engine would begin at once."""
    words = [sys.executable, "-c", ENGINE_LATER, str(tmp_path), *([str(document)] if document else [])]
    said = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60).stdout
    assert said == f"{last} []\n"


def test_two_clicks_from_the_start_to_a_painting(qtbot: QtBot, main: MainWindow) -> None:
    tile = next(tile for tile in main.start.tiles if tile.path.stem == "two-painters")
    assert tile.text() == "Two painters"
    with qtbot.waitSignal(main.shop.files.opened, timeout=5000):
        QTest.mouseClick(tile, Qt.MouseButton.LeftButton)
    assert main.pages.currentWidget() is main.canvas
    main.shop.effect.start()
    with qtbot.waitSignal(main.shop.results.added, timeout=10_000):
        QTest.mouseClick(main.docks.panel("paint").paint_button, Qt.MouseButton.LeftButton)  # type: ignore[attr-defined]


def test_the_page_shows_the_documents_of_last_time(qtbot: QtBot, main: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "lake.ora"
    with qtbot.waitSignal(main.shop.files.saved, timeout=5000):
        main.shop.files.save(path)
    recent = [tile for tile in main.start.tiles if tile.path == path]
    assert [tile.text() for tile in recent] == ["lake"]
    with qtbot.waitSignal(main.shop.files.opened, timeout=5000):
        main.show_page(welcome=True)
        recent[0].setFocus()
        QTest.keyClick(recent[0], Qt.Key.Key_Space)
    assert main.shop.session.path == path


def test_a_recent_document_that_is_gone_is_forgotten(qtbot: QtBot, main: MainWindow, tmp_path: Path) -> None:
    gone = tmp_path / "gone.ora"
    main.shop.preferences.change(lambda s: s.with_recent(gone))
    with qtbot.waitSignal(main.files.trouble, timeout=5000):
        main.files.open_path(gone)
    assert main.shop.preferences.settings.recent == ()


def test_what_a_crash_left_behind_is_offered(qtbot: QtBot, tmp_path: Path) -> None:
    where = windows.places(tmp_path)
    with windows.workshop(tmp_path) as shop:
        document = replace(edit_title("Lost hills").change(shop.session.document), id="lost")
        folder = where.data / "journals"
        journal = Journal.start(folder, shop.session.document, None)
        journal.record(document, "Edit title")
        assert journal.flush(5.0)
        journal.close(clean=False)
        main = MainWindow(shop)
        windows.appear(main)
        with qtbot.waitSignal(shop.keeper.found, timeout=5000):
            main.helping.look_at_start()
        (dialog,) = main.findChildren(RecoveryDialog)
        with qtbot.waitSignal(shop.keeper.restored, timeout=5000):
            QTest.mouseClick(dialog.restore, Qt.MouseButton.LeftButton)
        assert shop.session.document.title == "Lost hills"
        assert main.isWindowModified()
        windows.put_away(main)


def test_a_document_that_is_not_there_is_told_and_the_window_stays(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    with windows.workshop(tmp_path) as shop:
        program = Program(qapp, shop)
        window = program.show(tmp_path / "nothing.ora")
        with qtbot.waitSignal(shop.keeper.found, timeout=5000):
            windows.settle()
        assert window.isVisible()
        windows.put_away(window)
        program.deleteLater()


def test_sentences_call_painters_as_their_cards_do(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = replace(painter("shan"), name="Mountains", names=(("zh", "山"),))
    with windows.workshop(tmp_path) as shop:
        monkeypatch.setattr(shop.shelf, "find", {"shan": Shelved(named)}.get)
        program = Program(qapp, shop)
        assert (painter_name("shan"), painter_name("nobody")) == ("Mountains", "nobody")
        program.deleteLater()
        QCoreApplication.sendPostedEvents(program, QEvent.Type.DeferredDelete)
        assert painter_name("shan") == "shan"


WHOLE_RUN = """
import sys
from dataclasses import replace
from pathlib import Path
from PySide6.QtCore import QCoreApplication, Qt, QTimer
from artmaster_desktop import bootstrap
from artmaster_desktop.ui.program import Program
tmp = Path(sys.argv[1])
shipped = bootstrap.places()
bootstrap.places = lambda: replace(
    shipped, data=tmp / "data", settings=tmp / "s.json", logs=tmp / "logs", results=tmp
)
bootstrap.ENGINE_AFTER = 60_000
compression = Qt.ApplicationAttribute.AA_CompressHighFrequencyEvents
QCoreApplication.setAttribute(compression, True)  # as Qt does under X
show = Program.show

def leave(self, document):
    window = show(self, document)
    QTimer.singleShot(1000, window.close)
    return window

Program.show = leave
status = bootstrap.open_window(None)
print("mouse compressed:", QCoreApplication.testAttribute(compression))
print("left", status, (tmp / "s.json").exists(), list((tmp / "data" / "journals").glob("*")))
"""


def test_a_whole_run_ends_in_order(tmp_path: Path) -> None:
    """The program itself: opened, left by its window, the settings written and no journal left behind."""
    said = subprocess.run(
        [sys.executable, "-X", "dev", "-W", "ignore", "-c", WHOLE_RUN, str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert said.stdout.splitlines() == ["mouse compressed: False", "left 0 True []"]
    assert "Traceback" not in said.stderr
