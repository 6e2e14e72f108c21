"""Contact sheets of the fidelity trial: who should paint where, who did, and what the judge read."""

import colorsys
from collections.abc import Mapping, Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from painters.sheet import contact_sheet, save_jpeg

from .fidelity_measures import Reading
from .regions import F32
from .trials import Trial

U8 = NDArray[np.uint8]
BYTES = 2_000_000
"""All sheets of a run together."""

COLUMNS = ("ours", "peers", "collage")
PAPER, NOBODY = (244, 240, 230), (150, 150, 150)


def colours(styles: Sequence[str]) -> dict[str, tuple[int, int, int]]:
    """A colour for each style, far apart in hue; grey for the last, "other"."""
    found = {}
    for i, name in enumerate(styles[:-1]):
        red, green, blue = colorsys.hsv_to_rgb(i / max(1, len(styles) - 1), 0.72, (0.85, 0.62)[i % 2])
        found[name] = (round(255 * red), round(255 * green), round(255 * blue))
    return {**found, styles[-1]: NOBODY}


def plan_picture(trial: Trial, tints: Mapping[str, tuple[int, int, int]]) -> U8:
    """The places of `trial` in their painters' colours, paler in the band where nobody is judged."""
    height, width = trial.band.shape
    picture = np.full((height, width, 3), PAPER, dtype=np.float32)
    for place in trial.places:
        picture[place.mask] = tints[place.painter]
    pale = np.float32(0.55) * picture + np.float32(0.45) * np.array(PAPER, dtype=np.float32)
    return np.where(trial.band[:, :, None], pale, picture).astype(np.uint8)


def read_picture_tinted(rgb: U8, style_map: F32, tints: Sequence[tuple[int, int, int]]) -> U8:
    """A picture under the colours of the styles that the judge read in it, cell by cell."""
    cells = np.array(tints, dtype=np.uint8)[style_map.argmax(axis=0)]
    tint = cv2.resize(cells, (rgb.shape[1], rgb.shape[0]), interpolation=cv2.INTER_NEAREST)
    grey = rgb.mean(axis=2, keepdims=True)
    return np.asarray(0.5 * grey + 0.5 * tint, dtype=np.uint8)


def save_sheets(
    out: Path,
    trials: Sequence[Trial],
    pictures: Mapping[str, U8],
    maps: Mapping[str, F32],
    readings: Mapping[str, Sequence[Reading]],
    styles: Sequence[str],
    worst: Sequence[int],
    rows: int = 10,
) -> list[Path]:
    """Writes `sheet-N.jpg` with `rows` documents each, and `worst.jpg`; returns their paths.

    Columns: the plan, ours, the judge's reading of ours, peers, and the alone pictures cut and pasted.
    """
    tints = colours(styles)
    groups = [list(range(i, min(i + rows, len(trials)))) for i in range(0, len(trials), rows)]
    named = [(f"sheet-{n + 1}.jpg", "Region fidelity", group) for n, group in enumerate(groups)]
    named.append(("worst.jpg", "Region fidelity, the worst documents", list(worst)))
    shown = sum(len(group) for _, _, group in named)
    files = []
    for name, title, group in named:
        cells: list[U8] = []
        labels: list[str] = []
        for i in group:
            arms = {arm: pictures[arm][i] for arm in COLUMNS}
            read = read_picture_tinted(arms["ours"], maps["ours"][i], [tints[s] for s in styles])
            cells += [plan_picture(trials[i], tints), arms["ours"], read, arms["peers"], arms["collage"]]
            labels += _labels(trials[i], i, readings)
        sheet = contact_sheet(
            cells, labels, f"{title}: plan | ours | as judged | peers | alone, pasted", 5, 240
        )
        save_jpeg(sheet, out / name, BYTES * len(group) // shown)
        files.append(out / name)
    return files


def _labels(trial: Trial, index: int, readings: Mapping[str, Sequence[Reading]]) -> list[str]:
    def told(arm: str) -> str:
        reading = readings[arm][index]
        shares = " ".join(f"{share:.0%}" for share in reading.shares)
        return f"{arm}: {shares}" + ("" if reading.leaked is None else f", leak {reading.leaked:.0%}")

    painters = ", ".join(place.painter for place in trial.places)
    return [f"{index} {trial.layout}", told("ours"), painters, told("peers"), told("collage")]
