"""Names of nearly the same thing match, with a reason; names of two things do not; the work is linear."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from kg.graph.likeness import alike, core
from kg.graph.query import run
from kg.graph.terms import term
from kg.model import Label
from kg.naming import Resource
from tests.test_graph import annotated, build, pair


def resource(name: str, label: Label = Label.MECHANISM, kind: str | None = "regime", iri: str = "") -> Resource:
    return Resource(iri or f"https://example.org/{label.value}/{kind}/{name}", label, name, kind)


def told(*resources: Resource, metrics: dict[str, list[str]] | None = None) -> list[tuple[str, str]]:
    """Reason and score of each match."""
    found: dict[object, dict[str, str]] = {}
    for t in alike(resources, metrics or {}):
        found.setdefault(t.subject, {})[t.predicate.value] = t.object.value
    rule, score = term("fz:rule").value, term("fz:score").value
    return [(row[rule], row[score]) for row in found.values() if score in row]


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("执法办案管理中心", "执法办案中心", "same-core"),
        ("县执法监督管理委员会", "执法监督委员会", "same-core"),
        ("轻微违法免罚", "轻微违法免罚制度", "same-core"),
        ("民生警务专项行动", "民生警务行动", "same-core"),
        ("净街2021行动", "净街2022行动", "other-year"),
        ("法治建设实施方案(2016-2020年)", "法治建设实施方案(2021—2025年)", "other-year"),
        ("案件审核办法", "案件审核办法(试行)", "other-edition"),
    ],
)
def test_near_names_match_with_a_reason(one: str, other: str, reason: str) -> None:
    ((rule, score),) = told(resource(one), resource(other))
    assert rule == reason
    assert 0.5 <= float(score) < 1


def test_one_name_of_two_owners_matches() -> None:
    rows = told(resource("反诈中心", kind="body", iri="https://a"), resource("反诈中心", kind="body", iri="https://b"))
    assert rows == [("same-name-other-owner", "1")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (resource("执法公示制度"), resource("执法全过程记录制度")),
        (resource("重大案件集体讨论制度"), resource("重大决策集体讨论制度")),
        (resource("法治监管", kind="regime"), resource("法治监管平台", kind="platform")),
        (resource("净网行动", Label.PROGRAM, None), resource("护网行动", Label.PROGRAM, None)),
        (resource("行政处罚法", Label.INSTRUMENT, None), resource("行政复议法", Label.INSTRUMENT, None)),
        (resource("某县反诈办法", Label.INSTRUMENT, None), resource("某县反诈办法", Label.PROGRAM, None)),
    ],
)
def test_two_things_do_not_match(one: Resource, other: Resource) -> None:
    assert told(one, other) == []


def test_metrics_match_whatever_the_order_of_their_words() -> None:
    assert told(metrics={"https://a": ["公示行政许可、行政处罚信息"], "https://b": ["公示行政处罚行政许可信息"]})
    assert told(metrics={"https://a": ["受理复议案件"], "https://b": ["办结复议案件"]}) == []


@pytest.mark.parametrize("name", ["制度", "工作机制", "专项行动", "公安局"])
def test_a_name_of_general_words_keeps_something(name: str) -> None:
    assert core(name)


def test_twenty_thousand_names_take_seconds() -> None:
    resources = [resource(f"第{n}号执法办案{'管理' * (n % 2)}中心", kind="body") for n in range(20_000)]
    started = time.process_time()
    list(alike(resources, {}))
    assert time.process_time() - started < 10


def test_the_graph_has_a_match_for_each_reason(tmp_path: Path) -> None:
    store = build(tmp_path, [annotated("rongchang-2021"), annotated("yubei-2021"), *pair()])
    rows = run(
        store,
        "SELECT ?l (COUNT(?t) AS ?n) { ?l a fz:Likeness ; fz:alike ?t, ?a, ?b . ?a skos:closeMatch ?b } GROUP BY ?l",
    ).rows
    ours = "https://w3id.org/"
    found = run(store, "SELECT ?a ?b { ?a skos:closeMatch ?b FILTER(STRSTARTS(STR(?b), ?ours)) }", ours=ours)
    matches = found.rows
    assert len(rows) == len(matches) > 0
    assert {n for _, n in rows} == {2}
