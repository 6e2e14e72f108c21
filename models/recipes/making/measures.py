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
