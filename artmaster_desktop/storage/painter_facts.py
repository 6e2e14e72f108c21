"""What a painter's card and the metadata in its file say of it, as far as it can be shown and trusted.

Both come from strangers: every value is text with a length limit and without control characters. Sources,
best first: ``card.json`` beside the file, our own keys in the file's metadata, the ModelSpec convention
(https://github.com/Stability-AI/ModelSpec) and the ``ss_*`` keys of sd-scripts.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from artmaster_desktop.core.box import Box
from artmaster_desktop.core.mark import MarkHabit, MarkKind
from artmaster_desktop.core.safetensors_header import SafetensorsHeader

CARD = "card.json"
MAX_CARD = 256 << 10
MAX_NAME = 80
MAX_TEXT = 2000
MAX_ITEMS = 40
BASES = {"flux1": "flux.1-dev", "flux-1-dev": "flux.1-dev", "flux-1-schnell": "flux.1-schnell"}
"""Our names of bases, by those of sd-scripts and ModelSpec."""
_DOWN = re.compile(r"(\.lora)?\.(lora_A|lora_down|down)(\.default)?\.weight$")


class PainterFacts:
    """One painter's facts, whoever told them. No method raises: what is unusable is absent."""

    def __init__(self, metadata: Mapping[str, str], card: Mapping[str, Any]) -> None:
        told: dict[str, Any] = {key: _decoded(value) for key, value in metadata.items()}
        self._own = told | dict(card)
        self._metadata = metadata

    def name(self, otherwise: str) -> str:
        return self._first(MAX_NAME, "name", "modelspec.title", "ss_output_name") or otherwise

    def names(self) -> tuple[tuple[str, str], ...]:
        """(language, name), from ``names`` or from ``name_zh`` and its like."""
        found = self._own.get("names")
        pairs = dict(found) if isinstance(found, dict) else {}
        pairs |= {key[5:]: value for key, value in self._own.items() if re.fullmatch(r"name_[a-z]{2}", key)}
        clean = ((clean_text(key, 8), clean_text(value, MAX_NAME)) for key, value in sorted(pairs.items()))
        return tuple((key, value) for key, value in clean if key and value)

    def base(self) -> str:
        """The model it was trained for, in our names where we know it."""
        said = self._first(MAX_NAME, "base", "modelspec.architecture", "ss_base_model_version")
        return BASES.get(said.lower().removesuffix("/lora"), said)

    def trigger(self) -> str:
        return self._first(MAX_NAME, "trigger", "modelspec.trigger_phrase")

    def description(self) -> str:
        return self._first(MAX_TEXT, "description", "modelspec.description")

    def licence(self) -> str:
        return self._first(MAX_NAME, "licence", "license", "modelspec.license")

    def tags(self) -> tuple[str, ...]:
        found = self._own.get("tags", self._metadata.get("modelspec.tags", ""))
        items = found.split(",") if isinstance(found, str) else found if isinstance(found, list) else []
        return tuple(tag for tag in (clean_text(item, MAX_NAME) for item in items[:MAX_ITEMS]) if tag)

    def palette(self) -> tuple[str, ...]:
        found = self._own.get("palette")
        items = found[:MAX_ITEMS] if isinstance(found, list) else []
        colours = (item.lower() for item in items if isinstance(item, str))
        return tuple(colour for colour in colours if re.fullmatch("#[0-9a-f]{6}", colour))

    def marks(self) -> tuple[MarkHabit, ...]:
        """Where its works usually bear seals and inscriptions, at most one of each kind."""
        found = self._own.get("marks")
        habits = (_habit(item) for item in (found[:MAX_ITEMS] if isinstance(found, list) else []))
        return tuple({habit.kind: habit for habit in habits if habit is not None}.values())

    def _first(self, limit: int, *keys: str) -> str:
        return next((text for text in (clean_text(self._own.get(key), limit) for key in keys) if text), "")


def read_card(path: Path) -> Mapping[str, Any]:
    """The card beside the file at ``path``, empty where there is none or it cannot be read.

    Only a folder that is named as its painter has one: ``plum/plum.safetensors`` and ``plum/card.json``.
    """
    card = path.with_name(CARD)
    try:
        if path.parent.name != path.stem or card.stat().st_size > MAX_CARD:
            return {}
        found = json.loads(card.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def clean_text(value: object, limit: int) -> str:
    """``value`` as one line to show; empty if it is no text.

    Control, format (bidirectional) and unassigned characters are left out: they can make a line lie.
    """
    if not isinstance(value, str):
        return ""
    spaced = " ".join(value[: 4 * limit].split())
    shown = "".join(character for character in spaced if not unicodedata.category(character).startswith("C"))
    return shown if len(shown) <= limit else shown[: limit - 1].rstrip() + "\N{HORIZONTAL ELLIPSIS}"


def ranks(header: SafetensorsHeader) -> tuple[int, int]:
    """The smallest and largest rank of the low-rank pairs in the file, (0, 0) if there are none."""
    found = [entry.shape[0] for name, entry in header.tensors.items() if entry.shape and _DOWN.search(name)]
    return (min(found), max(found)) if found else (0, 0)


def _habit(said: object) -> MarkHabit | None:
    """A mark's usual place; None where it makes no sense."""
    if not isinstance(said, dict):
        return None
    try:
        share = float(said["share"])
        box = Box(*(float(number) for number in said["box"]))
        return MarkHabit(MarkKind(said["kind"]), share, box) if 0.0 < share <= 1.0 else None
    except (KeyError, TypeError, ValueError, OverflowError):
        return None


def _decoded(value: str) -> Any:
    """Metadata are text; lists and maps among them are JSON."""
    if not value.startswith(("[", "{")):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value
