"""The graph for networkx: things as nodes, what reports say of them as edges, each with the places that say it.

Nodes have `label`, `group` (Report, Bureau, …: the class's local name), `kind`, `aliases`; edges are keyed and have
`predicate` (local name), `report`, `status`, `value`, `period`, `rule`, `evidence` (tuple of (report, start, end)).
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any, TypeAlias

import networkx as nx

from kg.graph.query import run
from kg.graph.store import Store
from kg.ontology import FZ, NAMESPACE

Place: TypeAlias = tuple[str, int, int]

_NODES = """SELECT ?node ?class ?label ?kind WHERE {
  VALUES ?class { fz:Report fz:Bureau fz:Mechanism fz:Program fz:LegalInstrument fz:Honour fz:Metric }
  ?node a ?class ; rdfs:label|skos:prefLabel ?label . OPTIONAL { ?node fz:kind/skos:notation ?kind } }"""
_ALIASES = "SELECT ?node ?alias WHERE { ?node skos:altLabel ?alias }"
_REPORTS = """SELECT ?report ?bureau ?year WHERE {
  ?report a fz:Report . OPTIONAL { ?report fz:year ?year } OPTIONAL { ?report dcterms:publisher ?bureau } }"""
_MENTIONS = """SELECT ?fact ?report ?thing ?actor ?role ?status ?rule WHERE {
  ?fact fz:thing ?thing ; fz:report ?report .
  OPTIONAL { ?fact fz:actor ?actor ; fz:role ?role }
  OPTIONAL { ?fact fz:status/skos:notation ?status }
  OPTIONAL { ?fact fz:rule ?rule } }"""
_STATEMENTS = """SELECT ?fact ?report ?from ?predicate ?to ?rule WHERE {
  ?fact rdf:subject ?from ; rdf:predicate ?predicate ; rdf:object ?to .
  OPTIONAL { ?fact fz:report ?report }
  OPTIONAL { ?fact fz:rule ?rule } }"""
_OBSERVATIONS = """SELECT ?fact ?report ?metric ?actor ?about ?status ?period ?rule WHERE {
  ?fact a fz:Observation ; fz:report ?report ; fz:metric ?metric .
  OPTIONAL { ?fact fz:actor ?actor }
  OPTIONAL { ?fact fz:about ?about }
  OPTIONAL { ?fact fz:status/skos:notation ?status }
  OPTIONAL { ?fact fz:period ?period }
  OPTIONAL { ?fact fz:rule ?rule } }"""
_VALUES = "SELECT ?fact ?words WHERE { ?fact a fz:Observation ; fz:evidence/nif:anchorOf ?words }"
_EVIDENCE = """SELECT ?fact ?report ?start ?end WHERE {
  ?fact fz:evidence ?place ; fz:report ?report . ?place nif:beginIndex ?start ; nif:endIndex ?end }"""


def network(store: Store) -> nx.MultiDiGraph[str]:
    """The whole graph of a store, nodes and edges in order of their IRIs."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    _add_nodes(graph, store)
    for key, ends, attributes in sorted(_edges(store), key=lambda e: (e[0], e[1])):
        if all(end in graph for end in ends):
            graph.add_edge(*ends, key, **attributes)
    return graph


def _rows(store: Store, query: str) -> list[dict[str, str]]:
    """Solutions as strings; what is unbound is not there."""
    return [{name: str(value) for name, value in row.items() if value is not None} for row in run(store, query)]


def _add_nodes(graph: nx.MultiDiGraph[str], store: Store) -> None:
    aliases: defaultdict[str, set[str]] = defaultdict(set)
    for row in _rows(store, _ALIASES):
        aliases[row["node"]].add(row["alias"])
    reports = {row["report"]: row for row in _rows(store, _REPORTS)}
    for row in sorted(_rows(store, _NODES), key=lambda r: sorted(r.items())):
        node = row["node"]
        about = {key: value for key, value in reports.get(node, {}).items() if key != "report"}
        group = row["class"].removeprefix(NAMESPACE)
        graph.add_node(
            node, label=row["label"], group=group, kind=row.get("kind"), aliases=tuple(sorted(aliases[node])), **about
        )


def _edges(store: Store) -> list[tuple[str, tuple[str, str], dict[str, Any]]]:
    evidence: defaultdict[str, list[Place]] = defaultdict(list)
    for row in _rows(store, _EVIDENCE):
        evidence[row["fact"]].append((row["report"], int(row["start"]), int(row["end"])))
    words = {row["fact"]: row["words"] for row in _rows(store, _VALUES)}
    found = []

    def edge(row: dict[str, str], start: str, end: str, predicate: str) -> None:
        places = tuple(sorted(set(evidence[row["fact"]])))
        attributes: dict[str, Any] = {key: row.get(key) for key in ("report", "status", "period", "rule")}
        attributes |= {"predicate": predicate, "evidence": places, "value": words.get(row["fact"])}
        found.append((f"{row['fact']} {predicate}", (start, end), attributes))

    for row in _rows(store, _MENTIONS):
        if "actor" in row:
            edge(row, row["actor"], row["thing"], row["role"].removeprefix(NAMESPACE))
        else:
            edge(row, row["report"], row["thing"], "thing")
    for row in _rows(store, _STATEMENTS):
        edge(row, row["from"], row["to"], row["predicate"].removeprefix(NAMESPACE))
    for row in _rows(store, _OBSERVATIONS):
        edge(row, row.get("actor", row["report"]), row["metric"], "metric")
        if "about" in row:
            edge(row, row["metric"], row["about"], "about")
    return found


def shortcuts() -> tuple[str, ...]:
    """Local names of the predicates that say who does what."""
    return tuple(iri.removeprefix(NAMESPACE) for iri in (FZ.operates, FZ.runs, FZ.issued, FZ.received))
