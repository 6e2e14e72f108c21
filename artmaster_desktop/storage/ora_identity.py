"""Who is who after another program has saved the file.

Krita and GIMP keep a layer's name, place and pixels, and drop or rename everything else. So the name in the
file ends in a mark that people can read and we can find: ``Left mountain [mask m1]``. A layer is recognised,
in this order of trust, by our own attribute, by its unchanged name, by the mark in a changed name, by a name
without mark.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

from artmaster_desktop.core.layer import (
    GroupLayer,
    ImageLayer,
    InscriptionLayer,
    Layer,
    MaskLayer,
    SketchLayer,
)
from artmaster_desktop.storage.ora_stack import Node, xml_text

KINDS: dict[type, str] = {
    SketchLayer: "sketch",
    ImageLayer: "image",
    MaskLayer: "mask",
    InscriptionLayer: "letters",
    GroupLayer: "group",
}
LONGEST_NAME = 1_000

_PLAIN_ID = re.compile(r"[A-Za-z0-9_.-]{1,16}")
_MARK = re.compile(r"\s*\[(sketch|image|mask|letters|group) ([A-Za-z0-9_.-]{1,16})\]")


class Person(Protocol):
    """What the data knows of a layer."""

    @property
    def id(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def name(self) -> str: ...


P = TypeVar("P", bound=Person)


def kind_of(layer: Layer) -> str:
    """``sketch``, ``image``, ``mask``, ``letters`` or ``group``."""
    return KINDS[type(layer)]


def code_of(layer_id: str) -> str:
    """The id as it stands in a mark: itself where it is short and plain, else a digest of it."""
    if _PLAIN_ID.fullmatch(layer_id):
        return layer_id
    return hashlib.sha256(layer_id.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def label(name: str, kind: str, layer_id: str) -> str:
    """The layer's name as other programs show it."""
    return xml_text(f"{name[:LONGEST_NAME]} [{kind} {code_of(layer_id)}]".lstrip())


def read_label(text: str) -> tuple[str, str, str]:
    """(name without mark, kind, code) of a name in the file; the last two are empty without a mark."""
    found = list(_MARK.finditer(text))
    if not found:
        return text, "", ""
    mark = found[-1]
    return (text[: mark.start()] + text[mark.end() :]).strip(), mark[1], mark[2]


def flat(nodes: Iterable[Node]) -> Iterator[Node]:
    """Every node, in the order of the file."""
    for node in nodes:
        yield node
        yield from flat(node.children)


def recognise(nodes: Sequence[Node], known: Sequence[P]) -> dict[int, P]:
    """Who of ``known`` each node is, by ``id(node)``; each is found at most once, strangers are left out.

    Each test is tried on all nodes before the next weaker one, so a copy cannot take its original's place.
    """
    result: dict[int, P] = {}
    for node_key, person_key in _TESTS:
        taken = {who.id for who in result.values()}
        waiting: dict[object, list[P]] = {}
        for who in known:
            if who.id not in taken:
                waiting.setdefault((who.kind == "group", person_key(who)), []).append(who)
        for node in nodes:
            key = node_key(node)
            if id(node) not in result and key and (found := waiting.get((node.src is None, key))):
                result[id(node)] = found.pop(0)
    return result


def _mark(text: str) -> tuple[str, str] | None:
    _, kind, code = read_label(text)
    return (kind, code) if kind else None


_TESTS: tuple[tuple[Callable[[Node], object], Callable[[Person], object]], ...] = (
    (lambda node: node.id, lambda who: code_of(who.id)),
    (lambda node: node.name, lambda who: label(who.name, who.kind, who.id)),
    (lambda node: _mark(node.name), lambda who: (who.kind, code_of(who.id))),
    (lambda node: read_label(node.name)[0], lambda who: xml_text(who.name)),
)


def name_after(node: Node, who: Person) -> str:
    """The layer's name: as it was where nobody renamed it, else as it is now, without the mark."""
    if node.name == label(who.name, who.kind, who.id):
        return who.name
    return read_label(node.name)[0]
