"""The short form of tests/bench/kill_nine.py: five programs killed at random moments."""

from __future__ import annotations

import os

import pytest

from tests.bench.kill_nine import run, table


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is POSIX")
def test_what_was_done_comes_back() -> None:
    trials = run(5, seed=4000)
    assert [trial.wrong for trial in trials] == [[]] * 5, table(trials)
    assert sum(trial.edits for trial in trials) > 10
