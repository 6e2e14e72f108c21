"""Every error, notice, stage and placement has words, made of its own fields; a translation reaches all."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from artmaster_desktop.core import errors, notice
from artmaster_desktop.core.engine_wording import asked, stage_name
from artmaster_desktop.core.event import Placement, Stage
from artmaster_desktop.core.file_wording import broken
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.message import Message
from artmaster_desktop.core.notice_wording import part_name, word_notice, word_placement, word_stage
from artmaster_desktop.core.wording import word_error
from tests.core.worded import ERRORS, NOTICES, made


def shouted(context: str, text: str, /) -> str:
    """A translation that a reader can tell from the source: everything but the placeholders is replaced."""
    assert context == "Wording"
    names = [part.partition("}")[0] for part in text.split("{")[1:]]
    return "~" + "~".join(f"{{{name}}}" for name in names)


@pytest.mark.parametrize("kind", ERRORS)
def test_every_error_is_explained(kind: type) -> None:
    message = word_error(made(kind))
    assert kind.__name__ not in str(message)
    assert message.what.endswith(".")
    assert any(word in message.what for word in ("thing", "4321", "one", "640"))
    assert "{" not in str(message)


@pytest.mark.parametrize("kind", ERRORS)
def test_every_sentence_of_an_error_is_translated(kind: type) -> None:
    message = word_error(made(kind), shouted)
    assert message.what.startswith("~")
    assert all(part.startswith("~") for part in (message.safe, message.do) if part)


@pytest.mark.parametrize("kind", NOTICES)
def test_every_notice_is_worded_and_translated(kind: type) -> None:
    text = word_notice(made(kind))
    assert kind.__name__ not in text
    assert text.endswith(".")
    assert "{" not in text
    assert "thing" in text or "640" in text
    assert word_notice(made(kind), shouted).startswith("~")


@pytest.mark.parametrize("problem", errors.DocumentProblem)
def test_every_problem_of_a_document_is_told(problem: errors.DocumentProblem) -> None:
    bare = errors.DocumentFileError(Path("a.ora"), problem)
    full = errors.DocumentFileError(Path("a.ora"), problem, "stack.xml", "line 3")
    assert word_error(bare).what == f"a.ora cannot be opened: {problem.value}."
    assert word_error(full).what == f"a.ora cannot be opened: {problem.value} (stack.xml). line 3."


@pytest.mark.parametrize("problem", errors.PainterProblem)
def test_every_problem_of_a_painter_is_told(problem: errors.PainterProblem) -> None:
    error = errors.PainterFileError(Path("a.safetensors"), problem, "block 3")
    assert word_error(error).what == f"a.safetensors cannot paint: {problem.value} (block 3)."
    assert "()" not in word_error(errors.PainterFileError(Path("a"), problem)).what


@pytest.mark.parametrize("problem", errors.DownloadProblem)
def test_every_problem_of_a_download_is_told(problem: errors.DownloadProblem) -> None:
    message = word_error(errors.DownloadFailed("somebody/model", problem, "vae/config.json"))
    assert message.what.startswith("somebody/model/vae/config.json was not downloaded: ")
    assert message.do
    bare = word_error(errors.DownloadFailed("somebody/model", problem))
    assert bare.what.startswith("somebody/model was not downloaded: ")


@pytest.mark.parametrize("problem", errors.EditProblem)
def test_every_problem_of_an_edit_is_told(problem: errors.EditProblem) -> None:
    assert problem.value in word_error(errors.CannotEdit("Sky", problem)).what


def test_a_lock_says_whose_it_is() -> None:
    assert word_error(errors.LayerLocked("Sky")).what == "Sky is locked."
    assert "group Back" in word_error(errors.LayerLocked("Sky", "Back")).what


@pytest.mark.parametrize(
    ("errno", "what", "do"),
    [
        (28, "the disk is full", "Free some space"),
        (122, "the disk is full", "Free some space"),
        (30, "may not be written to", "another folder"),
        (13, "may not be written to", "another folder"),
        (19, "drive is not there (why)", "Connect the drive"),
        (36, "why", "another folder"),
    ],
)
def test_a_save_that_failed_says_which_way(errno: int, what: str, do: str) -> None:
    message = word_error(errors.SaveFailed(Path("a.ora"), errno, "why"))
    assert what in message.what
    assert do in message.do
    gone = "drive" in what  # with what was there
    assert ("stays open" if gone else "still there") in message.safe


def test_memory_names_only_the_numbers_that_are_known() -> None:
    known = errors.OutOfMemory("cuda:0", "painting", 3 << 30, 1 << 30, ())
    assert word_error(known).what == "Memory on cuda:0 ran out while painting (1.0 GiB free), 3.0 GiB needed."
    unknown = errors.OutOfMemory("cpu", "a stage of tomorrow", 0, 0, ())
    assert word_error(unknown).what == "Memory on cpu ran out while a stage of tomorrow."


def test_a_picture_that_broke_up_names_its_painters() -> None:
    assert "one, two" in word_error(errors.NotFinite(3, ("one", "two"))).what
    assert word_error(errors.NotFinite(3, ())).what.endswith("at step 3.")


def test_an_error_of_tomorrow_still_has_words() -> None:
    @dataclass(eq=False)
    class Odd(errors.ArtmasterError):
        what: str

    kinds = (
        errors.DocumentError,
        errors.EditError,
        errors.StorageError,
        errors.PainterError,
        errors.EngineError,
    )
    for base in (errors.ArtmasterError, *kinds):
        odd: Any = dataclass(eq=False)(type("Odd", (base,), {"__annotations__": {"what": str}}))
        assert "thing" in word_error(odd("thing")).what
    assert word_error(Odd("thing")).safe


def test_known_reasons_are_translated_and_unknown_ones_stay() -> None:
    for function in (broken, asked, stage_name, part_name):
        assert function("a reason of tomorrow", shouted) == "a reason of tomorrow"
    assert broken("no such layer", shouted) == asked("device", shouted) == "~"
    assert stage_name("painting", shouted) == "~"
    assert part_name("weights and biases that are not low-rank pairs", shouted) == "~"


@pytest.mark.parametrize("stage", Stage)
def test_every_stage_has_words(stage: Stage) -> None:
    assert word_stage(stage)
    assert word_stage(stage, shouted) == "~"
    assert stage_name(stage.value, shouted) == "~"


def test_a_placement_is_one_line() -> None:
    whole = Placement("cuda:0", "A card", "bfloat16", "none", "it fits")
    assert word_placement(whole) == "A card, bfloat16, whole model in memory"
    assert "layer by layer" in word_placement(Placement("cuda:0", "A card", "bfloat16", "layers", ""))
    assert "somehow" in word_placement(Placement("cuda:0", "A card", "bfloat16", "somehow", ""))


def test_a_message_leaves_empty_sentences_out() -> None:
    assert str(Message("One.", "", "Three.")) == "One.\nThree."


def test_one_layer_is_spoken_of_in_the_singular() -> None:
    assert "one of its layers has no place" in word_notice(notice.NotGated("lake", 1, 0.5))
    assert "3 of its layers have no place" in word_notice(notice.NotGated("lake", 3, 0.5))


def test_a_size_far_from_the_best_says_what_comes_of_it() -> None:
    small, middle, large = Extent(256, 256), Extent(512, 512), Extent(2048, 2048)
    assert "enlarged 4.0 times" in word_notice(notice.FarFromBest(large, middle, middle))
    assert "shapes may repeat" in word_notice(notice.FarFromBest(large, large, middle))
    assert "details come out coarse" in word_notice(notice.FarFromBest(small, small, middle))


def test_a_painter_that_would_stop_the_run_says_why() -> None:
    wrong = errors.PainterProblem.WRONG_BASE
    said = word_notice(notice.PainterRefused("ink", wrong, "Stable Diffusion XL"))
    assert said.startswith("ink cannot paint here: made for another model (Stable Diffusion XL).")
    assert "(" not in word_notice(notice.PainterRefused("ink", wrong, ""))
