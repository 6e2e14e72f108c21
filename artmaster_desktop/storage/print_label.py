"""What a printed file says of itself, as XMP (ISO 16684-1): which program, which job, and who made it.

``Iptc4xmpExt:DigitalSourceType`` is the label that the press, and laws on generated pictures, ask for.
"""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from artmaster_desktop import __version__
from artmaster_desktop.core.print_colour import PrintLabel

SOURCE = "http://cv.iptc.org/newscodes/digitalsourcetype/"
PROGRAM = f"ArtMaster Desktop {__version__}"
JPEG_MOST = 60_000
"""Bytes of XMP that one segment of a JPEG holds, with something to spare."""


def xmp_of(label: PrintLabel, *, pdf: bool = False, made: str = "", identity: str = "") -> bytes:
    """The packet. ``pdf`` adds what PDF/X-4 asks for: ``made`` (an ISO 8601 time) and ``identity``."""
    described = (
        f"xmp:CreatorTool={quoteattr(PROGRAM)} Iptc4xmpExt:DigitalSourceType={quoteattr(source_of(label))}"
    )
    if label.job:
        described += f" artmaster:job={quoteattr(label.job)}"
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


def source_of(label: PrintLabel) -> str:
    """The address that stands for who made the picture."""
    return SOURCE + label.origin.value
