"""Who may import whom: the fences stand, and they bark."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.files import ROOT, python_files, relative

CORE_MAY = {"numpy", "artmaster_desktop"}
CORE_MAY_NOT = {"os", "shutil", "tempfile", "subprocess", "socket", "time", "random", "threading", "asyncio"}
HEAVY = ("torch", "torchvision", "diffusers", "transformers", "peft", "accelerate", "triton")

VIOLATIONS = {
    "core imports storage": ("core/geometry.py", "import artmaster_desktop.storage.planted"),
    "core imports torch": ("core/geometry.py", "import torch"),
    "core imports Qt": ("core/geometry.py", "from PySide6 import QtCore"),
    "torch inside a function": ("core/geometry.py", "def planted() -> None:\n    import torch"),
    "torch in storage": ("storage/planted.py", "import torch"),
    "Qt in engine": ("engine/planted.py", "from PySide6.QtCore import QObject"),
    "engine imports storage": ("engine/planted.py", "import artmaster_desktop.storage.planted"),
    "torch in the command line": ("cli/planted.py", "import torch"),
    "torch in a panel": ("ui/planted.py", "def planted() -> None:\n    import torch"),
    "engine in the window": ("ui/planted.py", "import artmaster_desktop.engine.planted"),
    "engine in app": ("app/planted.py", "import artmaster_desktop.engine.planted"),
    "app imports ui": ("app/planted.py", "import artmaster_desktop.ui.planted"),
    "a panel imports the bootstrap": ("ui/planted.py", "import artmaster_desktop.bootstrap"),
    "a cycle inside a room": ("core/geometry.py", "import artmaster_desktop.core.raster"),
    "an unplaced package": ("planted/__init__.py", ""),
}


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the package in `folder`, with nothing else of ours on the path."""
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    env = {"PYTHONPATH": str(folder), "PATH": "", "PYTHONUTF8": "1", "NO_COLOR": "1"}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the package and its contracts, with an importable file in engine and storage."""
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "artmaster_desktop", tmp_path / "artmaster_desktop", ignore=ignore)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for room in ("engine", "storage", "app", "ui"):
        (tmp_path / "artmaster_desktop" / room / "planted.py").write_text("", encoding="utf-8")
    return tmp_path


def test_the_fences_stand(copy: Path) -> None:
    told = lint_imports(copy)
    assert told.returncode == 0, told.stdout + told.stderr
    assert "0 broken" in told.stdout


@pytest.mark.parametrize(("file", "line"), VIOLATIONS.values(), ids=list(VIOLATIONS))
def test_a_planted_violation_is_caught(copy: Path, file: str, line: str) -> None:
    path = copy / "artmaster_desktop" / file
    path.parent.mkdir(exist_ok=True)
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text(f"{before}\n{line}\n", encoding="utf-8")
    told = lint_imports(copy)
    assert told.returncode == 1
    assert "BROKEN" in told.stdout, told.stdout + told.stderr


def ruff(file: str, source: str) -> str:
    """What ruff says to `source` as if it stood in `file`."""
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", "--output-format", "concise"]
    return subprocess.run(
        [*command, "--stdin-filename", file, "-"],
        cwd=ROOT, input=source, capture_output=True, text=True, check=False,
    ).stdout  # fmt: skip


@pytest.mark.parametrize("library", HEAVY)
def test_ruff_bans_heavy_imports_at_module_level_outside_engine(library: str) -> None:
    source = f'"""Planted."""\n\nimport {library}\n\n{library}.x()\n'
    assert "TID253" in ruff("artmaster_desktop/planted.py", source)
    assert "TID253" not in ruff("artmaster_desktop/engine/planted.py", source)


@pytest.mark.parametrize("module", ["QtWidgets", "QtGui"])
def test_ruff_bans_widgets_outside_ui(module: str) -> None:
    source = f'"""Planted."""\n\nfrom PySide6 import {module}\n\n{module}.x()\n'
    assert "TID251" in ruff("artmaster_desktop/app/planted.py", source)
    assert "TID251" not in ruff("artmaster_desktop/ui/planted.py", source)


def test_every_room_but_engine_is_kept_from_torch() -> None:
    """A new room has to be entered in the contract, since a contract cannot name what is not there yet."""
    tables = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    contracts = {contract["name"]: contract for contract in tables["contracts"]}
    package = ROOT / "artmaster_desktop"
    rooms = {f"{package.name}.{path.parent.name}" for path in package.glob("*/__init__.py")}
    rooms -= set(contracts["Entry points reach torch only through engine"]["source_modules"])
    assert set(contracts["Torch stays in engine"]["source_modules"]) == rooms - {"artmaster_desktop.engine"}
    without_qt = rooms - {"artmaster_desktop.app", "artmaster_desktop.ui"}
    assert set(contracts["Qt stays in app and ui"]["source_modules"]) == without_qt


def imported(source: str) -> set[str]:
    """Top-level names of everything the source imports, wherever in the file."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").partition(".")[0])
    return names


@pytest.mark.parametrize("path", python_files("artmaster_desktop/core"), ids=relative)
def test_core_knows_only_numpy_and_the_pure_part_of_the_standard_library(path: Path) -> None:
    names = imported(path.read_text(encoding="utf-8"))
    assert names - CORE_MAY <= sys.stdlib_module_names
    assert names.isdisjoint(CORE_MAY_NOT)
