"""Writes the trained parts as an ordinary diffusers FLUX.1 folder, checks it, and packs it for transport."""

from __future__ import annotations

import json
import shutil
import tarfile
from pathlib import Path
from typing import Any

import torch
from diffusers import AutoencoderKL, FlowMatchEulerDiscreteScheduler, FluxPipeline

from . import autoencoder, flow, preview
from .data import Pool
from .network import Network
from .plan import Plan
from .runtime import say
from .tokenisers import Tokens

LIMIT = 63_000_000
FILE_LIMIT = 15_000_000


def pipeline(plan: Plan, state: Path, device: torch.device) -> FluxPipeline:
    """The whole pipeline from the state folder's averaged weights, in float32."""
    tokens = Tokens(state / "tokenisers")
    network = Network(plan, tokens)
    network.load_state_dict(torch.load(state / "base.pt", map_location="cpu", weights_only=True)["teacher"])
    vae, _ = autoencoder.load(plan, state, torch.device("cpu"))
    return assembled(network, vae, tokens).to(device)


def assembled(network: Network, vae: AutoencoderKL, tokens: Tokens) -> FluxPipeline:
    """The parts as diffusers' pipeline, on the CPU; they are its own from then on."""
    network.eval().requires_grad_(False)
    for embedder in (network.transformer.x_embedder, network.transformer.context_embedder):
        embedder._forward_hooks.clear()
    scheduler = FlowMatchEulerDiscreteScheduler(
        num_train_timesteps=1000, shift=3.0, use_dynamic_shifting=True, **flow.SHIFT
    )
    return FluxPipeline(
        scheduler=scheduler,
        vae=vae,
        text_encoder=network.clip,
        tokenizer=tokens.clip_tokenizer,
        text_encoder_2=network.t5,
        tokenizer_2=tokens.t5_tokenizer,
        transformer=network.transformer,
    )


def stand_in(plan: Plan, state: Path, folder: Path) -> int:
    """An untaught model of the base's anatomy in `folder`, all at once; returns its bytes. Its modulation is
    not zero, or everything in it would have no gradient."""
    tokens = Tokens(state / "tokenisers")
    network = Network(plan, tokens)
    for weight in network.transformer.parameters():
        if not weight.any():
            torch.nn.init.normal_(weight, std=0.02)
    draft = folder.with_name(f"{folder.name}.new")
    total = save_folder(assembled(network, autoencoder.build(plan), tokens), draft)
    shutil.rmtree(folder, ignore_errors=True)
    draft.rename(folder)
    return total


def set_member(path: Path, name: str, value: object) -> None:
    """Set one member of a JSON object file."""
    told = json.loads(path.read_text(encoding="utf-8"))
    told[name] = value
    path.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def save_folder(pipe: FluxPipeline, folder: Path) -> int:
    """Save the pipeline (transformer and encoders bfloat16, autoencoder float16); returns the bytes written.

    The encoders' configurations name float32 as their type: without a `torch_dtype`, diffusers loads its own
    models as float32, while transformers takes the type from the configuration, and the two must agree.

    Raises RuntimeError when the folder or one of its files is over the limits.
    """
    if (folder / "model_index.json").exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for part in (pipe.transformer, pipe.text_encoder, pipe.text_encoder_2):
        part.to(torch.bfloat16)
    pipe.vae.to(torch.float16)
    pipe.save_pretrained(folder, safe_serialization=True, max_shard_size="14MB")
    set_member(folder / "model_index.json", "tokenizer_2", ["transformers", "T5TokenizerFast"])
    for encoder in ("text_encoder", "text_encoder_2"):
        set_member(folder / encoder / "config.json", "dtype", "float32")
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    sizes = {path: path.stat().st_size for path in folder.rglob("*") if path.is_file()}
    total, largest = sum(sizes.values()), max(sizes.values())
    if total > LIMIT or largest > FILE_LIMIT:
        raise RuntimeError(
            f"{folder}: {total} bytes in all, largest file {largest}: over {LIMIT} or {FILE_LIMIT}"
        )
    return total


def check(folder: Path, plan: Plan, device: torch.device, text: int = 512) -> FluxPipeline:
    """Load the folder as any user would and paint two steps; returns the pipeline, in float32 on `device`.

    Raises RuntimeError unless the latents are finite.
    """
    pipe = FluxPipeline.from_pretrained(folder).to(device)
    pipe.set_progress_bar_config(disable=True)
    side = plan.sheet_size // 2
    latents = pipe(
        "高山流水，a small boat",
        height=side,
        width=side,
        num_inference_steps=2,
        output_type="latent",
        generator=torch.Generator("cpu").manual_seed(0),
        max_sequence_length=text,
    ).images
    if not torch.isfinite(latents).all():
        raise RuntimeError(f"{folder}: the exported pipeline gives latents that are not finite")
    return pipe


def card(plan: Plan, state: Path, seed: int, pictures: int, preview_db: float) -> dict[str, Any]:
    """What was measured while training, for `card.json`."""
    base = torch.load(state / "base.pt", map_location="cpu", weights_only=True)
    vae = torch.load(state / "vae.pt", map_location="cpu", weights_only=True)
    return {
        "kind": "starter",
        "name": "ArtMaster starter",
        "text_tokens": 64,
        "max_side": 768,
        "best_pixels": 512 * 512,
        "seed": seed,
        "licence": "Apache-2.0",
        "data": {
            "what": "procedural landscapes of models/recipes/landscape, captions in English and Chinese",
            "pictures": pictures,
            "held_out": "the first shard of every worker",
            "formats": plan.formats,
            "captions_per_picture": plan.variants,
        },
        "autoencoder": vae["told"]
        | {"shift_factor": vae["shift_factor"], "scaling_factor": vae["scaling_factor"]},
        "preview": {"psnr_db": preview_db},
        "base": {
            "steps": base["step"],
            "seconds": round(base["elapsed"]),
            "log": base["log"],
            "parameters": sum(t.numel() for t in base["teacher"].values()),
            "guidance": {
                "default": 3.5,
                "range": [1.0, 6.0],
                "classifier_free_scale": f"1 + {flow.GAIN} (w - 1)",
            },
        },
    }


def export(plan: Plan, state: Path, folder: Path, seed: int, device: torch.device) -> None:
    """Write the folder with preview map and card; `device` runs the autoencoder for the preview's fit."""
    pool = Pool(state / "data")
    total = save_folder(pipeline(plan, state, torch.device("cpu")), folder)
    vae, _ = autoencoder.load(plan, state, device)
    preview_db = preview.fit(vae, pool, folder / "preview.safetensors")
    told = card(plan, state, seed, len(pool), preview_db)
    (folder / "card.json").write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    say(f"export: {folder}, {total} bytes of model, preview {preview_db:.1f} dB at 1/8 size")


def pack(folder: Path, target: Path, part: int = 15_900_000) -> list[Path]:
    """Tar the folder and cut it into files of at most `part` bytes, `starter.tar.0` and on; returns them.

    Put together again by `cat starter.tar.* | tar x`.
    """
    target.mkdir(parents=True, exist_ok=True)
    whole = target / "starter.tar"
    with tarfile.open(whole, "w") as archive:
        archive.add(folder, arcname="starter")
    paths: list[Path] = []
    with whole.open("rb") as stream:
        while block := stream.read(part):
            paths.append(target / f"starter.tar.{len(paths)}")
            paths[-1].write_bytes(block)
    whole.unlink()
    return paths
