"""Wordings of one metric meet, and wordings of two do not."""

from __future__ import annotations

import pytest

from kg.wording import normal_indicator

SAME = [
    ("破获电信网络诈骗案件", "侦破电诈案件", "破获电信诈骗案", "破获电信网络诈骗案件数", "成功侦破电信网络诈骗案件"),
    ("化解矛盾纠纷", "矛盾纠纷化解", "成功化解矛盾纠纷", "化解矛盾纠纷数量", "共化解各类矛盾纠纷"),
    ("行政机关负责人出庭应诉率", "行政首长出庭应诉率", "负责人出庭应诉率"),
    ("抓获犯罪嫌疑人", "抓获嫌疑人", "抓捕犯罪嫌疑人", "累计抓获犯罪嫌疑人"),
    ("开展法治宣传活动", "组织开展法治宣传活动", "先后开展法治宣传活动", "全市开展法治宣传活动"),
    ("刑事警情", "全县刑事警情", "刑事警情数"),
    ("办理人大代表建议", "依法办理人大建议"),
]
OTHER = [
    ("受理行政复议案件", "办结行政复议案件"),
    ("破获刑事案件", "破获治安案件"),
    ("刑事案件", "行政案件"),
    ("抓获犯罪嫌疑人", "抓获违法犯罪嫌疑人"),
    ("破案", "破案率"),
    ("出庭应诉", "出庭应诉率"),
    ("查处酒驾", "查处醉驾"),
    ("举办培训班", "召开座谈会"),
    ("死亡人数", "受伤人数"),
]


@pytest.mark.parametrize("wordings", SAME, ids=lambda w: w[0])
def test_wordings_of_one_metric_meet(wordings: tuple[str, ...]) -> None:
    assert {normal_indicator(wording) for wording in wordings} == {normal_indicator(wordings[0])}
    assert normal_indicator(normal_indicator(wordings[0])) == normal_indicator(wordings[0])


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_two_metrics_stay_two(one: str, other: str) -> None:
    assert normal_indicator(one) != normal_indicator(other)


@pytest.mark.parametrize("text", ["数", "案件", "了", "共", "x", "12345热线"])
def test_something_is_always_left(text: str) -> None:
    assert normal_indicator(text)
