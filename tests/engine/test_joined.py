"""The bench's rival way of painting, inside the base's own products: as exact, and it leaves no trace."""

from __future__ import annotations

import importlib
import sys

import pytest
import torch

from artmaster_desktop.engine.flux.attention import attach_regions
from artmaster_desktop.engine.painters.gate import Room, attach
from tests.bench.flux_joined import joined
from tests.engine.tiny_flux import adapter, inputs, plan, row, soft, tiny_flux

if sys.platform != "linux":
    pytest.skip("Triton is made for Linux", allow_module_level=True)


@pytest.mark.parametrize("own", [False, True], ids=["plain products", "own kernel"])
def test_joined_products_equal_the_gate(own: bool) -> None:
    importlib.import_module("tests.engine.test_kernels")  # defines the kernels for Triton's interpreter
    model = tiny_flux()
    before = {name: weight.clone() for name, weight in model.named_parameters()}
    modules = dict(model.named_modules())
    the_plan = plan(soft(3), [row(0, 1, 3), row(1, 2, 3)])
    painters = [adapter(model, 3, seed=e) for e in range(2)]
    with (
        torch.inference_mode(),
        attach_regions(model) as view,
        attach(model, painters, room=Room(2, 64), kernels=False) as at,
    ):
        at.state.prepare(the_plan, (2, 3, 4))
        view.prepare(the_plan, (2, 3, 4))
        right = model(**inputs(9))[0]
        with joined(model, at, own=own):
            found = model(**inputs(9))[0]
    torch.testing.assert_close(found, right, rtol=1e-5, atol=1e-5)
    assert all(modules[name] is module for name, module in model.named_modules())
    for name, weight in model.named_parameters():
        assert torch.equal(weight, before[name])
        assert weight.is_contiguous()
