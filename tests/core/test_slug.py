from __future__ import annotations

import pytest

from artmaster_desktop.core.slug import LONGEST, free_slug, slug_of


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("My Hand", "my-hand"),
        ("Ink River (v2)", "ink-river-v2"),
        ("青 金/斋", "青-金-斋"),
        ("梅雾", "梅雾"),
        ("A_b!", "a-b"),
        ("ＡＢ", "ab"),
        ("../../etc/passwd", "etc-passwd"),
        ("..", "painter"),
        ("x" * 200, "x" * LONGEST),
        ("x" * (LONGEST - 1) + " and more", "x" * (LONGEST - 1)),
    ],
)
def test_names_become_file_names(name: str, slug: str) -> None:
    assert slug_of(name) == slug
    assert slug_of(slug) == slug


@pytest.mark.parametrize("name", ["CON?*|", "nul", "Com1", "LPT9."])
def test_a_device_of_windows_is_no_name(name: str) -> None:
    assert slug_of(name).endswith("-1")


def test_a_name_that_is_taken_gets_a_number() -> None:
    taken = {"mist", "mist-2"}
    assert free_slug("Mist", taken.__contains__) == "mist-3"
    assert free_slug("Reed", taken.__contains__) == "reed"
