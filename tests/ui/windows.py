"""The whole window on a scripted engine, in folders of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from artmaster_desktop import bootstrap
from artmaster_desktop.app.engine_thread import Factory
from artmaster_desktop.ui.main_window import MainWindow
from artmaster_desktop.ui.workshop import Workshop
from tests.app.fakes import FakeEngine

SIZE = (1440, 900)


def places(tmp_path: Path) -> bootstrap.Places:
    """What ships, and empty folders for what an artist keeps."""
    return replace(
        bootstrap.places(),
        user_models=tmp_path / "models",
        user_painters=tmp_path / "painters",
        data=tmp_path / "data",
        settings=tmp_path / "settings.json",
        logs=tmp_path / "logs",
        results=tmp_path / "results",
    )


@contextmanager
def workshop(tmp_path: Path, factory: Factory | None = None) -> Iterator[Workshop]:
    """Everything that a window stands on; ended afterwards, with the language and theme put back."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    style, palette = app.styleSheet(), app.palette()
    shop = bootstrap.workshop(app, places(tmp_path), factory or FakeEngine)
    shop.keeper.start()
    try:
        yield shop
    finally:
        assert shop.close()
        shop.translation.set("en")
        shop.theme.deleteLater()
        app.setStyleSheet(style)
        app.setPalette(palette)
        settle()


@contextmanager
def window(
    qtbot: QtBot, tmp_path: Path, factory: Factory | None = None, *, welcome: bool = False
) -> Iterator[MainWindow]:
    """A window that is shown at a usual size. What is unsaved at the end is given up without a question."""
    with workshop(tmp_path, factory) as shop:
        shown = MainWindow(shop, welcome=welcome)
        appear(shown)
        qtbot.waitExposed(shown)
        try:
            yield shown
        finally:
            put_away(shown)


def appear(shown: MainWindow) -> None:
    """Show the window, larger than the screen of the offscreen plugin."""
    shown.show()
    shown.resize(*SIZE)
    settle()


def put_away(shown: MainWindow) -> None:
    """Close without questions, and let everything that was to be deleted go."""
    if isValid(shown):
        shown.hide()
        shown.deleteLater()
    settle()


def live(milliseconds: int) -> None:
    """Let the window live for a moment, and the workers too: QTest.qWait keeps the interpreter's lock, so
    that a worker comes to one operation in each of its turns.
    """
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def until(true: Callable[[], bool], seconds: float = 5.0) -> None:
    """Let the window live until something is so."""
    for _ in range(round(seconds * 100)):
        if true():
            return
        live(10)
    raise AssertionError("it did not come to be")


def settle() -> None:
    """Deliver what waits, deletions too."""
    for _ in range(3):
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
