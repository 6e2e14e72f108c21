"""What a repaint did to a picture: outside, across its border, and inside."""

from __future__ import annotations

from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

U8: TypeAlias = NDArray[np.uint8]
Mask: TypeAlias = NDArray[np.bool_]
F32: TypeAlias = NDArray[np.float32]

REACH = 12
"""Pixels on either side of a border in which a seam could lie."""
APART = 20
"""Pixels from the border at which the tones of both sides are compared."""


def outside_changed(before: U8, after: U8, mask: U8) -> int:
    """How many pixels differ in any bit where ``mask`` is 0."""
    return int(((before != after).any(axis=2) & (mask == 0)).sum())


def steps(rgb: U8) -> tuple[F32, F32]:
    """How far neighbours are apart, across ``[H, W - 1]`` and down ``[H - 1, W]``, on the mean of R, G, B."""
    values = rgb.astype(np.float32)
    across, down = (np.abs(np.diff(values, axis=axis)).mean(axis=2) for axis in (1, 0))
    return np.asarray(across, np.float32), np.asarray(down, np.float32)


def rings(rgb: U8, inside: Mask, reach: int = REACH) -> F32:
    """The mean step between neighbours on either side of the lines that run ``-reach .. reach`` pixels from
    the border of ``inside`` (0: the border itself; negative: outside). NaN where there is no such line.
    """
    signed = signed_distance(inside)
    across, down = steps(rgb)
    found = np.full(2 * reach + 1, np.nan, np.float32)
    for index, level in enumerate(range(-reach, reach + 1)):
        over = signed > level
        parts = [across[over[:, 1:] != over[:, :-1]], down[over[1:] != over[:-1]]]
        values = np.concatenate(parts)
        if values.size:
            found[index] = values.mean()
    return found


def signed_distance(inside: Mask) -> F32:
    """Pixels to the border, positive inside; the canvas' edge is no border."""
    near, far = (
        cv2.distanceTransform(np.asarray(each, np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
        for each in (inside, ~inside)
    )
    return np.asarray(np.where(inside, near - 0.5, 0.5 - far), np.float32)


def seam(before: U8, after: U8, inside: Mask) -> dict[str, float]:
    """Steps across the border of ``inside``: ``border`` after, ``own`` before (the picture's own there) and
    ``anywhere`` (the picture's own all over), as means of 0..255; ``steepest`` is the ratio of the steepest
    line within REACH after to the steepest before or twice the mean anywhere, whichever is more.
    """
    was, now = rings(before, inside), rings(after, inside)
    anywhere = float(np.concatenate([each.ravel() for each in steps(before)]).mean())
    own, border = float(was[REACH]), float(now[REACH])
    most = max(float(np.nanmax(was)), 2 * anywhere, 1e-6)
    return {
        "border": border,
        "own": own,
        "anywhere": anywhere,
        "ratio": border / max(own, anywhere, 1e-6),
        "steepest": float(np.nanmax(now)) / most,
    }


def jump(rgb: U8, inside: Mask, apart: int = APART) -> float:
    """How far the tones lie apart on both sides of the border of ``inside``: the mean distance in Lab (CIE76)
    of what is seen ``apart`` pixels inside and outside of it, softened. A patch of another light shows here,
    however softly it begins; so does a new mountain, so it is a hint and no fault. 0 without a border.
    """
    signed = cv2.GaussianBlur(signed_distance(inside), (0, 0), 2)
    down, across = np.gradient(signed)
    norm = np.maximum(np.hypot(down, across), 1e-6)
    ys, xs = np.nonzero(np.abs(signed_distance(inside)) <= 0.5)
    lab = cv2.cvtColor(rgb.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    soft = cv2.GaussianBlur(lab, (0, 0), apart / 4)
    sides, there = [], np.ones(len(ys), np.bool_)
    for way in (apart, -apart):
        y = np.rint(ys + way * (down / norm)[ys, xs]).astype(int)
        x = np.rint(xs + way * (across / norm)[ys, xs]).astype(int)
        there &= (y >= 0) & (y < rgb.shape[0]) & (x >= 0) & (x < rgb.shape[1])
        sides.append(soft[np.clip(y, 0, rgb.shape[0] - 1), np.clip(x, 0, rgb.shape[1] - 1)])
    apart_ = np.linalg.norm(sides[0] - sides[1], axis=1)[there]
    return float(apart_.mean()) if apart_.size else 0.0
