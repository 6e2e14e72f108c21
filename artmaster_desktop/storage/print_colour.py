"""From the picture's sRGB to the numbers that a file for print holds, some rows at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from artmaster_desktop.core.print_colour import Colours, Space, ToPrinter
from artmaster_desktop.core.print_errors import ProfileProblem, ProfileUnusable
from artmaster_desktop.core.upscaling import Rows
from artmaster_desktop.storage.print_profile import (
    DEFINITIONS,
    Profile,
    read_profile,
    to_xyz,
    working_profile,
)

Numbers: TypeAlias = NDArray[np.uint8] | NDArray[np.uint16]


def profile_of(colours: Colours) -> Profile:
    """The profile that the file carries. Raises ProfileUnusable or ReadFailed."""
    return working_profile(colours) if isinstance(colours, Space) else read_profile(colours.path)


def converter(colours: Colours, depth: int) -> Callable[[Rows], Numbers]:
    """What turns rows of sRGB in [0, 1] into ``depth`` bits (8 or 16) of ``colours``."""
    if isinstance(colours, ToPrinter):
        return lambda rows: _to_printer(rows, colours, depth)
    if colours is Space.SRGB:
        return lambda rows: quantised(rows, depth)
    matrix = np.asarray(np.linalg.solve(to_xyz(colours), to_xyz(Space.SRGB)), np.float32)
    return lambda rows: quantised(encoded(decoded(rows, Space.SRGB) @ matrix.T, colours), depth)


def converted(strips: Iterator[Rows], colours: Colours, depth: int) -> Iterator[Numbers]:
    """All rows, converted as they come."""
    turn = converter(colours, depth)
    for rows in strips:
        yield turn(rows)


def quantised(rows: Rows, depth: int) -> Numbers:
    """[0, 1] to whole numbers of ``depth`` bits, rounded."""
    top = np.float32((1 << depth) - 1)
    values = np.clip(rows, 0, 1) * top + np.float32(0.5)
    return values.astype(np.uint8) if depth == 8 else values.astype(np.uint16)


def decoded(rows: Rows, space: Space) -> Rows:
    """Linear light of encoded values."""
    g, a, b, c, d = (np.float32(value) for value in DEFINITIONS[space].curve)
    return np.where(rows >= d, np.maximum(a * rows + b, 0) ** g, c * rows).astype(np.float32)


def encoded(light: Rows, space: Space) -> Rows:
    """Encoded values of linear light, which is cut to what the space holds."""
    g, a, b, c, d = (float(value) for value in DEFINITIONS[space].curve)
    light = np.clip(light, 0, 1)
    curved = (light ** np.float32(1 / g) - np.float32(b)) / np.float32(a)
    if c == 0:
        return np.asarray(curved, np.float32)
    return np.where(light >= (a * d + b) ** g, curved, light / np.float32(c)).astype(np.float32)


def _to_printer(rows: Rows, colours: ToPrinter, depth: int) -> Numbers:
    """Through libvips and Little CMS in 16 bits."""
    import pyvips  # type: ignore[import-untyped]

    height, width = rows.shape[:2]
    deep = np.ascontiguousarray(quantised(rows, 16))
    image: Any = pyvips.Image.new_from_memory(deep.data, width, height, 3, "ushort")
    image = image.copy(interpretation="rgb16")
    try:
        made = image.icc_transform(
            str(colours.path),
            input_profile="srgb",
            intent=colours.intent.value,
            black_point_compensation=colours.black_point,
            depth=depth,
        )
        out = np.asarray(made.numpy())
    except pyvips.Error as error:
        said = " ".join(str(error).split())[:200]
        raise ProfileUnusable(colours.path, ProfileProblem.DAMAGED, said) from error
    return out.reshape(height, width, -1)
