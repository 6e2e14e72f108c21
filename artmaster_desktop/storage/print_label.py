"""What a printed file says of itself, as XMP (ISO 16684-1): which program, which job, and who made it.

``Iptc4xmpExt:DigitalSourceType`` is the label that the press, and laws on generated pictures, ask for.
"""

from __future__ import annotations

from dataclasses import replace
from xml.etree.ElementTree import ParseError
from xml.sax.saxutils import escape, quoteattr

import defusedxml.ElementTree
from defusedxml import DefusedXmlException

from artmaster_desktop import __version__
from artmaster_desktop.core.print_colour import Origin, PrintLabel
from artmaster_desktop.storage.limits import MAX_JOB_BYTES

SOURCE = "http://cv.iptc.org/newscodes/digitalsourcetype/"
PROGRAM = f"ArtMaster Desktop {__version__}"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_IPTC = "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}"
_OURS = "{urn:artmaster:print}"
XMP_TAG = 700
"""Of a TIFF."""

JPEG_MOST = 60_000
"""Bytes of XMP that one segment of a JPEG holds, with something to spare."""


def xmp_of(label: PrintLabel, *, pdf: bool = False, made: str = "", identity: str = "") -> bytes:
    """The packet. ``pdf`` adds what PDF/X-4 asks for: ``made`` (an ISO 8601 time) and ``identity``."""
    described = (
        f"xmp:CreatorTool={quoteattr(PROGRAM)} Iptc4xmpExt:DigitalSourceType={quoteattr(source_of(label))}"
    )
    if label.job:
        described += f" artmaster:job={quoteattr(label.job)}"
    if label.source:
        described += f' artmaster:source="sha256:{label.source}"'
    if label.look:
        described += f" artmaster:secondLook={quoteattr(label.look)}"
    title = escape(label.title or "ArtMaster")
    inner = f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>'
    if pdf:
        described += f' xmp:CreateDate="{made}" xmp:ModifyDate="{made}" xmp:MetadataDate="{made}"'
        described += (
            f' pdf:Trapped="False" pdf:Producer={quoteattr(PROGRAM)} pdfxid:GTS_PDFXVersion="PDF/X-4"'
        )
        described += f' xmpMM:DocumentID="uuid:{identity}" xmpMM:RenditionClass="default" xmpMM:VersionID="1"'
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"'
        ' xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/"'
        ' xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"'
        f' xmlns:artmaster="urn:artmaster:print" {described}>{inner}</rdf:Description></rdf:RDF></x:xmpmeta>'
        '<?xpacket end="r"?>'
    ).encode()


def xmp_for_jpeg(label: PrintLabel) -> bytes:
    """The packet; without the job where that is longer than a JPEG's segment."""
    packet = xmp_of(label)
    return packet if len(packet) <= JPEG_MOST else xmp_of(replace(label, job=""))


def label_of(packet: bytes) -> PrintLabel | None:
    """What a packet of ours says, or the origin and title in somebody else's; None where it says nothing of
    the kind. Longer or stranger ones than we write are not read.
    """
    if len(packet) > 2 * MAX_JOB_BYTES:
        return None
    try:
        root = defusedxml.ElementTree.fromstring(packet.strip(b"\0"))
    except (ParseError, DefusedXmlException, ValueError):
        return None
    said = {name: value for element in root.iter(f"{_RDF}Description") for name, value in element.items()}
    origins = {SOURCE + origin.value: origin for origin in Origin}
    origin = origins.get(said.get(f"{_IPTC}DigitalSourceType", ""))
    if origin is None:
        return None
    titles = [element.text or "" for element in root.iter(f"{_RDF}li")]
    return PrintLabel(
        title=titles[0] if titles else "",
        origin=origin,
        job=said.get(f"{_OURS}job", ""),
        source=said.get(f"{_OURS}source", "").removeprefix("sha256:"),
        look=said.get(f"{_OURS}secondLook", ""),
    )


def source_of(label: PrintLabel) -> str:
    """The address that stands for who made the picture."""
    return SOURCE + label.origin.value
