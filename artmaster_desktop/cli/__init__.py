"""The command line: everything the engine can do, without a window."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from artmaster_desktop import __version__, bootstrap
from artmaster_desktop.cli import doctor, paint, painters
from artmaster_desktop.cli.console import never_fail_on_letters
from artmaster_desktop.cli.messages import say
from artmaster_desktop.core.errors import ArtmasterError


def parser() -> argparse.ArgumentParser:
    """The whole grammar of the command line."""
    root = argparse.ArgumentParser(
        prog="artmaster-desktop", description="Paint with several masters on one canvas, on your own machine."
    )
    root.add_argument("--version", action="version", version=f"ArtMaster Desktop {__version__}")
    commands = root.add_subparsers(title="commands", metavar="COMMAND")
    for command in (paint, painters, doctor):
        command.add_to(commands)
    return root


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; returns 0, 1 (it failed, and said why), 2 (wrong usage) or 130 (stopped by the
    artist).
    """
    bootstrap.go_offline()
    never_fail_on_letters()
    grammar = parser()
    asked = grammar.parse_args(arguments)
    if not hasattr(asked, "run"):
        print("The window is not built yet; until then, everything is here:\n", file=sys.stderr)
        grammar.print_help()
        return 0
    try:
        return int(asked.run(asked))
    except ArtmasterError as error:
        say(error)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130
