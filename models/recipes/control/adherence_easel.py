"""Paints a held-out caption as the program does: planned from a document, with or without a guide."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

import numpy as np
import torch
from numpy.typing import NDArray

from artmaster_desktop.core.document import Document, PaintSettings, Root
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.guide import Guide, GuideKind, GuidePlace
from artmaster_desktop.core.guide_commands import add_guide
from artmaster_desktop.core.job import PictureStart
from artmaster_desktop.core.planning import plan_paint
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.core.region_commands import add_region
from artmaster_desktop.engine.engine import PaintEngine
from artmaster_desktop.engine.flux import latents as lat
from artmaster_desktop.engine.flux import weights
from artmaster_desktop.engine.measures.trials import paint
from artmaster_desktop.engine.structure.control_file import identity

from .truth import Truth

U8: TypeAlias = NDArray[np.uint8]
COLUMNS = (1.0, 0.5, 0.0)
"""How strictly three columns of one picture follow, times the guide's strength."""
END = 0.8
"""The share of the steps until which a guide is followed, as in the program."""


class Easel:
    """The engine with the base and, where there is one, the control model."""

    def __init__(self, engine: PaintEngine, base: Path, control: Path | None, steps: int) -> None:
        self.engine, self.control, self.steps = engine, control, steps
        self.caps = engine.describe(base.absolute())
        self._found = None if control is None else (control.absolute(), identity(control))
        model = weights.load(base.absolute(), torch.float32)
        self._vae = model.vae

    def paint(
        self,
        truth: Truth,
        number: int,
        *,
        over: tuple[U8, float] | None = None,
        guide: tuple[GuideKind, U8, float] | None = None,
        columns: tuple[float, ...] = (),
    ) -> U8:
        """The caption of ``truth`` with noise ``number``: ``over`` a picture of which a share goes, or under
        a ``guide`` (kind, picture, strength), of which the ``columns`` of the canvas follow so strictly.
        """
        height, width = truth.labels.shape
        settings = PaintSettings(seed=number, steps=self.steps)
        document = Document(
            id=f"guide-{number}",
            extent=Extent(width, height),
            root=Root(prompt=truth.caption),
            paint=settings,
        )
        if guide is not None:
            document = self._guided(document, guide, columns)
        job = plan_paint(document, lambda _: None, self.caps, document.id, find_control=lambda _: self._found)
        assert len(job.guides) == int(guide is not None), job.notices
        if over is not None:
            job = replace(job, start=PictureStart(*over))
        return paint(self.engine, job)

    def _guided(
        self, document: Document, guide: tuple[GuideKind, U8, float], columns: tuple[float, ...]
    ) -> Document:
        kind, pixels, strength = guide
        width, height = document.extent.width, document.extent.height
        for index in range(len(columns)):
            mask = np.zeros((height, width), np.uint8)
            mask[:, index * width // len(columns) : (index + 1) * width // len(columns)] = 255
            command = add_region(f"column {index}", raster=Raster.from_array(mask), region_id=f"r{index}")
            document = command.change(document)
        places = tuple(GuidePlace(f"r{index}", each) for index, each in enumerate(columns))
        wanted = Guide(
            id="g", layer="guide", kind=kind, control="this", strength=strength, end=END, places=places
        )
        return add_guide(pixels, wanted, "Guide").change(document)

    @torch.inference_mode()
    def round_trip(self, rgb: U8) -> U8:
        """``rgb`` as the autoencoder gives it back: no picture of this model can be nearer to the truth."""
        clean = lat.encode(rgb, self._vae, None)
        return lat.decode(clean, self._vae)
