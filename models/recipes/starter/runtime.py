"""What every training loop here shares: precision, compilation with a way back, averages, a step that never
NaNs."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NoReturn

import torch
from torch import Tensor, nn

from .muon import Muon

_BEGIN = time.monotonic()


def say(text: str) -> None:
    """Print a progress line at once, with the seconds since the program began."""
    print(f"[{time.monotonic() - _BEGIN:7.1f}] {text}", flush=True)


def anew(module: str, *more: str) -> NoReturn:
    """Begin this process again, as `python -m module` with its arguments and `more`."""
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(sys.executable, [sys.executable, "-m", module, *sys.argv[1:], *more])


class Patience:
    """Calls `instead` from another thread unless `enough` is called within `seconds`: a compiler or a device
    that hangs would take all the time there is. Used as a context, it is over with the block."""

    def __init__(self, seconds: float, instead: Callable[[], object]) -> None:
        self._timer = threading.Timer(seconds, instead)
        self._timer.daemon = True

    def __enter__(self) -> Patience:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.enough()

    def enough(self) -> None:
        """What was waited for is there."""
        self._timer.cancel()


def own_stream(device: torch.device) -> contextlib.AbstractContextManager[Any]:
    """A stream of the block's own on a GPU: what is recorded must have nothing to do with the default one,
    and the gradients' bookkeeping remembers where it was made."""
    return torch.cuda.stream(torch.cuda.Stream(device)) if device.type == "cuda" else contextlib.nullcontext()


def prepare(device: torch.device) -> None:
    """Set the process up for training.

    cuDNN's attention returned NaN gradients with torch 2.11 and CUDA 13, so it is off. A function that the
    compiler cannot take runs eagerly instead of failing the run.
    """
    if device.type == "cuda":
        torch.backends.cuda.enable_cudnn_sdp(False)
        torch.backends.cuda.matmul.allow_tf32 = True
        torch.backends.cudnn.allow_tf32 = True
        torch.backends.cudnn.benchmark = True
    import torch._dynamo as dynamo

    dynamo.config.suppress_errors = True
    dynamo.config.recompile_limit = 64


def amp(device: torch.device) -> contextlib.AbstractContextManager[Any]:
    """bfloat16 autocast on a GPU, plain float32 on a CPU."""
    if device.type == "cuda":
        return torch.autocast("cuda", torch.bfloat16)
    return contextlib.nullcontext()


def compiled(module: nn.Module, wanted: bool = True) -> Any:
    """`module` compiled for static shapes when that is `wanted` and it sits on a GPU, else itself."""
    if not wanted or next(module.parameters()).device.type != "cuda":
        return module
    return torch.compile(module, dynamic=False)


def compile_blocks(blocks: Iterable[nn.Module], backend: str = "inductor") -> None:
    """Compile repeated blocks in place, each for static shapes; blocks of one class share their machine
    code."""
    for block in blocks:
        block.compile(dynamic=False, backend=backend)


class Average:
    """Exponential moving average of float32 weights, ramped from 0 so that early steps count less and less.

    `shadow` may be another network's weights, which then always hold the average.
    """

    def __init__(self, weights: Sequence[nn.Parameter], decay: float, shadow: Sequence[Tensor] = ()) -> None:
        self.weights, self.decay = list(weights), decay
        self.shadow = [s.detach() for s in shadow] or [w.detach().clone() for w in weights]

    @torch.no_grad()
    def update(self, step: int) -> None:
        """Move the shadow towards the weights after optimiser step number `step` (from 0)."""
        decay = min(self.decay, (1 + step) / (10 + step))
        torch._foreach_lerp_(self.shadow, [w.detach() for w in self.weights], 1 - decay)

    @torch.no_grad()
    def copy_to(self, weights: Sequence[Tensor]) -> None:
        """Write the shadow into other tensors of the same shapes."""
        torch._foreach_copy_([w.detach() for w in weights], self.shadow)


def step_if_finite(
    optimiser: torch.optim.Optimizer,
    weights: Sequence[nn.Parameter],
    rate: float,
    muon: Muon | None = None,
    keep: bool = False,
) -> Tensor:
    """Clip the gradient norm at 1, step with learning rate `rate` unless a gradient is not finite, clear
    gradients unless `keep`.

    Needs a fused optimiser: its `found_inf` skips the step on the device, without a wait. Groups may carry a
    factor `scale` on the rate. `muon` moves those of the weights that it holds. Returns the norm before
    clipping.
    """
    gradients = [w.grad for w in weights if w.grad is not None]
    norm: Tensor = torch.linalg.vector_norm(torch.stack(torch._foreach_norm(gradients)))
    factor = (1.0 / (norm + 1e-6)).clamp(max=1.0)
    torch._foreach_mul_(gradients, factor)
    for group in optimiser.param_groups:
        group["lr"] = rate * group.get("scale", 1.0)
    optimiser.grad_scale = None  # type: ignore[attr-defined]
    optimiser.found_inf = (~torch.isfinite(norm)).float()  # type: ignore[attr-defined]
    optimiser.step()
    if muon is not None:
        muon.step(rate, torch.isfinite(norm))
    if not keep:
        for weight in weights:
            weight.grad = None
    return norm
