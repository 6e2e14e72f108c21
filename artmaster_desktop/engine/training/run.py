"""One training run from its works to its painter."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

import torch

from artmaster_desktop.core import training_event as ev
from artmaster_desktop.core.errors import SaveFailed
from artmaster_desktop.core.event import Placement
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.ports import FileWriter
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.core.training import BaseNumbers, TrainingJob
from artmaster_desktop.core.training_errors import CheckpointProblem, CheckpointUnusable, TooFewWorks
from artmaster_desktop.core.training_event import TrainingStage, Wish
from artmaster_desktop.engine.device import device_name
from artmaster_desktop.engine.flux import weights
from artmaster_desktop.engine.training import card as cards
from artmaster_desktop.engine.training.apprentice import Apprentice
from artmaster_desktop.engine.training.away import Belongings
from artmaster_desktop.engine.training.checkpoint import Checkpoint, Fingerprint, read_checkpoint
from artmaster_desktop.engine.training.export import diffusers_file
from artmaster_desktop.engine.training.fleet import Fleet
from artmaster_desktop.engine.training.judging import held_out_loss, split
from artmaster_desktop.engine.training.lesson import Curriculum
from artmaster_desktop.engine.training.losses import Examiner
from artmaster_desktop.engine.training.material import Encoder, Subject, called, works_hash
from artmaster_desktop.engine.training.means import check
from artmaster_desktop.engine.training.places import Neighbour, Places
from artmaster_desktop.engine.training.pupil import Pupil
from artmaster_desktop.engine.training.sampling import paint, paint_latents
from artmaster_desktop.engine.training.start import set_out
from artmaster_desktop.engine.training.style import StyleRule
from artmaster_desktop.engine.training.swap import BlockSwap

FEWEST = 2
SAMPLES = 4
NEIGHBOURS = 3
CHECKPOINT_EVERY = 60.0
"""Seconds between checkpoints within an epoch; one is written at the end of each epoch anyway."""

WAITING = 0.1


class Stopped(Exception):
    """The artist wants the run to stop."""

    def __init__(self, wish: Wish) -> None:
        super().__init__(wish.value)
        self.wish = wish


class TrainingRun:
    """``job`` on ``device``. ``run`` returns the last event, the others go to ``emit``."""

    def __init__(
        self,
        job: TrainingJob,
        device: torch.device,
        write: FileWriter,
        emit: Callable[[ev.TrainingEvent], None],
        wish: Callable[[], Wish],
        fleet: Fleet | None = None,
    ) -> None:
        self._fleet = fleet or Fleet()
        recipe = replace(job.recipe, batch=self._fleet.batch(job.recipe.batch))
        self.job, self.device = replace(job, recipe=recipe), device
        self._write, self._emit, self._wish = write, emit, wish
        self._begun, self._rested = time.monotonic(), 0.0
        self._belongings = Belongings(device)
        self._swap: BlockSwap | None = None
        self._step_seconds = 0.0
        self._saved = 0.0
        self._samples: list[tuple[Pixels, str, int]] = []

    def run(self) -> ev.TrainingEvent:
        """Raises ArtmasterError, and what torch raises."""
        found = len({work.origin for work in self.job.works})
        if found < FEWEST:
            raise TooFewWorks(found, FEWEST)
        check(self.job.recipe, self.device)
        self._step = 0
        try:
            self._obey()  # a painting may be under way: its device is not touched
            self._load()
            self._read()
            with self._at_school():
                ending = self._learn()
                return self._finish(ending)
        except Stopped as stopped:
            if stopped.wish is Wish.CANCEL:
                return ev.TrainingCancelled(self.job.id, self._step)
            return ev.TrainingPaused(self.job.id, self._step, self.job.checkpoint)

    # -- before learning

    def _load(self) -> None:
        self._tell(TrainingStage.LOADING, 0, 1)
        dtype = torch.bfloat16 if self.device.type == "cuda" else torch.float32
        self._model = model = weights.load(self.job.model, dtype)
        self._belongings.modules = [model.transformer, model.vae, model.clip, model.t5]
        self._tell(TrainingStage.LOADING, 1, 1)

    def _read(self) -> None:
        """Encode works and captions, a network at a time on the device."""
        model, job = self._model, self.job
        readers = (model.vae, model.clip, model.t5)
        for network in readers:
            network.to(self.device)
        encoder = Encoder(model, self.device, job.cache, self._write)
        apart = split([work.origin for work in job.works], job.recipe.held_out, job.recipe.seed)
        shown: list[Subject] = []
        held_out: list[Subject] = []
        for number, work in enumerate(job.works):
            self._obey()
            with self._fleet.first_before_others():
                subject = encoder.subject(work, job)
            (held_out if work.origin in apart else shown).append(subject)
            self._tell(TrainingStage.READING, number + 1, len(job.works))
        self._shown, self._held_out = shown, held_out
        own = [caption for work in job.works for caption in work.captions[:1]]
        wanted = list(dict.fromkeys(job.prompts or own or [""]))[:SAMPLES]
        self._prompts = [(called(words, job.call), encoder.text(called(words, job.call))) for words in wanted]
        self._empty = encoder.text("")
        for network in readers:
            network.to("cpu")

    @contextmanager
    def _at_school(self) -> Iterator[None]:
        """The transformer with adapters, restored from the checkpoint if there is one."""
        model, job = self._model, self.job
        recipe = job.recipe
        if recipe.checkpointing:
            model.transformer.enable_gradient_checkpointing()
        steps = recipe.steps(len(self._shown))
        apprentice = Apprentice(model.transformer, recipe, steps)
        self._swap = swap = None
        if recipe.swapped and self.device.type == "cuda":
            self._swap = swap = BlockSwap(model.transformer, recipe.swapped, self.device)
        else:
            model.transformer.to(self.device)
        self._examiner = Examiner(apprentice, self.device, model.caps.guided)
        self._pupil = Pupil(apprentice, recipe, steps, self._fleet)
        self._belongings.others.append(self._pupil.held)
        made = _hash(repr((recipe, job.call, job.tags if recipe.tagged else ())))
        self._fingerprint = Fingerprint(model.caps.identity, works_hash(job.works), made)
        try:
            self._prepare(apprentice, steps)
            taught = sum(p.numel() for p in apprentice.trained.values())
            counts = steps, self._pupil.step, len(self._shown), len(self._held_out), taught
            self._emit(ev.TrainingStarted(job.id, self._where(swap), *counts))
            yield
        finally:
            if swap is not None:
                swap.remove()
            apprentice.release()

    def _prepare(self, apprentice: Apprentice, steps: int) -> None:
        """The lessons, what the rules need, and where to go on from."""
        recipe = self.job.recipe
        places = Places(self._neighbours()) if recipe.places else None
        schedule = dict(self._model.scheduler.config)
        self._curriculum = Curriculum(self._shown, self._empty, recipe, schedule, places, steps)
        if recipe.style:
            given = self._model.transformer, self._examiner.eye, apprentice.untaught
            self._examiner.style = StyleRule(*given, self._shown, self._empty, recipe.seed)
            self._belongings.others.append(self._examiner.style.held)
        if recipe.informed and not self.job.checkpoint.is_file():
            every = max(1, steps * recipe.batch // recipe.informed)
            lessons = [self._curriculum.lesson(number * every) for number in range(recipe.informed)]
            set_out(apprentice, self._examiner, lessons, recipe.seed)
        self._fleet.share([parameter.detach() for parameter in apprentice.trained.values()])
        self._pupil.begin()
        self._resume()

    def _where(self, swap: BlockSwap | None) -> Placement:
        """What runs where, in the words of the placement."""
        recipe = self.job.recipe
        name = str(self._model.transformer.dtype).removeprefix("torch.")
        if recipe.base is not BaseNumbers.FULL:
            name = f"{name}, base in {recipe.base.value}"
        why = "the whole model is kept there"
        if swap is not None:
            why = f"{len(swap.blocks)} blocks wait in main memory"
        elif recipe.swapped:
            why += "; no block is swapped, for processor and model share one memory"
        if recipe.carry and not self._model.caps.guided:
            why += "; the model takes no guidance, so its sense of words is not held"
        if self._fleet.size > 1:
            why += f"; one of {self._fleet.size} processes"
        offload = "layers" if swap is not None else "none"
        return Placement(str(self.device), device_name(self.device), name, offload, why)

    def _neighbours(self) -> dict[tuple[int, int], list[Neighbour]]:
        """Pictures that the base paints from the works' captions, some for each shape of the works."""
        found: dict[tuple[int, int], list[Neighbour]] = {}
        for number, subject in enumerate(self._shown):
            rows, columns = subject.whole.learned.shape
            beside = found.setdefault((rows, columns), [])
            if len(beside) < NEIGHBOURS:
                self._obey()
                text, recipe = subject.captions[0][0], self.job.recipe
                given = (
                    text,
                    Extent(columns * 16, rows * 16),
                    recipe.seed + 1000 + number,
                    recipe.sample_steps,
                )
                with self._pupil.apprentice.untaught():
                    tokens = paint_latents(self._model, self._examiner, *given)
                beside.append(Neighbour(tokens, text))
        return found

    def _resume(self) -> None:
        path = self.job.checkpoint
        if not path.is_file():
            return
        found = read_checkpoint(path, self._fingerprint)
        try:
            self._pupil.restore(found.step, found.numbers, found.tensors)
        except (KeyError, RuntimeError) as fault:
            raise CheckpointUnusable(path, CheckpointProblem.DAMAGED, str(fault)[:160]) from fault
        self._step = found.step

    # -- learning

    def _learn(self) -> ev.Ending:
        pupil, recipe = self._pupil, self.job.recipe
        per_epoch = max(1, self._curriculum.rows_per_epoch // recipe.batch)
        self._base_loss = self._held_out_loss(painter=False)
        self._saved = time.monotonic()
        while pupil.step < pupil.steps:
            self._obey()
            begun = time.monotonic()
            rate = pupil.rate()
            losses = pupil.take_step(self._examiner, self._curriculum)
            self._step = pupil.step
            spent = time.monotonic() - begun
            self._step_seconds += (spent - self._step_seconds) * (0.1 if self._step_seconds else 1.0)
            used = sum(pupil.apprentice.ranks().values())
            told = losses.flow, losses.carry, rate, used, self._left(), losses.style, losses.preserve
            self._emit(ev.Learned(self.job.id, pupil.step, *told))
            if pupil.step % per_epoch and pupil.step < pupil.steps:
                if time.monotonic() - self._saved > CHECKPOINT_EVERY:
                    self._save_checkpoint()
                continue
            if self._judge():
                return ev.Ending.OVERFIT
            self._save_checkpoint()
            if pupil.step // per_epoch % recipe.sample_every == 0 and pupil.step < pupil.steps:
                self._paint_samples(pupil.averaged())
        return ev.Ending.COMPLETE

    def _judge(self) -> bool:
        """Look at the works held out; whether learning should end."""
        if not self._held_out:
            return False
        loss = self._held_out_loss(painter=True)
        enough = bool(self._fleet.told(int(self._pupil.remember(loss))))
        best = self._pupil.record.best
        self._emit(ev.Judged(self.job.id, self._pupil.step, loss, self._base_loss, best))
        return enough

    def _held_out_loss(self, *, painter: bool) -> float:
        if not self._held_out:
            return 0.0
        apprentice, seed = self._pupil.apprentice, self.job.recipe.seed
        with apprentice.wearing(self._pupil.averaged()) if painter else apprentice.untaught():
            return held_out_loss(self._examiner, self._held_out, seed, with_trigger=painter)

    def _save_checkpoint(self) -> None:
        """Write where we are. A disk that refuses is told of; the last good checkpoint stays."""
        pupil, error = self._pupil, None
        if not self._fleet.first:
            return
        content = Checkpoint(self._fingerprint, pupil.step, pupil.numbers(), pupil.tensors()).to_bytes()
        try:
            self._write(self.job.checkpoint, content)
        except SaveFailed as refused:
            error = refused
        self._saved = time.monotonic()
        self._emit(ev.Checkpointed(self.job.id, pupil.step, error))

    def _obey(self) -> None:
        """Do as the artist wishes before the next piece of work: while somebody paints, the device is free.
        Raises Stopped.
        """
        begun = time.monotonic()
        while (wish := self._fleet.agreed(self._wish())) is Wish.WAIT:
            if self._swap is not None:
                self._swap.rest()
            self._belongings.leave()
            time.sleep(WAITING)
        if wish is Wish.GO:
            if self._belongings.away:
                self._belongings.come_back()
            if self._swap is not None:
                self._swap.go_on()
            self._rested += time.monotonic() - begun
            return
        if wish is Wish.PAUSE and self._step:
            self._save_checkpoint()
        raise Stopped(wish)

    # -- after learning

    def _paint_samples(self, values: dict[str, torch.Tensor]) -> None:
        model, job = self._model, self.job
        if not self._fleet.first:
            return
        model.vae.to(self.device)
        pictures: list[tuple[Pixels, str, int]] = []
        count = len(self._prompts) * job.recipe.sample_steps
        done = 0

        def told() -> None:
            nonlocal done
            done += 1
            if self._fleet.size == 1:  # the others do not paint, and would not hear of it
                self._obey()
            self._tell(TrainingStage.SAMPLING, done, count)

        with self._pupil.apprentice.wearing(values):
            for number, (words, text) in enumerate(self._prompts):
                view = self._shown[number % len(self._shown)].whole
                extent = Extent(view.learned.shape[1] * 16, view.learned.shape[0] * 16)
                seed = job.recipe.seed + number
                steps = job.recipe.sample_steps
                pictures.append((paint(model, self._examiner, text, extent, seed, steps, told), words, seed))
        self._samples = pictures
        sheet = cards.side_by_side([picture for picture, _, _ in pictures], columns=SAMPLES)
        prompts = tuple(words for _, words, _ in pictures)
        self._emit(ev.SampleSheet(job.id, self._pupil.step, sheet, prompts))

    def _finish(self, ending: ev.Ending) -> ev.Trained:
        """The painter's files: weights first, then pictures, the card last."""
        job, pupil = self.job, self._pupil
        values = pupil.best if ending is ev.Ending.OVERFIT else pupil.averaged()
        pairs = pupil.apprentice.pairs(values)
        ranks = {name: pair.rank for name, pair in pairs.items()}
        caps = self._model.caps
        base = "artmaster-starter" if caps.name.lower().endswith("starter") else caps.name.lower()
        card = cards.card_of(job, base, caps.identity, pupil.step, ranks)
        file = job.folder / f"{job.slug}.safetensors"
        self._tell(TrainingStage.SAVING, 0, 1)
        span = min(ranks.values()), max(ranks.values())
        made = ev.Trained(job.id, file, pupil.step, ending, span, self._spent())
        if not self._fleet.first:
            return made
        self._write(file, diffusers_file(pairs, cards.header_of(card)))
        del pairs  # samples may have to step aside, and these would stay
        self._paint_samples(values)
        told = self._write_pictures()
        self._write(job.folder / "card.json", cards.card_bytes(card, told))
        job.checkpoint.unlink(missing_ok=True)
        self._tell(TrainingStage.SAVING, 1, 1)
        return replace(made, seconds=self._spent())

    def _spent(self) -> float:
        """Seconds of work, without those in which somebody painted."""
        return time.monotonic() - self._begun - self._rested

    def _write_pictures(self) -> Sequence[dict[str, object]]:
        job, told = self.job, []
        works = [work.pixels for work in job.works][:20]
        self._write(job.folder / "works.jpg", cards.jpeg(cards.side_by_side(works, cell=200)))
        for number, (picture, prompt, seed) in enumerate(self._samples):
            name = f"samples/{number + 1}.jpg"
            self._write(job.folder / name, cards.jpeg(picture))
            height, width = picture.shape[:2]
            told.append({"file": name, "prompt": prompt, "seed": seed, "width": width, "height": height})
        return told

    # -- telling

    def _tell(self, stage: TrainingStage, step: int, steps: int) -> None:
        self._emit(ev.TrainingProgress(self.job.id, stage, step, steps))

    def _left(self) -> float:
        """Seconds for the steps that are left, and a picture's steps at a third of a step each."""
        pupil = self._pupil
        painting = len(self._prompts) * self.job.recipe.sample_steps / 3
        return self._step_seconds * (pupil.steps - pupil.step + painting)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
