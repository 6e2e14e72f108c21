"""Are the painters known by their hand yet? Small trials with the judge while they learn."""

from __future__ import annotations

import itertools
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from .dataset import Text, encode_texts
from .stacked import set_gates
from .works import caption_bank

if TYPE_CHECKING:
    from .train import PainterTrainer

U8 = NDArray[np.uint8]
PICTURES, STEPS, GUIDANCE = 6, 12, 3.5
SEED = 555
EVERY, SHARE = 25.0, 0.08
"""A trial comes after `EVERY` seconds at the earliest, and takes at most `SHARE` of the time."""
SLACK = 0.12
"""So far below the goal may the weakest painter be, of whom only a few pictures are seen."""


class Watch:
    """Asked between steps; true once the mean of all painters reaches `goal`, and each one nearly does.

    The judge is read from `judge` as soon as it is there; until then nothing is tried.
    """

    def __init__(
        self, pipe: Any, trainer: PainterTrainer, slugs: Sequence[str], judge: Path, goal: float
    ) -> None:
        self.pipe, self.trainer, self.slugs, self.folder, self.goal = pipe, trainer, slugs, judge, goal
        self.shares: dict[str, float] = {}
        self._judge: Any = None
        self._texts: Text | None = None
        self._due = time.monotonic() + EVERY

    def __call__(self) -> bool:
        if time.monotonic() < self._due or not (self.folder / "card.json").exists():
            return False
        begun = time.monotonic()
        self.shares = self.look()
        took = time.monotonic() - begun
        self._due = time.monotonic() + max(EVERY, took / SHARE)
        told = " ".join(f"{slug} {share:.2f}" for slug, share in self.shares.items())
        print(f"painters: recognised {told} ({took:.1f} s)", flush=True)
        shares = list(self.shares.values())
        return float(np.mean(shares)) >= self.goal and min(shares) >= self.goal - SLACK

    def look(self) -> dict[str, float]:
        """The mean share of each painter's pictures that the judge takes for theirs."""
        from judge.judge import Judge

        if self._judge is None:
            self._judge = Judge.load(self.folder, self.trainer.device)
        names = self._judge.style_names
        rgb = self.paint()
        wanted = np.repeat([names.index(slug) for slug in self.slugs], PICTURES)
        right = self._judge.painters(rgb) == wanted
        return dict(zip(self.slugs, right.reshape(-1, PICTURES).mean(1).tolist(), strict=True))

    @torch.no_grad()
    def paint(self) -> U8:
        """`PICTURES` of every painter by the averaged weights, in order, uint8[N, H, W, 3]."""
        trainer, group = self.trainer, self.trainer.data.groups[0]
        count = len(self.slugs) * PICTURES
        rows = trainer.draw(group)
        generator = torch.Generator("cpu").manual_seed(SEED)
        x = torch.randn(PICTURES, *rows.clean.shape[1:], generator=generator).repeat(len(self.slugs), 1, 1)
        x = x.to(trainer.device)
        times = torch.cat((self._times(x.shape[1]), torch.zeros(1))).to(trainer.device)
        guidance = torch.full((count,), GUIDANCE, device=trainer.device)
        texts = self._read()
        set_gates(trainer.layers, None)
        with trainer.bundle.averaged(), torch.compiler.set_stance("force_eager"):
            for now, then in itertools.pairwise(times):
                step = trainer._predict(trainer.student, rows, x, now.expand(count), texts, guidance)
                x = x + (then - now) * step
        return self._decoded(x, group.size)

    def _times(self, tokens: int) -> Tensor:
        from .train import shift_times

        return shift_times(torch.linspace(1.0, 1.0 / STEPS, STEPS), tokens, self.trainer.schedule)

    def _read(self) -> Text:
        if self._texts is None:
            import landscape

            banks = [caption_bank(landscape.PAINTERS[s].trigger, PICTURES, SEED) for s in self.slugs]
            self._texts = encode_texts(self.pipe, [c.triggered for bank in banks for c in bank])
        return self._texts

    def _decoded(self, packed: Tensor, size: tuple[int, int]) -> U8:
        vae, (width, height) = self.pipe.vae, size
        pictures = []
        for part in packed.split(16):
            latents = self.pipe._unpack_latents(part, height, width, self.pipe.vae_scale_factor)
            latents = latents / vae.config.scaling_factor + (vae.config.shift_factor or 0.0)
            rgb = vae.decode(latents.to(vae.dtype)).sample.float().clamp(-1, 1)
            pictures.append((rgb * 127.5 + 128).clamp(0, 255).byte().permute(0, 2, 3, 1).cpu().numpy())
        out: U8 = np.concatenate(pictures)
        return out
