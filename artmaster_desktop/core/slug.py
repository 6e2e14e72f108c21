"""The name of a file or folder that is made from what a person wrote."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

LONGEST = 48
"""Characters; a file system counts bytes (255), and a letter of most scripts takes three."""
_DEVICES = re.compile(r"(con|prn|aux|nul|(com|lpt)[0-9])", re.IGNORECASE)
"""What Windows keeps for devices, with any ending (Microsoft, *Naming Files, Paths, and Namespaces*)."""


def slug_of(name: str) -> str:
    """``name`` as a file name for any file system: small letters and digits of any script, and hyphens;
    "painter" where nothing is left.
    """
    plain = unicodedata.normalize("NFKC", name).lower()
    slug = re.sub(r"[^\w]+|_+", "-", plain).strip("-")[:LONGEST].rstrip("-") or "painter"
    return f"{slug}-1" if _DEVICES.fullmatch(slug) else slug


def free_slug(name: str, taken: Callable[[str], bool]) -> str:
    """``slug_of(name)``, with a number where it is ``taken`` already."""
    plain = slug_of(name)
    number, slug = 1, plain
    while taken(slug):
        number += 1
        slug = f"{plain}-{number}"
    return slug
