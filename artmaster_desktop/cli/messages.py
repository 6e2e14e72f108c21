"""Errors and notices in words for a terminal: the words of the core, with advice that names options."""

from __future__ import annotations

import sys
from dataclasses import replace

from artmaster_desktop.core import errors as e
from artmaster_desktop.core.message import Message
from artmaster_desktop.core.notice import Notice
from artmaster_desktop.core.notice_wording import word_notice
from artmaster_desktop.core.wording import word_error


def say(error: e.ArtmasterError) -> None:
    """Print the error in words on standard error."""
    print(f"\n{explain(error)}", file=sys.stderr)


def explain(error: e.ArtmasterError) -> Message:
    """The words for ``error``."""
    message = word_error(error)
    return replace(message, do=_advice(error) or message.do)


def notice_text(notice: Notice) -> str:
    """One sentence for ``notice``."""
    return word_notice(notice)


def _advice(error: e.ArtmasterError) -> str:
    """What to do where the answer is an option of the command line; empty elsewhere."""
    match error:
        case e.PainterNotFound():
            return "Add its file with --painters FOLDER."
        case e.ModelMissing():
            return "Give the folder of a diffusers model with --model; the starter ships in models/starter."
        case e.OutOfMemory(fits=fits) if fits:
            return "What would fit: " + "; ".join(fits) + "."
        case e.NotFinite():
            return "Lower the painters' weights, or try float32 with --dtype float32."
        case e.DeviceFailed():
            return "Try again, or use --device cpu."
    return ""
