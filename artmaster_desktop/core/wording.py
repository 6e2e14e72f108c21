"""Every error in words, once for the window and the command line: what happened, what is safe, what to do."""

from __future__ import annotations

from artmaster_desktop.core import errors as e
from artmaster_desktop.core.engine_wording import engine_words, painter_words
from artmaster_desktop.core.file_wording import document_words, download_words, edit_words, storage_words
from artmaster_desktop.core.message import Message, Translate, in_english, unknown
from artmaster_desktop.core.print_errors import PrintError
from artmaster_desktop.core.print_wording import print_words, upscale_words
from artmaster_desktop.core.repaint_errors import RepaintError
from artmaster_desktop.core.repaint_wording import repaint_words
from artmaster_desktop.core.structure_errors import StructureError
from artmaster_desktop.core.structure_wording import structure_words
from artmaster_desktop.core.training_errors import TrainingError
from artmaster_desktop.core.training_wording import training_words
from artmaster_desktop.core.upscale_errors import UpscaleError
from artmaster_desktop.core.works_wording import works_words


def word_error(error: e.ArtmasterError, translate: Translate = in_english) -> Message:
    """The words for ``error``."""
    match error:
        case e.DocumentError():
            message = document_words(error, translate)
        case e.EditError():
            message = edit_words(error, translate)
        case e.StorageError():
            message = storage_words(error, translate)
        case e.DownloadFailed():
            message = download_words(error, translate)
        case e.WorksError():
            message = works_words(error, translate)
        case e.PainterError():
            message = painter_words(error, translate)
        case e.EngineError():
            message = engine_words(error, translate)
        case TrainingError():
            message = training_words(error, translate)
        case StructureError():
            message = structure_words(error, translate)
        case RepaintError():
            message = repaint_words(error, translate)
        case UpscaleError():
            message = upscale_words(error, translate)
        case PrintError():
            message = print_words(error, translate)
        case _:
            message = unknown(error, translate)
    return message
