"""Why the gate chose: which words and which places spoke for a painter, in nats of log-odds.

Words are judged by leaving each out and reading the text again: exact, and true of a word's effect on its
neighbours too. Places and single tokens are terms of the network's sum: exact by construction.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from artmaster_desktop.core.choice import PARTS, Reason
from artmaster_desktop.engine.mixing.features import Heard, inputs_of
from artmaster_desktop.engine.mixing.network import GateNetwork

Listen = Callable[[Sequence[str]], Heard]
"""Reads texts through the base's encoders."""

WORD = re.compile("[\u3400-\u9fff]+|[^\\W_]+(?:['\u2019-][^\\W_]+)*")
"""A word: Latin letters with inner dashes, or a run of Chinese between marks."""

LEAST = 0.05
"""Nats below which a reason is no reason."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question to the gate: the text, its places ``[kinds, PLACE]`` and the sliders ``[painters]``."""

    text: str
    places: Tensor
    lean: Tensor


def logits_of(network: GateNetwork, listen: Listen, texts: Sequence[str], asked: Asked) -> Tensor:
    """``[texts, parts, painters]``: ``texts`` in the place of the asked one."""
    with torch.no_grad():
        logits: Tensor = network(inputs_of(listen(texts), asked.places, asked.lean))
    return logits


def margins(logits: Tensor) -> Tensor:
    """Log-odds against the mean of all painters, over the three parts: ``[..., painters]``."""
    return (logits - logits.mean(-1, keepdim=True)).mean(-2)


def without_each_word(text: str) -> list[tuple[str, str]]:
    """(word, the text without it), for every word in its order."""
    return [(found.group(), f"{text[: found.start()]}{text[found.end() :]}") for found in WORD.finditer(text)]


def word_reasons(
    network: GateNetwork, listen: Listen, asked: Asked, painters: Sequence[str], slug: str, most: int = 5
) -> tuple[Reason, ...]:
    """The words whose absence changes the log-odds of ``slug`` most, the loudest first."""
    parted = without_each_word(asked.text)
    if not parted:
        return ()
    texts = [asked.text, *(rest for _, rest in parted)]
    told = margins(logits_of(network, listen, texts, asked))[:, painters.index(slug)]
    changes = (told[0] - told[1:]).tolist()
    return _loudest([Reason(word, slug, w) for (word, _), w in zip(parted, changes, strict=True)], most)


def place_reasons(
    network: GateNetwork,
    asked: Asked,
    kinds: Sequence[str],
    painters: Sequence[str],
    slug: str,
    most: int = 5,
) -> tuple[Reason, ...]:
    """The subjects whose place spoke loudest for or against ``slug``: terms of the network's sum."""
    with torch.no_grad():
        said = torch.einsum("kf,kfo->ko", asked.places, network.place)
    told = margins(said.unflatten(-1, (len(PARTS), network.painters)))[:, painters.index(slug)].tolist()
    return _loudest([Reason(kind, slug, w) for kind, w in zip(kinds, told, strict=True)], most)


def _loudest(reasons: Sequence[Reason], most: int) -> tuple[Reason, ...]:
    loud = [Reason(r.what, r.painter, round(r.weight, 3)) for r in reasons if abs(r.weight) >= LEAST]
    return tuple(sorted(loud, key=lambda reason: -abs(reason.weight))[:most])
