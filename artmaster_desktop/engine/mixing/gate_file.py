"""A trained gate and its file: safetensors whose header holds the card, which lies beside it as JSON too."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from safetensors import SafetensorError, safe_open
from safetensors.torch import save

from artmaster_desktop.core.errors import GateFileError, GateProblem
from artmaster_desktop.core.painter import Painter, PainterRef
from artmaster_desktop.core.ports import FileWriter
from artmaster_desktop.engine.faults import first_line
from artmaster_desktop.engine.mixing.network import GateNetwork

FORMAT = "1"
MAX_FILE = 64 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class GateCard:
    """Whom the gate knows and how it was taught. ``painters`` are (slug, sha256 of the file); ``base`` is the
    identity of the model whose encoders it reads; ``padded`` the tokens of a text, ``tokens`` and ``pooled``
    the widths of the embeddings; ``kinds`` the subjects whose places it knows. ``told`` is free: how it was
    taught and measured.
    """

    base: str
    base_name: str
    painters: tuple[tuple[str, str], ...]
    kinds: tuple[str, ...]
    padded: int
    tokens: int
    pooled: int
    told: dict[str, Any] = field(default_factory=dict)

    @property
    def slugs(self) -> tuple[str, ...]:
        return tuple(slug for slug, _ in self.painters)


@dataclass(frozen=True, slots=True, eq=False)
class Gate:
    """A network with its card; ``sha256`` is that of its file, empty before it was saved."""

    card: GateCard
    network: GateNetwork
    sha256: str = ""


def write_gate(path: Path, gate: Gate, write: FileWriter) -> None:
    """Save the gate at ``path`` and ``card.json`` beside it. Raises SaveFailed."""
    card = json.dumps(asdict(gate.card), ensure_ascii=False)
    state = {name: value.contiguous() for name, value in gate.network.state_dict().items()}
    write(path, save(state, metadata={"format": FORMAT, "card": card}))
    write(
        path.with_name("card.json"),
        (json.dumps(asdict(gate.card), ensure_ascii=False, indent=2) + "\n").encode(),
    )


def read_gate(path: Path) -> Gate:
    """The gate in the file. Raises GateFileError where it is not there or not whole."""
    if not path.is_file():
        raise GateFileError(path, GateProblem.MISSING)
    try:
        if path.stat().st_size > MAX_FILE:
            raise ValueError("too large")
        with safe_open(path, "pt") as file:
            metadata = file.metadata() or {}
            if metadata.get("format") != FORMAT:
                raise ValueError("not a gate of this version")
            card = _card(json.loads(metadata["card"]))
            state = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - not a mapping
        network = GateNetwork(card.tokens, card.pooled, len(card.painters), len(card.kinds)).eval()
        network.load_state_dict(state)
        if any(not bool(value.isfinite().all()) for value in state.values()):
            raise ValueError("numbers that are not finite")
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    except (OSError, ValueError, KeyError, TypeError, RuntimeError, SafetensorError) as error:
        raise GateFileError(path, GateProblem.DAMAGED, first_line(error)) from error
    return Gate(card, network, sha256)


def check_gate(
    gate: Gate, path: Path, base: str, painters: Sequence[Painter | PainterRef]
) -> tuple[tuple[PainterRef, ...], tuple[str, ...]]:
    """The gate's painters that are in the library, and the slugs of those in it whom the gate does not know.

    Raises GateFileError where it was taught on another model, or a painter is another file than then.
    """
    if gate.card.base != base:
        raise GateFileError(path, GateProblem.OTHER_BASE, gate.card.base_name)
    found = {painter.slug: painter.sha256 for painter in painters}
    changed = [slug for slug, sha256 in gate.card.painters if found.get(slug, sha256) != sha256]
    if changed:
        raise GateFileError(path, GateProblem.PAINTERS_CHANGED, ", ".join(changed))
    known = tuple(PainterRef(slug, sha256) for slug, sha256 in gate.card.painters if slug in found)
    return known, tuple(sorted(set(found) - set(gate.card.slugs)))


def _card(data: dict[str, Any]) -> GateCard:
    text: Callable[[Any], str] = str
    card = GateCard(
        base=text(data["base"]),
        base_name=text(data["base_name"]),
        painters=tuple((text(slug), text(sha256)) for slug, sha256 in data["painters"]),
        kinds=tuple(text(kind) for kind in data["kinds"]),
        padded=int(data["padded"]),
        tokens=int(data["tokens"]),
        pooled=int(data["pooled"]),
        told=dict(data["told"]),
    )
    if not 1 <= card.padded <= 4096 or max(card.tokens, card.pooled, len(card.kinds)) > 1 << 16:
        raise ValueError("absurd sizes")
    return card
