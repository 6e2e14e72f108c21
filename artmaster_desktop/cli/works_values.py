"""Values on the command line of ``works``: boxes, sizes, counts."""

from __future__ import annotations

import argparse
import re

from artmaster_desktop.core.box import Box


def box_of(text: str) -> Box:
    """``0.9,0.05,0.04,0.03`` as a box, for argparse."""
    try:
        x, y, width, height = (float(part) for part in text.split(","))
        return Box(x, y, width, height)
    except ValueError as fault:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no box: x,y,width,height in shares of the work, like 0.9,0.05,0.04,0.03"
        ) from fault


def move_of(text: str) -> tuple[str, Box]:
    """``512x768-1=0.1,0,0.6,1`` as a crop's name and its new place, for argparse."""
    name, _, place = text.rpartition("=")
    if not name:
        raise argparse.ArgumentTypeError(f"{text!r} says no place: 512x768-1=0.1,0,0.6,1")
    return name, box_of(place)


def size_of(text: str) -> tuple[int, int]:
    """``512x768`` as width and height, for argparse."""
    found = re.fullmatch(r"(\d{2,5})\s*[xX×]\s*(\d{2,5})", text.strip())
    width, height = (int(found[1]), int(found[2])) if found else (0, 0)
    if not (64 <= width <= 4096 and 64 <= height <= 4096):
        raise argparse.ArgumentTypeError(f"{text!r} is no size: 512x768, each side from 64 to 4096")
    return width, height


def count_of(text: str) -> int:
    """How many crops of one work, for argparse."""
    if not text.isdecimal() or not 1 <= int(text) <= 50:
        raise argparse.ArgumentTypeError("from 1 to 50")
    return int(text)
