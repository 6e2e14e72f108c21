"""A model's folder in small: every file that has to be there, and no sense in it."""

from __future__ import annotations

import json
from pathlib import Path


def weights(numbers: int) -> bytes:
    """A safetensors file of ``numbers`` zeros."""
    head = json.dumps({"w": {"dtype": "F16", "shape": [numbers], "data_offsets": [0, 2 * numbers]}}).encode()
    return len(head).to_bytes(8, "little") + head + bytes(2 * numbers)


def tiny_model(folder: Path) -> Path:
    """``folder``, with a whole model in it whose weights are a few zeros."""
    files = {
        "model_index.json": b"{}",
        "scheduler/scheduler_config.json": b"{}",
        "tokenizer/vocab.json": b"{}",
        "tokenizer/merges.txt": b"",
        "tokenizer_2/tokenizer.json": b"{}",
        "vae/config.json": b"{}",
        "vae/diffusion_pytorch_model.safetensors": weights(3),
        "text_encoder/config.json": b"{}",
        "text_encoder/model.safetensors": weights(4),
        "text_encoder_2/config.json": b"{}",
        "text_encoder_2/model-1.safetensors": weights(5),
        "text_encoder_2/model-2.safetensors": weights(6),
        "text_encoder_2/model.safetensors.index.json": json.dumps(
            {"weight_map": {"a": "model-1.safetensors", "b": "model-2.safetensors"}}
        ).encode(),
        "transformer/config.json": b"{}",
        "transformer/diffusion_pytorch_model.safetensors": weights(100),
    }
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder
