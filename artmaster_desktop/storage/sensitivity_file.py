"""A painter's measured maps on the disk, beside its weights: one JSON file, one map for each base."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

from artmaster_desktop.core.gate import BLOCK_GROUPS, NOISE_BINS, NOISE_EDGES
from artmaster_desktop.core.sensitivity import Axis, Cells, Sensitivity
from artmaster_desktop.storage.atomic import atomic_write

NAME = "sensitivity.json"
FORMAT = 1
MAX_FILE = 256 << 10


def sensitivity_path(painter: Path) -> Path:
    """Where the maps of the painter in the file ``painter`` lie: in its folder, or beside a single file."""
    if painter.parent.name == painter.stem:
        return painter.with_name(NAME)
    return painter.with_name(f"{painter.stem}.{NAME}")


def read_sensitivities(painter: Path) -> tuple[Sensitivity, ...]:
    """The maps that can be used, () where there are none.

    They come from strangers like every card: what is damaged, of another format or of another division into
    blocks and noise levels is left out, and the reasoned defaults serve.
    """
    path = sensitivity_path(painter)
    try:
        if path.stat().st_size > MAX_FILE:
            return ()
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return ()
    if not isinstance(found, dict) or found.get("format") != FORMAT or not _same_cells(found):
        return ()
    maps = found.get("maps")
    read = (_read(entry) for entry in (maps if isinstance(maps, list) else ()))
    return tuple(entry for entry in read if entry is not None)


def write_sensitivity(painter: Path, measured: Sensitivity) -> Path:
    """Keep ``measured`` beside the painter, in place of the map on the same base; returns the file.

    Maps of a painter whose weights have changed since are dropped. Raises SaveFailed.
    """
    path = sensitivity_path(painter)
    kept = [m for m in read_sensitivities(painter) if m.base != measured.base and m.sha256 == measured.sha256]
    text = _text([*kept, measured])

    def write(file: BinaryIO) -> None:
        file.write(text.encode())

    atomic_write(path, write)
    return path


def _text(maps: Sequence[Sensitivity]) -> str:
    content = {
        "format": FORMAT,
        "block_groups": list(BLOCK_GROUPS),
        "noise_edges": list(NOISE_EDGES),
        "maps": [_form(entry) for entry in maps],
    }
    return json.dumps(content, indent=1) + "\n"


def _form(entry: Sensitivity) -> dict[str, Any]:
    numbers = {axis.value: [[round(v, 6) for v in row] for row in entry.of(axis)] for axis in Axis}
    known = {name: getattr(entry, name) for name in ("sha256", "base", "pictures", "steps", "side")}
    return known | numbers


def _same_cells(found: dict[str, Any]) -> bool:
    return found.get("block_groups") == list(BLOCK_GROUPS) and found.get("noise_edges") == list(NOISE_EDGES)


def _read(entry: Any) -> Sensitivity | None:
    try:
        return Sensitivity(
            sha256=str(entry["sha256"]),
            base=str(entry["base"]),
            layout=_cells(entry[Axis.LAYOUT.value]),
            palette=_cells(entry[Axis.PALETTE.value]),
            stroke=_cells(entry[Axis.STROKE.value]),
            pictures=int(entry["pictures"]),
            steps=int(entry["steps"]),
            side=int(entry["side"]),
        )
    except (KeyError, TypeError, ValueError):
        return None


def _cells(rows: Any) -> Cells:
    cells = tuple(tuple(float(value) for value in row) for row in rows)
    if len(cells) != len(BLOCK_GROUPS) or any(len(row) != NOISE_BINS for row in cells):
        raise ValueError("not our division into block groups and noise bins")
    return cells
