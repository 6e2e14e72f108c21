"""Pictures to be changed in a part only: read at their own depth, so that the rest is the same to the bit.

PNG, TIFF and JPEG through libvips, upright; the colour profile goes with them.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

from artmaster_desktop import __version__
from artmaster_desktop.core.errors import ReadFailed, ScanError, ScanProblem
from artmaster_desktop.core.geometry import Bounds
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.core.repaint_start import Sheet
from artmaster_desktop.storage.atomic import atomic_write
from artmaster_desktop.storage.png_texts import with_texts
from artmaster_desktop.storage.scan import MAX_SCAN_PIXELS

Deep: TypeAlias = NDArray[np.integer[Any]]
NO_TEXTS: Mapping[str, str] = MappingProxyType({})

_HEADS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")


@dataclass(frozen=True, slots=True, eq=False)
class DeepPicture:
    """``pixels`` uint8 or uint16 ``[H, W, 3 or 4]`` (straight alpha) in the space of ``profile`` (an ICC
    profile; empty: sRGB).
    """

    pixels: Deep
    profile: bytes = b""

    @property
    def white(self) -> int:
        """The largest value: 255 or 65535."""
        return int(np.iinfo(self.pixels.dtype).max)

    @property
    def seen(self) -> Pixels:
        """As it is shown: uint8 sRGB with alpha ``[H, W, 4]``. Raises ScanError where its profile is none."""
        small = self.pixels
        if self.white > 255:
            small = (small.astype(np.uint32) + 128) // 257
        rgb = np.ascontiguousarray(small[:, :, :3].astype(np.uint8))
        alpha = small[:, :, 3:].astype(np.uint8)
        if not alpha.size:
            alpha = np.full((*rgb.shape[:2], 1), 255, np.uint8)
        return np.concatenate((_mapped(rgb, self.profile, back=False), alpha), axis=2)

    def grown(self, left: int, top: int, right: int, bottom: int) -> DeepPicture:
        """With as many clear pixels more on each side, and alpha to say so."""
        opaque = self.pixels
        if opaque.shape[2] == 3:
            alpha = np.full((*opaque.shape[:2], 1), self.white, opaque.dtype)
            opaque = np.concatenate((opaque, alpha), axis=2)
        return DeepPicture(np.pad(opaque, ((top, bottom), (left, right), (0, 0))), self.profile)

    def patched(self, painted: Pixels, cover: Sheet, place: Bounds) -> DeepPicture:
        """With ``painted`` (uint8 sRGB ``[h, w, 3]``) over ``place`` as far as ``cover`` (255 = all of it)
        says; where it says 0, every value stays. Raises ScanError where its profile is none.
        """
        out = self.pixels.copy()
        there = out[place.y : place.bottom, place.x : place.right]
        new = _mapped(painted, self.profile, back=True).astype(np.float64) * (self.white / 255)
        share = cover[:, :, None] / 255.0
        old = there.astype(np.float64)
        if there.shape[2] == 3:
            mixed = new * share + old * (1 - share)
        else:
            behind = old[:, :, 3:] / self.white * (1 - share)
            alpha = share + behind
            colour = new * share + old[:, :, :3] * behind
            colour = np.divide(colour, alpha, out=np.zeros_like(colour), where=alpha > 0)
            mixed = np.concatenate((colour, alpha * self.white), axis=2)
        changed = cover > 0
        there[changed] = np.rint(mixed[changed]).astype(out.dtype)
        return DeepPicture(out, self.profile)

    def without_alpha(self) -> DeepPicture:
        """Its colours alone."""
        return DeepPicture(np.ascontiguousarray(self.pixels[:, :, :3]), self.profile)


def read_deep(path: Path) -> DeepPicture:
    """The picture at ``path``. Raises ReadFailed where the disk refuses, ScanError where it is none."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReadFailed(path, error.strerror or str(error)) from error
    if not data.startswith(_HEADS):
        raise ScanError(path, ScanProblem.NOT_A_PICTURE)
    return deep_of(data, path)


def deep_of(data: bytes, path: Path) -> DeepPicture:
    """The picture in ``data``, which was read from ``path``. Raises ScanError."""
    import pyvips  # type: ignore[import-untyped]

    try:
        image: Any = pyvips.Image.new_from_buffer(data, "", fail_on="truncated")
        if image.width * image.height > MAX_SCAN_PIXELS:
            raise ScanError(path, ScanProblem.TOO_LARGE, f"{image.width} x {image.height} pixels")
        image = image.autorot()
        profile = image.get("icc-profile-data") if "icc-profile-data" in image.get_fields() else b""
        kind, pixels = str(image.interpretation), np.asarray(image.numpy())
    except pyvips.Error as error:
        raise ScanError(path, ScanProblem.DAMAGED, " ".join(str(error).split())[:200]) from error
    if pixels.ndim == 2:
        pixels = pixels[:, :, None]
    if pixels.dtype not in (np.uint8, np.uint16) or kind not in ("srgb", "rgb16", "rgb", "b-w", "grey16"):
        raise ScanError(path, ScanProblem.UNSUPPORTED, f"{kind} of {pixels.dtype}")
    if kind in ("b-w", "grey16"):
        if profile:
            raise ScanError(path, ScanProblem.UNSUPPORTED, "grey with a profile of its own")
        pixels = np.concatenate((pixels[:, :, [0, 0, 0]], pixels[:, :, 1:]), axis=2)
    return DeepPicture(np.ascontiguousarray(pixels), bytes(profile))


def write_deep(path: Path, picture: DeepPicture, texts: Mapping[str, str] = NO_TEXTS) -> None:
    """Save it as PNG with its depth, alpha and profile, and ``texts`` by their keys; all or nothing. Raises
    SaveFailed.
    """
    data = with_texts(deep_png(picture), texts or {"Software": f"ArtMaster Desktop {__version__}"})
    atomic_write(path, lambda file: _write(file, data))


def deep_png(picture: DeepPicture) -> bytes:
    """The picture as PNG with its depth, alpha and profile."""
    import pyvips

    image: Any = pyvips.Image.new_from_array(picture.pixels)
    image = image.copy(interpretation="rgb16" if picture.white > 255 else "srgb")
    if picture.profile:
        image.set_type(pyvips.GValue.blob_type, "icc-profile-data", picture.profile)
    return bytes(image.pngsave_buffer(bitdepth=16 if picture.white > 255 else 8))


def _write(file: Any, data: bytes) -> None:
    file.write(data)


def _mapped(rgb: Pixels, profile: bytes, *, back: bool) -> Pixels:
    """``rgb`` from ``profile`` to sRGB, or ``back``."""
    if not profile:
        return rgb
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        srgb = ImageCms.createProfile("sRGB")
        source, target = (srgb, own) if back else (own, srgb)
        mapped = ImageCms.profileToProfile(Image.fromarray(rgb), source, target, outputMode="RGB")
    except (OSError, ImageCms.PyCMSError) as error:
        raise ScanError(Path(), ScanProblem.UNSUPPORTED, "its colour profile cannot be read") from error
    return np.asarray(mapped, np.uint8)
