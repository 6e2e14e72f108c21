"""Loading models: folders, checkpoints of one file in BFL's layout at FLUX.1's true width, and refusals."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import torch
from diffusers import FluxTransformer2DModel
from safetensors.torch import save_file
from torch import Tensor, nn

from artmaster_desktop.core.errors import CannotPaint, ModelMissing, ModelUnreadable
from artmaster_desktop.core.event import Placement
from artmaster_desktop.engine.device import Choice, EngineOptions, choose
from artmaster_desktop.engine.flux import weights
from artmaster_desktop.engine.residency import Resident, forecast, layer_shapes
from tests.engine.tiny_model import build

GIB = 1 << 30
DEV = {"num_layers": 1, "num_single_layers": 1}
"""FLUX.1-dev but for its depth: diffusers' converter takes the width 3072 for granted."""


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("model"))


def swapped(tensor: Tensor) -> Tensor:
    """BFL keeps shift before scale in the last modulation, diffusers the other way round."""
    first, second = tensor.chunk(2)
    return torch.cat([second, first])


def bfl_layout(state: dict[str, Tensor]) -> dict[str, Tensor]:
    """A diffusers FLUX transformer's tensors by Black Forest Labs' names (flux/model.py); q, k, v are one."""
    plain = {
        "time_text_embed.timestep_embedder.linear_1": "time_in.in_layer",
        "time_text_embed.timestep_embedder.linear_2": "time_in.out_layer",
        "time_text_embed.text_embedder.linear_1": "vector_in.in_layer",
        "time_text_embed.text_embedder.linear_2": "vector_in.out_layer",
        "time_text_embed.guidance_embedder.linear_1": "guidance_in.in_layer",
        "time_text_embed.guidance_embedder.linear_2": "guidance_in.out_layer",
        "context_embedder": "txt_in",
        "x_embedder": "img_in",
        "proj_out": "final_layer.linear",
        "transformer_blocks.0.norm1.linear": "double_blocks.0.img_mod.lin",
        "transformer_blocks.0.norm1_context.linear": "double_blocks.0.txt_mod.lin",
        "transformer_blocks.0.attn.to_out.0": "double_blocks.0.img_attn.proj",
        "transformer_blocks.0.attn.to_add_out": "double_blocks.0.txt_attn.proj",
        "transformer_blocks.0.ff.net.0.proj": "double_blocks.0.img_mlp.0",
        "transformer_blocks.0.ff.net.2": "double_blocks.0.img_mlp.2",
        "transformer_blocks.0.ff_context.net.0.proj": "double_blocks.0.txt_mlp.0",
        "transformer_blocks.0.ff_context.net.2": "double_blocks.0.txt_mlp.2",
        "single_transformer_blocks.0.norm.linear": "single_blocks.0.modulation.lin",
        "single_transformer_blocks.0.proj_out": "single_blocks.0.linear2",
    }
    fused = {
        "double_blocks.0.img_attn.qkv": [f"transformer_blocks.0.attn.to_{c}" for c in "qkv"],
        "double_blocks.0.txt_attn.qkv": [f"transformer_blocks.0.attn.add_{c}_proj" for c in "qkv"],
        "single_blocks.0.linear1": [
            *(f"single_transformer_blocks.0.attn.to_{c}" for c in "qkv"),
            "single_transformer_blocks.0.proj_mlp",
        ],
    }
    norms = {
        "transformer_blocks.0.attn.norm_q": "double_blocks.0.img_attn.norm.query_norm",
        "transformer_blocks.0.attn.norm_k": "double_blocks.0.img_attn.norm.key_norm",
        "transformer_blocks.0.attn.norm_added_q": "double_blocks.0.txt_attn.norm.query_norm",
        "transformer_blocks.0.attn.norm_added_k": "double_blocks.0.txt_attn.norm.key_norm",
        "single_transformer_blocks.0.attn.norm_q": "single_blocks.0.norm.query_norm",
        "single_transformer_blocks.0.attn.norm_k": "single_blocks.0.norm.key_norm",
    }
    out = {f"{norms[name]}.scale": state[f"{name}.weight"] for name in norms}
    for kind in ("weight", "bias"):
        out |= {
            f"{new}.{kind}": state[f"{old}.{kind}"] for old, new in plain.items() if f"{old}.{kind}" in state
        }
        out |= {
            f"{new}.{kind}": torch.cat([state[f"{old}.{kind}"] for old in parts])
            for new, parts in fused.items()
        }
        out[f"final_layer.adaLN_modulation.1.{kind}"] = swapped(state[f"norm_out.linear.{kind}"])
    return out


def patterned(shape: torch.Size, seed: int) -> Tensor:
    """Cheap numbers that differ from place to place and from tensor to tensor."""
    count, period = shape.numel(), 251
    row = (torch.arange(period) * (2 * seed + 3) % period / period).to(torch.bfloat16)
    return row.repeat(count // period + 1)[:count].reshape(shape)


@pytest.mark.parametrize("prefix", ["", "model.diffusion_model."])
def test_a_single_file_at_full_width_becomes_the_same_transformer(
    model: Path, tmp_path: Path, prefix: str
) -> None:
    guided = not prefix
    with torch.device("meta"):
        skeleton = FluxTransformer2DModel(**DEV, guidance_embeds=guided)
    state = {n: patterned(p.shape, i) for i, (n, p) in enumerate(skeleton.state_dict().items())}
    shutil.copytree(model, tmp_path, dirs_exist_ok=True)
    shutil.rmtree(tmp_path / "transformer")
    checkpoint = tmp_path / "flux1.safetensors"
    save_file({prefix + name: t.contiguous() for name, t in bfl_layout(state).items()}, checkpoint)
    config = weights.config_of_checkpoint(checkpoint)
    for name in ("in_channels", "num_layers", "num_single_layers", "attention_head_dim", "guidance_embeds"):
        assert config[name] == skeleton.config[name]
    assert tuple(config["axes_dims_rope"]) == (16, 56, 56)
    caps = weights.describe(checkpoint)
    assert caps.name == ("FLUX.1-dev" if guided else "FLUX.1-schnell")
    loaded = weights.load(checkpoint, torch.bfloat16).transformer.state_dict()
    assert loaded.keys() == state.keys()
    assert all(torch.equal(loaded[name], state[name]) for name in state)


def test_a_folder_is_described_without_its_weights(model: Path, tmp_path: Path) -> None:
    shutil.copytree(model, tmp_path / "m")
    caps = weights.describe(tmp_path / "m")
    assert (caps.token, caps.max_side, caps.guided) == (16, 768, True)
    (tmp_path / "m" / "card.json").write_text(
        json.dumps({"kind": "starter", "name": "ink", "text_tokens": 64})
    )
    assert weights.describe(tmp_path / "m").text_tokens == 64
    assert weights.describe(tmp_path / "m").name == "ink"


def test_identity_changes_with_the_weights(model: Path, tmp_path: Path) -> None:
    shutil.copytree(model, tmp_path / "m")
    assert weights.identity(tmp_path / "m") == weights.identity(model)
    file = next((tmp_path / "m" / "transformer").glob("*.safetensors"))
    data = bytearray(file.read_bytes())
    data[-1] ^= 1
    file.write_bytes(bytes(data))
    assert weights.identity(tmp_path / "m") != weights.identity(model)


def test_missing_parts_are_named(model: Path, tmp_path: Path) -> None:
    shutil.copytree(model, tmp_path / "m")
    shutil.rmtree(tmp_path / "m" / "vae")
    with pytest.raises(ModelMissing) as caught:
        weights.load(tmp_path / "m", torch.float32)
    assert caught.value.missing == ("vae",)


@pytest.mark.parametrize("harm", ["cut", "code", "config", "pickle"])
def test_damaged_and_dangerous_folders_are_refused(model: Path, tmp_path: Path, harm: str) -> None:
    folder = tmp_path / "m"
    shutil.copytree(model, folder)
    file = next((folder / "transformer").glob("*.safetensors"))
    if harm == "cut":
        file.write_bytes(file.read_bytes()[:1000])
    elif harm == "code":
        (folder / "vae" / "vae.py").write_text("raise SystemExit")
    elif harm == "config":
        (folder / "transformer" / "config.json").write_text("{")
    else:
        file.rename(file.with_suffix(".bin"))
    with pytest.raises(ModelUnreadable):
        weights.load(folder, torch.float32)


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("card.json", '{"max_side": "large"}'),
        ("card.json", '{"max_side": [768]}'),
        ("transformer/config.json", '{"num_attention_heads": null}'),
        ("vae/config.json", "{"),
        ("vae/config.json", '{"block_out_channels": 7}'),
        ("text_encoder/config.json", '{"hidden_size": "wide"}'),
        ("text_encoder_2/config.json", '{"d_model": {}}'),
        ("text_encoder_2/config.json", None),
    ],
)
def test_nonsense_in_small_files_is_a_typed_fault(
    model: Path, tmp_path: Path, file: str, content: str | None
) -> None:
    shutil.copytree(model, tmp_path / "m")
    if content is None:
        (tmp_path / "m" / file).unlink()
    else:
        (tmp_path / "m" / file).write_text(content)
    with pytest.raises(ModelUnreadable):
        forecast(tmp_path / "m")


def test_weights_that_may_not_be_read_are_a_typed_fault(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(model, tmp_path / "m")
    real = Path.open

    def guarded(path: Path, *given: Any, **named: Any) -> Any:
        if path.suffix == ".safetensors":
            raise PermissionError(13, "Permission denied")
        return real(path, *given, **named)

    monkeypatch.setattr(Path, "open", guarded)
    with pytest.raises(ModelUnreadable, match="Permission denied"):
        weights.describe(tmp_path / "m")


def test_too_little_memory_is_not_called_a_damaged_model(
    model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory: you tried 24 GB")

    monkeypatch.setattr("artmaster_desktop.engine.flux.weights.FluxPipeline.from_pretrained", full)
    with pytest.raises(RuntimeError, match="DefaultCPUAllocator"):
        weights.load(model, torch.float32)


def test_a_checkpoint_may_differ_from_the_folder_it_lies_in(model: Path, tmp_path: Path) -> None:
    shutil.copytree(model, tmp_path, dirs_exist_ok=True)
    (tmp_path / "transformer" / "config.json").write_text(
        json.dumps({"num_layers": 9, "guidance_embeds": True, "axes_dims_rope": [1, 2, 3]})
    )
    with torch.device("meta"):
        skeleton = FluxTransformer2DModel(**DEV, guidance_embeds=False)
    state = {n: torch.zeros(p.shape, dtype=torch.bfloat16) for n, p in skeleton.state_dict().items()}
    save_file({n: t.contiguous() for n, t in bfl_layout(state).items()}, tmp_path / "x.safetensors")
    _, config = weights.transformer_config(tmp_path / "x.safetensors")
    assert (config["num_layers"], config["guidance_embeds"]) == (1, False)
    assert config["axes_dims_rope"] == [1, 2, 3]
    assert not weights.describe(tmp_path / "x.safetensors").guided


def test_a_network_that_does_not_fit_leaves_none_on_the_device() -> None:
    class Network(nn.Linear):
        def __init__(self, fits: bool) -> None:
            super().__init__(1, 1)
            self.fits, self.place = fits, "cpu"

        def to(self, place: Any) -> Network:  # type: ignore[override]
            self.place = str(place)
            if self.place != "cpu" and not self.fits:
                raise torch.OutOfMemoryError("CUDA out of memory")
            return self

    placement = Placement("meta", "", "float32", "model", "")
    choice = Choice(torch.device("meta"), torch.float32, "model", placement)
    small, large = Network(True), Network(False)
    resident = Resident(None, choice, None)  # type: ignore[arg-type]
    with pytest.raises(torch.OutOfMemoryError), resident.at_work(small, large):
        pass
    assert (small.place, large.place) == ("cpu", "cpu")


def test_checkpoints_of_other_kinds_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.safetensors"
    save_file({"a": torch.zeros(1)}, file)
    with pytest.raises(ModelUnreadable, match="not a FLUX"):
        weights.config_of_checkpoint(file)
    file.write_bytes(b"not a checkpoint")
    with pytest.raises(ModelUnreadable):
        weights.config_of_checkpoint(file)
    pickled = tmp_path / "x.ckpt"
    pickled.write_bytes(b"x")
    with pytest.raises(ModelUnreadable, match="safetensors"):
        weights.describe(pickled)


def test_a_forecast_needs_no_weights(model: Path) -> None:
    caps, choice = forecast(model)
    assert choice.placement.dtype == "float32" if choice.device.type == "cpu" else True
    shapes, texts = layer_shapes(model)
    assert shapes["transformer_blocks.0.attn.to_q"] == (32, 32)
    assert set(texts) == {"text_encoder", "text_encoder_2"}
    assert caps.identity == weights.identity(model)


@pytest.mark.parametrize(
    ("free", "expected"), [(64 * GIB, "none"), (30 * GIB, "model"), (16 * GIB, "layers")]
)
def test_the_placement_follows_the_memory(free: int, expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """FLUX.1-dev is 16.9 G parameters in all, 11.9 G in its transformer, two bytes each."""
    monkeypatch.setattr("artmaster_desktop.engine.device.pick_device", lambda _: torch.device("cuda:0"))
    monkeypatch.setattr("artmaster_desktop.engine.device.device_name", lambda _: "RTX")
    options = EngineOptions(dtype="bfloat16", memory=free)
    choice = choose(16_900_000_000, 11_900_000_000, 1024 * 1024, options)
    assert choice.offload == expected
    assert choice.placement.reason


def test_a_model_too_large_for_the_processor_is_not_said_to_fit() -> None:
    options = EngineOptions(device="cpu", dtype="float32", memory=20 * GIB)
    choice = choose(16_900_000_000, 11_900_000_000, 1024 * 1024, options)
    assert "may not fit" in choice.placement.reason


@pytest.mark.parametrize("wrong", [{"offload": "sideways"}, {"device": "cuda:99"}, {"device": "toaster"}])
def test_placements_that_do_not_exist_are_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(CannotPaint):
        choose(1000, 1000, 1000, EngineOptions(**({"device": "cpu"} | wrong)))  # type: ignore[arg-type]
