"""The data set described: what it holds and how much (VoID, DCAT), its data cube, the software and rules at work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.graph.provenance import rule_triples
from kg.graph.terms import FIGURES, LICENCE, PREFIXES, REDACTED, node_of, plain, term, whole, zh
from kg.ontology import NAMESPACE, RESOURCES

DATASET = node_of("dataset", "fazhi-kg")
_FILES = (
    ("graph.ttl", "text/turtle"),
    ("graph.nq", "application/n-quads"),
    ("observations.csv", "text/csv"),
)
_VOCABULARIES = ("dcterms", "eli", "fz", "nif", "org", "prov", "qb", "skos", "time")


class Counts:
    """What stands in the graphs that are described, counted while they are written."""

    def __init__(self) -> None:
        self.triples = 0
        self.classes: Counter[str] = Counter()
        self.rules: set[NamedNode] = set()
        self._type, self._used = term("rdf:type"), term("prov:used")
        self._rule = f"{RESOURCES}rule/"

    def add(self, quad: Quad) -> None:
        """Count one quad; rules are known by what used them."""
        self.triples += 1
        kind = quad.object
        if not isinstance(kind, NamedNode):
            return
        if quad.predicate == self._type:
            if kind.value.startswith(NAMESPACE):
                self.classes[kind.value] += 1
        elif quad.predicate == self._used and kind.value.startswith(self._rule):
            self.rules.add(kind)


def metadata(counts: Counts) -> list[Triple]:
    """The description; its own triples are among those that it counts."""
    triples = [*_dataset(), *_partitions(counts), *_cube(), *rule_triples(sorted(counts.rules, key=str))]
    total = counts.triples + len(triples) + 1
    return [*triples, Triple(DATASET, term("void:triples"), whole(total))]


def _dataset() -> Iterator[Triple]:
    def say(predicate: str, value: NamedNode | Literal) -> Triple:
        """A triple about the data set."""
        return Triple(DATASET, term(predicate), value)

    yield say("rdf:type", term("void:Dataset"))
    yield say("rdf:type", term("dcat:Dataset"))
    yield say("dcterms:title", zh("法治政府建设年度报告知识图谱"))
    yield say("dcterms:title", Literal("Knowledge graph of yearly reports on law-based government", language="en"))
    yield say(
        "dcterms:description",
        zh("公开发布的法治政府建设年度报告中的机关、机制、行动、文件、荣誉与数据，各附原文依据。"),
    )
    english = (
        "Bureaus, mechanisms, programs, instruments, honours and figures of published reports, each with its words."
    )
    yield say("dcterms:description", Literal(english, language="en"))
    yield say("dcterms:license", LICENCE)
    yield say("dcterms:source", zh("各机关公开发布的法治政府建设年度报告"))
    yield say("dcterms:language", plain("zh-Hans"))
    yield say("dcterms:conformsTo", NamedNode(NAMESPACE.rstrip("#")))
    yield say("void:uriSpace", plain(RESOURCES))
    yield say("dcat:keyword", zh("法治政府"))
    for prefix in _VOCABULARIES:
        yield say("void:vocabulary", NamedNode(PREFIXES[prefix]))
    for name, media in _FILES:
        node = node_of("dataset", "fazhi-kg", "file", name)
        yield say("dcat:distribution", node)
        yield Triple(node, term("rdf:type"), term("dcat:Distribution"))
        yield Triple(node, term("dcterms:title"), plain(name))
        yield Triple(node, term("dcat:mediaType"), NamedNode(f"https://www.iana.org/assignments/media-types/{media}"))


def _partitions(counts: Counts) -> Iterator[Triple]:
    """How many nodes of each class there are."""
    for kind, number in sorted(counts.classes.items()):
        node = node_of("dataset", "fazhi-kg", "class", kind.removeprefix(NAMESPACE))
        yield Triple(DATASET, term("void:classPartition"), node)
        yield Triple(node, term("void:class"), NamedNode(kind))
        yield Triple(node, term("void:entities"), whole(number))


def _cube() -> Iterator[Triple]:
    """The two data sets of the cube, with figures or without."""
    rows = (
        (FIGURES, "fz:FigureStructure", "数据", "figures"),
        (REDACTED, "fz:RedactedStructure", "隐去数值的数据", "redacted figures"),
    )
    for node, structure, chinese, english in rows:
        yield Triple(node, term("rdf:type"), term("qb:DataSet"))
        yield Triple(node, term("qb:structure"), term(structure))
        yield Triple(node, term("rdfs:label"), zh(chinese))
        yield Triple(node, term("rdfs:label"), Literal(english, language="en"))
        yield Triple(node, term("dcterms:isPartOf"), DATASET)
