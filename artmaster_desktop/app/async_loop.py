"""The window's asyncio loop: Qt's own event loop, as qasync makes it one, for what is naturally asynchronous.

It is made at first need: a session without a download pays nothing for it. In a coroutine nobody calls
``exec()``: a nested loop would enter a task within a task. Dialogs ``open()`` and tell by signals.
"""

from __future__ import annotations

import sys
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop, Task

T = TypeVar("T")

_loops: list[AbstractEventLoop] = []


def begin(work: Coroutine[Any, Any, T], name: str) -> Task[T]:
    """Start ``work`` in the window's thread, whose event loop is running already."""
    if not _loops:
        _loops.append(_made())
    return _loops[0].create_task(work, name=name)


def _made() -> AbstractEventLoop:
    import qasync  # type: ignore[import-untyped]  # takes the Qt that it finds imported: PySide6

    app = QCoreApplication.instance()
    assert app is not None, "the window's loop is that of a running program"
    loop: AbstractEventLoop = qasync.QEventLoop(app, already_running=True)
    loop.set_exception_handler(_tell)
    return loop


def _tell(_loop: AbstractEventLoop, context: dict[str, Any]) -> None:
    """What nobody awaited is a defect: it goes where all go that nobody caught."""
    fault = context.get("exception") or RuntimeError(context.get("message", "a task failed"))
    sys.excepthook(type(fault), fault, fault.__traceback__)
