"""Painting by whole passes: a painter alone on the canvas, and the peers' way of having several.

The peers' way is how ComfyUI (masked conditionings with LoRA hooks), and Krita's plug-in through it, have
several LoRAs on one canvas: at each step one full pass of the transformer per area, with that area's painter
at full weight everywhere and that area's text alone, and the predictions blended by the areas' masks. This is
an emulation with our loader, text reader, schedule, noise and soft masks, so that nothing but the method
differs; it is none of their code.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from artmaster_desktop.core.gate import GatePlan, GateRow
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.painter import Painter
from artmaster_desktop.engine.device import EngineOptions
from artmaster_desktop.engine.flux import latents as lat
from artmaster_desktop.engine.flux import weights
from artmaster_desktop.engine.flux.schedule import Schedule, schedule
from artmaster_desktop.engine.flux.text import Accent, ReadText
from artmaster_desktop.engine.painters.formats import linear_shapes, read_adapter
from artmaster_desktop.engine.painters.gate import attach
from artmaster_desktop.engine.painters.keys import CLIP, T5
from artmaster_desktop.engine.painters.state import GateState
from artmaster_desktop.engine.residency import Residency, Resident

from .trials import Trial

F32 = NDArray[np.float32]
U8 = NDArray[np.uint8]
FAINT = 1e-3
"""An area that covers no token by more than this gets no pass of its own."""


@dataclass(frozen=True, slots=True)
class Pass:
    """One full pass of the transformer: a painter's slug (empty for none) and all the text it is given."""

    painter: str
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Canvas:
    """One picture: its noise, its passes at every step, and the share of each at each token.

    `shares` is float32[passes, h, w] in tokens; it sums to 1 at each.
    """

    seed: int
    passes: tuple[Pass, ...]
    shares: F32


def alone(trial: Trial) -> list[Canvas]:
    """For each place of `trial`: its painter on the whole canvas, with the document's noise and its own
    text."""
    ones = np.ones((1, *trial.job.gates.coverage.shape[1:]), dtype=np.float32)
    return [Canvas(trial.job.seed, (Pass(p.painter, p.text),), ones) for p in trial.places]


def peers(trial: Trial) -> Canvas:
    """`trial` the peers' way: a pass per area, blended by the gate plan's own soft coverage."""
    texts, coverage = trial.job.texts, trial.job.gates.coverage
    owners = {place.area: Pass(place.painter, place.text) for place in trial.places}
    passes = {a: owners.get(a, Pass("", texts[a])) for a in range(len(coverage)) if coverage[a].max() > FAINT}
    shares = np.stack([coverage[area] for area in passes])
    return Canvas(trial.job.seed, tuple(passes.values()), shares / shares.sum(axis=0, keepdims=True))


class PassPainter:
    """Paints canvases by whole passes, those of one painter in one batch, with all painters in memory."""

    def __init__(self, resident: Resident, painters: Sequence[Painter], state: GateState, batch: int) -> None:
        self._resident, self._state, self._batch = resident, state, batch
        self._numbers = {painter.slug: i for i, painter in enumerate(painters)}
        self._set: tuple[str, Extent] | None = None
        self._texts: dict[Pass, ReadText] = {}
        self._accents: dict[str, Accent] = {}
        self.cut: set[str] = set()

    @classmethod
    @contextmanager
    def at_work(
        cls, model: Path, painters: Sequence[Painter], options: EngineOptions, pixels: int, batch: int = 48
    ) -> Iterator["PassPainter"]:
        """A painter by passes with the model at `model` loaded and every one of `painters` attached."""
        resident = Residency(options).host(weights.describe(model), pixels)
        net = resident.model
        texts = {CLIP: linear_shapes(net.clip), T5: linear_shapes(net.t5)}
        shapes = linear_shapes(net.transformer)
        adapters = [read_adapter(painter.file, shapes, texts).adapter for painter in painters]
        choice = resident.choice
        with attach(
            net.transformer, adapters, device=choice.device, dtype=choice.dtype, kernels=False
        ) as attached:
            found = cls(resident, painters, attached.state, batch)
            for painter, adapter in zip(painters, adapters, strict=True):
                if adapter.text or adapter.text_2:
                    found._accents[painter.slug] = Accent(painter.slug, adapter.text, adapter.text_2, 1.0)
            yield found

    def paint(self, canvases: Sequence[Canvas], extent: Extent, steps: int, guidance: float) -> U8:
        """The pictures, uint8[N, H, W, 3], all of one `extent`."""
        pictures: list[U8] = []
        shape = self.shape(extent)
        with torch.inference_mode():
            for start in range(0, len(canvases), self._batch):
                chunk = canvases[start : start + self._batch]
                tokens = self.tokens(chunk, shape, steps, guidance)
                with self._resident.at_work(self._resident.model.vae):
                    for row in tokens:
                        pictures.append(lat.decode(lat.unpack(row[None], shape), self._resident.model.vae))
        return np.stack(pictures)

    def shape(self, extent: Extent) -> lat.LatentShape:
        """The latent of a picture of `extent`."""
        return lat.LatentShape.of(extent, self._resident.model.vae)

    def tokens(
        self, canvases: Sequence[Canvas], shape: lat.LatentShape, steps: int, guidance: float
    ) -> Tensor:
        """The finished latents of one batch of canvases, packed: float32[N, tokens, channels]."""
        choice, net = self._resident.choice, self._resident.model
        plan = schedule(net.scheduler, steps, shape.tokens, 1.0)
        noise = [
            lat.noise(shape, torch.Generator("cpu").manual_seed(c.seed), choice.device, choice.dtype)
            for c in canvases
        ]
        x = torch.cat([lat.pack(one).float() for one in noise])
        groups = [
            _Group(painter, members, *self._read([canvases[c].passes[p] for c, p in members]), x)
            for painter, members in self._grouped(canvases)
        ]
        shares = [torch.from_numpy(c.shares.reshape(len(c.passes), -1, 1)).to(x.device) for c in canvases]
        ids = lat.image_ids(shape, choice.device, choice.dtype)
        grid = Extent(shape.width // 2, shape.height // 2)
        with self._resident.at_work(net.transformer):
            for step in range(plan.steps):
                blended = torch.zeros_like(x)
                for group in groups:
                    self._gate(group.painter, grid, group.texts.shape[1])
                    velocity = self._pass(group, x, ids, plan, step, guidance)
                    for row, (canvas, number) in enumerate(group.members):
                        blended[canvas] += shares[canvas][number] * velocity[row]
                x = x + (plan.sigmas[step + 1] - plan.sigmas[step]).to(x.device) * blended
        return x

    def _grouped(self, canvases: Sequence[Canvas]) -> Iterator[tuple[str, list[tuple[int, int]]]]:
        """(canvas, pass) pairs with one painter, at most a batch of them."""
        found: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, canvas in enumerate(canvases):
            for place, one in enumerate(canvas.passes):
                found[one.painter].append((number, place))
        for painter, members in found.items():
            for start in range(0, len(members), self._batch):
                yield painter, members[start : start + self._batch]

    def _read(self, passes: Sequence[Pass]) -> tuple[Tensor, Tensor]:
        """The texts of some passes: tokens [n, t, d] and pooled [n, p]."""
        caps, device = self._resident.model.caps, self._resident.choice.device
        padded = min(caps.text_tokens, caps.max_text)
        for one in passes:
            if one not in self._texts:
                accents = [self._accents[one.painter]] if one.painter in self._accents else []
                with self._resident.at_work(self._resident.model.clip, self._resident.model.t5):
                    self._texts[one] = self._resident.reader.read(one.text, padded, accents)
                if self._texts[one].full > self._texts[one].length:
                    self.cut.add(one.text)
        read = [self._texts[one] for one in passes]
        return torch.cat([r.tokens for r in read]).to(device), torch.cat([r.pooled for r in read]).to(device)

    def _gate(self, painter: str, grid: Extent, text: int) -> None:
        """`painter` at full weight on every token of text and picture, nobody else anywhere."""
        if self._set == (painter, grid):
            return
        rows = (GateRow(self._numbers[painter], 0, 1.0, texts=(1.0,), whole=1.0),) if painter else ()
        ones = np.ones((1, grid.height, grid.width), dtype=np.float32)
        self._state.prepare(GatePlan(grid, ones, rows), (text,))
        self._set = (painter, grid)

    def _pass(
        self, group: "_Group", x: Tensor, ids: Tensor, plan: Schedule, step: int, guidance: float
    ) -> Tensor:
        transformer, dtype = self._resident.model.transformer, self._resident.choice.dtype
        rows = x[group.rows]
        count, guided = len(rows), bool(transformer.config["guidance_embeds"])
        self._state.set_step(float(plan.timesteps[step]) / 1000)
        velocity: Tensor = transformer(
            hidden_states=rows.to(dtype),
            timestep=plan.timesteps[step].expand(count).to(x.device, dtype) / 1000,
            guidance=torch.full([count], guidance, device=x.device) if guided else None,
            pooled_projections=group.pooled,
            encoder_hidden_states=group.texts,
            txt_ids=torch.zeros(group.texts.shape[1], 3, device=x.device, dtype=dtype),
            img_ids=ids,
            return_dict=False,
        )[0]
        return velocity.float()


class _Group:
    """Passes of one painter that run as one batch: `members` are (canvas, pass), `rows` their canvases."""

    def __init__(
        self, painter: str, members: list[tuple[int, int]], texts: Tensor, pooled: Tensor, x: Tensor
    ) -> None:
        self.painter, self.members, self.texts, self.pooled = painter, members, texts, pooled
        self.rows = torch.tensor([canvas for canvas, _ in members], device=x.device)
