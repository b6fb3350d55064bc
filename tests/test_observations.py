"""Observations: what a figure counts, when, by whom, of what, and whether it is done, planned or lacking."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.extract import bureaus, observations
from kg.model import Entity, Extraction, Label, Mention, Observation, Span
from kg.text import document_from_text

REPORTER = "桐乡市司法局"


def found_in(text: str, publisher: str = REPORTER, things: dict[str, Label] | None = None) -> Extraction:
    """The observations of a text with the organs in it and the mechanisms and programs that a case names."""
    document = document_from_text(text)
    document = replace(document, meta=replace(document.meta, publisher=publisher, year=2022))
    found = bureaus.reporter(document)
    found = replace(found, entities=(*bureaus.find(found), *(_thing(text, n, k) for n, k in (things or {}).items())))
    return replace(found, observations=observations.find(found))


def _thing(text: str, name: str, label: Label) -> Entity:
    places = [i for i in range(len(text)) if text.startswith(name, i)]
    mentions = tuple(Mention(Span(i, i + len(name)), label, name, "case") for i in places)
    return Entity(label, name, actor="self", mentions=mentions)


def told(row: Observation) -> str:
    """One figure in short: indicator=value unit."""
    return f"{row.indicator}={row.quantity.value}{row.quantity.unit}"


INDICATORS = [
    # a verb, its object and the figure
    ("全年调处矛盾纠纷3260件。", "调处矛盾纠纷=3260件"),
    ("我局先后组织开展反诈宣讲43场,覆盖师生1.2万人。", "组织开展反诈宣讲=43场;覆盖师生=12000人"),
    ("2022年以来,共受理各类投诉举报560件。", "受理投诉举报=560件"),
    ("全局现有执法人员１２０人。", "全局现有执法人员=120人"),
    # the object behind the figure
    ("12名民警通过国家统一法律职业资格考试。", "民警通过国家统一法律职业资格考试=12名"),
    ("选派15名律师担任村法律顾问。", "选派律师担任村法律顾问=15名"),
    ("制定出台《行政执法公示办法》《重大决策程序规定》等8项制度。", "制定出台制度=8项"),
    # lists that share their verb
    ("查处赌博案件12起、卖淫嫖娼案件8起。", "查处赌博案件=12起;查处卖淫嫖娼案件=8起"),
    ("全年召开党组会12次、局长办公会20次。", "召开党组会=12次;召开局长办公会=20次"),
    # results that need what they are results of
    ("破获盗窃案件62起,抓获犯罪嫌疑人48人。", "破获盗窃案件=62起;破获盗窃案件 抓获犯罪嫌疑人=48人"),
    (
        "受理纠纷430件,调解成功421件,成功率97.9%。",
        "受理纠纷=430件;受理纠纷 调解成功=421件;受理纠纷 成功率=97.9%",
    ),
    (
        "查处违法案件326件,罚没款560余万元,移送公安机关5件。",
        "查处违法案件=326件;查处违法案件 罚没款=5600000元;查处违法案件 移送公安机关=5件",
    ),
    # break-downs
    (
        "办理行政复议案件120件,同比增长35%,其中维持80件,撤销12件。",
        "办理行政复议案件=120件;办理行政复议案件 同比增长=35%;办理行政复议案件 维持=80件;办理行政复议案件 撤销=12件",
    ),
    (
        "开展普法活动320场(其中进校园80场、进企业60场)。",
        "开展普法活动=320场;开展普法活动 进校园=80场;开展普法活动 进企业=60场",
    ),
    # trends and rates
    ("刑事发案同比下降18.2%。", "刑事发案 同比下降=18.2%"),
    ("破案率同比上升5.1个百分点。", "破案率 同比上升=5.1个百分点"),
    ("全市法院一审行政案件收案230件。", "全市法院一审行政案件收案=230件"),
    ("行政机关负责人出庭应诉率达到了100%。", "行政机关负责人出庭应诉率=100%"),
]


@pytest.mark.parametrize(("text", "expected"), INDICATORS)
def test_indicator(text: str, expected: str) -> None:
    assert [told(row) for row in found_in(text).observations] == expected.split(";")
