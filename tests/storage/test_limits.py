"""What is refused of hostile files is far beyond what an artist paints."""

from __future__ import annotations

import errno
from pathlib import Path

import numpy as np
import pytest

from artmaster_desktop.core.document import Document
from artmaster_desktop.core.errors import SaveFailed
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.layer import SketchLayer
from artmaster_desktop.core.raster import TILE, Raster
from artmaster_desktop.storage import journal_reader, limits, ora

SIDE = 8192


def across(count: int) -> Document:
    """``count`` layers with a dot in two opposite corners of the largest canvas."""
    dot = Raster.from_array(np.full((8, 8, 4), 200, np.uint8)).tiles[0, 0]
    raster = Raster(4, {(0, 0): dot, (SIDE // TILE - 1, SIDE // TILE - 1): dot})
    layers = tuple(SketchLayer(id=f"{n}", name=f"Layer {n}", raster=raster) for n in range(count))
    return Document(id="large", extent=Extent(SIDE, SIDE), layers=layers)


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Files that would be written; compressing so many pixels takes a minute."""
    paths: list[Path] = []
    monkeypatch.setattr(ora, "atomic_write", lambda path, *_, **__: paths.append(path))
    return paths


def test_the_largest_canvas_takes_many_layers(written: list[Path], tmp_path: Path) -> None:
    ora.save_document(across(50), tmp_path / "large.ora")
    assert written == [tmp_path / "large.ora"]


def test_what_could_not_be_opened_again_is_not_saved(written: list[Path], tmp_path: Path) -> None:
    with pytest.raises(SaveFailed) as told:
        ora.save_document(across(70), tmp_path / "large.ora")
    assert told.value.errno == errno.EFBIG
    assert written == []


def test_the_journal_gives_back_as_much_as_a_file() -> None:
    assert journal_reader.MAX_TILES * TILE * TILE >= 50 * SIDE * SIDE
    assert limits.MAX_UNPACKED_BYTES >= 50 * SIDE * SIDE * 4
