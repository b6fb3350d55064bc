"""Relations: signs and the way back, parts of things given by marks, partners, bases, lines of organs."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from msgspec.structs import replace

from kg.extract import extract, relations
from kg.extract.relations.signs import signs_of
from kg.model import Extraction
from kg.text import document_from_text
from tests.examples import given


def told(found: Extraction) -> list[str]:
    return [f"{r.subject} {r.predicate} {r.object}" for r in relations.find(found)]


TEXTS = [
    # a numbered point under a heading is a measure of it, down one level
    ("一、工作情况\n(一)健全M⟨监督机制⟩。\n一是推行M⟨季考评制度⟩。", ["季考评制度 partOf 监督机制"]),
    ("一、工作情况\n(一)健全M⟨监督机制⟩。\n一是M⟨季考评制度⟩。", ["季考评制度 partOf 监督机制"]),
    # what comes after a point that speaks of something else is no measure of the heading above it
    ("一、工作情况\n(一)健全M⟨监督机制⟩。\n一是接受社会监督。建立M⟨回访中心⟩。", []),
    # a lead that ends with the thing, and what is then set up
    (
        "一、工作情况\n完善M⟨多元化解机制⟩。建立M⟨驻所调解机制⟩、M⟨回访机制⟩。",
        ["驻所调解机制 partOf 多元化解机制", "回访机制 partOf 多元化解机制"],
    ),
    # a program that any clause of a heading says is carried out, over the points below it, and over no other field
    (
        "一、工作情况\n(一)闻令而动,打赢P⟨防汛攻坚战⟩\n成立O⟨防汛指挥部⟩。排查险情。抽调人员组建O⟨抢险队⟩。",
        ["防汛指挥部 partOf 防汛攻坚战", "抢险队 partOf 防汛攻坚战"],
    ),
    (
        "一、工作情况\n(一)P⟨简政放权⟩,深化P⟨一次办改革⟩\n1.精简材料。推行M⟨告知承诺制⟩。\n2.规范监管。推行M⟨随机抽查⟩。",
        ["告知承诺制 partOf 一次办改革"],
    ),
    (
        "一、工作情况\n(一)深化P⟨监管改革⟩\n1.精准监管。推行M⟨随机抽查⟩。",
        ["随机抽查 partOf 监管改革"],
    ),
    # a heading with text of its own tells its measures there
    (
        "一、工作情况\n(一)深化P⟨一次办改革⟩\n分局成立领导小组,制定方案和台账,逐项推进。\n1.精简材料。推行M⟨告知承诺制⟩。",
        [],
    ),
    # nothing is spoken of as a whole where shortcomings are told
    ("一、存在问题\n一是M⟨执法监督机制⟩不够健全,建立M⟨季考评制度⟩较晚。", []),
    # a sentence that only names a program leads its paragraph, and is not turned from by another program
    (
        "一、工作情况\n深化P⟨清源行动⟩。制定方案。开展P⟨夜巡活动⟩,组建M⟨夜巡队⟩。\n建立M⟨回访制度⟩。",
        ["夜巡队 partOf 清源行动"],
    ),
    # where a sentence's program ends, what the heading speaks of goes on
    (
        "一、工作情况\n(一)推进P⟨清源行动⟩。开展P⟨夜巡活动⟩,组建M⟨夜巡队⟩。建立M⟨回访制度⟩。",
        ["夜巡队 partOf 夜巡活动", "回访制度 partOf 清源行动"],
    ),
    # a program in a row with others has no measures in the sentence, nor does a method that is not its first name
    ("一、工作情况\n开展P⟨清源行动⟩、P⟨断卡行动⟩,组建M⟨专案组⟩。", []),
    ("一、工作情况\n依托M⟨综治平台⟩,推行M⟨海湾联防模式⟩,设立O⟨海上警务室⟩。", []),
    # a program holds for the clauses of its sentence, never for another program
    ("一、工作情况\n开展P⟨清源行动⟩,组建M⟨专案组⟩;推行M⟨回访制度⟩。建立M⟨轮训制度⟩。", ["专案组 partOf 清源行动"]),
    ("一、工作情况\n开展P⟨清源行动⟩,推进P⟨断卡行动⟩。", []),
    # used, not set up
    ("一、工作情况\n开展P⟨清源行动⟩,依托M⟨综治平台⟩排查,录入M⟨警务系统⟩。", []),
    # plans name one aim after the other, but under a heading they name its measures
    ("一、下一步打算\n开展P⟨质量提升年活动⟩,推行M⟨县管所用制度⟩。", []),
    ("一、下一步打算\n(一)深化P⟨执法监督改革⟩。建立M⟨质量预警制度⟩。", ["质量预警制度 partOf 执法监督改革"]),
    # under a heading, what is the reporter's own counts without a verb that sets it up, a regime at first only
    (
        "一、工作情况\n(一)深化P⟨政务改革⟩。O⟨综合窗口⟩进驻大厅。M⟨首问制度⟩落地。",
        ["综合窗口 partOf 政务改革"],
    ),
    # the rooms of a centre, the bodies of a method
    (
        "一、工作情况\n县局O⟨执法办案管理中心⟩启用,O⟨速裁法庭⟩同步入驻;推行M⟨海湾联防模式⟩,设立O⟨海上警务室⟩。",
        ["速裁法庭 partOf 执法办案管理中心", "海上警务室 partOf 海湾联防模式"],
    ),
    # the basis of what the heading speaks of
    (
        "一、工作情况\n(一)推行M⟨联调机制⟩。按照L⟨关于联调的意见⟩要求,主动对接各方。",
        ["联调机制 basedOn 关于联调的意见"],
    ),
    ("一、工作情况\n依据L⟨反诈法⟩,抽调骨干,实体化运行M⟨反诈中心⟩。", ["反诈中心 basedOn 反诈法"]),
    ("一、工作情况\n严格执行L⟨反诈法⟩,实体化运行M⟨反诈中心⟩。", []),
]


@pytest.mark.parametrize(("text", "wanted"), TEXTS)
def test_relations_of_given_names(text: str, wanted: Iterable[str]) -> None:
    assert told(given(text)) == list(wanted)


def test_signs_lead_back_to_the_text() -> None:
    found = given("会同B⟨县法院⟩建立“M⟨一庭两所⟩”M⟨联调机制⟩,印发L⟨意见⟩。")
    signs = signs_of(found)
    assert signs.text == "会同Ⓑ建立ⓂⓂ,印发Ⓛ。"
    reading = found.document.reading
    whole = signs.span(0, len(signs.text))
    assert reading[whole.start : whole.end] == reading
    assert [found.document.cut(signs.span(s.at, s.at + 1)) for s in signs.every] == [
        "县法院",
        "一庭两所",
        "联调机制",
        "意见",
    ]
    assert [signs.text[signs.place(reading.index(c))] for c in "会县建联意。"] == list("会Ⓑ建ⓂⓁ。")


TITLES = [
    ("《青川县公安局青川县交通运输局关于货车限行的通告》", ["青川县公安局 partnersWith 青川县交通运输局"]),
    (
        "《青川县司法局 青川县教育局关于法治副校长的通知》",
        ["青川县司法局 partnersWith 青川县教育局"],
    ),
    ("《青川县公安局关于配合青川县教育局清查校车的通知》", []),
]


@pytest.mark.parametrize(("title", "wanted"), TITLES)
def test_joint_issuers_of_a_title(title: str, wanted: Iterable[str]) -> None:
    document = document_from_text(f"青川县公安局2022年法治政府建设年度报告\n一、工作情况\n落实{title}。")
    assert told(extract(document)) == list(wanted)


LINES = [
    ("在县委、县政府坚强领导下", ["县委 superiorOf 青川县公安局", "县政府 superiorOf 青川县公安局"]),
    ("市公安局督办", ["市公安局 superiorOf 青川县公安局"]),
    ("法制大队审核案件", ["法制大队 partOf 青川县公安局"]),
    ("市政府有关部门的指导下", []),
    ("县司法局培训", []),
    ("县公证处办理公证", []),
]


@pytest.mark.parametrize(("text", "wanted"), LINES)
def test_lines_of_organs(text: str, wanted: Iterable[str]) -> None:
    assert told(report("青川县公安局", text)) == list(wanted)


STATIONS = [
    # a station of a county belongs to the county's bureau, under whichever of its names
    (
        "瑞丽市姐相派出所获评先进,姐相派出所和瑞丽市公安局总结经验",
        ["德宏州公安局 superiorOf 瑞丽市公安局", "瑞丽市姐相派出所 partOf 瑞丽市公安局"],
    ),
    ("盈江县那邦派出所获评先进", []),
    ("城东派出所获评先进", ["城东派出所 partOf 德宏州公安局"]),
]


@pytest.mark.parametrize(("text", "wanted"), STATIONS)
def test_stations_of_counties(text: str, wanted: Iterable[str]) -> None:
    assert told(report("德宏州公安局", text)) == list(wanted)


DEPARTMENTS = [
    (
        "青川县司法局",
        "县法律援助中心、县公证处办理案件",
        ["县法律援助中心 partOf 青川县司法局", "县公证处 partOf 青川县司法局"],
    ),
    ("青川县卫生健康局", "县疾控中心开展检测", ["县疾控中心 partOf 青川县卫生健康局"]),
    ("青川县卫生健康局", "市疾控中心开展检测", []),
]


@pytest.mark.parametrize(("publisher", "text", "wanted"), DEPARTMENTS)
def test_bodies_of_a_department(publisher: str, text: str, wanted: Iterable[str]) -> None:
    assert told(report(publisher, text)) == list(wanted)


def report(publisher: str, text: str) -> Extraction:
    document = document_from_text(f"{publisher}2022年法治政府建设年度报告\n一、工作情况\n{text}。")
    return extract(replace(document, meta=replace(document.meta, publisher=publisher)))


def test_every_relation_is_proved_by_a_place_that_names_its_ends() -> None:
    found = given("一、工作情况\n(一)健全M⟨监督机制⟩。推行M⟨季考评制度⟩。按照L⟨意见⟩成立M⟨委员会⟩。")
    for relation in relations.find(found):
        places = {found.document.cut(span) for span in (relation.span, *relation.support)}
        assert {relation.subject, relation.object} <= places, relation


def test_a_short_form_of_the_reporter_is_not_above_it() -> None:
    """The register of divisions lacks the district, so that only the names tell."""
    lines = told(report("滨河区公安分局", "滨河分局在区委坚强领导下依法履职"))
    assert lines == ["区委 superiorOf 滨河区公安分局"]
