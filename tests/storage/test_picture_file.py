"""A painted picture carries its job and can be painted again from itself."""

from __future__ import annotations

import json
import struct
import zlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from PIL import Image, PngImagePlugin

from artmaster_desktop.core.errors import NoJobInPicture, ReadFailed, SaveFailed
from artmaster_desktop.core.event import PaintReport, Placement
from artmaster_desktop.core.gate import GatePlan
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.job import HiredPainter, PaintJob, PictureStart
from artmaster_desktop.storage import picture_file
from artmaster_desktop.storage.picture_file import read_job, read_report, report_json, write_picture
from tests.storage.jobs import jobs, reports

PIXELS = np.random.default_rng(0).integers(0, 256, (9, 11, 3), np.uint8)
JOB = PaintJob(
    id="j",
    document="d",
    revision=1,
    model=Path("models/starter"),
    model_id="m",
    extent=Extent(16, 16),
    output=Extent(11, 9),
    texts=("山水 peaks", ""),
    gates=GatePlan(Extent(1, 1), np.ones((1, 1, 1), np.float32)),
    painters=(HiredPainter("azure-gilt", "f" * 64, Path("a.safetensors")),),
    start=PictureStart(np.zeros((16, 16, 3), np.uint8), 0.5),
    seed=5,
)
REPORT = PaintReport(
    placement=Placement("cpu", "any", "float32", "none", "no GPU"),
    seconds=(("painting", 1.5),),
    steps=20,
    seed=5,
    sha256="0" * 64,
    texts=("山水 peaks",),
    text_lengths=(4,),
)


@settings(max_examples=40, deadline=None)
@given(jobs, reports)
def test_any_job_is_read_back_equal(
    tmp_path_factory: pytest.TempPathFactory, job: PaintJob, report: PaintReport
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.png"
    write_picture(path, PIXELS, job, report)
    assert read_job(path) == job
    assert read_report(path) == json.loads(report_json(report))


def test_other_programs_see_an_ordinary_picture(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    write_picture(path, PIXELS, JOB, REPORT)
    with Image.open(path) as image:
        assert np.array_equal(np.array(image), PIXELS)
        texts = dict(image.info)
    assert texts["Software"].startswith("ArtMaster Desktop ")
    assert texts["Description"] == "山水 peaks\nPainters: azure-gilt\nSeed 5, 20 steps, guidance 3.5, 11x9"
    assert json.loads(texts["artmaster:report"])["seconds"] == [["painting", 1.5]]
    assert "山水 peaks" in report_json(REPORT)


def test_the_same_job_makes_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.png", "b.png"):
        write_picture(tmp_path / name, PIXELS, JOB, REPORT)
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


def test_pictures_without_a_job(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    Image.fromarray(PIXELS).save(path)
    with pytest.raises(NoJobInPicture):
        read_job(path)
    path.write_bytes(b"GIF89a")
    with pytest.raises(NoJobInPicture):
        read_report(path)
    with pytest.raises(ReadFailed):
        read_job(tmp_path / "nothing.png")
    with pytest.raises(ReadFailed):
        read_job(tmp_path)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


JSON = b'{"format":1,"job":{}}'
KEY = b"artmaster:job\0"


@pytest.mark.parametrize(
    "text",
    [
        chunk(b"tEXt", KEY + b"[1]"),
        chunk(b"tEXt", KEY + b"{"),
        chunk(b"tEXt", KEY + JSON),
        chunk(b"tEXt", KEY + JSON.replace(b"1", b"2")),
        chunk(b"iTXt", KEY + b"\0\0\0\0" + JSON),
        chunk(b"iTXt", KEY + b"\1\0\0\0" + zlib.compress(JSON)),
        chunk(b"zTXt", KEY + b"\0" + b"no zlib"),
        chunk(b"zTXt", KEY + b"\0" + zlib.compress(JSON)[:-3]),
        chunk(b"zTXt", KEY + b"\0" + zlib.compress(b" " * 80_000_000, 9)),
        chunk(b"zTXt", KEY + b"\0" + zlib.compress(JSON))[:-1] + b"?",
        b"\0\0\1\0zTXt" + KEY,
    ],
)
def test_damaged_jobs(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + text + chunk(b"IEND", b""))
    with pytest.raises(ReadFailed):
        read_job(path)


def test_huge_pictures_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_picture(tmp_path / "a.png", PIXELS, JOB, REPORT)
    monkeypatch.setattr(picture_file, "MAX_PICTURE_BYTES", 100)
    with pytest.raises(ReadFailed):
        read_job(tmp_path / "a.png")


def test_a_damaged_write_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"old")
    monkeypatch.setattr(Path, "read_bytes", lambda self: b"other")
    with pytest.raises(SaveFailed):
        write_picture(path, PIXELS, JOB, REPORT)
    monkeypatch.undo()
    assert path.read_bytes() == b"old"


def test_a_picture_does_not_tell_where_home_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "matilda"
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    job = replace(
        JOB, model=home / "models" / "flux", painters=(HiredPainter("a", "f" * 64, home / "a.safetensors"),)
    )
    write_picture(tmp_path / "one.png", PIXELS, job, REPORT)
    assert read_job(tmp_path / "one.png") == job
    with Image.open(tmp_path / "one.png") as picture:
        assert isinstance(picture, PngImagePlugin.PngImageFile)
        assert "matilda" not in str(picture.text)
        assert "~/models/flux" in str(picture.text)
