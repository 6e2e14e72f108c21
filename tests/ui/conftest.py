"""What every test of the window may rely on: workers destroy no widgets."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from itertools import count

import pytest

WHOLE = 40
"""Tests between two searches of everything."""

_tests = count(1)


@pytest.fixture(autouse=True)
def _collected_here() -> Iterator[None]:
    """As in the program (app/garbage.py). A failed test leaves its whole window in a cycle: a worker of a
    later test would stumble over it, destroy it in its own thread and hang.
    """
    was_on = gc.isenabled()
    gc.disable()
    yield
    gc.collect(1 if next(_tests) % WHOLE else 2)
    if was_on:
        gc.enable()
