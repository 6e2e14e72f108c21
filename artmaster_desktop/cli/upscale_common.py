"""What ``upscale`` and ``print`` have in common: the picture, the upscaler, the way through the engine."""

from __future__ import annotations

import argparse
import signal
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from artmaster_desktop import bootstrap
from artmaster_desktop.cli.console import point
from artmaster_desktop.cli.messages import notice_text
from artmaster_desktop.cli.paint import within
from artmaster_desktop.core import upscaling as up
from artmaster_desktop.core.compose import flatten
from artmaster_desktop.core.errors import NoJobInPicture, ReadFailed
from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.layer import InscriptionLayer
from artmaster_desktop.core.print_colour import Origin, PrintLabel
from artmaster_desktop.core.print_letters import Laid, Letters
from artmaster_desktop.core.print_picture import parted, pictures_of
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.core.upscale_errors import CannotUpscale
from artmaster_desktop.core.work import ScanNote
from artmaster_desktop.storage.codec import dumps
from artmaster_desktop.storage.ora import load_document
from artmaster_desktop.storage.picture_file import read_job_data
from artmaster_desktop.storage.picture_label import read_label, sha256_of
from artmaster_desktop.storage.scan import MAX_SCAN_PIXELS, read_scan
from artmaster_desktop.storage.upscalers import shipped_upscaler

ORIGINS = {"ai": Origin.GENERATED, "enhanced": Origin.ENHANCED, "hand": Origin.HAND}


@dataclass(frozen=True, slots=True)
class Source:
    """``pixels`` uint8 RGB ``[H, W, 3]``; ``job``: JSON of the job that painted it, or empty; ``painted``:
    whether a model is known to have painted it; ``sha256`` of its file. ``above``: inscriptions and seals
    that are no part of ``pixels``, to be drawn anew.
    """

    pixels: Pixels
    job: str
    painted: bool
    sha256: str = ""
    above: tuple[InscriptionLayer, ...] = ()

    @property
    def extent(self) -> Extent:
        return Extent(self.pixels.shape[1], self.pixels.shape[0])


def read_source(path: Path, console: Console, *, shapes: bool = True) -> Source:
    """A document (its pictures alone: sketches and masks are never printed) or a picture's file. With
    ``shapes`` letters above the picture are kept apart.
    """
    if path.suffix.lower() == ".ora":
        document = load_document(path).document
        pictures, above = parted(document.layers) if shapes else (pictures_of(document.layers), ())
        return Source(flatten(pictures, Bounds.of(document.extent)), "", True, sha256_of(path), above)
    if not shapes:
        console.print(point(f"{path.name} has no letters of its own: --letters pixels changes nothing."))
    scan = read_scan(path, longest=MAX_SCAN_PIXELS)
    for note in scan.notes:
        if note is ScanNote.SMALL:  # that is why it is to be enlarged
            continue
        console.print(point(f"{path.name}: {note.value}"))
    job, label = _job_in(path), read_label(path)
    painted = bool(job) if label is None else label.origin is Origin.GENERATED
    return Source(scan.pixels, job, painted, sha256_of(path))


def _job_in(path: Path) -> str:
    try:
        return str(dumps(read_job_data(path)))
    except (NoJobInPicture, ReadFailed):
        return ""


def add_enlarging(parser: argparse.ArgumentParser) -> None:
    """The options that say how pixels are added."""
    group = parser.add_argument_group("how it is enlarged")
    group.add_argument(
        "--upscaler",
        metavar="FILE",
        help="an upscaler's .safetensors (Real-ESRGAN, SwinIR, HAT, DAT, SPAN, Compact...), or lanczos or "
        "bicubic, which add no detail (default: the one that ships with ArtMaster)",
    )
    group.add_argument(
        "--trust",
        action="store_true",
        help="the upscaler's .pth comes from somebody you know: read its numbers (no code in it is run)",
    )
    group.add_argument(
        "--tile", type=within(int, 32, 4096), metavar="N", help="pixels of a tile (default: as memory allows)"
    )
    group.add_argument(
        "--free-colour",
        action="store_true",
        help="let the upscaler change colours; otherwise the result, made small again, is your picture",
    )
    group.add_argument("--device", help="cuda, cuda:1, mps or cpu (default: the best there is)")
    group.add_argument("--dtype", help="float32, bfloat16 or float16 (default: chosen for the device)")


def add_letters(parser: argparse.ArgumentParser) -> None:
    """The option that says how a document's inscriptions and seals are drawn."""
    parser.add_argument(
        "--letters",
        choices=("shapes", "pixels"),
        default="shapes",
        help="inscriptions and seals above a document's picture: drawn anew, sharp at any size, or enlarged "
        "with the picture (default: shapes)",
    )


def letters_of(source: Source, laid: Laid, console: Console) -> Letters | None:
    """The letters above the picture, for a sheet; Qt is imported where there are any. Raises
    LettersUndrawable and DrawingUnavailable.
    """
    if not source.above:
        return None
    letters = bootstrap.letter_drawing()(source.above, laid)
    for name in letters.replaced:
        console.print(point(f"The font {name} is not installed: another is drawn in its place."))
    return letters


def add_label(parser: argparse.ArgumentParser) -> None:
    """The options that say what the file tells of itself."""
    parser.add_argument("--title", default="", metavar="TEXT", help="the work's title, for the file")
    parser.add_argument(
        "--origin",
        choices=sorted(ORIGINS),
        help="who made it, for the label in the file (default: ai if ArtMaster painted it, else enhanced)",
    )


def asked_origin(asked: argparse.Namespace) -> Origin | None:
    """Who made it, where the artist says so."""
    return ORIGINS[asked.origin] if asked.origin else None


def label_of(asked: argparse.Namespace, source: Source) -> PrintLabel:
    """What the file says of itself."""
    default = Origin.GENERATED if source.painted else Origin.ENHANCED
    return PrintLabel(
        title=asked.title, origin=asked_origin(asked) or default, job=source.job, source=source.sha256
    )


def method_of(asked: argparse.Namespace, factor: float, console: Console) -> up.Method:
    """The upscaler that was asked for, or ours of the scale that is needed; plain resampling where there is
    none, or where nothing has to be added.
    """
    plain = {kernel.value: kernel for kernel in up.Kernel}
    if asked.upscaler in plain:
        for name in ("tile", "trust", "free_colour", "dtype"):
            if getattr(asked, name):
                raise CannotUpscale(f"--{name.replace('_', '-')}", asked.upscaler, "an upscaler's file")
        console.print(point(f"{asked.upscaler}: larger, but no detail is added."))
        return plain[asked.upscaler]
    if asked.upscaler:
        return up.UpscalerFile(Path(asked.upscaler).absolute(), trusted=asked.trust)
    if factor <= 1.0:
        _say_idle(asked, console)
        return up.Kernel.LANCZOS
    folder = bootstrap.places().models / "upscalers"
    found = shipped_upscaler(folder, factor)
    if found is None:
        console.print(point("No upscaler is installed: Lanczos makes it larger, but adds no detail."))
        _say_idle(asked, console)
        return up.Kernel.LANCZOS
    return found


def _say_idle(asked: argparse.Namespace, console: Console) -> None:
    """Options for networks, where none is at work."""
    idle = [name for name in ("tile", "trust", "free_colour", "dtype") if getattr(asked, name)]
    if idle:
        options = ", ".join(f"--{name.replace('_', '-')}" for name in idle)
        console.print(point(f"No network is needed here: {options} changes nothing."))


@dataclass(frozen=True, slots=True, eq=False)
class Enlarging:
    """An enlargement that has begun: its ``strips``, its ``reports`` once they were taken, and the bars."""

    strips: up.Strips
    stop: threading.Event
    reports: list[up.UpscaleReport]
    _watch: _Watch

    def watch(self, what: str) -> Callable[[up.UpscaleEvent], None]:
        """A bar for something more that is done to the rows."""
        return self._watch.beside(what).hear


@contextmanager
def enlarged(
    asked: argparse.Namespace, pixels: Pixels, target: Extent, method: up.Method, console: Console
) -> Iterator[Enlarging]:
    """The enlarged picture's rows, with a bar while they are taken; Ctrl-C stops at the next tile."""
    from artmaster_desktop.engine.device import EngineOptions
    from artmaster_desktop.engine.upscale.enlarge import Enlarger

    job = up.UpscaleJob(
        id=uuid.uuid4().hex,
        source=pixels,
        method=method,
        target=target,
        tile=asked.tile if isinstance(method, up.UpscalerFile) else None,
        keep_colour=not asked.free_colour,
    )
    stop = threading.Event()
    columns = TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn()
    with Progress(*columns, console=console, transient=True) as bars, interruptible(stop):
        reports: list[up.UpscaleReport] = []
        watch = _Watch(console, bars, "enlarging", reports)
        enlarger = Enlarger(EngineOptions(device=asked.device, dtype=asked.dtype))
        yield Enlarging(enlarger.strips(job, watch.hear, stop.is_set), stop, reports, watch)


@contextmanager
def interruptible(stop: threading.Event) -> Iterator[None]:
    """Ctrl-C sets ``stop``; a second one ends the program at once."""

    def heard(*_: object) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    before = signal.signal(signal.SIGINT, heard)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


class _Watch:
    """Says what the engine says."""

    def __init__(self, console: Console, bars: Progress, what: str, reports: list[up.UpscaleReport]) -> None:
        self._console, self._bars, self._what, self._reports = console, bars, what, reports
        self._bar = bars.add_task(what, total=None)

    def beside(self, what: str) -> _Watch:
        """One with a bar of its own."""
        return _Watch(self._console, self._bars, what, self._reports)

    def hear(self, event: up.UpscaleEvent) -> None:
        match event:
            case up.UpscaleStarted(_, placement, caps, passes, tile) if caps is not None:
                often = "" if passes == 1 else f", {passes} passes"
                told = f"{caps.name} ({caps.architecture} x{caps.scale}), tiles of {tile} pixels{often}"
                self._console.print(f"{placement.device_name}: {placement.dtype}; {told}", style="dim")
                if not caps.tiles:
                    self._console.print(point("Its maker advises against tiles; look for uneven tones."))
            case up.UpscaleProgress(_, done, tiles, _):
                self._bars.update(self._bar, completed=done, total=tiles)
            case up.TileHalved():
                self._console.print(point("Memory ran out: smaller tiles from here on; nothing is lost."))
            case up.LookNoticed(_, notice):
                self._console.print(point(notice_text(notice)))
            case up.Upscaled(_, report):
                self._reports.append(report)
                self._console.print(_told(report, self._what))


def _told(report: up.UpscaleReport, what: str) -> str:
    differs = f"After {what}, made small again, it differs from your picture by a colour distance of "
    strokes = f"its strokes by {report.stroke_drift * 100:.0f} %; {report.seconds:.1f} s."
    return f"{differs}{report.delta_e:.2f} (1 is just visible), {strokes}"
