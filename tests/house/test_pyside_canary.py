"""PySide6 keeps count of True and None.

PySide6 6.12 on Python 3.11 gives back one reference to True with every signal and one of None with
every call that returns nothing, until the interpreter aborts some thousand calls later (PYSIDE-3474).
"""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QCoreApplication, QObject, Signal

CALLS = 200
SLACK = 20  # other threads and the interpreter move the counts a little


class Bell(QObject):
    rung = Signal(int)


def test_true_and_none_keep_their_references(qapp: QCoreApplication) -> None:
    bell = Bell()
    seen: list[int] = []
    bell.rung.connect(seen.append)
    true, none = sys.getrefcount(True), sys.getrefcount(None)
    for number in range(CALLS):
        bell.rung.emit(number)
        qapp.processEvents()
        bell.parent()
    assert sys.getrefcount(True) - true > -SLACK
    assert sys.getrefcount(None) - none > -SLACK
    assert seen == list(range(CALLS))


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="True and None are immortal from Python 3.12 on")
def test_the_count_moves_when_references_move() -> None:
    none = sys.getrefcount(None)
    held = [None] * CALLS
    assert sys.getrefcount(None) - none > CALLS - SLACK
    assert len(held) == CALLS
