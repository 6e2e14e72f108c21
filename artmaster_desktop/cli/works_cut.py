"""``works seals`` and ``works crops``. What the artist decided by hand is never replaced."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from artmaster_desktop import bootstrap
from artmaster_desktop.cli.console import console, point
from artmaster_desktop.cli.works_run import chosen, pixels_of
from artmaster_desktop.core.box import Box
from artmaster_desktop.core.crop import Crop, cut_marks, loss_mask, shaped
from artmaster_desktop.core.enlarged import AS_SCANNED
from artmaster_desktop.core.enlarging import times_needed
from artmaster_desktop.core.errors import NotAmongWorks, ReadFailed
from artmaster_desktop.core.mark import Mark, MarkKind, MarkState, free_id, refound
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.core.work import Work
from artmaster_desktop.storage.oeuvre_file import read_oeuvre, write_oeuvre
from artmaster_desktop.storage.plain_picture import write_png
from artmaster_desktop.storage.settings import EngineSettings
from artmaster_desktop.storage.upscalers import shipped_upscaler
from artmaster_desktop.storage.work_pixels import enlarge_work

SIZES = ((512, 512), (512, 768))


def run_seals(asked: argparse.Namespace) -> int:
    """Find marks, or take the artist's word on them; a decision needs one work."""
    from artmaster_desktop.engine.works.cutting import overlay
    from artmaster_desktop.engine.works.marks import find_marks

    out, oeuvre = console(), read_oeuvre(asked.folder)
    decided = asked.confirm or asked.reject or asked.add or asked.add_inscription
    works = chosen(oeuvre, asked.works)
    if decided and len(works) != 1:
        raise NotAmongWorks("one work for this decision", tuple(work.id for work in works))
    bad = 0
    for work in works:
        pixels = pixels_of(asked.folder, work)
        if pixels is None:
            bad += 1
            continue
        marks = _decided(work, asked) if decided else refound(work.marks, find_marks(pixels))
        work = replace(work, marks=marks)
        oeuvre = oeuvre.with_work(_rejudged(work, pixels) if work.crops else work)
        for mark in marks:
            at = ", ".join(
                f"{value:.3f}" for value in (mark.box.x, mark.box.y, mark.box.width, mark.box.height)
            )
            out.print(f"{work.id}: {mark.id} at {at}, {mark.state.value} ({mark.score:.0%} sure)")
        if asked.overlay:
            write_png(asked.overlay / f"{work.id}.png", overlay(pixels, (), marks))
        write_oeuvre(asked.folder, oeuvre)
    return 1 if bad else 0


def run_crops(asked: argparse.Namespace) -> int:
    """Propose crops, or put one where the artist wants it; warn where a mark is cut."""
    from artmaster_desktop.engine.works.cropping import CropPlanner
    from artmaster_desktop.engine.works.cutting import cut, overlay
    from artmaster_desktop.engine.works.eye import proposed
    from artmaster_desktop.engine.works.surface import measure_surface

    out, oeuvre = console(), read_oeuvre(asked.folder)
    works = chosen(oeuvre, asked.works)
    if asked.moves and len(works) != 1:
        raise NotAmongWorks("one work to move a crop on", tuple(work.id for work in works))
    bad = 0
    for work in works:
        work = _sized(work, asked)
        pixels = pixels_of(asked.folder, work, to_cut=True)
        if pixels is None:
            bad += 1
            continue
        planner = CropPlanner.of(measure_surface(pixels), work.cut_extent, work.marks)
        crops = (
            _moved(work, asked.moves)
            if asked.moves
            else proposed(work, planner, asked.sizes or SIZES, asked.each)
        )
        work = replace(work, crops=tuple(planner.judged(crop) for crop in crops))
        oeuvre = oeuvre.with_work(work)
        for crop in work.crops:
            out.print(f"{work.id}: {crop.id}, {_terms(crop)}")
            for mark in cut_marks(crop.box, work.marks):
                out.print(point(f"  its edge cuts {mark.id}: move it, or reject the mark"))
            if asked.out:
                name = f"{work.id}-{crop.id}"
                write_png(asked.out / f"{name}.png", cut(pixels, crop))
                mask = (loss_mask(crop, work.marks) * 255).astype(np.uint8)
                write_png(asked.out / f"{name}-mask.png", mask)
        if asked.overlay:
            write_png(asked.overlay / f"{work.id}.png", overlay(pixels, work.crops, work.marks))
        write_oeuvre(asked.folder, oeuvre)
    return 1 if bad else 0


def _sized(work: Work, asked: argparse.Namespace) -> Work:
    """``work`` enlarged for its crops where that is asked for, or as it was scanned again; told in words."""
    if asked.enlarge is None:
        return work
    work = replace(work, enlarged=AS_SCANNED)
    times = times_needed(work.extent, asked.sizes or SIZES) if asked.enlarge else 1
    if times == 1:
        return work
    upscalers = bootstrap.places().models / "upscalers"
    file = shipped_upscaler(upscalers, float(times))
    if file is None:
        raise ReadFailed(upscalers, "no upscaler is installed there")
    enlarger = bootstrap.enlarger_of(EngineSettings(device=asked.device or "auto"))
    new = enlarge_work(
        asked.folder, work, times, file, lambda job: enlarger.strips(job, lambda _: None, lambda: False)
    )
    told = f"{work.id}: enlarged {times} times by {new.enlarged.upscaler}"
    console().print(point(f"{told}; detail finer than the scan is invented"))
    return new


def _decided(work: Work, asked: argparse.Namespace) -> tuple[Mark, ...]:
    states = dict.fromkeys(asked.reject or (), MarkState.REJECTED)
    states |= dict.fromkeys(asked.confirm or (), MarkState.CONFIRMED)
    known = tuple(mark.id for mark in work.marks)
    for name in states:
        if name not in known:
            raise NotAmongWorks(name, known)
    marks = [replace(mark, state=states.get(mark.id, mark.state)) for mark in work.marks]
    for kind, boxes in ((MarkKind.SEAL, asked.add), (MarkKind.INSCRIPTION, asked.add_inscription)):
        for box in boxes or ():
            new = Mark(id=free_id(marks, kind), kind=kind, box=box.rounded(), state=MarkState.CONFIRMED)
            marks.append(new)
    return tuple(marks)


def _rejudged(work: Work, pixels: Pixels) -> Work:
    """With the costs of its crops as the marks are now."""
    from artmaster_desktop.engine.works.cropping import CropPlanner
    from artmaster_desktop.engine.works.surface import measure_surface

    planner = CropPlanner.of(measure_surface(pixels), work.cut_extent, work.marks)
    return replace(work, crops=tuple(planner.judged(crop) for crop in work.crops))


def _moved(work: Work, moves: Sequence[tuple[str, Box]]) -> tuple[Crop, ...]:
    crops = {crop.id: crop for crop in work.crops}
    for name, place in moves:
        if name not in crops:
            raise NotAmongWorks(name, tuple(crops))
        crop = crops[name]
        box = shaped(place, crop.width, crop.height, work.extent).rounded()
        crops[name] = replace(crop, box=box, by_hand=True)
    return tuple(crops.values())


def _terms(crop: Crop) -> str:
    """The crop's costs in words, those that there are."""
    cost = crop.cost
    told = [f"{1.0 - cost.subject:.0%} of what draws the eye", f"cuts {cost.strokes:.0%} of an average line"]
    if cost.enlarged:
        told.append(f"enlarged {2.0**cost.enlarged:.1f} times (Lanczos)")
    if crop.by_hand:
        told.append("placed by hand")
    return ", ".join(told) + f": cost {cost.total:.2f}"
