"""The chain that lifts data of any older format to today's, one tested step at a time.

``artmaster.json`` says ``{"format": n, "min_reader": m}``: ``n`` is the version that wrote it, ``m`` the
oldest version that can read it without harm. A step may change the whole object, never the pixels.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

Data: TypeAlias = dict[str, Any]
Step: TypeAlias = Callable[[Data], Data]

OLDEST = 1
CURRENT = 3

WITHOUT_GUIDES = 1
"""The format before guides. A reader of it keeps them but would paint without them, so it is told to leave
files that have any alone.
"""

WITHOUT_VISIBLE = 2
"""The format before paintings over all that is seen; its readers cannot open documents with such a start."""


def _with_guides(data: Data) -> Data:
    """Format 2 has guides; a document of format 1 has none, whatever another program wrote under the name."""
    document = data.get("document")
    return {**data, "document": {**document, "guides": []}} if isinstance(document, dict) else data


def _with_visible(data: Data) -> Data:
    """Format 3 knows one more start of a painting; what format 2 says, it says too."""
    return data


STEPS: Mapping[int, Step] = {1: _with_guides, 2: _with_visible}
"""``STEPS[n]`` lifts format n to n + 1; there is one for every n from OLDEST to CURRENT - 1."""


class TooNew(Exception):
    """The data asks for a reader of at least ``needed``."""

    def __init__(self, needed: int) -> None:
        super().__init__(needed)
        self.needed = needed


def migrate(data: Data, *, steps: Mapping[int, Step] = STEPS, current: int = CURRENT) -> Data:
    """``data`` in format ``current``; unchanged where it is newer but says that we may read it.

    Raises TooNew where we may not, ValueError where the numbers make no sense or a step is missing.
    """
    found, needed = data.get("format"), data.get("min_reader", data.get("format"))
    for number in (found, needed):
        if not isinstance(number, int) or isinstance(number, bool) or number < OLDEST:
            raise ValueError("the format is not a number that we ever used")
    assert isinstance(found, int) and isinstance(needed, int)  # noqa: PT018
    if needed > current:
        raise TooNew(needed)
    while found < current:
        if found not in steps:
            raise ValueError(f"no way from format {found} to {found + 1}")
        data = {**steps[found](data), "format": found + 1}
        found += 1
    return data
