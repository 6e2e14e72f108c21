"""How the window writes inscriptions and sets seals: where painters put them, and one step each."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from artmaster_desktop.app.painter_shelf import PainterShelf
from artmaster_desktop.app.session import Session
from artmaster_desktop.core.box import Box
from artmaster_desktop.core.commands import new_id
from artmaster_desktop.core.errors import EditError
from artmaster_desktop.core.history import Command
from artmaster_desktop.core.layer import InscriptionLayer
from artmaster_desktop.core.lettering import Inscription, Lettering, Matrix, Seal, Writing
from artmaster_desktop.core.lettering_commands import add_lettering, set_lettering
from artmaster_desktop.core.lettering_place import kind_of, placed, usual_height, usual_place
from artmaster_desktop.core.mark import MarkHabit
from artmaster_desktop.core.painter import PainterRef
from artmaster_desktop.ui.actions import Actions
from artmaster_desktop.ui.canvas.tools.lettering import lettering_bounds, lettering_raster
from artmaster_desktop.ui.dialogs.lettering import InscriptionDialog, SealDialog
from artmaster_desktop.ui.messages import explain
from artmaster_desktop.ui.toolbox import Toolbox

LETTER, SEAL = 1 / 36, 1 / 18
"""Heights, in parts of the picture's longer side."""

SEAL_BELOW = 1.4
"""Height of the seal under an inscription, in heights of its letters."""

EDGE = 1 / 16
"""From the picture's edge, in parts of its shorter side."""

LONGEST_NAME = 12


class LetteringFlow(QObject):
    """Asks what is to be written and puts it where the document's painter usually has it, or where it is
    usual at all; letters in hand are changed instead.
    """

    said = Signal(str)

    def __init__(self, session: Session, shelf: PainterShelf, toolbox: Toolbox, window: QWidget) -> None:
        super().__init__(window)
        self._shelf = shelf
        self._session, self._toolbox, self._window = session, toolbox, window
        self.dialog: QDialog | None = None

    def wire(self, actions: Actions) -> None:
        """Lead the menu here."""
        actions.on("layer.inscription", self.inscription)
        actions.on("layer.seal", self.seal)

    def inscription(self) -> None:
        """Ask for words; of the inscription in hand, where there is one."""
        layer, content = self._in_hand()
        now = content if isinstance(content, Inscription) else None
        height = self._usual_height(Inscription, self._height(LETTER))
        dialog = InscriptionDialog(now, 0 if now else height, self._brush(), self._window)
        dialog.wanted.connect(lambda made, height: self._put(made, height, layer if now else None))
        self._open(dialog)

    def seal(self) -> None:
        """Ask for a seal; the one in hand, where there is one."""
        layer, content = self._in_hand()
        now = content if isinstance(content, Seal) else None
        words = self._words()
        height = self._height(SEAL) if words is None else round(SEAL_BELOW * abs(words.lettering.place[3]))
        height = self._usual_height(Seal, height)
        dialog = SealDialog(now, 0 if now else height, self._brush(), self._window)
        dialog.wanted.connect(lambda made, height: self._put(made, height, layer if now else None))
        self._open(dialog)

    def _in_hand(self) -> tuple[InscriptionLayer | None, Writing | None]:
        layer = self._session.document.find(self._session.active_layer)
        return (layer, layer.lettering.content) if isinstance(layer, InscriptionLayer) else (None, None)

    def _brush(self) -> tuple[int, int, int]:
        red, green, blue = self._toolbox.colour[:3]
        return red, green, blue

    def _height(self, part: float) -> float:
        extent = self._session.document.extent
        return max(8.0, round(max(extent.width, extent.height) * part))

    def _put(self, content: Writing, height: float, layer: InscriptionLayer | None) -> None:
        document = self._session.document
        if layer is not None:
            changed = layer.lettering.with_content(content)
            name = _name(content) if layer.name == _name(layer.lettering.content) else ""
            raster = lettering_raster(changed, document.extent)
            self._do(set_lettering(layer.id, changed, raster, name))
            return
        lettering = Lettering(content, self._place(content, height))
        layer_id = new_id()
        raster = lettering_raster(lettering, document.extent)
        if self._do(add_lettering(lettering, raster, _name(content), layer_id=layer_id)):
            self._session.set_active_layer(layer_id)
            self.said.emit(self.tr("The Move tool (V) moves, turns and scales it; it stays sharp."))

    def _place(self, content: Writing, height: float) -> Matrix:
        """Where the painter usually has it. Else words stand at the upper right; a seal below the last column
        of them, or at the lower left.
        """
        extent = self._session.document.extent
        box = self._usual_box(type(content))
        if box is not None:
            return placed(content, height, box, extent)
        edge = EDGE * min(extent.width, extent.height)
        wide = content.size[0] * height
        if isinstance(content, Inscription):
            return height, 0.0, 0.0, height, extent.width - edge - wide, edge
        words = self._words()
        if words is None:
            return height, 0.0, 0.0, height, edge, extent.height - edge - height
        right, top = _below(words, height)
        top = min(top, extent.height - edge / 2 - height)
        return height, 0.0, 0.0, height, max(0.0, right - wide), max(0.0, top)

    def _usual_box(self, content: type[Writing]) -> Box | None:
        return usual_place(self._session.document, kind_of(content), self._habits)

    def _usual_height(self, content: type[Writing], otherwise: float) -> float:
        box = self._usual_box(content)
        extent = self._session.document.extent
        return otherwise if box is None else usual_height(content, box, extent, otherwise)

    def _habits(self, ref: PainterRef) -> tuple[MarkHabit, ...]:
        one = self._shelf.find(ref.slug)
        return () if one is None else one.painter.marks

    def _words(self) -> InscriptionLayer | None:
        """The topmost inscription."""
        found = None
        for layer in self._session.document.walk():
            if isinstance(layer, InscriptionLayer) and isinstance(layer.lettering.content, Inscription):
                found = layer
        return found

    def _do(self, command: Command) -> bool:
        try:
            self._session.apply(command)
        except EditError as error:
            self.said.emit(explain(error).what)
            return False
        return True

    def _open(self, dialog: QDialog) -> None:
        self.dialog = dialog
        dialog.open()


def _below(words: InscriptionLayer, height: float) -> tuple[float, float]:
    """The right edge of a seal of ``height`` under the last column, clear of the one before, and its top."""
    lettering = words.lettering
    assert isinstance(lettering.content, Inscription)
    last = Inscription(text=lettering.content.columns[-1] or "一", family=lettering.content.family)
    a, _, _, _, e, _ = lettering.place
    box = lettering_bounds(Lettering(last, lettering.place))
    return e + min(0.5 * a + height / 2, 1.15 * a), box.bottom() + 0.3 * height


def _name(content: Writing) -> str:
    """The layer's: how the words begin."""
    words = "".join(content.text.split())
    return words if len(words) <= LONGEST_NAME else f"{words[: LONGEST_NAME - 1]}…"
