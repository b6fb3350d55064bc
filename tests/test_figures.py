"""Figures of a text: value, unit, bound; and why a number is none."""

from __future__ import annotations

import pytest

from kg.extract.observations.figures import Figure, figures
from kg.ontology import Rule, rules, words

FIGURES = [
    ("受理案件513件", "513 件 exact"),
    ("冻结资金2.8亿余元", "280000000 元 over"),
    ("劝阻群众5.71万人次", "57100 人次 exact"),
    ("发放资料近千份", "1000 份 about"),
    ("投入警力不足20人", "20 人 under"),
    ("走访企业100家以上", "100 家 over"),
    ("每案配3—5名民警", "3-5 名 exact"),
    ("罚款3万元至5万元", "30000-50000 元 exact"),
    ("办结率百分之九十八", "98 % exact"),
    ("同比下降4.5个百分点", "4.5 个百分点 exact"),
    ("增长近1.5倍", "1.5 倍 about"),
    ("查处****件", "None 件 exact"),
    ("查处××起", "None 起 exact"),
    ("整治隐患十余处", "10 处 over"),
    ("每月组织一次评查", "1 次 exact"),
    ("每年至少召开两次会议", "2 次 over"),
    ("出动警车300余辆次", "300 辆次 over"),
    ("收集意见1200余条次", "1200 条次 over"),
    ("抓获犯罪嫌疑人**人", "None 人 exact"),
    ("追回赃款****余万元", "None 元 over"),
    ("办结率**%", "None % exact"),
    ("受理申請三萬餘件", "30000 件 over"),
    ("採購設備二百臺", "200 臺 exact"),
    ("罚没款叁万伍仟元整", "35000 元 exact"),
    ("增產糧食二點五億噸", "250000000 噸 exact"),
    ("平均用时1个半小时", "1.5 个小时 exact"),
    ("平均用时缩短两天半", "2.5 天 exact"),
    ("走访群众三、四百人", "300-400 人 exact"),
    ("捐赠100万人民币", "1000000 人民币 exact"),
    ("连续18昼夜值守", "18 昼夜 exact"),
    ("开设法治课堂17讲", "17 讲 exact"),
    ("部署统一行动3波次", "3 波次 exact"),
    ("出动警力3200人·次", "3200 人·次 exact"),
    ("培训民警1200次/人", "1200 次/人 exact"),
    ("检查商户36户/次", "36 户/次 exact"),
    ("做到5分钟内到达现场", "5 分钟 under"),
    ("抓获潜逃26年的命案逃犯", "26 年 exact"),
    ("全体民警36天日夜奋战", "36 天 exact"),
    ("其中一起为特大案件", "1 起 exact"),
    ("开设“警务说法”“以案说防”两个专栏", "2 个 exact"),
    ("流量平台完成2.0版升级,受理12件", "12 件 exact"),
    ("通报排名后3位的单位,整改12处", "12 处 exact"),
    ("约谈连续两次考评落后的单位,整改12处", "12 处 exact"),
    ("与公检法三家会签,整改12处", "12 处 exact"),
    ("应急专班24小时运转,整改12处", "12 处 exact"),
    ("侦破潜逃20年以上积案,抓获12人", "12 人 exact"),
    ("查扣烟叶三百八十六点一公斤", "386.1 公斤 exact"),
    # one or two, tenths in digits, rates below zero and of nought, none of what is counted
    ("每年检查一两次", "1-2 次 exact"),
    ("每所走访一两个村", "1-2 个 exact"),
    ("纠纷有8成以上就地化解", "80 % over"),
    ("盗窃发案同比增长-3.5%", "-3.5 % exact"),
    ("发案增幅为-1.2个百分点", "-1.2 个百分点 exact"),
    ("同比增长3%-5%", "3-5 % exact"),
    ("行政复议纠错率为0", "0 % exact"),
    ("再犯罪率为零,", "0 % exact"),
    ("超期办件率降至零", "0 % exact"),
    ("未发生1起执法安全事故", "0 起 exact"),
    ("没有1件案件被撤销", "0 件 exact"),
    ("全年无1人脱管", "0 人 exact"),
    ("未发生1例行政过错案件", "0 例 exact"),
    ("发生1起事故", "1 起 exact"),
    ("未收到1件以上投诉", "0 件 exact"),
]


def _shown(figure: Figure) -> str:
    quantity = figure.quantity
    high = f"-{quantity.high}" if quantity.high is not None else ""
    return f"{quantity.value}{high} {quantity.unit} {quantity.bound}"


@pytest.mark.parametrize(("text", "shown"), FIGURES)
def test_figure(text: str, shown: str) -> None:
    assert [_shown(f) for f in figures(text) if f.reason is None] == [shown]


SEVERAL = [
    ("同比分别上升4.1个和2.7个百分点", ["4.1 个百分点 exact", "2.7 个百分点 exact"]),
    ("分别提高4.2和0.7个百分点", ["4.2 个百分点 exact", "0.7 个百分点 exact"]),
    ("城东、城西、城北分别查处12、15和18起", ["12 起 exact", "15 起 exact", "18 起 exact"]),
    ("各所分别办理12件、15件", ["12 件 exact", "15 件 exact"]),
    ("依托110和12个派出所", ["12 个 exact"]),
    ("在2022、2023年查处3起", ["3 起 exact"]),
]


@pytest.mark.parametrize(("text", "shown"), SEVERAL)
def test_numbers_before_one_unit_share_it(text: str, shown: list[str]) -> None:
    assert [_shown(f) for f in figures(text) if f.reason is None] == shown


UNITS = [
    ("组建3支队伍", "支"),
    ("汇总3条线索", "条"),
    ("开展5次日常检查", "次"),
    ("录入8次数据", "次"),
    ("选派12名优秀干部", "名"),
    ("培训12名师资", "名"),
    ("规范3家校外机构", "家"),
    ("处置5起因琐事引发的纠纷", "起"),
    ("查处8人行政拘留", "人"),
    ("完成3项目标", "项"),
    ("接入2000路网络视频", "路"),
    ("整治2个案例", "个"),
    ("设置3处办公点", "处"),
    ("组织5轮训练", "轮"),
    ("受理签证26证次", "证次"),
    ("走访60户次", "户次"),
    ("检查学校30所次", "所次"),
    ("清查出租房屋970余家(处)", "家(处)"),
    ("服务群众60人(次)", "人(次)"),
    ("化解纠纷16件(含积案)", "件"),
    ("检查门店30店次。", "店次"),
    ("走访2个次要出入口", "个"),
]


@pytest.mark.parametrize(("text", "unit"), UNITS)
def test_unit(text: str, unit: str) -> None:
    assert [f.quantity.unit for f in figures(text)] == [unit]


NO_UNIT = ["3部门联合", "4支队参加", "5条例", "2本地", "6户籍"]


@pytest.mark.parametrize("text", NO_UNIT)
def test_characters_that_begin_another_word_are_no_unit(text: str) -> None:
    assert [(f.quantity.unit, f.reason) for f in figures(text)] == [("", "bare")]


REASONS = [
    ("2023年5月", ["date", "date"]),
    ("第22次会议", ["ordinal"]),
    ("全省第三", ["rank"]),
    ("拨打110报警", ["phone"]),
    ("在《便民16条措施》中", ["title"]),
    ("推行“1+3”模式", ["name", "name"]),
    ("年满18周岁", ["age"]),
    ("7个工作日内公开", ["threshold"]),
    ("近五年", ["period"]),
    ("荣立二等功", ["grade"]),
    ("消除一批隐患", ["idiom"]),
    ("抓好四个环节", ["collective"]),
    ("统一、一致、万无一失", []),
    ("十分重视", ["idiom"]),
    ("这是一项长期任务", ["idiom"]),
    ("第二十二、二十三次会议", ["ordinal", "ordinal"]),
    ("十九届三中、四中全会", ["ordinal"]),
    ("全国人民代表大会第一次会议", ["ordinal"]),
    ("实现三年提升目标", ["name"]),
    ("前往三门峡、五家渠学习", []),
    ("城乡二元结构", []),
    ("一度中断", ["idiom"]),
    ("从今年起集中三年的时间", ["period"]),
    ("流失率达到两位数", []),
    ("无一名民警违纪", ["idiom"]),
    ("列全市9个区县第2位", ["rank", "rank"]),
    ("发布时间:2024-01-22", ["date", "date", "date"]),
    ("从警三年以下", ["period"]),
    ("落实民营经济新28条", ["name"]),
    ("全年未发生一起事故", ["idiom"]),
    ("强化监督,2.开展检查", ["heading"]),
    ("从20日压缩至7日", [None, None]),
    ("6月20日至7月5日走访", ["date"] * 4),
    ("规范性文件3件起草完毕", [None]),
]


@pytest.mark.parametrize(("text", "reasons"), REASONS)
def test_reason(text: str, reasons: list[str]) -> None:
    assert [f.reason for f in figures(text)] == reasons


def test_spans_hold_hedge_and_unit() -> None:
    text = "共投入近2.8亿余元经费"
    (figure,) = figures(text)
    assert text[slice(*figure.number)] == "2.8亿余"
    assert text[slice(*figure.span)] == "近2.8亿余元"


@pytest.mark.parametrize("rule", rules("figures"), ids=lambda rule: rule.name)
def test_every_rule_decides_on_a_number_of_its_examples(rule: Rule) -> None:
    deciders = {f.rule for example in rule.examples for f in figures(example.text)}
    assert rule.name in deciders


def test_every_reason_is_of_the_closed_list() -> None:
    known = set(words("reasons", what="number"))
    assert {rule.gives["reason"] for rule in rules("figures")} - {""} <= known
