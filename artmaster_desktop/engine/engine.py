"""The engine: ``run(job, emit, cancelled)``. One door, and after it the model is what it was before."""

from __future__ import annotations

import hashlib
import importlib.metadata
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from artmaster_desktop.core import event as ev
from artmaster_desktop.core.errors import NotFinite, PainterFileError
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.job import HiredPainter, PaintJob, PictureStart
from artmaster_desktop.core.model_use import ModelUse
from artmaster_desktop.core.notice import Notice, PainterRefused
from artmaster_desktop.core.ports import ModelCaps
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.core.repaint_fill import harmonised
from artmaster_desktop.core.repaint_start import RepaintStart
from artmaster_desktop.engine.bounds import check_job
from artmaster_desktop.engine.device import EngineOptions, pick_device
from artmaster_desktop.engine.faults import let_go, translated
from artmaster_desktop.engine.flux import latents as lat
from artmaster_desktop.engine.flux import weights
from artmaster_desktop.engine.flux.attention import attach_regions
from artmaster_desktop.engine.flux.conditioning import Conditioning, accents_of, joined, read_texts
from artmaster_desktop.engine.flux.filling import filling
from artmaster_desktop.engine.flux.repaint import Held
from artmaster_desktop.engine.flux.residuals import Following
from artmaster_desktop.engine.flux.sampler import Easel, denoise
from artmaster_desktop.engine.flux.schedule import Schedule, schedule
from artmaster_desktop.engine.foresight import foreseen, padded_length, strength_of, texts_read
from artmaster_desktop.engine.outline import Outlines
from artmaster_desktop.engine.painters.formats import ReadAdapter
from artmaster_desktop.engine.painters.gate import attach
from artmaster_desktop.engine.painters.state import sort_order
from artmaster_desktop.engine.painters.widened import fitted
from artmaster_desktop.engine.residency import Residency, Resident
from artmaster_desktop.engine.roster import Roster
from artmaster_desktop.engine.structure.controls import Controls, Followed, numbers_of
from artmaster_desktop.engine.studio import TEXT_STEP
from artmaster_desktop.engine.teller import Stopped, Teller

Emit = Callable[[ev.Event], None]

_LIBRARIES = ("torch", "diffusers", "transformers")


class PaintEngine:
    """Paints jobs, one at a time, and keeps the model of the last one in memory.

    Not for two threads at once; it lives in one thread of its own.
    """

    def __init__(self, options: EngineOptions | None = None) -> None:
        self._options = options or EngineOptions()
        self._residency = Residency(self._options)
        self._roster = Roster()
        self._controls = Controls()
        self._outlines = Outlines()

    def describe(self, model: Path) -> ModelCaps:
        """What the model can paint; raises ModelMissing or ModelUnreadable."""
        return weights.describe(model)

    def check(self, job: PaintJob, cancelled: Callable[[], bool]) -> tuple[Notice, ...]:
        """All that ``run`` would say of ``job`` when it begins, and the painters and guides that it would
        refuse. Reads painters (which are kept for the run) and the model's small files, never its weights.
        Where ``cancelled`` says so, what was found until then.

        Raises what ``run`` would end with, but for refused painters and guides.
        """
        caps = self.describe(job.model)
        check_job(job, caps)
        pick_device(self._options.device)
        outline = self._outlines.of(caps)
        refused: list[Notice] = list(self._controls.refused(job, outline))
        controls = () if refused else self._controls.check(job, outline)
        read: list[ReadAdapter | None] = []
        with torch.inference_mode():
            for painter in job.painters:
                if cancelled():
                    return (*job.notices, *refused)
                try:
                    read.append(self._roster.read(painter, outline))
                except PainterFileError as error:
                    read.append(None)
                    refused.append(PainterRefused(painter.slug, error.problem, error.detail))
            self._roster.keep(len(read))
        if cancelled():
            return (*job.notices, *refused)
        plan = schedule(outline.scheduler, job.steps, job.gates.grid.area, strength_of(job))
        texts = texts_read(job, outline.tokenizer)
        compiled = self._options.compiled
        return (*foreseen(job, caps, plan, read, texts, controls, compiled=compiled), *refused)

    def run(self, job: PaintJob, emit: Emit, cancelled: Callable[[], bool]) -> None:
        """Paint ``job``; ends in exactly one of Finished, Failed or Cancelled. ``cancelled`` is asked every
        step.
        """
        teller = Teller(job, emit, cancelled)
        device = torch.device("cpu")
        try:
            with torch.inference_mode():
                teller.begin(ev.Stage.LOADING, 1)
                caps = self.describe(job.model)
                check_job(job, caps)
                device = pick_device(self._options.device)
                controls = self._controls.check(job, self._outlines.of(caps))
                beside = numbers_of(controls)
                resident, adapters = self.host(caps, job.painters, job.extent.area, beside)
                device = resident.choice.device
                teller.step(1)
                finished = self._painted(job, resident, adapters, controls, teller)
        except Stopped as stopped:
            emit(ev.Cancelled(job.id, stopped.step))
        except Exception as error:  # noqa: BLE001 - the outermost door of the engine's thread
            fault = translated(error, device, teller.stage.value, _fits(job, device))
            let_go(error)
            if torch.cuda.is_available():
                with suppress(RuntimeError):  # after an illegal access the device answers nothing any more
                    torch.cuda.empty_cache()
            emit(ev.Failed(job.id, fault))
        else:
            emit(finished)

    def host(
        self, caps: ModelCaps, painters: Sequence[HiredPainter], pixels: int, beside: int = 0
    ) -> tuple[Resident, list[ReadAdapter]]:
        """The model and ``painters`` in memory, as ``run`` would have them for a picture of ``pixels``: for
        those who measure rather than paint. ``beside`` numbers are the other networks' that the run needs.
        Raises what ``run`` tells.
        """
        adapters = self._roster.hire(painters, self._outlines.of(caps))  # may refuse: before the model loads
        return self._residency.host(caps, pixels, beside), adapters

    def evict(self) -> None:
        """Give the model's memory back."""
        self._residency.evict()
        self._roster.clear()
        self._controls.clear()

    def _painted(
        self,
        job: PaintJob,
        resident: Resident,
        adapters: Sequence[ReadAdapter],
        controls: Sequence[Followed],
        teller: Teller,
    ) -> ev.Finished:
        shape = lat.LatentShape.of(job.extent, resident.model.vae)
        plan = schedule(resident.model.scheduler, job.steps, shape.tokens, strength_of(job))
        texts = texts_read(job, resident.reader.tokenizer)
        compiled = self._options.compiled
        notices = foreseen(job, resident.model.caps, plan, adapters, texts, controls, compiled=compiled)
        conditioning = self._conditioning(job, resident, adapters, teller)
        teller.started(resident.choice.placement, notices)
        generator = torch.Generator("cpu").manual_seed(job.seed)
        outline = self._outlines.of(resident.model.caps)
        following = self._controls.following(job, controls, resident, outline, generator)
        tokens, held, hole = self._first(job, resident, shape, plan, generator)
        following = following if hole is None else replace(following, beside=hole)
        teller.begin(ev.Stage.PAINTING, plan.steps)
        tokens = self._denoised(
            job, resident, adapters, conditioning, tokens, held, following, shape, plan, teller
        )
        teller.begin(ev.Stage.DECODING, 1)
        try:
            with resident.at_work(resident.model.vae):
                pixels = lat.decode(lat.unpack(tokens, shape), resident.model.vae)
        except FloatingPointError as error:
            raise NotFinite(plan.steps, tuple(p.slug for p in job.painters)) from error
        if isinstance(job.start, RepaintStart):
            pixels = harmonised(pixels, job.start.pixels, job.start.kept)
        pixels = _resized(pixels, job.output)
        teller.step(1)
        report = ev.PaintReport(
            placement=resident.choice.placement,
            seconds=teller.seconds,
            steps=plan.steps,
            seed=job.seed,
            sha256=hashlib.sha256(pixels.tobytes()).hexdigest(),
            texts=job.texts,
            text_lengths=conditioning.lengths,
            painters=tuple((p.slug, p.sha256) for p in job.painters),
            notices=notices,
            versions=tuple((name, importlib.metadata.version(name)) for name in _LIBRARIES),
        )
        return ev.Finished(job.id, pixels, report)

    @staticmethod
    def _conditioning(
        job: PaintJob, resident: Resident, adapters: Sequence[ReadAdapter], teller: Teller
    ) -> Conditioning:
        model = resident.model
        accents = accents_of(job.gates, [read.adapter for read in adapters])
        padded = padded_length(job, model.caps)
        teller.begin(ev.Stage.READING, len(job.texts))
        known = all(
            resident.reader.knows(text, padded, accents[area])
            for area, text in enumerate(job.texts)
            if text or area == 0
        )
        with ExitStack() as stack:
            if not known:
                stack.enter_context(resident.at_work(model.clip, model.t5))
            read = read_texts(resident.reader, job.texts, padded, accents, teller.step)
        return joined(read, resident.choice.device)

    @staticmethod
    def _first(
        job: PaintJob, resident: Resident, shape: lat.LatentShape, plan: Schedule, generator: torch.Generator
    ) -> tuple[torch.Tensor, Held | None, torch.Tensor | None]:
        """The first noisy tokens: pure noise, or the start picture under its share of noise; what is held of
        it; and the hole in it, where the model reads that instead.
        """
        choice = resident.choice
        if not isinstance(job.start, PictureStart | RepaintStart):
            noise = lat.noise(shape, generator, choice.device, choice.dtype)
            return lat.pack(noise).float(), None, None
        with resident.at_work(resident.model.vae):
            start = lat.encode(job.start.pixels, resident.model.vae, generator).to(choice.device)
        noise = lat.noise(shape, generator, choice.device, choice.dtype)
        sigma = plan.sigmas[0].to(start.dtype)
        first = lat.pack(sigma * noise + (1.0 - sigma) * start).float()
        if not isinstance(job.start, RepaintStart):
            return first, None, None
        if resident.model.caps.use is not ModelUse.FILL:
            return first, Held.of(job.start, start, noise), None
        with resident.at_work(resident.model.vae):
            return first, None, filling(job.start, resident.model.vae, generator).to(choice.device)

    def _denoised(
        self,
        job: PaintJob,
        resident: Resident,
        adapters: Sequence[ReadAdapter],
        conditioning: Conditioning,
        tokens: torch.Tensor,
        held: Held | None,
        following: Following,
        shape: lat.LatentShape,
        plan: Schedule,
        teller: Teller,
    ) -> torch.Tensor:
        model, choice = resident.model, resident.choice
        transformer = model.transformer
        every = 1 if choice.device.type == "cpu" else 4

        def after(step: int, raster: torch.Tensor, clean: torch.Tensor) -> None:
            if (step % every == 0 or step == plan.steps) and not bool(torch.isfinite(raster).all()):
                raise NotFinite(step, tuple(p.slug for p in job.painters))
            if model.preview is not None and step < plan.steps:
                teller.preview(step, model.preview(lat.unpack(clean, shape)))
            teller.step(step)

        painters, worn = [read.adapter for read in adapters], following.worn
        with ExitStack() as stack:
            stack.enter_context(resident.at_work(transformer, *following.nets))
            call = view = state = fit = None
            if worn is not None:
                fit = stack.enter_context(fitted(transformer, worn.control, choice.device, choice.dtype))
                painters.append(worn.control.pairs)
            if self._options.compiled and fit is None:
                studio = stack.enter_context(resident.compiled().open(painters, job.gates.areas > 1))
                call, view, state = studio.call, studio.view, studio.state
                conditioning = conditioning.rounded(TEXT_STEP)
            elif job.gates.areas > 1 or painters:
                view = stack.enter_context(attach_regions(transformer, choice.device))
            if painters and state is None:
                attached = attach(transformer, painters, device=choice.device, dtype=choice.dtype)
                state = stack.enter_context(attached).state
            order = sort_order(job.gates) if choice.device.type == "cuda" and job.gates.areas > 1 else None
            ids = lat.image_ids(shape, choice.device, choice.dtype)
            easel = Easel.prepared(
                transformer, conditioning, ids, job.guidance, job.gates, state, view, order, call, following
            )
            easel = replace(easel, fitted=fit)
            return denoise(easel, tokens, plan, after, held)


def _resized(pixels: Pixels, output: Extent) -> Pixels:
    if pixels.shape[:2] == (output.height, output.width):
        return pixels
    image = Image.fromarray(pixels).resize((output.width, output.height), Image.Resampling.LANCZOS)
    return np.asarray(image, np.uint8)


def _fits(job: PaintJob, device: torch.device) -> tuple[str, ...]:
    """What would need less memory than ``job``, the smallest sacrifice first."""
    smaller = Extent(max(256, job.extent.width * 3 // 64 * 16), max(256, job.extent.height * 3 // 64 * 16))
    fits = [f"a canvas of {smaller} instead of {job.extent}"] if smaller != job.extent else []
    if len(job.painters) > 4:
        fits.append("fewer painters")
    fits.append("another program closed")
    return (*fits, "--device cpu") if device.type != "cpu" else tuple(fits)
