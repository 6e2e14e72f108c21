"""Words for the window: every error and notice through the artist's language."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

from artmaster_desktop.app.alternatives import FewerPainters
from artmaster_desktop.core.errors import NotFinite, SaveFailed
from artmaster_desktop.core.event import Placement, Stage
from artmaster_desktop.core.notice import GateUnsure, PainterAbsent, PainterIdle, RegionEmpty
from artmaster_desktop.ui import messages
from artmaster_desktop.ui.dialogs.trouble_offers import offer_of_choice
from tests.core.test_job_change import a_job


class _Shouting(QTranslator):
    """A language in which everything is said louder."""

    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str:
        return text.upper().replace("{PATH}", "{path}").replace("{REGION}", "{region}")


@pytest.fixture
def shouting(qapp: QCoreApplication) -> Iterator[None]:
    translator = _Shouting()
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


def test_errors_and_notices_are_worded() -> None:
    message = messages.explain(SaveFailed(Path("a.ora"), 28, "No space left"))
    assert "disk is full" in message.what
    assert "Boat" in messages.notice_text(RegionEmpty("Boat"))


def test_painters_are_called_by_the_names_on_their_cards(monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine knows them by their slugs alone."""
    assert "night-lantern" in messages.notice_text(GateUnsure("", "night-lantern", 0.4))
    monkeypatch.setattr(messages.painter_name, "named", {"night-lantern": "Night Lantern"}.get)
    for notice in (GateUnsure("", "night-lantern", 0.4), PainterIdle("night-lantern")):
        assert "Night Lantern" in messages.notice_text(notice)
        assert "night-lantern" not in messages.notice_text(notice)
    assert "stranger" in messages.notice_text(PainterAbsent("", "stranger"))
    said = messages.explain(NotFinite(3, ("stranger", "night-lantern"))).what
    assert "stranger, Night Lantern" in said
    offer = offer_of_choice(FewerPainters(a_job(), ("night-lantern",), ("stranger",)))
    assert (offer.text, offer.detail) == ("Paint with fewer painters: Night Lantern", "Without stranger")


@pytest.mark.usefixtures("shouting")
def test_they_go_through_the_language_of_the_window() -> None:
    message = messages.explain(SaveFailed(Path("a.ora"), 28, "No space left"))
    assert message.what == "a.ora COULD NOT BE SAVED: THE DISK IS FULL."
    assert messages.notice_text(RegionEmpty("Boat")).startswith("Boat: NOTHING IS DRAWN")
    assert messages.stage_text(Stage.PAINTING) == "PAINTING"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.2, "0 s"),
        (59.4, "59 s"),
        (59.6, "1 min 00 s"),
        (125, "2 min 05 s"),
        (4800, "1 h 20 min"),
        (-1, "0 s"),
    ],
)
def test_times_are_told_as_people_tell_them(seconds: float, text: str) -> None:
    assert messages.duration_text(seconds) == text
    assert messages.left_text(seconds) == f"{text} left"


@pytest.mark.parametrize(("steps", "text"), [(1, "1 step"), (2, "2 steps"), (20, "20 steps")])
def test_one_step_is_not_several(steps: int, text: str) -> None:
    assert messages.steps_text(steps) == text


def test_an_unknown_time_is_not_told() -> None:
    assert messages.left_text(None) == ""


def test_disks_count_in_tens_and_memory_in_twos() -> None:
    assert messages.size_text(34e9) == "34.0 GB"
    assert messages.memory_text(24 << 30) == "24.0 GiB"


def test_the_day_is_told_where_it_is_another() -> None:
    now = datetime(2026, 4, 2, 12, 0)
    assert messages.when_text(datetime(2026, 4, 2, 9, 5), now) == "09:05"
    assert messages.when_text(datetime(2026, 4, 1, 9, 5), now) == "01/04/2026 09:05"


def test_a_placement_is_one_line() -> None:
    place = Placement("cpu", "Processor", "float32", "none", "")
    assert messages.placement_text(place) == "Processor, float32, whole model in memory"
