"""The graph as a network of things: GraphML and GEXF for Gephi and others, CSV for the Neo4j importer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import networkx as nx

from kg.graph.formats.rdf import NO_XML
from kg.graph.formats.source import Source
from kg.graph.formats.tables import Table
from kg.graph.network import network

_NODE = ("label", "group", "kind", "aliases", "year")
_EDGE = ("predicate", "report", "status", "period", "value", "rule", "evidence")
_KEPT = {"\r": "&#13;", "\n": "&#10;", "\t": "&#9;", "\x85": "&#133;", "\u2028": "&#8232;"}


def _network(source: Source) -> nx.MultiDiGraph[str]:
    return network(source.store)


def _flat(attributes: Mapping[str, Any], names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Attributes as text; several values are joined; places are IRIs of the text with the characters' numbers."""
    for name in names:
        value = attributes.get(name)
        if isinstance(value, tuple):
            value = "；".join(_place(v) if isinstance(v, tuple) else str(v) for v in value)
        if value not in (None, ""):
            yield name, str(value)


def _place(place: tuple[str, int, int]) -> str:
    report, begin, end = place
    return f"{report.replace('/report/', '/text/')}#char={begin},{end}"


def _text(value: str) -> str:
    """Text for XML; what XML cannot hold shows as U+FFFD."""
    return escape(NO_XML.sub("\ufffd", value), _KEPT)


def _attribute(value: str) -> str:
    return quoteattr(NO_XML.sub("\ufffd", value), _KEPT)


def as_graphml(source: Source) -> Iterator[str]:
    """GraphML: things are nodes, each fact is an edge of its own."""
    graph = _network(source)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    for what, names in (("node", _NODE), ("edge", _EDGE)):
        for name in names:
            key = f'id="{what[0]}-{name}" for="{what}" attr.name="{name}" attr.type="string"'
            yield f"<key {key}/>\n"
    yield '<graph edgedefault="directed">\n'
    for node, data in graph.nodes(data=True):
        yield f"<node id={_attribute(node)}>{_data('n', data, _NODE)}</node>\n"
    for start, end, key, data in graph.edges(keys=True, data=True):
        ends = f"id={_attribute(key)} source={_attribute(start)} target={_attribute(end)}"
        yield f"<edge {ends}>{_data('e', data, _EDGE)}</edge>\n"
    yield "</graph>\n</graphml>\n"


def _data(letter: str, attributes: Mapping[str, Any], names: tuple[str, ...]) -> str:
    rows = _flat(attributes, names)
    return "".join(f'<data key="{letter}-{name}">{_text(value)}</data>' for name, value in rows)


def as_gexf(source: Source) -> Iterator[str]:
    """GEXF 1.3."""
    graph = _network(source)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://gexf.net/1.3" version="1.3">\n'
    yield '<graph defaultedgetype="directed" mode="static">\n'
    for what, names in (("node", _NODE), ("edge", _EDGE)):
        yield f'<attributes class="{what}" mode="static">\n'
        yield from (f'<attribute id="{what[0]}-{name}" title="{name}" type="string"/>\n' for name in names)
        yield "</attributes>\n"
    yield "<nodes>\n"
    for node, data in graph.nodes(data=True):
        yield f"<node id={_attribute(node)} label={_attribute(data['label'])}>{_values('n', data, _NODE)}</node>\n"
    yield "</nodes>\n<edges>\n"
    for start, end, key, data in graph.edges(keys=True, data=True):
        ends = f"id={_attribute(key)} source={_attribute(start)} target={_attribute(end)}"
        yield f"<edge {ends} label={_attribute(data['predicate'])}>{_values('e', data, _EDGE)}</edge>\n"
    yield "</edges>\n</graph>\n</gexf>\n"


def _values(letter: str, attributes: Mapping[str, Any], names: tuple[str, ...]) -> str:
    rows = (f'<attvalue for="{letter}-{name}" value={_attribute(v)}/>' for name, v in _flat(attributes, names))
    return f"<attvalues>{''.join(rows)}</attvalues>"


def neo4j_tables(source: Source) -> Iterator[Table]:
    """nodes.csv and relationships.csv for `neo4j-admin database import`; their headers name ids, labels and types."""
    graph = _network(source)
    nodes = ("iri:ID", "name", "kind", "aliases:string[]", "year:int", ":LABEL")
    yield Table("nodes", nodes, (_neo4j_node(node, data) for node, data in graph.nodes(data=True)))
    columns = (":START_ID", ":END_ID", ":TYPE", "fact", *_EDGE[1:])
    yield Table("relationships", columns, (_neo4j_edge(*edge) for edge in graph.edges(keys=True, data=True)))


def _neo4j_node(node: str, data: Mapping[str, Any]) -> tuple[object, ...]:
    aliases = ";".join(name.replace(";", "；") for name in data["aliases"])
    return node, data["label"], data.get("kind"), aliases, data.get("year"), data["group"]


def _neo4j_edge(start: str, end: str, key: str, data: Mapping[str, Any]) -> tuple[object, ...]:
    told = dict(_flat(data, _EDGE))
    kind = re.sub(r"(?<!^)(?=[A-Z])", "_", told["predicate"]).upper()
    return start, end, kind, key.partition(" ")[0], *(told.get(name) for name in _EDGE[1:])
