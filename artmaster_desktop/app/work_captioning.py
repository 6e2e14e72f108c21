"""The captioner of the artist's choice, on the engine's turn."""

from __future__ import annotations

from collections.abc import Callable

from artmaster_desktop.app.device_turn import DeviceTurn
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.core.works_eye import Captioner
from artmaster_desktop.storage.settings import EngineSettings


class WorkCaptioning:
    """``make`` gives the captioner that the settings name; another one when they name another."""

    def __init__(
        self,
        make: Callable[[EngineSettings], Captioner],
        settings: Callable[[], EngineSettings],
        turn: DeviceTurn,
    ) -> None:
        self._make, self._settings, self._turn = make, settings, turn
        self._made: tuple[EngineSettings, Captioner] | None = None

    @property
    def there(self) -> bool:
        """Whether the artist has chosen one."""
        return bool(self._settings().captioner)

    def seen(self, pixels: Pixels, cancelled: Callable[[], bool]) -> str:
        """What the captioner says of a picture; for a worker, it takes seconds. Raises ArtmasterError."""
        settings = self._settings()
        if self._made is None or self._made[0] != settings:
            self._made = (settings, self._make(settings))
        with self._turn.painting(cancelled):
            return self._made[1].caption(pixels)

    def rest(self) -> None:
        """Let its memory go."""
        if self._made is not None:
            self._made[1].rest()
