"""The program that is killed: paints, generates and saves at once, and says each thing it did.

    python -m tests.bench.kill_nine_child FOLDER SEED

One line each on standard output: ``E number time digest`` just before an edit is handed to the journal, ``R
result digest`` when a result is on the disk, ``s`` and ``S number`` around a save, ``r`` when a result begins
to be written. A line is in the pipe before anything else happens, so it outlives a kill.
"""

from __future__ import annotations

import hashlib
import itertools
import os
import random
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from artmaster_desktop.core.document import Document
from artmaster_desktop.core.layer import GroupLayer, ImageLayer, MaskLayer, SketchLayer
from artmaster_desktop.core.raster import Pixels, Raster
from artmaster_desktop.storage.file_stamp import stamp_of
from artmaster_desktop.storage.journal import Journal
from artmaster_desktop.storage.ora import load_document, save_document
from artmaster_desktop.storage.results import ResultStore
from tests.storage.paintings import blank, job_of, picture_of, report_of

SIDE = 1200
OWN, JOURNALS, RESULTS = "own.ora", "journals", "results"


def say(line: str) -> None:
    """One whole line at once, past every buffer of ours."""
    os.write(1, f"{line}\n".encode())


def digest_of(document: Document, known: dict[int, tuple[Pixels, bytes]] | None = None) -> str:
    """Of everything in the document. ``known`` remembers digests of tiles."""
    known = {} if known is None else known
    total = hashlib.sha1(f"{document.title} {document.extent} {document.regions}".encode())
    for layer in document.walk():
        total.update(
            f"{type(layer).__name__} {layer.id} {layer.name} {layer.visible} {layer.opacity}".encode()
        )
        if isinstance(layer, GroupLayer):
            continue
        for key, tile in sorted(layer.raster.tiles.items()):
            if id(tile) not in known:
                known[id(tile)] = (tile, hashlib.sha1(tile.tobytes()).digest())
            total.update(repr(key).encode() + known[id(tile)][1])
    return total.hexdigest()


class Painter:
    """The artist: a stroke every few hundredths of a second, now and then something else."""

    def __init__(self, document: Document, journal: Journal, chance: random.Random) -> None:
        self.document = document
        self.journal = journal
        self.chance = chance
        self.past = [document]
        self.tiles: dict[int, tuple[Pixels, bytes]] = {}
        self.number = 0

    def work(self) -> None:
        while True:
            changed = self.change()
            self.number += 1
            changed = changed.edited(title=str(self.number))
            digest = digest_of(changed, self.tiles)
            say(f"E {self.number} {time.monotonic()} {digest}")
            self.journal.record(changed, "Stroke")
            self.document = changed
            self.past = [*self.past[-20:], changed]
            time.sleep(self.chance.uniform(0.0, 0.06))

    def change(self) -> Document:
        what = self.chance.random()
        if what < 0.1:
            return self.chance.choice(self.past)  # undo
        if what < 0.15:
            picture = self.pixels(SIDE, SIDE, 4)
            layer = ImageLayer(id=f"picture-{self.number}", name="Result", raster=Raster.from_array(picture))
            kept = [x for x in self.document.layers if not isinstance(x, ImageLayer)]
            return self.document.edited(layers=(layer, *kept))
        if what < 0.2:
            return self.document.edited(layers=tuple(reversed(self.document.layers)))
        name = "m" if what < 0.35 else "ink"
        found = self.document.find(name)
        assert isinstance(found, SketchLayer | MaskLayer)
        size = self.chance.randint(5, 400)
        x, y = self.chance.randint(0, SIDE - size), self.chance.randint(0, SIDE - size)
        patch = self.pixels(size, size, found.raster.channels)
        return self.document.with_layer(replace(found, raster=found.raster.with_patch(patch, x, y)))

    def pixels(self, height: int, width: int, channels: int) -> Pixels:
        seed = self.chance.randrange(2**31)
        coarse = np.random.default_rng(seed).integers(
            0, 256, (height // 4 + 1, width // 4 + 1, channels), np.uint8
        )
        return np.repeat(np.repeat(coarse, 4, axis=0), 4, axis=1)[:height, :width]


def generate(painter: Painter, store: ResultStore, chance: random.Random) -> None:
    """The engine and its queue."""
    for seed in itertools.count(1):
        job = job_of(painter.document, seed, side=256)
        painter.journal.record_job(f"entry-{seed}", job, "running", "Paint")
        time.sleep(chance.uniform(0.02, 0.2))
        picture = picture_of(job)
        say("r")
        result = store.put(job, picture, report_of(job))
        say(f"R {result.id} {hashlib.sha1(picture.tobytes()).hexdigest()}")
        painter.journal.record_result(result.id, result.path, f"entry-{seed}")


def save(painter: Painter, path: Path, chance: random.Random) -> None:
    """Ctrl+S, often."""
    while True:
        time.sleep(chance.uniform(0.05, 0.4))
        document = painter.document
        say("s")
        save_document(document, path, keep_backup=True)
        stamp = stamp_of(path)
        say(f"S {document.title or 0}")
        painter.journal.saved(document, path, stamp)


def main() -> None:
    folder, seed = Path(sys.argv[1]), int(sys.argv[2])
    chance = random.Random(seed)
    path = folder / OWN
    if path.exists():
        document = load_document(path).document
        journal = Journal.start(folder / JOURNALS, document, path, stamp_of(path))
    else:
        document = blank(side=SIDE)
        journal = Journal.start(folder / JOURNALS, document)
    painter = Painter(document, journal, chance)
    store = ResultStore(folder / RESULTS)
    for work in (
        lambda: generate(painter, store, random.Random(seed + 1)),
        lambda: save(painter, path, random.Random(seed + 2)),
    ):
        threading.Thread(target=work, daemon=True).start()
    say("ready")
    painter.work()


if __name__ == "__main__":
    main()
