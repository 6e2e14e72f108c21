"""From words to what the transformer reads. Encoded once per text and kept, since edits rarely touch every
text.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from transformers import CLIPTextModel, PreTrainedTokenizerBase, T5EncoderModel

from artmaster_desktop.engine.painters.adapter import LowRank

TextParts = Mapping[str, LowRank]
"""A painter's part for one text encoder: low-rank additions by module name."""


@dataclass(frozen=True, slots=True, eq=False)
class ReadText:
    """One text as the transformer takes it: ``tokens`` ``[1, n, d]`` (T5), ``pooled`` ``[1, p]`` (CLIP).

    Both lie on the CPU: a long text of FLUX.1-dev is 4 MiB, and dozens are kept.

    ``length`` is the number of real tokens (with the end mark), ``full`` that of the text before it was cut.
    """

    tokens: Tensor
    pooled: Tensor
    length: int
    full: int


@dataclass(frozen=True, slots=True)
class Accent:
    """A painter's hand on the text encoders: its parts for CLIP and T5, with the weight it has on this
    text. ``name`` tells it from every other painter: what was read is remembered by it.
    """

    name: str
    clip: TextParts
    t5: TextParts
    weight: float


class TextReader:
    """Reads texts with a model's two encoders, as FluxPipeline does (padded, without attention mask)."""

    def __init__(
        self,
        clip: CLIPTextModel,
        t5: T5EncoderModel,
        clip_tokenizer: PreTrainedTokenizerBase,
        t5_tokenizer: PreTrainedTokenizerBase,
        keep: int = 64,
    ) -> None:
        self._clip, self._t5 = clip, t5
        self._clip_tokenizer, self._t5_tokenizer = clip_tokenizer, t5_tokenizer
        self._kept: OrderedDict[tuple[object, ...], ReadText] = OrderedDict()
        self._keep = keep

    def knows(self, text: str, padded: int, accents: Sequence[Accent] = ()) -> bool:
        """Whether ``read`` would answer without running the encoders."""
        return self._key(text, padded, accents) in self._kept

    def read(self, text: str, padded: int, accents: Sequence[Accent] = ()) -> ReadText:
        """``text`` padded (or cut) to ``padded`` T5 tokens, read with the painters' ``accents`` on the
        encoders.
        """
        key = self._key(text, padded, accents)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        with ExitStack() as stack, torch.no_grad():
            for accent in accents:
                stack.enter_context(adapted(self._clip, accent.clip, accent.weight))
                stack.enter_context(adapted(self._t5, accent.t5, accent.weight))
            read = self._encoded(text, padded)
        self._kept[key] = read
        while len(self._kept) > self._keep:
            self._kept.popitem(last=False)
        return read

    @property
    def tokenizer(self) -> PreTrainedTokenizerBase:
        """T5's, whose tokens stand for the words; CLIP only gives the whole a direction."""
        return self._t5_tokenizer

    @staticmethod
    def _key(text: str, padded: int, accents: Sequence[Accent]) -> tuple[object, ...]:
        return (text, padded, *((a.name, a.weight) for a in accents if a.clip or a.t5))

    def _encoded(self, text: str, padded: int) -> ReadText:
        full = text_length(text, self._t5_tokenizer)
        ids = self._t5_tokenizer(
            [text], padding="max_length", max_length=padded, truncation=True, return_tensors="pt"
        ).input_ids
        tokens = self._t5(ids.to(self._t5.device), output_hidden_states=False)[0]
        clip_ids = self._clip_tokenizer(
            [text],
            padding="max_length",
            max_length=self._clip_tokenizer.model_max_length,
            truncation=True,
            return_tensors="pt",
        ).input_ids
        pooled = self._clip(clip_ids.to(self._clip.device), output_hidden_states=False).pooler_output
        tokens, pooled = tokens.to("cpu", self._t5.dtype), pooled.to("cpu", self._clip.dtype)
        return ReadText(tokens, pooled, min(full, padded), full)


def text_length(text: str, tokenizer: PreTrainedTokenizerBase) -> int:
    """Tokens of ``text`` with its end mark, uncut."""
    return len(tokenizer(text).input_ids)


def unread(text: str, tokenizer: PreTrainedTokenizerBase) -> tuple[str, ...]:
    """The parts of ``text``, each once, for which ``tokenizer`` has only the mark for unknown ones: all of
    Chinese for T5 as FLUX.1 has it, rare characters for the starter.
    """
    if tokenizer.unk_token_id is None:
        return ()
    read = tokenizer(text, return_offsets_mapping=True)
    spans = zip(read["input_ids"], read["offset_mapping"], strict=True)
    found = (text[start:end].strip() for token, (start, end) in spans if token == tokenizer.unk_token_id)
    return tuple(dict.fromkeys(part for part in found if part))


@contextmanager
def adapted(encoder: nn.Module, parts: TextParts, weight: float) -> Iterator[None]:
    """``encoder`` with low-rank additions on its linear layers while the block runs; its weights are never
    written.
    """
    modules = dict(encoder.named_modules())
    handles = [modules[name].register_forward_hook(_addition(part, weight)) for name, part in parts.items()]
    try:
        yield
    finally:
        for handle in handles:
            handle.remove()


class _Addition:
    def __init__(self, a: Tensor, b: Tensor) -> None:
        self.a, self.b = a, b

    def __call__(self, module: nn.Module, args: tuple[Tensor, ...], output: Tensor) -> Tensor:
        x = args[0]
        a, b = self.a.to(x.device, x.dtype), self.b.to(x.device, x.dtype)
        return output + (x @ a.T) @ b.T


def _addition(part: LowRank, weight: float) -> _Addition:
    return _Addition(part.a, part.b * weight)
