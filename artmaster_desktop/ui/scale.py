"""How large everything is: the one setting that Qt has to know before it begins."""

from __future__ import annotations

import json
import os
from pathlib import Path

from artmaster_desktop.storage.settings import WindowSettings

VARIABLE = "QT_SCALE_FACTOR"
MAX_BYTES = 4 << 20


def apply_scale(settings: Path) -> None:
    """Tell Qt the size that the artist chose; before the application is made. A variable that is set already
    holds. The file is read as a whole, with all that may be wrong with it, later.
    """
    scale = chosen_scale(settings)
    if scale != 1.0:
        os.environ.setdefault(VARIABLE, f"{scale:g}")


def chosen_scale(settings: Path) -> float:
    """The scale in the settings' file; 1 where there is none that makes sense."""
    try:
        if settings.stat().st_size > MAX_BYTES:
            return 1.0
        found = json.loads(settings.read_text(encoding="utf-8"))
        return WindowSettings(scale=float(found["window"]["scale"])).scale
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return 1.0
