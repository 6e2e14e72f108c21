"""The composition root: the only module that sees every room, and hands each what it needs."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from artmaster_desktop.storage.library import PainterLibrary

if TYPE_CHECKING:
    from artmaster_desktop.engine.device import EngineOptions
    from artmaster_desktop.engine.engine import PaintEngine

OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
}
"""No socket is opened without being asked; also spares a minute of vain look-ups where a name is not a
folder.
"""


@dataclass(frozen=True, slots=True)
class Places:
    """Where things are: what ships with the program, and what the artist keeps."""

    models: Path
    resources: Path
    user_models: Path
    user_painters: Path

    @property
    def starter(self) -> Path:
        return self.models / "starter"

    @property
    def painters(self) -> tuple[Path, ...]:
        return (self.models / "painters", self.user_painters)


def go_offline() -> None:
    """Forbid network look-ups to the libraries; call it before they are imported."""
    for name, value in OFFLINE.items():
        os.environ.setdefault(name, value)


def places() -> Places:
    """The folders of this installation: of a source tree, of a frozen program, or of an installed wheel."""
    frozen = getattr(sys, "_MEIPASS", None)
    home = Path(frozen) if frozen else Path(__file__).resolve().parent.parent
    if not frozen and not (home / "models").is_dir():
        home = Path(sys.prefix) / "share" / "artmaster-desktop"
    data = Path(platformdirs.user_data_dir("artmaster-desktop", appauthor=False))
    return Places(home / "models", home / "resources", data / "models", data / "painters")


def library(folders: Sequence[Path] = ()) -> PainterLibrary:
    """The painters in ``folders``, or the shipped ones and the artist's own."""
    return PainterLibrary(folders or places().painters)


def engine(options: EngineOptions | None = None) -> PaintEngine:
    """The engine. Imports torch: seconds, so ask for it only when something is to be painted."""
    from artmaster_desktop.engine.engine import PaintEngine

    return PaintEngine(options)
