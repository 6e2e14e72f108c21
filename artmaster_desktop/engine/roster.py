"""The painters whose weights are in memory: read once, and let go when many others came after them."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from artmaster_desktop.core.errors import PainterChanged, PainterNotFound, ReadFailed
from artmaster_desktop.core.job import HiredPainter
from artmaster_desktop.engine.flux.weights import FluxModel
from artmaster_desktop.engine.painters.adapter import Adapter
from artmaster_desktop.engine.painters.formats import ReadAdapter, linear_shapes, read_adapter
from artmaster_desktop.engine.painters.keys import CLIP, T5

BUDGET = 2 << 30


class Roster:
    """Keeps what was read, up to ``budget`` bytes beside the painters of the job under way."""

    def __init__(self, budget: int = BUDGET) -> None:
        self._budget = budget
        self._known: OrderedDict[tuple[str, str], ReadAdapter] = OrderedDict()

    @property
    def memory(self) -> int:
        """Bytes of all weights that are kept."""
        return sum(_bytes(read.adapter) for read in self._known.values())

    def hire(self, painters: Sequence[HiredPainter], model: FluxModel) -> list[ReadAdapter]:
        """The weights of ``painters`` for ``model``, each adapter named by its painter's slug and hash.

        Raises PainterFileError, PainterChanged, PainterNotFound where a file is gone, ReadFailed.
        """
        keys = [(painter.sha256, model.caps.identity) for painter in painters]
        for key, painter in zip(keys, painters, strict=True):
            if key not in self._known:
                self._known[key] = _read(painter, model)
            self._known.move_to_end(key)
        hired = [self._known[key] for key in keys]
        while len(self._known) > len(set(keys)) and self.memory > self._budget:
            self._known.popitem(last=False)
        return hired

    def clear(self) -> None:
        """Give all memory back."""
        self._known.clear()


def _read(painter: HiredPainter, model: FluxModel) -> ReadAdapter:
    try:
        found = _sha256(painter.file)
    except FileNotFoundError as error:
        raise PainterNotFound(painter.slug, painter.sha256) from error
    except OSError as error:
        raise ReadFailed(painter.file, error.strerror or str(error)) from error
    if found != painter.sha256:
        raise PainterChanged(painter.slug, painter.sha256, found)
    texts = {CLIP: linear_shapes(model.clip), T5: linear_shapes(model.t5)}
    read = read_adapter(painter.file, linear_shapes(model.transformer), texts)
    return replace(read, adapter=replace(read.adapter, name=f"{painter.slug} {painter.sha256}"))


def _bytes(adapter: Adapter) -> int:
    """Bytes of the adapter's tensors; those that layers share count once."""
    parts = (adapter.modules, adapter.text, adapter.text_2)
    tensors = {id(t): t for part in parts for low in part.values() for t in (low.a, low.b)}
    return sum(tensor.nbytes for tensor in tensors.values())


def _sha256(file: Path) -> str:
    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()
