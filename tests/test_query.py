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
from kg.graph.functions import named
from kg.graph.instrument_kinds import instrument_kind
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
    ("compare-metric", {"metric": "电信诈骗"}, 3, {"value": 513, "unit": "件", "bureau": RONGCHANG}),
    ("compare-metric", {"metric": "破获电信网络诈骗案件"}, 3, {"value": 513, "unit": "件", "bureau": RONGCHANG}),
    ("litigation", {}, 11, {"bureau_name": YUBEI, "indicator": "行政机关负责人出庭应诉率", "value": Decimal("63.6")}),
    ("litigation", {"bureau": "荣昌"}, 2, {"indicator": "行政首长出庭应诉率", "value": 100, "unit": "%"}),
    ("partners", {"partner": "一中院"}, 1, {"bureau": YUBEI, "partner_name": "重庆市第一中级人民法院"}),
    ("planned-not-done", {}, 13, {"bureau_name": RONGCHANG, "type": "专项行动", "thing": "四防工程", "year": "2021"}),
    ("planned-not-done", {"bureau": "荣昌"}, 4, {"thing": "法治政府考评体系"}),
    ("planned-here-done-there", {}, 3, {"thing": "轮值轮训", "planned_by": YUBEI, "done_by": RONGCHANG}),
    ("promises", {}, 13, {"bureau": YUBEI, "thing": "证照分离", "promised": "2021", "told_in": None}),
    ("shared", {}, 4, {"thing": "放管服改革", "type": "专项行动", "count": 2, "bureaus": f"{YUBEI}、{RONGCHANG}"}),
    ("shared", {"least": 3}, 0, {}),
    ("trends", {}, 2, {"indicator": "道路交通事故死亡人数 同比下降", "direction": "down", "change": Decimal("17.54")}),
    ("trends", {"only": "up"}, 1, {"indicator": "查处交通违法 同比上升", "value": 610000, "change_unit": "%"}),
    ("laws", {}, 38, {"instrument": "中华人民共和国刑法修正案(十一)", "type": "law", "reports": 2, "mentions": 3}),
    ("laws", {"class": "party"}, 2, {"instrument": "法治政府建设实施纲要（2021—2025年）", "issuer": "党中央"}),
    ("laws", {"class": "own"}, 19, {"instrument": "党建工作手册", "issuer": YUBEI}),
    ("honours", {"bureau": "荣昌"}, 10, {"bureau_name": f"{RONGCHANG}车管所", "honour": "全国优秀一级车管所"}),
    ("organisation", {}, 29, {"upper": "重庆市公安局", "relation": "上级", "lower": YUBEI, "said": True}),
    ("collective-names", {"name": "6个中心"}, 6, {"position": 1, "part": "分局指挥中心", "bureau": YUBEI}),
    ("evidence", {"name": "反诈中心"}, 1, {"type": "机制", "status": "done", "quote": "反诈中心"}),
    ("figures-of", {"name": "全民反诈专项行动"}, 7, {"indicator": "返还被骗资金", "value": 3179000, "unit": "元"}),
    ("shortcomings", {}, 15, {"bureau_name": YUBEI, "heading": "网上服务能力有短板", "things": "四办；就近办；马上办"}),
    ("shortcomings", {"bureau": "荣昌"}, 4, {"sentence": "(二)执法规范化建设还存在一定差距。", "things": None}),
    (
        "totals",
        {"metric": "案件"},
        21,
        {"bureau_name": YUBEI, "metric_name": "审核行政案件", "unit": "件", "total": 400},
    ),
    ("totals", {"metric": "审核 案件"}, 2, {"bureau_name": YUBEI, "metric_name": "审核刑事案件", "total": 500}),
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


def figures(
    year: int,
    *told: tuple[str, int, str | None],
    indicator: str | None = None,
    last: str | None = None,
    status: str = "done",
) -> Extraction:
    """A report of one bureau with figures: surface, value, period; `indicator` of all, `last` of the last one."""
    text = f"青川县公安局{year}年法治政府建设年度报告\n一、主要做法\n全年{'，'.join(row[0] for row in told)}。\n"
    rows = [
        {
            "surface": surface,
            "indicator": (surface == told[-1][0] and last) or indicator or surface.rstrip("件").rstrip("0123456789"),
            "value": value,
            "high": None,
            "unit": "件",
        }
        | {"bound": "exact", "actor": "self", "about": None, "status": status, "period": period}
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


PAIRS: list[tuple[tuple[tuple[str, int, str | None], ...], list[tuple[object, ...]]]] = [
    ((("盗窃案件由上年的80件", 80, "上年"), ("降至60件", 60, None)), [("down", 60, 80, "上年", 20)]),
    ((("接处警由2020年的80件", 80, "2020年"), ("升至90件", 90, None)), [("up", 90, 80, "2020年", 10)]),
    ((("案件由2016年至2020年的80件", 80, "2016年至2020年"), ("到90件", 90, None)), []),
    ((("案件由2022年的80件", 80, "2022年"), ("到90件", 90, None)), []),
    ((("案件由上年的80件", 80, "上年"), ("到80件", 80, None)), []),
]


@pytest.mark.parametrize(("told", "rows"), PAIRS)
def test_two_times_of_one_metric_are_a_trend(
    told: tuple[tuple[str, int, str | None], ...], rows: list[tuple[object, ...]], tmp_path: Path
) -> None:
    store = build(tmp_path, [figures(2021, *told, indicator="案件")])
    columns = ("direction", "value", "before", "before_when", "change")
    assert [tuple(row[c] for c in columns) for row in run(store, "trends")] == rows
    assert [row["value"] for row in run(store, "fell")] == [row[1] for row in rows if row[0] == "down"]


@pytest.mark.parametrize(
    ("surface", "indicator", "status", "direction"),
    [
        ("破案率同比提升12件", "破案率 同比提升", "done", "up"),
        ("发案同比下降12件", "发案 同比下降", "gap", "down"),
        ("发案同比12件", "发案 同比", "done", "not said"),
        ("发案较上年降12件", "发案 较上年降", "done", "down"),
        ("力争发案下降12件", "发案 下降", "planned", None),
        ("破案率提升前12件", "破案率 提升前", "done", None),
        ("晋升民警12件", "晋升民警", "done", None),
        ("民警晋升12件", "民警晋升", "done", None),
    ],
)
def test_what_rose_or_fell_is_told_by_the_end_of_its_indicator_and_no_plan(
    surface: str, indicator: str, status: str, direction: str | None, tmp_path: Path
) -> None:
    store = build(tmp_path, [figures(2021, (surface, 12, None), indicator=indicator, status=status)])
    rows = [(row["direction"], row["change"], row["change_unit"], row["status"]) for row in run(store, "trends")]
    assert rows == ([(direction, 12, "件", status)] if direction else [])
    assert len(run(store, "fell")) == (direction == "down")


def test_a_change_of_a_rate_is_in_points(tmp_path: Path) -> None:
    text = "青川县公安局2021年法治政府建设年度报告\n一、主要做法\n破案率由上年的58.1%提升至63.3%。\n"
    (row,) = run(build(tmp_path, [extract(document_from_text(text))]), "trends")
    assert (row["direction"], row["value"], row["before"], row["before_when"]) == (
        "up",
        Decimal("63.3"),
        Decimal("58.1"),
        "上年",
    )
    assert (row["change"], row["change_unit"]) == (Decimal("5.2"), "百分点")


def test_a_trend_has_the_figure_itself_and_the_one_before_it(tmp_path: Path) -> None:
    rows = [("发案60件", 60, None), ("上年发案80件", 80, "上年"), ("发案同比下降25件", 25, None)]
    store = build(tmp_path, [figures(2021, *rows, indicator="发案", last="发案 同比下降")])
    said = next(row for row in run(store, "trends") if row["change"] == 25)
    assert (said["value"], said["unit"], said["before"], said["before_when"]) == (60, "件", 80, "上年")


PARTS = """青川县公安局2021年法治政府建设年度报告
一、主要做法
全年受理行政复议案件85件，其中维持62件、撤销3件。查处酒驾案件40起，其中行政处罚52人。
"""


def test_a_part_is_tied_to_its_whole_and_summed_once(tmp_path: Path) -> None:
    store = build(tmp_path, [extract(document_from_text(PARTS))])
    question = "SELECT ?v ?w { ?o dcterms:isPartOf ?p ; fz:value ?v . ?p a fz:Observation ; fz:value ?w } ORDER BY ?v"
    assert run(store, question).rows == ((3, 85), (62, 85)), "52 persons are no part of 40 cases"
    totals = {(row["metric_name"], row["unit"], row["total"]) for row in run(store, "totals", metric="案件")}
    assert totals == {
        ("受理行政复议案件", "件", 85),
        ("查处酒驾案件", "起", 40),
        ("查处酒驾案件 行政处罚", "人", 52),
    }, "62 and 3 are parts of 85; what is unlike is never added"
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
        ({"metric": "电信诈骗"}, []),
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


NOBODY = """2021年法治政府建设工作情况报告
一、主要做法
推行说理执法，建成执法办案管理中心。全年破获电信网络诈骗案件30件，发案同比下降12.5%。办理行政诉讼案件2件。荣获“依法行政先进单位”称号。
二、存在问题
个别民警说理不够。
三、下一步打算
建立执法监督委员会。
"""
QUICK: list[tuple[str, Mapping[str, object], str]] = [
    ("who-does", {"name": "办案管理中心"}, "bureau"),
    ("planned-not-done", {}, "bureau_name"),
    ("litigation", {}, "bureau_name"),
    ("trends", {}, "bureau_name"),
    ("fell", {}, "bureau_name"),
    ("shortcomings", {}, "bureau_name"),
    ("totals", {"metric": "案件"}, "bureau_name"),
    ("compare-metric", {"metric": "电信诈骗"}, "bureau"),
    ("promises", {}, "bureau"),
    ("honours", {}, "bureau_name"),
]


@pytest.mark.parametrize(("name", "parameters", "column"), QUICK)
def test_what_nobody_known_reports_is_listed_too(
    name: str, parameters: Mapping[str, object], column: str, tmp_path: Path
) -> None:
    found = extract(document_from_text(NOBODY, path="in/two.txt"))
    assert found.bureau is None
    store = build(tmp_path, [found])
    assert {row[column] for row in run(store, name, **parameters)} == {"(unknown: two.txt)"}


def test_what_one_whom_nobody_knows_plans_is_not_done_because_others_do_it(tmp_path: Path) -> None:
    other = "青川县公安局2021年法治政府建设年度报告\n一、主要做法\n建立民生警务恳谈制度，办理案件3件。\n"
    plan = NOBODY.replace("执法监督委员会", SHARED_NAME)
    store = build(tmp_path, [extract(document_from_text(text, path="two.txt")) for text in (plan, other)])
    assert [row["thing"] for row in run(store, "planned-not-done")] == [SHARED_NAME]
    (row,) = run(store, "planned-here-done-there")
    assert (row["planned_by"], row["done_by"]) == ("(unknown: two.txt)", "青川县公安局")
    assert (row["planned_sentence"], row["done_sentence"]) == (
        f"建立{SHARED_NAME}。",
        f"建立{SHARED_NAME}，办理案件3件。",
    )


def test_bodies_of_one_name_are_shared_and_explained_with_their_owners(tmp_path: Path) -> None:
    text = "{}2021年法治政府建设年度报告\n一、主要做法\n建成执法办案管理中心。\n"
    bureaus = ("平武县公安局", "青川县公安局")
    store = build(tmp_path, [extract(document_from_text(text.format(bureau))) for bureau in bureaus])
    (row,) = run(store, "shared")
    assert (row["thing"], row["type"], row["count"]) == ("执法办案管理中心", "机制", 2)
    assert row["bureaus"] == "、".join(bureaus)
    found = explain(store, "执法办案管理中心")
    assert isinstance(found, tuple)
    assert [candidate.owners for candidate in found] == [(bureau,) for bureau in bureaus]
    for called in ("青川县公安局执法办案管理中心", "青川 执法办案管理中心", "执法办案管理中心 青川县公安局"):
        assert explained(store, called).iri.endswith("/510822-公安局/执法办案管理中心"), called


JOINT = """青川县公安局2021年法治政府建设年度报告
一、主要做法
推行说理执法。
（一）建立民生警务恳谈制度
联合县检察院建立涉案企业合规机制，开展“清风”专项行动。
成立执法监督委员会。与县检察院会签《青川县涉案企业合规实施办法》。县检察院提出建议，我局一一整改。
"""


def test_what_stands_with_a_partner_is_what_its_sentence_names(tmp_path: Path) -> None:
    row, signed = run(build(tmp_path, [extract(document_from_text(JOINT))]), "partners")
    assert (signed["sentence"], signed["things"]) == (
        "与县检察院会签《青川县涉案企业合规实施办法》。",
        "青川县涉案企业合规实施办法",
    )
    assert row["sentence"] == "联合县检察院建立涉案企业合规机制，开展“清风”专项行动。"
    assert set(str(row["things"]).split("；")) == {"涉案企业合规机制", "清风专项行动"}
    file, _, place = str(row["place"]).partition(":")
    begin, end = map(int, place.split("-"))
    assert (tmp_path / file).read_text(encoding="utf-8")[begin:end] == "县检察院"


@pytest.mark.parametrize(
    ("what", "sentence", "quoted"),
    [
        (SHARED_NAME, f"（一）建立{SHARED_NAME}", SHARED_NAME),
        ("执法监督委员会", "成立执法监督委员会。", "执法监督委员会"),
        ("涉案企业合规机制", "联合县检察院建立涉案企业合规机制，开展“清风”专项行动。", "涉案企业合规机制"),
    ],
)
def test_a_sentence_ends_with_its_line_and_a_heading_is_none(
    what: str, sentence: str, quoted: str, tmp_path: Path
) -> None:
    store = build(tmp_path, [extract(document_from_text(JOINT))])
    (fact,) = (fact for fact in explained(store, what).facts if fact.kind == "Participation")
    (place,) = fact.places
    assert place.sentence == sentence
    assert place.sentence[slice(*place.within)] == quoted
    (row,) = run(store, "who-does", name=what)
    assert row["sentence"] == sentence
    assert row["place"] == f"{place.file}:{place.begin}-{place.end}"


def test_a_place_is_marked_where_it_stands_though_lines_break_it(tmp_path: Path) -> None:
    text = "青川县公安局2021年法治政府建设年度报告\n一、主要做法\n说理说得好，\n推行说理\n执法工作法。\n"
    store = build(tmp_path, [extract(document_from_text(text))])
    (place,) = explained(store, "说理执法工作法").facts[0].places
    assert place.quote == "说理\n执法工作法"
    assert place.sentence[: place.within[0]].endswith("推行")
    assert place.sentence[slice(*place.within)] == "说理执法工作法"


def test_without_its_text_a_place_is_its_quote(small: Store, tmp_path: Path) -> None:
    alone = Store(tmp_path, small.inner)
    assert {row["sentence"] for row in run(alone, "who-does", name=SHARED_NAME)} == {SHARED_NAME}
    assert explained(alone, SHARED_NAME).facts[0].places[0].sentence == SHARED_NAME


@pytest.mark.parametrize(
    ("name", "asked", "fits"),
    [
        ("破获电信网络诈骗案件", "电信诈骗", True),
        ("破获电信网络诈骗案件", "诈骗 电信", True),
        ("返还群众被骗资金", "返还资金", True),
        ("国家反诈中心app", "反诈中心APP", True),
        ("提升办案质量", "提案", False),
        ("出庭应诉率", "出诉率", False),
        ("破获盗窃案件", "电信诈骗", False),
        ("", "", True),
    ],
)
def test_words_are_in_a_name_as_they_stand_or_in_pieces_of_two(name: str, asked: str, fits: bool) -> None:
    assert named(name, asked) is fits


def test_an_answer_is_a_sequence_of_rows(small: Store) -> None:
    answer = run(small, "SELECT ?l { ?b a fz:Bureau ; rdfs:label ?name BIND(STR(?name) AS ?l) } ORDER BY ?l")
    rows = [{"l": cell} for (cell,) in answer.rows]
    assert len(answer) == len(rows) > 2
    assert (answer[0], answer[-1], answer[1:], list(answer)) == (rows[0], rows[-1], rows[1:], rows)
    assert list(reversed(answer)) == rows[::-1]
    assert [bool(run(small, f"ASK {{ ?s a fz:{kind} }}")) for kind in ("Bureau", "Honour")] == [True, False]
    assert [bool(run(small, f"SELECT * {{ ?s a fz:{kind} }}")) for kind in ("Bureau", "Honour")] == [True, False]


def test_titles_are_short_and_notes_are_in_both_languages() -> None:
    for query in queries().values():
        assert set(query.notes) in ({"zh", "en"}, set()), query.name
        assert len(query.titles["en"]) <= 110, query.name
        assert set(query.see) <= set(queries())


def test_a_query_that_asks_another_has_its_text_and_no_such_parameter() -> None:
    fell, trends = queries()["fell"], queries()["trends"]
    assert [p.name for p in fell.parameters] == ["bureau"]
    assert "?only" in trends.text
    assert "?only" not in fell.text


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("中华人民共和国行政处罚法（2021年修订）", "law"),
        ("民法典", "law"),
        ("刑法修正案(十二)", "law"),
        ("关于修改《中华人民共和国行政诉讼法》的决定", "law"),
        ("优化营商环境条例", "regulation"),
        ("公安机关办理行政案件程序规定", "rule"),
        ("某县公安局说理执法工作规定", "document"),
        ("柔性执法办法", "document"),
        ("关于加强普法的意见", "document"),
        ("关于适用《中华人民共和国行政诉讼法》的解释", "interpretation"),
        ("中国共产党政法工作条例", "party"),
        ("法治政府建设实施纲要（2021—2025年）", "party"),
        ("关于深化改革的决定", "document"),
    ],
)
def test_the_rank_of_an_instrument_is_told_by_its_title(title: str, kind: str) -> None:
    assert instrument_kind(title) == kind


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
        "推行民生警务恳谈制度，共办理案件12件。",
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
    name, owners = "全民反诈专项行动", (YUBEI, RONGCHANG)
    assert Candidate(f"https://w3id.org/fazhi-kg/id/program/{name}", "Program", name, owners) in found
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
