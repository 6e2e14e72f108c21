"""Control adapters, models made for guides, and models made for holes, as a stranger would use them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from diffusers import FluxControlPipeline, FluxFillPipeline
from PIL import Image

from artmaster_desktop import cli
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.guide import OWN_CONTROL
from artmaster_desktop.storage.ora import load_document, save_document
from tests.core.documents import halves
from tests.engine import control_adapters as made
from tests.engine.tiny_model import build

QUICK = ["--steps", "2", "--device", "cpu"]
GUIDE = ["structure", "lake.ora", "--layer", "Sketch", "--kind", "edges"]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("base"))


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    save_document(halves(extent=Extent(256, 256)), Path("lake.ora"))
    monkeypatch.setattr("platformdirs.user_data_dir", lambda *_, **__: str(tmp_path / "data"))
    return tmp_path


def pixels(name: str) -> np.ndarray:
    return np.asarray(Image.open(name).convert("RGB"))


def test_an_adapter_is_followed_whole_unless_told(
    here: Path, base: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = here / "data" / "controls" / "FLUX.1-Canny-dev-lora"
    folder.mkdir(parents=True)
    made.save(made.bfl_state(base, seed=1), folder / "flux1-canny-dev-lora.safetensors")
    assert cli.main([*GUIDE, "--control", folder.name, "--out", "whole.ora"]) == 0
    assert cli.main([*GUIDE, "--control", folder.name, "--strength", "0.4", "--out", "less.ora"]) == 0
    (whole,), (less,) = (load_document(Path(name)).document.guides for name in ("whole.ora", "less.ora"))
    assert (whole.strength, whole.start, whole.end) == (1.0, 0.0, 1.0)
    assert (less.strength, less.end) == (0.4, 1.0)
    for name in ("whole.ora", "less.ora", "lake.ora"):
        assert cli.main(["paint", name, "--model", str(base), "--out", f"{name}.png", *QUICK]) == 0
    assert "made for a guidance of about 30; with 3.5" in " ".join(capsys.readouterr().err.split())
    assert (pixels("whole.ora.png") != pixels("less.ora.png")).any()
    assert (pixels("whole.ora.png") != pixels("lake.ora.png")).any()
    assert cli.main([*GUIDE, "--control", folder.name, "--start", "1", "--out", "none.ora"]) == 2
    assert cli.main(["doctor", "--model", str(base)]) == 0
    told = capsys.readouterr().out
    assert "FLUX.1-Canny-dev-lora: edges, line, scribble; --guidance 30" in told
    assert "Control adapter: one in a picture" in told


def test_a_model_made_for_guides_follows_one_as_it_is(
    here: Path, base: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = made.wide(base, here / "FLUX.1-Canny-dev", made.channels_of(base), FluxControlPipeline)
    for more in (["--strength", "0.5"], ["--end", "0.5"], ["--place", "left=1"]):
        assert cli.main([*GUIDE, "--control", OWN_CONTROL, *more, "--out", "no.ora"]) == 2
    assert not Path("no.ora").exists()
    assert cli.main([*GUIDE, "--control", OWN_CONTROL, "--out", "own.ora"]) == 0
    assert cli.main(["paint", "own.ora", "--model", str(own), "--out", "own.png", *QUICK]) == 0
    capsys.readouterr()
    assert cli.main(["paint", "lake.ora", "--model", str(own), "--out", "no.png", *QUICK]) == 1
    assert "paints only under one guide that it follows itself" in " ".join(capsys.readouterr().err.split())
    assert cli.main(["paint", "own.ora", "--model", str(base), "--out", "no.png", *QUICK]) == 1
    assert "follows no guide itself" in " ".join(capsys.readouterr().err.split())
    assert cli.main(["doctor", "--model", str(own)]) == 0
    assert "paints under one guide that it follows itself" in capsys.readouterr().out
    mask = np.zeros((256, 256), np.uint8)
    mask[60:160, 60:160] = 255
    Image.fromarray(mask).save("mask.png")
    repaint = ["repaint", "own.ora", "--mask", "mask.png", "--model", str(own), "--out", "part.ora", *QUICK]
    assert cli.main(repaint) == 0


def test_a_model_made_for_holes_fills_them(
    here: Path, base: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    filler = made.wide(base, here / "FLUX.1-Fill-dev", made.channels_of(base) + 256, FluxFillPipeline)
    before = np.random.default_rng(1).integers(0, 256, (256, 256, 3), np.uint8)
    Image.fromarray(before).save("in.png")
    mask = np.zeros((256, 256), np.uint8)
    mask[60:160, 60:160] = 255
    mask[60:160, 160:190] = 90
    Image.fromarray(mask).save("mask.png")
    words = ["repaint", "in.png", "--mask", "mask.png", "--model", str(filler), "--out", "out.png", *QUICK]
    assert cli.main(words) == 0
    told = " ".join(capsys.readouterr().err.split())
    assert "Fill the selection" in told, "nothing is kept where nobody says how much"
    assert "knows no soft masks" in told
    assert "guidance" not in told, "the one that it was made for was taken"
    after = pixels("out.png")
    np.testing.assert_array_equal(after[mask < 128], before[mask < 128])
    assert (after[mask == 255] != before[mask == 255]).any(axis=1).mean() > 0.9
    assert cli.main([*words, "--guidance", "3", "--strength", "0.5"]) == 0
    told = " ".join(capsys.readouterr().err.split())
    assert "made for a guidance of about 30; with 3 it may do little" in told
    assert "Repaint the selection" in told
    mask[mask == 255] = 100
    Image.fromarray(mask).save("mask.png")
    assert cli.main(words) == 1
    assert "nothing is selected so much" in " ".join(capsys.readouterr().err.split())
    assert cli.main(["paint", "lake.ora", "--model", str(filler), "--out", "no.png", *QUICK]) == 1
    assert "it paints no whole one" in " ".join(capsys.readouterr().err.split())
    assert cli.main(["doctor", "--model", str(filler)]) == 0
    assert "fills parts of pictures" in capsys.readouterr().out
