"""Light and dark: a palette of an artist's neutral greys with one calm accent, and one small stylesheet.

The greys have no hue, so that they do not tint the eye that judges a painting (ISO 3664 asks for a neutral
surround). Every text colour keeps a contrast of at least 4.5:1 on its ground (WCAG 2.2, 1.4.3).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory, QToolTip

ThemeName = Literal["system", "light", "dark"]
Role = QPalette.ColorRole
Group = QPalette.ColorGroup


@dataclass(frozen=True, slots=True)
class Tones:
    """The greys of one theme as ``#rrggbb``, from the deepest ground to the text, and the accent."""

    window: str
    base: str
    alternate: str
    button: str
    edge: str
    quiet: str
    text: str
    accent: str
    on_accent: str
    link: str
    light: str
    dark: str


LIGHT = Tones(
    window="#ececec", base="#fafafa", alternate="#f2f2f2", button="#f6f6f6", edge="#c6c6c6", quiet="#676767",
    text="#222222", accent="#3a6f8f", on_accent="#ffffff", link="#2b5f80", light="#ffffff", dark="#a4a4a4",
)  # fmt: skip
DARK = Tones(
    window="#2e2e2e", base="#262626", alternate="#2b2b2b", button="#3a3a3a", edge="#484848", quiet="#a6a6a6",
    text="#e2e2e2", accent="#4f88a8", on_accent="#ffffff", link="#8bbdd8", light="#4c4c4c", dark="#1c1c1c",
)  # fmt: skip

_STYLE = """
QToolTip {{ color: {text}; background: {base}; border: 1px solid {edge}; padding: 3px 5px; }}
QDockWidget {{ titlebar-close-icon: none; titlebar-normal-icon: none; }}
QDockWidget::title {{ padding: 5px 8px; background: {window}; }}
QMainWindow::separator {{ width: 4px; height: 4px; background: {window}; }}
QMainWindow::separator:hover {{ background: {accent}; }}
QToolBar {{ border: 0; padding: 3px; spacing: 1px; background: {window}; }}
QToolBar::separator {{ background: {edge}; width: 1px; height: 1px; margin: 4px; }}
QToolButton {{ border: 1px solid transparent; border-radius: 4px; padding: 3px; }}
QToolButton:hover {{ background: {button}; border-color: {edge}; }}
QToolButton:focus {{ border-color: {accent}; }}
QToolButton:checked {{ background: {accent}; color: {on_accent}; border-color: {accent}; }}
QToolButton:checked:focus {{ border-color: {text}; }}
QToolButton:pressed {{ background: {edge}; }}
QCheckBox::indicator:unchecked {{ width: 13px; height: 13px; border: 1px solid {quiet}; border-radius: 3px;
    background: {base}; }}
QRadioButton::indicator:unchecked {{ width: 13px; height: 13px; border: 1px solid {quiet}; border-radius: 7px;
    background: {base}; }}
QCheckBox::indicator:unchecked:focus {{ border-color: {accent}; }}
QStatusBar {{ background: {window}; border-top: 1px solid {edge}; }}
QStatusBar::item {{ border: 0; }}
QMenuBar {{ background: {window}; }}
QTabBar::tab {{ padding: 5px 10px; border: 0; color: {quiet}; background: transparent; }}
QTabBar::tab:selected {{ color: {text}; border-bottom: 2px solid {accent}; }}
QTabBar::tab:hover {{ color: {text}; }}
QTabBar::tab:focus {{ color: {text}; background: {button}; }}
"""


def tones(dark: bool) -> Tones:
    """The colours of the dark or the light theme."""
    return DARK if dark else LIGHT


def palette_of(t: Tones) -> QPalette:
    """The palette of a theme, for all three groups."""
    palette = QPalette()
    roles = {
        Role.Window: t.window, Role.WindowText: t.text, Role.Base: t.base, Role.AlternateBase: t.alternate,
        Role.Text: t.text, Role.Button: t.button, Role.ButtonText: t.text, Role.BrightText: t.on_accent,
        Role.ToolTipBase: t.base, Role.ToolTipText: t.text, Role.PlaceholderText: t.quiet, Role.Link: t.link,
        Role.LinkVisited: t.link, Role.Highlight: t.accent, Role.HighlightedText: t.on_accent,
        Role.Accent: t.accent, Role.Light: t.light, Role.Midlight: t.button, Role.Mid: t.edge,
        Role.Dark: t.dark, Role.Shadow: "#000000",
    }  # fmt: skip
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    for role in (Role.WindowText, Role.Text, Role.ButtonText, Role.HighlightedText):
        palette.setColor(Group.Disabled, role, _between(t.text, t.window, 0.55))
    palette.setColor(Group.Disabled, Role.Highlight, QColor(t.edge))
    return palette


def _between(first: str, second: str, part: float) -> QColor:
    a, b = QColor(first), QColor(second)
    red, green, blue = (
        round(x + (y - x) * part)
        for x, y in ((a.red(), b.red()), (a.green(), b.green()), (a.blue(), b.blue()))
    )
    return QColor(red, green, blue)


def is_dark(palette: QPalette) -> bool:
    """Whether text is lighter than its ground."""
    return palette.color(Role.WindowText).lightness() > palette.color(Role.Window).lightness()


class Theme(QObject):
    """The theme of the program. ``changed`` comes after palette and stylesheet are in place."""

    changed = Signal()

    def __init__(self, app: QApplication, name: ThemeName = "system") -> None:
        super().__init__(app)
        self._app = app
        self._name: ThemeName = name
        self._worn: Tones | None = None
        style = QStyleFactory.create("Fusion")
        if style is not None:
            app.setStyle(style)
        app.styleHints().colorSchemeChanged.connect(self._follow)
        self.set(name)

    @property
    def name(self) -> ThemeName:
        return self._name

    @property
    def dark(self) -> bool:
        """Whether the dark tones are shown now."""
        if self._name == "system":
            return self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return self._name == "dark"

    def set(self, name: str) -> None:
        """Show ``name``; an unknown one (of a newer version) follows the system."""
        self._name = cast(ThemeName, name) if name in ("light", "dark") else "system"
        scheme = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}.get(
            self._name, Qt.ColorScheme.Unknown
        )
        self._app.styleHints().setColorScheme(scheme)
        self._wear()

    def _follow(self) -> None:
        if self._name == "system":
            self._wear()

    def _wear(self) -> None:
        """Not twice the same: a stylesheet anew holds up a whole window for half a second."""
        chosen = tones(self.dark)
        if chosen == self._worn:
            return
        self._worn = chosen
        palette = palette_of(chosen)
        self._app.setPalette(palette)
        QToolTip.setPalette(palette)
        self._app.setStyleSheet(_STYLE.format(**{name: getattr(chosen, name) for name in Tones.__slots__}))
        self.changed.emit()
