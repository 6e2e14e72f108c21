"""What crops are cut from: the scan of a work, or a copy of it that an upscaler made larger.

The copies lie in a folder of their own beside the scans, which are never changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from artmaster_desktop.core.enlarged import Enlarged
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.core.upscaling import Strips, UpscaleJob, UpscalerFile
from artmaster_desktop.core.work import Work
from artmaster_desktop.storage.plain_picture import write_png
from artmaster_desktop.storage.scan import MAX_SCAN_PIXELS, read_scan

FOLDER = "enlarged"


def cut_pixels(folder: Path, work: Work) -> Pixels:
    """uint8 RGB ``[H, W, 3]`` to cut crops of ``work`` from. Raises ScanError, or ReadFailed where the disk
    refuses or the enlarged copy is gone.
    """
    if work.enlarged.times > 1:
        return read_scan(enlarged_file(folder, work), longest=MAX_SCAN_PIXELS).pixels
    return read_scan(folder / work.file).pixels


def enlarged_file(folder: Path, work: Work) -> Path:
    """Where the enlarged copy of ``work`` lies."""
    return folder / FOLDER / f"{work.id}.png"


def enlarge_work(
    folder: Path, work: Work, times: int, upscaler: UpscalerFile, strips_of: Callable[[UpscaleJob], Strips]
) -> Work:
    """``work`` with a copy ``times`` larger, which is written now; its boxes are shares, so they stay.

    Raises ScanError, ReadFailed and SaveFailed, and what ``strips_of`` and its rows raise.
    """
    source = read_scan(folder / work.file, longest=MAX_SCAN_PIXELS).pixels
    target = Extent(source.shape[1] * times, source.shape[0] * times)
    job = UpscaleJob(id=f"work-{work.id}", source=source, method=upscaler, target=target)
    rows = [np.asarray(np.clip(part, 0.0, 1.0) * 255.0 + 0.5, np.uint8) for part in strips_of(job)]
    write_png(enlarged_file(folder, work), np.concatenate(rows))
    sha256 = hashlib.sha256(upscaler.path.read_bytes()).hexdigest()
    return replace(work, enlarged=Enlarged(times=times, upscaler=upscaler.path.stem, sha256=sha256))
