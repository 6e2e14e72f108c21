"""Makes every picture and every table of README.md from what lies in the repo: ``python docs/make.py``.

Tables stand between ``<!-- NAME -->`` and ``<!-- /NAME -->`` in README.md; their numbers come from
``docs/measured`` (written by ``tests/bench``) and from ``models/starter/card.json`` (written by the recipe).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "models" / "recipes"))

import landscape
from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.planning import on_paper, partition, region_mask
from artmaster_desktop.storage.ora import load_document
from painters.works import WORK_SIZES, paint_work, work_tasks

ROOT = Path(__file__).resolve().parents[1]
CELL, GAP = 320, 8
GPU_ROWS = (
    "plain, 512 text, eager, default",
    "plain, 512 text, compiled, default",
    "gated N=1, eager",
    "gated N=4, eager",
    "gated N=8, eager",
    "gated N=16, eager",
    "gated N=1, compiled",
    "gated N=8, two plain products, compiled",
    "plain, 1024 text, compiled, default",
    "gated N=8 + 8 prompts (512 + 8 x 64), compiled",
    "dense mask, N=8 + 8 prompts, compiled",
    "peft N=1, eager",
)


def rows_of(name: str) -> list[dict[str, Any]]:
    """The rows of a measurement, in the order in which they were taken."""
    found = json.loads((ROOT / "docs" / "measured" / f"{name}.json").read_text("utf-8"))["rows"]
    return list(found.values()) if isinstance(found, dict) else list(found)


def table(head: list[str], lines: list[list[str]]) -> str:
    """A Markdown table."""
    body = [head, ["---"] * len(head), *lines]
    return "\n".join("| " + " | ".join(line) + " |" for line in body)


def cpu_table() -> str:
    """Four painters on a bare CPU."""
    rows = [row for row in rows_of("cpu") if row["runs"]]
    plain = float(np.median(rows[0]["runs"]))
    lines = [
        [r["name"], f"{np.median(r['runs']):.0f} ms", f"{np.median(r['runs']) / plain:.2f}"] for r in rows
    ]
    return table(["one step, starter, 512 x 512", "median", "of a plain pass"], lines)


def gpu_table() -> str:
    """FLUX.1-dev's shape on one GPU: the least of the runs, since other work shared the host's processor."""
    rows = {row["name"]: row for row in rows_of("gpu") if row["runs"]}
    plain = {n: min(rows[f"plain, {n} text, compiled, default"]["runs"]) for n in (512, 1024)}
    lines = [
        [
            name,
            f"{min(rows[name]['runs']):.0f} ms",
            f"{min(rows[name]['runs']) / plain[rows[name]['text']]:.2f}",
        ]
        for name in GPU_ROWS
        if name in rows
    ]
    return table(["one step, FLUX.1-dev's shape, 1024 x 1024, bf16", "least", "of plain compiled"], lines)


def percent(value: float) -> str:
    """A share as it is told."""
    return f"{100 * value:.1f} %"


def starter_table() -> str:
    """What the starter's recipe and the judge measured."""
    card = json.loads((ROOT / "models" / "starter" / "card.json").read_text("utf-8"))
    judged = json.loads((ROOT / "docs" / "measured" / "judge.json").read_text("utf-8"))
    vae, base, found = card["autoencoder"], card["base"], judged["base"]["model"]
    size = sum(file.stat().st_size for file in (ROOT / "models" / "starter").rglob("*") if file.is_file())
    true = judged["base"]["true_pictures"]["present"]
    known = ", ".join(
        f"{slug} {100 * row['recognised']:.0f} %" for slug, row in sorted(judged["painters"].items())
    )
    prompts = judged["base"]["prompts"]
    chance = f"by chance {percent(found['chance'])}, in true pictures {percent(true)}"
    lines = [
        ["autoencoder, held-out PSNR", f"{vae['psnr_mean_db']:.1f} dB", "at least 32 dB"],
        ["autoencoder, training", f"{vae['seconds']} s, {vae['steps']} steps", ""],
        ["base, training", f"{base['seconds']} s, {base['steps']} steps", ""],
        [
            f"asked subjects in the picture, {prompts} held-out prompts",
            f"{percent(found['present'])} ({chance})",
            "at least 90 %",
        ],
        ["painter recognised, 50 pictures each", known, "at least 95 % each"],
        ["folder", f"{size / 1e6:.1f} MB", "at most 64 MB"],
    ]
    return table(["starter", "now", "wanted"], lines)


def fidelity_table() -> str:
    """Whether each painter keeps to its region, beside the peers' way."""
    told = json.loads((ROOT / "docs" / "measured" / "fidelity.json").read_text("utf-8"))
    names = {
        "alone": "the painter alone on the canvas",
        "ours": "ours, all painters in one pass",
        "peers": "one pass a painter, blended by mask",
        "none": "no painter (chance)",
    }
    lines = [
        [
            words,
            percent(told["arms"][arm]["right"]["mean"]),
            percent(told["arms"][arm]["leakage"]["mean"]) if "leakage" in told["arms"][arm] else "",
        ]
        for arm, words in names.items()
    ]
    return table(["40 documents, 104 regions", "right painter inside", "leakage outside"], lines)


def measured(name: str) -> dict[str, Any]:
    """What a measuring script wrote."""
    found: dict[str, Any] = json.loads((ROOT / "docs" / "measured" / f"{name}.json").read_text("utf-8"))
    return found


def upscale_table() -> str:
    """The upscalers on works that they have not seen, beside plain resampling."""
    heads = {
        "psnr": "PSNR, dB",
        "gradient": "slopes, dB",
        "energy": "strokes off",
        "pattern": "grain off",
        "blocks": "squares",
        "delta_e": "colour off, Lab",
    }
    lines = []
    for row in measured("upscale")["rows"].values():
        for method, values in row["methods"].items():
            cells = [
                f"{values[key]:.2f}" if key in ("psnr", "gradient") else f"{values[key]:.3f}" for key in heads
            ]
            lines.append([method, *cells])
    names = [name.removeprefix("artmaster-ink-") for name in measured("upscale")["rows"]]
    count = len(lines) // len(names)
    named = [[f"{names[i // count]}: {line[0]}", *line[1:]] for i, line in enumerate(lines)]
    return table(["enlarged again", *heads.values()], named)


def repaint_table() -> str:
    """What a repaint leaves outside and across its border."""
    told = measured("repaint")["summary"]
    cases, ratio = told["cases"], told["ratio"]
    steep, nearly = told["border no steeper"], told["border no steeper by 5 %"]
    lines = [
        ["every pixel outside the same to the bit", f"{told['bit-equal outside']} of {cases}"],
        ["border no steeper than the picture was there or is elsewhere", f"{steep} of {cases}"],
        ["the same, but for 5 %", f"{nearly} of {cases}"],
        ["its steepness, of the picture's own (mean, worst)", f"{ratio['mean']:.2f}, {ratio['worst']:.2f}"],
        ["the same where another part is pasted", f"{told['ratio if something else is pasted']:.1f}"],
    ]
    return table(["repainted parts of held-out pictures", ""], lines)


def speed_table() -> str:
    """Enlarging and guided steps beside their peers; under one ours is the faster."""
    lines = []
    for name, row in measured("speed")["ratios"].items():
        told = f"{row['median']:.2f} ({row['least']:.2f} to {row['most']:.2f})"
        lines.append([name, told, f"{row['processor']:.2f}"])
    return table(["time of one / of the other", "on the wall, median (all rounds)", "processor's own"], lines)


def adherence_table() -> str:
    """How closely pictures follow their guides, 0 by chance and 1 in all."""
    kinds = measured("adherence")["kinds"]
    arms = [arm for arm in dict.fromkeys(arm for rows in kinds.values() for arm in rows) if arm != "places"]
    lines = [
        [arm, *(f"{rows[arm]['corrected']:.2f}" if arm in rows else "" for rows in kinds.values())]
        for arm in arms
    ]
    return table(["guide followed", *kinds], lines)


def painters_picture() -> None:
    """One of the works that each painter was shown, painted again by the recipe."""
    slugs = list(landscape.PAINTERS)
    tasks = {
        task.painter: task
        for task in reversed(work_tasks(slugs, 7, WORK_SIZES))
        if task.size[0] == task.size[1]
    }
    out = Image.new("RGB", (4 * CELL + 3 * GAP, 2 * CELL + GAP), "white")
    for index, slug in enumerate(slugs):
        cell = Image.fromarray(paint_work(tasks[slug])[1].rgb).resize((CELL, CELL), Image.Resampling.LANCZOS)
        out.paste(cell, (index % 4 * (CELL + GAP), index // 4 * (CELL + GAP)))
    out.save(ROOT / "docs" / "painters.jpg", quality=90)


def regions_picture() -> None:
    """An example document: its sketch, and its regions with their soft borders."""
    document = load_document(ROOT / "resources" / "examples" / "four-painters.ora").document
    extent = document.extent
    grid = Extent(extent.width // 4, extent.height // 4)
    areas = partition([region_mask(document, region, grid) for region in document.regions], grid)
    colours = [(255, 255, 255), *(document.mask_of(region).colour for region in document.regions)]
    tint = np.tensordot(np.array(colours, np.float32).T, areas, axes=(1, 0)).transpose(1, 2, 0)
    overlay = Image.fromarray(tint.astype(np.uint8)).resize((extent.width, extent.height))
    sketch = Image.fromarray(on_paper(document.sketches()[0].raster.read(Bounds.of(extent))))
    out = Image.new("RGB", (2 * extent.width + 12, extent.height), "white")
    out.paste(sketch, (0, 0))
    out.paste(Image.blend(sketch, overlay, 0.55), (extent.width + 12, 0))
    draw = ImageDraw.Draw(out)
    for region, area in zip(document.regions, areas[1:], strict=True):
        ys, xs = np.nonzero(area > 0.5)
        place = (extent.width + 12 + int(xs.mean()) * 4 - 40, int(ys.mean()) * 4 - 6)
        draw.text(place, region.painters[0].painter.slug if region.painters else region.name, fill="black")
    out.save(ROOT / "docs" / "regions.jpg", quality=90)


def made_tables() -> tuple[tuple[str, str], ...]:
    """README.md's tables by the name of their place."""
    return (
        ("cpu", cpu_table()),
        ("gpu", gpu_table()),
        ("starter", starter_table()),
        ("fidelity", fidelity_table()),
        ("upscale", upscale_table()),
        ("repaint", repaint_table()),
        ("speed", speed_table()),
        ("adherence", adherence_table()),
    )


def main() -> None:
    """Draw the pictures and renew the tables that have a place in README.md."""
    painters_picture()
    regions_picture()
    readme = ROOT / "README.md"
    text = readme.read_text("utf-8")
    for name, made in made_tables():
        if f"<!-- {name} -->" not in text:
            continue
        before, after = text.split(f"<!-- {name} -->")[0], text.split(f"<!-- /{name} -->")[1]
        text = f"{before}<!-- {name} -->\n{made}\n<!-- /{name} -->{after}"
    readme.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
