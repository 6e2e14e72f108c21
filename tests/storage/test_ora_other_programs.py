"""A file edited in Krita or GIMP opens again with its regions."""

from __future__ import annotations

import copy
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from artmaster_desktop.core.document import Document, FromNoise
from artmaster_desktop.core.layer import GroupLayer, ImageLayer, MaskLayer, SketchLayer
from artmaster_desktop.storage.loaded import (
    DataGone,
    DataRestored,
    GuideGone,
    PartIgnored,
    RegionGone,
    RegionTextGone,
    StartGone,
)
from artmaster_desktop.storage.ora import load_document, save_document
from tests.storage.documents import sample
from tests.storage.other_programs import gimp, krita

Program = Callable[..., None]
both = pytest.mark.parametrize("program", [krita, gimp])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    save_document(sample(), tmp_path / "a.ora")
    return tmp_path / "a.ora"


def find(root: ElementTree.Element, start: str) -> tuple[ElementTree.Element, ElementTree.Element]:
    """(parent, element) of the layer whose name starts so."""
    return next((p, c) for p in root.iter() for c in p if c.get("name", "").startswith(start))


def without_data(root: ElementTree.Element) -> None:
    parent, layer = find(root, "ArtMaster")
    parent.remove(layer)


def same_but_rounded(document: Document) -> Document:
    """What another program cannot keep exactly, taken out of the comparison."""
    masks = document.find("masks")
    assert isinstance(masks, GroupLayer)
    rounded = replace(
        masks, isolated=True, layers=tuple(replace(m, opacity=round(m.opacity, 2)) for m in masks.layers)
    )
    plain = replace(document.with_layer(rounded), unknown=(), revision=0)
    layers = tuple(replace(layer, locked=False, attributes=()) for layer in plain.layers)
    return replace(plain, layers=layers)


@both
def test_saved_there_without_a_change(path: Path, program: Program) -> None:
    program(path)
    loaded = load_document(path)
    assert loaded.losses == (DataRestored(),)
    assert same_but_rounded(loaded.document) == same_but_rounded(sample())
    save_document(loaded.document, path)
    assert load_document(path).losses == ()


@both
def test_renamed_moved_and_added(path: Path, program: Program) -> None:
    def edit(root: ElementTree.Element) -> None:
        group, mask = find(root, "Left mountain")
        mask.set("name", "Big hill [mask m1]")
        mask.set("x", "11")
        group.remove(mask)
        root.insert(0, mask)
        _, other = find(root, "Right lake")
        other.set("name", "Right lake")  # the mark was deleted by hand
        _, ink = find(root, "Ink")
        new = copy.deepcopy(ink)
        new.set("name", "Painted there")
        for layer in (new, *root.iter()):
            for key in [k for k in layer.attrib if k.startswith("{")]:
                del layer.attrib[key]
        root.insert(0, new)

    program(path, edit)
    document = load_document(path).document
    assert document.regions == sample().regions
    assert [layer.id for layer in document.layers] == ["paper", "ink", "masks", "m1", "image-1"]
    hill, lake, painted = (document.find(x) for x in ("m1", "m2", "image-1"))
    assert isinstance(hill, MaskLayer)
    assert (hill.name, hill.raster.bounds.x) == ("Big hill", 11)
    assert isinstance(lake, MaskLayer)
    assert lake.name == "Right lake"
    assert isinstance(painted, ImageLayer)
    assert painted.name == "Painted there"


@both
def test_a_copied_layer_gets_an_id_of_its_own(path: Path, program: Program) -> None:
    def edit(root: ElementTree.Element) -> None:
        group, mask = find(root, "Left mountain")
        again = copy.deepcopy(mask)
        again.set("name", f"Copy of {mask.get('name')}")
        group.insert(0, again)

    program(path, edit)
    document = load_document(path).document
    masks = [x for x in document.walk() if isinstance(x, MaskLayer)]
    assert [(m.id, m.name) for m in masks] == [
        ("m2", "Right lake"),
        ("m1", "Left mountain"),
        ("mask-1", "Copy of Left mountain"),
    ] or [(m.id, m.name) for m in masks] == [
        ("m1", "Left mountain"),
        ("m2", "Right lake"),
        ("mask-1", "Copy of Left mountain"),
    ]
    assert document.regions == sample().regions


@both
def test_deleted_layers_take_their_regions_along(path: Path, program: Program) -> None:
    def edit(root: ElementTree.Element) -> None:
        for name in ("Left mountain", "Ink"):
            parent, layer = find(root, name)
            parent.remove(layer)

    program(path, edit)
    loaded = load_document(path)
    assert loaded.losses == (DataRestored(), RegionGone("r1", "Left"), StartGone("ink"), GuideGone("ink"))
    assert loaded.document.regions == sample().regions[1:]
    assert loaded.document.guides == ()
    assert loaded.document.paint.start == FromNoise()


@both
def test_painting_on_a_mask_counts_by_its_alpha(path: Path, program: Program) -> None:
    def edit(root: ElementTree.Element) -> None:
        _, mask = find(root, "Left mountain")
        _, ink = find(root, "Ink")
        mask.set("src", ink.get("src", ""))

    program(path, edit)
    document = load_document(path).document
    left, ink = document.find("m1"), document.find("ink")
    assert isinstance(left, MaskLayer)
    assert isinstance(ink, SketchLayer)
    mine = left.raster.read(left.raster.bounds)[..., 0]
    theirs = ink.raster.read(ink.raster.bounds)[..., 3]
    assert np.array_equal(mine, theirs)
    assert left.colour == sample().find("m1").colour  # type: ignore[union-attr]


@both
def test_with_all_our_data_gone_names_still_tell_masks_and_sketches(path: Path, program: Program) -> None:
    program(path, without_data)
    loaded = load_document(path)
    document = loaded.document
    assert loaded.losses == (
        DataGone(),
        RegionTextGone("region-m1", "Left mountain"),
        RegionTextGone("region-m2", "Right lake"),
    )
    assert [(r.mask, r.name, r.prompt) for r in document.regions] == [
        ("m1", "Left mountain", ""),
        ("m2", "Right lake", ""),
    ]
    lake = document.find("m2")
    assert isinstance(lake, MaskLayer)
    assert lake.colour == (9, 90, 200)
    assert isinstance(document.find("ink"), SketchLayer)


def test_a_painted_over_data_layer_is_not_trusted(path: Path) -> None:
    def edit(root: ElementTree.Element) -> None:
        find(root, "ArtMaster")[1].set("src", find(root, "Ink")[1].get("src", ""))

    krita(path, edit)
    assert load_document(path).losses[0] == DataGone()


def test_a_damaged_member_is_replaced_by_the_data_layer(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        members = {n: archive.read(n) for n in archive.namelist()}
    members["artmaster.json"] = members["artmaster.json"][:-9]
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    loaded = load_document(path)
    assert loaded.losses == (DataRestored(),)
    assert loaded.document == sample()


def test_a_plain_openraster_picture_opens(path: Path) -> None:
    def edit(root: ElementTree.Element) -> None:
        without_data(root)
        for layer in root.iter():
            layer.set("name", layer.get("name", "").split(" [")[0])
        root.append(ElementTree.Element("filter", {"type": "blur"}))

    gimp(path, edit)
    with zipfile.ZipFile(path) as archive:
        assert b"<filter" in archive.read("stack.xml")
    loaded = load_document(path)
    assert loaded.losses == (PartIgnored("<filter>"),)
    assert loaded.document.title == "a"
    assert loaded.document.regions == ()
    kinds = {type(x) for x in loaded.document.walk()}
    assert kinds == {ImageLayer, GroupLayer}


def test_a_canvas_too_small_for_the_data_layer_still_saves(tmp_path: Path) -> None:
    document = replace(sample(), extent=replace(sample().extent, width=4, height=4))
    save_document(document, tmp_path / "a.ora")
    assert load_document(tmp_path / "a.ora").document == document
    krita(tmp_path / "a.ora")
    assert DataGone() in load_document(tmp_path / "a.ora").losses
