"""What a painter learns from: a prepared folder with its crops, or plain pictures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from artmaster_desktop.cli.train_works import marks_of, works_of
from artmaster_desktop.core.errors import NoWorks
from artmaster_desktop.core.mark import MarkKind
from tests.cli.test_works import artist, run

__all__ = ["artist"]


def test_a_prepared_folder_gives_its_crops_without_the_seal(artist: Path) -> None:
    assert run("seals", artist, "lake", "--add", "0.48,0.03,0.06,0.08") == 0
    assert run("captions", artist) == 0
    (habit,) = marks_of(artist)
    assert (habit.kind, habit.share) == (MarkKind.SEAL, 0.5)
    assert habit.box.x == pytest.approx(0.48)
    unprepared = works_of(artist)
    assert run("crops", artist) == 0
    works = works_of(artist)
    assert [w.origin for w in works] == [w.origin for w in unprepared] == ["lake", "lake", "pine", "pine"]
    assert {w.pixels.shape[:2] for w in works} == {(512, 512), (768, 512)}
    for work in works:
        assert work.mask is not None
        assert work.mask.shape == work.pixels.shape[:2]
        assert work.captions
    masks = [work.mask for work in works if work.origin == "pine"]
    assert all(mask is not None and mask.min() == 1 for mask in masks)


def test_a_rejected_work_is_not_learnt_from(artist: Path) -> None:
    assert run("set", artist, "lake", "--reject") == 0
    assert {w.origin for w in works_of(artist)} == {"pine"}
    assert run("set", artist, "pine", "--reject") == 0
    with pytest.raises(NoWorks):
        works_of(artist)


def test_plain_pictures_bring_their_words(tmp_path: Path) -> None:
    Image.fromarray(np.full((600, 600, 3), 200, np.uint8)).save(tmp_path / "a.png")
    (tmp_path / "a.txt").write_text("a lake\n湖\n", "utf-8")
    assert marks_of(tmp_path) == ()
    assert {w.captions for w in works_of(tmp_path)} == {("a lake", "湖")}
