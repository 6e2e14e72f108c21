"""One of every error and notice, made of its own fields: whoever words them is tested on all."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any, get_args

from artmaster_desktop.core import errors, notice
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.structure_errors import ControlProblem

SAMPLES: dict[str, Any] = {
    "Path": Path("folder/thing.ora"),
    "str": "thing",
    "int": 4321,
    "float": 0.25,
    "Extent": Extent(640, 480),
    "tuple[str, ...]": ("one", "two"),
    "DocumentProblem": errors.DocumentProblem.TRUNCATED,
    "PainterProblem": errors.PainterProblem.NOT_FINITE,
    "GateProblem": errors.GateProblem.OTHER_BASE,
    "DownloadProblem": errors.DownloadProblem.NOT_FOUND,
    "EditProblem": errors.EditProblem.NOTHING_BELOW,
    "ScanProblem": errors.ScanProblem.DAMAGED,
    "ControlProblem | GuideProblem": ControlProblem.OTHER_BASE,
}


def concrete(root: type) -> list[type]:
    found: list[type] = []
    below: list[type] = root.__subclasses__()
    for kind in below:
        found += concrete(kind) if kind.__subclasses__() else [kind]
    return found


def made(kind: Any, **more: Any) -> Any:
    """One of ``kind``; ``more`` are samples by the name of a field's type that only some errors have."""
    samples = SAMPLES | more
    return kind(*(samples[str(field.type)] for field in fields(kind)))


ERRORS = [kind for kind in concrete(errors.ArtmasterError) if kind.__module__ == errors.__name__]
NOTICES: list[type] = list(get_args(notice.Notice))
