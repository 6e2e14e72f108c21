"""Boxes under a hand: moved and resized within the work, in their shape where they have one."""

from __future__ import annotations

from artmaster_desktop.core.box import Box

LEAST = 0.01
"""The shortest side, as a share of the work's."""


def box_between(x: float, y: float, other_x: float, other_y: float) -> Box:
    """The box with these two corners (shares of the work, in any order, possibly beyond it)."""
    left, right = sorted((_held(x), _held(other_x)))
    top, bottom = sorted((_held(y), _held(other_y)))
    return _box(left, top, max(right - left, LEAST), max(bottom - top, LEAST))


def moved(box: Box, across: float, down: float) -> Box:
    """Pushed by shares of the work, as far as it goes."""
    return _box(box.x + across, box.y + down, box.width, box.height)


def resized(box: Box, side: tuple[int, int], x: float, y: float, ratio: float | None = None) -> Box:
    """One side or corner pulled to ``x``, ``y``: ``side`` is (-1 left, 1 right, 0 neither; the same for top
    and bottom). With ``ratio`` (width by height, both in shares) the shape stays: a corner keeps the opposite
    one where it is, a side keeps the middle of the other direction.
    """
    right_left, low_high = side
    left, right, top, bottom = box.x, box.right, box.y, box.bottom
    if right_left < 0:
        left = min(_held(x), right - LEAST)
    elif right_left > 0:
        right = max(_held(x), left + LEAST)
    if low_high < 0:
        top = min(_held(y), bottom - LEAST)
    elif low_high > 0:
        bottom = max(_held(y), top + LEAST)
    width, height = right - left, bottom - top
    if ratio is None:
        return _box(left, top, width, height)
    if low_high:
        width = max(width, height * ratio) if right_left else height * ratio
    room = _room(box.x, box.right, right_left), _room(box.y, box.bottom, low_high)
    width = max(min(width, room[0], room[1] * ratio), LEAST)
    height = width / ratio
    return _box(
        _start(box.x, box.right, width, right_left),
        _start(box.y, box.bottom, height, low_high),
        width,
        height,
    )


def scaled(box: Box, factor: float) -> Box:
    """Larger or smaller around its own middle, in its own shape, as far as the work goes."""
    most = min(1.0 / box.width, 1.0 / box.height)
    factor = max(min(factor, most), LEAST / min(box.width, box.height))
    width, height = box.width * factor, box.height * factor
    return _box(
        box.x + (box.width - width) / 2, box.y + (box.height - height) / 2, min(width, 1.0), min(height, 1.0)
    )


def _room(start: float, end: float, side: int) -> float:
    """How long the box may become when pulled at that side."""
    middle = (start + end) / 2
    return {-1: end, 1: 1.0 - start, 0: 2.0 * min(middle, 1.0 - middle)}[side]


def _start(start: float, end: float, length: float, side: int) -> float:
    return {-1: end - length, 1: start, 0: (start + end - length) / 2}[side]


def _held(share: float) -> float:
    return min(max(share, 0.0), 1.0)


def _box(x: float, y: float, width: float, height: float) -> Box:
    width, height = min(width, 1.0), min(height, 1.0)
    return Box(min(max(x, 0.0), 1.0 - width), min(max(y, 0.0), 1.0 - height), width, height).rounded()
