"""What is said before a run is what the run then says, to the word; and nothing of the model was loaded."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from artmaster_desktop.core import event as ev
from artmaster_desktop.core.document import Document, FromLayer
from artmaster_desktop.core.errors import CannotPaint, PainterFileError, PainterProblem
from artmaster_desktop.core.job import PaintJob
from artmaster_desktop.core.notice import (
    ModelChanged,
    NotGated,
    Notice,
    PainterIdle,
    PainterRefused,
    PartsIgnored,
    RegionTooSmall,
    TextCut,
    WordsUnread,
)
from artmaster_desktop.core.painter import Painter, Role
from artmaster_desktop.core.planning import plan_paint
from artmaster_desktop.engine.device import EngineOptions
from artmaster_desktop.engine.engine import PaintEngine
from artmaster_desktop.engine.flux import weights
from artmaster_desktop.engine.flux.text import unread
from artmaster_desktop.engine.outline import ModelOutline
from artmaster_desktop.engine.painters.formats import linear_shapes
from artmaster_desktop.engine.painters.keys import CLIP, T5
from tests.core.documents import SQUARE, box_mask, finder, halves, painter, share, with_regions
from tests.engine.tiny_model import build, lora

LONG = " ".join(["a misty lake under tall peaks"] * 20)
State = dict[str, torch.Tensor]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("model"))


@pytest.fixture
def engine() -> PaintEngine:
    return PaintEngine(EngineOptions(device="cpu", dtype="float32"))


def never() -> bool:
    return False


def modulation(state: State) -> State:
    """One that also changes a layer that knows no place on the canvas."""
    return state | {
        "transformer.transformer_blocks.0.norm1.linear.lora_A.weight": torch.ones(2, 32),
        "transformer.transformer_blocks.0.norm1.linear.lora_B.weight": torch.ones(192, 2),
    }


def bias(state: State) -> State:
    return state | {"transformer.proj_out.bias": torch.ones(4)}


def wrong_base(state: State) -> State:
    return {
        name.replace("transformer.transformer_blocks", "unet.down_blocks"): tensor
        for name, tensor in state.items()
    }


def unknown_layers(state: State) -> State:
    return {name.replace("blocks.0.", "blocks.9."): tensor for name, tensor in state.items()}


def not_a_number(state: State) -> State:
    first = next(iter(state))
    return state | {first: torch.full_like(state[first], float("nan"))}


def same(state: State) -> State:
    return state


def a_painter(model: Path, folder: Path, slug: str, change: Callable[[State], State]) -> Painter:
    file = lora(model, folder / f"{slug}.safetensors", seed=ord(slug))
    state = {name: tensor.clone() for name, tensor in load_file(file).items()}
    save_file({name: tensor.contiguous() for name, tensor in change(state).items()}, file)
    sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    return replace(painter(slug), sha256=sha256, file=file)


def planned(engine: PaintEngine, model: Path, document: Document, *hands: Painter) -> PaintJob:
    job = plan_paint(document, finder(*hands), engine.describe(model), "job")
    return replace(job, steps=2)


def said_by_run(engine: PaintEngine, job: PaintJob) -> tuple[tuple[Notice, ...], Exception | None]:
    """What the run says as it begins, and what it ends with."""
    events: list[ev.Event] = []
    engine.run(job, events.append, never)
    told = next((event.notices for event in events if isinstance(event, ev.Started)), ())
    return told, events[-1].error if isinstance(events[-1], ev.Failed) else None


@contextmanager
def no_weights() -> Iterator[None]:
    """The model is not loaded while the block runs."""

    def load(path: Path, dtype: torch.dtype) -> None:
        raise AssertionError("the model was loaded")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(weights, "load", load)
        yield


def a_speck(document: Document) -> Document:
    region = replace(document.regions[0], feather=0.0)
    mask = replace(document.mask_of(region), raster=box_mask(SQUARE, 0, 0, 20, 20))
    layers = tuple(mask if layer.id == mask.id else layer for layer in document.layers)
    return document.edited(layers=layers, regions=(region, *document.regions[1:]))


def idle(document: Document) -> Document:
    roles = with_regions(document, painters=(share("a", role=Role.COMPOSITION), share("b")))
    return roles.edited(paint=replace(document.paint, start=FromLayer("sketch", 0.25)))


def wordy(document: Document) -> Document:
    return document.edited(root=replace(document.root, prompt=LONG))


def rare(document: Document) -> Document:
    return document.edited(root=replace(document.root, prompt="a lake, 🙂 and 🙃, again 🙂"))


@pytest.mark.parametrize(
    ("change", "edit", "kind"),
    [
        (same, same, None),
        (modulation, same, NotGated),
        (bias, same, PartsIgnored),
        (same, a_speck, RegionTooSmall),
        (same, idle, PainterIdle),
        (same, wordy, TextCut),
        (modulation, wordy, TextCut),
        (same, rare, WordsUnread),
    ],
)
def test_what_is_said_before_is_what_the_run_says(
    engine: PaintEngine,
    model: Path,
    tmp_path: Path,
    change: Callable[[State], State],
    edit: Callable[[Document], Document],
    kind: type | None,
) -> None:
    hands = [a_painter(model, tmp_path, "a", change), a_painter(model, tmp_path, "b", same)]
    job = planned(engine, model, edit(halves()), *hands)
    with no_weights():
        before = engine.check(job, never)
    assert (before, None) == said_by_run(engine, job)
    assert engine.check(job, never) == before  # with the model and the painters in memory, too
    assert kind is None or kind in {type(notice) for notice in before}
    assert len(before) == len(set(before))


def test_the_starter_says_which_words_it_cannot_read() -> None:
    starter = Path(__file__).parents[2] / "models" / "starter"
    outline = ModelOutline(weights.describe(starter))
    assert unread("高山，瀑布, a lake with a small boat", outline.tokenizer) == ()
    assert unread("a donkey: 骑驴, 驴, 🙂", outline.tokenizer) == ("驴", "🙂")


def test_another_model_at_the_same_place_is_said_before(
    engine: PaintEngine, model: Path, tmp_path: Path
) -> None:
    hands = [a_painter(model, tmp_path, slug, same) for slug in "ab"]
    job = replace(planned(engine, model, halves(), *hands), model_id="x" * 64)
    before = engine.check(job, never)
    assert before == (ModelChanged("x" * 64, engine.describe(model).identity),)
    assert said_by_run(engine, job) == (before, None)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (wrong_base, PainterProblem.WRONG_BASE),
        (unknown_layers, PainterProblem.WRONG_BASE),
        (not_a_number, PainterProblem.NOT_FINITE),
    ],
)
def test_a_painter_that_the_run_refuses_is_said_before(
    engine: PaintEngine,
    model: Path,
    tmp_path: Path,
    change: Callable[[State], State],
    problem: PainterProblem,
) -> None:
    hands = [a_painter(model, tmp_path, "a", change), a_painter(model, tmp_path, "b", modulation)]
    job = planned(engine, model, halves(), *hands)
    with no_weights():
        before = engine.check(job, never)
        _, error = said_by_run(engine, job)  # refused before the model would be loaded
    assert isinstance(error, PainterFileError)
    assert PainterRefused("a", error.problem, error.detail) in before
    assert error.problem is problem
    assert any(isinstance(notice, NotGated) and notice.slug == "b" for notice in before)
    assert engine.check(job, never) == before


def test_headers_are_enough_to_refuse(
    engine: PaintEngine, model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def load(path: Path) -> State:
        raise AssertionError("numbers were read")

    hands = [a_painter(model, tmp_path, slug, wrong_base) for slug in "ab"]
    monkeypatch.setattr("artmaster_desktop.engine.painters.formats.load", load)
    before = engine.check(planned(engine, model, halves(), *hands), never)
    assert [type(notice) for notice in before] == [PainterRefused, PainterRefused]


def test_a_check_that_is_not_wanted_any_more_reads_no_further(
    engine: PaintEngine, model: Path, tmp_path: Path
) -> None:
    hands = [a_painter(model, tmp_path, slug, wrong_base) for slug in "ab"]
    asked: list[int] = []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) > 1

    before = engine.check(planned(engine, model, halves(), *hands), cancelled)
    assert [notice.slug for notice in before if isinstance(notice, PainterRefused)] == ["a"]


def test_what_the_run_could_not_begin_is_raised(engine: PaintEngine, model: Path, tmp_path: Path) -> None:
    hands = [a_painter(model, tmp_path, slug, same) for slug in "ab"]
    with pytest.raises(CannotPaint):
        engine.check(replace(planned(engine, model, halves(), *hands), steps=0), never)


def test_an_outline_is_that_of_the_model(model: Path) -> None:
    loaded = weights.load(model, torch.float32)
    outline = ModelOutline(loaded.caps)
    assert outline.shapes == linear_shapes(loaded.transformer)
    assert outline.texts == {CLIP: linear_shapes(loaded.clip), T5: linear_shapes(loaded.t5)}
    assert dict(outline.scheduler.config) == dict(loaded.scheduler.config)
    for text in ("", LONG, "远山 近水 小舟", "½ ﷺ 🙂"):
        assert outline.tokenizer(text).input_ids == loaded.t5_tokenizer(text).input_ids
