"""Observations: what a figure counts, when, by whom, of what, and whether it is done, planned or lacking."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

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
    return Entity(label, name, KINDS.get(name), actor="self", mentions=mentions)


def told(row: Observation) -> str:
    """One figure in short: indicator=value unit."""
    return f"{row.indicator}={row.quantity.value}{row.quantity.unit}"


INDICATORS = [
    # a verb, its object and the figure
    ("全年调处矛盾纠纷3260件。", "调处矛盾纠纷=3260件"),
    ("我局先后组织开展反诈宣讲43场,覆盖师生1.2万人。", "组织开展反诈宣讲=43场;组织开展反诈宣讲 覆盖师生=12000人"),
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
    (
        "全市共有行政执法主体42个,行政执法人员1860名,其中持证上岗1790名,占96.2%。",
        "全市共有行政执法主体=42个;行政执法人员=1860名;行政执法人员 持证上岗=1790名;行政执法人员 持证上岗 占比=96.2%",
    ),
    # a part never exceeds its whole, and has its unit
    (
        "抽查案卷60卷,其中优秀20卷,合格38卷,培训法制员90人。",
        "抽查案卷=60卷;抽查案卷 优秀=20卷;抽查案卷 合格=38卷;培训法制员=90人",
    ),
    # trends and rates
    ("刑事发案同比下降18.2%。", "刑事发案 同比下降=18.2%"),
    ("破案率同比上升5.1个百分点。", "破案率 同比上升=5.1个百分点"),
    ("行政处罚案件同比减少120件,降幅达15.6%。", "行政处罚案件 同比减少=120件;行政处罚案件 降幅=15.6%"),
    ("清理占道经营3400余处。", "清理占道经营=3400处"),
    ("行政许可事项由21项增至34项。", "行政许可事项 增前=21项;行政许可事项=34项"),
    ("考核奖励由最高5万元提高到8万元。", "考核奖励 提高前=50000元;考核奖励=80000元"),
    ("成员单位从最初的12家扩充到28家。", "成员单位=12家;成员单位=28家"),
    ("群众满意率由2020年的95.2%上升到2021年的97.1%。", "群众满意率=95.2%;群众满意率=97.1%"),
    ("刑事发案由上年的3000起下降到今年的2500起。", "刑事发案=3000起;刑事发案=2500起"),
    (
        "办理行政案件500件,比2020年的400件增加100件。",
        "办理行政案件=500件;办理行政案件=400件;办理行政案件 比2020年增加=100件",
    ),
    (
        "注册律师达1236名,较去年同期的1120名增长10.4%。",
        "注册律师=1236名;注册律师=1120名;注册律师 较去年同期增长=10.4%",
    ),
    (
        "受理申请120件,与上年的100件相比,增加20件。",
        "受理申请=120件;受理申请=100件;受理申请 增加=20件",
    ),
    # what something rises or falls to is its level
    ("案件不合格率下降至0.5%以下。", "案件不合格率=0.5%"),
    ("平均办案时长缩短至6.5天。", "平均办案时长=6.5天"),
    ("自助服务点力争增至70个以上。", "自助服务点=70个"),
    ("事项精简200项,压减率为27.9%。", "事项精简=200项;事项精简 压减=27.9%"),
    ("命案破案率连续8年保持100%。", "命案破案率连续保持=8年;命案破案率=100%"),
    ("行政复议纠错率控制在3%以内。", "行政复议纠错率=3%"),
    # none of what is counted
    ("未发生1起行政诉讼败诉案件。", "发生行政诉讼败诉案件=0起"),
    ("没有1件行政复议案件被撤销。", "行政复议案件被撤销=0件"),
    ("全年无1起重大交通事故。", "重大交通事故=0起"),
    ("未收到1件执法投诉。", "收到执法投诉=0件"),
    ("新接收对象312人,无1人脱管。", "新接收对象=312人;新接收对象 脱管=0人"),
    ("行政诉讼败诉率为0。", "行政诉讼败诉率=0%"),
    # numbers of paragraphs and points
    ("(一)常务会议学法8次。", "常务会议学法=8次"),
    ("1.召开会议12次。", "召开会议=12次"),
    ("(2)走访企业7家。", "走访企业=7家"),
    ("③开展检查9次。", "开展检查=9次"),
    # what a rate is told of, averages, words at the edge that are none
    ("21个公安窗口“一窗通办”覆盖率100%。", "公安窗口=21个;公安窗口“一窗通办”覆盖率=100%"),
    ("12个派出所案管室设置率达95%。", "派出所案管室=12个;派出所案管室设置率=95%"),
    ("全县司法所平均2人。", "全县司法所平均=2人"),
    ("配备法律顾问186名,平均每村1名。", "配备法律顾问=186名;配备法律顾问 平均每村=1名"),
    ("14个司法所仅有工作人员42名,专职法制员仅6名。", "司法所=14个;司法所仅有工作人员=42名;专职法制员=6名"),
    ("查处违法行为560起。", "查处违法行为=560起"),
    ("收到55件检察建议。", "收到检察建议=55件"),
    ("目前有无症状感染者1名。", "无症状感染者=1名"),
    ("以县政府为被申请人的复议案件24件。", "以县政府为被申请人的复议案件=24件"),
    # quotes are kept whole
    ("评选出8名“法制之星”。", "评选出“法制之星”=8名"),
    ("依托“互联网+政务服务”平台受理申请41件。", "受理申请=41件"),
    (
        "“打造一站式服务,推进多元化解纠纷机制建设,全年办理业务12件、接待群众30人次”的做法得到推广。",
        "办理业务=12件;接待群众=30人次",
    ),
    # a part of the figure, not of its change
    (
        "受理申请60件,同比增加20件,其中维持35件、撤销3件。",
        "受理申请=60件;受理申请 同比增加=20件;受理申请 维持=35件;受理申请 撤销=3件",
    ),
    (
        "行政执法人员860人,持证率98%,其中女性占31%。",
        "行政执法人员=860人;行政执法人员 持证率=98%;行政执法人员 女性 占比=31%",
    ),
    # behind a parenthesis the figure before it goes on, save for a share
    (
        "受理申请60件(其中维持35件、撤销3件),同比增长15%。",
        "受理申请=60件;受理申请 维持=35件;受理申请 撤销=3件;受理申请 同比增长=15%",
    ),
    ("配备审核人员17名(其中女性9名),占比53%。", "配备审核人员=17名;配备审核人员 女性=9名;配备审核人员 女性 占比=53%"),
    # changes of a part, differences in other words, one thing for several rates
    (
        "调解员由2021年的1230人扩大到1560人,其中专职调解员由86人增加到156人。",
        "调解员=1230人;调解员=1560人;调解员 专职调解员 增加前=86人;调解员 专职调解员=156人",
    ),
    (
        "出庭应诉率由去年的81%提高至今年的88%,败诉率由2.1%降为0.6%。",
        "出庭应诉率=81%;出庭应诉率=88%;败诉率 降前=2.1%;败诉率=0.6%",
    ),
    ("备案28件,较上年多5件。", "备案=28件;备案 较上年多=5件"),
    ("交通事故四项指数分别下降12%、8%、15%和26%。", ";".join(f"交通事故四项指数 下降={n}%" for n in (12, 8, 15, 26))),
    # the topic before a bare verb, the rest, casualties
    ("政府信息公开申请共受理126件。", "政府信息公开申请受理=126件"),
    ("建立一支26人的普法队伍。", "建立普法队伍=26人"),
    ("执法人员仅占编制数的七成。", "执法人员 占编制数=70%"),
    ("排查隐患312处,整改297处,其余15处正在整改。", "排查隐患=312处;排查隐患 整改=297处;排查隐患 其余正在整改=15处"),
    ("发生交通事故186起,死亡12人,受伤96人。", "发生交通事故=186起;发生交通事故 死亡=12人;发生交通事故 受伤=96人"),
    # several years, comparisons in other words, times of days
    (
        "群众满意率由2019年的91%、2020年的95%上升到2021年的97%。",
        "群众满意率=91%;群众满意率=95%;群众满意率=97%",
    ),
    ("信访总量与去年的560件相比下降23%。", "信访总量=560件;信访总量 与去年相比下降=23%"),
    ("刑事案件同比去年的862起下降15%。", "刑事案件=862起;刑事案件 同比去年下降=15%"),
    ("案件数由2020年的860件,下降到2022年的560件。", "案件数=860件;案件数=560件"),
    ("办理时限从20日压缩至7日。", "办理时限 压缩前=20日;办理时限=7日"),
    ("审理天数由46天降为35天。", "审理天数 降前=46天;审理天数=35天"),
    # what is broken down, what was dealt with
    (
        "受理的86件复议案件中,维持56件、驳回12件、其他18件。",
        "受理复议案件=86件;受理复议案件 维持=56件;受理复议案件 驳回=12件;受理复议案件 其他=18件",
    ),
    ("收到的126件代表建议全部办复。", "收到代表建议全部办复=126件"),
    ("8个司法所平均每所2.5人。", "司法所=8个;司法所平均每所=2.5人"),
    ("共有“法律明白人”1260名,村均5名。", "“法律明白人”=1260名;“法律明白人” 村均=5名"),
    ("目前有无障碍设施86处。", "无障碍设施=86处"),
    # years that lead to what is counted, and words that only look like comparing
    ("2021年的12件积案全部化解。", "积案全部化解=12件"),
    ("参与2021年的执法资格考试320人。", "参与2021年的执法资格考试=320人"),
    # words for a time to come
    ("预计2023年底前完成12个司法所改造。", "完成司法所改造=12个"),
    ("新增公职律师10名,力争到2025年达到50名。", "新增公职律师=10名;新增公职律师=50名"),
    ("年底前建成法治公园2个。", "建成法治公园=2个"),
    ("力争到2025年底建成法治公园12个。", "建成法治公园=12个"),
    ("行政机关负责人出庭应诉率达到了100%。", "行政机关负责人出庭应诉率=100%"),
    ("群众安全感由95.6%提升到98.1%。", "群众安全感 提升前=95.6%;群众安全感=98.1%"),
    ("平均办理时限从原来的30天压缩至18天。", "平均办理时限=30天;平均办理时限=18天"),
    # words that only look like adverbs or prepositions at the start
    ("主要负责人出庭应诉25次。", "主要负责人出庭应诉=25次"),
    ("依法行政培训12次。", "依法行政培训=12次"),
    ("联合执法检查12次。", "联合执法检查=12次"),
    ("为民办实事12件。", "为民办实事=12件"),
    ("给予警告12人。", "给予警告=12人"),
    ("通过高级执法资格考试有86人。", "通过高级执法资格考试=86人"),
    ("查处案件3起,开展检查26次。", "查处案件=3起;开展检查=26次"),
    # one wording for several figures, one figure for several things
    (
        "盗窃案件立案数、诈骗案件立案数同比分别下降12.3%和8.6%。",
        "盗窃案件立案数 同比下降=12.3%;诈骗案件立案数 同比下降=8.6%",
    ),
    (
        "立刑事案件1860起,破案1320起,同比分别上升3.2%、5.6%。",
        "立刑事案件=1860起;立刑事案件 破案=1320起;立刑事案件 同比上升=3.2%;立刑事案件 破案 同比上升=5.6%",
    ),
    ("备案率、及时率、规范率均为100%。", "备案率=100%;及时率=100%;规范率=100%"),
    ("印发海报、折页各500份。", "印发海报=500份;印发折页=500份"),
    ("命案、抢劫案破案率均达100%。", "命案破案率=100%;抢劫案破案率=100%"),
    ("一键报警、视频监控、保安配备三项均达100%。", "一键报警=100%;视频监控=100%;保安配备=100%"),
    ("车位周转率、号牌识别率达71%、83%。", "车位周转率=71%;号牌识别率=83%"),
    ("实现投诉举报办结率100%、回访率98%。", "投诉举报办结率=100%;投诉举报回访率=98%"),
    # another degree of what the figure before counts
    (
        "通过中级执法资格考试120人、高级9人。",
        "通过中级执法资格考试=120人;通过高级执法资格考试=9人",
    ),
    # what a check led to, whom it reached
    ("审核合同96份,提出修改意见31条。", "审核合同=96份;审核合同 提出修改意见=31条"),
    ("检查单位120家,责令整改隐患45处。", "检查单位=120家;检查单位 责令整改隐患=45处"),
    ("组织宣讲26场,惠及企业职工3.2万人。", "组织宣讲=26场;组织宣讲 惠及企业职工=32000人"),
    # a verb inside a name begins no predicate
    (
        "新版“全域通办”跨区域惠企便民综合平台的移动客户端、微信小程序和热线办理户政业务1.8万笔。",
        "办理户政业务=18000笔",
    ),
    # other organs as subjects stay in the indicator, the reporter does not
    ("我局会同市场监管局开展联合执法32次。", "开展联合执法=32次"),
    ("社区民警在基础信息平台中共采录纠纷9520起。", "采录纠纷=9520起"),
    # ranges, redacted numbers, hedges, fractions
    ("处罚违法行为人20至30人。", "处罚违法行为人=20人"),
    ("缴获毒品****克。", "缴获毒品=None克"),
    ("培训执法人员近千人次,张贴海报约500张。", "培训执法人员=1000人次;张贴海报=500张"),
    ("在“百日行动”期间,破获案件120起。", "破获案件=120起"),
    # a semicolon in a clause without figures, a clause without a figure as parent, an organ and a time before the verb
    (
        "追缴赃款86万元;禁毒大队开展夏季行动,破案12起。",
        "追缴赃款=860000元;破案=12起",
    ),
    ("清理规范性文件,废止9件、修改4件。", "清理规范性文件 废止=9件;清理规范性文件 修改=4件"),
    ("梧桐司法所全年巡查台账260份、卷宗36份。", "梧桐司法所全年巡查台账=260份;梧桐司法所全年巡查卷宗=36份"),
    ("认领事项96个,其中处罚类40项、许可类12项。", "认领事项=96个;认领事项 处罚类=40项;认领事项 许可类=12项"),
    # what a list with a verb behind it, a means, an attribute and a part of a noun's count make
    ("侦破盗窃案件12起、返还电动车等赃物36件。", "侦破盗窃案件=12起;返还电动车等赃物=36件"),
    ("利用微信视频号直播执法16场,观看人数达3.2万人次。", "直播执法=16场;直播执法 观看人数=32000人次"),
    ("调解纠纷260件,调解成功率98%。", "调解纠纷=260件;调解纠纷 调解成功率=98%"),
    ("12个司法所中仍有3个没有独立办公场所。", "司法所=12个;司法所中没有独立办公场所=3个"),
    (
        "为3200余名群众办理身份证、护照等证件4100余本。",
        "群众办理身份证、护照等证件=3200名;群众办理身份证、护照等证件=4100本",
    ),
    # a noun that sums up titles or names in their place, places that are listed, times at the edge
    ("制定《接处警规范》《巡查办法》等制度规范9项。", "制定制度规范=9项"),
    ("东门、西门、北门等地设置岗亭16处。", "设置岗亭=16处"),
    ("汛期期间累计转移群众320人,自上线以来共受理申请96件。", "转移群众=320人;受理申请=96件"),
    ("倒查2019年以来涉企案件120件。", "倒查涉企案件=120件"),
    ("细化5个方面任务23项。", "细化任务=23项"),
    # one predicate for things in a row, one noun for rates or kinds in a row
    ("3个集体、8名个人受到表彰。", "集体受到表彰=3个;个人受到表彰=8名"),
    ("6个司法所、12个调解室挂牌运行。", "司法所挂牌运行=6个;调解室挂牌运行=12个"),
    ("盗窃、诈骗立案数同比分别下降12.3%和8.6%。", "盗窃立案数 同比下降=12.3%;诈骗立案数 同比下降=8.6%"),
    ("基本级、中级考试通过率分别为98%、41%。", "基本级考试通过率=98%;中级考试通过率=41%"),
    ("警情回访率、处置率分别达97%和88%。", "警情回访率=97%;警情处置率=88%"),
    (
        "破获案件96起,抓获嫌疑人31人,分别同比上升12%和8%。",
        "破获案件=96起;破获案件 抓获嫌疑人=31人;破获案件 同比上升=12%;破获案件 抓获嫌疑人 同比上升=8%",
    ),
    # outcomes share no verb; what an enterprise got back is a result
    ("查处违法案件60起、行政拘留17人。", "查处违法案件=60起;查处违法案件 行政拘留=17人"),
    ("侦破涉企案件26起,为企业挽回损失82万元。", "侦破涉企案件=26起;侦破涉企案件 为企业挽回损失=820000元"),
    ("清理文件12件,继续有效9件、废止3件。", "清理文件=12件;清理文件 继续有效=9件;清理文件 废止=3件"),
    # what a heading speaks of, before bare verbs and what belongs to them
    (
        "(二)规范行政复议\n畅通渠道,受理118件,不予受理3件;审结112件,其中维持61件。",
        "行政复议 受理=118件;行政复议 不予受理=3件;行政复议 审结=112件;行政复议 审结 维持=61件",
    ),
    ("(二)规范行政复议\n收到复议申请118件,受理112件。", "收到复议申请=118件;收到复议申请 受理=112件"),
    ("(二)强化执法协作\n受理118件。", "受理=118件"),
    # an aim is no result of the clause before it
    ("清理规范性文件,力争办结率100%。", "办结率=100%"),
    # words that only begin like an edge
    ("抽调干部12名下沉社区。", "抽调干部下沉社区=12名"),
    ("22座垃圾中转站消杀2次。", "垃圾中转站消杀=22座;垃圾中转站消杀=2次"),
]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("办理行政复议案件120件,其中维持80件,撤销12件。", "80<120 12<120"),
        ("开展普法活动320场(其中进校园80场、进企业60场)。", "80<320 60<320"),
        ("认领事项96个,其中处罚类40项。", "40<96"),
        ("查处酒驾案件40起,其中行政处罚52人。", ""),
        ("抓获嫌疑人20名,其中逮捕9人,破案15起。", "9<20"),
        ("行政执法人员1860名,其中持证上岗1790名,占96.2%。", "1790<1860"),
        ("破获案件20件,抓获嫌疑人31人。", ""),
        ("调解纠纷260件,调解成功率98%。", ""),
    ],
)
def test_a_part_of_a_figure_knows_the_whole(text: str, parts: str) -> None:
    found = found_in(text)
    pairs = [(found.document.cut(o.number), found.document.cut(o.whole)) for o in found.observations if o.whole]
    assert [f"{part}<{whole}" for part, whole in pairs] == parts.split()


@pytest.mark.parametrize(("text", "expected"), INDICATORS)
def test_indicator(text: str, expected: str) -> None:
    assert [told(row) for row in found_in(text).observations] == expected.split(";")


PERIODS = [
    ("今年以来,共开展执法检查260次。", None),
    ("2022年,我局办理案件96件。", None),
    ("6月12日,召开推进会1次。", None),
    ("2021年,我局办理案件80件。", "2021年"),
    ("计划2023年培训800人次。", "2023年"),
    ("计划年内培训800人次。", "年内"),
    ("年底前建成法治公园2个。", "年底前"),
    ("2019年至2022年,制定规范性文件38件。", "2019年至2022年"),
    ("党的十九大以来,全市化解矛盾纠纷5600起。", "党的十九大以来"),
    ("自2020年1月1日起,共受理公开申请320件。", "自2020年1月1日起"),
    ("截至2022年底,全市备案律师360名。", "截至2022年底"),
    ("目前,专职法制审核人员有8名。", "目前"),
    ("近三年来,先后开展专项整治26次。", "近三年来"),
    ("上半年,开展执法检查50次。", "上半年"),
    ("1至10月,查处违法案件120件。", "1至10月"),
    ("在“百日行动”期间,破获案件120起。", "“百日行动”期间"),
    ("“5·15”专项行动以来,破获案件36起。", "“5·15”专项行动以来"),
    ("自2019年5月成立以来,受理申请120件。", "自2019年5月成立以来"),
    ("七年来,化解信访积案320件。", "七年来"),
    ("3个月内破获案件36起。", "3个月内"),
    ("我局2020年办理案件80件。", "2020年"),
    ("1至12月,查处违法案件120件。", None),
    ("认真执行疫情防控期间各项规定,受理签证260件。", None),
    ("每季度组织1次案卷评查。", "每季度"),
    ("召开《每日要情》编辑会3次。", None),
    ("刑事发案较上年下降5%。", None),
    ("5月起推行联审,核查线索120条。", "5月起"),
    ("5月起试行的联审办法成效明显,核查线索120条。", None),
    ("6月防汛进入应急状态后,转移群众120人。", "6月防汛进入应急状态后"),
    ("今年2月15日复工以来,走访企业120家。", "今年2月15日复工以来"),
    ("自7月上线至年底,预警120条。", "自7月上线至年底"),
    ("面对汛期期间险情,转移群众120人。", "汛期期间"),
    ("侦破2003年“5·01”案件1起。", None),
    ("举办“每周一案”微课46期。", None),
    ("为6个司法所年底前全部配齐设备。", "年底前"),
    ("三、2023年工作打算\n2023年,我局将抓好以下工作:\n新建调解室6个。", None),
    ("三、下一步打算\n2023年是关键一年,要抓好:新建调解室6个。", "2023年"),
]


@pytest.mark.parametrize(("text", "period"), PERIODS)
def test_period(text: str, period: str | None) -> None:
    assert {row.period for row in found_in(text).observations} == {period}


PERIODS_OF_EACH = [
    # a semicolon ends a time, unless the sentence begins with it
    ("深化改革,上半年办理案件96件;培训骨干12人。", ["上半年", None]),
    ("上半年,办理案件96件;培训骨干12人。", ["上半年", "上半年"]),
    # a time since when is told of the things in a clause, for what comes of them at once as well
    (
        "倒查2019年以来案件96件,发现问题36个,新建制度9项。",
        ["2019年以来", "2019年以来", None],
    ),
    ("3月至5月、10月至12月,查验车辆96辆。", ["3月至5月、10月至12月"]),
    ("“三抓”行动(抓学习、抓执行、抓落实)开展以来,集中研讨6次。", ["“三抓”行动(抓学习、抓执行、抓落实)开展以来"]),
    # a former time holds for its number alone
    ("满意率由年初的95%提升至98%,办理案件96件。", ["年初", None, None]),
    ("取证时长由原来的50分钟缩短至20分钟。", ["原来", None]),
    ("回溯2020年以来警情3900条。", ["2020年以来"]),
    ("6月25日至9月底,组织夜查11次。", ["6月25日至9月底"]),
    ("日均投入警力210人,抓获9人。", ["日均", None]),
    # figures of a change or comparison each have their own
    ("满意率由2020年的95.2%上升到2021年的97.1%,办理案件96件。", ["2020年", "2021年", None]),
    ("发案由上年的3000起下降到今年的2500起。", ["上年", None]),
    ("事项占比从2021年底的86%提升到2022年底的97%。", ["2021年底", None]),
    ("办理案件500件,比2020年的400件增加100件。", [None, "2020年", None]),
    ("律师达126名,较去年同期的112名增长12.5%。", [None, "去年同期", None]),
    ("计划2023年培训800人次,新建司法所2个。", ["2023年", "2023年"]),
    ("优秀率由去年的81%提高至今年的88%,办理案件96件。", ["去年", None, None]),
    # within the year is the report year, in a plan the next one
    ("年内办理案件96件。", [None]),
    ("力争年内办理案件96件。", ["年内"]),
    ("力争2023年办理案件96件。", ["2023年"]),
]


@pytest.mark.parametrize(("text", "periods"), PERIODS_OF_EACH)
def test_period_of_each(text: str, periods: list[str | None]) -> None:
    assert [row.period for row in found_in(text).observations] == periods


def test_a_period_reaches_over_the_clauses_that_follow_until_another_is_named() -> None:
    found = found_in("近两年,全市采录纠纷9520起,成功化解8837起;今年采录纠纷500起。每周巡查2次,整改隐患31处。")
    assert [row.period for row in found.observations] == ["近两年", "近两年", None, "每周", None]
    supports = [[found.document.cut(s) for s in row.support] for row in found.observations]
    assert "近两年" in supports[1]


ACTORS = [
    ("我局办理案件96件。", "self"),
    ("共办理案件96件。", "self"),
    ("市司法局联合市法院化解行政争议36件。", "self"),
    ("核查市公安局推送的线索120条。", "self"),
    ("市公安局局长批示后,整改问题12个。", "self"),
    ("由市公安局牵头查处非法经营案件18起。", "市公安局"),
    ("市法院建立联动机制,受理案件120件。", "市法院"),
    ("梧桐司法所牵头,集中评查,通报结果,限期整改,抽查案卷120卷。", "梧桐司法所"),
    ("市公安局牵头,集中评查,通报结果,限期整改,抽查案卷120卷。", "self"),
    ("局党组专题研究2次。", "局党组"),
    ("经侦部门立案12起。", "经侦部门"),
    ("梧桐司法所调解纠纷260件。", "梧桐司法所"),
    ("全市法院受理行政案件120件。", None),
    ("全区常住人口62万人。", None),
    ("确诊病例3例。", None),
    ("核查密接人员320人。", "self"),
    # several units together, a unit that something befalls, a member of a committee
    ("梧桐司法所、濮院司法所、洲泉司法所联合调解纠纷260件。", "self"),
    ("梧桐司法所荣立集体三等功,2名调解员受到表彰。", "self"),
    ("局党组成员领办实事12件。", "self"),
    # the region's figures, and changes of them; crime and accidents, which the police answer for, are the reporter's
    ("全市群众安全感较上年提高1.2个百分点。", None),
    ("全市刑事立案数同比下降5.2%。", "self"),
    ("全市实有市场主体9200户,同比增长8%。", None),
    ("全市矛盾纠纷化解中心建成12个。", "self"),
    # a semicolon and a change end what a unit does
    # a unit of the reporter's own line that the sentence begins with, across a semicolon
    ("梧桐司法所调解纠纷,宣讲政策;办理公证96件。", "梧桐司法所"),
    ("培训骨干,梧桐司法所调解纠纷;办理公证96件。", "self"),
    ("梧桐司法所调解纠纷,信访总量同比下降12%。", "self"),
    # a rate that a unit moved
    ("梧桐司法所落实回访,满意率由92%提升至98%。", "梧桐司法所"),
    # several units with things of their own; a thing that bears its organ's name
    ("梧桐司法所“乡音调解室”、濮院司法所“和美茶座”等调解纠纷260件。", "self"),
    # what a Party committee does itself, and what follows from it
    ("局党组落实学法制度,集中学习9次。", "局党组"),
    ("局党组统筹谋划,全年召开党组会9次。", "局党组"),
    ("局党组统筹谋划,新建调解室9个。", "self"),
    ("局党组部署从严,党组班子成员讲专题党课9次。", "局党组"),
    ("市检察院监督立案,收到检察建议3份。", "self"),
    ("市政府副市长、局长带队,调研12次。", "self"),
    # a word for the organ of a kind, where there is but one; delegates and their motions
    ("与市检察院会签意见;检察机关监督立案12件。", "市检察院"),
    ("市检察院、县检察院参加;检察机关监督立案12件。", "self"),
    ("办理市人大代表建议、市政协提案12件。", "self"),
    # a part that a unit has of the whole, an organ of the Party that inspects
    ("其中梧桐司法所调解纠纷260件。", "梧桐司法所"),
    ("市纪委监委明察暗访,通报问题28个。", "市纪委监委"),
    # the lie of the land, and what happens in it
    ("我县边境线长120公里。", None),
    ("电信网络诈骗发案120起。", "self"),
]


@pytest.mark.parametrize(("text", "actor"), ACTORS)
def test_actor(text: str, actor: str | None) -> None:
    assert {row.actor for row in found_in(text).observations} == {actor}


CAMPAIGN, CENTRE, RULE = "护航企业专项行动", "诉前调解中心", "季度案卷评查制度"
KINDS = {CENTRE: "body", RULE: "regime", "护航企业专班": "body", "案卷云平台": "platform"}
ABOUT = [
    # in its own clause, also behind the figure
    ("建成诉前调解中心12个。", CENTRE),
    ("诉前调解中心调解纠纷260件,调解成功251件。", CENTRE),
    # in an earlier clause that sets it going
    ("扎实开展护航企业专项行动,破获案件36起,抓获嫌疑人41人。", CAMPAIGN),
    ("建立季度案卷评查制度,评查案卷120卷。", RULE),
    ("建立诉前调解中心和季度案卷评查制度,走访企业120家。", RULE),
    # however many clauses later
    ("推行季度案卷评查制度,配强力量,压实责任,加大投入,注重实效,走访企业12家。", RULE),
    # in the sentence before, in the lead, in the heading
    ("推行季度案卷评查制度。全年共评查案卷120卷。", RULE),
    ("一是开展护航企业专项行动。走访企业120家。", CAMPAIGN),
    ("(一)推进护航企业\n走访企业120家。", CAMPAIGN),
    ("召开季度案卷评查会12次。", RULE),
    # at work, as what the run begins with, in a modifier's clause, counted and yet carried on by no one else
    ("由我局牵头的诉前调解中心实体化运行,汇集力量,公开流程,调解纠纷260件。", CENTRE),
    ("诉前调解中心整合力量,推行季度案卷评查制度,全年调解纠纷260件。", CENTRE),
    ("成立由副局长任主任、科长任副主任的诉前调解中心,调解纠纷260件。", CENTRE),
    ("(一)推进护航企业\n全面动员部署。\n走访企业120家。", CAMPAIGN),
    # a program that a heading further up names, over a point with a heading of its own that sets nothing going
    ("(一)推进护航企业专项行动\n1.提速增效\n走访企业120家。", CAMPAIGN),
    # a total of the year, a title, what a sentence before has counted already
    ("建立诉前调解中心,全年出具公证书1260件。", None),
    ("出台《关于护航企业专项行动的意见》,走访企业120家。", None),
    # what the run works with, where it names nothing else
    ("依托诉前调解中心,走访企业120家。", CENTRE),
    ("结合护航企业专项行动,走访企业120家。", CAMPAIGN),
    # members of a list of many
    ("开展护航企业专项行动、诉前调解中心、季度案卷评查制度宣讲26场。", None),
    ("开展护航企业专项行动、季度案卷评查制度等宣讲26场,走访企业120家。", None),
    # a body or method of the sentence before, and a figure that shares no word with it
    ("建立诉前调解中心。走访企业120家。", None),
    ("建立诉前调解中心。走访企业,调解纠纷120件。", CENTRE),
    # a name that merely stands near
    ("按照季度案卷评查制度要求抓好整改,召开例会12次。", None),
    ("护航企业专项行动期间,召开例会12次。", None),
    ("召开例会12次。", None),
]


def test_an_attribute_of_a_place_is_told_with_the_place() -> None:
    found = found_in("诉前调解中心总投资360万元,设6个功能区。", things={CENTRE: Label.MECHANISM})
    assert told(found.observations[0]) == "诉前调解中心总投资=3600000元"
    found = found_in("建成诉前调解中心,建筑面积900平方米。", things={CENTRE: Label.MECHANISM})
    assert told(found.observations[0]) == "诉前调解中心 建筑面积=900平方米"


ABOUT_EACH = [
    # what is counted itself is nothing that the next figure is of
    ("开展护航企业专项行动,建成诉前调解中心3个,走访企业120家。", [CENTRE, CAMPAIGN]),
    # a thing that works on runs on
    ("运用诉前调解中心调解纠纷260件,满意率98%,整改问题5个。", [CENTRE, CENTRE, CENTRE]),
    # figures of the heading stand in the first sentence that has any
    ("(一)推进护航企业,持续优化法治化营商环境\n走访企业120家。\n办理公证86件。", [CAMPAIGN, None]),
    # a heading that says nothing else holds for all of its point
    ("(一)推进护航企业\n走访企业120家。\n办理公证86件。", [CAMPAIGN, CAMPAIGN]),
    # what an earlier run of the sentence has named and the figure speaks of
    ("深化护航企业专项行动,走访商户120家;护航企业行动中解决难题16个。", [CAMPAIGN, CAMPAIGN]),
    ("推行季度案卷评查制度,培训骨干12人;评查案卷120卷。", [RULE, RULE]),
    # a mechanism set going under a heading that names another mechanism, or a program
    ("(一)健全诉前调解中心\n加强保障,推行季度案卷评查制度,走访企业12家。", [RULE]),
    ("做强诉前调解中心,接待群众260人。", [CENTRE]),
    ("推行季度案卷评查制度,评查案卷120卷。选派律师9名。", [RULE, None]),
    # the first of a list; of two programs the one that the other carries out
    ("开展护航企业专项行动、季度案卷评查制度宣讲26场。", [CAMPAIGN]),
    # the attribute of a thing that is named behind it, and its work
    ("占地600平方米的诉前调解中心正式启用,调解纠纷260件。", [CENTRE, CENTRE]),
    # what is counted carries on as what is only named
    ("建成诉前调解中心3个,调解纠纷260件,完善配套,办理公证86件。", [CENTRE, CENTRE, CENTRE]),
    ("开展护航企业专项行动3次,走访企业120家,解决难题16个。", [CAMPAIGN, CAMPAIGN, CAMPAIGN]),
    # a program's means have the figures that speak of them
    ("开展护航企业专项行动,建立诉前调解中心,走访企业120家,诉前调解纠纷9起。", [CAMPAIGN, CENTRE]),
    # the totals of a year that a sentence begins with
    ("推行季度案卷评查制度。全年走访企业120家。", [None]),
    ("推行季度案卷评查制度。全年评查案卷120本。", [RULE]),
    # the subject of the last clause
    ("季度案卷评查制度全面推行,诉前调解中心调解纠纷260件,化解积案8件。", [CENTRE, CENTRE]),
    # who moves into a centre, the platform of a mechanism
    ("诉前调解中心建成启用,护航企业专班同步入驻,走访企业120家。", [CENTRE]),
    ("推行季度案卷评查制度,启用案卷云平台,走访企业120家。", [RULE]),
    # a semicolon ends what is set going
    ("开展护航企业专项行动,走访企业120家;办理公证86件。", [CAMPAIGN, None]),
]


@pytest.mark.parametrize(("text", "about"), ABOUT_EACH)
def test_about_of_each(text: str, about: list[str | None]) -> None:
    things = {CAMPAIGN: Label.PROGRAM, **dict.fromkeys(KINDS, Label.MECHANISM)}
    assert [row.about for row in found_in(text, things=things).observations] == about


@pytest.mark.parametrize(("text", "about"), ABOUT)
def test_about(text: str, about: str | None) -> None:
    things = {CAMPAIGN: Label.PROGRAM, **dict.fromkeys(KINDS, Label.MECHANISM)}
    assert {row.about for row in found_in(text, things=things).observations} == {about}


STATUS = [
    ("共办理案件96件。", "done"),
    ("力争矛盾纠纷化解率达到98%。", "planned"),
    ("下一步,将建立法律顾问室20个,覆盖率达到95%。", "planned"),
    ("2023年培训执法骨干200名。", "planned"),
    ("到2025年,实现每村培养3名法律明白人。", "planned"),
    ("争取上级资金200万元。", "done"),
    ("截至2022年底,全市备案律师360名。", "done"),
    ("执法人员缺口达35人。", "gap"),
    ("仍有12个村未设立法律顾问。", "gap"),
    ("二、存在的不足\n专职法制审核人员有8名。", "gap"),
    ("三、下一步工作打算\n培训执法骨干200名。", "planned"),
]


@pytest.mark.parametrize(("text", "status"), STATUS)
def test_status(text: str, status: str) -> None:
    assert {row.status for row in found_in(text).observations} == {status}


def test_every_observation_has_its_number_in_its_span_and_rests_on_places_outside_it() -> None:
    text = "2020年以来,市法院受理案件120件(其中调解60件),同比增长5%,结案率98%;我局培训20名法制员。"
    for row in found_in(text).observations:
        assert row.span.covers(row.number)
        assert row.rule
        assert not any(row.span.covers(place) for place in row.support)


def test_the_figures_of_a_long_row_rest_on_the_one_that_has_the_verb() -> None:
    """Not each on all before it, so that evidence grows with the row and not with its square."""
    kinds = [a + b for a in "甲乙丙丁戊己" for b in "东西南北"]
    row = "、".join(f"{kind}类案件{n}起" for n, kind in enumerate(kinds, 3))
    first, *others = observations.find(found_in(f"全年查处{row}。"))
    assert first.support == ()
    assert [o.support for o in others] == [(first.span,)] * (len(kinds) - 1)


def test_numbers_in_names_are_no_figures() -> None:
    things = {"三级五关审核制度": Label.MECHANISM, "百日会战": Label.PROGRAM}
    found = found_in("落实三级五关审核制度,开展百日会战,印发《惠企20条措施》,破获案件9起。", things=things)
    assert [told(row) for row in found.observations] == ["破获案件=9起"]
