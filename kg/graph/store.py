"""The graph on disk: graph.nq (every graph), graph.ttl (their union, for people), store/ (Oxigraph, for queries)."""

from __future__ import annotations

import heapq
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING

import pyoxigraph as ox
from msgspec import Struct

from kg.errors import GraphError
from kg.graph.terms import PREFIXES
from kg.graph.turtle import turtle

if TYPE_CHECKING:
    import rdflib

__all__ = ["NQUADS", "STORE", "TURTLE", "Store", "open_store", "triple_of", "write"]

NQUADS, TURTLE, STORE = "graph.nq", "graph.ttl", "store"
_CHUNK = 500_000
"""Lines that are sorted in memory at once; more are merged from disk."""


def write(quads: Iterable[ox.Quad], folder: str | Path) -> int:
    """Write the three forms of a graph into a folder that is there; returns the number of quads.

    The bytes of graph.nq and graph.ttl follow from the set of quads alone. What stood there under these names goes.
    """
    folder = Path(folder)
    try:
        with (folder / NQUADS).open("w", encoding="utf-8", newline="\n") as out:
            count = _write_lines(quads, out)
        with (folder / NQUADS).open(encoding="utf-8", newline="\n") as lines, _text(folder / TURTLE) as out:
            out.writelines(turtle(map(triple_of, lines)))
        shutil.rmtree(folder / STORE, ignore_errors=True)
        store = ox.Store(str(folder / STORE))
        store.bulk_load(path=str(folder / NQUADS), format=ox.RdfFormat.N_QUADS)
        store.flush()
    except OSError as error:
        raise GraphError(f"{folder}: the graph cannot be written: {error.strerror or error}") from error
    return count


def _text(path: Path) -> IO[str]:
    return path.open("w", encoding="utf-8", newline="\n")


# ------------------------------------------------------------------ graph.nq


def _write_lines(quads: Iterable[ox.Quad], out: IO[str]) -> int:
    """Lines of N-Quads in code-point order, each once."""
    lines = (f"{q.subject} {q.predicate} {q.object} {q.graph_name} .\n" for q in quads)
    count, last = 0, None
    with ExitStack() as stack:
        for line in heapq.merge(*_runs(lines, stack)):
            if line != last:
                out.write(line)
                count, last = count + 1, line
    return count


def _runs(lines: Iterator[str], stack: ExitStack) -> list[Iterable[str]]:
    """Sorted runs: the last one in memory, those before it in temporary files."""
    runs: list[Iterable[str]] = []
    chunk = sorted(islice(lines, _CHUNK))
    while following := sorted(islice(lines, _CHUNK)):
        file = tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n")  # noqa: SIM115
        stack.enter_context(file)
        file.writelines(chunk)
        file.seek(0)
        runs.append(file)
        chunk = following
    return [*runs, chunk]


def triple_of(line: str) -> tuple[str, str, str]:
    """The terms of a line of graph.nq as they stand, without its graph."""
    subject, predicate, rest = line.split(" ", 2)
    return subject, predicate, rest.rsplit(" ", 2)[0]  # behind the object stand the graph and a full stop


# ------------------------------------------------------------------ a built folder, for asking


class Store(Struct, frozen=True):
    """A built graph, read only. `inner` is the engine; default graph of a query is the union of all graphs."""

    folder: Path
    inner: ox.Store

    def graph(self) -> rdflib.Dataset:
        """The same graph behind rdflib's interface, its default graph the union; no triple is copied."""
        import rdflib
        from oxrdflib import OxigraphStore

        dataset = rdflib.Dataset(store=OxigraphStore(store=self.inner), default_union=True)
        for prefix, iri in PREFIXES.items():
            dataset.bind(prefix, iri)
        return dataset

    def __len__(self) -> int:
        return len(self.inner)


def open_store(folder: str | Path) -> Store:
    """Open a folder that `kg build` wrote: its store/, else its graph.nq. Raises GraphError where it holds no graph."""
    folder = Path(folder)
    if (folder / STORE).is_dir():
        try:
            return Store(folder, ox.Store.read_only(str(folder / STORE)))
        except (OSError, RuntimeError):
            if not (folder / NQUADS).is_file():
                raise GraphError(f"{folder / STORE}: the store is damaged; build the graph again") from None
    try:
        inner = ox.Store()
        inner.bulk_load(path=str(folder / NQUADS), format=ox.RdfFormat.N_QUADS)
    except (OSError, SyntaxError) as error:
        if isinstance(error, FileNotFoundError):
            raise GraphError(f"{folder} holds no graph; `kg build PATH... -o {folder}` makes one") from error
        raise GraphError(f"{folder / NQUADS}: {error}") from error
    return Store(folder, inner)
