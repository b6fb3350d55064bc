"""What holds in every report: resources, the plain statements between them, units, times, in own and standard terms."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from pyoxigraph import NamedNode, Triple

import kg.places as places
from kg.extract.instruments.lawbook import plain_title, registered
from kg.graph.derive import derived
from kg.graph.instrument_kinds import instrument_kind
from kg.graph.periods import interval, whole_year
from kg.graph.report import ROLES, plain_triple, version_node
from kg.graph.terms import PREFIXES, concept, day, node_of, plain, term, zh
from kg.graph.topics import topics
from kg.model import Label, Status
from kg.naming import Resource, safe
from kg.ontology import lexicon
from kg.resolve import Link, Resolved

_CLASSES = {Label.BUREAU: "org:FormalOrganization", Label.INSTRUMENT: "eli:LegalResource"}
"""Standard classes that are said beside our own, for programs that do not reason."""
_CHINESE = NamedNode("http://publications.europa.eu/resource/authority/language/ZHO")
"""Chinese in the table of languages that ELI refers to."""


def shared(reports: Sequence[Resolved], resources: Mapping[str, Resource]) -> Iterator[Triple]:
    """Everything of the shared graph but for metrics; some triples come more than once."""
    for resource in resources.values():
        yield from resource_triples(resource)
    yield from _adoptions(reports)
    yield from _versions(reports, resources)
    for report in reports:
        yield from _shortcuts(report)
        yield from _times(report)
        for link in report.links:
            if link:
                yield from _relation(link, resources)
    yield from _units(reports)
    for fact in derived(reports):
        known = {resource.iri: resource for resource in fact.resources} | dict(resources)
        for resource in fact.resources:
            if resource.iri not in resources:
                yield from resource_triples(resource)
        yield from _relation(fact.link, known)
        yield from fact.triples()


def resource_triples(resource: Resource) -> Iterator[Triple]:
    """What holds of a resource in every report."""
    node = NamedNode(resource.iri)
    yield Triple(node, term("rdf:type"), term(f"fz:{resource.label.value}"))
    if resource.label in _CLASSES:
        standard = "org:OrganizationalUnit" if resource.unit else _CLASSES[resource.label]
        yield Triple(node, term("rdf:type"), term(standard))
    yield Triple(node, term("rdfs:label"), zh(resource.name))
    for alias in resource.aliases:
        yield Triple(node, term("skos:altLabel"), zh(alias))
    if resource.kind and resource.label in {Label.BUREAU, Label.MECHANISM}:
        kind = concept(resource.label.value.lower(), resource.kind)
        yield Triple(node, term("fz:kind"), kind)
        if resource.label is Label.BUREAU:
            yield Triple(node, term("org:classification"), kind)
    if resource.label is Label.INSTRUMENT:
        yield Triple(node, term("eli:type_document"), concept("instrument", instrument_kind(resource.name)))
    if resource.number:
        yield Triple(node, term("fz:number"), plain(resource.number))
    if resource.division:
        yield Triple(node, term("fz:division"), node_of("division", resource.division))
        yield from _division(resource.division)


def _division(code: str) -> Iterator[Triple]:
    """A division with those that it lies in, and the one that took its place (库车县: 库车市 since 2019)."""
    node, above, register = node_of("division", code), places.ancestors(code), places.by_code()
    successor = register[code].successor
    yield Triple(node, term("rdf:type"), term("fz:Division"))
    yield Triple(node, term("rdfs:label"), zh(register[code].name))
    yield Triple(node, term("skos:notation"), plain(code))
    if above:
        yield Triple(node, term("dcterms:isPartOf"), node_of("division", above[0]))
        yield from _division(above[0])
    if successor:
        yield Triple(node, term("dcterms:isReplacedBy"), node_of("division", successor))
        yield from _division(successor)


@cache
def _dates() -> Mapping[str, tuple[str, ...]]:
    """Days of adoption of a law's wordings, by the register's title."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in lexicon("laws"):
        found[row["title"]].update({row["date"]} - {""})
    return {title: tuple(sorted(days)) for title, days in found.items()}


def _adoptions(reports: Iterable[Resolved]) -> Iterator[Triple]:
    """When laws of the register were adopted: the last wording that the first report to name them can mean."""
    first: dict[str, str] = {}
    for report in reports:
        meta = report.found.document.meta
        until = f"{meta.year}-12-31" if meta.year else ""
        for resource in report.resources:
            if resource.label is Label.INSTRUMENT:
                first[resource.iri] = min(until, first.get(resource.iri, until))
    for resource in (resource for report in reports for resource in report.resources if resource.iri in first):
        adopted = [d for d in _dates().get(registered(resource.name) or "", ()) if d <= first[resource.iri]]
        if adopted:
            yield Triple(NamedNode(resource.iri), term("eli:date_document"), day(adopted[-1]))


def _versions(reports: Iterable[Resolved], resources: Mapping[str, Resource]) -> Iterator[Triple]:
    """Wordings of laws that reports name (2021年修订): expressions of the law, which is the resource, as ELI has it."""
    for report in reports:
        for entity, resource in zip(report.found.entities, report.resources, strict=True):
            if edition := entity.details.get("edition"):
                node = version_node(resource, edition)
                title = f"{plain_title(resources[resource.iri].name)}({edition})"
                yield Triple(node, term("rdf:type"), term("eli:LegalExpression"))
                yield Triple(node, term("eli:realizes"), NamedNode(resource.iri))
                yield Triple(node, term("eli:title"), zh(title))
                yield Triple(node, term("eli:language"), _CHINESE)


# ------------------------------------------------------------------ plain statements


def _shortcuts(report: Resolved) -> Iterator[Triple]:
    """Who operates, runs, issued, received what: only for what is done, else a plan would read as a deed."""
    for entity, resource, actor in zip(report.found.entities, report.resources, report.actors, strict=True):
        if actor and entity.status is Status.DONE and entity.mentions and entity.label in ROLES:
            yield Triple(NamedNode(actor), term(ROLES[entity.label]), NamedNode(resource.iri))
            if entity.label is Label.INSTRUMENT:
                yield Triple(NamedNode(resource.iri), term("eli:passed_by"), NamedNode(actor))


def _relation(link: Link, resources: Mapping[str, Resource]) -> Iterator[Triple]:
    """A relation in our own terms, and in those of the Organization Ontology and ELI where they have one."""
    yield plain_triple(link)
    subject, obj = NamedNode(link.subject), NamedNode(link.object)
    ends = [resources[iri].label if iri in resources else None for iri in (link.subject, link.object)]
    if link.predicate == "superiorOf":
        yield Triple(obj, term("org:reportsTo"), subject)
    elif link.predicate == "partOf" and ends == [Label.BUREAU, Label.BUREAU]:
        unit = resources[link.subject].unit
        yield Triple(subject, term("org:unitOf" if unit else "org:subOrganizationOf"), obj)
    elif link.predicate == "basedOn" and ends[0] is Label.INSTRUMENT:
        yield Triple(subject, term("eli:based_on"), obj)


# ------------------------------------------------------------------ metrics, units, times


def metric_names(reports: Sequence[Resolved]) -> dict[str, list[str]]:
    """Wordings of each metric: that of most figures first, of equals the longest."""
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for report in reports:
        for metric in report.metrics:
            votes[metric.iri][metric.name] += 1
    return {iri: sorted(names, key=lambda n: (-names[n], -len(n), n)) for iri, names in votes.items()}


def metric_triples(iri: str, names: Sequence[str]) -> Iterator[Triple]:
    """A metric, called as most reports call it, and the topics it belongs to."""
    node = NamedNode(iri)
    yield Triple(node, term("rdf:type"), term("fz:Metric"))
    yield Triple(node, term("rdfs:label"), zh(names[0]))
    for other in names[1:]:
        yield Triple(node, term("skos:altLabel"), zh(other))
    for topic in topics(names):
        yield Triple(node, term("dcterms:subject"), NamedNode(topic))


@cache
def _matches() -> Mapping[str, tuple[str, str]]:
    """Measure words with the property that matches them and the QUDT unit; a word's own row goes before its kind's."""
    rows = lexicon("unit_matches")
    of = {row["term"]: (f"skos:{row['match']}Match", row["qudt"]) for row in rows}
    kinds = {row["term"] for row in rows if row["sort"] == "kind"}
    by_kind = {row["term"]: of[row["kind"]] for row in lexicon("units") if row["kind"] in kinds}
    return by_kind | {row["term"]: of[row["term"]] for row in rows if row["sort"] == "term"}


def _units(reports: Iterable[Resolved]) -> Iterator[Triple]:
    """A concept for every measure word that a figure has."""
    matches = _matches()
    for unit in sorted({row.quantity.unit for report in reports for row in report.found.observations}):
        node = node_of("unit", safe(unit))
        yield Triple(node, term("rdf:type"), term("skos:Concept"))
        yield Triple(node, term("skos:inScheme"), term("fz:Units"))
        yield Triple(node, term("skos:prefLabel"), zh(unit))
        yield Triple(node, term("skos:notation"), plain(unit))
        if unit in matches:
            how, qudt = matches[unit]
            yield Triple(node, term(how), NamedNode(PREFIXES["unit"] + qudt))


def _times(report: Resolved) -> Iterator[Triple]:
    """The year of a report, and the periods of its figures that name days."""
    year = report.found.document.meta.year
    if year:
        yield from whole_year(year).triples()
    for row in report.found.observations:
        when = interval(row.period, year) if row.period else None
        if when:
            yield from when.triples()
