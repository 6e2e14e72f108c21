"""Control adapters of FLUX.1: files that teach a model to follow a guide itself, such as
FLUX.1-Canny-dev-lora and FLUX.1-Depth-dev-lora.

The model then reads the guide's latent beside the picture's, so its token embedder takes twice the channels.
The files hold low-rank pairs for every layer, biases beside them, and normalisation scales of their own; in
Black Forest Labs' names, in ComfyUI's (the same with ``diff_b`` and ``set_weight``), or in diffusers'.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import ClassVar

import torch
from torch import Tensor

from artmaster_desktop.core.control_model import ControlForm, best_guidance, taught_by
from artmaster_desktop.core.errors import PainterFileError, PainterProblem
from artmaster_desktop.core.guide import GuideKind
from artmaster_desktop.core.safetensors_header import SafetensorsHeader
from artmaster_desktop.core.structure_errors import ControlProblem, ControlUnusable
from artmaster_desktop.engine.painters import bfl_layout, checks, keys
from artmaster_desktop.engine.painters.adapter import Adapter
from artmaster_desktop.engine.painters.convert import (
    Converted,
    Pair,
    Shapes,
    State,
    convert_transformer,
    split_by_model,
)
from artmaster_desktop.engine.painters.formats import Reader, load
from artmaster_desktop.engine.painters.keys import AdapterFormat
from artmaster_desktop.engine.painters.scale import Scaling, scalings
from artmaster_desktop.engine.painters.widened import EMBEDDER, ControlAdapter

_COMFYUI = "diffusion_model."
_PAINTER = "a painter, which reads no guide"
_PROBLEMS = {
    PainterProblem.WRONG_BASE: ControlProblem.OTHER_BASE,
    PainterProblem.NOT_FINITE: ControlProblem.BAD_NUMBERS,
    PainterProblem.TOO_STRONG: ControlProblem.BAD_NUMBERS,
    PainterProblem.WRONG_SHAPE: ControlProblem.WRONG_SHAPE,
    PainterProblem.BAD_RANK: ControlProblem.WRONG_SHAPE,
    PainterProblem.MISSING_HALF: ControlProblem.WRONG_SHAPE,
    PainterProblem.UNSUPPORTED_KIND: ControlProblem.NOT_ONE,
    PainterProblem.UNKNOWN_KEYS: ControlProblem.NOT_ONE,
}
"""All others: damaged."""


@dataclass(frozen=True, slots=True)
class ControlLora:
    """A control adapter at ``path`` of ``numbers`` numbers, with ``ungated`` layers that run once for the
    whole picture. The ``kinds`` it was taught are told by its file's name alone; None where that says
    nothing, so that any kind may be tried.
    """

    path: Path
    numbers: int
    ungated: int
    kinds: frozenset[GuideKind] | None
    form: ClassVar = ControlForm.ADAPTER

    @property
    def modes(self) -> None:
        """It takes no control mode."""
        return

    @property
    def guidance(self) -> float:
        """The guidance that it was made for."""
        return best_guidance(self.path.name)

    def mode(self, kind: GuideKind) -> None:
        """Raises ControlUnusable where it was taught other kinds than ``kind``."""
        check_kind(self.path, self.kinds, kind)

    def for_base(self, shapes: Shapes) -> None:
        """Raises ControlUnusable where its header tells that it does not fit a transformer with linear layers
        of ``shapes``, or reads no guide at all.
        """
        try:
            header = checks.open_header(self.path)
            checks.check_header(header, self.path, shapes)
        except PainterFileError as error:
            raise _as_control(error) from error
        own, inputs, read = shapes["proj_out"][0], shapes[EMBEDDER][1], _inputs_read(header)
        if inputs != own:
            raise ControlUnusable(self.path, ControlProblem.OTHER_BASE, f"{inputs} channels, not {own}")
        if read == own:
            raise ControlUnusable(self.path, ControlProblem.NOT_ONE, _PAINTER)
        if read != 2 * own:
            raise ControlUnusable(self.path, ControlProblem.OTHER_BASE, f"{read} channels, not {2 * own}")


def check_kind(path: Path, kinds: frozenset[GuideKind] | None, kind: GuideKind) -> None:
    """Raises ControlUnusable OTHER_KIND where ``kind`` is none of ``kinds``."""
    if kinds is not None and kind not in kinds:
        names = ", ".join(sorted(each.value for each in kinds))
        raise ControlUnusable(path, ControlProblem.OTHER_KIND, f"{kind.value}; {names}")


def describe_lora(path: Path) -> ControlLora | None:
    """The control adapter in the file at ``path``, from its header alone; None where it holds no low-rank
    pairs, and so is something else. Raises ControlUnusable, also for a painter.
    """
    try:
        header = checks.open_header(path)
    except PainterFileError as error:
        raise _as_control(error) from error
    if not any(keys.halves(header)):
        return None
    if not _inputs_read(header):
        raise ControlUnusable(path, ControlProblem.NOT_ONE, _PAINTER)
    numbers = sum(prod(entry.shape) for entry in header.tensors.values())
    found = {module for name, _, _ in keys.halves(header) for module in _modules(name)}
    ungated = sum(not keys.has_token_axis(module) for module in found)
    return ControlLora(path, numbers, ungated, taught_by(path.name))


def _modules(name: str) -> tuple[str, ...]:
    """diffusers' modules of a pair, whoever named it."""
    plain = name.removeprefix(_COMFYUI).removeprefix("transformer.")
    return bfl_layout.modules_of(plain) or (plain,)


def _inputs_read(header: SafetensorsHeader) -> int:
    """How many channels of a token its embedder's pair reads; 0 where it has none."""
    for module, half, shape in keys.halves(header):
        if half in keys.DOWN and module.rpartition(".")[2] in ("img_in", EMBEDDER):
            return shape[-1]
    return 0


def read_lora(path: Path, shapes: Shapes, head: int, dtype: torch.dtype) -> ControlAdapter:
    """The adapter in the file at ``path``, for a transformer with linear layers of ``shapes`` (out, in) and
    attention heads of ``head`` channels; in ``dtype``, rounded once. Raises ControlUnusable.
    """
    try:
        return _read(path, shapes, head, dtype)
    except PainterFileError as error:
        raise _as_control(error) from error


def _read(path: Path, shapes: Shapes, head: int, dtype: torch.dtype) -> ControlAdapter:
    header = checks.open_header(path)
    layout = checks.check_header(header, path, shapes)
    own = shapes["proj_out"][0]
    wide = dict(shapes) | {EMBEDDER: (shapes[EMBEDDER][0], 2 * own)}
    state, texts = split_by_model(load(path))
    if texts:
        raise PainterFileError(path, PainterProblem.UNSUPPORTED_KIND, min(texts))
    if layout in (AdapterFormat.BFL_CONTROL, AdapterFormat.COMFYUI):
        converted = from_bfl(state, wide, path)
    else:
        converted = convert_transformer(state, layout, wide, path)
    _check_all_known(converted, wide, head, path)
    reader = Reader(path, dtype, biased=True)
    scaling = scalings(header, path).get("transformer", Scaling({}, path))
    modules = reader.modules(converted, wide, scaling, [])
    pairs = Adapter(path.stem, modules, biases=reader.biases)
    return ControlAdapter(pairs, {name: t.to(dtype) for name, t in converted.norms.items()}, own)


def _check_all_known(converted: Converted, shapes: Shapes, head: int, path: Path) -> None:
    """Nothing of the file may be left out: half an adapter is another one."""
    for name in converted.pairs:
        if name not in shapes:
            raise PainterFileError(path, PainterProblem.WRONG_BASE, name[:160])
    for name, scale in converted.norms.items():
        block, _, norm = name.rpartition(".norm_")
        layer = f"{block}.add_q_proj" if norm.startswith("added_") else f"{block}.to_q"
        if layer not in shapes:
            raise PainterFileError(path, PainterProblem.WRONG_BASE, name[:160])
        if scale.shape != (head,):
            detail = f"{name}: {tuple(scale.shape)}, not {head}"
            raise PainterFileError(path, PainterProblem.WRONG_SHAPE, detail[:160])
    for name, tensor in converted.rest.items():
        if bool(tensor.any()):
            raise PainterFileError(path, PainterProblem.UNKNOWN_KEYS, name[:160])


def from_bfl(state: State, shapes: Shapes, path: Path) -> Converted:
    """Tensors under Black Forest Labs' names, or ComfyUI's, as ``convert_transformer`` gives those of others;
    for a model of any depth and width. Raises PainterFileError.
    """
    found = Converted()
    for name, tensor in state.items():
        plain = name.removeprefix(_COMFYUI)
        norm = bfl_layout.norm_of(plain.removesuffix(".set_weight"))
        layer, part = _parted(plain)
        modules = bfl_layout.modules_of(layer)
        if norm is not None:
            found.norms[norm] = tensor
        elif modules is None or not part:
            found.rest[name] = tensor
        elif part == "alpha":
            for module in modules:
                found.pairs.setdefault(module, Pair()).alpha = float(tensor.flatten()[0])
        else:
            pieces = _pieces(tensor, modules, shapes, path) if part != "a" else dict.fromkeys(modules, tensor)
            for module, piece in pieces.items():
                setattr(found.pairs.setdefault(module, Pair()), part, piece)
    return found


def _parted(name: str) -> tuple[str, str]:
    """``x.lora_A.weight`` as ``x`` and the field of ``Pair`` that it is; "" where it is none."""
    half = keys.HALF.fullmatch(name)
    if half:
        return half["module"], "a" if half["half"] in keys.DOWN else "b"
    for suffix, part in ((".lora_B.bias", "bias"), (".diff_b", "bias"), (".alpha", "alpha")):
        if name.endswith(suffix):
            return name.removesuffix(suffix), part
    return name, ""


def _pieces(tensor: Tensor, modules: tuple[str, ...], shapes: Shapes, path: Path) -> Mapping[str, Tensor]:
    """Rows of ``tensor`` by the module whose outputs they are."""
    missing = next((module for module in modules if module not in shapes), None)
    if missing is not None:
        raise PainterFileError(path, PainterProblem.WRONG_BASE, missing)
    sides = [shapes[module][0] for module in modules]
    if tensor.shape[0] != sum(sides):
        detail = f"{modules[0]}: {tensor.shape[0]} outputs, not {sum(sides)}"
        raise PainterFileError(path, PainterProblem.WRONG_SHAPE, detail)
    if modules == (bfl_layout.LAST_MODULATION,):
        tensor = bfl_layout.swapped(tensor)
    return dict(zip(modules, torch.split(tensor, sides), strict=True))


def _as_control(error: PainterFileError) -> ControlUnusable:
    return ControlUnusable(error.path, _PROBLEMS.get(error.problem, ControlProblem.DAMAGED), error.detail)
