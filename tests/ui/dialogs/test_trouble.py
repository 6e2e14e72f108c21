"""After a fault: what happened, what is safe, and choices that work."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from artmaster_desktop.app.alternatives import PaintSmaller
from artmaster_desktop.app.jobs import State
from artmaster_desktop.core import errors as e
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.ui.dialogs.trouble import Answer, TroubleDialog, open_trouble
from tests.ui.painting import Workshop, small_document, workshop

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

FAULT = e.OutOfMemory("cuda:0", "painting", 0, 1 << 30, ())
HERE = Path("folder/boats.ora")


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def shop(qtbot: QtBot) -> Iterator[Workshop]:
    with workshop(small_document(Extent(512, 512))) as opened:
        yield opened


def failed_dialog(shop: Workshop, window: QWidget, qtbot: QtBot, fault: e.ArtmasterError) -> TroubleDialog:
    shop.engine.faults.append(fault)
    with qtbot.waitSignal(shop.queue.failed):
        shop.desk.paint()
    dialog = open_trouble(fault, window, shop.desk, shop.queue)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    return dialog


def test_out_of_memory_offers_less_and_paints_it(shop: Workshop, window: QWidget, qtbot: QtBot) -> None:
    dialog = failed_dialog(shop, window, qtbot, FAULT)
    offers = [button.offer for button in dialog.buttons]
    assert [offer.text for offer in offers] == [
        "Paint smaller, at 384 × 384",
        "Paint smaller, at 256 × 256",
        "Try again as it is",
    ]
    assert isinstance(offers[0].key, PaintSmaller)
    shop.engine.hold.set()
    with qtbot.waitSignal(shop.queue.finished):
        QTest.mouseClick(dialog.buttons[0], Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()
    assert [job.extent for job in shop.engine.jobs] == [Extent(512, 512), Extent(384, 384)]
    assert shop.engine.jobs[1].output == Extent(512, 512)
    assert [entry.state for entry in shop.queue.entries] == [State.DONE]


def test_closing_it_changes_nothing(shop: Workshop, window: QWidget, qtbot: QtBot) -> None:
    dialog = failed_dialog(shop, window, qtbot, FAULT)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert [entry.state for entry in shop.queue.entries] == [State.FAILED]


@pytest.mark.parametrize(
    "fault",
    [
        e.NotFinite(3, ("ink",)),
        e.DeviceFailed("cuda:0", "illegal access"),
        e.CannotPaint("the seed", "-1", "0 and more"),
    ],
)
def test_every_failed_painting_can_be_tried_again(
    shop: Workshop, window: QWidget, qtbot: QtBot, fault: e.ArtmasterError
) -> None:
    dialog = failed_dialog(shop, window, qtbot, fault)
    again = next(button for button in dialog.buttons if button.text() == "Try again as it is")
    with qtbot.waitSignal(shop.desk.submitted, raising=False, timeout=50):
        QTest.mouseClick(again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(shop.engine.jobs) == 2)


@pytest.mark.parametrize(
    ("fault", "answers"),
    [
        (e.SaveFailed(HERE, 28, "No space left"), [Answer.TRY_AGAIN, Answer.SAVE_AS]),
        (e.FileChangedOutside(HERE), [Answer.SAVE_AS, Answer.OPEN_AGAIN, Answer.OVERWRITE]),
        (e.ModelMissing(HERE, ("vae",)), [Answer.SETTINGS]),
        (e.ModelUnreadable(HERE, "vae", "cut off"), [Answer.SETTINGS]),
        (e.EngineAbsent("no torch"), [Answer.LOG]),
        (e.PainterNotFound("ink", ""), []),
    ],
)
def test_what_helps_depends_on_the_fault(
    qtbot: QtBot, fault: e.ArtmasterError, answers: list[Answer]
) -> None:
    dialog = TroubleDialog(fault)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    assert [button.offer.key for button in dialog.buttons] == answers
    said = "\n".join(label.text() for label in dialog.findChildren(QLabel))
    assert all(part in said for part in (dialog.message.what, dialog.message.safe, dialog.message.do))
    assert not dialog.grab().isNull()
    for button in dialog.buttons:
        assert button.accessibleDescription()
    if answers:
        with qtbot.waitSignal(dialog.chosen) as told:
            QTest.keyClick(dialog.buttons[0], Qt.Key.Key_Space)
        assert told.args == [answers[0]]


def test_the_details_are_copied(qtbot: QtBot) -> None:
    dialog = TroubleDialog(FAULT)
    qtbot.addWidget(dialog)
    copy = next(b for b in dialog.findChildren(QPushButton) if b.text() == "Copy the details")
    QTest.mouseClick(copy, Qt.MouseButton.LeftButton)
    text = QGuiApplication.clipboard().text()
    assert "Memory on cuda:0 ran out" in text
    assert "OutOfMemory(device=cuda:0" in text


def test_a_fault_without_a_job_offers_no_painting(shop: Workshop, window: QWidget) -> None:
    dialog = open_trouble(FAULT, window, shop.desk, shop.queue)
    assert dialog.buttons == []
    dialog.reject()
