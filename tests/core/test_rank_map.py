"""A layer's rank and strength stay in their ranges."""

from __future__ import annotations

import pytest

from artmaster_desktop.core.rank_map import LayerRank


def test_ranks_and_strengths_have_their_ranges() -> None:
    assert LayerRank("double", 0, "attn.to_q", 0.0, 1.0).strength == 1.0
    for rank, strength in ((-1.0, 0.5), (1.0, 1.5), (1.0, -0.1)):
        with pytest.raises(ValueError, match="rank"):
            LayerRank("double", 0, "attn.to_q", rank, strength)
