"""What core says of its types is true when the program runs, not only when it is checked."""

from __future__ import annotations

import inspect
import pkgutil
from importlib import import_module
from typing import get_type_hints

import pytest

from artmaster_desktop import core

MODULES = [f"{core.__name__}.{found.name}" for found in pkgutil.iter_modules(core.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_every_type_that_is_named_is_there(name: str) -> None:
    module = import_module(name)
    for thing in vars(module).values():
        if getattr(thing, "__module__", None) != name:
            continue
        if inspect.isfunction(thing):
            get_type_hints(thing)
        elif inspect.isclass(thing):
            get_type_hints(thing)
            for method in vars(thing).values():
                if inspect.isfunction(method) and method.__module__ == name:
                    get_type_hints(method)


def test_the_doors_to_the_other_rooms_are_among_them() -> None:
    assert {f"{core.__name__}.ports", f"{core.__name__}.works_eye"} <= set(MODULES)
