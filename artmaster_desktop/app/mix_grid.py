"""A square of small pictures between three or four painters, one in each corner."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from artmaster_desktop.app.desk import MIX_SIDE
from artmaster_desktop.app.desk_documents import with_painters
from artmaster_desktop.app.order import Order
from artmaster_desktop.app.purpose import Mix
from artmaster_desktop.core.document import Document
from artmaster_desktop.core.painter import PainterRef, Share


def corner_weights(painters: int, x: float, y: float) -> tuple[float, ...]:
    """The weight of each painter at (``x``, ``y``) in [0, 1] from the upper left: they sum to 1.

    The first two have the upper corners, left and right; of four, the others have the lower ones; the third
    of three has the whole lower edge.
    """
    if painters not in (3, 4):
        raise ValueError(f"a square lies between three painters or four, not {painters}")
    upper = ((1.0 - x) * (1.0 - y), x * (1.0 - y))
    lower = (y,) if painters == 3 else ((1.0 - x) * y, x * y)
    return tuple(round(weight, 3) for weight in (*upper, *lower))


def corner_shares(painters: Sequence[PainterRef], x: float, y: float) -> tuple[Share, ...]:
    """Those of ``painters`` who paint at (``x``, ``y``)."""
    weights = corner_weights(len(painters), x, y)
    return tuple(Share(ref, weight) for ref, weight in zip(painters, weights, strict=True) if weight > 0.0)


@dataclass(frozen=True, slots=True)
class MixGrid:
    """The ``orders`` of a square of ``side`` x ``side`` pictures, row by row, all with the purpose ``id``."""

    id: str
    side: int
    orders: tuple[Order, ...]

    @classmethod
    def of(cls, document: Document, region: str, painters: Sequence[PainterRef], side: int) -> MixGrid:
        """Pictures of ``document`` where ``painters`` and nobody else paint ``region`` ("" = everywhere).
        Raises BrokenDocument where it is not there.
        """
        name, count = uuid.uuid4().hex, side * side
        orders: list[Order] = []
        for index in range(count):
            x, y = index % side / (side - 1), index // side / (side - 1)
            mixed = with_painters(document, region, corner_shares(painters, x, y))
            orders.append(Order(mixed, (Mix(name, index, count, x),), longest_side=MIX_SIDE))
        return cls(name, side, tuple(orders))
