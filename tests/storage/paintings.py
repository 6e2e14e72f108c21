"""Documents of a few tiles that are quickly painted on, and a fake painting, for the tests of the disk."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from artmaster_desktop.core.document import Document
from artmaster_desktop.core.event import PaintReport, Placement
from artmaster_desktop.core.gate import GatePlan
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.job import PaintJob
from artmaster_desktop.core.layer import MaskLayer, SketchLayer
from artmaster_desktop.core.raster import Pixels, Raster
from artmaster_desktop.core.region import Region


def blank(identity: str = "painting", side: int = 600) -> Document:
    """A sketch, a mask and its region, nothing painted."""
    return Document(
        id=identity,
        extent=Extent(side, side),
        title="练习",
        layers=(
            SketchLayer(id="ink", name="Ink", raster=Raster(4)),
            MaskLayer(id="m", name="M", raster=Raster(1)),
        ),
        regions=(Region(id="r", mask="m", prompt="a lake"),),
    )


def dabbed(document: Document, seed: int, layer: str = "ink", size: int = 40) -> Document:
    """A square of noise somewhere on a layer."""
    chance = np.random.default_rng(seed)
    found = document.find(layer)
    assert isinstance(found, SketchLayer | MaskLayer)
    x, y = (int(n) for n in chance.integers(0, document.extent.width - size, 2))
    patch = chance.integers(0, 256, (size, size, found.raster.channels), np.uint8)
    raster = found.raster.with_patch(patch, x, y)
    if isinstance(found, MaskLayer):
        return document.with_layer(MaskLayer(id=layer, name=found.name, raster=raster))
    return document.with_layer(SketchLayer(id=layer, name=found.name, raster=raster))


def job_of(document: Document, seed: int = 1, side: int = 64) -> PaintJob:
    """A job that a fake engine paints."""
    extent = Extent(side, side)
    return PaintJob(
        id=f"job-{seed}",
        document=document.id,
        revision=document.revision,
        model=Path("models/starter"),
        model_id="starter",
        extent=extent,
        output=extent,
        texts=("高峰", ""),
        gates=GatePlan(Extent(4, 4), np.full((1, 4, 4), 1, np.float32), ()),
        seed=seed,
    )


def picture_of(job: PaintJob) -> Pixels:
    """What the fake engine paints: the same picture for the same job."""
    size = (job.output.height, job.output.width, 3)
    return np.random.default_rng(job.seed).integers(0, 256, size, np.uint8)


def report_of(job: PaintJob) -> PaintReport:
    place = Placement("cpu", "a processor", "float32", "none", "no other")
    return PaintReport(
        placement=place, seconds=(("painting", 0.1),), steps=job.steps, seed=job.seed, sha256="0" * 64,
        texts=job.texts, text_lengths=(2, 0),
    )  # fmt: skip
