"""Words for trouble with works: each names its file, and says what to do."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from artmaster_desktop.core.captioner_errors import CaptionerProblem, CaptionerUnusable
from artmaster_desktop.core.errors import NotAmongWorks, ScanError, ScanProblem, WorksError
from artmaster_desktop.core.message import in_english
from artmaster_desktop.core.wording import word_error
from artmaster_desktop.core.works_wording import works_words


@dataclass(eq=False)
class Stranger(WorksError):
    """A kind of trouble that nobody has words for."""

    what: str


@pytest.mark.parametrize("problem", ScanProblem)
def test_each_problem_of_a_scan_says_what_to_do(problem: ScanProblem) -> None:
    message = word_error(ScanError(Path("scans/lake.tif"), problem, "20001 x 30000 pixels"))
    assert "lake.tif" in message.what
    assert problem.value in message.what
    assert "20001 x 30000" in message.what
    assert message.safe
    assert message.do
    assert "  " not in word_error(ScanError(Path("lake.tif"), problem)).what


def test_what_there_is_is_named_where_something_is_not() -> None:
    assert "lake, pine" in word_error(NotAmongWorks("lak", ("lake", "pine"))).do
    assert word_error(NotAmongWorks("lak", ())).do == ""


@pytest.mark.parametrize("problem", CaptionerProblem)
def test_each_problem_of_a_captioner_says_what_to_do(problem: CaptionerProblem) -> None:
    message = word_error(CaptionerUnusable(Path("models/blip"), problem, "no such layer"))
    assert message.what.endswith(f"{problem.value}. no such layer")
    assert str(Path("models/blip")) in message.what
    assert message.safe
    assert "safetensors" in message.do
    assert not word_error(CaptionerUnusable(Path("blip"), problem)).what.endswith(" ")


def test_new_trouble_has_words_too() -> None:
    assert str(works_words(Stranger("rain"), in_english))
