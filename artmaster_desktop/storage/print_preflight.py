"""Is a file PDF/X-4 (ISO 15930-7:2010)? Its essentials, read as a stranger to our writer would.

What a print shop's own preflight refuses most: intent and profile, page boxes, the marks that say what the
file is, colours without a meaning, fonts that are not there, and all that is not printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

import defusedxml.ElementTree
import pikepdf
from defusedxml import DefusedXmlException
from pikepdf import Name

from artmaster_desktop.storage.print_profile import NEWEST_ICC, icc_version

Found: TypeAlias = Iterator[str]
Object: TypeAlias = Any
"""pikepdf's objects are found by names that no type knows."""

SLACK = 0.001
"""Points: how far a box may reach out of another by rounding."""

ICC_SPACES = {b"GRAY": 1, b"RGB ": 3, b"CMYK": 4}
_NAMESPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfxid": "http://www.npes.org/pdfx/ns/id/",
    "dc": "http://purl.org/dc/elements/1.1/",
}
_NEEDED = (
    "xmp:CreateDate",
    "xmp:ModifyDate",
    "xmp:MetadataDate",
    "xmpMM:DocumentID",
    "xmpMM:VersionID",
    "xmpMM:RenditionClass",
)
_DEVICE = {"/DeviceRGB": 3, "/DeviceCMYK": 4}
_OPERATORS = {"rg": 3, "RG": 3, "k": 4, "K": 4}


def faults_of(path: Path) -> tuple[str, ...]:
    """What keeps the file from being PDF/X-4; nothing where all is well. Raises pikepdf.PdfError where it is
    no PDF at all.
    """
    with pikepdf.open(path) as pdf:
        channels = _intent_channels(pdf)
        found = [*_file(pdf), *_intent(pdf), *_metadata(pdf), *_forbidden(pdf)]
        for number, page in enumerate(pdf.pages, 1):
            told = [*_boxes(page.obj), *_colours(page, channels, pdf), *_resources(page.obj)]
            found += [f"page {number}: {fault}" for fault in told]
    return tuple(found)


def _file(pdf: pikepdf.Pdf) -> Found:
    if pdf.pdf_version > "1.6":
        yield f"PDF {pdf.pdf_version}, not 1.6 or older"
    if pdf.is_encrypted:
        yield "encrypted"
    identity: Object = pdf.trailer.get("/ID")
    if identity is None or len(identity) != 2 or not all(len(bytes(part)) for part in identity):
        yield "no file identifier"
    yield from pdf.check_pdf_syntax()


def _intents(pdf: pikepdf.Pdf) -> list[Object]:
    intents: Object = pdf.Root.get("/OutputIntents", [])
    return [intent for intent in intents if intent.get("/S") == Name("/GTS_PDFX")]


def _intent(pdf: pikepdf.Pdf) -> Found:
    intents = _intents(pdf)
    if len(intents) != 1:
        yield f"{len(intents)} output intents for PDF/X"
        return
    intent = intents[0]
    if "/OutputConditionIdentifier" not in intent:
        yield "the output intent has no identifier"
    if "/DestOutputProfile" not in intent:
        yield "the output intent has no profile"
        return
    profile = bytes(intent.DestOutputProfile.read_bytes())
    yield from (f"output intent: {fault}" for fault in _profile(profile, intent.DestOutputProfile.get("/N")))
    if profile[12:16] != b"prtr":
        yield "the output intent's profile is not an output device's"
    if "/Info" not in intent:
        yield "the output intent has no description"


def _intent_channels(pdf: pikepdf.Pdf) -> int:
    """How many colours the press has; 0 where nobody says."""
    for intent in _intents(pdf):
        if "/DestOutputProfile" in intent:
            return ICC_SPACES.get(bytes(intent.DestOutputProfile.read_bytes())[16:20], 0)
    return 0


def _profile(data: bytes, channels: Object) -> Found:
    if len(data) < 128 or data[36:40] != b"acsp":
        yield "its profile is no ICC profile"
        return
    if ICC_SPACES.get(data[16:20]) != channels:
        yield f"its profile is {data[16:20].decode('latin-1').strip()}, and says {channels} channels"
    version = icc_version(data)
    if version > NEWEST_ICC:
        yield f"its profile is of ICC version {version:g}"


def _metadata(pdf: pikepdf.Pdf) -> Found:
    stream: Object = pdf.Root.get("/Metadata")
    if not isinstance(stream, pikepdf.Stream):
        yield "no XMP metadata"
        return
    if "/Filter" in stream:
        yield "the XMP metadata are packed"
    try:
        said = _said(bytes(stream.read_bytes()))
    except (SyntaxError, DefusedXmlException) as fault:
        yield f"the XMP metadata are not readable: {fault}"
        return
    if said.get("pdfxid:GTS_PDFXVersion") != "PDF/X-4":
        yield "the XMP metadata do not say PDF/X-4"
    yield from (f"the XMP metadata lack {key}" for key in _NEEDED if not said.get(key))
    if not said.get("dc:title"):
        yield "the XMP metadata have no title"
    trapped: Object = pdf.docinfo.get("/Trapped")
    if trapped not in (Name("/True"), Name("/False")):
        yield "nobody says whether it is trapped"
    elif said.get("pdf:Trapped") != str(trapped).removeprefix("/"):
        yield "two words on whether it is trapped"
    yield from (
        f"no {key} in the information" for key in ("/CreationDate", "/ModDate") if key not in pdf.docinfo
    )


def _said(packet: bytes) -> dict[str, str]:
    """Attributes and elements of the packet by their usual prefixes."""
    prefixes = {f"{{{address}}}": f"{prefix}:" for prefix, address in _NAMESPACES.items()}

    def named(tag: str) -> str:
        address, bracket, name = tag.rpartition("}")
        return prefixes.get(address + bracket, address) + name

    said: dict[str, str] = {}
    for element in defusedxml.ElementTree.fromstring(packet).iter():
        said.update({named(key): value for key, value in element.attrib.items()})
        said[named(element.tag)] = "".join(element.itertext()).strip()
    return said


def _forbidden(pdf: pikepdf.Pdf) -> Found:
    root: Object = pdf.Root
    names: Object = root.get("/Names", {})
    for key in ("/AA", "/OpenAction"):
        if key in root:
            yield f"it does something when it is opened ({key})"
    if "/JavaScript" in names:
        yield "it runs a script"
    if "/AcroForm" in root:
        yield "it has a form"
    for entry in pdf.objects:
        if not isinstance(entry, pikepdf.Stream):
            continue
        filters: Object = entry.get("/Filter", [])
        packed = [filters] if isinstance(filters, Name) else list(filters)
        if Name("/LZWDecode") in packed or Name("/Crypt") in packed:
            yield "a stream is packed with LZW or locked"
        if "/F" in entry or entry.get("/Subtype") == Name("/PS"):
            yield "a stream lies elsewhere, or is PostScript"
        if "/Alternates" in entry or "/OPI" in entry or "/Ref" in entry:
            yield "a picture stands for another one"


def _boxes(page: Object) -> Found:
    media, trim = _box(page, "/MediaBox"), _box(page, "/TrimBox")
    if media is None:
        yield "no MediaBox"
        return
    art = _box(page, "/ArtBox")
    if (trim is None) == (art is None):
        yield "needs either a TrimBox or an ArtBox"
        return
    bleed, crop = _box(page, "/BleedBox") or media, _box(page, "/CropBox") or media
    pairs = (
        ("the trimmed page", trim or art, "the bleed", bleed),
        ("the bleed", bleed, "the MediaBox", media),
        ("the CropBox", crop, "the MediaBox", media),
        ("the trimmed page", trim or art, "the MediaBox", media),
    )
    for inner, small, outer, large in pairs:
        if small is None or not _within(small, large):
            yield f"{inner} reaches out of {outer}"
    for note in page.get("/Annots", []):
        if note.get("/Subtype") not in (Name("/TrapNet"), Name("/PrinterMark")):
            yield "a note lies on the page"


def _box(page: Object, key: str) -> tuple[float, float, float, float] | None:
    values: Object = page.get(key)
    if values is None:
        return None
    x, y, u, v = (float(value) for value in values)
    return min(x, u), min(y, v), max(x, u), max(y, v)


def _within(small: tuple[float, ...], large: tuple[float, ...]) -> bool:
    low = all(a >= b - SLACK for a, b in zip(small[:2], large[:2], strict=True))
    return low and all(a <= b + SLACK for a, b in zip(small[2:], large[2:], strict=True))


def _colours(page: pikepdf.Page, intent: int, pdf: pikepdf.Pdf) -> Found:
    resources: Object = page.obj.get("/Resources", {})
    spaces: list[Object] = list(resources.get("/ColorSpace", {}).values())
    spaces += [picture.get("/ColorSpace") for picture in resources.get("/XObject", {}).values()]
    group: Object = page.obj.get("/Group", {})
    spaces.append(group.get("/CS"))
    press = next(
        (bytes(i.DestOutputProfile.read_bytes()) for i in _intents(pdf) if "/DestOutputProfile" in i), b""
    )
    for space in spaces:
        if isinstance(space, Name) and _DEVICE.get(str(space), intent) != intent:
            yield f"{str(space)[1:]} has no meaning on this press"
        if isinstance(space, pikepdf.Array) and space[0] == Name("/ICCBased"):
            own: Object = space[1]
            data = bytes(own.read_bytes())
            yield from _profile(data, own.get("/N"))
            if own.get("/N") == 4 and data == press:
                yield "the press' own CMYK is given as a profile instead of as DeviceCMYK"
    for step in pikepdf.parse_content_stream(page):
        needed = _OPERATORS.get(str(step.operator))
        if needed is not None and needed != intent:
            yield f"the operator {step.operator} has no meaning on this press"


def _resources(page: Object) -> Found:
    resources: Object = page.get("/Resources", {})
    for name, font in resources.get("/Font", {}).items():
        for part in font.get("/DescendantFonts", [font]):
            descriptor: Object = part.get("/FontDescriptor", {})
            if not any(re.fullmatch("/FontFile[23]?", str(key)) for key in descriptor.keys()):  # noqa: SIM118
                yield f"the font {name} is not in the file"
    for state in resources.get("/ExtGState", {}).values():
        if {"/TR", "/HTP"} & set(state.keys()):
            yield "a transfer curve or a halftone of its own"
