"""Turtle for people to read: the union of sorted N-Quads, grouped by subject, with prefixes and a base."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from kg.graph.terms import PREFIXES
from kg.ontology import RESOURCES

__all__ = ["blocks", "header", "short", "turtle"]

_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_LOCAL = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_BELOW = re.compile(r"[a-z]+(?:/(?!\.)[^/:?]+)+|shared")
_INTEGER = re.compile(r'"[+-]?[0-9]+"')
_LITERAL = re.compile(r'(".*")\^\^(<.*>)')

_MOST_NAMES = 200_000
"""Short forms that are remembered at once, so that memory does not grow with the graph."""


def turtle(triples: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    """Turtle of triples whose terms are written as in N-Triples, sorted by subject; one block each, its class first."""
    yield from header()
    yield from blocks(triples)


def header() -> Iterator[str]:
    """The prefixes and the base."""
    yield from (f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    yield f"@base <{RESOURCES}> .\n"


def blocks(triples: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    """A block for each subject."""
    names: dict[str, str] = {}
    for subject, rows in groupby(triples, key=lambda triple: triple[0]):
        pairs = sorted({(p, o) for _, p, o in rows}, key=lambda pair: (pair[0] != _TYPE, pair))
        properties = [
            f"{'a' if predicate == _TYPE else _short(predicate, names)} "
            + " , ".join(_short(value, names) for _, value in values)
            for predicate, values in groupby(pairs, key=lambda pair: pair[0])
        ]
        yield f"\n{_short(subject, names)} " + " ;\n    ".join(properties) + " .\n"


def short(iri: str) -> str:
    """An IRI of N-Triples with a prefix or below the base, where it can be."""
    return _short_iri(iri[1:-1])


def _short(term: str, names: dict[str, str]) -> str:
    """A term of N-Quads in Turtle: with a prefix, below the base, numbers bare; what is not, stays as it is."""
    if term[0] == '"':
        typed = _LITERAL.fullmatch(term)
        if typed is None:
            return term
        kind = _short(typed[2], names)
        bare = kind == "xsd:integer" and _INTEGER.fullmatch(typed[1])
        return typed[1][1:-1] if bare else f"{typed[1]}^^{kind}"
    if term[0] != "<":
        return term
    if term not in names:
        if len(names) > _MOST_NAMES:
            names.clear()
        names[term] = _short_iri(term[1:-1])
    return names[term]


def _short_iri(iri: str) -> str:
    if iri.startswith(RESOURCES) and _BELOW.fullmatch(iri, len(RESOURCES)):
        return f"<{iri[len(RESOURCES) :]}>"
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
            return f"{prefix}:{iri[len(namespace) :]}"
    return f"<{iri}>"
