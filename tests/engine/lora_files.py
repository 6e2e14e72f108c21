"""Makers of adapter files: by the real libraries where they write the layout, by the trainers' own rules
elsewhere.

Every maker starts from ``low_ranks``, diffusers' module names with A, B and alpha, so that what a file means
is known apart from how it is written.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import torch
from diffusers import FluxPipeline, FluxTransformer2DModel
from peft import LoraConfig, get_peft_model_state_dict
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from transformers import CLIPTextConfig, CLIPTextModel, T5Config, T5EncoderModel

from artmaster_desktop.engine.painters.adapter import LowRank


class Made(NamedTuple):
    a: Tensor
    b: Tensor
    alpha: float

    @property
    def change(self) -> Tensor:
        return self.b.double() @ self.a.double() * (self.alpha / len(self.a))


def tiny_flux(seed: int = 0) -> FluxTransformer2DModel:
    torch.manual_seed(seed)
    return FluxTransformer2DModel(
        patch_size=1,
        in_channels=8,
        num_layers=2,
        num_single_layers=2,
        attention_head_dim=16,
        num_attention_heads=2,
        joint_attention_dim=24,
        pooled_projection_dim=16,
        guidance_embeds=True,
        axes_dims_rope=(4, 6, 6),
    ).eval()


def full_flux() -> FluxTransformer2DModel:
    """FLUX.1-dev's own shape without its bytes."""
    with torch.device("meta"):
        return FluxTransformer2DModel(guidance_embeds=True)


def tiny_clip(seed: int = 1) -> CLIPTextModel:
    torch.manual_seed(seed)
    sizes = {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2}
    return CLIPTextModel(CLIPTextConfig(vocab_size=50, max_position_embeddings=20, **sizes)).eval()


def tiny_t5(seed: int = 2) -> T5EncoderModel:
    torch.manual_seed(seed)
    config = T5Config(vocab_size=50, d_model=24, d_kv=12, d_ff=48, num_layers=2, num_heads=2)
    return T5EncoderModel(config).eval()


def pipeline(transformer: FluxTransformer2DModel, clip: CLIPTextModel | None = None) -> FluxPipeline:
    """diffusers' pipeline around a model, to load adapters with as diffusers does."""
    return FluxPipeline(
        scheduler=None,
        vae=None,
        text_encoder=clip,
        tokenizer=None,
        text_encoder_2=None,
        tokenizer_2=None,
        transformer=transformer,
    )


def forward(transformer: FluxTransformer2DModel) -> Tensor:
    """The model's answer to one fixed question, ``[1, 9, 8]``."""
    generator = torch.Generator().manual_seed(5)

    def noise(*shape: int) -> Tensor:
        return torch.randn(shape, generator=generator)

    with torch.no_grad():
        answer: Tensor = transformer(
            hidden_states=noise(1, 9, 8),
            encoder_hidden_states=noise(1, 6, 24),
            pooled_projections=noise(1, 16),
            timestep=torch.tensor([0.6]),
            guidance=torch.tensor([3.5]),
            img_ids=torch.stack(
                torch.meshgrid(torch.zeros(1), torch.arange(3.0), torch.arange(3.0), indexing="ij"), -1
            )
            .reshape(9, 3)
            .contiguous(),
            txt_ids=torch.zeros(6, 3),
            return_dict=False,
        )[0]
    return answer


def low_ranks(
    shapes: Mapping[str, tuple[int, int]],
    wanted: Callable[[str], bool] = lambda name: True,
    rank: Callable[[int], int] = lambda index: 2 + index % 3,
    alpha: Callable[[int], float] = lambda index: (1.0, 2.0, 3.0, 6.0)[index % 4],
    scale: float = 0.3,
    seed: int = 3,
) -> dict[str, Made]:
    """Random pairs for the wanted modules, of ranks 2 to 4 and several alphas unless told otherwise."""
    generator = torch.Generator().manual_seed(seed)
    made: dict[str, Made] = {}
    for index, (name, (outputs, inputs)) in enumerate(shapes.items()):
        if wanted(name):
            a = torch.randn(rank(index), inputs, generator=generator) * scale
            b = torch.randn(outputs, rank(index), generator=generator) * scale
            made[name] = Made(a, b, alpha(index))
    return made


def save_peft(folder: Path, transformer: FluxTransformer2DModel, **config: Any) -> Path:
    """As training scripts do: peft's adapter on the model, ``FluxPipeline.save_lora_weights`` with its
    configuration."""
    targets = ["to_q", "to_k", "to_v", "add_q_proj", "proj_mlp", "norm1.linear", "to_out.0"]
    given: dict[str, Any] = {"r": 3, "lora_alpha": 5, "target_modules": targets} | config
    transformer.add_adapter(LoraConfig(**given))
    generator = torch.Generator().manual_seed(4)
    for name, parameter in transformer.named_parameters():
        if "lora_" in name:
            parameter.data = torch.randn(parameter.shape, generator=generator) * 0.2
    settings = {
        key: value for key, value in transformer.peft_config["default"].to_dict().items() if value is not None
    }
    FluxPipeline.save_lora_weights(
        folder,
        transformer_lora_layers=get_peft_model_state_dict(transformer),
        transformer_lora_adapter_metadata=settings,
    )
    transformer.delete_adapters("default")
    return folder / "pytorch_lora_weights.safetensors"


def save_diffusers(
    path: Path, made: Mapping[str, Made], prefix: str = "transformer.", alphas: bool = True
) -> Path:
    state: dict[str, Tensor] = {}
    for name, pair in made.items():
        state |= {f"{prefix}{name}.lora_A.weight": pair.a, f"{prefix}{name}.lora_B.weight": pair.b}
        if alphas:
            state[f"{prefix}{name}.alpha"] = torch.tensor(pair.alpha)
    return save(path, state)


FUSED = {
    "img_attn_qkv": ("attn.to_q", "attn.to_k", "attn.to_v"),
    "txt_attn_qkv": ("attn.add_q_proj", "attn.add_k_proj", "attn.add_v_proj"),
    "linear1": ("attn.to_q", "attn.to_k", "attn.to_v", "proj_mlp"),
}
DOUBLE = {
    "img_attn_proj": "attn.to_out.0",
    "txt_attn_proj": "attn.to_add_out",
    "img_mlp_0": "ff.net.0.proj",
    "img_mlp_2": "ff.net.2",
    "txt_mlp_0": "ff_context.net.0.proj",
    "txt_mlp_2": "ff_context.net.2",
    "img_mod_lin": "norm1.linear",
    "txt_mod_lin": "norm1_context.linear",
}
SINGLE = {"linear2": "proj_out", "modulation_lin": "norm.linear"}
EDGES = {
    "img_in": "x_embedder",
    "txt_in": "context_embedder",
    "time_in_in_layer": "time_text_embed.timestep_embedder.linear_1",
    "vector_in_out_layer": "time_text_embed.text_embedder.linear_2",
    "guidance_in_in_layer": "time_text_embed.guidance_embedder.linear_1",
    "final_layer_linear": "proj_out",
}
"""sd-scripts' (BFL's) names of FLUX.1's layers beside diffusers'."""


def bfl_names(blocks: tuple[int, int]) -> Iterable[tuple[str, tuple[str, ...]]]:
    """BFL's name of every block's layers, and the diffusers modules that it holds, in order."""
    for index in range(blocks[0]):
        names = {key: (value,) for key, value in DOUBLE.items()} | {
            key: FUSED[key] for key in FUSED if "qkv" in key
        }
        for name, parts in names.items():
            yield (
                f"double_blocks_{index}_{name}",
                tuple(f"transformer_blocks.{index}.{part}" for part in parts),
            )
    for index in range(blocks[1]):
        names = {key: (value,) for key, value in SINGLE.items()} | {"linear1": FUSED["linear1"]}
        for name, parts in names.items():
            yield (
                f"single_blocks_{index}_{name}",
                tuple(f"single_transformer_blocks.{index}.{part}" for part in parts),
            )


def fused_shapes(
    shapes: Mapping[str, tuple[int, int]], blocks: tuple[int, int]
) -> dict[str, tuple[int, int]]:
    """(out, in) of BFL's layers, where q, k, v (and the feed-forward) are one."""
    return {
        name: (sum(shapes[part][0] for part in parts), shapes[parts[0]][1])
        for name, parts in bfl_names(blocks)
        if all(part in shapes for part in parts)
    }


def unfused(
    fused: Mapping[str, Made], shapes: Mapping[str, tuple[int, int]], blocks: tuple[int, int]
) -> dict[str, Tensor]:
    """The change of each diffusers module that fused pairs stand for, dense."""
    changes: dict[str, Tensor] = {}
    for name, parts in bfl_names(blocks):
        if name in fused:
            sides = [shapes[part][0] for part in parts]
            changes |= dict(zip(parts, torch.split(fused[name].change, sides), strict=True))
    return changes


def save_kohya(
    path: Path, fused: Mapping[str, Made], prefix: str = "lora_unet_", alphas: bool = True
) -> Path:
    """sd-scripts' own layout: scalar alpha beside each pair, in half precision's place float32."""
    state: dict[str, Tensor] = {}
    for name, pair in fused.items():
        state |= {f"{prefix}{name}.lora_down.weight": pair.a, f"{prefix}{name}.lora_up.weight": pair.b}
        if alphas:
            state[f"{prefix}{name}.alpha"] = torch.tensor(pair.alpha)
    return save(path, state)


def save_comfyui(
    path: Path, fused: Mapping[str, Made], suffixes: tuple[str, str] = ("lora_down", "lora_up")
) -> Path:
    state: dict[str, Tensor] = {}
    for name, pair in fused.items():
        dotted = dotted_bfl(name)
        state |= {
            f"diffusion_model.{dotted}.{suffixes[0]}.weight": pair.a,
            f"diffusion_model.{dotted}.{suffixes[1]}.weight": pair.b,
            f"diffusion_model.{dotted}.alpha": torch.tensor(pair.alpha),
        }
    return save(path, state)


def dotted_bfl(name: str) -> str:
    """``double_blocks_0_img_attn_qkv`` as ``double_blocks.0.img_attn.qkv``."""
    kind, _, rest = name.partition("_blocks_")
    index, _, leaf = rest.partition("_")
    return f"{kind}_blocks.{index}." + ".".join(leaf.rsplit("_", 1))


def save_xlabs(path: Path, fused: Mapping[str, Made]) -> Path:
    """XLabs' attention processors: qkv and output of image and text, no alpha."""
    names = {
        "img_attn_qkv": "processor.qkv_lora1",
        "img_attn_proj": "processor.proj_lora1",
        "txt_attn_qkv": "processor.qkv_lora2",
        "txt_attn_proj": "processor.proj_lora2",
    }
    state: dict[str, Tensor] = {}
    for name, pair in fused.items():
        block, _, leaf = name.removeprefix("double_blocks_").partition("_")
        if name.startswith("double_blocks_") and leaf in names:
            key = f"double_blocks.{block}.{names[leaf]}"
            state |= {f"{key}.down.weight": pair.a, f"{key}.up.weight": pair.b}
    return save(path, state)


def save_bfl_control(path: Path, shapes: Mapping[str, tuple[int, int]]) -> Path:
    """BFL's depth and canny adapters: every layer with a bias, twice the input channels, new normalisation
    scales."""
    blocks = (19, 38)
    wide = {dotted_bfl(name): shape for name, shape in fused_shapes(shapes, blocks).items()}
    edges = EDGES | {
        "time_in_out_layer": "time_text_embed.timestep_embedder.linear_2",
        "vector_in_in_layer": "time_text_embed.text_embedder.linear_1",
        "guidance_in_out_layer": "time_text_embed.guidance_embedder.linear_2",
    }
    for name, module in edges.items():
        wide[
            name.replace("_in_layer", ".in_layer")
            .replace("_out_layer", ".out_layer")
            .replace("layer_l", "layer.l")
        ] = shapes[module]
    wide["img_in"] = (shapes["x_embedder"][0], 2 * shapes["x_embedder"][1])
    wide["final_layer.adaLN_modulation.1"] = shapes["norm_out.linear"]
    state: dict[str, Tensor] = {}
    for name, (outputs, inputs) in wide.items():
        state[f"{name}.lora_A.weight"] = torch.full((2, inputs), 0.01, dtype=torch.bfloat16)
        state[f"{name}.lora_B.weight"] = torch.full((outputs, 2), 0.01, dtype=torch.bfloat16)
        state[f"{name}.lora_B.bias"] = torch.full((outputs,), 0.01, dtype=torch.bfloat16)
    for index in range(blocks[0]):
        for stream in ("img", "txt"):
            for side in ("query", "key"):
                state[f"double_blocks.{index}.{stream}_attn.norm.{side}_norm.scale"] = torch.ones(128)
    for index in range(blocks[1]):
        for side in ("query", "key"):
            state[f"single_blocks.{index}.norm.{side}_norm.scale"] = torch.ones(128)
    return save(path, state)


def save_onetrainer(path: Path, made: Mapping[str, Made]) -> Path:
    return save_kohya(
        path, {name.replace(".", "_"): pair for name, pair in made.items()}, "lora_transformer_"
    )


def save(path: Path, state: Mapping[str, Tensor], metadata: Mapping[str, str] | None = None) -> Path:
    save_file(
        {name: tensor.contiguous() for name, tensor in state.items()}, path, metadata=dict(metadata or {})
    )
    return path


def changed(path: Path, change: Callable[[dict[str, Tensor]], None]) -> Path:
    """The file again with its tensors edited in place."""
    state = load_file(path)
    change(state)
    return save(path, state)


def write_raw(path: Path, header: object, data: bytes = b"", length: int | None = None) -> Path:
    """A file whose header is any JSON (or bytes) one likes, with a length that may lie."""
    raw = header if isinstance(header, bytes) else json.dumps(header).encode()
    path.write_bytes((len(raw) if length is None else length).to_bytes(8, "little") + raw + data)
    return path


def merged(model: nn.Module, modules: Mapping[str, LowRank]) -> nn.Module:
    """A copy of the model with the painter's changes added to its weights."""
    result = copy.deepcopy(model)
    for name, pair in modules.items():
        result.get_parameter(f"{name}.weight").data += pair.b @ pair.a
    return result


def assert_changes(modules: Mapping[str, LowRank], changes: Mapping[str, Tensor]) -> None:
    assert modules.keys() == changes.keys()
    for name, change in changes.items():
        pair = modules[name]
        assert torch.allclose(pair.b.double() @ pair.a.double(), change.double(), atol=1e-6), name
