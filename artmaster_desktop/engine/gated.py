"""The engine that also chooses painters: the gate reads texts with the encoders that paint anyway."""

from __future__ import annotations

from artmaster_desktop.core.choice import Choices
from artmaster_desktop.core.gate_question import GateQuestion
from artmaster_desktop.engine.engine import PaintEngine
from artmaster_desktop.engine.mixing.chooser import Chooser


class GatedEngine(PaintEngine):
    """Paints, and answers for the gate, with one set of weights in memory."""

    def choose(self, question: GateQuestion) -> Choices:
        """Whom the gate chooses. Raises GateFileError, and what ``run`` tells of a model that cannot be
        loaded.
        """
        caps = self.describe(question.model)
        return Chooser(self, caps, question.gate, question.painters).choices(question.wishes)
