"""Errors of training in words."""

from __future__ import annotations

from artmaster_desktop.core import training_errors as t
from artmaster_desktop.core.message import Message, Translate, unknown


def training_words(error: t.TrainingError, translate: Translate) -> Message:
    """The words for a painter that could not be taught."""
    kept = translate("Wording", "Your works and painters are untouched.")
    match error:
        case t.TooFewWorks(found, needed):
            what = translate("Wording", "A painter needs at least {needed} works; found: {found}.")
            do = translate("Wording", "Add more works of the same hand; about twenty make a good painter.")
            return Message(what.format(needed=needed, found=found), kept, do)
        case t.NoBase(model):
            what = translate(
                "Wording", "{model} paints only under guides or in holes: nobody is taught on it."
            )
            do = translate("Wording", "Teach on FLUX.1-dev: the painter then paints with {model} too.")
            return Message(what.format(model=model), kept, do.format(model=model))
        case t.MeansAbsent(name, problem):
            what = translate("Wording", "Training cannot use {name}: {problem}.")
            what = what.format(name=name, problem=means_problem(problem, translate))
            return Message(what, kept, translate("Wording", "Train without it; only more memory is needed."))
        case t.BadWork(work, detail):
            what = translate("Wording", "The work {work} cannot be learned from: {detail}.")
            do = translate("Wording", "Take it out of the works, or scan it again.")
            return Message(what.format(work=work, detail=detail), kept, do)
        case t.TrainingDiverged(step, rate):
            what = translate(
                "Wording", "Training broke up into undefined numbers at step {step} (rate {rate})."
            )
            do = translate("Wording", "Start again with a lower rate.")
            return Message(what.format(step=step, rate=f"{rate:g}"), kept, do)
        case t.CheckpointUnusable(path, problem, detail):
            what = translate("Wording", "Training cannot go on from {path}: {problem}.").format(
                path=path, problem=checkpoint_problem(problem, translate) + (f" ({detail})" if detail else "")
            )
            do = translate("Wording", "Remove the file to start from the beginning.")
            return Message(what, translate("Wording", "It was not changed."), do)
        case t.PainterExists(path):
            what = translate("Wording", "There is a painter at {path} already.").format(path=path)
            do = translate("Wording", "Choose another name, or ask for it to be replaced.")
            return Message(what, translate("Wording", "It was not changed."), do)
    return unknown(error, translate)


def checkpoint_problem(problem: t.CheckpointProblem, translate: Translate) -> str:
    """Why a run cannot go on, to follow a colon."""
    kinds = t.CheckpointProblem
    return {
        kinds.DAMAGED: translate("Wording", "cut off or damaged"),
        kinds.OTHER_WORKS: translate("Wording", "made from other works or captions"),
        kinds.OTHER_RECIPE: translate("Wording", "made with another recipe"),
        kinds.OTHER_BASE: translate("Wording", "made on another model"),
    }[problem]


def means_problem(problem: t.MeansProblem, translate: Translate) -> str:
    """Why a means of saving memory cannot be had, to follow a colon."""
    kinds = t.MeansProblem
    return {
        kinds.NO_CUDA: translate("Wording", "it needs an NVIDIA card"),
        kinds.NO_LIBRARY: translate("Wording", "the library bitsandbytes is not installed"),
        kinds.ONE_MEMORY: translate(
            "Wording", "processor and model share one memory here, so there is nothing to swap"
        ),
    }[problem]
