"""Compiled blocks, and whole steps recorded once and replayed: nothing is left to the CPU between two steps.

One compilation serves all blocks of a kind, and is kept while painters and regions come and go. A recording
(CUDA graph) goes further: the hundreds of kernels of a step start by one call, so the CPU's pace no longer
matters.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias, TypeVar

import torch
from torch import Tensor

KEPT = 64
"""Compiled variants kept for each kind of block: sizes of canvas, lengths of text, with and without
painters."""

Result: TypeAlias = tuple[Tensor, ...]
T = TypeVar("T")

_LOG = logging.getLogger(__name__)


@contextmanager
def compiled_blocks(transformer: Any, **options: Any) -> Iterator[None]:
    """Run the blocks of a diffusers transformer compiled inside the ``with`` block, and as they were outside.

    What was compiled is kept and taken up again at the next time. Attach painters (with ``Room``) first.
    Shapes are compiled as they are: a graph for any length costs every job a part of its speed. ``options``
    go to ``torch.compile``.
    """
    torch._dynamo.config.recompile_limit = max(torch._dynamo.config.recompile_limit, KEPT)
    try:
        transformer.compile_repeated_blocks(**({"fullgraph": True, "dynamic": False} | options))
        yield
    finally:
        for block in (*transformer.transformer_blocks, *transformer.single_transformer_blocks):
            block._compiled_call_impl = None


class Recorder(Protocol):
    """Records what ``call`` does on the device; returns what does it again, and the result it writes to."""

    def __call__(self, call: Callable[[], Result]) -> tuple[Callable[[], None], Result]: ...


def record(call: Callable[[], T], warm: int = 2) -> tuple[Callable[[], None], T]:
    """A ``Recorder`` by CUDA graph. ``call`` runs ``warm`` times first, so that everything is compiled and at
    hand.

    Raises ``RuntimeError`` where the call does what cannot be recorded (such as waiting for the device).
    """
    stream = torch.cuda.Stream()
    stream.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(stream):
        for _ in range(warm):
            call()
    torch.cuda.current_stream().wait_stream(stream)
    torch.cuda.synchronize()
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        result = call()
    return graph.replay, result


@dataclass(slots=True, eq=False)
class _Recording:
    replay: Callable[[], None]
    given: dict[str, Any]
    result: Result
    held: tuple[Tensor, ...]


class Graphed:
    """A transformer's call, recorded at its first time for each set of shapes and replayed afterwards.

    ``held`` names the tensors that the call reads beside its arguments and that are changed in place between
    calls (gates, painters, regions), and ``state`` the plain values that the recording fixed. As long as the
    tensors are the very same objects and the values equal, a replay sees the new numbers; else it is recorded
    anew. Recordings of the last ``kept`` sets of shapes stay; each holds memory for a step's intermediate
    results. Where a recording fails, this says so in the log once and calls plainly from then on.
    """

    def __init__(
        self,
        call: Callable[..., Result],
        held: Callable[[], Sequence[Tensor]],
        state: Callable[[], Hashable] = lambda: None,
        *,
        recorder: Recorder = record,
        kept: int = 2,
    ) -> None:
        self._call = call
        self._held = held
        self._state = state
        self._recorder = recorder
        self._kept = kept
        self._recordings: dict[Hashable, _Recording] = {}
        self.recorded = 0
        self.failed = False

    def __call__(self, **given: Any) -> Result:
        if self.failed:
            return self._call(**given)
        key = (self._state(), tuple((name, _kind(value)) for name, value in sorted(given.items())))
        held = tuple(self._held())
        known = self._recordings.get(key)
        if known is None or not _same(known.held, held):
            self._recordings.pop(key, None)
            known = self._record(given, held)
            if known is None:
                return self._call(**given)
            while len(self._recordings) >= self._kept:
                del self._recordings[next(iter(self._recordings))]
            self._recordings[key] = known
        for name, value in given.items():
            for kept, new in zip(_tensors(known.given[name]), _tensors(value), strict=True):
                kept.copy_(new)
        known.replay()
        return tuple(tensor.clone() for tensor in known.result)

    def _record(self, given: dict[str, Any], held: tuple[Tensor, ...]) -> _Recording | None:
        own = {name: _cloned(value) for name, value in given.items()}
        try:
            replay, result = self._recorder(lambda: self._call(**own))
        except torch.OutOfMemoryError:
            raise
        except RuntimeError as error:
            _LOG.warning("a step cannot be recorded on this machine, so it is called plainly: %s", error)
            self.failed = True
            self._recordings.clear()
            return None
        self.recorded += 1
        return _Recording(replay, own, result, held)


def _tensors(value: object) -> list[Tensor]:
    """The tensors of an argument, which may be one or a list of them."""
    if isinstance(value, list):
        return [tensor for each in value for tensor in _tensors(each)]
    return [value] if isinstance(value, Tensor) else []


def _cloned(value: Any) -> Any:
    if isinstance(value, list):
        return [_cloned(each) for each in value]
    return value.clone() if isinstance(value, Tensor) else value


def _kind(value: object) -> Hashable:
    """What of an argument a recording depends on."""
    if isinstance(value, list):
        return tuple(_kind(each) for each in value)
    if isinstance(value, Tensor):
        return (tuple(value.shape), value.dtype, value.device)
    return repr(value)


def _same(one: Sequence[Tensor], other: Sequence[Tensor]) -> bool:
    return len(one) == len(other) and all(a is b for a, b in zip(one, other, strict=True))
