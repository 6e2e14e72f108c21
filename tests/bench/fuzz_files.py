"""Opens thousands of spoilt project files, settings and journals: no crash, no hang, only errors of ours.

    python -m tests.bench.fuzz_files [--files 10000] [--seed 1]

The files are opened in a process of their own, which may use 3 GiB and must say something every 20 seconds;
one that dies or hangs is counted, told with its number, and begun again behind it. What opens is also saved
again and must come back equal. ``--only N`` opens one file here, for the debugger.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import selectors
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from artmaster_desktop.core.errors import ArtmasterError
from artmaster_desktop.storage.journal import Journal
from artmaster_desktop.storage.ora import load_document, save_document
from artmaster_desktop.storage.recovery import load, recover, resume
from artmaster_desktop.storage.settings import Settings, Theme
from artmaster_desktop.storage.settings_file import load_settings, save_settings
from tests.bench.fuzz_mutations import spoil_document, spoil_journal, spoil_settings
from tests.storage.documents import sample
from tests.storage.paintings import blank, dabbed, job_of

SILENCE = 20.0
MEMORY = 3 << 30
EXAMPLES = Path(__file__).resolve().parents[2] / "resources" / "examples"
KINDS = ("document", "document", "settings", "journal")


def grow_seeds(folder: Path) -> None:
    """Whole files to spoil: documents, settings, a journal that was closed and one with a log still open."""
    save_document(sample(), folder / "0.ora")
    save_document(dabbed(dabbed(blank(), 1), 2, "m"), folder / "1.ora")
    settings = Settings(theme=Theme.DARK, recent=(Path("a.ora"), Path("b.ora")), brushes=(("ink", 4.0),))
    save_settings(settings.with_shortcut("undo", "Ctrl+Z").with_shortcut("redo", ""), folder / "0.json")
    for number, document in enumerate((sample(), dabbed(blank(), 3))):
        journal = Journal.start(folder / "journals", document, folder / "own.ora" if number else None)
        journal.record_job("entry", job_of(document), "waiting", "Paint")
        journal.record_result("a/b.png", folder / "b.png")
        journal.record(dabbed(document, 4) if number else document.edited(title="x"), "Stroke")
        if not journal.flush():
            raise RuntimeError("the seed journal could not be written")
        if number:  # as a killed program leaves it: the edits are in the log
            shutil.copy(journal.path, folder / "1.journal")
            shutil.copy(journal.path.with_name(journal.path.name + "-wal"), folder / "1.journal-wal")
        journal.close(clean=False)
        if not number:
            shutil.copy(journal.path, folder / "0.journal")


def open_document(seeds: Path, folder: Path, chance: random.Random) -> str:
    path = folder / "spoilt.ora"
    examples = sorted(EXAMPLES.glob("*.ora"))
    small = [seeds / "0.ora", seeds / "1.ora"]
    whole = chance.choice(examples if examples and chance.random() < 0.1 else small)
    path.write_bytes(spoil_document(whole.read_bytes(), chance))
    document = load_document(path).document
    again = folder / "again.ora"
    save_document(document, again)
    if load_document(again).document != document:
        raise AssertionError("does not come back equal")
    return "opened"


def open_settings(seeds: Path, folder: Path, chance: random.Random) -> str:
    path = folder / "settings.json"
    path.write_bytes(spoil_settings((seeds / "0.json").read_bytes(), chance))
    loaded = load_settings(path)
    save_settings(loaded.settings, path)
    if load_settings(path).settings != loaded.settings or load_settings(path).notices:
        raise AssertionError("does not come back equal")
    return type(loaded.notices[0]).__name__ if loaded.notices else "opened"


def open_journal(seeds: Path, folder: Path, chance: random.Random) -> str:
    number = chance.randrange(2)
    path = folder / "spoilt.journal"
    shutil.copy(seeds / f"{number}.journal", path)
    if number:
        shutil.copy(seeds / "1.journal-wal", folder / "spoilt.journal-wal")
    spoil_journal(path, chance)
    os.utime(path)
    before = path.exists()
    listed = recover(folder)
    if not listed and before:
        return "nothing to recover" if path.exists() else "removed as saved"
    recovered = load(path)
    journal = resume(recovered)
    journal.close(clean=False)
    if journal.trouble is not None:
        return f"BAD cannot go on: {journal.trouble}"
    again = load(journal.path)
    again.file.close()
    if again.document != recovered.document:
        raise AssertionError("does not come back equal")
    anew = " in a new file" if journal.path != path else ""
    return f"opened{anew}, {len(recovered.losses)} losses" if recovered.losses else f"opened{anew}"


OPENERS: dict[str, Callable[[Path, Path, random.Random], str]] = {
    "document": open_document,
    "settings": open_settings,
    "journal": open_journal,
}


def one(seeds: Path, number: int, seed: int) -> str:
    """What became of file ``number``: "opened", the name of an error of ours, or BAD and a stranger's."""
    kind = KINDS[number % len(KINDS)]
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        try:
            return OPENERS[kind](seeds, Path(folder), random.Random(seed * 1_000_003 + number))
        except ArtmasterError as error:
            return type(error).__name__
        except Exception as error:  # noqa: BLE001  what comes through here is what we look for
            last = traceback.extract_tb(error.__traceback__)[-1]
            text = f"{type(error).__name__}: {error}".replace("\n", " ")[:150]
            return f"BAD {text} at {Path(last.filename).name}:{last.lineno}"


def work(seeds: Path, start: int, end: int, seed: int) -> None:
    """The process that opens files, and says of each that it begins and how it went."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    for number in range(start, end):
        print(f"b {number}", flush=True)
        begin = time.perf_counter()
        outcome = one(seeds, number, seed)
        print(f"e {number} {time.perf_counter() - begin:.4f} {outcome}", flush=True)


@dataclass
class Tally:
    """What became of all files; ``bad`` are (number, what)."""

    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    bad: list[tuple[int, str]] = field(default_factory=list)
    slowest: float = 0.0
    slowest_file: int = -1

    def take(self, number: int, seconds: float, outcome: str) -> None:
        if seconds > self.slowest:
            self.slowest, self.slowest_file = seconds, number
        if outcome.startswith("BAD"):
            self.bad.append((number, outcome))
            outcome = "BAD"
        self.outcomes[KINDS[number % len(KINDS)], outcome] += 1


def run(count: int, seed: int, *, loud: bool = False) -> Tally:
    """Open ``count`` files."""
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="fuzz-seeds-") as folder:
        grow_seeds(Path(folder))
        start = 0
        while start < count:
            start = _watch(Path(folder), start, count, seed, tally, loud)
    return tally


def _watch(seeds: Path, start: int, count: int, seed: int, tally: Tally, loud: bool) -> int:
    """One process until it is done, dead or silent; the number to go on with."""
    command = [sys.executable, "-m", "tests.bench.fuzz_files", "--work", str(seeds), str(start), str(count)]
    number = start
    with subprocess.Popen([*command, str(seed)], stdout=subprocess.PIPE, text=True, bufsize=1) as child:
        assert child.stdout is not None
        with selectors.DefaultSelector() as selector:
            selector.register(child.stdout, selectors.EVENT_READ)
            while True:
                if not selector.select(SILENCE):
                    child.kill()
                    tally.take(number, SILENCE, "BAD silent for too long")
                    return number + 1
                line = child.stdout.readline()
                if not line:
                    break
                what, found, *rest = line.rstrip("\n").split(" ", 3)
                number = int(found)
                if what == "e":
                    tally.take(number, float(rest[0]), rest[1])
                    if loud and (number + 1) % 1000 == 0:
                        print(f"{number + 1} files, {len(tally.bad)} bad", flush=True)
        code = child.wait()
    if code:
        tally.take(number, 0.0, f"BAD the process ended with {code}")
        return number + 1
    return count


def table(tally: Tally) -> str:
    lines = [f"{kind:10} {count:6}  {outcome}" for (kind, outcome), count in sorted(tally.outcomes.items())]
    lines += [f"BAD {number}: {what}" for number, what in tally.bad[:40]]
    lines.append(f"slowest {tally.slowest:.2f} s (file {tally.slowest_file}); bad: {len(tally.bad)}")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int)
    parser.add_argument("--work", nargs=4, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.work:
        work(Path(options.work[0]), *map(int, options.work[1:]))
        return 0
    if options.only is not None:
        with tempfile.TemporaryDirectory(prefix="fuzz-seeds-") as folder:
            grow_seeds(Path(folder))
            print(one(Path(folder), options.only, options.seed))
        return 0
    start = time.monotonic()
    tally = run(options.files, options.seed, loud=True)
    print(table(tally))
    print(f"{sum(tally.outcomes.values())} files in {time.monotonic() - start:.0f} s")
    return 1 if tally.bad else 0


if __name__ == "__main__":
    sys.exit(main())
