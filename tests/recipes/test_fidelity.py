"""Region fidelity: layouts, documents, measures on known maps, and the arms on a tiny model."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from artmaster_desktop.core import event as ev
from artmaster_desktop.core.document import Document, PaintSettings, Root
from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.layer import MaskLayer
from artmaster_desktop.core.painter import Painter, PainterRef, Share
from artmaster_desktop.core.planning import plan_paint
from artmaster_desktop.core.ports import ModelCaps
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.core.region import Region
from artmaster_desktop.engine.device import EngineOptions
from artmaster_desktop.engine.engine import PaintEngine
from judge import fidelity_measures as fm
from judge.blend import Canvas, Pass, PassPainter, alone, peers
from judge.fidelity import Settings, known_painters, pasted, run, table, without_painters
from judge.fidelity_sheet import BYTES, colours, plan_picture
from judge.layouts import LAYOUTS, divide
from judge.regions import border_band
from judge.trials import LEAST_CELLS, Trial, judged_cells, make_trials, places_of
from tests.engine.tiny_model import build, lora

SIDE, STEPS = 256, 2
CAPS = ModelCaps(
    path=Path("model"), identity="m" * 64, name="tiny", max_side=768, best=SIDE * SIDE, text_tokens=32
)
CPU = EngineOptions(device="cpu", dtype="float32")
STYLES = ("p0", "p1", "p2", "other")


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    """Small tensors: two threads waiting for each other on a busy machine are far slower than one."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="module")
def folder(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("painters")
    for i in range(3):
        lora(model, folder / f"p{i}.safetensors", seed=i, rank=2 + i)
    return folder


@pytest.fixture(scope="module")
def painters(folder: Path) -> list[Painter]:
    return known_painters(folder, STYLES, lambda _: None)


def _painter(slug: str, trigger: str = "") -> Painter:
    return Painter(sha256=slug * 8, slug=slug, name=slug, file=Path(f"{slug}.safetensors"), trigger=trigger)


def _document(boxes: list[tuple[int, int]], painters: list[Painter], prompts: list[str]) -> Document:
    """Upright strips `boxes` (from, to) in columns, one painter and prompt each; the rest is nobody's."""
    masks = []
    for x0, x1 in boxes:
        values = np.zeros((SIDE, SIDE), np.uint8)
        values[:, x0:x1] = 255
        masks.append(values)
    return Document(
        id="strips",
        extent=Extent(SIDE, SIDE),
        layers=tuple(
            MaskLayer(id=f"m{i}", name=f"m{i}", raster=Raster.from_array(m)) for i, m in enumerate(masks)
        ),
        regions=tuple(
            Region(
                id=f"r{i}",
                mask=f"m{i}",
                prompt=prompts[i],
                painters=(Share(PainterRef(p.slug, p.sha256)),),
                feather=8.0,
            )
            for i, p in enumerate(painters)
        ),
        root=Root(prompt="a misty lake under tall peaks"),
        paint=PaintSettings(seed=5, steps=STEPS),
    )


def _trial(
    boxes: list[tuple[int, int]], painters: list[Painter], prompts: list[str], caps: ModelCaps
) -> Trial:
    document, known = _document(boxes, painters, prompts), {p.slug: p for p in painters}
    job = plan_paint(document, lambda ref: known.get(ref.slug), caps, document.id)
    masks = [document.mask_of(r).raster.read(Bounds(0, 0, SIDE, SIDE))[:, :, 0] > 0 for r in document.regions]
    band = border_band(masks, 24)
    return Trial(0, "strips", "en", document, job, places_of(document, job, known, band), band)


def _map(winners: np.ndarray, count: int = 3) -> np.ndarray:
    return np.stack([(winners == k).astype(np.float32) for k in range(count)])


# -------------------------------------------------------------------------------------------- documents


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_divides_the_canvas_into_two_to_four_places(name: str) -> None:
    made = [divide(name, 256, 256, np.random.default_rng(seed)) for seed in range(4)]
    for masks in made:
        covered = np.sum(masks, axis=0)
        assert covered.max() == 1
        places = len(masks) + bool((covered == 0).any())
        assert 2 <= places <= 4
        assert all(mask.mean() > 0.05 for mask in masks)
    again = divide(name, 256, 256, np.random.default_rng(3))
    assert all(np.array_equal(a, b) for a, b in zip(made[3], again, strict=True))


def test_documents_are_layouts_by_seeds_with_room_to_judge_every_place() -> None:
    painters = [_painter(f"p{i}", f"trigger{i}") for i in range(5)]
    trials = make_trials(20, 1, SIDE, STEPS, 3.5, painters, CAPS)
    assert [t.layout for t in trials] == list(LAYOUTS) * 2
    assert {t.language for t in trials[:10]} == {"en"}
    assert {t.language for t in trials[10:]} == {"zh"}
    assert len({t.job.seed for t in trials}) == 20
    for trial in trials:
        assert trial.job.notices == ()
        assert len({p.painter for p in trial.places}) == len(trial.places)
        assert np.array_equal(np.sum([p.mask for p in trial.places], axis=0), np.ones((SIDE, SIDE)))
        for place in trial.places:
            assert judged_cells(place.core) >= LEAST_CELLS
            assert not (place.core & trial.band).any()
            assert place.text.startswith(f"trigger{place.painter[1:]}, ")
            assert trial.document.root.prompt in place.text
    assert {p.painter for t in trials for p in t.places} == {p.slug for p in painters}


def test_documents_follow_from_the_seed_alone() -> None:
    painters = [_painter(f"p{i}") for i in range(3)]
    one, same, other = (make_trials(4, seed, SIDE, STEPS, 3.5, painters, CAPS) for seed in (1, 1, 2))
    assert [t.job for t in one] == [t.job for t in same]
    assert all(a.job.seed != b.job.seed for a, b in zip(one, other, strict=True))


def test_few_painters_take_turns() -> None:
    painters = [_painter("p0"), _painter("p1")]
    quarters = make_trials(4, 1, SIDE, STEPS, 3.5, painters, CAPS)[3]
    owners = [place.painter for place in quarters.places]
    assert len(owners) == 4
    assert set(owners) == {"p0", "p1"}


def test_a_region_that_is_not_planned_is_an_error() -> None:
    document = _document([(0, 128), (128, 132)], [_painter("p0"), _painter("p1")], ["a", "b"])
    known = {p.slug: p for p in (_painter("p0"),)}
    job = plan_paint(document, lambda ref: known.get(ref.slug), CAPS, "job")
    job = replace(job, gates=replace(job.gates, rows=()))
    document = document.edited(regions=document.regions[:1])
    with pytest.raises(ValueError, match="not planned"):
        places_of(document, job, known, np.zeros((SIDE, SIDE), dtype=bool))


# --------------------------------------------------------------------------------------------- measures


def test_shares_right_and_leakage_of_a_known_map() -> None:
    left = np.zeros((64, 64), dtype=bool)
    left[:, :32] = True
    winners = np.zeros((4, 4), dtype=int)
    winners[:, 2:] = 1
    winners[:3, 0] = 2  # nobody's hand on three of eight cells
    winners[0, 1] = 1  # the other's on one
    reading = fm.read_picture(_map(winners), [left, ~left], [0, 1], np.zeros((64, 64), dtype=bool))
    assert reading.shares == (0.5, 1.0)
    assert reading.right == (False, True)  # half is no majority
    assert reading.leaked == pytest.approx(1 / 16)


def test_intervals_hold_the_mean_and_draw_whole_documents() -> None:
    sure = fm.interval([[0.4, 0.4], [0.4]], 0)
    assert sure == {"mean": 0.4, "low": 0.4, "high": 0.4}
    rng = np.random.default_rng(0)
    truth = rng.normal(0.5, 0.1, 50)
    apart = fm.interval([[v] for v in truth], 0)
    assert apart["mean"] == pytest.approx(truth.mean(), abs=1e-4)
    half = 1.96 * truth.std() / np.sqrt(50)
    assert apart["low"] == pytest.approx(truth.mean() - half, abs=0.01)
    assert apart["high"] == pytest.approx(truth.mean() + half, abs=0.01)
    repeated = fm.interval([[v] * 4 for v in truth], 0)
    assert repeated["low"] == apart["low"]  # four copies of a place are no four places
    with pytest.raises(ValueError, match="nothing"):
        fm.interval([[], []], 0)


def test_drop_is_place_by_place_and_goals_are_met_at_the_limit() -> None:
    lone = [fm.Reading((1.0, 1.0)), fm.Reading((1.0, 0.8))]
    ours = [fm.Reading((1.0, 0.94), 0.03), fm.Reading((1.0, 0.74), 0.03)]
    them = [fm.Reading((1.0, 0.9), 0.1), fm.Reading((0.4, 0.9), 0.1)]
    arms = {"alone": lone, "ours": ours, "peers": them}
    compared = {f"{a} - {b}": fm.gaps(arms, a, b, 0) for a, b in (("alone", "ours"), ("ours", "peers"))}
    assert compared["alone - ours"]["share"]["mean"] == pytest.approx(0.03)
    assert "leakage" not in compared["alone - ours"]
    assert compared["ours - peers"]["leakage"]["mean"] == pytest.approx(-0.07)
    rows = fm.goals({arm: fm.summary(r, 0) for arm, r in arms.items()}, compared)
    assert [row["met"] for row in rows] == [True] * 7
    worse = {arm: fm.summary(r, 0) for arm, r in arms.items()} | {"ours": fm.summary(them, 0)}
    assert [row["met"] for row in fm.goals(worse, compared)] == [False, True, True, False, True, True, True]
    assert fm.worst(ours, 1) == [1]


def test_goals_are_those_that_were_set() -> None:
    assert fm.GOALS == {"right": 0.95, "drop": 0.03, "leakage": 0.03}


def test_means_by_key() -> None:
    found = fm.by_key([["a", "b"], ["a"]], [[1.0, 0.0], [0.5]])
    assert found == {"a": 0.75, "b": 0.0}


# ------------------------------------------------------------------------------------------------- arms


def _ours(trial: Trial) -> np.ndarray:
    events: list[ev.Event] = []
    PaintEngine(CPU).run(trial.job, events.append, lambda: False)
    last = events[-1]
    assert isinstance(last, ev.Finished), last
    return last.pixels


def test_one_region_over_everything_is_its_painter_alone(model: Path, painters: list[Painter]) -> None:
    """The engine's regions, gate and noise against a plain pass of everything."""
    caps = PaintEngine(CPU).describe(model)
    trial = _trial([(0, SIDE)], painters[:1], [""], caps)
    with PassPainter.at_work(model, painters, CPU, SIDE * SIDE) as by_passes:
        lone = by_passes.paint(alone(trial), trial.job.extent, STEPS, 3.5)
        plain = by_passes.paint([Canvas(trial.job.seed, (Pass("", trial.job.texts[0]),), _ones())], *_how())
    ours = _ours(trial).astype(int)
    assert np.abs(ours - lone[0].astype(int)).max() <= 1
    nobody = _ours(replace(trial, job=without_painters(trial.job))).astype(int)
    assert np.abs(nobody - plain[0].astype(int)).max() <= 1
    assert np.abs(ours - nobody).mean() > 3


def _ones() -> np.ndarray:
    return np.ones((1, SIDE // 16, SIDE // 16), dtype=np.float32)


def _how() -> tuple[Extent, int, float]:
    return Extent(SIDE, SIDE), STEPS, 3.5


def test_peers_are_passes_blended_by_the_masks(model: Path, painters: list[Painter]) -> None:
    """With one region they are the painter alone; one Euler step is linear in the prediction, so there the
    blended picture is the blend of the pictures."""
    caps = PaintEngine(CPU).describe(model)
    whole = _trial([(0, SIDE)], painters[:1], ["two boats"], caps)
    parted = _trial([(0, 96), (96, 192)], painters[:2], ["two boats", "pine trees"], caps)
    canvas = peers(parted)
    assert [p.painter for p in canvas.passes] == ["", "p0", "p1"]  # uncovered canvas has its own pass
    assert canvas.passes[1].text == "a misty lake under tall peaks, two boats"
    assert np.allclose(canvas.shares.sum(axis=0), 1.0, atol=1e-5)
    with PassPainter.at_work(model, painters, CPU, SIDE * SIDE, batch=3) as by_passes:
        shape = by_passes.shape(Extent(SIDE, SIDE))
        with torch.inference_mode():
            lone = by_passes.tokens(alone(whole), shape, STEPS, 3.5)
            blended = by_passes.tokens([peers(whole)], shape, STEPS, 3.5)
            single = [Canvas(canvas.seed, (one,), _ones()) for one in canvas.passes]
            parts = by_passes.tokens(single, shape, 1, 3.5)
            mixed = by_passes.tokens([canvas], shape, 1, 3.5)
    assert float((lone - blended).abs().max()) <= 1e-4
    weights = torch.from_numpy(canvas.shares.reshape(3, -1, 1))
    assert float(((parts * weights).sum(dim=0) - mixed[0]).abs().max()) <= 1e-4
    assert float((parts[1] - parts[2]).abs().mean()) > 0.01


def test_a_batch_is_its_pictures_one_by_one(model: Path, painters: list[Painter]) -> None:
    caps = PaintEngine(CPU).describe(model)
    trial = _trial([(0, 128), (128, 256)], painters[:2], ["two boats", "pine trees"], caps)
    canvases = [*alone(trial), peers(trial)]
    with PassPainter.at_work(model, painters, CPU, SIDE * SIDE) as by_passes:
        together = by_passes.paint(canvases, *_how())
        apart = [by_passes.paint([canvas], *_how())[0] for canvas in canvases[::-1]]
    for one, other in zip(together, apart[::-1], strict=True):
        assert np.abs(one.astype(int) - other.astype(int)).max() <= 1


def test_without_painters_only_the_painters_are_gone() -> None:
    trial = _trial([(0, 128)], [_painter("p0", "word")], ["two boats"], CAPS)
    bare = without_painters(trial.job)
    assert (bare.painters, bare.gates.rows) == ((), ())
    assert bare.texts == trial.job.texts == ("a misty lake under tall peaks", "word, two boats")
    assert np.array_equal(bare.gates.coverage, trial.job.gates.coverage)


def test_the_collage_takes_each_place_from_its_own_picture() -> None:
    trial = _trial([(0, 128), (128, 256)], [_painter("p0"), _painter("p1")], ["a", "b"], CAPS)
    lone = np.stack([np.full((SIDE, SIDE, 3), v, np.uint8) for v in (10, 200)])
    sheet = pasted([trial], lone)[0]
    assert (sheet[:, :128] == 10).all()
    assert (sheet[:, 128:] == 200).all()


# ------------------------------------------------------------------------------------------------ a run


class ColourJudge:
    """Says p0, p1 or p2 where a cell is most red, green or blue: a stand-in that needs no training."""

    style_names: tuple[str, ...] = STYLES

    def styles(self, rgb: np.ndarray) -> np.ndarray:
        count, height, width, _ = rgb.shape
        cells = rgb.reshape(count, height // 16, 16, width // 16, 16, 3).astype(np.float32).mean(axis=(2, 4))
        strongest = cells.argmax(axis=3)
        return np.stack([_map(winners, 4) for winners in strongest])


def test_a_whole_run_writes_report_and_sheets(model: Path, painters: list[Painter], tmp_path: Path) -> None:
    settings = Settings(model=model, out=tmp_path, documents=3, side=SIDE, steps=1, options=CPU)
    heard: list[str] = []
    report = run(settings, painters, ColourJudge(), heard.append)
    assert json.loads((tmp_path / "fidelity.json").read_text(encoding="utf-8")) == report
    assert set(report["arms"]) == {"ours", "none", "alone", "peers", "collage"}
    places = sum(len(d["places"]) for d in report["documents"])
    for arm, row in report["arms"].items():
        assert row["places"] == places == 7
        assert 0.0 <= row["share"]["low"] <= row["share"]["mean"] <= row["share"]["high"] <= 1.0
        assert ("leakage" in row) is (arm != "alone")
        assert set(row["by_layout"]) == set(list(LAYOUTS)[:3])
    shares = [p["share"]["ours"] for d in report["documents"] for p in d["places"]]
    assert report["arms"]["ours"]["share"]["mean"] == pytest.approx(np.mean(shares), abs=1e-3)
    drop = [p["share"]["alone"] - p["share"]["ours"] for d in report["documents"] for p in d["places"]]
    assert report["compared"]["alone - ours"]["share"]["mean"] == pytest.approx(np.mean(drop), abs=1e-3)
    assert report["sheets"] == ["sheet-1.jpg", "worst.jpg"]
    assert sum((tmp_path / name).stat().st_size for name in report["sheets"]) < BYTES
    with Image.open(tmp_path / "sheet-1.jpg") as sheet:
        assert sheet.width > 5 * 240
        assert sheet.height > 3 * 240
    told = table(report)
    assert all(row["name"] in told for row in report["goals"])
    assert len(heard) == 5


def test_unknown_painters_are_left_out_aloud(folder: Path) -> None:
    heard: list[str] = []
    known = known_painters(folder, ("p0", "p2", "other"), heard.append)
    assert [painter.slug for painter in known] == ["p0", "p2"]
    assert heard == ["left out: the judge does not know p1"]
    with pytest.raises(ValueError, match="takes two"):
        known_painters(folder, ("p0", "other"), heard.append)


def test_the_plan_shows_owners_and_the_unjudged_band() -> None:
    trial = _trial([(0, 128), (128, 256)], [_painter("p0"), _painter("p2")], ["a", "b"], CAPS)
    tints = colours(STYLES)
    assert len(set(tints.values())) == len(STYLES)
    picture = plan_picture(trial, tints)
    assert tuple(picture[100, 10]) == tints["p0"]
    assert tuple(picture[100, 250]) == tints["p2"]
    assert tuple(picture[100, 128]) not in tints.values()


def test_the_command_line_knows_its_defaults() -> None:
    from judge.__main__ import arguments

    options = arguments().parse_args(["fidelity", "--out", "x"])
    assert (options.documents, options.steps, options.guidance, options.dtype) == (40, 20, 3.5, "float32")
    assert options.seed not in {arguments().parse_args([c, "--out", "x"]).seed for c in ("train", "evaluate")}
