"""Small files, small functions, small pictures of the world."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.house.files import ROOT, python_files, relative, tracked_files

MOST_LINES_IN_A_FILE = 400
MOST_LINES_IN_A_FUNCTION = 50
LARGEST_FILE = 16 * 2**20
LARGEST_WEIGHTS = 110 * 10**6
WEIGHT_SUFFIXES = {".safetensors", ".npz", ".model"}


def long_functions(source: str) -> list[str]:
    """Names (with line and length) of the functions over the limit; decorators do not count."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > MOST_LINES_IN_A_FUNCTION:
                found.append(f"{node.name} (line {node.lineno}): {length}")
    return found


@pytest.mark.parametrize("path", python_files(), ids=relative)
def test_file_and_functions_are_short(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= MOST_LINES_IN_A_FILE
    assert long_functions(source) == []


def test_a_long_function_is_noticed() -> None:
    def body(lines: int) -> str:
        return "def f():\n" + "    x = 1\n" * (lines - 1)

    assert long_functions(body(50)) == []
    assert long_functions(body(51)) == ["f (line 1): 51"]


def test_no_file_is_too_large_for_an_ordinary_clone() -> None:
    large = {relative(p): p.stat().st_size for p in tracked_files() if p.stat().st_size > LARGEST_FILE}
    assert large == {}


def test_the_weights_together_stay_small() -> None:
    weights = [
        p for p in tracked_files() if p.suffix in WEIGHT_SUFFIXES and p.is_relative_to(ROOT / "models")
    ]
    assert sum(p.stat().st_size for p in weights) <= LARGEST_WEIGHTS
