"""Where the work runs: one function over many items, in this process, in local processes, or on a given Executor."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

Item = TypeVar("Item")
Value = TypeVar("Value")

_WORTH_PROCESSES = 24
"""Below so many items, starting processes costs more time than they save."""


def mapped(
    function: Callable[[Item], Value],
    items: Sequence[Item],
    *,
    executor: Executor | None = None,
    workers: int | None = None,
) -> Iterator[Value]:
    """Values of `function` in the order of `items`.

    `executor`: any `concurrent.futures.Executor`, a distributed engine's too; `function`, items and values must pickle.
    Without one, `workers` local processes are used (None: one a core where there is work enough; 0 or 1: none).
    """
    if executor is not None:
        yield from executor.map(function, items)
        return
    wanted = workers if workers is not None else (os.cpu_count() or 1 if len(items) >= _WORTH_PROCESSES else 1)
    if wanted <= 1 or len(items) <= 1:
        yield from map(function, items)
        return
    # spawn: a fork of a process with threads (Oxigraph, progress bars) may hang
    with ProcessPoolExecutor(min(wanted, len(items)), mp_context=get_context("spawn")) as pool:
        yield from pool.map(function, items, chunksize=max(1, len(items) // (wanted * 8)))
