"""Measured maps, and the roles that are made of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artmaster_desktop.core.document import Root
from artmaster_desktop.core.gate import BLOCK_GROUPS, EVERYWHERE, NOISE_BINS, ROLE_PROFILES
from artmaster_desktop.core.painter import Role
from artmaster_desktop.core.planning import plan_paint
from artmaster_desktop.core.roles import measured_profile, role_profile
from artmaster_desktop.core.sensitivity import Axis, Cells, Sensitivity
from tests.core.documents import CAPS, finder, halves, painter, share

GROUPS = len(BLOCK_GROUPS)
PARTS = (Role.COMPOSITION, Role.COLOUR, Role.BRUSHWORK)
GROWING: Cells = tuple(tuple(float(g + b) for b in range(NOISE_BINS)) for g in range(GROUPS))
FLAT: Cells = ((1.0,) * NOISE_BINS,) * GROUPS
NOTHING: Cells = ((0.0,) * NOISE_BINS,) * GROUPS


def sensitivity(layout: Cells = FLAT, palette: Cells = FLAT, stroke: Cells = FLAT) -> Sensitivity:
    return Sensitivity("a" * 64, CAPS.identity, layout, palette, stroke, pictures=1, steps=8, side=256)


def only(group: int, bin_: int, value: float = 1.0) -> Cells:
    return tuple(
        tuple(value if (g, b) == (group, bin_) else 0.0 for b in range(NOISE_BINS)) for g in range(GROUPS)
    )


cells = st.lists(st.floats(0, 1e6), min_size=GROUPS * NOISE_BINS, max_size=GROUPS * NOISE_BINS).map(
    lambda v: tuple(tuple(v[g * NOISE_BINS : (g + 1) * NOISE_BINS]) for g in range(GROUPS))
)


@given(cells, cells, cells, st.floats(1, 16))
@settings(max_examples=40, deadline=None)
def test_the_roles_of_one_painter_add_up_to_the_whole_painter(
    layout: Cells, palette: Cells, stroke: Cells, sharpness: float
) -> None:
    known = sensitivity(layout, palette, stroke)
    parts = np.array([measured_profile(known, role, sharpness).weights for role in PARTS])
    assert np.allclose(parts.sum(axis=0), EVERYWHERE.weights)
    assert parts.min() >= 0.0


def test_shares_are_parts_of_an_axis_and_do_not_depend_on_its_unit() -> None:
    known = sensitivity(layout=GROWING, palette=NOTHING)
    larger = replace(known, layout=tuple(tuple(v * 250 for v in row) for row in GROWING))
    assert sum(map(sum, known.shares(Axis.LAYOUT))) == pytest.approx(1.0)
    assert np.allclose(known.shares(Axis.LAYOUT), larger.shares(Axis.LAYOUT))
    assert known.shares(Axis.PALETTE) == ((1 / (GROUPS * NOISE_BINS),) * NOISE_BINS,) * GROUPS


def test_a_cell_goes_to_the_role_it_matters_to_and_an_idle_one_to_all() -> None:
    known = sensitivity(only(0, 0), only(3, 1, 40.0), only(4, 3, 0.01))
    composition, colour, brushwork = (measured_profile(known, role) for role in PARTS)
    assert composition.weights[0][0] == colour.weights[3][1] == brushwork.weights[4][3] == 1.0
    assert composition.weights[3][1] == 0.0
    assert composition.weights[2][2] == pytest.approx(1 / 3)
    assert measured_profile(known, Role.WHOLE) is EVERYWHERE


def test_a_sharper_division_leaves_less_to_the_others() -> None:
    known = sensitivity(layout=GROWING)
    at = [measured_profile(known, Role.COMPOSITION, power).weights[4][3] for power in (1.0, 4.0, 16.0)]
    assert at == sorted(at)
    assert at[0] < at[2]


@pytest.mark.parametrize("bad", [((1.0,),), (), FLAT[:-1], only(0, 0, -1.0), only(0, 0, float("nan"))])
def test_a_map_that_is_none_is_refused(bad: Cells) -> None:
    with pytest.raises(ValueError, match=r"map|distance"):
        sensitivity(stroke=bad)


def test_a_painters_own_map_is_used_on_its_base_and_nowhere_else() -> None:
    known = sensitivity(only(0, 0), only(3, 1), only(4, 3))
    plain = painter("a")
    known = replace(known, sha256=plain.sha256)
    mapped = replace(plain, sensitivities=(replace(known, base="another"), known))
    assert role_profile(mapped, Role.COLOUR, CAPS.identity) == measured_profile(known, Role.COLOUR)
    assert role_profile(mapped, Role.COLOUR, "a third") == ROLE_PROFILES[Role.COLOUR]
    assert role_profile(plain, Role.COLOUR, CAPS.identity) == ROLE_PROFILES[Role.COLOUR]
    changed = replace(mapped, sha256="f" * 64)
    assert role_profile(changed, Role.COLOUR, CAPS.identity) == ROLE_PROFILES[Role.COLOUR]


def test_planning_takes_the_measured_profile() -> None:
    plain = painter("a")
    known = replace(sensitivity(only(0, 0), only(3, 1), only(4, 3)), sha256=plain.sha256)
    mapped = replace(plain, sensitivities=(known,))
    document = halves().edited(root=Root(painters=(share("a", role=Role.BRUSHWORK),)), regions=())
    job = plan_paint(document, finder(mapped), CAPS, "job")
    assert [row.profile for row in job.gates.rows] == [measured_profile(known, Role.BRUSHWORK)]
