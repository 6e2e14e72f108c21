"""What can be compared: the canvas as it is now, and every result."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtGui import QImage

from artmaster_desktop.app.results import Results
from artmaster_desktop.core.compose import flatten
from artmaster_desktop.core.document import Document
from artmaster_desktop.core.errors import ReadFailed
from artmaster_desktop.core.geometry import Bounds
from artmaster_desktop.storage.limits import MAX_PICTURE_BYTES
from artmaster_desktop.storage.png import BadPicture, decode_png
from artmaster_desktop.ui.canvas.tools.target import pictures
from artmaster_desktop.ui.dialogs.compare import Candidate
from artmaster_desktop.ui.fields import image_of
from artmaster_desktop.ui.messages import translate


def candidates(
    results: Results, document: Document, thumbnails: Mapping[str, QImage | None]
) -> tuple[Candidate, ...]:
    """The canvas first, then the results, the latest first. Their pictures are read when they are shown."""
    found = [Candidate("", translate("Compare", "Canvas"), QImage(), _canvas(document))]
    for result in results.all:
        name = translate("Compare", "Seed {seed}").format(seed=result.stored.seed)
        found.append(
            Candidate(result.id, name, thumbnails.get(result.id) or QImage(), _file(result.stored.path))
        )
    return tuple(found)


def _canvas(document: Document) -> Callable[[], QImage]:
    return lambda: image_of(flatten(pictures(document.layers), Bounds.of(document.extent)))


def _file(path: Path) -> Callable[[], QImage]:
    def load() -> QImage:
        try:
            if path.stat().st_size > MAX_PICTURE_BYTES:
                raise ReadFailed(path, "too large")
            return image_of(decode_png(path.read_bytes(), channels=3))
        except OSError as error:
            raise ReadFailed(path, error.strerror or str(error)) from error
        except BadPicture as error:
            raise ReadFailed(path, str(error)) from error

    return load
