"""The graph for networkx: things as nodes, what reports say of them as edges, each with the places that say it.

Nodes have `label`, `group` (Report, Bureau, …: the class's local name), `kind`, `aliases`, and `places`, where reports
speak of them. Edges are keyed by fact and predicate and have `predicate` (local name), `report`, `status`, `value` (the
words), `period`, `rule`, `evidence` and `support` (tuples of places); those of a figure have `figure` too.
`graph.graph["sections"]` holds the sections of each report.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from typing import Any, NamedTuple, TypeAlias

import networkx as nx

from kg.graph.query import run
from kg.graph.store import Store
from kg.ontology import FZ, NAMESPACE

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


class SectionOf(NamedTuple):
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
_MENTIONS = """SELECT ?fact ?report ?thing ?actor ?role ?status ?rule WHERE {
  ?fact fz:thing ?thing ; fz:report ?report .
  OPTIONAL { ?fact fz:actor ?actor ; fz:role ?role }
  OPTIONAL { ?fact fz:status/skos:notation ?status }
  OPTIONAL { ?fact prov:wasGeneratedBy/prov:used/rdfs:label ?rule } }"""
_MENTIONED = """SELECT ?thing ?report ?begin ?end WHERE {
  ?fact fz:thing ?thing ; fz:report ?report ; fz:evidence|fz:mentionedAt ?place .
  ?place nif:beginIndex ?begin ; nif:endIndex ?end }"""
_STATEMENTS = """SELECT ?fact ?report ?from ?predicate ?to ?rule WHERE {
  ?fact rdf:subject ?from ; rdf:predicate ?predicate ; rdf:object ?to .
  OPTIONAL { ?fact fz:report ?report }
  OPTIONAL { ?fact prov:wasGeneratedBy/prov:used/rdfs:label ?rule } }"""
_OBSERVATIONS = """SELECT ?fact ?report ?metric ?actor ?about ?status ?period ?rule
    ?value ?high ?unit ?bound ?number ?indicator ?words WHERE {
  ?fact a fz:Observation ; fz:report ?report ; fz:metric ?metric ; fz:unit ?unit ; fz:bound/skos:notation ?bound ;
    fz:numberAt ?number ; fz:evidence/nif:anchorOf ?words .
  OPTIONAL { ?fact fz:value ?value } OPTIONAL { ?fact fz:high ?high } OPTIONAL { ?fact fz:indicator ?indicator }
  OPTIONAL { ?fact fz:actor ?actor . FILTER(?actor != fz:unknownActor) }
  OPTIONAL { ?fact fz:about ?about . FILTER(?about != fz:unknownAbout) }
  OPTIONAL { ?fact fz:status/skos:notation ?status }
  OPTIONAL { ?fact fz:period ?period }
  OPTIONAL { ?fact prov:wasGeneratedBy/prov:used/rdfs:label ?rule } }"""
_PLACES = """SELECT ?fact ?report ?begin ?end WHERE {
  ?fact %s ?place ; fz:report ?report . ?place nif:beginIndex ?begin ; nif:endIndex ?end }"""
_TAKES_PART = "SELECT DISTINCT ?thing ?actor WHERE { ?fact fz:thing ?thing ; fz:actor ?actor }"


def network(store: Store, among: Collection[str] | None = None) -> nx.MultiDiGraph[str]:
    """The graph of a store, or of some of its nodes; nodes and edges in order of their IRIs."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    _add_nodes(graph, store, among)
    graph.graph["sections"] = _sections(store, graph)
    for key, ends, attributes in sorted(_edges(store, graph), key=lambda e: (e[0], e[1])):
        graph.add_edge(*ends, key, **attributes)
    return graph


def most_shared(store: Store, most: int) -> list[str]:
    """Reports and reporters, and as many things as there is room for: those first that most bureaus have."""
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
    reports = {row["report"]: row for row in _rows(store, _REPORTS)}
    for row in sorted(_rows(store, _NODES), key=lambda r: sorted(r.items())):
        node = row["node"]
        if wanted is not None and node not in wanted:
            continue
        about = {key: value for key, value in reports.get(node, {}).items() if key != "report"}
        group, kind = row["class"].removeprefix(NAMESPACE), row.get("kind")
        names = tuple(sorted(aliases[node]))
        graph.add_node(node, label=row["label"], group=group, kind=kind, aliases=names, places=(), **about)
    for node, places in _grouped(store, _MENTIONED, "thing", graph).items():
        graph.nodes[node]["places"] = places


def _sections(store: Store, graph: nx.MultiDiGraph[str]) -> dict[str, tuple[SectionOf, ...]]:
    found: defaultdict[str, list[SectionOf]] = defaultdict(list)
    for row in _rows(store, _SECTIONS):
        if row["report"] in graph:
            heading = row.get("number", "") + row.get("title", "")
            found[row["report"]].append(SectionOf(int(row["begin"]), int(row["end"]), heading))
    return {report: tuple(sorted(sections)) for report, sections in sorted(found.items())}


def _grouped(store: Store, query: str, key: str, among: Collection[str] | None = None) -> dict[str, tuple[Place, ...]]:
    """Places by what they are places of, sorted, each once."""
    found: defaultdict[str, set[Place]] = defaultdict(set)
    for row in _rows(store, query):
        if among is None or row[key] in among:
            found[row[key]].add((row["report"], int(row["begin"]), int(row["end"])))
    return {value: tuple(sorted(places)) for value, places in found.items()}


def _edges(store: Store, graph: nx.MultiDiGraph[str]) -> Iterator[tuple[str, tuple[str, str], dict[str, Any]]]:
    """Edges whose two ends are in the graph: key, ends, attributes."""
    found = [edge for edge in _between(store) if edge[1][0] in graph and edge[1][1] in graph]
    facts = {edge[0].partition(" ")[0] for edge in found}
    evidence = {p: _grouped(store, _PLACES % f"fz:{p}", "fact", facts) for p in ("evidence", "support")}
    for key, ends, attributes in found:
        fact = key.partition(" ")[0]
        yield key, ends, {**attributes, **{p: places.get(fact, ()) for p, places in evidence.items()}}


def _between(store: Store) -> Iterator[tuple[str, tuple[str, str], dict[str, Any]]]:
    def edge(row: dict[str, str], start: str, end: str, predicate: str, **more: object) -> Any:
        attributes = {key: row.get(key) for key in ("report", "status", "period", "rule")}
        return f"{row['fact']} {predicate}", (start, end), {**attributes, "predicate": predicate, "value": None, **more}

    for row in _rows(store, _MENTIONS):
        if "actor" in row:
            yield edge(row, row["actor"], row["thing"], row["role"].removeprefix(NAMESPACE))
        else:
            yield edge(row, row["report"], row["thing"], "thing")
    for row in _rows(store, _STATEMENTS):
        yield edge(row, row["from"], row["to"], row["predicate"].removeprefix(NAMESPACE))
    for row in _rows(store, _OBSERVATIONS):
        more = {"value": row["words"], "figure": _figure(row)}
        yield edge(row, row.get("actor", row["report"]), row["metric"], "metric", **more)
        if "about" in row:
            yield edge(row, row["metric"], row["about"], "about", **more)


def _figure(row: dict[str, str]) -> Figure:
    begin, end = map(int, row["number"].rpartition("#char=")[2].split(","))
    return Figure(row.get("value"), row.get("high"), row["unit"], row["bound"], begin, end, row.get("indicator"))


def shortcuts() -> tuple[str, ...]:
    """Local names of the predicates that say who does what."""
    return tuple(iri.removeprefix(NAMESPACE) for iri in (FZ.operates, FZ.runs, FZ.issued, FZ.received))
