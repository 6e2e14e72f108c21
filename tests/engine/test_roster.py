"""Painters in memory, jobs that ask too much, and placements that a larger picture outgrows."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch

from artmaster_desktop.core.errors import CannotPaint, PainterChanged, PainterNotFound, ReadFailed
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.job import HiredPainter, PaintJob, PictureStart
from artmaster_desktop.core.planning import plan_paint
from artmaster_desktop.engine.bounds import check_job
from artmaster_desktop.engine.device import EngineOptions, choose
from artmaster_desktop.engine.flux import weights
from artmaster_desktop.engine.outline import ModelOutline
from artmaster_desktop.engine.residency import Residency, Resident
from artmaster_desktop.engine.roster import Roster
from tests.core.documents import finder, halves, painter
from tests.engine.tiny_model import build, lora

GIB = 1 << 30


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> weights.FluxModel:
    return weights.load(build(tmp_path_factory.mktemp("model")), torch.float32)


@pytest.fixture(scope="module")
def outline(model: weights.FluxModel) -> ModelOutline:
    return ModelOutline(model.caps)


def hired(file: Path) -> HiredPainter:
    return HiredPainter(file.stem, hashlib.sha256(file.read_bytes()).hexdigest(), file)


@pytest.fixture(scope="module")
def painters(model: weights.FluxModel, tmp_path_factory: pytest.TempPathFactory) -> list[HiredPainter]:
    """Two different painters whose files have one name."""
    folders = [tmp_path_factory.mktemp(name) for name in ("one", "two")]
    files = [lora(model.caps.path, f / "a.safetensors", seed=s) for s, f in enumerate(folders)]
    return [hired(file) for file in files]


def test_painters_of_one_file_name_are_told_apart(
    outline: ModelOutline, painters: list[HiredPainter]
) -> None:
    roster = Roster()
    one, two = roster.hire(painters, outline)
    assert one.adapter.name != two.adapter.name
    assert roster.hire(painters, outline) == [one, two]


def test_only_so_many_painters_are_kept(outline: ModelOutline, painters: list[HiredPainter]) -> None:
    roster = Roster(budget=0)
    both = roster.hire(painters, outline)
    everything = roster.memory
    assert roster.hire(painters[:1], outline) == both[:1]
    assert 0 < roster.memory < everything
    assert roster.hire(painters[1:], outline) != both[1:]
    roster.clear()
    assert roster.memory == 0


def test_files_that_are_gone_changed_or_closed_are_told_apart(
    outline: ModelOutline, painters: list[HiredPainter], tmp_path: Path
) -> None:
    file = shutil.copy(painters[0].file, tmp_path / "a.safetensors")
    here = replace(painters[0], file=Path(file))
    Path(file).write_bytes(b"another")
    with pytest.raises(PainterChanged):
        Roster().hire([here], outline)
    Path(file).unlink()
    with pytest.raises(PainterNotFound):
        Roster().hire([here], outline)
    Path(file).mkdir()
    with pytest.raises(ReadFailed):
        Roster().hire([here], outline)


@pytest.fixture
def job(model: weights.FluxModel) -> PaintJob:
    return plan_paint(halves(), finder(painter("a"), painter("b")), model.caps, "job")


@pytest.mark.parametrize(
    "changes",
    [
        {"steps": 0},
        {"steps": 10**9},
        {"seed": -1},
        {"seed": 2**64},
        {"guidance": 1e9},
        {"text_tokens": 0},
        {"output": Extent(10**6, 10**6)},
        {"extent": Extent(512, 256)},
        {"extent": Extent(250, 256)},
        {"texts": ("one",)},
        {"painters": ()},
        {"start": PictureStart(torch.zeros(256, 256, 3, dtype=torch.uint8).numpy(), 0.0)},
        {"start": PictureStart(torch.zeros(16, 256, 3, dtype=torch.uint8).numpy(), 0.5)},
    ],
    ids=str,
)
def test_a_job_from_a_stranger_is_not_believed(
    model: weights.FluxModel, job: PaintJob, changes: dict[str, Any]
) -> None:
    check_job(job, model.caps)
    with pytest.raises(CannotPaint):
        check_job(replace(job, **changes), model.caps)


def test_a_larger_picture_may_need_another_placement(
    model: weights.FluxModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("artmaster_desktop.engine.device.pick_device", lambda _: torch.device("cuda:0"))
    monkeypatch.setattr("artmaster_desktop.engine.device.device_name", lambda _: "RTX")
    monkeypatch.setattr(weights, "load", lambda *_: pytest.fail("the model was to be kept"))
    options = EngineOptions(dtype="bfloat16", memory=2 * GIB)
    residency = Residency(options)
    small, large = 256 * 256, 768 * 768
    resident = Resident(model, choose(0, 0, small, options), None)  # type: ignore[arg-type]
    assert resident.choice.offload == "none"
    residency._resident, residency._pixels = resident, small
    assert residency.host(model.caps, small) is resident
    assert residency.host(model.caps, 512 * 256) is resident
    with pytest.raises(pytest.fail.Exception):
        residency.host(model.caps, large)
    assert residency._resident is None
