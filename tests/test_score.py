"""The scorer: a small example counted by hand, and frozen figures of annotation made worse in a fixed way."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.errors import UsageError
from kg.score import evaluate, evaluate_found, load_facts, score
from kg.score.pairs import dice, fold
from tests.degraded import GOLD, degraded, gold

SEEDS = GOLD.parents[1] / "seeds"


def figure(surface: str, indicator: str, value: object, **more: object) -> dict[str, object]:
    row = {"surface": surface, "indicator": indicator, "value": value, "high": None, "unit": "件", "bound": "exact"}
    return {**row, "period": None, "actor": "self", "about": None, "status": "done", **more}


def thing(name: str, *aliases: str, **more: object) -> dict[str, object]:
    return {"type": "Mechanism", "kind": "regime", "name": name, "aliases": list(aliases), "actor": "self", **more}


ANNOTATED = {
    "report": {"bureau": "甲市公安局", "self_names": ["我局"]},
    "entities": [
        {"type": "Bureau", "kind": "police", "name": "甲市公安局", "aliases": ["我局"]},
        {"type": "Bureau", "kind": "police", "name": "乙省公安厅", "aliases": ["省厅"]},
        thing("案件集中审核制度", "集中审核"),
        thing("执法监督员制度"),
        thing("三级联动机制"),
    ],
    "components": [{"whole": "三级", "parts": ["市", "县", "乡"]}],
    "observations": [
        figure("立案13件", "立案", 13),
        figure("办结余12件", "办结", 12, bound="over"),
        figure("审核案件9件", "审核案件", 9),
    ],
    "relations": [
        {"s": "乙省公安厅", "p": "superiorOf", "o": "甲市公安局"},
        {"s": "甲市公安局", "p": "partnersWith", "o": "丙法院"},
    ],
}
FOUND = {
    "entities": [
        {"type": "Bureau", "kind": "police", "name": "我局", "aliases": []},
        {"type": "Bureau", "kind": "police", "name": "丁区公安局", "aliases": []},
        thing("“集中审核”", actor="我局"),
        thing("特邀执法监督员制度", kind="method"),
        thing("四级联动机制"),
    ],
    "components": [{"whole": "三级", "parts": ["县", "市", "乡"]}],
    "observations": [
        figure("立案13件", "立案", 13),
        figure("办结余12件", "办结", 12),
        figure("案件9件", "完全不同", 9),
        figure("复议5件", "复议", 5),
    ],
    "relations": [
        {"s": "省厅", "p": "superiorOf", "o": "self"},
        {"s": "丙法院", "p": "partnersWith", "o": "我局"},
        {"s": "甲市公安局", "p": "superiorOf", "o": "省厅"},
    ],
}
BY_HAND = {
    # 我局 is an alias of the reporter; 丁区 is nobody
    "Bureau strict": (1, 2, 2),
    "Bureau relaxed": (1, 2, 2),
    # 集中审核 is an alias; (特邀)执法监督员制度 is near; 三级 and 四级 differ in a numeral
    "Mechanism strict": (1, 3, 3),
    "Mechanism relaxed": (2, 3, 3),
    "Program strict": (0, 0, 0),
    "Entity relaxed (all types)": (3, 5, 5),
    "Observation number": (3, 3, 4),
    "Observation labelled": (2, 3, 4),
    "Observation full": (1, 3, 4),
    # of 市县乡 and 县市乡, two stand in the same order
    "Component strict": (2, 3, 3),
    "Relation strict": (2, 2, 3),
    "Observation marked bound": (0, 1, 0),
    "Observation marked status": (0, 0, 0),
}
AGREED_BY_HAND = {
    "Bureau.kind accuracy": (1, 1),
    "Mechanism.kind accuracy": (1, 2),
    "Mechanism.actor accuracy": (2, 2),
    "Observation.bound accuracy": (2, 3),
}


def test_small_example_counted_by_hand() -> None:
    rows: Any = score({"x": ANNOTATED}, {"x": FOUND})
    assert {name: (rows[name].hit, rows[name].gold, rows[name].system) for name in BY_HAND} == BY_HAND
    assert {name: (rows[name].hit, rows[name].of) for name in AGREED_BY_HAND} == AGREED_BY_HAND
    assert rows["Entity relaxed (all types)"].to_json()["f1"] == 0.6
    assert rows["Program strict"].f1 == 0


def test_frozen_figures_of_degraded_annotation() -> None:
    frozen = json.loads((Path(__file__).parent / "data" / "score-of-degraded.json").read_text(encoding="utf-8"))
    every = gold()
    rows = score(every, {doc: degraded(facts) for doc, facts in every.items()})
    assert {name: row.to_json() for name, row in rows.items()} == frozen


def test_annotation_against_itself_is_perfect_and_nothing_is_nothing() -> None:
    every = gold()
    assert {getattr(row, "f1", 1.0) or 1.0 for row in score(every, every).values()} == {1.0}
    empty: Any = score(every, {})
    assert empty["Bureau strict"].hit == empty["Bureau strict"].system == 0 < empty["Bureau strict"].gold


@pytest.mark.parametrize(
    ("a", "b"), [("“全民反诈”专项 行动", "全民反诈专项行动"), ("（１＋Ｎ）", "1+N"), ("一—二", "一~二"), (None, "")]
)
def test_forms_that_compare_alike(a: str | None, b: str) -> None:
    assert fold(a) == fold(b)


def test_dice_counts_bigrams() -> None:
    assert dice("立案件", "立案") == pytest.approx(2 / 3)
    assert dice("案", "案") == 1
    assert dice("", "") == 0


def test_a_value_that_is_no_number_matches_nothing() -> None:
    gold_row, found_row = figure("立案13件", "立案", 13), figure("立案13件", "立案", "十三")
    rows: Any = score({"x": {"entities": [], "observations": [gold_row]}}, {"x": {"observations": [found_row]}})
    assert rows["Observation number"].hit == 0


def write(folder: Path, **docs: object) -> Path:
    folder.mkdir()
    for name, data in docs.items():
        (folder / f"{name}.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return folder


def test_error_lists_name_every_difference(tmp_path: Path) -> None:
    result = evaluate_found(write(tmp_path / "gold", x=ANNOTATED), write(tmp_path / "found", x=FOUND))
    told = {(e.kind, e.sort, e.what, e.gold, e.found) for e in result.errors()}
    assert ("bureau", "miss", "乙省公安厅 (省厅)", "", "") in told
    assert ("bureau", "false", "丁区公安局", "", "") in told
    assert ("mechanism", "kind", "执法监督员制度", "regime", "method") in told
    assert ("observation", "bound", "办结余12件 [12 件]", "over", "exact") in told
    assert ("observation", "indicator", "审核案件9件 [9 件]", "审核案件", "完全不同") in told
    assert ("observation", "false", "复议5件 [5 件]", "", "") in told
    assert ("component", "parts", "三级", "市、县、乡", "县、市、乡") in told
    assert ("relation", "false", "甲市公安局 superiorOf 省厅", "", "") in told
    assert {e.kind for e in result.errors("relation")} == {"relation"}
    with pytest.raises(UsageError, match="no kind"):
        result.errors("persons")


def test_evaluation_reads_the_texts_that_have_annotation() -> None:
    result = evaluate(GOLD, SEEDS)
    assert [c.doc for c in result.comparisons] == sorted(path.stem for path in GOLD.glob("*.json"))
    assert result.to_json() == evaluate(GOLD, SEEDS).to_json()


def test_evaluation_refuses_what_does_not_belong_together(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no JSON"):
        load_facts(tmp_path)
    annotated = write(tmp_path / "gold", x=ANNOTATED)
    with pytest.raises(UsageError, match="0 reports named x"):
        evaluate(annotated, SEEDS)
    with pytest.raises(UsageError, match="no such folder"):
        evaluate(annotated, tmp_path / "nowhere")
    (annotated / "y.json").write_text("{", encoding="utf-8")
    with pytest.raises(UsageError):
        load_facts(annotated)
