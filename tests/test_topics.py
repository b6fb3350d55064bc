"""Topics of metrics: what is administrative litigation or reconsideration, and what only has such a word in it."""

from __future__ import annotations

import pytest

from kg.graph.topics import topics
from kg.ontology import FZ, concepts, lexicon

REVIEW, LITIGATION = FZ.review, FZ.litigation
TOPICS = {
    (REVIEW,): ["受理行政复议案件", "行政复议发案量", "办结复议案件 维持", "行政复议申请 不予受理", "复议纠错率"],
    (LITIGATION,): [
        *("行政诉讼案件", "行政应诉案件 败诉", "行政机关负责人出庭应诉率", "行政首长出庭", "胜诉率", "被诉案件"),
        *("代理参与诉讼案件", "办理二审", "行政案件一审 驳回诉讼请求"),
    ],
    (LITIGATION, REVIEW): ["行政复议和行政应诉案件", "经复议后提起行政诉讼案件"],
    (): [
        *("行政处罚案件", "审核行政审批事项", "刑事诉讼案件", "办理公益诉讼案件", "向检察机关提请复议案件"),
        *("开展《行政复议法》授课", "开展行政诉讼法培训", "民警出庭作证", "出庭支持公诉案件", "打击虚假诉讼案件"),
        *("侦捕诉协作案件", "行政许可复核", "审结刑事一审案件", "要求复议、提请复核案件"),
    ],
}


@pytest.mark.parametrize(("wanted", "name"), [(wanted, name) for wanted, names in TOPICS.items() for name in names])
def test_a_metric_belongs_to_the_topics_that_its_name_speaks_of(wanted: tuple[str, ...], name: str) -> None:
    assert topics([name]) == wanted


def test_one_wording_is_enough() -> None:
    assert topics(["办结案件", "办结行政复议案件"]) == (REVIEW,)


def test_every_row_is_of_a_topic_and_longer_words_hold_one_that_counts() -> None:
    rows = lexicon("topics")
    assert {row["topic"] for row in rows} == set(concepts("topic"))
    counting = {
        topic: [r["term"] for r in rows if r["use"] == "in" and r["topic"] == topic] for topic in concepts("topic")
    }
    idle = [r["term"] for r in rows if r["use"] == "out" and not any(c in r["term"] for c in counting[r["topic"]])]
    assert idle == []
