"""Errors of enlarging and of printing in words."""

from __future__ import annotations

from artmaster_desktop.core import print_errors as p
from artmaster_desktop.core import upscale_errors as u
from artmaster_desktop.core.message import Message, Translate, unknown


def upscale_words(error: u.UpscaleError, translate: Translate) -> Message:
    """The words for a picture that was not made larger."""
    safe = translate("Wording", "Your picture is as it was.")
    match error:
        case u.UpscalerUnusable(path, problem, detail):
            what = translate("Wording", "{name} cannot be used to enlarge: {problem}.").format(
                name=path.name,
                problem=upscaler_problem(problem, translate) + (f" ({detail})" if detail else ""),
            )
            return Message(what, translate("Wording", "It was not loaded."), _other_file(problem, translate))
        case u.UpscaleStopped(done, tiles):
            what = translate("Wording", "Stopped after {done} of {tiles} tiles.")
            return Message(what.format(done=done, tiles=tiles), safe, "")
        case u.CannotUpscale(what, value, allowed):
            said = translate(
                "Wording", "This cannot be enlarged so: {what} is {value}, possible is {allowed}."
            )
            return Message(said.format(what=asked(what, translate), value=value, allowed=allowed), safe, "")
    return unknown(error, translate)


def upscaler_problem(problem: u.UpscalerProblem, translate: Translate) -> str:
    """Why an upscaler's file cannot be used, to go on after a colon."""
    kinds = u.UpscalerProblem
    return {
        kinds.NOT_A_MODEL: translate("Wording", "neither safetensors nor a PyTorch file"),
        kinds.UNTRUSTED: translate(
            "Wording", "a PyTorch file, and nobody has said that the place it comes from is trusted"
        ),
        kinds.HOSTILE: translate("Wording", "it holds more than numbers and may want to run something"),
        kinds.DAMAGED: translate("Wording", "cut off or damaged"),
        kinds.UNKNOWN: translate("Wording", "no upscaler that is known"),
        kinds.NOT_AN_UPSCALER: translate("Wording", "a network for something else"),
        kinds.WRONG_CHANNELS: translate("Wording", "made for other than RGB pictures"),
    }[problem]


def _other_file(problem: u.UpscalerProblem, translate: Translate) -> str:
    kinds = u.UpscalerProblem
    if problem is kinds.UNTRUSTED:
        return translate(
            "Wording",
            "Take the .safetensors of the same upscaler; or allow this one file, if you know who made it.",
        )
    if problem is kinds.HOSTILE:
        return translate(
            "Wording", "Delete the file, and take the .safetensors from the upscaler's own maker."
        )
    if problem is kinds.DAMAGED:
        return translate("Wording", "Fetch the file again.")
    return translate("Wording", "Choose another upscaler; one ships with ArtMaster Desktop.")


def print_words(error: p.PrintError, translate: Translate) -> Message:
    """The words for a sheet that was not written."""
    safe = translate("Wording", "Nothing was written.")
    match error:
        case p.ProfileUnusable(path, problem, detail):
            what = translate("Wording", "The colour profile {name} cannot be used: {problem}.").format(
                name=path.name,
                problem=profile_problem(problem, translate) + (f" ({detail})" if detail else ""),
            )
            do = translate(
                "Wording",
                "Ask the print shop for its ICC profile, or print in sRGB, which every printer reads.",
            )
            return Message(what, safe, do)
        case p.CannotPrint(what, value, allowed):
            said = translate(
                "Wording", "This cannot be printed so: {what} is {value}, possible is {allowed}."
            )
            return Message(said.format(what=asked(what, translate), value=value, allowed=allowed), safe, "")
        case p.PrintTooLarge(kind, side, limit):
            what = translate("Wording", "{kind} holds at most {limit} pixels a side; this sheet has {side}.")
            do = translate("Wording", "Take TIFF, or fewer dots per inch.")
            return Message(what.format(kind=kind, limit=limit, side=side), safe, do)
        case p.LettersUndrawable(letters):
            what = translate("Wording", "No font on this machine has the letters {letters}.")
            do = translate(
                "Wording", "Install a font that has them, for instance Noto Serif CJK, and print again."
            )
            return Message(what.format(letters=letters), safe, do)
        case p.DrawingUnavailable(detail):
            what = translate("Wording", "Inscriptions and seals cannot be drawn on this machine: {detail}.")
            do = translate("Wording", "Install the system libraries that the window needs, and print again.")
            return Message(what.format(detail=detail), safe, do)
    return unknown(error, translate)


def profile_problem(problem: p.ProfileProblem, translate: Translate) -> str:
    """Why a colour profile cannot be used, to go on after a colon."""
    kinds = p.ProfileProblem
    return {
        kinds.NOT_A_PROFILE: translate("Wording", "not an ICC profile"),
        kinds.DAMAGED: translate("Wording", "cut off or damaged"),
        kinds.NO_OUTPUT: translate("Wording", "it is not for a printer: it only says how to read colours"),
        kinds.WRONG_COLOURS: translate("Wording", "for other colours than RGB or CMYK"),
    }[problem]


def asked(what: str, translate: Translate) -> str:
    """What was asked for and cannot be; one that is not listed stays as it was told."""
    return {
        "the tile": translate("Wording", "the tile"),
        "the precision": translate("Wording", "the precision"),
        "the size": translate("Wording", "the size"),
        "the second look": translate("Wording", "the second look"),
        "the paper": translate("Wording", "the paper"),
        "the resolution": translate("Wording", "the resolution"),
        "the bleed": translate("Wording", "the bleed"),
        "the border": translate("Wording", "the border"),
        "the colour profile": translate("Wording", "the colour profile"),
        "the kind of file": translate("Wording", "the kind of file"),
        "the depth": translate("Wording", "the depth"),
        "crop marks": translate("Wording", "crop marks"),
        "the rendering intent": translate("Wording", "the rendering intent"),
    }.get(what, what)
