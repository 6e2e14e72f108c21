"""The panels around the canvas: where they dock, what they are called, and how they come back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QCoreApplication, QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow, QTabBar, QWidget

from artmaster_desktop.ui.i18n import marked
from artmaster_desktop.ui.icons import icon

Area = Qt.DockWidgetArea


@dataclass(frozen=True, slots=True)
class DockSpec:
    """``id`` is in saved arrangements for ever; ``keys`` shows or hides it."""

    id: str
    title: str
    picture: str
    area: Qt.DockWidgetArea
    keys: str = ""


DOCKS = (
    DockSpec("colour", marked("Docks", "Colour"), "palette", Area.LeftDockWidgetArea, "Alt+1"),
    DockSpec("brushes", marked("Docks", "Brushes"), "brush", Area.LeftDockWidgetArea, "Alt+2"),
    DockSpec("painters", marked("Docks", "Painters"), "painters", Area.LeftDockWidgetArea, "Alt+3"),
    DockSpec("prompt", marked("Docks", "Prompt"), "prompt", Area.BottomDockWidgetArea, "Alt+4"),
    DockSpec("regions", marked("Docks", "Regions"), "region", Area.RightDockWidgetArea, "Alt+5"),
    DockSpec("guides", marked("Docks", "Guides"), "guide", Area.RightDockWidgetArea, "Alt+G"),
    DockSpec("layers", marked("Docks", "Layers"), "layers", Area.RightDockWidgetArea, "Alt+6"),
    DockSpec("history", marked("Docks", "History"), "history", Area.RightDockWidgetArea, "Alt+7"),
    DockSpec("paint", marked("Docks", "Paint"), "paint", Area.RightDockWidgetArea, "Alt+8"),
    DockSpec("tray", marked("Docks", "Results"), "tray", Area.BottomDockWidgetArea, "Alt+9"),
    DockSpec("queue", marked("Docks", "Queue"), "queue", Area.BottomDockWidgetArea, "Alt+0"),
    DockSpec("mix", marked("Docks", "Mix"), "mix", Area.RightDockWidgetArea, "Alt+M"),
)
TABS = (("brushes", "painters"), ("regions", "guides", "layers", "history", "mix"), ("tray", "queue"))
"""Docks that share a place; the first is in front."""
STATE_VERSION = 1
LEFT, RIGHT, BOTTOM = 252, 328, 262
"""Pixels of the columns and of the row below, at first."""


class Docks(QObject):
    """One dock for each panel that ``make`` can make, in a sane arrangement."""

    def __init__(self, window: QMainWindow, make: dict[str, Callable[[QWidget], QWidget]]) -> None:
        super().__init__(window)
        self._window = window
        self._docks: dict[str, QDockWidget] = {}
        self._hidden = ""  # the arrangement from before all were hidden
        for spec in DOCKS:
            if spec.id in make:
                self._docks[spec.id] = self._dock(spec, make[spec.id])
        window.setDockOptions(
            QMainWindow.DockOption.AllowNestedDocks
            | QMainWindow.DockOption.AllowTabbedDocks
            | QMainWindow.DockOption.AnimatedDocks
        )
        window.setCorner(Qt.Corner.BottomLeftCorner, Area.LeftDockWidgetArea)
        window.setCorner(Qt.Corner.BottomRightCorner, Area.RightDockWidgetArea)
        window.setTabPosition(Area.AllDockWidgetAreas, window.tabPosition(Area.TopDockWidgetArea))
        self.retranslate()
        self.arrange()

    def _dock(self, spec: DockSpec, make: Callable[[QWidget], QWidget]) -> QDockWidget:
        dock = QDockWidget(self._window)
        dock.setObjectName(f"dock.{spec.id}")
        panel = make(dock)
        dock.setWidget(panel)
        dock.toggleViewAction().setIcon(icon(spec.picture))
        dock.toggleViewAction().setIconVisibleInMenu(False)
        dock.toggleViewAction().setShortcut(spec.keys)
        dock.toggleViewAction().triggered.connect(lambda shown: self.bring(spec.id) if shown else None)
        self._window.addAction(dock.toggleViewAction())
        return dock

    # -------------------------------------------------------------------------------------------- for all

    def panel(self, dock_id: str) -> QWidget:
        """The panel in a dock. Raises KeyError for one that is not there."""
        return self._docks[dock_id].widget()

    def dock(self, dock_id: str) -> QDockWidget:
        return self._docks[dock_id]

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(self._docks)

    def toggle_actions(self) -> list[QAction]:
        """Show or hide each dock, for the menu."""
        return [dock.toggleViewAction() for dock in self._docks.values()]

    def bring(self, dock_id: str, *, focus: bool = True) -> None:
        """Show a panel in front of its neighbours."""
        dock = self._docks[dock_id]
        dock.show()
        dock.raise_()
        if focus:
            _focus_in(dock.widget())

    def retranslate(self) -> None:
        """Titles in the language that is installed now."""
        for spec in DOCKS:
            if spec.id in self._docks:
                dock = self._docks[spec.id]
                dock.setWindowTitle(QCoreApplication.translate("Docks", spec.title))
                shown = QCoreApplication.translate("Docks", "{panel} panel")
                dock.setAccessibleName(shown.format(panel=dock.windowTitle()))

    # ------------------------------------------------------------------------------------------ keyboard

    def focus_next(self, canvas: QWidget) -> None:
        """Hand the focus from the canvas to the first panel in sight, from panel to panel, and back."""
        seen = [d for d in self._docks.values() if d.isVisible() and not d.visibleRegion().isEmpty()]
        now = QApplication.focusWidget()
        at = next((i for i, d in enumerate(seen) if now is not None and d.isAncestorOf(now)), -1)
        if at + 1 < len(seen):
            _focus_in(seen[at + 1].widget())
        else:
            canvas.setFocus(Qt.FocusReason.TabFocusReason)

    # --------------------------------------------------------------------------------------- arrangement

    def arrange(self) -> None:
        """The arrangement that the program ships with; the window keeps its size."""
        size = self._window.size()
        for dock in self._docks.values():
            dock.setFloating(False)
            self._window.removeDockWidget(dock)
        for spec in DOCKS:
            if spec.id in self._docks:
                dock = self._docks[spec.id]
                self._window.addDockWidget(spec.area, dock)
                self._join(spec.id)
        for dock in self._docks.values():
            dock.show()
        self._side_by_side("prompt", "tray")
        self._tab_onto("tray", "queue")
        for leader, *_ in TABS:
            if leader in self._docks:
                self._docks[leader].raise_()
        self._sizes(Qt.Orientation.Horizontal, colour=LEFT, paint=RIGHT)
        self._sizes(Qt.Orientation.Horizontal, prompt=400, tray=400)
        self._sizes(Qt.Orientation.Vertical, colour=290, brushes=480)
        self._sizes(Qt.Orientation.Vertical, regions=440, paint=300)
        self._sizes(Qt.Orientation.Vertical, prompt=BOTTOM)
        self._window.setDockNestingEnabled(True)
        if self._window.isVisible():
            self._window.resize(size)

    def _join(self, dock_id: str) -> None:
        """Put a dock on its neighbours' place at once, lest all of them together ask for a taller window."""
        for tabs in TABS:
            if dock_id in tabs[1:]:
                self._tab_onto(tabs[0], dock_id)

    def _tab_onto(self, leader: str, dock_id: str) -> None:
        if leader in self._docks and dock_id in self._docks:
            self._window.tabifyDockWidget(self._docks[leader], self._docks[dock_id])

    def _side_by_side(self, left: str, right: str) -> None:
        if left in self._docks and right in self._docks:
            self._window.splitDockWidget(self._docks[left], self._docks[right], Qt.Orientation.Horizontal)

    def _sizes(self, direction: Qt.Orientation, **pixels: int) -> None:
        known = [(self._docks[i], size) for i, size in pixels.items() if i in self._docks]
        self._window.resizeDocks([dock for dock, _ in known], [size for _, size in known], direction)

    def state(self) -> str:
        """The arrangement as text, for the settings."""
        return bytes(self._window.saveState(STATE_VERSION).toBase64().data()).decode("ascii")

    def restore(self, state: str) -> bool:
        """An arrangement as ``state`` gave it; False (and nothing changed) where it is of another version."""
        return bool(state) and self._window.restoreState(
            QByteArray.fromBase64(state.encode("ascii", "replace")), STATE_VERSION
        )

    def hide_all(self, hidden: bool) -> None:
        """Hide what is shown, or bring the same panels back to the same places and sizes."""
        if hidden:
            self._hidden = self.state()
            for dock in self._docks.values():
                dock.hide()
        else:
            self.restore(self._hidden)
            self._hidden = ""

    def name_tabs(self) -> None:
        """Tab bars of docks come and go with the arrangement; each is named for screen readers."""
        for bar in self._window.findChildren(QTabBar):
            if not bar.accessibleName():
                bar.setAccessibleName(QCoreApplication.translate("Docks", "Panels"))


def _focus_in(panel: QWidget) -> None:
    """The first widget of the panel that takes the focus."""
    widget = panel
    for _ in range(500):
        if (
            widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and widget.isVisibleTo(panel)
            and widget.isEnabled()
        ):
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            return
        following = widget.nextInFocusChain()
        if following is None or not (following is panel or panel.isAncestorOf(following)):
            break
        widget = following
    panel.setFocus(Qt.FocusReason.TabFocusReason)
