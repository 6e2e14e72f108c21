"""``upscale-train``: the shipped upscaler, taught on an artist's own works."""

from __future__ import annotations

import argparse
import threading
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import numpy as np
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from artmaster_desktop import bootstrap
from artmaster_desktop.cli.console import console as plain_console
from artmaster_desktop.cli.console import counted
from artmaster_desktop.cli.paint import Parsers, check_folder, named, within
from artmaster_desktop.cli.upscale_common import interruptible
from artmaster_desktop.core.errors import NoWorks, ScanError
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.core.upscale_errors import CannotUpscale
from artmaster_desktop.storage.atomic import atomic_write
from artmaster_desktop.storage.scan import read_scan
from artmaster_desktop.storage.upscalers import SHIPPED

if TYPE_CHECKING:
    from artmaster_desktop.engine.upscale.compact import Compact

LONGEST = 6000
ENDS = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".heic")


def add_to(commands: Parsers[argparse.ArgumentParser]) -> None:
    """Add the command's grammar."""
    made = commands.add_parser(
        "upscale-train",
        help="teach the upscaler an artist's brush",
        description="Teach the upscaler that ships with ArtMaster on a folder of an artist's works, as sharp "
        "as you have them: what it adds then comes from this hand. The file is Real-ESRGAN's Compact, for "
        "every program that reads upscalers.",
    )
    made.add_argument("works", type=Path, metavar="WORKS", help="a folder of pictures")
    made.add_argument(
        "--out", type=named(".safetensors"), metavar="FILE", required=True, help="the new upscaler"
    )
    made.add_argument("--scale", type=int, choices=(2, 4), default=4, help="times larger (default: 4)")
    made.add_argument("--start", type=Path, metavar="FILE", help="a Compact to begin with (default: ours)")
    made.add_argument(
        "--minutes", type=within(float, 0.01, 1440), default=15.0, help="how long (default: 15)"
    )
    made.add_argument("--steps", type=within(int, 1, 10**7), default=100_000, help="or how often")
    made.add_argument(
        "--rate", type=within(float, 1e-6, 0.1), default=5e-4, help="how fast (default: 0.0005)"
    )
    made.add_argument("--device", help="cuda, cuda:1, mps or cpu (default: the best there is)")
    made.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Teach; returns 0, 1 where it failed. Ctrl-C ends learning and keeps what was learnt so far."""
    from artmaster_desktop.engine.device import pick_device
    from artmaster_desktop.engine.upscale.teaching import Course, teach

    console = plain_console(stderr=True)
    check_folder(asked.out)
    course = Course(steps=asked.steps, seconds=asked.minutes * 60, rate=asked.rate, side=96 // asked.scale)
    works = _works(asked.works, course.side * asked.scale, console)
    network = _start(asked)
    stop = threading.Event()
    with Progress(TextColumn("{task.description}"), BarColumn(), console=console, transient=True) as bars:
        bar = bars.add_task("learning", total=None)

        def told(step: int, loss: float) -> bool:
            bars.update(bar, description=f"step {step}, loss {loss:.4f}")
            return not stop.is_set()

        with interruptible(stop):
            taught, lesson = teach(network, works, course, told, pick_device(asked.device))
    _save(taught, asked.out)
    console.print(
        f"{asked.out}: {counted(lesson.steps, 'step')} on {counted(len(works), 'work')} in "
        f"{lesson.seconds / 60:.1f} minutes; loss {lesson.first:.4f} became {lesson.last:.4f}."
    )
    return 0


def _works(folder: Path, least: int, console: Console) -> list[Pixels]:
    """The pictures in the folder that are large enough. Raises NoWorks where there are none."""
    found = []
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    for file in files:
        if file.suffix.lower() not in ENDS:
            continue
        try:
            pixels = read_scan(file, longest=LONGEST).pixels
        except ScanError as error:
            console.print(f"{file.name}: {error.problem.value}; left out.")
            continue
        if min(pixels.shape[:2]) < least:
            console.print(f"{file.name}: smaller than {least} pixels; left out.")
            continue
        found.append(np.ascontiguousarray(pixels))
    if not found:
        raise NoWorks(folder)
    return found


def _start(asked: argparse.Namespace) -> Compact:
    """The network to begin with: a Compact's file, the shipped one, or a new one where none is shipped."""
    from artmaster_desktop.engine.upscale.compact import Compact
    from artmaster_desktop.engine.upscale.loading import load_compact

    shipped = bootstrap.places().models / "upscalers" / f"{dict(SHIPPED)[asked.scale]}.safetensors"
    file = asked.start or (shipped if shipped.is_file() else None)
    if file is None:
        return Compact(24, 8, asked.scale)
    network = load_compact(file)
    if network.scale != asked.scale:
        raise CannotUpscale("--scale", str(asked.scale), str(network.scale))
    return network


def _save(network: Compact, path: Path) -> None:
    from artmaster_desktop.engine.upscale.compact import file_of

    content = file_of(network)
    atomic_write(path, partial(_fill, content))


def _fill(content: bytes, file: BinaryIO) -> None:
    file.write(content)
