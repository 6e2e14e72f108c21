"""Loading the libraries of the engine without stopping a window that runs in the same process.

Two things hold Python's lock, and so every other thread, for half a second and more while torch is imported:
the system's loader mapping and initialising a gigabyte of shared libraries, and collections of garbage that
walk through some million objects that are all in use. The first is done beforehand, by a foreign call that
lets the lock go; the second is put off, and the new objects are exempted from later walks.

Measured on two busy cores, from a timer of 2 ms in the window's thread: stalls of up to 900 ms before, of
61 ms at most after.
"""

from __future__ import annotations

import ctypes
import gc
import os
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import TypeVar

T = TypeVar("T")

LIBRARIES = {
    "torch": ("lib", ("c10", "torch_cpu", "c10_cuda", "torch_cuda", "torch", "torch_python")),
    "triton": ("_C", ("triton",)),
}
"""Packages, and in a folder of each the large libraries, in the order in which they need each other; what a
build does not have is left out. Triton's half gigabyte comes with torch where that speaks CUDA.
"""


_ONE_AT_A_TIME = threading.RLock()
"""What is switched off meanwhile is the whole process's."""


def quietly(make: Callable[[], T]) -> T:
    """What ``make`` returns; meanwhile other threads go on. For the first import of the engine.

    It opens no socket either: urllib3, which comes with the libraries, binds one when it is imported, to
    learn whether this machine speaks IPv6, unless Python itself says that it does not.
    """
    with _ONE_AT_A_TIME:
        preload()
        collecting, speaks = gc.isenabled(), socket.has_ipv6
        gc.disable()
        socket.has_ipv6 = False
        try:
            return make()
        finally:
            socket.has_ipv6 = speaks
            gc.freeze()
            if collecting:
                gc.enable()


def needed(name: str) -> ModuleType:
    """The module ``name``, imported now if it was not: for what not every piece of work needs."""
    if name in sys.modules:
        return import_module(name)
    return quietly(lambda: import_module(name))


def preload() -> tuple[Path, ...]:
    """Map the large libraries without holding Python's lock; those that were mapped.

    Nothing fails here: what cannot be loaded is left to the import, which says why.
    """
    load = _loader()
    if load is None or "torch" in sys.modules:
        return ()
    files = (folder / _file_name(name) for folder, names in _folders() for name in names)
    return tuple(file for file in files if file.is_file() and load(file))


def _folders() -> Iterator[tuple[Path, tuple[str, ...]]]:
    for package, (folder, names) in LIBRARIES.items():
        spec = find_spec(package)
        if spec is not None and spec.origin is not None:
            yield Path(spec.origin).parent / folder, names


def _file_name(name: str) -> str:
    match sys.platform:
        case "win32":
            return f"{name}.dll"
        case "darwin":
            return f"lib{name}.dylib"
    return f"lib{name}.so"


def _loader() -> Callable[[Path], bool] | None:
    """The system's own loader as a foreign function: unlike ``ctypes.CDLL(path)`` it runs without the lock.

    Not on Windows: there the import sets up search paths of its own before it loads anything.
    """
    if sys.platform == "win32":
        return None
    dlopen = ctypes.CDLL(None).dlopen
    dlopen.argtypes, dlopen.restype = (ctypes.c_char_p, ctypes.c_int), ctypes.c_void_p
    return lambda file: bool(dlopen(os.fsencode(file), os.RTLD_LAZY))
