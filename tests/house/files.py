"""Which files the house rules are about."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = ("artmaster_desktop", "installer", "models/recipes", "resources", "tests")
NOT_OURS = {"__pycache__", "build", "dist", "out", "shared", "local"}
HIDDEN_AND_OURS = {".ci", ".gitattributes", ".gitignore", ".pre-commit-config.yaml"}


def relative(path: Path) -> str:
    """The path as a reader of the repo would write it."""
    return path.relative_to(ROOT).as_posix()


def is_ours(path: Path) -> bool:
    """False in caches, environments and what the program makes."""
    parts = path.relative_to(ROOT).parts
    hidden = {part for part in parts if part.startswith(".")} - HIDDEN_AND_OURS
    return not hidden and NOT_OURS.isdisjoint(parts)


@cache
def tracked_files() -> tuple[Path, ...]:
    """Every file of the repo; without git (an unpacked archive) every file that is not a cache."""
    try:
        listing = subprocess.run(
            ["git", "ls-files", "-z", "--cached"], cwd=ROOT, check=True, capture_output=True
        ).stdout.decode()
    except (OSError, subprocess.CalledProcessError):
        paths = [path for path in ROOT.rglob("*") if is_ours(path)]
    else:
        paths = [ROOT / name for name in listing.split("\0") if name]
    return tuple(sorted(p for p in paths if p.is_file() and not p.is_symlink()))


@cache
def python_files(*roots: str) -> tuple[Path, ...]:
    """The Python files under `roots` (default: everything we write)."""
    tops = [ROOT / root for root in (roots or CODE)]
    return tuple(sorted(path for top in tops for path in top.rglob("*.py") if is_ours(path)))
