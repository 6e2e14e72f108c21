"""Errors of documents, disks and downloads in words."""

from __future__ import annotations

from typing import assert_never

from artmaster_desktop.core import errors as e
from artmaster_desktop.core.message import Message, Translate, unknown

DISK_FULL = (28, 122)
"""ENOSPC and EDQUOT: the disk, or the artist's share of it, is full."""
NOT_ALLOWED = (1, 13, 30)
"""EPERM, EACCES, EROFS: the folder may not be written to."""
GONE = (2, 5, 6, 19)
"""ENOENT, EIO, ENXIO, ENODEV: the folder, or the drive under it, is not there any more."""


def edit_words(error: e.EditError, translate: Translate) -> Message:
    """The words for an edit that cannot be done."""
    safe = translate("Wording", "Nothing was changed.")
    match error:
        case e.LayerLocked(layer, by):
            what = translate("Wording", "{layer} is locked.").format(layer=layer)
            if by:
                what = translate("Wording", "{layer} is locked with the group {by}.").format(
                    layer=layer, by=by
                )
            return Message(what, safe, translate("Wording", "Unlock it in the layers panel to change it."))
        case e.LayerGone(name):
            what = translate("Wording", "The layer or region is not there any more ({name}).")
            return Message(what.format(name=name), safe, "")
        case e.CannotEdit(layer, problem):
            what = translate("Wording", "{layer} cannot be changed so: {problem}.")
            return Message(what.format(layer=layer, problem=edit_problem(problem, translate)), safe, "")
    return unknown(error, translate)


def edit_problem(problem: e.EditProblem, translate: Translate) -> str:
    """Why an edit makes no sense, to go on after a colon."""
    kinds = e.EditProblem
    return {
        kinds.INTO_ITSELF: translate("Wording", "a group cannot lie in itself"),
        kinds.NOT_A_GROUP: translate("Wording", "only a group holds layers"),
        kinds.NO_PIXELS: translate("Wording", "a group has no pixels of its own"),
        kinds.WRONG_KIND: translate("Wording", "pixels of another kind of layer"),
        kinds.LETTERS: translate("Wording", "letters are edited by Layer, Inscription or Seal"),
        kinds.NOTHING_BELOW: translate("Wording", "there is no layer below it"),
        kinds.CANNOT_MERGE: translate("Wording", "these kinds of layer do not merge"),
        kinds.TWO_REGIONS: translate("Wording", "each belongs to a region of its own"),
        kinds.NOT_TOGETHER: translate("Wording", "the layers do not lie in one group"),
        kinds.NOTHING_CHOSEN: translate("Wording", "nothing was chosen"),
    }[problem]


def document_words(error: e.DocumentError, translate: Translate) -> Message:
    """The words for a document that is not usable."""
    safe = translate("Wording", "The file was not changed.")
    match error:
        case e.DocumentTooNew(path, found, supported):
            what = translate(
                "Wording",
                "{name} was saved by a newer ArtMaster Desktop (format {found}; this one reads up to "
                "{supported}).",
            ).format(name=path.name, found=found, supported=supported)
            return Message(what, safe, translate("Wording", "Update ArtMaster Desktop to open it."))
        case e.DocumentFileError(path, problem, member, detail):
            where = f" ({member})" if member else ""
            more = f" {detail}." if detail else ""
            what = translate("Wording", "{name} cannot be opened: {problem}.").format(
                name=path.name, problem=document_problem(problem, translate) + where
            )
            do = translate(
                "Wording",
                "If another program can open it, save it there as OpenRaster (.ora) again; otherwise take a "
                "backup ({name}~ lies beside it after a save).",
            ).format(name=path.name)
            return Message(what + more, safe, do)
        case e.BrokenDocument(what, name):
            said = translate("Wording", "The document contradicts itself: {what} ({name}).")
            what = broken(what, translate)
            return Message(
                said.format(what=what, name=name), translate("Wording", "Nothing was changed."), ""
            )
    return unknown(error, translate)


def document_problem(problem: e.DocumentProblem, translate: Translate) -> str:
    """What is wrong with a document's file, to go on after a colon."""
    kinds = e.DocumentProblem
    return {
        kinds.NOT_A_DOCUMENT: translate("Wording", "not an OpenRaster file"),
        kinds.TRUNCATED: translate("Wording", "cut off or damaged"),
        kinds.MISSING_MEMBER: translate("Wording", "a part is missing"),
        kinds.BAD_XML: translate("Wording", "the layer list is not readable"),
        kinds.BAD_PIXELS: translate("Wording", "a picture inside is not readable"),
        kinds.BAD_DATA: translate("Wording", "our data inside is not readable"),
        kinds.UNSAFE_NAME: translate("Wording", "a part has an unsafe name"),
        kinds.ENCRYPTED: translate("Wording", "encrypted or packed in an unusual way"),
        kinds.TOO_LARGE: translate("Wording", "too large"),
        kinds.BAD_VALUE: translate("Wording", "a number is out of range"),
    }[problem]


def broken(what: str, translate: Translate) -> str:
    """A contradiction that the document found in itself; one that is not listed stays as it was told."""
    return {
        "the canvas is larger than 8192 pixels a side": translate(
            "Wording", "the canvas is larger than 8192 pixels a side"
        ),
        "two layers have one id": translate("Wording", "two layers have one id"),
        "two regions have one id": translate("Wording", "two regions have one id"),
        "a region has no mask layer": translate("Wording", "a region has no mask layer"),
        "the start of the painting is not a sketch or image layer": translate(
            "Wording", "the start of the painting is not a sketch or image layer"
        ),
        "no such layer": translate("Wording", "there is no such layer"),
        "no such region": translate("Wording", "there is no such region"),
    }.get(what, what)


def storage_words(error: e.StorageError, translate: Translate) -> Message:
    """The words for a disk that did not do what was asked."""
    match error:
        case e.SaveFailed(path, errno, reason):
            return _not_saved(str(path), errno, reason, translate)
        case e.ReadFailed(path, reason):
            what = translate("Wording", "{path} could not be read: {reason}.").format(
                path=path, reason=reason
            )
            return Message(
                what,
                translate("Wording", "Nothing was changed."),
                translate("Wording", "Check that the file is there and may be read."),
            )
        case e.FileChangedOutside(path):
            return Message(
                translate("Wording", "Another program has changed {path}.").format(path=path),
                translate("Wording", "It was not overwritten; your document is open as it was."),
                translate("Wording", "Save under another name, or open the file again."),
            )
        case e.JournalInUse() | e.JournalDamaged() | e.JournalTooNew():
            return _not_recovered(error, translate)
        case e.NoJobInPicture(path):
            what = translate("Wording", "{name} does not carry the job that painted it.")
            do = translate(
                "Wording",
                "Only pictures saved by ArtMaster Desktop, and not edited since, can be painted again.",
            )
            return Message(what.format(name=path.name), "", do)
    return unknown(error, translate)


def _not_recovered(
    error: e.JournalInUse | e.JournalDamaged | e.JournalTooNew, translate: Translate
) -> Message:
    """Why the edits of a program that ended too early do not come back."""
    kept = translate("Wording", "The journal of these edits was not changed.")
    match error:
        case e.JournalInUse(path):
            what = translate("Wording", "The edits in {path} belong to another window that is open.")
            do = translate("Wording", "Go on in that window, or close it first.")
            return Message(what.format(path=path), kept, do)
        case e.JournalDamaged(path, reason):
            what = translate("Wording", "The unsaved edits in {path} cannot be read: {reason}.")
            do = translate("Wording", "Open the last saved version, or one of the backups beside it.")
            return Message(what.format(path=path, reason=reason), kept, do)
        case e.JournalTooNew(path, found, supported):
            what = translate(
                "Wording",
                "The unsaved edits in {path} need a newer version ({found}; this one: {supported}).",
            )
            do = translate("Wording", "Recover them with the newer version of ArtMaster Desktop.")
            return Message(what.format(path=path, found=found, supported=supported), kept, do)
        case _:
            assert_never(error)


def _not_saved(path: str, errno: int, reason: str, translate: Translate) -> Message:
    """Which of the ways to lose a disk it was, for each asks for something else."""
    safe = translate("Wording", "What was there before is still there.")
    elsewhere = translate("Wording", "Save it in another folder.")
    if errno in DISK_FULL:
        what = translate("Wording", "{path} could not be saved: the disk is full.")
        return Message(what.format(path=path), safe, translate("Wording", "Free some space and save again."))
    if errno in NOT_ALLOWED:
        what = translate("Wording", "{path} could not be saved: this folder may not be written to.")
        return Message(what.format(path=path), safe, elsewhere)
    if errno in GONE:
        what = translate(
            "Wording", "{path} could not be saved: its folder or its drive is not there ({reason})."
        )
        safe = translate("Wording", "Nothing was written; what is open stays open.")
        do = translate("Wording", "Connect the drive again, or save it in another folder.")
        return Message(what.format(path=path, reason=reason), safe, do)
    what = translate("Wording", "{path} could not be saved: {reason}.")
    return Message(what.format(path=path, reason=reason), safe, elsewhere)


def download_words(error: e.DownloadFailed, translate: Translate) -> Message:
    """The words for a download that did not arrive."""
    kinds = e.DownloadProblem
    problem = {
        kinds.NO_CONNECTION: translate("Wording", "there is no connection"),
        kinds.NOT_FOUND: translate("Wording", "it is not there"),
        kinds.NOT_ALLOWED: translate("Wording", "it is not open to everybody"),
        kinds.DISK_FULL: translate("Wording", "the disk is full"),
        kinds.WRONG_HASH: translate("Wording", "what arrived is not what was announced"),
        kinds.FAILED: translate("Wording", "it failed"),
    }[error.problem]
    again = translate("Wording", "Try again; it goes on where it stopped.")
    do = {
        kinds.NOT_FOUND: translate("Wording", "Check the name of the model."),
        kinds.NOT_ALLOWED: translate(
            "Wording", "Accept the model's licence on its page, and give an access token of your account."
        ),
        kinds.DISK_FULL: translate("Wording", "Free some space and try again; it goes on where it stopped."),
        kinds.WRONG_HASH: translate("Wording", "Try again; the damaged part was thrown away."),
    }.get(error.problem, again)
    which = f"{error.source}/{error.file}" if error.file else error.source
    what = translate("Wording", "{source} was not downloaded: {problem}.")
    more = f" {error.detail}." if error.detail else ""
    return Message(
        what.format(source=which, problem=problem) + more,
        translate("Wording", "What arrived before is kept."),
        do,
    )
