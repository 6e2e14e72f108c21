"""Collects every text of the window and makes the translations: ``python resources/translations/update.py``.

Reads the sources (as Python's own parser sees them, so nothing inside of strings is taken for a text), adds
what is new to each ``artmaster_*.ts`` as unfinished, drops what is gone, and compiles the ``.qm`` with Qt's
lrelease. ``--check`` changes nothing and tells what is missing.

A text is a literal in ``tr("...")`` (its context is the class around it), ``translate("Context", "...")`` or
``marked("Context", "...")``; in a function of one argument that only passes it on to ``translate``; and, in
the context History, the names that commands and tools give to steps of the history.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape

import defusedxml.ElementTree
import PySide6

HERE = Path(__file__).resolve().parent
PACKAGE = HERE.parents[1] / "artmaster_desktop"
ROOMS = ("ui", "app", "core", "storage")
HISTORY = "History"
STEP_NAMES = {
    "Command": 0, "_edit": 0, "replace_raster": 2, "edit_region": 1, "edit_root": 1, "edit_paint": 1,
    "insert_picture": 99, "put": 99, "select": 1, "_reshape": 1,
}  # fmt: skip
"""Calls that name a step of the history, and which of their arguments does."""

Text = tuple[str, str]
"""Context and English."""


@dataclass
class Found:
    """The texts of one file, in order, with the line of their first place."""

    texts: dict[Text, int] = field(default_factory=dict)
    strange: list[str] = field(default_factory=list)
    """Texts that are no literals: nobody could translate them."""


class _Reader(ast.NodeVisitor):
    def __init__(self, tree: ast.Module, is_tool: bool) -> None:
        self.found = Found()
        self._classes: list[str] = []
        self._passing = dict(_passing_functions(tree))
        self._translates = {"translate", "marked", *_other_names(tree)}
        self._is_tool = is_tool

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._classes.append(node.name)
        self.generic_visit(node)
        self._classes.pop()

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        if self._is_tool and node.name == "title":
            for inner in ast.walk(node):
                if isinstance(inner, ast.Return) and inner.value is not None:
                    self._add_all(HISTORY, inner.value)
        if node.name in STEP_NAMES:
            for default in (*node.args.defaults, *node.args.kw_defaults):
                if default is not None:
                    self._add_all(HISTORY, default)
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name == "tr" and self._classes:
            self._add(self._classes[-1], node.args[:1], node)
        elif name in self._translates and node.args and _literal(node.args[0]) is not None:
            self._add(str(_literal(node.args[0])), node.args[1:2], node)
        elif name in self._passing and len(node.args) == 1:
            self._add(self._passing[name], node.args[:1], node)
        elif name in STEP_NAMES:
            at = STEP_NAMES[name]
            for given in (*node.args[at : at + 1], *(k.value for k in node.keywords if k.arg == "title")):
                self._add_all(HISTORY, given)
        self.generic_visit(node)

    def _add(self, context: str, given: list[ast.expr], node: ast.Call) -> None:
        text = _literal(given[0]) if given else None
        if text is None:
            if not self._inside_passing(node):
                self.found.strange.append(f"line {node.lineno}: {ast.unparse(node)}")
        elif text:
            self.found.texts.setdefault((context, text), node.lineno)

    def _inside_passing(self, node: ast.Call) -> bool:
        """Whether it is a table's text on its way out: ``translate("Docks", spec.title)``."""
        return len(node.args) == 2

    def _add_all(self, context: str, node: ast.expr) -> None:
        """Every literal that the expression may give; of a choice both sides, but not the condition."""
        if isinstance(node, ast.IfExp):
            self._add_all(context, node.body)
            self._add_all(context, node.orelse)
        elif text := _literal(node):
            self.found.texts.setdefault((context, text), node.lineno)


def _literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _other_names(tree: ast.Module) -> Iterator[str]:
    """Names that are given to ``translate`` itself: ``say = QCoreApplication.translate``."""
    for node in ast.walk(tree):
        taken = isinstance(node, ast.Assign) and isinstance(node.value, ast.Attribute)
        if taken and isinstance(node, ast.Assign) and getattr(node.value, "attr", "") == "translate":
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))


def _passing_functions(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Functions of a module that only pass their argument on: name and context."""
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef) or len(node.args.args) != 1:
            continue
        last = node.body[-1]
        if isinstance(last, ast.Return) and isinstance(last.value, ast.Call) and len(last.value.args) == 2:
            function, given = last.value.func, last.value.args
            passed = isinstance(given[1], ast.Name) and given[1].id == node.args.args[0].arg
            context = _literal(given[0])
            if isinstance(function, ast.Attribute) and function.attr == "translate" and context and passed:
                yield node.name, context


def read(path: Path) -> Found:
    """The texts of a source file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    reader = _Reader(tree, is_tool="tools" in path.parts)
    reader.visit(tree)
    return reader.found


def texts() -> dict[Text, str]:
    """Every text of the window, with its place."""
    out: dict[Text, str] = {}
    for room in ROOMS:
        for path in sorted((PACKAGE / room).rglob("*.py")):
            for text, line in read(path).texts.items():
                out.setdefault(text, f"{path.relative_to(PACKAGE.parent).as_posix()}:{line}")
    from artmaster_desktop.core.commands import NAMES

    for name in NAMES:
        out.setdefault((HISTORY, name), "artmaster_desktop/core/commands.py")
    return out


def strange() -> list[str]:
    """Places where something else than a literal is to be translated."""
    found = []
    for room in ROOMS:
        for path in sorted((PACKAGE / room).rglob("*.py")):
            found += [f"{path.relative_to(PACKAGE.parent)} {line}" for line in read(path).strange]
    return found


def known(path: Path) -> dict[Text, str]:
    """The finished translations in a ``.ts``."""
    out: dict[Text, str] = {}
    root = defusedxml.ElementTree.fromstring(path.read_text(encoding="utf-8"))
    for context in root.iter("context"):
        name = context.findtext("name") or ""
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is not None and translation.get("type") is None and translation.text:
                out[(name, message.findtext("source") or "")] = translation.text
    return out


def render(language: str, places: dict[Text, str], translations: dict[Text, str]) -> str:
    """A ``.ts`` in the form of Qt's own tools, sorted, without lines that would change with every edit."""
    lines = ['<?xml version="1.0" encoding="utf-8"?>', "<!DOCTYPE TS>"]
    lines.append(f'<TS version="2.1" language="{language}" sourcelanguage="en">')
    context = ""
    for text in sorted(places):
        if text[0] != context:
            lines += ["</context>"] if context else []
            context = text[0]
            lines += ["<context>", f"    <name>{escape(context)}</name>"]
        done = translations.get(text, "")
        state = "" if done else ' type="unfinished"'
        lines += [
            "    <message>",
            f'        <location filename="{places[text].split(":")[0]}"/>',
            f"        <source>{escape(text[1])}</source>",
            f"        <translation{state}>{escape(done)}</translation>",
            "    </message>",
        ]
    return "\n".join([*lines, "</context>", "</TS>", ""])


def compiled(path: Path, target: Path) -> None:
    """Compile a ``.ts`` with the lrelease that PySide6 brings."""
    program = Path(PySide6.__file__).parent / ("lrelease.exe" if sys.platform == "win32" else "lrelease")
    command = [str(program), "-silent", "-nounfinished", "-removeidentical", str(path), "-qm", str(target)]
    subprocess.run(command, check=True, capture_output=True)


def main() -> int:
    """Update every translation, or with ``--check`` tell what is missing."""
    places = texts()
    missing = 0
    for path in sorted(HERE.glob("artmaster_*.ts")):
        translations = known(path)
        lacking = [text for text in places if text not in translations]
        missing += len(lacking)
        for context, text in lacking:
            print(f"{path.name}: {context}: {text!r}")
        if "--check" not in sys.argv:
            language = path.stem.removeprefix("artmaster_")
            path.write_text(render(language, places, translations), encoding="utf-8")
            compiled(path, path.with_suffix(".qm"))
    print(f"{len(places)} texts, {missing} without a translation")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.path.insert(0, str(PACKAGE.parent))
    sys.exit(main())
