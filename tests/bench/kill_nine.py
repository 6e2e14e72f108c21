"""Kills a painting, generating and saving program at random moments, and looks at what is left.

    python -m tests.bench.kill_nine [--trials 100] [--seed 1]

Each trial starts tests/bench/kill_nine_child.py, which works through the same journal, results and project
files as the program, sends it SIGKILL after a random time, and then checks in this process: the document
comes back as of an edit that was made at most two seconds before; every pixel of it is right; every project
file, backup and result is whole; everything that was announced as saved is there; the journal can go on.
SIGKILL shows the death of a process, not of the machine: what the system has taken it still writes.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from artmaster_desktop.core.errors import ArtmasterError
from artmaster_desktop.storage.ora import load_document, save_document
from artmaster_desktop.storage.picture_file import read_job
from artmaster_desktop.storage.recovery import load, recover, resume
from artmaster_desktop.storage.results import ResultStore
from tests.bench.kill_nine_child import JOURNALS, OWN, RESULTS, SIDE, digest_of
from tests.storage.paintings import blank, dabbed, picture_of

SPANS = ((0.0, 0.1), (0.0, 2.5), (0.0, 2.5), (2.0, 6.0))
"""Seconds after its first word when the program is killed; long enough that a slow journal would show."""

ALLOWED = 2.0
"""Seconds of work that may be lost."""


@dataclass
class Told:
    """What the program said before it died."""

    edits: dict[int, tuple[float, str]] = field(default_factory=dict)
    results: dict[str, str] = field(default_factory=dict)
    saved: int = -1
    saving: bool = False
    writing: bool = False
    ready: bool = False


@dataclass
class Trial:
    """How one trial went. ``lost`` is the age in seconds of the oldest edit that did not come back, 0 where
    none is missing; ``seconds`` how long giving back took; ``wrong`` is empty where all is well.
    """

    seed: int
    moment: str = ""
    edits: int = 0
    missing: int = 0
    lost: float = 0.0
    results: int = 0
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)


def hear(lines: list[str]) -> Told:
    told = Told()
    for line in lines:
        match line.split():
            case ["E", number, when, digest]:
                told.edits[int(number)] = (float(when), digest)
            case ["r"]:
                told.writing = True
            case ["R", result, digest]:
                told.results[result] = digest
                told.writing = False
            case ["s"]:
                told.saving = True
            case ["S", number]:
                told.saved = int(number)
                told.saving = False
            case ["ready"]:
                told.ready = True
    return told


def run_and_kill(folder: Path, seed: int, after: float) -> tuple[Told, float]:
    """What was said, and when the kill was sent (the clock is the system's, the same in both processes)."""
    command = [sys.executable, "-m", "tests.bench.kill_nine_child", str(folder), str(seed)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        first = child.stdout.readline()
        time.sleep(after)
        killed = time.monotonic()
        child.send_signal(signal.SIGKILL)
        rest, fault = child.stdout.read(), child.stderr.read()
    if fault or not first:
        raise RuntimeError(f"the program failed by itself: {fault.decode()}")
    return hear((first + rest).decode().split("\n")[:-1]), killed


def moment_of(told: Told) -> str:
    doing = [name for name, is_so in (("saving", told.saving), ("writing a result", told.writing)) if is_so]
    return " and ".join(doing) or ("painting" if told.edits else "starting")


def one_trial(folder: Path, seed: int) -> Trial:
    chance = random.Random(seed)
    if seed % 2:  # half of them open a file, whose tiles the journal borrows at first
        document = blank(side=SIDE)
        for number in range(30):
            document = dabbed(document, number, size=300)
        save_document(document.edited(title="0"), folder / OWN)
    after = chance.uniform(*chance.choice(SPANS))
    told, killed = run_and_kill(folder, seed, after)
    trial = Trial(seed, moment_of(told), edits=len(told.edits), results=len(told.results))
    found = -1
    try:
        found = check_files(folder, told, trial)
        start = time.perf_counter()
        found = max(found, check_journal(folder, told, trial))
        trial.seconds = time.perf_counter() - start
        check_results(folder, told, trial)
    except ArtmasterError as error:
        trial.wrong.append(f"not readable: {error}")
    gone = [when for number, (when, _) in told.edits.items() if number > found]
    trial.missing = len(gone)
    trial.lost = max(0.0, killed - min(gone)) if gone else 0.0
    if trial.lost > ALLOWED:
        trial.wrong.append(f"{trial.lost:.2f} s of work lost")
    return trial


def check_files(folder: Path, told: Told, trial: Trial) -> int:
    """The edit that the project file holds, -1 where there is none; it and its backups are whole."""
    newest = -1
    for name in (OWN, f"{OWN}~", f"{OWN}~2"):
        path = folder / name
        if not path.exists():
            continue
        loaded = load_document(path)
        number = int(loaded.document.title) if loaded.document.title.isdecimal() else 0
        if loaded.losses:
            trial.wrong.append(f"{name}: {loaded.losses}")
        if number and told.edits.get(number, (0, ""))[1] != digest_of(loaded.document):
            trial.wrong.append(f"{name} holds something else than edit {number}")
        if name == OWN:
            newest = number
    if newest < told.saved:
        trial.wrong.append(f"the file holds edit {newest}, {told.saved} was announced")
    return newest


def check_journal(folder: Path, told: Told, trial: Trial) -> int:
    """The edit that comes back, -1 where nothing is offered (all that was recorded is saved)."""
    items = recover(folder / JOURNALS)
    if not items:
        return -1
    if len(items) > 1 or items[0].problem is not None:
        trial.wrong.append(f"recovery offers {items}")
        return -1
    recovered = load(items[0].journal)
    title = recovered.document.title
    number = int(title) if title.isdecimal() else 0
    if recovered.losses:
        trial.wrong.append(f"recovered with losses: {recovered.losses}")
    if number and told.edits.get(number, (0, ""))[1] != digest_of(recovered.document):
        trial.wrong.append(f"recovered something else than edit {number}")
    journal = resume(recovered)
    again = dabbed(recovered.document, 5)
    journal.record(again)
    journal.close(clean=False)
    once_more = load(journal.path)
    once_more.file.close()
    if once_more.document != again:
        trial.wrong.append("the journal could not go on")
    return number


def check_results(folder: Path, told: Told, trial: Trial) -> None:
    store = ResultStore(folder / RESULTS)
    found = {result.id: result for result in store.all()}
    for path in (folder / RESULTS).glob("*/[!.]*.png"):
        read_job(path)
    for name, digest in told.results.items():
        result = found.get(name)
        if result is None:
            trial.wrong.append(f"{name} was announced and is gone")
        elif hashlib.sha1(store.pixels(result).tobytes()).hexdigest() != digest:
            trial.wrong.append(f"{name} shows something else")
        elif (picture_of(store.job(result)) != store.pixels(result)).any():
            trial.wrong.append(f"{name} carries another job")


def table(trials: list[Trial]) -> str:
    """Rows by the moment of the kill."""
    rows = [("killed while", "trials", "edits", "missing", "lost p50", "lost max", "give back max", "wrong")]
    groups = sorted({trial.moment for trial in trials})
    for moment in (*groups, "all"):
        some = [trial for trial in trials if moment in (trial.moment, "all")]
        lost = [trial.lost for trial in some]
        rows.append((
            moment, str(len(some)), str(sum(t.edits for t in some)), str(sum(t.missing for t in some)),
            f"{statistics.median(lost):.3f} s", f"{max(lost):.3f} s", f"{max(t.seconds for t in some):.2f} s",
            str(sum(bool(t.wrong) for t in some)),
        ))  # fmt: skip
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    return "\n".join("  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)) for row in rows)


def run(count: int, seed: int, *, loud: bool = False) -> list[Trial]:
    """``count`` trials."""
    trials = []
    for number in range(count):
        with tempfile.TemporaryDirectory(prefix="kill-nine-") as folder:
            trials.append(one_trial(Path(folder), seed + number))
        if loud and (trials[-1].wrong or number % 10 == 9):
            print(f"{number + 1} trials", trials[-1].wrong, flush=True)
    return trials


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--trials", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    start = time.monotonic()
    trials = run(options.trials, options.seed, loud=True)
    print(table(trials))
    results = sum(trial.results for trial in trials)
    print(f"{results} results announced; {time.monotonic() - start:.0f} s in all")
    return 1 if any(trial.wrong for trial in trials) else 0


if __name__ == "__main__":
    sys.exit(main())
