"""Which processor, which numbers, and how the model lies in memory; chosen from what is there, and said
aloud.
"""

from __future__ import annotations

import platform
from dataclasses import dataclass
from importlib.util import find_spec

import torch

from artmaster_desktop.core.errors import CannotPaint
from artmaster_desktop.core.event import Placement
from artmaster_desktop.engine.faults import free_memory

GIB = 1 << 30


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineOptions:
    """What the artist may force; None lets the engine choose.

    ``device``: ``cuda``, ``cuda:1``, ``mps``, ``cpu``. ``dtype``: ``float32``, ``bfloat16``, ``float16``.
    ``offload``:
    ``none`` (all resident), ``model`` (one network at a time), ``layers`` (streamed). ``memory`` is a limit
    in bytes.
    ``compiled`` asks torch.compile for the blocks (a minute the first time, faster afterwards); it needs a
    CUDA GPU that holds the whole model, and Triton.
    """

    device: str | None = None
    dtype: str | None = None
    offload: str | None = None
    memory: int | None = None
    compiled: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """A placement, with the torch objects that carry it out."""

    device: torch.device
    dtype: torch.dtype
    offload: str
    placement: Placement


OFFLOADS = ("none", "model", "layers")
_DTYPES = {"float32": torch.float32, "bfloat16": torch.bfloat16, "float16": torch.float16}


def pick_device(asked: str | None = None) -> torch.device:
    """CUDA before MPS before CPU, or what was asked; raises CannotPaint where that is not there."""
    if asked is not None:
        try:
            device = torch.device(asked)
        except RuntimeError as error:
            raise CannotPaint("device", asked, ", ".join(devices())) from error
        there = device.type in {name.split(":")[0] for name in devices()}
        if not there or (device.type == "cuda" and ":" in asked and asked not in devices()):
            raise CannotPaint("device", asked, ", ".join(devices()))
        return device
    return torch.device(devices()[0])


def devices() -> tuple[str, ...]:
    """The processors of this machine that can paint, best first."""
    found = [f"cuda:{i}" for i in range(torch.cuda.device_count())] if torch.cuda.is_available() else []
    if torch.backends.mps.is_available():
        found.append("mps")
    return (*found, "cpu")


def device_name(device: torch.device) -> str:
    """What the maker calls it."""
    if device.type == "cuda":
        return torch.cuda.get_device_name(device)
    if device.type == "mps":
        return f"Apple {platform.machine()}"
    return f"{platform.processor() or platform.machine()}, {torch.get_num_threads()} threads"


def choose(parameters: int, largest: int, pixels: int, options: EngineOptions) -> Choice:
    """Place a model of ``parameters`` numbers in all, ``largest`` in its largest network, painting
    ``pixels``.

    The working memory is estimated as 2 KiB per pixel plus 1 GiB on a GPU (FLUX.1-dev at 1024x1024 takes
    about 3 GiB above its weights; the decoder is the peak).
    """
    device = pick_device(options.device)
    if options.compiled:
        _check_compiler(device)
    dtype = _dtype(device, parameters, options)
    free = free_memory(device) if options.memory is None else options.memory
    work = 2048 * pixels + (GIB if device.type == "cuda" else 0)
    size = dtype.itemsize
    offload, reason = _offload(device, parameters * size + work, largest * size + work, free)
    if options.offload is not None:
        if options.offload not in OFFLOADS:
            raise CannotPaint("offload", options.offload, ", ".join(OFFLOADS))
        offload, reason = options.offload, "as asked"
    if offload != "none" and device.type != "cuda":
        offload, reason = "none", "only a CUDA device can hold a model in parts"
    if options.compiled and offload != "none":
        raise CannotPaint("compiled", f"offload {offload}: {reason}", "a GPU that holds the whole model")
    placement = Placement(
        str(device), device_name(device), str(dtype).removeprefix("torch."), offload, reason
    )
    return Choice(device, dtype, offload, placement)


def _check_compiler(device: torch.device) -> None:
    """Raises CannotPaint where blocks cannot be compiled; better than a setting that does nothing."""
    if device.type != "cuda":
        raise CannotPaint("compiled", device.type, "cuda")
    if find_spec("triton") is None:
        raise CannotPaint("compiled", "no Triton here", "a system that Triton is made for (Linux)")


def _dtype(device: torch.device, parameters: int, options: EngineOptions) -> torch.dtype:
    if options.dtype is not None:
        if options.dtype not in _DTYPES:
            raise CannotPaint("dtype", options.dtype, ", ".join(_DTYPES))
        return _DTYPES[options.dtype]
    if device.type == "cuda":
        return torch.bfloat16 if torch.cuda.is_bf16_supported(including_emulation=False) else torch.float16
    if device.type == "mps":
        return torch.bfloat16
    # On a CPU bf16 saves memory but no time on most machines; float32 also paints the same picture
    # everywhere.
    return torch.float32 if parameters * 4 < free_memory(device) or parameters < GIB else torch.bfloat16


def _offload(device: torch.device, everything: int, one: int, free: int) -> tuple[str, str]:
    need, have = f"{everything / GIB:.1f} GiB", f"{free / GIB:.1f} GiB"
    if free == 0:
        return "none", f"the whole model, {need}; how much memory is free is not known here"
    if everything <= free:
        return "none", f"the whole model fits: {need} of {have}"
    if device.type != "cuda":
        return "none", f"the whole model needs {need}, there are {have}: it may not fit"
    if one <= free:
        return "model", f"one network at a time: all of it needs {need}, there are {have}"
    return "layers", f"layer by layer: the largest network alone needs {one / GIB:.1f} GiB, there are {have}"
