"""The page from the network: pyvis carries nodes, edges and the drawing library; template and script are ours."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import networkx as nx
from jinja2 import Environment
from pyvis.network import Network

from kg.graph.network import shortcuts
from kg.ontology import FZ, concepts, labels, queries

_ASSETS = files("kg.view") / "assets"
_STOP = re.compile(r"[。!?！？\n]")
_LONGEST = 400
"""Characters of a sentence on either side of its evidence, at most: some reports have no full stops."""

CLASSES: Mapping[str, tuple[str, int]] = {
    "Report": ("#8a8f98", -1),
    "Bureau": ("#0b6fb8", -1),
    "Mechanism": ("#b86e00", 1),
    "Program": ("#0a7d5a", 1),
    "LegalInstrument": ("#7a4fb5", 1),
    "Honour": ("#a8456f", 1),
    "Metric": ("#4d6b1f", 1),
}
"""Classes in the order of their columns: colour (distinct for colour-blind readers too), and side of the focus."""


class Explorer(Network):  # type: ignore[misc]
    """pyvis's Network as a carrier: nodes and edges are added to it, and it renders by our template."""

    def __init__(self) -> None:
        super().__init__(directed=True, cdn_resources="in_line")
        self.node_ids = _Ids()
        self.page: dict[str, Any] = {}

    def generate_html(self, name: str = "index.html", local: bool = True, notebook: bool = False) -> str:
        """The whole page; the parameters are pyvis's and mean nothing here."""
        data = {**self.page, "nodes": self.nodes, "edges": self.edges}
        scripts, styles = (_library(), _asset("page.js")), (_asset("page.css"),)
        return (
            Environment(autoescape=True)
            .from_string(_asset("page.html"))
            .render(
                title=self.heading,
                data=_embedded(data),
                scripts=scripts,
                styles=styles,
                script_hashes=" ".join(map(_hash, scripts)),
                style_hashes=" ".join(map(_hash, styles)),
            )
        )


class _Ids(dict[str, None]):
    """pyvis asks `id in node_ids` and appends; a list would make that quadratic."""

    def append(self, node: str) -> None:
        self[node] = None


def page(network: nx.MultiDiGraph[str], texts: Mapping[str, str], title: str = "法治政府建设年度报告知识图谱") -> str:
    """The page of a network. `texts`: each report's text by the report's IRI, into which evidence points."""
    explorer = Explorer()
    explorer.heading = title
    ids = _short_ids(network)
    reports = [n for n, row in network.nodes(data=True) if row["group"] == "Report"]
    sentences = _Sentences(texts)
    for node, row in network.nodes(data=True):
        kind = labels()[concepts(_scheme(row["group"]))[row["kind"]]] if row["kind"] else None
        explorer.add_node(ids[node], row["label"], group=row["group"], kind=kind, aliases=list(row["aliases"]))
    for start, end, row in network.edges(data=True):
        more = {key: row[key] for key in ("predicate", "status", "value", "period", "rule") if row[key]}
        more["report"] = reports.index(row["report"]) if row["report"] in reports else -1
        evidence = [place for p in row["evidence"] if (place := sentences.place(*p)) is not None]
        explorer.edges.append({"from": ids[start], "to": ids[end], **more, "evidence": evidence})
    explorer.page = {
        "reports": [_report(network.nodes[r], ids) for r in reports],
        "sentences": sentences.all,
        **_vocabulary(network),
    }
    return explorer.generate_html()


def _scheme(group: str) -> str:
    return "bureau" if group == "Bureau" else "mechanism"


def _short_ids(network: nx.MultiDiGraph[str]) -> dict[str, str]:
    """The part of an IRI behind …/id/: stable across builds, and short in the page's address."""
    return {node: node.rpartition("/id/")[2] for node in network}


def _report(row: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, Any]:
    return {"label": row["label"], "year": row.get("year", "")[:4], "bureau": ids.get(row.get("bureau", ""))}


def _vocabulary(network: nx.MultiDiGraph[str]) -> dict[str, Any]:
    groups = [row["group"] for _, row in network.nodes(data=True)]
    predicates = {row["predicate"] for _, _, row in network.edges(data=True)}
    return {
        "classes": {k: {**labels()[FZ[k]], "colour": c, "side": s} for k, (c, s) in CLASSES.items()},
        "predicates": {p: labels()[FZ[p]] for p in sorted(predicates)},
        "statuses": {notation: labels()[iri] for notation, iri in sorted(concepts("status").items())},
        "counts": {k: groups.count(k) for k in CLASSES},
        "questions": [{"name": q.name, "title": dict(q.titles)} for q in queries().values()],
        "shortcuts": list(shortcuts()),
        "words": json.loads(_asset("words.json")),
    }


class _Sentences:
    """The sentences that hold evidence, each once."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self._known: dict[tuple[str, int, int], int] = {}
        self.all: list[str] = []

    def place(self, report: str, start: int, end: int) -> tuple[int, int, int] | None:
        """Number of the sentence around a place of a report's text, and the place in it; None without a text."""
        text = self._texts.get(report)
        if text is None:
            return None
        first, last = _around(text, start, end)
        key = (report, first, last)
        if key not in self._known:
            self._known[key] = len(self.all)
            self.all.append(text[first:last])
        return self._known[key], start - first, end - first


def _around(text: str, start: int, end: int) -> tuple[int, int]:
    stops = [m.end() for m in _STOP.finditer(text, max(0, start - _LONGEST), start)]
    first = stops[-1] if stops else max(0, start - _LONGEST)
    stop = _STOP.search(text, max(start, end - 1), min(len(text), end + _LONGEST))
    return first, stop.end() if stop else min(len(text), end + _LONGEST)


# ------------------------------------------------------------------ what the page is made of


@cache
def _asset(name: str) -> str:
    return (_ASSETS / name).read_text(encoding="utf-8")


@cache
def _library() -> str:
    """The drawing library that pyvis brings."""
    return (files("pyvis") / "templates/lib/vis-9.1.2/vis-network.min.js").read_text(encoding="utf-8")


def _embedded(data: object) -> str:
    """JSON that no HTML parser can take for an end of the block, whatever stands in it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


def _hash(source: str) -> str:
    """A content-security-policy source that lets just this script or style run."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"
