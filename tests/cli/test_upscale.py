"""``upscale``, ``upscale-train`` and ``print`` as a person uses them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import tifffile
import torch
from PIL import Image
from safetensors.torch import save_file

from artmaster_desktop.cli import main
from artmaster_desktop.core.print_colour import Origin
from artmaster_desktop.engine.upscale.compact import Compact
from artmaster_desktop.engine.upscale.loading import load_compact
from artmaster_desktop.storage.picture_file import read_job, write_picture
from artmaster_desktop.storage.picture_label import read_label, sha256_of
from tests.storage.test_picture_file import JOB, PIXELS, REPORT


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    y, x = np.mgrid[0:80, 0:64]
    pixels = np.stack([128 + 100 * np.sin(x / 9), 128 + 90 * np.cos(y / 7), x + y], axis=2).astype(np.uint8)
    Image.fromarray(pixels).save(tmp_path / "lake.png")
    return tmp_path / "lake.png"


@pytest.fixture
def upscaler(tmp_path: Path) -> Path:
    torch.manual_seed(1)
    save_file(Compact(4, 1, 2).weights(), tmp_path / "small.safetensors")
    return tmp_path / "small.safetensors"


def run(*arguments: object) -> int:
    return main([str(argument) for argument in arguments])


def test_a_picture_becomes_larger_and_is_told_how_true_it_is(
    picture: Path, upscaler: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "big.tif"
    words = ("upscale", picture, "--out", out, "--scale", 2, "--upscaler", upscaler, "--device", "cpu")
    assert run(*words, "--depth", 16) == 0
    said = capsys.readouterr().err
    assert "Compact x2" in said
    assert "just visible" in said.replace("\n", " ")
    assert tifffile.imread(out).shape == (160, 128, 3)
    assert run("upscale", picture, "--out", out, "--upscaler", "lanczos", "--size", "100x125") == 0
    assert "no detail is added" in capsys.readouterr().err


def test_a_larger_picture_names_its_job_and_where_it_comes_from(tmp_path: Path, upscaler: Path) -> None:
    write_picture(tmp_path / "a.png", PIXELS.repeat(8, 0).repeat(8, 1), JOB, REPORT)
    out = tmp_path / "big.png"
    assert run("upscale", tmp_path / "a.png", "--out", out, "--scale", 2, "--upscaler", "lanczos") == 0
    label = read_label(out)
    assert label is not None
    assert (label.origin, label.source) == (Origin.GENERATED, sha256_of(tmp_path / "a.png"))
    assert read_job(out) == JOB
    hand = tmp_path / "hand.png"
    Image.fromarray(PIXELS.repeat(8, 0).repeat(8, 1)).save(hand)
    assert run("upscale", hand, "--out", out, "--scale", 2, "--upscaler", "lanczos") == 0
    label = read_label(out)
    assert label is not None
    assert (label.origin, label.job) == (Origin.ENHANCED, "")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--size", "100x300"), "100x125"),
        (("--upscaler", "bicubic", "--tile", "64"), "--tile"),
        (("--upscaler", "lanczos", "--dtype", "float16"), "--dtype"),
        (("--upscaler", "none.safetensors"), "none.safetensors"),
        (("--out", "big.bmp"), "kind of file"),
    ],
)
def test_what_cannot_be_done_is_said(
    words: tuple[str, ...], said: str, picture: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    before = sorted(path.name for path in tmp_path.iterdir())
    assert run("upscale", picture, *words) == 1
    assert said in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_a_pickle_of_a_stranger_is_refused_until_it_is_trusted(
    picture: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    torch.save({"params": Compact(4, 1, 2).weights()}, tmp_path / "x.pth")
    words = (
        "upscale",
        picture,
        "--upscaler",
        tmp_path / "x.pth",
        "--out",
        tmp_path / "o.png",
        "--device",
        "cpu",
    )
    assert run(*words, "--scale", 2) == 1
    assert ".safetensors of the same upscaler" in capsys.readouterr().err
    assert run(*words, "--scale", 2, "--trust") == 0


def test_a_print_is_planned_and_made(
    picture: Path, upscaler: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "lake.tif"
    sheet = ("--paper", "50x60", "--dpi", 100, "--border", 5, "--upscaler", upscaler, "--device", "cpu")
    assert run("print", picture, *sheet, "--out", out, "--plan") == 0
    assert "197x236 pixels" in capsys.readouterr().err
    assert not out.exists()
    assert run("print", picture, *sheet, "--out", out) == 0
    pixels = tifffile.imread(out)
    assert pixels.shape == (236, 197, 3)
    assert (pixels[:20] == 255).all()
    assert (pixels[118] < 250).any()


def test_a_print_refuses_what_it_would_ignore(picture: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (
        ("--paper", "A99"),
        ("--paper", "A4", "--intent", "absolute"),
        ("--paper", "A4", "--bleed", "3"),
        ("--paper", "A4", "--quality", "80"),
        ("--paper", "A4", "--marks"),
    ):
        assert run("print", picture, *words) == 1
        assert "cannot be printed so" in capsys.readouterr().err


def test_an_upscaler_is_taught_on_works(
    upscaler: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    works = tmp_path / "works"
    works.mkdir()
    out = tmp_path / "mine.safetensors"
    words = ("upscale-train", works, "--out", out, "--scale", 2, "--start", upscaler, "--device", "cpu")
    assert run(*words) == 1
    assert "no works" in capsys.readouterr().err
    rng = np.random.default_rng(1)
    Image.fromarray(rng.integers(0, 255, (120, 130, 3), dtype=np.uint8)).save(works / "a.png")
    assert run(*words, "--steps", 2) == 0
    assert "2 steps on 1 work" in capsys.readouterr().err
    taught, begun = load_compact(out).weights(), load_compact(upscaler).weights()
    assert any(not torch.equal(taught[name], begun[name]) for name in begun)


def test_shipped_upscalers_beat_plain_resampling_in_what_their_cards_say() -> None:
    """In all but the squares that too short a teaching leaves, which the front page tells of."""
    folder = Path(__file__).resolve().parents[2] / "models" / "upscalers"
    files = sorted(folder.glob("*.safetensors"))
    assert files
    for file in files:
        assert file.stat().st_size < 10**6
        card = json.loads(file.with_suffix(".json").read_text("utf-8"))
        for row in card["measured"].values():
            assert {name for name, better in row["better"].items() if not better} <= {"blocks"}
            assert len(row["better"]) == 8
