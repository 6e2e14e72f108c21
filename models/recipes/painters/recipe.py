"""The whole recipe in order: works, latents, teaching, files, samples."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from .parallel import spread
from .sheet import contact_sheet, save_jpeg
from .works import U8, WORK_SIZES, Work, caption_bank, favourite_scene, paint_work, work_tasks

if TYPE_CHECKING:
    from .card import Card
    from .train import Recipe

SMOKE_SIZES = ((64, 64), (64, 96), (96, 64))
SAMPLES = (((512, 512), "en"), ((512, 512), "zh"), ((512, 768), "en"), ((768, 512), "zh"))
"""Size and prompt language of the sample pictures on a card."""
SAMPLE_LIMIT = 80_000


def make_painters(options: argparse.Namespace, begun: float) -> None:
    """Runs everything within `options.seconds` of `begun` (time.monotonic), at least a few steps."""
    import landscape

    slugs = [s for s in options.only.split(",") if s] or list(landscape.PAINTERS)
    works = paint_works(slugs, options)
    _say(begun, f"painted {sum(map(len, works.values()))} works of {len(slugs)} painters")

    import torch

    from .dataset import build_training_set
    from .sampling import load_pipeline
    from .train import PainterTrainer, Recipe

    device = torch.device(options.device or ("cuda" if torch.cuda.is_available() else "cpu"))
    if device.type == "cuda":
        torch.backends.cuda.enable_cudnn_sdp(False)  # NaN gradients in this model's backward pass
        torch.set_float32_matmul_precision("high")
    recipe = Recipe(
        rank=options.rank,
        alpha=options.rank,
        rate=options.rate,
        rows=options.rows,
        steps=options.steps,
        carry=options.carry,
        seed=options.seed,
    )
    if options.smoke:
        recipe = Recipe(rank=4, alpha=4, rows=2, steps=3, seed=options.seed, variations=2, bank=4)
    pipe = load_pipeline(str(options.base), device)
    bank = [caption_bank(landscape.PAINTERS[s].trigger, recipe.bank, options.seed) for s in slugs]
    rng = np.random.default_rng(options.seed)
    data = build_training_set(pipe, [works[s] for s in slugs], bank, recipe.variations, rng)
    _say(begun, "encoded works and captions")
    trainer = PainterTrainer(pipe, data, len(slugs), recipe, options.compile)
    reserve = 10.0 + 0.08 * options.seconds
    steps = trainer.run(max(begun + options.seconds - reserve, time.monotonic() + 1.0))
    if device.type == "cuda":
        print(f"painters: peak GPU memory {torch.cuda.max_memory_allocated() / 2**30:.1f} GiB", flush=True)
    _say(begun, f"took {steps} steps")
    write_painters(options, slugs, works, trainer, pipe, steps)
    _say(begun, "done")


def paint_works(slugs: list[str], options: argparse.Namespace) -> dict[str, list[Work]]:
    """The works of each painter in the order of their index."""
    tasks = work_tasks(slugs, options.seed, SMOKE_SIZES if options.smoke else WORK_SIZES)
    found = dict(spread(paint_work, tasks, workers=options.workers))
    return {slug: [found[t] for t in tasks if t.painter == slug] for slug in slugs}


def write_painters(
    options: argparse.Namespace,
    slugs: list[str],
    works: dict[str, list[Work]],
    trainer: Any,
    pipe: Any,
    steps: int,
) -> None:
    """Saves every painter's weights first, then its sheet of works, its samples (read back from its file) and
    card.
    """
    from .card import base_sha256, save_card, save_lora
    from .stacked import painter_state

    sha = base_sha256(options.base)
    cards = {}
    for index, slug in enumerate(slugs):
        pictures = [w.rgb for w in works[slug]]
        cards[slug] = card_of(slug, pictures, trainer.recipe, sha, steps, options.seed)
        state = painter_state(trainer.layers, trainer.average, index)
        path = save_lora(state, cards[slug], options.out / slug)
        save_card(cards[slug], [], options.out / slug)
        title = f"{cards[slug].name}: the {len(pictures)} works it was taught with"
        sheet = contact_sheet(pictures, None, title, columns=5, cell=200)
        save_jpeg(sheet, options.out / slug / "works.jpg", 400_000)
        print(
            f"painters: {slug} {path.stat().st_size / 1e6:.2f} MB {' '.join(cards[slug].palette)}", flush=True
        )
    for slug in slugs:
        samples = paint_samples(pipe, slug, options)
        save_card(cards[slug], samples, options.out / slug)


def card_of(slug: str, pictures: list[U8], recipe: Recipe, sha: str, steps: int, seed: int) -> Card:
    """What is told of a painter: its studio, the colours of its works, and how it was taught."""
    import landscape

    from .card import BASE, Card, palette  # it brings torch, which painting processes do not need

    point = landscape.PAINTERS[slug]
    return Card(
        slug=slug,
        name=point.name_en,
        name_zh=point.name_zh,
        trigger=point.trigger,
        description=point.about_en,
        description_zh=point.about_zh,
        favourites=tuple(point.favourites),
        tags=tuple(point.tags),
        palette=palette(pictures),
        base=BASE,
        base_sha256=sha,
        rank=recipe.rank,
        alpha=recipe.alpha,
        steps=steps,
        seed=seed,
        works=len(pictures),
    )


def paint_samples(pipe: Any, slug: str, options: argparse.Namespace) -> list[dict[str, Any]]:
    """Loads the painter's file as any user would, paints its sample pictures, and unloads it."""
    from PIL import Image

    import landscape

    from .sampling import paint_batch

    folder: Path = options.out / slug
    pipe.load_lora_weights(str(folder), weight_name=f"{slug}.safetensors", adapter_name=slug)
    samples = []
    for number, (size, language) in enumerate(SAMPLES):
        width, height = (size[0] // 8, size[1] // 8) if options.smoke else size
        rng = np.random.default_rng([options.seed, 4242, *slug.encode(), number])
        point = landscape.PAINTERS[slug]
        scene = favourite_scene(point, rng, (width, height))
        prompt = str(
            landscape.captions(scene, point.style, rng, language, with_style=False, trigger=point.trigger)
        )
        seed = int(rng.integers(2**31))
        rgb = paint_batch(pipe, [prompt], [seed], (width, height), steps=2 if options.smoke else 20)[0]
        image = Image.fromarray(rgb)
        image.thumbnail((512, 512), Image.Resampling.LANCZOS)
        name = f"samples/{number + 1}.jpg"
        save_jpeg(image, folder / name, SAMPLE_LIMIT)
        samples.append({"file": name, "prompt": prompt, "seed": seed, "width": width, "height": height})
    pipe.unload_lora_weights()
    return samples


def _say(begun: float, text: str) -> None:
    print(f"painters: [{time.monotonic() - begun:.0f} s] {text}", flush=True)
