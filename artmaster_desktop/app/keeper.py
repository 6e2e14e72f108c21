"""Keeps the journal of the open document: after a crash it is as it was a moment before."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from artmaster_desktop.app.desk import PaintDesk
from artmaster_desktop.app.files import DocumentFiles
from artmaster_desktop.app.jobs import JobQueue, State
from artmaster_desktop.app.order import Order
from artmaster_desktop.app.purpose import Live, Paint
from artmaster_desktop.app.results import Result, Results
from artmaster_desktop.app.session import Change, Session
from artmaster_desktop.app.worker import Worker
from artmaster_desktop.core.document import Document
from artmaster_desktop.storage import recovery
from artmaster_desktop.storage.file_stamp import FileStamp
from artmaster_desktop.storage.journal import Journal
from artmaster_desktop.storage.journal_reader import Recovered
from artmaster_desktop.storage.recovery import Recoverable


class Keeper(QObject):
    """Journals edits, jobs and results of the session. Whatever the disk does, painting goes on."""

    trouble = Signal(object)
    """SaveFailed: the journal is refused, so a crash now would lose work; None: it is kept again."""
    found = Signal(object)
    """tuple[Recoverable, ...]: the answer to ``look``."""
    restored = Signal(object)
    """Recovered: the session shows it, and the queue lists its jobs for another try; its losses should be
    told.
    """
    failed = Signal(object)
    """ArtmasterError: a document could not be recovered; its journal stays where it is."""
    _trouble = Signal(object)

    def __init__(
        self,
        session: Session,
        files: DocumentFiles,
        queue: JobQueue,
        desk: PaintDesk,
        results: Results,
        folder: Path,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._files, self._queue, self._desk = session, files, queue, desk
        self._folder = folder
        self._journal: Journal | None = None
        self._resumed: Recovered | None = None
        self._noted: dict[str, State] = {}
        self._ordered: set[str] = set()
        self._left: dict[
            str, str
        ] = {}  # the killed program's jobs, undecided, to what the journal calls them
        self._turn = 0  # counts documents, so that a journal made late finds its own
        self._last_save: tuple[Document, Path, FileStamp] | None = None
        self._dirty = session.dirty
        self._worker = Worker("recovering a document", self)
        self._trouble.connect(self.trouble, Qt.ConnectionType.QueuedConnection)
        session.replaced.connect(self._begin)
        session.changed.connect(self._record)
        session.saved_changed.connect(self._remember)
        files.saved.connect(self._saved)
        queue.changed.connect(self._note_jobs)
        desk.preparing_changed.connect(self._note_orders)
        desk.listed.connect(self._listed)
        results.added.connect(self._note_result)

    @property
    def journal(self) -> Journal | None:
        """None before ``start``, and where the folder takes no file."""
        return self._journal

    def start(self) -> None:
        """Begin with the document that is open; later ones are followed by themselves."""
        if self._journal is None:
            self._begin()

    def look(self) -> None:
        """Ask for what killed programs left behind; ``found`` answers."""
        self._worker.do(lambda: recovery.recover(self._folder), self.found.emit, self.failed.emit)

    def restore(self, item: Recoverable) -> None:
        """Open what was found, and go on in its journal. Ask about unsaved work before."""
        self._worker.do(lambda: recovery.load(item.journal), self._restored, self.failed.emit)

    def discard(self, items: Sequence[Recoverable]) -> None:
        """Put journals into the bin, where they stay for thirty days (recovery.py says how much of them)."""

        def work() -> None:
            for item in items:
                recovery.discard(item.journal)

        self._worker.do(work, _nothing, self.failed.emit)

    def close(self, seconds: float = 10.0) -> bool:
        """The artist has answered for unsaved work; whether all is written. Edits that were given up lie in
        the bin for thirty days.
        """
        self._let_go(given_up=True)
        return self._worker.wait(seconds)

    def abandon(self, seconds: float = 10.0) -> bool:
        """End without an answer about unsaved work: everything is written, and offered at the next start."""
        self._let_go(given_up=False)
        return self._worker.wait(seconds)

    def wait(self, seconds: float) -> bool:
        """Wait until all edits are on the disk; whether they are."""
        done = self._worker.wait(seconds)
        return done and (self._journal is None or self._journal.flush(seconds))

    # -------------------------------------------------------------------------------------------- within

    def _begin(self) -> None:
        """A journal for the document that is open now; it is made by the worker, and told then what was done
        meanwhile.
        """
        self._let_go(given_up=True)
        self._dirty = self._session.dirty
        resumed, self._resumed = self._resumed, None
        document, path, stamp = self._session.document, self._session.path, self._files.stamp
        turn = self._turn

        def work() -> Journal:
            if resumed is not None:
                return recovery.resume(resumed, self._trouble.emit)
            return Journal.start(self._folder, document, path, stamp, self._trouble.emit)

        def done(journal: Journal) -> None:
            if turn != self._turn:  # another document was opened meanwhile
                self._end(journal, clean=resumed is None, to_bin=resumed is not None)
                return
            self._journal = journal
            if self._session.document is not document:
                journal.record(self._session.document, self._step_name())
            if self._last_save is not None:
                journal.saved(*self._last_save)
            self._note_jobs()
            self._note_orders()

        self._worker.do(work, done, self.trouble.emit)

    def _let_go(self, *, given_up: bool) -> None:
        journal, dirty = self._journal, self._dirty
        self._turn += 1
        self._journal, self._last_save = None, None
        self._noted.clear()
        self._ordered.clear()
        self._left.clear()
        if journal is not None:
            self._end(journal, clean=given_up and not dirty, to_bin=given_up and dirty)

    def _end(self, journal: Journal, *, clean: bool, to_bin: bool) -> None:
        def work() -> None:
            journal.close(clean=clean)
            if to_bin:
                recovery.discard(journal.path)

        self._worker.do(work, _nothing, self.trouble.emit)

    def _remember(self) -> None:
        self._dirty = self._session.dirty

    def _step_name(self) -> str:
        history = self._session.history
        return history.steps[history.position].name

    def _record(self, change: Change) -> None:
        if self._journal is not None and change.before.id == change.after.id:
            self._journal.record(change.after, self._step_name())

    def _saved(self, document: Document, path: Path) -> None:
        if document.id == self._session.document.id:
            self._last_save = (document, path, self._files.stamp)
            if self._journal is not None:
                self._journal.saved(*self._last_save)

    def _note_jobs(self) -> None:
        """Jobs that wait or run. One that is done stays noted until its picture is on the disk."""
        if self._journal is None:
            return
        for entry in self._queue.entries:
            if entry.job.document != self._session.document.id or isinstance(entry.purpose, Live):
                continue
            if not entry.ended and self._noted.get(entry.id) is not entry.state:
                self._journal.record_job(entry.id, entry.job, entry.state.value, entry.title)
                self._noted[entry.id] = entry.state
            elif entry.id in self._noted and entry.state in (State.FAILED, State.CANCELLED):
                self._journal.forget_job(entry.id)
                del self._noted[entry.id]
        decided = self._left.keys() - {entry.id for entry in self._queue.entries}
        for written in [self._left.pop(entry_id) for entry_id in decided]:
            if written not in self._left.values():
                self._journal.forget_job(written)

    def _note_orders(self) -> None:
        """What the artist asked for before it could be planned; then it is a job, or was refused aloud."""
        if self._journal is None:
            return
        here = {
            order.id: order
            for order in self._desk.orders
            if order.document.id == self._session.document.id
            and not order.listed
            and Live() not in order.purposes
        }
        for order_id in here.keys() - self._ordered:
            order = here[order_id]
            self._journal.record_order(
                order_id, order.document, len(order.purposes), order.longest_side, order.repaint
            )
        for order_id in self._ordered - here.keys():
            self._journal.forget_job(order_id)
        self._ordered = set(here)

    def _listed(self, order_id: str, jobs: tuple[str, ...]) -> None:
        self._left.update(dict.fromkeys(jobs, order_id))

    def _note_result(self, result: Result) -> None:
        stored = result.stored
        if self._journal is not None and stored.document == self._session.document.id:
            self._journal.record_result(stored.id, stored.path, stored.job)
            self._noted.pop(stored.job, None)

    def _restored(self, recovered: Recovered) -> None:
        self._resumed = recovered
        self._files.adopt(recovered.document, recovered.path, recovered.stamp)
        for left in recovered.jobs:
            self._queue.put_back(left.job, Paint(), left.title)
        self._left = {left.job.id: left.job.id for left in recovered.jobs}
        for ordered in recovered.orders:
            purposes, side = (Paint(),) * ordered.count, ordered.longest_side
            self._desk.put_back(
                Order(ordered.document, purposes, side, listed=True, repaint=ordered.part, id=ordered.entry)
            )
        self.restored.emit(recovered)


def _nothing(_: None) -> None:
    """Nobody waits for the answer."""
