"""The control models whose weights are in memory, and a job's guides as they read them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

import numpy as np
import torch
from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL
from diffusers.models.controlnets.controlnet_flux import FluxControlNetModel

from artmaster_desktop.core.job import PaintJob
from artmaster_desktop.core.job_guide import JobGuide
from artmaster_desktop.core.model_use import ModelUse
from artmaster_desktop.core.notice import GuideRefused
from artmaster_desktop.core.structure_errors import (
    ControlProblem,
    ControlUnusable,
    GuideProblem,
    GuideUnusable,
)
from artmaster_desktop.engine.device import Choice
from artmaster_desktop.engine.flux import latents as lat
from artmaster_desktop.engine.flux.residuals import Following, Hold, Worn
from artmaster_desktop.engine.outline import ModelOutline
from artmaster_desktop.engine.painters.state import Standing
from artmaster_desktop.engine.painters.widened import ControlAdapter
from artmaster_desktop.engine.residency import Resident
from artmaster_desktop.engine.structure.control_file import ControlFile, describe, identity, load
from artmaster_desktop.engine.structure.control_lora import ControlLora, check_kind, read_lora

KEPT = 2
"""Control models kept beside those of the job under way; FLUX.1's take 1 to 6 GB each."""

Followed: TypeAlias = ControlFile | ControlLora | None
"""What follows a guide; None where the model that paints does so itself."""


class Controls:
    """Keeps the control models of the last jobs."""

    def __init__(self) -> None:
        self._nets: dict[tuple[Path, str, str], FluxControlNetModel] = {}
        self._worn: tuple[tuple[str, ...], ControlAdapter] | None = None

    def check(self, job: PaintJob, outline: ModelOutline) -> tuple[Followed, ...]:
        """What follows each of the job's guides, from small files alone. Raises ControlUnusable,
        GuideUnusable, and what describing the model that paints raises.
        """
        found = tuple(_look_at(guide, job, outline) for guide in job.guides)
        _check_together(job, outline, found)
        return found

    def refused(self, job: PaintJob, outline: ModelOutline) -> tuple[GuideRefused, ...]:
        """The guides for which ``check`` would raise, each looked at by itself. Raises where the fault is
        not one guide's: a model that paints only under a guide of its own, and has none or more; or more than
        one control adapter.
        """
        found: list[GuideRefused] = []
        for guide in job.guides:
            try:
                _look_at(guide, job, outline)
            except ControlUnusable as error:
                found.append(GuideRefused(guide.name, error.path.name, error.problem, error.detail))
            except GuideUnusable as error:
                found.append(GuideRefused(guide.name, guide.control.name, error.problem, error.detail))
        if not found:
            self.check(job, outline)
        return tuple(found)

    def hire(self, files: Sequence[ControlFile], choice: Choice) -> list[FluxControlNetModel]:
        """The networks of ``files``, each loaded once, where the model that paints has its own."""
        wanted = [(file.path, identity(file.path), str(choice.dtype)) for file in files]
        for key, file in zip(wanted, files, strict=True):
            net = self._nets.pop(key, None)
            self._nets[key] = load(file, choice.dtype) if net is None else net  # the latest is last
            if choice.offload == "none":
                self._nets[key].to(choice.device)
        for key in list(self._nets)[: max(0, len(self._nets) - max(KEPT, len(set(wanted))))]:
            del self._nets[key]
        return [self._nets[key] for key in wanted]

    def following(
        self,
        job: PaintJob,
        found: Sequence[Followed],
        resident: Resident,
        outline: ModelOutline,
        draw: torch.Generator,
    ) -> Following:
        """The job's guides at work with ``resident``; ``found`` is what ``check`` found of them. The latents
        of guides are drawn with ``draw`` before all else, as in diffusers' pipelines.
        """
        if not job.guides:
            return Following()
        nets = iter(self.hire([file for file in found if isinstance(file, ControlFile)], resident.choice))
        vae, holds, beside, worn = resident.model.vae, [], None, None
        with resident.at_work(vae):
            for guide, file in zip(job.guides, found, strict=True):
                if isinstance(file, ControlFile):
                    holds.append(_hold(guide, next(nets), file.mode(guide.kind), vae, draw))
                    continue
                beside = lat.pack(lat.encode(guide.pixels, vae, draw))
                if file is not None:
                    adapter = self._adapter(file, outline, resident.choice.dtype)
                    worn = Worn(adapter, _standing(guide), guide.start, guide.end)
        return Following(tuple(holds), beside, worn)

    def _adapter(self, file: ControlLora, outline: ModelOutline, dtype: torch.dtype) -> ControlAdapter:
        """The adapter of ``file``, read once for the jobs in a row that wear it."""
        key = (str(file.path), identity(file.path), outline.caps.identity, str(dtype))
        if self._worn is None or self._worn[0] != key:
            self._worn = None
            self._worn = key, read_lora(file.path, outline.shapes, outline.head, dtype)
        return self._worn[1]

    def clear(self) -> None:
        """Give all memory back."""
        self._nets.clear()
        self._worn = None


def numbers_of(found: Sequence[Followed]) -> int:
    """The numbers of all that follows guides beside the model that paints, each once."""
    return sum({file.path: file.numbers for file in found if file is not None}.values())


def _standing(guide: JobGuide) -> Standing:
    """The gate of the adapter that follows ``guide``: by its places, and on the mean where there are none."""
    gate = np.asarray(guide.weights, np.float32).reshape(-1) * np.float32(guide.strength)
    return Standing(gate, float(gate.mean()))


def _hold(
    guide: JobGuide, net: FluxControlNetModel, mode: int | None, vae: AutoencoderKL, draw: torch.Generator
) -> Hold:
    """``guide`` as ``net`` reads it, on the autoencoder's device. A latent is drawn with ``draw``, as
    diffusers' FluxControlNetPipeline draws it.
    """
    device, dtype = vae.device, vae.dtype
    if net.input_hint_block is None:
        picture = lat.pack(lat.encode(guide.pixels, vae, draw))
    else:
        picture = lat.values_of(guide.pixels).to(device, dtype)
    weights = torch.from_numpy(np.array(guide.weights)).reshape(1, -1, 1).to(device, dtype)
    return Hold(
        net=net,
        picture=picture,
        mode=None if mode is None else torch.full((1, 1), mode, device=device),
        weights=None if bool((weights == 1).all()) else weights,
        strength=guide.strength,
        start=guide.start,
        end=guide.end,
    )


def _look_at(guide: JobGuide, job: PaintJob, outline: ModelOutline) -> Followed:
    """What follows ``guide``, once everything that small files tell against it has been looked at."""
    _check_guide(guide, job)
    if guide.control == job.model:
        _check_own(guide, outline)
        return None
    file = describe(guide.control)
    if isinstance(file, ControlFile):
        file = file.for_base(outline.config)
    else:
        file.for_base(outline.shapes)
    file.mode(guide.kind)
    if guide.identity and identity(guide.control) != guide.identity:
        raise ControlUnusable(guide.control, ControlProblem.CHANGED)
    return file


def _check_own(guide: JobGuide, outline: ModelOutline) -> None:
    """A model made for guides takes one as a whole, everywhere and all the time; others take none."""
    caps = outline.caps
    if caps.use is not ModelUse.GUIDE:
        raise ControlUnusable(caps.path, ControlProblem.NO_OWN_GUIDE)
    check_kind(caps.path, caps.kinds, guide.kind)
    if (guide.strength, guide.start, guide.end) != (1.0, 0.0, 1.0) or bool((guide.weights != 1).any()):
        detail = f"{guide.strength:g}, {guide.start:g}, {guide.end:g}; 1, 0, 1"
        raise GuideUnusable(guide.name, GuideProblem.OUT_OF_RANGE, detail)


def _check_together(job: PaintJob, outline: ModelOutline, found: Sequence[Followed]) -> None:
    """A transformer reads one picture beside its own, from its own guide or through one adapter."""
    own = sum(file is None for file in found)
    if outline.caps.use is ModelUse.GUIDE and own != 1:
        raise ControlUnusable(job.model, ControlProblem.OWN_GUIDE, str(own) if own else "")
    adapters = [file for file in found if isinstance(file, ControlLora)]
    if len(adapters) > 1:
        raise ControlUnusable(adapters[1].path, ControlProblem.ONE_ONLY)


def _check_guide(guide: JobGuide, job: PaintJob) -> None:
    height, width = guide.pixels.shape[:2]
    grid = job.gates.grid
    if guide.pixels.ndim != 3 or (width, height) != (job.extent.width, job.extent.height):
        raise GuideUnusable(guide.name, GuideProblem.OTHER_SIZE, f"{width}x{height}, {job.extent}")
    if guide.weights.shape != (1, grid.height, grid.width):
        raise GuideUnusable(guide.name, GuideProblem.OTHER_GRID, f"{guide.weights.shape}, {grid}")
    strongest = guide.strength * float(np.abs(guide.weights).max())
    if not (0.0 <= guide.start < guide.end <= 1.0 and 0.0 <= guide.strength <= 2.0 and strongest <= 4.0):
        detail = f"{guide.strength:g}, {guide.start:g}, {guide.end:g}"
        raise GuideUnusable(guide.name, GuideProblem.OUT_OF_RANGE, detail)
