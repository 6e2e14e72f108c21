"""The painters of a region: who paints there, how strongly, and which part of the work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QActionGroup, QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from artmaster_desktop.app.painter_shelf import PainterShelf, Shelved
from artmaster_desktop.core.painter import PainterRef, Role, Share
from artmaster_desktop.ui.icons import icon
from artmaster_desktop.ui.widgets.menu_button import MenuButton
from artmaster_desktop.ui.widgets.number_slider import NumberSlider

ROLE_SIGNS = {
    Role.WHOLE: "painter",
    Role.COMPOSITION: "composition",
    Role.COLOUR: "palette",
    Role.BRUSHWORK: "brushwork",
}


class PainterRow(QWidget):
    """One share: on or off, the name with its weight, the role, and away with it."""

    edited = Signal(object)
    """The Share as it is to be."""
    removed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share = Share(PainterRef(""))
        self.on = QCheckBox(self)
        self.on.setToolTip(self.tr("Let this painter paint, or rest"))
        self.weight = NumberSlider("", 0.0, 2.0, step=0.05, parent=self)
        self.role = MenuButton(icon("painter"), "", self._role_menu(), self)
        self.away = QToolButton(self)
        self.away.setIcon(icon("close"))
        self.away.setIconSize(QSize(12, 12))
        self.away.setAutoRaise(True)
        self.away.setToolTip(self.tr("Take this painter away"))
        self.away.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(3)
        row.addWidget(self.on)
        row.addWidget(self.weight, 1)
        row.addWidget(self.role)
        row.addWidget(self.away)
        self.on.toggled.connect(lambda on: self._edit(replace(self._share, enabled=on)))
        self.weight.committed.connect(lambda weight: self._edit(replace(self._share, weight=weight)))
        self.away.clicked.connect(self.removed)

    @property
    def share(self) -> Share:
        return self._share

    def show_share(self, share: Share, known: Shelved | None, language: str) -> None:
        """Follow the document; what is in the artist's hand stays."""
        self._share = share
        name = known.named(language) if known is not None else share.painter.slug
        self.weight.set_label(name)
        missing = "" if known is not None else self.tr("not in the library")
        described = known.described(language) if known is not None else missing
        self.weight.setToolTip(self.tr("{name}: {about}").format(name=name, about=described or name))
        self.weight.setAccessibleName(self.tr("Weight of {name}").format(name=name))
        self.weight.set_tint(_strongest(known))
        self.weight.setEnabled(share.enabled)
        self.weight.set_quietly(share.weight)
        self.on.setAccessibleName(self.tr("{name} paints").format(name=name))
        self.away.setAccessibleName(self.tr("Take {name} away").format(name=name))
        with QSignalBlocker(self.on):
            self.on.setChecked(share.enabled)
        title = role_name(share.role)
        self.role.setIcon(icon(ROLE_SIGNS[share.role]))
        self.role.setToolTip(self.tr("Paints: {role}").format(role=title))
        self.role.setAccessibleName(self.tr("Role of {name}: {role}").format(name=name, role=title))
        for action in self.role.choices.actions():
            action.setChecked(action.data() == share.role)

    def _role_menu(self) -> QMenu:
        menu, group = QMenu(self), QActionGroup(self)
        for role in Role:
            action = menu.addAction(icon(ROLE_SIGNS[role]), role_name(role))
            action.setCheckable(True)
            action.setData(role)
            group.addAction(action)
        menu.triggered.connect(lambda action: self._edit(replace(self._share, role=action.data())))
        return menu

    def _edit(self, share: Share) -> None:
        if share != self._share:
            self.edited.emit(share)


class PainterSection(QWidget):
    """All shares of one region, and a button that lists the library. ``edited`` tells the shares as they are
    to be.
    """

    edited = Signal(object)

    def __init__(self, shelf: PainterShelf, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shelf = shelf
        self._language = language
        self._rows: list[PainterRow] = []
        self._shares: tuple[Share, ...] = ()
        self._menu = QMenu(self)
        self.add = QToolButton(self)
        self.add.setIcon(icon("add"))
        self.add.setText(self.tr("Painter"))
        self.add.setToolTip(self.tr("Add a painter; or drag one here from the painters' panel"))
        self.add.setAccessibleName(self.tr("Add a painter"))
        self.add.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.add.setAutoRaise(True)
        self.add.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.add.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.add.setMenu(self._menu)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(3)
        self._column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self._menu.aboutToShow.connect(self.list_painters)
        shelf.changed.connect(self._shelf_changed)

    def _shelf_changed(self) -> None:
        self.show_shares(self._shares, again=True)

    @property
    def rows(self) -> Sequence[PainterRow]:
        return self._rows

    def show_shares(self, shares: tuple[Share, ...], *, again: bool = False) -> None:
        """Follow the document: rows are made and dropped at the end, the others keep their focus."""
        if shares == self._shares and not again:
            return
        self._shares = shares
        while len(self._rows) > len(shares):
            row = self._rows.pop()
            row.hide()
            row.deleteLater()
        while len(self._rows) < len(shares):
            self._rows.append(self._row(len(self._rows)))
        for row, share in zip(self._rows, shares, strict=True):
            row.show_share(share, find_painter(self._shelf, share.painter), self._language)

    def take(self, slug: str) -> None:
        """Add the painter with this slug, unless it does the whole work here already."""
        known = self._shelf.find(slug)
        if known is None or any(s.painter.slug == slug and s.role is Role.WHOLE for s in self._shares):
            return
        self.edited.emit((*self._shares, Share(known.ref)))

    def list_painters(self) -> None:
        """Fill the menu with the library as it is now."""
        self._menu.clear()
        for one in self._shelf.painters:
            slug = one.painter.slug
            action = self._menu.addAction(palette_icon(one.painter.palette), one.named(self._language))
            action.setToolTip(one.described(self._language))
            action.triggered.connect(lambda _checked, slug=slug: self.take(slug))
        if self._menu.isEmpty():
            self._menu.addAction(self.tr("No painters in the library")).setEnabled(False)

    def _row(self, place: int) -> PainterRow:
        row = PainterRow(self)
        row.edited.connect(lambda share: self._edit(place, share))
        row.removed.connect(lambda: self._edit(place, None))
        self._column.insertWidget(place, row)
        return row

    def _edit(self, place: int, share: Share | None) -> None:
        before, after = self._shares[:place], self._shares[place + 1 :]
        self.edited.emit((*before, *(() if share is None else (share,)), *after))


def find_painter(shelf: PainterShelf, ref: PainterRef) -> Shelved | None:
    """The painter as the engine will find it: by hash, then by slug."""
    painters = shelf.painters
    by_hash = (one for one in painters if ref.sha256 and one.painter.sha256 == ref.sha256)
    return next(by_hash, None) or shelf.find(ref.slug)


def role_name(role: Role) -> str:
    """The role in the artist's language."""
    say = QCoreApplication.translate
    return {
        Role.WHOLE: say("Role", "Everything"),
        Role.COMPOSITION: say("Role", "Composition"),
        Role.COLOUR: say("Role", "Colour"),
        Role.BRUSHWORK: say("Role", "Brushwork"),
    }[role]


def dots_of(one: Shelved | None) -> tuple[QColor, ...]:
    """Three colours of the painter's palette, spread over it."""
    colours = one.painter.palette if one is not None else ()
    return tuple(QColor(c) for c in (colours if len(colours) < 3 else (colours[0], colours[2], colours[-1])))


def palette_icon(colours: Sequence[str], side: int = 16) -> QIcon:
    """A little square in the painter's colours, side by side."""
    pixmap = QPixmap(side, side)
    pixmap.fill(QColor(0, 0, 0, 0))
    painter = QPainter(pixmap)
    shown = [QColor(c) for c in colours[:4]] or [QColor(128, 128, 128)]
    for place, colour in enumerate(shown):
        left, right = place * side // len(shown), (place + 1) * side // len(shown)
        painter.fillRect(left, 2, right - left, side - 4, colour)
    painter.end()
    return QIcon(pixmap)


def _strongest(one: Shelved | None) -> QColor | None:
    """The most colourful colour of the palette."""
    colours = [QColor(c) for c in one.painter.palette] if one is not None else []
    return max(colours, key=lambda c: c.saturationF() * (1 - abs(c.lightnessF() - 0.5)), default=None)
