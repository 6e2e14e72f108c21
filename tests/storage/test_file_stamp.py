"""Whether somebody else wrote our file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from artmaster_desktop.core.errors import ReadFailed
from artmaster_desktop.storage.file_stamp import Outside, since, stamp_of


def test_what_happens_to_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a.ora"
    path.write_bytes(b"ours")
    stamp = stamp_of(path)
    assert since(path, stamp) is Outside.SAME
    os.utime(path, (1, 1))
    assert since(path, stamp) is Outside.SAME
    path.write_bytes(b"them")
    os.utime(path, (2, 2))
    assert since(path, stamp) is Outside.CHANGED
    path.write_bytes(b"longer")
    assert since(path, stamp) is Outside.CHANGED
    path.unlink()
    assert since(path, stamp) is Outside.GONE


def test_what_cannot_be_read(tmp_path: Path) -> None:
    for path in (tmp_path / "nothing", tmp_path / "a\0b", tmp_path):
        with pytest.raises(ReadFailed):
            stamp_of(path)
