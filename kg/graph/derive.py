"""Facts that no report says in words: each with the rule that makes it and what it was made from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from msgspec import Struct
from pyoxigraph import NamedNode, Triple

import kg.places as places
from kg.extract.bureaus.identity import NATIONAL, reporter_of
from kg.graph.provenance import generated
from kg.graph.report import statement_node, statement_triples
from kg.graph.terms import node_of, term
from kg.naming import Resource, bureau_of
from kg.ontology import lexicon
from kg.resolve import Link, Resolved

SUPERIOR = "superior-by-division"


class Derived(Struct, frozen=True):
    """A relation that was derived. `resources`: its ends. `inputs`: what it was derived from."""

    link: Link
    resources: tuple[Resource, ...]
    rule: str
    inputs: tuple[NamedNode, ...]

    def triples(self) -> Iterator[Triple]:
        """The statement that tells of the derivation."""
        node = statement_node("derived", self.link)
        yield from statement_triples(node, self.link)
        yield Triple(node, term("rdf:type"), term("fz:DerivedStatement"))
        yield from generated(node, "derived", "Relation", self.rule)
        for iri in self.inputs:
            yield Triple(node, term("fz:input"), iri)


def derived(reports: Sequence[Resolved]) -> Iterator[Derived]:
    """Who stands over each reporter by its line and division, where no report of the build says so itself."""
    stated = {link for report in reports for link in report.links}
    seen: set[Link] = set()
    for report in reports:
        fact = _superior(report)
        if fact and fact.link not in stated | seen:
            seen.add(fact.link)
            yield fact


@cache
def _lines() -> dict[str, str]:
    """Organs that have one of their line at every level, and the national organ at its top."""
    return {row["organ"]: row["national"] for row in lexicon("lines")}


def _superior(report: Resolved) -> Derived | None:
    who = reporter_of(report.found.bureau, report.found.document.meta.year)
    if who.key is None or who.code is None or who.key.unit or who.key.organ not in _lines() or not report.reporter:
        return None
    above = (who.code,) if who.in_zone else places.ancestors(who.code)
    place, organ = (above[0], who.key.organ) if above else (NATIONAL, _lines()[who.key.organ])
    upper = bureau_of(place, organ, who.kind)
    lower = next(resource for resource in report.every() if resource.iri == report.reporter)
    codes = tuple(node_of("division", code) for code in (who.code, *above[:1]) if code)
    return Derived(Link(upper.iri, "superiorOf", lower.iri), (upper, lower), SUPERIOR, codes)
