"""The gate to look at: who paints where, in which blocks, at which noise; where a LoRA keeps its ranks."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import torch

from artmaster_desktop.core.gate import BLOCK_GROUPS, NOISE_EDGES, GatePlan, GateRow
from artmaster_desktop.core.rank_map import LayerRank
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.engine.measures.drawing import FAINT, MARGIN, Page, fitted, heat
from artmaster_desktop.engine.painters.adapter import Adapter, LowRank

WIDTH = 1000
_MAP = 190
_CELL = (66, 30)
_FULL = 1.0
"""The gate that is drawn as dark as can be; a painter at 2 is written, not drawn darker."""


def noise_labels() -> tuple[str, ...]:
    """The noise bins in words, from high to low."""
    edges = (1.0, *NOISE_EDGES, 0.0)
    return tuple(f"{high:g} - {low:g}" for high, low in pairwise(edges))


def gate_picture(plan: GatePlan, painters: Sequence[str], areas: Sequence[str]) -> Pixels:
    """Every row of the plan: its area on the canvas, and its gate per block group and noise bin.

    ``painters`` and ``areas`` name the plan's. The heat-map on the left is coverage x weight, the table on
    the right weight x profile.
    """
    page = Page(WIDTH)
    page.words("The gate: who paints where, in which blocks, at which noise", 22)
    shares = ", ".join(f"{name} {share:.0%}" for name, share in zip(areas, plan.shares, strict=True))
    page.words(f"{plan.grid.width} x {plan.grid.height} tokens. {shares}.", 13, FAINT, 14)
    if not plan.rows:
        page.words("Nobody: the base paints alone.", 15)
    for row in plan.rows:
        _gate_row(page, plan, row, f"{painters[row.painter]} in {areas[row.area]}")
    _legend(page)
    return page.pixels()


def _gate_row(page: Page, plan: GatePlan, row: GateRow, title: str) -> None:
    page.words(f"{title}, weight {row.weight:g}", 16, space=6)
    top = page.y
    coverage = np.clip(plan.coverage[row.area] * row.weight / _FULL, 0.0, 1.0)
    scale = max(1, -(-_MAP // len(coverage)))
    colours = heat(np.repeat(np.repeat(coverage, scale, axis=0), scale, axis=1))
    small = fitted(colours, _MAP)
    small = small if small.shape[1] <= 2 * _MAP else fitted(colours, _MAP * 2 * _MAP // small.shape[1])
    page.picture_at(MARGIN, top + 20, small)
    left = MARGIN + max(small.shape[1], _MAP) + 150
    for j, label in enumerate(noise_labels()):
        page.text_at(left + j * _CELL[0] + _CELL[0] / 2, top + 14, label, 11, FAINT, "ms")
    values = [[row.weight * value for value in group] for group in row.profile.weights]
    for i, label in enumerate(BLOCK_GROUPS):
        page.text_at(left - 12, top + 20 + i * _CELL[1] + _CELL[1] / 2, label, 12, anchor="rm")
    page.table_at(left, top + 20, values, _CELL, [[f"{v:.2f}" for v in group] for group in values])
    page.text_at(
        left,
        top + 20 + len(values) * _CELL[1] + 14,
        "noise (sigma), from the first step to the last",
        11,
        FAINT,
    )
    words = "on texts: " + ", ".join(f"{value:.2f}" for value in row.texts)
    page.text_at(left, top + 20 + len(values) * _CELL[1] + 30, words, 11, FAINT)
    page.skip(max(small.shape[0], len(values) * _CELL[1] + 44) + 34)


def _legend(page: Page) -> None:
    ramp = heat(np.repeat(np.linspace(0, 1, 240)[None], 12, axis=0))
    page.skip(18)
    page.picture_at(MARGIN + 20, page.y - 14, ramp)
    page.text_at(MARGIN, page.y - 14, "0", 12, FAINT)
    page.text_at(MARGIN + 268, page.y - 14, "1 (as trained) and above", 12, FAINT)


def effective_rank(pair: LowRank) -> float:
    """How many directions the change really has: e to the entropy of its squared singular values' shares
    (after Roy and Vetterli 2007). Between 0 (no change at all) and the rank.
    """
    energies = singular_values(pair).square()
    total = float(energies.sum())
    if total <= 0.0:
        return 0.0
    shares = energies[energies > 0] / total
    return float(torch.exp(-(shares * shares.log()).sum()))


def singular_values(pair: LowRank) -> torch.Tensor:
    """Of ``b @ a``, largest first, float64 ``[rank]``, without ever making that large matrix."""
    left = torch.linalg.qr(pair.b.double().cpu()).R
    right = torch.linalg.qr(pair.a.double().cpu().T).R
    values: torch.Tensor = torch.linalg.svdvals(left @ right.T)
    return values


_KINDS = {"transformer_blocks": "double", "single_transformer_blocks": "single"}


def rank_map(adapter: Adapter) -> tuple[LayerRank, ...]:
    """Every adapted layer of the transformer's blocks, in the order of kind, block and name."""
    values = {name: singular_values(pair) for name, pair in adapter.modules.items()}
    most = max((float(one.norm()) for one in values.values()), default=0.0) or 1.0
    found: list[LayerRank] = []
    for name, one in values.items():
        kind, _, rest = name.partition(".")
        block, _, layer = rest.partition(".")
        if kind in _KINDS and block.isdigit():
            rank, strength = effective_rank(adapter.modules[name]), float(one.norm()) / most
            found.append(LayerRank(_KINDS[kind], int(block), layer, rank, strength))
    return tuple(sorted(found, key=lambda one: (one.kind, one.block, one.layer)))


def rank_picture(adapter: Adapter, title: str) -> Pixels:
    """Every adapted layer of the transformer: its strength as shade, its effective rank as a number.

    Strength is the Frobenius norm of the change beside the adapter's largest.
    """
    ranks = {name: effective_rank(pair) for name, pair in adapter.modules.items()}
    norms = {name: float(singular_values(pair).norm()) for name, pair in adapter.modules.items()}
    most = max(norms.values(), default=0.0) or 1.0
    kinds = {"transformer_blocks": "double blocks", "single_transformer_blocks": "single blocks"}
    found = [(kind, _blocks(adapter, kind)) for kind in kinds]
    columns = max((len(blocks) for _, blocks in found), default=1)
    cell = (max(22, min(52, 1400 // max(1, columns))), 24)
    page = Page(max(640, 2 * MARGIN + 150 + columns * cell[0]))
    page.words(f"Where {title} keeps its ranks", 22)
    page.words(f"{len(ranks)} layers. Number: effective rank. Shade: strength of the change.", 13, FAINT, 14)
    for kind, blocks in found:
        layers = sorted({name.split(".", 2)[2] for name in ranks if name.split(".", 1)[0] == kind})
        if not layers:
            continue
        page.words(kinds[kind], 15)
        page.skip(18)
        top = page.y
        names = [[f"{kind}.{block}.{layer}" for block in blocks] for layer in layers]
        for j, block in enumerate(blocks):
            page.text_at(MARGIN + 150 + j * cell[0] + cell[0] / 2, top - 5, str(block), 11, FAINT, "ms")
        for i, layer in enumerate(layers):
            page.text_at(MARGIN + 140, top + i * cell[1] + cell[1] / 2, layer, 11, anchor="rm")
        values = [[norms[name] / most if name in norms else None for name in row] for row in names]
        texts = [[f"{ranks[name]:.0f}" if name in ranks else "" for name in row] for row in names]
        page.table_at(MARGIN + 150, top, values, cell, texts)
        page.skip(len(layers) * cell[1] + 16)
    return page.pixels()


def _blocks(adapter: Adapter, kind: str) -> list[int]:
    parts = [name.split(".") for name in adapter.modules]
    return sorted({int(part[1]) for part in parts if part[0] == kind and part[1].isdigit()})


def sensitivity_picture(maps: Sequence[tuple[str, Sequence[Sequence[float]]]], title: str) -> Pixels:
    """Measured maps side by side, each shaded beside its own largest cell."""
    page = Page(2 * MARGIN + 110 + len(maps) * (4 * 56 + 28))
    page.words(title, 20)
    page.words("Part of the change that falls to each block group and noise bin, in percent.", 13, FAINT, 10)
    page.skip(40)
    top = page.y
    for i, label in enumerate(BLOCK_GROUPS):
        page.text_at(MARGIN + 100, top + i * 30 + 15, label, 12, anchor="rm")
    for k, (name, cells) in enumerate(maps):
        left = MARGIN + 110 + k * (4 * 56 + 28)
        page.text_at(left, top - 36, name, 14)
        for j, label in enumerate(noise_labels()):
            page.text_at(left + j * 56 + 28, top - 6, label, 10, FAINT, "ms")
        most = max(max(row) for row in cells) or 1.0
        values = [[value / most for value in row] for row in cells]
        page.table_at(left, top, values, (56, 30), [[f"{value:.0%}" for value in row] for row in cells])
    page.skip(len(BLOCK_GROUPS) * 30 + 10)
    return page.pixels()
