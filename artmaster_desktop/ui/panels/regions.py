"""The regions panel: where on the canvas what is painted, and by whom."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QColor, QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from artmaster_desktop.app.desk import PaintDesk
from artmaster_desktop.app.painter_shelf import PainterShelf
from artmaster_desktop.app.session import Session
from artmaster_desktop.core import commands
from artmaster_desktop.core.errors import ArtmasterError
from artmaster_desktop.core.history import Command
from artmaster_desktop.core.notice import OfPainter, OfRegion
from artmaster_desktop.core.region import Region
from artmaster_desktop.ui.fields import WordLabel
from artmaster_desktop.ui.icons import icon
from artmaster_desktop.ui.messages import explain
from artmaster_desktop.ui.panels.prompt_words import tag_language
from artmaster_desktop.ui.panels.regions_card import REGION_MIME, PaintedCard, RegionCard, RootCard
from artmaster_desktop.ui.panels.regions_coverage import CoverageMeter
from artmaster_desktop.ui.panels.regions_gate import GateSaying

TELL_MS = 8000
AT_ONCE_MS = 15
"""After this long, the cards that are still to be made wait until the window has had its turn."""

MANY = 5
"""More regions than this, and each has little room and costs time: said once below the cards."""


class RegionsPanel(QWidget):
    """Cards that follow ``session``'s document; the one in hand is open.

    Notices come from ``desk``, names and palettes of painters from ``shelf``. ``failed`` tells the
    ArtmasterError of an edit that could not be made.
    """

    failed = Signal(object)
    gate_pictures_asked = Signal(str)
    """The id of a region, "" for the whole canvas: who paints there is to be seen."""

    def __init__(
        self,
        session: Session,
        desk: PaintDesk,
        shelf: PainterShelf,
        parent: QWidget | None = None,
        *,
        language: str = "",
    ) -> None:
        super().__init__(parent)
        self._session, self._desk, self._shelf = session, desk, shelf
        self._language = tag_language(language)
        self.cards: dict[str, RegionCard] = {}
        self.meter = CoverageMeter(self)
        self._build()
        self._connect()
        self._follow()
        self._follow_active()
        self._show_notices()

    def add_region(self) -> None:
        """A new region, empty, to be painted on the canvas."""
        names = {region.name for region in self._session.document.regions}
        number = len(names) + 1
        while self.tr("Region {number}").format(number=number) in names:
            number += 1
        region_id = commands.new_id()
        name = self.tr("Region {number}").format(number=number)
        if self._apply(commands.add_region(name, region_id=region_id)):
            self._session.set_active_region(region_id)

    def flush(self) -> None:
        """Put what was typed into the document now."""
        for card in (self.root, *self.cards.values()):
            card.flush()

    # ------------------------------------------------------------------------------------------ building

    def _build(self) -> None:
        self.root = RootCard(self._shelf, self._language, self)
        self._list = _CardList(self)
        self._list.setStyleSheet("QLineEdit#region-name { background: transparent; padding: 0; }")
        self.column = QVBoxLayout(self._list)
        self.column.setContentsMargins(8, 8, 8, 8)
        self.column.setSpacing(6)
        self.column.addWidget(self.root)
        self.column.addStretch(1)
        self.area = _CardArea(self._list, self)
        self.add_action = QAction(icon("region-add"), self.tr("Add region"), self)
        self.add_action.setToolTip(self.tr("Add a region; paint on the canvas to give it its place"))
        self.add = QToolButton(self)
        self.add.setDefaultAction(self.add_action)
        self.add.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.add.setAccessibleName(self.tr("Add region"))
        self.add.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.note = WordLabel(parent=self, secondary=True)
        self._quiet = QTimer(self, singleShot=True, interval=TELL_MS)
        self._quiet.timeout.connect(self._advise)
        tools = QHBoxLayout()
        tools.setContentsMargins(8, 0, 8, 6)
        tools.addWidget(self.add)
        tools.addWidget(self.note, 1)
        self._settled = QTimer(self, singleShot=True, interval=0)
        self._settled.timeout.connect(lambda: self.area.setUpdatesEnabled(True))
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._follow_rest)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(4)
        outer.addWidget(self.area, 1)
        outer.addLayout(tools)

    def _connect(self) -> None:
        session = self._session
        self.add_action.triggered.connect(lambda _checked: self.add_region())
        self._wire(self.root)
        self.root.pressed.connect(lambda: session.set_active_region(""))
        self.root.prompted.connect(
            lambda text: self._apply(commands.edit_root(replace(session.document.root, prompt=text)))
        )
        self.root.hired.connect(
            lambda shares: self._apply(
                commands.edit_root(replace(session.document.root, painters=shares), "Edit painters")
            )
        )
        self.root.left_to.connect(
            lambda to: self._apply(
                commands.edit_root(replace(session.document.root, choosing=to), "Edit painters")
            )
        )
        self.root.gate_pictures_asked.connect(lambda: self.gate_pictures_asked.emit(""))
        self._list.dropped.connect(self._drop_region)
        self.meter.measured.connect(self._measured)
        session.replaced.connect(self._forget_typed)
        session.changed.connect(self._follow)
        session.active_changed.connect(self._follow_active)
        self._desk.notices_changed.connect(self._show_notices)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_moved)

    def _wire(self, card: PaintedCard) -> None:
        card.travelled.connect(lambda back: self._session.undo() if back else self._session.redo())

    def _make_card(self, region: Region) -> RegionCard:
        card = RegionCard(self._shelf, self._language, region, self._list)
        key = region.id
        self._wire(card)
        card.pressed.connect(lambda: self._session.set_active_region(key))
        card.prompted.connect(lambda text: self._edit(key, "Edit prompt", prompt=text))
        card.hired.connect(lambda shares: self._edit(key, "Edit painters", painters=shares))
        card.left_to.connect(lambda to: self._edit(key, "Edit painters", choosing=to))
        card.gate_pictures_asked.connect(lambda: self.gate_pictures_asked.emit(key))
        card.renamed.connect(lambda name: self._edit(key, "Edit region", name=name))
        card.enabled.connect(lambda on: self._edit(key, "Edit region", enabled=on))
        card.feathered.connect(lambda feather: self._edit(key, "Edit region", feather=feather))
        card.strengthened.connect(lambda part: self._edit(key, "Edit region", strength=part))
        card.recoloured.connect(lambda colour: self._recolour(key, colour))
        card.removal_asked.connect(lambda: self._apply(commands.remove_region(key)))
        card.shift_asked.connect(lambda by: self._shift(key, by))
        measured = self.meter.last(key)
        if measured is not None:
            card.show_coverage(measured)
        return card

    # -------------------------------------------------------------------------------------- the document

    def _follow(self) -> None:
        document = self._session.document
        wanted = [region.id for region in document.regions]
        if self.cards.keys() != set(wanted):
            self._settle()
        for gone in self.cards.keys() - set(wanted):
            card = self.cards.pop(gone)
            card.hide()
            card.deleteLater()
        watch = QElapsedTimer()
        watch.start()
        for place, region in enumerate(document.regions):
            if watch.elapsed() > AT_ONCE_MS and region.id not in self.cards:
                self._later.start()
                break
            card = self.cards.get(region.id) or self._make_card(region)
            self.cards[region.id] = card
            if self.column.indexOf(card) != place + 1:
                self.column.removeWidget(card)
                self.column.insertWidget(place + 1, card)
                card.show()
            card.show_region(region, document.mask_of(region))
            card.up.setEnabled(place > 0)
            card.down.setEnabled(place + 1 < len(wanted))
        self.cards = {key: self.cards[key] for key in wanted if key in self.cards}
        self.root.show_root(document.root)
        self.meter.follow(document)
        if not self._quiet.isActive():
            self._advise()

    def _follow_rest(self) -> None:
        self._follow()
        self._follow_active()
        self._show_notices()

    def _follow_active(self) -> None:
        active = self._session.active_region
        self.root.set_active(not active)
        self.root.set_open(not active)
        for key, card in self.cards.items():
            card.set_active(key == active)
            card.set_open(key == active)
        self._settle()
        shown = self.cards.get(active, self.root)
        QTimer.singleShot(0, self, lambda: self.area.ensureWidgetVisible(shown, 0, 8))

    def _settle(self) -> None:
        """Paint no frame until the cards have their room: squeezed ones would flicker."""
        self.area.setUpdatesEnabled(False)
        self._settled.start()

    def _measured(self, region_id: str, part: float) -> None:
        if region_id in self.cards:
            self.cards[region_id].show_coverage(part)

    def _show_notices(self) -> None:
        self._settle()
        whole = self._desk.notices_of("")
        self.root.show_notices([found for found in whole if isinstance(found, OfRegion | OfPainter)])
        forecast = self._desk.forecast
        self.root.show_gate(GateSaying.of(forecast, ""))
        for key, card in self.cards.items():
            card.show_notices(self._desk.notices_of(key))
            card.show_gate(GateSaying.of(forecast, key))

    def _forget_typed(self) -> None:
        for card in (self.root, *self.cards.values()):
            card.drop_typed()

    def _focus_moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        """Whoever types in a card has it in hand."""
        while now is not None and now is not self:
            for key, card in self.cards.items():
                if now is card:
                    self._session.set_active_region(key)
                    return
            if now is self.root:
                self._session.set_active_region("")
                return
            now = now.parentWidget()

    # --------------------------------------------------------------------------------------------- edits

    def _apply(self, command: Command) -> bool:
        try:
            self._session.apply(command)
        except ArtmasterError as error:
            self.note.setText(explain(error).what)
            self._quiet.start()
            self.failed.emit(error)
            return False
        return True

    def _edit(self, region_id: str, title: str, /, **changes: object) -> None:
        region = next((r for r in self._session.document.regions if r.id == region_id), None)
        if region is not None:
            self._apply(commands.edit_region(replace(region, **changes), title))  # type: ignore[arg-type]

    def _recolour(self, region_id: str, colour: QColor) -> None:
        card = self.cards[region_id]
        rgb = (colour.red(), colour.green(), colour.blue())
        self._apply(commands.set_mask_colour(card.region.mask, rgb))

    def _shift(self, region_id: str, by: int) -> None:
        order = [region.id for region in self._session.document.regions]
        place = order.index(region_id) + by
        if 0 <= place < len(order):
            order.remove(region_id)
            order.insert(place, region_id)
            self._apply(commands.order_regions(order))

    def _drop_region(self, region_id: str, height: int) -> None:
        """A card was dropped at ``height`` of the list."""
        if region_id not in self.cards:
            return
        others = [key for key in self.cards if key != region_id]
        above = [key for key in others if self.cards[key].geometry().center().y() < height]
        order = [*above, region_id, *others[len(above) :]]
        self._apply(commands.order_regions(order))

    def _advise(self) -> None:
        many = len(self._session.document.regions) > MANY
        self.note.setText(
            self.tr("Many regions: each has less room, and painting takes longer.") if many else ""
        )


class _CardArea(QScrollArea):
    """Scrolls up and down alone, so it is never narrower than the cards and its scroll bar."""

    def __init__(self, cards: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self._cards = cards
        self.setWidget(cards)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        cards, bar = self._cards.minimumSizeHint(), self.verticalScrollBar().sizeHint()
        return QSize(cards.width() + bar.width(), super().minimumSizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


class _CardList(QWidget):
    """Takes cards that are dragged to another place. ``dropped`` tells a region's id and the height."""

    dropped = Signal(str, int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent, /) -> None:  # noqa: N802
        if event.mimeData().hasFormat(REGION_MIME):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent, /) -> None:  # noqa: N802
        if event.mimeData().hasFormat(REGION_MIME):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent, /) -> None:  # noqa: N802
        region_id = bytes(event.mimeData().data(REGION_MIME).data()).decode()
        self.dropped.emit(region_id, QPoint(event.position().toPoint()).y())
        event.acceptProposedAction()
