"""What every test may rely on: no network, one thread a worker, no window, the repo's root.

The environment is set while this file is imported, so before any test imports a library that reads it.
"""

from __future__ import annotations

import ipaddress
import os
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent

# Two workers share two cores. One thread each also keeps floating-point sums in one order.
THREADS = "1" if "PYTEST_XDIST_WORKER" in os.environ else "2"
for _name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[_name] = THREADS
os.environ["OPENCV_FOR_THREADS_NUM"] = THREADS
os.environ["TOKENIZERS_PARALLELISM"] = "false"
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TRANSFORMERS_OFFLINE"] = "1"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
os.environ["DO_NOT_TRACK"] = "1"
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def _is_this_machine(host: object) -> bool:
    if not isinstance(host, str | bytes):
        return False
    name = host.decode(errors="replace") if isinstance(host, bytes) else host
    if name in ("", "localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _no_network(event: str, args: tuple[Any, ...]) -> None:
    """Audit hook: everything is local, so a test that reaches for another machine has found a defect."""
    if event == "socket.getaddrinfo":
        host = args[0]
        if host is not None and not _is_this_machine(host):
            raise RuntimeError(f"a test asked the network for {host!r}")
    elif event == "socket.connect":
        address = args[1]
        if isinstance(address, tuple) and not _is_this_machine(address[0]):
            raise RuntimeError(f"a test reached for {address!r}")


sys.addaudithook(_no_network)


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the source tree."""
    return ROOT
