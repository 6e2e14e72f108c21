"""``print`` and ``upscale`` of a document with inscriptions and seals: drawn anew, sharp at any size."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pytest
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QTransform
from PySide6.QtWidgets import QApplication

from artmaster_desktop.cli import main
from artmaster_desktop.core.document import Document
from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.layer import ImageLayer, InscriptionLayer
from artmaster_desktop.core.lettering import CINNABAR, INK, Inscription, Lettering, Relief, Seal, Writing
from artmaster_desktop.core.print_letters import Laid
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.storage.ora import save_document
from artmaster_desktop.ui.canvas.raster_image import pixels_of
from artmaster_desktop.ui.canvas.tools.lettering import lettering_raster
from artmaster_desktop.ui.lettering_print import SheetLetters

EXTENT = Extent(200, 300)
PAPER = ("--paper", "50.8x76.2", "--dpi")
"""200 x 300 pixels at 100 dpi: larger by as much as there are more dots."""

SHEET = "print", "--upscaler", "lanczos"


def layer(content: Writing, size: float, x: float, y: float, opacity: float = 1.0) -> InscriptionLayer:
    lettering = Lettering(content, (size, 0.0, 0.0, size, x, y))
    raster = lettering_raster(lettering, EXTENT)
    return InscriptionLayer(
        id=content.text, name=content.text, raster=raster, lettering=lettering, opacity=opacity
    )


def letters() -> tuple[InscriptionLayer, ...]:
    return (
        layer(Inscription(text="山水\n清音"), 40.0, 100.0, 20.0),
        layer(Seal(text="江山", worn=0.6, relief=Relief.RAISED), 60.0, 20.0, 100.0, 0.5),
        layer(Seal(text="山", worn=0.0, relief=Relief.CUT), 60.0, 20.0, 200.0),
    )


@pytest.fixture
def document(qapp: QApplication, tmp_path: Path) -> Path:
    paper = ImageLayer(id="p", name="p", raster=Raster.from_array(np.full((300, 200, 4), 255, np.uint8)))
    save_document(Document(id="d", extent=EXTENT, layers=(paper, *letters())), tmp_path / "d.ora")
    return tmp_path / "d.ora"


def run(*arguments: object) -> int:
    return main([str(argument) for argument in arguments])


def soft(path: Path, scale: int) -> int:
    """Pixels between paste and paper on a line across the left edge of the cut seal."""
    with Image.open(path) as sheet:
        green = np.asarray(sheet.convert("RGB"))[scale * 203, scale * 15 : scale * 30, 1].astype(int)
    assert green.max() == 255
    assert green.min() <= CINNABAR[1]
    return int(((green > CINNABAR[1] + 3) & (green < 252)).sum())


def test_letters_are_as_sharp_at_four_times_the_size(
    document: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for dpi, scale in ((100, 1), (400, 4)):
        out = document.with_name(f"{scale}.png")
        assert run(*SHEET, document, *PAPER, dpi, "--out", out) == 0
        assert soft(out, scale) <= 2
    plain = document.with_name("1.png")
    again = ("--out", document.with_name("2.png"), "--letters", "pixels")
    assert run(*SHEET, plain, *PAPER, 100, *again) == 0
    assert "no letters of its own" in capsys.readouterr().err
    blurred = document.with_name("pixels.png")
    assert run(*SHEET, document, *PAPER, 400, "--out", blurred, "--letters", "pixels") == 0
    assert soft(blurred, 4) > 4
    larger = document.with_name("larger.png")
    assert run("upscale", document, "--upscaler", "lanczos", "--scale", 4, "--out", larger) == 0
    assert soft(larger, 4) <= 2


def test_a_pdf_holds_letters_as_shapes_and_not_as_pixels(document: Path) -> None:
    out, flat = document.with_name("a.pdf"), document.with_name("a.png")
    for file in (out, flat):
        assert run(*SHEET, document, *PAPER, 400, "--out", file) == 0
    with pikepdf.open(out) as pdf:
        page: Any = pdf.pages[0]
        pictures = list(page.obj.Resources.XObject.keys())
        assert pictures == ["/Picture"]
        below = np.asarray(pikepdf.PdfImage(page.obj.Resources.XObject.Picture).as_pil_image())
        assert (below == 255).all()  # no letter is in the picture
        drawn = replayed(page, Extent(below.shape[1], below.shape[0]))
    with Image.open(flat) as sheet:
        apart = np.abs(drawn.astype(int) - np.asarray(sheet.convert("RGB"))).max(axis=2)
    assert (apart > 100).mean() < 1e-4
    assert apart.mean() < 0.5


def replayed(page: Any, extent: Extent) -> NDArray[np.uint8]:
    """The page's shapes on white, as a renderer draws them: paths, matrices, colours and opacities alone."""
    image = QImage(extent.width, extent.height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    points = float(page.mediabox[2]), float(page.mediabox[3])
    device = QTransform.fromScale(extent.width / points[0], -extent.height / points[1])
    device = QTransform.fromTranslate(0, -points[1]) * device
    stack: list[tuple[QTransform, float]] = []
    matrix, opacity, colour, path = QTransform(), 1.0, QColor(), QPainterPath()
    steps: list[Any] = list(pikepdf.parse_content_stream(page))
    for operands, operator in steps:
        values = [float(value) for value in operands if not isinstance(value, pikepdf.Name)]
        match str(operator):
            case "q":
                stack.append((matrix, opacity))
            case "Q":
                matrix, opacity = stack.pop()
            case "cm":
                matrix = QTransform(*values) * matrix
            case "m":
                path.moveTo(*values)
            case "l":
                path.lineTo(*values)
            case "c":
                path.cubicTo(*values)
            case "h":
                path.closeSubpath()
            case "gs":
                opacity = float(page.obj.Resources.ExtGState[str(operands[0])].ca)
            case "scn":
                colour = QColor.fromRgbF(*values)
            case "f" | "f*" as rule:
                path.setFillRule(Qt.FillRule.WindingFill if rule == "f" else Qt.FillRule.OddEvenFill)
                painter.setTransform(matrix * device)
                painter.setOpacity(opacity)
                painter.fillPath(path, colour)
                path = QPainterPath()
            case "n":
                path = QPainterPath()
    painter.end()
    return pixels_of(image, 4)[:, :, :3]


def test_a_shape_takes_its_colour_and_opacity_with_it(qapp: QApplication) -> None:
    laid = Laid(Extent(400, 600), Bounds.of(EXTENT), Bounds(0, 0, 400, 600))
    words, faded, cut = SheetLetters(letters(), laid).outlines
    assert (words.colour, words.winding, words.opacity) == (INK, True, 1.0)
    assert (faded.colour, faded.opacity) == (CINNABAR, 0.5)
    assert min(x for contour in cut.contours for x, _ in [contour.start]) >= 40.0


def test_letters_that_no_font_has_are_told_before_the_work(
    qapp: QApplication, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = layer(Inscription(text="山\U0010fffd"), 40.0, 10.0, 10.0)
    save_document(Document(id="d", extent=EXTENT, layers=(odd,)), tmp_path / "d.ora")
    assert run(*SHEET, tmp_path / "d.ora", *PAPER, 100, "--out", tmp_path / "a.png") == 1
    assert "has the letters \U0010fffd." in capsys.readouterr().err
    assert not (tmp_path / "a.png").exists()
    plain = layer(Inscription(text="山", family="No Such Font"), 40.0, 10.0, 10.0)
    save_document(Document(id="d", extent=EXTENT, layers=(plain,)), tmp_path / "d.ora")
    assert run(*SHEET, tmp_path / "d.ora", *PAPER, 100, "--out", tmp_path / "a.png") == 0
    assert "No Such Font is not installed" in capsys.readouterr().err


ALONE = """
import sys
from artmaster_desktop.cli import main
done = main(["print", sys.argv[1], "--paper", "50.8x76.2", "--dpi", "100", "--upscaler", "lanczos",
             "--out", sys.argv[2]])
print(done, any(name.startswith("PySide6") for name in sys.modules))
"""


def test_qt_comes_without_a_display_and_only_for_letters(
    document: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    picture = document.with_name("plain.png")
    Image.new("RGB", (200, 300), "white").save(picture)
    for source, qt in ((document, True), (picture, False)):
        command = [sys.executable, "-c", ALONE, str(source), str(document.with_name("o.png"))]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path.cwd())
        assert done.stdout.strip() == f"0 {qt}", done.stderr[-2000:]
