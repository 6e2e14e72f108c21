"""How strictly a guide is followed where: a slider for each region, and one for the rest of the canvas."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from artmaster_desktop.core.document import Document
from artmaster_desktop.core.guide import MOST_STRENGTH, GuidePlace
from artmaster_desktop.ui.fields import WordLabel
from artmaster_desktop.ui.widgets.number_slider import NumberSlider


class PlacesSection(QWidget):
    """One row a region, hidden where there are none. ``edited`` tells the places as they are to be: those
    that follow as strictly as the guide itself are left out.
    """

    edited = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._places: tuple[GuidePlace, ...] = ()
        self.rows: dict[str, NumberSlider] = {}
        said = self.tr("How strictly where, times the strength")
        self.title = WordLabel(said, self, secondary=True, whole=True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 2, 0, 0)
        self._column.setSpacing(3)
        self._column.addWidget(self.title)

    def show_places(self, document: Document, places: tuple[GuidePlace, ...]) -> None:
        """Follow the document; a slider in the artist's hand stays."""
        self._places = places
        named = [(r.id, r.name, document.mask_of(r).colour) for r in document.regions]
        wanted = [*(key for key, _, _ in named), ""] if named else []
        for gone in self.rows.keys() - set(wanted):
            row = self.rows.pop(gone)
            row.hide()
            row.deleteLater()
        for key in wanted:
            if key not in self.rows:
                self.rows[key] = self._row(key)
        self._order(wanted)
        strengths = {place.region: place.strength for place in places}
        for key, name, colour in named:
            self.rows[key].set_label(name)
            self.rows[key].setAccessibleName(self.tr("Strictness in {region}").format(region=name))
            self.rows[key].set_tint(QColor(*colour))
        for key in wanted:
            self.rows[key].set_quietly(100 * strengths.get(key, 1.0))
        self.setVisible(bool(wanted))

    def settle(self) -> None:
        """Tell now what is still being dragged."""
        for row in self.rows.values():
            row.settle()

    def _order(self, wanted: Sequence[str]) -> None:
        if list(self.rows) != list(wanted) or self._column.count() != len(wanted) + 1:
            self.rows = {key: self.rows[key] for key in wanted}
            for place, row in enumerate(self.rows.values()):
                self._column.removeWidget(row)
                self._column.insertWidget(place + 1, row)

    def _row(self, key: str) -> NumberSlider:
        most = 100 * MOST_STRENGTH
        row = NumberSlider(self.tr("Elsewhere"), 0, most, step=5, decimals=0, suffix=" %", parent=self)
        row.setToolTip(self.tr("0 % leaves the place free; 100 % follows as strictly as the guide says"))
        if not key:
            row.setAccessibleName(self.tr("Strictness elsewhere"))
        row.committed.connect(lambda value: self._edit(key, round(value) / 100))
        return row

    def _edit(self, key: str, strength: float) -> None:
        others = {place.region: place.strength for place in self._places}
        others[key] = strength
        order = [*self.rows, *(others.keys() - self.rows.keys())]
        kept = ((region, others[region]) for region in order if others.get(region, 1.0) != 1.0)
        self.edited.emit(tuple(GuidePlace(region, value) for region, value in kept))
