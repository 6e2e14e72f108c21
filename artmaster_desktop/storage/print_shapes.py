"""Shapes in a page's content (ISO 32000-1, sections 8.5 and 8.6.5.5): letters that no resolution blurs."""

from __future__ import annotations

import numpy as np

from artmaster_desktop.core.lettering import Colour
from artmaster_desktop.core.print_colour import Colours
from artmaster_desktop.core.print_letters import Contour, Letters
from artmaster_desktop.storage.print_colour import converter

COLOUR_SPACE = b"/Colours"
"""The picture's own space, as the page's resources name it."""


def numbers(*values: float) -> bytes:
    """Values as a page has them: four decimals at most."""
    return b" ".join(f"{value:.4f}".rstrip("0").rstrip(".").encode() for value in values)


def shapes(letters: Letters, colours: Colours) -> bytes:
    """What draws ``letters``, in pixels of the sheet with y downwards; the caller sets the matrix."""
    box = letters.area
    parts = [b"q %s re W n" % numbers(box.x, box.y, box.width, box.height)]
    for at, outline in enumerate(letters.outlines):
        parts.append(b"q " + COLOUR_SPACE + b" cs %s scn" % numbers(*_ink(outline.colour, colours)))
        if outline.opacity < 1:
            parts.append(b"%s gs" % _state(at))
        parts += [_contour(contour) for contour in outline.contours]
        parts.append(b"f Q" if outline.winding else b"f* Q")
    return b"\n".join([*parts, b"Q\n"])


def states(letters: Letters) -> bytes:
    """The graphics states of ``letters``, for the page's resources: how opaque each layer is."""
    clear = [(at, o.opacity) for at, o in enumerate(letters.outlines) if o.opacity < 1]
    said = (b"%s << /ca %s >>" % (_state(at), numbers(opacity)) for at, opacity in clear)
    return b"/ExtGState << %s >>" % b" ".join(said) if clear else b""


def _state(number: int) -> bytes:
    return b"/Layer%d" % number


def _ink(colour: Colour, colours: Colours) -> tuple[float, ...]:
    """``colour`` in the numbers of the file, each in [0, 1]."""
    row = np.asarray(colour, np.float32).reshape(1, 1, 3) / np.float32(255)
    return tuple(float(value) / 65535 for value in converter(colours, 16)(row).reshape(-1))


def _contour(contour: Contour) -> bytes:
    steps = [b"%s m" % numbers(*contour.start)]
    steps += [numbers(*part) + (b" l" if len(part) == 2 else b" c") for part in contour.segments]
    return b"\n".join([*steps, b"h"])
