"""Errors and notices in words, once: what happened, what is safe, what to do."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import assert_never

from artmaster_desktop.core import errors as e
from artmaster_desktop.core import notice as n


@dataclass(frozen=True, slots=True)
class Message:
    """Three sentences: ``what`` happened, what is ``safe``, what to ``do``."""

    what: str
    safe: str
    do: str

    def __str__(self) -> str:
        return "\n".join(line for line in (self.what, self.safe, self.do) if line)


def say(error: e.ArtmasterError) -> None:
    """Print the error in words on standard error."""
    print(f"\n{explain(error)}", file=sys.stderr)


def explain(error: e.ArtmasterError) -> Message:
    """The words for ``error``."""
    match error:
        case e.DocumentError():
            return _document(error)
        case e.StorageError():
            return _storage(error)
        case e.PainterError():
            return _painter(error)
        case e.EngineError():
            return _engine(error)
    return Message(f"Something went wrong: {error}", "Your files were not changed.", "")


def _document(error: e.DocumentError) -> Message:
    safe = "The file was not changed."
    match error:
        case e.DocumentTooNew(path, found, supported):
            return Message(
                f"{path.name} was saved by a newer ArtMaster Desktop (format {found}; this one reads up to "
                f"{supported}).",
                safe,
                "Update ArtMaster Desktop to open it.",
            )
        case e.DocumentFileError(path, problem, member, detail):
            where = f" ({member})" if member else ""
            more = f" {detail}." if detail else ""
            return Message(
                f"{path.name} cannot be opened: {problem.value}{where}.{more}",
                safe,
                "If another program can open it, save it there as OpenRaster (.ora) again; otherwise take a "
                f"backup ({path.name}~ lies beside it after a save).",
            )
        case e.BrokenDocument(what, name):
            return Message(f"The document contradicts itself: {what} ({name}).", safe, "")
    return Message(str(error), safe, "")


def _storage(error: e.StorageError) -> Message:
    match error:
        case e.SaveFailed(path, errno, reason):
            full = errno in (28, 122)
            return Message(
                f"{path} could not be saved: {'the disk is full' if full else reason}.",
                "What was there before is still there.",
                "Free some space and save again." if full else "Save it in another folder.",
            )
        case e.ReadFailed(path, reason):
            return Message(f"{path} could not be read: {reason}.", "Nothing was changed.", "Check the path.")
        case e.NoJobInPicture(path):
            return Message(
                f"{path.name} does not carry the job that painted it.",
                "",
                "Only pictures saved by ArtMaster Desktop, and not edited since, can be painted again.",
            )
    return Message(str(error), "", "")


def _painter(error: e.PainterError) -> Message:
    match error:
        case e.PainterFileError(path, problem, detail):
            more = f" ({detail})" if detail else ""
            return Message(f"{path.name} cannot paint: {problem.value}{more}.", "It was not loaded.", "")
        case e.PainterNotFound(slug, _):
            return Message(
                f"The painter {slug} is not in the library.", "", "Add its file with --painters FOLDER."
            )
        case e.PainterChanged(slug, expected, found):
            return Message(
                f"The file of painter {slug} has changed: expected {expected[:12]}, found {found[:12]}.",
                "Nothing was painted.",
                "Put the original file back, or paint from the document to take the new one.",
            )
    return Message(str(error), "", "")


def _engine(error: e.EngineError) -> Message:
    safe = "Your document and all saved pictures are untouched."
    match error:
        case e.ModelMissing(path, missing):
            return Message(
                f"There is no complete FLUX.1 model at {path}: {', '.join(missing)} not found.",
                "",
                "Give the folder of a diffusers model with --model; the starter ships in models/starter.",
            )
        case e.ModelUnreadable(path, part, reason):
            return Message(
                f"The model at {path} cannot be read: {part}: {reason}.", "", "Fetch that part again."
            )
        case e.OutOfMemory(device, stage, needed, free, fits):
            numbers = f" ({_gib(free)} free)" if free else ""
            asked = f", {_gib(needed)} needed" if needed else ""
            do = "What would fit: " + "; ".join(fits) + "." if fits else "Close other programs and try again."
            return Message(f"Memory on {device} ran out while {stage}{numbers}{asked}.", safe, do)
        case e.NotFinite(step, painters):
            who = f" The painters at work: {', '.join(painters)}." if painters else ""
            return Message(
                f"The picture broke up into undefined numbers at step {step}.{who}",
                safe,
                "Lower the painters' weights, or try float32 with --dtype float32.",
            )
        case e.DeviceFailed(device, reason):
            return Message(f"{device} failed: {reason}.", safe, "Try again, or use --device cpu.")
        case e.CannotPaint(what, value, allowed):
            return Message(f"The model cannot do this: {what} is {value}, possible is {allowed}.", safe, "")
    return Message(str(error), safe, "")


def _gib(size: int) -> str:
    return f"{size / (1 << 30):.1f} GiB"


def notice_text(notice: n.Notice) -> str:
    """One sentence for ``notice``."""
    text: str
    match notice:
        case n.RegionTooSmall(region, pixels, needed):
            text = (
                f"{region}: too small to be painted ({pixels} px, at least {needed} px are needed); left out."
            )
        case n.RegionEmpty(region):
            text = f"{region}: nothing is drawn on its mask, or its strength is 0; left out."
        case n.RegionIdle(region):
            text = f"{region}: has neither text nor painters; it changes nothing."
        case n.PainterAbsent(region, slug):
            where = region or "The whole canvas"
            text = f"{where}: painter {slug} is not in the library; painted without it."
        case n.PainterReplaced(slug, expected, found):
            text = f"{slug}: another file than the document was made with ({found[:8]} for {expected[:8]})."
        case n.SizeChanged(canvas, painted):
            text = f"The canvas is {canvas}; the model paints {painted}, resized to the canvas."
        case n.TextCut(region, tokens, limit):
            where = region or "the whole canvas"
            text = f"The text of {where} is {tokens} tokens long; the model reads the first {limit}."
        case n.NotGated(slug, layers, weight):
            where = f"they act everywhere at {weight:.2f}"
            text = f"{slug}: {layers} of its layers have no place on the canvas; {where}."
        case n.PartsIgnored(slug, parts):
            text = f"{slug}: not used: {', '.join(parts)}."
        case n.ModelChanged(expected, found):
            which = f"another model ({found[:8]}) than before ({expected[:8]})"
            text = f"Painted with {which}: the picture will differ."
        case n.GuidanceIgnored(model, guidance):
            text = f"{model} takes no guidance; the setting {guidance:g} has no effect."
        case n.PainterIdle(slug):
            text = f"{slug}: this run passes none of the noise levels of its role; there it paints nothing."
        case _:
            assert_never(notice)
    return text
