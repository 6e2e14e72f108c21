"""``stack.xml``: the layer list of OpenRaster 0.0.6 as plain nodes, top first as in the file.

Source: https://www.openraster.org/baseline/layer-stack-spec.html. Attributes that we do not know are kept.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TypeAlias
from xml.etree import ElementTree

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from artmaster_desktop.storage import limits

NAMESPACE = "urn:artmaster-desktop:openraster"
ID, KIND = f"{{{NAMESPACE}}}id", f"{{{NAMESPACE}}}kind"
VERSION = "0.0.6"
SRC_OVER = "svg:src-over"

ElementTree.register_namespace("artmaster", NAMESPACE)

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_KNOWN = {"name", "opacity", "visibility", "composite-op", "edit-locked", ID, KIND}
_KNOWN_LAYER = _KNOWN | {"x", "y", "src"}
_KNOWN_STACK = _KNOWN | {"isolation"}

Attributes: TypeAlias = tuple[tuple[str, str], ...]


class BadStack(Exception):
    """``stack.xml`` is not what it should be; ``value`` where it is only a number out of range."""

    def __init__(self, reason: str, *, value: bool = False, large: bool = False) -> None:
        super().__init__(reason)
        self.value = value
        self.large = large


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A ``layer`` (``src`` is a member's name) or a ``stack`` (``src`` None, ``children`` top first)."""

    name: str = ""
    id: str = ""
    kind: str = ""
    x: int = 0
    y: int = 0
    opacity: float = 1.0
    visible: bool = True
    locked: bool = False
    blend: str = SRC_OVER
    src: str | None = None
    isolated: bool | None = None
    attributes: Attributes = ()
    children: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """The whole list. ``image`` and ``root`` are unknown attributes of the two outer elements."""

    width: int
    height: int
    nodes: tuple[Node, ...] = ()
    image: Attributes = ()
    root: Attributes = ()
    ignored: tuple[str, ...] = ()


def xml_text(text: str) -> str:
    """``text`` with every character that XML 1.0 cannot hold replaced by U+FFFD."""
    return _NOT_XML.sub("\ufffd", text)


class _Counter(ElementTree.TreeBuilder):
    """Builds the tree but stops at the first element too deep or too many."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = self.count = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> ElementTree.Element:
        self.depth += 1
        self.count += 1
        if self.depth > limits.MAX_DEPTH + 2 or self.count > 2 * limits.MAX_LAYERS + 2:
            raise BadStack("too many layers, or groups in groups", large=True)
        if any(len(value) > limits.MAX_TEXT for value in attrs.values()):
            raise BadStack("a very long text", large=True)
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> ElementTree.Element:
        self.depth -= 1
        return super().end(tag)


def parse_stack(data: bytes) -> Stack:
    """The layer list in ``data``; raises BadStack for whatever is not one (DTDs and entities included)."""
    try:
        parser = DefusedXMLParser(target=_Counter(), forbid_dtd=True)
        parser.feed(data)
        image = parser.close()
    except (ElementTree.ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise BadStack(str(error)[:200]) from error
    root = image.find("stack") if image.tag == "image" else None
    if root is None:
        raise BadStack("no <image> with a <stack>")
    ignored: list[str] = [child.tag for child in image if child is not root]
    return Stack(
        width=_whole(image, "w", 0, minimum=1, maximum=2**31),
        height=_whole(image, "h", 0, minimum=1, maximum=2**31),
        nodes=_children(root, ignored),
        image=_rest(image, {"w", "h", "version"}),
        root=_rest(root, _KNOWN_STACK),
        ignored=tuple(ignored),
    )


def _children(element: ElementTree.Element, ignored: list[str]) -> tuple[Node, ...]:
    """Recursion is bounded: the parser has refused anything deeper than MAX_DEPTH."""
    nodes = []
    for child in element:
        if child.tag == "layer":
            nodes.append(_node(child, _KNOWN_LAYER, src=child.get("src", "")))
        elif child.tag == "stack":
            nodes.append(_node(child, _KNOWN_STACK, children=_children(child, ignored)))
        else:
            ignored.append(child.tag)
    return tuple(nodes)


def _node(
    element: ElementTree.Element, known: set[str], src: str | None = None, children: tuple[Node, ...] = ()
) -> Node:
    isolation = element.get("isolation")
    inside = src is not None
    reach = limits.MAX_OFFSET
    return Node(
        name=element.get("name", ""),
        id=element.get(ID, ""),
        kind=element.get(KIND, ""),
        x=_whole(element, "x", 0, minimum=-reach, maximum=reach) if inside else 0,
        y=_whole(element, "y", 0, minimum=-reach, maximum=reach) if inside else 0,
        opacity=_opacity(element),
        visible=element.get("visibility", "visible") != "hidden",
        locked=element.get("edit-locked") == "true",
        blend=element.get("composite-op", SRC_OVER),
        src=src,
        isolated=None if isolation is None else isolation == "isolate",
        attributes=_rest(element, known),
        children=children,
    )


def _rest(element: ElementTree.Element, known: set[str]) -> Attributes:
    return tuple((key, value) for key, value in element.attrib.items() if key not in known)


def _number(element: ElementTree.Element, key: str, default: float) -> float:
    text = element.get(key)
    try:
        value = default if text is None else float(text)
    except ValueError as error:
        raise BadStack(f"{key}={text!r:.40}", value=True) from error
    if not math.isfinite(value):
        raise BadStack(f"{key}={text!r:.40}", value=True)
    return value


def _whole(element: ElementTree.Element, key: str, default: int, *, minimum: int, maximum: int) -> int:
    value = _number(element, key, default)
    if value != int(value) or not minimum <= value <= maximum:
        raise BadStack(f"{key}={value:g}", value=True)
    return int(value)


def _opacity(element: ElementTree.Element) -> float:
    value = _number(element, "opacity", 1.0)
    if not -1e-3 <= value <= 1.001:  # programs that count in 0..100 or 0..255 round on the way
        raise BadStack(f"opacity={value:g}", value=True)
    return min(max(value, 0.0), 1.0)


def build_stack(stack: Stack) -> bytes:
    """``stack`` as UTF-8 XML; ``parse_stack`` gives it back."""
    image = ElementTree.Element("image")
    image.attrib.update({"version": VERSION, "w": str(stack.width), "h": str(stack.height)})
    _add_rest(image, stack.image)
    root = ElementTree.SubElement(image, "stack")
    _add_rest(root, stack.root)
    for node in stack.nodes:
        root.append(_element(node))
    return bytes(ElementTree.tostring(image, encoding="UTF-8", xml_declaration=True))


def _add_rest(element: ElementTree.Element, attributes: Attributes) -> None:
    for key, value in attributes:
        element.attrib.setdefault(key, xml_text(value))


def _element(node: Node) -> ElementTree.Element:
    element = ElementTree.Element("stack" if node.src is None else "layer")
    element.set("name", xml_text(node.name))
    if node.src is None:
        element.set("isolation", "isolate" if node.isolated else "auto")
    else:
        element.attrib.update({"src": node.src, "x": str(node.x), "y": str(node.y)})
    element.set("opacity", repr(float(node.opacity)))
    element.set("visibility", "visible" if node.visible else "hidden")
    element.set("composite-op", xml_text(node.blend))
    if node.locked:
        element.set("edit-locked", "true")
    if node.kind:
        element.attrib.update({ID: xml_text(node.id), KIND: node.kind})
    _add_rest(element, node.attributes)
    for child in node.children:
        element.append(_element(child))
    return element
