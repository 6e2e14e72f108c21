"""Undo and redo. A step keeps the document it led to; documents share their tiles, so a step costs its
difference.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from artmaster_desktop.core.document import Document


@dataclass(frozen=True, slots=True)
class Command:
    """One thing the artist did (one drag = one command): a name for the panel, and a pure change of the
    document.
    """

    name: str
    change: Callable[[Document], Document]


@dataclass(frozen=True, slots=True)
class Step:
    """A point in the history: the command that led there ("" for the first) and the document after it."""

    name: str
    document: Document


class History:
    """The steps of one open document, bounded by ``budget`` bytes of pixels that no other kept step shares.

    At least the current step and one before it are kept, whatever they weigh.
    """

    def __init__(self, document: Document, budget: int = 1 << 30) -> None:
        self._steps = [Step("", document)]
        self._at = 0
        self._budget = budget

    @property
    def document(self) -> Document:
        return self._steps[self._at].document

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
        changed = command.change(self.document)
        if changed is not self.document:
            del self._steps[self._at + 1 :]
            self._steps.append(Step(command.name, changed))
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
        seen: set[int] = set()
        return sum(step.document.memory(seen) for step in self._steps)

    def _forget(self) -> None:
        while self._at > 1 and self.memory() > self._budget:
            del self._steps[0]
            self._at -= 1
