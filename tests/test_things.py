"""Mechanisms and programs in made-up sentences of organs of every sort: what is found, and what is none."""

from __future__ import annotations

import sys

import pytest

from kg.extract import extract
from kg.extract.things import find
from kg.model import SELF, Entity, Label, Status
from kg.ontology import lexicon
from kg.text import document_from_text

HEAD = "柳河县公安局2023年法治政府建设年度报告\n一、工作情况\n"


def things(text: str, head: str = HEAD) -> list[Entity]:
    found = extract(document_from_text(head + text)).entities
    return [e for e in found if e.label in (Label.MECHANISM, Label.PROGRAM)]


def names(text: str, label: Label | None = None) -> set[str]:
    return {e.name for e in things(text) if label in (None, e.label)}


MECHANISMS = [
    ("全面推行“721”工作法,落实“门前三包”责任制。", {"721工作法", "门前三包责任制"}),
    ("成立违法建设治理工作专班,依托智慧城管指挥平台派遣案件2.3万件。", {"违法建设治理工作专班", "智慧城管指挥平台"}),
    ("推行“一业一证”“证照联办”,推出“开店一件事”套餐服务。", {"一业一证", "证照联办", "开店一件事套餐服务"}),
    ("落实案件移送、信息共享、案情通报制度。", {"案件移送、信息共享、案情通报制度"}),
    ("建立行政检察与行政执法监督衔接机制,召开府院联席会议2次。", {"行政检察与行政执法监督衔接机制", "府院联席会议"}),
    ("制定不予行政处罚事项清单、从轻减轻行政处罚事项清单。", {"不予行政处罚事项清单", "从轻减轻行政处罚事项清单"}),
    ("组建“法律明白人”队伍,设立“老支书调解工作室”。", {"法律明白人队伍", "老支书调解工作室"}),
    ("建立“一站式受理、一揽子调处”矛盾纠纷化解模式。", {"一站式受理、一揽子调处矛盾纠纷化解模式"}),
    ("推行“非接触式”办税缴费服务,成立“银发税务志愿服务队”。", {"非接触式办税缴费服务", "银发税务志愿服务队"}),
    (
        "落实税务行政处罚“首违不罚”清单制度,建立税费争议咨询调解中心。",
        {"税务行政处罚首违不罚清单制度", "税费争议咨询调解中心"},
    ),
    ("推行“互联网+明厨亮灶”,建成特种设备智慧监管平台。", {"互联网+明厨亮灶", "特种设备智慧监管平台"}),
    (
        "打造“石榴籽”警务工作室、“马背警务室”,组建“乌兰牧骑”普法宣传队。",
        {"石榴籽警务工作室", "马背警务室", "乌兰牧骑普法宣传队"},
    ),
    ("建立“船长警务”联络制度,创新“渔港网格化”管理模式。", {"船长警务联络制度", "渔港网格化管理模式"}),
    ("构建事前预防、事中管控、事后监督的执法监督管理体系。", {"事前预防、事中管控、事后监督的执法监督管理体系"}),
    ("推进“一站式”执法办案管理中心建设,建成涉案财物智能保管室。", {"一站式执法办案管理中心", "涉案财物智能保管室"}),
    ("建立每日会商、包片督查、信息互通等3项制度。", {"每日会商", "包片督查", "信息互通"}),
    ("构建“路长+网格员+志愿者”巡查机制。", {"路长+网格员+志愿者巡查机制"}),
    ("坚持和发展新时代“枫桥经验”,推广“海上枫桥”经验。", {"新时代枫桥经验", "海上枫桥经验"}),
    ("办理12345政务服务便民热线工单126件。", {"12345政务服务便民热线"}),
    ("城东派出所的“三杯酒”调解法入选典型案例。", {"三杯酒调解法"}),
    ("在“平安柳河”微信公众号开设“小法说事”专栏。", {"平安柳河微信公众号", "小法说事专栏"}),
    ("完善律师参与信访化解机制,健全公职律师参与决策论证制度。", {"律师参与信访化解机制", "公职律师参与决策论证制度"}),
    ("成立优化营商环境工作专班。", {"优化营商环境工作专班"}),
    ("推广应用远程会见、云端阅卷、庭审语音等智能应用。", {"远程会见", "云端阅卷", "庭审语音"}),
    ("做好“两法衔接”工作,推进警调衔接工作。", {"两法衔接", "警调衔接"}),
    ("建立出庭应诉通报机制和过问案件登记报告制度。", {"出庭应诉通报机制", "过问案件登记报告制度"}),
    ("建立民警联系各村社制度。", {"民警联系各村社制度"}),
    ("设立速裁法庭、法官联络室、渔民会客厅等6个功能区。", {"速裁法庭", "法官联络室", "渔民会客厅"}),
    ("设置检疫点36处,组建雪地摩托巡护队4支。", {"检疫点", "雪地摩托巡护队"}),
    ("落实“一案三评”“双组长”督办机制。", {"一案三评", "双组长督办机制"}),
    ("落实青年民警“蹲点学案”、新警“每日一问”制度。", {"青年民警蹲点学案", "新警每日一问"}),
    ("推行“网上报名、现场抽号、当日办结”,群众少跑腿。", {"网上报名、现场抽号、当日办结"}),
    ("推行看守所律师视频会见、居住证到期提醒。", {"看守所律师视频会见", "居住证到期提醒"}),
    ("设立“零门槛”落户专窗,打造“十分钟”巡防圈。", {"零门槛落户专窗", "十分钟巡防圈"}),
    ("在我县政府网、柳河公安官网公开信息320条。", {"柳河公安官网"}),
    ("新增“午间不打烊”窗口,推进警网融合工作机制。", {"午间不打烊窗口", "警网融合工作机制"}),
    (
        "实行行政执法公示、执法全过程记录、重大执法决定法制审核三项制度。",
        {"三项制度", "行政执法公示", "执法全过程记录", "重大执法决定法制审核"},
    ),
    ("落实省厅18条护航民营经济发展措施。", {"18条护航民营经济发展措施"}),
    ("下设流调、管控、保障等6个专班。", {"流调、管控、保障等6个专班"}),
    ("落实“日晾晒、月排位”,接“12389”投诉5件。", {"日晾晒、月排位", "12389"}),
    ("完善执法办案管理中心运行机制,执法办案管理中心建成使用。", {"执法办案管理中心运行机制", "执法办案管理中心"}),
    ("召开县局执法监督管理委员会例会4次。", {"县局执法监督管理委员会"}),
    ("全市执法办案管理中心建成12个。", {"执法办案管理中心"}),
    ("新建标准化案管室3个,设立全省首家涉外警务服务站。", {"案管室", "警务服务站"}),
    (
        "推行“一室两队”(综合指挥室、社区警务队、案件办理队)。",
        {"一室两队", "综合指挥室", "社区警务队", "案件办理队"},
    ),
    ("将法治建设纳入年度绩效考核。", {"年度绩效考核"}),
    ("大力推进“法治智脑”建设。", {"法治智脑"}),
    ("发挥“柳河公安”“柳河交警”等政务新媒体作用。", {"柳河公安", "柳河交警"}),
    ("健全市、县、乡三级公共法律服务网络。", {"市、县、乡三级公共法律服务网络"}),
    (
        "落实党政主要负责人履行推进法治建设第一责任人职责清单。",
        {"党政主要负责人履行推进法治建设第一责任人职责清单"},
    ),
    ("打造河西派出所“老周调解室”、城北派出所“连心亭”等特色调解工作室。", {"老周调解室", "连心亭"}),
    ("建立“四方”协同流调机制,城东派出所“渔改警”护渔队的做法被报道。", {"四方协同流调机制", "渔改警护渔队"}),
    ("推行“集中办案、全程服务”的办案新模式。", {"集中办案、全程服务的办案新模式"}),
    ("公安、司法、律所“三所共建”,落实党委会“首题必学”、民主评议等制度。", {"三所共建", "首题必学", "民主评议"}),
    (
        "落实领导包案、“三到位一处理”,建成速裁法庭、检察官办公室。",
        {"领导包案", "三到位一处理", "速裁法庭", "检察官办公室"},
    ),
    ("在省际通道设公安检查站4个,做实“两站两员”。", {"公安检查站", "两站两员"}),
]

PROGRAMS = [
    ("开展渣土运输车辆专项整治、占道经营“清零”行动。", {"渣土运输车辆专项整治", "占道经营清零行动"}),
    ("组织“城管开放日”“城管体验日”活动12场。", {"城管开放日", "城管体验日"}),
    ("组织“宪法进乡村”主题宣传月暨“12·4”国家宪法日活动。", {"宪法进乡村主题宣传月暨12·4国家宪法日活动"}),
    ("深入推进“法治柳河”“平安柳河”建设。", {"法治柳河", "平安柳河"}),
    ("开展新警执法资格、所队长能力提升等专项培训。", {"新警执法资格", "所队长能力提升"}),
    ("深化“一枚印章管审批”改革和“放管服”改革。", {"一枚印章管审批改革", "放管服改革"}),
    ("开展“减量控大”百日攻坚,深入开展“百日安全守护”行动。", {"减量控大百日攻坚", "百日安全守护行动"}),
    ("纵深推进“净网2023”“护苗2023”等专项行动。", {"净网2023", "护苗2023"}),
    ("开展医疗美容行业突出问题专项治理行动、“清剿火患”战役。", {"医疗美容行业突出问题专项治理行动", "清剿火患战役"}),
    ("举办民法典知识竞赛,开展“民法典进万家”宣讲活动。", {"民法典知识竞赛", "民法典进万家宣讲活动"}),
    ("推进“拔点”“清仓”两大行动。", {"拔点", "清仓"}),
    ("开展燃气领域“三清”、校园周边“亮剑”专项整治。", {"燃气领域三清", "校园周边亮剑"}),
    ("组织海岛民警“大比武”,举办法制员培训班2期。", {"海岛民警大比武", "法制员培训班"}),
    ("以“4·15”国家安全教育日为契机开展宣传。", {"4·15国家安全教育日"}),
    ("启动“八五”普法,实施“强所固基”三年行动计划。", {"八五普法", "强所固基三年行动计划"}),
    ("统筹疫情防控和经济社会发展。", {"疫情防控"}),
    ("开展“强作风、铸忠诚”公安队伍建设年活动。", {"强作风、铸忠诚公安队伍建设年"}),
    ("开展自建房、燃气专项整治。", {"自建房、燃气专项整治"}),
    ("圆满完成建党百年大庆安保任务。", {"建党百年大庆安保任务"}),
    ("深化“净网2022”专项行动,部署“净网2023”专项行动。", {"净网2022专项行动", "净网2023专项行动"}),
    ("圆满完成柳河国际马拉松、蓝莓采摘文化节等安保任务12场。", {"柳河国际马拉松", "蓝莓采摘文化节"}),
]

NOTHING = [
    "组织驻村民警走访群众,配备片警巡逻。",
    "下一步,将完善监督体系,健全考核机制,创新工作方式,打造过硬队伍,加强宣传教育。",
    "增强“四个意识”、坚定“四个自信”、做到“两个维护”,坚持“以人民为中心”。",
    "建立局党委统一领导、分管领导具体负责、各部门齐抓共管的工作机制。",
    "充分利用门户网站、微信公众号等平台,及时公开政府信息326条。",
    "在县政务服务中心办理业务,向县人大常务委员会报告工作。",
    "解决群众“办证难”,实现“零差错”,打通“最后一公里”,严打“盗抢骗”。",
    "推动执法流程标准化,提升系统性思维,执法工作机制更加健全。",
    "破获“4·12”特大跨境电信网络诈骗案,抓获犯罪嫌疑人31名。",
    "制定工作方案,落实各项制度,形成长效机制,完善相关措施。",
    "坚持“应收尽收、应罚尽罚”,严格落实“疏堵结合”原则。",
    "指挥中心每日研判、每日调度,采集标准地址12万条,审慎执法成效明显。",
    "完善执法权力运行机制,取缔黑加油点12个,紧紧围绕“三城战略”。",
    "纠正“重实体、轻程序”倾向,推广“滨河”经验。",
    "以“减量控大”为目标,坚持战时标准,抓实练兵比武,新增自助办证机3台。",
    "对警情、案件“五大要素”实行动态管理,完成“十四五”规划目标任务,与检法机关办案平台尚未贯通。",
]


@pytest.mark.parametrize(("text", "wanted"), MECHANISMS)
def test_mechanisms_are_named_as_the_text_names_them(text: str, wanted: set[str]) -> None:
    assert names(text, Label.MECHANISM) == wanted


@pytest.mark.parametrize(("text", "wanted"), PROGRAMS)
def test_programs_are_named_as_the_text_names_them(text: str, wanted: set[str]) -> None:
    assert names(text, Label.PROGRAM) == wanted


@pytest.mark.parametrize("text", NOTHING)
def test_general_words_slogans_and_places_are_no_things(text: str) -> None:
    assert names(text) == set()


KINDS = [
    ("推行“敲门问安”工作法。", "method"),
    ("建立涉企案件提级审核制度。", "regime"),
    ("成立涉企纠纷调处工作专班。", "body"),
    ("开通“征纳互动”平台。", "platform"),
    ("开展法律“六进”活动。", "method"),
    ("推行“一社区一警”。", "regime"),
    ("桥头派出所“说和堂”化解纠纷30起。", "body"),
    ("编制执法权责清单。", "regime"),
    ("推行局长办公会会前学法。", "regime"),
    ("推行“两队一室”警务模式。", "method"),
    ("建立“法润柳河”新媒体矩阵。", "platform"),
    ("研发“办案小助手”。", "platform"),
    ("构建三级执法监督架构。", "regime"),
    ("“柳居码”登记流动人口3万人。", "platform"),
    ("北岸派出所“河畔和事堂”已成品牌。", "body"),
    ("推行“周末不打烊”绿色通道。", "method"),
    ("开通“柳河公安网上信访室”。", "platform"),
    ("设立“警企议事会”。", "method"),
]


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_kind_follows_the_class_word_or_the_quotation(text: str, kind: str) -> None:
    assert [e.kind for e in things(text)] == [kind]


ACTORS = [
    ("我局建立涉企案件提级审核制度。", SELF),
    ("城东派出所设立“和事”调解室。", "城东派出所"),
    ("城东派出所“和事”调解室化解纠纷12起。", "城东派出所"),
    ("组织民警收看市局组织的法制大讲堂。", "市局"),
    ("与县法院、县妇联建立反家暴联动协作机制。", SELF),
    ("将处罚信息录入行政执法监督平台。", None),
    ("在全市公安机关警务技能大赛中获二等奖。", None),
    ("利用国家宪法日等节点发放资料3万份。", None),
    ("深度融入“141”基层治理体系。", None),
    ("邀请教授到“柳河警察大讲堂”授课5场。", SELF),
]


@pytest.mark.parametrize(("text", "actor"), ACTORS)
def test_actor_is_who_carries_it_out(text: str, actor: str | None) -> None:
    assert [e.actor for e in things(text)] == [actor]


STATUS = [
    ("建立涉企案件提级审核制度。", Status.DONE),
    ("我局将持续推进执法规范化,探索建立涉企案件提级审核制度。", Status.PLANNED),
    ("拟成立涉企纠纷调处工作专班。", Status.PLANNED),
    ("将流动车管所开进企业。", Status.DONE),
    ("将赋强公证列入“最多跑一次”清单。", Status.DONE),
    ("尚未建立执法数据共享平台。", Status.GAP),
    ("行政复议与信访衔接机制还不够健全。", Status.GAP),
]


@pytest.mark.parametrize(("text", "status"), STATUS)
def test_sentence_says_whether_it_is_done(text: str, status: Status) -> None:
    assert [e.status for e in things(text)] == [status]


LACKING = [
    "我局未建成“警民通”平台。",
    "我局未组建反诈专班,影响了打击成效。",
    "因经费紧张,全年未开展“净网”专项行动。",
    "我局尚无反诈专班。",
    "目前仍无“警民通”平台。",
    "目前没有专门的反诈专班。",
    "没有形成跨部门案件会商机制。",
    "缺乏统一的执法数据共享平台。",
    "“智慧案管”系统还没有投入使用。",
    "基层法制员激励机制仍是空白。",
    "还需探索建立案件会商机制。",
]
ENDED = [
    "窗口不再实施“一窗通办”。",
    "取消了法制员派驻制度。",
    "停止运行“警民通”服务平台。",
    "暂停“百日清查”专项行动。",
    "撤销反诈专班,废止法制员派驻制度。",
    "“掌上督”平台已停用。",
]
STILL_DONE = [
    "对未落实首接责任制的,严肃追责。",
    "针对没有固定联系方式的群众,推行“上门送证”服务。",
    "对缺乏劳动能力的群众推行“上门送证”服务。",
    "“减证便民”行动取消证明材料17项。",
    "针对未成年人保护,开展“护苗”专项行动。",
    "做好充分准备,开展“净网”专项行动。",
    "打击虚拟货币洗钱,组建反诈专班。",
    "按计划开展“春雷”专项行动。",
    "积极争取资金建成执法办案管理中心。",
    "如遇重大舆情,将启动“红色响应”机制。",
    "将推进“放管服”改革作为重中之重。",
    "为明年推行“一窗通办”打下基础。",
    "正在开展“春雷”专项行动。",
    "探索建立案件会商机制。",
]
TO_COME = [
    "力争年内建成执法办案管理中心。",
    "计划于6月启动“春雷”专项行动。",
    "我局正在筹建反诈中心。",
    "即将上线“智慧案管”系统。",
    "条件成熟后推行“一窗通办”。",
    "有望建成全省首个反诈中心。",
]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        *[(text, [Status.GAP]) for text in LACKING],
        *[(text, []) for text in ENDED],
        *[(text, [Status.DONE]) for text in STILL_DONE],
        *[(text, [Status.PLANNED]) for text in TO_COME],
    ],
)
def test_what_is_wanting_ended_or_to_come_is_not_done(text: str, status: list[Status]) -> None:
    assert [e.status for e in things(text)] == status


IN_SHORTCOMINGS = [
    ("执法监管机制已建立,但运行不畅。", Status.DONE),
    ("虽然建立了“警企联席”制度,但落实不到位。", Status.DONE),
    ("案件会商机制虽然建立,但作用发挥不明显。", Status.DONE),
    ("县司法局建立了行政执法监督平台,我局尚未接入。", Status.DONE),
    ("“护航”专项行动取得一定成效,但案件仍高发。", Status.DONE),
    ("执法监管机制运行不畅。", Status.GAP),
    ("亟需建立案件会商机制。", Status.GAP),
]


@pytest.mark.parametrize(("text", "status"), IN_SHORTCOMINGS)
def test_what_is_there_is_no_shortcoming(text: str, status: Status) -> None:
    assert [e.status for e in things(text, HEAD + "工作有序。\n二、存在的问题\n")] == [status]


def test_what_plans_rest_on_is_there() -> None:
    head = HEAD + "工作有序。\n二、下一步打算\n"
    built, needed = things("依托已建成的执法办案管理中心,组建专职管理队伍。亟需建立案件会商机制。", head)[::2]
    assert (built.status, needed.status) == (Status.DONE, Status.PLANNED)


NO_BODIES = {
    *("巡回法庭", "车载法庭", "云上法庭", "平安法治小院"),
    *("流动服务站", "一村一义警", "一案一专班", "国家反诈中心", "网上警务室", "微信警务室"),
}
"""Known names that end like a body's and are ways of working, meetings or programs for a telephone."""


def test_known_names_of_bodies_are_bodies() -> None:
    heads = {row["term"]: row for row in lexicon("thing_heads") if row["use"] in {"free", "governed"}}
    rows = {row["term"]: row["kind"] for row in lexicon("things")}
    ends = {term: next((heads[e] for n in range(1, len(term) - 1) if (e := term[n:]) in heads), None) for term in rows}
    bodies = {term for term, head in ends.items() if head and head["kind"] == "body"}
    assert {term for term in bodies if rows[term] != "body"} == NO_BODIES


def test_known_names_of_rules_are_regimes() -> None:
    rules = [row for row in lexicon("things") if row["term"].endswith(("制度", "机制", "清单"))]
    assert {row["term"] for row in rules if (row["label"], row["kind"]) != ("Mechanism", "regime")} == set()


def test_a_thing_and_the_way_of_working_named_after_it_share_no_wording() -> None:
    found = {e.name: e.aliases for e in things("完善执法办案管理中心运行机制,执法办案管理中心建成使用。")}
    assert found == {"执法办案管理中心运行机制": (), "执法办案管理中心": ()}


def test_wordings_of_one_thing_are_one_entity() -> None:
    text = "县局成立执法监督管理委员会。推行“和风”调解工作法,“和风”工作法获推广。执法监督管理委员会召开例会。"
    merged = [e for e in things(text) if "和风" in e.name or "委员会" in e.name]
    assert len([e for e in merged if "委员会" in e.name]) == 1
    assert {"和风"} <= {alias for e in merged for alias in e.aliases}


def test_at_most_six_aliases_and_every_mention_tells_rule_and_place() -> None:
    text = HEAD + "健全执法公示、全过程记录、法制审核三张清单,深化“放管服”改革,推行“一窗通办”。"
    document = document_from_text(text)
    for entity in extract(document).entities:
        if entity.label in (Label.MECHANISM, Label.PROGRAM):
            assert len(entity.aliases) <= 6
            assert entity.mentions
            assert all(m.rule and document.evidence(m.span).quote for m in entity.mentions)


def test_work_grows_with_the_length_of_the_report() -> None:
    """Ten times the text takes about ten times the calls: counted, since a clock is no judge on a busy machine."""
    text = "".join(text for text, _ in (*MECHANISMS, *PROGRAMS)) + "".join(NOTHING)

    def calls(times: int) -> int:
        found = extract(document_from_text(HEAD + text * times))
        count = 0

        def counted(*_: object) -> None:
            nonlocal count
            count += 1

        sys.setprofile(counted)
        try:
            find(found)
        finally:
            sys.setprofile(None)
        return count

    calls(1)
    assert calls(10) < 13 * calls(1)


THREE = [
    "落实行政执法公示制度,执法全过程记录制度,重大执法决定法制审核三项制度。行政执法“三项制度”全面推行。",
    "落实重大执法决定法制审核三项制度。行政执法三项制度全面推行。",
    "推行行政执法公示、全流程记录、重大执法决定法制审核三项制度。行政执法三项制度全面推行。",
]


@pytest.mark.parametrize("text", THREE)
def test_a_member_with_the_collective_behind_it_is_no_other_name(text: str) -> None:
    (whole,) = [e for e in things(text) if e.name == "行政执法三项制度"]
    assert "重大执法决定法制审核三项制度" not in {form for e in things(text) for form in e.forms}
    assert "三项制度" in whole.aliases


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("落实行政执法“三项制度”。", "行政执法“三项制度”"),
        ("坚持和发展新时代“枫桥经验”。", "新时代“枫桥经验”"),
        ("推行“日巡查”机制。", "“日巡查”机制"),
        ("推行“一窗通办”。", "一窗通办"),
    ],
)
def test_a_span_holds_both_marks_of_a_quotation_or_none(text: str, quote: str) -> None:
    found = extract(document_from_text(HEAD + text))
    assert quote in {found.document.cut(m.span) for e in found.entities for m in e.mentions}
