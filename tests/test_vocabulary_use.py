"""The graph uses the vocabulary as the vocabulary says, and the verifier stands on the formats alone."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.graph import check as checker
from kg.graph.rdf import quads
from kg.graph.terms import PREFIXES, VOCABULARY, term
from kg.ontology import FZ, NAMESPACE, labels
from kg.resolve import resolve
from tests.test_graph import annotated, pair
from tests.test_interchange import SEEDS

Index = defaultdict[str, defaultdict[str, set[str]]]


@pytest.fixture(scope="module")
def index() -> Index:
    """Values by subject and predicate, of real reports and of a derived fact."""
    found: Index = defaultdict(lambda: defaultdict(set))
    for quad in quads(resolve([*map(annotated, SEEDS), *pair()])):
        found[quad.subject.value][quad.predicate.value].add(quad.object.value)
    return found


def above(index: Index, kind: str) -> set[str]:
    """A class with those above it."""
    found, new = {kind}, {kind}
    while new:
        new = {up for k in new for up in index[k][term("rdfs:subClassOf").value]} - found
        found |= new
    return found


def allowed(index: Index, predicate: str, end: str) -> set[str]:
    """Classes that the vocabulary allows at an end of a property; none where it says nothing."""
    rows = index[predicate]
    return rows[term(f"rdfs:{end}").value] | rows[term(f"schema:{end}Includes").value]


def statements() -> Iterator[ox.Quad]:
    for quad in quads(resolve([*map(annotated, SEEDS), *pair()])):
        if quad.graph_name != VOCABULARY and quad.predicate.value.startswith(NAMESPACE):
            yield quad


def test_every_statement_fits_its_property(index: Index) -> None:
    literal = {PREFIXES["rdf"] + "langString", PREFIXES["rdf"] + "Property"}
    wrong = set()
    for quad in statements():
        for end, node in (("domain", quad.subject), ("range", quad.object)):
            classes = allowed(index, quad.predicate.value, end)
            if isinstance(node, ox.Literal):
                fits = not classes or node.datatype.value in classes
            else:
                own = {up for kind in index[node.value][term("rdf:type").value] for up in above(index, kind)}
                place = NAMESPACE + "Evidence" in classes and index[node.value][term("nif:anchorOf").value]
                fits = (
                    not classes
                    or bool(own & classes)
                    or bool(place)
                    or bool(classes & literal)
                    or "#char=" in node.value
                )
            if not fits:
                wrong.add((quad.predicate.value, end, str(node)))
    assert sorted(wrong)[:5] == []


def test_every_property_of_what_reports_say_is_used(index: Index) -> None:
    used = {quad.predicate.value for quad in statements()}
    kinds = {PREFIXES["owl"] + "ObjectProperty", PREFIXES["owl"] + "DatatypeProperty"}
    known = {iri for iri in FZ if index[iri][term("rdf:type").value] & kinds}
    assert known - used <= {FZ.high, FZ.period, FZ.number, FZ.stated, FZ.use}, "only what annotation does not have"
    assert used <= set(FZ)


def test_every_term_has_a_label_in_both_languages() -> None:
    assert [iri for iri in FZ if set(labels()[iri]) != {"en", "zh"}] == []


def test_the_verifier_shares_no_code_with_what_it_verifies() -> None:
    tree = ast.parse(Path(checker.__file__).read_text(encoding="utf-8"))
    names = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    assert {name for name in names if name.startswith("kg")} == {"kg.errors"}
