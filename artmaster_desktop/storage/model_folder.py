"""A look at a model's folder without loading anything: what is there, what is missing, what it would need.

The layout is that of diffusers' ``FluxPipeline.save_pretrained``, or a single-file transformer in a folder
that holds the other parts. Only file names, JSON indexes and the heads of safetensors files are read, so that
34 GB are looked at in milliseconds and no library has to be imported for it.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from math import prod
from pathlib import Path

from artmaster_desktop.core.errors import ReadFailed
from artmaster_desktop.core.model_use import ModelUse, use_of

MAX_JSON = 16 << 20
MAX_HEAD = 64 << 20
WEIGHTS = {
    "transformer": "diffusion_pytorch_model",
    "vae": "diffusion_pytorch_model",
    "text_encoder": "model",
    "text_encoder_2": "model",
}
"""The parts with weights, and the stem of their files."""
SMALL = {
    "scheduler": (("scheduler_config.json",),),
    "tokenizer": (("tokenizer.json",), ("vocab.json", "merges.txt")),
    "tokenizer_2": (("tokenizer.json",), ("spiece.model",)),
}
"""The parts without, and the sets of files of which one has to be there."""
INDEX = "model_index.json"


@dataclass(frozen=True, slots=True)
class ModelPart:
    """A part of the model. ``missing`` and ``damaged`` name files relative to the folder; ``size`` is in
    bytes, ``numbers`` counts the weights.
    """

    name: str
    missing: tuple[str, ...] = ()
    damaged: tuple[str, ...] = ()
    size: int = 0
    numbers: int = 0

    @property
    def good(self) -> bool:
        return not self.missing and not self.damaged


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """What was found at ``path``; ``free`` bytes of the disk that it lies on are free. ``use`` is what it was
    made to paint, None where its files do not say, or say something that is not known here.
    """

    path: Path
    name: str
    parts: tuple[ModelPart, ...]
    free: int
    use: ModelUse | None = None

    @property
    def complete(self) -> bool:
        return all(part.good for part in self.parts)

    @property
    def size(self) -> int:
        return sum(part.size for part in self.parts)

    @property
    def numbers(self) -> int:
        return sum(part.numbers for part in self.parts)

    @property
    def largest(self) -> int:
        """Weights of the largest part: what has to be in memory when one network is held at a time."""
        return max((part.numbers for part in self.parts), default=0)


def look_at_model(path: Path) -> ModelFolder:
    """What is at ``path``, a folder or a single-file transformer. Raises ReadFailed where that is neither, or
    may not be read.
    """
    checkpoint = path if path.is_file() else None
    if checkpoint is not None and checkpoint.suffix != ".safetensors":
        raise ReadFailed(path, "only .safetensors checkpoints are read")
    if checkpoint is None and not path.is_dir():
        raise ReadFailed(path, "no such folder")
    folder = path.parent if checkpoint else path
    parts = [_small(folder, INDEX, ((INDEX,),), "")]
    try:
        for name, stem in WEIGHTS.items():
            if name == "transformer" and checkpoint is not None:
                parts.append(_weighed(folder, name, [checkpoint.name], []))
            else:
                parts.append(_weights(folder, name, stem))
        parts += [_small(folder, name, sets, name) for name, sets in SMALL.items()]
        free = shutil.disk_usage(folder).free
    except OSError as error:
        raise ReadFailed(path, error.strerror or str(error)) from error
    return ModelFolder(path, _name(folder, checkpoint), tuple(parts), free, _use(folder, checkpoint))


def _small(folder: Path, name: str, sets: tuple[tuple[str, ...], ...], below: str) -> ModelPart:
    """A part of which one set of files has to be there; the first set is what is asked for."""
    place = folder / below
    for files in sets:
        if all((place / file).is_file() for file in files):
            return ModelPart(name, size=sum((place / file).stat().st_size for file in files))
    prefix = f"{below}/" if below else ""
    return ModelPart(name, missing=tuple(prefix + file for file in sets[0]))


def _weights(folder: Path, name: str, stem: str) -> ModelPart:
    place = folder / name
    missing = [] if (place / "config.json").is_file() else [f"{name}/config.json"]
    whole, index = place / f"{stem}.safetensors", place / f"{stem}.safetensors.index.json"
    if whole.is_file():
        return _weighed(folder, name, [f"{name}/{whole.name}"], missing)
    if not index.is_file():
        return _weighed(folder, name, [f"{name}/{whole.name}"], missing)
    shards = _shards(index)
    if shards is None:
        return ModelPart(name, tuple(missing), (f"{name}/{index.name}",))
    return _weighed(folder, name, [f"{name}/{shard}" for shard in shards], missing)


def _shards(index: Path) -> list[str] | None:
    """The files that an index names; None where it is not readable."""
    try:
        if index.stat().st_size > MAX_JSON:
            return None
        found = json.loads(index.read_text(encoding="utf-8"))
        names = sorted(set(found["weight_map"].values()))
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None
    plain = all(isinstance(name, str) and Path(name).name == name for name in names)
    return [str(name) for name in names] if names and plain else None


def _weighed(folder: Path, name: str, files: list[str], missing: list[str]) -> ModelPart:
    missing, damaged, size, numbers = list(missing), [], 0, 0
    for file in files:
        path = folder / file
        if not path.is_file():
            missing.append(file)
            continue
        size += path.stat().st_size
        counted = _numbers(path)
        if counted is None:
            damaged.append(file)
        else:
            numbers += counted
    return ModelPart(name, tuple(missing), tuple(damaged), size, numbers)


def _numbers(path: Path) -> int | None:
    """How many weights a safetensors file holds; None where it is cut off or no such file."""
    shapes = _shapes(path)
    return None if shapes is None else sum(prod(shape) for shape in shapes.values())


def _use(folder: Path, checkpoint: Path | None) -> ModelUse | None:
    """Told by the channels that the transformer reads and gives, as its config or its tensors say."""
    if checkpoint is not None:
        shapes = _shapes(checkpoint) or {}
        ends = ("img_in.weight", "final_layer.linear.weight")
        read, last = (next((s for n, s in shapes.items() if n.endswith(end)), ()) for end in ends)
        return use_of(read[1], last[0]) if len(read) == len(last) == 2 else None
    try:
        config = json.loads((folder / "transformer" / "config.json").read_text(encoding="utf-8"))
        inputs = int(config.get("in_channels", 64))
        return use_of(inputs, int(config.get("out_channels") or inputs))
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return None


def _shapes(path: Path) -> dict[str, tuple[int, ...]] | None:
    """The tensors of a safetensors file by their names; None where it is cut off or no such file.

    Format: 8 bytes little-endian length, then as many bytes of JSON, then the data; each tensor tells its
    ``shape`` and its ``data_offsets`` into the data (github.com/huggingface/safetensors).
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            length = int.from_bytes(stream.read(8), "little")
            if not 2 <= length <= min(MAX_HEAD, size - 8):
                return None
            fields = json.loads(stream.read(length))
        entries = {key: entry for key, entry in fields.items() if key != "__metadata__"}
        end = max((int(entry["data_offsets"][1]) for entry in entries.values()), default=0)
        if 8 + length + end != size:
            return None
        return {name: tuple(int(side) for side in entry["shape"]) for name, entry in entries.items()}
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None


def _name(folder: Path, checkpoint: Path | None) -> str:
    """What the model calls itself, else its folder's name."""
    try:
        card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
        if isinstance(card, dict) and isinstance(card.get("name"), str):
            return str(card["name"])[:100]
    except (OSError, ValueError, RecursionError):
        pass
    return checkpoint.stem if checkpoint else folder.name
