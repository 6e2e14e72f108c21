"""New painters: what is checked, what is copied, what is refused and why; and the shelf they come to."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from artmaster_desktop.app import painter_import
from artmaster_desktop.app.painter_import import Fate, Outcome, PainterImport, painter_files
from artmaster_desktop.app.painter_shelf import Flaw, PainterShelf
from artmaster_desktop.core.errors import ModelMissing, PainterFileError, PainterProblem, SaveFailed
from artmaster_desktop.core.painter import PainterRef
from artmaster_desktop.storage.library import PainterLibrary
from tests.app.painter_files import adapter, painter_folder

SHAPES = {"transformer_blocks.0.attn.to_q": (8, 8)}


class Part(Enum):
    TEXT = "layers of a text encoder"


@dataclass
class Left:
    part: Enum = Part.TEXT
    names: tuple[str, ...] = ("a", "b")


@dataclass
class Told:
    """A report that says what the test wants."""

    problems: tuple[PainterFileError, ...] = ()
    ungated: tuple[str, ...] = ()
    text: tuple[tuple[str, int], ...] = ()
    left_out: tuple[Left, ...] = ()
    asked: list[Path] = field(default_factory=list)

    def __call__(self, file: Path) -> Told:
        self.asked.append(file)
        return self


@dataclass
class Room:
    shelf: PainterShelf
    importer: PainterImport
    own: Path
    shipped: Path
    downloads: Path

    def add(self, qtbot: QtBot, *paths: Path) -> tuple[Outcome, ...]:
        with qtbot.waitSignal(self.importer.finished, timeout=4000) as told:
            self.importer.add(paths)
        assert told.args is not None
        outcomes: tuple[Outcome, ...] = told.args[0]
        if any(one.fate is Fate.ADDED for one in outcomes):
            self.settle(qtbot)
        return outcomes

    def settle(self, qtbot: QtBot) -> None:
        with qtbot.waitSignal(self.shelf.changed, timeout=4000):
            self.shelf.refresh()

    @property
    def slugs(self) -> set[str]:
        return {one.painter.slug for one in self.shelf.painters}


@pytest.fixture
def room(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    (tmp_path / "data").mkdir()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    shipped, own = tmp_path / "shipped", tmp_path / "own"
    painter_folder(shipped, "plum", name="Plum Mist", name_zh="梅雾", favourites=["plum"])
    library = PainterLibrary((shipped, own), tmp_path / "cache.json")
    shelf = PainterShelf(library, own)
    built = Room(shelf, PainterImport(shelf), own, shipped, tmp_path / "downloads")
    built.settle(qtbot)
    yield built
    assert built.importer.close()
    assert shelf.close()


def test_a_file_that_can_paint_is_copied_whole_into_a_folder_of_its_own(room: Room, qtbot: QtBot) -> None:
    check = Told(ungated=("norm",), text=(("clip", 3), ("t5", 0)), left_out=(Left(),))
    room.importer.set_check(check)
    file = adapter(room.downloads / "Ink River (v2).safetensors", 0.25)
    file.with_suffix(".preview.png").write_bytes(b"a picture")
    (outcome,) = room.add(qtbot, file)
    assert check.asked == [file]
    assert outcome.fate is Fate.ADDED
    assert outcome.checked
    assert (outcome.everywhere, outcome.spoken) == (1, 3)
    assert outcome.unused == (("layers of a text encoder", 2),)
    copy = room.own / "ink-river-v2" / "ink-river-v2.safetensors"
    assert copy.read_bytes() == file.read_bytes()
    assert (copy.parent / "samples" / "Ink River (v2).preview.png").read_bytes() == b"a picture"
    assert outcome.slug == "ink-river-v2"
    assert "ink-river-v2" in room.slugs
    assert file.exists()


def test_a_folder_brings_its_painters_with_cards_and_pictures(room: Room, qtbot: QtBot) -> None:
    painter_folder(room.downloads / "set", "reed", 0.125, name="Reed", tags=["soft"])
    painter_folder(room.downloads / "set", "ridge", 0.0625, name="Ridge")
    outcomes = room.add(qtbot, room.downloads)
    assert [one.fate for one in outcomes] == [Fate.ADDED, Fate.ADDED]
    assert not outcomes[0].checked  # there was no engine to ask
    reed = room.shelf.find("reed")
    assert reed is not None
    assert reed.own
    assert (reed.painter.name, reed.painter.tags) == ("Reed", ("soft",))
    assert [path.name for path in reed.painter.samples] == ["works.jpg"]


def test_a_painter_that_is_there_is_not_copied_again(room: Room, qtbot: QtBot) -> None:
    file = adapter(room.downloads / "same.safetensors", 0.5)
    (outcome,) = room.add(qtbot, file)
    assert (outcome.fate, outcome.slug) == (Fate.KNOWN, "plum")
    assert not room.own.exists()


def test_two_files_of_one_name_get_folders_of_their_own(room: Room, qtbot: QtBot) -> None:
    one = adapter(room.downloads / "a" / "reed.safetensors", 0.125)
    other = adapter(room.downloads / "b" / "reed.safetensors", 0.25)
    again = adapter(room.downloads / "c" / "again.safetensors", 0.25)
    outcomes = room.add(qtbot, one, other, again)
    assert [(o.fate, o.slug) for o in outcomes] == [
        (Fate.ADDED, "reed"),
        (Fate.ADDED, "reed-2"),
        (Fate.KNOWN, "reed-2"),
    ]


def test_what_the_engine_refuses_is_not_copied(room: Room, qtbot: QtBot) -> None:
    file = adapter(room.downloads / "other.safetensors", 0.25)
    problem = PainterFileError(file, PainterProblem.WRONG_BASE, "down_blocks.0")
    room.importer.set_check(Told(problems=(problem,)))
    (outcome,) = room.add(qtbot, file)
    assert (outcome.fate, outcome.error) == (Fate.REFUSED, problem)
    assert not room.own.exists()


def test_a_model_that_cannot_be_read_is_told_for_the_file(room: Room, qtbot: QtBot) -> None:
    def check(file: Path) -> Told:
        raise ModelMissing(Path("model"), ("transformer",))

    room.importer.set_check(check)
    (outcome,) = room.add(qtbot, adapter(room.downloads / "a.safetensors", 0.25))
    assert outcome.fate is Fate.REFUSED
    assert isinstance(outcome.error, ModelMissing)


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("old.ckpt", b"PK\x03\x04 and so on", PainterProblem.NOT_SAFETENSORS),
        ("empty.safetensors", b"", PainterProblem.NOT_SAFETENSORS),
        ("cut.safetensors", (1 << 20).to_bytes(8, "little") + b"{", PainterProblem.DAMAGED),
    ],
)
def test_what_is_no_painter_is_refused_by_name(
    room: Room, qtbot: QtBot, name: str, content: bytes, problem: PainterProblem
) -> None:
    room.downloads.mkdir()
    (room.downloads / name).write_bytes(content)
    (outcome,) = room.add(qtbot, room.downloads / name)
    assert isinstance(outcome.error, PainterFileError)
    assert outcome.error.problem is problem


def test_a_file_that_is_gone_is_refused(room: Room, qtbot: QtBot) -> None:
    (outcome,) = room.add(qtbot, room.downloads / "gone.safetensors")
    assert outcome.fate is Fate.REFUSED


def test_one_bad_file_does_not_keep_the_others_out(room: Room, qtbot: QtBot) -> None:
    room.downloads.mkdir()
    (room.downloads / "a.safetensors").write_bytes(b"nonsense")
    adapter(room.downloads / "b.safetensors", 0.25)
    assert [one.fate for one in room.add(qtbot, room.downloads)] == [Fate.REFUSED, Fate.ADDED]


def test_a_file_that_changes_while_it_is_copied_leaves_nothing(room: Room, qtbot: QtBot) -> None:
    file = adapter(room.downloads / "a.safetensors", 0.25)

    def check(asked: Path) -> Told:
        adapter(asked, 0.75)
        return Told()

    room.importer.set_check(check)
    (outcome,) = room.add(qtbot, file)
    assert isinstance(outcome.error, PainterFileError)
    assert not (room.own / "a").exists()


def test_a_full_disk_leaves_nothing_behind(room: Room, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(source: Path, target: Path, sha256: str = "") -> None:
        target.write_bytes(b"half")
        raise SaveFailed(target, 28, "No space left on device")

    monkeypatch.setattr(painter_import, "copy_file", full)
    (outcome,) = room.add(qtbot, adapter(room.downloads / "a.safetensors", 0.25))
    assert isinstance(outcome.error, SaveFailed)
    assert outcome.error.errno == 28
    assert not (room.own / "a").exists()


def test_a_folder_that_cannot_be_made_is_told(room: Room, qtbot: QtBot) -> None:
    room.own.write_text("a file where the folder should be", encoding="utf-8")
    (outcome,) = room.add(qtbot, adapter(room.downloads / "a.safetensors", 0.25))
    assert isinstance(outcome.error, SaveFailed)


def test_cancel_stops_after_the_file_at_hand(room: Room, qtbot: QtBot) -> None:
    def check(file: Path) -> Told:
        room.importer.cancel()
        return Told()

    room.importer.set_check(check)
    for index in range(3):
        adapter(room.downloads / f"{index}.safetensors", 0.1 + index)
    assert len(room.add(qtbot, room.downloads)) == 1


def test_progress_is_told_in_order(room: Room, qtbot: QtBot) -> None:
    told: list[tuple[object, ...]] = []
    room.importer.started.connect(lambda count: told.append(("started", count)))
    room.importer.progressed.connect(lambda done, count, name: told.append((done, count, name)))
    room.importer.outcome.connect(lambda one: told.append((one.fate,)))
    adapter(room.downloads / "a.safetensors", 0.25)
    adapter(room.downloads / "b.safetensors", 0.125)
    room.add(qtbot, room.downloads)
    added = (Fate.ADDED,)
    assert told == [("started", 2), (0, 2, "a.safetensors"), added, (1, 2, "b.safetensors"), added]


# ------------------------------------------------------------------------------------- the engine's own check


@pytest.fixture(scope="module")
def deep() -> Callable[[Path], painter_import.Report]:
    """The check that the program hands in, against a model of one layer."""
    from artmaster_desktop.engine.painters.formats import check_painter

    return lambda file: check_painter(file, SHAPES)


@pytest.mark.parametrize(
    ("name", "make", "problem"),
    [
        ("sound", lambda path: adapter(path, 0.25), None),
        ("nan", lambda path: adapter(path, float("nan")), PainterProblem.NOT_FINITE),
        (
            "dora",
            lambda path: adapter(path, 0.25, extra="lora_magnitude_vector"),
            PainterProblem.UNSUPPORTED_KIND,
        ),
        (
            "deep",
            lambda path: adapter(path, module="transformer_blocks.30.attn.to_q"),
            PainterProblem.WRONG_BASE,
        ),
    ],
)
def test_the_engine_says_what_cannot_paint(
    room: Room,
    qtbot: QtBot,
    deep: Callable[[Path], painter_import.Report],
    name: str,
    make: Callable[[Path], Path],
    problem: PainterProblem | None,
) -> None:
    room.importer.set_check(deep)
    (outcome,) = room.add(qtbot, make(room.downloads / f"{name}.safetensors"))
    if problem is None:
        assert outcome.fate is Fate.ADDED
    else:
        assert isinstance(outcome.error, PainterFileError)
        assert outcome.error.problem is problem


def test_files_are_found_once_and_not_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for index in range(4):
        (tmp_path / f"{index}.safetensors").touch()
    (tmp_path / "notes.txt").touch()
    found = painter_files([tmp_path, tmp_path / "2.safetensors"])
    assert [file.name for file in found] == [f"{index}.safetensors" for index in range(4)]
    monkeypatch.setattr(painter_import, "MAX_FILES", 2)
    assert len(painter_files([tmp_path])) == 2


# ---------------------------------------------------------------------------------------------- the shelf


def test_the_shelf_reads_what_the_card_says_besides(room: Room) -> None:
    plum = room.shelf.find("plum")
    assert plum is not None
    assert (plum.named("zh"), plum.named("en"), plum.favourites) == ("梅雾", "Plum Mist", ("plum",))
    assert plum.flaws == ()
    assert not plum.own
    assert plum.ref == PainterRef("plum", plum.painter.sha256)
    assert "梅雾" in plum.words
    assert "plum mist" in plum.words


def test_flaws_are_spoken_of(room: Room, qtbot: QtBot) -> None:
    file = painter_folder(room.own, "torn", 0.25, pictures=False)
    file.with_name("card.json").write_text("{torn", encoding="utf-8")
    (room.own / "bad.safetensors").write_bytes(b"nonsense")
    room.settle(qtbot)
    torn = room.shelf.find("torn")
    assert torn is not None
    assert set(torn.flaws) == {Flaw.CARD, Flaw.PICTURES}
    assert [problem.path.name for problem in room.shelf.problems] == ["bad.safetensors"]


def test_descriptions_in_other_languages(room: Room, qtbot: QtBot) -> None:
    painter_folder(room.own, "reed", 0.25, description="Wet.", description_zh="湿", description_x=7)
    room.settle(qtbot)
    reed = room.shelf.find("reed")
    assert reed is not None
    assert (reed.described("zh"), reed.described("de")) == ("湿", "Wet.")


def test_an_own_painter_is_renamed_in_its_card(room: Room, qtbot: QtBot) -> None:
    file = painter_folder(room.own, "reed", 0.25, name="Reed", tags=["soft"], secret=[1, 2])
    room.settle(qtbot)
    reed = room.shelf.find("reed")
    assert reed is not None
    with qtbot.waitSignal(room.shelf.changed, timeout=4000):
        room.shelf.rename(reed, "  River\nReed ")
    again = room.shelf.find("reed")
    assert again is not None
    assert again.painter.name == "River Reed"
    assert json.loads(file.with_name("card.json").read_text("utf-8"))["secret"] == [1, 2]


def test_a_single_file_cannot_be_renamed_and_says_so(room: Room, qtbot: QtBot) -> None:
    adapter(room.own / "loose.safetensors", 0.25)
    room.settle(qtbot)
    loose = room.shelf.find("loose")
    assert loose is not None
    with qtbot.waitSignal(room.shelf.failed, timeout=4000) as told:
        room.shelf.rename(loose, "Other")
    assert told.args is not None
    assert isinstance(told.args[0], SaveFailed)
    assert not (room.own / "card.json").exists()


def test_an_own_painter_goes_to_the_trash(room: Room, qtbot: QtBot) -> None:
    painter_folder(room.own, "reed", 0.25, name="Reed")
    room.settle(qtbot)
    reed = room.shelf.find("reed")
    assert reed is not None
    with qtbot.waitSignal(room.shelf.changed, timeout=4000):
        room.shelf.remove(reed)
    assert room.slugs == {"plum"}
    assert not (room.own / "reed").exists()
