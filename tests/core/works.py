"""A work and its numbers for tests."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from artmaster_desktop.core.measures import StrokeMeasures, WorkMeasures
from artmaster_desktop.core.vocabulary import Vocabulary, read_vocabulary
from artmaster_desktop.core.work import Work

MEASURES = WorkMeasures(
    palette=("#eeeeee", "#222222"),
    blank=0.4,
    ink=0.2,
    layers=(0.2, 0.2, 0.4, 0.15, 0.05),
    chroma=14.0,
    hue=240.0,
    centre=(0.5, 0.6),
    aspect=1.0,
    paper=(84.0, 2.0, 18.0),
    strokes=StrokeMeasures(
        cover=0.1, width=8.0, rhythm=0.5, length=20.0, angle=30.0, order=0.2, dryness=0.05, softness=0.9
    ),
)


def work(name: str = "lake", caption: str = "", **rest: object) -> Work:
    values: dict[str, object] = {"id": name, "file": f"{name}.png", "sha256": "00", "width": 60, "height": 40}
    return Work(**{**values, "caption": caption, **rest})  # type: ignore[arg-type]


@cache
def vocabulary() -> Vocabulary:
    folder = Path(__file__).resolve().parents[2] / "resources" / "vocabulary"
    return read_vocabulary(path.read_text("utf-8") for path in sorted(folder.glob("*.json")))
