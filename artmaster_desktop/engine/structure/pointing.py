"""What lies under a finger: Segment Anything (Kirillov et al. 2023, arXiv 2304.02643) from a folder of the
artist's, through ``transformers``. Nothing is fetched and no code of a folder is run.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from transformers import SamModel, SamProcessor

from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.pointing import Pointing
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.core.structure_errors import ControlProblem, DetectorUnusable
from artmaster_desktop.engine.faults import first_line, is_out_of_memory
from artmaster_desktop.engine.flux.weights import UNREADABLE
from artmaster_desktop.engine.structure.detectors import folder_config


def pointed_at(rgb: Pixels, pointing: Pointing, folder: Path) -> NDArray[np.uint8]:
    """The mask of what ``pointing`` means in ``rgb`` (uint8 ``[H, W, 3]``): uint8 ``[H, W]``, 255 inside.

    One place may mean a thing or a part of it, so the model tells three masks and the one that it trusts most
    is taken; with more places or a box it tells one. Raises DetectorUnusable, with OTHER_KIND where the
    folder's model is of another kind, and ValueError for a place off the picture.
    """
    if not pointing.lies_on(Extent(rgb.shape[1], rgb.shape[0])):
        raise ValueError(f"{pointing} is not on a picture of {rgb.shape[1]}x{rgb.shape[0]}")
    kind = str(folder_config(folder).get("model_type", ""))
    if kind != "sam":
        raise DetectorUnusable(folder, ControlProblem.OTHER_KIND, kind)
    try:
        processor = SamProcessor.from_pretrained(str(folder), local_files_only=True)
        model = SamModel.from_pretrained(str(folder), local_files_only=True, use_safetensors=True).eval()
        seen = processor(images=cv2.merge(cv2.split(rgb)), return_tensors="pt", **_asked(pointing))
        sizes = seen.pop("original_sizes"), seen.pop("reshaped_input_sizes")
        alone = pointing.box is None and len(pointing.inside) + len(pointing.away) == 1
        with torch.inference_mode():
            found = model(**seen, multimask_output=alone)
        masks = processor.post_process_masks(found.pred_masks, *sizes)[0][0]
        best = int(found.iou_scores[0, 0].argmax())
        return np.asarray(masks[best].numpy(), np.uint8) * np.uint8(255)
    except (*UNREADABLE, ImportError) as error:
        if is_out_of_memory(error):
            raise
        raise DetectorUnusable(folder, ControlProblem.DAMAGED, first_line(error)) from error


def _asked(pointing: Pointing) -> dict[str, Any]:
    """``pointing`` as the library takes it: one picture, one thing; the label of a place is 1 inside, else
    0.
    """
    asked: dict[str, Any] = {}
    places = [*pointing.inside, *pointing.away]
    if places:
        asked["input_points"] = [[[float(x), float(y)] for x, y in places]]
        asked["input_labels"] = [[1] * len(pointing.inside) + [0] * len(pointing.away)]
    if pointing.box is not None:
        box = pointing.box
        asked["input_boxes"] = [[[float(each) for each in (box.x, box.y, box.right, box.bottom)]]]
    return asked
