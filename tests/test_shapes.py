"""The shapes fit what is built and notice what is broken; they are SHACL Core and no more."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib

from kg.extract import extract
from kg.graph.rdf import quads
from kg.graph.shapes import Result, check_graph, shacl_report, validate
from kg.graph.terms import FIGURES, SHARED, node_of, term, zh
from kg.ontology import folder
from kg.resolve import resolve
from kg.text import read
from tests.test_graph import annotated, build, pair
from tests.test_interchange import HERE, SEEDS

Rows = list[ox.Triple]
SH = "http://www.w3.org/ns/shacl#"


@pytest.fixture(scope="module")
def rows() -> Rows:
    """One small graph with a figure, two participations, a derived statement and what they share."""
    return [q.triple for q in quads(resolve(pair())) if str(q.graph_name) != "<https://w3id.org/fazhi-kg/ontology>"]


def test_what_is_extracted_conforms(tmp_path: Path) -> None:
    build(tmp_path, [extract(read(HERE.parent / "seeds" / f"{name}.txt")) for name in SEEDS])
    assert validate(tmp_path) == ()


def test_annotation_conforms(tmp_path: Path) -> None:
    build(tmp_path, [annotated("rongchang-2021")])
    assert validate(tmp_path) == ()


def test_the_union_with_its_vocabulary_conforms_too() -> None:
    union = [q.triple for q in quads(resolve(pair()))]
    assert [*check_graph(union, "report"), *check_graph(union, "shared")] == []


@pytest.mark.parametrize("name", ["report", "shared"])
def test_the_shapes_are_shacl_core(name: str) -> None:
    graph = rdflib.Graph().parse(folder() / "shapes" / f"{name}.ttl")
    assert pyshacl.validate(graph, shacl_graph=graph, meta_shacl=True, inference="none")[0]
    text = (folder() / "shapes" / f"{name}.ttl").read_text(encoding="utf-8")
    for word in ("sh:sparql", "sh:js", "sh:rule", "sh:target ", "sh:expression", "sh:nodeKind sh:BlankNode"):
        assert word not in text


def test_every_property_of_the_shapes_is_a_term() -> None:
    for path in (folder() / "shapes").glob("*.ttl"):
        for triple in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
            if triple.predicate.value == SH + "path" and isinstance(triple.object, ox.NamedNode):
                assert triple.object in {term(name) for name in KNOWN}, triple.object


KNOWN = tuple(
    line.split("\t")[0]
    for line in (folder() / "lexicon" / "standard_terms.tsv").read_text(encoding="utf-8").splitlines()[2:]
) + tuple(f"fz:{iri.partition('#')[2]}" for iri in __import__("kg.ontology", fromlist=["FZ"]).FZ)


def first(rows: Rows, kind: str) -> ox.NamedNode:
    return min((t.subject for t in rows if t.predicate == term("rdf:type") and t.object == term(kind)), key=str)


def without(kind: str, name: str) -> Callable[[Rows], Rows]:
    """The first node of a class lacks a property."""

    def broken(rows: Rows) -> Rows:
        node = first(rows, kind)
        return [t for t in rows if not (t.subject == node and t.predicate == term(name))]

    return broken


def plus(kind: str, name: str, value: ox.NamedNode | ox.Literal) -> Callable[[Rows], Rows]:
    """The first node of a class has one value more."""
    return lambda rows: [*rows, ox.Triple(first(rows, kind), term(name), value)]


def instead(kind: str, name: str, value: ox.NamedNode | ox.Literal) -> Callable[[Rows], Rows]:
    return lambda rows: plus(kind, name, value)(without(kind, name)(rows))


DECIMAL = term("xsd:decimal")
FORMAL = term("org:FormalOrganization")

BROKEN: list[tuple[str, Callable[[Rows], Rows], str]] = [
    ("no unit", without("fz:Observation", "fz:unit"), "MinCountConstraintComponent"),
    ("two values", plus("fz:Observation", "fz:value", ox.Literal("7", datatype=DECIMAL)), "MaxCount"),
    ("a value of the wrong type", instead("fz:Observation", "fz:value", ox.Literal("many")), "Datatype"),
    ("neither value nor redaction", without("fz:Observation", "fz:value"), "NodeConstraint"),
    ("a bound that is none", instead("fz:Observation", "fz:bound", term("fz:done")), "InConstraint"),
    ("a metric that is none", instead("fz:Observation", "fz:metric", FIGURES), "ClassConstraint"),
    ("no evidence", without("fz:Observation", "fz:evidence"), "MinCount"),
    ("a property that is none", plus("fz:Observation", "fz:superiorOf", FIGURES), "Closed"),
    ("a number that is nowhere", instead("fz:Observation", "fz:numberAt", node_of("text", "x")), "Pattern"),
    ("nobody's figure", without("fz:Observation", "fz:actor"), "MinCount"),
    ("a figure of nothing", without("fz:Observation", "fz:about"), "MinCount"),
    ("a range from more to less", plus("fz:Observation", "fz:high", ox.Literal("1", datatype=DECIMAL)), "LessThanOrEq"),
    ("a figure of an honour", lambda rows: plus("fz:Observation", "fz:about", first(rows, "fz:Bureau"))(rows), "In"),
    ("an interval without words", plus("fz:Observation", "fz:interval", node_of("interval", "x")), "MinCount"),
    ("a bureau that is no organisation", lambda rows: [t for t in rows if t.object != FORMAL], "MinCount"),
    ("no report", without("fz:Observation", "fz:report"), "MinCount"),
    ("no activity", without("fz:Observation", "prov:wasGeneratedBy"), "MinCount"),
    ("no role", without("fz:Participation", "fz:role"), "MinCount"),
    ("a status that is none", instead("fz:Participation", "fz:status", term("fz:exact")), "InConstraint"),
    ("no rule", without("fz:Observation", "prov:wasGeneratedBy"), "MinCount"),
    ("no quote", lambda rows: [t for t in rows if t.predicate != term("nif:anchorOf")], "MinCount"),
    ("a report with two texts", plus("fz:Report", "fz:text", node_of("text", "x")), "MaxCount"),
    ("a digest that is none", instead("nif:Context", "fz:sha256", ox.Literal("abc")), "Pattern"),
    ("a bureau without a name", without("fz:Bureau", "rdfs:label"), "MinCount"),
    ("a bureau with two names", plus("fz:Bureau", "rdfs:label", zh("又一个局")), "MaxCount"),
    ("an English name", instead("fz:Mechanism", "rdfs:label", ox.Literal("talks", language="en")), "LanguageIn"),
    ("a mechanism of no kind", without("fz:Mechanism", "fz:kind"), "MinCount"),
    ("a code that is none", instead("fz:Division", "skos:notation", ox.Literal("5A")), "Pattern"),
    ("classified as something else", plus("fz:Bureau", "org:classification", term("fz:party")), "Equals"),
    ("an instant without a day", without("time:Instant", "time:inXSDDate"), "MinCount"),
]  # fmt: skip


def results(rows: Rows) -> list[Result]:
    return [*check_graph(rows, "report"), *check_graph(rows, "shared")]


@pytest.mark.parametrize(("breaks", "component"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_what_is_broken_is_found(rows: Rows, breaks: Callable[[Rows], Rows], component: str) -> None:
    assert any(r.component.startswith(component) for r in results(breaks(rows))), results(breaks(rows))


def test_the_sound_graph_conforms(rows: Rows) -> None:
    assert results(rows) == []


def test_the_report_is_shacl_in_turtle(rows: Rows) -> None:
    found = tuple(sorted(results(without("fz:Observation", "fz:unit")(rows))))
    graph = rdflib.Graph().parse(data=shacl_report(found), format="turtle")
    sh = rdflib.Namespace(SH)
    (report,) = graph.subjects(rdflib.RDF.type, sh.ValidationReport)
    assert graph.value(report, sh.conforms).toPython() is False  # type: ignore[union-attr]
    (result,) = graph.objects(report, sh.result)
    assert str(graph.value(result, sh.resultPath)) == term("fz:unit").value
    assert "sh:conforms true" in shacl_report(())


def test_stretches_of_the_shared_graph_cover_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.graph import shapes

    store = build(tmp_path, pair())
    monkeypatch.setattr(shapes, "_PIECE", 7)
    pieces = list(shapes._stretches(store.inner))
    assert len(pieces) > 5
    there = [q.triple for q in store.inner.quads_for_pattern(None, None, None, SHARED)]
    found = [t for piece in pieces for t in shapes._triples(store.inner, piece)]
    assert set(there) <= set(found)
