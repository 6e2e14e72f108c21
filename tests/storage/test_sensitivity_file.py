"""A painter's measured maps on the disk."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from artmaster_desktop.core.gate import BLOCK_GROUPS, NOISE_BINS
from artmaster_desktop.core.sensitivity import Cells, Sensitivity
from artmaster_desktop.storage.sensitivity_file import (
    MAX_FILE,
    read_sensitivities,
    sensitivity_path,
    write_sensitivity,
)

CELLS: Cells = tuple(tuple(0.25 * g + 0.5 * b for b in range(NOISE_BINS)) for g in range(len(BLOCK_GROUPS)))
MAP = Sensitivity("a" * 64, "base one", CELLS, CELLS[::-1], CELLS, pictures=2, steps=8, side=256)


@pytest.fixture
def painter(tmp_path: Path) -> Path:
    folder = tmp_path / "pine"
    folder.mkdir()
    return folder / "pine.safetensors"


def test_maps_of_several_bases_lie_side_by_side_and_a_new_one_takes_the_place_of_the_old(
    painter: Path,
) -> None:
    other = replace(MAP, base="base two", steps=4)
    assert read_sensitivities(painter) == ()
    assert write_sensitivity(painter, MAP) == painter.with_name("sensitivity.json")
    write_sensitivity(painter, other)
    write_sensitivity(painter, replace(MAP, steps=20))
    assert set(read_sensitivities(painter)) == {other, replace(MAP, steps=20)}


def test_maps_of_weights_that_are_gone_are_dropped(painter: Path) -> None:
    write_sensitivity(painter, MAP)
    changed = replace(MAP, sha256="b" * 64, base="base two")
    write_sensitivity(painter, changed)
    assert read_sensitivities(painter) == (changed,)


def test_single_files_in_one_folder_have_maps_of_their_own(tmp_path: Path) -> None:
    write_sensitivity(tmp_path / "a.safetensors", MAP)
    assert sensitivity_path(tmp_path / "a.safetensors") == tmp_path / "a.sensitivity.json"
    assert read_sensitivities(tmp_path / "b.safetensors") == ()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[1, 2]",
        b"\xff\xfe",
        b'{"format": 1',
        b'{"format": 2, "maps": []}',
        b"[" * 100_000,
        b" " * (MAX_FILE + 1),
    ],
)
def test_a_damaged_file_is_as_none(painter: Path, content: bytes) -> None:
    sensitivity_path(painter).write_bytes(content)
    assert read_sensitivities(painter) == ()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("layout", [[1.0]]),
        ("stroke", None),
        ("palette", [[-1.0] * NOISE_BINS] * len(BLOCK_GROUPS)),
        ("layout", [["x"] * NOISE_BINS] * len(BLOCK_GROUPS)),
        ("pictures", "many"),
    ],
)
def test_one_bad_map_is_left_out_and_the_others_serve(painter: Path, key: str, value: object) -> None:
    write_sensitivity(painter, MAP)
    path = write_sensitivity(painter, replace(MAP, base="base two"))
    found = json.loads(path.read_text("utf-8"))
    found["maps"][0][key] = value
    path.write_text(json.dumps(found), "utf-8")
    assert [known.base for known in read_sensitivities(painter)] == ["base two"]


@pytest.mark.parametrize("key", ["block_groups", "noise_edges", "maps"])
def test_another_division_of_the_network_is_not_ours(painter: Path, key: str) -> None:
    path = write_sensitivity(painter, MAP)
    found = json.loads(path.read_text("utf-8"))
    found[key] = "something else"
    path.write_text(json.dumps(found), "utf-8")
    assert read_sensitivities(painter) == ()
