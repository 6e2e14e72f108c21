"""What models were made for, told by what they read and how they are called."""

from __future__ import annotations

import pytest

from artmaster_desktop.core.control_model import MADE_FOR, best_guidance, taught_by
from artmaster_desktop.core.guide import GuideKind
from artmaster_desktop.core.model_use import ModelUse, use_of
from artmaster_desktop.core.notice import GuidanceFar
from artmaster_desktop.core.notice_wording import word_notice

LINES = frozenset({GuideKind.EDGES, GuideKind.LINE, GuideKind.SCRIBBLE})


@pytest.mark.parametrize(
    ("inputs", "use"),
    [(64, ModelUse.PAINT), (128, ModelUse.GUIDE), (384, ModelUse.FILL), (320, None), (16, None)],
)
def test_a_model_is_known_by_what_it_reads(inputs: int, use: ModelUse | None) -> None:
    assert use_of(inputs, 64) is use


def test_what_follows_guides_is_known_by_its_name() -> None:
    assert taught_by("flux1-depth-dev-lora") == frozenset({GuideKind.DEPTH})
    assert taught_by("FLUX.1-Canny-dev") == LINES
    assert taught_by("canny-and-depth") is None
    assert taught_by("my-own") is None
    assert [best_guidance(name) for name in ("Depth", "canny", "mine")] == [10.0, 30.0, MADE_FOR]


def test_a_guidance_far_from_what_it_was_made_for_is_told() -> None:
    assert "may do little" in word_notice(GuidanceFar("FLUX.1-Fill-dev", 3.5, 30.0))
    assert "too much" in word_notice(GuidanceFar("FLUX.1-Depth-dev", 30.0, 10.0))
