"""Where layers sit, how tokens are sorted, and which tiles a painter touches."""

from __future__ import annotations

import numpy as np
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from artmaster_desktop.engine.painters.seat import Seat, Stream, block_layers, seat_of
from artmaster_desktop.engine.painters.state import (
    CHUNK,
    TILE,
    Columns,
    GateTable,
    active_chunks,
    inverse_order,
    sort_order,
)
from tests.engine.tiny_flux import DEPTH, HEIGHT, WIDTH, plan, soft, tiny_flux

PICTURE = HEIGHT * WIDTH


def test_seats_of_flux() -> None:
    assert seat_of("single_transformer_blocks.2.proj_out", DEPTH) == Seat(Stream.JOINT, 4)
    assert seat_of("transformer_blocks.0.attn.add_k_proj", DEPTH) == Seat(Stream.TEXT, 0)
    assert seat_of("proj_out", DEPTH) == Seat(Stream.IMAGE, 4)
    assert seat_of("transformer_blocks.0.attn.norm_q", DEPTH) is None
    assert seat_of("transformer_blocks.2.attn.to_q", DEPTH) is None
    model = tiny_flux(guidance=True)
    linears = {name for name, layer in model.named_modules() if isinstance(layer, nn.Linear)}
    assert {name for name in linears if seat_of(name, DEPTH) is None} == set()
    seats = {name: seat_of(name, DEPTH) for name in linears if "transformer_blocks" in name}
    assert set(block_layers(DEPTH)) == {
        name for name, seat in seats.items() if seat and seat.stream is not Stream.WHOLE
    }


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 999), areas=st.integers(1, 6))
def test_sorting_puts_areas_together(seed: int, areas: int) -> None:
    the_plan = plan(soft(areas, seed))
    order = sort_order(the_plan)
    strongest = the_plan.coverage.reshape(areas, -1).argmax(0)[order]
    assert sorted(order) == list(range(PICTURE))
    assert (np.diff(strongest) >= 0).all()
    assert np.array_equal(order[inverse_order(order)], np.arange(PICTURE))


def test_tiles_list_the_chunks_that_act() -> None:
    columns = Columns(ranks=(CHUNK, 2 * CHUNK), width=4 * CHUNK)
    table = GateTable(columns, torch.device("cpu"))
    gate = np.zeros((2 * TILE + 1, 3), dtype=np.float32)
    gate[3, 1] = 0.5
    gate[TILE:, 0] = 1.0
    table.fill(gate)
    assert table.counts.tolist() == [2, 1, 1]
    assert table.chunks[0, :2].tolist() == [1, 2]
    assert table.chunks[1, 0] == 0
    assert table.active
    kept = table.columns.data_ptr()
    table.fill(np.zeros_like(gate))
    assert (table.active, table.counts.tolist(), table.columns.data_ptr()) == (False, [0, 0, 0], kept)
    assert active_chunks(np.array([[False] * 17 + [True]]))[0].tolist() == [[1, 0]]
