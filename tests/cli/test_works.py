"""An artist's works on the command line, as somebody uses it who has never seen the program."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from artmaster_desktop import bootstrap
from artmaster_desktop.cli import works
from artmaster_desktop.cli.train_works import told_of
from artmaster_desktop.core.captioner_errors import CaptionerUnusable
from artmaster_desktop.core.enlarged import Enlarged
from artmaster_desktop.core.errors import NotAmongWorks, NoWorks, ReadFailed
from artmaster_desktop.core.mark import MarkState
from artmaster_desktop.core.work import CaptionBy, Work
from artmaster_desktop.storage.oeuvre_file import read_oeuvre, write_oeuvre
from artmaster_desktop.storage.settings import EngineSettings
from tests.app.studio_fakes import FakeCaptioner
from tests.engine.ink import paper, seal, strokes


def run(*arguments: object) -> int:
    root = argparse.ArgumentParser()
    works.add_to(root.add_subparsers())
    asked = root.parse_args(["works", *(str(argument) for argument in arguments)])
    return int(asked.run(asked))


@pytest.fixture
def artist(tmp_path: Path) -> Path:
    """A folder with two works; the first bears a seal in its middle."""
    scans = tmp_path / "scans"
    scans.mkdir()
    for name, angle in (("lake", 10), ("pine", 80)):
        work = paper(900, 600)
        strokes(work, angle, 6)
        if name == "lake":
            seal(work, 440, 20, 40)
        Image.fromarray(work).save(scans / f"{name}.png")
    folder = tmp_path / "artist"
    assert run("import", folder, scans, "--artist", "Somebody") == 0
    return folder


def work(folder: Path, name: str) -> Work:
    found = read_oeuvre(folder).find(name)
    assert found is not None
    return found


def pixels(path: Path) -> NDArray[np.uint8]:
    with Image.open(path) as picture:
        return np.asarray(picture)


def test_the_help_names_every_verb(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["--help"], ["crops", "--help"]):
        with pytest.raises(SystemExit) as ended:
            run(*words)
        assert ended.value.code == 0
    told = capsys.readouterr().out
    for verb in ("import", "list", "set", "seals", "crops", "captions", "lint", "stats"):
        assert f"artmaster-desktop works {verb}" in told or f"    {verb} " in told
    assert "usage: artmaster-desktop works crops" in told


def test_a_bad_scan_is_told_and_the_rest_comes(
    artist: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "torn.jpg"
    bad.write_bytes(b"\xff\xd8\xff" + bytes(50))
    capsys.readouterr()
    assert run("import", artist, bad, tmp_path / "scans") == 1
    told = capsys.readouterr()
    assert "torn.jpg cannot be used: cut off or damaged" in told.err
    assert "0 new, 2 known, 1 refused" in told.out
    assert read_oeuvre(artist).artist == "Somebody"


def test_an_empty_folder_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ReadFailed):
        run("import", tmp_path / "nobody")
    assert not (tmp_path / "nobody").exists()
    assert run("import", tmp_path) == 1
    assert "no pictures" in capsys.readouterr().out
    with pytest.raises(NoWorks):
        run("list", tmp_path)


def test_what_is_known_is_set_and_listed(artist: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("set", artist, "--all", "--rights", "CC0", "--source", "museum") == 0
    assert run("set", artist, "lake", "--reject", "--period", "late", "--tags", "披麻皴, axe cut, foo") == 0
    lake, pine = work(artist, "lake"), work(artist, "pine")
    assert (lake.kept, lake.rights, lake.source, lake.period) == (False, "CC0", "museum", "late")
    assert lake.tags == ("hemp-fibre", "axe-cut", "foo")
    assert (pine.kept, pine.rights, pine.period) == (True, "CC0", "")
    assert "'foo' is not in the vocabulary" in capsys.readouterr().out
    assert run("list", artist) == 0
    assert "1 of 2 works kept, by Somebody" in capsys.readouterr().out
    assert run("set", artist, "lake", "--keep", "--caption", "my own words") == 0
    assert work(artist, "lake").caption_by is CaptionBy.HAND
    with pytest.raises(NotAmongWorks):
        run("set", artist, "--reject")
    with pytest.raises(NotAmongWorks):
        run("set", artist, "fish", "--keep")


def test_a_mark_is_found_decided_on_and_stays_decided(
    artist: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("seals", artist, "--overlay", tmp_path / "look") == 0
    assert "lake: seal-1" in capsys.readouterr().out
    assert (tmp_path / "look" / "lake.png").is_file()
    assert run("seals", artist, "lake", "--reject", "seal-1", "--add", "0.05,0.05,0.05,0.1") == 0
    assert run("seals", artist, "lake", "--add-inscription", "0.1,0.3,0.05,0.4") == 0
    assert run("seals", artist) == 0  # a new search leaves decisions alone
    marks = work(artist, "lake").marks
    assert [(mark.id, mark.state) for mark in marks] == [
        ("seal-1", MarkState.REJECTED),
        ("seal-2", MarkState.CONFIRMED),
        ("inscription-1", MarkState.CONFIRMED),
    ]
    with pytest.raises(NotAmongWorks):
        run("seals", artist, "lake", "--confirm", "seal-9")
    with pytest.raises(NotAmongWorks):
        run("seals", artist, "--confirm", "seal-1")


def test_crops_are_proposed_moved_and_written(
    artist: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("seals", artist) == 0
    out = tmp_path / "crops"
    assert run("crops", artist, "--out", out, "--overlay", tmp_path / "look") == 0
    assert sorted(path.name for path in out.iterdir())[:2] == [
        "lake-512x512-1-mask.png",
        "lake-512x512-1.png",
    ]
    assert len(list(out.iterdir())) == 8
    assert pixels(out / "pine-512x768-1.png").shape == (768, 512, 3)
    assert "cuts seal" not in capsys.readouterr().out

    assert run("crops", artist, "lake", "--move", "512x768-1=0.52,0,0.4,1") == 0
    told = capsys.readouterr().out
    assert "its edge cuts seal-1" in told
    assert "placed by hand" in told
    assert run("crops", artist, "lake", "--each", "2", "--size", "512x768", "--out", out) == 0
    crops = work(artist, "lake").crops
    assert [(crop.id, crop.by_hand) for crop in crops] == [("512x768-1", True), ("512x768-2", False)]
    mask = pixels(out / "lake-512x768-1-mask.png")
    assert 0.9 < (mask == 255).mean() < 1.0
    assert run("seals", artist, "lake", "--reject", "seal-1") == 0
    assert [crop.cost.marks for crop in work(artist, "lake").crops] == [0, 0]
    with pytest.raises(NotAmongWorks):
        run("crops", artist, "lake", "--move", "1x1-1=0,0,1,1")
    with pytest.raises(NotAmongWorks):
        run("crops", artist, "--move", "512x768-1=0,0,1,1")


def test_twenty_works_give_twenty_crops_of_each_size(tmp_path: Path) -> None:
    scans = tmp_path / "scans"
    scans.mkdir()
    for n in range(20):
        work_ = paper(120, 90, seed=n)
        strokes(work_, 9 * n, 3, count=3, length=40)
        Image.fromarray(work_).save(scans / f"w{n:02d}.png")
    assert run("import", tmp_path / "artist", scans) == 0
    assert run("crops", tmp_path / "artist") == 0
    crops = [crop for own in read_oeuvre(tmp_path / "artist").works for crop in own.crops]
    sizes = [(crop.width, crop.height) for crop in crops]
    assert (sizes.count((512, 512)), sizes.count((512, 768)), len(sizes)) == (20, 20, 40)
    assert all(crop.cost.enlarged > 2.0 for crop in crops)


def test_captions_are_written_but_not_over_a_hand(artist: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("set", artist, "lake", "--caption", "a lake, ink wash") == 0
    assert run("set", artist, "pine", "--subject", "pine trees") == 0
    assert run("captions", artist, "--trigger", "sanlu") == 0
    assert work(artist, "lake").caption == "a lake, ink wash"
    assert work(artist, "pine").caption.startswith("sanlu, pine trees, ")
    assert run("captions", artist, "pine", "--language", "zh") == 0
    assert "松树" in work(artist, "pine").caption
    capsys.readouterr()
    assert run("lint", artist, "lake") == 0
    assert "0 findings in 1 work\n" in capsys.readouterr().out
    assert run("set", artist, "lake", "--caption", "a lake, wide blank space, crowded with detail") == 0
    assert run("lint", artist) == 1
    told = capsys.readouterr().out
    assert "lake: contradicts itself (full / much-blank)" in told
    assert "better: much blank space" in told


def test_the_numbers_are_told_and_written(
    artist: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("seals", artist) == 0
    assert run("stats", artist, "--json", tmp_path / "stats.json") == 0
    told = capsys.readouterr().out
    assert "blank paper" in told
    assert "seal" in told
    numbers = json.loads((tmp_path / "stats.json").read_text("utf-8"))
    assert set(numbers["works"]) == {"lake", "pine"}
    angle = numbers["works"]["pine"]["strokes"]["angle"]
    assert abs(angle - 80) < 6
    assert numbers["artist"]["marks"][0]["share"] == 0.5
    assert numbers["artist"]["spreads"]["blank"]["mean"] > 0.5


def test_a_scan_that_was_lost_does_not_stop_the_others(
    artist: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (artist / "lake.png").unlink()
    for verb in ("seals", "crops", "captions", "stats", "lint"):
        capsys.readouterr()
        assert run(verb, artist) == 1
        assert "lake" in capsys.readouterr().err
    assert work(artist, "pine").crops
    (artist / "pine.png").unlink()
    assert run("stats", artist) == 1


@pytest.mark.parametrize(
    "words",
    [
        ["crops", "x", "--size", "512"],
        ["crops", "x", "--size", "8x8"],
        ["crops", "x", "--each", "0"],
        ["crops", "x", "--move", "0,0,1,1"],
        ["crops", "x", "--move", "a=0,0,1"],
        ["seals", "x", "--add", "0.9,0,0.5,0.5"],
        ["set", "x", "--keep", "--reject"],
        [],
    ],
)
def test_wrong_words_are_told(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(*words)
    assert ended.value.code == 2
    assert "usage: artmaster-desktop works" in capsys.readouterr().err


def test_a_small_scan_is_enlarged_before_it_is_cut_and_that_is_recorded(
    artist: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("crops", artist, "lake", "--size", "512x768") == 0
    (before,) = work(artist, "lake").crops
    assert work(artist, "lake").enlarged.times == 1
    assert "invented" not in capsys.readouterr().out
    assert run("crops", artist, "lake", "--size", "512x768", "--enlarge", "--device", "cpu",
               "--out", tmp_path / "out") == 0  # fmt: skip
    told = " ".join(capsys.readouterr().out.split())
    assert "lake: enlarged 2 times by artmaster-ink-x2" in told
    assert "invented" in told
    found = work(artist, "lake")
    assert (found.enlarged.times, found.enlarged.upscaler) == (2, "artmaster-ink-x2")
    assert len(found.enlarged.sha256) == 64
    assert pixels(artist / "enlarged" / "lake.png").shape == (1200, 1800, 3)
    assert before.cost.enlarged > 0.0
    assert found.crops[0].cost.enlarged == 0.0
    assert pixels(tmp_path / "out" / f"lake-{found.crops[0].id}.png").shape == (768, 512, 3)
    assert [entry.width for entry in read_oeuvre(artist).works] == [900, 900]
    assert told_of(artist) == (("enlarged_works", "1 / 2: artmaster-ink-x2 x2"),)
    assert run("crops", artist, "lake", "--size", "512x768", "--no-enlarge") == 0
    assert work(artist, "lake").enlarged.times == 1
    assert told_of(artist) == ()


def test_an_enlarged_copy_that_is_gone_is_said(artist: Path, capsys: pytest.CaptureFixture[str]) -> None:
    twice = Enlarged(times=2, upscaler="ink", sha256="0")
    write_oeuvre(artist, read_oeuvre(artist).with_work(replace(work(artist, "lake"), enlarged=twice)))
    assert run("crops", artist, "lake") == 1
    assert "lake.png" in capsys.readouterr().err


def test_a_captioner_says_what_is_to_be_seen(
    artist: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[EngineSettings] = []

    def captioner_of(settings: EngineSettings) -> FakeCaptioner:
        asked.append(settings)
        return FakeCaptioner()

    monkeypatch.setattr(bootstrap, "captioner_of", captioner_of)
    assert run("set", artist, "pine", "--caption", "my own words") == 0
    assert run("caption", artist, "--captioner", artist, "--device", "cpu", "--trigger", "sanlu") == 0
    assert [(one.captioner, one.device) for one in asked] == [(str(artist), "cpu")]
    lake, pine = work(artist, "lake"), work(artist, "pine")
    assert lake.caption.startswith("sanlu, an old pine tree by the shore")
    assert "filled to the edges" not in lake.caption
    assert lake.caption_by is CaptionBy.CAPTIONER
    assert (pine.caption, pine.caption_by) == ("my own words", CaptionBy.HAND)
    assert "lake:" in capsys.readouterr().out


def test_without_a_captioner_captions_are_measured(artist: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("captions", artist, "--device", "cpu") == 0
    assert "changes nothing" in capsys.readouterr().out
    assert work(artist, "lake").caption_by is CaptionBy.MEASURED


def test_a_captioner_that_is_none_stops_before_anything_is_written(artist: Path) -> None:
    with pytest.raises(CaptionerUnusable):
        run("captions", artist, "--captioner", artist)
    assert work(artist, "lake").caption == ""
