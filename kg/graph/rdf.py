"""Facts to quads: one graph of what reports share, one graph a report, one of the vocabulary.

No triple stands in two graphs, so that the union of all counts right. There are no blank nodes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pyoxigraph as ox
from pyoxigraph import NamedNode, Quad, Triple

from kg import places
from kg.graph.derive import derived
from kg.graph.report import ROLES, plain_triple, report_triples
from kg.graph.terms import SHARED, VOCABULARY, concept, plain, resource, term, zh
from kg.model import Label, Status
from kg.ontology import folder
from kg.resolve import Resolved, Thing, merged

__all__ = ["quads"]


def quads(reports: Sequence[Resolved]) -> Iterator[Quad]:
    """Everything that the reports say, graph by graph, each quad once; the order carries no meaning."""
    things, metrics = merged(reports), _metric_names(reports)
    labels = {iri: thing.name for iri, thing in things.items()} | {iri: names[0] for iri, names in metrics.items()}
    yield from _graph(VOCABULARY, _vocabulary())
    yield from _graph(SHARED, _shared(reports, things))
    yield from _graph(SHARED, (triple for iri, names in metrics.items() for triple in _metric(iri, names)))
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


# ------------------------------------------------------------------ what reports share


def _shared(reports: Sequence[Resolved], things: dict[str, Thing]) -> Iterator[Triple]:
    for thing in things.values():
        yield from thing_triples(thing)
    for report in reports:
        yield from _shortcuts(report)
        for link in report.links:
            if link:
                yield plain_triple(link)
    for fact in derived(reports):
        for thing in fact.things:
            if thing.iri not in things:
                yield from thing_triples(thing)
        yield plain_triple(fact.link)
        yield from fact.triples()


def thing_triples(thing: Thing) -> Iterator[Triple]:
    """What holds of a thing in every report."""
    node = NamedNode(thing.iri)
    yield Triple(node, term("rdf:type"), term(f"fz:{thing.label.value}"))
    yield Triple(node, term("rdfs:label"), zh(thing.name))
    for alias in thing.aliases:
        yield Triple(node, term("skos:altLabel"), zh(alias))
    if thing.kind and thing.label in {Label.BUREAU, Label.MECHANISM}:
        yield Triple(node, term("fz:kind"), concept(thing.label.value.lower(), thing.kind))
    if thing.number:
        yield Triple(node, term("fz:number"), plain(thing.number))
    if thing.unit:
        yield Triple(node, term("rdf:type"), term("org:OrganizationalUnit"))
    if thing.division:
        yield Triple(node, term("fz:division"), resource("division", thing.division))
        yield from _division(thing.division)


def _division(code: str) -> Iterator[Triple]:
    node, above = resource("division", code), places.ancestors(code)
    yield Triple(node, term("rdf:type"), term("fz:Division"))
    yield Triple(node, term("rdfs:label"), zh(places.by_code()[code].name))
    yield Triple(node, term("skos:notation"), plain(code))
    if above:
        yield Triple(node, term("dcterms:isPartOf"), resource("division", above[0]))
        yield from _division(above[0])


def _metric_names(reports: Sequence[Resolved]) -> dict[str, list[str]]:
    """Wordings of each metric: that of most figures first, of equals the longest."""
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for report in reports:
        for metric in report.metrics:
            votes[metric.iri][metric.name] += 1
    return {iri: sorted(names, key=lambda n: (-names[n], -len(n), n)) for iri, names in votes.items()}


def _metric(iri: str, names: list[str]) -> Iterator[Triple]:
    node = NamedNode(iri)
    yield Triple(node, term("rdf:type"), term("fz:Metric"))
    yield Triple(node, term("rdfs:label"), zh(names[0]))
    for other in names[1:]:
        yield Triple(node, term("skos:altLabel"), zh(other))


def _shortcuts(report: Resolved) -> Iterator[Triple]:
    """Who operates, runs, issued, received what: only for what is done, else a plan would read as a deed."""
    for entity, thing, actor in zip(report.found.entities, report.things, report.actors, strict=True):
        if actor and entity.status is Status.DONE and entity.mentions and entity.label in ROLES:
            yield Triple(NamedNode(actor), term(ROLES[entity.label]), NamedNode(thing.iri))
