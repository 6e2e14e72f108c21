"""``evaluate`` and the verbs of ``painters`` that make pictures."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from artmaster_desktop.cli import evaluate, main
from artmaster_desktop.core.errors import PainterNotFound, ReadFailed, SaveFailed
from artmaster_desktop.core.gate import BLOCK_GROUPS, NOISE_BINS
from artmaster_desktop.core.painter import PainterRef
from artmaster_desktop.storage.library import PainterLibrary
from artmaster_desktop.storage.ora import save_document
from artmaster_desktop.storage.sensitivity_file import read_sensitivities
from tests.core.documents import halves
from tests.engine.tiny_model import build, lora


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="module")
def painters(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("painters")
    for seed, slug in enumerate("ab"):
        lora(model, folder / f"{slug}.safetensors", seed=seed)
    return folder


@pytest.fixture
def works(tmp_path: Path) -> Path:
    folder = tmp_path / "works"
    folder.mkdir()
    for seed in range(3):
        noise = np.random.default_rng(seed).integers(0, 256, (80, 64, 3)).astype(np.uint8)
        Image.fromarray(noise).save(folder / f"{seed}.png")
    return folder


def run(*words: object) -> int:
    """The command by its own grammar."""
    root = argparse.ArgumentParser()
    evaluate.add_to(root.add_subparsers())
    asked = root.parse_args(["evaluate", *map(str, words), "--device", "cpu"])
    return int(asked.run(asked))


def test_a_painter_is_evaluated_in_a_table_a_report_and_a_sheet(
    model: Path, painters: Path, works: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report, sheet = tmp_path / "r.json", tmp_path / "s.png"
    common = ("--model", model, "--painters", painters, "--works", works, "--steps", 1, "--side", 256)
    given = ("--pairs", 2, "--noises", 1, "--prompt", "a lake", "--report", report, "--sheet", sheet)
    assert run("a", *common, *given) == 0
    said = capsys.readouterr().out
    assert "3 works, 2 pairs" in said
    assert "stroke energy (Gabor)" in said
    assert "nearer" in said
    told = json.loads(report.read_text("utf-8"))
    assert told["setting"] == {"side": 256, "steps": 1, "guidance": 3.5, "seed": 1, "noises": 1}
    assert [p["text"] for p in told["painters"][0]["pairs"]] == ["a lake", "a lake"]
    assert set(told["painters"][0]["style"]) >= {"lab", "energy", "pattern", "gram", "blank", "layout"}
    assert np.asarray(Image.open(sheet)).shape[1] == 1180


def test_a_map_of_roles_is_measured_kept_and_found_by_the_library(
    model: Path, painters: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report, sheet = tmp_path / "r.json", tmp_path / "s.png"
    common = ("--model", model, "--painters", painters, "--steps", 1, "--side", 256, "--pairs", 1)
    assert run("b", "--roles", *common, "--report", report, "--sheet", sheet) == 0
    assert "% of its change" in capsys.readouterr().out
    kept = read_sensitivities(painters / "b.safetensors")
    assert len(kept) == 1
    found = PainterLibrary([painters], tmp_path / "hashes.json").find(PainterRef("b"))
    assert found is not None
    assert found.sensitivities == kept
    assert kept[0].sha256 == found.sha256
    told = json.loads(report.read_text("utf-8"))["painters"][0]
    assert np.array(told["layout"]).shape == (len(BLOCK_GROUPS), NOISE_BINS)
    assert np.asarray(Image.open(sheet)).shape[0] > 100


def test_what_cannot_be_measured_is_told_before_anything_is_painted(
    model: Path, painters: Path, works: Path, tmp_path: Path
) -> None:
    common = ("--model", model, "--painters", painters)
    with pytest.raises(PainterNotFound):
        run("zoe", *common)
    with pytest.raises(ReadFailed, match="not enough"):
        run("a", *common)  # a single file has no contact sheet
    with pytest.raises(SaveFailed, match="folder"):
        run("a", *common, "--works", works, "--report", tmp_path / "nowhere" / "r.json")
    with pytest.raises(SystemExit):
        run("a", *common, "--side", "250")


def test_a_documents_gate_and_a_painters_ranks_are_drawn(
    model: Path, painters: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document, gate, ranks = tmp_path / "lake.ora", tmp_path / "gate.png", tmp_path / "ranks.png"
    save_document(halves(feather=6.0), document)
    common = ["--model", str(model), "--painters", str(painters)]
    assert main(["painters", "gate", str(document), "--out", str(gate), *common]) == 0
    assert main(["painters", "ranks", "a", "--out", str(ranks), *common]) == 0
    for path in (gate, ranks):
        page = np.asarray(Image.open(path))
        assert page.shape[0] > 200
        assert page.std() > 5
    assert main(["painters", "ranks", "zoe", "--out", str(ranks), *common]) == 1
    assert "zoe is not in the library" in capsys.readouterr().err


def test_the_way_between_two_painters_is_painted(
    model: Path, painters: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "way.png"
    common = ["--model", str(model), "--painters", str(painters), "--out", str(out), "--device", "cpu"]
    small = ["--count", "3", "--steps", "1"]
    assert main(["painters", "between", "a", "b", *common, *small]) == 0
    page = np.asarray(Image.open(out))
    assert page.shape[1] > 3 * 200
    assert main(["painters", "between", "a", *common]) == 2
    assert "two painters or four" in capsys.readouterr().err
