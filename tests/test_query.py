"""Questions to the graph of two annotated reports, saved and free, with the answers that the texts give."""

from __future__ import annotations

import csv
import io
import json
import time
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace

from kg.errors import FazhiError, QueryError
from kg.extract import extract
from kg.graph.check import check
from kg.graph.explain import Candidate, Explanation, explain
from kg.graph.nearest import strangers
from kg.graph.query import FORMATS, run
from kg.graph.shapes import validate
from kg.graph.store import Store
from kg.interchange import from_json
from kg.model import Extraction
from kg.ontology import queries, strength
from kg.text import document_from_text
from tests.test_graph import ONE, SHARED_NAME, annotated, build, pair, told

RONGCHANG, YUBEI = "重庆市荣昌区公安局", "重庆市公安局渝北区分局"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return build(tmp_path_factory.mktemp("two"), [annotated("rongchang-2021"), annotated("yubei-2021")])


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return build(tmp_path_factory.mktemp("small"), pair())


ANSWERS: list[tuple[str, Mapping[str, object], int, dict[str, object]]] = [
    ("who-does", {"name": "延时服务"}, 2, {"bureau": RONGCHANG, "thing": "延时服务", "kind": "method", "year": "2021"}),
    ("who-does", {"name": "轮值轮训", "status": "planned"}, 1, {"bureau": YUBEI, "kind": "regime"}),
    ("compare-metric", {"metric": "破获电信网络诈骗案件"}, 3, {"value": 513, "unit": "件", "bureau": RONGCHANG}),
    ("litigation", {}, 11, {"bureau_name": YUBEI, "indicator": "行政机关负责人出庭应诉率", "value": Decimal("63.6")}),
    ("litigation", {"bureau": "荣昌"}, 2, {"indicator": "行政首长出庭应诉率", "value": 100, "unit": "%"}),
    ("partners", {"partner": "一中院"}, 3, {"bureau": YUBEI, "thing": "侦捕诉协作工作机制"}),
    ("planned-not-done", {}, 13, {"bureau_name": RONGCHANG, "type": "专项行动", "thing": "四防工程", "year": "2021"}),
    ("planned-not-done", {"bureau": "荣昌"}, 4, {"thing": "法治政府考评体系"}),
    ("planned-here-done-there", {}, 3, {"thing": "轮值轮训", "planned_by": YUBEI, "done_by": RONGCHANG}),
    ("promises", {}, 13, {"bureau": YUBEI, "thing": "证照分离", "promised": "2021", "told_in": None}),
    ("shared", {}, 4, {"thing": "放管服改革", "type": "专项行动", "count": 2, "bureaus": f"{YUBEI}、{RONGCHANG}"}),
    ("shared", {"least": 3}, 0, {}),
    ("trends", {}, 2, {"indicator": "道路交通事故死亡人数 同比下降", "value": Decimal("17.54"), "unit": "%"}),
    ("laws", {}, 38, {"instrument": "中华人民共和国刑法修正案(十一)", "reports": 2, "places": 3}),
    ("honours", {"bureau": "荣昌"}, 10, {"bureau_name": f"{RONGCHANG}车管所", "honour": "全国优秀一级车管所"}),
    ("organisation", {}, 29, {"upper": "重庆市公安局", "relation": "上级", "lower": YUBEI, "said": True}),
    ("collective-names", {"name": "6个中心"}, 6, {"position": 1, "part": "分局指挥中心", "bureau": YUBEI}),
    ("evidence", {"name": "反诈中心"}, 1, {"type": "机制", "status": "done", "quote": "反诈中心"}),
    ("figures-of", {"name": "全民反诈专项行动"}, 7, {"indicator": "返还被骗资金", "value": 3179000, "unit": "元"}),
    ("shortcomings", {}, 15, {"bureau_name": YUBEI, "heading": "网上服务能力有短板", "things": "四办；就近办；马上办"}),
    ("shortcomings", {"bureau": "荣昌"}, 4, {"sentence": "(二)执法规范化建设还存在一定差距。", "things": None}),
    ("totals", {"metric": "案件"}, 5, {"bureau_name": RONGCHANG, "year": "2021", "unit": "件", "total": 543}),
    ("fell", {}, 1, {"bureau_name": YUBEI, "indicator": "道路交通事故死亡人数 同比下降", "before": None}),
    ("contradictions", {}, 0, {}),
    ("year-on-year", {}, 0, {}),
    ("grounds", {"law": "过错责任"}, 1, {"thing": "执法质量考评", "type": "机制", "bureau": RONGCHANG}),
    ("issued", {"bureau": "公安部"}, 1, {"instrument": "公安机关人民警察执法资格等级考试办法", "year": "2021"}),
    ("near-same", {"least": "0.9"}, 1, {"one": "疫情防控指挥部", "other": "区疫情防控指挥部", "reason": "same-core"}),
    ("rules", {}, 9, {"kind": "Observation", "rule": "annotation", "facts": 212, "reports": 2, "strength": None}),
    ("sources", {}, 2, {"file": "yubei-2021.txt", "software": "fazhi-kg"}),
    ("in-division", {"division": "渝北区"}, 180, {"bureau": YUBEI, "kind": "police", "thing": "1+4+N总体建设思路"}),
    ("dated", {}, 85, {"period": "2018年以来", "first_day": "2018-01-01", "last_day": None}),
    ("units", {}, 27, {"unit": "件", "match": "closeMatch", "qudt": "NUM"}),
    ("reports", {}, 2, {"bureau": RONGCHANG, "id": "500153-公安局-2021", "things": 115, "figures": 31}),
]


@pytest.mark.parametrize(("name", "parameters", "count", "row"), ANSWERS)
def test_a_saved_query_has_its_answer(
    store: Store, name: str, parameters: Mapping[str, object], count: int, row: dict[str, object]
) -> None:
    rows = list(run(store, name, **parameters))
    assert len(rows) == count
    assert not row or any(row.items() <= found.items() for found in rows)


@pytest.mark.parametrize("name", sorted(queries()))
def test_a_saved_query_answers_within_a_tenth_of_a_second(store: Store, name: str) -> None:
    given = {p.name: "中心" for p in queries()[name].parameters if p.default is None}

    def took() -> float:
        started = time.process_time()
        run(store, name, **given)
        return time.process_time() - started

    assert min(took() for _ in range(4)) < 0.1


def figures(year: int, *told: tuple[str, int, str | None]) -> Extraction:
    """A report of one bureau with figures: surface, value, period."""
    text = f"青川县公安局{year}年法治政府建设年度报告\n一、主要做法\n全年{'，'.join(row[0] for row in told)}。\n"
    rows = [
        {
            "surface": surface,
            "indicator": surface.rstrip("件").rstrip("0123456789"),
            "value": value,
            "high": None,
            "unit": "件",
        }
        | {"bound": "exact", "actor": "self", "about": None, "status": "done", "period": period}
        for surface, value, period in told
    ]
    data = {"report": {"bureau": "青川县公安局", "year": year}, "entities": [], "observations": rows}
    return from_json(data, document_from_text(text, id=str(year)))


def test_figures_are_compared_over_the_years_and_within_a_report(tmp_path: Path) -> None:
    first = figures(2021, ("破获电信网络诈骗案件86件", 86, None), ("破获盗窃案件20件", 20, None))
    second = figures(
        2022, ("侦破电诈案件51件", 51, None), ("破获盗窃案件30件", 30, None), ("破获盗窃案件31件", 31, None)
    )
    store = build(tmp_path, [first, second])
    (fell,) = run(store, "fell")
    assert (fell["indicator"], fell["value"], fell["before"]) == ("侦破电诈案件", 51, 86)
    changes = [(r["year"], r["value"], r["before"], r["change"]) for r in run(store, "year-on-year", metric="电信")]
    assert changes == [("2022", 51, 86, -35)]
    (row,) = run(store, "contradictions")
    assert (row["metric"], row["one"], row["other"]) == ("破获盗窃案件", 30, 31)


PARTS = """青川县公安局2021年法治政府建设年度报告
一、主要做法
全年受理行政复议案件85件，其中维持62件、撤销3件。查处酒驾案件40起，其中行政处罚52人。
"""


def test_a_part_is_tied_to_its_whole_and_summed_once(tmp_path: Path) -> None:
    store = build(tmp_path, [extract(document_from_text(PARTS))])
    question = "SELECT ?v ?w { ?o dcterms:isPartOf ?p ; fz:value ?v . ?p a fz:Observation ; fz:value ?w } ORDER BY ?v"
    assert run(store, question).rows == ((3, 85), (62, 85)), "52 persons are no part of 40 cases"
    totals = {(row["unit"], row["total"]) for row in run(store, "totals", metric="案件")}
    assert totals == {("件", 85), ("起", 40), ("人", 52)}
    assert [row["total"] for row in run(store, "totals", metric="维持")] == [62]
    parts = {row["part_of"] for row in run(store, "compare-metric", metric="维持")}
    assert parts == {"受理行政复议案件"}


def test_sentences_of_shortcomings_come_whole(tmp_path: Path) -> None:
    text = (
        "青川县公安局2021年法治政府建设年度报告\n一、主要做法\n推行说理执法。\n"
        "二、存在问题\n个别民警说理不够。培训还不系统。\n三、下一步打算\n加强培训。\n"
    )
    store = build(tmp_path, [extract(document_from_text(text))])
    found = [(row["heading"], row["sentence"]) for row in run(store, "shortcomings")]
    assert found == [("存在问题", "个别民警说理不够。"), ("存在问题", "培训还不系统。")]
    assert check(tmp_path).ok
    assert validate(tmp_path, workers=0) == ()


def test_what_is_planned_is_listed_once_whatever_it_is(tmp_path: Path) -> None:
    text = (
        "青川县公安局2021年法治政府建设年度报告\n一、主要做法\n推行说理执法。\n"
        "二、下一步打算\n制定《青川县公安局柔性执法办法》，建立民生警务恳谈制度，开展“清风”专项行动。\n"
    )
    store = build(tmp_path, [extract(document_from_text(text))])
    planned = [(row["type"], row["thing"]) for row in run(store, "planned-not-done")]
    assert planned == [
        ("专项行动", "清风专项行动"),
        ("机制", "民生警务恳谈制度"),
        ("法律文件", "青川县公安局柔性执法办法"),
    ]


def test_shortcomings_told_in_prose_come_with_their_places(tmp_path: Path) -> None:
    text = (
        "青川县公安局2021年法治政府建设年度报告\n一、主要做法\n推行说理执法。\n"
        "一年来，各项工作取得一定成效，但与群众期待相比仍有差距。培训还不系统。\n2022年，我局将加强培训。\n"
    )
    store = build(tmp_path, [extract(document_from_text(text))])
    rows = list(run(store, "shortcomings"))
    admitted = ["一年来，各项工作取得一定成效，但与群众期待相比仍有差距。", "培训还不系统。"]
    assert [(row["heading"], row["sentence"]) for row in rows] == [(None, sentence) for sentence in admitted]
    for row, sentence in zip(rows, admitted, strict=True):
        file, _, place = str(row["place"]).partition(":")
        begin, end = map(int, place.split("-"))
        assert (tmp_path / file).read_text(encoding="utf-8")[begin:end] == sentence


@pytest.mark.parametrize(
    ("parameters", "told"),
    [
        ({"bureau": "荣昌分局"}, [f"no bureau has 荣昌分局 in its name; the nearest: {RONGCHANG}"]),
        ({"name": "放管腹改革"}, ["no thing has 放管腹改革 in its name; the nearest: 放管服改革"]),
        ({"metric": "电信网络诈骗"}, []),
        ({"metric": "xyz"}, ["no metric has xyz in its name"]),
        ({"bureau": "", "least": 99, "status": "gone"}, []),
    ],
)
def test_a_name_that_nothing_has_is_told_with_the_nearest(
    store: Store, parameters: Mapping[str, object], told: list[str]
) -> None:
    lines = list(strangers(store, parameters))
    assert len(lines) == len(told)
    assert all(line.startswith(start) for line, start in zip(lines, told, strict=True))


def test_a_law_has_the_day_of_no_later_wording(store: Store) -> None:
    rows = run(store, "SELECT ?d { ?l eli:date_document ?d }").rows
    assert rows
    assert max(str(d) for (d,) in rows) < "2022"


def test_a_promise_is_followed_into_the_next_report(tmp_path: Path) -> None:
    second = told(ONE.replace("2021", "2022").replace("青川", "平武"), "平武县公安局", "done")
    document = replace(second.document, meta=replace(second.document.meta, year=2022))
    store = build(tmp_path, [*pair(), replace(second, document=document)])
    row = ("平武县公安局", SHARED_NAME, "2021", "2022", "done")
    assert run(store, "promises").rows == (row,)
    assert run(store, "planned-not-done").rows == ()


def test_every_saved_query_is_asked_and_says_where_it_is_said() -> None:
    assert set(queries()) == {name for name, *_ in ANSWERS}


@pytest.mark.parametrize(
    ("query", "parameters", "message"),
    [
        (
            "SELECT ?x WHERE {\n ?x a fz:Bureau .\n ?x ?p }",
            {},
            r"line 3, column 9 of the query: it does not parse: \?x \?p }",
        ),
        ("SELECT ?x WHERE { ?x foo:bar ?y }", {}, "a prefix is not declared"),
        ("who-dose", {}, "there is no saved query who-dose; who-does?"),
        ("xyz", {}, "there is no saved query xyz; there are "),
        ("who-does", {}, "needs the parameter name: a part of its name"),
        ("who-does", {"name": "x", "bureau": "y"}, "has no parameter bureau; it takes name, status"),
        ("SELECT ?x { ?x a fz:Bureau }", {"y": 1}, r"no variable \?y"),
        ("SELECT * { SERVICE <https://example.org/> { ?s ?p ?o } }", {}, "SERVICE would call another endpoint"),
        ("DELETE WHERE { ?s ?p ?o }", {}, "DELETE would change the graph"),
        ("SELECT ?x { ?x a fz:Bureaux ", {}, "line 1"),
    ],
)
def test_what_cannot_be_asked_is_told_in_a_line(
    small: Store, query: str, parameters: Mapping[str, object], message: str
) -> None:
    with pytest.raises(QueryError, match=message) as error:
        run(small, query, **parameters)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("value", ['"', "\\", "'} . ?s ?p ?o {'", "a\nb", "?name", "单位"])
def test_a_parameter_is_a_value_whatever_stands_in_it(small: Store, value: str) -> None:
    query = 'SELECT ?v { BIND(?name AS ?v) } # ?name and "?name" are no variables'
    assert run(small, query, name=value).rows == ((value,),)


def test_words_in_strings_and_names_are_no_commands(small: Store) -> None:
    assert run(small, "SELECT (COUNT(?service) AS ?n) { ?service rdfs:label 'SERVICE DELETE' }").rows == ((0,),)


def test_values_come_as_python_has_them(small: Store) -> None:
    query = "SELECT (1 AS ?i) (1.50 AS ?d) (true AS ?b) ('x'@zh AS ?s) (fz:Bureau AS ?u) ?none {}"
    (row,) = run(small, query).rows
    assert row == (1, Decimal("1.5"), True, "x", "https://w3id.org/fazhi-kg/ontology#Bureau", None)
    assert [type(cell) for cell in row[:3]] == [int, Decimal, bool]


def test_answers_in_the_standard_formats(small: Store) -> None:
    answer = run(small, "SELECT ?l { ?b a fz:Bureau ; rdfs:label ?l } ORDER BY ?l LIMIT 1")
    (row,) = answer.rows
    assert list(csv.reader(io.StringIO(answer.serialize("csv")))) == [["l"], [row[0]]]
    assert json.loads(answer.serialize("json"))["results"]["bindings"][0]["l"]["xml:lang"] == "zh"
    assert answer.serialize("tsv").splitlines() == ["?l", f'"{row[0]}"@zh']
    assert f">{row[0]}</literal>" in answer.serialize("xml")
    assert json.loads(run(small, "ASK { ?s ?p ?o }").serialize("json"))["boolean"] is True
    assert run(small, "ASK { ?s ?p fz:nothing }").boolean is False
    graph = run(small, "CONSTRUCT { ?b rdfs:label ?l } WHERE { ?b a fz:Bureau ; rdfs:label ?l }")
    assert '<bureau/510822-公安局> rdfs:label "青川县公安局"@zh .' in graph.serialize("turtle")


@pytest.mark.parametrize("form", [*FORMATS, "pdf"])
def test_a_format_that_does_not_fit_is_refused(small: Store, form: str) -> None:
    rows, graph = run(small, "SELECT ?s { ?s a fz:Report }"), run(small, "DESCRIBE fz:Bureau")
    wrong = {"turtle": [rows], "pdf": [rows, graph]}.get(form, [graph])
    for answer in wrong:
        with pytest.raises(QueryError):
            answer.serialize(form)


@pytest.mark.parametrize(("given", "form"), [("ttl", "turtle"), ("Turtle", "turtle"), ("JSON", "json"), ("xml", "xml")])
def test_a_format_goes_by_what_people_type(small: Store, given: str, form: str) -> None:
    answer = run(small, "DESCRIBE fz:Bureau" if form == "turtle" else "SELECT ?s { ?s a fz:Report }")
    assert answer.serialize(given) == answer.serialize(form)


# ------------------------------------------------------------------ explain


def explained(store: Store, what: str) -> Explanation:
    found = explain(store, what)
    assert isinstance(found, Explanation), found
    return found


def test_a_thing_is_explained_by_its_facts_and_their_words(small: Store) -> None:
    found = explained(small, "民生警务恳谈制度")
    assert (found.type, found.name) == ("Mechanism", "民生警务恳谈制度")
    assert [(f.says[0], f.says[1], f.status, f.rule) for f in found.facts] == [
        ("平武县公安局", "运行", "planned", "annotation"),
        ("青川县公安局", "运行", "done", "annotation"),
    ]
    place = found.facts[1].places[0]
    assert (place.quote, place.sentence) == (
        "民生警务恳谈制度",
        "一、主要做法推行民生警务恳谈制度，共办理案件12件。",
    )
    text = (small.folder / place.file).read_bytes().decode()
    assert text[place.begin : place.end] == place.quote


def test_a_figure_is_explained_by_its_iri(store: Store) -> None:
    (iri,) = run(store, "SELECT ?o { ?o fz:metric/rdfs:label ?l FILTER(STR(?l) = '返还被骗资金') }").rows[0]
    for name in (str(iri), str(iri).removeprefix("https://w3id.org/fazhi-kg/id/")):
        (fact,) = explained(store, name).facts
        assert fact.says == (RONGCHANG, "返还被骗资金", "3179000元")
        assert fact.places[0].quote == "返还被骗资金317.9万元"


def test_a_report_is_explained_by_all_that_it_says(small: Store) -> None:
    found = explained(small, "report/510822-公安局-2021")
    assert [fact.kind for fact in found.facts] == ["Participation", "Mention", "Observation"]


@pytest.mark.parametrize(
    "called", ["500153-公安局-2021", "rongchang-2021", "rongchang-2021.txt", "text/500153-公安局-2021.txt"]
)
def test_a_report_is_known_by_id_and_file_and_has_a_profile(store: Store, called: str) -> None:
    found = explained(store, called)
    assert (found.type, found.iri) == ("Report", "https://w3id.org/fazhi-kg/id/report/500153-公安局-2021")
    told = dict(found.profile)
    assert told["reporter"] == f"{RONGCHANG} (bureau/500153-公安局)"
    assert (told["year"], told["read from"]) == ("2021", "rongchang-2021.txt")
    assert {"31 Observation", "10 Honour"} <= set(told["facts"].split(", "))
    assert told["shortcomings"] == "4 sentences"
    assert told["rules"].startswith("8; 65 Mechanism by annotation, ")
    text = (store.folder / "text" / "500153-公安局-2021.txt").read_bytes().decode()
    assert told["text"].endswith(f"{len(text):,} characters")


def test_a_name_goes_before_a_file_and_files_of_one_name_are_listed(tmp_path: Path) -> None:
    reports = [
        replace(found, document=replace(found.document, path=f"{n}/青川县公安局.txt")) for n, found in enumerate(pair())
    ]
    store = build(tmp_path, reports)
    assert explained(store, "青川县公安局").type == "Bureau"
    found = explain(store, "青川县公安局.txt")
    assert isinstance(found, tuple)
    assert [row.type for row in found] == ["Report", "Report"]


def test_only_a_report_has_a_profile(small: Store) -> None:
    assert explained(small, "民生警务恳谈制度").profile == ()


def test_a_fact_has_the_strength_of_its_rule(tmp_path: Path) -> None:
    store = build(tmp_path, [extract(document_from_text(PARTS))])
    facts = explained(store, "青川县公安局").facts
    assert {fact.strength for fact in facts if fact.kind == "Observation"} != {None}
    for fact in facts:
        if kind := {"Mention": "Bureau", "Observation": "Observation"}.get(fact.kind):
            assert fact.strength == pytest.approx(strength(kind, str(fact.rule)), abs=1e-4)


def test_a_bounded_figure_says_so(store: Store) -> None:
    says = {fact.says[2] for fact in explained(store, RONGCHANG).facts if fact.kind == "Observation"}
    assert "30件(以上)" in says


def test_a_derived_fact_has_rule_and_inputs(small: Store) -> None:
    (fact,) = explained(small, "广元市公安局").facts
    assert (fact.kind, fact.says) == ("DerivedStatement", ("广元市公安局", "上级", "青川县公安局"))
    assert (fact.rule, fact.places, fact.inputs) == ("superior-by-division", (), ("广元市", "青川县"))


@pytest.mark.parametrize(
    ("what", "type_", "name"),
    [
        ("联席会议", "Mechanism", "三长(即公安局长、检察院检察长、法院院长)联席会议"),
        ("可视化试点", "Program", "110接处警可视化试点"),
        ("公安局长", "CollectiveName", "三长 组成 公安局长、检察院检察长、法院院长"),
    ],
)
def test_other_names_and_parts_of_names_do(store: Store, what: str, type_: str, name: str) -> None:
    found = explain(store, what)
    rows = [found] if isinstance(found, Explanation) else list(found)
    assert (type_, name) in {(row.type, row.name) for row in rows}


def test_a_name_of_several_lists_them(store: Store) -> None:
    found = explain(store, "反诈")
    assert isinstance(found, tuple)
    assert Candidate("https://w3id.org/fazhi-kg/id/program/全民反诈专项行动", "Program", "全民反诈专项行动") in found
    assert len({c.iri for c in found}) == len(found) > 1


@pytest.mark.parametrize("what", ["民生警务恳谈制", "没有这个名称的事物", "", "https://example.org/x"])
def test_what_nothing_goes_by_is_told(small: Store, what: str) -> None:
    if what == "民生警务恳谈制":
        assert explained(small, what).name == "民生警务恳谈制度"
        return
    with pytest.raises(FazhiError) as error:
        explain(small, what)
    assert "\n" not in str(error.value)


def test_a_division_has_the_organs_of_the_one_that_it_replaced(tmp_path: Path) -> None:
    text = "库车县公安局2018年法治政府建设年度报告\n一、主要做法\n我局办理案件30件。\n"
    store = build(tmp_path, [extract(document_from_text(text, id="kuqa"))])
    assert [row["bureau"] for row in run(store, "in-division", division="库车市")] == ["库车县公安局"]
    assert validate(store.folder) == ()
