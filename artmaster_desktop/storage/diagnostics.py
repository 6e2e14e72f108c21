"""One file to send with a bug report: what the machine and the program are, and where it went wrong.

No prompts, no pictures, no names of files or people. It is built from what cannot hold them (crash.py) and,
to be sure, searched for the user's name and folders before it is written.
"""

from __future__ import annotations

import getpass
import io
import json
import os
import platform
import re
import sys
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import BinaryIO

from artmaster_desktop import __version__
from artmaster_desktop.storage.atomic import atomic_write
from artmaster_desktop.storage.crash import FAULTS, KEPT_LOGS, SAFE_LOG, safe_path
from artmaster_desktop.storage.ora_archive import EPOCH
from artmaster_desktop.storage.settings import Settings

PACKAGES = (
    "torch", "torchvision", "diffusers", "transformers", "peft", "accelerate", "safetensors", "tokenizers",
    "numpy", "pillow", "scipy", "opencv-python-headless", "PySide6-Essentials",
)  # fmt: skip
MAX_LOG = 4 << 20

_FAULT_FILE = re.compile(r'File "([^"]*)"')


def write_diagnostics(
    path: Path, log_dir: Path, settings: Settings, extra: Mapping[str, str] | None = None
) -> None:
    """A zip at ``path``. ``extra`` are plain facts of the program itself (device, free memory).

    Raises SaveFailed.
    """
    parts = {"system.json": _system(extra or {}), "settings.json": _settings(settings)}
    for number in range(KEPT_LOGS + 1):
        name = SAFE_LOG if number == 0 else f"{SAFE_LOG}.{number}"
        parts[name] = _tail(log_dir / name)
    parts[FAULTS] = _FAULT_FILE.sub(lambda m: f'File "{safe_path(m[1])}"', _tail(log_dir / FAULTS))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            if text:
                archive.writestr(zipfile.ZipInfo(name, EPOCH), redacted(text))
    content = out.getvalue()

    def write(stream: BinaryIO) -> None:
        stream.write(content)

    atomic_write(path, write)


def redacted(text: str) -> str:
    """``text`` without the user's folders and name, the computer's name, and the user part of any path."""
    for secret, word in _secrets():
        text = re.sub(rf"(?<!\w){re.escape(secret)}(?!\w)", word, text, flags=re.IGNORECASE)
    return re.sub(r"(?i)((?:/(?:home|Users)/|[A-Z]:[\\/]+Users[\\/]+))[^\\/\s\"']+", r"\1<user>", text)


def _secrets() -> list[tuple[str, str]]:
    """The longest first, so that a folder goes before the name in it."""
    found = {str(Path("~").expanduser()): "<home>", platform.node(): "<computer>"}
    found |= {os.environ[key]: "<user>" for key in ("USER", "USERNAME", "LOGNAME") if os.environ.get(key)}
    with suppress(OSError, KeyError, ImportError):
        found[getpass.getuser()] = "<user>"
    real = [(secret, word) for secret, word in found.items() if len(secret) > 1 and secret != "localhost"]
    return sorted(real, key=lambda pair: -len(pair[0]))


def _system(extra: Mapping[str, str]) -> str:
    facts: dict[str, object] = {
        "program": __version__,
        "system": f"{platform.system()} {platform.release()}",
        "machine": platform.machine(),
        "python": sys.version.split()[0],
        "processors": os.cpu_count(),
        "frozen": hasattr(sys, "_MEIPASS"),
        "packages": {name: _version(name) for name in PACKAGES},
        "more": dict(extra),
    }
    return json.dumps(facts, indent=2, sort_keys=True)


def _settings(settings: Settings) -> str:
    """Choices only; nothing that names a file or a person, and no text of the artist's."""
    engine, safety = settings.engine, settings.safety
    facts = {
        "language": settings.language,
        "theme": settings.theme.value,
        "offline": settings.offline,
        "own_model": bool(engine.model),
        "painter_folders": len(engine.painters),
        "device": engine.device,
        "precision": engine.precision.value,
        "memory_limit": engine.memory_limit,
        "undo_budget": safety.undo_budget,
    }
    return json.dumps(facts, indent=2, sort_keys=True)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "missing"


def _tail(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            stream.seek(max(0, path.stat().st_size - MAX_LOG))
            return stream.read(MAX_LOG).decode("utf-8", "replace")
    except OSError:
        return ""
