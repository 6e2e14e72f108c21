"""Measuring the starter and its painters on prompts nobody has trained on: numbers and contact sheets."""

import argparse
import json
import math
import time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from painters.parallel import spread
from painters.sheet import contact_sheet, save_jpeg

from .judge import Judge, majority
from .prompts import Prompt, PromptTask, make_prompt

U8 = NDArray[np.uint8]
Flags = NDArray[np.bool_]
F32 = NDArray[np.float32]
SHEET_LIMIT = 1_500_000


def asked_flags(prompts: list[Prompt], names: tuple[str, ...]) -> Flags:
    """Whether each prompt asks for each subject, bool[N, S]."""
    return np.array([[name in p.subjects for name in names] for p in prompts], dtype=bool)


def presence(found: Flags, asked: Flags) -> dict[str, float]:
    """Shares over all asked subjects: present in the own picture, by chance (in the pictures of the other
    prompts, averaged), and called although not asked. `found` and `asked` are bool[N, S].
    """
    n = len(found)
    others = (found.sum(0, keepdims=True) - found) / max(1, n - 1)
    return {
        "present": float(found[asked].mean()),
        "chance": float(others[asked].mean()),
        "uncalled": float(found[~asked].mean()),
        "asked": int(asked.sum()),
    }


def per_subject(found: Flags, asked: Flags, names: tuple[str, ...]) -> dict[str, dict[str, float]]:
    """For each subject that is asked at all: how often it was asked, found, and found uncalled."""
    return {
        name: {
            "asked": int(asked[:, k].sum()),
            "present": round(float(found[asked[:, k], k].mean()), 4),
            "uncalled": round(float(found[~asked[:, k], k].mean()), 4) if (~asked[:, k]).any() else 0.0,
        }
        for k, name in enumerate(names)
        if asked[:, k].any()
    }


def evaluate(options: argparse.Namespace, begun: float) -> dict[str, Any]:
    """`python -m judge evaluate`: writes `report.json` and sheets into `options.out`; returns the report."""
    size = (96, 96) if options.smoke else (512, 512)
    count, each = (6, 3) if options.smoke else (options.prompts, options.pictures)
    folders = sorted(p.parent for p in options.painters.glob("*/card.json")) if options.painters else []
    slugs = [f.name for f in folders]
    tasks = [PromptTask(i, size, options.seed) for i in range(count)]
    tasks += [PromptTask(10_000 + i, size, options.seed, s) for s in slugs for i in range(each)]
    prompts = dict(spread(make_prompt, tasks, workers=options.workers))
    _say(begun, f"{len(prompts)} prompts and their true pictures")
    run = Evaluation(options, begun, [prompts[t] for t in tasks[:count]])
    run.base()
    for slug in slugs:
        run.painter(slug, [prompts[t] for t in tasks[count:] if t.painter == slug])
    if slugs:
        run.control()
    run.finish()
    return run.report


class Evaluation:
    """One measuring run: the pipeline, the judge and the report as it grows."""

    def __init__(self, options: argparse.Namespace, begun: float, prompts: list[Prompt]) -> None:
        import torch

        from painters.sampling import load_pipeline

        device = torch.device(options.device or ("cuda" if torch.cuda.is_available() else "cpu"))
        if device.type == "cuda":
            torch.set_float32_matmul_precision("high")
        self.options, self.begun, self.prompts = options, begun, prompts
        self.pipe = load_pipeline(str(options.model), device)
        self.judge = Judge.load(options.judge, device)
        self.steps = 2 if options.smoke else options.steps
        self.shown: dict[str, tuple[list[Prompt], U8, Flags, NDArray[np.int64]]] = {}
        self.report: dict[str, Any] = {
            "steps": self.steps,
            "guidance": options.guidance,
            "seed": options.seed,
            "text_tokens": options.tokens,
            "painters": {},
            "goals": {"subjects_present": 0.90, "painter_recognised": 0.95},
        }

    def _paint(self, prompts: list[Prompt]) -> U8:
        from painters.sampling import paint_batch

        height, width = prompts[0].truth.shape[:2]
        return paint_batch(
            self.pipe,
            [p.text for p in prompts],
            [p.seed for p in prompts],
            (width, height),
            self.steps,
            self.options.guidance,
            self.options.batch,
            self.options.tokens,
        )

    def base(self) -> None:
        """Asked subjects in the base's pictures, with chance and ceiling, and the base's sheet."""
        names = self.judge.subject_names
        asked = asked_flags(self.prompts, names)
        pictures = self._paint(self.prompts)
        probabilities, styles = self.judge.assess(pictures)
        found = self.judge.decide(probabilities)
        ceiling = self.judge.present(np.stack([p.truth for p in self.prompts]))
        self.report["base"] = {
            "prompts": len(self.prompts),
            "model": _rounded(presence(found, asked)),
            "true_pictures": _rounded(presence(ceiling, asked)),
            "by_language": {
                language: _rounded(presence(found[i::2], asked[i::2]))
                for i, language in enumerate(("en", "zh"))
            },
            "by_subject": per_subject(found, asked, names),
            "true_by_subject": per_subject(ceiling, asked, names),
        }
        self.shown["base"] = (self.prompts, pictures, asked & ~found, majority(styles))
        labels = [", ".join(p.subjects) for p in self.prompts[:30]]
        sheet = contact_sheet(list(pictures[:30]), labels, "The starter model, held-out prompts", 6, 240)
        self._save(sheet, "base.jpg")
        _say(
            self.begun,
            f"base {self.report['base']['model']} true pictures {self.report['base']['true_pictures']}",
        )

    def painter(self, slug: str, prompts: list[Prompt]) -> None:
        """One painter's pictures: how many are recognised, and whether the subjects are still there."""
        folder = self.options.painters / slug
        card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
        self.pipe.load_lora_weights(str(folder), weight_name=f"{slug}.safetensors", adapter_name=slug)
        pictures = self._paint(prompts)
        self.pipe.unload_lora_weights()
        probabilities, styles = self.judge.assess(pictures)
        winner, found = majority(styles), self.judge.decide(probabilities)
        asked = asked_flags(prompts, self.judge.subject_names)
        index = self.judge.style_names.index(slug)
        truth = majority(self.judge.styles(np.stack([p.truth for p in prompts])))
        self.report["painters"][slug] = {
            "pictures": len(prompts),
            "recognised": round(float((winner == index).mean()), 4),
            "area": round(float((styles.argmax(1) == index).mean()), 4),
            "true_pictures_recognised": round(float((truth == index).mean()), 4),
            "confused_with": _counts(winner, self.judge.style_names),
            "subjects": _rounded(presence(found, asked)),
        }
        self.shown[slug] = (prompts, pictures, asked & ~found, winner)
        labels = [", ".join(p.subjects) for p in prompts[:20]]
        self._save(contact_sheet(list(pictures[:20]), labels, card["name"], 5, 260), f"painter-{slug}.jpg")
        _say(self.begun, f"{slug} {self.report['painters'][slug]}")

    def control(self) -> None:
        """The painters' prompts, triggers included, without any painter: nobody should be recognised."""
        slugs = list(self.report["painters"])
        pool = [self.shown[slugs[i % len(slugs)]][0][i] for i in range(len(self.shown[slugs[0]][0]))]
        pictures = self._paint(pool)
        winner = majority(self.judge.styles(pictures))
        counts = _counts(winner, self.judge.style_names)
        own = [self.judge.style_names.index(slugs[i % len(slugs)]) for i in range(len(pool))]
        self.report["without_painter"] = {
            "pictures": len(pool),
            "styles": counts,
            "as_the_named": round(float((winner == np.array(own)).mean()), 4),
        }
        _say(self.begun, f"control {self.report['without_painter']}")

    def finish(self) -> None:
        """Totals, the confusion matrix, the sheet of errors and the JSON."""
        rows = self.report["painters"]
        names = self.judge.style_names
        self.report["confusion"] = {
            "columns": list(names),
            "rows": {s: [r["confused_with"].get(n, 0) for n in names] for s, r in rows.items()},
        }
        if rows:
            self.report["recognised_mean"] = round(
                float(np.mean([r["recognised"] for r in rows.values()])), 4
            )
            self.report["recognised_least"] = min(r["recognised"] for r in rows.values())
        self._errors()
        text = json.dumps(self.report, ensure_ascii=False, indent=2) + "\n"
        (self.options.out / "report.json").write_text(text, encoding="utf-8")
        _say(self.begun, f"done: {self.options.out / 'report.json'}")

    def _errors(self) -> None:
        pictures, labels = [], []
        for name, (prompts, rgb, missing, winner) in self.shown.items():
            budget = 18 if name == "base" else 4
            for i in range(len(prompts)):
                lacks = [s for s, gone in zip(self.judge.subject_names, missing[i], strict=True) if gone]
                mistaken = name != "base" and self.judge.style_names[winner[i]] != name
                if (lacks or mistaken) and budget:
                    budget -= 1
                    pictures.append(rgb[i])
                    said = f"{name} taken for {self.judge.style_names[winner[i]]}" if mistaken else name
                    labels.append(f"{said}: no {', '.join(lacks)}" if lacks else said)
        if pictures:
            self._save(
                contact_sheet(pictures, labels, "Where the judge missed something", 6, 240), "errors.jpg"
            )

    def _save(self, sheet: Any, name: str) -> None:
        save_jpeg(sheet, self.options.out / name, SHEET_LIMIT)


def _counts(winner: NDArray[np.int64], names: tuple[str, ...]) -> dict[str, int]:
    return {name: int((winner == k).sum()) for k, name in enumerate(names) if (winner == k).any()}


def _rounded(values: dict[str, float]) -> dict[str, float]:
    return {k: round(v, 4) if math.isfinite(v) else 0.0 for k, v in values.items()}


def _say(begun: float, text: str) -> None:
    print(f"judge: [{time.monotonic() - begun:.0f} s] {text}", flush=True)
