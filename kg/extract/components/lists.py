"""Lists in running text: cut at their separators, counted, and freed of the words that govern them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from kg.marks import JOINT
from kg.model import Span
from kg.ontology import any_of, rules_of, words

LIST = re.compile(r"、|(?<=[”\"》])(?=[“\"《])")
PLUS = re.compile(r"[+、]")
DASHES = re.compile(r"—+|–|→|-")
COMMAS = re.compile(r"[,;、]")
CLAUSES = re.compile(r"[,;]")
SEMICOLONS = re.compile(r";")
AROUND = re.compile(r"[、,;:+]")
_TITLE = r"《[^《》]{2,80}》"
_TITLES = re.compile(rf"{_TITLE}(?:{JOINT}?{_TITLE})+")
_ONE_TITLE = re.compile(r"《([^《》]+)》")
_ENDS_TITLES = re.compile(rf"(?:{_TITLE}{JOINT}?)+(?:等|这)?$")
_WORD = 2
"""Characters of the shortest word that can be a member."""
_LONGEST_VERB = 6
_GOVERN = frozenset("由从对把向以")
_BEFORE_LETTERS = frozenset("按将把对由从")
_COUNTED_OFF = re.compile(r"[一二三四五六七八九十](?:是|要)(?:要|从)?")
_FIGURE = re.compile(r"\d[\d.]*[万余多]*[人名起件次份个宗场处所]$")
_ORDINAL = re.compile(r"第[一二三四五六七八九][步条类][,:是]")
_FIRST_CLAUSE = re.compile(r"[,:]")
LONGEST_PART, _LONGEST_CLAUSE = 20, 60
"""Characters of a member, and of one that is a clause."""
_HOTLINES = frozenset({"110", "119", "120", "122", "12345", "12348", "12389", "96110"})
_REACH = 160
"""Characters before a place in which its clause, or half of a list of titles, begins."""
_LONGER = 2
"""Characters by which the last member may be longer than the longest before it."""
_STOP = re.compile(r"[,。;:!?\n()《》](?:(?<=\()[^()]{1,8}\))?")


def clause_before(reading: str, end: int) -> Span:
    """The clause that ends at `end`; a short parenthesis does not end a clause: 乡(镇)调解站."""
    start = max(0, end - _REACH)
    for m in _STOP.finditer(reading, start, end):
        if m.end() - m.start() == 1:
            start = m.end()
    return Span(start, end)


def bare(reading: str, span: Span) -> Span:
    """A part without the punctuation at its edges; quotation marks that quote only a piece of it stay: “一站式”办案."""
    start, end = span
    while start < end and reading[start] in '“"‘:,;、《 ' and not _closes_within(reading, start, end):
        start += 1
    while end > start and reading[end - 1] in '”"’…,;、》 ' and not _opens_within(reading, start, end):
        end -= 1
    return Span(start, end)


def _closes_within(reading: str, start: int, end: int) -> bool:
    return reading[start] == "“" and start < reading.find("”", start, end) < end - 1


def _opens_within(reading: str, start: int, end: int) -> bool:
    return reading[end - 1] == "”" and start < reading.rfind("“", start, end)


def cut(reading: str, span: Span, separator: re.Pattern[str]) -> list[Span]:
    """The parts of a span between its separators."""
    cuts = [m.span() for m in separator.finditer(reading, span.start, span.end)]
    starts = [span.start, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), span.end]
    return [bare(reading, Span(a, b)) for a, b in zip(starts, ends, strict=True)]


def in_parts(
    reading: str,
    span: Span,
    counts: Sequence[int],
    separator: re.Pattern[str],
    *,
    last: bool = False,
    long: bool = False,
    first_clause: bool = False,
) -> list[Span] | None:
    """The list under a span in as many parts as one of `counts`, cut at the separator and at its last 和; or None.

    `last`: what stands before the list may be a list too, the members are the last ones. `long`: parts are clauses;
    `first_clause`: of each part, only its first clause is the member.
    """
    size = 1 + sum(1 for _ in separator.finditer(reading, span.start, span.end))
    if size + 1 < min(counts) or (size > max(counts) and not last):
        return None
    whole = cut(reading, span, separator)
    joined = _and_cut(reading, whole)
    for count in counts:
        for parts in (whole, joined) if joined is not whole else (whole,):
            if last and len(parts) > count >= 2 and (start := _after_of(reading, parts[-count])):
                parts = [start, *parts[len(parts) - count + 1 :]]
            if len(parts) == count:
                if first_clause:
                    parts = [_first_clause(reading, p) for p in parts]
                if all(_is_part(reading[p.start : p.end], long, last) for p in parts):
                    return parts
    return None


@cache
def _joint() -> re.Pattern[str]:
    """和 and its like where they join two members."""
    return any_of("components", "joint")


def _and_cut(reading: str, parts: list[Span]) -> list[Span]:
    tail = parts[-1]
    joints = list(_joint().finditer(reading, tail.start + 1, tail.end)) if tail.end > tail.start else []
    if not joints:
        return parts
    at = joints[-1]
    return [*parts[:-1], bare(reading, Span(tail.start, at.start())), bare(reading, Span(at.end(), tail.end))]


def _after_of(reading: str, part: Span) -> Span | None:
    """What follows the last 的 or 及 of a part: in 专业、无偿的纠纷调解、法律咨询 the list begins behind it."""
    joints = [reading.rfind("的", part.start, part.end) + 1, *(m.end() for m in _joint().finditer(reading, *part))]
    at = max(joints)
    return Span(at, part.end) if part.start < at < part.end - 1 else None


def _first_clause(reading: str, part: Span) -> Span:
    ordinal = _ORDINAL.match(reading, *part)
    part = Span(ordinal.end(), part.end) if ordinal else part
    m = _FIRST_CLAUSE.search(reading, part.start, part.end)
    return bare(reading, Span(part.start, m.start())) if m else part


def _is_part(text: str, long: bool, governed: bool) -> bool:
    """`governed`: a verb may stand before the first part, which then may end with its quotation mark: 推行“快办”."""
    fits = 0 < len(text) <= (_LONGEST_CLAUSE if long else LONGEST_PART) and (not text.isdigit() or text in _HOTLINES)
    return fits and ":" not in text and _balanced(text) and (governed or text[-1] not in '”"')


def _balanced(text: str) -> bool:
    """Whether quotation marks close in a text: “一站式”办案, not 一体化”、“一条龙."""
    return text.count("“") == text.count("”") and text.find("“") <= text.find("”")


def without_verb(reading: str, parts: list[Span], noun: str = "") -> list[Span]:
    """Members without the verb that governs the list: 扎实推进车巡、步巡 begins with 车巡; all with `noun` or none."""
    first, others = parts[0], [reading[p.start : p.end] for p in parts[1:]]
    text = reading[first.start : first.end]
    text = _behind_lead(text, others, noun, governed=_share_a_verb(reading, parts[1:]))
    text = _shaped_like(text, others, noun)
    return [bare(reading, Span(first.end - len(text), first.end)), *parts[1:]]


def _share_a_verb(reading: str, others: Sequence[Span]) -> bool:
    """Whether a verb before the first member can govern all: not where each of the others has one of its own."""
    leads = rules_of("components", "lead")
    return not all(any(rule.pattern.match(reading, *p) for rule in leads) for p in others)


def _behind_lead(text: str, others: Sequence[str], noun: str, governed: bool) -> str:
    """A first member from behind the words that belong to the sentence, or from the noun that begins all the others."""
    least, most = min(map(len, others)), max(map(len, others))
    if least == 1 and text[:-1] in _edges():
        return text[-1:]
    leads = (rule.pattern.search(text) for rule in rules_of("components", "lead") if governed)
    lead = next((m for m in leads if m), None)
    if most == 1:
        return text[-1:] if lead or text[0] in _BEFORE_LETTERS else text
    if noun and not text.startswith(noun) and noun in text and all(other.startswith(noun) for other in others):
        return text[text.index(noun) :]
    if lead is None:
        return text
    rest = text[lead.end() :] if len(text) - lead.end() >= least else text[lead.end("must") :]
    alike = any(other[:_WORD] in _edges() for other in others)
    is_member = alike and len(rest) <= _WORD < least <= len(text) <= most
    return text if is_member else _behind_further_leads(rest, least, most)


def _behind_further_leads(text: str, least: int, most: int) -> str:
    """A first member still longer than the others, without what stands before a further verb: 办案区划分为候问区."""
    for rule in rules_of("components", "lead"):
        while len(text) > most + 1 and (m := rule.pattern.search(text, 1)) and len(text) - m.end() >= least:
            text = text[m.end() :]
    return text


def _shaped_like(text: str, others: Sequence[str], noun: str) -> str:
    """A first member that is longer than any other, from the sign that begins the others on, or as long as they are."""
    least, most = min(map(len, others)), max(map(len, others))
    if len(text) <= most:
        return text
    heads = {other[:1] for other in others}
    at = text.find(next(iter(heads))) if len(heads) == 1 else -1
    if len(others) == 1:
        return text[at:] if heads <= _GOVERN and at > 0 else text
    if at >= 0:
        return text[at:]
    if least < most:
        return text
    edge = any(text[-least - n : -least] in _edges() for n in range(1, _LONGEST_VERB + 1))
    tail = text[-_WORD:]
    named = noun.endswith(tail) and all(other.endswith(tail) for other in others)
    alike = {member[-1:] for member in (text, *others)} == {noun}
    return text[-least:] if edge or named or alike else text


@cache
def _edges() -> frozenset[str]:
    """Words that may stand before a list without being a part of its first member."""
    roles = ("set", "run", "use", "verb")
    return frozenset({*words("work_verbs"), *(w for role in roles for w in words("thing_edges", role=role))})


def without_rest(reading: str, parts: list[Span], role: str = "rest") -> list[Span]:
    """Members without what the sentence goes on to say behind the last: A、B与C对案件联合把脉 ends with C."""
    last, longest = parts[-1], max((p.end - p.start for p in parts[:-1]), default=0)
    if not longest or last.end - last.start <= longest + _LONGER:
        return parts
    cuts = [
        m.start()
        for rule in rules_of("components", role)
        if (m := rule.pattern.search(reading, last.start + 2, last.end))
    ]
    return [*parts[:-1], Span(last.start, min(cuts))] if cuts else parts


def without_tail(parts: list[Span]) -> list[Span]:
    """Members without what follows the last one, where all others are of one length: 进社区、进校园、进企业宣传."""
    sizes = {p.end - p.start for p in parts[:-1]}
    size = min(sizes)
    fits = len(parts) > 2 and len(sizes) == 1 and parts[-1].end - parts[-1].start > size
    return [*parts[:-1], Span(parts[-1].start, parts[-1].start + size)] if fits else parts


def without_noun(reading: str, parts: list[Span], noun: str) -> list[Span]:
    """Members without the name's noun where only the first has it: 五进(即进农村、社区…) begins with 农村."""
    first, others = parts[0], parts[1:]
    alone = noun and reading.startswith(noun, first.start) and len(noun) < first.end - first.start
    if alone and not any(reading.startswith(noun, p.start) for p in others):
        first = Span(first.start + len(noun), first.end)
    return [first, *others]


def from_noun(reading: str, parts: list[Span], noun: str) -> list[Span]:
    """Members that all begin with a noun, the first without whom it concerns: 对案件统一审核、统一出口."""
    first, others = parts[0], parts[1:]
    if not noun or reading[first.start] not in _GOVERN or not all(reading.startswith(noun, p.start) for p in others):
        return parts
    at = reading.find(noun, *first)
    return [Span(at, first.end), *others] if at >= 0 else parts


def from_digits(reading: str, parts: list[Span], digits: str) -> list[Span]:
    """Members that begin with a digit of the name each, the first without its verb: “512”工程,即培养5名甲、100名乙."""
    first, others = parts[0], parts[1:]
    at = reading.find(digits[0], *first)
    counted = at > 0 and all(reading.startswith(d, p.start) for d, p in zip(digits[1:], others, strict=False))
    return [Span(at, first.end), *others] if counted else parts


def titles(reading: str, span: Span, counts: Sequence[int]) -> list[Span] | None:
    """The titles that a span begins with, if they are as many as one of `counts`: 《甲》《乙》和《丙》."""
    m = _TITLES.match(reading, *span) if reading.startswith("《", span.start) else None
    return _fitting([Span(*t.span(1)) for t in _ONE_TITLE.finditer(reading, *m.span())], counts) if m else None


def titles_before(reading: str, end: int, counts: Sequence[int]) -> list[Span] | None:
    """The titles right before a place, if they are as many as one of `counts`."""
    if reading[end - 1 : end] not in {"》", "等", "这"}:
        return None
    m = _ENDS_TITLES.search(reading, max(0, end - _REACH - _REACH), end)
    return _fitting([Span(*t.span(1)) for t in _ONE_TITLE.finditer(reading, *m.span())], counts) if m else None


def _fitting(parts: list[Span], counts: Sequence[int]) -> list[Span] | None:
    return parts if len(parts) in counts else None


def without_ordinals(reading: str, parts: list[Span], noun: str = "") -> list[Span]:
    """Members that are counted off, without their ordinals and the verb that all of them share: 一是把好立案关.

    A verb that the name counts is a part of its members: 一是强化教育 of 三个强化.
    """
    counted = [_COUNTED_OFF.match(reading, *p) for p in parts]
    parts = [Span(m.end() if m else p.start, p.end) for m, p in zip(counted, parts, strict=True)]
    if not all(counted) and not (noun and all(reading.endswith(noun, *p) for p in parts)):
        return parts
    verbs = [m[0] for p in parts for rule in rules_of("components", "lead") if (m := rule.pattern.match(reading, *p))]
    shared = len(verbs) == len(parts) and len(set(verbs)) == 1 and not (noun and verbs[0].startswith(noun))
    return [Span(p.start + len(verbs[0]), p.end) for p in parts] if shared else parts


def without_attribute(reading: str, parts: list[Span]) -> list[Span]:
    """Members without a 的 that follows only the last of them, and what it belongs to: 自查、评查的案件质量“两查”."""
    last = parts[-1]
    at = reading.find("的", *last)
    if at <= last.start or any("的" in reading[p.start : p.end] for p in parts[:-1]):
        return parts
    return [*parts[:-1], Span(last.start, at)]


def without_figures(reading: str, parts: list[Span]) -> list[Span]:
    """Members without how many there are of each: (确诊患者38人、密接者96人)."""
    figures = [_FIGURE.search(reading, *p) for p in parts]
    if not all(figures):
        return parts
    return [Span(p.start, m.start()) if m and m.start() > p.start else p for p, m in zip(parts, figures, strict=True)]
