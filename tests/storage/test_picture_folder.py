"""A plain folder of pictures as works."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from artmaster_desktop.core.errors import ReadFailed, ScanError
from artmaster_desktop.storage.picture_folder import PictureFolder, read_captions


def picture(path: Path, width: int, height: int) -> None:
    pixels = np.zeros((height, width, 3), np.uint8)
    pixels[:, width // 2 - 40 : width // 2 + 40] = (200, 30, 30)
    Image.fromarray(pixels).save(path)


def test_each_picture_is_cut_to_both_formats_with_its_captions(tmp_path: Path) -> None:
    picture(tmp_path / "b.png", 900, 600)
    picture(tmp_path / "a.jpg", 600, 1400)
    (tmp_path / "a.txt").write_text("\ufeffa lake\n\n 远山 \n", encoding="utf-8")
    (tmp_path / "notes.md").write_text("no picture", encoding="utf-8")
    works = PictureFolder(tmp_path).works()
    assert [work.origin for work in works] == ["a.jpg", "a.jpg", "b.png", "b.png"]
    assert [work.pixels.shape for work in works] == [
        (512, 512, 3), (768, 512, 3), (512, 512, 3), (512, 768, 3)
    ]  # fmt: skip
    assert works[0].captions == ("a lake", "远山")
    assert works[2].captions == ()
    assert works[3].pixels[256, 384, 0] > 150  # the middle stays in the middle
    assert works[3].pixels[256, 20, 0] < 50


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(ReadFailed):
        PictureFolder(tmp_path / "nothing").works()
    (tmp_path / "a.png").write_bytes(b"no picture at all")
    with pytest.raises(ScanError):
        PictureFolder(tmp_path).works()
    (tmp_path / "a.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ReadFailed):
        read_captions(tmp_path / "a.txt")
