"""The painters whose weights are in memory: read once, and let go when many others came after them."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from artmaster_desktop.core.errors import (
    PainterChanged,
    PainterFileError,
    PainterNotFound,
    PainterProblem,
    ReadFailed,
)
from artmaster_desktop.core.job import HiredPainter
from artmaster_desktop.engine.outline import ModelOutline
from artmaster_desktop.engine.painters.adapter import Adapter
from artmaster_desktop.engine.painters.formats import ReadAdapter, read_adapter

BUDGET = 2 << 30


class Roster:
    """Keeps what was read, up to ``budget`` bytes beside the painters of the job under way; and of a file
    that cannot paint, why.
    """

    def __init__(self, budget: int = BUDGET) -> None:
        self._budget = budget
        self._known: OrderedDict[tuple[str, str], ReadAdapter] = OrderedDict()
        self._refused: dict[tuple[str, str], tuple[PainterProblem, str]] = {}

    @property
    def memory(self) -> int:
        """Bytes of all weights that are kept."""
        return sum(_bytes(read.adapter) for read in self._known.values())

    def hire(self, painters: Sequence[HiredPainter], outline: ModelOutline) -> list[ReadAdapter]:
        """The weights of ``painters`` for the model of ``outline``, each adapter named by its painter's slug
        and hash.

        Raises PainterFileError, PainterChanged, PainterNotFound where a file is gone, ReadFailed.
        """
        hired = [self.read(painter, outline) for painter in painters]
        self.keep(len({painter.sha256 for painter in painters}))
        return hired

    def read(self, painter: HiredPainter, outline: ModelOutline) -> ReadAdapter:
        """One painter as ``hire`` reads it. What is wrong with a file is told by its header where that is
        enough; its numbers are read once, and kept for the run.
        """
        key = (painter.sha256, outline.caps.identity)
        if key in self._refused:
            raise PainterFileError(painter.file, *self._refused[key])
        if key not in self._known:
            try:
                self._known[key] = _read(painter, outline)
            except PainterFileError as error:
                self._refused[key] = (error.problem, error.detail)
                raise
        self._known.move_to_end(key)
        return self._known[key]

    def keep(self, latest: int) -> None:
        """Let go of the oldest beyond the budget, but never of the ``latest`` that were read."""
        while len(self._known) > latest and self.memory > self._budget:
            self._known.popitem(last=False)

    def clear(self) -> None:
        """Give all memory back."""
        self._known.clear()
        self._refused.clear()


def _read(painter: HiredPainter, outline: ModelOutline) -> ReadAdapter:
    try:
        found = _sha256(painter.file)
    except FileNotFoundError as error:
        raise PainterNotFound(painter.slug, painter.sha256) from error
    except OSError as error:
        raise ReadFailed(painter.file, error.strerror or str(error)) from error
    if found != painter.sha256:
        raise PainterChanged(painter.slug, painter.sha256, found)
    read = read_adapter(painter.file, outline.shapes, outline.texts)
    return replace(read, adapter=replace(read.adapter, name=f"{painter.slug} {painter.sha256}"))


def _bytes(adapter: Adapter) -> int:
    """Bytes of the adapter's tensors; those that layers share count once."""
    parts = (adapter.modules, adapter.text, adapter.text_2)
    tensors = {id(t): t for part in parts for low in part.values() for t in (low.a, low.b)}
    return sum(tensor.nbytes for tensor in tensors.values())


def _sha256(file: Path) -> str:
    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()
