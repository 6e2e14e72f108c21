"""The report of adherence as a table and as a sheet of pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from painters.sheet import contact_sheet, save_jpeg

U8: TypeAlias = NDArray[np.uint8]
SHOWN = 5
"""Pictures of each arm on the sheet."""
BYTES = 1_200_000


def table(report: Mapping[str, Any]) -> str:
    """Markdown: the adherence after correction for chance, by arm and kind; then the three columns."""
    about, kinds = report["about"], report["kinds"]
    names = list(kinds)
    arms = list(dict.fromkeys(arm for rows in kinds.values() for arm in rows if arm != "places"))
    head = f"{about['guides']} held-out guides, {about['steps']} steps"
    said = "in brackets how far the colours went from those without a guide (img2img keeps the guide's own)"
    lines = [
        f"{head}; corrected for chance: 1 follows in all, 0 has nothing to do with it; {said}.",
        "",
        "| | " + " | ".join(names) + " |",
        "| --- |" + " --- |" * len(names),
    ]
    for arm in arms:
        cells = [_cell(kinds[n][arm]) if arm in kinds[n] else "" for n in names]
        lines.append(f"| {arm} | " + " | ".join(cells) + " |")
    if about["control"] is None:
        lines += ["", f"Note: {about['note']}."]
    else:
        lines += ["", "Three columns of one picture at three strengths:", ""]
        lines += ["| strength | " + " | ".join(names) + " |", "| --- |" + " --- |" * len(names)]
        for strength in kinds[names[0]]["places"]:
            cells = [f"{kinds[n]['places'][strength]['corrected']:.3f}" for n in names]
            lines.append(f"| {strength} | " + " | ".join(cells) + " |")
    return "\n".join([*lines, "", f"`{about['command']}`", ""])


def _cell(told: Mapping[str, float]) -> str:
    drift = told.get("colour drift")
    return f"{told['corrected']:.3f}" + (f" ({drift:.0f})" if drift is not None else "")


def save_sheet(path: Path, arms: Mapping[str, Sequence[U8]]) -> None:
    """A row for each arm: the same few captions and noises in each."""
    count = min(SHOWN, *(len(pictures) for pictures in arms.values()))
    pictures = [picture for row in arms.values() for picture in row[:count]]
    labels = [arm for arm in arms for _ in range(count)]
    sheet = contact_sheet(pictures, labels, "Held-out guides, one noise a column", count, 200)
    save_jpeg(sheet, path, BYTES)
