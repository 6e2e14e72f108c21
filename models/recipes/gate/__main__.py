"""`python -m gate`: captions works of the shipped painters, teaches the gate, measures it on held-out
captions, and saves it. Three minutes on two cores at most; no GPU.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from pathlib import Path
from typing import Any

from painters.parallel import spread

from .captions import Captioned, Kind, Task, caption_work, nobodys
from .measure import measured

SCENES = 100_000
"""Numbers from here on are scenes that are captioned and not painted: their captions have no composition."""

HELD_OUT = 1_000_000
"""Numbers from here on are works that the gate never learns from."""


def arguments() -> argparse.ArgumentParser:
    """The command line of the recipe."""
    parser = argparse.ArgumentParser(prog="python -m gate", description=__doc__)
    parser.add_argument("--base", type=Path, default=Path("models/starter"))
    parser.add_argument("--painters", type=Path, default=Path("models/painters"))
    parser.add_argument("--vocabulary", type=Path, default=Path("resources/vocabulary"))
    parser.add_argument("--out", type=Path, default=Path("models/gate"))
    parser.add_argument("--report", type=Path, default=Path("docs/measured/gate_choice.json"))
    parser.add_argument("--works", type=int, default=24, help="painted to learn from, of each painter")
    parser.add_argument("--scenes", type=int, default=80, help="captioned unpainted to learn from, of each")
    parser.add_argument("--held", type=int, default=12, help="works of each painter to measure with")
    parser.add_argument("--mixed", type=int, default=800, help="captions put together of several painters")
    parser.add_argument("--epochs", type=int, default=24)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--workers", type=int, default=0, help="painting processes (0: one per core)")
    return parser


def captioned(
    slugs: list[str], numbers: range, painted: bool, options: argparse.Namespace
) -> list[Captioned]:
    """Every caption of those works, in the order of painter and number."""
    tasks = [Task(slug, number, options.seed, painted) for slug in slugs for number in numbers]
    found = spread(caption_work, tasks, workers=options.workers)
    order = {kind: n for n, kind in enumerate(Kind)}
    flat = [caption for work in found for caption in work]
    return sorted(flat, key=lambda c: (c.painter, order[c.kind], c.language, c.text))


def main(options: argparse.Namespace) -> dict[str, Any]:
    """Runs everything; returns the report."""
    import landscape

    begun = time.monotonic()
    slugs = sorted(landscape.PAINTERS)
    learnt = captioned(slugs, range(options.works), True, options)
    learnt += captioned(slugs, range(SCENES, SCENES + options.scenes), False, options)
    held = captioned(slugs, range(HELD_OUT, HELD_OUT + options.held), True, options)
    seen = {c.text for c in learnt}
    held = [c for c in held if c.text not in seen]
    print(
        f"gate: [{time.monotonic() - begun:.0f} s] {len(learnt)} captions, {len(held)} held out", flush=True
    )
    from .teach import taught

    gate, choose = taught(learnt, nobodys(200, options.seed), options)
    print(f"gate: [{time.monotonic() - begun:.0f} s] taught", flush=True)
    triggers = {slug: landscape.PAINTERS[slug].trigger for slug in slugs}
    report = {
        "command": "PYTHONPATH=models/recipes python -m gate",
        "seed": options.seed,
        "works_learnt": options.works * len(slugs),
        "scenes_learnt": options.scenes * len(slugs),
        "captions_learnt": len(learnt),
        "works_held_out": options.held * len(slugs),
        **measured(held, learnt, triggers, choose),
    }
    from .teach import saved

    saved(gate, report, options.out)
    options.report.parent.mkdir(parents=True, exist_ok=True)
    options.report.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    for name, row in report["captions"].items():
        numbers = {key: value for key, value in row.items() if isinstance(value, float)}
        print(f"gate: {name}: {numbers}", flush=True)
    print(f"gate: composition alone {report['composition_alone']}", flush=True)
    print(f"gate: [{time.monotonic() - begun:.0f} s] done", flush=True)
    return report


if __name__ == "__main__":
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    main(arguments().parse_args())
