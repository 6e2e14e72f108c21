"""A guide's card: what it shows, which layer it lies on, who follows it, how strictly, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QLocale, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeySequence,
    QPixmap,
)
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from artmaster_desktop.app.structure import Structure
from artmaster_desktop.core.document import Document
from artmaster_desktop.core.guide import MOST_STRENGTH, OWN_CONTROL, Guide, GuideKind
from artmaster_desktop.core.guide_planning import name_of
from artmaster_desktop.core.guide_source import readable_layers
from artmaster_desktop.core.notice import Notice
from artmaster_desktop.core.structure_wording import word_kind
from artmaster_desktop.ui.icons import icon
from artmaster_desktop.ui.messages import translate
from artmaster_desktop.ui.panels.guides_control import ControlChoice
from artmaster_desktop.ui.panels.guides_places import PlacesSection
from artmaster_desktop.ui.panels.layers_model import LAYERS_MIME
from artmaster_desktop.ui.panels.paint_notices import NoticeList
from artmaster_desktop.ui.widgets.card import Card
from artmaster_desktop.ui.widgets.elided_label import ElidedLabel
from artmaster_desktop.ui.widgets.menu_button import MenuButton
from artmaster_desktop.ui.widgets.number_slider import NumberSlider
from artmaster_desktop.ui.widgets.pictures import picture_files

PICTURE = 34
"""Pixels a side of the guide's small picture."""
SHORTEST = 5
"""Per cent of the steps between a guide's start and its end."""


class GuideCard(Card):
    """One guide. Each signal tells what the artist wants; the panel makes it a command."""

    edited = Signal(object)
    """The Guide as it is to be."""
    removal_asked = Signal()
    shift_asked = Signal(int)
    read_asked = Signal()
    """It is to be read from another picture."""
    layer_asked = Signal()
    """Its layer is to be taken in hand."""
    layer_dropped = Signal(str)
    file_dropped = Signal(object)

    def __init__(self, structure: Structure, guide: Guide, parent: QWidget) -> None:
        super().__init__(self._make_body, parent)
        self._structure = structure
        self._document: Document | None = None
        self.guide = guide
        self.control: ControlChoice | None = None
        self._build_header()
        self._build_menu()
        self.notices = NoticeList(self)
        self.add_line(self.notices)
        self.setAcceptDrops(True)

    def show_guide(self, document: Document, guide: Guide) -> None:
        """Follow the document."""
        self._document, self.guide = document, guide
        name, kind = name_of(document, guide), word_kind(guide.kind, translate)
        self.name.setText(name)
        strength = QLocale().toString(guide.strength, "f", 2)
        self.kind.setText(self.tr("{kind}, {strength}").format(kind=kind, strength=strength))
        self.setAccessibleName(self.tr("Guide {name}, {kind}").format(name=name, kind=kind))
        self.eye.setChecked(guide.enabled)
        self.eye.setIcon(icon("eye" if guide.enabled else "eye-off"))
        self.name.setEnabled(guide.enabled)
        if self.control is not None:
            self._show_body(document, guide)

    def show_picture(self, picture: QPixmap | None) -> None:
        """What is drawn on it, small."""
        if picture is None:
            self.picture.clear()
            return
        fitted = picture.scaled(
            QSize(PICTURE, PICTURE) * self.devicePixelRatioF(), Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )  # fmt: skip
        fitted.setDevicePixelRatio(self.devicePixelRatioF())
        self.picture.setPixmap(fitted)

    def show_notices(self, notices: Sequence[Notice]) -> None:
        """What the engine would do otherwise than asked with it."""
        self.notices.show_notices(notices)

    def flush(self) -> None:
        """Take over what is still being dragged or typed, before it is painted."""
        if self.control is not None:
            for slider in (self.strength, self.start, self.end):
                slider.settle()
            self.places.settle()

    # ------------------------------------------------------------------------------------------ building

    def _build_header(self) -> None:
        self.picture = QLabel(self)
        self.picture.setFixedSize(PICTURE, PICTURE)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setAutoFillBackground(True)
        self.picture.setStyleSheet("background: #16171a; border-radius: 3px;")
        self.name = ElidedLabel("", self)
        self.kind = ElidedLabel("", self, secondary=True)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.name)
        words.addWidget(self.kind)
        self.eye = QToolButton(self)
        self.eye.setAutoRaise(True)
        self.eye.setCheckable(True)
        self.eye.setToolTip(self.tr("Follow this guide, or leave it out"))
        self.eye.setAccessibleName(self.tr("Guide is followed"))
        self.eye.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.eye.clicked.connect(lambda: self._edit(enabled=not self.guide.enabled))
        self.more = MenuButton(icon("more"), self.tr("More about this guide"), QMenu(self), self)
        self.fold_button.setAccessibleName(self.tr("Show or fold the guide"))
        self.fold_button.setToolTip(self.fold_button.accessibleName())
        self.header.addWidget(self.picture)
        self.header.addLayout(words, 1)
        self.header.addWidget(self.eye)
        self.header.addWidget(self.more)

    def _build_menu(self) -> None:
        menu = self.more.choices
        self.draw = self._action("sketch", self.tr("Draw on its layer"), "")
        self.read = self._action("image", self.tr("Read it from another picture…"), "")
        self.up = self._action("up", self.tr("Move up"), "Alt+Up")
        self.down = self._action("down", self.tr("Move down"), "Alt+Down")
        self.remove = self._action("delete", self.tr("Remove guide; its layer stays"), "Del")
        self.draw.triggered.connect(lambda _checked: self.layer_asked.emit())
        self.read.triggered.connect(lambda _checked: self.read_asked.emit())
        self.up.triggered.connect(lambda _checked: self.shift_asked.emit(-1))
        self.down.triggered.connect(lambda _checked: self.shift_asked.emit(1))
        self.remove.triggered.connect(lambda _checked: self.removal_asked.emit())
        menu.addActions([self.draw, self.read])
        menu.addSeparator()
        menu.addActions([self.up, self.down])
        menu.addSeparator()
        menu.addAction(self.remove)

    def _action(self, sign: str, text: str, keys: str) -> QAction:
        action = QAction(icon(sign), text, self)
        if keys:
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.addAction(action)
        return action

    def _make_body(self) -> QWidget:
        body = QWidget(self)
        self.layer_box = _combo(
            body,
            self.tr("Layer of the guide"),
            self.tr("The layer that the guide is drawn on; drop one here"),
        )
        self.kind_box = _combo(body, self.tr("What the guide shows"), self.tr("What is drawn on the layer"))
        for kind in GuideKind:
            self.kind_box.addItem(word_kind(kind, translate), kind)
        self.control = ControlChoice(self._structure, body)
        self._make_sliders(body)
        self.places = PlacesSection(body)
        form = QFormLayout()
        form.setSpacing(5)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.tr("Layer"), self.layer_box)
        form.addRow(self.tr("Shows"), self.kind_box)
        form.addRow(self.tr("Followed by"), self.control)
        span = QHBoxLayout()
        span.setSpacing(6)
        span.addWidget(self.start)
        span.addWidget(self.end)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 2, 0, 4)
        column.setSpacing(6)
        column.addLayout(form)
        column.addWidget(self.control.help)
        column.addWidget(self.strength)
        column.addLayout(span)
        column.addWidget(self.places)
        self.layer_box.activated.connect(lambda: self._edit(layer=self.layer_box.currentData()))
        self.kind_box.activated.connect(lambda: self._edit(kind=self.kind_box.currentData()))
        self.control.chosen.connect(self._follow_by)
        self.places.edited.connect(lambda places: self._edit(places=places))
        if self._document is not None:
            self._show_body(self._document, self.guide)
        return body

    def _make_sliders(self, body: QWidget) -> None:
        self.strength = NumberSlider(self.tr("Strength"), 0, MOST_STRENGTH, step=0.05, parent=body)
        self.strength.setToolTip(
            self.tr(
                "How strictly the painting keeps to the guide; 0.5 to 0.8 suits most ControlNets, "
                "1 a control adapter"
            )
        )
        self.strength.committed.connect(lambda value: self._edit(strength=round(value, 3)))
        last = 100 - SHORTEST
        self.start = NumberSlider(self.tr("From"), 0, last, step=1, decimals=0, suffix=" %", parent=body)
        self.start.setAccessibleName(self.tr("Followed from"))
        self.start.setToolTip(self.tr("From which part of the steps on it is followed"))
        self.start.committed.connect(lambda value: self._span(start=round(value)))
        self.end = NumberSlider(self.tr("To"), SHORTEST, 100, step=1, decimals=0, suffix=" %", parent=body)
        self.end.setAccessibleName(self.tr("Followed up to"))
        self.end.setToolTip(
            self.tr("Up to which part of the steps: what is free at the end is free in detail")
        )
        self.end.committed.connect(lambda value: self._span(end=round(value)))

    # ------------------------------------------------------------------------------------------- showing

    def _show_body(self, document: Document, guide: Guide) -> None:
        assert self.control is not None
        layers = [(layer.name or layer.id, layer.id) for layer in readable_layers(document)]
        there = [
            (self.layer_box.itemText(i), self.layer_box.itemData(i)) for i in range(self.layer_box.count())
        ]
        if layers != there:
            self.layer_box.clear()
            for name, key in layers:
                self.layer_box.addItem(name, key)
        self.layer_box.setCurrentIndex(self.layer_box.findData(guide.layer))
        self.kind_box.setCurrentIndex(list(GuideKind).index(guide.kind))
        self.control.show_control(guide.control, guide.kind)
        self.strength.set_quietly(guide.strength)
        self.start.set_quietly(round(100 * guide.start))
        self.end.set_quietly(round(100 * guide.end))
        self.places.show_places(document, guide.places)
        own = guide.control == OWN_CONTROL  # it takes the guide whole, and all the time
        for widget in (self.strength, self.start, self.end, self.places):
            widget.setEnabled(not own)

    # --------------------------------------------------------------------------------------------- edits

    def _edit(self, **changes: object) -> None:
        guide = replace(self.guide, **changes)  # type: ignore[arg-type]
        if guide != self.guide:
            self.edited.emit(guide)

    def _follow_by(self, control: str) -> None:
        if control == OWN_CONTROL:
            self._edit(control=control, strength=1.0, start=0.0, end=1.0, places=())
        else:
            self._edit(control=control)

    def _span(self, *, start: int | None = None, end: int | None = None) -> None:
        """The other end makes room for the one that was moved."""
        if start is not None:
            old = round(100 * self.guide.end)
            self._edit(start=start / 100, end=max(old, start + SHORTEST) / 100)
        elif end is not None:
            old = round(100 * self.guide.start)
            self._edit(end=end / 100, start=min(old, end - SHORTEST) / 100)

    # ------------------------------------------------------------------------------------- drag and drop

    def dragEnterEvent(self, event: QDragEnterEvent, /) -> None:  # noqa: N802
        if event.mimeData().hasFormat(LAYERS_MIME) or picture_files(event.mimeData()):
            event.acceptProposedAction()
            self.set_dropping(True)

    def dragMoveEvent(self, event: QDragMoveEvent, /) -> None:  # noqa: N802
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent, /) -> None:  # noqa: N802
        self.set_dropping(False)

    def dropEvent(self, event: QDropEvent, /) -> None:  # noqa: N802
        self.set_dropping(False)
        layer, file = dropped(event)
        if layer:
            self.layer_dropped.emit(layer)
        elif file is not None:
            self.file_dropped.emit(file)
        event.acceptProposedAction()


def dropped(event: QDropEvent) -> tuple[str, Path | None]:
    """The first layer, or the first picture's file, that was let go."""
    data = event.mimeData()
    if data.hasFormat(LAYERS_MIME):
        return bytes(data.data(LAYERS_MIME).data()).decode(errors="replace").split("\n")[0], None
    return "", next(iter(picture_files(data)), None)


def _combo(parent: QWidget, name: str, tip: str) -> QComboBox:
    box = QComboBox(parent)
    box.setAccessibleName(name)
    box.setToolTip(tip)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(8)
    return box
