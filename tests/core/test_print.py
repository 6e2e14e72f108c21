"""Paper, plan and sheet: size first, and nothing that would be ignored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from artmaster_desktop.core import print_errors as p
from artmaster_desktop.core import upscale_errors as u
from artmaster_desktop.core.event import Placement
from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.layer import GroupLayer, ImageLayer, MaskLayer, SketchLayer
from artmaster_desktop.core.message import in_english
from artmaster_desktop.core.print_colour import PrintSettings, Space, ToPrinter
from artmaster_desktop.core.print_errors import CannotPrint
from artmaster_desktop.core.print_letters import Laid
from artmaster_desktop.core.print_paper import Paper, paper_of, pixels
from artmaster_desktop.core.print_picture import pictures_of
from artmaster_desktop.core.print_plan import Fit, PrintOrder, cost_of, plan_print
from artmaster_desktop.core.print_sheet import SheetStrips
from artmaster_desktop.core.print_wording import print_words, upscale_words
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.core.upscaling import Kernel, UpscaleJob, UpscaleStarted, passes_for
from artmaster_desktop.core.wording import word_error


def test_papers_have_names_in_both_scripts_and_sizes_of_their_own() -> None:
    assert paper_of("a3") == Paper("A3", 297, 420)
    assert paper_of("4chi") == paper_of("四尺整张") == Paper("四尺", 690, 1380)
    assert paper_of(" 700 x 1400 mm ") == Paper("", 700, 1400)
    assert str(paper_of("A3")) == "A3 (297 x 420 mm)"
    assert str(paper_of("700x1400")) == "700 x 1400 mm"


@pytest.mark.parametrize("text", ["A17", "", "3x4", "30000x100", "700x"])
def test_a_paper_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(CannotPrint):
        paper_of(text)


@pytest.mark.parametrize(
    ("paper", "size"),
    [("A3", (3508, 4961)), ("A0", (9933, 14043)), ("四尺", (8150, 16299)), ("丈二匹", (17008, 43346))],
)
def test_sheets_at_300_dpi_have_the_pixels_of_the_trade(paper: str, size: tuple[int, int]) -> None:
    found = plan_print(Extent(100, 200), PrintOrder(paper=paper_of(paper))).sheet
    assert (found.width, found.height) == size
    assert pixels(0.001, 1) == 1


def test_the_whole_picture_lies_in_the_middle_inside_the_border() -> None:
    plan = plan_print(Extent(1000, 1000), PrintOrder(paper=paper_of("254x508"), dpi=100, border=25.4))
    assert (plan.trim, plan.sheet, plan.bleed) == (Extent(1000, 2000), Extent(1000, 2000), 0)
    assert plan.placed == Bounds(100, 600, 800, 800)
    assert plan.source == Bounds(0, 0, 1000, 1000)
    assert plan.factor == pytest.approx(0.8)
    assert plan.own_dpi == pytest.approx(125)


def test_filling_cuts_the_edges_and_reaches_into_the_bleed() -> None:
    order = PrintOrder(paper=paper_of("254x254"), dpi=100, bleed=25.4, fit=Fit.FILL)
    plan = plan_print(Extent(600, 300), order)
    assert (plan.trim, plan.sheet, plan.bleed) == (Extent(1000, 1000), Extent(1200, 1200), 100)
    assert plan.placed == Bounds(0, 0, 1200, 1200)
    assert plan.source == Bounds(150, 0, 300, 300)
    assert plan.factor == pytest.approx(4)


def test_the_sheet_lies_as_the_picture_does_unless_told_otherwise() -> None:
    lying = Extent(300, 200)
    assert plan_print(lying, PrintOrder(paper=paper_of("A4"))).paper.width == 297
    assert plan_print(lying, PrintOrder(paper=paper_of("A4"), turn=False)).paper.width == 210
    assert plan_print(Extent(200, 200), PrintOrder(paper=paper_of("A4"))).paper.width == 210


@pytest.mark.parametrize(
    "order",
    [
        PrintOrder(paper=paper_of("A4"), dpi=5),
        PrintOrder(paper=paper_of("A4"), dpi=float("nan")),
        PrintOrder(paper=paper_of("A4"), bleed=80, fit=Fit.FILL),
        PrintOrder(paper=paper_of("A4"), border=-1),
        PrintOrder(paper=paper_of("A4"), border=105),
        PrintOrder(paper=paper_of("A4"), border=1000),
        PrintOrder(paper=paper_of("A4"), border=5, bleed=3, fit=Fit.FILL),
        PrintOrder(paper=paper_of("A4"), bleed=3),
    ],
)
def test_orders_that_contradict_themselves_are_refused(order: PrintOrder) -> None:
    with pytest.raises(CannotPrint) as caught:
        plan_print(Extent(100, 150), order)
    assert str(print_words(caught.value, in_english))


def test_costs_count_bytes_and_what_the_network_reads() -> None:
    plan = plan_print(Extent(100, 100), PrintOrder(paper=paper_of("254x254"), dpi=100))
    assert cost_of(plan, 16, 3, 4, 2).raw == 6_000_000
    assert cost_of(plan, 16, 3, 4, 2).network_pixels == 10_000 + 160_000
    assert cost_of(plan, 8, 4, 4, 0).raw == 4_000_000


@dataclass(frozen=True)
class Grey:
    extent: Extent

    def __iter__(self) -> Iterator[NDArray[np.float32]]:
        for _ in range(self.extent.height):
            yield np.full((1, self.extent.width, 3), 0.25, np.float32)


def test_rows_lie_on_white_paper_under_what_is_drawn() -> None:
    heard: list[int] = []

    def drawn(top: int, height: int) -> NDArray[np.float32] | None:
        if top != 3:
            return None
        out = np.zeros((height, 6, 4), np.float32)
        out[:, 2] = (1, 0, 0, 0.5)
        return out

    sheet = SheetStrips(Grey(Extent(4, 2)), Extent(6, 8), Bounds(1, 3, 4, 2), drawn, heard.append)
    made = np.concatenate(list(sheet))
    assert made.shape == (8, 6, 3)
    assert (made[:3] == 1).all()
    assert (made[5:] == 1).all()
    assert (made[3:5, 0] == 1).all()
    assert made[3, 2].tolist() == [0.625, 0.125, 0.125]
    assert made[4, 2].tolist() == [0.25, 0.25, 0.25]
    assert heard[-1] == 8
    full = SheetStrips(Grey(Extent(6, 2)), Extent(6, 2), Bounds(0, 0, 6, 2))
    assert np.concatenate(list(full)).shape == (2, 6, 3)


def test_a_network_goes_over_the_picture_as_often_as_is_needed() -> None:
    base = Extent(100, 100)
    assert [passes_for(base, Extent(n, n), 4) for n in (100, 400, 500, 501, 1600, 20_000)] == [
        1,
        1,
        1,
        2,
        2,
        3,
    ]
    assert passes_for(base, Extent(800, 800), 1) == 1


def test_only_rgb_is_enlarged() -> None:
    good = np.zeros((4, 6, 3), np.uint8)
    job = UpscaleJob(id="a", source=good, method=Kernel.LANCZOS, target=Extent(12, 8))
    assert job.extent == Extent(6, 4)
    for bad in (good[..., 0], good[..., :2], good.astype(np.uint16)):
        with pytest.raises(ValueError, match="uint8 RGB"):
            UpscaleJob(id="a", source=bad, method=Kernel.LANCZOS, target=Extent(12, 8))  # type: ignore[arg-type]
    assert UpscaleStarted("a", Placement("cpu", "x", "float32", "none", ""), None, 0, 0).caps is None


def test_settings_begin_where_every_printer_reads_them() -> None:
    assert PrintSettings(dpi=300).colours is Space.SRGB
    assert ToPrinter(path=Path("a.icc")).black_point


ERRORS: list[u.UpscaleError | p.PrintError] = [
    u.UpscaleStopped(2, 5),
    u.CannotUpscale("the tile", "3", ">= 32"),
    u.UpscalerUnusable(Path("a.pth"), u.UpscalerProblem.HOSTILE, "os.system"),
    p.ProfileUnusable(Path("a.icc"), p.ProfileProblem.DAMAGED, "12 / 200 bytes"),
    p.CannotPrint("the paper", "A17", "A4"),
    p.CannotPrint("--intent", "srgb", "a file"),
    p.PrintTooLarge("JPEG", 70_000, 65_500),
    p.LettersUndrawable("山"),
    p.DrawingUnavailable("libEGL.so.1: cannot open shared object file"),
]
ERRORS += [u.UpscalerUnusable(Path("a.pth"), problem) for problem in u.UpscalerProblem]
ERRORS += [p.ProfileUnusable(Path("a.icc"), problem) for problem in p.ProfileProblem]


@pytest.mark.parametrize("error", ERRORS, ids=str)
def test_every_error_has_words(error: u.UpscaleError | p.PrintError) -> None:
    said = word_error(error)
    assert "went wrong" not in said.what
    assert said.safe
    assert "{" not in str(said)


@dataclass(eq=False)
class Unheard(u.UpscaleError):
    """Of a kind that has no words yet."""


@dataclass(eq=False)
class Unprinted(p.PrintError):
    """Of a kind that has no words yet."""


def test_an_error_without_words_is_still_said() -> None:
    assert "went wrong" in upscale_words(Unheard(), in_english).what
    assert "went wrong" in print_words(Unprinted(), in_english).what


def test_letters_are_laid_as_the_picture_is() -> None:
    plan = plan_print(Extent(100, 200), PrintOrder(paper=Paper("", 50, 80), dpi=254))
    assert plan.laid == Laid(Extent(500, 800), Bounds(0, 0, 100, 200), Bounds(50, 0, 400, 800))


def test_only_pictures_go_to_paper() -> None:
    picture = ImageLayer(id="i", name="", raster=Raster(4))
    sketch = SketchLayer(id="s", name="", raster=Raster(4))
    mask = MaskLayer(id="m", name="", raster=Raster(1))
    group = GroupLayer(id="g", name="", layers=(replace(sketch, id="t"), picture))
    assert pictures_of((sketch, group, mask)) == (replace(group, layers=(picture,)),)
