"""Words and ranks of the painters' model."""

from __future__ import annotations

from artmaster_desktop.ui.panels.painters_model import as_tooltip, colour_rank


def test_colours_come_before_greys_and_greys_before_nothing() -> None:
    ranks = [colour_rank(palette) for palette in (["#ff0000"], ["#0000ff"], ["#eeeeee"], ["#222222"], [])]
    assert ranks == sorted(ranks)


def test_a_stranger_cannot_write_html_into_a_tooltip() -> None:
    assert as_tooltip("<img src=x>\n&") == "<p>&lt;img src=x&gt;<br>&amp;</p>"
