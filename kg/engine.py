"""Where the work runs: one function over many items, in this process, in local processes, or on a given Executor."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import TypeVar

from kg.errors import UsageError

Item = TypeVar("Item")
Value = TypeVar("Value")

_WORTH_PROCESSES = 24
"""Below so many items, starting processes costs more time than they save."""


_BROKEN = (
    "a worker process ended before its work was done; a script that uses several processes must call kg below "
    '`if __name__ == "__main__":` or with workers=0'
)


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
    Raises UsageError where they end at once, as in a script that starts them while it is imported.
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
        try:
            yield from pool.map(function, items, chunksize=max(1, len(items) // (wanted * 8)))
        except BrokenProcessPool as error:
            raise UsageError(_BROKEN) from error
