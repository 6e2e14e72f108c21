"""Teaching with the program's own lessons and network; apart from painting, whose processes need no torch."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

from artmaster_desktop.core.composition import INK, SUBJECTS, Placed
from artmaster_desktop.core.vocabulary import read_vocabulary
from artmaster_desktop.engine.flux import weights
from artmaster_desktop.engine.mixing.features import hear, leaning, placed
from artmaster_desktop.engine.mixing.gate_file import Gate, GateCard, write_gate
from artmaster_desktop.engine.mixing.lessons import ANYBODY, Example, lessons_of
from artmaster_desktop.engine.mixing.network import Inputs
from artmaster_desktop.engine.mixing.teaching import Recipe, teach
from artmaster_desktop.storage.library import PainterLibrary

from .captions import Captioned

Places = tuple[tuple[str, float, float, float], ...]


def taught(
    learnt: Sequence[Captioned], nobodys: Sequence[str], options: argparse.Namespace
) -> tuple[Gate, Callable[[Sequence[str], Sequence[Places]], np.ndarray]]:
    """The gate, and the function that asks it."""
    caps = weights.describe(options.base)
    model = weights.load(options.base, torch.float32)
    library = PainterLibrary([options.painters], options.out.parent / ".gate-hashes.json")
    wanted = {c.painter for c in learnt}
    painters = sorted((p for p in library.all() if p.slug in wanted), key=lambda p: p.slug)
    (options.out.parent / ".gate-hashes.json").unlink(missing_ok=True)
    assert {p.slug for p in painters} == wanted, "every painter that is captioned must lie in the folder"
    words = read_vocabulary(f.read_text("utf-8") for f in sorted(options.vocabulary.glob("*.json")))
    subjects = [t.id for shelf in words.shelves if shelf.kind == SUBJECTS for t in shelf.terms]
    seen = {kind for c in learnt for kind, *_ in c.places}
    kinds = tuple(kind for kind in (*subjects, INK) if kind in seen)
    slugs = tuple(p.slug for p in painters)
    rng = np.random.default_rng([options.seed, 3])
    examples = [Example(c.painter, c.text, _places(c.places)) for c in learnt]
    examples += [Example(ANYBODY, text) for text in nobodys]
    lessons = lessons_of(examples, {p.slug: p.trigger for p in painters}, words, options.mixed, rng)
    heard = hear(model, [lesson.text for lesson in lessons], caps.text_tokens)
    recipe = Recipe(epochs=options.epochs, seed=options.seed)
    network = teach(heard, lessons, slugs, kinds, recipe, lambda done, of: None)
    card = GateCard(
        base=caps.identity,
        base_name=caps.name,
        painters=tuple((p.slug, p.sha256) for p in painters),
        kinds=kinds,
        padded=caps.text_tokens,
        tokens=heard.tokens.shape[-1],
        pooled=heard.pooled.shape[-1],
    )

    def choose(texts: Sequence[str], places: Sequence[Places]) -> np.ndarray:
        read = hear(model, texts, caps.text_tokens)
        where = torch.stack([placed(_places(row), kinds) for row in places])
        lean = leaning({}, slugs).expand(len(texts), -1)
        with torch.no_grad():
            logits = network(Inputs(read.tokens, read.real, read.pooled, where, lean))
        odds: np.ndarray = logits.double().softmax(-1).numpy()
        return odds

    return Gate(card, network), choose


def saved(gate: Gate, report: dict[str, Any], out: Path) -> None:
    """`gate.safetensors` and `card.json`, with the measures in short."""
    short = {
        name: {key: value for key, value in row.items() if not isinstance(value, dict)}
        for name, row in report["captions"].items()
    }
    told = {"command": report["command"], "seed": report["seed"], "held_out": short, "licence": "CC0-1.0"}
    out.mkdir(parents=True, exist_ok=True)
    full = replace(gate, card=replace(gate.card, told=told))
    write_gate(out / "gate.safetensors", full, _write)


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def _places(rows: Places) -> tuple[Placed, ...]:
    return tuple(Placed(*row) for row in rows)
