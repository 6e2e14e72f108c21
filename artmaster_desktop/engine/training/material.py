"""What training reads: works as latents and captions as text tokens, encoded once and remembered by what is
in them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor

from artmaster_desktop.core.errors import SaveFailed
from artmaster_desktop.core.ports import FileWriter
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.core.training import TrainingJob, TrainingWork
from artmaster_desktop.core.training_errors import BadWork
from artmaster_desktop.engine.flux.text import ReadText, TextReader
from artmaster_desktop.engine.flux.weights import FluxModel

SMALLEST = 64
CODE = "1"
"""Changes where the encoding changes, so that nothing old is taken for new."""


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """One work at one scale: ``latents`` float32 ``[C, h, w]`` (even sides), and the share of each token that
    is learned, ``[h/2, w/2]`` in [0, 1]."""

    latents: Tensor
    learned: Tensor


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """One picture to learn from. ``whole`` is all of it; ``full`` the same at its own scale, where that is
    larger. ``captions`` are (without, with the trigger); beside them, where the recipe asks for it, the same
    ``tagged`` with the style's tags, and ``classed`` with the class word in place of the trigger."""

    origin: str
    whole: View
    full: View | None
    captions: tuple[tuple[ReadText, ReadText], ...]
    tagged: tuple[ReadText, ...] = ()
    classed: tuple[ReadText, ...] = ()


class Encoder:
    """Encodes with ``model``'s autoencoder and text readers, which lie on ``device``; remembers in
    ``cache``."""

    def __init__(self, model: FluxModel, device: torch.device, cache: Path, write: FileWriter) -> None:
        self._model, self._device, self._cache, self._write = model, device, cache, write
        self._reader = TextReader(model.clip, model.t5, model.clip_tokenizer, model.t5_tokenizer, keep=4)

    def subject(self, work: TrainingWork, job: TrainingJob) -> Subject:
        """``work`` as its recipe wants it. Raises BadWork."""
        check(work)
        most = self._model.caps.max_side
        whole = self.view(work, _size(work.pixels, job.recipe.side or most, most))
        full = None
        if job.recipe.closer:
            size = _size(work.pixels, most, most)
            full = self.view(work, size) if size != _size(work.pixels, job.recipe.side, most) else None
        words, recipe = work.captions or ("",), job.recipe
        captions = tuple((self.text(c), self.text(called(c, job.call))) for c in words)
        tags = ", ".join(job.tags)
        tagged = tuple(self.text(f"{called(c, job.call)}, {tags}") for c in words) if recipe.tagged else ()
        classed = tuple(self.text(called(c, recipe.class_word)) for c in words) if recipe.preserve else ()
        return Subject(work.origin, whole, full, captions, tagged, classed)

    def view(self, work: TrainingWork, size: tuple[int, int]) -> View:
        """``work`` at ``size`` (width, height; multiples of 16)."""
        pixels = fitted(work.pixels, size)
        key = _key("latents", self._model.caps.identity, size, pixels)
        latents = self._remembered(key, lambda: {"latents": self._latents(pixels)})["latents"]
        rows, columns = size[1] // 16, size[0] // 16
        learned = torch.ones(rows, columns)
        if work.mask is not None:
            mask = torch.from_numpy(fitted(work.mask, size).copy())[None, None]
            learned = F.adaptive_avg_pool2d(mask, (rows, columns))[0, 0].clamp(0.0, 1.0)
        return View(latents, learned)

    def text(self, words: str) -> ReadText:
        """``words`` padded as the model learned it."""
        padded = self._model.caps.text_tokens

        def encode() -> dict[str, Tensor]:
            read = self._reader.read(words, padded)
            counts = torch.tensor([read.length, read.full])
            return {"tokens": read.tokens.float(), "pooled": read.pooled.float(), "counts": counts}

        found = self._remembered(_key("text", self._model.caps.identity, padded, words.encode()), encode)
        length, full = (int(count) for count in found["counts"])
        return ReadText(found["tokens"], found["pooled"], length, full)

    @torch.no_grad()
    def _latents(self, pixels: Pixels) -> Tensor:
        vae = self._model.vae
        values = torch.from_numpy(pixels.copy()).permute(2, 0, 1)[None].float() / 127.5 - 1.0
        mode = vae.encode(values.to(vae.device, vae.dtype)).latent_dist.mode().float()
        shift, scale = float(vae.config["shift_factor"] or 0.0), float(vae.config["scaling_factor"])
        found: Tensor = ((mode - shift) * scale)[0].cpu()
        return found

    def _remembered(self, key: str, make: Callable[[], Mapping[str, Tensor]]) -> Mapping[str, Tensor]:
        """What is in the cache under ``key``, else what ``make`` returns, then kept there."""
        file = self._cache / key[:2] / f"{key}.encoded"
        try:
            with safe_open(str(file), framework="pt", device="cpu") as stored:
                return {name: stored.get_tensor(name) for name in stored.keys()}  # noqa: SIM118 - not a dict
        except (OSError, SafetensorError):
            made = {name: tensor.cpu().contiguous() for name, tensor in make().items()}
        try:
            self._write(file, save(made))
        except SaveFailed:
            return made  # a cache that cannot be kept costs time, not the run
        return made


def check(work: TrainingWork) -> None:
    """Raises BadWork where ``work`` cannot be learned from."""
    height, width = work.pixels.shape[:2]
    if min(height, width) < SMALLEST:
        raise BadWork(work.origin, f"{width} x {height} pixels, at least {SMALLEST} a side are needed")
    if work.mask is not None and work.mask.shape != (height, width):
        raise BadWork(work.origin, "its mask has another size")
    if work.mask is not None and not float(work.mask.max()) > 0.0:
        raise BadWork(work.origin, "its mask leaves nothing to learn")


def called(caption: str, trigger: str) -> str:
    """``caption`` with the trigger before it, once."""
    if trigger.lower() in caption.lower():
        return caption
    chinese = any("\u3400" <= letter <= "\u9fff" for letter in caption)
    return f"{trigger}{'，' if chinese else ', '}{caption}" if caption else trigger


def works_hash(works: Sequence[TrainingWork]) -> str:
    """The identity of what is learned from: every pixel, caption and mask, in their order."""
    digest = hashlib.sha256()
    for work in works:
        digest.update(f"{work.origin}\0{work.pixels.shape}\0{work.captions!r}\0".encode())
        digest.update(np.ascontiguousarray(work.pixels).tobytes())
        digest.update(b"" if work.mask is None else np.ascontiguousarray(work.mask).tobytes())
    return digest.hexdigest()


def fitted(values: NDArray, size: tuple[int, int]) -> NDArray:  # type: ignore[type-arg]
    """``values`` ``[H, W, ...]`` scaled to cover ``size`` (width, height) and cut at the centre."""
    height, width = values.shape[:2]
    scale = max(size[0] / width, size[1] / height)
    wide, high = max(size[0], round(width * scale)), max(size[1], round(height * scale))
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC if values.ndim == 3 else cv2.INTER_LINEAR
    if (wide, high) != (width, height):
        values = cv2.resize(values, (wide, high), interpolation=method)
    left, top = (wide - size[0]) // 2, (high - size[1]) // 2
    return np.ascontiguousarray(values[top : top + size[1], left : left + size[0]])


def _size(pixels: Pixels, side: int, most: int) -> tuple[int, int]:
    """Width and height in multiples of 16: the shorter side ``side`` at most, the longer ``most``, never
    enlarged by more than the rounding."""
    height, width = pixels.shape[:2]
    scale = min(1.0, side / min(width, height), most / max(width, height))
    return max(SMALLEST, round(width * scale / 16) * 16), max(SMALLEST, round(height * scale / 16) * 16)


def _key(kind: str, identity: str, place: object, content: bytes | Pixels) -> str:
    digest = hashlib.sha256(f"{CODE}:{kind}:{identity}:{place}:".encode())
    digest.update(content if isinstance(content, bytes) else content.tobytes())
    return digest.hexdigest()
