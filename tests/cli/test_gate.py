"""``painters choose|teach-gate|transfer`` and ``paint`` where the gate chooses."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from artmaster_desktop import bootstrap
from artmaster_desktop.cli import paint, painters
from artmaster_desktop.core.choosing import Choosing, GateMode
from artmaster_desktop.core.errors import GateFileError, GateProblem
from artmaster_desktop.storage.library import PainterLibrary
from artmaster_desktop.storage.ora import save_document
from artmaster_desktop.storage.picture_file import read_job
from artmaster_desktop.storage.png import decode_png, encode_png
from tests.core.documents import halves
from tests.engine.tiny_model import build, lora


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="module")
def library(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two painters whose cards speak of them, one of whom nothing is said."""
    folder = tmp_path_factory.mktemp("painters")
    said = {"a": ["misty", "alpha"], "b": ["snow", "beta"], "mute": []}
    for seed, (slug, tags) in enumerate(said.items()):
        (folder / slug).mkdir()
        lora(model, folder / slug / f"{slug}.safetensors", seed=seed)
        (folder / slug / "card.json").write_text(json.dumps({"slug": slug, "tags": tags}), "utf-8")
    return folder


@pytest.fixture(scope="module")
def gate(model: Path, library: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("gate") / "gate.safetensors"
    common = ("--model", model, "--painters", library, "--device", "cpu")
    assert run("painters", "teach-gate", *common, "--epochs", 30, "--out", file) == 0
    return file


def run(*words: object) -> int:
    """A command by its own grammar."""
    root = argparse.ArgumentParser()
    commands = root.add_subparsers()
    painters.add_to(commands)
    paint.add_to(commands)
    asked = root.parse_args([str(word) for word in words])
    return int(asked.run(asked))


def test_the_gate_says_whom_it_chooses_and_why_and_whom_it_does_not_know(
    model: Path, library: Path, gate: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    common = ("--model", model, "--painters", library, "--device", "cpu", "--gate", gate)
    for words, slug in (("misty, alpha", "a"), ("snow, beta", "b")):
        assert run("painters", "choose", words, *common) == 0
        said = capsys.readouterr()
        assert f"{slug}: 1.00" in said.out
        assert f"words that spoke for {slug}" in said.out
        assert "Not known to the gate, so never chosen: mute" in said.err
    assert run("painters", "choose", "misty, alpha", *common, "--hand", "a=0") == 0
    assert "b: 1.00" in capsys.readouterr().out


def test_a_document_says_itself_whom_the_gate_may_choose(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("painters", "choose", tmp_path / "d.ora", "--top", 2) == 2
    assert run("painters", "choose", tmp_path / "d.ora", "--hand", "a=0") == 2
    assert "--hand and --top are for a prompt" in capsys.readouterr().err


def test_a_gate_needs_two_painters_with_words(model: Path, library: Path, tmp_path: Path) -> None:
    common = ("--model", model, "--painters", library / "a", "--device", "cpu")
    with pytest.raises(GateFileError) as told:
        run("painters", "teach-gate", *common, "--out", tmp_path / "gate.safetensors")
    assert told.value.problem is GateProblem.NOBODY


def test_a_document_is_painted_by_whom_the_gate_chose_and_again_without_a_gate(
    model: Path, library: Path, gate: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = halves()
    by_gate = Choosing(GateMode.COMPOSITION)
    regions = tuple(
        replace(region, painters=(), prompt=text, choosing=by_gate)
        for region, text in zip(document.regions, ("misty, alpha", "snow, beta"), strict=True)
    )
    file, first, again = (tmp_path / name for name in ("d.ora", "first.png", "again.png"))
    save_document(document.edited(regions=regions), file)
    monkeypatch.setattr(bootstrap, "gate_file", lambda: gate)
    common = ("--model", model, "--painters", library, "--device", "cpu")
    assert run("paint", file, *common, "--steps", 2, "--out", first) == 0
    job = read_job(first)
    assert [(job.painters[row.painter].slug, row.area) for row in job.gates.rows] == [("a", 1), ("b", 2)]
    assert [area.region for area in job.choices.areas] == ["left", "right"]
    monkeypatch.setattr(bootstrap, "gate_file", lambda: tmp_path / "none.safetensors")
    assert run("paint", first, *common, "--out", again) == 0
    assert np.array_equal(decode_png(first.read_bytes(), 3), decode_png(again.read_bytes(), 3))
    with pytest.raises(GateFileError) as told:
        run("paint", file, *common, "--out", again)
    assert told.value.problem is GateProblem.MISSING
    assert run("paint", first, *common, "--choose", "prompt", "--out", again) == 2


def test_what_is_not_set_by_hand_can_be_left_to_the_gate_for_one_painting(
    model: Path,
    library: Path,
    gate: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    document = halves()
    left, right = document.regions
    regions = (replace(left, painters=(), prompt="snow, beta"), right)
    save_document(document.edited(regions=regions), tmp_path / "d.ora")
    monkeypatch.setattr(bootstrap, "gate_file", lambda: gate)
    common = ("--model", model, "--painters", library, "--device", "cpu", "--dry-run")
    assert run("paint", tmp_path / "d.ora", *common, "--choose", "prompt") == 0
    assert "The gate chose for left: b 1.00." in " ".join(capsys.readouterr().err.split())


def test_a_work_is_given_to_another_painter(model: Path, library: Path, tmp_path: Path) -> None:
    work, out, far = (tmp_path / name for name in ("work.png", "out.png", "far.png"))
    flat = np.full((256, 256, 3), 200, np.uint8)
    work.write_bytes(encode_png(flat))
    common = ("--model", model, "--painters", library, "--device", "cpu", "--steps", 8)
    for structure, file in ((0.8, out), (0.0, far)):
        given = ("--to", "b", "--prompt", "snow", "--structure", structure, "--out", file)
        assert run("painters", "transfer", work, *given, *common) == 0
    job = read_job(out)
    assert [p.slug for p in job.painters] == ["b"]
    assert job.texts == ("snow",)
    again = tmp_path / "again.png"
    assert run("painters", "transfer", out, "--to", "a", "--out", again, *common) == 0
    assert read_job(again).texts == ("snow",)  # the work brought its own prompt
    assert read_job(again).painters[0].slug == "a"


def test_the_shipped_gate_knows_the_shipped_painters(tmp_path: Path) -> None:
    from artmaster_desktop.engine.flux.weights import describe
    from artmaster_desktop.engine.mixing.gate_file import check_gate, read_gate

    where = bootstrap.places()
    gate = read_gate(where.gates[1])
    shelf = PainterLibrary([where.models / "painters"], tmp_path / "hashes.json")
    known, unknown = check_gate(gate, where.gates[1], describe(where.starter).identity, shelf.all())
    assert len(known) == len(shelf.all())
    assert unknown == ()
    assert where.gates[1].stat().st_size < 1 << 20
