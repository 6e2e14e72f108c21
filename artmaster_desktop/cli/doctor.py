"""``doctor``: what was found on this machine, what will run where, what is missing and how to get it."""

from __future__ import annotations

import argparse
import importlib.metadata
import platform
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from artmaster_desktop import __version__, bootstrap
from artmaster_desktop.cli.console import console as plain_console
from artmaster_desktop.cli.messages import explain
from artmaster_desktop.cli.paint import Parsers
from artmaster_desktop.core.errors import ArtmasterError
from artmaster_desktop.core.model_use import ModelUse
from artmaster_desktop.core.painter import Painter
from artmaster_desktop.core.structure_wording import word_form

_LIBRARIES = (
    "torch",
    "torchvision",
    "diffusers",
    "transformers",
    "peft",
    "safetensors",
    "numpy",
    "PySide6-Essentials",
)


def add_to(commands: Parsers[argparse.ArgumentParser]) -> None:
    """Add the command's grammar."""
    doctor = commands.add_parser("doctor", help="what is here, what will run where, what is missing")
    doctor.add_argument("--model", type=Path, metavar="DIR", help="a FLUX.1 folder or checkpoint to look at")
    doctor.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Look around and tell; returns 1 where nothing could be painted."""
    console = plain_console()
    console.print(
        f"ArtMaster Desktop {__version__}, Python {platform.python_version()}, {platform.platform()}"
    )
    _libraries(console)
    try:
        _processors(console)
        _training(console)
        usable = _models(console, asked.model)
        _controls(console)
    except (ImportError, OSError) as error:  # Windows says OSError where a library of torch's does not load
        console.print(f"\nNothing can be painted, for a library does not start: {error}")
        usable = False
    _painters(console, (asked.model or bootstrap.places().starter) if usable else None)
    return 0 if usable else 1


def _libraries(console: Console) -> None:
    for name in _LIBRARIES:
        try:
            console.print(f"  {name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            console.print(f"  {name} is missing: run `{sys.executable} installer/bootstrap.py doctor` again.")


def _processors(console: Console) -> None:
    from artmaster_desktop.engine.device import device_name, devices, pick_device
    from artmaster_desktop.engine.faults import free_memory

    console.print("\nProcessors")
    for name in devices():
        device = pick_device(name)
        free = free_memory(device)
        memory = f", {free / (1 << 30):.1f} GiB free" if free else ""
        console.print(f"  {name}: {device_name(device)}{memory}")
    if devices() == ("cpu",):
        console.print(
            "  No GPU that torch can use: the starter paints here in seconds to a minute; FLUX.1-dev would"
        )
        console.print("  take hours. With an NVIDIA card, install its driver; nothing else is needed.")


def _training(console: Console) -> None:
    """What training could save memory with here."""
    from artmaster_desktop.core.message import in_english
    from artmaster_desktop.core.training_wording import means_problem
    from artmaster_desktop.engine.device import pick_device
    from artmaster_desktop.engine.training.means import means

    console.print("\nTraining painters")
    labels = {"adamw8": "optimiser in 8 bits", "nf4": "base in 4 bits (NF4)", "fp8": "base in 8 bits"}
    for one in means(pick_device()):
        label = labels.get(one.name, "blocks in main memory")
        here = "can be used" if one.problem is None else f"no: {means_problem(one.problem, in_english)}"
        console.print(f"  {label}: {here}")


def _models(console: Console, asked: Path | None) -> bool:
    places = bootstrap.places()
    found = [asked] if asked else [places.starter, *_folders(places.user_models)]
    console.print(f"\nModels (your own go to {places.user_models}, or name one with --model)")
    usable = False
    for path in found:
        usable = _model(console, path) or usable
    if all(path == places.starter for path in found):
        console.print(
            "  FLUX.1-dev is not here. It needs its licence accepted on Hugging Face and 34 GB of disk"
        )
        free = shutil.disk_usage(places.models if places.models.exists() else Path.home()).free
        console.print(f"  ({free / 1e9:.0f} GB are free); then: hf download black-forest-labs/FLUX.1-dev \\")
        console.print(f"      --local-dir {places.user_models / 'FLUX.1-dev'}")
    return usable


def _folders(parent: Path) -> list[Path]:
    return sorted(path for path in parent.iterdir() if path.is_dir()) if parent.is_dir() else []


def _model(console: Console, path: Path) -> bool:
    from artmaster_desktop.engine.residency import forecast

    try:
        caps, choice = forecast(path)
    except ArtmasterError as error:
        console.print(f"  {path}: {explain(error).what}")
        return False
    place = choice.placement
    console.print(f"  {caps.name} at {path}")
    console.print(f"    runs on {place.device} in {place.dtype}: {place.reason}")
    console.print(f"    {caps.min_side} to {caps.max_side} px a side, texts up to {caps.max_text} tokens")
    if caps.use is ModelUse.GUIDE:
        console.print("    paints under one guide that it follows itself: structure --control model")
    elif caps.use is ModelUse.FILL:
        console.print("    fills parts of pictures: repaint --model, or a selection in the window")
    if caps.guided and caps.use is not ModelUse.PAINT:
        console.print(f"    made for --guidance {caps.guidance:g}")
    return True


def _controls(console: Console) -> None:
    """The models that follow guides."""
    own = bootstrap.places().controls[0]
    console.print(f"\nModels that follow guides (your own go to {own})")
    found = bootstrap.structure_reader().controls()
    for model in found:
        name = model.name or "the one that comes with the program"
        if model.error is not None:
            console.print(f"  {name}: {explain(model.error).what}")
            continue
        kinds = (
            ", ".join(sorted(kind.value for kind in model.kinds or ())) or "any kind of guide may be tried"
        )
        guidance = f"; --guidance {model.guidance:g}" if model.guidance else ""
        console.print(f"  {name}: {kinds}{guidance}")
        console.print(f"    {word_form(model.form)}")
    if not found:
        console.print("  None. For FLUX.1-dev: Union-Pro-2.0, FLUX.1-Canny-dev-lora, FLUX.1-Depth-dev-lora.")


def _painters(console: Console, model: Path | None) -> None:
    places = bootstrap.places()
    shelf = bootstrap.library()
    console.print(f"\nPainters (your own go to {places.user_painters})")
    table = Table(box=None, show_header=False, pad_edge=False)
    for painter in shelf.all():
        table.add_row("  ", painter.slug, painter.name, painter.base or "base unknown")
    console.print(table)
    problems: list[ArtmasterError] = list(shelf.problems)
    if model is not None:
        problems += _refused(shelf.all(), model)
    for problem in problems:
        console.print(f"  {explain(problem).what}")


def _refused(painters: Sequence[Painter], model: Path) -> Iterator[ArtmasterError]:
    """Why the engine would refuse some of ``painters`` for ``model``."""
    from artmaster_desktop.engine.painters.formats import check_painter
    from artmaster_desktop.engine.residency import layer_shapes

    shapes, texts = layer_shapes(model)
    for painter in painters:
        yield from check_painter(painter.file, shapes, texts).problems
