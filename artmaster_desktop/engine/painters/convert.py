"""From any known layout to peft's module names: ``name -> (A, B, alpha)``, the scale still apart.

diffusers' own converters do the work. What they do not know is done here before them: widths other than
FLUX.1's in fused single-block layers (they assert 3072), modules that they leave without the ``transformer.``
prefix and then drop in silence (``img_in``, ``final_layer``...), the alpha of the final layer, ComfyUI names
with peft's suffixes, OneTrainer's feed-forward and modulation layers, and T5.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import torch
from diffusers.loaders import FluxLoraLoaderMixin
from diffusers.utils.state_dict_utils import convert_state_dict_to_diffusers, convert_state_dict_to_peft
from torch import Tensor

from artmaster_desktop.core.errors import PainterFileError, PainterProblem
from artmaster_desktop.engine.painters import keys
from artmaster_desktop.engine.painters.keys import AdapterFormat

Shapes = Mapping[str, tuple[int, int]]
State = dict[str, Tensor]

CONVERTER_FAULTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NameError,
    NotImplementedError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What diffusers' converters may raise on an unexpected file: they assert, pop and index without asking."""


@dataclass(slots=True)
class Pair:
    """One module's tensors as found; ``alpha`` None where the file does not say."""

    a: Tensor | None = None
    b: Tensor | None = None
    alpha: float | None = None
    bias: Tensor | None = None


@dataclass(slots=True)
class Converted:
    """A file's tensors by module.

    ``norms`` replace normalisation weights (control adapters do); ``rest`` belongs to no low-rank pair.
    """

    pairs: dict[str, Pair] = field(default_factory=dict)
    norms: State = field(default_factory=dict)
    rest: State = field(default_factory=dict)


def split_by_model(state: State) -> tuple[State, dict[str, State]]:
    """The transformer's tensors, and those of each text encoder without their prefix."""
    transformer: State = {}
    texts: dict[str, State] = {}
    for name, tensor in state.items():
        prefix = next((prefix for prefix in keys.TEXT_PREFIXES if name.startswith(prefix)), None)
        if prefix is None:
            transformer[name] = tensor
        else:
            texts.setdefault(keys.TEXT_PREFIXES[prefix], {})[name.removeprefix(prefix)] = tensor
    return transformer, texts


def convert_transformer(state: State, layout: AdapterFormat, shapes: Shapes, path: Path) -> Converted:
    """The transformer's part in module names relative to the transformer, as ``shapes`` has them.

    Raises PainterFileError UNKNOWN_KEYS where the layout's own converter does not know a name.
    """
    match layout:
        case AdapterFormat.DIFFUSERS:
            return collect(renamed(state, _plain, path), path)
        case AdapterFormat.ONETRAINER:
            names = _block_names(shapes)
            return collect(renamed(state, lambda name: _unflatten(name, names), path), path)
        case AdapterFormat.KOHYA | AdapterFormat.COMFYUI:
            return _convert_fused(renamed(state, _as_kohya, path), shapes, path)
        case _:
            return collect(renamed(_by_diffusers(state, path), _plain, path), path)


def convert_text(state: State, shapes: Shapes, path: Path) -> Converted:
    """A text encoder's part in the names of ``shapes``; modules that are not there keep the file's name."""
    if any("lora_linear_layer" in name or "to_out_lora" in name for name in state):
        state = cast(State, convert_state_dict_to_peft(convert_state_dict_to_diffusers(state)))
    names = {name.replace(".", "_"): name for name in shapes}
    names |= {
        f"text_model_{flat}": name for flat, name in names.items() if not flat.startswith("text_model_")
    }

    def dotted(name: str) -> str:
        module, suffix = _module_and_suffix(name)
        return names.get(module.replace(".", "_"), module) + suffix

    return collect(renamed(state, dotted, path), path)


def renamed(state: Mapping[str, Tensor], rename: Callable[[str], str], path: Path) -> State:
    """The tensors under new names. Raises PainterFileError UNKNOWN_KEYS if two of them would be one."""
    found = {rename(name): tensor for name, tensor in state.items()}
    if len(found) != len(state):
        raise PainterFileError(path, PainterProblem.UNKNOWN_KEYS, "a layer comes twice")
    return found


def collect(state: Mapping[str, Tensor], path: Path) -> Converted:
    """Sort tensors named ``module.lora_A.weight``, ``.alpha``... to their modules."""
    found = Converted()
    for name, tensor in state.items():
        half = keys.HALF.fullmatch(name)
        if half:
            pair = found.pairs.setdefault(half["module"], Pair())
            if (pair.a if half["half"] in keys.DOWN else pair.b) is not None:
                raise PainterFileError(
                    path, PainterProblem.UNKNOWN_KEYS, f"{half['module'][:120]} comes twice"
                )
            if half["half"] in keys.DOWN:
                pair.a = tensor
            else:
                pair.b = tensor
        elif name.endswith(".alpha"):
            found.pairs.setdefault(_alpha_module(name), Pair()).alpha = float(tensor.flatten()[0])
        elif name.endswith(".lora_B.bias"):
            found.pairs.setdefault(name.removesuffix(".lora_B.bias"), Pair()).bias = tensor
        elif re.search(r"\.norm_(added_)?[qk]\.weight$", name):
            found.norms[name] = tensor
        else:
            found.rest[name] = tensor
    for module in [module for module, pair in found.pairs.items() if pair.a is None and pair.b is None]:
        del found.pairs[module]
    return found


def _alpha_module(name: str) -> str:
    return name.removesuffix(".alpha").removesuffix(".lora_A").removesuffix(".lora")


def _plain(name: str) -> str:
    for prefix in ("base_model.model.", "diffusion_model.", "transformer."):
        name = name.removeprefix(prefix)
    return name


def _module_and_suffix(name: str) -> tuple[str, str]:
    """``x.lora_down.weight`` as ``x`` and ``.lora_down.weight``; others whole, with an empty suffix."""
    found = re.fullmatch(
        r"(.+?)((\.lora)?\.(lora_A|lora_B|lora_down|lora_up|down|up)(\.default)?\.(weight|bias)|\.alpha)",
        name,
    )
    return (found[1], found[2]) if found else (name, "")


def _block_names(shapes: Shapes) -> dict[str, str]:
    """Dotted names by their flattened form, with ``#`` for the block: all blocks of a kind have the same."""
    names: dict[str, str] = {}
    for name in shapes:
        generic = re.sub(r"blocks\.\d+\.", "blocks.#.", name)
        names[generic.replace(".", "_")] = generic
    return names


def _unflatten(name: str, names: Mapping[str, str]) -> str:
    module, suffix = _module_and_suffix(name)
    flat = module.removeprefix("lora_transformer_")
    number = re.search(r"blocks_(\d+)_", flat)
    generic = names.get(re.sub(r"blocks_\d+_", "blocks_#_", flat), flat)
    return (generic.replace("#", number[1]) if number else generic) + suffix


def _as_kohya(name: str) -> str:
    """ComfyUI's and BFL's dotted names, with either pair of suffixes, as sd-scripts writes them."""
    module, suffix = _module_and_suffix(name)
    if not module.startswith("lora_unet_"):
        module = "lora_unet_" + module.removeprefix("diffusion_model.").replace(".", "_")
    return module + suffix.replace("lora_A", "lora_down").replace("lora_B", "lora_up").replace(".default", "")


def _convert_fused(state: State, shapes: Shapes, path: Path) -> Converted:
    other = [name for name in state if not _module_and_suffix(name)[1] or name.endswith(".bias")]
    rest = {name: state.pop(name) for name in other}
    split = _split_single_blocks(state, shapes, path)
    _fold_final_alpha(state)
    converted = _by_diffusers(state, path) if state else {}
    found = collect(split | renamed(converted, _plain, path), path)
    found.rest |= rest
    return found


def _split_single_blocks(state: State, shapes: Shapes, path: Path) -> State:
    """Take ``linear1`` (q, k, v and the feed-forward's first layer in one) out of ``state``, as four modules.

    All four read the same A, which stays one tensor.
    """
    found: State = {}
    for name in list(state):
        place = re.fullmatch(r"(lora_unet_single_blocks_(\d+)_linear1)\.lora_up\.weight", name)
        if place is None:
            continue
        fused, block = place[1], f"single_transformer_blocks.{place[2]}"
        parts = [f"{block}.{leaf}" for leaf in ("attn.to_q", "attn.to_k", "attn.to_v", "proj_mlp")]
        if not all(part in shapes for part in parts):
            continue
        sides = [shapes[part][0] for part in parts]
        up, down = state.pop(name), state.pop(f"{fused}.lora_down.weight")
        if up.shape[0] != sum(sides):
            detail = f"{fused}: {up.shape[0]} outputs, not {sum(sides)}"
            raise PainterFileError(path, PainterProblem.WRONG_SHAPE, detail)
        alpha = state.pop(f"{fused}.alpha", None)
        for part, b in zip(parts, torch.split(up, sides), strict=True):
            found |= {f"{part}.lora_A.weight": down, f"{part}.lora_B.weight": b}
            if alpha is not None:
                found[f"{part}.alpha"] = alpha
    return found


def _fold_final_alpha(state: State) -> None:
    for name in [name for name in state if "final_layer" in name and name.endswith(".alpha")]:
        module = name.removesuffix(".alpha")
        up, down = f"{module}.lora_up.weight", f"{module}.lora_down.weight"
        if up in state and down in state:
            state[up] = state[up] * (float(state[name].flatten()[0]) / state[down].shape[0])


def _by_diffusers(state: State, path: Path) -> State:
    try:
        return cast(State, FluxLoraLoaderMixin.lora_state_dict(state))
    except CONVERTER_FAULTS as fault:
        detail = str(fault).strip().splitlines()
        shown = detail[-1] if detail else type(fault).__name__
        raise PainterFileError(path, PainterProblem.UNKNOWN_KEYS, shown[:160]) from fault
