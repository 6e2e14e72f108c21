"""Loading a FLUX.1 model: a diffusers folder, or a single-file transformer beside the rest of such a
folder.
"""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL
from diffusers.models.transformers.transformer_flux import FluxTransformer2DModel
from diffusers.pipelines.flux.pipeline_flux import FluxPipeline
from diffusers.schedulers.scheduling_flow_match_euler_discrete import FlowMatchEulerDiscreteScheduler
from diffusers.utils import logging as diffusers_logging
from huggingface_hub.errors import StrictDataclassError
from safetensors import SafetensorError, safe_open
from transformers import CLIPTextModel, PreTrainedTokenizerBase, T5EncoderModel
from transformers.utils import logging as transformers_logging

from artmaster_desktop.core.control_model import MADE_FOR, best_guidance, taught_by
from artmaster_desktop.core.errors import ModelMissing, ModelUnreadable
from artmaster_desktop.core.model_use import ModelUse, use_of
from artmaster_desktop.core.ports import ModelCaps
from artmaster_desktop.engine.faults import first_line, is_out_of_memory
from artmaster_desktop.engine.flux.latents import FLUX_PREVIEW, PreviewMap

PARTS = ("scheduler", "text_encoder", "text_encoder_2", "tokenizer", "tokenizer_2", "transformer", "vae")

WITH_CONFIG = ("text_encoder", "text_encoder_2", "vae")

UNREADABLE = (
    OSError,
    ValueError,
    RuntimeError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    SafetensorError,
    StrictDataclassError,
)
"""What the libraries raise over a damaged or foreign model folder."""

_TOLD_BY_TENSORS = ("in_channels", "out_channels", "num_layers", "num_single_layers", "guidance_embeds")

_SAMPLE = 1 << 20
_PREFIX = re.compile(r"^(model\.)?diffusion_model\.")


@dataclass(frozen=True, slots=True, eq=False)
class FluxModel:
    """The networks of one model in memory, as diffusers' own classes."""

    caps: ModelCaps
    transformer: FluxTransformer2DModel
    vae: AutoencoderKL
    clip: CLIPTextModel
    t5: T5EncoderModel
    clip_tokenizer: PreTrainedTokenizerBase
    t5_tokenizer: PreTrainedTokenizerBase
    scheduler: FlowMatchEulerDiscreteScheduler
    preview: PreviewMap | None

    @property
    def networks(self) -> tuple[torch.nn.Module, ...]:
        return (self.transformer, self.vae, self.clip, self.t5)

    @property
    def parameters(self) -> int:
        return sum(p.numel() for network in self.networks for p in network.parameters())

    @property
    def largest(self) -> int:
        return max(sum(p.numel() for p in network.parameters()) for network in self.networks)


def describe(path: Path) -> ModelCaps:
    """What the model at ``path`` can paint, read from its small files alone.

    Raises ModelMissing naming the parts that are not there, ModelUnreadable where a part is damaged.
    """
    folder, config = transformer_config(path)
    card = read_json(folder / "card.json") if (folder / "card.json").is_file() else {}
    try:
        return _caps(path, config, card)
    except (TypeError, ValueError) as error:
        raise ModelUnreadable(path, "config.json or card.json", str(error)[:300]) from error


def _caps(path: Path, config: dict[str, Any], card: dict[str, Any]) -> ModelCaps:
    wide = int(config.get("num_attention_heads", 24)) * int(config.get("attention_head_dim", 128))
    inputs = int(config.get("in_channels", 64))
    use = use_of(inputs, int(config.get("out_channels") or inputs))
    if use is None:
        raise ValueError(f"it reads {inputs} channels a token: no FLUX.1 model that is known here")
    known: dict[str, Any] = {
        "path": path,
        "identity": identity(path),
        "guided": bool(config.get("guidance_embeds", False)),
        "use": use,
    }
    if use is not ModelUse.PAINT:
        known["guidance"] = best_guidance(path.name) if use is ModelUse.GUIDE else MADE_FOR
        known["kinds"] = taught_by(path.name) if use is ModelUse.GUIDE else None
    if card.get("kind") == "starter" or wide < 1024:
        return ModelCaps(
            **known,
            name=str(card.get("name", "starter")),
            max_side=int(card.get("max_side", 768)),
            best=int(card.get("best_pixels", 512 * 512)),
            text_tokens=int(card.get("text_tokens", 96)),
            max_text=int(card.get("max_text", 512)),
        )
    tokens = 512 if known["guided"] else 256
    return ModelCaps(**known, name=_name(path, use, known["guided"]), text_tokens=tokens, max_text=tokens)


def _name(path: Path, use: ModelUse, guided: bool) -> str:
    """What the model is called: those for guides are told apart by their folder's name alone."""
    if use is ModelUse.FILL:
        return "FLUX.1-Fill-dev"
    if use is ModelUse.GUIDE:
        word = next((word for word in ("Canny", "Depth") if word.lower() in path.name.lower()), "Control")
        return f"FLUX.1-{word}-dev"
    return "FLUX.1-dev" if guided else "FLUX.1-schnell"


def identity(path: Path) -> str:
    """A name for the weights at ``path``: a hash of every file's name, size, first and last MiB.

    Reading 34 GB to name a model would take a minute; two different checkpoints do not agree in all of these.
    Raises ModelUnreadable where a file cannot be read.
    """
    files = [path] if path.is_file() else sorted(path.rglob("*.safetensors"))
    digest = hashlib.sha256()
    for file in files:
        try:
            size = file.stat().st_size
            digest.update(f"{file.name}:{size}:".encode())
            with file.open("rb") as data:
                digest.update(data.read(_SAMPLE))
                data.seek(max(0, size - _SAMPLE))
                digest.update(data.read(_SAMPLE))
        except OSError as error:
            raise ModelUnreadable(path, file.name, error.strerror or str(error)) from error
    return digest.hexdigest()


@contextmanager
def _quietly() -> Iterator[None]:
    """Without the libraries' own progress bars: the engine tells its progress as events."""
    quiet = (diffusers_logging, transformers_logging)
    shown = [library.is_progress_bar_enabled() for library in quiet]
    for library in quiet:
        library.disable_progress_bar()
    try:
        yield
    finally:
        for library, was in zip(quiet, shown, strict=True):
            if was:
                library.enable_progress_bar()


def load(path: Path, dtype: torch.dtype) -> FluxModel:
    """The model at ``path`` on the CPU in ``dtype``. Never runs code from the folder, never reads a pickle.

    Raises ModelMissing and ModelUnreadable.
    """
    caps = describe(path)
    folder, checkpoint = _located(path)
    given: dict[str, Any] = {}
    part = "model_index.json"
    try:
        if checkpoint is not None:
            part = checkpoint.name
            given["transformer"] = _from_single_file(checkpoint, transformer_config(path)[1], dtype)
        with _quietly():
            pipe = FluxPipeline.from_pretrained(
                str(folder), dtype=dtype, use_safetensors=True, local_files_only=True, **given
            )
    except UNREADABLE as error:
        if is_out_of_memory(error):
            raise
        raise ModelUnreadable(path, part, first_line(error)) from error
    parts = pipe.components
    for name in ("transformer", "vae", "text_encoder", "text_encoder_2"):
        parts[name].requires_grad_(False).eval()
    return FluxModel(
        caps,
        parts["transformer"],
        parts["vae"],
        parts["text_encoder"],
        parts["text_encoder_2"],
        parts["tokenizer"],
        parts["tokenizer_2"],
        parts["scheduler"],
        _preview(folder, caps),
    )


def _located(path: Path) -> tuple[Path, Path | None]:
    """The diffusers folder, and the single-file transformer if ``path`` is one (its folder holds the other
    parts).
    """
    if path.is_file():
        if path.suffix != ".safetensors":
            raise ModelUnreadable(path, path.name, "only .safetensors checkpoints are read")
        folder, checkpoint = path.parent, path
    else:
        folder, checkpoint = path, None
    missing = [] if (folder / "model_index.json").is_file() else ["model_index.json"]
    missing += [
        part for part in PARTS if not (folder / part).is_dir() and not (part == "transformer" and checkpoint)
    ]
    if missing:
        raise ModelMissing(path, tuple(missing))
    stray = next(folder.rglob("*.py"), None)
    if stray is not None:
        raise ModelUnreadable(path, stray.name, "a model folder with program code is not loaded")
    return folder, checkpoint


def read_json(file: Path) -> dict[str, Any]:
    """The JSON object in ``file``; raises ModelUnreadable where there is none."""
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelUnreadable(file.parent, file.name, str(error)) from error
    if not isinstance(found, dict):
        raise ModelUnreadable(file.parent, file.name, "not a JSON object")
    return found


def transformer_config(path: Path) -> tuple[Path, dict[str, Any]]:
    """The diffusers folder of the model at ``path``, and its transformer's config.

    A checkpoint may be deeper, shallower or guided otherwise than the transformer of the folder it lies in.
    """
    folder, checkpoint = _located(path)
    beside = folder / "transformer" / "config.json"
    if checkpoint is None:
        return folder, read_json(beside)
    told = config_of_checkpoint(checkpoint)
    if not beside.is_file():
        return folder, told
    return folder, read_json(beside) | {name: told[name] for name in _TOLD_BY_TENSORS}


def config_of_checkpoint(checkpoint: Path) -> dict[str, Any]:
    """The diffusers config of a single-file FLUX transformer (BFL's key layout), told from its tensors'
    shapes.

    So a file needs no config from the network, and dev, schnell and pruned variants are told apart.
    Raises ModelUnreadable where it is no such file.
    """
    try:
        with safe_open(str(checkpoint), framework="pt") as tensors:
            names = tensors.keys()  # a method of the file, not a dict's
            shapes = {_PREFIX.sub("", key): tensors.get_slice(key).get_shape() for key in names}
    except (OSError, SafetensorError) as error:
        raise ModelUnreadable(checkpoint, checkpoint.name, str(error)) from error
    try:
        (head,) = shapes["double_blocks.0.img_attn.norm.query_norm.scale"]
        width, channels = shapes["img_in.weight"]
        return {
            "_class_name": "FluxTransformer2DModel",
            "patch_size": 1,
            "in_channels": channels,
            "out_channels": shapes["final_layer.linear.weight"][0],
            "num_layers": _count(shapes, "double_blocks"),
            "num_single_layers": _count(shapes, "single_blocks"),
            "attention_head_dim": head,
            "num_attention_heads": width // head,
            "joint_attention_dim": shapes["txt_in.weight"][1],
            "pooled_projection_dim": shapes["vector_in.in_layer.weight"][1],
            "guidance_embeds": "guidance_in.in_layer.weight" in shapes,
            "axes_dims_rope": [head // 8, head * 7 // 16, head * 7 // 16],
        }
    except (LookupError, ValueError, ZeroDivisionError) as error:
        reason = f"not a FLUX.1 transformer: {first_line(error)}"
        raise ModelUnreadable(checkpoint, checkpoint.name, reason) from error


def _count(shapes: dict[str, Any], kind: str) -> int:
    return 1 + max(int(key.split(".")[1]) for key in shapes if key.startswith(f"{kind}."))


def _from_single_file(checkpoint: Path, config: dict[str, Any], dtype: torch.dtype) -> FluxTransformer2DModel:
    with tempfile.TemporaryDirectory(prefix="artmaster-") as scratch:
        (Path(scratch) / "config.json").write_text(json.dumps(config), encoding="utf-8")
        loaded: FluxTransformer2DModel = FluxTransformer2DModel.from_single_file(
            str(checkpoint), config=scratch, dtype=dtype, local_files_only=True
        )
    return loaded


def _preview(folder: Path, caps: ModelCaps) -> PreviewMap | None:
    file = folder / "preview.safetensors"
    if not file.is_file():
        return FLUX_PREVIEW if caps.name.startswith("FLUX.1") else None
    try:
        with safe_open(str(file), framework="pt") as tensors:
            weight, bias = tensors.get_tensor("weight").float(), tensors.get_tensor("bias").float()
    except (OSError, SafetensorError) as error:
        raise ModelUnreadable(folder, file.name, str(error)) from error
    return PreviewMap(2 * weight.T, 2 * bias - 1)  # the file's map ends in [0, 1], ours in [-1, 1]
