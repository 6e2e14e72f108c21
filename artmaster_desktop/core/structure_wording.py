"""Errors of guides in words."""

from __future__ import annotations

from artmaster_desktop.core import structure_errors as s
from artmaster_desktop.core.control_model import ControlForm
from artmaster_desktop.core.guide import GuideKind
from artmaster_desktop.core.guide_reading import ReadBy, Way
from artmaster_desktop.core.message import Message, Translate, in_english, unknown


def structure_words(error: s.StructureError, translate: Translate) -> Message:
    """The words for a guide that was not made or cannot be followed."""
    safe = translate("Wording", "Your document and all saved pictures are untouched.")
    match error:
        case s.ControlUnusable(path, problem, detail):
            what = translate("Wording", "{name} cannot follow a guide: {problem}.").format(
                name=path.name,
                problem=control_problem(problem, translate) + (f" ({detail})" if detail else ""),
            )
            do = translate(
                "Wording", "Choose a control model for the model that paints, or switch the guide off."
            )
            return Message(what, safe, do)
        case s.DetectorUnusable(path, problem, detail):
            what = translate("Wording", "{name} cannot read pictures: {problem}.").format(
                name=path.name,
                problem=control_problem(problem, translate) + (f" ({detail})" if detail else ""),
            )
            do = translate(
                "Wording",
                "Choose a detector of your own. Edges, lines, scribbles, soft edges and tone need none.",
            )
            return Message(what, safe, do)
        case s.GuideUnusable(guide, problem, detail):
            what = translate("Wording", "The guide {guide} cannot be used: {problem}.").format(
                guide=guide, problem=guide_problem(problem, translate) + (f" ({detail})" if detail else "")
            )
            return Message(what, safe, translate("Wording", "Make the guide again, or switch it off."))
    return unknown(error, translate)


def control_problem(problem: s.ControlProblem, translate: Translate) -> str:
    """Why a model cannot follow a guide or make one, to go on after a colon."""
    kinds = s.ControlProblem
    return {
        kinds.MISSING: translate("Wording", "it is not there"),
        kinds.NOT_ONE: translate("Wording", "it is no model of this use"),
        kinds.DAMAGED: translate("Wording", "cut off or damaged"),
        kinds.OTHER_BASE: translate("Wording", "made for another model"),
        kinds.CHANGED: translate("Wording", "it is not the one that the picture was planned with"),
        kinds.OTHER_KIND: translate("Wording", "it was not taught this kind of guide"),
        kinds.HAS_CODE: translate("Wording", "a folder with program code is not loaded"),
        kinds.BAD_NUMBERS: translate("Wording", "it holds NaN, infinite or absurdly large numbers"),
        kinds.WRONG_SHAPE: translate("Wording", "it does not fit the layers of the model that paints"),
        kinds.OWN_GUIDE: translate("Wording", "it paints only under one guide that it follows itself"),
        kinds.NO_OWN_GUIDE: translate("Wording", "it follows no guide itself"),
        kinds.ONE_ONLY: translate("Wording", "a picture takes one control adapter, and it has another"),
    }[problem]


def guide_problem(problem: s.GuideProblem, translate: Translate) -> str:
    """What is wrong with a guide, to go on after a colon."""
    kinds = s.GuideProblem
    return {
        kinds.EMPTY: translate("Wording", "nothing is drawn on it"),
        kinds.OTHER_SIZE: translate("Wording", "it is of another size than the painting"),
        kinds.OTHER_GRID: translate("Wording", "its places do not fit the painting"),
        kinds.OUT_OF_RANGE: translate("Wording", "its strength or its steps are out of range"),
        kinds.UNKNOWN_LAYER: translate("Wording", "there is no such picture layer"),
        kinds.UNKNOWN_REGION: translate("Wording", "there is no such region"),
        kinds.TOO_SMALL: translate("Wording", "the picture is too small"),
    }[problem]


def word_way(by: ReadBy, translate: Translate = in_english) -> str:
    """By what means a picture was read, as it was: a guess is called a guess."""
    if by.way is Way.MODEL:
        if by.kind is GuideKind.DEPTH:
            return translate("Wording", "the depth model {name}").format(name=by.model)
        return translate("Wording", "the segmentation model {name}").format(name=by.model)
    return {
        Way.CANNY: translate("Wording", "Canny's edges"),
        Way.DARK_STROKES: translate("Wording", "strokes darker than their surroundings"),
        Way.CHIEF_STROKES: translate("Wording", "the chief strokes, thickened"),
        Way.COLOUR_CHANGES: translate("Wording", "changes of colour over three sizes; no taught detector"),
        Way.TONES: translate("Wording", "light and dark"),
        Way.GUESSED_DEPTH: translate(
            "Wording",
            "a guess from what lies where: lower and nearer classes are taken as nearer; no depth was "
            "measured",
        ),
        Way.SEGMENTER: translate("Wording", "the shipped segmenter for landscapes"),
    }[by.way]


def word_form(form: ControlForm, translate: Translate = in_english) -> str:
    """What can be asked of a model that follows guides, by what it is made of."""
    return {
        ControlForm.NET: translate(
            "Wording",
            "ControlNet: several at once, each as strictly and as long as you set, region by region",
        ),
        ControlForm.ADAPTER: translate(
            "Wording",
            "Control adapter: one in a picture, beside any ControlNets, as strictly and as long as you set, "
            "region by region",
        ),
        ControlForm.OWN: translate(
            "Wording", "The model that paints: one guide, everywhere and in every step, as it is"
        ),
    }[form]


def word_kind(kind: GuideKind, translate: Translate = in_english) -> str:
    """What a guide shows, as the name of its kind."""
    return {
        GuideKind.EDGES: translate("GuideKind", "Edges"),
        GuideKind.LINE: translate("GuideKind", "Line drawing"),
        GuideKind.SCRIBBLE: translate("GuideKind", "Scribble"),
        GuideKind.SOFT_EDGE: translate("GuideKind", "Soft edges"),
        GuideKind.DEPTH: translate("GuideKind", "Depth"),
        GuideKind.LAYOUT: translate("GuideKind", "Layout"),
        GuideKind.TONE: translate("GuideKind", "Light and dark"),
    }[kind]
