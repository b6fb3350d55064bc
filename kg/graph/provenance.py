"""Who made a fact: an activity for each rule and report, the rule with its measured strength, the software."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from urllib.parse import unquote

from pyoxigraph import NamedNode, Triple

from kg.graph.terms import decimal, node_of, plain, term
from kg.naming import safe
from kg.ontology import strength


@cache
def _version() -> str:
    try:
        return version("fazhi-kg")
    except PackageNotFoundError:  # run from a checkout
        return "0"


@cache
def rule_node(kind: str, rule: str) -> NamedNode:
    """A rule for a kind of fact."""
    return node_of("rule", kind, safe(rule))


@cache
def activity(report: str, kind: str, rule: str) -> NamedNode:
    """The work of a rule on a report."""
    return node_of("activity", report, kind, safe(rule))


def reading(report: str) -> NamedNode:
    """The reading of a report, of which the work of each rule is a part."""
    return node_of("activity", report)


def software() -> NamedNode:
    """The program in its version."""
    return node_of("software", f"fazhi-kg-{safe(_version())}")


def read_by(report: str, source: NamedNode) -> Iterator[Triple]:
    """That the software read a source; its digest stands at the source."""
    yield Triple(reading(report), term("rdf:type"), term("prov:Activity"))
    yield Triple(reading(report), term("prov:used"), source)
    yield Triple(reading(report), term("prov:wasAssociatedWith"), software())


def generated(node: NamedNode, scope: str, kind: str, rule: str) -> Iterator[Triple]:
    """That the work of a rule outside of any report made a fact."""
    work = activity(scope, kind, rule)
    yield Triple(node, term("prov:wasGeneratedBy"), work)
    yield Triple(work, term("rdf:type"), term("prov:Activity"))
    yield Triple(work, term("prov:used"), rule_node(kind, rule))
    yield Triple(work, term("prov:wasAssociatedWith"), software())


def rule_triples(rules: Iterable[NamedNode]) -> Iterator[Triple]:
    """The rules that were at work, and the software."""
    yield Triple(software(), term("rdf:type"), term("prov:SoftwareAgent"))
    yield Triple(software(), term("rdfs:label"), plain("fazhi-kg"))
    yield Triple(software(), term("schema:softwareVersion"), plain(_version()))
    for node in rules:
        kind, name = node.value.rpartition("/rule/")[2].split("/")
        yield Triple(node, term("rdf:type"), term("fz:Rule"))
        yield Triple(node, term("rdfs:label"), plain(unquote(name)))
        measured = strength(kind, unquote(name))
        if measured is not None:
            yield Triple(node, term("fz:strength"), decimal(Decimal(f"{measured:.4f}")))
