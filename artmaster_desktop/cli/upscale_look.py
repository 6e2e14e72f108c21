"""``upscale --second-look``: who painted the picture, and the model once more over each tile of it."""

from __future__ import annotations

import argparse
import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from artmaster_desktop import bootstrap
from artmaster_desktop.cli.console import counted, point
from artmaster_desktop.cli.messages import notice_text
from artmaster_desktop.cli.paint import PICTURES, rehired
from artmaster_desktop.cli.upscale_common import Source
from artmaster_desktop.core.document import Document, Root
from artmaster_desktop.core.errors import NoJobInPicture
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.job import NoiseStart, PaintJob
from artmaster_desktop.core.notice import PainterRefused
from artmaster_desktop.core.ports import ModelCaps
from artmaster_desktop.core.repaint_start import RepaintStart
from artmaster_desktop.core.second_look import (
    ADVISED,
    LEAST,
    MOST,
    SecondLook,
    SecondLooker,
    look_job,
    plan_look,
)
from artmaster_desktop.core.upscale_errors import CannotUpscale
from artmaster_desktop.core.upscaling import Strips, UpscaleEvent
from artmaster_desktop.storage.ora import load_document
from artmaster_desktop.storage.picture_file import read_job

if TYPE_CHECKING:
    from artmaster_desktop.engine.engine import PaintEngine

Emit = Callable[[UpscaleEvent], None]


def add_look(made: argparse.ArgumentParser) -> None:
    """The options of a second look."""
    group = made.add_argument_group("a second look: the model goes over the larger picture, tile by tile")
    group.add_argument(
        "--second-look",
        type=float,
        metavar="STRENGTH",
        help=f"how much each tile is painted anew, {LEAST:g} to {MOST:g}; 0.2 to {ADVISED:g} adds strokes "
        "and keeps what is there. Each tile has the painters and texts of the regions that it shows",
    )
    group.add_argument("--prompt", metavar="TEXT", help="what a picture shows that carries no job")
    group.add_argument(
        "--model", type=Path, metavar="DIR", help="a FLUX.1 model (default: the picture's own)"
    )
    group.add_argument("--painters", type=Path, action="append", metavar="DIR", help="a folder of painters")


def check_idle(asked: argparse.Namespace) -> None:
    """Raises CannotUpscale for options that would do nothing without a second look."""
    for name in ("prompt", "model", "painters"):
        if asked.second_look is None and getattr(asked, name) is not None:
            raise CannotUpscale(f"--{name}", str(getattr(asked, name)), "--second-look STRENGTH")


class Look:
    """The second look at one picture, planned: a tile is not painted before its rows are taken."""

    def __init__(self, asked: argparse.Namespace, source: Source, target: Extent, console: Console) -> None:
        from artmaster_desktop.engine.device import EngineOptions

        engine = bootstrap.engine(EngineOptions(device=asked.device, dtype=asked.dtype))
        job, caps = _job(asked, source, target, engine, console)
        pixels, strength = source.pixels, asked.second_look
        self.plan: SecondLook = plan_look(job, caps, pixels, target, strength, uuid.uuid4().hex)
        self._looker: SecondLooker = bootstrap.second_looker(engine)
        tile, count = self.plan.tile, len(self.plan.places)
        console.print(f"Second look: {counted(count, 'tile')} of {tile} pixels, strength {strength:g}.")
        if strength > ADVISED:
            told = f"More than {ADVISED:g}: tiles may begin to show what is not in the picture."
            console.print(point(told))

    def refused(self, console: Console) -> bool:
        """Says what will be done otherwise than asked; whether a painter would be refused."""
        notices = self._looker.check(self.plan, lambda: False)
        for notice in notices:
            console.print(point(notice_text(notice)))
        return any(isinstance(notice, PainterRefused) for notice in notices)

    def over(self, base: Strips, emit: Emit, cancelled: Callable[[], bool]) -> Strips:
        """``base`` with the detail that is found."""
        return self._looker.strips(self.plan, base, emit, cancelled)


def _job(
    asked: argparse.Namespace, source: Source, target: Extent, engine: PaintEngine, console: Console
) -> tuple[PaintJob, ModelCaps]:
    """Who painted the picture and with which words, and what the model can do."""
    library = bootstrap.library([folder.absolute() for folder in asked.painters or ()])
    given = asked.model.absolute() if asked.model else None
    written = asked.picture.suffix.lower() == ".ora"
    before = None if written else _carried(asked.picture)
    if asked.prompt is not None and (written or before is not None):
        raise CannotUpscale("--prompt", asked.prompt, "a picture that carries no job")
    if before is not None and not isinstance(before.start, RepaintStart):
        model = given or (before.model if before.model.exists() else bootstrap.places().starter)
        hired = tuple(rehired(painter, library) for painter in before.painters)
        caps = engine.describe(model)
        _say_guides(before.guides, console)
        job = replace(before, model=model, painters=hired, start=NoiseStart(), notices=())
        return replace(job, model_id=caps.identity), caps
    caps = engine.describe(given or bootstrap.places().starter)
    if written:
        document = load_document(asked.picture).document
        _say_guides(document.guides, console)
    else:
        if before is not None:
            console.print(point("It was repainted in a part: the second look goes by its text alone."))
        text = before.texts[0] if before is not None else asked.prompt or ""
        document = Document(id="look", extent=source.extent, root=Root(prompt=text))
    chosen = bootstrap.choices(document, caps, library.all(), engine)
    return look_job(document, library.find, caps, target, chosen), caps


def _carried(picture: Path) -> PaintJob | None:
    if picture.suffix.lower() not in PICTURES:
        return None
    try:
        return read_job(picture)
    except NoJobInPicture:
        return None


def _say_guides(guides: Sequence[object], console: Console) -> None:
    if guides:
        told = "Guides are not followed in a second look: the picture itself holds the drawing."
        console.print(point(told))
