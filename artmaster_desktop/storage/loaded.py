"""What opening a project file gives: the document, and what could not be kept of it, as typed values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from artmaster_desktop.core.document import Document


@dataclass(frozen=True, slots=True)
class RegionGone:
    """The region's mask layer was deleted in another program, and the region with it."""

    region: str
    name: str


@dataclass(frozen=True, slots=True)
class RegionTextGone:
    """Only the mask layer of the region was found: its text and painters are gone."""

    region: str
    name: str


@dataclass(frozen=True, slots=True)
class StartGone:
    """The layer that the painting starts from is no longer there (or no picture): it starts from noise."""

    layer: str


@dataclass(frozen=True, slots=True)
class GuideGone:
    """The guide's layer is no longer there (or no picture), and the guide with it."""

    layer: str


@dataclass(frozen=True, slots=True)
class DataRestored:
    """Another program dropped our data from the file; it came back from the hidden data layer."""


@dataclass(frozen=True, slots=True)
class DataGone:
    """Another program dropped or damaged our data; what the layers' names say is all that is left."""


@dataclass(frozen=True, slots=True)
class PartIgnored:
    """``part`` of the file is of a kind that we cannot show; saving over the file would drop it."""

    part: str


Loss: TypeAlias = RegionGone | RegionTextGone | StartGone | GuideGone | DataRestored | DataGone | PartIgnored


@dataclass(frozen=True, slots=True)
class Loaded:
    """The document, and what was lost on the way to it."""

    document: Document
    losses: tuple[Loss, ...] = ()
