"""Cards of the regions panel: one for the whole canvas, one for each region."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeySequence,
    QMouseEvent,
)
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QMenu, QToolButton, QVBoxLayout, QWidget

from artmaster_desktop.app.painter_shelf import PainterShelf
from artmaster_desktop.core.choosing import BY_HAND, Choosing
from artmaster_desktop.core.document import Root
from artmaster_desktop.core.layer import MaskLayer
from artmaster_desktop.core.notice import Notice
from artmaster_desktop.core.painter import Share
from artmaster_desktop.core.region import Region
from artmaster_desktop.ui.icons import icon
from artmaster_desktop.ui.panels.paint_notices import NoticeList
from artmaster_desktop.ui.panels.prompt_edit import PromptEdit
from artmaster_desktop.ui.panels.prompt_words import vocabulary
from artmaster_desktop.ui.panels.regions_coverage import percent
from artmaster_desktop.ui.panels.regions_gate import GateSaying, GateSection
from artmaster_desktop.ui.panels.regions_painter import PainterSection, dots_of, find_painter
from artmaster_desktop.ui.widgets.card import Card
from artmaster_desktop.ui.widgets.colour_chip import ColourChip
from artmaster_desktop.ui.widgets.elided_label import ElidedLabel
from artmaster_desktop.ui.widgets.flow_layout import FlowLayout
from artmaster_desktop.ui.widgets.menu_button import MenuButton
from artmaster_desktop.ui.widgets.number_slider import NumberSlider
from artmaster_desktop.ui.widgets.tag_chip import TagChip

PAINTER_MIME = "application/x-artmaster-painter"
REGION_MIME = "application/x-artmaster-region"


class PaintedCard(Card):
    """What both kinds of card have: a prompt, painters, notices, and a place to drop painters on.

    The body is made when the card is first opened; until then a line tells what is in it.
    """

    prompted = Signal(str)
    """The prompt as it is to be."""
    hired = Signal(object)
    """The shares as they are to be."""
    left_to = Signal(object)
    """The Choosing as it is to be: by whom the painters are chosen."""
    gate_pictures_asked = Signal()
    travelled = Signal(bool)
    """Undo (True) or redo (False) was asked for in the editor."""

    def __init__(self, shelf: PainterShelf, language: str, parent: QWidget | None = None) -> None:
        super().__init__(self._make_body, parent)
        self._shelf = shelf
        self._language = language
        self._prompt = ""
        self._shares: tuple[Share, ...] = ()
        self._told: dict[str, tuple[TagChip, ...]] = {}
        self.prompt: PromptEdit | None = None
        self.crew: PainterSection | None = None
        self.gate: GateSection | None = None
        self._choosing = BY_HAND
        self._saying = GateSaying()
        self.summary = QWidget(self)
        line = QVBoxLayout(self.summary)
        line.setContentsMargins(22, 0, 0, 2)
        line.setSpacing(4)
        self.said = ElidedLabel(parent=self.summary, secondary=True)
        self.hands = QWidget(self.summary)
        FlowLayout(self.hands, gap=4)
        line.addWidget(self.said)
        line.addWidget(self.hands)
        self.notices = NoticeList(self)
        self.add_line(self.summary)
        self.add_line(self.notices)
        self.setAcceptDrops(True)
        self.folded.connect(lambda _: self._summarise())
        shelf.changed.connect(self._summarise)

    def show_notices(self, notices: Sequence[Notice]) -> None:
        """What the engine would do otherwise than asked here."""
        self.notices.show_notices(notices)

    def show_gate(self, saying: GateSaying) -> None:
        """Whom the gate chose here, and why."""
        if saying != self._saying and not (saying.asking and self._saying.choice is not None):
            self._saying = saying
            if self.gate is not None:
                self.gate.show_saying(saying)
            self._summarise()

    def flush(self) -> None:
        """Put what was typed into the document now."""
        if self.prompt is not None:
            self.prompt.flush()

    def drop_typed(self) -> None:
        """Forget what was typed and not told."""
        if self.prompt is not None:
            self.prompt.drop()

    def take_painter(self, slug: str) -> None:
        """Hire the painter with this slug for this card."""
        self.set_open(True)
        if self.crew is not None:
            self.crew.take(slug)

    def _show(self, prompt: str, shares: tuple[Share, ...], choosing: Choosing) -> None:
        changed = (prompt, shares, choosing) != (self._prompt, self._shares, self._choosing)
        self._prompt, self._shares, self._choosing = prompt, shares, choosing
        if self.prompt is not None and self.crew is not None and self.gate is not None:
            self.prompt.show_text(prompt)
            self.crew.show_shares(shares)
            self.gate.show_choosing(choosing, shares)
        if changed:
            self._summarise()

    def _summarise(self) -> None:
        chosen = self._saying.hired(self._shares) if self._choosing.by_gate else ()
        once = {share.painter: share for share in reversed(chosen)}  # parts of the work are told when open
        shares = (*self._shares, *reversed(once.values()))
        self.summary.setVisible(not self.open and bool(self._prompt or shares))
        if self.open:
            return
        self.said.setText(self._prompt)
        self.said.setVisible(bool(self._prompt))
        flow = self.hands.layout()
        assert flow is not None
        while (item := flow.takeAt(0)) is not None:
            if (chip := item.widget()) is not None:
                chip.hide()
                chip.deleteLater()
        for share in shares:
            known = find_painter(self._shelf, share.painter)
            name = known.named(self._language) if known is not None else share.painter.slug
            chip = TagChip(name, self.hands, dots=dots_of(known), checkable=False)
            chip.setEnabled(share.enabled)
            chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            chip.setToolTip(
                self.tr("{name}, weight {weight}").format(name=name, weight=f"{share.weight:.2f}")
            )
            chip.clicked.connect(self.pressed)
            flow.addWidget(chip)
            chip.show()
        self.hands.setVisible(bool(shares))

    def _make_body(self) -> QWidget:
        body = QWidget(self)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(6)
        self.prompt = PromptEdit(vocabulary(), body, lines=(2, 7))
        self.prompt.setAccessibleName(self.tr("Prompt"))
        self.prompt.setPlaceholderText(self._hint())
        self.prompt.show_text(self._prompt)
        self.prompt.committed.connect(self.prompted)
        self.prompt.undo_asked.connect(lambda: self.travelled.emit(True))
        self.prompt.redo_asked.connect(lambda: self.travelled.emit(False))
        self.crew = PainterSection(self._shelf, self._language, body)
        self.crew.show_shares(self._shares)
        self.crew.edited.connect(self.hired)
        self.gate = GateSection(self._shelf, self._language, body)
        self.gate.show_choosing(self._choosing, self._shares)
        self.gate.show_saying(self._saying)
        self.gate.edited.connect(self.left_to)
        self.gate.locked.connect(lambda share: self.hired.emit((*self._shares, share)))
        self.gate.pictures_asked.connect(self.gate_pictures_asked)
        column.addWidget(self.prompt)
        column.addWidget(self.gate)
        column.addWidget(self.crew)
        self._add_to_body(column)
        return body

    def _hint(self) -> str:
        return self.tr("What the whole picture shows and how it is composed")

    def _add_to_body(self, column: QVBoxLayout) -> None:
        """More of the body, below the painters."""

    def dragEnterEvent(self, event: QDragEnterEvent, /) -> None:  # noqa: N802
        if event.mimeData().hasFormat(PAINTER_MIME):
            event.acceptProposedAction()
            self.set_dropping(True)

    def dragMoveEvent(self, event: QDragMoveEvent, /) -> None:  # noqa: N802
        if event.mimeData().hasFormat(PAINTER_MIME):
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent, /) -> None:  # noqa: N802
        self.set_dropping(False)

    def dropEvent(self, event: QDropEvent, /) -> None:  # noqa: N802
        self.set_dropping(False)
        if event.mimeData().hasFormat(PAINTER_MIME):
            slug = bytes(event.mimeData().data(PAINTER_MIME).data()).decode(errors="replace")
            self.take_painter(slug)
            event.acceptProposedAction()


class RootCard(PaintedCard):
    """What holds for the whole canvas."""

    def __init__(self, shelf: PainterShelf, language: str, parent: QWidget | None = None) -> None:
        super().__init__(shelf, language, parent)
        self.title = ElidedLabel(self.tr("Whole canvas"), self)
        self.header.addWidget(self.title, 1)
        self.setAccessibleName(self.tr("Whole canvas"))
        self.fold_button.setAccessibleName(self.tr("Show or fold the whole canvas"))
        self.fold_button.setToolTip(self.fold_button.accessibleName())

    def show_root(self, root: Root) -> None:
        """Follow the document."""
        self._show(root.prompt, root.painters, root.choosing)


class RegionCard(PaintedCard):
    """One region. Each signal tells what the artist wants; the panel makes it a command."""

    renamed = Signal(str)
    recoloured = Signal(QColor)
    enabled = Signal(bool)
    feathered = Signal(float)
    strengthened = Signal(float)
    removal_asked = Signal()
    shift_asked = Signal(int)

    def __init__(
        self, shelf: PainterShelf, language: str, region: Region, parent: QWidget | None = None
    ) -> None:
        super().__init__(shelf, language, parent)
        self.region = region
        self._grab: QPoint | None = None
        self.feather: NumberSlider | None = None
        self.strength: NumberSlider | None = None
        self._build_header()
        self._build_menu()

    def show_region(self, region: Region, mask: MaskLayer) -> None:
        """Follow the document."""
        old, self.region = self.region, region
        colour = QColor(*mask.colour)
        self.colour.set_colour(colour)
        self.set_accent(colour)
        if not self.name.hasFocus() and self.name.text() != region.name:
            self.name.setText(region.name)
            self.name.setCursorPosition(0)
        if region.name != old.name or not self.accessibleName():
            self.setAccessibleName(self.tr("Region {name}").format(name=region.name))
        self.eye.setChecked(region.enabled)
        self.eye.setIcon(icon("eye" if region.enabled else "eye-off"))
        self.name.setEnabled(True)
        if self.feather is not None and self.strength is not None:
            self.feather.set_quietly(region.feather)
            self.strength.set_quietly(region.strength * 100)
        self._show(region.prompt, region.painters, region.choosing)

    def show_coverage(self, part: float) -> None:
        """How much of the canvas the region covers, in [0, 1]."""
        self.coverage.setText(percent(part))
        self.coverage.updateGeometry()

    def _hint(self) -> str:
        return self.tr("What is special in this region; a few words are enough")

    def _build_header(self) -> None:
        self.colour = ColourChip(parent=self, side=18, picks=True)
        self.colour.setToolTip(self.tr("Colour of the region on the canvas"))
        self.colour.setAccessibleName(self.tr("Colour of the region"))
        self.colour.picked.connect(self.recoloured)
        self.name = QLineEdit(self)
        self.name.setFrame(False)
        self.name.setMaxLength(200)
        self.name.setObjectName("region-name")
        self.name.setAccessibleName(self.tr("Name of the region"))
        self.name.setToolTip(self.tr("Name of the region; click to change it"))
        self.name.editingFinished.connect(self._finish_name)
        self.coverage = ElidedLabel(parent=self, secondary=True)
        self.coverage.setSizePolicy(
            self.coverage.sizePolicy().Policy.Fixed, self.coverage.sizePolicy().Policy.Fixed
        )
        self.coverage.setToolTip(self.tr("How much of the canvas the region covers"))
        self.eye = QToolButton(self)
        self.eye.setAutoRaise(True)
        self.eye.setToolTip(self.tr("Paint this region, or leave it out"))
        self.eye.setAccessibleName(self.tr("Region is painted"))
        self.eye.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.eye.clicked.connect(lambda: self.enabled.emit(not self.region.enabled))
        self.more = MenuButton(icon("more"), self.tr("More about this region"), QMenu(self), self)
        self.fold_button.setAccessibleName(self.tr("Show or fold the region"))
        self.fold_button.setToolTip(self.fold_button.accessibleName())
        self.header.addWidget(self.colour)
        self.header.addWidget(self.name, 1)
        self.header.addWidget(self.coverage)
        self.header.addWidget(self.eye)
        self.header.addWidget(self.more)

    def _build_menu(self) -> None:
        menu = self.more.choices
        self.up = self._action("up", self.tr("Move up"), "Alt+Up")
        self.down = self._action("down", self.tr("Move down"), "Alt+Down")
        self.remove = self._action("delete", self.tr("Remove region"), "")
        self.up.triggered.connect(lambda _checked: self.shift_asked.emit(-1))
        self.down.triggered.connect(lambda _checked: self.shift_asked.emit(1))
        self.remove.triggered.connect(lambda _checked: self.removal_asked.emit())
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

    def _add_to_body(self, column: QVBoxLayout) -> None:
        self.feather = NumberSlider(
            self.tr("Feather"), 0, 1024, step=1, decimals=0, suffix=" px", gamma=3, parent=self
        )
        self.feather.setToolTip(self.tr("How soft the border is: the blur of the mask, in canvas pixels"))
        self.feather.set_quietly(self.region.feather)
        self.feather.committed.connect(self.feathered)
        self.strength = NumberSlider(
            self.tr("Strength"), 0, 100, step=1, decimals=0, suffix=" %", parent=self
        )
        self.strength.setToolTip(self.tr("How much the region takes over from the whole canvas"))
        self.strength.set_quietly(self.region.strength * 100)
        self.strength.committed.connect(lambda value: self.strengthened.emit(value / 100))
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.feather)
        row.addWidget(self.strength)
        column.addLayout(row)

    def _finish_name(self) -> None:
        name = self.name.text().strip()
        if not name:
            self.name.setText(self.region.name)
        elif name != self.region.name:
            self.renamed.emit(name)

    def mousePressEvent(self, event: QMouseEvent, /) -> None:  # noqa: N802
        super().mousePressEvent(event)
        self._grab = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent, /) -> None:  # noqa: N802
        super().mouseMoveEvent(event)
        far = QApplication.startDragDistance()
        place = event.position().toPoint()
        if self._grab is None or (place - self._grab).manhattanLength() < far:
            return
        data = QMimeData()
        data.setData(REGION_MIME, self.region.id.encode())
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.setPixmap(self.grab(self.rect().adjusted(0, 0, 0, min(0, 60 - self.height()))))
        drag.setHotSpot(self._grab)
        self._grab = None
        drag.exec(Qt.DropAction.MoveAction)

    def mouseReleaseEvent(self, event: QMouseEvent, /) -> None:  # noqa: N802
        super().mouseReleaseEvent(event)
        self._grab = None
