"""What is said of a document that came back from its journal."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from artmaster_desktop.storage import recovery
from artmaster_desktop.storage.journal import Journal
from artmaster_desktop.storage.journal_reader import BaseGone, JobsLost, PixelsLost, Recovered
from artmaster_desktop.ui.dialogs.recovery_report import RecoveryReport, recovered_text
from tests.app.test_engine_thread import a_job
from tests.core.documents import halves


@pytest.fixture
def recovered(tmp_path: Path) -> Recovered:
    """A document whose journal a killed program left, with a job."""
    document = halves()
    journal = Journal.start(tmp_path, document, None)
    journal.record(document, "Dot")
    journal.record_job("a", a_job(), "waiting", "Boats")
    assert journal.flush()
    journal.close(clean=False)
    (item,) = recovery.recover(tmp_path)
    found = recovery.load(item.journal)
    found.file.close()
    return found


def test_unfinished_paintings_are_told(recovered: Recovered) -> None:
    named = replace(recovered, document=recovered.document.edited(title="Boats"))
    assert recovered_text(named) == (
        "Recovered Boats. Unfinished paintings in the queue, to be tried again: 1."
    )
    assert recovered_text(replace(named, jobs=())) == "Recovered Boats."
    nameless = replace(named, jobs=(), document=recovered.document.edited(title=""))
    assert recovered_text(nameless) == "Recovered."
    assert recovered_text(replace(nameless, path=Path("folder/boats.ora"))) == "Recovered boats."


def test_one_loss_is_told_as_one(qtbot: QtBot, recovered: Recovered) -> None:
    report = RecoveryReport(replace(recovered, losses=(PixelsLost("id", "Ink", 1), JobsLost(1))))
    qtbot.addWidget(report)
    assert report.informativeText().splitlines() == [
        "One square of 256 pixels of the layer Ink is lost.",
        "A painting that was waiting is lost.",
    ]


def test_every_loss_has_its_sentence(qtbot: QtBot, recovered: Recovered) -> None:
    losses = (PixelsLost("id", "Ink", 3), BaseGone(Path("boats.ora")), JobsLost(2))
    report = RecoveryReport(replace(recovered, losses=losses))
    qtbot.addWidget(report)
    told = report.informativeText().splitlines()
    assert len(told) == 3
    assert all(word in said for word, said in zip(("Ink", "boats.ora", "2"), told, strict=True))
