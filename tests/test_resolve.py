"""Names that hold outside a report: ids, keys, the full names of bureaus, and what reports share or do not."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kg.extract import extract
from kg.extract.bureaus.identity import bureau_key
from kg.model import SELF, Entity, Extraction, Label, Meta, Observation, Quantity, Relation, Span, Status
from kg.naming import normal, safe
from kg.ontology import RESOURCES, lexicon
from kg.resolve import Resolved, merged, resolve
from kg.text import document_from_text

HOME = "广元市公安局利州区分局"


def report(bureau: str | None, *entities: Entity, year: int | None = 2021, text: str = "略。") -> Extraction:
    document = replace(document_from_text(text), meta=Meta(publisher=bureau, year=year))
    return Extraction(document, bureau, ("我局", "分局"), entities)


def one(found: Extraction) -> Resolved:
    (resolved,) = resolve([found])
    return resolved


def tail(iri: str | None) -> str:
    return (iri or "").removeprefix(RESOURCES)


def bureau(name: str, kind: str = "police", **details: str) -> Entity:
    return Entity(Label.BUREAU, name, kind, details=details)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("“互联网+政务服务”", "互联网+政务服务"),
        ("互联网＋政务服务", "互联网+政务服务"),
        ("外网受理、内网审核", "外网受理内网审核"),
        ("法治政府建设实施纲要（2021—2025年）", "法治政府建设实施纲要2021-2025年"),
        ("法治政府建设实施纲要(2021-2025 年)", "法治政府建设实施纲要2021-2025年"),
        ("一网通办App", "一网通办APP"),
        ("公检法—联席", "公检法联席"),
        ("4.15国家安全日", "4.15国家安全日"),
    ],
)
def test_wordings_of_one_name_meet(name: str, key: str) -> None:
    assert normal(name) == key


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("一窗通办", "一窗通办"),
        ("1+N", "1+N"),
        ("a b/c", "a%20b%2Fc"),
        ("100%", "100%25"),
        ("甲《乙》", "甲%E3%80%8A乙%E3%80%8B"),
    ],
)
def test_only_what_is_unsafe_is_encoded(text: str, there: str) -> None:
    assert safe(text) == there


@pytest.mark.parametrize(
    ("name", "year", "report_id", "reporter"),
    [
        ("平武县公安局", 2021, "510727-公安局-2021", "bureau/510727-公安局"),
        ("浙江省公安厅", 2023, "330000-公安局-2023", "bureau/330000-公安局"),
        ("广西壮族自治区公安厅", 2021, "450000-公安局-2021", "bureau/450000-公安局"),
        (HOME, 2020, "510802-公安局-2020", "bureau/510802-公安局"),
        ("北京市公安局海淀分局", 2021, "110108-公安局-2021", "bureau/110108-公安局"),
        ("重庆市公安局两江新区分局", 2021, "500000两江新区-公安局-2021", "bureau/500000两江新区-公安局"),
        ("四川省司法厅", 2021, "510000-司法局-2021", "bureau/510000-司法局"),
        ("成都市人民政府", 2021, "510100-人民政府-2021", "bureau/510100-人民政府"),
        ("某某协会", 2021, "某某协会-2021-HASH", "bureau/某某协会"),
        ("海关总署", 2021, "海关总署-2021", "bureau/海关总署"),
        ("青云经济技术开发区公安分局", 2021, "青云经开区-公安局-2021-HASH", "bureau/青云经开区-公安局"),
        ("青云经开区司法局", 2021, "青云经开区-司法局-2021-HASH", "bureau/青云经开区-司法局"),
        ("市司法局", 2021, "市-司法局-2021-HASH", "bureau/HASH/市-司法局"),
        ("高新区公安分局", 2021, "高新区-公安局-2021-HASH", "bureau/HASH/高新区-公安局"),
        ("平武县公安局", None, "510727-公安局-HASH", "bureau/510727-公安局"),
        (None, 2021, "2021-HASH", ""),
        (None, None, "HASH", ""),
        ("甲" * 90, 2021, "2021-HASH", "bureau/" + "甲" * 90),
    ],
)
def test_a_report_is_called_by_bureau_and_year(
    name: str | None, year: int | None, report_id: str, reporter: str
) -> None:
    found = one(report(name, year=year))
    hashed = found.id.rpartition("-")[2] if "HASH" in report_id else ""
    told = (found.id, tail(found.reporter))
    assert tuple(part.replace(hashed, "HASH") if hashed else part for part in told) == (report_id, reporter)
    assert not hashed or len(hashed) == 8


@pytest.mark.parametrize(
    ("entity", "key", "label", "local"),
    [
        (bureau("市局"), "510800-公安局", "广元市公安局", True),
        (bureau("市公安局"), "510800-公安局", "广元市公安局", True),
        (bureau("省厅"), "510000-公安局", "四川省公安厅", True),
        (bureau("公安部"), "公安部", "公安部", False),
        (bureau("区检察院", "judiciary"), "510802-人民检察院", "广元市利州区人民检察院", True),
        (bureau("利州区司法局", "government"), "510802-司法局", "广元市利州区司法局", False),
        (bureau("市中级人民法院", "judiciary"), "510800-中级人民法院", "广元市中级人民法院", True),
        (bureau("平武县检察院", "judiciary"), "510727-人民检察院", "绵阳市平武县人民检察院", False),
        (bureau("区卫健委", "government"), "510802-卫生健康委员会", "广元市利州区卫生健康委员会", True),
        (bureau("区委", "party"), "510802-委员会", "广元市利州区委", True),
        (bureau("法制支队"), "510802-公安局/法制支队", f"{HOME}法制支队", True),
        (bureau("局党委", "party"), "510802-公安局/党委", f"{HOME}党委", True),
        (bureau("市局法制支队"), "510800-公安局/法制支队", "广元市公安局法制支队", True),
        (bureau("利州区看守所"), "510802-公安局/看守所", "广元市利州区看守所", False),
        (
            bureau("宝轮", place="510802", organ="公安局", unit="宝轮派出所"),
            "510802-公安局/宝轮派出所",
            f"{HOME}宝轮派出所",
            True,
        ),
        (bureau("四川大学", "other"), "四川大学", "四川大学", False),
        (bureau("全国普法办", "government"), "全国普法办", "全国普法办", False),
        (bureau("县政府", "government"), "510802-公安局/县-人民政府", "县政府", False),
    ],
)
def test_a_bureau_has_a_name_that_holds_elsewhere(entity: Entity, key: str, label: str, local: bool) -> None:
    (resource,) = one(report(HOME, entity)).resources
    assert (tail(resource.iri), resource.name, entity.name in resource.local) == (f"bureau/{key}", label, local)


@pytest.mark.parametrize(
    "reporter",
    [
        *(
            "青云市公安局",
            "某某县公安局",
            "XX市司法局",
            "青云经济技术开发区公安分局",
            "高新区公安分局",
            "海关总署",
            "公安部",
        ),
        *("云梦泽区公安局青石派出所", "青云示范区管委会", "青云市人民政府", "司法部", "平武县公安局", "市局"),
    ],
)
def test_no_part_of_an_iri_is_empty_or_begins_with_a_hyphen(reporter: str) -> None:
    text = (
        f"{reporter}2021年法治政府建设年度报告\n一、主要做法\n我局建成反诈中心，与市检察院、区法院、高新区法院和青云新区"
        "人民法院联合培训，制定《柔性执法办法》，获省公安厅通报表扬，县司法局参与，共办理案件12件。\n"
    )
    found = one(extract(document_from_text(text)))
    iris = [found.iri, *(resource.iri for resource in found.every()), *(metric.iri for metric in found.metrics)]
    wrong = [iri for iri in map(tail, iris) if any(not part or part[0] == "-" for part in iri.split("/"))]
    assert wrong == []
    assert found.id[0].isalnum()


def test_what_only_a_report_tells_apart_is_not_shared_by_two() -> None:
    def made(topic: str) -> Resolved:
        """A report of a bureau that it names by its level alone."""
        text = f"市司法局2021年法治政府建设年度报告\n一、主要做法\n我局建成{topic}中心，区法院参与，共办理案件12件。\n"
        return one(extract(document_from_text(text)))

    first, second = made("反诈"), made("调解")
    assert {resource.iri for resource in first.every()} & {resource.iri for resource in second.every()} == set()


@pytest.mark.parametrize(
    ("reporter", "name", "label"),
    [
        ("土默特左旗公安局", "省公安厅", "内蒙古自治区公安厅"),
        ("柳州市公安局", "自治区公安厅", "广西壮族自治区公安厅"),
        ("柳州市公安局", "自治区人民政府", "广西壮族自治区人民政府"),
        ("恩施市公安局", "州公安局", "恩施土家族苗族自治州公安局"),
        ("恩施市公安局", "省高级人民法院", "湖北省高级人民法院"),
        ("北京市公安局海淀分局", "市局", "北京市公安局"),
        ("北京市公安局海淀分局", "海淀区政府", "北京市海淀区人民政府"),
        ("阿拉善左旗公安局", "旗人民法院", "阿拉善盟阿拉善左旗人民法院"),
    ],
)
def test_levels_of_every_sort_are_spelled_out(reporter: str, name: str, label: str) -> None:
    (resource,) = one(report(reporter, bureau(name))).resources
    assert resource.name == label


def test_what_a_bureau_is_called_only_here_is_no_alias_elsewhere() -> None:
    own = Entity(Label.BUREAU, HOME, "police", ("我局", "分局", "利州公安"))
    (resource,) = one(report(HOME, own)).resources
    assert (resource.aliases, resource.local, resource.own) == (("利州公安",), ("我局", "分局"), True)


def test_two_names_of_one_key_stay_two_bureaus() -> None:
    rows = [
        bureau("甲中心", place="510802", organ="公安局", unit="中心"),
        bureau("乙中心", place="510802", organ="公安局", unit="中心"),
    ]
    assert len({resource.iri for resource in one(report(HOME, *rows)).resources}) == 2


def entity(label: Label, name: str, kind: str | None = None, actor: str | None = SELF, **details: str) -> Entity:
    return Entity(label, name, kind, actor=actor, details=details)


MECHANISM, PROGRAM, INSTRUMENT, HONOUR = Label.MECHANISM, Label.PROGRAM, Label.INSTRUMENT, Label.HONOUR


@pytest.mark.parametrize(
    ("entity", "key"),
    [
        (entity(MECHANISM, "警民恳谈制度", "regime"), "mechanism/警民恳谈制度"),
        (entity(MECHANISM, "“五步”工作法", "method"), "mechanism/五步工作法"),
        (entity(MECHANISM, "执法办案管理中心", "body"), "mechanism/510802-公安局/执法办案管理中心"),
        (entity(MECHANISM, "执法办案管理中心", "body", "市局"), "mechanism/510800-公安局/执法办案管理中心"),
        (entity(MECHANISM, "区防控指挥部", "body", None), "mechanism/510802/区防控指挥部"),
        (entity(MECHANISM, "国家反诈中心APP", "platform", None), "mechanism/国家反诈中心APP"),
        (entity(PROGRAM, "净网行动"), "program/净网行动"),
        (entity(INSTRUMENT, "办案指引"), "instrument/510802-公安局/办案指引"),
        (entity(INSTRUMENT, "办案指引", actor="市局"), "instrument/510800-公安局/办案指引"),
        (entity(INSTRUMENT, "办案指引", actor="公安部"), "instrument/办案指引"),
        (entity(INSTRUMENT, "办案指引", actor=None), "instrument/办案指引"),
        (entity(INSTRUMENT, "《行政处罚法》", actor=None), "instrument/行政处罚法"),
        (entity(INSTRUMENT, "民法典", actor=None), "instrument/民法典"),
        (entity(INSTRUMENT, "中华人民共和国民法典", actor=None), "instrument/民法典"),
        (entity(INSTRUMENT, "中华人民共和国某某保护法", actor=None), "instrument/某某保护法"),
        (entity(INSTRUMENT, "某某保护法", actor=None), "instrument/某某保护法"),
        (entity(INSTRUMENT, "中华人民共和国行政处罚法(2021年修订)", actor=None), "instrument/行政处罚法"),
        (entity(INSTRUMENT, "中华人民共和国成立纪念活动方案", actor=None), "instrument/中华人民共和国成立纪念活动方案"),
        (
            entity(INSTRUMENT, "新行政处罚法", actor=None, register="行政处罚法"),
            "instrument/行政处罚法",
        ),
        (entity(HONOUR, "全国优秀公安局"), "honour/全国优秀公安局"),
        (entity(HONOUR, "全市第二"), "honour/510802-公安局/全市第二"),
        (entity(HONOUR, "…"), "honour/510802-公安局/_"),
    ],
)
def test_what_is_shared_has_a_key_of_its_own_what_is_owned_one_below_its_bureau(entity: Entity, key: str) -> None:
    (resource,) = one(report(HOME, entity)).resources
    assert tail(resource.iri) == key


def test_metrics_leave_the_reporter_out() -> None:
    names = ("我局破获诈骗案件", "破获诈骗案件", "分局", "受理案件 办结")
    rows = [Observation(Span(0, 1), Span(0, 1), name, Quantity(None, "件"), "r") for name in names]
    metrics = one(replace(report(HOME), observations=tuple(rows))).metrics
    assert [tail(m.iri) for m in metrics] == [
        "metric/破获诈骗案件",
        "metric/破获诈骗案件",
        "metric/分局",
        "metric/受理案件_办结",
    ]


CENTRE = [
    bureau(HOME, place="510802", organ="公安局"),
    Entity(Label.BUREAU, "指挥中心", "police", details={"place": "510802", "organ": "公安局", "unit": "指挥中心"}),
    Entity(MECHANISM, "指挥中心", "body", actor="指挥中心"),
    Entity(MECHANISM, "合成作战机制", "regime"),
    Entity(INSTRUMENT, "合成作战规定"),
]


@pytest.mark.parametrize(
    ("relation", "ends"),
    [
        (("指挥中心", "partOf", HOME), ("bureau", "bureau")),
        (("指挥中心", "partOf", "合成作战机制"), ("mechanism", "mechanism")),
        (("合成作战机制", "basedOn", "合成作战规定"), ("mechanism", "instrument")),
        (("指挥中心", "superiorOf", HOME), ("bureau", "bureau")),
        (("合成作战机制", "superiorOf", HOME), None),
        (("合成作战机制", "basedOn", "没有的规定"), None),
    ],
)
def test_a_name_of_two_things_means_the_one_that_the_relation_can_have(
    relation: tuple[str, str, str], ends: tuple[str, str] | None
) -> None:
    found = replace(report(HOME, *CENTRE), relations=(Relation(*relation, Span(0, 1), "r"),))
    resolved = one(found)
    (link,) = resolved.links
    kinds = link and (tail(link.subject).partition("/")[0], tail(link.object).partition("/")[0])
    assert kinds == ends
    assert [row.what for row in resolved.unplaced if relation[1] in row.what] == ([] if ends else [" ".join(relation)])


def test_actors_are_bureaus_first_and_need_not_be_entities() -> None:
    resolved = one(report(HOME, *CENTRE[2:4], entity(INSTRUMENT, "通知", actor="省公安厅")))
    assert [tail(a) for a in resolved.actors] == [
        "mechanism/510802/指挥中心",
        "",
        "bureau/510000-公安局",
    ]
    assert {tail(t.iri) for t in resolved.others} == {"bureau/510802-公安局", "bureau/510000-公安局"}
    assert tail(one(report(HOME, *CENTRE)).actors[2]) == "bureau/510802-公安局/指挥中心"


def test_keys_do_not_depend_on_the_other_reports() -> None:
    mine = report(HOME, *CENTRE)
    other = report("平武县公安局", Entity(MECHANISM, "合成作战机制", "method"), text="别的。")
    alone = one(mine)
    beside = next(r for r in resolve([other, mine]) if r.found is mine)
    assert (beside.id, beside.resources, beside.actors) == (alone.id, alone.resources, alone.actors)


def test_only_colliding_ids_get_a_hash() -> None:
    first, second, third = (report(HOME, text="甲。"), report(HOME, text="乙。"), report(HOME, text="甲。", year=2020))
    ids = [r.id for r in resolve([first, second, third])]
    assert ids[0] == "510802-公安局-2020"
    assert len(set(ids)) == 3
    assert all(i.startswith("510802-公安局-2021-") for i in ids[1:])
    assert ids == [r.id for r in resolve([third, second, first])]


def test_reports_agree_on_one_name_and_one_kind() -> None:
    def named(*names: str, kind: str) -> Entity:
        return Entity(MECHANISM, names[0], kind, names[1:], SELF, Status.DONE)

    rows = [
        report("平武县公安局", named("“三色”预警机制", "三色预警", kind="regime"), text="一"),
        report("青川县公安局", named("三色预警机制", kind="regime"), text="二"),
        report(HOME, named("三色预警机制", kind="method"), text="三"),
    ]
    for order in (rows, rows[::-1]):
        found = merged(resolve(order))[f"{RESOURCES}mechanism/三色预警机制"]
        assert (found.name, found.kind, found.aliases) == ("三色预警机制", "regime", ("“三色”预警机制", "三色预警"))


def test_a_bureau_goes_by_its_own_name() -> None:
    rows = [
        report("平武县公安局", bureau("利州区公安分局")),
        report(HOME),
        report("青川县公安局", bureau("利州区公安分局")),
    ]
    resources = merged(resolve(rows))
    assert resources[f"{RESOURCES}bureau/510802-公安局"].name == HOME


def test_lines_are_called_as_the_register_of_organs_calls_them() -> None:
    for row in lexicon("lines"):
        assert bureau_key(row["national"]) == ("0", row["national"])
        assert bureau_key("成都市" + row["organ"]) == ("510100", row["organ"])


def test_what_no_place_is_given_for_is_told() -> None:
    resolved = one(report(HOME, bureau(HOME), Entity(MECHANISM, "合成作战机制", "regime")))
    assert [row.what for row in resolved.unplaced] == ["合成作战机制"]
