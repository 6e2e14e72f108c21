"""Calls that run foreign code, swallow faults or leave half a file: none of them in what we ship."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.files import ROOT, python_files, relative

SHIPPED = python_files("artmaster_desktop", "installer", "models/recipes")
PACKAGE = python_files("artmaster_desktop")

# Files of the package that may open files for writing, and why.
WRITERS = {
    "artmaster_desktop/storage/atomic.py": "temp file, fsync, replace: the one way to a user's disk",
    "artmaster_desktop/storage/hub.py": "a download grows for hours, and goes on where it stopped",
    "artmaster_desktop/engine/flux/weights.py": "a config in a temporary folder, for diffusers to read",
}
MODE_THAT_WRITES = re.compile(r"(?=.*[wax+?])[rwaxbt+?]+")
# The places where any fault at all is taken, and why: the outermost doors of threads.
DOORS = {
    "artmaster_desktop/engine/engine.py": "a job ends in exactly one event, whatever a library raises",
    "artmaster_desktop/app/engine_thread.py": "a library that does not start is told to the artist",
    "artmaster_desktop/app/studio_training.py": "a training that breaks off is told to the artist",
    "artmaster_desktop/app/worker.py": "a fault is raised again in the thread that asked",
}
EVERYTHING = "except that takes everything"
WRITING_METHODS = {"write_text", "write_bytes", "tofile", "save_file", "touch"}


def dotted(node: ast.expr) -> str:
    """`a.b.c` of a name or attribute chain; '' for anything else."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ""


def keyword(call: ast.Call, name: str) -> object:
    """The constant given for a keyword; None when it is absent or not a constant."""
    for given in call.keywords:
        if given.arg == name and isinstance(given.value, ast.Constant):
            return given.value.value
    return None


def call_danger(call: ast.Call) -> str | None:
    """What is wrong with a call, or None."""
    name = dotted(call.func)
    if name in ("pickle.load", "pickle.loads", "pickle.Unpickler", "torch.jit.load", "eval", "exec"):
        return name
    if name == "torch.load" and keyword(call, "weights_only") is not True:
        return "torch.load without weights_only=True"
    if name in ("np.load", "numpy.load") and keyword(call, "allow_pickle") is True:
        return "np.load with allow_pickle=True"
    if any(given.arg == "trust_remote_code" for given in call.keywords):
        return None if keyword(call, "trust_remote_code") is False else "trust_remote_code"
    if name == "subprocess.run" and keyword(call, "shell") is True:
        return "a shell"
    return None


def dangers(source: str) -> Iterator[str]:
    """Every danger in the source, with its line."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ExceptHandler):
            caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            broad = {"Exception", "BaseException"}.intersection(dotted(kind) for kind in caught if kind)
            reraises = any(isinstance(inner, ast.Raise) for inner in ast.walk(node))
            if node.type is None or (broad and not reraises):
                yield f"line {node.lineno}: {EVERYTHING}"
        elif isinstance(node, ast.Call) and (fault := call_danger(node)):
            yield f"line {node.lineno}: {fault}"


def open_mode(call: ast.Call, position: int) -> str:
    """The mode given to an `open`; 'r' when none is, '?' when it is not a constant."""
    given = [word.value for word in call.keywords if word.arg == "mode"] or call.args[position : position + 1]
    if not given:
        return "r"
    mode = given[0].value if isinstance(given[0], ast.Constant) else None
    return mode if isinstance(mode, str) else "?"


def writes(source: str) -> Iterator[str]:
    """Every call in the source that opens or makes a file for writing, with its line."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = dotted(node.func)
        method = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        mode = "r"
        if name in ("open", "io.open", "os.fdopen"):
            mode = open_mode(node, 1)
        elif method == "open":  # pathlib's takes the mode first; others (Image, ZipFile) take a name
            mode = open_mode(node, 0).replace("?", "r")
        if method in WRITING_METHODS or MODE_THAT_WRITES.fullmatch(mode):
            yield f"line {node.lineno}: {name or method}"


@pytest.mark.parametrize("path", SHIPPED, ids=relative)
def test_nothing_dangerous_is_called(path: Path) -> None:
    found = list(dangers(path.read_text(encoding="utf-8")))
    if relative(path) in DOORS:
        assert [EVERYTHING in danger for danger in found] == [True]
    else:
        assert found == []


@pytest.mark.parametrize("path", PACKAGE, ids=relative)
def test_only_the_atomic_writer_writes_files(path: Path) -> None:
    if relative(path) not in WRITERS:
        assert list(writes(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("name", WRITERS)
def test_an_exception_is_still_needed(name: str) -> None:
    assert list(writes((ROOT / name).read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "source",
    [
        "try:\n    x\nexcept:\n    pass",
        "try:\n    x\nexcept Exception:\n    pass",
        "try:\n    x\nexcept (OSError, BaseException) as e:\n    print(e)",
        "pickle.load(f)",
        "torch.load(f)",
        "torch.load(f, weights_only=False)",
        "torch.jit.load(f)",
        "np.load(f, allow_pickle=True)",
        "M.from_pretrained(f, trust_remote_code=True)",
        "M.from_pretrained(f, trust_remote_code=flag)",
        "subprocess.run(c, shell=True)",
    ],
)
def test_a_planted_danger_is_noticed(source: str) -> None:
    assert list(dangers(source))


@pytest.mark.parametrize(
    "source",
    [
        "try:\n    x\nexcept OSError:\n    pass",
        "try:\n    x\nexcept (*KNOWN, ValueError):\n    pass",
        "try:\n    x\nexcept Exception as e:\n    raise Fault() from e",
        "torch.load(f, weights_only=True)",
        "M.from_pretrained(f, trust_remote_code=False)",
    ],
)
def test_what_is_safe_is_left_alone(source: str) -> None:
    assert list(dangers(source)) == []


@pytest.mark.parametrize(
    ("source", "noticed"),
    [
        ("open(p, 'wb')", True),
        ("open(p, mode='a')", True),
        ("open(p, flag)", True),
        ("p.open('r+b')", True),
        ("p.write_text('x')", True),
        ("safetensors.torch.save_file(t, p)", True),
        ("open(p)", False),
        ("p.open('rb')", False),
        ("Image.open(p)", False),
        ("archive.open('mergedimage.png')", False),
    ],
)
def test_a_planted_write_is_noticed(source: str, noticed: bool) -> None:
    assert bool(list(writes(source))) is noticed
