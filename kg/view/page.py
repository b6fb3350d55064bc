"""The page from the network: pyvis carries nodes, edges and the drawing library; template and script are ours."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import networkx as nx
from jinja2 import Environment
from pyvis.network import Network

from kg.view.data import Aside, node_rows, payload

_ASSETS = files("kg.view") / "assets"
_SCRIPTS = (
    *("dom", "data", "state", "filters", "search", "landing", "neighbours", "trunk", "picture", "evidence"),
    *("facts", "gaps", "figures", "compare", "export", "start"),
)
"""Parts of the page's script, in the order in which they are put together."""

PLAIN = 600_000
"""Bytes of data up to which it stands in the page readable; beyond, it is compressed."""

TITLE = "法治政府建设年度报告知识图谱"


class Explorer(Network):  # type: ignore[misc]
    """pyvis's Network as a carrier: nodes and edges are added to it, and it renders by our template."""

    def __init__(self, title: str = TITLE) -> None:
        super().__init__(directed=True, cdn_resources="in_line", heading=title)
        self.node_ids = _Ids()
        self.page: dict[str, Any] = {}

    def generate_html(self, name: str = "index.html", local: bool = True, notebook: bool = False) -> str:
        """The whole page; the parameters are pyvis's and mean nothing here."""
        data = _json(self.page)
        small = len(data.encode()) <= PLAIN
        scripts, styles = (_library(), _script()), (_asset("page.css"),)
        return (
            Environment(autoescape=True)
            .from_string(_asset("page.html"))
            .render(
                title=self.heading,
                data=_escaped(data) if small else _compressed(data),
                data_type="application/json" if small else "application/gzip",
                scripts=scripts,
                styles=styles,
                script_hashes=" ".join(map(_hash, scripts)),
                style_hashes=" ".join(map(_hash, styles)),
            )
        )


class _Ids(dict[str, None]):
    """pyvis asks `id in node_ids` and appends; a list would make that quadratic."""

    def append(self, node: str) -> None:
        """As of a list."""
        self[node] = None


def page(network: nx.MultiDiGraph[str], texts: Mapping[str, str], aside: Aside | None = None) -> str:
    """The page of a network. `texts`: each report's text by the report's IRI, into which evidence points."""
    aside = aside or Aside()
    explorer = Explorer(aside.title or TITLE)
    for node, row in node_rows(network):
        explorer.add_node(node, row["name"], **row)
    explorer.page = payload(network, explorer.nodes, texts, aside)
    explorer.edges = explorer.page["edges"]
    return explorer.generate_html()


# ------------------------------------------------------------------ what the page is made of


@cache
def _asset(name: str) -> str:
    return (_ASSETS / name).read_text(encoding="utf-8")


@cache
def _script() -> str:
    return "\n".join(['"use strict";', *(_asset(f"{name}.js") for name in _SCRIPTS)])


@cache
def _library() -> str:
    """The drawing library that pyvis brings."""
    return (files("pyvis") / "templates/lib/vis-9.1.2/vis-network.min.js").read_text(encoding="utf-8")


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _escaped(text: str) -> str:
    """JSON that no HTML parser can take for an end of the block, whatever stands in it."""
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


def _compressed(text: str) -> str:
    return base64.b64encode(gzip.compress(text.encode(), 9, mtime=0)).decode()


def _hash(source: str) -> str:
    """A content-security-policy source that lets just this script or style run."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"
