"""Segment Anything from a folder: what the library itself finds, and what is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch.nn import functional as F
from transformers import DPTImageProcessor, SamModel

from artmaster_desktop.core.geometry import Bounds
from artmaster_desktop.core.pointing import Pointing
from artmaster_desktop.core.structure_errors import ControlProblem, DetectorUnusable
from artmaster_desktop.engine.structure.pointing import pointed_at
from tests.engine.sam_models import SIDE, build

U8 = NDArray[np.uint8]
HEIGHT, WIDTH = 64, 48


@pytest.fixture(scope="module")
def sam(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("sam"))


@pytest.fixture(scope="module")
def picture() -> U8:
    return np.random.default_rng(1).integers(0, 256, (HEIGHT, WIDTH, 3), np.uint8)


@torch.inference_mode()
def by_hand(sam: Path, picture: U8, *, several: bool, **prompts: torch.Tensor) -> U8:
    """The mask by the network alone: the picture is as large as its input, so there is nothing to resize."""
    model = SamModel.from_pretrained(sam).eval()
    mean, deviation = np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225])
    pixels = torch.zeros(1, 3, SIDE, SIDE)
    values = (picture / 255 - mean) / deviation
    pixels[0, :, :HEIGHT, :WIDTH] = torch.from_numpy(values).permute(2, 0, 1).float()
    found = model(pixel_values=pixels, **prompts, multimask_output=several)
    masks = F.interpolate(found.pred_masks[0], (SIDE, SIDE), mode="bilinear", align_corners=False)
    best = int(found.iou_scores[0, 0].argmax())
    return np.asarray((masks[0, best, :HEIGHT, :WIDTH] > 0).numpy() * np.uint8(255))


def test_a_place_means_the_mask_that_the_model_trusts_most(sam: Path, picture: U8) -> None:
    found = pointed_at(picture, Pointing(inside=((30, 40),)), sam)
    points = {"input_points": torch.tensor([[[[30.0, 40.0]]]]), "input_labels": torch.tensor([[[1]]])}
    assert found.dtype == np.uint8
    assert set(np.unique(found)) == {0, 255}, "the random model splits this picture, so that a test can fail"
    assert (found == by_hand(sam, picture, several=True, **points)).mean() > 0.99
    assert (found == by_hand(sam, picture, several=True, **_flipped(points))).mean() < 0.99


def _flipped(points: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    return {"input_points": points["input_points"].flip(-1) / 2, "input_labels": 1 - points["input_labels"]}


def test_places_and_a_box_are_all_told(sam: Path, picture: U8) -> None:
    box = Bounds(4, 8, 30, 50)
    found = pointed_at(picture, Pointing(inside=((30, 40),), away=((3, 5),), box=box), sam)
    expected = by_hand(
        sam,
        picture,
        several=False,
        input_points=torch.tensor([[[[30.0, 40.0], [3.0, 5.0]]]]),
        input_labels=torch.tensor([[[1, 0]]]),
        input_boxes=torch.tensor([[[4.0, 8.0, 34.0, 58.0]]]),
    )
    assert (found == expected).mean() > 0.99


def test_a_picture_of_any_size_gets_a_mask_of_its_own(sam: Path) -> None:
    rgb = np.random.default_rng(2).integers(0, 256, (100, 150, 3), np.uint8)
    assert pointed_at(rgb, Pointing(box=Bounds(0, 0, 150, 100)), sam).shape == (100, 150)


def test_a_place_off_the_picture_is_no_place(sam: Path, picture: U8) -> None:
    with pytest.raises(ValueError, match="48x64"):
        pointed_at(picture, Pointing(inside=((48, 0),)), sam)


def test_what_is_no_such_model_is_refused(sam: Path, picture: U8, tmp_path: Path) -> None:
    def problem(folder: Path) -> ControlProblem:
        with pytest.raises(DetectorUnusable) as caught:
            pointed_at(picture, Pointing(inside=((1, 1),)), folder)
        return caught.value.problem

    assert problem(tmp_path / "gone") is ControlProblem.MISSING
    assert problem(tmp_path) is ControlProblem.NOT_ONE
    (tmp_path / "config.json").write_text('{"model_type": "depth_anything"}', encoding="utf-8")
    DPTImageProcessor().save_pretrained(tmp_path)
    assert problem(tmp_path) is ControlProblem.OTHER_KIND
    assert problem(build(tmp_path / "pickled", safe=False)) is ControlProblem.DAMAGED
    cut = build(tmp_path / "cut")
    weights = cut / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:3000])
    assert problem(cut) is ControlProblem.DAMAGED
    (cut / "modeling.py").write_text("", encoding="utf-8")
    assert problem(cut) is ControlProblem.HAS_CODE
