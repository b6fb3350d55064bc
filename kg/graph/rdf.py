"""Facts to quads: a graph of what reports share, one a report, one of the vocabulary, one that describes all of them.

No triple stands in two graphs, so that the union of all counts right. There are no blank nodes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

import pyoxigraph as ox
from pyoxigraph import NamedNode, Quad, Triple

from kg.graph.likeness import alike
from kg.graph.metadata import Counts, metadata
from kg.graph.report import report_triples
from kg.graph.shared import metric_names, metric_triples, shared
from kg.graph.terms import METADATA, SHARED, VOCABULARY
from kg.ontology import folder
from kg.resolve import Resolved, merged

__all__ = ["quads"]


def quads(reports: Sequence[Resolved]) -> Iterator[Quad]:
    """Everything that the reports say, graph by graph, each quad once; the order carries no meaning."""
    counts = Counts()
    for quad in _said(reports):
        counts.add(quad)
        yield quad
    yield from _graph(METADATA, metadata(counts))


def _said(reports: Sequence[Resolved]) -> Iterator[Quad]:
    resources, metrics = merged(reports), metric_names(reports)
    labels = {iri: r.name for iri, r in resources.items()} | {iri: names[0] for iri, names in metrics.items()}
    yield from _graph(VOCABULARY, _vocabulary())
    measured = (triple for iri, names in metrics.items() for triple in metric_triples(iri, names))
    near = alike(resources.values(), metrics)
    yield from _graph(SHARED, chain(shared(reports, resources), measured, near))
    for report in reports:
        yield from _graph(NamedNode(report.iri), report_triples(report, labels))


def _graph(name: NamedNode, triples: Iterable[Triple]) -> Iterator[Quad]:
    seen = set()
    for triple in triples:
        if triple not in seen:
            seen.add(triple)
            yield Quad(triple.subject, triple.predicate, triple.object, name)


def _vocabulary() -> Iterator[Triple]:
    path: Path = folder() / "kg.ttl"
    for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
        yield quad.triple
