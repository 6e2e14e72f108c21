"""Training the judge on exact ground truth, then measuring it on pictures it has not seen."""

import argparse
import copy
import math
import queue
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from painters.parallel import core_count, spread

from .augment import through_vae
from .bank import Bank, Batch
from .judge import Judge, as_input, majority
from .metrics import auc, best_threshold, rates
from .network import JudgeNet, parameter_count
from .pictures import OTHER, Pair, paint_pair, pair_tasks

F32 = NDArray[np.float32]
U8 = NDArray[np.uint8]
Ints = NDArray[np.int64]
SIZES = ((512, 512), (512, 512), (512, 768), (512, 512), (512, 512), (768, 512))
SMOKE_SIZES = ((96, 96), (96, 128))
WIDTHS = (24, 48, 96, 160, 192)


class Easel:
    """Paints pairs on the other cores while the network learns; finished ones wait in `ready`."""

    def __init__(self, tasks: Any, seconds: float, workers: int) -> None:
        self._ready: queue.SimpleQueue[Pair] = queue.SimpleQueue()
        self._hand = ThreadPoolExecutor(1, thread_name_prefix="easel")
        self._done = self._hand.submit(self._paint, tasks, seconds, workers)

    def _paint(self, tasks: Any, seconds: float, workers: int) -> None:
        for pair in spread(paint_pair, tasks, seconds, workers):
            self._ready.put(pair)

    def busy(self) -> bool:
        """Whether more pairs may come."""
        return not self._done.done() or not self._ready.empty()

    def drain(self) -> list[Pair]:
        """The pairs finished since the last call. Raises what a painting process raised."""
        if self._done.done():
            self._done.result()
        pairs = []
        while not self._ready.empty():
            pairs.append(self._ready.get())
        return pairs


class Studio:
    """The banks of training pictures by size, and the held-out ones."""

    def __init__(
        self, painters: tuple[str, ...], subjects: tuple[str, ...], device: torch.device, smoke: bool
    ) -> None:
        self.subjects, self.painters = subjects, painters
        self.held_out_pairs = len(painters) * (1 if smoke else 8)
        self.held_out: list[tuple[U8, int, F32]] = []
        sizes = SMOKE_SIZES if smoke else SIZES
        room = {
            size: (40 if smoke else 12_000 if size[0] == size[1] else 2_500) for size in dict.fromkeys(sizes)
        }
        styles = len(painters) + 1
        self.banks = {s: Bank(s, c, len(subjects), styles, device) for s, c in room.items()}

    def truth(self, present: Any) -> F32:
        """float32[S]: 1 for each subject that is present."""
        return np.array([s in present for s in self.subjects], dtype=np.float32)

    def take_pair(self, pair: Pair) -> None:
        """Puts a pair into its bank, or keeps it back for measuring (the first ones)."""
        truth = np.stack([self.truth(shown) for shown in pair.subjects])
        if pair.index < self.held_out_pairs:
            self.held_out += list(zip(pair.rgb, pair.styles, truth, strict=True))
            return
        height, width = pair.rgb.shape[1:3]
        self.banks[(width, height)].add(pair.rgb, pair.styles, truth, paired=True)

    def take_pool(self, folder: Path, limit: float) -> int:
        """Fills the banks to `limit` of their room from the recipe's pool of random styles; returns the
        pictures. Those by several hands are left out: they show only parts of what they are called.
        """
        from starter.data import Pool

        taken = 0
        other = len(self.painters)
        pool = Pool(folder)
        for held_out in (True, False):
            for shard in pool.shards(None, held_out):
                bank = self.banks.get((shard.rgb.shape[2], shard.rgb.shape[1]))
                full = bank is None or bank.count > limit * len(bank.rgb)
                if bank is None or shard.areas is not None or (full and not held_out):
                    continue
                truth = np.stack([self.truth(s) for s in shard.meta()["subjects"]])
                rgb = np.asarray(shard.rgb)
                if held_out:
                    self.held_out += [(rgb[i], other, truth[i]) for i in range(len(rgb))]
                else:
                    taken += bank.add(rgb, [other] * len(rgb), truth)
        return taken


class Teacher:
    """The training loop: AdamW on a cosine over time, an average of the weights, batches of one size."""

    def __init__(self, net: JudgeNet, studio: Studio, vae: Any | None, seed: int, rows: int) -> None:
        self.net, self.studio, self.vae, self.rows = net, studio, vae, rows
        self.device = next(net.parameters()).device
        self.average = copy.deepcopy(net).eval()
        self._averaged, self._learning = (
            [t for t in one.state_dict().values() if t.is_floating_point()] for one in (self.average, net)
        )
        self.optimiser = torch.optim.AdamW(net.parameters(), lr=2e-3, weight_decay=0.02, fused=True)
        self.rng = torch.Generator(self.device).manual_seed(seed)
        self.host = np.random.default_rng(seed)
        self.taken = 0

    def _batch(self) -> Batch:
        banks = [b for b in self.studio.banks.values() if b.count >= 4]
        counts = np.array([b.count for b in banks], dtype=np.float64)
        bank = banks[int(self.host.choice(len(banks), p=counts / counts.sum()))]
        area = bank.size[0] * bank.size[1] / min(b.size[0] * b.size[1] for b in banks)
        return bank.batch(max(2, int(self.rows / area)), self.vae, self.rng)

    def step(self, progress: float) -> Tensor:
        """One update at `progress` in [0, 1]; returns the subject and the style loss, [2], on the device."""
        batch = self._batch()
        for group in self.optimiser.param_groups:
            rise = min(1.0, (self.taken + 1) / 100)
            group["lr"] = 2e-3 * rise * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * progress)))
        self.net.train()
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.device.type == "cuda"):
            subjects, styles = self.net(batch.x.contiguous(memory_format=torch.channels_last))
        each = F.binary_cross_entropy_with_logits(subjects.float(), batch.subjects, reduction="none").mean(1)
        subject = (each * batch.weight).sum() / batch.weight.sum().clamp(min=1.0)
        style = F.cross_entropy(styles.float(), batch.styles)
        self.optimiser.zero_grad(set_to_none=True)
        (6.0 * subject + style).backward()
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 2.0)
        self.optimiser.step()
        self.taken += 1
        self._follow(min(0.998, (1 + self.taken) / (20 + self.taken)))
        return torch.stack((subject.detach(), style.detach()))

    @torch.no_grad()
    def _follow(self, decay: float) -> None:
        torch._foreach_lerp_(self._averaged, self._learning, 1.0 - decay)


def train(options: argparse.Namespace, begun: float) -> Judge:
    """`python -m judge train`: paints, learns, calibrates, measures and saves within `options.seconds`."""
    import landscape

    device = torch.device(options.device or ("cuda" if torch.cuda.is_available() else "cpu"))
    painters, subjects = tuple(landscape.PAINTERS), tuple(landscape.SUBJECTS)
    studio = Studio(painters, subjects, device, options.smoke)
    sizes = SMOKE_SIZES if options.smoke else SIZES
    span = options.seconds - (8.0 + 0.05 * options.seconds)
    workers = options.workers or max(1, core_count() - 1)
    easel = Easel(pair_tasks(sizes, options.seed, painters), 0.8 * span, workers)
    taken = studio.take_pool(options.pool, 0.6)
    _say(begun, f"{taken} pictures from the pool, {len(studio.held_out)} held out")
    torch.manual_seed(options.seed)
    net = JudgeNet(len(subjects), len(painters) + 1, WIDTHS).to(device)
    net.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    vae = _load_vae(options.vae, device) if options.vae else None
    teacher = Teacher(net, studio, vae, options.seed, 4 if options.smoke else 64)
    needed = 4 if options.smoke else 12 * len(painters)
    painted = _gather(studio, easel, needed + studio.held_out_pairs)
    _say(begun, f"{painted} pairs painted, learning begins; {parameter_count(net):,} weights")
    painted += _learn(teacher, easel, begun + span, 3 if options.smoke else 100_000, begun)
    judge = Judge(teacher.average, _card(studio, painters, subjects), device)
    judge.card |= measure(judge, studio, vae) | {
        "parameters": parameter_count(net),
        "steps": teacher.taken,
        "seed": options.seed,
        "training_pictures": sum(b.count for b in studio.banks.values()),
    }
    judge.save(options.out)
    _report(judge.card)
    _say(begun, "done")
    return judge


def _gather(studio: Studio, easel: Easel, least: int) -> int:
    painted = 0
    while painted < least and (easel.busy()):
        for pair in easel.drain():
            studio.take_pair(pair)
            painted += 1
        time.sleep(0.1)
    return painted


def _learn(teacher: Teacher, easel: Easel, end: float, most: int, begun: float) -> int:
    start, painted, counted = time.monotonic(), 0, 0
    losses = torch.zeros(2, device=teacher.device)
    while teacher.taken < most and (time.monotonic() < end or teacher.taken == 0):
        if teacher.taken % 25 == 0:
            for pair in easel.drain():
                teacher.studio.take_pair(pair)
                painted += 1
        losses = losses + teacher.step(min(1.0, (time.monotonic() - start) / max(end - start, 1e-3)))
        counted += 1
        if teacher.taken % 50 == 0 or teacher.taken == 1:
            subjects, styles = (losses / counted).tolist()
            if not math.isfinite(subjects + styles):
                raise FloatingPointError(f"the judge diverged by step {teacher.taken}")
            pictures = sum(b.count for b in teacher.studio.banks.values())
            spent = 1000 * (time.monotonic() - start) / teacher.taken
            _say(
                begun,
                f"step {teacher.taken} subjects {subjects:.4f} styles {styles:.4f} on {pictures} pictures, "
                f"{spent:.0f} ms a step",
            )
            losses, counted = torch.zeros_like(losses), 0
    return painted


def _load_vae(folder: Path, device: torch.device) -> Any:
    from diffusers import AutoencoderKL

    dtype = torch.bfloat16 if device.type == "cuda" else torch.float32
    return AutoencoderKL.from_pretrained(folder, dtype=dtype, local_files_only=True).to(device).eval()


def _card(studio: Studio, painters: tuple[str, ...], subjects: tuple[str, ...]) -> dict[str, Any]:
    return {
        "what": "subjects of a picture and style of each area, trained on exact ground truth, for measuring",
        "license": "CC0-1.0",
        "subjects": list(subjects),
        "styles": [*painters, OTHER],
        "widths": list(WIDTHS),
        "thresholds": [0.5] * len(subjects),
    }


def measure(judge: Judge, studio: Studio, vae: Any | None) -> dict[str, Any]:
    """Calibrates thresholds on one half of the held-out pictures and scores the other half, as entries of the
    card.

    Each held-out picture is shown as it is and once through the autoencoder.
    """
    probabilities, styles, truths, kinds, halves = [], [], [], [], []
    by_size: dict[tuple[int, ...], list[int]] = {}
    for i, (rgb, _, _) in enumerate(studio.held_out):
        by_size.setdefault(rgb.shape, []).append(i)
    for indices in by_size.values():
        for start in range(0, len(indices), 16):
            chosen = indices[start : start + 16]
            rgb = np.stack([studio.held_out[i][0] for i in chosen])
            for shown in (rgb, _decoded(vae, rgb, judge.device)) if vae is not None else (rgb,):
                p, s = judge.assess(shown)
                probabilities.append(p)
                styles.append(majority(s))
                truths.append(np.stack([studio.held_out[i][2] for i in chosen]) > 0.5)
                kinds += [studio.held_out[i][1] for i in chosen]
                halves += [i // 2 % 2 == 0 for i in chosen]
    p, truth, half = np.concatenate(probabilities), np.concatenate(truths), np.array(halves)
    judge.thresholds = np.array(
        [best_threshold(p[half, k], truth[half, k]) for k in range(p.shape[1])], dtype=np.float32
    )
    present = judge.decide(p)
    table = {
        name: {"auc": auc(p[~half, k], truth[~half, k]), "share": float(truth[~half, k].mean())}
        | rates(present[~half, k], truth[~half, k])
        for k, name in enumerate(judge.subject_names)
    }
    kind, winner = np.array(kinds), np.concatenate(styles)
    known = [v for v in table.values() if not math.isnan(v["auc"])]
    result: dict[str, Any] = _finite(
        {
            "thresholds": [round(float(t), 5) for t in judge.thresholds],
            "held_out_pictures": len(studio.held_out),
            "subjects_held_out": table,
            "subjects_mean": {k: float(np.mean([v[k] for v in known])) for k in ("auc", "accuracy")}
            if known
            else {},
            "styles_held_out": _hands(judge, kind, winner),
            "style_accuracy": float((winner == kind).mean()),
            "area_accuracy": _area_accuracy(judge, studio, vae),
        }
    )
    return result


def _hands(judge: Judge, kind: Ints, winner: Ints) -> dict[str, dict[str, float]]:
    """How well each style is told: `kind` int64[n] painted the pictures, `winner` int64[n] is the judge's
    word.
    """
    return {
        name: {
            "recall": float((winner[kind == k] == k).mean()) if (kind == k).any() else float("nan"),
            "precision": float((kind[winner == k] == k).mean()) if (winner == k).any() else float("nan"),
            "pictures": int((kind == k).sum()),
        }
        for k, name in enumerate(judge.style_names)
    }


def _decoded(vae: Any, rgb: U8, device: torch.device) -> U8:
    x = through_vae(vae, as_input(torch.from_numpy(rgb).to(device)))
    out: U8 = ((x + 1.0) * 127.5 + 0.5).clamp(0, 255).byte().permute(0, 2, 3, 1).cpu().numpy()
    return out


def _area_accuracy(judge: Judge, studio: Studio, vae: Any | None) -> float:
    """The share of cells given to the right style in held-out pictures patched together; mixed cells left
    out.
    """
    sizes = [rgb.shape for rgb, _, _ in studio.held_out]
    common = max(set(sizes), key=sizes.count)
    chosen = [h for h in studio.held_out if h[0].shape == common][:400]
    size = (common[1], common[0])
    bank = Bank(size, len(chosen), len(judge.subject_names), len(judge.style_names), judge.device)
    bank.add(np.stack([c[0] for c in chosen]), [c[1] for c in chosen], np.stack([c[2] for c in chosen]))
    rng = torch.Generator(judge.device).manual_seed(5)
    right = total = 0.0
    for _ in range(1 if len(chosen) < 32 else 8):
        batch = bank.batch(16, vae, rng)
        with torch.inference_mode():
            guess: Tensor = judge.net(batch.x)[1].argmax(1)
        pure = batch.styles.amax(1) > 0.9
        right += float((guess == batch.styles.argmax(1))[pure].sum())
        total += float(pure.sum())
    return right / max(total, 1.0)


def _finite(value: Any) -> Any:
    """Rounds floats and turns NaN into None, so that the card is plain JSON."""
    if isinstance(value, dict):
        return {k: _finite(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_finite(v) for v in value]
    if isinstance(value, float):
        return round(value, 5) if math.isfinite(value) else None
    return value


def _report(card: dict[str, Any]) -> None:
    for name, row in card["subjects_held_out"].items():
        print(f"judge: {name:>18} " + " ".join(f"{k} {v}" for k, v in row.items()), flush=True)
    for name, row in card["styles_held_out"].items():
        print(f"judge: {name:>18} {row}", flush=True)
    print(
        f"judge: {card['subjects_mean']} styles {card['style_accuracy']} areas {card['area_accuracy']}",
        flush=True,
    )


def _say(begun: float, text: str) -> None:
    print(f"judge: [{time.monotonic() - begun:.0f} s] {text}", flush=True)
