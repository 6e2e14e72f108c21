"""The gate plan as a value."""

from __future__ import annotations

import numpy as np
import pytest

from artmaster_desktop.core.gate import (
    BLOCK_GROUPS,
    EVERYWHERE,
    NOISE_BINS,
    ROLE_PROFILES,
    GatePlan,
    GateRow,
    Profile,
    block_group,
    noise_bin,
)
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.painter import Role


def test_block_groups_of_flux_dev_are_those_of_its_table() -> None:
    double = [block_group("double", i, 19) for i in range(19)]
    single = [block_group("single", i, 38) for i in range(38)]
    assert double == [0] * 10 + [1] * 9
    assert single == [2] * 10 + [3] * 18 + [4] * 10
    assert {block_group("single", i, 6) for i in range(6)} == {2, 3, 4}
    with pytest.raises(ValueError, match="double"):
        block_group("triple", 0, 1)


def test_noise_bins_cover_the_run_from_high_to_low() -> None:
    bins = [noise_bin(sigma) for sigma in np.linspace(1, 0, 101)]
    assert bins == sorted(bins)
    assert set(bins) == set(range(NOISE_BINS))
    assert noise_bin(0.85) == 1


def test_the_three_roles_share_the_run_without_gap_or_overlap() -> None:
    roles = [ROLE_PROFILES[role] for role in (Role.COMPOSITION, Role.COLOUR, Role.BRUSHWORK)]
    for group in range(len(BLOCK_GROUPS)):
        for sigma in np.linspace(0, 1, 21):
            assert sum(role.at(group, sigma) for role in roles) == 1.0
    assert ROLE_PROFILES[Role.WHOLE] is EVERYWHERE
    with pytest.raises(ValueError, match="block groups"):
        Profile(((1.0,),))


def plan(**changes: object) -> GatePlan:
    coverage = np.full((2, 2, 3), 0.5, np.float32)
    row = GateRow(painter=0, area=1, weight=0.7, texts=(0.0, 0.7), whole=0.35)
    return GatePlan(**({"grid": Extent(3, 2), "coverage": coverage, "rows": (row,)} | changes))  # type: ignore[arg-type]


def test_a_plan_can_be_printed_and_compared() -> None:
    assert plan() == plan()
    assert hash(plan()) == hash(plan())
    assert plan() != plan(rows=())
    assert plan() != "a plan"
    assert plan().shares == (0.5, 0.5)
    assert str(plan()).startswith("3x2 tokens, 2 areas: 50%, 50%\n  painter 0 in area 1: weight 0.7")


@pytest.mark.parametrize(
    "changes",
    [
        {"coverage": np.full((2, 2, 3), 0.5)},
        {"coverage": np.full((2, 3, 3), 0.5, np.float32)},
        {"coverage": np.full((2, 2, 3), 0.6, np.float32)},
        {"rows": (GateRow(painter=0, area=2, weight=1.0, texts=(0.0, 0.0)),)},
        {"rows": (GateRow(painter=0, area=0, weight=1.0),)},
    ],
)
def test_a_plan_that_contradicts_itself_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"coverage|sum to 1|gate row"):
        plan(**changes)
