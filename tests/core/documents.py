"""Small documents, painters and capabilities that tests share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from artmaster_desktop.core.document import Document, PaintSettings, Root
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.layer import MaskLayer, SketchLayer
from artmaster_desktop.core.painter import Painter, PainterRef, Role, Share
from artmaster_desktop.core.ports import ModelCaps
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.core.region import Region

CAPS = ModelCaps(
    path=Path("model"), identity="m" * 64, name="tiny", max_side=768, best=512 * 256, text_tokens=32
)


def painter(slug: str, trigger: str = "") -> Painter:
    return Painter(
        sha256=slug * 8, slug=slug, name=slug.title(), file=Path(f"{slug}.safetensors"), trigger=trigger
    )


def finder(*known: Painter) -> Callable[[PainterRef], Painter | None]:
    """A library of ``known``: found by hash, then by slug."""

    def find(ref: PainterRef) -> Painter | None:
        by_hash = next((p for p in known if p.sha256 == ref.sha256), None)
        return by_hash or next((p for p in known if p.slug == ref.slug), None)

    return find


def share(
    slug: str, weight: float = 1.0, role: Role = Role.WHOLE, sha256: str = "", enabled: bool = True
) -> Share:
    return Share(PainterRef(slug, sha256), weight, role, enabled)


def box_mask(extent: Extent, x0: int, y0: int, x1: int, y1: int) -> Raster:
    values = np.zeros((extent.height, extent.width), np.uint8)
    values[y0:y1, x0:x1] = 255
    return Raster.from_array(values)


def sketch(extent: Extent) -> SketchLayer:
    rng = np.random.default_rng(7)
    pixels = rng.integers(0, 256, (extent.height, extent.width, 4), np.uint8)
    return SketchLayer(id="sketch", name="Sketch", raster=Raster.from_array(pixels))


SQUARE = Extent(256, 256)


def halves(*, feather: float = 0.0, strength: float = 1.0, extent: Extent = SQUARE) -> Document:
    """A canvas whose left half belongs to painter ``a`` and whose right half to ``b``."""
    middle = extent.width // 2
    boxes = {"left": (0, middle), "right": (middle, extent.width)}
    masks = tuple(
        MaskLayer(id=f"mask-{name}", name=name, raster=box_mask(extent, x0, 0, x1, extent.height))
        for name, (x0, x1) in boxes.items()
    )
    regions = tuple(
        Region(
            id=name,
            name=name,
            mask=f"mask-{name}",
            prompt=f"{name} side",
            painters=(share(slug),),
            feather=feather,
            strength=strength,
        )
        for name, slug in (("left", "a"), ("right", "b"))
    )
    return Document(
        id="halves",
        extent=extent,
        layers=(sketch(extent), *masks),
        regions=regions,
        root=Root(prompt="a lake"),
        paint=PaintSettings(seed=3, steps=4),
    )


def with_regions(document: Document, **changes: object) -> Document:
    """Every region of ``document`` with ``changes``."""
    return document.edited(regions=tuple(replace(r, **changes) for r in document.regions))  # type: ignore[arg-type]
