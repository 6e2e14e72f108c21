"""Adapter files as artists have them: read into one shape, or refused in plain terms before a run.

``read_adapter`` is the only door. Nothing here ever unpickles: files are safetensors or they are not read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from math import prod
from pathlib import Path
from types import MappingProxyType

import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor, nn
from torch.nn import functional as F

from artmaster_desktop.core.errors import PainterFileError, PainterProblem
from artmaster_desktop.engine.painters import checks, keys
from artmaster_desktop.engine.painters.adapter import Adapter, LowRank
from artmaster_desktop.engine.painters.convert import (
    Converted,
    Pair,
    Shapes,
    State,
    convert_text,
    convert_transformer,
    split_by_model,
)
from artmaster_desktop.engine.painters.keys import AdapterFormat
from artmaster_desktop.engine.painters.scale import Scaling, scalings

NO_TEXT: Mapping[str, Shapes] = MappingProxyType({})
OPTIONAL = "time_text_embed.guidance_embedder."
"""FLUX.1-dev has it, FLUX.1-schnell has not; the rest of the two is the same."""


class LeftOutPart(Enum):
    """Why a part of a file is not used."""

    TEXT_ENCODER = "layers of a text encoder that is not loaded"
    GUIDANCE = "layers that read the guidance, which this model does not have"
    FULL_WEIGHTS = "weights and biases that are not low-rank pairs"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What the file holds and the painter does without; ``names`` are tensors or modules in it."""

    part: LeftOutPart
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ReadAdapter:
    """A painter's weights in the module names of the model they were read for.

    ``ungated`` names the transformer's modules that run once for the whole picture (modulation): they take
    one number for the whole canvas. ``idle`` counts modules that change nothing and were dropped.
    """

    format: AdapterFormat
    adapter: Adapter
    ungated: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    idle: int = 0


@dataclass(frozen=True, slots=True)
class PainterReport:
    """All that can be said of a file against a model. A painter may paint if ``problems`` is empty.

    ``ranks`` is the smallest and largest rank of the file's pairs, ``parameters`` their numbers, ``gated``
    how many modules a region can hold in its bounds, ``ungated`` those it cannot, ``text`` (component,
    modules) pairs.
    """

    path: Path
    format: AdapterFormat | None = None
    modules: int = 0
    ranks: tuple[int, int] = (0, 0)
    parameters: int = 0
    gated: int = 0
    ungated: tuple[str, ...] = ()
    idle: int = 0
    text: tuple[tuple[str, int], ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    problems: tuple[PainterFileError, ...] = ()


def linear_shapes(model: nn.Module) -> dict[str, tuple[int, int]]:
    """(out, in) of every linear layer of ``model`` by name; quantised layers say it too."""
    return {
        name: (int(module.out_features), int(module.in_features))
        for name, module in model.named_modules()
        if isinstance(module, nn.Linear)
    }


def read_adapter(
    path: Path,
    shapes: Shapes,
    text_shapes: Mapping[str, Shapes] = NO_TEXT,
    dtype: torch.dtype = torch.float32,
) -> ReadAdapter:
    """The adapter in the file at ``path`` for a transformer with linear layers of ``shapes`` (out, in).

    ``text_shapes`` has the same for the text encoders by component; one that is missing leaves its part out.
    The scale (alpha / rank) is folded into B in float32, then both are rounded to ``dtype`` once.

    Raises PainterFileError, whose problem and detail say what is wrong with the file and where.
    """
    header = checks.open_header(path)
    layout = checks.check_header(header, path, shapes)
    if layout is AdapterFormat.BFL_CONTROL:
        raise PainterFileError(path, PainterProblem.NEEDS_CONTROL, layout.value)
    scaling = scalings(header, path)
    plain = Scaling({}, path)
    transformer_state, text_states = split_by_model(load(path))
    left_out: list[LeftOut] = []
    converted = convert_transformer(transformer_state, layout, shapes, path)
    _check_fit(converted, shapes, path)
    reader = Reader(path, dtype)
    modules = reader.modules(converted, shapes, scaling.get("transformer", plain), left_out)
    text: dict[str, Mapping[str, LowRank]] = {}
    for encoder, state in sorted(text_states.items()):
        if encoder not in text_shapes:
            left_out.append(LeftOut(LeftOutPart.TEXT_ENCODER, tuple(state)))
            continue
        part = convert_text(state, text_shapes[encoder], path)
        text[encoder] = reader.modules(part, text_shapes[encoder], scaling.get(encoder, plain), left_out)
    if not modules and not any(text.values()):
        raise PainterFileError(path, PainterProblem.EMPTY, f"{reader.idle} layers of zeros")
    ungated = tuple(name for name in modules if not keys.has_token_axis(name))
    adapter = Adapter(path.stem, modules, text.get(keys.CLIP, {}), text.get(keys.T5, {}))
    return ReadAdapter(layout, adapter, ungated, tuple(left_out), reader.idle)


def check_painter(path: Path, shapes: Shapes, text_shapes: Mapping[str, Shapes] = NO_TEXT) -> PainterReport:
    """Read the file at ``path`` in full and say what is in it. A bad file is a report with its problem."""
    try:
        header = checks.open_header(path)
    except PainterFileError as problem:
        return PainterReport(path, problems=(problem,))
    pairs = list(keys.halves(header))
    ranks = [shape[0] for _, half, shape in pairs if half in keys.DOWN and shape] or [0]
    report = PainterReport(
        path,
        format=keys.recognise(header.tensors.keys()),
        modules=len({module for module, _, _ in pairs}),
        ranks=(min(ranks), max(ranks)),
        parameters=sum(prod(shape) for _, _, shape in pairs),
    )
    try:
        read = read_adapter(path, shapes, text_shapes)
    except PainterFileError as problem:
        return replace(report, problems=(problem,))
    return replace(
        report,
        gated=len(read.adapter.modules) - len(read.ungated),
        ungated=read.ungated,
        idle=read.idle,
        text=((keys.CLIP, len(read.adapter.text)), (keys.T5, len(read.adapter.text_2))),
        left_out=read.left_out,
    )


def load(path: Path) -> State:
    """Every tensor in float32, checked. The file is read through safetensors, which cannot run code."""
    state: State = {}
    try:
        with safe_open(path, framework="pt", device="cpu") as file:
            for name in file.keys():  # noqa: SIM118 - not a dict
                tensor = file.get_tensor(name).to(torch.float32)
                checks.check_numbers(name, tensor, path)
                state[name] = tensor
    except (SafetensorError, OSError) as fault:
        raise PainterFileError(path, PainterProblem.DAMAGED, str(fault)[:160]) from fault
    return state


def _check_fit(converted: Converted, shapes: Shapes, path: Path) -> None:
    """The transformer's part is for this model: all modules known, none widened for a control picture."""
    embedder = converted.pairs.get("x_embedder")
    widened = embedder is not None and embedder.a is not None and embedder.a.shape[1] == 2 * _inputs(shapes)
    if converted.norms or widened:
        raise PainterFileError(
            path, PainterProblem.NEEDS_CONTROL, "x_embedder" if widened else min(converted.norms)
        )
    unknown = [name for name in converted.pairs if name not in shapes and not name.startswith(OPTIONAL)]
    if unknown:
        beyond = all("transformer_blocks." in name for name in unknown)
        problem = PainterProblem.WRONG_BASE if beyond else PainterProblem.UNKNOWN_KEYS
        raise PainterFileError(path, problem, unknown[0][:160])


def _inputs(shapes: Shapes) -> int:
    return shapes["x_embedder"][1] if "x_embedder" in shapes else 0


class Reader:
    """Turns found pairs into checked, scaled, trimmed LowRanks of one dtype. ``biased``: into ``biases`` what
    pairs add beside their product, which is refused otherwise.
    """

    def __init__(self, path: Path, dtype: torch.dtype, *, biased: bool = False) -> None:
        self.idle = 0
        self.biases: dict[str, Tensor] = {}
        self._path = path
        self._dtype = dtype
        self._biased = biased

    def modules(
        self, converted: Converted, shapes: Shapes, scaling: Scaling, left_out: list[LeftOut]
    ) -> dict[str, LowRank]:
        found: dict[str, LowRank] = {}
        guidance = tuple(name for name in converted.pairs if name not in shapes and name.startswith(OPTIONAL))
        for name, pair in converted.pairs.items():
            if name in guidance:
                continue
            if name not in shapes:
                raise self._refuse(PainterProblem.UNKNOWN_KEYS, name)
            low_rank = self._low_rank(name, _padded(name, pair, shapes), shapes[name], scaling)
            if low_rank is None:
                self.idle += 1
            else:
                found[name] = low_rank
        other = tuple(name for name, tensor in converted.rest.items() if bool(tensor.any()))
        if guidance:
            left_out.append(LeftOut(LeftOutPart.GUIDANCE, guidance))
        if other:
            left_out.append(LeftOut(LeftOutPart.FULL_WEIGHTS, other))
        return share_equal(found)

    def _low_rank(self, name: str, pair: Pair, shape: tuple[int, int], scaling: Scaling) -> LowRank | None:
        a, b = pair.a, pair.b
        if a is None or b is None:
            raise self._refuse(PainterProblem.MISSING_HALF, name)
        bias = pair.bias if pair.bias is not None and bool(pair.bias.any()) else None
        if bias is not None and not self._biased:
            raise self._refuse(PainterProblem.UNSUPPORTED_KIND, f"{name}: a bias of its own")
        if a.shape[0] != b.shape[1]:
            raise self._refuse(PainterProblem.BAD_RANK, f"{name}: {a.shape[0]} and {b.shape[1]}")
        if (b.shape[0], a.shape[1]) != shape:
            detail = f"{name}: {b.shape[0]} x {a.shape[1]}, not {shape[0]} x {shape[1]}"
            raise self._refuse(PainterProblem.WRONG_SHAPE, detail)
        factor = scaling.factor(name, a.shape[0], pair.alpha)
        b = b * factor
        checks.check_numbers(name, a, self._path)  # converters fold the scale into A
        checks.check_numbers(name, b, self._path)
        trimmed = trim(a, b)
        if bias is not None:
            if bias.shape != shape[:1]:
                raise self._refuse(PainterProblem.WRONG_SHAPE, f"{name}: a bias of {tuple(bias.shape)}")
            checks.check_numbers(name, bias * factor, self._path)
            self.biases[name] = (bias * factor).to(self._dtype)
            trimmed = trimmed if len(trimmed[0]) else (a[:1], b[:, :1])  # a bias needs a column for its gate
        a, b = trimmed
        return LowRank(a.to(self._dtype), b.to(self._dtype).contiguous()) if len(a) else None

    def _refuse(self, problem: PainterProblem, detail: str) -> PainterFileError:
        return PainterFileError(self._path, problem, detail[:160])


def _padded(name: str, pair: Pair, shapes: Shapes) -> Pair:
    """``pair`` for a model that reads more than the picture's own channels (FLUX.1-Canny-dev, -Fill-dev):
    painters are taught with those alone, and so does diffusers pad them.
    """
    own, inputs = shapes["proj_out"][0] if "proj_out" in shapes else 0, _inputs(shapes)
    if name != "x_embedder" or pair.a is None or not pair.a.shape[-1] == own < inputs:
        return pair
    return replace(pair, a=F.pad(pair.a, (0, inputs - own)))


def trim(a: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    """``a`` [r, in] and ``b`` [out, r] without the ranks that add exactly nothing.

    A fused layer that was put together from q, k and v holds three ranks of which each part uses its own.
    """
    used = (a != 0).any(dim=1) & (b != 0).any(dim=0)
    return (a, b) if bool(used.all()) else (a[used], b[:, used])


def share_equal(modules: Mapping[str, LowRank]) -> dict[str, LowRank]:
    """The same modules, where equal A's within a block (split from a fused layer) are one tensor."""
    seen: dict[tuple[str, torch.Size], list[Tensor]] = {}
    found: dict[str, LowRank] = {}
    for name, low_rank in modules.items():
        block = ".".join(name.split(".")[:2])
        known = seen.setdefault((block, low_rank.a.shape), [])
        a = next((other for other in known if other is low_rank.a or torch.equal(other, low_rank.a)), None)
        if a is None:
            known.append(low_rank.a)
        found[name] = low_rank if a is None else LowRank(a, low_rank.b)
    return found
