"""A minute before the run: everything tried in small, and what does not work done without.

The checks run side by side. ``verdict`` says GO or NO-GO for each stage, and which arguments the stages are
to have because of what was found; the run reads them from ``OUT/preflight.json``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from making.checks import CHECKS
from making.run import Run
from making.stage import Stage

FILE = "preflight.json"
MOST = 100.0
"""Seconds for any one check."""
DISK = 45.0
"""GiB that the pool and the models take, with room to spare."""
ENOUGH = 18.0
"""Pictures a second below which fewer are painted, so that all are there while the base learns."""
PAINTED_IN = 550.0
"""Seconds that painting may take."""


@dataclass(frozen=True)
class Verdict:
    """Whether to go, stage by stage with the reasons, and what the stages are to be given."""

    go: bool
    stages: dict[str, str]
    arguments: dict[str, list[str]] = field(default_factory=dict)

    def lines(self) -> list[str]:
        """One line for each stage, and one for the whole."""
        told = [f"{said.partition(':')[0]:6} {name:10} {said}" for name, said in self.stages.items()]
        given = [f"       {name}: {' '.join(more)}" for name, more in self.arguments.items() if more]
        return [*told, *given, f"PREFLIGHT {'GO' if self.go else 'NO-GO'}"]


def checks(folder: Path, smoke: bool, device: str) -> list[Stage]:
    """All checks as stages that run at once."""
    more = ["--smoke"] if smoke else []
    return [
        Stage(
            name,
            partial(list, [sys.executable, "-m", "making.checks", name, "--state", str(folder), *more]),
            device=device,
            clears=(folder / f"{name}.json",),
            measures=partial(_read, folder / f"{name}.json"),
            tries=1,
            most=MOST,
        )
        for name in CHECKS
    ]


def preflight(out: Path, environment: Mapping[str, str], smoke: bool, device: str) -> Verdict:
    """Run all checks, write `OUT/preflight.json` and return the verdict."""
    folder = out / "preflight"
    run = Run(checks(folder, smoke, device), folder, environment, packed=True)
    run.go()
    found = {name: _read(folder / f"{name}.json") for name in CHECKS}
    said = verdict(found)
    told = json.dumps(asdict(said) | {"found": found}, indent=1) + "\n"
    for place in (out, out / "ready"):
        place.mkdir(parents=True, exist_ok=True)
        (place / FILE).write_text(told, encoding="utf-8")
    return said


def _read(path: Path) -> dict[str, Any]:
    rows: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return rows


def verdict(found: Mapping[str, Mapping[str, Any]]) -> Verdict:
    """What follows from what the checks found; an empty entry is a check that did not even begin."""
    stages: dict[str, str] = {}
    arguments: dict[str, list[str]] = {"painting": [], "vae": [], "base": []}
    machine, rate = found["machine"], found["painting"].get("a_second", 0.0)
    lacking = machine.get("missing", ["everything"])
    room = machine.get("disk_gib", 0.0)
    sound = not lacking and machine.get("packs") is True
    stages["machine"] = _said(sound, f"{_told(machine)}" if sound else f"lacks {lacking or 'packing'}")
    stages["painting"] = _said(rate > 0, f"{rate} pictures a second")
    if rate and (rate < ENOUGH * 2 or room < DISK):
        pictures = int(max(2_000, min(20_000, rate * PAINTED_IN, room / DISK * 20_000)))
        arguments["painting"] = ["--limit", str(pictures)]
    vae, base = found["autoencoder"], found["base"]
    stages["vae"] = _said("losses" in vae, _told(vae))
    stages["base"] = _said("loss" in base, _told(base))
    if base.get("device") and not base.get("compiled"):
        arguments["vae"] = ["--no-compile"]
        arguments["base"] = ["--no-compile", "--no-graphs"]
    elif base.get("device") and not base.get("recorded"):
        arguments["base"] = ["--no-graphs"]
    stages["judge"] = _said("losses" in found["judge"], _told(found["judge"]))
    stages["painters"] = _said("painted" in found["painters"], _told(found["painters"]))
    stages["fidelity"] = _said("has" in found["program"], _told(found["program"]))
    needed = ("machine", "painting", "vae", "base")
    return Verdict(all(stages[name].startswith("GO") for name in needed), stages, arguments)


def _said(good: bool, told: str) -> str:
    return f"{'GO' if good else 'NO-GO'}: {told}"


def _told(rows: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in rows.items()) or "did not begin"


def known(out: Path) -> dict[str, list[str]]:
    """What an earlier preflight into the same folder found that the stages need; nothing where there was
    none."""
    arguments: dict[str, list[str]] = _read(out / FILE).get("arguments", {})
    return arguments
