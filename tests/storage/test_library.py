"""The library: who is in it, what is shown of them, which files are no painters, and that hashes are
remembered."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save_file

from artmaster_desktop.core.box import Box
from artmaster_desktop.core.errors import PainterProblem
from artmaster_desktop.core.mark import MarkHabit, MarkKind
from artmaster_desktop.core.painter import PainterRef
from artmaster_desktop.storage.library import PainterLibrary
from artmaster_desktop.storage.painter_facts import MAX_NAME, MAX_TEXT, PainterFacts, clean_text


def adapter(
    path: Path, metadata: Mapping[str, str] | None = None, ranks: tuple[int, ...] = (2,), fill: float = 0.5
) -> Path:
    tensors = {}
    for index, rank in enumerate(ranks):
        name = f"transformer.transformer_blocks.{index}.attn.to_q"
        tensors[f"{name}.lora_A.weight"] = np.full((rank, 8), fill, np.float32)
        tensors[f"{name}.lora_B.weight"] = np.full((8, rank), fill, np.float32)
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file(tensors, path, metadata=dict(metadata or {}))
    return path


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "painters.json"


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    """A folder laid out as ours: one painter with a card, its works and two samples."""
    folder = tmp_path / "shipped"
    file = adapter(
        folder / "plum" / "plum.safetensors", {"name": "from the file", "trigger": "by plum"}, (2, 4)
    )
    card = {
        "name": "Plum Mist",
        "name_zh": "梅雾",
        "tags": ["soft", "wet ink"],
        "palette": ["#AABBCC", "#102030", "red", 7],
        "base": "artmaster-starter",
        "license": "CC0-1.0",
        "description": "Wet ink.",
    }
    file.with_name("card.json").write_text(json.dumps(card, ensure_ascii=False), encoding="utf-8")
    (file.parent / "samples").mkdir()
    for name in ("works.jpg", "samples/b.jpg", "samples/a.png", "samples/notes.txt"):
        (file.parent / name).write_bytes(b"")
    return folder


def test_a_shipped_painter_is_known_by_its_card_and_header(shipped: Path, cache: Path) -> None:
    (painter,) = PainterLibrary([shipped], cache).all()
    file = shipped / "plum" / "plum.safetensors"
    assert (painter.slug, painter.name, painter.names) == ("plum", "Plum Mist", (("zh", "梅雾"),))
    assert (painter.sha256, painter.file) == (digest(file), file)
    assert painter.trigger == "by plum"
    assert (painter.base, painter.ranks, painter.licence) == ("artmaster-starter", (2, 4), "CC0-1.0")
    assert (painter.tags, painter.palette) == (("soft", "wet ink"), ("#aabbcc", "#102030"))
    assert painter.description == "Wet ink."
    assert [path.name for path in painter.samples] == ["a.png", "b.jpg", "works.jpg"]


def test_a_lone_file_is_known_by_its_metadata(tmp_path: Path, cache: Path) -> None:
    adapter(
        tmp_path / "a" / "one.safetensors",
        {
            "modelspec.title": "River Ink",
            "modelspec.trigger_phrase": "rvr",
            "modelspec.architecture": "flux-1-dev/lora",
            "modelspec.tags": "ink, river ,",
            "modelspec.license": "CC-BY-4.0",
            "modelspec.description": "Long\nlines.",
        },
    )
    adapter(
        tmp_path / "a" / "two.safetensors",
        {"ss_output_name": "hills_v2", "ss_base_model_version": "flux1"},
        fill=1,
    )
    adapter(tmp_path / "a" / "three.safetensors", fill=2)
    one, three, two = PainterLibrary([tmp_path / "a"], cache).all()
    assert (one.name, one.trigger, one.base, one.tags) == ("River Ink", "rvr", "flux.1-dev", ("ink", "river"))
    assert (one.licence, one.description, one.samples) == ("CC-BY-4.0", "Long lines.", ())
    assert (two.name, two.base) == ("hills_v2", "flux.1-dev")
    assert (three.name, three.base, three.trigger, three.palette) == ("three", "", "", ())


def test_find_asks_for_the_hash_first_then_for_the_slug(tmp_path: Path, cache: Path) -> None:
    first = adapter(tmp_path / "a" / "plum.safetensors")
    second = adapter(tmp_path / "b" / "plum.safetensors", fill=1)
    library = PainterLibrary([tmp_path / "a", tmp_path / "b"], cache)

    def found(slug: str, sha256: str = "") -> Path | None:
        painter = library.find(PainterRef(slug, sha256))
        return painter.file if painter else None

    assert found("plum") == first
    assert found("plum", digest(second)) == second
    assert found("renamed", digest(second)) == second
    assert found("plum", "0" * 64) == first
    assert found("nobody") is None
    assert found("") is None


def test_files_that_are_no_painters_are_listed_with_their_problem(tmp_path: Path, cache: Path) -> None:
    folder = tmp_path / "a"
    adapter(folder / "good.safetensors")
    (folder / "pickle.safetensors").write_bytes(b"\x80\x04K\x01." + b"0" * 20)
    (folder / "cut.safetensors").write_bytes((folder / "good.safetensors").read_bytes()[:-3])
    save_file({"weight": np.ones((2, 2), np.float32)}, folder / "model.safetensors")
    (folder / "note.txt").write_text("hello")
    library = PainterLibrary([folder, tmp_path / "not there"], cache)
    assert [painter.slug for painter in library.all()] == ["good"]
    assert {problem.path.name: problem.problem for problem in library.problems} == {
        "pickle.safetensors": PainterProblem.NOT_SAFETENSORS,
        "cut.safetensors": PainterProblem.DAMAGED,
        "model.safetensors": PainterProblem.UNKNOWN_KEYS,
    }


def test_each_file_once_although_folders_overlap(tmp_path: Path, cache: Path) -> None:
    adapter(tmp_path / "a" / "b" / "plum.safetensors")
    assert len(PainterLibrary([tmp_path / "a", tmp_path / "a" / "b"], cache).all()) == 1


def test_refresh_sees_what_came_and_went(tmp_path: Path, cache: Path) -> None:
    old = adapter(tmp_path / "a" / "old.safetensors")
    library = PainterLibrary([tmp_path / "a"], cache)
    assert [painter.slug for painter in library.all()] == ["old"]
    old.unlink()
    adapter(tmp_path / "a" / "new.safetensors")
    assert [painter.slug for painter in library.all()] == ["old"]
    library.refresh()
    assert [painter.slug for painter in library.all()] == ["new"]


# ------------------------------------------------------------------------------------------------ hashes


def test_a_hash_is_computed_once_and_again_after_a_change(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = adapter(tmp_path / "a" / "plum.safetensors")
    hashed: list[str] = []
    real = hashlib.file_digest

    def counting(stream: Any, name: str) -> Any:
        hashed.append(stream.name)
        return real(stream, name)

    monkeypatch.setattr(hashlib, "file_digest", counting)

    def sha256() -> str:
        (painter,) = PainterLibrary([tmp_path / "a"], cache).all()
        return painter.sha256

    assert sha256() == sha256() == digest(file)
    assert len(hashed) == 1
    adapter(file, fill=3)
    later = time.time_ns() + 5_000_000_000
    os.utime(file, ns=(later, later))
    assert sha256() == digest(file)
    assert len(hashed) == 2


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[1]", b"[" * 200_000, b'{"version":9,"files":{}}', b'{"version":1,"files":{"x":1}}'],
)
def test_a_damaged_cache_is_only_a_slower_start(tmp_path: Path, cache: Path, content: bytes) -> None:
    file = adapter(tmp_path / "a" / "plum.safetensors")
    cache.parent.mkdir()
    cache.write_bytes(content)
    (painter,) = PainterLibrary([tmp_path / "a"], cache).all()
    assert painter.sha256 == digest(file)
    assert json.loads(cache.read_bytes())["files"].keys() == {str(file.resolve())}


def test_a_cache_that_cannot_be_written_harms_nobody(tmp_path: Path) -> None:
    adapter(tmp_path / "a" / "plum.safetensors")
    (tmp_path / "file").write_bytes(b"")
    assert len(PainterLibrary([tmp_path / "a"], tmp_path / "file" / "painters.json").all()) == 1


def test_files_that_are_gone_leave_the_cache(tmp_path: Path, cache: Path) -> None:
    old = adapter(tmp_path / "a" / "old.safetensors")
    PainterLibrary([tmp_path / "a"], cache).all()
    old.unlink()
    new = adapter(tmp_path / "a" / "new.safetensors")
    PainterLibrary([tmp_path / "a"], cache).all()
    assert json.loads(cache.read_bytes())["files"].keys() == {str(new.resolve())}


# ------------------------------------------------------------------------------------------ hostile facts


@pytest.mark.parametrize(
    "card",
    [
        b"",
        b"{",
        b"[]",
        b"[" * 200_000,
        b"\xff\xfe",
        b'{"name": 7, "tags": {"a": 1}, "palette": "x"}',
        b" " * 300_000,
    ],
)
def test_a_bad_card_leaves_the_file_its_own_name(shipped: Path, cache: Path, card: bytes) -> None:
    (shipped / "plum" / "card.json").write_bytes(card)
    (painter,) = PainterLibrary([shipped], cache).all()
    assert painter.name in ("from the file", "plum")
    assert (painter.tags, painter.palette) == ((), ())


def test_text_from_strangers_is_cut_and_cleaned() -> None:
    assert clean_text("a\u202eb\u0000c\u200bd\n\te", 80) == "abcd e"
    assert clean_text("x" * 10_000_000, MAX_NAME) == "x" * (MAX_NAME - 1) + "…"
    assert clean_text(None, 5) == clean_text(["a"], 5) == ""
    facts = PainterFacts({"description": "y" * 9_000, "tags": json.dumps(["t"] * 9_000), "name": "  "}, {})
    assert len(facts.description()) == MAX_TEXT
    assert len(facts.tags()) < 100
    assert facts.name("otherwise") == "otherwise"


def test_lists_and_maps_in_metadata_are_json() -> None:
    facts = PainterFacts(
        {"tags": '["a", "b"]', "palette": "[broken", "names": '{"fr": "Brume", "xx": 3}'}, {}
    )
    assert facts.tags() == ("a", "b")
    assert facts.palette() == ()
    assert facts.names() == (("fr", "Brume"),)


@pytest.mark.parametrize(
    "said",
    [
        7, ["seal"], [{"kind": "seal"}], [{"kind": "comet", "share": 0.5, "box": [0, 0, 0.1, 0.1]}],
        [{"kind": "seal", "share": 0.0, "box": [0, 0, 0.1, 0.1]}], [{"kind": "seal", "share": 1, "box": 4}],
        [{"kind": "seal", "share": 1, "box": [0.9, 0, 0.4, 0.1]}], [{"kind": "seal", "share": "x"}],
    ],
)  # fmt: skip
def test_a_usual_place_that_makes_no_sense_is_none(said: Any) -> None:
    assert PainterFacts({}, {"marks": said}).marks() == ()


def test_the_usual_places_of_marks_are_on_the_card(shipped: Path, cache: Path) -> None:
    card = shipped / "plum" / "card.json"
    told = {"kind": "seal", "share": 0.8, "box": [0.9, 0.05, 0.04, 0.03]}
    card.write_text(json.dumps(json.loads(card.read_text("utf-8")) | {"marks": [told]}), "utf-8")
    (painter,) = PainterLibrary([shipped], cache).all()
    assert painter.marks == (MarkHabit(MarkKind.SEAL, 0.8, Box(0.9, 0.05, 0.04, 0.03)),)
