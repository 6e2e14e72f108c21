"""``painters transfer``: an existing work, painted over by another painter."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from artmaster_desktop import bootstrap
from artmaster_desktop.cli.console import console, point
from artmaster_desktop.cli.evaluate import Bar, hire
from artmaster_desktop.cli.messages import notice_text
from artmaster_desktop.cli.paint import Parsers, check_folder, named, within
from artmaster_desktop.core.document import PaintSettings
from artmaster_desktop.core.errors import NoJobInPicture
from artmaster_desktop.core.event import Event, Failed, Finished, Progress
from artmaster_desktop.core.job import PaintJob
from artmaster_desktop.core.painter import PainterRef, Share
from artmaster_desktop.core.planning import plan_paint
from artmaster_desktop.core.transfer import STRUCTURE, transferred, without_triggers
from artmaster_desktop.storage.picture_file import read_job, write_picture
from artmaster_desktop.storage.scan import read_scan


def add_verbs(verbs: Parsers[argparse.ArgumentParser]) -> None:
    """Add the verb's grammar."""
    transfer = verbs.add_parser(
        "transfer",
        help="give an existing work to another painter",
        description="Paints over the picture with another painter. A picture of ours brings its prompt and "
        "its numbers; any other needs a prompt for good results.",
    )
    transfer.add_argument("picture", type=Path, metavar="PICTURE")
    transfer.add_argument("--to", required=True, metavar="PAINTER")
    structure = f"how much of the drawing stays, 0 to 0.95 (default: {STRUCTURE})"
    transfer.add_argument("--structure", type=within(float, 0.0, 0.95), default=STRUCTURE, help=structure)
    transfer.add_argument("--weight", type=within(float, 0.05, 2.0), default=1.0, help="of the painter")
    transfer.add_argument("--prompt", metavar="TEXT", help="what it shows (default: the picture's own)")
    transfer.add_argument("--seed", type=within(int, 0, 2**63 - 1))
    transfer.add_argument("--steps", type=within(int, 1, 200))
    transfer.add_argument("--out", type=named(".png"), required=True, metavar="OUT.png")
    transfer.add_argument("--model", type=Path, metavar="DIR", help="the base (default: the starter)")
    transfer.add_argument(
        "--painters", type=Path, action="append", metavar="DIR", help="a folder of painters"
    )
    transfer.add_argument("--device", help="cuda, cuda:1, mps or cpu (default: the best there is)")
    transfer.set_defaults(run=run_transfer)


def run_transfer(asked: argparse.Namespace) -> int:
    """Paint it. Raises PainterNotFound, ReadFailed, SaveFailed, and what the engine told."""
    from artmaster_desktop.engine.device import EngineOptions

    check_folder(asked.out)
    shelf = bootstrap.library([folder.absolute() for folder in asked.painters or ()])
    target = hire(shelf, asked.to)
    engine = bootstrap.engine(EngineOptions(device=asked.device))
    caps = engine.describe(asked.model.absolute() if asked.model else bootstrap.places().starter)
    before = job_of(asked.picture)
    prompt = asked.prompt
    if prompt is None:
        triggers = [painter.trigger for painter in shelf.all()]
        prompt = without_triggers(before.texts[0], triggers) if before else ""
    given = {name: value for name in ("seed", "steps") if (value := getattr(asked, name)) is not None}
    paint = PaintSettings(seed=before.seed, steps=before.steps, guidance=before.guidance) if before else None
    hands = (Share(PainterRef(target.slug, target.sha256), asked.weight),)
    pixels = read_scan(asked.picture).pixels
    document = transferred(pixels, prompt, hands, asked.structure, replace(paint or PaintSettings(), **given))
    job = plan_paint(document, shelf.find, caps, document.id)
    out = console(stderr=True)
    for notice in job.notices:
        out.print(point(notice_text(notice)))
    last: list[Event] = []
    with Bar("transfer") as bar:

        def hear(event: Event) -> None:
            last.append(event)
            if isinstance(event, Progress):
                bar.told(event.step, event.steps)

        engine.run(job, hear, lambda: False)
    match last[-1]:
        case Finished(_, painted, report):
            write_picture(asked.out, painted, job, report)
            return 0
        case Failed(_, error):
            raise error
    raise AssertionError("a job that nobody stops ends in a picture or an error")


def job_of(picture: Path) -> PaintJob | None:
    """The job that the picture carries, if it is one of ours."""
    if picture.suffix.lower() != ".png":
        return None
    try:
        return read_job(picture)
    except NoJobInPicture:
        return None
