"""Whether our Triton kernels can run."""

from __future__ import annotations

from importlib.util import find_spec

import torch

OLDEST = (8, 0)
"""Compute capability from which tensor cores take bfloat16 (Ampere)."""


def kernels_for(device: torch.device, dtype: torch.dtype) -> bool:
    """True on an NVIDIA GPU of this decade, in half precision, with Triton installed."""
    return (
        device.type == "cuda"
        and dtype in (torch.bfloat16, torch.float16)
        and find_spec("triton") is not None
        and torch.cuda.get_device_capability(device) >= OLDEST
    )
