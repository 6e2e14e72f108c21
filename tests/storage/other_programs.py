"""What Krita and GIMP make of an OpenRaster file: written after their own import and export code.

Krita 5 (plugins/impex/ora) keeps names, places, visibility, lock, opacity as a byte, the operator; it gives
the data new names, adds xres and yres, and drops all else. GIMP 2.10 and 3 (file-openraster.py) keep names,
offsets, opacity, visibility; an operator they do not know becomes src-over; no lock, no isolation; names are
made unique by ``#1``; all else is dropped.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

from PIL import Image

Edit = Callable[[ElementTree.Element], None]

GIMP_MODES = {
    "svg:src-over",
    "svg:multiply",
    "svg:screen",
    "svg:overlay",
    "svg:darken",
    "svg:lighten",
    "svg:plus",
}


def _again(png: bytes) -> bytes:
    """The same pixels written by another encoder, text chunks gone."""
    out = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGBA").save(out, "PNG", compress_level=2)
    return out.getvalue()


def _save(path: Path, image: ElementTree.Element, pictures: dict[str, bytes], merged: bytes) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "image/openraster")
        for name, content in pictures.items():
            archive.writestr(name, content)
        archive.writestr("stack.xml", ElementTree.tostring(image, encoding="UTF-8"))
        archive.writestr("mergedimage.png", merged)
        archive.writestr("Thumbnails/thumbnail.png", merged)


def krita(path: Path, edit: Edit = lambda stack: None) -> None:
    """Open, let ``edit`` change the layer tree, save."""
    with zipfile.ZipFile(path) as archive:
        old = ElementTree.fromstring(archive.read("stack.xml"))
        root = old.find("stack")
        assert root is not None
        edit(root)
        pictures: dict[str, bytes] = {}

        def node(element: ElementTree.Element) -> ElementTree.Element:
            new = ElementTree.Element(element.tag)
            opacity = int(float(element.get("opacity", "1")) * 255) / 255
            new.set("name", element.get("name", ""))
            new.set("opacity", f"{opacity:.6g}")
            new.set("visibility", element.get("visibility", "visible"))
            new.set("composite-op", element.get("composite-op", "svg:src-over"))
            new.set("x", element.get("x", "0"))
            new.set("y", element.get("y", "0"))
            if element.get("edit-locked") == "true":
                new.set("edit-locked", "true")
            if element.tag == "layer":
                new.set("src", f"data/layer{len(pictures)}.png")
                pictures[new.get("src", "")] = _again(archive.read(element.get("src", "")))
            else:
                new.set("isolation", "isolate" if element.get("isolation") == "isolate" else "auto")
            new.extend([node(child) for child in element])
            return new

        attributes = {
            "version": "0.0.1",
            "w": old.get("w", ""),
            "h": old.get("h", ""),
            "xres": "75",
            "yres": "75",
        }
        image = ElementTree.Element("image", attributes)
        image.append(node(root))
        merged = archive.read("mergedimage.png")
    _save(path, image, pictures, merged)


def gimp(path: Path, edit: Edit = lambda stack: None) -> None:
    """Open, let ``edit`` change the layer tree, export."""
    with zipfile.ZipFile(path) as archive:
        old = ElementTree.fromstring(archive.read("stack.xml"))
        root = old.find("stack")
        assert root is not None
        edit(root)
        pictures: dict[str, bytes] = {}
        names: set[str] = set()

        def node(element: ElementTree.Element) -> ElementTree.Element:
            new = ElementTree.Element(element.tag)
            name, number = element.get("name", ""), 1
            while name in names:
                name = f"{element.get('name', '')} #{number}"
                number += 1
            names.add(name)
            mode = element.get("composite-op", "svg:src-over")
            new.set("name", name)
            new.set("opacity", str(float(element.get("opacity", "1")) * 100 / 100.0))
            new.set("visibility", element.get("visibility", "visible"))
            new.set("composite-op", mode if mode in GIMP_MODES else "svg:src-over")
            if element.tag == "layer":
                new.set("src", f"data/{len(pictures):03d}.png")
                new.set("x", element.get("x", "0"))
                new.set("y", element.get("y", "0"))
                pictures[new.get("src", "")] = _again(archive.read(element.get("src", "")))
            new.extend([node(child) for child in element])
            return new

        image = ElementTree.Element("image", {"w": old.get("w", ""), "h": old.get("h", "")})
        stack = ElementTree.SubElement(image, "stack")
        stack.extend([node(child) for child in root])
        merged = archive.read("mergedimage.png")
    _save(path, image, pictures, merged)
