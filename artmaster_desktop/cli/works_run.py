"""What the verbs of ``works`` do to an artist's folder. What the artist decided by hand is never replaced."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from rich.table import Table

from artmaster_desktop import bootstrap
from artmaster_desktop.cli.console import console, point
from artmaster_desktop.cli.messages import explain, say
from artmaster_desktop.core.caption import written_caption
from artmaster_desktop.core.caption_lint import CaptionFinding, lint
from artmaster_desktop.core.captioning import seen_caption
from artmaster_desktop.core.errors import ArtmasterError, NotAmongWorks, ReadFailed
from artmaster_desktop.core.measures import WorkMeasures
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.core.style_tags import normalised
from artmaster_desktop.core.vocabulary import Vocabulary, read_vocabulary
from artmaster_desktop.core.work import CaptionBy, Oeuvre, Work
from artmaster_desktop.core.works_eye import Captioner
from artmaster_desktop.storage.oeuvre_file import read_oeuvre, write_oeuvre
from artmaster_desktop.storage.scan import read_scan
from artmaster_desktop.storage.settings import EngineSettings
from artmaster_desktop.storage.work_pixels import cut_pixels
from artmaster_desktop.storage.works_import import Imported, find_scans, import_scans

SIZES = ((512, 512), (512, 768))
FIELDS = ("title", "period", "subject", "rights", "source")


def run_import(asked: argparse.Namespace) -> int:
    """Bring scans in; returns 1 where any did not come."""
    out = console()
    if not asked.scans and not asked.folder.is_dir():
        raise ReadFailed(asked.folder, "there is no such folder")
    scans = find_scans(asked.scans or [asked.folder])
    came = refused = 0
    for result in import_scans(asked.folder, scans):
        if isinstance(result, Imported):
            came += not result.again
            told = "was here already" if result.again else f"{result.work.width} x {result.work.height}"
            out.print(f"{result.work.id}: {told}")
            for note in () if result.again else result.work.notes:
                out.print(point(f"  {note.value}"))
        else:
            refused += 1
            say(result.error)
    if not scans:
        out.print(point(f"There are no pictures in {asked.folder}."))
    if asked.artist is not None and refused < len(scans):
        write_oeuvre(asked.folder, replace(read_oeuvre(asked.folder), artist=asked.artist))
    out.print(f"{came} new, {len(scans) - came - refused} known, {refused} refused")
    return 1 if refused or not scans else 0


def run_list(asked: argparse.Namespace) -> int:
    """Print every work."""
    out = console()
    oeuvre = read_oeuvre(asked.folder)
    table = Table(box=None, pad_edge=False)
    for column in ("work", "size", "kept", "period", "seals", "crops"):
        table.add_column(column, header_style="dim", no_wrap=True)
    table.add_column("caption", header_style="dim")
    for work in oeuvre.works:
        marks = [mark for mark in work.marks if mark.counts]
        table.add_row(
            work.id, str(work.extent), "yes" if work.kept else "no", work.period, str(len(marks)),
            str(len(work.crops)), work.caption,
        )  # fmt: skip
    out.print(table)
    out.print(f"{len(oeuvre.kept)} of {len(oeuvre.works)} works kept" + _by(oeuvre))
    return 0


def run_set(asked: argparse.Namespace) -> int:
    """Say what is known of the works named (none named: of all)."""
    oeuvre = read_oeuvre(asked.folder)
    if not asked.works and not asked.all:
        raise NotAmongWorks("work named (or give --all)", tuple(work.id for work in oeuvre.works))
    for work in chosen(oeuvre, asked.works, everyone=True):
        new = replace(work, **{name: value for name in FIELDS if (value := getattr(asked, name)) is not None})
        if asked.kept is not None:
            new = replace(new, kept=asked.kept)
        if asked.caption is not None:
            new = replace(new, caption=asked.caption, caption_by=CaptionBy.HAND)
        if asked.tags is not None:
            tags = normalised([asked.tags], vocabulary())
            for unknown in tags.unknown:
                hint = f"; did you mean {unknown.meant!r}?" if unknown.meant else ""
                console().print(point(f"{unknown.text!r} is not in the vocabulary{hint}"))
            new = replace(new, tags=(*tags.ids, *(unknown.text for unknown in tags.unknown)))
        oeuvre = oeuvre.with_work(new)
    write_oeuvre(asked.folder, oeuvre)
    return 0


def run_captions(asked: argparse.Namespace) -> int:
    """Write captions where no hand wrote one; tell what the linter has against them. A captioner that cannot
    be used stops it: CaptionerUnusable.
    """
    from artmaster_desktop.engine.works.measuring import measure_work

    out, oeuvre, words = console(), read_oeuvre(asked.folder), vocabulary()
    captioner, bad = _captioner(asked), 0
    measured: dict[str, WorkMeasures] = {}
    for work in chosen(oeuvre, asked.works):
        if work.caption_by is not CaptionBy.HAND:
            pixels = pixels_of(asked.folder, work)
            if pixels is None:
                bad += 1
                continue
            measures = measured[work.id] = measure_work(pixels, work.marks)
            seen = captioner.caption(pixels) if captioner is not None else ""
            given = measures, words, asked.language, asked.trigger
            text = seen_caption(work, seen, *given)
            by = CaptionBy.CAPTIONER if text else CaptionBy.MEASURED
            work = replace(work, caption=text or written_caption(work, *given), caption_by=by)
            oeuvre = oeuvre.with_work(work)
            write_oeuvre(asked.folder, oeuvre)
        out.print(f"{work.id}: {work.caption}")
    if captioner is not None:
        written = [work for work in oeuvre.works if work.id in measured]
        for finding in lint(written, words, measured):
            out.print(point(finding_text(finding)))
    return 1 if bad else 0


def _captioner(asked: argparse.Namespace) -> Captioner | None:
    """The captioner that was asked for."""
    if asked.captioner is None:
        if asked.device:
            console().print(point("--device changes nothing where there is no --captioner."))
        return None
    folder = str(asked.captioner.absolute())
    return bootstrap.captioner_of(EngineSettings(captioner=folder, device=asked.device or "auto"))


def finding_text(finding: CaptionFinding) -> str:
    """What is wrong with a caption."""
    told = f"{finding.work}: {finding.problem.value}"
    if finding.detail:
        told += f" ({finding.detail})"
    return f"{told}; better: {finding.better}" if finding.better else told


def chosen(oeuvre: Oeuvre, names: Sequence[str], *, everyone: bool = False) -> tuple[Work, ...]:
    """The works of these names, else all that are kept (or really all). Raises NotAmongWorks."""
    if not names:
        return oeuvre.works if everyone else oeuvre.kept
    found: list[Work] = []
    for name in names:
        work = oeuvre.find(name)
        if work is None:
            raise NotAmongWorks(name, tuple(work.id for work in oeuvre.works))
        found.append(work)
    return tuple(found)


def vocabulary() -> Vocabulary:
    """The words of ink painting that ship with the program."""
    folder = bootstrap.places().resources / "vocabulary"
    return read_vocabulary(path.read_text("utf-8") for path in sorted(folder.glob("*.json")))


def pixels_of(folder: Path, work: Work, *, to_cut: bool = False) -> Pixels | None:
    """The scan, or what crops are cut from; None, and words, where it cannot be read: the other works need
    not wait for it.
    """
    try:
        return cut_pixels(folder, work) if to_cut else read_scan(folder / work.file).pixels
    except ArtmasterError as error:
        console(stderr=True).print(point(f"{work.id}: {explain(error).what}"))
        return None


def _by(oeuvre: Oeuvre) -> str:
    return f", by {oeuvre.artist}" if oeuvre.artist else ""
