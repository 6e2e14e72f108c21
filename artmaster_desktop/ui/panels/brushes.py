"""The brushes panel: what is in hand, what can be set on it, and what else lies ready."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QHBoxLayout, QInputDialog, QMenu, QMessageBox, QSizePolicy, QVBoxLayout, QWidget

from artmaster_desktop.app.brush_rack import BrushRack, Racked
from artmaster_desktop.core.brush import MAX_SIZE, Brush, Response
from artmaster_desktop.core.errors import ArtmasterError
from artmaster_desktop.ui.fields import tool_button
from artmaster_desktop.ui.icons import icon
from artmaster_desktop.ui.messages import explain
from artmaster_desktop.ui.panels.brushes_list import BrushesList, BrushesModel, brush_name, paint_stroke
from artmaster_desktop.ui.panels.brushes_preview import StrokePreviews
from artmaster_desktop.ui.toolbox import Toolbox
from artmaster_desktop.ui.widgets.elided_label import ElidedLabel
from artmaster_desktop.ui.widgets.number_slider import NumberSlider
from artmaster_desktop.ui.widgets.quiet_label import quiet_label
from artmaster_desktop.ui.widgets.tag_chip import TagChip
from artmaster_desktop.ui.widgets.tint import line

PREVIEW_AFTER = 90
"""Milliseconds of rest before the large stroke is painted again."""

PRESSURE_LOW = {"pressure_size": 0.08, "pressure_opacity": 0.15, "pressure_flow": 0.2}
"""What is left at no pressure, where a brush that had no such response is given one."""


class LargeStroke(QWidget):
    """A stroke of the brush in hand, as wide as the panel."""

    def __init__(self, previews: StrokePreviews, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._previews = previews
        self._brush: Brush | None = None
        self._next: Brush | None = None
        self._soon = QTimer(self, singleShot=True, interval=PREVIEW_AFTER)
        self._soon.timeout.connect(self._turn)
        self._shown: Brush | None = None
        previews.painted.connect(self.update)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Stroke of the brush in hand"))
        self.setToolTip(self.tr("How the brush in hand paints; hardest pressure in the middle"))

    def show_brush(self, brush: Brush) -> None:
        self._next = brush
        if self._brush is None:
            self._turn()
        else:
            self._soon.start()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(240, 92)

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.fillPath(outline, self.palette().color(QPalette.ColorRole.Base))
        painter.setClipPath(outline)
        if self._brush is not None:
            paint_stroke(painter, QRectF(self.rect()), self._brush, self._previews, self)
        painter.setClipping(False)
        painter.setPen(QPen(line(self.palette(), 0.16), 1))
        painter.drawPath(outline)
        painter.end()

    def _turn(self) -> None:
        self._brush = self._next
        self.update()


class BrushesPanel(QWidget):
    """Reads and sets the brush of ``toolbox``; the presets are those of ``rack``."""

    def __init__(self, toolbox: Toolbox, rack: BrushRack, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._toolbox, self._rack = toolbox, rack
        self.previews = StrokePreviews(self)
        self._model = BrushesModel(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 4)
        column.setSpacing(6)
        column.addLayout(self._head())
        self.stroke = LargeStroke(self.previews, self)
        column.addWidget(self.stroke)
        column.addLayout(self._sliders())
        column.addLayout(self._pressure())
        self.list = BrushesList(self._model, self.previews, self)
        self.list.chosen.connect(self.take)
        self.list.starred.connect(self._star)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._menu)
        column.addWidget(self.list, 1)
        self.message = quiet_label("", self)
        column.addWidget(self.message)
        toolbox.brush_changed.connect(self._follow)
        toolbox.tool_changed.connect(self._follow)
        rack.changed.connect(self._show_rack)
        rack.failed.connect(self._tell)
        self._show_rack()
        if not rack.ready:
            rack.refresh()

    # ------------------------------------------------------------------------------------------- building

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2)
        self._name = ElidedLabel("", self)
        font = self._name.font()
        font.setWeight(font.Weight.DemiBold)
        self._name.setFont(font)
        self.restore_button = tool_button("reset", self.tr("The brush as its preset has it"), self)
        self.restore_button.clicked.connect(self._restore)
        self.keep_button = tool_button("save", self.tr("Keep this brush as a preset of your own"), self)
        self.keep_button.clicked.connect(self.ask_name)
        row.addWidget(self._name, 1)
        row.addWidget(self.restore_button)
        row.addWidget(self.keep_button)
        return row

    def _sliders(self) -> QVBoxLayout:
        percent = {"low": 0.0, "high": 100.0, "step": 1.0, "decimals": 0, "suffix": " %"}
        size = NumberSlider(
            self.tr("Size"), 0.5, MAX_SIZE, step=1.0, decimals=1, suffix=" px", gamma=2.5, parent=self
        )
        self.sliders: dict[str, tuple[NumberSlider, float]] = {"size": (size, 1.0)}
        for field, label in (
            ("hardness", self.tr("Hardness")),
            ("opacity", self.tr("Opacity")),
            ("flow", self.tr("Flow")),
            ("smoothing", self.tr("Smoothing")),
        ):
            self.sliders[field] = (NumberSlider(label, **percent, parent=self), 100.0)  # type: ignore[arg-type]
        spacing = NumberSlider(
            self.tr("Spacing"), 1, 200, step=1, decimals=0, suffix=" %", gamma=1.6, parent=self
        )
        self.sliders["spacing"] = (spacing, 100.0)
        tips = {
            "size": self.tr("Diameter in pixels of the canvas ( [ and ] )"),
            "hardness": self.tr("How crisp the border is"),
            "opacity": self.tr("The most that one stroke covers"),
            "flow": self.tr("How much ink each touch brings"),
            "smoothing": self.tr("How much the line is steadied; it follows later"),
            "spacing": self.tr("The way between two touches, in brush sizes"),
        }
        column = QVBoxLayout()
        column.setSpacing(3)
        column.addWidget(size)
        for pair in (("hardness", "opacity"), ("flow", "spacing")):
            row = QHBoxLayout()
            row.setSpacing(3)
            for field in pair:
                row.addWidget(self.sliders[field][0])
            column.addLayout(row)
        column.addWidget(self.sliders["smoothing"][0])
        for field, (slider, _) in self.sliders.items():
            slider.setToolTip(tips[field])
            slider.valueChanged.connect(lambda _, field=field: self._set(field))
        return column

    def _pressure(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(quiet_label(self.tr("Pressure:"), self), 1)
        self.pressure: dict[str, TagChip] = {}
        for field, text, tip in (
            ("pressure_size", self.tr("size"), self.tr("Press harder for a broader stroke")),
            ("pressure_opacity", self.tr("opacity"), self.tr("Press harder to cover more")),
            ("pressure_flow", self.tr("flow"), self.tr("Press harder for more ink")),
        ):
            chip = TagChip(text, self)
            chip.setToolTip(tip)
            chip.clicked.connect(lambda on, field=field: self._set_pressure(field, on))
            self.pressure[field] = chip
            row.addWidget(chip)
        return row

    # --------------------------------------------------------------------------------------------- showing

    def _show_rack(self) -> None:
        self._model.show_brushes(self._rack.brushes)
        text = "" if self._rack.ready else self.tr("Looking at the brushes…")
        if self._rack.problems:
            said = self.tr("{count} brush files cannot be read and are left out: {names}")
            if len(self._rack.problems) == 1:
                said = self.tr("A brush file cannot be read and is left out: {names}")
            names = ", ".join(problem.path.name for problem in self._rack.problems)
            text = said.format(count=len(self._rack.problems), names=names)
        self.message.setText(text)
        self.message.setVisible(bool(text))
        self._follow()

    def _follow(self) -> None:
        """Show the brush in hand, whoever changed it."""
        brush = self._toolbox.brush
        for field, (slider, factor) in self.sliders.items():
            slider.set_quietly(getattr(brush, field) * factor)
        for field, chip in self.pressure.items():
            chip.setChecked(getattr(brush, field).low < 1.0)
        preset = self._rack.find(brush.id)
        changed = preset is not None and preset.brush != brush
        name = brush_name(brush)
        self._name.setText(self.tr("{name}, changed").format(name=name) if changed else name)
        self.restore_button.setEnabled(changed)
        self.stroke.show_brush(brush)
        self.list.mark(brush.id)

    def _tell(self, error: ArtmasterError) -> None:
        self.message.setText(explain(error).what)
        self.message.setVisible(True)

    # ---------------------------------------------------------------------------------------------- doing

    def take(self, one: Racked) -> None:
        """Paint with a preset from now on, as large as it was used last."""
        self._toolbox.take_preset(one.brush)

    def _restore(self) -> None:
        preset = self._rack.find(self._toolbox.brush.id)
        if preset is not None:
            self._toolbox.set_brush(preset.brush)

    def _set(self, field: str) -> None:
        slider, factor = self.sliders[field]
        value = max(slider.value() / factor, 0.001 if field == "flow" else 0.0)
        self._toolbox.set_brush(replace(self._toolbox.brush, **{field: value}))  # type: ignore[arg-type]

    def _set_pressure(self, field: str, on: bool) -> None:
        """On: the response of the preset where it has one."""
        preset = self._rack.find(self._toolbox.brush.id)
        own = getattr(preset.brush, field) if preset is not None else Response()
        response = own if own.low < 1.0 else Response(PRESSURE_LOW[field])
        value = response if on else Response()
        self._toolbox.set_brush(replace(self._toolbox.brush, **{field: value}))  # type: ignore[arg-type]

    def _star(self, one: Racked) -> None:
        self._rack.set_favourite(one.brush.id, not one.favourite)

    def ask_name(self) -> QInputDialog:
        """Ask what to call the brush in hand; the dialogue is returned so that it can be closed."""
        dialog = QInputDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self.tr("Keep brush"))
        dialog.setLabelText(self.tr("Name"))
        dialog.setTextValue(self.tr("My {name}").format(name=brush_name(self._toolbox.brush)))
        dialog.textValueSelected.connect(self._keep)
        dialog.open()
        return dialog

    def _keep(self, name: str) -> None:
        if name.strip():
            self._toolbox.set_brush(self._rack.keep(self._toolbox.brush, name))

    def ask_removal(self, one: Racked) -> QMessageBox:
        """Ask whether a preset of the artist's own is to go."""
        box = QMessageBox(QMessageBox.Icon.Question, self.tr("Remove brush"), "", parent=self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(self.tr("Move {name} to the trash?").format(name=brush_name(one.brush)))
        yes = box.addButton(self.tr("Move to trash"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(QMessageBox.StandardButton.Cancel)
        yes.clicked.connect(lambda: self._rack.remove(one.brush.id))
        box.open()
        return box

    def _menu(self, place: QPoint) -> None:
        index = self.list.indexAt(place)
        if not index.isValid():
            return
        one: Racked = index.data(int(Qt.ItemDataRole.UserRole))
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        star = self.tr("Not a favourite any more") if one.favourite else self.tr("Favourite")
        menu.addAction(icon("star"), star, lambda: self._star(one))
        remove = menu.addAction(icon("delete"), self.tr("Move to trash…"), lambda: self.ask_removal(one))
        remove.setEnabled(one.own)
        menu.popup(self.list.viewport().mapToGlobal(place))
