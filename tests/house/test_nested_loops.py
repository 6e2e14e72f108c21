"""Nobody waits for a dialog in a loop within the loop: a coroutine under way would be entered twice."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.house.files import python_files, relative

MAY = {
    "artmaster_desktop/ui/program.py": "the program's own loop",
    "artmaster_desktop/ui/panels/painters_gallery.py": "Qt drags in no other way; a press begins it",
    "artmaster_desktop/ui/panels/regions_card.py": "Qt drags in no other way; a press begins it",
}
WINDOW = [path for path in python_files("artmaster_desktop") if "/ui/" in str(path) or "/app/" in str(path)]
STATIC = {
    "QFileDialog": ("get",),
    "QInputDialog": ("get",),
    "QColorDialog": ("getColor",),
    "QFontDialog": ("getFont",),
    "QMessageBox": ("question", "warning", "information", "critical", "about"),
}


def nested(source: str) -> list[int]:
    """Lines that run a loop of their own."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value.id if isinstance(node.func.value, ast.Name) else ""
            if node.func.attr in ("exec", "exec_") or node.func.attr.startswith(STATIC.get(owner, ())):
                found.append(node.lineno)
    return found


@pytest.mark.parametrize("path", WINDOW, ids=relative)
def test_dialogs_are_opened_and_tell_by_signals(path: Path) -> None:
    found = nested(path.read_text(encoding="utf-8"))
    assert bool(found) == (relative(path) in MAY), found


@pytest.mark.parametrize(
    "line", ["QMessageBox.question(self)", "box.exec()", "QFileDialog.getOpenFileName()"]
)
def test_a_nested_loop_is_seen(line: str) -> None:
    assert nested(line) == [1]
