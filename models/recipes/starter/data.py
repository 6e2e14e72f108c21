"""The picture pool: pictures painted by worker processes, kept as memory-mapped shards that any stage can
read.

On disk, below `STATE/data`, each finished shard is a folder `FORMAT/gGG-wWW-KKKK` holding

* `rgb.npy`     uint8 [n, height, width, 3], sRGB
* `labels.npy`  uint8 [n, height, width], the landscape painter's class ids (`landscape.CLASSES`)
* `style.npy`   float32 [n, s], the style vectors
* `t5.npy`      int16 [n, v, 128], v caption variants as T5 token ids, padded with 0
* `clip.npy`    int16 [n, v, 77], the same captions as CLIP token ids
* `areas.npy`, `region_t5.npy`   of pictures by several hands alone (`joint.py`): uint8 [n, r + 1, h / 16,
  w / 16], and int16 [n, v, r, 64]
* `meta.json`   {"captions": [[v texts] * n], "subjects": [[names] * n], "seeds": [n]}

A shard appears by one atomic rename, so a reader never sees half of one. Shards whose number is 0 in
generation 0 are held out: no stage trains on them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .captions import variants
from .plan import FORMAT_CYCLE, Plan

COMMON = ("rgb", "labels", "style", "t5", "clip")
T5_LENGTH, REGION_LENGTH = 128, 64
CLIP_LENGTH = 77


@dataclass(frozen=True)
class Shard:
    """One finished shard; arrays are memory-mapped, so taking a slice reads only that slice."""

    path: Path
    rgb: NDArray[np.uint8]
    labels: NDArray[np.uint8]
    style: NDArray[np.float32]
    t5: NDArray[np.int16]
    clip: NDArray[np.int16]
    areas: NDArray[np.uint8] | None = None
    region_t5: NDArray[np.int16] | None = None

    @property
    def held_out(self) -> bool:
        """Whether the pictures are kept away from all training."""
        return self.path.name.startswith("g00-") and self.path.name.endswith("-0000")

    def meta(self) -> dict[str, Any]:
        """Captions (texts), subjects and seeds of the pictures, read from disk at each call."""
        loaded: dict[str, Any] = json.loads((self.path / "meta.json").read_text(encoding="utf-8"))
        return loaded

    def __len__(self) -> int:
        return int(self.rgb.shape[0])


def open_shard(path: Path) -> Shard:
    """Map one finished shard folder. Raises FileNotFoundError when a member is missing."""
    arrays = {
        name: np.load(path / f"{name}.npy", mmap_mode="r")
        for name in ("rgb", "labels", "style", "t5", "clip", "areas", "region_t5")
        if name in COMMON or (path / f"{name}.npy").exists()
    }
    return Shard(path, **arrays)


class Pool:
    """All finished shards of a state folder.

    `refresh()` picks up what was painted since; `shards(format, held_out)` gives the shards of one format in
    a stable order; `len(pool)` counts pictures.
    """

    def __init__(self, root: Path) -> None:
        self.root = Path(root)
        self._shards: dict[str, Shard] = {}
        self.refresh()

    def refresh(self) -> list[Shard]:
        """Map shards that are new on disk and return just those, oldest first."""
        fresh = []
        for path in sorted(self.root.glob("*/g??-w??-????"), key=lambda p: (p.name[-4:], p.name)):
            key = str(path.relative_to(self.root))
            if key not in self._shards:
                self._shards[key] = open_shard(path)
                fresh.append(self._shards[key])
        return fresh

    def shards(self, fmt: str | None = None, held_out: bool | None = False) -> list[Shard]:
        """Shards of a format (None: all), trainable ones (False), held-out ones (True) or both (None)."""
        return [
            s
            for s in self._shards.values()
            if (fmt is None or s.path.parent.name == fmt) and (held_out is None or s.held_out == held_out)
        ]

    def pictures(self, fmt: str | None = None, held_out: bool | None = False) -> Iterator[tuple[Shard, int]]:
        """(shard, index) of every picture chosen as by `shards`."""
        for shard in self.shards(fmt, held_out):
            for index in range(len(shard)):
                yield shard, index

    def __len__(self) -> int:
        return sum(len(s) for s in self._shards.values())


def shard_format(worker: int, number: int) -> str:
    """Format of a worker's shard; neighbours differ, so that every format comes early."""
    return FORMAT_CYCLE[(worker + number) % len(FORMAT_CYCLE)]


def paint_shard(
    plan: Plan, root: Path, tokens: Any, generation: int, worker: int, number: int, seed: int
) -> Path:
    """Paint one shard of `plan.shard` pictures with their captions and publish it under `root`; returns its
    folder.

    The pictures depend on (seed, generation, worker, number) alone.
    """
    fmt = shard_format(worker, number)
    rng = np.random.default_rng(np.random.SeedSequence((seed, generation, worker, number)))
    draw = joint_shard if fmt == "joint" else single_shard
    rows, meta = draw(plan, tokens, rng, *plan.formats[fmt])
    final = root / fmt / f"g{generation:02d}-w{worker:02d}-{number:04d}"
    draft = root.parent / "draft" / final.name
    draft.mkdir(parents=True, exist_ok=True)
    for name, arrays in rows.items():
        np.save(draft / f"{name}.npy", np.stack(arrays))
    (draft / "meta.json").write_text(json.dumps(meta, ensure_ascii=False), encoding="utf-8")
    final.parent.mkdir(parents=True, exist_ok=True)
    draft.replace(final)
    return final


Rows = dict[str, list[NDArray[Any]]]
Meta = dict[str, list[Any]]


def single_shard(plan: Plan, tokens: Any, rng: Any, width: int, height: int) -> tuple[Rows, Meta]:
    """A shard's arrays and meta: pictures by one hand each."""
    from landscape import paint, random_scene, random_style

    rows: Rows = {name: [] for name in COMMON}
    meta: Meta = {"captions": [], "subjects": [], "seeds": []}
    for _ in range(plan.shard):
        style, scene = random_style(rng), random_scene(rng, width, height)
        picture_seed = int(rng.integers(2**31))
        picture = paint(scene, style, picture_seed)
        texts = variants(picture.scene, style, rng, plan.variants)
        vector = np.asarray(style.vector(), np.float32)
        made = (picture.rgb, picture.labels, vector, tokens.t5(texts, T5_LENGTH), tokens.clip(texts))
        for name, row in zip(COMMON, made, strict=True):
            rows[name].append(row)
        meta["captions"].append(texts)
        meta["subjects"].append([str(s) for s in picture.scene.subjects])
        meta["seeds"].append(picture_seed)
    return rows, meta


def joint_shard(plan: Plan, tokens: Any, rng: Any, width: int, height: int) -> tuple[Rows, Meta]:
    """A shard's arrays and meta: pictures by several hands."""
    from .joint import REGIONS, paint_joint

    rows: Rows = {name: [] for name in (*COMMON, "areas", "region_t5")}
    meta: Meta = {"captions": [], "regions": [], "subjects": [], "seeds": []}
    for _ in range(plan.shard):
        joint = paint_joint(rng, width, height, plan.variants)
        flat = [text for texts in joint.texts for text in texts]
        ids = tokens.t5(flat, REGION_LENGTH).reshape(plan.variants, REGIONS, REGION_LENGTH)
        made = (joint.rgb, joint.labels, np.zeros(1, np.float32), tokens.t5(joint.roots, T5_LENGTH))
        for name, row in zip(rows, (*made, tokens.clip(joint.roots), joint.areas, ids), strict=True):
            rows[name].append(row)
        meta["captions"].append(joint.roots)
        meta["regions"].append(joint.texts)
        meta["subjects"].append(joint.subjects)
        meta["seeds"].append(0)
    return rows, meta


def work(plan: Plan, state: Path, generation: int, worker: int, seed: int, limit: int) -> None:
    """A worker's life: paint shard after shard until `STATE/stop` exists, the parent is gone or `limit`
    pictures lie in the pool."""
    from .tokenisers import Tokens

    os.nice(10)
    tokens = Tokens(state / "tokenisers")
    parent, root, number = os.getppid(), state / "data", 0
    while os.getppid() == parent and not (state / "stop").exists():
        if sum(1 for _ in root.glob("*/g??-w??-????")) * plan.shard >= limit:
            return
        paint_shard(plan, root, tokens, generation, worker, number, seed)
        number += 1


class Crew:
    """Worker processes that paint into the pool while a stage runs; use as a context manager."""

    def __init__(self, state: Path, workers: int, seed: int, smoke: bool, limit: int = 24_000) -> None:
        self.state, self.workers, self.seed, self.smoke, self.limit = state, workers, seed, smoke, limit
        self._processes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Crew:
        (self.state / "data").mkdir(parents=True, exist_ok=True)
        (self.state / "stop").unlink(missing_ok=True)
        names = [p.name for p in (self.state / "data").glob("*/g??-w??-????")]
        generation = 1 + max((int(n[1:3]) for n in names), default=-1)
        threads = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
        environment = (
            os.environ
            | dict.fromkeys(threads, "1")
            | {"CUDA_VISIBLE_DEVICES": "", "TOKENIZERS_PARALLELISM": "false"}
        )
        log = (self.state / "workers.log").open("ab")
        for worker in range(self.workers):
            command = [
                sys.executable,
                "-m",
                "starter",
                "paint",
                "--state",
                str(self.state),
                "--seed",
                str(self.seed),
                "--worker",
                str(worker),
                "--generation",
                str(generation),
                "--limit",
                str(self.limit),
            ]
            command += ["--smoke"] if self.smoke else []
            self._processes.append(subprocess.Popen(command, stdout=log, stderr=log, env=environment))
        log.close()
        return self

    def alive(self) -> int:
        """How many workers still run."""
        return sum(p.poll() is None for p in self._processes)

    def __exit__(self, *_: object) -> None:
        if not self._processes:
            return  # somebody else's crew goes on
        (self.state / "stop").touch()
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            process.wait()
        (self.state / "stop").unlink(missing_ok=True)


def wait_for(pool: Pool, crew: Crew, pictures: int, seconds: float) -> None:
    """Block until the pool holds `pictures` trainable pictures and some held-out ones.

    Raises RuntimeError when the workers died or `seconds` passed first.
    """
    end = time.monotonic() + seconds
    while True:
        pool.refresh()
        if sum(len(s) for s in pool.shards()) >= pictures and pool.shards(held_out=True):
            return
        if time.monotonic() > end or (crew.workers and not crew.alive()):
            raise RuntimeError(
                f"{len(pool)} pictures only, {crew.alive()} workers alive: see {crew.state}/workers.log"
            )
        time.sleep(0.5)
