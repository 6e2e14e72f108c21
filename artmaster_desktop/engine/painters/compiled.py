"""Compiled blocks: one compilation for all blocks of a kind, kept while painters and regions come and go."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch

KEPT = 64
"""Compiled variants kept for each kind of block: sizes of canvas, lengths of text, with and without
painters."""


@contextmanager
def compiled_blocks(transformer: Any, **options: Any) -> Iterator[None]:
    """Run the blocks of a diffusers transformer compiled inside the ``with`` block, and as they were outside.

    What was compiled is kept and taken up again at the next time. Attach painters (with ``Room``) first.
    Shapes are compiled as they are: a graph for any length costs every job a part of its speed. ``options``
    go to ``torch.compile``.
    """
    torch._dynamo.config.recompile_limit = max(torch._dynamo.config.recompile_limit, KEPT)
    try:
        transformer.compile_repeated_blocks(**({"fullgraph": True, "dynamic": False} | options))
        yield
    finally:
        for block in (*transformer.transformer_blocks, *transformer.single_transformer_blocks):
            block._compiled_call_impl = None
