"""The numbers of a training come back, or are empty; they never stop a start."""

from __future__ import annotations

from pathlib import Path

import pytest

from artmaster_desktop.core.errors import SaveFailed
from artmaster_desktop.storage.training_trace import TrainingTrace, drop_trace, read_trace, write_trace

TRACE = TrainingTrace(((1, 0.5), (2, 0.25)), ((1, 780), (2, 770)), ((2, 0.4, 0.6, 0.4),))


def test_what_was_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "shan-lu" / "trace.json"
    write_trace(path, TRACE)
    assert read_trace(path) == TRACE
    drop_trace(path)
    drop_trace(path)
    assert read_trace(path) == TrainingTrace()


@pytest.mark.parametrize("text", ["", "[]", '{"losses": [[1, "a"]]}', '{"losses": [[1]]}', "\x00"])
def test_a_damaged_one_is_empty(tmp_path: Path, text: str) -> None:
    path = tmp_path / "trace.json"
    path.write_text(text, encoding="utf-8")
    assert read_trace(path) == TrainingTrace()


def test_a_disk_that_refuses_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(SaveFailed):
        write_trace(tmp_path / "file" / "trace.json", TRACE)
