"""Everything about one painter: its works large, its card, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPalette,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from artmaster_desktop.app.painter_shelf import Shelved
from artmaster_desktop.core.mark import MarkHabit
from artmaster_desktop.ui.fields import WordLabel, tool_button
from artmaster_desktop.ui.panels.painters_card import cover, paint_absent
from artmaster_desktop.ui.panels.painters_model import flaw_text, language, other_name
from artmaster_desktop.ui.panels.painters_pictures import Album
from artmaster_desktop.ui.widgets.colour_chip import ColourChip
from artmaster_desktop.ui.widgets.elided_label import ElidedLabel
from artmaster_desktop.ui.widgets.flow_layout import FlowLayout
from artmaster_desktop.ui.widgets.mark_diagram import MarkDiagram, mark_texts
from artmaster_desktop.ui.widgets.quiet_label import quiet_label
from artmaster_desktop.ui.widgets.tag_chip import TagChip
from artmaster_desktop.ui.widgets.tint import line

STAMP = 36
STAMP_GAP = 4
"""Pixels."""


class Works(QWidget):
    """The works of one painter: one large, the others as a row of stamps to press."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._works: tuple[QImage, ...] = ()
        self._colours: tuple[str, ...] = ()
        self._at = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(220)
        self.setAccessibleName(self.tr("Works"))
        self.setToolTip(self.tr("Leaf through the works (←, →)"))

    @property
    def at(self) -> int:
        """The work that is shown large, from 0."""
        return self._at

    def show_works(self, works: tuple[QImage, ...], colours: tuple[str, ...]) -> None:
        self._works, self._colours = works, colours
        self._at = min(self._at, max(0, len(works) - 1))
        self.update()

    def first(self) -> None:
        """Start from the first work again."""
        self._at = 0

    def leaf(self, by: int) -> None:
        """So many works on."""
        if self._works:
            self._at = (self._at + by) % len(self._works)
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(260, 300)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:  # noqa: N802
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.leaf(step)

    def wheelEvent(self, event: QWheelEvent, /) -> None:  # noqa: N802
        event.ignore()

    def mousePressEvent(self, event: QMouseEvent, /) -> None:  # noqa: N802
        stamps = self._stamps().items()
        stamp = next((i for i, box in stamps if box.contains(event.position())), None)
        if stamp is not None:
            self._at = stamp
            self.update()
        elif event.button() == Qt.MouseButton.LeftButton:
            self.leaf(1 if event.position().x() > self.width() / 2 else -1)

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        large = self._large()
        outline = QPainterPath()
        outline.addRoundedRect(large, 7, 7)
        painter.save()
        painter.setClipPath(outline)
        if self._works:
            self._paint_large(painter, large, self._works[self._at])
        else:
            paint_absent(painter, large, self._colours, self.palette())
        painter.restore()
        strong = self.palette().color(QPalette.ColorRole.Highlight)
        painter.setPen(QPen(strong, 2) if self.hasFocus() else QPen(line(self.palette(), 0.2), 1))
        painter.drawPath(outline)
        for i, box in self._stamps().items():
            cover(painter, box, self._works[i])
            if i == self._at:
                painter.setPen(QPen(strong, 2))
                painter.drawRect(box.adjusted(1, 1, -1, -1))
        painter.end()

    def _paint_large(self, painter: QPainter, large: QRectF, work: QImage) -> None:
        """All of the work, over a ground of its own blown up, so that no format leaves empty margins."""
        cover(painter, large, work)
        painter.fillRect(large, QColor(0, 0, 0, 70) if self._dark() else QColor(255, 255, 255, 110))
        scale = min(large.width() / work.width(), large.height() / work.height())
        size = QPointF(work.width() * scale, work.height() * scale)
        corner = large.center() - size / 2
        painter.drawImage(QRectF(corner.x(), corner.y(), size.x(), size.y()), work)

    def _dark(self) -> bool:
        return self.palette().color(QPalette.ColorRole.Window).lightness() < 128

    def _large(self) -> QRectF:
        below = STAMP + 6 if len(self._works) > 1 else 0
        return QRectF(0.5, 0.5, self.width() - 1, self.height() - below - 1)

    def _stamps(self) -> dict[int, QRectF]:
        """Where the stamps are, by the work: as many as fit in a row around the one that is shown."""
        count = len(self._works)
        if count < 2:
            return {}
        fit = max(1, min(count, (self.width() + STAMP_GAP) // (STAMP + STAMP_GAP)))
        first = min(max(0, self._at - fit // 2), count - fit)
        top = self.height() - STAMP
        return {first + i: QRectF(i * (STAMP + STAMP_GAP), top, STAMP, STAMP) for i in range(fit)}


class PainterDetails(QWidget):
    """The page of one painter. What is pressed here is told; the panel does it."""

    back = Signal()
    add = Signal(object)
    """Shelved: give it to the active region."""
    tag = Signal(str)
    """A tag was pressed: look for others of it."""
    colour = Signal(QColor)
    """A colour of the palette was pressed."""
    ranks = Signal(object)
    """Shelved: show where it keeps its ranks."""
    rename = Signal(object)
    reveal = Signal(object)
    remove = Signal(object)

    def __init__(self, album: Album, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._album = album
        self._one: Shelved | None = None
        album.loaded.connect(self._came)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 8)
        column.setSpacing(6)
        column.addLayout(self._head())
        self.works = Works(self)
        self._facts = QWidget()
        scroll = QScrollArea(self, widgetResizable=True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.viewport().setAutoFillBackground(False)
        self._scroll = scroll
        column.addWidget(self.works)
        column.addWidget(scroll, 1)
        column.addLayout(self._foot())

    @property
    def painter(self) -> Shelved | None:
        """Whose page it is."""
        return self._one

    def show_painter(self, one: Shelved) -> None:
        if self._one is None or one.painter.slug != self._one.painter.slug:
            self.works.first()
        self._one = one
        self._name.setText(one.named(language()))
        self._came(one.painter.slug)
        self._facts = self._page(one)
        self._scroll.setWidget(self._facts)
        for button in (self.rename_button, self.remove_button):
            button.setEnabled(one.own)
        kept = "" if one.own else self.tr(" (it ships with the program and stays as it is)")
        self.rename_button.setToolTip(self.tr("Rename this painter") + kept)
        self.remove_button.setToolTip(self.tr("Move this painter to the trash") + kept)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape:
            self.back.emit()
        else:
            super().keyPressEvent(event)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.back_button = tool_button("left", self.tr("Back to all painters (Esc)"), self)
        self.back_button.clicked.connect(self.back)
        self._name = ElidedLabel("", self)
        font = self._name.font()
        font.setWeight(font.Weight.DemiBold)
        font.setPointSizeF(font.pointSizeF() * 1.15)
        self._name.setFont(font)
        row.addWidget(self.back_button)
        row.addWidget(self._name, 1)
        return row

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2)
        tip = self.tr("Let this painter paint the active region, or the whole canvas (Enter)")
        self.add_button = tool_button("add", tip, self, text=self.tr("Use"))
        self.ranks_button = tool_button("grid", self.tr("See where this painter keeps its ranks"), self)
        self.rename_button = tool_button("rename", self.tr("Rename this painter"), self)
        self.reveal_button = tool_button("folder", self.tr("Show its file in the file manager"), self)
        self.remove_button = tool_button("delete", self.tr("Move this painter to the trash"), self)
        for button, signal in (
            (self.add_button, self.add),
            (self.ranks_button, self.ranks),
            (self.rename_button, self.rename),
            (self.reveal_button, self.reveal),
            (self.remove_button, self.remove),
        ):
            button.clicked.connect(lambda _=False, signal=signal: signal.emit(self._one))
        row.addWidget(self.add_button)
        row.addStretch(1)
        for button in (self.ranks_button, self.rename_button, self.reveal_button, self.remove_button):
            row.addWidget(button)
        return row

    def _page(self, one: Shelved) -> QWidget:
        painter = one.painter
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 4, 4, 4)
        column.setSpacing(8)
        for flaw in one.flaws:
            column.addWidget(WordLabel("⚠ " + flaw_text(flaw), page))
        if one.described(language()):
            column.addWidget(WordLabel(one.described(language()), page))
        if painter.palette:
            column.addLayout(self._colours(painter.palette, page))
        tags = QWidget(page)
        flow = FlowLayout(tags, 5)
        for word in painter.tags:
            chip = TagChip(word, tags, checkable=False)
            chip.setToolTip(self.tr("Look for painters with this tag"))
            chip.clicked.connect(lambda _=False, word=word: self.tag.emit(word))
            flow.addWidget(chip)
        column.addWidget(tags)
        column.addLayout(self._form(one, page))
        if painter.marks:
            column.addLayout(self._marks(painter.marks, page))
        column.addStretch(1)
        return page

    def _marks(self, marks: tuple[MarkHabit, ...], page: QWidget) -> QHBoxLayout:
        """Where seals and inscriptions go."""
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(MarkDiagram(marks, page))
        row.addWidget(WordLabel("\n".join(mark_texts(marks)), page, secondary=True), 1)
        return row

    def _colours(self, palette: tuple[str, ...], page: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        for colour in palette[:12]:
            chip = ColourChip(QColor(colour), page, side=26)
            chip.setToolTip(self.tr("Paint with {colour}").format(colour=colour))
            chip.setAccessibleName(colour)
            chip.clicked.connect(lambda _=False, colour=colour: self.colour.emit(QColor(colour)))
            row.addWidget(chip)
        row.addStretch(1)
        return row

    def _form(self, one: Shelved, page: QWidget) -> QFormLayout:
        painter = one.painter
        low, high = painter.ranks
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(4)
        for label, text in (
            (self.tr("Also called"), other_name(one)),
            (self.tr("Learned from"), "; ".join(text for text in (one.artist, one.period) if text)),
            (self.tr("Works enlarged"), one.enlarged),
            (self.tr("Likes to paint"), ", ".join(one.favourites)),
            (self.tr("Made for"), painter.base or self.tr("not said")),
            (self.tr("Trigger"), painter.trigger),
            (self.tr("Rank"), str(low) if low == high else f"{low}–{high}"),
            (self.tr("Licence"), painter.licence or self.tr("not said")),
            (self.tr("File"), painter.file.name),
        ):
            if text:
                name = QLabel(label, page)
                value = quiet_label(text, page)
                value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                form.addRow(name, value)
        return form

    def _came(self, slug: str) -> None:
        if self._one is not None and slug == self._one.painter.slug:
            works = self._album.pictures(self._one.painter)
            self.works.show_works(works or (), self._one.painter.palette)
