"""The guides panel: what the painting is held to, by whom, how strictly, and where."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QDragEnterEvent, QDragMoveEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from artmaster_desktop.app.desk import PaintDesk
from artmaster_desktop.app.session import Session
from artmaster_desktop.app.structure import Structure
from artmaster_desktop.core import commands
from artmaster_desktop.core.errors import ArtmasterError
from artmaster_desktop.core.guide import Guide
from artmaster_desktop.core.history import Command
from artmaster_desktop.core.layer import ImageLayer, SketchLayer
from artmaster_desktop.ui.fields import WordLabel, tool_button
from artmaster_desktop.ui.icons import icon
from artmaster_desktop.ui.messages import explain
from artmaster_desktop.ui.panels.guides_card import GuideCard, dropped
from artmaster_desktop.ui.panels.layers_model import LAYERS_MIME
from artmaster_desktop.ui.panels.layers_thumbnails import Thumbnails
from artmaster_desktop.ui.widgets.pictures import picture_files

TELL_MS = 12000


class GuidesPanel(QWidget):
    """Cards that follow ``session``'s document. Notices come from ``desk``, models from ``structure``.

    ``made_from`` asks for a guide from a layer ("" = not said which); ``read_from`` for the guide with an id
    to be read anew, from a file or, where it is None, from what the artist will choose.
    """

    made_from = Signal(str)
    made_from_file = Signal(object)
    read_from = Signal(str, object)

    def __init__(
        self, session: Session, desk: PaintDesk, structure: Structure, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._desk, self._structure = session, desk, structure
        self._looked = False
        self.cards: dict[str, GuideCard] = {}
        self.thumbnails = Thumbnails(self)
        self.setAccessibleName(self.tr("Guides"))
        self._build()
        self._connect()
        self._follow()
        self._show_notices()
        self._show_busy()

    def open_card(self, guide_id: str) -> None:
        """Unfold one guide's card and bring it into view."""
        card = self.cards.get(guide_id)
        if card is not None:
            card.set_open(True)
            bar = self.area.verticalScrollBar()
            QTimer.singleShot(0, card, lambda: bar.setValue(card.y() - 8))

    def say(self, text: str) -> None:
        """A sentence below the cards, for a while."""
        self.note.setText(text)
        self._quiet.start()

    def flush(self) -> None:
        """Put what is still being dragged or typed into the document now."""
        for card in tuple(self.cards.values()):
            card.flush()

    # ------------------------------------------------------------------------------------------ building

    def _build(self) -> None:
        self._list = _CardList(self)
        self.empty = WordLabel(
            self.tr(
                "A guide holds the painting to a drawing: to its lines, its edges, its depth or its layout. "
                "Drop a layer or a picture here, or make a new guide."
            ),
            self._list, secondary=True,
        )  # fmt: skip
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.column = QVBoxLayout(self._list)
        self.column.setContentsMargins(8, 8, 8, 8)
        self.column.setSpacing(6)
        self.column.addWidget(self.empty)
        self.column.addStretch(1)
        self.area = QScrollArea(self)
        self.area.setWidget(self._list)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.add_action = QAction(icon("add"), self.tr("New guide…"), self)
        self.add_action.setToolTip(self.tr("Read lines, edges, depth or layout from a layer or a picture"))
        self.add = QToolButton(self)
        self.add.setDefaultAction(self.add_action)
        self.add.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.add.setAccessibleName(self.tr("New guide"))
        self.add.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.note = WordLabel("", self, secondary=True)
        self._quiet = QTimer(self, singleShot=True, interval=TELL_MS)
        self._quiet.timeout.connect(self.note.clear)
        tools = QHBoxLayout()
        tools.setContentsMargins(8, 0, 8, 6)
        tools.addWidget(self.add, 0, Qt.AlignmentFlag.AlignTop)
        tools.addWidget(self.note, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(4)
        outer.addWidget(self.area, 1)
        outer.addLayout(self._reading_row())
        outer.addLayout(tools)

    def _reading_row(self) -> QHBoxLayout:
        """What is seen while a picture is read."""
        self.bar = QProgressBar(self)
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.bar.setAccessibleName(self.tr("A picture is being read"))
        self.stop_button = tool_button("stop", self.tr("Stop reading the picture"), self)
        row = QHBoxLayout()
        row.setContentsMargins(8, 0, 8, 0)
        row.addWidget(self.bar, 1)
        row.addWidget(self.stop_button)
        return row

    def _connect(self) -> None:
        session, structure = self._session, self._structure
        self.add_action.triggered.connect(lambda _checked: self.made_from.emit(""))
        self._list.layer_dropped.connect(self.made_from)
        self._list.file_dropped.connect(self.made_from_file)
        self.stop_button.clicked.connect(structure.cancel)
        structure.busy_changed.connect(self._show_busy)
        structure.controls_changed.connect(self._desk.look_again)
        session.changed.connect(self._follow)
        self._desk.notices_changed.connect(self._show_notices)
        self.thumbnails.ready.connect(lambda _: self._show_pictures())

    def _make_card(self, guide: Guide) -> GuideCard:
        card, key = GuideCard(self._structure, guide, self._list), guide.id
        card.pressed.connect(lambda: card.set_open(True))
        card.edited.connect(lambda edited: self._apply(commands.edit_guide(edited)))
        card.removal_asked.connect(lambda: self._apply(commands.remove_guide(key)))
        card.shift_asked.connect(lambda by: self._shift(key, by))
        card.layer_asked.connect(lambda: self._session.set_active_layer(card.guide.layer))
        card.read_asked.connect(lambda: self.read_from.emit(key, None))
        card.layer_dropped.connect(lambda layer: self._move_to(card.guide, layer))
        card.file_dropped.connect(lambda path: self.read_from.emit(key, path))
        return card

    # ------------------------------------------------------------------------------------------- showing

    def _follow(self) -> None:
        document = self._session.document
        wanted = [guide.id for guide in document.guides]
        for gone in self.cards.keys() - set(wanted):
            card = self.cards.pop(gone)
            card.hide()
            card.deleteLater()
        for place, guide in enumerate(document.guides):
            card = self.cards.get(guide.id) or self._make_card(guide)
            self.cards[guide.id] = card
            if self.column.indexOf(card) != place + 1:
                self.column.removeWidget(card)
                self.column.insertWidget(place + 1, card)
                card.show()
            card.show_guide(document, guide)
            card.up.setEnabled(place > 0)
            card.down.setEnabled(place + 1 < len(wanted))
        self.cards = {key: self.cards[key] for key in wanted}
        self.empty.setVisible(not wanted)
        self._show_pictures()
        self._look()

    def _show_pictures(self) -> None:
        document = self._session.document
        self.thumbnails.forget_others({guide.layer for guide in document.guides})
        for guide in document.guides:
            layer = document.find(guide.layer)
            if isinstance(layer, SketchLayer | ImageLayer) and guide.id in self.cards:
                self.cards[guide.id].show_picture(self.thumbnails.of(layer, document.extent))

    def _show_notices(self) -> None:
        for key, card in self.cards.items():
            card.show_notices(self._desk.notices_of_guide(key))

    def _show_busy(self) -> None:
        for widget in (self.bar, self.stop_button):
            widget.setVisible(self._structure.busy)

    def _look(self) -> None:
        """Look once for models, when there is a guide to follow and somebody to see the list."""
        if self.cards and self.isVisible() and not self._looked:
            self._looked = True
            self._structure.look()

    def showEvent(self, event: QShowEvent, /) -> None:  # noqa: N802
        super().showEvent(event)
        self._look()

    # --------------------------------------------------------------------------------------------- edits

    def _apply(self, command: Command) -> bool:
        try:
            self._session.apply(command)
        except ArtmasterError as error:
            self.say(explain(error).what)
            return False
        return True

    def _move_to(self, guide: Guide, layer: str) -> None:
        self._apply(commands.follow_layer(replace(guide, layer=layer)))

    def _shift(self, guide_id: str, by: int) -> None:
        order = [guide.id for guide in self._session.document.guides]
        place = order.index(guide_id) + by
        if 0 <= place < len(order):
            order.remove(guide_id)
            order.insert(place, guide_id)
            self._apply(commands.order_guides(order))


class _CardList(QWidget):
    """Takes layers and pictures that are to become new guides."""

    layer_dropped = Signal(str)
    file_dropped = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent, /) -> None:  # noqa: N802
        if event.mimeData().hasFormat(LAYERS_MIME) or picture_files(event.mimeData()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent, /) -> None:  # noqa: N802
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent, /) -> None:  # noqa: N802
        layer, file = dropped(event)
        if layer:
            self.layer_dropped.emit(layer)
        elif isinstance(file, Path):
            self.file_dropped.emit(file)
        event.acceptProposedAction()
