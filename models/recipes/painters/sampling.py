"""Painting with the plain diffusers pipeline, in batches."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

U8 = NDArray[np.uint8]
TEXT_TOKENS = 64
"""T5 tokens a caption is padded to: what the starter is mostly trained with and the program gives."""


def load_pipeline(folder: str, device: torch.device, dtype: torch.dtype = torch.float32) -> Any:
    """The FluxPipeline of a local folder, silent. In fp32 unless told: bf16 would round times to steps of
    1/256.
    """
    from diffusers import FluxPipeline
    from diffusers.utils import logging
    from transformers.utils import logging as transformers_logging

    logging.set_verbosity_error()
    for one in (logging, transformers_logging):
        one.disable_progress_bar()
    pipe = FluxPipeline.from_pretrained(folder, dtype=dtype, local_files_only=True)
    pipe.set_progress_bar_config(disable=True)
    return pipe.to(device)


def paint_batch(
    pipe: Any,
    prompts: Sequence[str],
    seeds: Sequence[int],
    size: tuple[int, int] = (512, 512),
    steps: int = 20,
    guidance: float = 3.5,
    batch: int = 25,
    tokens: int = TEXT_TOKENS,
) -> U8:
    """One picture for each prompt and seed, uint8[N, H, W, 3]; `size` is (width, height)."""
    width, height = size
    pictures: list[U8] = []
    for start in range(0, len(prompts), batch):
        chunk = list(prompts[start : start + batch])
        generators = [torch.Generator("cpu").manual_seed(s) for s in seeds[start : start + batch]]
        images = pipe(
            chunk,
            width=width,
            height=height,
            num_inference_steps=steps,
            guidance_scale=guidance,
            generator=generators,
            max_sequence_length=tokens,
            output_type="np",
        ).images
        pictures.append(np.clip(np.asarray(images, dtype=np.float32) * 255.0 + 0.5, 0, 255).astype(np.uint8))
    return np.concatenate(pictures)
