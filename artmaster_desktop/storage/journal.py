"""The autosave journal: every edit is on the disk moments after it was made, whatever then happens to us.

One SQLite file for each open document (journal_file.py) in the program's data folder. ``record`` only hands
the new document over; a writer thread compares it with what it wrote last and commits, in one
transaction, the changed tiles and the document's structure. Edits that come faster than the disk takes them
are written together. The journal holds the present state, not the history: its size is that of the document.

A document that was opened from a file starts from it: until its tiles are copied (in the background, between
edits) the journal says "this file, with this hash, and these tiles on top".
"""

from __future__ import annotations

import itertools
import secrets
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from artmaster_desktop.core.document import Document
from artmaster_desktop.core.errors import SaveFailed
from artmaster_desktop.core.job import PaintJob
from artmaster_desktop.core.repaint import Repaint
from artmaster_desktop.storage.file_stamp import NO_FILE, FileStamp
from artmaster_desktop.storage.journal_file import SUFFIX, JournalFile, as_blob, damaged, discard, failure
from artmaster_desktop.storage.journal_form import Extras, OrderForm, form_of, pack, part_form
from artmaster_desktop.storage.journal_tiles import Packer, View

RETRY_SECONDS = 2.0
"""After a refusal of the disk."""

ANEW_SECONDS = 60.0
"""A damaged journal is replaced by a new one at most this often."""

BASE_TILES = 16
"""Copied between two looks for an edit: about 0.1 s."""

ORDERED = "ordered"
"""The state of a job that is not planned yet."""

KEPT_EDITS = 1_000
COMPACT_PAGES = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """Which file the document belongs to. ``base`` is what ``path`` was when tiles were last left to it
    (NO_FILE: the journal needs no file), ``saved`` what it was when the document was last saved or opened.
    ``clean``: the document is just as it was then. Its revision would not tell: undo and another edit lead to
    the same number.
    """

    path: str = ""
    base: FileStamp = NO_FILE
    saved: FileStamp = NO_FILE
    clean: bool = False
    created: float = 0.0


@dataclass(slots=True)
class _Waiting:
    """What was handed over and is not on the disk yet. ``given`` counts the calls."""

    document: Document | None = None
    names: deque[tuple[float, int, str]] = field(default_factory=lambda: deque(maxlen=KEPT_EDITS))
    notes: list[Callable[[JournalFile], None]] = field(default_factory=list)
    about: About | None = None
    saved: Document | None = None
    given: int = 0

    @property
    def empty(self) -> bool:
        return self.document is None and not self.notes and self.about is None


class Journal:
    """Writes one document's journal. Every method but ``flush`` and ``close`` returns at once.

    ``on_trouble`` is called from the writer thread with the error when the disk begins to refuse, and with
    None when it takes again; in between nothing is lost as long as the program lives, and it is tried again
    every RETRY_SECONDS.
    """

    def __init__(
        self,
        file: JournalFile,
        about: About,
        view: View,
        on_trouble: Callable[[SaveFailed | None], None] | None = None,
    ) -> None:
        self._file = file
        self._about = about
        self._view = view
        self._on_trouble = on_trouble or (lambda error: None)
        self._unknown: object = None
        self._document: Document | None = None
        self._saved: Document | None = None
        self._waiting = _Waiting()
        self._wake = threading.Condition()
        self._done = 0
        self._closing = False
        self._trouble: SaveFailed | None = None
        self._revision = -1
        self._packer = Packer()
        self._began = -ANEW_SECONDS
        self._thread = threading.Thread(target=self._work, name="journal", daemon=True)
        self._thread.start()

    @classmethod
    def start(
        cls,
        folder: Path,
        document: Document,
        path: Path | None = None,
        stamp: FileStamp = NO_FILE,
        on_trouble: Callable[[SaveFailed | None], None] | None = None,
        *,
        untouched: bool = False,
    ) -> Journal:
        """A new journal in ``folder`` for a document just made, or just opened from ``path``.

        ``stamp`` is that of the file as it was read; the document must then be what ``load_document`` made of
        it. Without it every tile is written at once. An ``untouched`` document (new and blank) is not worth
        giving back before its first edit. Raises SaveFailed where the folder takes no file.
        """
        file = JournalFile.create(_new_name(folder))
        based = path is not None and stamp != NO_FILE
        about = About(
            path=str(path) if path else "", base=stamp if based else NO_FILE, saved=stamp, created=time.time()
        )
        journal = cls(file, about, View.of_base(document) if based else View(), on_trouble)
        with journal._wake:
            journal._waiting.about = about
            journal._waiting.saved = document if based or untouched else None
        journal.record(document)
        return journal

    @property
    def path(self) -> Path:
        """The journal's own file."""
        return self._file.path

    @property
    def committed(self) -> int:
        """The last revision that is on the disk, -1 before the first."""
        return self._revision

    @property
    def trouble(self) -> SaveFailed | None:
        """Why the disk refuses at the moment."""
        return self._trouble

    @property
    def self_contained(self) -> bool:
        """Whether the document could be recovered without the file that it was opened from."""
        with self._wake:
            return self._about.base == NO_FILE and self._waiting.empty

    def record(self, document: Document, name: str = "") -> None:
        """The document is now ``document``, by the command ``name``."""
        with self._wake:
            self._waiting.document = document
            self._waiting.names.append((time.time(), document.revision, name))
            self._hand_over()

    def saved(self, document: Document, path: Path, stamp: FileStamp) -> None:
        """``document`` was saved to ``path``, whose stamp is now ``stamp``."""
        with self._wake:
            self._waiting.about = About(path=str(path), base=stamp, saved=stamp, created=self._about.created)
            self._waiting.saved = document
            self._hand_over()

    def record_job(self, entry: str, job: PaintJob, state: str, title: str = "") -> None:
        """The queue's entry ``entry`` waits or runs (``state``); written again where it changes."""
        when = time.time()
        self._note(lambda file: file.put_job(entry, when, state, title, pack(job)))

    def record_order(
        self, order: str, document: Document, count: int, longest_side: int = 0, part: Repaint | None = None
    ) -> None:
        """``count`` pictures of ``document``, or of a ``part`` of it, are ordered, but not yet planned;
        ``forget_job`` ends it.
        """
        when = time.time()

        def note(file: JournalFile) -> None:
            if part is not None and part.mask.bounds.empty:
                return  # nothing is selected: that is told when it is planned, and nothing is painted
            parts = () if part is None else (part_form(part),)
            form = OrderForm(document=form_of(document), count=count, longest_side=longest_side, part=parts)
            file.put_job(order, when, ORDERED, "", pack(form))

        self._note(note)

    def forget_job(self, entry: str) -> None:
        """The entry has ended and its result, if any, is recorded."""
        self._note(lambda file: file.drop_job(entry))

    def record_result(self, result: str, path: Path, entry: str = "") -> None:
        """A result lies on the disk at ``path``; the job that made it is forgotten with the same commit."""
        when = time.time()

        def note(file: JournalFile) -> None:
            file.put_result(result, when, str(path))
            if entry:
                file.drop_job(entry)

        self._note(note)

    def flush(self, timeout: float = 10.0) -> bool:
        """Wait until all that was handed over is on the disk; False after ``timeout`` s or a refusal."""
        with self._wake:
            wanted = self._waiting.given
            self._wake.wait_for(
                lambda: self._done >= wanted or self._trouble is not None or not self._thread.is_alive(),
                timeout,
            )
            return self._done >= wanted

    def close(self, *, clean: bool) -> None:
        """Write what waits and let go of the file; ``clean`` (saved, or thrown away) removes it."""
        with self._wake:
            if clean:
                self._waiting = _Waiting(given=self._waiting.given)
            self._closing = True
            self._wake.notify_all()
        self._thread.join()
        self._packer.close()
        self._file.close(remove=clean)

    # ------------------------------------------------------------------------------ the writer thread

    def _note(self, note: Callable[[JournalFile], None]) -> None:
        with self._wake:
            self._waiting.notes.append(note)
            self._hand_over()

    def _hand_over(self) -> None:
        self._waiting.given += 1
        self._wake.notify_all()

    def _work(self) -> None:
        """Ends early only by a defect of ours: ``threading.excepthook`` reports it."""
        try:
            self._write()
        finally:
            if not self._closing:
                self._say(SaveFailed(self._file.path, 0, "the writer has stopped"))

    def _write(self) -> None:
        """Until closed, edits before chores."""
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._closing or not self._waiting.empty or self._has_chores)
                taken, self._waiting = self._waiting, _Waiting(given=self._waiting.given)
                closing = self._closing
            if not taken.empty:
                try:
                    self._commit(taken)
                except sqlite3.Error as error:
                    self._put_back(taken)
                    if damaged(error) and self._begin_anew():
                        continue
                    self._say(failure(self._file.path, error))
                    if closing:
                        return
                    self._pause()
                    continue
                self._accepted(taken)
            elif closing:
                return
            elif not self._chore():
                self._pause()

    @property
    def _has_chores(self) -> bool:
        """Not before the structure is there: tiles without it would look like damage."""
        return self._about.base != NO_FILE and self._document is not None

    def _commit(self, taken: _Waiting) -> None:
        """One transaction: tiles, structure, the list of edits, notes."""
        document, file = taken.document, self._file
        based = self._about.base != NO_FILE
        changes = None if document is None else self._view.changes(document, based=based)
        saved = taken.saved or self._saved
        about = replace(taken.about or self._about, clean=(document or self._document) is saved)
        if not based:
            about = replace(about, base=NO_FILE)
        with file.transaction():
            if document is not None and changes is not None:
                file.put_tiles(self._packer.rows(changes.written))
                for layer, key in changes.cleared:
                    if based:
                        file.put_tiles([(as_blob(layer), *key, None)])
                    else:
                        file.drop_tile(layer, key)
                for layer in changes.gone:
                    file.drop_layer(layer)
                file.put_part("document", pack(form_of(document)))
                if document.unknown is not self._unknown:
                    file.put_part("extras", pack(Extras(document.unknown)))
                for when, revision, name in taken.names:
                    file.add_edit(when, revision, name, KEPT_EDITS)
            if about != self._about or taken.about is not None:
                file.put_part("about", pack(about))
            for note in taken.notes:
                note(file)
        if document is not None and changes is not None:
            self._view.commit(changes)
            self._unknown = document.unknown
            self._revision = document.revision
            self._document = document
        self._saved = saved
        self._about = about

    def _chore(self) -> bool:
        """Copy some tiles of the base; with the last of them the journal needs the base no more."""
        first = itertools.islice(self._view.owed.items(), BASE_TILES)
        some = [(layer, key, tile) for (layer, key), tile in first]
        last = len(some) == len(self._view.owed)
        about = replace(self._about, base=NO_FILE)
        try:
            with self._file.transaction():
                self._file.put_tiles(self._packer.rows(some))
                if last:
                    self._file.drop_empty_tiles()
                    self._file.put_part("about", pack(about))
        except sqlite3.Error as error:
            if damaged(error) and self._begin_anew():
                return True
            self._say(failure(self._file.path, error))
            return False
        for layer, key, _ in some:
            del self._view.owed[layer, key]
        if last:
            with self._wake:
                self._about = about
                self._wake.notify_all()
        self._say(None)
        return True

    def _begin_anew(self) -> bool:
        """The file is damaged; what is in memory goes into a new one, and the old one into the bin."""
        old, now = self._file, time.monotonic()
        if now < self._began + ANEW_SECONDS:
            return False
        self._began = now
        try:
            self._file = JournalFile.create(_new_name(old.path.parent))
        except SaveFailed:
            return False
        old.close()
        with suppress(SaveFailed):
            discard(old.path)
        self._view, self._unknown = View(), None
        with self._wake:
            waiting = self._waiting
            waiting.document = waiting.document or self._document
            self._about = replace(self._about, base=NO_FILE)
            waiting.about = waiting.about or self._about
        return True

    def _put_back(self, taken: _Waiting) -> None:
        """Keep what was taken, under what came since."""
        with self._wake:
            now = self._waiting
            now.document = now.document or taken.document
            now.names.extendleft(reversed(taken.names))
            now.notes[:0] = taken.notes
            now.about = now.about or taken.about
            now.saved = now.saved or taken.saved

    def _accepted(self, taken: _Waiting) -> None:
        with self._wake:
            self._done = taken.given
            self._wake.notify_all()
        self._say(None)
        with suppress(sqlite3.Error):  # only room; the next commit tells what is wrong
            if self._file.unused_pages > COMPACT_PAGES:
                self._file.compact(COMPACT_PAGES)

    def _say(self, error: SaveFailed | None) -> None:
        told, self._trouble = self._trouble, error
        with self._wake:
            self._wake.notify_all()
        if (told is None) != (error is None):
            self._on_trouble(error)

    def _pause(self) -> None:
        with self._wake:
            self._wake.wait_for(lambda: self._closing, RETRY_SECONDS)


def _new_name(folder: Path) -> Path:
    return folder / f"{int(time.time())}-{secrets.token_hex(6)}{SUFFIX}"
