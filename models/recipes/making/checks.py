"""What can be tried in a minute before a run: ``python -m making.checks NAME --state DIR``.

Each check is a process of its own and writes what it found to ``DIR/NAME.json`` as it goes, so that one that
hangs still tells how far it came. ``preflight.py`` begins them side by side and draws the conclusions.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import shutil
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

PACKAGES = (
    "accelerate", "cv2", "defusedxml", "diffusers", "numba", "peft", "PIL", "platformdirs", "rich",
    "safetensors", "scipy", "sentencepiece", "tokenizers", "torch", "transformers",
)  # fmt: skip
"""What the recipes and the program's engine import."""
COMPUTED = 512
"""Pixels of the pictures that the painting rate is taken from."""


@dataclass
class Found:
    """What a check found so far, on disk after every entry."""

    path: Path
    rows: dict[str, Any]

    def tell(self, **rows: Any) -> None:
        """Add entries."""
        self.rows |= rows
        self.path.parent.mkdir(parents=True, exist_ok=True)
        draft = self.path.with_suffix(".new")
        draft.write_text(json.dumps(self.rows, indent=1) + "\n", encoding="utf-8")
        draft.replace(self.path)
        print(f"{self.path.stem}: {rows}", flush=True)


def machine(state: Path, found: Found, smoke: bool) -> None:
    """Cores, memory, disk, shared memory, packages, and whether what is packed comes out whole."""
    from making.ready import carry, unpack
    from painters.parallel import core_count

    shared = Path("/dev/shm")
    found.tell(
        cores=core_count(),
        memory_gib=_memory(),
        disk_gib=round(shutil.disk_usage(state).free / 2**30, 1),
        shm_gib=round(shutil.disk_usage(shared).free / 2**30, 2) if shared.exists() else 0.0,
        missing=[name for name in PACKAGES if importlib.util.find_spec(name) is None],
        finish_also_misses=[name for name in ("spandrel",) if importlib.util.find_spec(name) is None],
    )
    thing = state / "packing" / "thing"
    thing.parent.mkdir(exist_ok=True)
    thing.write_bytes(os.urandom(2**20))
    carry("thing", (thing,), state, state / "packing" / "ready", True, part=300_000)
    unpack(state / "packing" / "ready", state / "packing" / "out")
    whole = (state / "packing" / "out" / "packing" / "thing").read_bytes() == thing.read_bytes()
    shutil.rmtree(state / "packing")
    found.tell(packs=whole)


def _memory() -> float:
    """GiB that may be used: the limit of the group of processes, where there is one below the machine's."""
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") if hasattr(os, "sysconf") else 0
    limit = Path("/sys/fs/cgroup/memory.max")
    said = limit.read_text(encoding="utf-8").strip() if limit.exists() else "max"
    return round((min(total, int(said)) if said.isdigit() else total) / 2**30, 1)


def painting(state: Path, found: Found, smoke: bool) -> None:
    """Pictures a second with a process on every core but two; the first round compiles the kernels."""
    from painters.parallel import core_count, spread

    workers, side = (1, 64) if smoke else (max(1, core_count() - 2), COMPUTED)
    began = time.monotonic()
    alone = [_painted(task) for task in [(0, side)]]
    found.tell(workers=workers, first_seconds=round(time.monotonic() - began, 1), bytes=alone[0])
    tasks = [(number, side) for number in range(1, 1 + 12 * workers)]
    times: list[float] = []
    for _ in spread(_painted, tasks, workers=workers):
        times.append(time.monotonic())
    rate = (len(times) - 1) / max(1e-3, times[-1] - times[0])
    found.tell(a_second=round(rate, 1), pictures=len(times))


def _painted(task: tuple[int, int]) -> int:
    """Paint a picture as the pool has them, every fifth by several hands; returns its bytes."""
    import numpy as np

    from landscape import paint, random_scene, random_style
    from starter.joint import paint_joint

    number, side = task
    rng = np.random.default_rng([number, 8])
    if number % 5 == 0:
        return int(paint_joint(rng, side, side, 12).rgb.nbytes)
    return int(paint(random_scene(rng, side, side), random_style(rng), number).rgb.nbytes)


def autoencoder(state: Path, found: Found, smoke: bool) -> None:
    """Steps of the autoencoder at its real width; the loss must be a number."""
    import torch

    from starter import autoencoder as vae
    from starter.runtime import amp, prepare

    device, plan = _device(smoke), _plan(smoke)
    prepare(device)
    found.tell(device=device.type)
    network = vae.build(plan).to(device, memory_format=torch.channels_last)
    crops = torch.randint(0, 256, (12, 3, 64, 64), dtype=torch.uint8, device=device)
    losses = []
    for _ in range(2):
        with amp(device):
            loss = vae.train_step(network.encoder, network.decoder, crops, 4, False)
        loss.backward()
        losses.append(round(loss.item(), 4))
    found.tell(losses=losses)


def base(state: Path, found: Found, smoke: bool) -> None:
    """A shallow base of the real width: an ordinary step, a compiled one, and a recorded one beside it."""
    import torch

    from starter import base as recipe
    from starter import runtime, tokenisers
    from starter.graphs import RefusedError

    device, plan = _device(smoke), _plan(smoke)
    runtime.prepare(device)
    if device.type == "cuda":
        card = torch.cuda.get_device_properties(device)
        found.tell(
            device=card.name, gpus=torch.cuda.device_count(), memory_gib=round(card.total_memory / 2**30)
        )
    tokenisers.build(plan, state / "base" / "tokenisers", 1)
    with runtime.own_stream(device):
        trainer = recipe.Trainer(plan, state / "base", device, 1)
        trainer.train_step(trainer._noise(plan.early[0], plan.early[0].formats[0]), False, 0.0)
        found.tell(torch=torch.__version__, loss=round(trainer.loss(*_lesson(trainer)).item(), 4))
        if device.type != "cuda":
            return
        began, counters = time.monotonic(), torch._dynamo.utils.counters["stats"]
        trainer.compile()
        trainer.rehearse()
        found.tell(compiled=int(counters["unique_graphs"]), seconds=round(time.monotonic() - began, 1))
        try:
            trainer.record()
        except RefusedError as refusal:
            found.tell(refused=str(refusal)[:300])
        else:
            slow, fast = trainer.recorder.mean_times() if trainer.recorder else (0.0, 0.0)
            found.tell(recorded=True, ms_by_launches=round(1000 * slow, 1), ms_so=round(1000 * fast, 1))
    torch.cuda.synchronize()


def _lesson(trainer: Any) -> tuple[Any, bool]:
    bucket = trainer.plan.late[0]
    return trainer._noise(bucket, bucket.formats[0]), True


def painters(state: Path, found: Found, smoke: bool) -> None:
    """An untaught base as a file, two painters taught a step of each kind on it, and a picture painted."""
    import numpy as np

    import landscape
    from painters.dataset import build_training_set
    from painters.sampling import load_pipeline, paint_batch
    from painters.train import PainterTrainer, Recipe
    from painters.works import WorkTask, caption_bank, paint_work
    from starter import export, runtime, tokenisers

    device, plan, folder = _device(smoke), _plan(smoke), state / "painters"
    runtime.prepare(device)
    tokenisers.build(plan, folder / "tokenisers", 1)
    export.stand_in(plan, folder, folder / "base")
    pipe = load_pipeline(str(folder / "base"), device)
    slugs = list(landscape.PAINTERS)[:2]
    works = [[paint_work(WorkTask(slug, 0, (64, 64), 1))[1]] for slug in slugs]
    bank = [caption_bank(landscape.PAINTERS[slug].trigger, 2, 1) for slug in slugs]
    data = build_training_set(pipe, works, bank, 2, np.random.default_rng(1))
    trainer = PainterTrainer(pipe, data, 2, Recipe(rank=4, alpha=4, rows=2, variations=2, bank=2))
    losses = [float(value) for progress in (0.1, 0.2) for value in trainer.step(progress)]
    found.tell(losses=[round(value, 4) for value in losses])
    picture = paint_batch(pipe, ["a pine on a rock"], [1], (64, 64), steps=2)
    found.tell(painted=list(picture.shape))


def judge(state: Path, found: Found, smoke: bool) -> None:
    """A step of the judge."""
    import numpy as np
    import torch

    from judge.network import JudgeNet
    from judge.train import WIDTHS, Studio, Teacher

    device = _device(smoke)
    names, subjects = ("one", "two"), ("pine", "rocks", "boat")
    studio = Studio(names, subjects, device, smoke=True)
    rng = np.random.default_rng(1)
    pictures = rng.integers(0, 256, (8, 96, 96, 3)).astype(np.uint8)
    truth = rng.integers(0, 2, (8, 3)).astype(np.float32)
    studio.banks[96, 96].add(pictures, [0, 1] * 4, truth, paired=True)
    net = JudgeNet(len(subjects), len(names) + 1, WIDTHS).to(device)
    teacher = Teacher(net.to(memory_format=torch.channels_last), studio, None, 1, 4)  # type: ignore[call-overload]
    found.tell(losses=[round(value, 4) for value in teacher.step(0.1).tolist()])


def program(state: Path, found: Found, smoke: bool) -> None:
    """The program's own engine, which measures fidelity and teaches in the second run, can be imported."""
    from artmaster_desktop.engine.engine import PaintEngine
    from artmaster_desktop.engine.training.trainer import PainterTrainer
    from artmaster_desktop.storage.library import PainterLibrary

    found.tell(has=[kind.__name__ for kind in (PaintEngine, PainterTrainer, PainterLibrary)])


CHECKS: dict[str, Callable[[Path, Found, bool], None]] = {
    "machine": machine,
    "painting": painting,
    "autoencoder": autoencoder,
    "base": base,
    "judge": judge,
    "painters": painters,
    "program": program,
}


def _device(smoke: bool) -> Any:
    import torch

    return torch.device("cuda" if torch.cuda.is_available() and not smoke else "cpu")


def _plan(smoke: bool) -> Any:
    """The real widths in one block of each kind and two shapes of a step; toys with `smoke`."""
    from starter.plan import EARLY, LATE, Plan

    plan = Plan.smoke() if smoke else replace(Plan.full(), double_layers=1, single_layers=1)
    if smoke:
        return replace(plan, tokeniser_texts=600, early=plan.early[:1], late=plan.late[2:3])
    return replace(plan, tokeniser_texts=600, tokens_per_step=20_000, early=EARLY[:1], late=LATE[2:3])


def main() -> int:
    """Run one check; 0 when it came to its end."""
    parser = argparse.ArgumentParser(prog="python -m making.checks", description=__doc__)
    parser.add_argument("name", choices=sorted(CHECKS))
    parser.add_argument("--state", type=Path, required=True)
    parser.add_argument("--smoke", action="store_true", help="toy sizes on a CPU")
    options = parser.parse_args()
    options.state.mkdir(parents=True, exist_ok=True)
    found = Found(options.state / f"{options.name}.json", {})
    CHECKS[options.name](options.state, found, options.smoke)
    found.tell(done=True)
    return 0


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)  # a device may fall over at the very end, when all is told
