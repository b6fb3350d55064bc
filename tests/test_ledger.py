"""The ledger: what a fact holds, what is explained, what is unread."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from kg.audit.ledger import Count, Row, State, What, counts, ledger, unread_share
from kg.extract import extract
from kg.model import Component, Entity, Extraction, Label, Mention, Observation, Quantity, Span
from kg.ontology import rules, words
from kg.text import document_from_text

TEXT = "2022年,县局办理复议案件12件,推行“警保联控”机制,执行《信访工作条例》,做到“两个维护”,在《警事》栏目发声3次。"


def _span(part: str) -> Span:
    return Span(TEXT.index(part), TEXT.index(part) + len(part))


def _extraction(text: str = TEXT, **facts: object) -> Extraction:
    return Extraction(document_from_text(text), None, **facts)  # type: ignore[arg-type]


def _entity(label: Label, name: str, part: str) -> Entity:
    return Entity(label, name, mentions=(Mention(_span(part), label, name, "made-up"),))


FACTS = _extraction(
    entities=(
        _entity(Label.MECHANISM, "警保联控机制", "“警保联控”机制"),
        _entity(Label.INSTRUMENT, "信访工作条例", "《信访工作条例》"),
    ),
    observations=(
        Observation(_span("办理复议案件12件"), _span("12"), "办理复议案件", Quantity(Decimal(12), "件"), "made-up"),
    ),
)

MODELLED = [
    ("12", "Observation 办理复议案件"),
    ("警保联控", "Mechanism 警保联控机制"),
    ("信访工作条例", "LegalInstrument 信访工作条例"),
]

EXPLAINED = [("2022", "date"), ("两个维护", "collective"), ("警事", "programme")]


def _rows(found: Extraction) -> dict[str, Row]:
    return {found.document.cut(row.span): row for row in ledger(found)}


@pytest.mark.parametrize(("part", "by"), MODELLED)
def test_modelled(part: str, by: str) -> None:
    row = _rows(FACTS)[part]
    assert (row.state, row.reason, row.by) == (State.MODELLED, "", by)


@pytest.mark.parametrize(("part", "reason"), EXPLAINED)
def test_explained(part: str, reason: str) -> None:
    row = _rows(FACTS)[part]
    assert (row.state, row.reason) == (State.EXPLAINED, reason)
    assert row.by


def test_unread_without_a_fact() -> None:
    rows = _rows(_extraction())
    assert [part for part, row in rows.items() if row.state is State.UNREAD] == ["12", "警保联控", "信访工作条例", "3"]


def test_rows_stand_in_order_and_name_all_three_kinds() -> None:
    rows = ledger(FACTS)
    assert [row.span.start for row in rows] == sorted(row.span.start for row in rows)
    assert {row.what for row in rows} == set(What)


def test_a_component_holds_its_parts() -> None:
    text = "健全“三防”体系"
    part = Span(3, 5)
    found = _extraction(text, components=(Component("三防", ("人防",), part, (part,), "made-up"),))
    assert [(row.what, row.state, row.by) for row in ledger(found)] == [(What.QUOTE, State.MODELLED, "Component 三防")]


def test_a_quote_inside_a_title_is_inner() -> None:
    found = _extraction("修订《“无讼”村居创建办法》。")
    assert _rows(found)["无讼"].reason == "inner"


HELD_TEXT = "自2019年起,依托“警邻面对面”平台,围绕7类12项清单,发放“平安卡”300张。"


def _held(period: str | None) -> Extraction:
    whole, number = Span(0, len(HELD_TEXT) - 1), Span(HELD_TEXT.index("300"), HELD_TEXT.index("300") + 3)
    counted = Quantity(Decimal(300), "张")
    fact = Observation(whole, number, "发放“平安卡”", counted, "made-up", support=(whole,), period=period)
    return _extraction(HELD_TEXT, observations=(fact,))


def test_a_proof_that_runs_over_a_number_or_a_term_does_not_hold_it() -> None:
    modelled = {part for part, row in _rows(_held("自2019年起")).items() if row.state is State.MODELLED}
    assert modelled == {"2019", "300", "平安卡"}
    assert _rows(_held(None))["2019"].reason == "date"


def test_a_name_within_a_term_does_not_hold_it() -> None:
    text = "建立“某区公安分局法律顾问库”"
    inner = Mention(Span(3, 9), Label.BUREAU, "某区公安分局", "made-up")
    found = _extraction(text, entities=(Entity(Label.BUREAU, "某区公安分局", mentions=(inner,)),))
    assert [row.state for row in ledger(found)] != [State.MODELLED]


def test_counts_of_every_row() -> None:
    rows = ledger(FACTS)
    counted = counts(rows)
    assert sum(c.count for c in counted) == len(rows)
    assert counted[0] == Count(What.NUMBER, State.MODELLED, "", 1)
    assert unread_share(rows, What.TITLE) == 0
    assert unread_share(rows, What.NUMBER) == 1 / 4
    assert unread_share((), What.QUOTE) == 0


def test_an_empty_report_has_no_rows() -> None:
    assert ledger(_extraction("")) == ()


def test_every_reason_is_of_the_closed_list() -> None:
    for rule in rules("ledger"):
        assert rule.gives["reason"] in {"", *words("reasons", what=rule.gives["what"])}


ROOT = Path(__file__).parents[1]
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
WRITTEN = sorted((ROOT / "tests" / "written").glob("*.txt"))


def _read(path: Path) -> tuple[Row, ...]:
    return ledger(extract(document_from_text(path.read_text(encoding="utf-8"))))


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_little_of_a_seed_is_unread(path: Path) -> None:
    rows = _read(path)
    assert {row.what for row in rows} == set(What)
    assert unread_share(rows, What.NUMBER) == 0
    assert unread_share(rows, What.TITLE) <= 0.02
    assert unread_share(rows, What.QUOTE) <= 0.04


def test_little_of_the_written_reports_is_unread() -> None:
    rows = [row for path in WRITTEN for row in _read(path)]
    assert {what: share for what in What if (share := unread_share(rows, what)) > 0.02} == {}
