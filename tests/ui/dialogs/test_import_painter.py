"""What is said of files that were to join the painters."""

from __future__ import annotations

from pathlib import Path

from artmaster_desktop.app.painter_import import Fate, Outcome
from artmaster_desktop.core.errors import PainterFileError, PainterProblem
from artmaster_desktop.ui.dialogs.import_painter import outcome_lines, worth_showing


def test_every_outcome_has_its_sentences() -> None:
    file = Path("a.safetensors")
    added = Outcome(file, Fate.ADDED, "a", everywhere=3, unused=(("layers of a text encoder", 2),))
    lines = "\n".join(outcome_lines(added))
    assert "3 of its layers" in lines
    assert "layers of a text encoder (2)" in lines
    assert "a-slug" in outcome_lines(Outcome(file, Fate.KNOWN, "a-slug"))[0]
    unchecked = Outcome(file, Fate.ADDED, "a", checked=False)
    assert "first paints" in outcome_lines(unchecked)[0]
    for problem in PainterProblem:
        told = outcome_lines(Outcome(file, Fate.REFUSED, error=PainterFileError(file, problem)))
        assert "a.safetensors" in told[0]
    assert worth_showing([unchecked])
    assert worth_showing([])
    assert not worth_showing([Outcome(file, Fate.ADDED, "a")])
    assert worth_showing([added])
