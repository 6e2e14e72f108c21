"""Makes small scans larger before they are cut, on the engine's turn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from artmaster_desktop.app.device_turn import DeviceTurn
from artmaster_desktop.core.enlarged import AS_SCANNED
from artmaster_desktop.core.enlarging import times_needed
from artmaster_desktop.core.errors import ReadFailed
from artmaster_desktop.core.ports import Enlarger
from artmaster_desktop.core.work import Work
from artmaster_desktop.storage.upscalers import shipped_upscaler
from artmaster_desktop.storage.work_pixels import enlarge_work


class WorkEnlarging:
    """Uses an upscaler in the folder ``upscalers``; the enlarger is made at first need, in the caller's
    thread.
    """

    def __init__(self, make: Callable[[], Enlarger], upscalers: Path, turn: DeviceTurn) -> None:
        self._make, self._upscalers, self._turn = make, upscalers, turn

    def enlarged(
        self, folder: Path, work: Work, sizes: Sequence[tuple[int, int]], cancelled: Callable[[], bool]
    ) -> Work:
        """``work`` as large as crops of ``sizes`` need it; as it is where it is large enough.

        Raises ArtmasterError: ReadFailed where no upscaler is installed, UpscaleStopped once ``cancelled()``.
        """
        times = times_needed(work.extent, sizes)
        if times in (1, work.enlarged.times):
            return work
        file = shipped_upscaler(self._upscalers, float(times))
        if file is None:
            raise ReadFailed(self._upscalers, "no upscaler is installed there")
        with self._turn.painting(cancelled):
            enlarger = self._make()
            return enlarge_work(
                folder, work, times, file, lambda job: enlarger.strips(job, lambda _: None, cancelled)
            )

    def as_scanned(self, work: Work) -> Work:
        """``work`` cut from the scan itself again; the copy stays, for nobody knows who else looks at it."""
        return replace(work, enlarged=AS_SCANNED)
