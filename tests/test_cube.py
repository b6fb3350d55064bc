"""The figures are a Data Cube: its integrity constraints hold, and each notices what breaks it."""

from __future__ import annotations

import time
from collections.abc import Callable

import pyoxigraph as ox
import pytest

from kg.extract import extract
from kg.graph.rdf import quads
from kg.graph.terms import FIGURES, term
from kg.resolve import resolve
from kg.text import document_from_text, read
from tests.cube import CONSTRAINTS, QB, SKOS, Cube, ic1, ic2, ic3, ic4, ic5, ic6, ic11, ic12, ic13, ic14, ic18, ic19
from tests.test_interchange import HERE, SEEDS

REDACTION = "某县公安局2021年法治政府建设年度报告\n全年办理行政案件****件，破获刑事案件12件，破获刑事案件15件。\n"


@pytest.fixture(scope="module")
def triples() -> list[ox.Triple]:
    found = [extract(read(HERE.parent / "seeds" / f"{name}.txt")) for name in SEEDS]
    return [q.triple for q in quads(resolve([*found, extract(document_from_text(REDACTION))]))]


@pytest.mark.parametrize("constraint", CONSTRAINTS, ids=lambda c: c.__name__)
def test_the_constraints_hold(triples: list[ox.Triple], constraint: Callable[[Cube], list[object]]) -> None:
    cube = Cube(triples).normalised()
    assert len(cube.a("Observation")) > 250
    assert constraint(cube) == []


def figure(triples: list[ox.Triple]) -> ox.NamedNode:
    found = (t.subject for t in triples if t.predicate.value == QB + "dataSet" and t.object == FIGURES)
    return min(found, key=str)


def without(name: str) -> Callable[[list[ox.Triple]], list[ox.Triple]]:
    """The graph without a property of one figure, or of all that is no figure."""

    def broken(triples: list[ox.Triple]) -> list[ox.Triple]:
        node = figure(triples)
        return [t for t in triples if not (t.predicate == term(name) and t.subject == node)]

    return broken


def plus(subject: str, predicate: str, value: object) -> Callable[[list[ox.Triple]], list[ox.Triple]]:
    def broken(triples: list[ox.Triple]) -> list[ox.Triple]:
        node = figure(triples) if subject == "figure" else term(subject)
        return [*triples, ox.Triple(node, ox.NamedNode(QB + predicate), value)]

    return broken


def doubled(triples: list[ox.Triple]) -> list[ox.Triple]:
    """A second figure at the place of the first."""
    node, other = figure(triples), ox.NamedNode("https://example.org/other")
    return [*triples, *(ox.Triple(other, t.predicate, t.object) for t in triples if t.subject == node)]


def no_ranges(triples: list[ox.Triple]) -> list[ox.Triple]:
    return [t for t in triples if t.predicate != term("rdfs:range")]


def uncoded(triples: list[ox.Triple]) -> list[ox.Triple]:
    node = figure(triples)
    changed = (t for t in triples if not (t.subject == node and t.predicate == term("fz:bound")))
    return [*changed, ox.Triple(node, term("fz:bound"), term("fz:done"))]


def no_measures(triples: list[ox.Triple]) -> list[ox.Triple]:
    return [t for t in triples if t.predicate.value != QB + "measure" and t.object != term("qb:MeasureProperty")]


SPEC = ox.NamedNode("https://w3id.org/fazhi-kg/ontology/component/metric")


@pytest.mark.parametrize(
    ("breaks", "constraint"),
    [
        (plus("figure", "dataSet", ox.NamedNode("https://example.org/d")), ic1),
        (lambda rows: [*rows, ox.Triple(FIGURES, term("qb:structure"), term("fz:RedactedStructure"))], ic2),
        (no_measures, ic3),
        (no_ranges, ic4),
        (lambda rows: [*rows, ox.Triple(term("fz:metric"), term("rdfs:range"), term("skos:Concept"))], ic5),
        (lambda rows: [*rows, ox.Triple(SPEC, term("qb:componentRequired"), ox.Literal(False))], ic6),
        (without("fz:metric"), ic11),
        (without("fz:actor"), ic11),
        (without("fz:about"), ic11),
        (doubled, ic12),
        (without("fz:unit"), ic13),
        (without("fz:value"), ic14),
        (lambda rows: [*rows, ox.Triple(SPEC, ox.NamedNode(QB + "observation"), figure(rows))], ic18),
        (uncoded, ic19),
    ],
)
def test_each_constraint_notices_what_breaks_it(
    triples: list[ox.Triple],
    breaks: Callable[[list[ox.Triple]], list[ox.Triple]],
    constraint: Callable[[Cube], list[object]],
) -> None:
    assert constraint(Cube(breaks(triples)).normalised()) != []


def test_a_redacted_figure_and_two_that_contradict_each_other_stand(triples: list[ox.Triple]) -> None:
    cube = Cube(triples)
    redacted = [o for o, sets in cube.of[QB + "dataSet"].items() if FIGURES not in sets]
    assert len(redacted) == 1
    assert cube.all(redacted[0], term("fz:value").value) == set()
    metric = [
        m
        for m, names in cube.of[term("rdfs:label").value].items()
        if ox.Literal("破获刑事案件", language="zh") in names
    ]
    both = [o for o, v in cube.of[term("fz:metric").value].items() if v & set(metric)]
    values = {v.value for o in both for v in cube.all(o, term("fz:value").value)}  # type: ignore[attr-defined]
    assert {"12", "15"} <= values


def test_what_a_report_leaves_open_is_a_concept_on_the_dimension(triples: list[ox.Triple]) -> None:
    text = "某县公安局2021年法治政府建设年度报告\n全县常住人口21万人，我局破获刑事案件12件。\n"
    cube = Cube(q.triple for q in quads(resolve([extract(document_from_text(text))])))
    who = {cube.of[term("fz:actor").value][o] == {term("fz:unknownActor")} for o in cube.normalised().a("Observation")}
    assert who == {True, False}
    for name in ("fz:unknownActor", "fz:unknownAbout"):
        used = [t for t in triples if t.object == term(name)]
        assert {t.predicate for t in used} == {term("fz:actor" if "Actor" in name else "fz:about")}
        assert cube.all(term(name), SKOS + "inScheme") == {term("fz:Unknowns")}


def test_ten_thousand_observations_take_seconds(triples: list[ox.Triple]) -> None:
    rows = [t for t in triples if str(t.subject).startswith("<https://w3id.org/fazhi-kg/id/observation/")]
    rest = [t for t in triples if not str(t.subject).startswith("<https://w3id.org/fazhi-kg/id/observation/")]
    reports = term("fz:report")
    many = [
        ox.Triple(
            ox.NamedNode(f"{t.subject.value}-{n}"),
            t.predicate,
            _copy(t.object, n) if t.predicate == reports else t.object,
        )
        for n in range(40)
        for t in rows
    ]
    cube = Cube([*rest, *many]).normalised()
    assert len(cube.a("Observation")) > 10_000
    started = time.process_time()
    assert [c.__name__ for c in CONSTRAINTS if c(cube)] == []
    assert time.process_time() - started < 20


def _copy(node: object, n: int) -> ox.NamedNode:
    return ox.NamedNode(f"{node.value}-{n}")  # type: ignore[attr-defined]
