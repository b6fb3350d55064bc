"""The graph for networkx: things as nodes, what reports say of them as edges, each with the places that say it.

Nodes have `label`, `group` (Report, Bureau, …: the class's local name), `kind`, `aliases`, and `places`, where reports
speak of them. Edges are keyed by fact and predicate and have `predicate` (local name), `report`, `status`, `value` (the
words), `period`, `rule`, `evidence` and `support` (tuples of places); those of a figure have `figure` too.
`graph.graph["sections"]` holds the sections of each report.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Container, Iterable, Iterator
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
_MENTIONS = """SELECT ?fact ?report ?thing ?actor ?role ?status ?work WHERE {
  ?fact fz:thing ?thing ; fz:report ?report .
  OPTIONAL { ?fact fz:actor ?actor ; fz:role ?role }
  OPTIONAL { ?fact fz:status ?status }
  OPTIONAL { ?fact prov:wasGeneratedBy ?work } }"""
_STATEMENTS = """SELECT ?fact ?report ?from ?predicate ?to ?work WHERE {
  ?fact rdf:subject ?from ; rdf:predicate ?predicate ; rdf:object ?to .
  OPTIONAL { ?fact fz:report ?report }
  OPTIONAL { ?fact prov:wasGeneratedBy ?work } }"""
_OBSERVATIONS = """SELECT ?fact ?report ?metric ?actor ?about ?status ?period ?work
    ?value ?high ?unit ?bound ?number ?indicator ?words WHERE {
  ?fact a fz:Observation ; fz:report ?report ; fz:metric ?metric ; fz:unit ?unit ; fz:bound ?bound ;
    fz:numberAt ?number ; fz:evidence/nif:anchorOf ?words .
  OPTIONAL { ?fact fz:value ?value } OPTIONAL { ?fact fz:high ?high } OPTIONAL { ?fact fz:indicator ?indicator }
  OPTIONAL { ?fact fz:actor ?actor . FILTER(?actor != fz:unknownActor) }
  OPTIONAL { ?fact fz:about ?about . FILTER(?about != fz:unknownAbout) }
  OPTIONAL { ?fact fz:status ?status }
  OPTIONAL { ?fact fz:period ?period }
  OPTIONAL { ?fact prov:wasGeneratedBy ?work } }"""
_RULES = "SELECT ?work ?rule WHERE { ?work prov:used/rdfs:label ?rule }"
_NOTATIONS = "SELECT ?concept ?notation WHERE { ?concept skos:notation ?notation }"
_TAKES_PART = "SELECT DISTINCT ?thing ?actor WHERE { ?fact fz:thing ?thing ; fz:actor ?actor }"


def network(store: Store, among: Collection[str] | None = None) -> nx.MultiDiGraph[str]:
    """The graph of a store, or of some of its nodes; nodes and edges in order of their IRIs."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    told = _Told(store)
    _add_nodes(graph, store, told, among)
    graph.graph["sections"] = _sections(store, graph)
    for key, ends, attributes in sorted(_edges(store, told, graph), key=lambda e: (e[0], e[1])):
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


class _Told:
    """Which report tells a fact, and where.

    Read in sweeps over the store's index: there are several places a fact, and a join would look each up by itself.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._reports = dict(store.pairs(FZ.report))
        self.things = dict(store.pairs(FZ.thing))

    def places(self, predicate: str) -> Iterator[tuple[str, Place]]:
        """Facts with the places that a predicate ties to them; the name of a place says its range."""
        for fact, place in self._store.pairs(predicate):
            if fact in self._reports:
                yield fact, (self._reports[fact], *_range(place))


def _range(place: str) -> tuple[int, int]:
    begin, _, end = place.rpartition("#char=")[2].partition(",")
    return int(begin), int(end)


def _add_nodes(graph: nx.MultiDiGraph[str], store: Store, told: _Told, among: Collection[str] | None) -> None:
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
    spoken = (told.places(predicate) for predicate in (FZ.evidence, FZ.mentionedAt))
    mentions = ((told.things[fact], place) for pairs in spoken for fact, place in pairs if fact in told.things)
    for node, places in _grouped(mentions, graph).items():
        graph.nodes[node]["places"] = places


def _sections(store: Store, graph: nx.MultiDiGraph[str]) -> dict[str, tuple[SectionOf, ...]]:
    found: defaultdict[str, list[SectionOf]] = defaultdict(list)
    for row in _rows(store, _SECTIONS):
        if row["report"] in graph:
            heading = row.get("number", "") + row.get("title", "")
            found[row["report"]].append(SectionOf(int(row["begin"]), int(row["end"]), heading))
    return {report: tuple(sorted(sections)) for report, sections in sorted(found.items())}


def _grouped(pairs: Iterable[tuple[str, Place]], among: Container[str]) -> dict[str, tuple[Place, ...]]:
    """Places by what they are places of, sorted, each once."""
    found: defaultdict[str, set[Place]] = defaultdict(set)
    for key, place in pairs:
        if key in among:
            found[key].add(place)
    return {key: tuple(sorted(places)) for key, places in found.items()}


def _edges(
    store: Store, told: _Told, graph: nx.MultiDiGraph[str]
) -> Iterator[tuple[str, tuple[str, str], dict[str, Any]]]:
    """Edges whose two ends are in the graph: key, ends, attributes."""
    found = [edge for edge in _between(store) if edge[1][0] in graph and edge[1][1] in graph]
    facts = {edge[0].partition(" ")[0] for edge in found}
    evidence = {name: _grouped(told.places(FZ[name]), facts) for name in ("evidence", "support")}
    for key, ends, attributes in found:
        fact = key.partition(" ")[0]
        yield key, ends, {**attributes, **{name: places.get(fact, ()) for name, places in evidence.items()}}


def _between(store: Store) -> Iterator[tuple[str, tuple[str, str], dict[str, Any]]]:
    rules = {row["work"]: row["rule"] for row in _rows(store, _RULES)}
    notations = {row["concept"]: row["notation"] for row in _rows(store, _NOTATIONS)}

    def edge(row: dict[str, str], start: str, end: str, predicate: str, **more: object) -> Any:
        attributes: dict[str, str | None] = {key: row.get(key) for key in ("report", "period")}
        attributes |= {"status": notations.get(row.get("status", "")), "rule": rules.get(row.get("work", ""))}
        return f"{row['fact']} {predicate}", (start, end), {**attributes, "predicate": predicate, "value": None, **more}

    for row in _rows(store, _MENTIONS):
        if "actor" in row:
            yield edge(row, row["actor"], row["thing"], row["role"].removeprefix(NAMESPACE))
        else:
            yield edge(row, row["report"], row["thing"], "thing")
    for row in _rows(store, _STATEMENTS):
        yield edge(row, row["from"], row["to"], row["predicate"].removeprefix(NAMESPACE))
    for row in _rows(store, _OBSERVATIONS):
        more = {"value": row["words"], "figure": _figure(row, notations[row["bound"]])}
        yield edge(row, row.get("actor", row["report"]), row["metric"], "metric", **more)
        if "about" in row:
            yield edge(row, row["metric"], row["about"], "about", **more)


def _figure(row: dict[str, str], bound: str) -> Figure:
    begin, end = _range(row["number"])
    return Figure(row.get("value"), row.get("high"), row["unit"], bound, begin, end, row.get("indicator"))


def shortcuts() -> tuple[str, ...]:
    """Local names of the predicates that say who does what."""
    return tuple(iri.removeprefix(NAMESPACE) for iri in (FZ.operates, FZ.runs, FZ.issued, FZ.received))
