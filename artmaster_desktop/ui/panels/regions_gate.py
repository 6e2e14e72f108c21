"""Who chooses the painters of a card: the artist or the gate; whom it chose, how much of each, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QWheelEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from artmaster_desktop.app.order import Forecast
from artmaster_desktop.app.painter_shelf import PainterShelf
from artmaster_desktop.core.choice import AreaChoice, Choices, Reason
from artmaster_desktop.core.choosing import BY_HAND, Choosing, GateMode
from artmaster_desktop.core.composition import INK
from artmaster_desktop.core.errors import ArtmasterError
from artmaster_desktop.core.painter import PainterRef, Role, Share
from artmaster_desktop.ui.fields import WordLabel, tool_button
from artmaster_desktop.ui.icons import icon
from artmaster_desktop.ui.messages import explain
from artmaster_desktop.ui.panels.prompt_words import vocabulary
from artmaster_desktop.ui.panels.regions_painter import dots_of, find_painter, role_name
from artmaster_desktop.ui.widgets.elided_label import ElidedLabel
from artmaster_desktop.ui.widgets.tint import line, mix

LOUD = 3
"""Reasons that are told on the card, of each kind; the tooltip has them all."""


@dataclass(frozen=True, slots=True)
class GateSaying:
    """What a card shows of the gate: its ``choice`` for the area, None while it is not there; why it cannot
    choose, or "".
    """

    choice: AreaChoice | None = None
    trouble: str = ""
    asking: bool = False

    @classmethod
    def of(cls, forecast: Forecast, region: str) -> GateSaying:
        match forecast.answer:
            case Choices() as choices:
                return cls(choices.of(region))
            case ArtmasterError() as error:
                return cls(trouble=explain(error).what)
        return cls(asking=forecast.waits_for_gate)

    def hired(self, own: Sequence[Share]) -> tuple[Share, ...]:
        """Whom the gate hires beside the artist's ``own``."""
        shares = () if self.choice is None else self.choice.shares
        return tuple(share for share in shares if share not in own)


class CalmBox(QComboBox):
    """A box that the wheel turns only while it has the focus: the list below it is to scroll."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def wheelEvent(self, event: QWheelEvent, /) -> None:  # noqa: N802
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class ChosenRow(QWidget):
    """One painter that the gate chose: a bar as long as its share, and a lock that makes it the artist's."""

    locked = Signal(object)
    """The Share, to be kept as it is."""

    def __init__(self, share: Share, shelf: PainterShelf, language: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.share = share
        known = find_painter(shelf, share.painter)
        self._dots = dots_of(known)
        name = known.named(language) if known is not None else share.painter.slug
        said = f"{name} · {role_name(share.role)}" if share.role is not Role.WHOLE else name
        part = f"{share.weight * 100:.0f} %"
        self.name = ElidedLabel(said, self)
        self.part = QLabel(part, self)
        self.lock = QToolButton(self)
        self.lock.setIcon(icon("lock"))
        self.lock.setIconSize(QSize(13, 13))
        self.lock.setAutoRaise(True)
        self.lock.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.lock.setToolTip(self.tr("Keep this painter with this share, whatever the gate says later"))
        self.lock.setAccessibleName(self.tr("Lock {name} at {part}").format(name=said, part=part))
        self.lock.clicked.connect(lambda: self.locked.emit(self.share))
        self.setAccessibleName(self.tr("The gate chose {name}: {part}").format(name=said, part=part))
        self.setToolTip(self.accessibleName())
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 1, 2, 1)
        row.setSpacing(4)
        row.addWidget(self.name, 1)
        row.addWidget(self.part)
        row.addWidget(self.lock)

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(line(palette))
        painter.setBrush(palette.color(QPalette.ColorRole.Base))
        painter.drawRoundedRect(frame, 4, 4)
        strong = self._dots[0] if self._dots else palette.color(QPalette.ColorRole.Highlight)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(mix(palette.color(QPalette.ColorRole.Base), strong, 0.3))
        frame.setWidth(frame.width() * min(1.0, self.share.weight))
        painter.drawRoundedRect(frame, 4, 4)
        painter.end()


class GateSection(QWidget):
    """Hand or gate, how many painters, and what came of it. ``edited`` tells the Choosing as it is to be."""

    edited = Signal(object)
    locked = Signal(object)
    """A Share that the gate chose and the artist keeps."""
    pictures_asked = Signal()

    def __init__(self, shelf: PainterShelf, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shelf, self._language = shelf, language
        self._choosing = BY_HAND
        self._saying = GateSaying()
        self._own: tuple[Share, ...] = ()
        self._shown: object = None
        self.rows: list[ChosenRow] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addLayout(self._head())
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        column.addLayout(self._list)
        self.why = WordLabel(parent=self, secondary=True, whole=True)
        column.addWidget(self.why)
        self.mode.activated.connect(lambda _: self._edit())
        self.top.activated.connect(lambda _: self._edit())
        shelf.changed.connect(self._again)
        self._show()

    def _head(self) -> QHBoxLayout:
        self.mode, self.top = CalmBox(self), CalmBox(self)
        for mode, text in (
            (GateMode.HAND, self.tr("Painters by hand")),
            (GateMode.PROMPT, self.tr("Gate: by the words")),
            (GateMode.COMPOSITION, self.tr("Gate: words and places")),
        ):
            self.mode.addItem(text, mode)
        self.mode.setMinimumContentsLength(9)
        self.mode.setAccessibleName(self.tr("Who chooses the painters"))
        self.mode.setToolTip(
            self.tr(
                "Let the gate choose painters from what is written, or also from where things lie. What you "
                "set by hand always stays."
            )
        )
        for top, text in ((1, self.tr("one")), (2, self.tr("two")), (0, self.tr("all"))):
            self.top.addItem(text, top)
        self.top.setMinimumContentsLength(3)
        self.top.setAccessibleName(self.tr("Painters for each part of the work"))
        self.top.setToolTip(
            self.tr("How many painters the gate may choose for composition, colour and brushwork each")
        )
        self.pictures = tool_button(
            "grid", self.tr("See who paints where, in which blocks, at which noise"), self
        )
        self.pictures.setAutoRaise(True)
        self.pictures.clicked.connect(self.pictures_asked)
        row = QHBoxLayout()
        row.setSpacing(3)
        row.addWidget(self.mode, 1)
        row.addWidget(self.top)
        row.addWidget(self.pictures)
        return row

    def show_choosing(self, choosing: Choosing, own: tuple[Share, ...]) -> None:
        """Follow the document."""
        self._choosing, self._own = choosing, own
        with QSignalBlocker(self.mode), QSignalBlocker(self.top):
            self.mode.setCurrentIndex(self.mode.findData(choosing.mode))
            if self.top.findData(choosing.top) < 0:
                self.top.addItem(str(choosing.top), choosing.top)
            self.top.setCurrentIndex(self.top.findData(choosing.top))
        self._show()

    def show_saying(self, saying: GateSaying) -> None:
        """Follow the gate; while it is being asked, what it said last stays."""
        if saying.asking and self._saying.choice is not None:
            return
        self._saying = saying
        self._show()

    def _edit(self) -> None:
        chosen = Choosing(self.mode.currentData(), self.top.currentData())
        if chosen != self._choosing:
            self.edited.emit(chosen)

    def _again(self) -> None:
        self._shown = None
        self._show()

    def _show(self) -> None:
        by_gate = self._choosing.by_gate
        self.top.setVisible(by_gate)
        hired = self._saying.hired(self._own) if by_gate else ()
        self.why.setText(self._words(hired) if by_gate else "")
        self.why.setVisible(bool(self.why.text()))
        self.why.setToolTip(self._all_words() if by_gate else "")
        if hired == self._shown:
            return
        self._shown = hired
        while self.rows:
            row = self.rows.pop()
            row.hide()
            row.deleteLater()
        for share in hired:
            row = ChosenRow(share, self._shelf, self._language, self)
            row.locked.connect(self.locked)
            self._list.addWidget(row)
            self.rows.append(row)

    # ---------------------------------------------------------------------------------------- in words

    def _words(self, hired: tuple[Share, ...]) -> str:
        saying = self._saying
        if saying.trouble:
            return self.tr("The gate cannot choose. {why}").format(why=saying.trouble)
        if saying.asking:
            return self.tr("Asking the gate…")
        if saying.choice is None:
            return ""
        if not hired:
            return self.tr("What is set by hand leaves the gate nothing to choose.")
        first = saying.choice.first.painter
        told = [self._told(saying.choice.words, first), self._placed(saying.choice)]
        return "\n".join(text for text in told if text)

    def _told(self, reasons: Sequence[Reason], first: PainterRef) -> str:
        spoke = [f"“{reason.what}”" for reason in reasons if reason.weight > 0][:LOUD]
        against = [f"“{reason.what}”" for reason in reasons if reason.weight < 0][:LOUD]
        name, comma = self._name(first), self.tr(", ")
        if not spoke:
            return self.tr("No word speaks for {name} above the others.").format(name=name)
        said = self.tr("For {name} spoke {words}").format(name=name, words=comma.join(spoke))
        if against:
            said = self.tr("{said}; against it {words}").format(said=said, words=comma.join(against))
        return self.tr("{sentence}.").format(sentence=said)

    def _placed(self, choice: AreaChoice) -> str:
        places = [self._place(reason.what) for reason in choice.places if reason.weight > 0][:LOUD]
        if not places:
            return ""
        return self.tr("And where they lie: {places}.").format(places=self.tr(", ").join(places))

    def _all_words(self) -> str:
        choice = self._saying.choice
        if choice is None:
            return ""
        odds = sorted(choice.odds, key=lambda one: -one.mean)[:4]
        lines = [f"{self._name(one.painter)}: {one.mean * 100:.0f} %" for one in odds]
        lines += [f"{reason.what}: {reason.weight:+.2f}" for reason in choice.words]
        lines += [f"{self._place(reason.what)}: {reason.weight:+.2f}" for reason in choice.places]
        return "\n".join(lines)

    def _name(self, ref: PainterRef) -> str:
        known = find_painter(self._shelf, ref)
        return known.named(self._language) if known is not None else ref.slug

    def _place(self, kind: str) -> str:
        """A subject in the artist's language, or what is drawn."""
        if kind == INK:
            return QCoreApplication.translate("GateSection", "the sketch")
        found = next((term for term in vocabulary().terms() if term.id == kind), None)
        return found.word(self._language) if found is not None else kind
