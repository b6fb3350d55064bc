"""The graph in the syntaxes of RDF: Turtle, TriG, N-Triples, N-Quads, JSON-LD, RDF/XML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

from kg.errors import GraphError
from kg.graph.formats.source import Row, Source
from kg.graph.terms import PREFIXES
from kg.graph.turtle import blocks, header, short, turtle
from kg.ontology import RESOURCES, folder

_RDF, _XSD = PREFIXES["rdf"], PREFIXES["xsd"]
_TYPE = f"<{_RDF}type>"


def as_nquads(source: Source) -> Iterator[str]:
    """Every statement with its graph, a line each."""
    return source.lines()


def as_ntriples(source: Source) -> Iterator[str]:
    """Every statement of the union, a line each."""
    return (f"{s} {p} {o} .\n" for s, p, o in source.rows())


def as_turtle(source: Source) -> Iterator[str]:
    """The union, grouped by subject."""
    return turtle(source.rows())


def as_trig(source: Source) -> Iterator[str]:
    """Graph by graph, grouped by subject."""
    yield from header()
    for graph in source.graphs():
        yield f"\n{short(str(graph))} {{\n"
        yield from blocks(source.rows_of(graph))
        yield "}\n"


# ------------------------------------------------------------------ JSON-LD


@cache
def context() -> Mapping[str, object]:
    """The JSON-LD context: prefixes, and for each property of ours what its strings stand for."""
    terms: dict[str, object] = {"@base": RESOURCES, **PREFIXES}
    for name, how in sorted(_coercions().items()):
        terms[name] = how
    return terms


_POINTING = (
    *("dcterms:isPartOf", "dcterms:publisher", "dcterms:references", "dcterms:temporal"),
    *("rdf:subject", "rdf:predicate", "rdf:object", "prov:wasGeneratedBy", "prov:used"),
    *("qb:dataSet", "nif:referenceContext", "org:classification"),
)
"""Standard properties whose values are IRIs."""


@cache
def _coercions() -> Mapping[str, Mapping[str, str]]:
    """By property: IRIs ("@type": "@id"), a datatype, or Chinese, as kg.ttl has its range."""
    kinds: dict[str, Mapping[str, str]] = {}
    iris = set(_POINTING)
    for t in ox.parse(path=str(folder() / "kg.ttl"), format=ox.RdfFormat.TURTLE):
        name, value = short(str(t.subject)), getattr(t.object, "value", "")
        if value == PREFIXES["owl"] + "ObjectProperty":
            iris.add(name)
        elif t.predicate.value == PREFIXES["rdfs"] + "range" and value == _RDF + "langString":
            kinds[name] = {"@language": "zh"}
        elif t.predicate.value == PREFIXES["rdfs"] + "range" and value.startswith(_XSD) and value != _XSD + "string":
            kinds[name] = {"@type": short(str(t.object))}
    kinds |= {name: {"@type": "@id"} for name in iris}
    return kinds | {"rdfs:label": {"@language": "zh"}, "skos:altLabel": {"@language": "zh"}}


def as_context(_: Source) -> Iterator[str]:
    """The context by itself, for a file that several documents share."""
    yield json.dumps({"@context": context()}, ensure_ascii=False, indent=1) + "\n"


def as_jsonld(source: Source) -> Iterator[str]:
    """One document with its context inside: a node a line, graph by graph."""
    yield '{"@context": ' + json.dumps(context(), ensure_ascii=False) + ',\n"@graph": [\n'
    for n, graph in enumerate(source.graphs()):
        yield ("," if n else "") + '{"@id": ' + _json(_iri(str(graph))) + ', "@graph": [\n'
        nodes = groupby(source.rows_of(graph), key=lambda row: row[0])
        for k, (subject, rows) in enumerate(nodes):
            yield ("," if k else "") + _json(_node(subject, rows)) + "\n"
        yield "]}\n"
    yield "]}\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _iri(term: str) -> str:
    """An IRI as JSON-LD has it: with a prefix, below the base, or whole."""
    return short(term).strip("<>")


def _node(subject: str, rows: Iterable[Row]) -> dict[str, object]:
    found: dict[str, object] = {"@id": _iri(subject)}
    for predicate, values in groupby(rows, key=lambda row: row[1]):
        if predicate == _TYPE:
            found["@type"] = [_iri(o) for _, _, o in values]
            continue
        name = _iri(predicate)
        told = [_value(o, _coercions().get(name, {})) for _, _, o in values]
        found[name] = told[0] if len(told) == 1 else told
    return found


def _value(term: str, coercion: Mapping[str, str]) -> object:
    """A value; a bare string where the context says all else of it."""
    if not term.startswith('"'):
        iri = _iri(term)
        return iri if coercion.get("@type") == "@id" else {"@id": iri}
    literal = _parsed(term)
    if literal.language:
        own: dict[str, str] = {"@language": literal.language}
    else:
        kind = _iri(str(literal.datatype))
        own = {} if kind == "xsd:string" else {"@type": kind}
    return literal.value if own == coercion else {"@value": literal.value, **own}


def _parsed(term: str) -> ox.Literal:
    """A literal of N-Triples."""
    (triple,) = ox.parse(f"<x:> <x:> {term} .", format=ox.RdfFormat.N_TRIPLES)
    assert isinstance(triple.object, ox.Literal)
    return triple.object


# ------------------------------------------------------------------ RDF/XML

NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML cannot hold."""
_KEPT = {"\r": "&#13;", "\x85": "&#133;", "\u2028": "&#8232;"}


def as_rdfxml(source: Source) -> Iterator[str]:
    """The union in RDF/XML. Raises GraphError for a text that XML cannot hold (control characters)."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF'
    yield from (f"\n    xmlns:{name}={quoteattr(iri)}" for name, iri in PREFIXES.items())
    yield ">\n"
    for subject, rows in groupby(source.rows(), key=lambda row: row[0]):
        yield f"<rdf:Description rdf:about={_attribute(subject[1:-1])}>\n"
        for _, predicate, value in sorted(set(rows)):
            yield _property(short(predicate), value)
        yield "</rdf:Description>\n"
    yield "</rdf:RDF>\n"


def _property(name: str, value: str) -> str:
    if not value.startswith('"'):
        return f"  <{name} rdf:resource={_attribute(value[1:-1])}/>\n"
    literal, more = _parsed(value), ""
    if found := NO_XML.search(literal.value):
        point = f"U+{ord(found[0]):04X}"
        raise GraphError(f"RDF/XML cannot hold the character {point} in {literal.value[:30]!r}; export as turtle")
    if literal.language:
        more = f" xml:lang={_attribute(literal.language)}"
    elif literal.datatype.value != _XSD + "string":
        more = f" rdf:datatype={_attribute(literal.datatype.value)}"
    return f"  <{name}{more}>{escape(literal.value, _KEPT)}</{name}>\n"


def _attribute(text: str) -> str:
    return quoteattr(text)
