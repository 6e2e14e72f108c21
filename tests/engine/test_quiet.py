"""The libraries are loaded without stopping the window."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from importlib.util import find_spec

SCRIPT = """
import gc, json, sys
from artmaster_desktop.engine.quiet import preload, quietly
light = "torch" not in sys.modules
mapped = [path.name for path in preload()]
light = light and "torch" not in sys.modules
collections = []
def make():
    collections.append(gc.isenabled())
    import torch
    return torch.ones(2).sum().item()
made = quietly(make)
collections.append(gc.isenabled())
gc.disable()
quietly(lambda: None)
collections.append(gc.isenabled())
print(json.dumps([light, mapped, made, collections, gc.get_freeze_count() > 10_000, len(preload())]))
"""


def test_torch_is_mapped_before_it_is_imported_and_works() -> None:
    told = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True, timeout=200
    )
    light, mapped, made, collections, frozen, again = json.loads(told.stdout)
    assert light
    if sys.platform != "win32":
        assert any("torch_cpu" in name for name in mapped)
    if sys.platform == "linux" and find_spec("triton") is not None:
        assert "libtriton.so" in mapped
    assert made == 2.0
    assert collections == [False, True, False]
    assert frozen
    assert again == 0


def test_a_failure_leaves_collections_as_they_were() -> None:
    script = """
import gc
from artmaster_desktop.engine.quiet import quietly
try:
    quietly(lambda: 1 / 0)
except ZeroDivisionError:
    print(gc.isenabled())
"""
    told = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=200
    )
    assert told.stdout.strip() == "True"


def test_no_socket_is_opened() -> None:
    script = """
import json, socket, sys
opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[1:])) if event == "socket.__new__" else None)
from artmaster_desktop import bootstrap
bootstrap.go_offline()
engine = bootstrap.engine()
engine.describe(bootstrap.places().starter)
print(json.dumps([opened, "urllib3" in sys.modules, socket.has_ipv6]))
"""
    told = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=200
    )
    assert json.loads(told.stdout) == [[], True, socket.has_ipv6]
