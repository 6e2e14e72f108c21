"""Saving and opening loses nothing, and other programs find what OpenRaster promises them."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from PIL import Image

from artmaster_desktop.core.compose import composite
from artmaster_desktop.core.document import Document
from artmaster_desktop.core.errors import DocumentTooNew, SaveFailed
from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.layer import ImageLayer, SketchLayer
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.storage.loaded import PartIgnored
from artmaster_desktop.storage.migrations import CURRENT
from artmaster_desktop.storage.ora import load_document, save_document
from tests.storage.documents import documents, noise, sample


def rewrite(path: Path, changes: dict[str, bytes | None]) -> None:
    """The archive with members replaced, added or (None) left out."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members.update({name: content for name, content in changes.items() if content is not None})
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            if changes.get(name, b"") is not None:
                archive.writestr(name, content)


def read(path: Path, name: str) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name)


@settings(max_examples=60, deadline=None)
@given(document=documents())
def test_any_document_comes_back_whole(tmp_path_factory: pytest.TempPathFactory, document: Document) -> None:
    path = tmp_path_factory.mktemp("ora") / "a.ora"
    save_document(document, path)
    loaded = load_document(path)
    assert loaded.document == document
    assert loaded.losses == ()


def test_the_same_document_makes_the_same_bytes(tmp_path: Path) -> None:
    save_document(sample(), tmp_path / "a.ora")
    save_document(load_document(tmp_path / "a.ora").document, tmp_path / "b.ora")
    assert (tmp_path / "a.ora").read_bytes() == (tmp_path / "b.ora").read_bytes()


def test_the_layout_is_that_of_openraster(tmp_path: Path) -> None:
    path = tmp_path / "a.ora"
    document = replace(sample(), extent=Extent(640, 320))
    save_document(document, path)
    assert path.read_bytes()[30:54] == b"mimetypeimage/openraster"  # first, stored, no extra field
    merged = np.array(Image.open(io.BytesIO(read(path, "mergedimage.png"))))
    assert np.array_equal(merged, composite(document.layers, Bounds(0, 0, 640, 320)))
    thumbnail = Image.open(io.BytesIO(read(path, "Thumbnails/thumbnail.png")))
    assert (thumbnail.size, thumbnail.mode) == ((256, 128), "RGBA")
    assert json.loads(read(path, "artmaster.json"))["format"] == CURRENT


def test_the_picture_for_other_programs_may_be_given(tmp_path: Path) -> None:
    path = tmp_path / "a.ora"
    picture = np.full((80, 96, 3), (1, 2, 3), np.uint8)
    save_document(sample(), path, picture)
    merged = np.array(Image.open(io.BytesIO(read(path, "mergedimage.png"))))
    assert merged.shape == (80, 96, 4)
    assert (merged == (1, 2, 3, 255)).all()
    with pytest.raises(ValueError, match="size of the canvas"):
        save_document(sample(), path, picture[:-1])


def test_layers_beyond_the_canvas_keep_their_pixels(tmp_path: Path) -> None:
    layer = ImageLayer(id="wide", name="", raster=noise(40, 30, 4, 1, -500, 700))
    document = Document(id="d", extent=Extent(10, 10), layers=(layer,))
    save_document(document, tmp_path / "a.ora")
    assert load_document(tmp_path / "a.ora").document == document
    assert b'x="-500" y="700"' in read(tmp_path / "a.ora", "stack.xml")


def test_what_others_added_survives(tmp_path: Path) -> None:
    path = tmp_path / "a.ora"
    save_document(sample(), path)
    stack = (
        read(path, "stack.xml")
        .replace(b"<stack>", b'<stack my-own="root">')
        .replace(b' w="', b' xres="300" w="')
    )
    stack = stack.replace(b'name="Ink', b'xmlns:p="urn:other" p:tilt="3" my-own="1" name="Ink')
    stack = stack.replace(b"svg:multiply", b"other:shine")
    rewrite(
        path,
        {"stack.xml": stack, "other/notes.txt": b"keep me", "data/layer9.png": b"not a layer", "data/": b""},
    )
    save_document(load_document(path).document, path)
    loaded = load_document(path)
    save_document(loaded.document, path)
    assert loaded.losses == ()
    assert read(path, "other/notes.txt") == b"keep me"
    assert read(path, "data/layer9.png") == b"not a layer"
    ink = loaded.document.find("ink")
    assert ink is not None
    assert ink.blend == "other:shine"
    assert dict(ink.attributes) == {"{urn:other}tilt": "3", "my-own": "1"}
    assert b'my-own="root"' in read(path, "stack.xml")
    assert b'xres="300"' in read(path, "stack.xml")


def test_carried_members_never_take_the_place_of_ours(tmp_path: Path) -> None:
    path = tmp_path / "a.ora"
    stored = json.dumps(base64.b64encode(b"theirs").decode())
    carried = tuple((f"/member/{n}", stored) for n in ("data/layer0.png", "stack.xml", "../up", "/etc/x"))
    document = replace(sample(), unknown=carried)
    save_document(document, path)
    loaded = load_document(path).document
    assert loaded.layers == document.layers
    assert loaded.unknown == carried[:1]


def test_keys_of_a_newer_version_survive_where_they_were(tmp_path: Path) -> None:
    path = tmp_path / "a.ora"
    save_document(sample(), path)
    data = json.loads(read(path, "artmaster.json"))
    data.update({"format": 3, "min_reader": 1, "made by/with": ["love"]})
    document = data["document"]
    document["story"] = {"chapters": 3}
    document["regions"][1]["structure"] = 0.5
    document["root"]["mood~/x"] = "calm"
    document["root"]["painters"][0]["left hand"] = True
    rewrite(path, {"artmaster.json": json.dumps(data).encode()})
    loaded = load_document(path)
    assert loaded.losses == (PartIgnored("root/painters/0/left hand"),)
    regions = loaded.document.regions
    moved = loaded.document.edited(regions=(regions[1], regions[0]))
    save_document(moved, path)
    again = json.loads(read(path, "artmaster.json"))
    assert again["made by/with"] == ["love"]
    assert again["document"]["story"] == {"chapters": 3}
    assert again["document"]["regions"][0]["structure"] == 0.5
    assert again["document"]["root"]["mood~/x"] == "calm"
    save_document(moved.edited(regions=(), guides=()), path)
    assert json.loads(read(path, "artmaster.json"))["document"]["regions"] == []


def test_a_file_of_a_newer_version_is_refused_and_untouched(tmp_path: Path) -> None:
    path = tmp_path / "a.ora"
    save_document(sample(), path)
    data = json.loads(read(path, "artmaster.json")) | {"format": 9, "min_reader": 4}
    rewrite(path, {"artmaster.json": json.dumps(data).encode()})
    before = path.read_bytes()
    with pytest.raises(DocumentTooNew) as caught:
        load_document(path)
    assert (caught.value.found, caught.value.supported) == (4, CURRENT)
    assert path.read_bytes() == before


def test_what_could_not_be_opened_again_is_not_saved(tmp_path: Path) -> None:
    path = tmp_path / "a.ora"
    path.write_bytes(b"old")
    far = Raster.from_array(np.full((1, 1, 4), 9, np.uint8), 70_000, 0)
    many = tuple(SketchLayer(id=f"s{n}", name="", raster=Raster(4)) for n in range(500))
    for layers in ((SketchLayer(id="far", name="", raster=far),), many):
        with pytest.raises(SaveFailed):
            save_document(Document(id="d", extent=Extent(8, 8), layers=layers), path)
    assert path.read_bytes() == b"old"


def test_a_damaged_write_is_noticed_before_the_old_file_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.ora"
    save_document(sample(), path)
    before = path.read_bytes()
    monkeypatch.setattr(zipfile.ZipFile, "testzip", lambda self: "data/layer1.png")
    with pytest.raises(SaveFailed):
        save_document(sample().edited(title="new"), path)
    assert path.read_bytes() == before
