"""Notices, stages and placements in words: what the engine will do otherwise than asked, what it does, and
where. Texts go through ``translate`` as in ``wording``.
"""

from __future__ import annotations

from typing import assert_never

from artmaster_desktop.core import notice as n
from artmaster_desktop.core.engine_wording import painter_problem
from artmaster_desktop.core.event import Placement, Stage
from artmaster_desktop.core.message import Translate, in_english
from artmaster_desktop.core.structure_errors import ControlProblem
from artmaster_desktop.core.structure_wording import control_problem, guide_problem

MOST_WORDS = 6
"""Words that one sentence names."""


def word_notice(notice: n.Notice, translate: Translate = in_english) -> str:
    """One sentence for ``notice``."""
    match notice:
        case n.RegionTooSmall() | n.RegionEmpty() | n.RegionIdle():
            return _region(notice, translate)
        case n.PainterAbsent() | n.PainterReplaced() | n.PainterRefused():
            return _hiring(notice, translate)
        case n.NotGated() | n.PartsIgnored() | n.PainterIdle():
            return _painter(notice, translate)
        case n.SizeChanged() | n.FarFromBest():
            return _size(notice, translate)
        case n.GateSilent() | n.GateUnsure():
            return _gate(notice, translate)
        case n.GuideAbsent() | n.GuideEmpty() | n.GuideIdle() | n.GuideBlank() | n.GuideRefused():
            return _guide(notice, translate)
        case n.TextCut() | n.WordsUnread():
            return _text(notice, translate)
        case _:
            return _model(notice, translate)


def _where(region: str, translate: Translate) -> str:
    return region or translate("Wording", "The whole canvas")


def _region(notice: n.RegionTooSmall | n.RegionEmpty | n.RegionIdle, translate: Translate) -> str:
    match notice:
        case n.RegionTooSmall(region, pixels, needed):
            said = translate(
                "Wording",
                "{region}: too small to be painted ({pixels} px, at least {needed} px are needed); left out.",
            )
            return said.format(region=region, pixels=pixels, needed=needed)
        case n.RegionEmpty(region):
            said = translate(
                "Wording", "{region}: nothing is drawn on its mask, or its strength is 0; left out."
            )
            return said.format(region=region)
        case n.RegionIdle(region):
            said = translate("Wording", "{region}: has neither text nor painters; it changes nothing.")
            return said.format(region=region)
        case _:
            assert_never(notice)


def _size(notice: n.SizeChanged | n.FarFromBest, translate: Translate) -> str:
    if isinstance(notice, n.SizeChanged):
        said = translate(
            "Wording", "The canvas is {canvas}; the model paints {painted}, resized to the canvas."
        )
        return said.format(canvas=notice.canvas, painted=notice.painted)
    canvas, painted, best = notice.canvas, notice.painted, notice.best
    times = max(canvas.width / painted.width, canvas.height / painted.height)
    if times > 1.0:
        said = translate(
            "Wording",
            "Painted at {painted} and enlarged {times} times to the canvas: fine strokes come out soft. The "
            "model is at its best at about {best}.",
        )
    elif painted.area > best.area:
        said = translate(
            "Wording",
            "Painted at {painted}, far more than the {best} at which the model is at its best: it takes "
            "longer, and shapes may repeat.",
        )
    else:
        said = translate(
            "Wording",
            "Painted at {painted}, far less than the {best} at which the model is at its best: details come "
            "out coarse. A larger canvas gives them room.",
        )
    return said.format(painted=painted, best=best, times=f"{times:.1f}")


def _hiring(notice: n.PainterAbsent | n.PainterReplaced | n.PainterRefused, translate: Translate) -> str:
    match notice:
        case n.PainterAbsent(region, slug):
            said = translate("Wording", "{where}: painter {slug} is not in the library; painted without it.")
            return said.format(where=_where(region, translate), slug=slug)
        case n.PainterReplaced(slug, expected, found):
            said = translate(
                "Wording", "{slug}: another file than the document was made with ({found} for {expected})."
            )
            return said.format(slug=slug, found=found[:8], expected=expected[:8])
        case n.PainterRefused(slug, problem, detail):
            said = translate(
                "Wording", "{slug} cannot paint here: {problem}. Take it out: with it, nothing is painted."
            )
            more = f" ({detail})" if detail else ""
            return said.format(slug=slug, problem=painter_problem(problem, translate) + more)
        case _:
            assert_never(notice)


def _gate(notice: n.GateSilent | n.GateUnsure, translate: Translate) -> str:
    match notice:
        case n.GateSilent(region):
            said = translate(
                "Wording", "{where}: the gate was not asked whom to choose; only painters set by hand paint."
            )
            return said.format(where=_where(region, translate))
        case n.GateUnsure(region, slug, odds):
            said = translate(
                "Wording",
                "{where}: little in the words or the composition speaks for one painter; {slug} is a guess "
                "({odds}).",
            )
            return said.format(where=_where(region, translate), slug=slug, odds=f"{odds:.0%}")
        case _:
            assert_never(notice)


def _text(notice: n.TextCut | n.WordsUnread, translate: Translate) -> str:
    match notice:
        case n.TextCut(region, tokens, limit):
            said = translate(
                "Wording", "{where}: the text is {tokens} tokens long; the model reads the first {limit}."
            )
            return said.format(where=_where(region, translate), tokens=tokens, limit=limit)
        case n.WordsUnread(region, words):
            said = translate(
                "Wording",
                "{where}: the model cannot read “{words}” and paints without it; other words may help, or "
                "English.",
            )
            shown = "” “".join(words[:MOST_WORDS]) + ("” …" if len(words) > MOST_WORDS else "")
            return said.format(where=_where(region, translate), words=shown)
        case _:
            assert_never(notice)


def _model(
    notice: n.ModelChanged
    | n.GuidanceIgnored
    | n.GuideEverywhere
    | n.GuideUncompiled
    | n.GuidanceFar
    | n.MaskHardened,
    translate: Translate,
) -> str:
    match notice:
        case n.ModelChanged(expected, found):
            said = translate(
                "Wording",
                "Painted with another model ({found}) than before ({expected}): the picture will differ.",
            )
            return said.format(found=found[:8], expected=expected[:8])
        case n.GuidanceIgnored(model, guidance):
            said = translate("Wording", "{model} takes no guidance; the setting {guidance} has no effect.")
            return said.format(model=model, guidance=f"{guidance:g}")
        case _:
            return _made_for(notice, translate)


def _made_for(
    notice: n.GuideEverywhere | n.GuideUncompiled | n.GuidanceFar | n.MaskHardened, translate: Translate
) -> str:
    """What a model that was made for guides or holes cannot do otherwise."""
    match notice:
        case n.GuidanceFar(model, guidance, best):
            said = translate(
                "Wording", "{model} is made for a guidance of about {best}; with {guidance} it may do little."
            )
            if guidance > best:
                said = translate(
                    "Wording",
                    "{model} is made for a guidance of about {best}; {guidance} may be too much for it.",
                )
            return said.format(model=model, guidance=f"{guidance:g}", best=f"{best:g}")
        case n.MaskHardened(model):
            said = translate(
                "Wording",
                "{model} knows no soft masks: what is selected at least half is painted wholly anew, and the "
                "rest stays.",
            )
            return said.format(model=model)
        case n.GuideEverywhere(guide, layers, strength):
            said = translate(
                "Wording",
                "{guide}: {layers} layers of its model have no place on the canvas; they act everywhere, at "
                "{strength}.",
            )
            return said.format(guide=guide, layers=layers, strength=f"{strength:.2f}")
        case n.GuideUncompiled(guide):
            said = translate(
                "Wording",
                "{guide}: its model changes the one that paints, which is not compiled then: it is slower.",
            )
            return said.format(guide=guide)
        case _:
            assert_never(notice)


def _guide(
    notice: n.GuideAbsent | n.GuideEmpty | n.GuideIdle | n.GuideBlank | n.GuideRefused, translate: Translate
) -> str:
    match notice:
        case n.GuideAbsent(guide, control):
            said = translate(
                "Wording", "{guide}: the control model {control} is not there; painted without this guide."
            )
            if not control:
                said = translate(
                    "Wording", "{guide}: no control model comes with the program; painted without this guide."
                )
            return said.format(guide=guide, control=control)
        case n.GuideEmpty(guide):
            said = translate("Wording", "{guide}: its strength is 0 everywhere; this guide changes nothing.")
            return said.format(guide=guide)
        case n.GuideIdle(guide):
            said = translate(
                "Wording", "{guide}: no step lies between its start and its end; this guide changes nothing."
            )
            return said.format(guide=guide)
        case n.GuideBlank(guide):
            said = translate("Wording", "{guide}: nothing is drawn on its layer; painted without this guide.")
            return said.format(guide=guide)
        case n.GuideRefused(guide, control, problem, detail):
            said = translate(
                "Wording",
                "{guide}: {control} cannot follow it: {problem}. Choose another model or switch it off: with "
                "it, nothing is painted.",
            )
            if isinstance(problem, ControlProblem):
                why = control_problem(problem, translate)
            else:
                why = guide_problem(problem, translate)
            return said.format(guide=guide, control=control, problem=why + (f" ({detail})" if detail else ""))
        case _:
            assert_never(notice)


def _painter(notice: n.NotGated | n.PartsIgnored | n.PainterIdle, translate: Translate) -> str:
    match notice:
        case n.NotGated(slug, layers, weight):
            said = translate(
                "Wording",
                "{slug}: {layers} of its layers have no place on the canvas; they act everywhere, at "
                "{weight}.",
            )
            if layers == 1:
                said = translate(
                    "Wording",
                    "{slug}: one of its layers has no place on the canvas; it acts everywhere, at {weight}.",
                )
            return said.format(slug=slug, layers=layers, weight=f"{weight:.2f}")
        case n.PartsIgnored(slug, parts):
            said = translate("Wording", "{slug}: not used: {parts}.")
            return said.format(slug=slug, parts=", ".join(part_name(part, translate) for part in parts))
        case n.PainterIdle(slug):
            said = translate(
                "Wording",
                "{slug}: this run passes none of the noise levels of its role; there it paints nothing.",
            )
            return said.format(slug=slug)
        case _:
            assert_never(notice)


def part_name(part: str, translate: Translate) -> str:
    """A part of a painter's file that is not used; one that is not listed stays as it was told."""
    return {
        "layers of a text encoder that is not loaded": translate(
            "Wording", "layers of a text encoder that is not loaded"
        ),
        "layers that read the guidance, which this model does not have": translate(
            "Wording", "layers that read the guidance, which this model does not have"
        ),
        "weights and biases that are not low-rank pairs": translate(
            "Wording", "weights and biases that are not low-rank pairs"
        ),
    }.get(part, part)


def word_stage(stage: Stage, translate: Translate = in_english) -> str:
    """What the engine is doing, to stand alone beside a progress bar."""
    return {
        Stage.WAITING: translate("Wording", "Waiting for the training to step aside"),
        Stage.LOADING: translate("Wording", "Loading the model"),
        Stage.READING: translate("Wording", "Reading the text"),
        Stage.PAINTING: translate("Wording", "Painting"),
        Stage.DECODING: translate("Wording", "Finishing the picture"),
    }[stage]


def word_placement(placement: Placement, translate: Translate = in_english) -> str:
    """Where a job runs and how the model lies in memory, in one line."""
    lies = {
        "none": translate("Wording", "whole model in memory"),
        "model": translate("Wording", "one network at a time in memory"),
        "layers": translate("Wording", "layer by layer in memory"),
    }.get(placement.offload, placement.offload)
    return translate("Wording", "{device}, {dtype}, {lies}").format(
        device=placement.device_name, dtype=placement.dtype, lies=lies
    )
