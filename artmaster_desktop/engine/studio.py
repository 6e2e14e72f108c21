"""What a compiled transformer keeps from job to job, so that the next one starts at once.

Painters and regions come and go in buffers that stay; the blocks are compiled for each size of canvas and of
text, and a whole step is recorded. Another job of the same sizes replays that recording with its own
painters.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import torch
from diffusers.models.transformers.transformer_flux import FluxTransformer2DModel
from torch import Tensor

from artmaster_desktop.engine.flux.attention import RegionView, attach_regions
from artmaster_desktop.engine.painters.adapter import Adapter
from artmaster_desktop.engine.painters.compiled import Graphed, Recorder, Result, compiled_blocks, record
from artmaster_desktop.engine.painters.gate import Attached, Room
from artmaster_desktop.engine.painters.state import CHUNK, GateState

TEXT_STEP = 64
"""Regions' texts are filled up to a multiple of so many tokens: what is compiled then serves other texts."""

COLUMNS = 128
"""Room for painters is made for multiples of so many ranks (about 1 GB for FLUX.1-dev in half precision)."""

PAINTERS = 64


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """A studio at work: how to call the transformer; its gate and regions, None where the job has none."""

    call: Graphed
    state: GateState | None
    view: RegionView | None


class Studio:
    """Keeps room for painters, one view of regions and the recorded steps of ``transformer``.

    ``options`` go to torch.compile. ``kernels``: by our Triton kernels (default: where they can run).
    """

    def __init__(
        self,
        transformer: FluxTransformer2DModel,
        device: torch.device,
        dtype: torch.dtype,
        *,
        kernels: bool | None = None,
        recorder: Recorder = record,
        **options: Any,
    ) -> None:
        self.transformer = transformer
        self._attach = partial(Attached, transformer, device=device, dtype=dtype, kernels=kernels)
        self._regions = partial(attach_regions, transformer, device, kernels=kernels)
        self._options = options
        self._attached: Attached | None = None
        self._view: RegionView | None = None
        self._painting = self._viewing = False
        self.call = Graphed(self._run, self._buffers, self._values, recorder=recorder)

    @contextmanager
    def open(self, painters: Sequence[Adapter], regions: bool) -> Iterator[Opened]:
        """The compiled transformer with ``painters``, and with ``regions`` if there are any, for the block's
        length. Gate and view then need ``prepare``. Outside the block the transformer is as it was."""
        with ExitStack() as stack:
            stack.callback(self._close)
            self._painting, self._viewing = bool(painters), regions or bool(painters)
            if painters:
                self._hire(painters)
            if self._viewing:
                self._view = stack.enter_context(self._regions(view=self._view))
                self._view.clear()
            stack.enter_context(compiled_blocks(self.transformer, **self._options))
            state = self._attached.state if self._painting and self._attached is not None else None
            yield Opened(self.call, state, self._view if self._viewing else None)

    def _hire(self, painters: Sequence[Adapter]) -> None:
        """``painters`` into the room there is, or into a new one where they do not fit it."""
        ranks = [max((pair.rank for pair in p.modules.values()), default=0) for p in painters]
        wanted = max(CHUNK, sum(-(-rank // CHUNK) * CHUNK for rank in ranks))
        attached = self._attached
        if attached is None or attached.room is None or attached.room.columns < wanted:
            self._attached = None
            room = Room(max(PAINTERS, len(painters)), -(-wanted // COLUMNS) * COLUMNS)
            self._attached = self._attach(painters, room=room)
            return
        attached.resume()
        attached.replace(painters)

    def _close(self) -> None:
        if self._painting and self._attached is not None:
            self._attached.rest()
        self._painting = self._viewing = False

    def _run(self, **given: Any) -> Result:
        result: Result = self.transformer(**given)
        return result

    def _buffers(self) -> tuple[Tensor, ...]:
        gates = self._attached.buffers() if self._painting and self._attached is not None else ()
        return (*gates, *(self._view.buffers() if self._viewing and self._view is not None else ()))

    def _values(self) -> Hashable:
        view = self._view.values() if self._viewing and self._view is not None else None
        return self._painting, view
