"""The short form of tests/bench/fuzz_files.py: three hundred spoilt files."""

from __future__ import annotations

import os

import pytest

from tests.bench.fuzz_files import run, table


@pytest.mark.skipif(os.name == "nt", reason="limits of memory are POSIX")
def test_spoilt_files_raise_nothing_but_errors_of_ours() -> None:
    tally = run(300, seed=7)
    assert tally.bad == [], table(tally)
    assert tally.slowest < 10.0, table(tally)
    assert sum(tally.outcomes.values()) == 300
    assert {outcome for _, outcome in tally.outcomes} >= {"opened", "DocumentFileError", "JournalDamaged"}
