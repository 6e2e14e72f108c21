"""Pictures of painters: contact sheets are cut, anything else is shown as it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from artmaster_desktop.ui.panels import painters_pictures
from artmaster_desktop.ui.panels.painters_pictures import cut_sheet, liveliness, load_works, read_picture
from tests.app.painter_files import sheet


def test_a_sheet_of_works_is_cut_and_a_picture_is_not(tmp_path: Path) -> None:
    sheet(2, 3).save(tmp_path / "works.png")
    parts = cut_sheet(read_picture(tmp_path / "works.png"))
    assert len(parts) == 6
    assert all(80 <= part.width() <= 90 and 80 <= part.height() <= 90 for part in parts)
    whole = QImage(50, 40, QImage.Format.Format_RGB32)
    whole.fill(Qt.GlobalColor.red)
    whole.save(str(tmp_path / "one.png"))
    (tmp_path / "broken.png").write_bytes(b"no picture")
    works = load_works((tmp_path / "broken.png", tmp_path / "one.png", tmp_path / "gone.png"))
    assert [(work.width(), work.height()) for work in works] == [(50, 40)]


def test_pictures_are_kept_small(tmp_path: Path) -> None:
    wide = QImage(900, 30, QImage.Format.Format_RGB32)
    wide.fill(Qt.GlobalColor.blue)
    wide.save(str(tmp_path / "wide.png"))
    (work,) = load_works((tmp_path / "wide.png",), side=300)
    assert (work.width(), work.height()) == (300, 10)


def test_a_picture_that_claims_to_be_huge_is_not_decoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet(1, 2).save(tmp_path / "works.png")
    monkeypatch.setattr(painters_pictures, "MAX_SOURCE", 1000)
    assert load_works((tmp_path / "works.png",)) == ()


def test_the_liveliest_picture_has_the_most_to_see() -> None:
    plain = QImage(64, 64, QImage.Format.Format_RGB32)
    plain.fill(Qt.GlobalColor.white)
    striped = plain.copy()
    for y in range(0, 64, 8):
        for x in range(64):
            striped.setPixelColor(x, y, Qt.GlobalColor.black)
    assert liveliness(striped) > liveliness(plain) == 0.0
