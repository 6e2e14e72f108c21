"""Undo and redo. A step keeps the document and the selection it led to; both share their tiles with those
before, so a step costs its difference.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from artmaster_desktop.core.document import Document
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.core.tile_ledger import TileLedger


def _kept(selection: Raster | None) -> Raster | None:
    return selection


@dataclass(frozen=True, slots=True)
class Command:
    """One thing the artist did (one drag = one command): a name for the panel, and a pure change of the
    document. ``select`` is what it does to the selection (core/selection.py), which is no part of the
    document but goes back and forth with it.
    """

    name: str
    change: Callable[[Document], Document]
    select: Callable[[Raster | None], Raster | None] = _kept


@dataclass(frozen=True, slots=True)
class Step:
    """A point in the history: the command that led there ("" for the first), and the document and the
    selection after it.
    """

    name: str
    document: Document
    selection: Raster | None = None


class History:
    """The steps of one open document, bounded by ``budget`` bytes of pixels that all kept steps hold
    together, and by ``most`` steps: each also keeps the list of its tiles, some ten kilobytes on a large
    canvas.

    At least the current step and one before it are kept, whatever they weigh.
    """

    def __init__(self, document: Document, budget: int = 1 << 30, most: int = 1000) -> None:
        self._steps = [Step("", document)]
        self._at = 0
        self._budget = budget
        self._most = most
        self._ledger = TileLedger()
        self._ledger.add(document)

    @property
    def document(self) -> Document:
        return self._steps[self._at].document

    @property
    def selection(self) -> Raster | None:
        return self._steps[self._at].selection

    @property
    def steps(self) -> tuple[Step, ...]:
        return tuple(self._steps)

    @property
    def position(self) -> int:
        """Index of the current step in ``steps``."""
        return self._at

    @property
    def can_undo(self) -> bool:
        return self._at > 0

    @property
    def can_redo(self) -> bool:
        return self._at + 1 < len(self._steps)

    def apply(self, command: Command) -> Document:
        """Do it; what could have been redone is gone. A command that changes nothing leaves no step."""
        changed, selected = command.change(self.document), command.select(self.selection)
        if changed is not self.document or selected is not self.selection:
            for undone in self._steps[self._at + 1 :]:
                self._ledger.drop(undone.document, undone.selection)
            del self._steps[self._at + 1 :]
            self._steps.append(Step(command.name, changed, selected))
            self._ledger.add(changed, selected)
            self._at += 1
            self._forget()
        return self.document

    def undo(self) -> Document:
        """One step back; at the first step nothing happens."""
        self._at = max(0, self._at - 1)
        return self.document

    def redo(self) -> Document:
        """One step forward; at the last step nothing happens."""
        self._at = min(len(self._steps) - 1, self._at + 1)
        return self.document

    def memory(self) -> int:
        """Bytes of pixels held by all steps, shared tiles counted once."""
        return self._ledger.bytes

    def _forget(self) -> None:
        while self._at > 1 and (self._ledger.bytes > self._budget or len(self._steps) > self._most):
            oldest = self._steps.pop(0)
            self._ledger.drop(oldest.document, oldest.selection)
            self._at -= 1
