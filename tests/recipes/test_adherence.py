"""The measures of adherence on ground truth, and the whole measuring in small with a real control model."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from artmaster_desktop.engine.structure import drawing
from control import adherence, reader
from control import adherence_measures as am
from control.adherence import KINDS
from control.truth import HELD_OUT, Task, Truth, paint_one
from tests.engine.control_models import network, save
from tests.engine.tiny_model import build

SCORED: dict[str, am.Score] = {name: kind.score for name, kind in KINDS.items()}


@pytest.fixture(scope="module")
def truths() -> list[Truth]:
    return [paint_one(Task(HELD_OUT, number)) for number in range(8)]


@pytest.fixture(scope="module")
def others() -> list[Truth]:
    """Pictures that have nothing to do with the guides."""
    return [paint_one(Task(HELD_OUT, number)) for number in range(100, 108)]


def exact(name: str, truth: Truth) -> Any:
    """What a perfect reader sees in the true picture."""
    return {"depth": truth.depth, "layout": truth.labels}.get(name, KINDS[name].wanted(truth))


@pytest.mark.parametrize("name", list(KINDS))
def test_the_guide_itself_measures_one_and_anothers_nothing(
    name: str, truths: list[Truth], others: list[Truth]
) -> None:
    wanted = [KINDS[name].wanted(truth) for truth in truths]
    found = [exact(name, truth) for truth in truths]
    own = am.adherence(SCORED[name], found, wanted)
    assert own.corrected == pytest.approx(1.0, abs=1e-6)
    assert own.chance < 0.9, "chance is no ceiling"
    strange = am.adherence(SCORED[name], [exact(name, truth) for truth in others], wanted)
    assert abs(strange.corrected) < 0.2
    assert strange.corrected < own.corrected - 0.7


def test_the_true_picture_in_other_light_still_follows(truths: list[Truth], others: list[Truth]) -> None:
    """JPEG and a change of light move Canny's edges, but not the picture's structure."""

    def lit(rgb: Any) -> Any:
        values = np.asarray(np.clip(rgb * 0.92 + 6, 0, 255), np.uint8)
        coded = cv2.imencode(".jpg", values, [cv2.IMWRITE_JPEG_QUALITY, 92])[1]
        return cv2.imdecode(coded, cv2.IMREAD_COLOR)

    wanted = [KINDS["edges"].wanted(truth) for truth in truths]
    found = [drawing.edges(lit(truth.rgb)) > 0 for truth in truths]
    assert am.adherence(am.edge_f1, found, wanted).corrected > 0.8
    drawn = am.adherence(am.edge_f1, found, [KINDS["line"].wanted(truth) for truth in truths])
    assert drawn.corrected > 0.5
    strange = [drawing.edges(lit(truth.rgb)) > 0 for truth in others]
    assert abs(am.adherence(am.edge_f1, strange, wanted).corrected) < 0.2


def test_more_damage_is_less_adherence(truths: list[Truth], others: list[Truth]) -> None:
    """A layout half of which is another's lies between both."""
    wanted = [truth.labels for truth in truths]
    half = [a.copy() for a in wanted]
    for mine, other in zip(half, others, strict=True):
        mine[:, 128:] = other.labels[:, 128:]
    whole = am.adherence(am.layout_iou, wanted, wanted).corrected
    assert 0.1 < am.adherence(am.layout_iou, half, wanted).corrected < whole - 0.1


def test_measures_of_nothing() -> None:
    nothing, line = np.zeros((32, 32), np.bool_), np.eye(32, dtype=np.bool_)
    assert am.edge_f1(nothing, nothing) == 1.0
    assert am.edge_f1(nothing, line) == am.edge_f1(line, nothing) == 0.0
    assert am.edge_f1(np.roll(line, 1, axis=1), line) > 0.95
    assert am.edge_f1(np.roll(line, 9, axis=1), line) < 0.1
    flat, slope = np.full((32, 32), 7, np.uint8), np.arange(1024, dtype=np.float32).reshape(32, 32)
    assert am.depth_rank(flat, slope) == 0.0
    assert am.depth_rank(-slope, slope) == pytest.approx(-1.0)
    with pytest.raises(ValueError, match="two pictures"):
        am.adherence(am.depth_rank, [flat], [slope])


def test_the_judge_of_structure_is_taught_and_read(tmp_path: Path, truths: list[Truth]) -> None:
    file = tmp_path / "structure.safetensors"
    report = reader.main(reader.arguments().parse_args(["--smoke", "--workers", "1", "--out", str(file)]))
    assert report["held out"]["pictures"] == 2
    assert json.loads((tmp_path / "structure.json").read_text("utf-8")) == report
    labels, near = reader.StructureReader.load(file).read(truths[0].rgb)
    assert labels.shape == near.shape == truths[0].labels.shape
    assert labels.max() <= 5
    assert 0.0 <= near.min() <= near.max() <= 1.0


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny model, a control model for it, and a judge of structure that was hardly taught."""
    folder = tmp_path_factory.mktemp("adherence")
    build(folder / "base")
    save(network(folder / "base", seed=1), folder / "net")
    words = ["--smoke", "--workers", "1", "--out", str(folder / "structure.safetensors")]
    reader.main(reader.arguments().parse_args(words))
    return folder


def measured(small: Path, out: Path, control: Path) -> dict[str, Any]:
    words = f"--base {small / 'base'} --control {control} --reader {small / 'structure.safetensors'} "
    words += "--guides 6 --curve 6 --places 6 --steps 1 --workers 1 --device cpu --kinds line "
    words += f"--out {out / 'adherence.json'} --sheet {out / 'sheet.jpg'}"
    report = adherence.main(adherence.arguments().parse_args(words.split()))
    assert json.loads((out / "adherence.json").read_text("utf-8")) == report
    assert (out / "sheet.jpg").stat().st_size > 0
    return report


def test_with_a_control_model_curve_and_places_are_measured(small: Path, tmp_path: Path) -> None:
    report = measured(small, tmp_path, small / "net")
    line = report["kinds"]["line"]
    assert report["about"]["control"] == "net"
    assert {f"guide {s:g}" for s in adherence.STRENGTHS} < set(line)
    assert set(line["places"]) == {"1", "0.5", "0"}
    assert line["true picture"]["corrected"] > 0.5 > line["no guide"]["corrected"]
    assert "Three columns" in (tmp_path / "adherence.md").read_text("utf-8")


def test_without_a_control_model_it_says_so(
    small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = measured(small, tmp_path, tmp_path / "none")
    assert "There is no control model" in capsys.readouterr().out
    assert report["about"]["control"] is None
    assert not [arm for arm in report["kinds"]["line"] if arm.startswith("guide") or arm == "places"]
    assert "nothing was painted under a guide" in (tmp_path / "adherence.md").read_text("utf-8")
