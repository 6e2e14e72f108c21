"""The gate as tensors: who acts on which token, for every kind of layer, at the step under way.

``GateState.prepare`` compiles a plan once per job; ``set_step`` copies the noise level's gate into buffers
that keep their storage, so a compiled network sees new numbers and never new code.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import torch
from numpy.typing import NDArray

from artmaster_desktop.core.gate import NOISE_BINS, NOISE_EDGES, GatePlan, noise_bin
from artmaster_desktop.engine.painters.seat import Seat, Stream

TILE = 64
"""Tokens that a kernel handles together; a painter is loaded for a tile only where it acts on one of its
tokens.
"""

CHUNK = 16
"""Columns (ranks) that a kernel handles together: the least that a tensor core multiplies."""

Order: TypeAlias = NDArray[np.int64]
Gate: TypeAlias = NDArray[np.float32]
_BIN_SIGMAS = (1.0, *NOISE_EDGES)
"""A sigma in each noise bin."""


def text_order(areas: int) -> tuple[int, ...]:
    """The areas in the order in which their texts stand in the sequence: the regions', then the root's
    (area 0).

    FLUX gives all text tokens one position, so the order is free; with the root last, root and picture are
    one stretch of tokens that plain attention can take.
    """
    return (*range(1, areas), 0)


def sort_order(plan: GatePlan) -> Order:
    """The order that puts tokens of one area together: ``order[p]`` is the raster index of sorted token
    ``p``.

    FLUX knows a token's place only from ``img_ids``, so painting tokens in any order is exact as long as
    ``img_ids`` go along. Within its strongest area a token lies beside those that share its other areas: a
    tile of neighbours then holds few painters.
    """
    coverage = plan.coverage.reshape(plan.areas, -1)
    strongest = coverage.argmax(axis=0)
    present = coverage > 0.0
    _, company = np.unique(present.T, axis=0, return_inverse=True)
    alone = present.sum(axis=0) == 1
    return np.lexsort((np.arange(coverage.shape[1]), np.where(alone, -1, company.ravel()), strongest)).astype(
        np.int64
    )


def inverse_order(order: Order) -> Order:
    """The order that undoes ``order``: ``x[order][inverse_order(order)]`` is ``x``."""
    inverse = np.empty_like(order)
    inverse[order] = np.arange(len(order))
    return inverse


@dataclass(frozen=True, slots=True)
class Columns:
    """How a layer's stacked ranks belong to painters: painter ``e`` has ``ranks[e]`` columns, the rest is
    spare.
    """

    ranks: tuple[int, ...]
    width: int

    def painters(self) -> NDArray[np.int64]:
        """The painter of each column; spare columns say one past the last, whose gate is always 0."""
        owners = np.repeat(np.arange(len(self.ranks)), self.ranks)
        return np.concatenate([owners, np.full(self.width - len(owners), len(self.ranks))]).astype(np.int64)


class GateTable:
    """The gate of all layers with one seat and one column layout.

    ``columns`` is float32 ``[tokens, width]`` (``[1, width]`` without a token axis). ``chunks`` int32
    ``[tiles, width / CHUNK]`` and ``counts`` int32 ``[tiles]`` list, for each tile of tokens, the chunks of
    columns that act there: the first ``counts[t]`` entries of ``chunks[t]``. ``active`` says whether any
    gate is not 0.
    """

    def __init__(self, columns: Columns, device: torch.device) -> None:
        self.device = device
        self.active = False
        self.relayout(columns)
        self._allocate(1)

    def relayout(self, columns: Columns) -> None:
        """Take another layout of the same width; ``fill`` must follow."""
        self.layout = columns
        self._owners = columns.painters()
        self._owners_on_device = torch.from_numpy(self._owners).to(self.device)

    def _allocate(self, tokens: int) -> None:
        tiles, chunks = -(-tokens // TILE), -(-self.layout.width // CHUNK)
        self.columns = torch.zeros(tokens, self.layout.width, device=self.device)
        self.chunks = torch.zeros(tiles, chunks, dtype=torch.int32, device=self.device)
        self.counts = torch.zeros(tiles, dtype=torch.int32, device=self.device)

    def fill(self, gate: Gate) -> None:
        """Take ``gate`` ``[tokens, painters + 1]`` (last column 0); buffers stay where they are if sizes
        do."""
        if len(gate) != len(self.columns):
            self._allocate(len(gate))
        active = _active_painters(gate)[:, self._owners]
        chunks, counts = active_chunks(active)
        self.active = bool(active.any())
        torch.index_select(
            torch.from_numpy(gate).to(self.device), 1, self._owners_on_device, out=self.columns
        )
        self.chunks.copy_(torch.from_numpy(chunks))
        self.counts.copy_(torch.from_numpy(counts))


def _active_painters(gate: Gate) -> NDArray[np.bool_]:
    """``[tiles, painters]``: whether any token of the tile has a gate that is not 0."""
    starts = np.arange(0, len(gate), TILE)
    return np.asarray(np.logical_or.reduceat(gate != 0.0, starts, axis=0))


def active_chunks(active: NDArray[np.bool_]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """For ``active`` ``[tiles, width]`` columns: each tile's active chunks first, then the rest; and how
    many.
    """
    tiles, width = active.shape
    chunks = -(-width // CHUNK)
    padded = np.zeros((tiles, chunks * CHUNK), dtype=bool)
    padded[:, :width] = active
    any_ = padded.reshape(tiles, chunks, CHUNK).any(axis=2)
    return np.argsort(~any_, axis=1, kind="stable").astype(np.int32), any_.sum(axis=1).astype(np.int32)


@dataclass(frozen=True, slots=True, eq=False)
class _Compiled:
    """A plan's gates in one noise bin and block group: ``[tokens, painters + 1]``, by stream."""

    image: Gate
    text: Gate
    whole: Gate

    def of(self, stream: Stream) -> Gate:
        if stream is Stream.JOINT:
            return np.concatenate([self.text, self.image])
        return {Stream.IMAGE: self.image, Stream.TEXT: self.text, Stream.WHOLE: self.whole}[stream]


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """The gate of an adapter that is no painter, and so in no plan: ``image`` float32 ``[tokens]`` in raster
    order, ``whole`` for texts and for layers without a token axis. It is there or at rest, step by step.
    """

    image: Gate
    whole: float


class GateState:
    """Owns the gate's buffers; the gated layers of one transformer read them.

    Usage: ``prepare`` once per job, then ``set_step(sigma)`` before each call of the transformer.
    """

    def __init__(self, device: torch.device, painters: int) -> None:
        self.device = device
        self.painters = painters
        self._tables: dict[tuple[Seat, Columns], GateTable] = {}
        self._bins: list[dict[int, _Compiled]] = []
        self._resting: list[dict[int, _Compiled]] = []
        self._bin: tuple[int, bool] | None = None

    def clear(self, painters: int) -> None:
        """Forget tables and plan: other painters are being attached."""
        self.painters = painters
        self._tables = {}
        self._bins = []

    def relayout(self, painters: int, columns: Columns) -> None:
        """Other painters in the same buffers: every table takes the layout ``columns``, of the width it
        has."""
        self.painters = painters
        for table in self._tables.values():
            table.relayout(columns)
        self._bins = []

    def table(self, seat: Seat, columns: Columns) -> GateTable:
        """The table that layers with this seat and layout share."""
        key = (seat, columns)
        if key not in self._tables:
            self._tables[key] = GateTable(columns, self.device)
        return self._tables[key]

    def prepare(
        self,
        plan: GatePlan,
        text_lengths: Sequence[int],
        order: Order | None = None,
        padding: int = 0,
        standing: Sequence[Standing] = (),
    ) -> None:
        """Compile ``plan``, then set the gate for pure noise.

        ``text_lengths[area]`` is the number of text tokens of each area of the plan; the texts stand in
        ``text_order``, after ``padding`` unused tokens. ``order`` is how the picture's tokens were sorted
        (``sort_order``), None for raster order; ``standing`` are the gates of the last adapters, which the
        plan does not name. Raises ``ValueError`` where these do not fit the plan or the painters.
        """
        if len(text_lengths) != plan.areas:
            raise ValueError(
                f"the plan has {plan.areas} areas, but text lengths were given for {len(text_lengths)}"
            )
        painters = self.painters - len(standing)
        if any(not 0 <= row.painter < painters for row in plan.rows):
            raise ValueError(f"a gate row names a painter that is not attached; {painters} are")
        groups = sorted({seat.group for seat, _ in self._tables})
        plain = [
            {
                group: _compile(plan, group, sigma, text_lengths, order, padding, self.painters)
                for group in groups
            }
            for sigma in _BIN_SIGMAS
        ]
        self._resting = plain
        self._bins = [
            {group: _beside(gates, standing, order) for group, gates in by_group.items()}
            for by_group in plain
        ]
        self._bin = None
        self.set_step(1.0)

    def set_step(self, sigma: float, *, resting: bool = False) -> None:
        """Set the gate for the noise level ``sigma`` in [0, 1], where ``resting`` without those that stand.
        Raises ``RuntimeError`` before ``prepare``.
        """
        if len(self._bins) != NOISE_BINS:
            raise RuntimeError("the gate has no plan yet: call prepare first")
        bin_ = noise_bin(sigma)
        if (bin_, resting) == self._bin:
            return
        gates = (self._resting if resting else self._bins)[bin_]
        for (seat, _), table in self._tables.items():
            table.fill(gates[seat.group].of(seat.stream))
        self._bin = bin_, resting


def _beside(gates: _Compiled, standing: Sequence[Standing], order: Order | None) -> _Compiled:
    """``gates`` with those that stand in the columns before the last."""
    if not standing:
        return gates
    image, text, whole = gates.image.copy(), gates.text.copy(), gates.whole.copy()
    for column, gate in enumerate(standing, image.shape[1] - 1 - len(standing)):
        image[:, column] = gate.image if order is None else gate.image[order]
        text[:, column] = whole[:, column] = gate.whole
    return _Compiled(image, text, whole)


def _compile(
    plan: GatePlan,
    group: int,
    sigma: float,
    text_lengths: Sequence[int],
    order: Order | None,
    padding: int,
    painters: int,
) -> _Compiled:
    on_image = np.zeros((plan.areas, painters + 1), dtype=np.float64)
    on_text = np.zeros_like(on_image)
    whole = np.zeros((1, painters + 1), dtype=np.float64)
    for row in plan.rows:
        factor = row.profile.at(group, sigma)
        on_image[row.area, row.painter] += row.weight * factor
        on_text[:, row.painter] += np.asarray(row.texts) * factor
        whole[0, row.painter] += row.whole * factor
    coverage = plan.coverage.reshape(plan.areas, -1).T
    if order is not None:
        coverage = coverage[order]
    areas = np.array(text_order(plan.areas))
    text = np.repeat(on_text[areas], np.asarray(text_lengths)[areas], axis=0)
    text = np.concatenate([np.zeros((padding, painters + 1)), text])
    return _Compiled(
        (coverage @ on_image).astype(np.float32), text.astype(np.float32), whole.astype(np.float32)
    )
