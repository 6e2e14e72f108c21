"""Our PDF is PDF/X-4, and what is not is told: each rule broken once in a file that was good."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pytest
import pyvips  # type: ignore[import-untyped]
from numpy.typing import NDArray
from pikepdf import Array, Dictionary, Name, Stream

from artmaster_desktop.core.geometry import Bounds
from artmaster_desktop.core.lettering import CINNABAR
from artmaster_desktop.core.print_colour import Space, ToPrinter
from artmaster_desktop.core.print_errors import CannotPrint
from artmaster_desktop.core.print_letters import Contour, Outline
from artmaster_desktop.storage.print_file import check_print, write_print
from artmaster_desktop.storage.print_pdf import check_pdf
from artmaster_desktop.storage.print_preflight import faults_of
from artmaster_desktop.storage.print_profile import working_profile
from tests.storage.test_print import Painting, settings


@dataclass(frozen=True)
class Corner:
    """Half a square of paste, half opaque."""

    replaced: tuple[str, ...] = ()

    @property
    def area(self) -> Bounds:
        return Bounds(0, 0, 300, 530)

    @property
    def outlines(self) -> tuple[Outline, ...]:
        corner = Contour((10.0, 10.0), ((90.0, 10.0), (90.0, 50.0, 50.0, 90.0, 10.0, 90.0)))
        return (Outline(contours=(corner,), colour=CINNABAR, opacity=0.5, winding=False),)

    def __call__(self, top: int, height: int) -> NDArray[np.float32] | None:
        return None


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("press") / "press.icc"
    path.write_bytes(bytes(pyvips.Image.profile_load("cmyk")))
    return path


@pytest.fixture(scope="module")
def printer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An RGB printer's: ours, and said to be one."""
    path = tmp_path_factory.mktemp("printer") / "printer.icc"
    path.write_bytes(working_profile(Space.SRGB).data.replace(b"mntr", b"prtr", 1))
    return path


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sheet") / "a.pdf"
    write_print(path, Painting(), settings(dpi=72, bleed=20, marks=True), Corner())
    return path


@pytest.mark.parametrize("depth", [8, 16])
@pytest.mark.parametrize("colours", ["srgb", "adobe", "prophoto", "press", "printer"])
def test_all_that_we_write_is_pdf_x_4(
    depth: int, colours: str, press: Path, printer: Path, tmp_path: Path
) -> None:
    own = {"press": ToPrinter(path=press), "printer": ToPrinter(path=printer)}
    asked = settings(dpi=72, depth=depth, bleed=10, marks=True, colours=own.get(colours) or Space(colours))
    write_print(tmp_path / "a.pdf", Painting(), asked, Corner())
    assert faults_of(tmp_path / "a.pdf") == ()


Break = Callable[[pikepdf.Pdf, Any, Any], object]
"""Spoils a file, its page and its output intent."""


def _drop(key: str) -> Break:
    return lambda pdf, page, intent: pdf.Root.__delitem__(key)


def _set(key: str, value: Any) -> Break:
    return lambda pdf, page, intent: page.__setitem__(key, value)


def _root(key: str, value: Any) -> Break:
    return lambda pdf, page, intent: pdf.Root.__setitem__(key, value)


def _resource(kind: str, name: str, key: str, value: Any) -> Break:
    return lambda pdf, page, intent: page.Resources[f"/{kind}"][f"/{name}"].__setitem__(key, value)


def _xmp(before: bytes, after: bytes) -> Break:
    def change(pdf: Any, page: Any, intent: Any) -> None:
        packet = pdf.Root.Metadata.read_bytes()
        assert before in packet
        pdf.Root.Metadata.write(packet.replace(before, after))

    return change


def _icc(change: Callable[[bytes], bytes]) -> Break:
    def spoil(pdf: Any, page: Any, intent: Any) -> None:
        intent.DestOutputProfile.write(change(intent.DestOutputProfile.read_bytes()))

    return spoil


def _content(more: bytes) -> Break:
    return lambda pdf, page, intent: page.Contents.write(page.Contents.read_bytes() + more)


def _font(pdf: Any, page: Any, intent: Any) -> None:
    page.Resources.Font = Dictionary(
        F=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    )


def _own_cmyk(pdf: Any, page: Any, intent: Any) -> None:
    page.Resources.ColorSpace.Colours = Array([Name.ICCBased, intent.DestOutputProfile])


def _second_intent(pdf: Any, page: Any, intent: Any) -> None:
    pdf.Root.OutputIntents.append(intent)


RULES: dict[str, tuple[Break, str]] = {
    "no intent": (_drop("/OutputIntents"), "0 output intents"),
    "two intents": (_second_intent, "2 output intents"),
    "no identifier": (lambda p, g, i: i.__delitem__("/OutputConditionIdentifier"), "no identifier"),
    "no description": (lambda p, g, i: i.__delitem__("/Info"), "no description"),
    "no profile": (lambda p, g, i: i.__delitem__("/DestOutputProfile"), "has no profile"),
    "no icc": (_icc(lambda data: b"none"), "no ICC profile"),
    "a screen": (_icc(lambda data: data.replace(b"prtr", b"mntr", 1)), "not an output device"),
    "other channels": (lambda p, g, i: i.DestOutputProfile.__setitem__("/N", 3), "says 3 channels"),
    "too new": (_icc(lambda data: data[:8] + b"\x04\x40" + data[10:]), "ICC version 4.4"),
    "no metadata": (_drop("/Metadata"), "no XMP"),
    "another standard": (_xmp(b'"PDF/X-4"', b'"PDF/X-3"'), "do not say PDF/X-4"),
    "no date": (_xmp(b"xmp:ModifyDate", b"xmp:Other"), "lack xmp:ModifyDate"),
    "no identity": (_xmp(b"xmpMM:DocumentID", b"xmpMM:Other"), "lack xmpMM:DocumentID"),
    "no title": (_xmp(b"dc:title", b"dc:other"), "no title"),
    "trapped by one": (_xmp(b'Trapped="False"', b'Trapped="True"'), "two words"),
    "trapped by none": (lambda p, g, i: p.docinfo.__delitem__("/Trapped"), "nobody says"),
    "undated": (lambda p, g, i: p.docinfo.__delitem__("/ModDate"), "no /ModDate"),
    "trim outside": (_set("/TrimBox", [0, 0, 900, 900]), "reaches out of the bleed"),
    "bleed outside": (_set("/BleedBox", [-9, 0, 324, 554]), "reaches out of the MediaBox"),
    "no trim": (lambda p, g, i: g.__delitem__("/TrimBox"), "either a TrimBox or an ArtBox"),
    "trim and art": (_set("/ArtBox", [44, 44, 304, 534]), "either a TrimBox or an ArtBox"),
    "a note": (_set("/Annots", Array([Dictionary(Subtype=Name.Text)])), "a note lies"),
    "blending in RGB": (_set("/Group", Dictionary(CS=Name.DeviceRGB)), "DeviceRGB has no"),
    "paint in RGB": (_content(b"1 0 0 rg "), "operator rg"),
    "a line in RGB": (_content(b"1 0 0 RG "), "operator RG"),
    "the press as a profile": (_own_cmyk, "instead of as DeviceCMYK"),
    "a font": (_font, "the font /F is not"),
    "a curve": (_resource("ExtGState", "Layer0", "/TR", Name.Identity), "transfer curve"),
    "a script": (_root("/Names", Dictionary(JavaScript=Dictionary())), "a script"),
    "an action": (_root("/OpenAction", Dictionary(S=Name.GoTo)), "/OpenAction"),
    "a form": (_root("/AcroForm", Dictionary()), "a form"),
    "postscript": (lambda p, g, i: g.__setitem__("/X", Stream(p, b"", Subtype=Name.PS)), "PostScript"),
    "elsewhere": (lambda p, g, i: g.__setitem__("/X", Stream(p, b"", F=b"a.tif")), "lies elsewhere"),
    "another picture": (_resource("XObject", "Picture", "/OPI", Dictionary()), "stands for"),
}  # fmt: skip


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_is_kept_watch_over(rule: str, sheet: Path, tmp_path: Path) -> None:
    spoil, said = RULES[rule]
    out = tmp_path / "spoilt.pdf"
    with pikepdf.open(sheet) as pdf:
        root: Any = pdf.Root
        spoil(pdf, pdf.pages[0].obj, root.OutputIntents[0])
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert any(said in fault for fault in faults_of(out)), faults_of(out)
    with pytest.raises(OSError, match="no PDF/X-4"):
        check_pdf(out)


def test_what_is_newer_or_locked_is_told(sheet: Path, tmp_path: Path) -> None:
    with pikepdf.open(sheet) as pdf:
        pdf.save(tmp_path / "new.pdf", force_version="1.7")
        pdf.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(owner="a", user="", R=4))
        pdf.save(tmp_path / "same.pdf")
    assert faults_of(tmp_path / "new.pdf") == ("PDF 1.7, not 1.6 or older",)
    assert "encrypted" in faults_of(tmp_path / "locked.pdf")
    assert faults_of(tmp_path / "same.pdf") == ()
    named = sheet.read_bytes()
    (tmp_path / "nameless.pdf").write_bytes(named.replace(b"/ID [<", b"/XX [<"))
    assert faults_of(tmp_path / "nameless.pdf") == ("no file identifier",)
    (tmp_path / "odd.pdf").write_bytes(named.replace(b"<rdf:RDF", b"<<df:RDF"))
    (fault,) = faults_of(tmp_path / "odd.pdf")
    assert "not readable" in fault
    (tmp_path / "none.pdf").write_bytes(b"a letter")
    with pytest.raises(OSError, match="does not read back"):
        check_pdf(tmp_path / "none.pdf")


def test_a_profile_that_no_pdf_x_4_may_hold_is_refused_before_the_work(printer: Path, tmp_path: Path) -> None:
    data = printer.read_bytes()
    (tmp_path / "new.icc").write_bytes(data[:8] + b"\x04\x40" + data[10:])
    asked = settings(colours=ToPrinter(path=tmp_path / "new.icc"))
    with pytest.raises(CannotPrint) as caught:
        check_print(tmp_path / "a.pdf", Painting().extent, asked)
    assert caught.value.what == "the colour profile"
    assert check_print(tmp_path / "a.tif", Painting().extent, asked).version == 4.4
