"""The example documents open, are what their names say, and are what the script draws."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

from artmaster_desktop.core.document import Document, Root
from artmaster_desktop.core.geometry import Bounds
from artmaster_desktop.core.layer import MaskLayer
from artmaster_desktop.core.painter import Role, Share
from artmaster_desktop.core.region import Region
from artmaster_desktop.storage.ora import load_document
from landscape.painters import PAINTERS

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "examples"
NAMES = ("one-painter", "two-painters", "four-painters", "three-roles")


@pytest.fixture(params=NAMES)
def document(request: pytest.FixtureRequest) -> Document:
    loaded = load_document(FOLDER / f"{request.param}.ora")
    assert loaded.losses == ()
    return loaded.document


def shares(document: Document) -> list[Share]:
    owners: tuple[Root | Region, ...] = (document.root, *document.regions)
    return [share for owner in owners for share in owner.painters]


def test_examples_name_painters_that_we_ship(document: Document) -> None:
    assert shares(document)
    assert {share.painter.slug for share in shares(document)} <= set(PAINTERS)


def test_examples_have_texts_and_a_sketch(document: Document) -> None:
    assert document.root.prompt
    assert all(region.prompt and region.name for region in document.regions)
    ink = document.sketches()[0].raster.read(Bounds.of(document.extent))[..., 3]
    assert 0.01 < (ink > 0).mean() < 0.3
    assert sorted((document.extent.width, document.extent.height)) in ([512, 512], [512, 768])


def test_masks_cover_the_canvas_without_gap_or_overlap(document: Document) -> None:
    masks = [layer.raster for layer in document.walk() if isinstance(layer, MaskLayer)]
    if masks:
        total = np.sum([m.read(Bounds.of(document.extent)) for m in masks], axis=0, dtype=np.int64)
        assert np.mean(np.abs(total - 255) <= 64) > 0.999


def test_each_example_shows_its_use() -> None:
    one, two, four, roles = (load_document(FOLDER / f"{name}.ora").document for name in NAMES)
    assert (len(one.root.painters), one.regions) == (1, ())
    assert len(two.regions) == 2
    left, right = (
        np.argwhere(two.mask_of(r).raster.read(Bounds.of(two.extent))[..., 0]).mean(0)[1] for r in two.regions
    )
    assert left < two.extent.width / 2 < right
    assert len({share.painter.slug for share in shares(four)}) == 4
    assert all(region.feather >= 16 for region in four.regions)
    assert [s.role for s in roles.root.painters] == [Role.COMPOSITION, Role.COLOUR, Role.BRUSHWORK]
    assert any("\u4e00" <= letter <= "\u9fff" for letter in roles.root.prompt)


def test_the_script_draws_what_is_committed(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, str(FOLDER / "make.py"), str(tmp_path)], check=True, cwd=FOLDER.parents[1]
    )
    for name in NAMES:
        drawn, kept = (load_document(folder / f"{name}.ora").document for folder in (tmp_path, FOLDER))
        assert [(x.id, x.name) for x in drawn.walk()] == [(x.id, x.name) for x in kept.walk()]
        assert drawn.root.prompt == kept.root.prompt
        assert [(r.id, r.prompt, r.mask) for r in drawn.regions] == [
            (r.id, r.prompt, r.mask) for r in kept.regions
        ]
        for mine, theirs in zip(drawn.walk(), kept.walk(), strict=True):
            box = Bounds.of(kept.extent)
            gap = mine.raster.read(box).astype(int) - theirs.raster.read(box)  # type: ignore[union-attr]
            assert np.abs(gap).max() <= 2  # another machine's sine may round elsewhere


def test_the_files_are_small() -> None:
    for name in NAMES:
        path = FOLDER / f"{name}.ora"
        assert path.stat().st_size < 1_000_000
        assert zipfile.is_zipfile(path)
