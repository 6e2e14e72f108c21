"""Errors of an artist's works in words."""

from __future__ import annotations

from artmaster_desktop.core import errors as e
from artmaster_desktop.core.captioner_errors import CaptionerProblem, CaptionerUnusable
from artmaster_desktop.core.message import Message, Translate, unknown


def works_words(error: e.WorksError, translate: Translate) -> Message:
    """The words for works that cannot be used as they are."""
    safe = translate("Wording", "No file was changed.")
    match error:
        case e.ScanError(path, problem, detail):
            what = translate("Wording", "{name} cannot be used: {problem}.").format(
                name=path.name, problem=scan_problem(problem, translate)
            )
            return Message(f"{what} {detail}.".strip() if detail else what, safe, _help(problem, translate))
        case e.NoWorks(path):
            what = translate("Wording", "There are no works in {path} yet.").format(path=path)
            return Message(what, "", translate("Wording", "Import scans into this folder first."))
        case e.WorksUnreadable(path, reason):
            what = translate("Wording", "The list of works in {path} cannot be read: {reason}.")
            do = translate(
                "Wording", "Take the version before it ({name}~ beside it), or correct it by hand."
            )
            return Message(what.format(path=path, reason=reason), safe, do.format(name=path.name))
        case e.WorksTooNew(path, found, supported):
            what = translate(
                "Wording",
                "The list of works in {path} was written by a newer ArtMaster Desktop (format {found}; this "
                "one reads up to {supported}).",
            ).format(path=path, found=found, supported=supported)
            return Message(what, safe, translate("Wording", "Update ArtMaster Desktop to use it."))
        case e.NotAmongWorks(name, known):
            what = translate("Wording", "There is no {name} here.").format(name=name)
            do = translate("Wording", "Here are: {names}.").format(names=", ".join(known))
            return Message(what, safe, do if known else "")
        case CaptionerUnusable(path, problem, detail):
            what = translate("Wording", "The captioner in {path} cannot be used: {problem}.").format(
                path=path, problem=captioner_problem(problem, translate)
            )
            do = translate(
                "Wording",
                "Choose the folder of a BLIP, Florence-2 or other image-to-text model in safetensors; "
                "without one, captions are written from what is measured.",
            )
            return Message(f"{what} {detail}".strip(), safe, do)
    return unknown(error, translate)


def captioner_problem(problem: CaptionerProblem, translate: Translate) -> str:
    """Why a captioner cannot be used, to go on after a colon."""
    kinds = CaptionerProblem
    return {
        kinds.MISSING: translate("Wording", "it is not a model's folder: config.json is not there"),
        kinds.OTHER_KIND: translate("Wording", "it holds a model that does not tell pictures in words"),
        kinds.NO_SAFETENSORS: translate(
            "Wording", "its weights are not in safetensors, and other files can run code"
        ),
        kinds.DAMAGED: translate("Wording", "it is damaged, or not whole"),
    }[problem]


def scan_problem(problem: e.ScanProblem, translate: Translate) -> str:
    """Why a scan cannot be used, to go on after a colon."""
    kinds = e.ScanProblem
    return {
        kinds.NOT_A_PICTURE: translate("Wording", "not a JPEG, PNG, TIFF or HEIF picture"),
        kinds.DAMAGED: translate("Wording", "cut off or damaged"),
        kinds.TOO_LARGE: translate("Wording", "too large"),
        kinds.TOO_SMALL: translate("Wording", "too small"),
        kinds.NO_HEIF: translate("Wording", "a HEIF picture, and the library that reads them is not there"),
        kinds.UNSUPPORTED: translate("Wording", "a kind of picture that cannot be read"),
    }[problem]


def _help(problem: e.ScanProblem, translate: Translate) -> str:
    kinds = e.ScanProblem
    return {
        kinds.NOT_A_PICTURE: translate("Wording", "Save it as TIFF or PNG in another program."),
        kinds.DAMAGED: translate("Wording", "Scan it or copy it again."),
        kinds.TOO_LARGE: translate("Wording", "Reduce it in another program; 8000 pixels are plenty."),
        kinds.TOO_SMALL: translate("Wording", "Find a larger scan of this work."),
        kinds.NO_HEIF: translate("Wording", "Install pillow-heif, or save it as TIFF or PNG."),
        kinds.UNSUPPORTED: translate("Wording", "Save it as RGB with 8 or 16 bits in another program."),
    }[problem]
