"""What was packed, taken away a few files at a time, each part once."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from making.ready import MANIFEST, read_manifest
from making.stage import OVER

TAKEN = ".delivered.json"
STATUS = "status.json"
ALWAYS = (MANIFEST, STATUS)
FIRST = ("base", "starter")
"""What is taken before all else when more waits than may be taken."""


class Delivery:
    """The parts of one ready folder; what was taken is remembered beside them, so that a part that was packed
    anew is taken again."""

    def __init__(self, ready: Path, files: int, size: int) -> None:
        self.ready, self.files, self.size = ready, files, size

    def _taken(self) -> dict[str, str]:
        path = self.ready / TAKEN
        told: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        return told

    def parts(self) -> list[dict[str, Any]]:
        """Parts that were not taken yet, the base's first."""
        taken = self._taken()
        manifest = read_manifest(self.ready)
        names = sorted(manifest, key=lambda name: (name not in FIRST, list(manifest).index(name)))
        return [row for name in names for row in manifest[name] if taken.get(row["file"]) != row["sha256"]]

    def waiting(self) -> int:
        """Bytes that were not taken yet."""
        return sum(row["bytes"] for row in self.parts())

    def over(self) -> bool:
        """Whether every stage of the run has ended, and what it said is packed."""
        status = self._status()
        ended = all(row["state"] in OVER for row in status.values())
        return bool(status) and ended and "logs" in read_manifest(self.ready)

    def _status(self) -> dict[str, Any]:
        path = self.ready / STATUS
        told = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        stages: dict[str, Any] = told.get("stages", {})
        return stages

    def take(self, to: Path) -> list[str]:
        """Copy as many parts as may be taken, and what tells of them; returns the parts' names."""
        to.mkdir(parents=True, exist_ok=True)
        room = self.size
        taken = self._taken()
        chosen: list[str] = []
        for name in ALWAYS:
            if (self.ready / name).exists():
                shutil.copy2(self.ready / name, to / name)
                room -= (self.ready / name).stat().st_size
        for row in self.parts():
            if len(chosen) == self.files - len(ALWAYS) or row["bytes"] > room:
                continue
            shutil.copy2(self.ready / row["file"], to / row["file"])
            room -= row["bytes"]
            taken[row["file"]] = row["sha256"]
            chosen.append(row["file"])
        (self.ready / TAKEN).write_text(json.dumps(taken) + "\n", encoding="utf-8")
        return chosen

    def lines(self, taken: list[str]) -> list[str]:
        """How the run stands, what was taken, and what is left."""
        rows = self._status()
        told = [
            f"{row['state']:8} {name:12} {row['seconds']:6.0f} s, tries {row['tries']} "
            f"{row['why']} {row['reached']}"
            for name, row in rows.items()
        ]
        left = self.waiting()
        end = "all is delivered" if self.over() and not left else f"{left} bytes wait, more may come"
        return [*told, f"taken: {' '.join(taken) or 'nothing'}; {end}"]
