"""What is exported: a whole built graph, or what it says of one thing; N-Quads in order, graph by graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pyoxigraph as ox
from pyoxigraph import NamedNode, Quad

from kg.graph.explain import the_one
from kg.graph.store import NQUADS, Store, open_store, triple_of
from kg.graph.terms import SHARED, term

Row = tuple[str, str, str]
"""A triple with its terms as N-Triples writes them."""


@cache
def _pointers() -> tuple[NamedNode, ...]:
    """Properties by which a fact points at the things that it is a fact of, and at the report that tells it."""
    names = ("fz:thing", "fz:actor", "fz:about", "fz:metric", "rdf:subject", "rdf:object", "fz:denotes", "fz:part")
    return tuple(term(name) for name in (*names, "fz:report"))


@cache
def _held() -> tuple[NamedNode, ...]:
    """Properties of a fact whose values are told with it: places, activities, times, texts."""
    names = ("fz:evidence", "fz:support", "prov:wasGeneratedBy", "prov:used", "fz:interval", "time:hasBeginning")
    more = ("time:hasEnd", "fz:report", "fz:text", "fz:metric", "fz:part", "dcterms:isPartOf")
    return tuple(term(name) for name in (*names, *more))


@cache
def _names() -> tuple[NamedNode, ...]:
    return term("rdf:type"), term("rdfs:label")


class Source:
    """A graph to export. Everything comes in the order of its N-Quads, so that the bytes are always the same."""

    def __init__(self, store: Store, inner: ox.Store | None = None) -> None:
        self.folder = store.folder
        self.whole = inner is None
        self.store = Store(store.folder, inner or store.inner)

    def lines(self) -> Iterator[str]:
        """N-Quads in order."""
        path = self.folder / NQUADS
        if self.whole and path.is_file():
            with path.open(encoding="utf-8", newline="\n") as lines:
                yield from lines
        else:
            yield from sorted(f"{q.subject} {q.predicate} {q.object} {q.graph_name} .\n" for q in self.store.inner)

    def rows(self) -> Iterator[Row]:
        """Triples of the union."""
        return map(triple_of, self.lines())

    def graphs(self) -> list[NamedNode]:
        """The named graphs."""
        found = (name for name in self.store.inner.named_graphs() if isinstance(name, NamedNode))
        return sorted(found, key=str)

    def rows_of(self, graph: NamedNode) -> list[Row]:
        """Triples of one graph; a report's at most, or what reports share, is in memory at once."""
        quads = self.store.inner.quads_for_pattern(None, None, None, graph)
        return sorted((str(q.subject), str(q.predicate), str(q.object)) for q in quads)


def source(built: Store | str | Path, about: str | None = None) -> Source:
    """The whole graph, or what it says `about` a name or IRI. Raises QueryError where that means no one thing."""
    store = built if isinstance(built, Store) else open_store(built)
    if about is None:
        return Source(store)
    inner = ox.Store()
    inner.extend(_about(store.inner, NamedNode(the_one(store, about))))
    return Source(store, inner)


def _about(store: ox.Store, node: NamedNode) -> Iterable[Quad]:
    """A thing, the facts on it with what they hold, and type and name of all that they point at."""
    chosen: set[NamedNode] = set()
    facts = (q.subject for p in _pointers() for q in store.quads_for_pattern(None, p, node))
    new = {node} | {fact for fact in facts if isinstance(fact, NamedNode)}
    while new:
        chosen |= new
        held = (q.object for n in new for p in _held() for q in store.quads_for_pattern(n, p, None))
        new = {n for n in held if isinstance(n, NamedNode)} - chosen
    quads = {q for n in chosen for q in store.quads_for_pattern(n, None, None)}
    quads |= set(store.quads_for_pattern(None, None, node, SHARED))
    ends = {end for q in quads for end in (q.subject, q.object) if isinstance(end, NamedNode)} - chosen
    return quads | {q for n in ends for p in _names() for q in store.quads_for_pattern(n, p, None)}
