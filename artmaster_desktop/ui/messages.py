"""Errors, notices, stages, sizes and times in the artist's language: the one place of the window that words
them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QTime

from artmaster_desktop.core.errors import ArtmasterError, NotFinite
from artmaster_desktop.core.event import Placement, Stage
from artmaster_desktop.core.message import Message
from artmaster_desktop.core.notice import GateUnsure, Notice, OfPainter, PainterAbsent
from artmaster_desktop.core.notice_wording import word_notice, word_placement, word_stage
from artmaster_desktop.core.wording import word_error


def translate(context: str, text: str, /) -> str:
    """``text`` in the artist's language; for texts outside of widgets."""
    return QCoreApplication.translate(context, text)


def _unknown(slug: str) -> str | None:
    """Nobody knows a painter before the window has a shelf."""


class PainterNames:
    """What painters are called in sentences. The engine and the desk know them by their slugs; ``named`` is
    to give the name that the artist reads on the painter's card, None for a slug that nobody knows.
    """

    def __init__(self) -> None:
        self.named: Callable[[str], str | None] = _unknown

    def forget(self) -> None:
        """Nobody knows their names any more."""
        self.named = _unknown

    def __call__(self, slug: str) -> str:
        return self.named(slug) or slug


painter_name = PainterNames()


def explain(error: ArtmasterError) -> Message:
    """What happened, what is safe, what to do."""
    if isinstance(error, NotFinite):
        error = NotFinite(error.step, tuple(map(painter_name, error.painters)))
    return word_error(error, translate)


def notice_text(notice: Notice) -> str:
    """One sentence for ``notice``."""
    if isinstance(notice, OfPainter | PainterAbsent | GateUnsure):
        notice = replace(notice, slug=painter_name(notice.slug))
    return word_notice(notice, translate)


def stage_text(stage: Stage) -> str:
    """What the engine is doing."""
    return word_stage(stage, translate)


def placement_text(placement: Placement) -> str:
    """Where a job runs, in one line."""
    return word_placement(placement, translate)


def duration_text(seconds: float) -> str:
    """A length of time as people say it: "8 s", "2 min 05 s", "1 h 20 min"."""
    whole = max(0, round(seconds))
    if whole < 60:
        return QCoreApplication.translate("Times", "{seconds} s").format(seconds=whole)
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        said = QCoreApplication.translate("Times", "{minutes} min {seconds} s")
        return said.format(minutes=minutes, seconds=f"{rest:02}")
    hours, minutes = divmod(minutes, 60)
    said = QCoreApplication.translate("Times", "{hours} h {minutes} min")
    return said.format(hours=hours, minutes=f"{minutes:02}")


def left_text(seconds: float | None) -> str:
    """The time that a job still takes; empty while nobody knows."""
    if seconds is None:
        return ""
    return QCoreApplication.translate("Times", "{duration} left").format(duration=duration_text(seconds))


def steps_text(steps: int) -> str:
    """The length of a run: "20 steps"."""
    if steps == 1:
        return QCoreApplication.translate("Times", "1 step")
    return QCoreApplication.translate("Times", "{steps} steps").format(steps=steps)


def size_text(size: float) -> str:
    """Bytes of a file or a disk, in powers of ten as their makers count them."""
    return QLocale().formattedDataSize(round(size), 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def memory_text(size: float) -> str:
    """Bytes of memory, in powers of two as their makers count them."""
    return QLocale().formattedDataSize(round(size), 1, QLocale.DataSizeFormat.DataSizeIecFormat)


def when_text(when: datetime, now: datetime | None = None) -> str:
    """The time of day today, the day and the time before."""
    now = now or datetime.now(when.tzinfo)
    clock = QLocale().toString(QTime(when.hour, when.minute), QLocale.FormatType.ShortFormat)
    if when.date() == now.date():
        return clock
    day = QDate(when.year, when.month, when.day)
    return f"{QLocale().toString(day, QLocale.FormatType.ShortFormat)} {clock}"
