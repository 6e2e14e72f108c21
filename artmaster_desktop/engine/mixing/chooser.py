"""Asking the gate: for one prompt, or for every place that leaves the choice to it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch

from artmaster_desktop.core.choice import NO_CHOICES, PARTS, AreaChoice, Choices, Odds, settled
from artmaster_desktop.core.choosing import GateMode
from artmaster_desktop.core.gate_question import GateWish
from artmaster_desktop.core.painter import Painter, PainterRef
from artmaster_desktop.core.ports import ModelCaps
from artmaster_desktop.engine.engine import PaintEngine
from artmaster_desktop.engine.mixing.explaining import Asked, logits_of, place_reasons, word_reasons
from artmaster_desktop.engine.mixing.features import Heard, hear, leaning, placed
from artmaster_desktop.engine.mixing.gate_file import Gate, check_gate, read_gate


class Chooser:
    """The gate of one file, asked for painters of a library on the model of ``caps``."""

    def __init__(
        self, engine: PaintEngine, caps: ModelCaps, path: Path, painters: Sequence[Painter | PainterRef]
    ) -> None:
        """Raises GateFileError where the gate does not fit the model or the painters."""
        self._engine, self._caps = engine, caps
        self.gate: Gate = read_gate(path)
        self._known, self.unknown = check_gate(self.gate, path, caps.identity, painters)

    def choices(self, wishes: Sequence[GateWish]) -> Choices:
        """The choice for every one of ``wishes``; reads no weights where there is none."""
        if not wishes:
            return NO_CHOICES
        return Choices(self.gate.sha256, tuple(self.choose(wish) for wish in wishes), self.unknown)

    def choose(self, wish: GateWish) -> AreaChoice:
        """Whom the gate would hire for ``wish``, and why."""
        card, network = self.gate.card, self.gate.network
        seen = wish.places if wish.choosing.mode is GateMode.COMPOSITION else ()
        weights: dict[str, float] = {}
        for share in (*wish.sliders, *wish.own):
            if share.enabled:
                weights[share.painter.slug] = max(share.weight, weights.get(share.painter.slug, 0.0))
        asked = Asked(wish.text, placed(seen, card.kinds), leaning(weights, card.slugs))
        odds = self._odds(logits_of(network, self._listen, [wish.text], asked)[0])
        choice = AreaChoice(wish.region, odds, settled(odds, wish.own, wish.choosing.top))
        if not odds:
            return choice
        first = choice.first.painter.slug
        words = word_reasons(network, self._listen, asked, card.slugs, first)
        places = place_reasons(network, asked, card.kinds, card.slugs, first)
        return AreaChoice(wish.region, odds, choice.shares, words, places)

    def _odds(self, logits: torch.Tensor) -> tuple[Odds, ...]:
        """The odds of the painters that are there; ``logits`` ``[parts, painters]`` are of all the taught."""
        slugs = self.gate.card.slugs
        rows = [slugs.index(ref.slug) for ref in self._known]
        if not rows:
            return ()
        told = logits[:, rows].double().softmax(-1)
        return tuple(
            Odds(ref, tuple(round(float(told[part, row]), 4) for part in range(len(PARTS))))
            for row, ref in enumerate(self._known)
        )

    def _listen(self, texts: Sequence[str]) -> Heard:
        resident, _ = self._engine.host(self._caps, (), self._caps.min_side**2)
        model = resident.model
        with resident.at_work(model.clip, model.t5):
            return hear(model, texts, self.gate.card.padded)
