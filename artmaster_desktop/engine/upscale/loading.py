"""Anybody's upscaler from its file, through spandrel, which tells the architecture by the weights.

Safetensors hold numbers and nothing else. A ``.pth`` is a pickle: it is opened only where the artist says
that its source is trusted, and then by PyTorch's loader for weights alone, which runs no code from the file.
"""

from __future__ import annotations

import pickle
import warnings
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn

from artmaster_desktop.core.errors import ReadFailed
from artmaster_desktop.core.upscale_errors import UpscalerProblem, UpscalerUnusable
from artmaster_desktop.core.upscaling import UpscalerCaps, UpscalerFile
from artmaster_desktop.engine.faults import first_line
from artmaster_desktop.engine.upscale.compact import Compact, compact_of

MOST_REACH = 32
"""Pixels of context around a tile. Networks that look farther hardly use what lies beyond."""

ZIP_START, PICKLE_START = b"PK\x03\x04", b"\x80"


@dataclass(frozen=True, slots=True)
class Upscaler:
    """A network on its device: ``descriptor`` is spandrel's, called with ``[1, 3, H, W]`` in [0, 1]."""

    descriptor: Any
    caps: UpscalerCaps
    device: torch.device
    dtype: torch.dtype

    def __call__(self, picture: Tensor) -> Tensor:
        """``picture`` (float32 on the CPU) larger, float32 on the device."""
        moved = picture.to(self.device, self.dtype)
        made: Tensor = self.descriptor(moved)
        return made.float()

    @property
    def multiple(self) -> int:
        """What the sides of a tile should be multiples of, so that nothing is padded."""
        return int(self.descriptor.size_requirements.multiple_of)


def load_upscaler(file: UpscalerFile, device: torch.device, dtype: torch.dtype | None = None) -> Upscaler:
    """The upscaler in ``file`` on ``device``: bfloat16 on a GPU where it can, float32 elsewhere, or as asked.

    Raises UpscalerUnusable, and ReadFailed where the disk refuses.
    """
    import spandrel  # type: ignore[import-untyped]

    weights = _weights(file)
    try:
        found = spandrel.ModelLoader(torch.device("cpu")).load_from_state_dict(
            spandrel.canonicalize_state_dict(weights)
        )
    except spandrel.UnsupportedModelError as fault:
        raise UpscalerUnusable(file.path, UpscalerProblem.UNKNOWN) from fault
    except (RuntimeError, ValueError, KeyError, TypeError, IndexError, AttributeError) as fault:
        raise UpscalerUnusable(file.path, UpscalerProblem.DAMAGED, first_line(fault)) from fault
    if not isinstance(found, spandrel.ImageModelDescriptor) or found.scale < 2:
        raise UpscalerUnusable(file.path, UpscalerProblem.NOT_AN_UPSCALER, found.architecture.name)
    if (found.input_channels, found.output_channels) != (3, 3):
        told = f"{found.input_channels} -> {found.output_channels}"
        raise UpscalerUnusable(file.path, UpscalerProblem.WRONG_CHANNELS, told)
    if any(not bool(torch.isfinite(value).all()) for value in found.model.parameters()):
        raise UpscalerUnusable(file.path, UpscalerProblem.DAMAGED, "NaN")
    chosen = dtype or _best(device, found.supports_bfloat16, found.supports_half)
    try:
        placed = found.eval().to(device, chosen)
    except spandrel.UnsupportedDtypeError:
        chosen = torch.float32
        placed = found.to(device, chosen)
    return Upscaler(placed, _caps(file.path, placed), device, chosen)


def _best(device: torch.device, bfloat16: bool, half: bool) -> torch.dtype:
    if device.type == "cuda" and bfloat16 and torch.cuda.is_bf16_supported(including_emulation=False):
        return torch.bfloat16
    if device.type == "cuda" and half:
        return torch.float16
    return torch.float32


def _caps(path: Path, found: Any) -> UpscalerCaps:
    import spandrel

    return UpscalerCaps(
        name=path.stem,
        architecture=str(found.architecture.name),
        scale=int(found.scale),
        parameters=sum(value.numel() for value in found.model.parameters()),
        reach=reach_of(found.model),
        tiles=found.tiling is spandrel.ModelTiling.SUPPORTED,
    )


def reach_of(network: nn.Module) -> int:
    """How far the network looks, at most MOST_REACH: the sum over its convolutions of what each adds."""
    total = 0
    for layer in network.modules():
        if isinstance(layer, nn.Conv2d):
            total += max((k - 1) * d // 2 for k, d in zip(layer.kernel_size, layer.dilation, strict=True))
        elif isinstance(layer, nn.MultiheadAttention | nn.LayerNorm):
            total = MOST_REACH
    return min(MOST_REACH, max(4, total))


def _weights(file: UpscalerFile) -> dict[str, Tensor]:
    """The numbers in the file, by name."""
    path = file.path
    try:
        with path.open("rb") as opened:
            head = opened.read(16)
        if head[:4] == ZIP_START or head[:1] == PICKLE_START:
            return _pickled(file)
        if head[8:9] != b"{":
            raise UpscalerUnusable(path, UpscalerProblem.NOT_A_MODEL)
        return load_file(path)
    except OSError as fault:
        raise ReadFailed(path, fault.strerror or str(fault)) from fault
    except SafetensorError as fault:
        raise UpscalerUnusable(path, UpscalerProblem.DAMAGED, first_line(fault)) from fault


def _pickled(file: UpscalerFile) -> dict[str, Tensor]:
    if not file.trusted:
        raise UpscalerUnusable(file.path, UpscalerProblem.UNTRUSTED)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of pickles that PyTorch did not write: they are refused or read
            held = torch.load(file.path, map_location="cpu", weights_only=True)
    except pickle.UnpicklingError as fault:
        raise UpscalerUnusable(file.path, UpscalerProblem.HOSTILE, _culprit(fault)) from fault
    except (RuntimeError, ValueError, EOFError, KeyError, zipfile.BadZipFile) as fault:
        raise UpscalerUnusable(file.path, UpscalerProblem.DAMAGED, first_line(fault)) from fault
    if not isinstance(held, dict):
        raise UpscalerUnusable(file.path, UpscalerProblem.UNKNOWN)
    return held


def _culprit(fault: pickle.UnpicklingError) -> str:
    """The call that the file wanted to make, where PyTorch names it."""
    _, found, after = str(fault).partition("GLOBAL ")
    return after.split()[0] if found else ""


def load_compact(path: Path) -> Compact:
    """A Compact to be taught on. Raises UpscalerUnusable where the file holds another, or ReadFailed."""
    weights = _weights(UpscalerFile(path))
    try:
        return compact_of(weights)
    except (KeyError, ValueError, RuntimeError) as fault:
        raise UpscalerUnusable(path, UpscalerProblem.UNKNOWN, "SRVGGNetCompact") from fault
