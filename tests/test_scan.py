"""Searching only where a pattern can match finds what searching everywhere finds."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from kg.errors import OntologyError
from kg.extract import extract
from kg.extract import scan as scan_module
from kg.extract.anchors import DIGIT, anchor, closers, openers
from kg.extract.cues import Cued
from kg.extract.openers import closed, opened
from kg.extract.scan import READING, SIGNS, matches, scan
from kg.ontology import rules, rules_of
from kg.text import document_from_text, read

REPORTS = sorted(p for d in ("seeds", "tests/written") for p in (Path(__file__).parents[1] / d).glob("*.txt"))


@pytest.mark.parametrize(
    ("pattern", "sets", "width"),
    [
        ("推进[^,。]{2,8}(?:小区|街区)建设", [{"小区建设", "街区建设"}], 14),
        ("推进[^,。\n]*(?:小区|街区)建设", [{"推进"}, {"小区建设", "街区建设"}], None),
        ("(?:大)?平安(?:夜[市间])?", [{"平安"}], 5),
        ("(?P<name>(?:网格)+员)(?!工)", [{"网格"}], None),
        ("(?:法庭|[一二]级法院|.{3}所站)办理", [{"办理"}], 7),
        ("关于《[^《》\n]*》的通知", [{"》的通知"}, {"关于《"}], None),
        ("[双三][一-龥]{1,6}(?=:)", [{":"}], 8),
        ("[双三].(?=.{2}平安).", [{"平安"}], 7),
        ("[双三][^,。\n]*建设(?=办法|[^,。\n]*意见)", [{"建设"}, {"办法", "意见"}], None),
    ],
)
def test_what_a_pattern_needs(pattern: str, sets: list[set[str]], width: int | None) -> None:
    found = anchor(pattern)
    assert found is not None
    assert sorted(map(sorted, found.sets)) == sorted(map(sorted, sets))
    assert found.width == width


@pytest.mark.parametrize(
    "pattern",
    [
        *(
            "[一-龥]{3}",
            "(?:平安)?的",
            "(?!平安)[^,]",
            "(?<=平安)[^,]",
            "(?:(?=平安)[^,])?的",
            "(?i:abc)",
            "平安|.",
            "(?:平安|)",
        ),
        *("平安[^。]*建设", r"平安\s*建设", "平安(?=[^。]*建设)"),
        *("《[^《》\n]*》的通知", "“平安”"),
    ],
)
def test_a_pattern_that_needs_nothing_or_spans_lines_or_begins_with_a_mark_is_tried_everywhere(pattern: str) -> None:
    assert anchor(pattern) is None


@pytest.mark.parametrize(("pattern", "ahead"), [("平安", 1), ("平安(?=建设)", 3), ("平安(?![^,]{0,9}年)|法治", 11)])
def test_how_far_a_pattern_looks_ahead(pattern: str, ahead: int) -> None:
    found = anchor(pattern)
    assert found is not None
    assert found.ahead == ahead


@pytest.mark.parametrize("path", REPORTS, ids=lambda p: p.stem)
def test_every_match_is_found(path: Path) -> None:
    reading = read(path).reading
    rules = [r for name, roles in (*READING.items(), *SIGNS.items()) for role in roles for r in rules_of(name, role)]
    for rule in rules:
        assert [m.span() for m in matches(reading, rule)] == [m.span() for m in rule.matches(reading)], rule.name
    assert any(list(matches(reading, rule)) for rule in rules)


def test_a_role_that_is_not_listed_is_not_searched() -> None:
    with pytest.raises(OntologyError, match="does not list the role skip"):
        scan("", "observations", "skip")


def test_every_role_that_is_listed_is_searched() -> None:
    """By `scan`, or by `matches` over its rules."""
    called = re.compile(r'(?:scan\([\w.]+, |rules_of\()"(\w+)", "([\w-]+)"\)')
    sources = Path(scan_module.__file__).parent.rglob("*.py")
    searched = {pair for path in sources for pair in called.findall(path.read_text(encoding="utf-8"))}
    listed = {(name, role) for name, roles in (*READING.items(), *SIGNS.items()) for role in roles}
    assert listed - searched == set()


@pytest.mark.parametrize("path", REPORTS, ids=lambda p: p.stem)
def test_every_rule_that_a_sentence_fits_is_tried(path: Path) -> None:
    document = read(path)
    every = rules("observations")
    cued, tried = Cued(every), 0
    for sentence in document.sentences:
        text = document.cut(sentence.span)
        fitting = [rule.name for rule in cued.fitting(text)]
        tried += len(fitting)
        assert [rule.name for rule in every if rule.pattern.search(text) and rule.name not in fitting] == [], text
    assert tried < len(document.sentences) * len(every) / 2


@pytest.mark.parametrize(
    ("pattern", "first"),
    [
        ("平安|法治", {"平", "法"}),
        ("(?P<name>大?(?:平安|[一二]级))建设", {"大", "平", "一", "二"}),
        (r"(?<=各)第?\d+(?:个|项)", {"第", DIGIT}),
        (r"(?:20\d\d年){0,2}(?=至)[至到]|起(?!诉)", {"2", "至", "到", "起"}),
        ("(?:网格)++|(?>街道)", {"网", "街"}),
    ],
)
def test_what_a_match_can_begin_with(pattern: str, first: set[str]) -> None:
    assert openers(pattern) == first


@pytest.mark.parametrize(
    "pattern", ["", "平?", "(?:平安)*", "平?[^,]安", ".安", "[一-龥]安", r"平|\s", "(?i:a)b", "平安|$"]
)
def test_what_can_begin_with_anything_or_be_empty_is_tried_everywhere(pattern: str) -> None:
    assert openers(pattern) is None


@pytest.mark.parametrize(
    ("pattern", "last"),
    [
        ("(?:各|全)(?:市|县)?$", {"各", "全", "市", "县"}),
        (r"第[一二]+(?:个|\d)(?<!第一个)$|某[些]?$", {"个", DIGIT, "某", "些"}),
        ("各$|.$", None),
        ("(?:各|全)?$", None),
    ],
)
def test_what_a_text_can_end_with_before_a_place(pattern: str, last: set[str] | None) -> None:
    assert closers(pattern) == (last if last is None else last | {"\n"})


ROLES_BEFORE_A_PLACE = ["near", "collective", "stationed", "no-level", "house", "owner"]


@pytest.mark.parametrize("path", REPORTS, ids=lambda p: p.stem)
def test_every_rule_that_matches_before_a_place_is_tried_there(path: Path) -> None:
    reading = read(path).reading
    for role in ROLES_BEFORE_A_PLACE:
        fit = closed("bureaus", role)
        for m in re.finditer("[派局所院队部公分监]", reading):
            left = reading[: m.start()][-12:]
            assert all(r in fit[left[-1:]] for r in rules_of("bureaus", role) if r.pattern.search(left)), left


ROLES_AT_A_PLACE = [
    ("observations", "skip"),
    ("observations", "way"),
    ("subjects", "stands-for"),
    ("things", "trim"),
]


@pytest.mark.parametrize("path", REPORTS, ids=lambda p: p.stem)
def test_every_rule_that_matches_at_a_place_is_tried_there(path: Path) -> None:
    reading = read(path).reading
    for name, role in ROLES_AT_A_PLACE:
        fit = opened(name, role)
        for rule in rules_of(name, role):
            assert all(rule in fit[reading[m.start()]] for m in rule.matches(reading) if m[0]), rule.name


@pytest.mark.parametrize("digit", ["7", "\uff17", "\u0667"])
def test_a_digit_of_any_script_is_a_digit(digit: str) -> None:
    assert any(rule.pattern.match(f"{digit}月") for rule in opened("observations", "skip")[digit])


@pytest.mark.parametrize("part", ["健全第{}工作机制和", "设立“老李{}调解室”、", "建成{}号反诈中心，", "查处案件{}件、"])
def test_a_sentence_of_two_thousand_names_or_figures_takes_seconds(part: str) -> None:
    """What is read of a name or a figure must not grow with the length of its sentence."""
    text = "一、主要做法\n" + "".join(part.format(n) for n in range(2000)) + "。\n"
    document = document_from_text(text)
    started = time.perf_counter()
    found = extract(document)
    assert time.perf_counter() - started < 6
    assert len(found.observations) >= 1000 or sum(len(e.mentions) for e in found.entities) >= 1000
