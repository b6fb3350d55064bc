"""The graph for networkx: things as nodes, what reports say of them as edges, each with the places that say it.

Nodes have `label`, `group` (Report, Bureau, …: the class's local name), `kind`, `aliases`, `topics` (of metrics), and
`places`, where reports speak of them. Edges are keyed by fact and predicate and have `predicate` (local name),
`report`, `status`, `value` (the words), `period`, `rule` and its `strength`, `evidence` and `support` (tuples of
places); those of a figure have `figure` too. `graph.graph` holds of each report its `sections` and `shortcomings`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from typing import Any, NamedTuple, TypeAlias

import networkx as nx
from pyoxigraph import NamedNode

from kg.graph.query import run
from kg.graph.store import Store
from kg.graph.terms import term
from kg.ontology import FZ, NAMESPACE, notations

Place: TypeAlias = tuple[str, int, int]
"""IRI of a report, and a range of code points in its text."""


class Figure(NamedTuple):
    """The number of an observation: decimals as text, its own characters in the text, and its indicator as written."""

    value: str | None
    high: str | None
    unit: str
    bound: str
    begin: int
    end: int
    indicator: str | None


class SectionPlace(NamedTuple):
    """A section of a report: where it begins and ends, and its heading."""

    begin: int
    end: int
    heading: str


_NODES = """SELECT ?node ?class ?label ?kind WHERE {
  VALUES ?class { fz:Report fz:Bureau fz:Mechanism fz:Program fz:LegalInstrument fz:Honour fz:Metric }
  ?node a ?class ; rdfs:label|skos:prefLabel ?label . OPTIONAL { ?node fz:kind/skos:notation ?kind } }"""
_ALIASES = "SELECT ?node ?alias WHERE { ?node skos:altLabel ?alias }"
_REPORTS = """SELECT ?report ?bureau ?year WHERE {
  ?report a fz:Report . OPTIONAL { ?report fz:year ?year } OPTIONAL { ?report dcterms:publisher ?bureau } }"""
_SECTIONS = """SELECT ?report ?begin ?end ?number ?title WHERE {
  ?section a fz:Section ; fz:report ?report ; nif:beginIndex ?begin ; nif:endIndex ?end .
  OPTIONAL { ?section fz:number ?number } OPTIONAL { ?section rdfs:label ?title } }"""
_SHORTCOMINGS = """SELECT ?report ?begin ?end WHERE {
  ?sentence a nif:Sentence ; fz:status fz:gap ; nif:beginIndex ?begin ; nif:endIndex ?end ;
    dcterms:isPartOf/fz:report ?report }"""
_TOPICS = "SELECT ?node ?topic WHERE { ?node a fz:Metric ; dcterms:subject/skos:notation ?topic }"
_TAKES_PART = """SELECT DISTINCT ?thing ?actor WHERE {
  ?fact fz:thing|fz:metric ?thing ; fz:actor ?actor . FILTER(?actor != fz:unknownActor) }"""


def network(store: Store, among: Collection[str] | None = None) -> nx.MultiDiGraph[str]:
    """The graph of a store, or of some of its nodes; nodes and edges in order of their IRIs."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    _add_nodes(graph, store, among)
    graph.graph["sections"] = _sections(store, graph)
    graph.graph["shortcomings"] = _shortcomings(store, graph)
    for key, ends, attributes in sorted(_edges(store, graph, among), key=lambda e: (e[0], e[1])):
        graph.add_edge(*ends, key, **attributes)
    return graph


def most_shared(store: Store, most: int) -> list[str]:
    """Reports, reporters, and as many things and metrics as there is room for: those first that most bureaus have."""
    chosen: dict[str, None] = {}
    for row in sorted(_rows(store, _REPORTS), key=lambda r: r["report"]):
        chosen |= dict.fromkeys(iri for key in ("report", "bureau") if (iri := row.get(key)))
    bureaus = Counter(row["thing"] for row in _rows(store, _TAKES_PART))
    ranked = sorted((-n, thing) for thing, n in bureaus.items() if n > 1 and thing not in chosen)
    return [*chosen, *(thing for _, thing in ranked)][:most]


def size(store: Store) -> int:
    """How many nodes the whole graph has."""
    return len({row["node"] for row in _rows(store, _NODES)})


def facts(store: Store) -> int:
    """How many facts the whole graph has: mentions, figures and relations."""
    counted = "SELECT (COUNT(*) AS ?n) WHERE { ?fact fz:thing|fz:metric|rdf:predicate ?end }"
    return next(int(row["n"]) for row in _rows(store, counted))


def _rows(store: Store, query: str) -> Iterator[dict[str, str]]:
    """Solutions as strings; what is unbound is not there."""
    for row in run(store, query):
        yield {name: str(value) for name, value in row.items() if value is not None}


def _add_nodes(graph: nx.MultiDiGraph[str], store: Store, among: Collection[str] | None) -> None:
    wanted = None if among is None else set(among)
    aliases: defaultdict[str, set[str]] = defaultdict(set)
    for row in _rows(store, _ALIASES):
        aliases[row["node"]].add(row["alias"])
    topics: defaultdict[str, set[str]] = defaultdict(set)
    for row in _rows(store, _TOPICS):
        topics[row["node"]].add(row["topic"])
    reports = {row["report"]: row for row in _rows(store, _REPORTS)}
    for row in sorted(_rows(store, _NODES), key=lambda r: sorted(r.items())):
        node = row["node"]
        if wanted is not None and node not in wanted:
            continue
        about = {key: value for key, value in reports.get(node, {}).items() if key != "report"}
        group, kind = row["class"].removeprefix(NAMESPACE), row.get("kind")
        more = {"aliases": tuple(sorted(aliases[node])), "topics": tuple(sorted(topics[node])), "places": ()}
        graph.add_node(node, label=row["label"], group=group, kind=kind, **more, **about)
    for node, places in _mentioned(_Facts(store), wanted).items():
        if node in graph:
            graph.nodes[node]["places"] = tuple(sorted(places))


def _sections(store: Store, graph: nx.MultiDiGraph[str]) -> dict[str, tuple[SectionPlace, ...]]:
    found: defaultdict[str, list[SectionPlace]] = defaultdict(list)
    for row in _rows(store, _SECTIONS):
        if row["report"] in graph:
            heading = row.get("number", "") + row.get("title", "")
            found[row["report"]].append(SectionPlace(int(row["begin"]), int(row["end"]), heading))
    return {report: tuple(sorted(sections)) for report, sections in sorted(found.items())}


def _shortcomings(store: Store, graph: nx.MultiDiGraph[str]) -> dict[str, tuple[Place, ...]]:
    """The sentences in which each report owns up to shortcomings, in the order of its text."""
    found: defaultdict[str, list[Place]] = defaultdict(list)
    for row in _rows(store, _SHORTCOMINGS):
        if row["report"] in graph:
            found[row["report"]].append((row["report"], int(row["begin"]), int(row["end"])))
    return {report: tuple(sorted(places)) for report, places in sorted(found.items())}


def _mentioned(facts: _Facts, among: Collection[str] | None) -> dict[str, set[Place]]:
    """Where reports speak of things."""
    found: defaultdict[str, set[Place]] = defaultdict(set)
    for row in facts.of("fz:thing", among):
        found[row["thing"]].update(facts.places(row["fact"], "fz:evidence", row["report"]))
        if "mentionedAt" in row:
            found[row["thing"]].update(facts.places(row["fact"], "fz:mentionedAt", row["report"]))
    return found


def _edges(
    store: Store, graph: nx.MultiDiGraph[str], among: Collection[str] | None
) -> Iterator[tuple[str, tuple[str, str], dict[str, Any]]]:
    """Edges whose two ends are in the graph: key, ends, attributes."""
    facts = _Facts(store)
    for key, ends, attributes in _between(facts, among):
        if ends[0] in graph and ends[1] in graph:
            fact, report = key.partition(" ")[0], attributes["report"]
            places = {p: facts.places(fact, f"fz:{p}", report) for p in ("evidence", "support")}
            yield key, ends, {**attributes, **places}


class _Facts:
    """Reads facts node by node: of a part of a large graph no more than that part."""

    def __init__(self, store: Store) -> None:
        self.inner = store.inner
        self._rules: dict[str, tuple[str | None, str | None]] = {}

    def of(self, predicate: str, among: Collection[str] | None) -> Iterator[dict[str, str]]:
        """The facts that point at nodes by a property, each as its properties (local names) and one value of each."""
        for node in [None] if among is None else map(NamedNode, sorted(among)):
            for quad in self.inner.quads_for_pattern(None, term(predicate), node):
                yield self._row(quad.subject)

    def _row(self, fact: Any) -> dict[str, str]:
        row = {"fact": fact.value}
        for quad in self.inner.quads_for_pattern(fact, None, None):
            row[re.split("[#/]", quad.predicate.value)[-1]] = getattr(quad.object, "value", "")
        row["status"] = notations("status").get(row.get("status", ""), "")
        rule, strength = self._rule(row.get("wasGeneratedBy", ""))
        row |= {"rule": rule or "", "strength": strength or ""}
        return {name: value for name, value in row.items() if value}

    def _rule(self, work: str) -> tuple[str | None, str | None]:
        """Name and measured strength of the rule that did a work."""
        if work not in self._rules:
            used = self.one(work, "prov:used") if work else None
            told = (self.one(used, "rdfs:label"), self.one(used, "fz:strength")) if used else (None, None)
            self._rules[work] = told
        return self._rules[work]

    def one(self, node: str, predicate: str) -> str | None:
        """A value of a property."""
        quads = self.inner.quads_for_pattern(NamedNode(node), term(predicate), None)
        return next((str(getattr(quad.object, "value", "")) for quad in quads), None)

    def places(self, fact: str, predicate: str, report: str) -> tuple[Place, ...]:
        """Where the text says so, in order."""
        quads = self.inner.quads_for_pattern(NamedNode(fact), term(predicate), None)
        return tuple(sorted((report, *_range(getattr(quad.object, "value", ""))) for quad in quads))


def _range(place: str) -> tuple[int, int]:
    """Begin and end, which the IRI of a place tells."""
    begin, end = place.rpartition("#char=")[2].split(",")
    return int(begin), int(end)


def _between(facts: _Facts, among: Collection[str] | None) -> Iterator[tuple[str, tuple[str, str], dict[str, Any]]]:
    def edge(row: dict[str, str], start: str, end: str, predicate: str, **more: object) -> Any:
        """Key, ends and attributes of the edge for one fact."""
        attributes = {key: row.get(key) for key in ("report", "status", "period", "rule", "strength")}
        return f"{row['fact']} {predicate}", (start, end), {**attributes, "predicate": predicate, "value": None, **more}

    for row in facts.of("fz:thing", among):
        if "actor" in row:
            yield edge(row, row["actor"], row["thing"], row["role"].removeprefix(NAMESPACE))
        else:
            yield edge(row, row["report"], row["thing"], "thing")
    for row in facts.of("rdf:subject", among):
        yield edge(row, row["subject"], row["object"], row["predicate"].removeprefix(NAMESPACE))
    for row in facts.of("fz:metric", among):
        more = {"value": facts.one(row["evidence"], "nif:anchorOf"), "figure": _figure(row)}
        whose = row["report"] if row["actor"] == FZ.unknownActor else row["actor"]
        yield edge(row, whose, row["metric"], "metric", **more)
        if row["about"] != FZ.unknownAbout:
            yield edge(row, row["metric"], row["about"], "about", **more)


def _figure(row: dict[str, str]) -> Figure:
    begin, end = _range(row["numberAt"])
    bound = notations("bound")[row["bound"]]
    return Figure(row.get("value"), row.get("high"), row["unit"], bound, begin, end, row.get("indicator"))


def shortcuts() -> tuple[str, ...]:
    """Local names of the predicates that say who does what."""
    return tuple(iri.removeprefix(NAMESPACE) for iri in (FZ.operates, FZ.runs, FZ.issued, FZ.received))
