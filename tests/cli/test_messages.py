"""Every error and notice has words, made of its own fields."""

from __future__ import annotations

from pathlib import Path

import pytest

from artmaster_desktop.cli.messages import explain, notice_text
from artmaster_desktop.core import errors
from tests.core.worded import ERRORS, NOTICES, made


@pytest.mark.parametrize("kind", ERRORS)
def test_every_error_is_explained(kind: type) -> None:
    message = explain(made(kind))
    assert kind.__name__ not in str(message)
    assert message.what.endswith(".")
    assert any(word in message.what for word in ("thing", "4321", "one", "640"))


@pytest.mark.parametrize("kind", NOTICES)
def test_every_notice_is_worded(kind: type) -> None:
    text = notice_text(made(kind))
    assert kind.__name__ not in text
    assert text.endswith(".")
    assert "thing" in text or "640" in text


def test_a_full_disk_is_called_that() -> None:
    message = explain(errors.SaveFailed(Path("a.ora"), 28, "No space left on device"))
    assert "disk is full" in message.what
    assert "still there" in message.safe


def test_words_for_memory_name_what_would_fit() -> None:
    error = errors.OutOfMemory("cuda:0", "painting", 3 << 30, 1 << 30, ("a canvas of 768x768",))
    assert "1.0 GiB free" in explain(error).what
    assert "768x768" in explain(error).do
