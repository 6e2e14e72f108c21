"""How a print will look, on the screen before it is made, and which colours the printer does not have."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

from artmaster_desktop.core.print_colour import Colours, Intent, ToPrinter
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.storage.print_colour import profile_of
from artmaster_desktop.storage.print_profile import Profile

TABLE_BITS = 7
"""Of a channel in a table: steps of two, which nobody sees in a proof."""

_INTENTS = {
    Intent.PERCEPTUAL: ImageCms.Intent.PERCEPTUAL,
    Intent.RELATIVE: ImageCms.Intent.RELATIVE_COLORIMETRIC,
    Intent.SATURATION: ImageCms.Intent.SATURATION,
    Intent.ABSOLUTE: ImageCms.Intent.ABSOLUTE_COLORIMETRIC,
}


@dataclass(frozen=True, slots=True, eq=False)
class Proof:
    """``pixels`` uint8 RGB ``[H, W, 3]`` in sRGB, as the print will look; ``outside`` bool ``[H, W]``:
    colours that the printer cannot make.
    """

    pixels: Pixels
    outside: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class ProofTable:
    """``pixels`` uint8 ``[n, 3]`` and ``outside`` bool ``[n]`` of Proof, for red, green and blue of
    ``TABLE_BITS`` bits in one number, red the highest.
    """

    pixels: Pixels
    outside: NDArray[np.bool_]


def soft_proof(
    pixels: Pixels, printer: Profile, intent: Intent, *, black_point: bool, paper: bool = False
) -> Proof:
    """``pixels`` (uint8 RGB, sRGB) through ``printer`` and back. ``paper`` shows its white and its darkest
    ink as they are, beside the screen's own.
    """
    image = Image.fromarray(np.ascontiguousarray(pixels))
    flags = ImageCms.Flags.SOFTPROOFING
    if black_point:
        flags |= ImageCms.Flags.BLACKPOINTCOMPENSATION
    seen = _INTENTS[Intent.ABSOLUTE if paper else Intent.RELATIVE]
    plain = _proofed(image, printer, _INTENTS[intent], seen, flags)
    warned = _proofed(image, printer, _INTENTS[intent], seen, flags | ImageCms.Flags.GAMUTCHECK)
    return Proof(plain, np.asarray((plain != warned).any(axis=2)))


@dataclass(frozen=True, slots=True)
class ProofSetup:
    """What is proofed: whose ``colours``, and whether ``paper`` and its darkest ink are shown as they are."""

    colours: Colours
    paper: bool = False


def proof_table(setup: ProofSetup) -> ProofTable:
    """Every colour of ``TABLE_BITS`` bits a channel through the printer: a canvas looks them up in
    milliseconds. Takes a second. Raises ProfileUnusable or ReadFailed.
    """
    colours = setup.colours
    way = colours if isinstance(colours, ToPrinter) else ToPrinter(path=Path())
    side = 1 << TABLE_BITS
    steps = np.arange(side) * 255 / (side - 1) + 0.5
    red, green, blue = np.meshgrid(*(steps.astype(np.uint8),) * 3, indexing="ij")
    pixels = np.stack((red, green, blue), axis=-1).reshape(side, side * side, 3)
    proof = soft_proof(
        pixels, profile_of(colours), way.intent, black_point=way.black_point, paper=setup.paper
    )
    return ProofTable(proof.pixels.reshape(-1, 3), proof.outside.reshape(-1))


def _proofed(
    image: Image.Image,
    printer: Profile,
    intent: ImageCms.Intent,
    seen: ImageCms.Intent,
    flags: ImageCms.Flags,
) -> Pixels:
    screen = ImageCms.createProfile("sRGB")
    press = ImageCms.ImageCmsProfile(io.BytesIO(printer.data))
    turn = ImageCms.buildProofTransform(screen, screen, press, "RGB", "RGB", intent, seen, flags)
    made = ImageCms.applyTransform(image, turn)
    assert made is not None
    return np.array(made, np.uint8)
