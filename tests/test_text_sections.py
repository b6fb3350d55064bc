"""Sections, roles, sentences, furniture and metadata of made-up reports in the layouts that occur."""

from __future__ import annotations

import pytest

from kg.model import Document, Role
from kg.text import document_from_text

PAGE = """首页 > 政务公开 > 法治政府建设年度报告
某某市公安局2023年度法治政府建设工作报告
发布日期：2024-01-18 09:32    信息来源：法制支队    浏览次数：328    字体：[大 中 小]
　　2023年，市公安局坚持依法履职。现将有关情况报告如下：
　　一、2023年法治政府建设主要举措和成效
　　（一）坚持党建引领。局党委理论学习中心组学法12次。
　　1、抓学习。一是组织专题辅导3场；二是开展轮训5期，参训1200人次；三是组织考试。
　　2、抓督导。对1.5万余条线索逐一核查。
　　（二）聚焦突出问题，开展“护航2023”专项行动。破获案件****起。
　　二、存在的问题及下一步工作打算
　　我局仍存在一些不足：一是基层执法能力不够强；二是普法形式较为单一。下一步，我局将重点做好以下工作：
　　（一）加强执法培训。全年组织培训不少于10期。
　　（二）深化普法宣传。
　　特此报告。

                                     某某市公安局
                                  2024年1月15日
【打印本页】 【关闭窗口】
主办：某某市公安局  承办：市大数据中心
网站地图 | 联系我们 | 隐私声明
"""


def outline(document: Document) -> list[tuple[int, str, str, str]]:
    return [(s.level, s.number, document.cut(s.title), str(s.role)) for s in document.sections]


def test_a_web_page() -> None:
    document = document_from_text(PAGE)
    assert outline(document) == [
        (0, "", "", "opening"),
        (1, "一、", "2023年法治政府建设主要举措和成效", "done"),
        (2, "(一)", "坚持党建引领", "done"),
        (3, "1、", "抓学习", "done"),
        (4, "一是", "组织专题辅导3场", "done"),
        (4, "二是", "开展轮训5期,参训1200人次", "done"),
        (4, "三是", "组织考试", "done"),
        (3, "2、", "抓督导", "done"),
        (2, "(二)", "聚焦突出问题,开展“护航2023”专项行动", "done"),
        (1, "二、", "存在的问题及下一步工作打算", "gap"),
        (2, "一是", "基层执法能力不够强", "gap"),
        (2, "二是", "普法形式较为单一", "gap"),
        (2, "", "", "planned"),
        (3, "(一)", "加强执法培训", "planned"),
        (3, "(二)", "深化普法宣传", "planned"),
        (1, "", "", "closing"),
    ]
    assert [document.cut(f)[:4] for f in document.furniture] == [
        "首页>政",
        "发布日期",
        "【打印本",
        "主办:某",
        "网站地图",
    ]
    assert not any(f.overlaps(s.span) for f in document.furniture for s in document.sentences)
    assert document.meta.title == "某某市公安局2023年度法治政府建设工作报告"
    assert (document.meta.publisher, document.meta.year) == ("某某市公安局", 2023)
    assert (document.meta.published, document.meta.source) == ("2024-01-18", "法制支队")


def roles(text: str) -> dict[str, str]:
    """The role in which the sentence that holds each 【…】 stands, by what is in it."""
    document = document_from_text(text)
    found = {}
    for sentence in document.sentences:
        words = document.cut(sentence.span)
        if "@" in words:
            found[words.partition("@")[2][0]] = str(document.sections[sentence.section].role)
    return found


LED = "某县司法局2021年度法治政府建设工作报告\n现将有关情况报告如下：\n"
ROLES = [
    ("一、工作情况\n办班@a期。\n二、存在的不足\n人手@b少。\n三、下一步打算\n加强@c。", "done gap planned"),
    (
        "一、主要做法\n办班@a期。\n二、存在的主要问题和困难\n人手@b少。\n三、2022年重点工作\n加强@c。",
        "done gap planned",
    ),
    ("一、工作成效\n办班@a期。\n二、问题与短板\n人手@b少。\n三、今后努力方向\n加强@c。", "done gap planned"),
    ("工作开展情况\n办班@a期。\n存在的问题\n人手@b少。\n下步工作计划\n加强@c。", "done gap planned"),
    ("一、工作情况\n办班@a期。\n二、存在问题\n人手@b少。\n下一步，我局将加强@c。", "done gap planned"),
    (
        "一、工作情况\n办班@a期。\n二、存在问题及打算\n（一）人手不足。缺人@b。\n（二）加强培训。增加@c。",
        "done gap planned",
    ),
    ("一、工作情况\n办班@a期。\n二、不足及整改措施\n一是人手不足@b。\n二是进一步加强培训@c。", "done gap planned"),
    ("全年办班@a期。\n目前，工作还存在一些不足：人手@b少。\n下一步，我局将加强@c。", "done gap planned"),
    (
        "一、抓宣传\n办班@a期。\n今年，各项工作取得成效，但与群众期待相比还有不足。一方面，人手@b少。\n2022年，我局将加强@c。",
        "done gap planned",
    ),
    (
        "一、抓宣传\n办班@a期。\n我局工作虽有进步，但仍存在一些短板。\n一是人手@b少。\n二是宣传少。\n2022年，我局将加强@c。",
        "done gap planned",
    ),
    ("一、抓宣传\n办班@a期。我们也清醒地看到，宣传还不够@b。\n二、抓监督\n评查@c件。", "done gap done"),
    ("一、抓宣传\n全年成效明显，不存在问题@a。\n与县法院联合@b。\n对照要求抓整改，消除短板@c。", "done done done"),
    ("一、上年度存在问题整改情况\n整改@a。\n二、破解执法难题\n解决@b。\n三、统筹工作安排\n制定@c。", "done done done"),
    (
        "一、落实工作计划，补齐短板\n整改@a。\n二、2021年工作\n解决@b。\n三、2022年工作打算\n制定@c。",
        "done done planned",
    ),
    ("一、抓宣传\n办班@a期。下一步将深化@b。\n二、抓监督\n评查@c件。", "done planned done"),
    (
        "一、工作情况\n办班@a期。\n二、下一步工作\n（一）针对存在问题抓整改。抓@b。\n（二）抓宣传。抓@c。",
        "done planned planned",
    ),
]


@pytest.mark.parametrize(("text", "wanted"), ROLES)
def test_roles(text: str, wanted: str) -> None:
    assert roles(LED + text) == dict(zip("abc", wanted.split(), strict=True))


def test_headings_without_number() -> None:
    text = "压实责任，加强领导\n局党委先后听取专题汇报3次，研究解决执法中的突出问题12个，逐项明确责任单位和完成时限。"
    document = document_from_text("现将情况报告如下：\n全年认真履职。\n" + text + "\n强化执法监督\n评查案卷。" * 2)
    assert [(t, r) for _, n, t, r in outline(document) if t] == [("压实责任,加强领导", "done")]


@pytest.mark.parametrize(
    "text",
    [
        "1.5万名群众参与。",
        "2021年受理案件3件。",
        "12345热线受理3件。",
        "110、119联动3次。",
        "第一时间处置3起。",
        "考核列全市第一，受到表扬。",
        "统一是前提，专一是关键。",
        "首先是市局，最后是分局。",
        "三要素齐备。",
    ],
)
def test_numbers_that_begin_no_section(text: str) -> None:
    assert len(document_from_text(text).sections) == 1


def test_headings_where_line_breaks_were_lost() -> None:
    document = document_from_text(
        "现将有关情况报告如下：一、工作情况（一）抓学习。办班3期。按照第（二）项落实。（二）抓培训。1.抓轮训。办班2期。"
        "2.抓考试。二、存在的不足人手不足。三、下一步打算：（一）抓宣传。（二）抓考核。"
    )
    assert outline(document)[1:] == [
        (1, "一、", "工作情况", "done"),
        (2, "(一)", "抓学习", "done"),
        (2, "(二)", "抓培训", "done"),
        (3, "1.", "抓轮训", "done"),
        (3, "2.", "抓考试", "done"),
        (1, "二、", "存在的不足人手不足", "gap"),
        (1, "三、", "下一步打算", "planned"),
        (2, "(一)", "抓宣传", "planned"),
        (2, "(二)", "抓考核", "planned"),
    ]


BEHIND = (
    "一、抓宣传\n办班3期。\n七、抓监督\n（一）抓巡查。巡查20件。\n（三）抓培训。一是抓新警。培训12人。二是抓骨干。\n"
)
LAST = [
    (
        "2021年，我局在执法规范化方面还存在一些问题和不足，培训不够。\n2022年，我局将加强培训。\n一是抓新警。二是抓骨干。",
        [(1, "", "gap"), (1, "", "planned"), (2, "一是", "planned"), (2, "二是", "planned")],
    ),
    (
        "2021年，我局工作取得一定成绩，但还存在一些不足。2022年，我局将加强培训。\n继续抓好宣传。",
        [(1, "", "gap"), (1, "", "planned")],
    ),
    (
        "2022年，我局将重点做好以下工作：\n（一）抓宣传。\n（二）抓考核。",
        [(1, "", "planned"), (2, "(一)", "planned"), (2, "(二)", "planned")],
    ),
    (
        "下一步，我局将重点做好以下工作：\n一、抓宣传。\n二、抓考核。",
        [(1, "", "planned"), (2, "一、", "planned"), (2, "二、", "planned")],
    ),
    ("下一步，我局将加强培训。\n（四）抓考核。考核3次。", [(3, "", "planned"), (2, "(四)", "done")]),
    ("下一步，我局将加强培训。\n八、抓考核\n考核3次。", [(3, "", "planned"), (1, "八、", "done")]),
    ("巡查20件。下一步，我局将加强巡查。", [(3, "", "planned")]),
    ("八、存在的不足\n人手不足。\n下一步，我局将加强培训。", [(1, "八、", "gap"), (1, "", "planned")]),
    (
        "八、不足及下一步打算\n还存在一些不足：人手少。\n下一步，我局将加强培训。",
        [(1, "八、", "gap"), (2, "", "planned")],
    ),
]


@pytest.mark.parametrize(("text", "wanted"), LAST)
def test_what_is_told_behind_the_numbered_parts_is_in_none_of_them(
    text: str, wanted: list[tuple[int, str, str]]
) -> None:
    found = [(level, number, role) for level, number, _, role in outline(document_from_text(LED + BEHIND + text))]
    assert found[7:] == wanted


def test_points_end_with_their_paragraph() -> None:
    document = document_from_text("一、工作情况\n一是抓学习。二是抓培训。\n全年办班3期。")
    last = document.sentences[-1]
    assert document.cut(document.sections[last.section].title) == "工作情况"
    assert [document.cut(s.span) for s in document.sections if s.number == "二是"] == ["二是抓培训。"]


def test_sentences() -> None:
    document = document_from_text("他说：“办结了。”随后，办案3件；抓获5人（含1名主犯。）全部移送！\n没有句号")
    assert [document.cut(s.span) for s in document.sentences] == [
        "他说:“办结了。”",
        "随后,办案3件;抓获5人(含1名主犯。)",
        "全部移送!",
        "没有句号",
    ]


def test_one_sentence_is_a_document() -> None:
    (section,) = document_from_text("全年办案3件。").sections
    assert (section.role, section.level, section.parent) == (Role.DONE, 0, None)


META = [
    ("关于2021年度法治政府建设情况的报告\n全年办案3件。", "year", 2021),
    ("法治政府建设年度报告\n发布时间：2022-01-20\n我局全年办案3件。", "year", 2021),
    ("法治政府建设年度报告\n发布时间：2022-12-20\n我局全年办案3件。", "year", 2022),
    ("现将2020年工作情况报告如下：\n2019年以来，办案3件。\n2021年1月8日", "year", 2020),
    ("二〇二〇年，我局认真履职。", "year", 2020),
    ("我局自2018年以来办案3件。2021年办案2件，2021年办结。", "year", 2021),
    ("慈溪市公安局关于2022年法治政府建设工作情况的报告\n办案3件。", "publisher", "慈溪市公安局"),
    ("浙江省公安厅2022年法治政府建设情况\n办案3件。", "publisher", "浙江省公安厅"),
    ("武汉市公安局江汉区分局2021年法治政府建设年度报告\n办案3件。", "publisher", "武汉市公安局江汉区分局"),
    ("慈溪市人民政府2022年度法治政府建设工作报告\n办案3件。", "publisher", "慈溪市人民政府"),
    ("慈溪市市场监督管理局2022年法治政府建设情况报告\n办案3件。", "publisher", "慈溪市市场监督管理局"),
    ("慈溪市综合行政执法局（城市管理局）2022年法治政府建设报告\n办案3件。", "publisher", "慈溪市综合行政执法局"),
    ("发布机构：慈溪市司法局\n2022年法治政府建设年度报告\n办案3件。", "publisher", "慈溪市司法局"),
    ("来源：法制科\n2022年法治政府建设年度报告\n办案3件。", "publisher", None),
    ("办案3件。\n慈溪市司法局\n2023年2月30日", "published", None),
    ("发布时间：2023年01月05日\n办案3件。\n慈溪市司法局\n2023年1月3日", "published", "2023-01-05"),
    ("办案3件。\n慈溪市司法局\n二○二三年十二月二十一日", "published", "2023-12-21"),
    ("办案3件。", "title", None),
    (
        "标题\t慈溪市公安局2021年度法治政府建设情况报告\n慈溪市公安局2021年度法治政府建设情况报告\n办案3件。",
        "title",
        "慈溪市公安局2021年度法治政府建设情况报告",
    ),
    ("慈溪市公安局法治政府建设2020年工作情况及2021年工作打算\n办案3件。", "year", 2020),
    ("2021年，慈溪市公安局坚持以人民为中心，办案3件。", "publisher", "慈溪市公安局"),
    ("慈溪市公安局2022年法治政府建设年度报告：2022年，我局办案3件。", "publisher", "慈溪市公安局"),
    ("慈溪市公安局2022年法治政府建设年度报告  2022年，我局办案3件，办结2件。", "publisher", "慈溪市公安局"),
    (
        "慈溪市公安局2022年法治政府建设年度报告 发布时间：2023-01-12 浏览次数：32\n办案3件。",
        "publisher",
        "慈溪市公安局",
    ),
    ("2022年法治政府建设情况的报告。办案3件。", "title", "2022年法治政府建设情况的报告"),
    ("慈溪市公安局2022年法治政府建设取得成效：办案3件。", "title", None),
    ("关于慈溪市公安局2022年法治政府建设情况的报告\n办案3件。", "publisher", "慈溪市公安局"),
    ("2022年度慈溪市公安局法治政府建设情况报告\n办案3件。", "publisher", "慈溪市公安局"),
    ("中共慈溪市公安局委员会关于2022年法治政府建设情况的报告\n办案3件。", "publisher", "慈溪市公安局"),
    ("慈公〔2023〕5号\n慈溪市公安局关于2022年法治政府建设情况的报告\n办案3件。", "publisher", "慈溪市公安局"),
    ("发文机关 慈溪市公安局\n关于2022年度法治政府建设情况的报告\n办案3件。", "publisher", "慈溪市公安局"),
    (
        "关于2022年法治政府建设情况的报告\n信息来源：慈溪市公安局  发布时间：2023-01-12\n办案3件。",
        "publisher",
        "慈溪市公安局",
    ),
    ("关于2022年法治政府建设情况的报告\n来源：慈溪市公安局法制大队\n办案3件。", "publisher", "慈溪市公安局"),
    ("关于2022年法治政府建设情况的报告\n办案3件。\n慈溪市公安局\n2023年1月12日", "publisher", "慈溪市公安局"),
    ("按照法治政府建设要求，现将情况报告如下：\n办案3件。", "title", None),
]


@pytest.mark.parametrize(("text", "field", "value"), META)
def test_metadata(text: str, field: str, value: object) -> None:
    assert getattr(document_from_text(text).meta, field) == value


@pytest.mark.parametrize(
    "text",
    [
        "全年办案3件。\n一、工作情况\n（一）抓学习\n（二）抓培训\n（三）抓考核",
        "全年办案3件。\n某某市公安局\n2022年1月10日",
        "推行“一网通办”，网站开设专栏。\n公安局网站发布信息300条。",
        "时间：2021年，地点全县。办案3件。",
    ],
)
def test_what_is_no_furniture(text: str) -> None:
    assert document_from_text(text).furniture == ()
