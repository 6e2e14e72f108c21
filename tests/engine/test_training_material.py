"""What training reads and shows: masks, captions, scales, pieces, chance that is the same again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor

from artmaster_desktop.core.errors import SaveFailed
from artmaster_desktop.core.training import FAST, TrainingRecipe, TrainingWork
from artmaster_desktop.core.training_errors import BadWork
from artmaster_desktop.engine.flux import weights
from artmaster_desktop.engine.flux.text import ReadText
from artmaster_desktop.engine.training.judging import split
from artmaster_desktop.engine.training.lesson import WINDOW_NOISE, Curriculum, shifted
from artmaster_desktop.engine.training.losses import tone_share, weighted
from artmaster_desktop.engine.training.material import Encoder, Subject, View, called, check, works_hash
from tests.engine.tiny_model import build
from tests.engine.training_jobs import job, works, write

FLUX_SCHEDULE = {
    "use_dynamic_shifting": True,
    "base_shift": 0.5,
    "max_shift": 1.15,
    "base_image_seq_len": 256,
    "max_image_seq_len": 4096,
}


def text(number: float) -> ReadText:
    return ReadText(torch.full((1, 2, 3), number), torch.full((1, 4), number), 2, 2)


def subject(number: int, *, large: bool = False) -> Subject:
    whole = View(torch.full((4, 8, 8), float(number)), torch.ones(4, 4))
    rows = torch.arange(16.0)[None, :, None].expand(4, 16, 24)
    full = View(rows + 100 * number, torch.ones(8, 12)) if large else None
    return Subject(str(number), whole, full, ((text(number), text(number + 0.5)),))


def curriculum(recipe: TrainingRecipe, *, large: bool = False, count: int = 4) -> Curriculum:
    subjects = [subject(number, large=large) for number in range(count)]
    return Curriculum(subjects, text(-1), recipe, FLUX_SCHEDULE)


@pytest.mark.parametrize(("tokens", "shift"), [(1024, 1.88), (1536, 2.05), (4096, 3.158)])
def test_times_move_towards_noise_as_the_picture_grows(tokens: int, shift: float) -> None:
    assert shifted(0.5, tokens, FLUX_SCHEDULE) == pytest.approx(shift / (1 + shift), abs=1e-3)
    assert shifted(1.0, tokens, FLUX_SCHEDULE) == pytest.approx(1.0)
    assert shifted(0.5, tokens, {"shift": 3.0}) == pytest.approx(0.75)


def test_a_row_is_the_same_whenever_it_is_asked_for() -> None:
    first, second = curriculum(FAST, large=True), curriculum(FAST, large=True)
    rows = [first.lesson(row) for row in range(12)]
    for row in (11, 3, 0):
        again = second.lesson(row)
        assert torch.equal(again.noisy, rows[row].noisy)
        assert (again.time, again.guidance, again.foreign) == (
            rows[row].time,
            rows[row].guidance,
            rows[row].foreign,
        )
    assert len({lesson.time for lesson in rows}) == 12


def test_every_work_is_shown_as_often_as_the_others_in_each_epoch() -> None:
    recipe = replace(FAST, repeats=3, windows=0.0)
    taught = curriculum(recipe)
    assert taught.rows_per_epoch == 12
    for epoch in range(2):
        shown = [float(taught.lesson(12 * epoch + row).clean[0, 0, 0]) for row in range(12)]
        assert sorted(shown) == [0.0] * 3 + [1.0] * 3 + [2.0] * 3 + [3.0] * 3


def test_some_rows_show_a_piece_at_full_scale_with_less_noise() -> None:
    lessons = [curriculum(replace(FAST, windows=0.5), large=True).lesson(row) for row in range(40)]
    pieces = [
        lesson for lesson in lessons if float(lesson.ids[:, 2].max()) > 3 or float(lesson.clean.std()) > 0
    ]
    assert 10 <= len(pieces) <= 30
    for lesson in pieces:
        assert lesson.time <= WINDOW_NOISE
        # token (row, column) holds the latent rows 2 row and 2 row + 1 of the full picture
        top = lesson.clean[0, :, 0] % 100
        assert torch.equal(top, 2 * lesson.ids[:, 1])


def test_captions_and_triggers_are_dropped_now_and_then() -> None:
    recipe = replace(FAST, caption_dropout=0.2, trigger_dropout=0.3)
    lessons = [curriculum(recipe).lesson(row) for row in range(200)]
    words = [float(lesson.text.pooled[0, 0]) for lesson in lessons]
    empty = sum(word == -1 for word in words)
    bare = sum(word >= 0 and word == int(word) for word in words)
    assert 20 <= empty <= 60
    assert 35 <= bare <= 85
    assert all(lesson.foreign or lesson.other is lesson.text for lesson in lessons)
    assert 70 <= sum(lesson.foreign for lesson in lessons) <= 130


def test_what_is_masked_out_does_not_count() -> None:
    difference: Tensor = torch.zeros(1, 4, 3)
    difference[0, 3] = 10.0
    learned = torch.tensor([1.0, 1.0, 1.0, 0.0])
    assert float(weighted(difference, learned)) == 0.0
    assert float(weighted(difference, torch.ones(4))) == pytest.approx(25.0)
    assert float(weighted(difference, torch.tensor([0.0, 0.0, 0.5, 0.5]))) == pytest.approx(50.0)


def test_the_mask_takes_gradients_away_from_its_tokens() -> None:
    seen = torch.randn(1, 4, 3, requires_grad=True)
    weighted(seen - 1.0, torch.tensor([1.0, 0.0, 1.0, 0.25])).backward()
    assert seen.grad is not None
    assert not bool(seen.grad[0, 1].any())
    assert bool(seen.grad[0, 0].all())


def test_at_high_noise_the_tone_alone_is_carried() -> None:
    assert tone_share(0.4) == 0.0
    assert tone_share(0.7) == pytest.approx(0.5)
    assert tone_share(0.95) == 1.0


def test_crops_of_one_work_are_held_out_together() -> None:
    origins = [f"{number // 2}" for number in range(20)]
    assert len(split(origins, 2, 7)) == 2
    assert split(origins, 2, 7) == split(origins, 2, 7)
    assert split(origins[:8], 2, 7) == frozenset()


def test_the_trigger_comes_once() -> None:
    assert called("a lake", "hand") == "hand, a lake"
    assert called("hand, a lake", "hand") == "hand, a lake"
    assert called("远山", "hand") == "hand，远山"
    assert called("", "hand") == "hand"


def test_masks_scales_and_texts_are_encoded_once(tmp_path: Path) -> None:
    model = weights.load(build(tmp_path / "model"), torch.float32)
    written: list[Path] = []

    def note(path: Path, content: bytes) -> None:
        written.append(path)
        write(path, content)

    mask = np.ones((192, 128), np.float32)
    mask[:32, :32] = 0.0
    pixels = works(1, size=(192, 128))[0].pixels
    asked = job(tmp_path, tmp_path, replace(FAST, side=64))
    encoder = Encoder(model, torch.device("cpu"), tmp_path / "cache", note)
    found = encoder.subject(TrainingWork("a", pixels, ("a lake",), mask), asked)
    assert found.full is not None
    assert found.whole.latents.shape == (4, 12, 8)
    assert found.full.latents.shape == (4, 24, 16)
    assert found.whole.learned.shape == (6, 4)
    assert float(found.whole.learned[0, 0]) == 0.0
    assert float(found.whole.learned[5, 3]) == 1.0
    assert float(found.full.learned[1, 1]) == 0.0
    assert len(written) == 4
    again = Encoder(model, torch.device("cpu"), tmp_path / "cache", note)
    same = again.subject(TrainingWork("b", pixels, ("a lake",), None), asked)
    assert len(written) == 4
    assert torch.equal(same.whole.latents, found.whole.latents)
    assert torch.equal(same.captions[0][1].tokens, found.captions[0][1].tokens)


def test_a_cache_that_cannot_be_kept_does_no_harm(tmp_path: Path) -> None:
    def full(path: Path, content: bytes) -> None:
        raise SaveFailed(path, 28, "No space left on device")

    model = weights.load(build(tmp_path / "model"), torch.float32)
    encoder = Encoder(model, torch.device("cpu"), tmp_path / "cache", full)
    assert encoder.text("a lake").tokens.shape[1] == model.caps.text_tokens


def test_a_mask_must_fit_and_leave_something() -> None:
    work = works(1)[0]
    for mask in (np.ones((3, 3), np.float32), np.zeros((96, 64), np.float32)):
        with pytest.raises(BadWork):
            check(replace(work, mask=mask))


def test_works_are_told_apart_by_all_that_is_learned_from_them() -> None:
    first = works(2)
    assert works_hash(first) == works_hash(works(2))
    mask = np.ones((96, 64), np.float32)
    for other in (works(3), works(2, seed=1), (first[0], replace(first[1], captions=("x",)))):
        assert works_hash(other) != works_hash(first)
    assert works_hash((replace(first[0], mask=mask), first[1])) != works_hash(first)
