"""What is printed is shown as it is: names and paths hold brackets and colons that rich would take for its
own.
"""

from __future__ import annotations

import io
import sys

from rich.console import Console
from rich.text import Text


def console(*, stderr: bool = False) -> Console:
    """A console that takes no text for markup or emoji, and leaves long lines whole."""
    return Console(stderr=stderr, soft_wrap=True, markup=False, emoji=False, highlight=False)


def point(text: str) -> Text:
    """``text`` behind a yellow point: something to know, not a failure."""
    return Text.assemble(("•", "yellow"), " ", text)


def counted(number: int, noun: str) -> str:
    """``number`` of ``noun``, one whose plural ends in s: "1 work", "2 works"."""
    return f"{number} {noun}" + ("" if number == 1 else "s")


def never_fail_on_letters() -> None:
    """Letters that a terminal's encoding does not know become question marks; they do not end the program."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
