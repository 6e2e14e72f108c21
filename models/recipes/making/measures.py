"""What each stage reached, read from what it left, and from when on that is good."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

GOALS = {
    ("painting", "pictures"): 12_000.0,
    ("vae", "psnr_db"): 32.0,
    ("vae", "colour_kept"): 0.9,
    ("base", "steps"): 5_000.0,
    ("judge", "styles"): 0.92,
    ("judge", "areas"): 0.85,
    ("judge", "subjects_auc"): 0.97,
    ("evaluate", "present"): 0.90,
    ("evaluate", "recognised"): 0.95,
    ("fidelity", "right"): 0.95,
    ("segment", "paintings"): 0.80,
    ("control", "line_helps"): 0.05,
    ("upscale-measure", "artmaster-ink-x2_gain_db"): 0.3,
    ("upscale-measure", "artmaster-ink-x4_gain_db"): 0.3,
}
"""The least that lets a stage go."""

LIMITS = {("base", "loss"): 0.37, ("fidelity", "drop"): 0.03, ("fidelity", "leakage"): 0.03}
"""The most that does."""


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def painting(state: Path, shard: int) -> dict[str, Any]:
    """Pictures in the pool."""
    return {"pictures": shard * sum(1 for _ in (state / "data").glob("*/g??-w??-????"))}


def vae(out: Path) -> dict[str, Any]:
    """Held-out likeness in dB, and how much of vivid colours is kept."""
    told = _json(out / "vae" / "told.json")
    return {"psnr_db": told["psnr_mean_db"], "colour_kept": told["colour_kept"], "steps": told["steps"]}


def base(out: Path) -> dict[str, Any]:
    """Steps, and the loss on held-out squares at full size."""
    told = _json(out / "starter" / "card.json")["base"]
    losses = told["log"][-1]["held_out_loss"]
    return {"steps": told["steps"], "loss": losses.get("square/1"), "losses": losses}


def judge(out: Path) -> dict[str, Any]:
    """Held-out accuracy for styles and areas, and the mean AUC of subjects."""
    card = _json(out / "judge" / "card.json")
    return {
        "styles": card["style_accuracy"],
        "areas": card["area_accuracy"],
        "subjects_auc": card["subjects_mean"].get("auc"),
        "steps": card["steps"],
    }


def painters(out: Path, slugs: tuple[str, ...]) -> dict[str, Any]:
    """Steps that the painters took."""
    return {"steps": _json(out / "painters" / slugs[0] / "card.json")["steps"], "painters": len(slugs)}


def evaluate(out: Path) -> dict[str, Any]:
    """Asked subjects present, and painters recognised: on average, and the least."""
    report = _json(out / "report" / "report.json")
    return {
        "present": report["base"]["model"]["present"],
        "ceiling": report["base"]["true_pictures"]["present"],
        "recognised": report.get("recognised_mean"),
        "least": report.get("recognised_least"),
    }


def fidelity(out: Path) -> dict[str, Any]:
    """Places with the right painter, the drop from alone, and the leakage."""
    report = _json(out / "fidelity" / "fidelity.json")
    return {
        "right": report["arms"]["ours"]["right"]["mean"],
        "drop": report["compared"]["alone - ours"]["right"]["mean"],
        "leakage": report["arms"]["ours"]["leakage"]["mean"],
    }


def painter(out: Path, slug: str, preset: str) -> dict[str, Any]:
    """How a painter's training by the program's own trainer went."""
    row = _json(out / "measured" / "training" / f"{slug}-{preset}.json")
    kept = ("steps", "ms_a_step", "wall_seconds", "seconds_expected", "held_out_base", "held_out_best")
    return {name: row[name] for name in kept if name in row}


def control(out: Path) -> dict[str, Any]:
    """How much of the error each guide takes away on held-out pictures, and what another's guide does."""
    report = _json(out / "measured" / "control.json")
    rows = report["held-out error"]
    helped = {f"{name}_helps": round(1 - row["with"] / row["without"], 4) for name, row in rows.items()}
    return {"steps": report["steps"], **helped}


def segmenter(out: Path) -> dict[str, Any]:
    """Intersection over union on held-out paintings and drawings."""
    report = _json(out / "measured" / "segmenter.json")
    held = report["held out"]
    worst = {k: v for k, v in held["paintings"].items() if k != "mean"}
    return {
        "paintings": held["paintings"]["mean"],
        "drawings": held["drawings"]["mean"],
        "worst": min(worst, key=worst.__getitem__),
        "bytes": report["bytes"],
    }


def upscalers(out: Path) -> dict[str, Any]:
    """PSNR of ours beside the better plain kernel's, for each network on clean works."""
    rows = _json(out / "measured" / "upscale.json")["rows"]
    return {
        f"{name.partition(',')[0]}_gain_db": round(
            row["methods"]["ours"]["psnr"] - max(row["methods"][k]["psnr"] for k in ("bicubic", "Lanczos")), 3
        )
        for name, row in rows.items()
        if name.endswith("clean")
    }


def gate(out: Path) -> dict[str, Any]:
    """Held-out captions that go to the right painter, by how much they say."""
    rows = _json(out / "measured" / "gate_choice.json")["captions"]
    return {name: row["right"] for name, row in rows.items()}


def flux_train(out: Path) -> dict[str, Any]:
    """Milliseconds and GiB of each arm."""
    rows = _json(out / "measured" / "flux_train.json")["rows"]
    return {row["arm"]: f"{row.get('ms')} ms, {row.get('peak_gib')} GiB" for row in rows}
