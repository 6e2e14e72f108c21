"""The app starts without networks and without pictures: nothing heavy is imported before it is asked for."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {
    "torch", "torchvision", "diffusers", "transformers", "peft", "accelerate", "triton", "scipy", "cv2",
    "huggingface_hub", "safetensors",
}  # fmt: skip
QT = {"PySide6.QtGui", "PySide6.QtWidgets", "PySide6.QtNetwork"}
LAZY = {"artmaster_desktop.storage.hub", "requests", "httpx"}
"""Only imported when the artist asks for a download."""

SCRIPT = """
import importlib, json, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
print(json.dumps(sorted(sys.modules)))
"""


def modules_after(*names: str) -> set[str]:
    """What is loaded in a fresh interpreter after these imports."""
    told = subprocess.run(
        [sys.executable, "-c", SCRIPT, *names], capture_output=True, text=True, check=True, timeout=60
    )
    found: list[str] = json.loads(told.stdout)
    return set(found)


def app_modules(root: Path) -> list[str]:
    package = root / "artmaster_desktop" / "app"
    return [
        "artmaster_desktop.app",
        *sorted(f"artmaster_desktop.app.{p.stem}" for p in package.glob("[a-z]*.py")),
    ]


def test_every_module_of_the_app_is_light(root: Path) -> None:
    loaded = modules_after(*app_modules(root))
    assert "artmaster_desktop.app.desk" in loaded
    assert {name.partition(".")[0] for name in loaded} & HEAVY == set()
    assert loaded & QT == set()
    assert not any(name.startswith("artmaster_desktop.engine") for name in loaded)


def test_nothing_of_the_network_is_imported_before_it_is_asked_for(root: Path) -> None:
    assert modules_after(*app_modules(root)) & LAZY == set()


def test_the_test_would_notice() -> None:
    assert "safetensors" in modules_after("safetensors")


@pytest.mark.parametrize("name", ["artmaster_desktop.app"])
def test_the_package_itself_imports_nothing(name: str) -> None:
    assert not any(module.startswith("PySide6") for module in modules_after(name))
