"""``paint``: from a document (or a picture that carries its job) to a picture."""

from __future__ import annotations

import argparse
import errno
import itertools
import signal
import threading
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from artmaster_desktop import bootstrap
from artmaster_desktop.cli.console import console as plain_console
from artmaster_desktop.cli.console import point
from artmaster_desktop.cli.messages import notice_text, say
from artmaster_desktop.core import event as ev
from artmaster_desktop.core.choice import left_to_gate
from artmaster_desktop.core.choosing import Choosing, GateMode
from artmaster_desktop.core.document import Document
from artmaster_desktop.core.errors import SaveFailed
from artmaster_desktop.core.guide import OWN_CONTROL
from artmaster_desktop.core.job import HiredPainter, PaintJob
from artmaster_desktop.core.notice import GuideRefused, Notice, PainterRefused
from artmaster_desktop.core.painter import PainterRef
from artmaster_desktop.core.planning import plan_paint
from artmaster_desktop.core.ports import PainterCatalog
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.storage.atomic import atomic_write
from artmaster_desktop.storage.ora import load_document
from artmaster_desktop.storage.picture_file import read_job, report_json, write_picture
from artmaster_desktop.storage.repainted_file import is_repainted, read_canvas, write_repainted

if TYPE_CHECKING:
    from artmaster_desktop.engine.engine import PaintEngine

PICTURES = (".png", ".tif", ".tiff", ".jpg", ".jpeg", ".pdf")
"""Files that carry their job, as they are named."""

Parsers = argparse._SubParsersAction  # the type of ``add_subparsers``; argparse gives it no public name


def within(kind: type[int] | type[float], low: float, high: float) -> Callable[[str], int | float]:
    """An argparse type: a number in [low, high]."""

    def number(text: str) -> int | float:
        value = kind(text)
        if not low <= value <= high:
            raise argparse.ArgumentTypeError(f"must be in {low:g} to {high:g}, not {text}")
        return value

    number.__name__ = kind.__name__
    return number


def named(suffix: str) -> Callable[[str], Path]:
    """An argparse type: a file with this suffix, so that no picture is ever saved over a document."""

    def path(text: str) -> Path:
        if Path(text).suffix.lower() != suffix:
            raise argparse.ArgumentTypeError(f"must end in {suffix}, not {text}")
        return Path(text)

    return path


def add_to(commands: Parsers[argparse.ArgumentParser]) -> None:
    """Add the command's grammar."""
    paint = commands.add_parser("paint", help="paint a document, or a saved picture again from itself")
    paint.add_argument("document", type=Path, metavar="DOC.ora|PICTURE")
    paint.add_argument(
        "--out", type=named(".png"), metavar="OUT.png", help="where the picture goes (default: beside you)"
    )
    paint.add_argument("--seed", type=within(int, 0, 2**63 - 1), help="another variation")
    paint.add_argument("--steps", type=within(int, 1, 200), help="more steps, finer work")
    guidance = "how closely the text is followed (FLUX.1-dev: 3.5; -Canny-dev: 30, -Depth-dev: 10)"
    paint.add_argument("--guidance", type=within(float, 0, 30), help=guidance)
    paint.add_argument(
        "--model", type=Path, metavar="DIR", help="a FLUX.1 folder or checkpoint (default: the starter)"
    )
    paint.add_argument("--painters", type=Path, action="append", metavar="DIR", help="a folder of painters")
    report = "timings, seeds, hashes and warnings"
    choose = "let the gate choose the painters wherever none is set by hand, by what is written or also by "
    choose += "where things lie"
    paint.add_argument("--choose", choices=("prompt", "composition"), help=choose)
    paint.add_argument("--report", type=named(".json"), metavar="R.json", help=report)
    paint.add_argument("--device", help="cuda, cuda:1, mps or cpu (default: the best there is)")
    paint.add_argument("--dtype", help="float32, bfloat16 or float16 (default: chosen for the device)")
    paint.add_argument(
        "--compiled", action="store_true", help="compile the model first (CUDA; pays from a few pictures)"
    )
    dry = "say what would be done otherwise than asked, and paint nothing"
    paint.add_argument("--dry-run", action="store_true", help=dry)
    paint.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Paint, or with ``--dry-run`` only look. Returns 0; 1 where the engine failed or would refuse a
    painter; 130 where it was stopped.
    """
    from artmaster_desktop.engine.device import EngineOptions

    if asked.choose and asked.document.suffix.lower() in PICTURES:
        told = "A picture is painted again by the painters that it has; --choose is for documents."
        plain_console(stderr=True).print(told)
        return 2
    out = asked.out or unused(f"{asked.document.stem}-painted")
    for file in (out, asked.report or out):
        check_folder(file)
    options = EngineOptions(device=asked.device, dtype=asked.dtype, compiled=asked.compiled)
    engine = bootstrap.engine(options)
    job = _job(asked, engine)
    console = plain_console(stderr=True)
    notices = engine.check(job, lambda: False)
    for area in job.choices.areas:
        hired = ", ".join(f"{share.painter.slug} {share.weight:.2f}" for share in area.shares)
        console.print(f"The gate chose for {area.region or 'the whole canvas'}: {hired or 'nobody'}.")
    for notice in notices:
        console.print(point(notice_text(notice)))
    if asked.dry_run:
        return 1 if any(isinstance(notice, GuideRefused | PainterRefused) for notice in notices) else 0
    with Watch(console, notices) as watch:
        engine.run(job, watch.hear, watch.stop.is_set)
    match watch.last:
        case ev.Finished(_, pixels, report):
            _save(out, asked.document, pixels, job, report)
            if asked.report:
                atomic_write(asked.report, lambda file: _write(file, report_json(report)))
            seconds = sum(second for _, second in report.seconds)
            console.print(f"{out} painted in {seconds:.1f} s, seed {report.seed}.")
            return 0
        case ev.Failed(_, error):
            say(error)
            return 1
    console.print("Stopped; nothing was saved.")
    return 130


def _save(out: Path, source: Path, pixels: Pixels, job: PaintJob, report: ev.PaintReport) -> None:
    """The picture; of one that was repainted in a part, the whole of it with that part painted again."""
    if source.suffix.lower() == ".png" and is_repainted(source):
        write_repainted(out, read_canvas(source), pixels, job, report)
    else:
        write_picture(out, pixels, job, report)


def unused(stem: str, suffix: str = ".png") -> Path:
    """A name beside the caller that no picture has yet: only ``--out`` may replace one."""
    names = (Path(f"{stem}{'' if number == 1 else f'-{number}'}{suffix}") for number in itertools.count(1))
    return next(name for name in names if not name.exists())


def check_folder(file: Path) -> None:
    """Raises SaveFailed now where saving would in the end, after all the painting."""
    if not file.parent.is_dir():
        raise SaveFailed(file, errno.ENOENT, "its folder is not there")
    if file.is_dir():
        raise SaveFailed(file, errno.EISDIR, "a folder has this name")


def _write(file: BinaryIO, text: str) -> None:
    file.write(text.encode())


def _job(asked: argparse.Namespace, engine: PaintEngine) -> PaintJob:
    places = bootstrap.places()
    painters = bootstrap.library([folder.absolute() for folder in asked.painters or ()])
    given_model = asked.model.absolute() if asked.model else None  # a job outlives the folder we stand in
    if asked.document.suffix.lower() in PICTURES:
        job = read_job(asked.document)
        model = given_model or (job.model if job.model.exists() else places.starter)
        hired = tuple(rehired(painter, painters) for painter in job.painters)
        changes = {name: getattr(asked, name) for name in ("seed", "steps", "guidance")}
        given = {name: value for name, value in changes.items() if value is not None}
        return replace(job, model=model, painters=hired, **given)
    document = _with_settings(load_document(asked.document).document, asked)
    if asked.choose:
        document = left_to_gate(document, Choosing(GateMode(asked.choose)))
    caps = engine.describe(given_model or places.starter)
    chosen = bootstrap.choices(document, caps, painters.all(), engine)

    def find(name: str) -> tuple[Path, str] | None:
        return (caps.path, "") if name == OWN_CONTROL else bootstrap.find_control(name)

    return plan_paint(document, painters.find, caps, document.id, choices=chosen, find_control=find)


def rehired(hired: HiredPainter, library: PainterCatalog) -> HiredPainter:
    """The painter where its file lies now; a job remembers where it lay when it was planned."""
    found = library.find(PainterRef(hired.slug, hired.sha256))
    return replace(hired, file=found.file) if found and found.sha256 == hired.sha256 else hired


def _with_settings(document: Document, asked: argparse.Namespace) -> Document:
    changes = {name: getattr(asked, name) for name in ("seed", "steps", "guidance")}
    given = {name: value for name, value in changes.items() if value is not None}
    return document.edited(paint=replace(document.paint, **given)) if given else document


class Watch:
    """Shows what the engine says as progress bars; Ctrl-C asks it to stop at the next step, twice at once."""

    def __init__(self, console: Console, said: Iterable[Notice]) -> None:
        self.last: ev.Event | None = None
        self.stop = threading.Event()
        self._console = console
        self._bars = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.completed}/{task.total}"),
            TimeRemainingColumn(),
            console=console,
            transient=True,
        )
        self._tasks: dict[ev.Stage, TaskID] = {}
        self._known = set(said)

    def __enter__(self) -> Self:
        self._bars.start()
        self._interrupted = signal.signal(signal.SIGINT, lambda *_: self._stop())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        signal.signal(signal.SIGINT, self._interrupted)
        self._bars.stop()

    def _stop(self) -> None:
        if self.stop.is_set():
            raise KeyboardInterrupt
        self.stop.set()

    def hear(self, event: ev.Event) -> None:
        self.last = event
        match event:
            case ev.Started(_, placement, notices):
                said = f"{placement.device_name}: {placement.dtype}, {placement.reason}"
                self._console.print(said, style="dim")
                for notice in notices:
                    if notice not in self._known:
                        self._console.print(point(notice_text(notice)))
            case ev.Progress(_, stage, step, steps):
                if stage not in self._tasks:
                    self._tasks[stage] = self._bars.add_task(stage.value, total=steps)
                self._bars.update(self._tasks[stage], completed=step, total=steps)
