"""Painting on every core: one fresh process each, so that no GPU state is shared."""

import multiprocessing
import os
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def core_count() -> int:
    """The cores this process may use, at least 1."""
    return max(1, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)


@contextmanager
def _single_threaded() -> Iterator[None]:
    """Processes begun meanwhile get one numerical thread each: one process a core is enough."""
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(dict.fromkeys(names, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _one_thread() -> None:
    """One numerical thread, and behind whoever feeds a GPU."""
    import cv2

    if hasattr(os, "nice"):
        os.nice(10)
    cv2.setNumThreads(1)


def spread(
    work: Callable[[T], R], tasks: Iterable[T], seconds: float = float("inf"), workers: int = 0
) -> Iterator[R]:
    """`work(task)` for each task on `workers` processes (0: one per core), as they finish, in any order.

    After `seconds` no new task is begun; those under way still come. `work` must be a top-level function of a
    module that imports neither torch nor a GPU. One worker runs in this process.
    """
    workers = workers or core_count()
    deadline = time.monotonic() + seconds
    queue = iter(tasks)
    if workers == 1:
        for task in queue:
            if time.monotonic() > deadline:
                return
            yield work(task)
        return
    context = multiprocessing.get_context("spawn")
    with (
        _single_threaded(),
        ProcessPoolExecutor(workers, mp_context=context, initializer=_one_thread) as pool,
    ):
        waiting: set[Future[R]] = set()
        while True:
            while len(waiting) < 3 * workers and time.monotonic() <= deadline:
                try:
                    waiting.add(pool.submit(work, next(queue)))
                except StopIteration:
                    deadline = float("-inf")
            if not waiting:
                return
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            for future in done:
                yield future.result()
