"""The colour panel: wheel, numbers, and the palettes of ink, of the active painter and of what was used
last.
"""

from __future__ import annotations

import colorsys
from collections.abc import Sequence

from PySide6.QtCore import QRegularExpression, Qt, QTimer
from PySide6.QtGui import QColor, QRegularExpressionValidator
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from artmaster_desktop.ui.fields import tool_button
from artmaster_desktop.ui.panels.colour_swatches import InHand, Swatch, SwatchGrid, hex_of, ink_palette
from artmaster_desktop.ui.panels.colour_wheel import ColourWheel
from artmaster_desktop.ui.toolbox import Colour, Toolbox
from artmaster_desktop.ui.widgets.number_slider import NumberSlider
from artmaster_desktop.ui.widgets.quiet_label import quiet_label

SETTLED = 900
"""Milliseconds: a colour that stays so long was chosen, and is remembered."""


class ColourPanel(QWidget):
    """Reads and sets the two colours of ``toolbox``. Hue and saturation of a grey or of black are remembered
    here, as the colour itself no longer has them.
    """

    def __init__(self, toolbox: Toolbox, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._toolbox = toolbox
        self._setting = False
        self._settle = QTimer(self, singleShot=True, interval=SETTLED)
        self._settle.timeout.connect(self._remember)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(8)
        self.wheel = ColourWheel(page)
        column.addWidget(self.wheel)
        column.addLayout(self._hand(page))
        column.addLayout(self._numbers(page))
        self.ink = self._palette(self.tr("Ink and mineral colours"), column, page)[1]
        self.ink.show_swatches(ink_palette())
        self._painter_title, self.painter = self._palette(self.tr("The painter's colours"), column, page)
        self._recent_title, self.recent = self._palette(self.tr("Used last"), column, page)
        column.addStretch(1)
        scroll = QScrollArea(self, widgetResizable=True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        self.show_palette("", ())
        self.wheel.moved.connect(self._from_wheel)
        self.wheel.released.connect(self._remember)
        toolbox.colour_changed.connect(self._follow)
        toolbox.colour_changed.connect(self._settle.start)
        toolbox.recent_changed.connect(self._show_recent)
        self._follow()
        self._show_recent()

    def show_palette(self, name: str, colours: Sequence[str]) -> None:
        """The palette (``#rrggbb``) of the painter called ``name``; without colours the row goes away."""
        swatches = [Swatch(_rgb(QColor(colour)), name) for colour in colours]
        self.painter.show_swatches(swatches)
        self._painter_title.setText(self.tr("Colours of {name}").format(name=name))
        for widget in (self._painter_title, self.painter):
            widget.setVisible(bool(swatches))

    # ------------------------------------------------------------------------------------------- building

    def _hand(self, page: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        self.in_hand = InHand(page)
        self.in_hand.back_pressed.connect(self._toolbox.swap_colours)
        self.swap_button = tool_button("swap", self.tr("Swap the two colours (X)"), page)
        self.swap_button.clicked.connect(self._toolbox.swap_colours)
        self.reset_button = tool_button("reset", self.tr("Ink on white paper again (D)"), page)
        self.reset_button.clicked.connect(self._toolbox.reset_colours)
        self.hex = QLineEdit(page)
        self.hex.setMaxLength(7)
        self.hex.setFixedWidth(self.hex.fontMetrics().horizontalAdvance("#dddddd") + 24)
        pattern = QRegularExpression("#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
        self.hex.setValidator(QRegularExpressionValidator(pattern, self.hex))
        self.hex.setToolTip(self.tr("The colour as #rrggbb (Enter takes it)"))
        self.hex.setAccessibleName(self.tr("Colour in hexadecimal"))
        self.hex.editingFinished.connect(self._from_hex)
        row.addWidget(self.in_hand)
        row.addWidget(self.swap_button)
        row.addWidget(self.reset_button)
        row.addStretch(1)
        row.addWidget(self.hex)
        return row

    def _numbers(self, page: QWidget) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(3)
        self.sliders = (
            NumberSlider(self.tr("Hue"), 0, 359, step=1, decimals=0, suffix="°", parent=page),
            NumberSlider(self.tr("Saturation"), 0, 100, step=1, decimals=0, suffix=" %", parent=page),
            NumberSlider(self.tr("Brightness"), 0, 100, step=1, decimals=0, suffix=" %", parent=page),
        )
        tips = (self.tr("Hue"), self.tr("How strong the colour is"), self.tr("How bright the colour is"))
        for slider, tip in zip(self.sliders, tips, strict=True):
            slider.setToolTip(tip + self.tr(" (drag, or type a number)"))
            slider.valueChanged.connect(self._from_sliders)
            slider.committed.connect(lambda _: self._remember())
            column.addWidget(slider)
        return column

    def _palette(self, title: str, column: QVBoxLayout, page: QWidget) -> tuple[QLabel, SwatchGrid]:
        label = quiet_label(title, page)
        grid = SwatchGrid(title, page)
        grid.setToolTip(self.tr("Press to paint with a colour, right click for the second one"))
        grid.chosen.connect(self._from_swatch)
        grid.chosen_back.connect(self._toolbox.set_background)
        column.addSpacing(2)
        column.addWidget(label)
        column.addWidget(grid)
        return label, grid

    # -------------------------------------------------------------------------------------------- the colour

    def _follow(self) -> None:
        """Show the toolbox's colours, whoever changed them."""
        colour = self._toolbox.colour
        if not self._setting:
            self._show_hsv(*self._hsv_of(colour))
        self.in_hand.show_colours(colour, self._toolbox.background)
        if not (self.hex.hasFocus() and self.hex.isModified()):
            self.hex.setText(hex_of(colour))

    def _hsv_of(self, colour: Colour) -> tuple[float, float, float]:
        """With the hue that is shown where the colour has none, and its saturation where it is black."""
        red, green, blue = (channel / 255 for channel in colour)
        hue, saturation, value = colorsys.rgb_to_hsv(red, green, blue)
        old_hue, old_saturation, _ = self.wheel.hsv
        if value == 0.0:
            return old_hue, old_saturation, value
        return (old_hue if saturation == 0.0 else hue), saturation, value

    def _show_hsv(self, hue: float, saturation: float, value: float) -> None:
        self.wheel.set_hsv(hue, saturation, value)
        shown = (round(hue * 360) % 360, round(saturation * 100), round(value * 100))
        for slider, number in zip(self.sliders, shown, strict=True):
            slider.set_quietly(number)

    def _set_hsv(self, hue: float, saturation: float, value: float) -> None:
        self._setting = True
        self._show_hsv(hue, saturation, value)
        rgb = colorsys.hsv_to_rgb(hue, saturation, value)
        self._toolbox.set_colour((round(rgb[0] * 255), round(rgb[1] * 255), round(rgb[2] * 255)))
        self._setting = False

    def _from_wheel(self, hue: float, saturation: float, value: float) -> None:
        self._set_hsv(hue, saturation, value)

    def _from_sliders(self) -> None:
        hue, saturation, value = (slider.value() for slider in self.sliders)
        self._set_hsv(hue / 360, saturation / 100, value / 100)

    def _from_hex(self) -> None:
        text = self.hex.text().removeprefix("#")
        self.hex.setModified(False)
        if len(text) == 3:
            text = "".join(2 * digit for digit in text)
        if len(text) == 6:
            self._toolbox.set_colour(_rgb(QColor(f"#{text}")))
        self.hex.setText(hex_of(self._toolbox.colour))
        self._remember()

    def _from_swatch(self, colour: Colour) -> None:
        self._toolbox.set_colour(colour)

    def _remember(self) -> None:
        """The colour in hand is one of those used last."""
        self._settle.stop()
        self._toolbox.note_colour()

    def _show_recent(self) -> None:
        recent = self._toolbox.recent_colours
        self.recent.show_swatches([Swatch(colour, "") for colour in recent])
        for widget in (self._recent_title, self.recent):
            widget.setVisible(bool(recent))


def _rgb(colour: QColor) -> Colour:
    return colour.red(), colour.green(), colour.blue()
