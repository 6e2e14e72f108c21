"""The studio: one artist's folder of works, looked at, cut, captioned and kept on the disk by workers."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from artmaster_desktop.app.studio_doors import StudioDoors
from artmaster_desktop.app.studio_finds import StudioFinds
from artmaster_desktop.app.studio_scales import StudioScales
from artmaster_desktop.app.studio_training import Training
from artmaster_desktop.app.studio_work import (
    Look,
    OpenedFolder,
    WorkView,
    by_work,
    look_at,
    opened_folder,
    rejudged,
    view_of,
)
from artmaster_desktop.app.studio_worker import Hand
from artmaster_desktop.app.worker import Worker
from artmaster_desktop.core.caption_lint import CaptionFinding, lint
from artmaster_desktop.core.crop import Crop
from artmaster_desktop.core.errors import ArtmasterError
from artmaster_desktop.core.mark import Mark
from artmaster_desktop.core.work import CaptionBy, Oeuvre, Work
from artmaster_desktop.storage.training_choice import TrainingChoice, write_choice
from artmaster_desktop.storage.works_import import Imported, Refused, find_scans, import_scans

VIEWS = 6
"""Works whose pixels for the screen are kept; some 10 MB each."""
LINT_AFTER = 350


class Studio(QObject):
    """Everything that can be done with the works in ``folder``. Nothing here waits: what was asked for is
    told by signals. What the artist decided by hand is never replaced.
    """

    opened = Signal()
    """Another folder; ``oeuvre`` holds its works."""
    changed = Signal(str)
    """The id of the work that is another; "" where it may be any."""
    looked = Signal(str)
    """A thumbnail and measures (or why there are none) have come for a work."""
    viewed = Signal(str)
    """``view`` has a work's pixels now."""
    imported = Signal(object)
    """tuple[Imported | Refused, ...]: what came in, and what did not and why."""
    progressed = Signal(str, int, int)
    """What is being done to which work: a word, done, of."""
    linted = Signal()
    failed = Signal(object)
    """ArtmasterError."""
    _came = Signal(int, int)

    def __init__(self, doors: StudioDoors, training: Training, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.training = training
        self.vocabulary = cache(doors.vocabulary)
        self._eye = cache(doors.eye)
        self._finds = StudioFinds(self._place, self._eye, doors, self.vocabulary, lambda: self._stop)
        self._folder: Path | None = None
        self._oeuvre = Oeuvre()
        self._choice: TrainingChoice | None = None
        self.scales = StudioScales(lambda: self._oeuvre, doors.weigh, doors.means, training, self)
        self.scales.failed.connect(self.failed)
        self._looks: dict[str, Look] = {}
        self._views: OrderedDict[str, WorkView] = OrderedDict()
        self._asked: set[str] = set()
        self._findings: dict[str, tuple[CaptionFinding, ...]] = {}
        self._eyes = Worker("looking at works", self)
        self._hand = Hand(self)
        self._hand.failed.connect(self.failed)
        self._stop = False
        self.importing = False
        self._lint_soon = QTimer(self, singleShot=True, interval=LINT_AFTER)
        self._lint_soon.timeout.connect(self._lint)
        self._came.connect(partial(self.progressed.emit, "import"), Qt.ConnectionType.QueuedConnection)

    # --------------------------------------------------------------------------------------------- looking

    @property
    def folder(self) -> Path | None:
        return self._folder

    @property
    def oeuvre(self) -> Oeuvre:
        return self._oeuvre

    @property
    def choice(self) -> TrainingChoice | None:
        """How a painter of these works is to be taught; None where nothing was ever chosen."""
        return self._choice

    @property
    def busy(self) -> bool:
        """Whether something that was asked for has not been answered."""
        return bool(self._hand.busy or self._eyes.busy)

    @property
    def at_work(self) -> bool:
        """Whether a thread has yet to end before the program can."""
        return bool(self.busy or self.scales.busy or self.training.busy)

    def look(self, work_id: str) -> Look:
        """What is known of how a work looks; nothing at first."""
        return self._looks.get(work_id, Look())

    def findings(self, work_id: str) -> tuple[CaptionFinding, ...]:
        """What is wrong with a work's caption, worst first, as of the last lint."""
        return self._findings.get(work_id, ())

    def view(self, work_id: str) -> WorkView | None:
        """The work to put boxes on; None where it has yet to come (``viewed``)."""
        found, work = self._views.get(work_id), self._oeuvre.find(work_id)
        if found is not None:
            self._views.move_to_end(work_id)
        fresh = found is not None and work is not None and found.marks == work.marks
        if work is not None and (folder := self._folder) is not None and not fresh | (work_id in self._asked):
            self._asked.add(work_id)
            self._hand.do(
                lambda: view_of(folder, work, self._eye()),
                partial(self._take_view, folder, work_id),
                partial(self._no_view, work_id),
            )
        return found

    # ------------------------------------------------------------------------------------------ the folder

    def open(self, folder: Path, *, bring_in: bool = True) -> None:
        """The works in ``folder``; with ``bring_in`` scans that lie there and were never imported come in."""
        self._hand.flush()
        self._hand.do(lambda: opened_folder(folder), partial(self._take_folder, folder, bring_in))

    def bring_in(self, paths: Sequence[Path]) -> None:
        """Import scans, or all in the folders among them; ``imported`` tells how it went."""
        folder = self._folder
        if folder is None or self.importing or not paths:
            return
        self._stop, self.importing = False, True
        self._hand.hold()
        self._hand.do(partial(self._import, folder, tuple(paths)), self._take_import, self._import_failed)

    def stop(self) -> None:
        """Stop an import after the scan that is being read, and enlarging at the next tile."""
        self._stop = True

    def close(self, seconds: float = 10.0) -> bool:
        """Write what is to be written, end the workers; whether they have."""
        self._stop = True
        self._hand.flush()
        self.training.close()
        ended = [worker.wait(seconds) for worker in (self._hand, self._eyes, self.scales)]
        return all(ended)

    # --------------------------------------------------------------------------------------- what is known

    def set_artist(self, name: str) -> None:
        self._keep(replace(self._oeuvre, artist=name))
        self.changed.emit("")

    def keep_choice(self, choice: TrainingChoice) -> None:
        """Keep beside the works how a painter of them is to be taught."""
        folder = self._folder
        if folder is not None and choice != self._choice:
            self._choice = choice
            self._hand.do(lambda: write_choice(folder, choice), lambda _: None)

    def set_fields(self, ids: Sequence[str], **fields: Any) -> None:
        """Title, period, subject, rights, source, kept or tags of works."""
        for work in self._works(ids):
            self._put(replace(work, **fields))

    def set_caption(self, work_id: str, text: str) -> None:
        """A caption by hand; an empty one is nobody's, so a first caption may be written again."""
        for work in self._works([work_id]):
            if text != work.caption:
                by = CaptionBy.HAND if text.strip() else CaptionBy.NOBODY
                self._put(replace(work, caption=text, caption_by=by))

    def set_marks(self, work_id: str, marks: Sequence[Mark]) -> None:
        """Seals and inscriptions as the artist says; the crops are judged again."""
        for work in self._works([work_id]):
            self._put(replace(work, marks=tuple(marks)))
            if work.crops:
                self.view(work_id)

    def set_crop(self, work_id: str, crop: Crop) -> None:
        """A crop placed by hand; a new id is a new crop."""
        for work in self._works([work_id]):
            crop = replace(crop, by_hand=True)
            known = any(old.id == crop.id for old in work.crops)
            crops = tuple(crop if old.id == crop.id else old for old in work.crops)
            self._put(replace(work, crops=crops if known else (*crops, crop)))

    def remove_crop(self, work_id: str, crop_id: str) -> None:
        for work in self._works([work_id]):
            self._put(replace(work, crops=tuple(crop for crop in work.crops if crop.id != crop_id)))

    # --------------------------------------------------------------------------------- what a worker finds

    def find_marks(self, ids: Sequence[str]) -> None:
        """Look for seals and inscriptions; what the artist decided stays."""
        self._each("marks", ids, self._finds.marks, lambda new: {"marks": new.marks, "crops": new.crops})

    def propose_crops(self, ids: Sequence[str], sizes: Sequence[tuple[int, int]], each: int) -> None:
        """Look for the best crops; those placed by hand stay."""
        find = partial(self._finds.crops, sizes=sizes, each=each)
        self._each("crops", ids, find, lambda new: {"crops": new.crops})

    def enlarge(self, ids: Sequence[str], sizes: Sequence[tuple[int, int]], *, first: bool) -> None:
        """Let an upscaler make small scans larger before crops of ``sizes`` are cut, or (``first`` False) cut
        the scans themselves again.
        """
        self._stop = False
        find = partial(self._finds.enlarged, sizes=sizes, first=first)
        self._each("enlarge", ids, find, lambda new: {"enlarged": new.enlarged, "crops": new.crops})

    def write_captions(self, ids: Sequence[str], language: str, trigger: str = "") -> None:
        """First captions where no hand wrote one: by the artist's captioner, else from what is measured."""
        self._stop = False

        def find(work: Work) -> Work:
            return self._finds.caption(work, self.look(work.id).measures, language, trigger)

        free = [w.id for w in self._works(ids) if w.caption_by is not CaptionBy.HAND]
        self._each("captions", free, find, lambda new: {"caption": new.caption, "caption_by": new.caption_by})
        self._hand.do(self._finds.rest, lambda _: None)

    # ---------------------------------------------------------------------------------------------- within

    def _works(self, ids: Sequence[str]) -> list[Work]:
        return [work for work_id in ids if (work := self._oeuvre.find(work_id)) is not None]

    def _place(self) -> Path:
        assert self._folder is not None
        return self._folder

    def _keep(self, oeuvre: Oeuvre) -> None:
        self._oeuvre = oeuvre
        if self._folder is not None:
            self._hand.save(self._folder, lambda: self._oeuvre)

    def _put(self, work: Work) -> None:
        if work != self._oeuvre.find(work.id):
            self._keep(self._oeuvre.with_work(work))
            self._lint_soon.start()
            self.changed.emit(work.id)
            if work.id in self._views:  # marked anew, it has another judge
                self.view(work.id)

    def _each(
        self,
        word: str,
        ids: Sequence[str],
        find: Callable[[Work], Work],
        news: Callable[[Work], Mapping[str, Any]],
    ) -> None:
        """Do it to one work after the other. Only what was looked for is taken, and only while the folder is
        the same: the artist may have gone on meanwhile.
        """
        folder, works = self._folder, self._works(ids)

        def take(done: int, new: Work) -> None:
            if folder == self._folder and (now := self._oeuvre.find(new.id)) is not None:
                self._put(replace(now, **news(new)))
                self.progressed.emit(word, done, len(works))

        for number, work in enumerate(works, start=1):
            self._hand.do(partial(self._found, find, work), partial(take, number))

    def _found(self, find: Callable[[Work], Work], work: Work) -> Work:
        """In the worker: the work as it is when its turn comes."""
        return find(self._oeuvre.find(work.id) or work)

    def _take_folder(self, folder: Path, bring_in: bool, found: OpenedFolder) -> None:
        oeuvre, strangers = found.oeuvre, found.strangers
        self._folder, self._oeuvre, self._choice = folder, oeuvre, found.choice
        self._looks, self._findings, self._asked = {}, {}, set()
        self._views.clear()
        self.training.remember_folder(folder)
        self.opened.emit()
        self._look_at([work.id for work in oeuvre.works])
        self._lint_soon.start()
        if strangers and bring_in:
            self.bring_in(strangers)

    def _import(self, folder: Path, paths: tuple[Path, ...]) -> tuple[Imported | Refused, ...]:
        """In the worker."""
        scans = find_scans(paths)
        told: list[Imported | Refused] = []
        self._came.emit(0, len(scans))
        for result in import_scans(folder, scans):
            told.append(result)
            self._came.emit(len(told), len(scans))
            if self._stop:
                break
        return tuple(told)

    def _take_import(self, told: tuple[Imported | Refused, ...]) -> None:
        fresh = [one.work for one in told if isinstance(one, Imported) and not one.again]
        oeuvre = self._oeuvre
        for work in fresh:
            oeuvre = oeuvre.with_work(work)
        self.importing = False
        self._hand.go_on()
        self._keep(oeuvre)
        self.changed.emit("")
        self.imported.emit(told)
        self._look_at([work.id for work in fresh])
        self._lint_soon.start()

    def _import_failed(self, error: ArtmasterError) -> None:
        """A full disk, say: what came before it is on the list already; nothing is tried again."""
        self.importing = False
        self._hand.go_on()
        self.failed.emit(error)
        if self._folder is not None:
            self.open(self._folder, bring_in=False)

    def _look_at(self, ids: Sequence[str]) -> None:
        folder = self._folder
        if folder is None:
            return

        def take(work_id: str, look: Look) -> None:
            if folder == self._folder:
                self._looks[work_id] = look
                self.looked.emit(work_id)
                self._lint_soon.start()

        for work in self._works(ids):
            work_id = work.id
            self._eyes.do(
                partial(lambda w: look_at(folder, w, self._eye()), work),
                partial(take, work_id),
                self.failed.emit,
            )

    def _take_view(self, folder: Path, work_id: str, view: WorkView) -> None:
        work = self._oeuvre.find(work_id)
        self._asked.discard(work_id)
        if folder != self._folder or work is None:
            return
        self._views[work_id] = view
        while len(self._views) > VIEWS:
            self._views.popitem(last=False)
        if view.marks == work.marks:
            self._put(rejudged(work, view.judge))
        self.view(work_id)  # once more where it was marked meanwhile
        self.viewed.emit(work_id)

    def _no_view(self, work_id: str, error: ArtmasterError) -> None:
        """Said on the work's card already; asked for once, so nobody is told twice."""
        self._looks[work_id] = replace(self.look(work_id), error=error)
        self.looked.emit(work_id)

    def _lint(self) -> None:
        works = self._oeuvre.kept
        known = {w.id: m for w in works if (m := self.look(w.id).measures) is not None}

        def take(found: tuple[CaptionFinding, ...]) -> None:
            if (grouped := by_work(found)) != self._findings:
                self._findings = grouped
                self.linted.emit()

        self._hand.do(lambda: lint(works, self.vocabulary(), known), take)
