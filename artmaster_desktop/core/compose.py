"""Layers to one picture, as OpenRaster asks: W3C *Compositing and Blending* on sRGB values.

Source: https://www.w3.org/TR/compositing-1/ (formulas of sections 9, 10 and 13) and the OpenRaster 0.0.6
layer stack. Works in strips, so a large canvas needs the floats of a strip and not of the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from artmaster_desktop.core.geometry import Bounds
from artmaster_desktop.core.layer import GroupLayer, Layer, MaskLayer
from artmaster_desktop.core.raster import Pixels

F32: TypeAlias = NDArray[np.float32]
Blend: TypeAlias = Callable[[F32, F32], F32]

STRIP = 256
"""Rows composited at once."""


def composite(layers: Sequence[Layer], bounds: Bounds) -> Pixels:
    """The visible ``layers`` (bottom first) inside ``bounds``: uint8 RGBA ``[H, W, 4]``, straight alpha."""
    out = np.zeros((bounds.height, bounds.width, 4), np.uint8)
    for top in range(0, bounds.height, STRIP):
        strip = Bounds(bounds.x, bounds.y + top, bounds.width, min(STRIP, bounds.height - top))
        colour, alpha = _split(_stack(layers, strip, _clear(strip)))
        out[top : top + strip.height] = _bytes(np.concatenate((colour, alpha), axis=2))
    return out


def flatten(
    layers: Sequence[Layer], bounds: Bounds, background: tuple[int, int, int] = (255, 255, 255)
) -> Pixels:
    """The visible ``layers`` inside ``bounds`` over ``background``: uint8 RGB ``[height, width, 3]``."""
    out = np.zeros((bounds.height, bounds.width, 3), np.uint8)
    paper = np.array(background, np.float32) / np.float32(255)
    for top in range(0, bounds.height, STRIP):
        strip = Bounds(bounds.x, bounds.y + top, bounds.width, min(STRIP, bounds.height - top))
        backdrop = _clear(strip)
        backdrop[..., :3], backdrop[..., 3] = paper, 1.0
        out[top : top + strip.height] = _bytes(_split(_stack(layers, strip, backdrop))[0])
    return out


def without_masks(layers: Sequence[Layer]) -> tuple[Layer, ...]:
    """The layers that are pictures: where regions lie is no part of what is painted."""
    return tuple(
        replace(layer, layers=without_masks(layer.layers)) if isinstance(layer, GroupLayer) else layer
        for layer in layers
        if not isinstance(layer, MaskLayer)
    )


def _clear(bounds: Bounds) -> F32:
    return np.zeros((bounds.height, bounds.width, 4), np.float32)


def _bytes(values: F32) -> Pixels:
    return (np.clip(values, 0.0, 1.0) * np.float32(255) + np.float32(0.5)).astype(np.uint8)


def _split(premultiplied: F32) -> tuple[F32, F32]:
    """Straight colour ``[..., 3]`` (0 where nothing is) and alpha ``[..., 1]``."""
    alpha = premultiplied[..., 3:]
    empty = np.zeros_like(premultiplied[..., :3])
    colour = np.divide(premultiplied[..., :3], alpha, out=empty, where=alpha > 0)
    return np.minimum(colour, np.float32(1)), alpha


def _stack(layers: Sequence[Layer], bounds: Bounds, backdrop: F32) -> F32:
    """``layers`` painted on the premultiplied ``backdrop``. Recursion is as deep as groups are nested."""
    for layer in layers:
        if not layer.visible or layer.opacity == 0.0:
            continue
        if isinstance(layer, GroupLayer):
            plain = layer.opacity == 1.0 and layer.blend == "svg:src-over"
            if plain and not layer.isolated:
                backdrop = _stack(layer.layers, bounds, backdrop)
                continue
            source = _stack(layer.layers, bounds, _clear(bounds))
        else:
            source = _pixels(layer, bounds)
        backdrop = _paint(source * np.float32(layer.opacity), backdrop, layer.blend)
    return backdrop


def _pixels(layer: Layer, bounds: Bounds) -> F32:
    """A layer's own pixels, premultiplied; a mask is its colour where it covers."""
    assert not isinstance(layer, GroupLayer)
    values = layer.raster.read(bounds).astype(np.float32) / np.float32(255)
    if isinstance(layer, MaskLayer):
        tint = np.array((*layer.colour, 255), np.float32) / np.float32(255)
        return np.asarray(values * tint, np.float32)
    values[..., :3] *= values[..., 3:]
    return values


def _paint(source: F32, backdrop: F32, blend: str) -> F32:
    """One composite step on premultiplied values; an operator we do not know paints as ``svg:src-over``."""
    sa, ba = source[..., 3:], backdrop[..., 3:]
    if blend in _PORTER_DUFF:
        fs, fb = _PORTER_DUFF[blend](sa, ba)
        return np.minimum(source * fs + backdrop * fb, np.float32(1))
    if blend not in _BLENDS:
        return source + backdrop * (1 - sa)
    cs, cb = _split(source)[0], _split(backdrop)[0]
    mixed = _BLENDS[blend](cb, cs)
    out = source + backdrop * (1 - sa)
    out[..., :3] = (1 - ba) * source[..., :3] + (1 - sa) * backdrop[..., :3] + sa * ba * mixed
    return out


def _one(like: F32) -> F32:
    return np.ones_like(like)


_PORTER_DUFF: dict[str, Callable[[F32, F32], tuple[F32, F32]]] = {
    "svg:plus": lambda sa, ba: (_one(sa), _one(ba)),
    "svg:dst-in": lambda sa, ba: (np.zeros_like(sa), sa),
    "svg:dst-out": lambda sa, ba: (np.zeros_like(sa), 1 - sa),
    "svg:src-atop": lambda sa, ba: (ba, 1 - sa),
    "svg:dst-atop": lambda sa, ba: (1 - ba, sa),
}


def _hard_light(cb: F32, cs: F32) -> F32:
    return np.where(cs <= 0.5, 2 * cb * cs, cb + (2 * cs - 1) - cb * (2 * cs - 1))


def _soft_light(cb: F32, cs: F32) -> F32:
    deep = np.where(cb <= 0.25, ((16 * cb - 12) * cb + 4) * cb, np.sqrt(cb))
    return np.where(cs <= 0.5, cb - (1 - 2 * cs) * cb * (1 - cb), cb + (2 * cs - 1) * (deep - cb))


def _dodge(cb: F32, cs: F32) -> F32:
    quotient = np.divide(cb, 1 - cs, out=np.ones_like(cb), where=cs < 1)
    return np.where(cb == 0, np.float32(0), np.minimum(quotient, np.float32(1)))


def _burn(cb: F32, cs: F32) -> F32:
    quotient = np.divide(1 - cb, cs, out=np.ones_like(cb), where=cs > 0)
    return np.where(cb == 1, np.float32(1), 1 - np.minimum(quotient, np.float32(1)))


def _lum(colour: F32) -> F32:
    return np.asarray(colour @ np.array([[0.3], [0.59], [0.11]], np.float32), np.float32)


def _set_lum(colour: F32, lum: F32) -> F32:
    """``colour`` moved to the luminosity ``lum`` and clipped back into range without changing it."""
    colour = colour + (lum - _lum(colour))
    low, high = colour.min(axis=2, keepdims=True), colour.max(axis=2, keepdims=True)
    down = np.divide(lum, lum - low, out=np.ones_like(lum), where=low < 0)
    colour = np.where(low < 0, lum + (colour - lum) * down, colour)
    up = np.divide(1 - lum, high - lum, out=np.ones_like(lum), where=high > 1)
    return np.where(high > 1, lum + (colour - lum) * up, colour)


def _sat(colour: F32) -> F32:
    return np.asarray(colour.max(axis=2, keepdims=True) - colour.min(axis=2, keepdims=True), np.float32)


def _set_sat(colour: F32, sat: F32) -> F32:
    low, span = colour.min(axis=2, keepdims=True), _sat(colour)
    stretched: F32 = np.divide((colour - low) * sat, span, out=np.zeros_like(colour), where=span > 0)
    return stretched


_BLENDS: dict[str, Blend] = {
    "svg:multiply": lambda cb, cs: cb * cs,
    "svg:screen": lambda cb, cs: cb + cs - cb * cs,
    "svg:overlay": lambda cb, cs: _hard_light(cs, cb),
    "svg:darken": np.minimum,
    "svg:lighten": np.maximum,
    "svg:color-dodge": _dodge,
    "svg:color-burn": _burn,
    "svg:hard-light": _hard_light,
    "svg:soft-light": _soft_light,
    "svg:difference": lambda cb, cs: np.abs(cb - cs),
    "svg:color": lambda cb, cs: _set_lum(cs, _lum(cb)),
    "svg:luminosity": lambda cb, cs: _set_lum(cb, _lum(cs)),
    "svg:hue": lambda cb, cs: _set_lum(_set_sat(cs, _sat(cb)), _lum(cb)),
    "svg:saturation": lambda cb, cs: _set_lum(_set_sat(cb, _sat(cs)), _lum(cb)),
}
