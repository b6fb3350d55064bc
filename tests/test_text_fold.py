"""The reading text: folding, what is skipped, bold and redaction, wrapped lines; its map back to the text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.text import document_from_text
from kg.text.fold import fold_char, folded, reading_of

LETTERS = "公安局一二（）(),，。；：12１２%％*＊#\n\r\u3000 \u200b\ufeffＡ①²“”《》—█"


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from(LETTERS), max_size=60))
def test_every_character_of_the_reading_stands_in_the_text(text: str) -> None:
    reading, offsets = reading_of(text)
    assert len(offsets) == len(reading)
    assert all(a < b for a, b in pairwise(offsets))
    assert all(fold_char(text[at]) == char or text[at] == "\r" for at, char in zip(offsets, reading, strict=True))
    assert not set(reading) & set(" \u3000\u200b\ufeff\r")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40))
def test_folding_keeps_length(text: str) -> None:
    assert len(folded(text)) == len(text)


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet=st.sampled_from(LETTERS + "张某35岁"), max_size=60))
def test_a_document_of_any_text_holds_together(text: str) -> None:
    document = document_from_text(text)
    assert len(document.text) == len(text)
    for sentence in document.sentences:
        assert document.sections[sentence.section].span.start <= sentence.span.start
        start, end, quote = document.evidence(sentence.span)
        assert document.text[start:end] == quote
    for section in document.sections:
        assert section.parent is None or document.sections[section.parent].span.covers(section.span)


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("（一）办案１３件，办结率９８．５％；", "(一)办案13件,办结率98.5%;"),
        ("2021 年\u3000共\u200b计\u00a03 件", "2021年共计3件"),
        ("面积50m²，①措施", "面积50m²,①措施"),
        ("“两法”《办法》——完成…", "“两法”《办法》——完成…"),
        ("⼀、⼯作", "一、工作"),
        ("## 一、工作\n正文。", "一、工作\n正文。"),
        ("甲。\r\n\r\n\r\n乙。\r\n", "甲。\n乙。\n"),
        ("甲。\r乙。", "甲。\n乙。"),
    ],
)
def test_folding(text: str, reading: str) -> None:
    assert reading_of(text)[0] == reading


BOLD = [
    ("**一是**抓学习。**二是**抓培训。", "一是抓学习。二是抓培训。"),
    ("**打造执法标杆。**全年评查3次。", "打造执法标杆。全年评查3次。"),
    ("坚持**依法行政**原则。", "坚持依法行政原则。"),
    ("做到**支持**支部建设、**把握**把关要点。", "做到支持支部建设、把握把关要点。"),
    ("**查处案件12起**,抓获**人。", "查处案件12起,抓获**人。"),
    ("**（一）加强培训**\n办班3期。", "(一)加强培训\n办班3期。"),
    ("**市局带头。****分局跟进。**成效明显。", "市局带头。分局跟进。成效明显。"),
]
REDACTED = [
    "破获案件****起,抓获嫌疑人**名。",
    "抓获**人,涉案**万元。",
    "会同**市公安局侦办,移交**县公安局。",
    "*月*日,在**市抓获。",
    "查处***号案件。",
    "缴获毒品****余克。",
    "抓获犯罪嫌疑人**人。",
    "破案**起,罚款*万元。",
    "扣押车辆**辆,收缴枪支**支。",
    "开展**轮清查,办结率**%。",
]


@pytest.mark.parametrize(("text", "reading"), [*BOLD, *((text, text) for text in REDACTED)])
def test_bold_is_skipped_and_redaction_kept(text: str, reading: str) -> None:
    assert reading_of(text)[0] == reading


def test_redaction_and_bold_on_one_line() -> None:
    text = "**一是**破获案件****起。**二是**抓获**市流窜人员5名。"
    assert reading_of(text)[0] == "一是破获案件****起。二是抓获**市流窜人员5名。"


JOINED = [
    ("截至12月底，\n\n累计核查人员2万人。", "截至12月底,累计核查人员2万人。"),
    (
        "按照统一部署和要求，由指挥中心牵头组建专门力量，落实专项研判及协同处置体\n\n系，成效明显。",
        "按照统一部署和要求,由指挥中心牵头组建专门力量,落实专项研判及协同处置体系,成效明显。",
    ),
    ("制定《某市\n\n执法办法》，规范执法。", "制定《某市执法办法》,规范执法。"),
    ("加强培训。全年培训民警12\n\n期，成效明显。", "加强培训。全年培训民警12期,成效明显。"),
    ("加强培训，先后组织3次。组织\n— 3 —\n考试2次。", "加强培训,先后组织3次。组织考试2次。"),
]
PARTED = [
    "加强培训,成效明显\n一、主要工作",
    "(三)加强培训,成效明显\n全年培训3期。",
    "某市公安局2021年法治政府建设年度报告\n市人民政府:\n现将情况报告如下:\n一、工作情况",
    "认真履职。\n某市公安局\n2022年1月10日",
    "认真履职,成效明显\n某市公安局\n2022年1月10日",
    "认真履职,成效明显\n附件:统计表",
    "加强培训;\n加强督导;",
    "压实责任,加强培训\n2021年,全年办班3期。",
    "加强培训,成效明显\n存在的问题\n人手不足。",
    "加强培训,成效明显\n●加强督导",
]


@pytest.mark.parametrize(("text", "reading"), [*JOINED, *((text, text) for text in PARTED)])
def test_lines(text: str, reading: str) -> None:
    assert reading_of(text)[0] == reading


def test_lines_cut_at_a_margin() -> None:
    lines = [
        "    （一）强化组织领导，压紧压实责任，推动主要负责人履行推进法",
        "治建设第一责任人职责",
        "    召开专题会议4次，研究解决问题12个，听取专题汇报3次，审议文件",
        "草案5件。制定年度工作要点，分解任务36项，逐项明确责任单位和时限。",
        "全部任务按期完成。",
        "    （二）依法化解矛盾纠纷。",
    ]
    paragraphs = reading_of("\n".join(lines))[0].split("\n")
    assert paragraphs == [
        "(一)强化组织领导,压紧压实责任,推动主要负责人履行推进法治建设第一责任人职责",
        "召开专题会议4次,研究解决问题12个,听取专题汇报3次,审议文件草案5件。"
        "制定年度工作要点,分解任务36项,逐项明确责任单位和时限。全部任务按期完成。",
        "(二)依法化解矛盾纠纷。",
    ]
