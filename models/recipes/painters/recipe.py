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
REHEARSAL = 64 * 2**30
"""Bytes of the device that must be free for a rehearsal."""


def make_painters(options: argparse.Namespace, begun: float) -> None:
    """Runs everything within `options.seconds`, at least a few steps, and not beyond `options.deadline`.

    The time counts from `begun` (time.monotonic), or from when the base is there if it is still to come:
    until then all is compiled and tried on `options.stand_in`, a base of the same anatomy.
    """
    import landscape

    slugs = [s for s in options.only.split(",") if s] or list(landscape.PAINTERS)
    works = paint_works(slugs, options)
    _say(begun, f"painted {sum(map(len, works.values()))} works of {len(slugs)} painters")

    import torch

    from starter.runtime import prepare

    device = torch.device(options.device or ("cuda" if torch.cuda.is_available() else "cpu"))
    prepare(device)
    recipe = recipe_of(options)
    teaching = Teaching(options, slugs, works, recipe, device)
    complete = options.base / "card.json"
    if options.stand_in is not None:
        known = (options.stand_in / "model_index.json").exists()
        if known and not complete.exists() and room(device):
            teaching.rehearse()
            _say(begun, "rehearsed, waiting for the base")
        while not complete.exists():
            time.sleep(0.3)
        begun = time.monotonic()
    teaching.begin()
    _say(begun, "encoded works and captions")
    reserve = min(10.0 + 0.08 * options.seconds, 30.0)
    end = begun + options.seconds
    if options.deadline:
        end = min(end, time.monotonic() + options.deadline - time.time())
    steps = teaching.learn(max(end - reserve, time.monotonic() + 1.0))
    if device.type == "cuda":
        print(f"painters: peak GPU memory {torch.cuda.max_memory_allocated() / 2**30:.1f} GiB", flush=True)
    _say(begun, f"took {steps} steps")
    write_painters(options, slugs, works, teaching.trainer, teaching.pipe, steps)
    _say(begun, "done")


def room(device: Any) -> bool:
    """Whether a rehearsal takes no memory from whoever else is at work on the device."""
    import torch

    return device.type != "cuda" or torch.cuda.mem_get_info(device)[0] > REHEARSAL


def recipe_of(options: argparse.Namespace) -> Recipe:
    """The arguments as a recipe; a toy one with `--smoke`."""
    from .train import Recipe

    if options.smoke:
        return Recipe(rank=4, alpha=4, rows=2, steps=3, seed=options.seed, variations=2, bank=4)
    return Recipe(
        rank=options.rank,
        alpha=options.rank,
        rate=options.rate,
        rows=options.rows,
        steps=options.steps,
        carry=options.carry,
        seed=options.seed,
    )


class Teaching:
    """One base, its trainer and what is taught; the base may come late."""

    def __init__(
        self,
        options: argparse.Namespace,
        slugs: list[str],
        works: dict[str, list[Work]],
        recipe: Recipe,
        device: Any,
    ) -> None:
        self.options, self.slugs, self.works, self.recipe, self.device = options, slugs, works, recipe, device
        self.pipe: Any = None
        self.trainer: Any = None

    def _read(self, folder: Path) -> Any:
        import landscape

        from .dataset import build_training_set
        from .sampling import load_pipeline

        self.pipe = load_pipeline(str(folder), self.device)
        recipe, seed = self.recipe, self.options.seed
        bank = [caption_bank(landscape.PAINTERS[s].trigger, recipe.bank, seed) for s in self.slugs]
        rng = np.random.default_rng(seed)
        return build_training_set(
            self.pipe, [self.works[s] for s in self.slugs], bank, recipe.variations, rng
        )

    def _fresh(self, data: Any) -> None:
        from .train import PainterTrainer

        self.trainer = PainterTrainer(self.pipe, data, len(self.slugs), self.recipe, self.options.compile)

    def rehearse(self) -> None:
        """Compile and try everything on the stand-in."""
        import torch

        self._fresh(self._read(self.options.stand_in))
        self.trainer.warm_up()
        if self.device.type == "cuda":
            torch.cuda.empty_cache()

    def begin(self) -> None:
        """Read the works with the base itself; one of another anatomy than the stand-in's is compiled
        anew."""
        data = self._read(self.options.base)
        if self.trainer is not None:
            try:
                self.trainer.take_base(self.pipe, data)
                return
            except RuntimeError as misfit:
                print(f"painters: the stand-in was another model: {misfit}"[:300], flush=True)
        self._fresh(data)

    def learn(self, deadline: float) -> int:
        """Teach until `deadline`, or a while after all are recognised; returns the steps taken."""
        options, watch = self.options, None
        if options.judge is not None:
            from .recognise import Watch

            watch = Watch(self.pipe, self.trainer, self.slugs, options.judge, options.until_recognised)
        steps: int = self.trainer.run(deadline, watch)
        return steps


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
