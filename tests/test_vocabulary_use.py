"""The graph uses the vocabulary as the vocabulary says, and the verifier stands on the formats alone."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import owlrl
import pyoxigraph as ox
import pytest
import rdflib

from kg.graph import check as checker
from kg.graph.rdf import quads
from kg.graph.terms import PREFIXES, VOCABULARY, term
from kg.ontology import FZ, NAMESPACE, folder, labels, lexicon
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
    lacking = {FZ.high, FZ.period, FZ.interval, FZ.number, FZ.stated, FZ.use, FZ.strength, FZ.score, FZ.alike}
    assert known - used <= lacking, "only what annotation does not have"
    assert used <= set(FZ)


def test_every_term_has_a_label_in_both_languages() -> None:
    assert [iri for iri in FZ if set(labels()[iri]) != {"en", "zh"}] == []


def test_every_term_is_defined_with_an_example_domain_and_range(index: Index) -> None:
    def has(iri: str, *names: str) -> bool:
        return any(index[iri][term(name).value] for name in names)

    definition, example = term("skos:definition"), term("skos:example")
    languages = defaultdict(set)
    for quad in ox.parse(path=str(folder() / "kg.ttl"), format=ox.RdfFormat.TURTLE):
        if quad.predicate == definition and isinstance(quad.object, ox.Literal):
            languages[quad.subject.value].add(quad.object.language)
    assert [iri for iri in FZ if languages[iri] != {"en", "zh"}] == []
    assert [iri for iri in FZ if not index[iri][example.value]] == []
    kinds = {PREFIXES["owl"] + "ObjectProperty", PREFIXES["owl"] + "DatatypeProperty"}
    properties = [iri for iri in FZ if index[iri][term("rdf:type").value] & kinds]
    for end in ("domain", "range"):
        assert [iri for iri in properties if not has(iri, f"rdfs:{end}", f"schema:{end}Includes")] == []


def foreign() -> set[str]:
    """Every IRI of another vocabulary that the graph and kg.ttl use."""
    spaces = tuple(iri for prefix, iri in PREFIXES.items() if prefix not in {"fz", "unit"})
    found = set()
    for quad in quads(resolve([*map(annotated, SEEDS), *pair()])):
        for node in (quad.subject, quad.predicate, quad.object, getattr(quad.object, "datatype", None)):
            if isinstance(node, ox.NamedNode) and node.value.startswith(spaces):
                found.add(node.value)
    return found - set(spaces)


def test_terms_of_other_vocabularies_are_listed_and_no_others() -> None:
    listed = {term(row["term"]).value for row in lexicon("standard_terms")}
    assert foreign() - listed == set()


@pytest.mark.parametrize(
    "name", ["DCAT", "DCTERMS", "ORG", "OWL", "PROV", "QB", "RDF", "RDFS", "SDO", "SKOS", "TIME", "VANN", "VOID", "XSD"]
)
def test_terms_of_other_vocabularies_are_there(name: str) -> None:
    """rdflib's closed namespaces were generated from the vocabularies themselves."""
    space = getattr(rdflib, name)
    rows = [row["term"].partition(":") for row in lexicon("standard_terms")]
    terms = [local for prefix, _, local in rows if PREFIXES[prefix] == str(space)]
    assert terms
    assert [local for local in terms if local not in space] == []


@pytest.mark.parametrize("name", ["fz:Bureu", "org:FormalOrganisation", "prov:wasGenerateBy", "skos:label"])
def test_a_misspelt_term_fails_at_once(name: str) -> None:
    with pytest.raises(AttributeError):
        term(name)


_NAME = re.compile(r"(?<![\w:/.\-])([a-z][a-z-]*):([A-Za-z]\w*)(?![\w:(])")


def written() -> Iterator[tuple[str, str]]:
    """Every prefixed name in code, saved queries and shapes, with its file."""
    root = Path(checker.__file__).parents[1]
    files = [*root.rglob("*.py"), *(folder() / "queries").glob("*.rq"), *(folder() / "shapes").glob("*.ttl")]
    for path in files:
        for prefix, local in _NAME.findall(path.read_text(encoding="utf-8")):
            if prefix in PREFIXES and prefix not in {"unit", "xsd"}:
                yield path.name, f"{prefix}:{local}"


def test_no_term_is_misspelt_in_code_queries_or_shapes() -> None:
    listed = {row["term"] for row in lexicon("standard_terms")} | {f"fz:{iri.partition('#')[2]}" for iri in FZ}
    found = set(written())
    assert len(found) > 200
    syntax = {"rdf:RDF", "rdf:Description", "rdf:about", "rdf:resource", "rdf:datatype"}  # of RDF/XML itself
    assert {row for row in found if row[1] not in listed | syntax} == set()


def test_the_verifier_shares_no_code_with_what_it_verifies() -> None:
    tree = ast.parse(Path(checker.__file__).read_text(encoding="utf-8"))
    names = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    assert {name for name in names if name.startswith("kg")} == {"kg.errors"}


def contradictions(triples: Iterator[ox.Triple]) -> list[str]:
    """What OWL 2 RL finds inconsistent."""
    lines = "\n".join(f"{t} ." for t in triples)
    graph = rdflib.Graph().parse(data=lines, format="nt")
    rules = owlrl.OWLRL_Semantics(graph, axioms=True, daxioms=True, rdfs=False)
    rules.closure()
    return list(rules.error_messages)


def test_vocabulary_and_facts_are_consistent_in_owl() -> None:
    """One reasoning for both: with a bureau that is a metric as well, that is the only contradiction."""
    rows = [quad.triple for quad in quads(resolve(pair()))]
    kind = (term("rdf:type"), term("fz:Bureau"))
    bureau = next(t.subject for t in rows if (t.predicate, t.object) == kind)
    found = contradictions(iter([*rows, ox.Triple(bureau, term("rdf:type"), term("fz:Metric"))]))
    assert found
    assert [message for message in found if bureau.value not in message or "isjoint" not in message] == []
