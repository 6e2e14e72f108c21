"""Both themes can be read, and icons follow them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPalette
from PySide6.QtWidgets import QApplication

from artmaster_desktop.ui.icons import icon, icon_names
from artmaster_desktop.ui.theme import DARK, LIGHT, Theme, Tones, is_dark, palette_of

Role = QPalette.ColorRole


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    parts = (QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF())
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    style, palette = qapp.styleSheet(), qapp.palette()
    worn = Theme(qapp, "light")
    yield worn
    qapp.styleHints().setColorScheme(Qt.ColorScheme.Unknown)
    worn.deleteLater()
    qapp.setStyleSheet(style)
    qapp.setPalette(palette)


def test_the_same_theme_again_touches_no_widget(theme: Theme, qapp: QApplication) -> None:
    """Every change of any preference says which theme is wanted."""
    heard: list[str] = []
    theme.changed.connect(lambda: heard.append(theme.name))
    qapp.setStyleSheet("QLabel { margin: 1px }")  # would be lost
    theme.set("light")
    assert (heard, qapp.styleSheet()) == ([], "QLabel { margin: 1px }")
    theme.set("dark")
    assert heard == ["dark"]
    assert "margin: 1px" not in qapp.styleSheet()
    theme.set("light")
    assert heard == ["dark", "light"]


@pytest.mark.parametrize("tones", [LIGHT, DARK], ids=["light", "dark"])
def test_text_can_be_read_on_every_ground(tones: Tones) -> None:
    for ground in (tones.window, tones.base, tones.alternate, tones.button):
        assert contrast(tones.text, ground) >= 7.0
        assert contrast(tones.quiet, ground) >= 4.5
        assert contrast(tones.link, ground) >= 4.5


@pytest.mark.parametrize("tones", [LIGHT, DARK], ids=["light", "dark"])
def test_greys_have_no_hue(tones: Tones) -> None:
    for name in ("window", "base", "alternate", "button", "edge", "quiet", "text", "light", "dark"):
        assert QColor(getattr(tones, name)).saturation() == 0, name


@pytest.mark.parametrize("tones", [LIGHT, DARK], ids=["light", "dark"])
def test_what_is_chosen_can_be_read(tones: Tones) -> None:
    assert contrast(tones.on_accent, tones.accent) >= 3.8  # large and bold text, and icons: 3 is asked for


def test_the_theme_is_worn_and_changed(theme: Theme, qapp: QApplication) -> None:
    assert not is_dark(qapp.palette())
    theme.set("dark")
    assert is_dark(qapp.palette())
    assert theme.dark
    assert DARK.base in qapp.styleSheet()
    theme.set("a theme of a newer version")
    assert theme.name == "system"


def test_disabled_text_is_fainter(qapp: QApplication) -> None:
    palette = palette_of(LIGHT)
    able = palette.color(QPalette.ColorGroup.Active, Role.Text)
    unable = palette.color(QPalette.ColorGroup.Disabled, Role.Text)
    assert unable.lightness() > able.lightness()


def darkest(image: QImage) -> int:
    seen = [
        image.pixelColor(x, y)
        for y in range(image.height())
        for x in range(image.width())
        if image.pixelColor(x, y).alpha() > 200
    ]
    return min(colour.lightness() for colour in seen)


def test_icons_follow_the_theme(theme: Theme) -> None:
    light = icon("brush").pixmap(QSize(24, 24)).toImage()
    theme.set("dark")
    dark = icon("brush").pixmap(QSize(24, 24)).toImage()
    assert darkest(light) < 80 < darkest(dark)


@pytest.mark.parametrize("name", icon_names())
def test_every_icon_shows_something_at_16_pixels(qapp: QApplication, name: str) -> None:
    image = icon(name).pixmap(QSize(16, 16)).toImage()
    assert (image.width(), image.height()) == (16, 16)
    seen = sum(image.pixelColor(x, y).alpha() > 60 for y in range(16) for x in range(16))
    assert 6 <= seen <= 200


def test_a_disabled_icon_is_fainter(theme: Theme) -> None:
    able = icon("brush").pixmap(QSize(24, 24), 1.0, QIcon.Mode.Normal).toImage()
    unable = icon("brush").pixmap(QSize(24, 24), 1.0, QIcon.Mode.Disabled).toImage()
    assert darkest(unable) > darkest(able)


def test_an_icon_that_nobody_drew_is_an_error(qapp: QApplication) -> None:
    with pytest.raises(FileNotFoundError):
        icon("no such icon")


def test_icons_are_one_colour_of_the_palette() -> None:
    folder = Path(__file__).resolve().parents[2] / "resources" / "icons"
    for path in folder.glob("*.svg"):
        text = path.read_text(encoding="utf-8")
        assert "currentColor" in text, path.name
        assert "#" not in text, path.name


def test_an_icon_without_room_is_nothing(qapp: QApplication) -> None:
    """Qt asks so for a button that a layout has squeezed, and would warn of a painter on nothing."""
    assert icon(min(icon_names())).pixmap(QSize(0, 0)).isNull()
    assert not icon(min(icon_names())).pixmap(QSize(16, 16)).isNull()
