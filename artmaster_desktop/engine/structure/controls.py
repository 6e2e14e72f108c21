"""The control models whose weights are in memory, and a job's guides as they read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL
from diffusers.models.controlnets.controlnet_flux import FluxControlNetModel
from torch import Tensor

from artmaster_desktop.core.job import PaintJob
from artmaster_desktop.core.job_guide import JobGuide
from artmaster_desktop.core.notice import GuideRefused
from artmaster_desktop.core.ports import ModelCaps
from artmaster_desktop.core.structure_errors import (
    ControlProblem,
    ControlUnusable,
    GuideProblem,
    GuideUnusable,
)
from artmaster_desktop.engine.device import Choice
from artmaster_desktop.engine.flux import latents as lat
from artmaster_desktop.engine.flux.residuals import Following, Hold
from artmaster_desktop.engine.flux.weights import transformer_config
from artmaster_desktop.engine.residency import Resident
from artmaster_desktop.engine.structure.control_file import ControlFile, describe, identity, load

KEPT = 2
"""Control models kept beside those of the job under way; FLUX.1's take 1 to 6 GB each."""


class Controls:
    """Keeps the control models of the last jobs."""

    def __init__(self) -> None:
        self._nets: dict[tuple[Path, str, str], FluxControlNetModel] = {}

    def check(self, job: PaintJob, caps: ModelCaps) -> tuple[ControlFile, ...]:
        """The control models of the job's guides, from their small files alone. Raises ControlUnusable,
        GuideUnusable, and what describing the model that paints raises.
        """
        config, files = transformer_config(caps.path)[1], []
        _check_own(job, config)
        for guide in job.guides:
            _check_guide(guide, job)
            if guide.control == job.model:
                continue
            file = describe(guide.control).for_base(config)
            file.mode(guide.kind)
            if guide.identity and identity(guide.control) != guide.identity:
                raise ControlUnusable(guide.control, ControlProblem.CHANGED)
            files.append(file)
        return tuple(files)

    def refused(self, job: PaintJob, caps: ModelCaps) -> tuple[GuideRefused, ...]:
        """The guides for which ``check`` would raise, each looked at by itself. Raises where the fault is
        not one guide's: a model that paints only under a guide of its own, and has none or more.
        """
        found: list[GuideRefused] = []
        for guide in job.guides:
            try:
                self.check(replace(job, guides=(guide,)), caps)
            except ControlUnusable as error:
                found.append(GuideRefused(guide.name, error.path.name, error.problem, error.detail))
            except GuideUnusable as error:
                found.append(GuideRefused(guide.name, guide.control.name, error.problem, error.detail))
        if not found:
            self.check(job, caps)
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
        self, job: PaintJob, files: Sequence[ControlFile], resident: Resident, draw: torch.Generator
    ) -> Following:
        """The job's guides at work with ``resident``; ``files`` are what ``check`` found of them. The latents
        of guides are drawn with ``draw`` before all else, as in diffusers' pipelines.
        """
        if not job.guides:
            return Following()
        nets = self.hire(files, resident.choice)
        vae = resident.model.vae
        with resident.at_work(vae):
            if job.guides[0].control == job.model:
                return Following(beside=lat.pack(lat.encode(job.guides[0].pixels, vae, draw)))
            return Following(
                tuple(
                    _hold(guide, net, file.mode(guide.kind), vae, draw)
                    for guide, file, net in zip(job.guides, files, nets, strict=True)
                )
            )

    def clear(self) -> None:
        """Give all memory back."""
        self._nets.clear()


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
        picture = pixels_in(guide).to(device, dtype)
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


def pixels_in(guide: JobGuide) -> Tensor:
    """The guide's pixels ``[1, 3, H, W]`` in [-1, 1], as diffusers prepares a picture."""
    values = torch.from_numpy(np.array(guide.pixels)).permute(2, 0, 1)[None].float() / 255
    return 2.0 * values - 1.0


def _check_own(job: PaintJob, config: Mapping[str, Any]) -> None:
    """A transformer with twice the channels takes one guide beside the picture, whole and all the time; one
    with its own channels alone takes none so.
    """
    wide = int(config.get("in_channels", 64)) == 2 * int(config.get("out_channels") or 0)
    own = [guide for guide in job.guides if guide.control == job.model]
    if wide != bool(own) or (own and len(job.guides) > 1):
        raise ControlUnusable(
            job.model, ControlProblem.NOT_ONE, "one guide of its own" if wide else "no guide"
        )
    for guide in own:
        if (guide.strength, guide.start, guide.end) != (1.0, 0.0, 1.0) or bool((guide.weights != 1).any()):
            detail = f"{guide.strength:g}, {guide.start:g}, {guide.end:g}; 1, 0, 1"
            raise GuideUnusable(guide.name, GuideProblem.OUT_OF_RANGE, detail)


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
