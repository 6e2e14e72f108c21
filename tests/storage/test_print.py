"""Files for print read back in other programs' libraries: pixels, profile, resolution, boxes, label."""

from __future__ import annotations

import errno
import io
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pytest
import pyvips  # type: ignore[import-untyped]
import tifffile
from numpy.typing import NDArray
from PIL import Image, ImageCms

from artmaster_desktop.core.errors import ReadFailed, SaveFailed
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.print_colour import Intent, PrintLabel, PrintSettings, Space, ToPrinter
from artmaster_desktop.core.print_errors import CannotPrint, PrintTooLarge, ProfileProblem, ProfileUnusable
from artmaster_desktop.core.upscale_errors import UpscaleStopped
from artmaster_desktop.storage.print_colour import converter
from artmaster_desktop.storage.print_file import check_print, write_print
from artmaster_desktop.storage.print_profile import read_profile, working_profile
from artmaster_desktop.storage.print_proof import soft_proof

JOB = '{"job":"<山 & 水>"}'
RELATIVE = ImageCms.Intent.RELATIVE_COLORIMETRIC
LABEL = PrintLabel(title="山水 & Co", job=JOB)


@dataclass(frozen=True)
class Painting:
    """A smooth picture, in strips of uneven height; ``fault`` is raised before the last of them."""

    width: int = 300
    height: int = 530
    fault: BaseException | None = None

    @property
    def extent(self) -> Extent:
        return Extent(self.width, self.height)

    @property
    def whole(self) -> NDArray[np.float32]:
        y, x = np.mgrid[0 : self.height, 0 : self.width].astype(np.float32)
        planes = [
            0.5 + 0.4 * np.sin(x / 40),
            0.5 + 0.4 * np.cos(y / 30),
            (x + y) / (self.width + self.height),
        ]
        return np.stack(planes, axis=2).astype(np.float32)

    def __iter__(self) -> Iterator[NDArray[np.float32]]:
        whole = self.whole
        for top in range(0, self.height, 47):
            if self.fault is not None and top + 47 >= self.height:
                raise self.fault
            yield whole[top : top + 47]


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("press") / "press.icc"
    path.write_bytes(bytes(pyvips.Image.profile_load("cmyk")))
    return path


def settings(**changes: Any) -> PrintSettings:
    return PrintSettings(**{"dpi": 300, "label": LABEL, **changes})


@pytest.mark.parametrize("depth", [8, 16])
def test_a_tiff_holds_every_number_in_tiles(depth: int, tmp_path: Path) -> None:
    write_print(tmp_path / "a.tif", Painting(), settings(depth=depth))
    with tifffile.TiffFile(tmp_path / "a.tif") as file:
        page: Any = file.pages[0]
        read = page.asarray()
        assert page.is_tiled
        assert page.tags["XResolution"].value == (300, 1)
        assert page.iccprofile == working_profile(Space.SRGB).data
        assert b"compositeWithTrainedAlgorithmicMedia" in page.tags[700].value
    top = 2**depth - 1
    assert np.abs(read / top - Painting().whole).max() <= 0.51 / top
    if depth == 8:
        assert np.array_equal(np.asarray(Image.open(tmp_path / "a.tif")), read)  # libtiff reads it too


@pytest.mark.parametrize("depth", [8, 16])
def test_a_png_holds_every_number_and_its_label(depth: int, tmp_path: Path) -> None:
    write_print(tmp_path / "a.png", Painting(), settings(depth=depth))
    read = pyvips.Image.new_from_file(str(tmp_path / "a.png")).numpy()
    top = 2**depth - 1
    assert np.abs(read / top - Painting().whole).max() <= 0.51 / top
    with Image.open(tmp_path / "a.png") as image:
        assert image.info["dpi"] == pytest.approx((300, 300), abs=0.01)
        assert image.info["icc_profile"] == working_profile(Space.SRGB).data
        assert "&lt;山 &amp; 水&gt;" in image.info["XML:com.adobe.xmp"]


def test_a_jpeg_carries_resolution_profile_and_label(tmp_path: Path) -> None:
    write_print(tmp_path / "a.jpg", Painting(), settings(quality=97, colours=Space.ADOBE))
    with Image.open(tmp_path / "a.jpg") as image:
        assert image.size == (300, 530)
        assert image.info["dpi"] == pytest.approx((300, 300), abs=0.5)
        assert image.info["icc_profile"] == working_profile(Space.ADOBE).data
        assert b"artmaster:job" in image.info["xmp"]
        adobe = converter(Space.ADOBE, 8)(Painting().whole)
        assert np.abs(np.asarray(image).astype(int) - adobe).mean() < 1.5


def test_a_job_too_long_for_a_jpeg_is_left_out_and_the_label_stays(tmp_path: Path) -> None:
    label = PrintLabel(job="x" * 70_000)
    write_print(tmp_path / "a.jpg", Painting(), settings(label=label))
    with Image.open(tmp_path / "a.jpg") as image:
        assert b"TrainedAlgorithmicMedia" in image.info["xmp"]
        assert b"artmaster:job" not in image.info["xmp"]


def test_a_pdf_has_its_boxes_its_intent_and_every_number(tmp_path: Path) -> None:
    write_print(tmp_path / "a.pdf", Painting(), settings(dpi=72, bleed=20, marks=True))
    with pikepdf.open(tmp_path / "a.pdf") as pdf:
        page: Any = pdf.pages[0]
        boxes = {name: [float(v) for v in page.obj[name]] for name in ("/MediaBox", "/BleedBox", "/TrimBox")}
        assert boxes["/MediaBox"] == [0, 0, 348, 578]
        assert boxes["/BleedBox"] == [24, 24, 324, 554]
        assert boxes["/TrimBox"] == [44, 44, 304, 534]
        intent: Any = pdf.Root.OutputIntents[0]
        assert intent.S == "/GTS_PDFX"
        assert bytes(intent.DestOutputProfile.read_bytes())[36:40] == b"acsp"
        xmp = pdf.Root.Metadata.read_bytes()
        assert b'GTS_PDFXVersion="PDF/X-4"' in xmp
        assert str(pdf.docinfo.Title) == LABEL.title
        assert page.obj.Contents.read_bytes().count(b" l S") == 8
        image = pikepdf.PdfImage(page.obj.Resources.XObject.Picture).as_pil_image()
        assert np.abs(np.asarray(image) / 255 - Painting().whole).max() <= 0.51 / 255
        assert pdf.check_pdf_syntax() == []


def test_a_pdf_without_marks_is_no_larger_than_its_bleed(tmp_path: Path, press: Path) -> None:
    write_print(tmp_path / "a.pdf", Painting(), settings(dpi=72, depth=16, colours=ToPrinter(path=press)))
    with pikepdf.open(tmp_path / "a.pdf") as pdf:
        page: Any = pdf.pages[0].obj
        assert [float(v) for v in page.MediaBox] == [float(v) for v in page.TrimBox] == [0, 0, 300, 530]
        assert page.Resources.XObject.Picture.BitsPerComponent == 16
        assert pdf.Root.OutputIntents[0].DestOutputProfile.read_bytes() == press.read_bytes()


@pytest.mark.parametrize("space", list(Space))
def test_our_profiles_are_what_little_cms_takes_them_for(space: Space) -> None:
    profile = ImageCms.ImageCmsProfile(io.BytesIO(working_profile(space).data))
    pixels = np.random.default_rng(3).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    srgb = ImageCms.createProfile("sRGB")
    theirs = ImageCms.profileToProfile(Image.fromarray(pixels), srgb, profile, renderingIntent=RELATIVE)
    ours = converter(space, 8)(pixels.astype(np.float32) / np.float32(255))
    assert np.abs(np.asarray(theirs).astype(int) - ours).max() <= 1


def test_a_press_profile_turns_colours_as_little_cms_does(press: Path, tmp_path: Path) -> None:
    colours = ToPrinter(path=press, intent=Intent.RELATIVE, black_point=True)
    write_print(tmp_path / "a.tif", Painting(), settings(colours=colours))
    read = tifffile.imread(tmp_path / "a.tif")
    rgb = Image.fromarray(np.round(Painting().whole * 255).astype(np.uint8))
    flags = ImageCms.Flags.BLACKPOINTCOMPENSATION
    theirs = ImageCms.profileToProfile(
        rgb,
        ImageCms.createProfile("sRGB"),
        str(press),
        renderingIntent=RELATIVE,
        outputMode="CMYK",
        flags=flags,
    )
    assert read.shape == (530, 300, 4)
    assert np.abs(np.asarray(theirs).astype(int) - read).mean() < 1.0


def test_a_soft_proof_dulls_what_the_press_cannot_print(press: Path) -> None:
    pixels = np.zeros((8, 16, 3), np.uint8)
    pixels[:, :8] = (0, 255, 0)
    pixels[:, 8:] = (150, 140, 130)
    proof = soft_proof(pixels, read_profile(press), Intent.RELATIVE, black_point=True)
    assert proof.outside[:, :8].all()
    assert not proof.outside[:, 8:].any()
    assert np.abs(proof.pixels[0, 12].astype(int) - pixels[0, 12]).max() <= 6
    assert proof.pixels[0, 0, 1] < 250


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"not a profile", ProfileProblem.NOT_A_PROFILE),
        (working_profile(Space.SRGB).data[:300], ProfileProblem.DAMAGED),
        (working_profile(Space.SRGB).data.replace(b"RGB ", b"GRAY", 1), ProfileProblem.WRONG_COLOURS),
        (working_profile(Space.SRGB).data.replace(b"rXYZ", b"none"), ProfileProblem.NO_OUTPUT),
    ],
)
def test_a_broken_profile_is_refused_before_the_work(
    content: bytes, problem: ProfileProblem, tmp_path: Path
) -> None:
    (tmp_path / "p.icc").write_bytes(content)
    with pytest.raises(ProfileUnusable) as caught:
        check_print(tmp_path / "a.tif", Extent(9, 9), settings(colours=ToPrinter(path=tmp_path / "p.icc")))
    assert caught.value.problem is problem
    with pytest.raises(ReadFailed):
        read_profile(tmp_path / "none.icc")


def test_what_a_file_cannot_hold_is_refused_before_the_work(tmp_path: Path, press: Path) -> None:
    small = Extent(9, 9)
    cases: list[tuple[str, dict[str, Any]]] = [
        ("a.gif", {}),
        ("a.jpg", {"depth": 16}),
        ("a.tif", {"marks": True}),
    ]
    for name, changes in (*cases, ("a.png", {"colours": ToPrinter(path=press)})):
        with pytest.raises(CannotPrint):
            check_print(tmp_path / name, small, settings(**changes))
    with pytest.raises(PrintTooLarge):
        check_print(tmp_path / "a.jpg", Extent(9, 70_000), settings())


@pytest.mark.parametrize("name", ["a.tif", "a.png", "a.jpg", "a.pdf"])
@pytest.mark.parametrize(
    "fault", [UpscaleStopped(1, 2), OSError(errno.ENOSPC, "No space left on device")], ids=["stopped", "full"]
)
def test_whatever_ends_the_work_the_old_file_stays(name: str, fault: BaseException, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"old")
    with pytest.raises(UpscaleStopped if isinstance(fault, UpscaleStopped) else SaveFailed) as caught:
        write_print(tmp_path / name, Painting(fault=fault), settings())
    if isinstance(caught.value, SaveFailed):
        assert caught.value.errno == errno.ENOSPC
    assert os.listdir(tmp_path) == [name]  # noqa: PTH208
    assert (tmp_path / name).read_bytes() == b"old"


LIMITED = """
import resource, signal, sys
from pathlib import Path
from artmaster_desktop.core.errors import SaveFailed
from artmaster_desktop.core.print_colour import PrintSettings
from artmaster_desktop.storage.print_file import write_print
from tests.storage.test_print import Painting
path = Path(sys.argv[1])
write_print(path, Painting(), PrintSettings(dpi=300, depth=16))
most = path.stat().st_size * 9 // 10
path.unlink()
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
try:
    write_print(path, Painting(), PrintSettings(dpi=300, depth=16))
except SaveFailed as error:
    print("refused", error.errno, list(path.parent.iterdir()))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on a file's size")
@pytest.mark.parametrize("name", ["a.tif", "a.png", "a.pdf"])
def test_a_disk_that_fills_at_nine_tenths_keeps_no_half_file(name: str, tmp_path: Path) -> None:
    command = [sys.executable, "-c", LIMITED, str(tmp_path / name)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path.cwd())
    assert done.stdout.strip() == f"refused {errno.EFBIG} []", done.stderr[-2000:]
