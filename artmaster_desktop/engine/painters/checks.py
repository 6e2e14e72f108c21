"""What an adapter file from a stranger must pass: its header before anything is loaded, then its numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor

from artmaster_desktop.core.errors import PainterFileError, PainterProblem
from artmaster_desktop.core.safetensors_header import SafetensorsHeader, read_header
from artmaster_desktop.engine.painters import keys
from artmaster_desktop.engine.painters.keys import AdapterFormat

MAX_RANK = 512
PLAIN_RANK = 128
"""May exceed a layer's sides: trainers give all layers one rank, and ``x_embedder`` has 64 inputs."""
MAX_WEIGHT = 1e3
"""Far beyond what training leaves in an adapter; larger numbers turn the picture to NaN."""


def open_header(path: Path) -> SafetensorsHeader:
    """The checked header of the file at ``path``. Raises PainterFileError (see ``read_header``)."""
    try:
        with path.open("rb") as stream:
            return read_header(stream, path)
    except OSError as fault:
        raise PainterFileError(path, PainterProblem.DAMAGED, fault.strerror or "cannot be read") from fault


def check_header(
    header: SafetensorsHeader, path: Path, shapes: Mapping[str, tuple[int, int]]
) -> AdapterFormat:
    """The layout of the file, once everything that its header can tell against it has been looked at.

    Raises PainterFileError: EMPTY, UNSUPPORTED_KIND (DoRA, LoKr...), WRONG_BASE with the name of the base it
    fits, UNKNOWN_KEYS, MISSING_HALF, BAD_RANK.
    """
    names = header.tensors.keys()
    if not names:
        raise PainterFileError(path, PainterProblem.EMPTY)
    kind = keys.unsupported_kind(names)
    if kind:
        raise PainterFileError(path, PainterProblem.UNSUPPORTED_KIND, kind)
    foreign = keys.foreign_base(header)
    if foreign:
        raise PainterFileError(path, PainterProblem.WRONG_BASE, foreign)
    layout = keys.recognise(names)
    if layout is None or not any(keys.halves(header)):
        raise PainterFileError(path, PainterProblem.UNKNOWN_KEYS, min(names)[:80])
    _check_halves(header, path)
    found, wanted = keys.inner_width(header), keys.base_width(shapes)
    if found is not None and wanted is not None and found != wanted:
        base = keys.WIDTHS.get(found, f"a model of width {found}")
        raise PainterFileError(path, PainterProblem.WRONG_BASE, base)
    return layout


def _check_halves(header: SafetensorsHeader, path: Path) -> None:
    """Both halves are there and agree on a sensible rank."""
    pairs: dict[str, dict[bool, tuple[int, ...]]] = defaultdict(dict)
    for module, half, shape in keys.halves(header):
        pairs[module][half in keys.DOWN] = shape
    for module, pair in pairs.items():
        if len(pair) != 2:
            raise PainterFileError(path, PainterProblem.MISSING_HALF, module)
        down, up = pair[True], pair[False]
        if len(down) != 2 or len(up) != 2:
            raise PainterFileError(path, PainterProblem.WRONG_SHAPE, f"{module}: {len(down)} axes")
        if down[0] != up[1]:
            raise PainterFileError(path, PainterProblem.BAD_RANK, f"{module}: {down[0]} and {up[1]}")
        if down[0] > min(MAX_RANK, max(PLAIN_RANK, min(down[1], up[0]))):
            raise PainterFileError(path, PainterProblem.BAD_RANK, f"{module}: {down[0]}")


def check_numbers(name: str, tensor: Tensor, path: Path) -> None:
    """Raises PainterFileError NOT_FINITE or TOO_STRONG with the tensor's name."""
    low, high = torch.aminmax(tensor)
    if not bool(torch.isfinite(low) & torch.isfinite(high)):
        raise PainterFileError(path, PainterProblem.NOT_FINITE, name)
    largest = max(-float(low), float(high))
    if largest > MAX_WEIGHT:
        raise PainterFileError(path, PainterProblem.TOO_STRONG, f"{name}: {largest:.3g}")
