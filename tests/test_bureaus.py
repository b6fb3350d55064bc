"""Bureaus: what is found under which name, who the reporter is, and what its short forms mean."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.extract import bureaus, organisation
from kg.extract.identity import bureau_key
from kg.extract.organs import LEVELS
from kg.model import Extraction
from kg.ontology import lexicon
from kg.text import document_from_text


def extraction(publisher: str | None, text: str) -> Extraction:
    document = document_from_text(text)
    document = replace(document, meta=replace(document.meta, publisher=publisher))
    found = bureaus.reporter(document)
    return replace(found, entities=bureaus.find(found))


CASES = [
    # a district's government
    ("重庆市渝中区人民政府", "区政府常务会议专题学法。", "重庆市渝中区人民政府=区政府"),
    ("重庆市渝中区人民政府", "在市委、市政府坚强领导下推进。", "市委 市政府"),
    ("重庆市渝中区人民政府", "区委依法治区办牵头开展督察。", "区委依法治区办"),
    ("重庆市渝中区人民政府", "区司法局会同区财政局、区市场监管局联合检查。", "区司法局 区财政局 区市场监管局"),
    ("重庆市渝中区人民政府", "解放碑街道办事处试点,各街道落实。", "解放碑街道办事处"),
    ("重庆市渝中区人民政府", "区人大常委会、区政协开展视察,区人大提出建议。", "区人大常委会=区人大 区政协"),
    ("重庆市渝中区人民政府", "区级各部门和区政府各部门落实责任。", ""),
    ("杭州市临平区人民政府", "塘栖镇人民政府与区法院、检察院会签。", "塘栖镇人民政府 区法院 检察院"),
    ("天津市和平区人民政府", "委托天津某某律师事务所以外的海河律师事务所评估。", "海河律师事务所"),
    # a county whose name is also a verb
    ("宁海县公安局", "积极会同县司法局、宁海县教育局检查。", "县司法局 宁海县教育局"),
    ("会同县公安局", "会同县公安局会同县司法局检查,会同县检察院监督。", "会同县公安局 县司法局 县检察院"),
    # departments of a county, a city, a province
    ("桐乡市司法局", "市司法局联合市公安局行动,我局牵头。", "桐乡市司法局=市司法局,我局 市公安局"),
    ("桐乡市司法局", "嘉兴市司法局和省司法厅肯定。", "嘉兴市司法局 省司法厅"),
    ("桐乡市司法局", "梧桐司法所、濮院司法所获评先进。", "梧桐司法所 濮院司法所"),
    ("桐乡市司法局", "市委依法治市办、市纪委监委、市委编办发文。", "市委依法治市办 市纪委监委 市委编办"),
    ("重庆市北碚区司法局", "在市局指导下,区局组织培训。", "市局 重庆市北碚区司法局=区局"),
    ("慈溪市市场监督管理局", "浒山市场监管所办案,局党委开会。", "浒山市场监管所 局党委"),
    ("三亚市综合行政执法局", "吉阳区综合行政执法局协同。", "吉阳区综合行政执法局"),
    ("湖南省生态环境厅", "我厅联合省高级人民法院、省检察院出台意见。", "湖南省生态环境厅=我厅 省高级人民法院 省检察院"),
    ("浙江省公安厅", "省厅法制总队牵头,厅党委研究,公安部肯定。", "省厅法制总队 厅党委 公安部"),
    ("浙江省公安厅", "党中央、国务院作出部署,各市公安局落实。", "党中央 国务院"),
    ("广西壮族自治区公安厅", "自治区党委、自治区人民政府部署。", "自治区党委 自治区人民政府"),
    # police of a city, a county-level city, a county
    ("吉林市公安局", "市局到船营分局、昌邑分局督导,各分局整改。", "吉林市公安局=市局 船营分局 昌邑分局"),
    ("昆山市公安局", "市局与市公安局交警大队部署。", "昆山市公安局=市局 市公安局交警大队"),
    ("昆山市公安局", "苏州市公安局通报,省厅验收。", "苏州市公安局 省厅"),
    ("石柱土家族自治县公安局", "县局党委会研究,石柱公安获奖。", "石柱土家族自治县公安局=石柱公安 县局党委会"),
    ("石柱土家族自治县公安局", "与县检察院会签,县教委支持,市局指导。", "县检察院 县教委 市局"),
    ("正定县公安局", "县局法制大队审核,法制部门把关。", "县局法制大队=法制部门"),
    ("正定县公安局", "在城关、曲阳等3个派出所建成案管室。", "城关 曲阳"),
    ("正定县公安局", "指导新城铺派出所整改,优化派出所布局。", "新城铺派出所"),
    ("正定县公安局", "派出所、责任警种落实,基层派出所和6个派出所整改。", ""),
    ("甘孜藏族自治州公安局", "在州委和公安厅党委领导下,公安厅肯定。", "州委 公安厅党委 公安厅"),
    # a bare 分局 and words before it that are none of its name
    (
        "上海市公安局徐汇分局",
        "提高了分局的水平。二是在分局推行。方案经分局党委会审议。近三年以来分局办案质量提升,加强对分局的考核。",
        "上海市公安局徐汇分局=分局 分局党委会",
    ),
    ("上海市公安局徐汇分局", "竞赛暨分局选拔赛举行,督检派出所工作,对驻派出所律师考评。", "上海市公安局徐汇分局=分局"),
    ("洛阳市公安局", "指导分局党委整改,分局党委书记述职。", ""),
    ("洛阳市公安局", "组织12个县(市)区公安局开展流动车管所下乡,综合指挥室赋能。", ""),
    ("洛阳市公安局", "政工部门牵头,政治处配合,督察部门和警务督察支队检查。", "政治处=政工部门 警务督察支队=督察部门"),
    ("洛阳市公安局", "督察审计支队、局法制支队落实,乘警支队参加。", "督察审计支队 局法制支队 乘警支队"),
    ("洛阳市公安局", "老城、西工等分局先行,公安部刑侦局通报表扬。", "老城 西工 公安部刑侦局"),
    ("洛阳市公安局", "邀请北京明正(洛阳)律师事务所律师授课。", "北京明正(洛阳)律师事务所"),
    (
        "洛阳市公安局",
        "与洛阳市中级人民法院行政庭、市人民政府行政复议局座谈。",
        "洛阳市中级人民法院行政庭 市人民政府行政复议局",
    ),
    ("洛阳市公安局", "教委、社保局、扫黑办来函,配合疾控中心流调。", "教委 社保局 扫黑办 疾控中心"),
    ("洛阳市公安局", "会同纪检部门核查,国家移民管理局推出新政。", "纪检部门 国家移民管理局"),
    ("文山壮族苗族自治州公安局", "自治州党委部署,自治州人大常委会听取汇报。", "自治州党委 自治州人大常委会"),
    (
        "合肥市公安局经济技术开发区分局",
        "经开区公安分局、经开分局落实。",
        "合肥市公安局经济技术开发区分局=经开区公安分局,经开分局",
    ),
    ("青岛市公安局", "走访青岛港公安局,依托天津数云技术股份有限公司研发。", "青岛港公安局 天津数云技术股份有限公司"),
    # autonomous prefecture, banner, league, Corps
    (
        "黔东南苗族侗族自治州公安局",
        "州公安局在州委、州政府领导下工作。",
        "黔东南苗族侗族自治州公安局=州公安局 州委 州政府",
    ),
    ("黔东南苗族侗族自治州公安局", "凯里市公安局、雷山县公安局互检。", "凯里市公安局 雷山县公安局"),
    (
        "鄂温克族自治旗公安局",
        "旗公安局在旗委领导下,与旗人民检察院会签。",
        "鄂温克族自治旗公安局=旗公安局 旗委 旗人民检察院",
    ),
    ("鄂温克族自治旗公安局", "呼伦贝尔市公安局考评,自治区公安厅通报。", "呼伦贝尔市公安局 自治区公安厅"),
    ("锡林郭勒盟公安局", "盟公安局在盟委、盟行政公署领导下工作。", "锡林郭勒盟公安局=盟公安局 盟委 盟行政公署"),
    (
        "新疆生产建设兵团第八师公安局",
        "第八师公安局在兵团公安局指导下工作。",
        "新疆生产建设兵团第八师公安局=第八师公安局 兵团公安局",
    ),
    # branches, zones, railway
    ("重庆市公安局渝北区分局", "分局法制支队审核,区公安分局推进。", "重庆市公安局渝北区分局=区公安分局 分局法制支队"),
    (
        "重庆市公安局渝北区分局",
        "渝北区公安分局、我局与市局法制总队对接。",
        "重庆市公安局渝北区分局=渝北区公安分局,我局 市局法制总队",
    ),
    ("北京市公安局朝阳分局", "朝阳分局在市局领导下,市公安局通报。", "北京市公安局朝阳分局=朝阳分局 市公安局=市局"),
    (
        "信阳市公安局平桥分局",
        "平桥公安分局、我分局推进,与平桥区检察院对接。",
        "信阳市公安局平桥分局=平桥公安分局,我分局 平桥区检察院",
    ),
    (
        "大连市公安局经济技术开发区分局",
        "开发区分局推进,开发区管委会支持。",
        "大连市公安局经济技术开发区分局=开发区分局 开发区管委会",
    ),
    ("重庆市公安局高新区分局", "高新区分局推进,高新区管委会支持。", "重庆市公安局高新区分局=高新区分局 高新区管委会"),
    (
        "漳州市公安局长泰分局",
        "长泰分局推进,长泰公安分局交警大队协助,其余分局配合。",
        "漳州市公安局长泰分局=长泰分局 长泰公安分局交警大队",
    ),
    ("哈尔滨市道里区司法局", "联合公安道里分局行动。", "公安道里分局"),
    ("成都铁路公安局重庆公安处", "重庆公安处推进,北站派出所获评。", "成都铁路公安局重庆公安处=重庆公安处 北站派出所"),
    ("长沙市公安局机场公安分局", "我局在市局领导下工作。", "长沙市公安局机场公安分局=我局 市局"),
    # words that only look like organs
    ("昆明市公安局", "委托市委托管机构,贯彻公安部署,公安部门和司法机关协同,全市公安机关参与。", ""),
    ("昆明市公安局", "邀请人大代表、政协委员座谈,坚持人民代表大会制度。", ""),
    ("昆明市公安局", "治安处罚、综合处置和法制处理规范,公安局长接访。", ""),
    ("昆明市公安局", "辖区法院和社区委员会配合,各级法院、有关检察院支持。", ""),
    ("昆明市公安局", "召开县委书记会议,组成县域样板。", "县委"),
    ("昆明市公安局", "学习《公安机关办理行政案件程序规定》《人民检察院刑事诉讼规则》。", ""),
    ("昆明市公安局", "落实《国务院关于加强法治政府建设的意见》《昆明市公安局执法公示办法》。", "国务院 昆明市公安局"),
    # organs inside job titles, function departments, partners
    ("昆明市公安局", "检察院检察长、法院院长出席。", "检察院 法院"),
    ("昆明市公安局", "向人大、政协报告工作。", "人大 政协"),
    ("昆明市公安局", "刑侦部门和交管部门协作,相关部门配合。", "刑侦部门 交管部门"),
    ("昆明市公安局", "与法院行政审判部门沟通。", "法院行政审判部门"),
    ("昆明市公安局", "邀请云南大学、西南政法大学授课。", "云南大学 西南政法大学"),
    ("昆明市公安局", "与中国移动云南分公司、中国银行开展共建。", "中国移动云南分公司 中国银行"),
    ("昆明市公安局", "昆明市律师协会与云南八谦律师事务所参加。", "昆明市律师协会 云南八谦律师事务所"),
    ("昆明市公安局", "建设世界一流大学,规范非银行支付,走访涉案公司。", ""),
]


@pytest.mark.parametrize(("publisher", "text", "wanted"), CASES)
def test_organs_of_a_passage(publisher: str, text: str, wanted: str) -> None:
    """`wanted`: names (=aliases) parted by blanks; the reporter need not be listed where nothing is said of it."""
    found = {e.name: set(e.aliases) for e in extraction(publisher, text).entities}
    names = dict(w.partition("=")[::2] for w in wanted.split())
    assert set(found) - {publisher} == set(names) - {publisher}
    for name, aliases in names.items():
        assert found[name] >= set(aliases.split(",")) - {""}


@pytest.mark.parametrize(
    ("text", "bureau", "self_names"),
    [
        ("信阳市公安局平桥分局2023年度法治政府建设报告\n现将我分局情况报告如下。", "信阳市公安局平桥分局", ("我分局",)),
        (
            "关于2020年法治政府建设的报告\n在县委领导下,我局认真落实。\n正定县公安局\n2021年1月12日",
            "正定县公安局",
            ("我局",),
        ),
        ("2021年,慈溪市公安局依法履职。现将市局情况报告如下。市公安局党委重视。", "慈溪市公安局", ("市局",)),
        ("今天天气很好。", None, ()),
    ],
)
def test_the_text_itself_tells_who_reports(text: str, bureau: str | None, self_names: tuple[str, ...]) -> None:
    found = extraction(None, text)
    assert (found.bureau, found.self_names) == (bureau, self_names)


@pytest.mark.parametrize(
    ("publisher", "text", "kind"),
    [
        ("昆明市公安局", "市委组织部", "party"),
        ("昆明市公安局", "市人大常委会", "congress"),
        ("昆明市公安局", "市政协", "other"),
        ("昆明市公安局", "市反恐办", "government"),
        ("昆明市公安局", "市局党委", "party"),
        ("昆明市公安局", "市中级人民法院", "judiciary"),
        ("昆明市公安局", "市局法制支队", "police"),
        ("昆明市司法局", "市局法制科", "government"),
        ("昆明市司法局", "省司法厅", "government"),
    ],
)
def test_kinds(publisher: str, text: str, kind: str) -> None:
    assert {e.name: e.kind for e in extraction(publisher, f"与{text}座谈。").entities}[text] == kind


@pytest.mark.parametrize(
    ("names", "division", "key"),
    [
        (["渝北区公安分局", "重庆市公安局渝北区分局", "重庆市渝北区公安局"], None, ("500112", "公安局")),
        (["渝北区公安分局", "渝北分局", "区公安局", "区局"], "500112", ("500112", "公安局")),
        (["市局", "市公安局", "重庆市公安局"], "500112", ("500000", "公安局")),
        (["慈溪市公安局", "市公安局", "市局"], "330282", ("330282", "公安局")),
        (["宁波市公安局"], "330282", ("330200", "公安局")),
        (["省公安厅", "浙江省公安厅", "省厅"], "330282", ("330000", "公安局")),
        (["区检察院", "渝北区人民检察院"], "500112", ("500112", "人民检察院")),
        (["市局法制支队", "法制支队"], "410100", ("410100", "公安局/法制支队")),
        (["重庆市公安局两江新区分局"], None, ("500000两江新区", "公安局")),
        (["南通市公安局海门分局", "海门区公安局"], None, ("320614", "公安局")),
    ],
)
def test_one_key_for_every_way_to_write_a_bureau(names: list[str], division: str | None, key: tuple[str, str]) -> None:
    year = 2022
    assert {name: bureau_key(name, division, year) for name in names} == dict.fromkeys(names, key)


@pytest.mark.parametrize(
    ("publisher", "text", "wanted"),
    [
        (
            "正定县公安局",
            "在县委、县政府和市局坚强领导下工作。",
            "县委>正定县公安局 县政府>正定县公安局 市局>正定县公安局",
        ),
        ("正定县公安局", "县法院、县委宣传部参加,向县委汇报。", "县委宣传部<县委"),
        (
            "正定县公安局",
            "县局党委研究,法制大队、曲阳桥派出所落实。",
            "县局党委<正定县公安局 法制大队<正定县公安局 曲阳桥派出所<正定县公安局",
        ),
        ("吉林市公安局", "船营分局获奖。", "吉林市公安局>船营分局"),
        ("昆明市司法局", "省司法厅指导。", "省司法厅>昆明市司法局"),
        ("昆明市公安局", "根据市委政法委的部署要求,向公安部报告。", "市委政法委>昆明市公安局 公安部>昆明市公安局"),
    ],
)
def test_organisation(publisher: str, text: str, wanted: str) -> None:
    signs = {organisation.SUPERIOR: ">", organisation.PART: "<"}
    found = organisation.find(extraction(publisher, text))
    assert {f"{r.subject}{signs[r.predicate]}{r.object}" for r in found} == set(wanted.split())


def test_every_mention_stands_where_it_says() -> None:
    text = "慈溪市公安局2022年工作\n 市公 安局与市检察院会签,在云岭、石桥等4个派出所推行。"
    found = extraction("慈溪市公安局", text)
    for entity in found.entities:
        for mention in entity.mentions:
            assert found.document.cut(mention.span) == mention.name
            start, end, quote = found.document.evidence(mention.span)
            assert text[start:end] == quote
    assert "市公安局" in found.self_names


def test_the_lexicon_of_organs_is_sound() -> None:
    kinds = {"police", "party", "government", "judiciary", "congress", "other"}
    uses = {"national", "open", "owned", "role", "self", "own", "part", "unit", "stem", "sited", "branch", "department"}
    rows = lexicon("organs")
    assert {r["kind"] for r in rows} <= kinds
    assert {r["use"] for r in rows} == {*uses, "not"}
    assert len({r["term"] for r in rows}) == len(rows)
    assert [r["term"] for r in rows if r["use"] == "role" and not set(r["term"]) & LEVELS] == []
