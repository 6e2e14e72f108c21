"""Models that follow guides, as the window lists them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from artmaster_desktop import bootstrap
from artmaster_desktop.core.guide import GuideKind
from artmaster_desktop.core.guide_reading import ReadBy, Way
from artmaster_desktop.core.structure_errors import ControlProblem, DetectorUnusable
from artmaster_desktop.engine.structure.reader import Reader
from tests.engine.control_models import network, save
from tests.engine.tiny_model import build


def test_models_are_listed_by_name_the_shipped_one_first(tmp_path: Path) -> None:
    base = build(tmp_path / "base")
    for place in ("own/Zebra", "own/twice", "shipped/starter", "shipped/twice"):
        save(network(base, seed=1), tmp_path / place)
    (tmp_path / "own" / "broken").mkdir()
    (tmp_path / "own" / "notes.txt").touch()
    (tmp_path / "own" / "cut.safetensors").write_bytes(b"{}")
    folders = (tmp_path / "own", tmp_path / "shipped", tmp_path / "gone")
    found = Reader(tmp_path / "none", folders, bootstrap.STARTER_CONTROL).controls()
    assert [model.name for model in found] == ["", "broken", "cut", "twice", "Zebra"]
    assert found[0].path == tmp_path / "shipped" / "starter"
    assert found[3].path == tmp_path / "own" / "twice", "the artist's own comes first"
    problems = {model.name: model.error.problem for model in found if model.error is not None}
    assert problems == {"broken": ControlProblem.NOT_ONE, "cut": ControlProblem.DAMAGED}
    assert found[0].takes(GuideKind.LINE)
    assert not found[1].takes(GuideKind.LINE)


def test_pictures_are_read_without_a_network_and_not_where_one_is_needed(tmp_path: Path) -> None:
    picture = np.full((64, 64, 3), 230, np.uint8)
    picture[30:34] = 20
    reader = Reader(tmp_path / "none", (), "")
    read = reader.guide(picture, GuideKind.EDGES, None)
    assert (read.pixels.shape, read.by) == (picture.shape, ReadBy(Way.CANNY, "", GuideKind.EDGES))
    with pytest.raises(DetectorUnusable):
        reader.layout(picture, None)


def test_the_program_reads_where_its_files_lie() -> None:
    reader = bootstrap.structure_reader()
    assert isinstance(reader, Reader)
    assert reader.segmenter == bootstrap.places().segmenter
