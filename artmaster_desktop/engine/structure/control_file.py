"""A control model's files: what it is, what it was taught, and its network. FLUX.1 ControlNets as diffusers
saves them, and XLabs' single files; for control adapters see ``control_lora``.
"""

from __future__ import annotations

import hashlib
import json
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from inspect import signature
from pathlib import Path
from typing import Any, ClassVar

import torch
from accelerate import init_empty_weights
from diffusers.models.controlnets.controlnet_flux import FluxControlNetModel
from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file

from artmaster_desktop.core.control_model import ControlForm
from artmaster_desktop.core.guide import GuideKind
from artmaster_desktop.core.structure_errors import ControlProblem, ControlUnusable
from artmaster_desktop.engine.faults import first_line, is_out_of_memory
from artmaster_desktop.engine.flux.weights import UNREADABLE
from artmaster_desktop.engine.structure import xlabs
from artmaster_desktop.engine.structure.control_lora import ControlLora, check_kind, describe_lora

CLASS = "FluxControlNetModel"

UNION_MODES: Mapping[GuideKind, int] = {
    GuideKind.EDGES: 0,
    GuideKind.LINE: 0,
    GuideKind.SCRIBBLE: 0,
    GuideKind.DEPTH: 2,
    GuideKind.TONE: 5,
}
"""The control modes of the public union models (InstantX, Shakker-Labs): canny, depth and grey of theirs.
Soft edges and layouts are none of them.
"""

_WIDTHS = ("in_channels", "joint_attention_dim", "pooled_projection_dim")
_SAMPLE = 1 << 20
_DEFAULTS = {
    name: parameter.default
    for name, parameter in signature(FluxControlNetModel.__init__).parameters.items()
    if name != "self"
}


@dataclass(frozen=True, slots=True)
class ControlFile:
    """A ControlNet at ``path``: its whole ``config``, and the mode of each kind of guide it was taught.

    ``modes`` is None where it takes no mode; ``kinds`` None where it does not say what it was taught, so that
    any kind may be tried. ``single`` says that it is one file in XLabs' layout.
    """

    path: Path
    config: Mapping[str, Any]
    modes: Mapping[GuideKind, int] | None
    kinds: frozenset[GuideKind] | None
    single: bool = False
    form: ClassVar = ControlForm.NET
    guidance: ClassVar[float | None] = None

    @property
    def hint(self) -> bool:
        """Whether it reads pixels itself, rather than the latents of the guide."""
        return self.config["conditioning_embedding_channels"] is not None

    def mode(self, kind: GuideKind) -> int | None:
        """The control mode of ``kind``, None where there are none. Raises ControlUnusable."""
        check_kind(self.path, self.kinds if self.modes is None else frozenset(self.modes), kind)
        return None if self.modes is None else self.modes[kind]

    def for_base(self, base: Mapping[str, Any]) -> ControlFile:
        """The same for the transformer of config ``base``, which alone tells how a single file's places turn.

        Raises ControlUnusable where it does not fit.
        """
        for name in _WIDTHS:
            wanted = base.get(name, _DEFAULTS[name])
            if name == "in_channels":  # what the model reads beside the picture is not for others
                wanted = base.get("out_channels") or wanted
            self._same(name, int(self.config[name]), int(wanted))
        self._same("width", _width(self.config), _width({**_DEFAULTS, **base}))
        if not self.single:
            return self
        axes = {"axes_dims_rope": base.get("axes_dims_rope", _DEFAULTS["axes_dims_rope"])}
        return replace(self, config={**self.config, **axes})

    def _same(self, name: str, own: int, wanted: int) -> None:
        if own != wanted:
            raise ControlUnusable(self.path, ControlProblem.OTHER_BASE, f"{name} {own}, not {wanted}")

    @property
    def numbers(self) -> int:
        """How many numbers its network has. Raises ControlUnusable."""
        try:
            with init_empty_weights(), unwarned():
                network = FluxControlNetModel.from_config(dict(self.config))
        except UNREADABLE as error:
            raise ControlUnusable(self.path, ControlProblem.DAMAGED, first_line(error)) from error
        return sum(parameter.numel() for parameter in network.parameters())


def _width(config: Mapping[str, Any]) -> int:
    return int(config["num_attention_heads"]) * int(config["attention_head_dim"])


def describe(path: Path) -> ControlFile | ControlLora:
    """What the control model at ``path`` is, from its small files alone. A folder with no config but one
    safetensors file, as adapters are published, is that file. Raises ControlUnusable.
    """
    if path.is_file() and path.suffix == ".safetensors":
        return describe_lora(path) or _single(path)
    if not path.is_dir():
        raise ControlUnusable(path, ControlProblem.MISSING)
    stray = next(path.rglob("*.py"), None)
    if stray is not None:
        raise ControlUnusable(path, ControlProblem.HAS_CODE, stray.name)
    alone = list(path.glob("*.safetensors"))
    if len(alone) == 1 and not (path / "config.json").is_file():
        return describe(alone[0])
    told = _read(path, "config.json")
    if told.get("_class_name") != CLASS:
        raise ControlUnusable(path, ControlProblem.NOT_ONE, str(told.get("_class_name", "config.json"))[:80])
    if not any(path.glob("*.safetensors")):
        raise ControlUnusable(path, ControlProblem.MISSING, "*.safetensors")
    config = {name: told.get(name, default) for name, default in _DEFAULTS.items()}
    card = _read(path, "card.json") if (path / "card.json").is_file() else {}
    try:
        _ = [int(config[name]) for name in (*_WIDTHS, "num_attention_heads", "attention_head_dim")]
        modes = {GuideKind(kind): int(mode) for kind, mode in dict(card.get("modes", {})).items()}
        kinds = frozenset(GuideKind(kind) for kind in card.get("kinds", ()))
    except (TypeError, ValueError) as error:
        raise ControlUnusable(path, ControlProblem.DAMAGED, first_line(error)) from error
    if config["num_mode"] is None:
        return ControlFile(path, config, None, kinds or None)
    return ControlFile(path, config, modes or UNION_MODES, None)


@contextmanager
def unwarned() -> Iterator[None]:
    """Without what diffusers 0.42 says of itself: its ControlNet stands on a class that it calls outdated."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="`FluxPosEmbed` is deprecated", category=FutureWarning)
        yield


def _read(path: Path, name: str) -> dict[str, Any]:
    try:
        found = json.loads((path / name).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ControlUnusable(path, ControlProblem.NOT_ONE, f"no {name}") from error
    except (OSError, ValueError) as error:
        raise ControlUnusable(path, ControlProblem.DAMAGED, f"{name}: {first_line(error)}") from error
    if not isinstance(found, dict):
        raise ControlUnusable(path, ControlProblem.DAMAGED, name)
    return found


def _single(path: Path) -> ControlFile:
    try:
        with safe_open(str(path), framework="pt") as tensors:
            names = tensors.keys()  # a method of the file, not a dict's
            shapes = {key: tuple(tensors.get_slice(key).get_shape()) for key in names}
    except (OSError, SafetensorError) as error:
        raise ControlUnusable(path, ControlProblem.DAMAGED, first_line(error)) from error
    try:
        config = _DEFAULTS | xlabs.config_of(shapes)
    except (LookupError, ValueError, ZeroDivisionError) as error:
        raise ControlUnusable(path, ControlProblem.NOT_ONE, first_line(error)) from error
    return ControlFile(path, config, None, None, single=True)


def identity(path: Path) -> str:
    """A name for the weights at ``path``, as for the models that paint. Raises ControlUnusable."""
    files = [path] if path.is_file() else sorted(path.glob("*.safetensors"))
    digest = hashlib.sha256()
    for file in files:
        try:
            with file.open("rb") as data:
                size = file.stat().st_size
                digest.update(f"{file.name}:{size}:".encode() + data.read(_SAMPLE))
                data.seek(max(0, size - _SAMPLE))
                digest.update(data.read(_SAMPLE))
        except OSError as error:
            raise ControlUnusable(path, ControlProblem.DAMAGED, first_line(error)) from error
    return digest.hexdigest()


def load(file: ControlFile, dtype: torch.dtype) -> FluxControlNetModel:
    """The network, on the CPU in ``dtype``. Never runs code from the folder. Raises ControlUnusable."""
    try:
        with unwarned():
            network = _from_single(file, dtype) if file.single else _from_folder(file, dtype)
    except UNREADABLE as error:
        if is_out_of_memory(error):
            raise
        raise ControlUnusable(file.path, ControlProblem.DAMAGED, first_line(error)) from error
    return network.requires_grad_(False).eval()


def _from_folder(file: ControlFile, dtype: torch.dtype) -> FluxControlNetModel:
    network, found = FluxControlNetModel.from_pretrained(
        str(file.path), dtype=dtype, use_safetensors=True, local_files_only=True, output_loading_info=True
    )
    if found["missing_keys"]:
        raise ValueError(f"{len(found['missing_keys'])} layers are missing")
    assert isinstance(network, FluxControlNetModel)
    return network


def _from_single(file: ControlFile, dtype: torch.dtype) -> FluxControlNetModel:
    state = xlabs.converted({key: t.to(dtype) for key, t in load_file(str(file.path)).items()})
    with init_empty_weights():
        network = FluxControlNetModel.from_config(dict(file.config))
    network.load_state_dict(state, strict=True, assign=True)
    assert isinstance(network, FluxControlNetModel)
    return network
