"""The artist's texts, kept and found again."""

from __future__ import annotations

from pathlib import Path

import pytest

from artmaster_desktop.core.errors import SaveFailed
from artmaster_desktop.storage.prompt_history import MOST, PromptHistory, default_path


def test_the_latest_first_and_each_once(tmp_path: Path) -> None:
    path = tmp_path / "new" / "prompts.json"
    history = PromptHistory(path)
    for text in ("a lake", "  高峰 ", "a lake", "", "   ", "a\nlake"):
        history.add(text)
    assert history.texts == ("a\nlake", "a lake", "高峰")
    assert PromptHistory(path).texts == history.texts
    for number in range(MOST + 10):
        history.add(f"text {number}")
    assert len(PromptHistory(path).texts) == MOST


def test_found_by_words_in_any_case(tmp_path: Path) -> None:
    history = PromptHistory(tmp_path / "prompts.json")
    for text in ("Quiet lake at dawn", "a lake", "高峰 peaks"):
        history.add(text)
    assert history.find("LAKE dawn") == ("Quiet lake at dawn",)
    assert history.find("lake", 1) == ("a lake",)
    assert history.find("高") == ("高峰 peaks",)
    assert history.find("") == history.texts


def test_forgotten_at_will(tmp_path: Path) -> None:
    history = PromptHistory(tmp_path / "prompts.json")
    for text in ("one", "two"):
        history.add(text)
    history.forget("one")
    assert PromptHistory(tmp_path / "prompts.json").texts == ("two",)
    history.forget()
    assert PromptHistory(tmp_path / "prompts.json").texts == ()


@pytest.mark.parametrize(
    "content", [b"{", b"[]", b'{"version": 2, "texts": []}', b'{"version": 1, "texts": 5}']
)
def test_a_damaged_file_is_set_aside(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "prompts.json"
    path.write_bytes(content)
    history = PromptHistory(path)
    assert history.texts == ()
    assert (tmp_path / "prompts.json.damaged").read_bytes() == content
    history.add("a lake")
    assert PromptHistory(path).texts == ("a lake",)


def test_strange_entries_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "prompts.json"
    path.write_bytes(b'{"version": 1, "texts": ["a", 5, null, "", "a", "b"]}')
    assert PromptHistory(path).texts == ("a", "b")


def test_a_disk_that_refuses(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    history = PromptHistory(tmp_path / "file" / "prompts.json")
    with pytest.raises(SaveFailed):
        history.add("a lake")
    assert history.texts == ("a lake",)
    (tmp_path / "folder").mkdir()
    with pytest.raises(SaveFailed):
        PromptHistory(tmp_path / "folder").add("a lake")
    assert default_path().name == "prompts.json"
