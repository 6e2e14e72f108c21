"""Who made a picture, from what and by which job: read back from every kind of file that says so."""

from __future__ import annotations

import hashlib
import struct
import zlib
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image

from artmaster_desktop.core.errors import NoJobInPicture, ReadFailed
from artmaster_desktop.core.print_colour import Origin, PrintLabel
from artmaster_desktop.storage.codec import dumps
from artmaster_desktop.storage.picture_file import read_job, read_job_data, write_picture
from artmaster_desktop.storage.picture_label import XMP_KEY, read_label, sha256_of
from artmaster_desktop.storage.png_texts import chunk, text_in, with_texts
from artmaster_desktop.storage.print_file import write_print
from artmaster_desktop.storage.print_label import JPEG_MOST, label_of, xmp_for_jpeg, xmp_of
from tests.storage.test_picture_file import JOB, PIXELS, REPORT
from tests.storage.test_print import Painting, settings

ENDS = [".png", ".tif", ".jpg", ".pdf"]


@pytest.mark.parametrize("end", ENDS)
def test_a_print_of_a_painting_still_holds_its_job(end: str, tmp_path: Path) -> None:
    write_picture(tmp_path / "a.png", PIXELS, JOB, REPORT)
    label = PrintLabel(
        title="山水 & Co",
        origin=Origin.ENHANCED,
        job=dumps(read_job_data(tmp_path / "a.png")),
        source=sha256_of(tmp_path / "a.png"),
        look='"strength" 0.3 & 9 tiles',
    )
    sheet = tmp_path / f"sheet{end}"
    write_print(sheet, Painting(), settings(label=label))
    assert read_label(sheet) == label
    assert read_job(sheet) == JOB


def test_a_painting_says_that_a_model_made_it(tmp_path: Path) -> None:
    write_picture(tmp_path / "a.png", PIXELS, JOB, REPORT)
    assert read_label(tmp_path / "a.png") == PrintLabel(title="ArtMaster")
    with Image.open(tmp_path / "a.png") as image:
        assert "compositeWithTrainedAlgorithmicMedia" in image.info[XMP_KEY]
    digest = hashlib.sha256((tmp_path / "a.png").read_bytes()).hexdigest()
    assert sha256_of(tmp_path / "a.png") == digest


@pytest.mark.parametrize(
    "packet",
    [
        b"",
        b"not xml",
        b"<x/>",
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        xmp_of(PrintLabel()).replace(b"compositeWith", b"some"),
    ],
)
def test_what_says_nothing_is_no_label(packet: bytes) -> None:
    assert label_of(packet) is None


def test_files_without_a_label(tmp_path: Path) -> None:
    Image.fromarray(PIXELS).save(tmp_path / "a.jpg")
    Image.fromarray(PIXELS).save(tmp_path / "a.png")
    (tmp_path / "a.tif").write_bytes(b"II*\0 and no more")
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.6 and no more")
    (tmp_path / "a.txt").write_bytes(b"a letter")
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(tmp_path / "a.pdf")
    for name in ("a.jpg", "a.png", "a.tif", "a.pdf", "b.pdf", "a.txt"):
        assert read_label(tmp_path / name) is None
        with pytest.raises(NoJobInPicture):
            read_job(tmp_path / name)
    for wrong in (tmp_path / "none.png", tmp_path):
        with pytest.raises(ReadFailed):
            read_label(wrong)
        with pytest.raises(ReadFailed):
            sha256_of(wrong)


def test_a_job_that_is_none_is_told(tmp_path: Path) -> None:
    write_print(tmp_path / "a.png", Painting(), settings(label=PrintLabel(job="{")))
    with pytest.raises(ReadFailed):
        read_job(tmp_path / "a.png")


def test_a_jpeg_keeps_the_label_where_the_job_is_too_long() -> None:
    assert label_of(xmp_for_jpeg(PrintLabel(job="x" * 100))) == PrintLabel(title="ArtMaster", job="x" * 100)
    assert label_of(xmp_for_jpeg(PrintLabel(job="x" * JPEG_MOST))) == PrintLabel(title="ArtMaster")


def test_texts_of_any_script_come_back_and_pixels_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    Image.fromarray(PIXELS).save(path)
    path.write_bytes(with_texts(path.read_bytes(), {"One": "plain", "Two": "山水"}))
    assert text_in(path, "One") == b"plain"
    assert text_in(path, "Two") == "山水".encode()
    assert text_in(path, "Three") is None
    with Image.open(path) as image:
        assert np.array_equal(np.array(image), PIXELS)
        assert (image.info["One"], image.info["Two"]) == ("plain", "山水")


def test_a_text_longer_than_any_of_ours_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    Image.fromarray(PIXELS).save(path)
    data = path.read_bytes()
    long = struct.pack(">I", 2**31 - 1) + b"zTXt"
    for text in (long, chunk(b"zTXt", b"Key\0\0" + zlib.compress(b" " * 80_000_000, 9))):
        path.write_bytes(data[:33] + text + data[33:])
        with pytest.raises(ReadFailed):
            text_in(path, "Key")
