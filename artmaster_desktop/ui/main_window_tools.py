"""The tool bar on the left, and the options of the tool in hand above the canvas."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QActionGroup, QFont
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFontComboBox,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolBar,
    QWidget,
)

from artmaster_desktop.core.gradient import Kind
from artmaster_desktop.core.selection import Combine
from artmaster_desktop.ui.action_table import TOOLS
from artmaster_desktop.ui.actions import Actions
from artmaster_desktop.ui.icons import icon
from artmaster_desktop.ui.toolbox import PAINTING, Toolbox, ToolId
from artmaster_desktop.ui.widgets.number_slider import NumberSlider

SELECTING = (ToolId.RECTANGLE, ToolId.ELLIPSE, ToolId.LASSO, ToolId.POLYGON, ToolId.WAND)


class ToolBar(QToolBar):
    """One button for each tool; the one in hand is down."""

    def __init__(self, actions: Actions, toolbox: Toolbox, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("bar.tools")
        self.setMovable(True)
        self.setIconSize(QSize(20, 20))
        self._actions, self._toolbox = actions, toolbox
        group = QActionGroup(self)
        for spec in TOOLS:
            if not spec.id:
                self.addSeparator()
                continue
            action = actions[spec.id]
            group.addAction(action)
            self.addAction(action)
            tool = spec.id.removeprefix("tool.")
            actions.on(spec.id, partial(toolbox.set_tool, tool))
            button = self.widgetForAction(action)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        toolbox.tool_changed.connect(self._follow)
        self._follow(toolbox.tool.value)
        self.retranslate()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Tool bar"))
        self.setAccessibleName(self.tr("Tools"))

    def _follow(self, tool: str) -> None:
        self._actions.show(f"tool.{tool}", True)

    def changeEvent(self, event: QEvent, /) -> None:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


class OptionsBar(QToolBar):
    """What the tool in hand can be told; made anew when another tool is taken."""

    def __init__(self, actions: Actions, toolbox: Toolbox, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("bar.options")
        self._actions, self._toolbox = actions, toolbox
        self.setMovable(False)
        self.setMinimumHeight(40)
        toolbox.tool_changed.connect(self.rebuild)
        toolbox.brush_changed.connect(self._show_brush)
        self.rebuild()

    def rebuild(self) -> None:
        """The options of the tool that is in hand now."""
        self.setWindowTitle(self.tr("Options of the tool"))
        self.setAccessibleName(self.tr("Options of the tool"))
        self.clear()
        self.size_field: NumberSlider | None = None
        tool = self._toolbox.tool
        name = QLabel(self)
        name.setPixmap(icon(self._picture(tool)).pixmap(QSize(18, 18), self.devicePixelRatioF()))
        name.setContentsMargins(8, 0, 4, 0)
        self.addWidget(name)
        title = QLabel(self._actions.title(f"tool.{tool.value}"), self)
        font = QFont(title.font())
        font.setWeight(QFont.Weight.DemiBold)
        title.setFont(font)
        title.setContentsMargins(0, 0, 12, 0)
        self.addWidget(title)
        box = QWidget(self)
        self._row = QHBoxLayout(box)
        self._row.setContentsMargins(0, 0, 8, 0)
        self._row.setSpacing(10)
        if tool in PAINTING:
            self._brush_options(tool)
        elif tool in SELECTING:
            self._selection_options(tool)
        elif tool is ToolId.FILL:
            self._similar_options()
        elif tool is ToolId.GRADIENT:
            self._gradient_options()
        elif tool is ToolId.TEXT:
            self._text_options()
        elif tool is ToolId.PICKER:
            self._check("sample_all", self.tr("All layers"), self.tr("Pick from the picture, not the layer"))
        self._row.addStretch(1)
        box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(box)

    def _picture(self, tool: ToolId) -> str:
        return next(spec.picture for spec in TOOLS if spec.id == f"tool.{tool.value}")

    # --------------------------------------------------------------------------------------- by tool

    def _brush_options(self, tool: ToolId) -> None:
        brush = self._toolbox.brush
        self.size_field = self._slider(
            self.tr("Size"),
            1.0,
            512.0,
            brush.size,
            self._toolbox.set_size,
            self.tr("Diameter in pixels ([ ])"),
        )
        if tool is ToolId.REGION:
            self._check("taking", self.tr("Take away"), self.tr("Paint the region smaller instead of larger"))

    def _selection_options(self, tool: ToolId) -> None:
        words = {
            Combine.REPLACE: ("selection-new", self.tr("New selection")),
            Combine.ADD: ("selection-add", self.tr("Add to the selection")),
            Combine.SUBTRACT: ("selection-subtract", self.tr("Take from the selection")),
            Combine.INTERSECT: ("selection-intersect", self.tr("Only what both cover")),
        }
        combo = QComboBox(self)
        for how, (picture, text) in words.items():
            combo.addItem(icon(picture), text, how)
        combo.setCurrentIndex(combo.findData(self._toolbox.options.combine))
        combo.activated.connect(lambda _: self._toolbox.set_options(combine=Combine(combo.currentData())))
        self._add(combo, self.tr("How selections join"), self.tr("What a new selection does to the old one"))
        self._slider(
            self.tr("Feather"), 0.0, 256.0, self._toolbox.options.feather,
            lambda value: self._toolbox.set_options(feather=value),
            self.tr("Softness of the border in pixels"),
        )  # fmt: skip
        if tool is ToolId.WAND:
            self._similar_options()

    def _similar_options(self) -> None:
        self._slider(
            self.tr("Tolerance"), 0.0, 255.0, self._toolbox.options.tolerance,
            lambda value: self._toolbox.set_options(tolerance=round(value)),
            self.tr("How different a colour may be"),
        )  # fmt: skip
        self._check("contiguous", self.tr("Connected"), self.tr("Only what touches the point"))
        self._check(
            "sample_all", self.tr("All layers"), self.tr("Look at the picture, not at the layer alone")
        )

    def _gradient_options(self) -> None:
        words = {Kind.LINEAR: self.tr("Linear"), Kind.RADIAL: self.tr("Radial")}
        combo = QComboBox(self)
        for kind in Kind:
            combo.addItem(words.get(kind, kind.value), kind)
        combo.setCurrentIndex(combo.findData(self._toolbox.options.ramp))
        combo.activated.connect(lambda _: self._toolbox.set_options(ramp=Kind(combo.currentData())))
        self._add(combo, self.tr("Shape of the gradient"), self.tr("Along a line, or around a point"))
        self._check(
            "to_transparent",
            self.tr("To transparent"),
            self.tr("End in nothing instead of the second colour"),
        )

    def _text_options(self) -> None:
        options = self._toolbox.options
        family = QFontComboBox(self)
        if options.font_family:
            family.setCurrentFont(QFont(options.font_family))
        family.currentFontChanged.connect(lambda font: self._toolbox.set_options(font_family=font.family()))
        family.setMaximumWidth(220)
        self._add(family, self.tr("Font"), self.tr("Font of the text"))
        self._slider(
            self.tr("Size"), 4.0, 512.0, options.font_size,
            lambda value: self._toolbox.set_options(font_size=value), self.tr("Height of the text in pixels"),
        )  # fmt: skip
        self._check("bold", self.tr("Bold"), self.tr("Bold letters"))
        self._check("italic", self.tr("Italic"), self.tr("Slanted letters"))

    # ----------------------------------------------------------------------------------------- pieces

    def _add(self, widget: QWidget, name: str, tip: str) -> None:
        widget.setAccessibleName(name)
        widget.setToolTip(tip)
        self._row.addWidget(widget)

    def _check(self, option: str, text: str, tip: str) -> None:
        box = QCheckBox(text, self)
        box.setChecked(getattr(self._toolbox.options, option))
        box.toggled.connect(lambda on: self._toolbox.set_options(**{option: on}))
        self._add(box, text, tip)

    def _slider(
        self, text: str, least: float, most: float, value: float, put: Callable[[float], None], tip: str
    ) -> NumberSlider:
        slider = NumberSlider(text, least, most, step=1.0, decimals=0, gamma=2.0, parent=self)
        slider.set_quietly(value)
        slider.setFixedWidth(170)
        slider.valueChanged.connect(put)
        self._add(slider, text, tip)
        return slider

    def _show_brush(self) -> None:
        if self.size_field is not None:
            self.size_field.set_quietly(self._toolbox.brush.size)

    def changeEvent(self, event: QEvent, /) -> None:  # noqa: N802 - Qt's name
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self.rebuild()
        super().changeEvent(event)
