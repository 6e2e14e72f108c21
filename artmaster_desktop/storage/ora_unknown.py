"""What other programs and newer versions put into a project file, carried along in ``Document.unknown``.

OpenRaster asks readers not to lose what they cannot handle. Members of the zip are kept as base64 under
``/member/NAME``, attributes of the two outer XML elements under ``/image/NAME`` and ``/stack/NAME``.
"""

from __future__ import annotations

import base64

from artmaster_desktop.core.document import Document
from artmaster_desktop.storage.codec import dumps, loads
from artmaster_desktop.storage.limits import MAX_UNKNOWN_BYTES
from artmaster_desktop.storage.ora_archive import Archive
from artmaster_desktop.storage.ora_data import MEMBER
from artmaster_desktop.storage.ora_stack import Attributes, Stack

OURS = {"mimetype", "stack.xml", "mergedimage.png", "Thumbnails/thumbnail.png", MEMBER}
MEMBER_PREFIX, IMAGE_PREFIX, STACK_PREFIX = "/member/", "/image/", "/stack/"

Unknown = tuple[tuple[str, str], ...]


def read_unknown(archive: Archive, stack: Stack, used: set[str]) -> tuple[Unknown, tuple[str, ...]]:
    """(what to carry, names of members too large to carry); ``used`` are the members that layers show."""
    kept = [(IMAGE_PREFIX + key, dumps(value)) for key, value in stack.image]
    kept += [(STACK_PREFIX + key, dumps(value)) for key, value in stack.root]
    refused = []
    room = MAX_UNKNOWN_BYTES
    for name, info in archive.members.items():
        if name in OURS or name in used or name.endswith("/"):
            continue
        if info.file_size > room:
            refused.append(name)
            continue
        content = archive.read(name, room)
        room -= len(content)
        kept.append((MEMBER_PREFIX + name, dumps(base64.b64encode(content).decode("ascii"))))
    return tuple(kept), tuple(refused)


def extra_members(document: Document) -> dict[str, bytes]:
    """The carried members by name."""
    found = ((name, base64.b64decode(text)) for name, text in _texts(document, MEMBER_PREFIX))
    return {name: content for name, content in found if name not in OURS}


def extra_attributes(document: Document) -> tuple[Attributes, Attributes]:
    """The carried attributes of ``<image>`` and of its ``<stack>``."""
    return tuple(_texts(document, IMAGE_PREFIX)), tuple(_texts(document, STACK_PREFIX))


def _texts(document: Document, prefix: str) -> list[tuple[str, str]]:
    found = (
        (key.removeprefix(prefix), loads(text)) for key, text in document.unknown if key.startswith(prefix)
    )
    return [(name, value) for name, value in found if isinstance(value, str)]
