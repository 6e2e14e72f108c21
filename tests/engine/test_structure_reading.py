"""Guides read from pictures: what each shows, what it is honest about, and what is refused."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from safetensors.torch import save_file
from transformers import (
    DepthAnythingConfig,
    DepthAnythingForDepthEstimation,
    Dinov2Config,
    DPTImageProcessor,
    SegformerConfig,
    SegformerForSemanticSegmentation,
    SegformerImageProcessor,
)

from artmaster_desktop.core.guide import GuideKind
from artmaster_desktop.core.guide_reading import WITHOUT_MODEL, ReadBy
from artmaster_desktop.core.semantic import LAYOUT_COLOURS, Semantic
from artmaster_desktop.core.structure_errors import (
    ControlProblem,
    DetectorUnusable,
    GuideProblem,
    GuideUnusable,
)
from artmaster_desktop.core.structure_wording import word_way
from artmaster_desktop.engine.structure import detectors, drawing
from artmaster_desktop.engine.structure.reading import Means, read_guide, read_labels, tidied
from artmaster_desktop.engine.structure.segmenter import KIND, Segmenter, SegmenterNet

U8 = NDArray[np.uint8]


@pytest.fixture(scope="module")
def means(tmp_path_factory: pytest.TempPathFactory) -> Means:
    torch.manual_seed(0)
    file = tmp_path_factory.mktemp("segmenter") / "segmenter.safetensors"
    state = {name: tensor.half().contiguous() for name, tensor in SegmenterNet().state_dict().items()}
    save_file(state, file, {"kind": KIND})
    return Means(segmenter=file)


@pytest.fixture
def picture() -> U8:
    """A dark ring and a soft slope on pale paper."""
    paper = np.full((192, 256, 3), 236, np.uint8)
    paper[:, 128:] = (paper[:, 128:] * np.linspace(1, 0.7, 128)[None, :, None]).astype(np.uint8)
    cv2.circle(paper, (80, 96), 40, (30, 26, 24), 3, cv2.LINE_AA)
    return paper


def near_ring(shape: tuple[int, int]) -> NDArray[np.bool_]:
    y, x = np.mgrid[: shape[0], : shape[1]]
    return np.asarray(np.abs(np.hypot(x - 80, y - 96) - 40) < 8)


@pytest.mark.parametrize("kind", [GuideKind.EDGES, GuideKind.LINE, GuideKind.SCRIBBLE, GuideKind.SOFT_EDGE])
def test_a_stroke_is_found_where_it_is_and_nothing_elsewhere(
    picture: U8, means: Means, kind: GuideKind
) -> None:
    found = read_guide(picture, kind, means)
    assert found.pixels.shape == picture.shape
    grey, near = found.pixels[:, :, 0], near_ring((192, 256))
    assert grey[near].max() > 200
    assert grey[~near].mean() < 0.1 * grey[near].mean()
    assert found.by == ReadBy(WITHOUT_MODEL[kind], "", None if kind is GuideKind.LAYOUT else kind)


def test_a_light_drawing_on_dark_ground_is_the_same_drawing(picture: U8) -> None:
    dark = np.asarray(255 - picture, np.uint8)
    one, other = drawing.lines(picture) > 128, drawing.lines(dark) > 128
    assert (one & other).sum() > 0.7 * (one | other).sum()


def test_a_scribble_has_only_two_values(picture: U8) -> None:
    assert set(np.unique(drawing.scribble(picture))) == {0, 255}


def test_a_tone_is_the_lightness(picture: U8, means: Means) -> None:
    found = read_guide(picture, GuideKind.TONE, means).pixels
    assert (found[..., 0] == found[..., 2]).all()
    assert found[0, 0, 0] > found[0, -1, 0]


@pytest.mark.parametrize("kind", [kind for kind in GuideKind if kind is not GuideKind.TONE])
def test_what_is_in_no_picture_is_no_guide(means: Means, kind: GuideKind) -> None:
    blank = np.full((64, 64, 3), 240, np.uint8)
    if kind in (GuideKind.DEPTH, GuideKind.LAYOUT):
        assert read_guide(blank, kind, means).pixels.shape == blank.shape
        return
    with pytest.raises(GuideUnusable) as caught:
        read_guide(blank, kind, means)
    assert caught.value.problem is GuideProblem.EMPTY


@pytest.mark.parametrize("shape", [(1, 1), (15, 400), (300, 8)])
def test_a_sliver_is_too_small(means: Means, shape: tuple[int, int]) -> None:
    with pytest.raises(GuideUnusable) as caught:
        read_guide(np.zeros((*shape, 3), np.uint8), GuideKind.EDGES, means)
    assert caught.value.problem is GuideProblem.TOO_SMALL


def test_depth_without_a_model_says_that_it_is_a_guess(picture: U8, means: Means) -> None:
    assert "no depth was measured" in word_way(read_guide(picture, GuideKind.DEPTH, means).by)


def test_a_layout_has_the_colours_of_the_classes(picture: U8, means: Means) -> None:
    labels, _ = read_labels(picture, means)
    layout = read_guide(picture, GuideKind.LAYOUT, means).pixels
    for each in np.unique(labels):
        assert (layout[labels == each] == LAYOUT_COLOURS[Semantic(each)]).all()


@pytest.mark.parametrize("size", [(16, 16), (97, 33), (700, 500)])
def test_odds_sum_to_one_at_any_size(means: Means, size: tuple[int, int]) -> None:
    rgb = np.random.default_rng(0).integers(0, 256, (*size, 3), np.uint8)
    odds = Segmenter.load(means.segmenter).odds(rgb)
    assert odds.shape == (6, *size)
    assert np.allclose(odds.sum(axis=0), 1, atol=1e-4)


def test_specks_take_what_surrounds_them() -> None:
    labels = np.full((100, 100), Semantic.WATER, np.uint8)
    labels[:, 50:] = Semantic.MOUNTAIN
    clean = labels.copy()
    labels[20, 20], labels[60:62, 80] = Semantic.TREES, Semantic.FIGURES
    assert (tidied(labels) == clean).all()
    labels[30:50, 10:30] = Semantic.TREES
    assert (tidied(labels) == Semantic.TREES).sum() == 400


def test_a_damaged_segmenter_is_told(tmp_path: Path, means: Means) -> None:
    cases = {"gone": ControlProblem.MISSING, "foreign": ControlProblem.NOT_ONE, "cut": ControlProblem.DAMAGED}
    save_file({"a": torch.zeros(1)}, tmp_path / "foreign.safetensors")
    (tmp_path / "cut.safetensors").write_bytes(means.segmenter.read_bytes()[:500])
    for name, problem in cases.items():
        with pytest.raises(DetectorUnusable) as caught:
            Segmenter.load(tmp_path / f"{name}.safetensors")
        assert caught.value.problem is problem


@pytest.fixture(scope="module")
def depth_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Depth Anything with a few thousand random weights, saved by transformers itself."""
    folder = tmp_path_factory.mktemp("depth")
    backbone = Dinov2Config(
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        image_size=28,
        patch_size=14,
        out_features=["stage1", "stage2"],
        reshape_hidden_states=False,
    )
    config = DepthAnythingConfig(
        backbone_config=backbone,
        reassemble_hidden_size=16,
        reassemble_factors=[2, 1],
        neck_hidden_sizes=[8, 8],
        fusion_hidden_size=8,
        head_hidden_size=4,
    )
    torch.manual_seed(0)
    DepthAnythingForDepthEstimation(config).save_pretrained(folder)
    DPTImageProcessor(size={"height": 56, "width": 56}, ensure_multiple_of=14).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def segmentation_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("segformer")
    config = SegformerConfig(
        num_encoder_blocks=2,
        depths=[1, 1],
        sr_ratios=[2, 1],
        hidden_sizes=[8, 16],
        patch_sizes=[7, 3],
        strides=[4, 2],
        num_attention_heads=[1, 2],
        mlp_ratios=[2, 2],
        decoder_hidden_size=8,
        id2label={0: "sky", 1: "mountain, mount", 2: "water", 3: "tree"},
    )
    torch.manual_seed(0)
    SegformerForSemanticSegmentation(config).save_pretrained(folder)
    SegformerImageProcessor(size={"height": 64, "width": 64}).save_pretrained(folder)
    return folder


def test_a_depth_model_of_the_artist_is_used(picture: U8, means: Means, depth_model: Path) -> None:
    given = Means(segmenter=means.segmenter, detector=depth_model)
    found = read_guide(picture, GuideKind.DEPTH, given)
    assert found.pixels.shape == picture.shape
    assert (found.pixels.min(), found.pixels.max()) == (0, 255)
    assert depth_model.name in word_way(found.by)


def test_a_segmentation_model_of_the_artist_is_used(
    picture: U8, means: Means, segmentation_model: Path
) -> None:
    labels, by = read_labels(picture, Means(segmenter=means.segmenter, detector=segmentation_model))
    assert labels.shape == picture.shape[:2]
    assert set(np.unique(labels)) <= {Semantic.BLANK, Semantic.MOUNTAIN, Semantic.WATER, Semantic.TREES}
    assert segmentation_model.name in word_way(by)


def test_class_names_are_read_as_words() -> None:
    names = {"0": "sky", "2": "Mountain; mount", "3": "seat", "4": "rocks", "5": "house", "7": "person"}
    assert detectors.classes_of(names).tolist() == [0, 0, 1, 0, 1, 4, 0, 5]
    assert not detectors.classes_of({}).any()


def test_a_model_of_another_use_is_refused(
    picture: U8, means: Means, segmentation_model: Path, depth_model: Path, tmp_path: Path
) -> None:
    def problem(kind: GuideKind, folder: Path) -> ControlProblem:
        with pytest.raises(DetectorUnusable) as caught:
            read_guide(picture, kind, Means(segmenter=means.segmenter, detector=folder))
        return caught.value.problem

    assert problem(GuideKind.DEPTH, tmp_path / "gone") is ControlProblem.MISSING
    assert problem(GuideKind.DEPTH, tmp_path) is ControlProblem.NOT_ONE
    assert problem(GuideKind.DEPTH, segmentation_model) is ControlProblem.DAMAGED
    assert problem(GuideKind.LAYOUT, depth_model) is ControlProblem.OTHER_KIND
    (tmp_path / "config.json").write_text("no json", encoding="utf-8")
    assert problem(GuideKind.DEPTH, tmp_path) is ControlProblem.DAMAGED
    (tmp_path / "modeling.py").write_text("", encoding="utf-8")
    assert problem(GuideKind.DEPTH, tmp_path) is ControlProblem.HAS_CODE


def test_the_shipped_segmenter_may_be_of_any_width_but_no_nonsense(tmp_path: Path) -> None:
    wide = SegmenterNet((32, 48, 64, 80))
    state = {name: tensor.contiguous() for name, tensor in wide.state_dict().items()}
    file = tmp_path / "segmenter.safetensors"
    save_file(state, file, {"kind": KIND, "channels": "[32, 48, 64, 80]"})
    odds = Segmenter.load(file).odds(np.zeros((64, 96, 3), np.uint8))
    assert odds.shape == (6, 64, 96)
    for told in ("[32, 48", "[]", "[7, 9]", '["wide"]', "8", "[16, 1000000]", "[24, 40, 64, 96]"):
        save_file(state, file, {"kind": KIND, "channels": told})
        with pytest.raises(DetectorUnusable):
            Segmenter.load(file)
