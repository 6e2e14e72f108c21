"""A painter's card: its palette, what is written into the LoRA file and beside it."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

U8 = NDArray[np.uint8]
BASE = "artmaster-starter"
LICENCE = "CC0-1.0"


@dataclass(frozen=True)
class Card:
    """What a library needs to know of a painter. `palette` is five "#rrggbb" from light to dark."""

    slug: str
    name: str
    name_zh: str
    trigger: str
    description: str
    description_zh: str
    favourites: tuple[str, ...]
    tags: tuple[str, ...]
    palette: tuple[str, ...]
    base: str
    base_sha256: str
    rank: int
    alpha: int
    steps: int
    seed: int
    works: int
    license: str = LICENCE

    def metadata(self) -> dict[str, str]:
        """Flat text fields for a safetensors header: our own names, and those of the modelspec convention."""
        own = {
            k: v if isinstance(v, str) else json.dumps(v, ensure_ascii=False) for k, v in asdict(self).items()
        }
        return own | {
            "modelspec.sai_model_spec": "1.0.0",
            "modelspec.architecture": "flux-1-dev/lora",
            "modelspec.implementation": "diffusers",
            "modelspec.title": self.name,
            "modelspec.description": self.description,
            "modelspec.trigger_phrase": self.trigger,
            "modelspec.tags": ",".join(self.tags),
            "modelspec.license": self.license,
        }


def base_sha256(folder: Path) -> str:
    """The identity of a base: sha256 over its transformer's weight files, in order of their names, as hex.

    Raises FileNotFoundError if the folder holds none.
    """
    files = sorted((folder / "transformer").glob("*.safetensors"))
    if not files:
        raise FileNotFoundError(f"no transformer weights under {folder}")
    digest = hashlib.sha256()
    for file in files:
        with file.open("rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()


def palette(works: Sequence[U8], count: int = 5) -> tuple[str, ...]:
    """`count` telling colours of the works, "#rrggbb" from light to dark.

    Clusters pixels in CIELAB, then picks greedily by area times distance from what is chosen, so that paper
    and ink are there and a small bright accent is too.
    """
    pixels = np.concatenate(
        [cv2.resize(w, (48, 48), interpolation=cv2.INTER_AREA).reshape(-1, 3) for w in works]
    )
    lab = cv2.cvtColor(pixels[None].astype(np.float32) / 255.0, cv2.COLOR_RGB2LAB)[0]
    cv2.setRNGSeed(7)
    stop = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 40, 0.2)
    _, labels, centres = cv2.kmeans(lab, 12, np.zeros((0,), np.int32), stop, 3, cv2.KMEANS_PP_CENTERS)
    area = np.bincount(labels.ravel(), minlength=len(centres)) / len(labels)
    chosen = [int(area.argmax())]
    while len(chosen) < count:
        apart = np.linalg.norm(centres[:, None] - centres[chosen][None], axis=-1).min(axis=1)
        score = np.sqrt(area) * apart
        score[chosen] = -1.0
        chosen.append(int(score.argmax()))
    ordered = centres[sorted(chosen, key=lambda i: -centres[i, 0])]
    rgb = np.clip(cv2.cvtColor(ordered[None].astype(np.float32), cv2.COLOR_LAB2RGB)[0] * 255.0 + 0.5, 0, 255)
    return tuple(f"#{r:02x}{g:02x}{b:02x}" for r, g, b in rgb.astype(int).tolist())


def save_lora(state: dict[str, Tensor], card: Card, folder: Path) -> Path:
    """Writes the adapter as diffusers does, bf16, with the card in its header; returns the file's path."""
    from diffusers import FluxPipeline
    from peft import LoraConfig
    from safetensors import safe_open
    from safetensors.torch import load_file, save_file

    targets = sorted({key.rsplit(".lora_", 1)[0] for key in state})
    config = LoraConfig(r=card.rank, lora_alpha=card.alpha, target_modules=targets, init_lora_weights=True)
    layers = {k: v.detach().to("cpu", torch.bfloat16).contiguous() for k, v in state.items()}
    FluxPipeline.save_lora_weights(
        save_directory=folder,
        transformer_lora_layers=layers,
        weight_name=f"{card.slug}.safetensors",
        transformer_lora_adapter_metadata=_plain(config.to_dict()),  # type: ignore[no-untyped-call]
    )
    path = folder / f"{card.slug}.safetensors"
    with safe_open(path, "pt") as file:
        header = dict(file.metadata() or {})
    save_file(load_file(path), path, metadata=header | card.metadata())
    path.chmod(0o644)  # safetensors leaves its temporary file's 0600
    return path


def _plain(config: dict[str, Any]) -> dict[str, Any]:
    return {k: sorted(v) if isinstance(v, set) else getattr(v, "value", v) for k, v in config.items()}


def save_card(card: Card, samples: Sequence[dict[str, Any]], folder: Path) -> None:
    """Writes `card.json` beside the weights; `samples` are the pictures with their prompts and seeds."""
    content = asdict(card) | {"samples": list(samples)}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "card.json").write_text(
        json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
    )
