"""The upscalers that ship with the program."""

from __future__ import annotations

from pathlib import Path

from artmaster_desktop.core.upscaling import TARGET_SLACK, UpscalerFile

SHIPPED = ((2, "artmaster-ink-x2"), (4, "artmaster-ink-x4"))


def shipped_upscaler(folder: Path, factor: float) -> UpscalerFile | None:
    """The smallest one in ``folder`` that reaches ``factor``, else the largest; None where there is none."""
    files = [(scale, folder / f"{name}.safetensors") for scale, name in SHIPPED]
    there = [(scale, file) for scale, file in files if file.is_file()]
    enough = [file for scale, file in there if scale * TARGET_SLACK >= factor]
    if not there:
        return None
    return UpscalerFile(enough[0] if enough else there[-1][1])
