"""The page's data: what the network says, as short rows that refer to each other by number.

Apart from the page, so that a server can hand out the same data; assets/data.js makes objects of the rows.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import networkx as nx
from msgspec import Struct, field

from kg.graph.network import Place, shortcuts
from kg.graph.terms import PREFIXES
from kg.ontology import FZ, RESOURCES, concepts, labels, queries
from kg.view.initials import initials
from kg.view.passages import Passages

CLASSES: Mapping[str, tuple[str, str, int, str]] = {
    "Report": ("#6b7280", "▤", -1, "reports"),
    "Bureau": ("#0b6fb8", "●", -1, "bureaus"),
    "Mechanism": ("#b35c00", "◆", 1, "mechanisms"),
    "Program": ("#0a7d5a", "▲", 1, "programs"),
    "LegalInstrument": ("#7a4fb5", "§", 1, "legal instruments"),
    "Honour": ("#b0366f", "★", 1, "honours"),
    "Metric": ("#5c6a12", "▮", 1, "metrics"),
}
"""Classes in the order of their columns: colour and sign (either alone tells them apart), side of the focus, plural."""


class Unread(NamedTuple):
    """Something that a report says and no fact holds (kg.audit.ledger): number, title or quote, its words and place."""

    what: str
    words: str
    place: Place


class Aside(Struct, frozen=True):
    """What the page tells beside the graph.

    `accounts`: how many rows of the ledger are what (number, title, quote) in which state. `whole`: nodes of the whole
    graph where the page holds a part of it. `focus`: IRI of the node that the page opens with. `title`: of the page,
    where it is not what the page is called in the reader's language.
    """

    accounts: Sequence[tuple[str, str, int]] = ()
    unread: Sequence[Unread] = ()
    whole: int | None = None
    focus: str | None = None
    title: str | None = None


class _Numbers(Struct):
    """Values that many rows share, each once, by number; -1 for none."""

    values: dict[Any, int] = field(default_factory=dict)

    def of(self, value: Hashable | None) -> int:
        """The number of a value."""
        return -1 if value is None else self.values.setdefault(value, len(self.values))


def node_rows(network: nx.MultiDiGraph[str]) -> Iterable[tuple[str, dict[str, Any]]]:
    """Every node's short id with its row of the page, but for its places."""
    for node, row in network.nodes(data=True):
        names = (row["label"], *row["aliases"])
        spelt = " ".join(dict.fromkeys(filter(None, map(initials, names))))
        yield short(node), {"name": row["label"], "aliases": list(row["aliases"]), "initials": spelt, **_type(row)}


def _type(row: Mapping[str, Any]) -> dict[str, Any]:
    scheme = "bureau" if row["group"] == "Bureau" else "mechanism"
    return {"class": row["group"], "kind": concepts(scheme)[row["kind"]] if row["kind"] else None}


def short(node: str) -> str:
    """The part of an IRI behind …/id/: stable across builds, and short in the page's address."""
    return node.removeprefix(RESOURCES)


def payload(
    network: nx.MultiDiGraph[str],
    nodes: Sequence[Mapping[str, Any]],
    texts: Mapping[str, str],
    aside: Aside,
) -> dict[str, Any]:
    """The data of the page. `nodes`: rows of `node_rows` with their `id`, in the network's order."""
    passages = Passages(texts, network.graph.get("sections", {}))
    index = {node: n for n, node in enumerate(network)}
    reports = [node for node, row in network.nodes(data=True) if row["group"] == "Report"]
    writer = _Edges(passages, index, {report: n for n, report in enumerate(reports)})
    edges = writer.rows(network)
    shortcomings = [list(place) for row in _shortcomings(network) if (place := passages.place(row)) is not None]
    unread = [[u.what, u.words, *place] for u in aside.unread if (place := passages.place(u.place))]
    kinds = _Numbers()
    classes = list(CLASSES)
    rows = [
        [
            *(node["id"], node["name"], classes.index(node["class"]), kinds.of(node["kind"])),
            *(node["aliases"], node["initials"]),
            [n for p in row["places"] if (place := passages.known(p)) for n in place],
            *([topics] if (topics := list(row.get("topics", ()))) else []),
        ]
        for node, (_, row) in zip(nodes, network.nodes(data=True), strict=True)
    ]
    return {
        "nodes": rows,
        "edges": edges,
        "kinds": [labels()[iri] for iri in kinds.values],
        "reports": [_report(network, report, index) for report in reports],
        "passages": [[writer.reports[report], *rest] for report, *rest in passages.rows],
        "rules": [list(rule) for rule in writer.rules.values],
        "shortcomings": shortcomings,
        "accounts": [list(row) for row in aside.accounts],
        "unread": unread,
        "title": aside.title,
        "whole": aside.whole,
        "focus": None if aside.focus is None else short(aside.focus),
        "predicates": {p: labels()[FZ[p]] for p in writer.predicates.values},
        **_vocabulary(),
    }


def _shortcomings(network: nx.MultiDiGraph[str]) -> Iterator[Place]:
    """The places of the sentences that own up to shortcomings, of the reports that the network has."""
    for report, places in network.graph.get("shortcomings", {}).items():
        if report in network:
            yield from places


class _Edges:
    """Rows of facts: from, to, predicate, status, report, rule, places, supporting places, and the figure if any."""

    def __init__(self, passages: Passages, index: Mapping[str, int], reports: Mapping[str, int]) -> None:
        self.passages, self.index, self.reports = passages, index, reports
        self.predicates, self.rules = _Numbers(), _Numbers()
        self.statuses = list(concepts("status"))

    def rows(self, network: nx.MultiDiGraph[str]) -> list[list[Any]]:
        """One row a fact: that a figure is about a thing stands in the row of the figure."""
        about: dict[str, int] = {}
        others: list[tuple[str, str, str, dict[str, Any]]] = []
        for start, end, key, row in network.edges(keys=True, data=True):
            fact, _, predicate = key.partition(" ")
            if predicate == "about":
                about[fact] = self.index[end]
                self.predicates.of(predicate)
            else:
                others.append((fact, start, end, row))
        found = [self._row(start, end, row, about.get(fact, -1)) for fact, start, end, row in others]
        return sorted(found, key=lambda row: (row[4] < 0, row[4], self._begin(row)))

    def _begin(self, row: Sequence[Any]) -> int:
        """Where in its report's text a fact is told."""
        return self.passages.rows[row[6][0]][1] + row[6][1] if row[6] else -1

    def _row(self, start: str, end: str, row: Mapping[str, Any], about: int) -> list[Any]:
        places = self._flat(row["evidence"])
        found = [
            *(self.index[start], self.index[end], self.predicates.of(row["predicate"])),
            self.statuses.index(row["status"]) if row["status"] else -1,
            self.reports.get(row["report"], -1),
            *(self.rules.of(_rule(row)), places, self._flat(row.get("support", ()))),
        ]
        figure = row.get("figure")
        if figure is None:
            return found
        number = self._flat([(row["report"], figure.begin, figure.end)])
        written = [*figure[:4], row["period"], about, row["value"], figure.indicator]
        return [*found, [*written, *(number or (-1, 0, 0))]]

    def _flat(self, places: Iterable[Place]) -> list[int]:
        told = (self.passages.place(p) for p in places if p[0] in self.reports)
        return [n for place in told if place for n in place]


def _rule(row: Mapping[str, Any]) -> tuple[str, int | None] | None:
    """The rule of a fact, and how many per cent of what it found in annotated reports was right."""
    strength = row.get("strength")
    return (row["rule"], int(f"{100 * float(strength):.0f}") if strength else None) if row["rule"] else None


def _report(network: nx.MultiDiGraph[str], report: str, index: Mapping[str, int]) -> list[Any]:
    row = network.nodes[report]
    return [index[report], str(row.get("year", ""))[:4], index.get(row.get("bureau", ""), -1)]


def _vocabulary() -> dict[str, Any]:
    return {
        "classes": [
            {"name": name, **labels()[FZ[name]], "colour": colour, "sign": sign, "side": side, "many": many}
            for name, (colour, sign, side, many) in CLASSES.items()
        ],
        "statuses": [{"name": name, **labels()[iri]} for name, iri in concepts("status").items()],
        "topics": [{"name": name, **labels()[iri]} for name, iri in concepts("topic").items()],
        "bounds": {name: labels()[iri] for name, iri in concepts("bound").items()},
        "questions": [{"name": q.name, "title": dict(q.titles)} for q in queries().values()],
        "shortcuts": list(shortcuts()),
        "prefixes": {name: PREFIXES[name] for name in ("fz", "rdfs", "nif")},
        "base": RESOURCES,
        "words": words(),
    }


@cache
def words() -> dict[str, dict[str, str]]:
    """The words of the interface by language."""
    text = (files("kg.view") / "assets" / "words.json").read_text(encoding="utf-8")
    found: dict[str, dict[str, str]] = json.loads(text)
    return found
