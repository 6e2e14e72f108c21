"""The command line: opens the window, or does without it everything that the engine can do."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from artmaster_desktop import __version__, bootstrap
from artmaster_desktop.cli import (
    doctor,
    evaluate,
    paint,
    painters,
    print_sheet,
    repaint,
    segment,
    structure,
    train,
    upscale,
    upscale_train,
    works,
)
from artmaster_desktop.cli.console import never_fail_on_letters
from artmaster_desktop.cli.messages import say
from artmaster_desktop.core.errors import ArtmasterError

COMMANDS = (
    "paint",
    "painters",
    "works",
    "train",
    "evaluate",
    "structure",
    "segment",
    "repaint",
    "upscale",
    "upscale-train",
    "print",
    "doctor",
)


def parser() -> argparse.ArgumentParser:
    """The whole grammar of the command line."""
    root = argparse.ArgumentParser(
        prog="artmaster-desktop",
        usage="artmaster-desktop [DOC.ora]\n       artmaster-desktop COMMAND ...",
        description="Paint with several painters on one canvas, on your own machine. Without a command the "
        "window opens.",
    )
    root.add_argument("--version", action="version", version=f"ArtMaster Desktop {__version__}")
    commands = root.add_subparsers(title="commands", metavar="COMMAND", prog="artmaster-desktop")
    for command in (
        paint,
        painters,
        works,
        train,
        evaluate,
        structure,
        segment,
        repaint,
        upscale,
        upscale_train,
        print_sheet,
        doctor,
    ):
        command.add_to(commands)
    return root


def wants_window(words: Sequence[str]) -> bool:
    """Nothing, or one name that is no command and no option."""
    return not words or (len(words) == 1 and not words[0].startswith("-") and words[0] not in COMMANDS)


def open_window(document: Path | None) -> int:
    """The window; in plain words where this machine has nowhere to show it."""
    if not has_display(os.environ, sys.platform):
        print(
            "There is no display to open the window on (DISPLAY and WAYLAND_DISPLAY are not set).\n"
            "Start it from a desktop session, or paint without the window: artmaster-desktop paint DOC.ora",
            file=sys.stderr,
        )
        return 1
    try:
        return bootstrap.open_window(document)
    except ImportError as error:  # a system library of Qt's that a bare Linux lacks
        print(
            f"The window cannot open: {error}\nOn Debian and Ubuntu: apt install libegl1 libgl1 "
            "libxkbcommon0 libdbus-1-3 libfontconfig1 libxcb-cursor0\n"
            "Without the window: artmaster-desktop paint DOC.ora",
            file=sys.stderr,
        )
        return 1


def has_display(environment: Mapping[str, str], platform: str) -> bool:
    """Windows and macOS always have one; elsewhere somebody must say where it is."""
    if platform in ("win32", "darwin"):
        return True
    return any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; returns 0, 1 (it failed, and said why), 2 (wrong usage) or 130 (stopped by the
    artist).
    """
    bootstrap.go_offline()
    never_fail_on_letters()
    words = list(sys.argv[1:] if arguments is None else arguments)
    if wants_window(words):
        return open_window(Path(words[0]) if words else None)
    asked = parser().parse_args(words)
    try:
        return int(asked.run(asked))
    except ArtmasterError as error:
        say(error)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130
