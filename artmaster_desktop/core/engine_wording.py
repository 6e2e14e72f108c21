"""Errors of painters and of the engine in words."""

from __future__ import annotations

from artmaster_desktop.core import errors as e
from artmaster_desktop.core.message import Message, Translate, unknown

GIB = 1 << 30


def painter_words(error: e.PainterError, translate: Translate) -> Message:
    """The words for a painter that cannot paint."""
    match error:
        case e.PainterFileError(path, problem, detail):
            more = f" ({detail})" if detail else ""
            what = translate("Wording", "{name} cannot paint: {problem}.").format(
                name=path.name, problem=painter_problem(problem, translate) + more
            )
            do = ""
            if problem is e.PainterProblem.NEEDS_CONTROL:
                do = translate("Wording", "Make a guide, and let this file follow it.")
            return Message(what, translate("Wording", "It was not loaded."), do)
        case e.PainterNotFound(slug, _):
            return Message(
                translate("Wording", "The painter {slug} is not in the library.").format(slug=slug),
                translate("Wording", "Nothing was painted."),
                translate(
                    "Wording", "Put its file into the library, or take the painter out of the document."
                ),
            )
        case e.PainterChanged(slug, expected, found):
            what = translate(
                "Wording", "The file of painter {slug} has changed: expected {expected}, found {found}."
            ).format(slug=slug, expected=expected[:12], found=found[:12])
            return Message(
                what,
                translate("Wording", "Nothing was painted."),
                translate(
                    "Wording", "Put the original file back, or paint from the document to take the new one."
                ),
            )
        case e.GateFileError(path, problem, detail):
            more = f" ({detail})" if detail else ""
            what = translate("Wording", "The gate {name} cannot choose painters: {problem}.").format(
                name=path.name, problem=gate_problem(problem, translate) + more
            )
            return Message(
                what,
                translate("Wording", "Nothing was painted."),
                translate("Wording", "Teach it anew, or choose the painters by hand."),
            )
    return unknown(error, translate)


def gate_problem(problem: e.GateProblem, translate: Translate) -> str:
    """Why a gate cannot choose, to go on after a colon."""
    kinds = e.GateProblem
    return {
        kinds.MISSING: translate("Wording", "its file is not there"),
        kinds.DAMAGED: translate("Wording", "cut off or damaged"),
        kinds.OTHER_BASE: translate("Wording", "taught for another model"),
        kinds.PAINTERS_CHANGED: translate("Wording", "painters have changed since it was taught"),
        kinds.NOBODY: translate("Wording", "it needs two painters and words of each to learn from"),
    }[problem]


def painter_problem(problem: e.PainterProblem, translate: Translate) -> str:
    """Why a painter's file cannot be used, to go on after a colon."""
    kinds = e.PainterProblem
    return {
        kinds.NOT_SAFETENSORS: translate("Wording", "not a safetensors file"),
        kinds.DAMAGED: translate("Wording", "cut off or damaged"),
        kinds.TOO_LARGE: translate("Wording", "too large"),
        kinds.NOT_FINITE: translate("Wording", "holds NaN or infinite numbers"),
        kinds.TOO_STRONG: translate("Wording", "holds absurdly large numbers"),
        kinds.WRONG_BASE: translate("Wording", "made for another model"),
        kinds.WRONG_SHAPE: translate("Wording", "does not fit the model's layers"),
        kinds.BAD_RANK: translate("Wording", "a rank out of range"),
        kinds.MISSING_HALF: translate("Wording", "one half of a layer is missing"),
        kinds.UNSUPPORTED_KIND: translate("Wording", "a kind of adapter that cannot be read"),
        kinds.UNKNOWN_KEYS: translate("Wording", "no known layout"),
        kinds.NEEDS_CONTROL: translate("Wording", "a control adapter that needs a control picture"),
        kinds.EMPTY: translate("Wording", "holds nothing"),
    }[problem]


def engine_words(error: e.EngineError, translate: Translate) -> Message:
    """The words for an engine that could not finish."""
    safe = translate("Wording", "Your document and all saved pictures are untouched.")
    match error:
        case e.ModelMissing(path, missing):
            what = translate("Wording", "There is no complete FLUX.1 model at {path}: {missing} not found.")
            do = translate("Wording", "Choose another model in the settings; the starter is always there.")
            return Message(what.format(path=path, missing=", ".join(missing)), safe, do)
        case e.ModelUnreadable(path, part, reason):
            what = translate("Wording", "The model at {path} cannot be read: {part}: {reason}.")
            do = translate("Wording", "Fetch that part again.")
            return Message(what.format(path=path, part=part, reason=reason), safe, do)
        case e.OutOfMemory():
            return _no_memory(error, safe, translate)
        case e.NotFinite(step, painters):
            what = translate("Wording", "The picture broke up into undefined numbers at step {step}.")
            who = translate("Wording", "The painters at work: {painters}.").format(
                painters=", ".join(painters)
            )
            do = translate("Wording", "Lower the painters' weights, or paint with float32 numbers.")
            return Message(what.format(step=step) + (f" {who}" if painters else ""), safe, do)
        case e.DeviceFailed(device, reason):
            what = translate("Wording", "{device} failed: {reason}.").format(device=device, reason=reason)
            return Message(what, safe, translate("Wording", "Try again, or paint on the processor (CPU)."))
        case e.CannotPaint() | e.FillsOnly():
            return _beyond_model(error, safe, translate)
        case e.EngineAbsent(reason):
            what = translate("Wording", "The engine did not start: {reason}.").format(reason=reason)
            do = translate("Wording", "Install ArtMaster Desktop again; the log says more.")
            return Message(what, safe, do)
    return unknown(error, translate)


def _beyond_model(error: e.CannotPaint | e.FillsOnly, safe: str, translate: Translate) -> Message:
    if isinstance(error, e.FillsOnly):
        said = translate("Wording", "{model} fills parts of pictures; it paints no whole one.")
        do = translate("Wording", "Select what it is to fill, or choose another model in the settings.")
        return Message(said.format(model=error.model), safe, do)
    said = translate("Wording", "The model cannot do this: {what} is {value}, possible is {allowed}.")
    what = asked(error.what, translate)
    return Message(said.format(what=what, value=error.value, allowed=error.allowed), safe, "")


def _no_memory(error: e.OutOfMemory, safe: str, translate: Translate) -> Message:
    what = translate("Wording", "Memory on {device} ran out while {stage}").format(
        device=error.device, stage=stage_name(error.stage, translate)
    )
    if error.free:
        what += " (" + translate("Wording", "{size} free").format(size=gib(error.free)) + ")"
    if error.needed:
        what += ", " + translate("Wording", "{size} needed").format(size=gib(error.needed))
    do = translate("Wording", "Paint smaller or with fewer painters, or close other programs and try again.")
    return Message(what + translate("Wording", "."), safe, do)


def stage_name(stage: str, translate: Translate) -> str:
    """A part of a job that takes time, as the engine calls it; in words that follow "while"."""
    return {
        "waiting for the training to step aside": translate(
            "Wording", "waiting for the training to step aside"
        ),
        "loading the model": translate("Wording", "loading the model"),
        "reading the text": translate("Wording", "reading the text"),
        "painting": translate("Wording", "painting"),
        "finishing the picture": translate("Wording", "finishing the picture"),
    }.get(stage, stage)


def asked(what: str, translate: Translate) -> str:
    """What of a job a model was asked for and cannot do; one that is not listed stays as it was told."""
    return {
        "device": translate("Wording", "the device"),
        "dtype": translate("Wording", "the precision"),
        "offload": translate("Wording", "how the model lies in memory"),
        "compiled": translate("Wording", "compiling the model"),
        "the number of steps": translate("Wording", "the number of steps"),
        "the seed": translate("Wording", "the seed"),
        "the guidance": translate("Wording", "the guidance"),
        "the length of the text": translate("Wording", "the length of the text"),
        "the canvas": translate("Wording", "the canvas"),
        "the size": translate("Wording", "the size"),
        "the strength": translate("Wording", "the strength"),
        "the size of the start picture": translate("Wording", "the size of the start picture"),
    }.get(what, what)


def gib(size: int) -> str:
    """Bytes as people read them on a box of memory."""
    return f"{size / GIB:.1f} GiB"
