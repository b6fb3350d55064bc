"""Terms of RDF as the graph writes them: IRIs of the vocabularies, literals, and the places of a text."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache

from pyoxigraph import Literal, NamedNode

from kg.model import Evidence
from kg.ontology import FZ, NAMESPACE, RESOURCES, concepts, lexicon

PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "fz": NAMESPACE,
    "nif": "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
    "np": "http://www.nanopub.org/nschema#",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sdmx-attribute": "http://purl.org/linked-data/sdmx/2009/attribute#",
    "sdmx-dimension": "http://purl.org/linked-data/sdmx/2009/dimension#",
    "sdmx-measure": "http://purl.org/linked-data/sdmx/2009/measure#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "time": "http://www.w3.org/2006/time#",
    "unit": "http://qudt.org/vocab/unit/",
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""The prefixes of graph.ttl, which queries may use without declaring them."""

SHARED = NamedNode(f"{RESOURCES}shared")
"""The graph of what reports share: resources, and the plain statements between them."""

VOCABULARY = NamedNode(NAMESPACE.rstrip("#"))
"""The graph of the vocabulary."""


METADATA = NamedNode(f"{RESOURCES}metadata")
"""The graph that describes the others: the data set, its data cube, the software and its rules."""

LICENCE = NamedNode("https://www.apache.org/licenses/LICENSE-2.0")
"""The licence under which the graph is passed on."""

FIGURES, REDACTED = NamedNode(f"{RESOURCES}cube/figures"), NamedNode(f"{RESOURCES}cube/redacted")
"""The data sets of the cube: figures with a number, and those whose number the report redacts."""


@cache
def _standard() -> frozenset[str]:
    return frozenset(row["term"] for row in lexicon("standard_terms"))


@cache
def term(name: str) -> NamedNode:
    """A term by its prefixed name; kg.ttl, or lexicon/standard_terms.tsv if foreign, must have it (AttributeError)."""
    prefix, _, local = name.partition(":")
    if prefix == "fz":
        return NamedNode(getattr(FZ, local))
    if name not in _standard():
        raise AttributeError(f"{name} is no term that the graph uses (ontology/lexicon/standard_terms.tsv)")
    return NamedNode(PREFIXES[prefix] + local)


@cache
def concept(scheme: str, value: str) -> NamedNode:
    """The concept that a value of the JSON stands for: `concept("status", "done")`."""
    return NamedNode(concepts(scheme)[value])


def node_of(kind: str, *path: str) -> NamedNode:
    """A resource of the graph; the path is made of keys that are safe already."""
    return NamedNode("/".join((f"{RESOURCES}{kind}", *path)))


def zh(text: str) -> Literal:
    """A name in Chinese."""
    return Literal(text, language="zh")


def plain(text: str) -> Literal:
    """A string without a language: quotes, units, digests."""
    return Literal(text)


def whole(number: int) -> Literal:
    """An xsd:integer."""
    return Literal(number)


def decimal(number: Decimal) -> Literal:
    """An xsd:decimal in canonical form: no exponent, no zeros at the end."""
    return Literal(f"{number.normalize():f}", datatype=term("xsd:decimal"))


def year(number: int) -> Literal:
    """An xsd:gYear."""
    return Literal(f"{number:04d}", datatype=term("xsd:gYear"))


def day(text: str) -> Literal:
    """An xsd:date where the text is one in ISO form, else a string."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return Literal(text)
    return Literal(text, datatype=term("xsd:date")) if len(text) == 10 else Literal(text)


def place(context: NamedNode, evidence: Evidence) -> NamedNode:
    """IRI of a place in a text: RFC 5147 counts code points just as Python does."""
    return NamedNode(f"{context.value}#char={evidence.start},{evidence.end}")
