"""Who painted which area: measures over a style map and the region masks of a document.

A style map is float32[K, h, w]: for each cell of a coarse grid, the probability of each of K styles, as given
by `Judge.styles` (h = H / 16, w = W / 16). Masks are [H, W] at picture size, bool or soft in [0, 1].
"""

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

F32 = NDArray[np.float32]
Mask = NDArray[Any]


def cell_weights(mask: Mask, shape: tuple[int, int]) -> F32:
    """How much of each cell of an h x w grid the mask covers, float32[h, w] in [0, 1]; cells under one half
    are 0.

    A cell mostly outside the region shows its neighbour's paint, so counting it would blame the wrong
    painter.
    """
    h, w = shape
    covered = cv2.resize(np.asarray(mask, dtype=np.float32), (w, h), interpolation=cv2.INTER_AREA)
    return np.where(covered >= 0.5, covered, 0.0).astype(np.float32)


def region_share(style_map: F32, mask: Mask, painter_index: int) -> float:
    """The share of the mask's area recognised as style `painter_index`, in [0, 1].

    Raises ValueError if the mask fills no cell of the map.
    """
    weights = cell_weights(mask, (style_map.shape[1], style_map.shape[2]))
    total = float(weights.sum())
    if total <= 0.0:
        raise ValueError("the mask covers no cell of the style map")
    return float(weights[style_map.argmax(axis=0) == painter_index].sum()) / total


def owner_map(masks: Sequence[Mask], threshold: float = 0.5) -> NDArray[np.int64]:
    """The index of the region that owns each pixel, int64[H, W]; -1 where no mask reaches `threshold`."""
    stack = np.stack([np.asarray(m, dtype=np.float32) for m in masks])
    return np.where(stack.max(axis=0) >= threshold, stack.argmax(axis=0), -1).astype(np.int64)


def border_band(masks: Sequence[Mask], px: float) -> NDArray[np.bool_]:
    """The pixels within `px` of a border between two owners (regions or uncovered canvas), bool[H, W].

    Paint may blend there, so leakage is counted outside it. The picture's own edge is no border.
    """
    owner = owner_map(masks)
    edge = np.zeros(owner.shape, dtype=bool)
    down = owner[1:] != owner[:-1]
    right = owner[:, 1:] != owner[:, :-1]
    edge[1:] |= down
    edge[:-1] |= down
    edge[:, 1:] |= right
    edge[:, :-1] |= right
    if not edge.any():
        return edge
    distance = cv2.distanceTransform((~edge).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    return np.asarray(distance <= max(px - 1.0, 0.0), dtype=np.bool_)


def leakage(style_map: F32, masks: Sequence[Mask], owners: Sequence[int], band: NDArray[np.bool_]) -> float:
    """The share of the covered area outside `band` recognised as a painter who owns another region only.

    `owners[i]` is the style index that region i was given to. An unrecognised style ("other") is a lack of
    fidelity but no leak. Returns 0.0 to 1.0; raises ValueError if the band leaves nothing to measure.
    """
    if len(masks) != len(owners):
        raise ValueError(f"{len(masks)} masks but {len(owners)} owners")
    region = owner_map(masks)
    winner = style_map.argmax(axis=0)
    shape = (style_map.shape[1], style_map.shape[2])
    total = leaked = 0.0
    for index, owner in enumerate(owners):
        weights = cell_weights((region == index) & ~band, shape)
        foreign = np.isin(winner, [o for o in owners if o != owner])
        total += float(weights.sum())
        leaked += float(weights[foreign].sum())
    if total <= 0.0:
        raise ValueError("the border band covers every region: nothing is left to measure")
    return leaked / total
