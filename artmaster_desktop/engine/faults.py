"""From what torch throws to what we say: the only place that knows both."""

from __future__ import annotations

from pathlib import Path

import torch

from artmaster_desktop.core.errors import ArtmasterError, DeviceFailed, OutOfMemory

_MEMORY_WORDS = (
    "out of memory",
    "cudnn_status_alloc_failed",
    "cublas_status_alloc_failed",
    "can't allocate memory",
    "not enough memory",
    "defaultcpuallocator",
)


def is_out_of_memory(error: BaseException) -> bool:
    """Whether ``error`` means that memory ran out: by type, and by message where libraries raise plain
    RuntimeErrors.
    """
    if isinstance(error, MemoryError | torch.OutOfMemoryError):
        return True
    return isinstance(error, RuntimeError) and any(word in str(error).lower() for word in _MEMORY_WORDS)


def translated(error: Exception, device: torch.device, stage: str, fits: tuple[str, ...]) -> ArtmasterError:
    """Our error for ``error``. ``fits`` says what would fit if memory ran out."""
    if isinstance(error, ArtmasterError):
        return error
    if is_out_of_memory(error):
        if isinstance(error, MemoryError) or "cpuallocator" in str(error).lower():
            device = torch.device("cpu")  # a model is read into ordinary memory first, whatever paints
        return OutOfMemory(str(device), stage, 0, free_memory(device), fits)
    return DeviceFailed(str(device), f"{type(error).__name__}: {first_line(error)}"[:300])


def first_line(error: BaseException) -> str:
    """The first line of what ``error`` says, at most 300 letters; its type where it says nothing."""
    lines = str(error).strip().splitlines()
    return lines[0][:300] if lines else type(error).__name__


def let_go(error: BaseException | None) -> None:
    """Take the tracebacks off ``error`` and all that led to it: their frames hold the tensors of a run."""
    seen: set[int] = set()
    pending = [error]
    while pending:
        found = pending.pop()
        if found is not None and id(found) not in seen:
            seen.add(id(found))
            found.__traceback__ = None
            pending += [found.__cause__, found.__context__]


def free_memory(device: torch.device) -> int:
    """Free bytes on ``device``; on the CPU, what the system can still give. 0 where nobody knows."""
    if device.type == "cuda":
        return int(torch.cuda.mem_get_info(device)[0])
    if device.type == "mps":
        return int(torch.mps.recommended_max_memory() - torch.mps.driver_allocated_memory())
    return _free_ram()


def _free_ram() -> int:
    try:
        with Path("/proc/meminfo").open(encoding="ascii") as lines:
            for line in lines:
                if line.startswith("MemAvailable:"):
                    return int(line.split()[1]) * 1024
    except OSError:
        return 0
    return 0
