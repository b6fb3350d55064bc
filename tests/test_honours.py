"""Honours: what a bureau received, under which name, and which of its units it was."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kg.extract import extract
from kg.model import Entity, Label
from kg.text import document_from_text


def honours(text: str, publisher: str = "襄阳市公安局") -> tuple[Entity, ...]:
    document = document_from_text(text)
    document = replace(document, meta=replace(document.meta, publisher=publisher))
    return tuple(e for e in extract(document).entities if e.label is Label.HONOUR)


CASES = [
    # titles
    ("市局被省政府评为“全省法治建设先进集体”。", "全省法治建设先进集体"),
    ("岘山派出所被公安部命名为“枫桥式公安派出所”。", "枫桥式公安派出所@岘山派出所"),
    ("市局法制支队荣获“全国公安执法监督先进集体”称号。", "全国公安执法监督先进集体@市局法制支队"),
    ("获评全省公安系统“标兵党支部”2个、“读书标兵”2名。", "全省公安系统标兵党支部 读书标兵"),
    ("集体二等功1次、集体三等功5次,个人三等功12人次。", "集体二等功 集体三等功"),
    ("刑侦支队研发的研判模型在全省警务创新大赛中获铜奖。", "铜奖@刑侦支队"),
    ("“警调对接”获评全省十大法治事件,案卷被评为全省优秀案卷。", "全省十大法治事件 全省优秀案卷"),
    ("成功创建“全省公安机关党建示范点”3个。", "全省公安机关党建示范点"),
    ("法制大队代表市局参加全省比武竞赛,获团体第三名。", "团体第三名@法制大队"),
    ("城关派出所、河西派出所被省厅命名为“枫桥式公安派出所”。", "枫桥式公安派出所@城关派出所"),
    # a unit named clauses before, of which the sentence goes on to speak
    (
        "城关派出所率先试点,目前已铺开,调处纠纷52起,该所被公安厅命名为“枫桥式公安派出所”。",
        "枫桥式公安派出所@城关派出所",
    ),
    ("城东中队首创做法,队员走访商户,这一做法被《湖南城管》简报刊发推广。", "《湖南城管》简报刊发推广@城东中队"),
    ("城关派出所率先试点。全年调处纠纷52起,被公安厅评为“全省先进集体”。", "全省先进集体"),
    ("城关派出所首创合伙人机制,动员商户宣防,该所做法被省公安厅转发推广。", "省公安厅转发推广@城关派出所"),
    # a unit that the report names nowhere else, and a name that only ends as units do
    ("乌日根高勒派出所被省厅授予“全省抗疫先进集体”称号。", "全省抗疫先进集体@乌日根高勒派出所"),
    ("执法办案管理中心建设经验在全省推广。", "在全省推广"),
    # two honours that one clause tells of, and a grade among others
    ("市局被省公安厅评为“全省信访工作先进单位”并记集体二等功。", "全省信访工作先进单位 集体二等功"),
    ("连续三年名列全省平安建设(综治工作)考核一等次。", "全省平安建设(综治工作)考核一等次"),
    # pilots
    ("作为全省公安机关案管改革试点支队先行先试。", ""),
    ("作为全省公安机关案管改革试点支队,先行先试。", "全省公安机关案管改革试点支队"),
    ("获批全省执法监督改革试点单位,承担公安部法制信息化试点任务。", "全省执法监督改革试点单位 公安部法制信息化试点"),
    # ranks keep the whole wording, so that two of them stay apart
    ("公众安全感、执法满意度分别位居全省第二、第三位。", "公众安全感、执法满意度分别位居全省第二、第三位"),
    (
        "质量考评排名全省第一。\n信访考核排名全省第一,片区第一。",
        "质量考评排名全省第一 信访考核排名全省第一,片区第一",
    ),
    ("我局在2022年度全省执法质量考评中位列第一。", "在2022年度全省执法质量考评中位列第一"),
    ("2023年度绩效考核优秀,法治建设考核连续五年全省优秀。", "2023年度绩效考核优秀 法治建设考核连续五年全省优秀"),
    # commendation from above, not from below or beside
    ("省厅专门下发通知在全省推广。", "省厅专门下发通知在全省推广"),
    ("做法在全省公安机关推广,市局在全市推广三项机制,经验在全市推广。", "在全省公安机关推广"),
    ("做法被《法制报》刊发、在全省推广,被央视报道。", "在全省推广"),
    ("专报获省领导批示肯定,得到各级领导高度评价和群众一致好评。", "省领导批示肯定"),
    ("省委书记、省长先后作出批示予以肯定。", "省委书记、省长先后作出批示予以肯定"),
    ("刑侦大队被公安部通报为“百日行动”成绩突出集体。", "百日行动成绩突出集体@刑侦大队"),
    (
        "连续五年保持“市级青年文明号”称号,“柳河公安”获评年度全市政务新媒体优秀账号。",
        "市级青年文明号 年度全市政务新媒体优秀账号",
    ),
    # what is none
    ("公职律师全部编入“法律服务团”,队伍保持“零感染”。", ""),
    ("力争获评全国文明单位,争创省级示范窗口,目标是全省第一。", ""),
    ("民警王某荣立个人二等功,获评全省最美警察,李某某被评为全国公安系统先进集体代表。", ""),
    ("陈某某、林某等3人获评“全省办案能手”,获省部级以上表彰奖励。", "全省办案能手"),
    ("2名民警获评全省优秀人民警察,1人被评为全国普法先进个人。", "全省优秀人民警察 全国普法先进个人"),
    ("率先建成全省第一家体验馆,走在全省前列,获得社会各界广泛好评。", ""),
    ("三、下一步打算\n推动经验在全省推广,获评全省优秀公安局。", ""),
]


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_honours_of_a_passage(text: str, wanted: str) -> None:
    """`wanted`: name, then @actor unless it is the reporter; parted by blanks."""
    told = {e.name + (f"@{e.actor}" if e.actor != "self" else "") for e in honours(text)}
    assert told == set(wanted.split())


def test_short_forms_are_aliases() -> None:
    (found,) = honours("禁毒工作考核排名全省第四。")
    assert {"排名全省第四", "全省第四"} <= set(found.aliases)


@pytest.mark.parametrize(
    ("publisher", "counts"),
    [("襄阳市公安局", False), ("南漳县公安局", True), ("重庆市公安局渝中区分局", True), ("", True)],
)
def test_spreading_counts_from_above(publisher: str, counts: bool) -> None:
    assert bool(honours("该经验在全市推广。", publisher)) is counts


def test_long_lists_cost_no_more_than_their_length() -> None:
    """Lists that could be cut in many ways: each of these took exponential time if read by one pattern."""
    assert honours("荣获" + "先进单位和" * 60 + "大家。") == ()
    assert len(honours("荣获" + "、".join(f"第{n}届执法标杆奖" for n in "一二三四五六七八") + "。")) == 8
    assert honours("考核位居" + "全省第一、全省第三和" * 60 + "大家。") == ()
