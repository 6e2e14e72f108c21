"""The gate: learns who is meant, explains itself exactly, keeps its file, knows when it is out of date."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from artmaster_desktop.core.choice import NO_CHOICES
from artmaster_desktop.core.choosing import Choosing, GateMode
from artmaster_desktop.core.composition import Placed
from artmaster_desktop.core.errors import GateFileError, GateProblem
from artmaster_desktop.core.gate_asking import wishes_of
from artmaster_desktop.core.gate_question import GateQuestion, GateWish
from artmaster_desktop.core.painter import PainterRef, Role, Share
from artmaster_desktop.core.planning import plan_paint
from artmaster_desktop.core.vocabulary import Shelf, Term, Vocabulary
from artmaster_desktop.engine.device import EngineOptions
from artmaster_desktop.engine.engine import PaintEngine
from artmaster_desktop.engine.gated import GatedEngine
from artmaster_desktop.engine.mixing.chooser import Chooser
from artmaster_desktop.engine.mixing.explaining import (
    Asked,
    logits_of,
    margins,
    place_reasons,
    without_each_word,
    word_reasons,
)  # fmt: skip
from artmaster_desktop.engine.mixing.features import Heard, hear, inputs_of, leaning, placed
from artmaster_desktop.engine.mixing.gate_file import Gate, check_gate, read_gate, write_gate
from artmaster_desktop.engine.mixing.lessons import (
    ANYBODY,
    UNTOLD,
    Example,
    Lesson,
    lessons_of,
    part_of,
    phrases_of,
)  # fmt: skip
from artmaster_desktop.engine.mixing.network import GateNetwork
from artmaster_desktop.engine.mixing.speech import Speech, examples_of
from artmaster_desktop.engine.mixing.studying import studied
from artmaster_desktop.engine.mixing.teaching import Recipe, load, loss_of, teach
from tests.core.documents import halves, painter
from tests.engine.tiny_model import build

WORDS = Vocabulary((
    Shelf("subjects", "", "", (Term("lake", ("a lake",), ("湖",)), Term("pine", ("pine",), ("松",)))),
    Shelf("colour", "", "", (Term("azure", ("azure",), ("石青",)), Term("ochre", ("ochre",), ("赭石",)))),
    Shelf("texture", "", "", (Term("axe", ("axe-cut",), ("斧劈",)), Term("dots", ("dots",), ("米点",)))),
))  # fmt: skip
PAINTERS = (painter("a", "tra"), painter("b", "trb"))
SLUGS = ("a", "b")
KINDS = ("lake", "pine")
LESSONS = [
    Lesson("a misty lake under tall peaks", ("a",) * 3),
    Lesson("pine trees on a cliff, snow", ("b",) * 3),
    Lesson("two boats near a stone bridge", (ANYBODY,) * 3),
] * 16  # fmt: skip
QUICK = Recipe(epochs=30, batch=16, rate=1e-2, blind=0.0)


def write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


@pytest.fixture(scope="module")
def engine() -> PaintEngine:
    return PaintEngine(EngineOptions(device="cpu"))


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="module")
def gate(engine: PaintEngine, model: Path) -> Gate:
    told: list[tuple[int, int]] = []
    taught = studied(
        engine, engine.describe(model), PAINTERS, LESSONS, KINDS, QUICK, lambda *x: told.append(x)
    )
    assert told[-1] == (30, 30)
    return taught


@pytest.fixture
def chooser(engine: PaintEngine, model: Path, gate: Gate, tmp_path: Path) -> Chooser:
    write_gate(tmp_path / "gate.safetensors", gate, write)
    return Chooser(engine, engine.describe(model), tmp_path / "gate.safetensors", PAINTERS)


def heard(engine: PaintEngine, model: Path, *texts: str) -> Heard:
    resident, _ = engine.host(engine.describe(model), (), 256 * 256)
    return hear(resident.model, texts, 32)


def network(seed: int = 3) -> GateNetwork:
    """Of random numbers everywhere, so that nothing is 0 by luck."""
    torch.manual_seed(seed)
    made = GateNetwork(24, 20, 2, 2)
    with torch.no_grad():
        for value in made.parameters():
            value.copy_(torch.randn_like(value))
    return made.eval()


def test_a_text_reads_the_same_alone_and_among_others(engine: PaintEngine, model: Path) -> None:
    texts = ("a lake", "pine trees on a cliff, snow, a misty lake under tall peaks", "远山 近水")
    together = heard(engine, model, *texts)
    for row, text in enumerate(texts):
        alone = heard(engine, model, text)
        length = alone.tokens.shape[1]
        assert int(together.real[row].sum()) == length
        assert torch.allclose(together.tokens[row, :length], alone.tokens[0], atol=1e-4)
        assert torch.allclose(together.pooled[row], alone.pooled[0], atol=1e-4)


def test_the_logits_are_exactly_the_sum_of_the_evidence(engine: PaintEngine, model: Path) -> None:
    read = heard(engine, model, "a lake", "pine trees on a cliff, snow")
    inputs = inputs_of(read, placed([Placed("lake", 0.25, 0.1, 0.9)], KINDS), leaning({"b": 0.7}, SLUGS))
    net = network()
    said = net.evidence(inputs)
    assert torch.equal(said.logits(), net(inputs))
    assert torch.all(said.tokens[0, int(read.real[0].sum()) :] == 0)  # padding says nothing
    assert torch.all(said.places[:, 1] == 0)  # nor what is not there
    assert torch.allclose(said.lean[..., 1] - said.lean[..., 0], 0.7 * net.lean, atol=1e-6)
    # Gradient x input of what the sum is linear in gives the same attribution.
    places = inputs.places.clone().requires_grad_()
    out = net(replace(inputs, places=places))[0, 0, 1]
    (slope,) = torch.autograd.grad(out, places)
    assert torch.allclose((slope * places)[0].sum(-1), said.places[0, :, 0, 1], atol=1e-5)


def test_reasons_are_the_change_that_leaving_the_word_out_makes(engine: PaintEngine, model: Path) -> None:
    net = network()
    asked = Asked("a misty lake, 远山", placed([Placed("pine", 0.5, 0.2, 0.3)], KINDS), leaning({}, SLUGS))

    def listen(texts: object) -> Heard:
        return heard(engine, model, *texts)  # type: ignore[misc]

    assert without_each_word(asked.text) == [
        ("a", " misty lake, 远山"), ("misty", "a  lake, 远山"), ("lake", "a misty , 远山"),
        ("远山", "a misty lake, "),
    ]  # fmt: skip
    for reason in word_reasons(net, listen, asked, SLUGS, "b"):
        rest = dict(without_each_word(asked.text))[reason.what]
        whole, less = (margins(logits_of(net, listen, [text], asked))[0, 1] for text in (asked.text, rest))
        assert reason.weight == pytest.approx(float(whole - less), abs=2e-3)
    (place,) = place_reasons(net, asked, KINDS, SLUGS, "b")
    without = Asked(asked.text, torch.zeros_like(asked.places), asked.lean)
    whole, less = (margins(logits_of(net, listen, [a.text], a))[0, 1] for a in (asked, without))
    assert place.what == "pine"
    assert place.weight == pytest.approx(float(whole - less), abs=2e-3)
    assert word_reasons(net, listen, replace(asked, text=" ,"), SLUGS, "b") == ()


def test_the_taught_gate_chooses_who_is_meant_and_names_the_words(chooser: Chooser) -> None:
    for lesson in LESSONS[:2]:
        found = chooser.choose(GateWish(lesson.text))
        assert found.first.painter.slug == lesson.targets[0]
        assert found.sure
        assert found.shares == (Share(found.first.painter, 1.0),)
        assert {reason.what for reason in found.words} <= set(lesson.text.replace(",", "").split())
        assert found.words[0].weight > 0
    nobody = chooser.choose(GateWish(LESSONS[2].text)).first
    assert nobody.mean < 0.9


def test_the_hand_wins_and_a_slider_leans(chooser: Chooser) -> None:
    a, b = (Share(odds.painter) for odds in chooser.choose(GateWish(LESSONS[0].text)).odds)
    assert chooser.choose(GateWish(LESSONS[0].text, own=(b,))).shares == (b,)
    resting = replace(a, enabled=False)
    assert chooser.choose(GateWish(LESSONS[0].text, own=(resting,))).shares == (resting, b)
    plain, leant = (chooser.choose(GateWish(LESSONS[2].text, sliders=s)).odds[1].mean for s in ((), (b,)))
    assert leant > plain


def test_a_document_is_filled_where_the_gate_chooses_and_nowhere_else(chooser: Chooser, model: Path) -> None:
    document = halves()
    caps = chooser._caps
    assert chooser.choices(wishes_of(document, caps, WORDS)) == NO_CHOICES
    left, right = document.regions
    by_gate = Choosing(GateMode.COMPOSITION)
    left = replace(left, painters=(), prompt="pine trees on a cliff, snow", choosing=by_gate)
    choices = chooser.choices(wishes_of(document.edited(regions=(left, right)), caps, WORDS))
    assert [area.region for area in choices.areas] == ["left"]
    assert choices.gate == chooser.gate.sha256
    assert [reason.what for reason in choices.areas[0].places] in ([], ["pine"])
    find = {p.slug: p for p in PAINTERS}
    job = plan_paint(
        document.edited(regions=(left, right)), lambda ref: find.get(ref.slug), caps, "j", choices=choices
    )
    assert [(job.painters[row.painter].slug, row.area) for row in job.gates.rows] == [("b", 1), ("b", 2)]


def test_the_engine_answers_for_the_gate_with_its_own_model(gate: Gate, model: Path, tmp_path: Path) -> None:
    write_gate(tmp_path / "gate.safetensors", gate, write)
    engine = GatedEngine(EngineOptions(device="cpu"))
    refs = tuple(PainterRef(one.slug, one.sha256) for one in PAINTERS)
    wishes = (GateWish(LESSONS[0].text), GateWish(LESSONS[1].text, region="left"))
    file = tmp_path / "gate.safetensors"
    asked = GateQuestion(model, engine.describe(model).identity, file, 0, refs, wishes)
    told = engine.choose(asked)
    assert [(area.region, area.first.painter.slug) for area in told.areas] == [("", "a"), ("left", "b")]
    assert engine.choose(replace(asked, wishes=())) == NO_CHOICES
    with pytest.raises(GateFileError):
        engine.choose(replace(asked, gate=tmp_path / "none.safetensors"))


def test_by_prompt_alone_the_composition_is_not_read(chooser: Chooser) -> None:
    where = (Placed("lake", 0.5, 0.5, 0.5),)
    by_prompt = Choosing(GateMode.PROMPT)
    blind = chooser.choose(GateWish("two boats", where, choosing=by_prompt))
    assert blind == chooser.choose(GateWish("two boats", (), choosing=by_prompt))
    assert blind.places == ()


def test_a_gate_comes_back_from_its_file(gate: Gate, tmp_path: Path) -> None:
    path = tmp_path / "gate.safetensors"
    write_gate(path, gate, write)
    back = read_gate(path)
    assert back.card == gate.card
    assert len(back.sha256) == 64
    for name, value in gate.network.state_dict().items():
        assert torch.equal(value, back.network.state_dict()[name])
    assert path.with_name("card.json").read_text("utf-8").startswith("{")


def problem_of(refused: Callable[[], object]) -> tuple[GateProblem, str]:
    with pytest.raises(GateFileError) as told:
        refused()
    return told.value.problem, told.value.detail


def test_a_gate_that_does_not_fit_is_refused(gate: Gate, tmp_path: Path) -> None:
    path = tmp_path / "gate.safetensors"
    assert problem_of(lambda: read_gate(path)) == (GateProblem.MISSING, "")
    path.write_bytes(b"no gate")
    assert problem_of(lambda: read_gate(path))[0] is GateProblem.DAMAGED
    base, changed = gate.card.base, (PAINTERS[0], replace(PAINTERS[1], sha256="other"))
    assert problem_of(lambda: check_gate(gate, path, "another", PAINTERS))[0] is GateProblem.OTHER_BASE
    assert problem_of(lambda: check_gate(gate, path, base, changed)) == (GateProblem.PAINTERS_CHANGED, "b")


def test_a_painter_that_the_gate_has_not_seen_is_named_and_one_that_left_is_not_chosen(gate: Gate) -> None:
    known, unknown = check_gate(gate, Path("g"), gate.card.base, (PAINTERS[1], painter("c")))
    assert [ref.slug for ref in known] == ["b"]
    assert unknown == ("c",)


def test_teaching_is_the_same_every_time(engine: PaintEngine, model: Path) -> None:
    read = heard(engine, model, *(lesson.text for lesson in LESSONS[:6]))
    nets = [teach(read, LESSONS[:6], SLUGS, KINDS, Recipe(epochs=2), lambda *_: None) for _ in range(2)]
    for one, other in zip(*(net.state_dict().values() for net in nets), strict=True):
        assert torch.equal(one, other)


def test_the_load_is_one_where_all_are_chosen_alike_and_grows_where_one_is() -> None:
    even = torch.tensor([[[4.0, -4.0]] * 3, [[-4.0, 4.0]] * 3])
    assert float(load(even)) == pytest.approx(1.0)
    assert float(load(even[:1])) == pytest.approx(2.0, abs=0.01)
    asked = torch.zeros(2, 3, 2)
    assert float(loss_of(even, asked, Recipe(balance=0.5))) == pytest.approx(0.5)  # nothing asked: load alone


def test_phrases_belong_to_the_part_that_their_words_speak_of() -> None:
    assert part_of("a lake", WORDS) is Role.COMPOSITION
    assert part_of("azure hills", WORDS) is Role.COLOUR
    assert part_of("斧劈", WORDS) is Role.BRUSHWORK
    assert part_of("a lake in azure", WORDS) is None
    assert part_of("quiet", WORDS) is None
    found = phrases_of([Example("a", "a lake, azure, quiet"), Example(ANYBODY, "pine")], WORDS)
    assert found == {("a", Role.COMPOSITION, False): ["a lake"], ("a", Role.COLOUR, False): ["azure"]}


def test_mixed_lessons_ask_each_part_for_the_painter_whose_phrases_they_took() -> None:
    examples = [
        Example("a", "a lake, azure, axe-cut"),
        Example("b", "pine, ochre, dots"),
        Example("b", "松，赭石，米点"),
    ]
    lessons = lessons_of(examples, {"a": "tra"}, WORDS, 200, np.random.default_rng(1))
    assert [lesson.targets for lesson in lessons[:3]] == [("a",) * 3, ("b",) * 3, ("b",) * 3]
    owner = {p: e.painter for e in examples for p in e.text.replace("，", ", ").split(", ")}
    mixtures = set()
    for lesson in lessons[3:]:
        said = {
            part_of(phrase, WORDS): owner[phrase] for phrase in lesson.text.replace("，", ", ").split(", ")
        }
        roles = (Role.COMPOSITION, Role.COLOUR, Role.BRUSHWORK)
        assert lesson.targets == tuple(said.get(role, UNTOLD) for role in roles)
        mixtures.add(lesson.targets)
    assert ("a", "b", "a") in mixtures


def test_captions_are_made_of_a_card_without_the_trigger() -> None:
    speech = Speech(
        "a", "tra", ("azure", "dry"), ("Hard strokes, cold air.", "石青敷山。"), ("lake",), ("tra, a pine",)
    )
    made = examples_of(speech, WORDS, 40, np.random.default_rng(2))
    assert made[0].text == "a pine"
    assert all(example.painter == "a" and "tra" not in example.text for example in made)
    assert any("石青敷山" in example.text and "湖" in example.text for example in made)
    assert examples_of(Speech("b"), WORDS, 10, np.random.default_rng(2)) == []
