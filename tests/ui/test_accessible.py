"""Everything in the window has a name for those who cannot see it, and a way to it without a mouse."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QTabBar,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from artmaster_desktop.app.painter_import import Fate, Outcome
from artmaster_desktop.app.results import Result, Results
from artmaster_desktop.core.errors import PainterFileError, PainterProblem, SaveFailed
from artmaster_desktop.storage.journal_reader import BaseGone, JobsLost, Recovered
from artmaster_desktop.storage.recovery import Recoverable
from artmaster_desktop.storage.results import StoredResult
from artmaster_desktop.ui.dialogs.compare import Candidate, CompareDialog
from artmaster_desktop.ui.dialogs.enlarge import EnlargeProgressDialog
from artmaster_desktop.ui.dialogs.import_painter import ImportReport
from artmaster_desktop.ui.dialogs.recovery import RecoveryDialog
from artmaster_desktop.ui.dialogs.recovery_report import RecoveryReport
from artmaster_desktop.ui.dialogs.structure_fields import LayerSource
from artmaster_desktop.ui.dialogs.trouble import TroubleDialog
from artmaster_desktop.ui.dialogs.unsaved_pictures import UnsavedPictures
from artmaster_desktop.ui.main_window import MainWindow
from artmaster_desktop.ui.panels.prompt_completion import CompletionList
from artmaster_desktop.ui.panels.regions_card import PaintedCard
from tests.ui import windows

KINDS = (
    QAbstractButton, QAbstractItemView, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit,
    QPlainTextEdit, QTextEdit,
)  # fmt: skip
EXAMPLES = Path(__file__).resolve().parents[2] / "resources" / "examples"
Focus = Qt.FocusPolicy
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # of the offscreen platform
REFUSED = [
    Outcome(Path("a.safetensors"), Fate.REFUSED, error=PainterFileError(Path("a"), PainterProblem.DAMAGED)),
    Outcome(Path("b.safetensors"), Fate.ADDED, "b", everywhere=3),
]


@pytest.fixture
def main(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with windows.window(qtbot, tmp_path) as shown:
        with qtbot.waitSignal(shown.shop.files.opened, timeout=5000):
            shown.files.open_example(EXAMPLES / "two-painters.ora")
        windows.settle()
        yield shown


def interactive(top: QWidget) -> Iterator[QWidget]:
    """What takes input below ``top``, without the parts that Qt's own widgets are made of."""
    for found in top.findChildren(QWidget):
        parent = found.parent()
        inner = isinstance(parent, QAbstractSpinBox | QComboBox | QLineEdit | QTabBar)
        inner = inner or (parent is not None and isinstance(parent.parent(), QComboBox))
        of_qt = isinstance(found, QScrollBar | QHeaderView | QTabBar) or found.objectName().startswith("qt_")
        ours = type(found).__module__.startswith("artmaster_desktop")
        if not inner and not of_qt and (isinstance(found, KINDS) or (ours and takes_keys(found))):
            yield found


def takes_keys(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Focus.TabFocus)


def name(widget: QWidget) -> str:
    """What a screen reader says."""
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def described(widget: QWidget) -> str:
    return f"{type(widget).__name__} {name(widget)!r} in {type(widget.parent()).__name__}"


def explained(widget: QWidget) -> str:
    """What a hand that rests on it, or a screen reader that is asked for more, is told."""
    said = QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Description)
    return widget.toolTip() or said


def by_keyboard(widget: QWidget) -> bool:
    """Tab comes to it; or to the chosen one of its group of buttons, and arrows go on from there; or it is a
    list that the keys of its editor go through; or it sums up a folded card, which has a button to open it.
    """
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    if group is not None and group.exclusive():
        return any(takes_keys(button) for button in group.buttons())
    above = widget.parentWidget()
    while above is not None and not isinstance(above, PaintedCard):
        above = above.parentWidget()
    if above is not None and above.hands.isAncestorOf(widget):
        return takes_keys(above.fold_button)
    return takes_keys(widget) or isinstance(widget, CompletionList)


def open_comparison(main: MainWindow) -> None:
    picture = QImage(64, 48, QImage.Format.Format_RGB888)
    picture.fill(0)
    both = [Candidate(key, name, picture, lambda: picture) for key, name in (("", "Canvas"), ("a", "First"))]
    CompareDialog(both, "", "a", main).open()


def with_losses(main: MainWindow) -> Recovered:
    lost = (BaseGone(Path("hills.ora")), JobsLost(1))
    return cast(Recovered, SimpleNamespace(losses=lost))


def leave_with_pictures(main: MainWindow) -> None:
    """The question before leaving while the disk refuses pictures."""
    waiting = cast(Results, SimpleNamespace(waiting=(1,), unsaved=main.shop.results.unsaved))
    UnsavedPictures(waiting, main.shop.preferences, main).settle(lambda: None)


def some_result() -> Result:
    stored = StoredResult(
        id="a", path=Path("a.png"), thumbnail=Path("a"), document="d", job="j", when=0.0, seed=1,
        width=256, height=256,
    )  # fmt: skip
    return Result(stored)


def open_studio(main: MainWindow) -> None:
    main.teaching.open()


def open_cards(main: MainWindow) -> None:
    """Show every panel, and let every card show all that it has."""
    for panel in main.docks.ids:
        main.docks.bring(panel)
    for region in main.shop.session.document.regions:
        main.shop.session.set_active_region(region.id)
        windows.settle()


def lacking(top: QWidget) -> list[str]:
    """What below ``top`` has no name, says nothing of itself, or is not reached by the keyboard."""
    controls = list(interactive(top))
    assert controls
    nameless = [f"no name: {described(w)}" for w in controls if not name(w)]
    silent = [f"no word: {described(w)}" for w in controls if not explained(w)]
    return [*nameless, *silent, *(f"no way: {described(w)}" for w in controls if not by_keyboard(w))]


def test_everything_in_the_window_is_named_explained_and_reached(main: MainWindow) -> None:
    """Tools are reached by their letters, and told so in their tooltips."""
    open_cards(main)
    tools = {*main.tools.findChildren(QWidget), *main.options.findChildren(QWidget)}
    tools |= {*main.status.findChildren(QWidget)}
    known = [f"no way: {described(w)}" for w in tools if isinstance(w, KINDS) or takes_keys(w)]
    assert [found for found in lacking(main) if found not in known] == []


def test_tab_goes_around_and_comes_to_everything_that_takes_it(main: MainWindow) -> None:
    main.files.new()
    windows.settle()
    dialog = main.files.dialog
    assert dialog is not None
    wanted = {w for w in interactive(dialog) if takes_keys(w) and w.isEnabled() and w.isVisible()}
    assert len(wanted) > 5
    seen: set[QWidget] = set()
    for _ in range(3 * len(wanted)):
        seen.add(dialog.focusWidget())
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
    assert [described(w) for w in wanted - seen] == []


def test_everything_in_the_panels_has_a_name(main: MainWindow) -> None:
    for panel in main.docks.ids:
        main.docks.bring(panel)
    windows.settle()
    nameless = [described(w) for w in interactive(main) if not name(w)]
    assert nameless == []


def test_every_button_says_what_it_does(main: MainWindow) -> None:
    buttons = (w for w in interactive(main) if isinstance(w, QAbstractButton))
    assert [described(b) for b in buttons if not b.toolTip()] == []


def test_every_control_is_reached_by_the_keyboard(main: MainWindow) -> None:
    """Tools are reached by their letters, what a card shows folded by opening it."""
    tools = {*main.tools.findChildren(QWidget), *main.status.findChildren(QWidget)}
    kinds = (QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit)
    found = [w for w in interactive(main) if isinstance(w, kinds) and w not in tools]
    assert len(found) > 20
    assert [described(w) for w in found if not takes_keys(w)] == []


@pytest.mark.parametrize(
    "opened",
    [
        lambda main: main.helping.open_settings(),
        lambda main: main.helping.open_download(),
        lambda main: main.helping.open_log(),
        lambda main: main.helping.open_about(),
        lambda main: main.files.new(),
        lambda main: main.files.export(),
        lambda main: main.edits.ask_canvas_size(),
        lambda main: RecoveryDialog([Recoverable(journal=Path("a"), title="Hills")], main).open(),
        lambda main: TroubleDialog(SaveFailed(Path("a.ora"), 28, "full"), (), main).open(),
        open_comparison,
        lambda main: ImportReport(REFUSED, main).open(),
        lambda main: RecoveryReport(with_losses(main), main).open(),
        leave_with_pictures,
        open_studio,
        lambda main: main.structure.ask_guide(LayerSource()),
        lambda main: main.structure.ask_regions(),
        lambda main: main.enlarging.ask(some_result()),
        lambda main: EnlargeProgressDialog(main.shop.enlarging, main).open(),
    ],
    ids=[
        "settings", "download", "log", "about", "new", "export", "canvas", "recovery", "trouble", "compare",
        "import", "losses", "unsaved", "studio", "guide", "regions", "enlarge", "enlarging",
    ],
)  # fmt: skip
def test_everything_in_a_dialog_is_named_explained_and_reached(
    main: MainWindow, opened: Callable[[MainWindow], None]
) -> None:
    opened(main)
    windows.settle()
    (dialog,) = [d for d in main.findChildren(QWidget) if d.isWindow() and d.isVisible()]
    assert dialog.windowTitle()
    assert lacking(dialog) == []
    dialog.close()
