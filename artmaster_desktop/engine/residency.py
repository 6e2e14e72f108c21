"""Who is in memory: one model at a time, its networks where the placement says."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from weakref import WeakSet

import torch
from accelerate import init_empty_weights
from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL
from diffusers.models.transformers.transformer_flux import FluxTransformer2DModel
from torch import nn
from transformers import CLIPTextConfig, CLIPTextModel, T5Config, T5EncoderModel

from artmaster_desktop.core.errors import ModelUnreadable
from artmaster_desktop.core.ports import ModelCaps
from artmaster_desktop.engine.device import Choice, EngineOptions, choose
from artmaster_desktop.engine.faults import first_line, free_memory
from artmaster_desktop.engine.flux import weights
from artmaster_desktop.engine.flux.text import TextReader
from artmaster_desktop.engine.painters.convert import Shapes
from artmaster_desktop.engine.painters.formats import linear_shapes
from artmaster_desktop.engine.painters.keys import CLIP, T5
from artmaster_desktop.engine.studio import Studio


@dataclass(slots=True, eq=False)
class Resident:
    """A model in memory, where it was placed, the reader that remembers its texts, and the studio that holds
    its compiled steps once it was asked for one: all go together, since there may not be memory for two.
    """

    model: weights.FluxModel
    choice: Choice
    reader: TextReader
    _studio: Studio | None = None

    def compiled(self) -> Studio:
        """The compiled transformer's studio, kept as long as the model is."""
        if self._studio is None:
            self._studio = Studio(self.model.transformer, self.choice.device, self.choice.dtype)
        return self._studio

    @contextmanager
    def at_work(self, *networks: nn.Module) -> Iterator[None]:
        """``networks`` on the device while the block runs; where all are resident anyway, nothing moves."""
        moved = self.choice.offload != "none"
        streamed = self.choice.offload == "layers"
        networks = tuple(n for n in networks if not (streamed and n is self.model.transformer))
        try:
            if moved:
                for network in networks:
                    network.to(self.choice.device)
            yield
        finally:
            if moved:
                for network in networks:
                    network.to("cpu")
                if self.choice.device.type == "cuda":
                    torch.cuda.empty_cache()


_HOSTS: WeakSet[Residency] = WeakSet()


class Residency:
    """Keeps the model of the last job; another one takes its place."""

    def __init__(self, options: EngineOptions) -> None:
        _HOSTS.add(self)
        self._options = options
        self._resident: Resident | None = None
        self._pixels = self._beside = 0

    def host(self, caps: ModelCaps, pixels: int, beside: int = 0) -> Resident:
        """The model of ``caps``, loaded and placed for a picture of ``pixels``; kept for the next job. Other
        networks of ``beside`` numbers will be at work beside its transformer.
        """
        known = self._resident
        if known is not None and known.model.caps == caps and self._holds(known, pixels, beside):
            self._pixels, self._beside = max(self._pixels, pixels), max(self._beside, beside)
            return known
        known = None
        self.evict()
        choice = _choice(caps.path, pixels, self._options, beside)
        model = weights.load(caps.path, choice.dtype)
        if choice.offload == "none":
            for network in model.networks:
                network.to(choice.device)
        elif choice.offload == "layers":
            model.transformer.enable_group_offload(
                onload_device=choice.device,
                offload_device=torch.device("cpu"),
                offload_type="leaf_level",
                use_stream=True,
            )
        reader = TextReader(model.clip, model.t5, model.clip_tokenizer, model.t5_tokenizer)
        self._resident, self._pixels, self._beside = Resident(model, choice, reader), pixels, beside
        return self._resident

    def _holds(self, known: Resident, pixels: int, beside: int) -> bool:
        """Whether the model, placed for a smaller picture, is placed well for ``pixels`` too."""
        device = known.choice.device
        if (pixels <= self._pixels and beside <= self._beside) or device.type != "cuda":
            return True
        memory = self._options.memory
        if memory is None:  # all that is ours would be free again
            memory = free_memory(device) + torch.cuda.memory_reserved(device)
        options = replace(self._options, memory=memory)
        choice = _choice(known.model.caps.path, max(pixels, self._pixels), options, max(beside, self._beside))
        return choice.offload == known.choice.offload

    def evict(self) -> None:
        """Forget the model and give its memory back."""
        self._resident = None
        gc.collect()
        if torch.cuda.is_available():
            torch.cuda.empty_cache()


def make_room() -> None:
    """Forget every model that has painted in this process: somebody needs the memory now, and it is loaded
    again with the next job. Nothing may be painting meanwhile.
    """
    for host in tuple(_HOSTS):
        host.evict()


def forecast(path: Path, options: EngineOptions | None = None) -> tuple[ModelCaps, Choice]:
    """What the model at ``path`` is and where it would run, without loading its weights."""
    caps = weights.describe(path)
    return caps, _choice(path, caps.best, options or EngineOptions())


def _choice(path: Path, pixels: int, options: EngineOptions, beside: int = 0) -> Choice:
    sizes = [sum(p.numel() for p in network.parameters()) for network in _skeletons(path).values()]
    return choose(sum(sizes) + beside, max(sizes) + beside, pixels, options)


def layer_shapes(path: Path) -> tuple[Shapes, Mapping[str, Shapes]]:
    """(outputs, inputs) of every linear layer of the model at ``path`` by its diffusers name: of the
    transformer, and of each text encoder. From the config files alone."""
    networks = _skeletons(path)
    texts = {CLIP: linear_shapes(networks["text_encoder"]), T5: linear_shapes(networks["text_encoder_2"])}
    return linear_shapes(networks["transformer"]), texts


def _skeletons(path: Path) -> dict[str, nn.Module]:
    """The networks at ``path`` without their numbers, from the config files alone."""
    folder, config = weights.transformer_config(path)
    read = {part: weights.read_json(folder / part / "config.json") for part in weights.WITH_CONFIG}
    makers: dict[str, Callable[[], nn.Module]] = {
        "transformer": lambda: FluxTransformer2DModel.from_config(config),
        "vae": lambda: AutoencoderKL.from_config(read["vae"]),
        "text_encoder": lambda: CLIPTextModel(CLIPTextConfig(**read["text_encoder"])),
        "text_encoder_2": lambda: T5EncoderModel(T5Config(**read["text_encoder_2"])),
    }
    return {part: _skeleton(path, part, make) for part, make in makers.items()}


def _skeleton(path: Path, part: str, make: Callable[[], nn.Module]) -> nn.Module:
    try:
        with init_empty_weights():
            return make()
    except weights.UNREADABLE as error:
        raise ModelUnreadable(path, f"{part}/config.json", first_line(error)) from error
