"""Both tokenisers, trained on the recipe's own captions and kept in the classes FluxPipeline names.

T5: a Unigram model (Kudo 2018, arXiv:1804.10959) with `<pad>` 0, `</s>` 1, `<unk>` 2. CLIP: byte-level BPE
with the start and end marks as the two highest ids, so that CLIPTextModel pools at the end mark both by its
id and by the older arg-max rule.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Regex, Tokenizer, models, trainers
from tokenizers.pre_tokenizers import ByteLevel, Split
from tokenizers.pre_tokenizers import Sequence as Steps
from transformers import CLIPTokenizer, T5TokenizerFast

from .plan import Plan

PAD, END, UNKNOWN = 0, 1, 2
_SPELLING = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,;:!?'\"()-/&+%，。、；：！？（）"
_MARK = "\ue000"
_WORD = re.compile(r"([^\s,.;:，。、；：！？]+)")


def train_t5(texts: Iterable[str], vocab: int) -> T5TokenizerFast:
    """Unigram tokeniser of about `vocab` pieces; every ASCII letter is a piece, so English is never unknown.

    Punctuation is kept apart while training, so that no piece runs across it: Chinese has no spaces to stop
    at. The trainer proposes only pieces that it meets in two different words, so every word is shown once
    more with a private mark at its end; otherwise common whole words would be missing.
    """
    shell = T5TokenizerFast(extra_ids=0)
    tokenizer = Tokenizer(models.Unigram())
    marks = Split(Regex("[,.;:，。、；：！？]"), "isolated")
    tokenizer.pre_tokenizer = Steps([shell.backend_tokenizer.pre_tokenizer, marks])
    trainer = trainers.UnigramTrainer(
        vocab_size=vocab,
        special_tokens=["<pad>", "</s>", "<unk>"],
        unk_token="<unk>",
        max_piece_length=14,
        initial_alphabet=list(_SPELLING),
        show_progress=False,
    )
    tokenizer.train_from_iterator(
        (t for text in texts for t in (text, _WORD.sub(rf"\1{_MARK}", text))), trainer
    )
    vocabulary = json.loads(tokenizer.to_str())["model"]["vocab"]
    pieces = [(piece, float(score)) for piece, score in vocabulary if _MARK not in piece]
    known = {piece for piece, _ in pieces}
    lowest = min(score for _, score in pieces[3:]) - 1.0
    pieces += [(mark, lowest) for mark in ("▁", *_SPELLING) if mark not in known]
    return T5TokenizerFast(vocab=pieces, extra_ids=0, model_max_length=512)


def train_clip(texts: Iterable[str], vocab: int) -> CLIPTokenizer:
    """Byte-level BPE tokeniser of at most `vocab` entries; any text can be spelled in bytes."""
    shell = CLIPTokenizer()
    tokenizer = Tokenizer(models.BPE(end_of_word_suffix="</w>", continuing_subword_prefix=""))
    tokenizer.normalizer = shell.backend_tokenizer.normalizer
    tokenizer.pre_tokenizer = shell.backend_tokenizer.pre_tokenizer
    alphabet = sorted(ByteLevel.alphabet())
    trainer = trainers.BpeTrainer(
        vocab_size=vocab - 258,
        initial_alphabet=alphabet,
        end_of_word_suffix="</w>",
        continuing_subword_prefix="",
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    model = json.loads(tokenizer.to_str())["model"]
    merges = [tuple(m) if isinstance(m, list) else tuple(m.split(" ")) for m in model["merges"]]
    words = sorted(model["vocab"], key=model["vocab"].__getitem__)
    words += [f"{byte}</w>" for byte in alphabet if f"{byte}</w>" not in model["vocab"]]
    words += ["<|startoftext|>", "<|endoftext|>"]
    return CLIPTokenizer(vocab={word: i for i, word in enumerate(words)}, merges=merges, model_max_length=77)


def build(plan: Plan, folder: Path, seed: int) -> Tokens:
    """Draw captions of random scenes, train both tokenisers on them, save them under `folder` and load them
    back."""
    from landscape import random_scene, random_style

    from .captions import variants

    rng = np.random.default_rng((seed, 77))
    texts: list[str] = []
    while len(texts) < plan.tokeniser_texts:
        width, height = plan.formats["square"]
        texts += variants(random_scene(rng, width, height), random_style(rng), rng, 6)
    train_t5(texts, plan.t5_vocab).save_pretrained(folder / "tokenizer_2")
    train_clip(texts, plan.clip_vocab).save_pretrained(folder / "tokenizer")
    return Tokens(folder)


class Tokens:
    """The two tokenisers as FluxPipeline uses them, giving int16 arrays."""

    def __init__(self, folder: Path) -> None:
        self.t5_tokenizer = T5TokenizerFast.from_pretrained(folder / "tokenizer_2")
        self.clip_tokenizer = CLIPTokenizer.from_pretrained(folder / "tokenizer")

    def t5(self, texts: Sequence[str], length: int) -> NDArray[np.int16]:
        """T5 ids [n, length], cut at `length` with the end mark kept, padded with 0."""
        ids = self.t5_tokenizer(
            list(texts), padding="max_length", max_length=length, truncation=True
        ).input_ids
        return np.asarray(ids, np.int16)

    def clip(self, texts: Sequence[str]) -> NDArray[np.int16]:
        """CLIP ids [n, 77], padded with the end mark."""
        ids = self.clip_tokenizer(list(texts), padding="max_length", max_length=77, truncation=True).input_ids
        return np.asarray(ids, np.int16)
