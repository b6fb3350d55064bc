"""Legal instruments: what is found under which name, who issued it, and whether it is there yet."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kg.extract import extract
from kg.model import Entity, Label
from kg.text import document_from_text


def instruments(text: str, publisher: str = "安顺市公安局") -> tuple[Entity, ...]:
    document = document_from_text(text)
    document = replace(document, meta=replace(document.meta, publisher=publisher))
    return tuple(e for e in extract(document).entities if e.label is Label.INSTRUMENT)


@pytest.mark.parametrize(
    ("text", "edition"),
    [
        ("学习《中华人民共和国行政处罚法》(2021年修订)。", "2021年修订"),
        ("学习《行政处罚法(2021年1月22日修订)》。", "2021年1月22日修订"),
        ("贯彻《道路交通安全法》（2021年修正）和其他规定。", "2021年修正"),
        ("学习《行政复议法(修订版)》。", "修订版"),
        ("贯彻新修订的《行政处罚法》。", None),
        ("学习《刑法修正案(十一)》。", None),
        ("学习《行政处罚法》等法律(2021年修订)。", None),
        ("印发《案件审核办法(2023版)》。", None),
        ("印发《行政执法公示办法(试行)》。", None),
    ],
)
def test_the_wording_of_a_law_that_is_meant(text: str, edition: str | None) -> None:
    (law,) = instruments(text)
    assert law.details.get("edition") == edition


CASES = [
    # who issued it
    ("制定出台《合法性审核办法(试行)》。", "合法性审核办法(试行)@self"),
    ("会同市检察院、市法院联合印发《关于办理醉驾案件的会议纪要》。", "关于办理醉驾案件的会议纪要@self"),
    (
        "按照市司法局《关于衔接联动的实施意见》(安司发〔2022〕15号)要求,落实《听证规则》。",
        "关于衔接联动的实施意见@市司法局 听证规则",
    ),
    ("落实《重大行政决策程序暂行条例》(国务院令第713号)。", "重大行政决策程序暂行条例@国务院"),
    ("根据《云南省规范性文件办法》(云南省人民政府令第129号)备案。", "云南省规范性文件办法@云南省人民政府"),
    (
        "学习最高人民法院、最高人民检察院《关于办理非法采矿案件适用法律若干问题的解释》。",
        "关于办理非法采矿案件适用法律若干问题的解释@最高人民法院",
    ),
    ("推动市政府出台《电动自行车管理办法》。", "电动自行车管理办法@市政府"),
    ("参与起草《安顺市养犬管理条例》。", "安顺市养犬管理条例"),
    ("市局党委会审议通过《年度法治建设工作计划》。", "年度法治建设工作计划@self"),
    ("与市中级法院签署《关于规范警察出庭作证的共识》。", "关于规范警察出庭作证的共识@self"),
    ("联合市教育局下发《校园周边整治工作方案》。", "校园周边整治工作方案@self"),
    ("市局执行《市局案件审核规范》,修订《案件审核规范》。", "市局案件审核规范@self"),
    (
        "公布《安顺市公安局安顺市城市管理局安顺市交通运输局关于划定禁停区域的通告》,备案《关于划定禁停区域的通告》。",
        "安顺市公安局安顺市城市管理局安顺市交通运输局关于划定禁停区域的通告@self",
    ),
    # laws without 《》
    (
        "将刑法修正案(十二)、新修订的行政复议法和《保守国家秘密法》纳入培训。",
        "刑法修正案(十二) 行政复议法 保守国家秘密法",
    ),
    ("反有组织犯罪法施行一周年,查处违反治安管理处罚法行为。", "反有组织犯罪法 治安管理处罚法"),
    (
        "全国人大常委会通过关于修改《中华人民共和国行政复议法》的决定。",
        "关于修改《中华人民共和国行政复议法》的决定@全国人大常委会 中华人民共和国行政复议法",
    ),
    ("党的二十届三中全会《决定》强调法治。", "党的二十届三中全会《决定》"),
    # documents without 《》
    (
        "制定法治公安建设工作要点、执法质量考评办法和行政应诉工作规范。",
        "法治公安建设工作要点@self 执法质量考评办法@self 行政应诉工作规范@self",
    ),
    ("出台优化营商环境30条措施。", "优化营商环境30条措施@self"),
    ("律师协助起草经济合同及协议,与高校签署合作协议。", ""),
    # what is none, and what becomes one by being issued
    ("制作《守护》微电影,开设《法治在线》栏目,刊发《法制工作简报》12期,编写《百问百答》。", ""),
    ("编印《内部制度汇编》《普法资料汇编》,制定《议案办理人员名单》。", "内部制度汇编@self 议案办理人员名单@self"),
    ("学习《习近平法治思想学习纲要》和二十届二中全会精神。", ""),
    ("出台《》和《法》,制定《警务“一单两表”》。", "警务一单两表@self"),
    # whether it is there
    ("下一步,将研究出台《执法监督细则》。", "执法监督细则@self/planned"),
    (
        "二、存在的不足\n虽然出台了《证据审查规则》,但尚未制定《释法说理规范》。",
        "证据审查规则@self 释法说理规范@self/gap",
    ),
    ("尚未制定《执法考评办法》,也没有及时修订《案件评查办法》。", "执法考评办法@self/gap 案件评查办法@self/gap"),
    (
        "《法制员履职考核办法》尚未出台,法制员选任办法正在制定。",
        "法制员履职考核办法@self/gap 法制员选任办法@self/planned",
    ),
    ("《队伍管理规定》正在征求意见。", "队伍管理规定@self/planned"),
    ("对未制定《值班备勤规定》的单位予以通报,废止《内务管理办法》。", "值班备勤规定 内务管理办法"),
    ("制定相应《值班备勤规定》。", "值班备勤规定@self"),
]


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_documents_of_a_passage(text: str, wanted: str) -> None:
    """`wanted`: name, then @actor where the text tells, then /status unless done; parted by blanks."""
    told = {
        e.name + (f"@{e.actor}" if e.actor else "") + (f"/{e.status}" if e.status != "done" else "")
        for e in instruments(text)
    }
    assert told == set(wanted.split())


def test_one_document_under_several_titles() -> None:
    text = "出台《安顺市公安局受案规定实施细则(试行)》。\n落实《受案规定实施细则(试行)》《受案规定实施细则》。"
    (found,) = instruments(text)
    assert found.name == "安顺市公安局受案规定实施细则(试行)"
    assert set(found.aliases) == {"受案规定实施细则(试行)", "受案规定实施细则"}


def test_what_is_wanting_is_issued_by_nobody() -> None:
    wanting, issued = instruments("尚未出台《执法考评办法》。\n制定《案件评查办法》。")
    assert wanting.details["use"] == "cited"
    assert "issuer" not in wanting.details
    assert issued.details["use"] == "issued"
    assert issued.details["issuer"] == "安顺市公安局"
