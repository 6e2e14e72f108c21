"""Depth and segmentation models that the artist has in a folder, through ``transformers``: Depth Anything,
DPT, ZoeDepth, DepthPro; SegFormer and its kin. Nothing is fetched and no code of a folder is run.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional as F
from transformers import AutoImageProcessor, AutoModelForDepthEstimation, AutoModelForSemanticSegmentation

from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.core.semantic import Semantic
from artmaster_desktop.core.structure_errors import ControlProblem, DetectorUnusable
from artmaster_desktop.engine.faults import first_line, is_out_of_memory
from artmaster_desktop.engine.flux.weights import UNREADABLE

WORDS: Mapping[Semantic, tuple[str, ...]] = {
    Semantic.MOUNTAIN: ("mountain", "mount", "hill", "rock", "stone", "cliff", "earth", "land", "sand"),
    Semantic.WATER: ("water", "sea", "river", "lake", "waterfall", "pool", "fountain"),
    Semantic.TREES: ("tree", "plant", "palm", "grass", "flower", "field", "bush", "forest", "vegetation"),
    Semantic.BUILDINGS: (
        "building", "house", "bridge", "tower", "hovel", "pier", "wall", "fence", "pavilion", "temple",
        "skyscraper", "windowpane", "door", "stairs", "column",
    ),
    Semantic.FIGURES: ("person", "boat", "ship", "animal", "horse", "cow", "sheep", "bird", "dog", "people"),
}  # fmt: skip
"""Which of a model's own class names are which of ours; the rest (sky, road...) is bare."""


def depth(rgb: Pixels, folder: Path) -> Pixels:
    """How near each place is, by the depth model in ``folder``: uint8 ``[H, W]``, nearest 255.

    Raises DetectorUnusable.
    """
    found = _seen(rgb, folder, AutoModelForDepthEstimation).predicted_depth
    while found.ndim < 4:
        found = found[None]
    values = F.interpolate(found.float(), rgb.shape[:2], mode="bicubic", align_corners=False)[0, 0].numpy()
    if _tells_distance(folder):
        values = 1.0 / np.maximum(values, 1e-3)
    low, high = np.percentile(values, (0.5, 99.5))
    scaled = np.clip((values - low) / max(float(high - low), 1e-12), 0, 1)
    return np.asarray(np.rint(scaled * 255), np.uint8)


def _tells_distance(folder: Path) -> bool:
    """Whether the model says how far a place is (metres), rather than how near."""
    config = folder_config(folder)
    kind = str(config.get("model_type", ""))
    return kind in ("zoedepth", "depth_pro", "glpn") or config.get("depth_estimation_type") == "metric"


def labels(rgb: Pixels, folder: Path) -> NDArray[np.uint8]:
    """Our class at each pixel, by the segmentation model in ``folder``: uint8 ``[H, W]``.

    Raises DetectorUnusable, with OTHER_KIND where none of its class names is one of ours.
    """
    ours = classes_of(folder_config(folder).get("id2label", {}))
    if not ours.any():
        raise DetectorUnusable(folder, ControlProblem.OTHER_KIND)
    logits = _seen(rgb, folder, AutoModelForSemanticSegmentation).logits
    large = F.interpolate(logits.float(), rgb.shape[:2], mode="bilinear", align_corners=False)
    theirs = large[0].argmax(0).numpy()
    if theirs.max() >= len(ours):
        raise DetectorUnusable(folder, ControlProblem.DAMAGED, "id2label")
    return np.asarray(ours[theirs], np.uint8)


def classes_of(names: Mapping[str, str]) -> NDArray[np.uint8]:
    """Our class for each of a model's, by its name: uint8 ``[classes]``."""
    found = np.zeros(1 + max((int(index) for index in names), default=-1), np.uint8)
    for index, name in names.items():
        said = set(re.findall(r"[a-z]+", str(name).lower()))
        said |= {word.removesuffix("s") for word in said}
        mine = next((each for each, words in WORDS.items() if said & set(words)), Semantic.BLANK)
        found[int(index)] = mine
    return found


def _seen(rgb: Pixels, folder: Path, kind: Any) -> Any:
    """What the model of ``kind`` in ``folder`` answers to the picture."""
    folder_config(folder)
    try:
        processor = AutoImageProcessor.from_pretrained(str(folder), local_files_only=True)
        model = kind.from_pretrained(str(folder), local_files_only=True, use_safetensors=True).eval()
        with torch.inference_mode():
            return model(**processor(images=cv2.merge(cv2.split(rgb)), return_tensors="pt"))
    except (*UNREADABLE, ImportError) as error:
        if is_out_of_memory(error):
            raise
        raise DetectorUnusable(folder, ControlProblem.DAMAGED, first_line(error)) from error


def folder_config(folder: Path) -> dict[str, Any]:
    """The config of the model in ``folder``, once nothing there is code. Raises DetectorUnusable."""
    if not folder.is_dir():
        raise DetectorUnusable(folder, ControlProblem.MISSING)
    stray = next(folder.rglob("*.py"), None)
    if stray is not None:
        raise DetectorUnusable(folder, ControlProblem.HAS_CODE, stray.name)
    try:
        found = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise DetectorUnusable(folder, ControlProblem.NOT_ONE, "no config.json") from error
    except (OSError, ValueError) as error:
        raise DetectorUnusable(folder, ControlProblem.DAMAGED, first_line(error)) from error
    if not isinstance(found, dict) or "auto_map" in found:
        raise DetectorUnusable(folder, ControlProblem.NOT_ONE, "config.json")
    return found
