"""Members known by what they share with the name, or by their shape, where nothing leads from one to the other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from kg.extract.components.collectives import Collective, numbers_in
from kg.extract.components.lists import (
    AROUND,
    LIST,
    bare,
    cut,
    in_parts,
    without_ordinals,
    without_rest,
    without_tail,
    without_verb,
)
from kg.marks import CLAUSE_END, HAN, SENTENCE_END
from kg.model import Span
from kg.numerals import small_number
from kg.ontology import rules_of

_LEADS_ON = re.compile(HAN + "{0,8}[。:,;]")
_ORDINALS = "一二三四五六七八九"
_COUNTED_TWICE = re.compile(r"([一二两三四五六七八九])(\w)([一二两三四五六七八九])(\w)")
_NEARLY = 2
"""Characters by which members of one shape may differ in length."""
_PAIR, _MANY = 2, 13
"""The fewest members that a noun shows to be such, and more than any name counts."""
_LONGEST_NOUN = 4
"""Characters of a noun that all members hold, and one."""
_FAR, _PARAGRAPH = 300, 600
"""Characters around a name of its sentence, and of its paragraph."""
_LONGEST_MEMBER = 20
_ENTER = "进"
_OPENING, _CLOSING = '“"', '”"'


def by_characters(reading: str, name: Collective) -> list[Span] | None:
    """“三评一报”,立案前评估、强制前评估、处罚前评估,大案上报: as many members with 评, then with 报; or, behind
    or before the name, members that end with them in any order: “一室两队”, 组建办案队、社区队和指挥室."""
    m = _COUNTED_TWICE.fullmatch(name.text)
    if m is None or not name.quoted:
        return None
    marks = m[2] * small_number(m[1]) + m[4] * small_number(m[3])
    stop = SENTENCE_END.search(reading, name.outer.end, name.outer.end + _FAR)
    segments = cut(reading, Span(name.outer.end, stop.start() if stop else name.outer.end), AROUND)[1:]
    parts = segments[: len(marks)]
    fits = len(parts) == len(marks) > 2 and all(
        c in reading[p.start : p.end] for c, p in zip(marks, parts, strict=True)
    )
    if fits and all(p.end - p.start <= _LONGEST_MEMBER for p in parts):
        return parts
    return next((row for row in _rows(reading, name, (len(marks),)) if _end_with(reading, row, marks)), None)


def _end_with(reading: str, parts: list[Span], marks: str) -> bool:
    """Whether each member ends with a mark of its own; one may begin with it: 律师 of “三官一律”."""
    ends = Counter(reading[p.end - 1] for p in parts)
    missing, over = Counter(marks) - ends, ends - Counter(marks)
    if over.total() > 1:
        return False
    odd = [p for p in parts if reading[p.end - 1] in over]
    return not odd or any(reading[p.start] in missing for p in odd)


def _rows(reading: str, name: Collective, counts: tuple[int, ...]) -> Iterator[list[Span]]:
    """The lists of a number of members in the clauses right behind and right before a name, without their verbs."""
    for rule in rules_of("components", "row"):
        for m in (
            rule.pattern.match(reading, name.outer.end, name.outer.end + _FAR),
            _last(rule.pattern, reading, name),
        ):
            parts = in_parts(reading, bare(reading, Span(*m.span("list"))), counts, LIST) if m else None
            if parts:
                yield without_rest(reading, without_verb(reading, parts))


def _last(pattern: re.Pattern[str], reading: str, name: Collective) -> re.Match[str] | None:
    """The clause right before that of a name, by the same pattern."""
    at = reading.rfind(",", max(0, name.outer.start - _LONGEST_MEMBER), name.outer.start)
    start = max((reading.rfind(c, max(0, at - _FAR), at) for c in ",。;\n"), default=-1)
    return pattern.match(reading, start, at) if 0 <= start < at else None


def next_clause(reading: str, name: Collective) -> list[Span] | None:
    """Three members or more of one shape in the clause behind a name: “三级审案”制度,中队初审、法规科复审、…."""
    for rule in rules_of("components", "next-digits" if name.text.isdigit() else "next"):
        m = rule.pattern.match(reading, name.outer.end)
        if m is None or m["list"].count("、") + 1 not in name.counts:
            continue
        parts = cut(reading, Span(*m.span("list")), LIST)
        texts = [reading[p.start : p.end] for p in parts]
        if name.text.isdigit() or (len(parts) > 2 and _one_shape(texts)):
            return parts if name.text.isdigit() else without_verb(reading, parts)
    return None


def next_of_kind(reading: str, name: Collective) -> list[Span] | None:
    """Members that the next clause gives with what the name counts: “三项制度”。严格执行公示、记录和法制审核制度."""
    if len(name.kind) < _PAIR or name.counts[0] <= _PAIR:
        return None
    for rule in rules_of("components", "next-of-kind"):
        m = rule.pattern.match(reading, name.outer.end)
        at = m["list"].rfind(name.kind) if m else -1
        if m is None or at < 0 or name.text in m["list"]:
            continue
        start, end = m.start("list"), m.start("list") + at + len(name.kind)
        parts = in_parts(reading, Span(start, end), name.counts, LIST)
        if parts:
            every = all(reading.endswith(name.kind, *p) for p in parts)
            last = parts[-1] if every else Span(parts[-1].start, end - len(name.kind))
            return without_verb(reading, [*parts[:-1], last])
    return None


def points(reading: str, name: Collective) -> list[Span] | None:
    """Members counted off in the sentences behind a name, all with its noun: “三个强化”。一是强化教育,…。二是强化….."""
    m = _LEADS_ON.match(reading, name.outer.end)
    if m is None or not name.noun or name.kind or name.counts[0] <= _PAIR:
        return None
    at, parts = m.end(), []
    end = reading.find("\n", at)
    end = min(end if end >= 0 else len(reading), at + _PARAGRAPH)
    for ordinal in _ORDINALS[: name.counts[0]]:
        begin = reading.find(ordinal + "是", at, end)
        if begin < 0 or (begin > m.end() and reading[begin - 1] not in "。;,"):
            return None
        stop = CLAUSE_END.search(reading, begin, end)
        at = stop.start() if stop else end
        parts.append(Span(begin, at))
    parts = without_ordinals(reading, parts, name.noun)
    return parts if all(name.noun in reading[p.start : p.end] for p in parts) else None


def _one_shape(texts: list[str]) -> bool:
    """Whether parts are alike: of nearly one length, and all but one with an end in common."""
    sizes = [len(text) for text in texts]
    ends = Counter(text[-2:] if len(set(sizes)) == 1 else text[-1:] for text in texts)
    return max(sizes) - min(sizes) <= _NEARLY and max(ends.values()) >= len(texts) - 1 and min(sizes) > 1


def levels(reading: str, name: Collective) -> list[Span] | None:
    """Members who act in turn (“三级研判机制”,由民警、领导、法制部门逐级审查), or make a group up (由甲、乙组成)."""
    for rule in rules_of("components", "levels" if "级" in name.text else "made-of"):
        if m := rule.pattern.match(reading, name.outer.end):
            return in_parts(reading, Span(*m.span("list")), name.counts, LIST)
    return None


def around(reading: str, name: Collective) -> list[Span] | None:
    """Members that all hold the name's noun, in the sentence behind or before it: “五个亲自”,做到亲自部署、….

    Two do only if they begin with a noun of two characters: “两统一”改革,对刑事案件统一审核、统一出口.
    """
    count = numbers_in(name.text)[-1]
    pair = count == _PAIR
    if not name.quoted or not _PAIR <= count < _MANY or not pair <= len(name.noun) - 1 < _LONGEST_NOUN:
        return None
    for span, step in _sides(reading, name):
        if reading.count(name.noun, *span) < count:
            continue
        segments = cut(reading, span, AROUND)[::step]
        run: list[Span] = []
        for n, part in enumerate(segments):
            text = reading[part.start : part.end]
            if name.noun in text and len(text) <= _LONGEST_MEMBER:
                run.append(part)
            elif run or n > 1:
                break
        if len(run) == count and pair:
            first, last = run[::step]
            at = reading.find(name.noun, *first)
            if reading.startswith(name.noun, last.start):
                return [Span(at, first.end), last]
        elif len(run) == count:
            return without_tail(without_verb(reading, _within_quotes(reading, run[::step])))
    return None


def _sides(reading: str, name: Collective) -> tuple[tuple[Span, int], tuple[Span, int]]:
    """The sentence behind a name, and the sentence before it, to be read backwards."""
    stop = SENTENCE_END.search(reading, name.outer.end, name.outer.end + _FAR)
    least = max(0, name.outer.start - _FAR)
    start = max(reading.rfind(c, least, name.outer.start) for c in "。\n")
    behind = Span(name.outer.end, stop.start() if stop else min(name.outer.end + _FAR, len(reading)))
    return (behind, 1), (Span(max(start + 1, least), name.outer.start), -1)


def _within_quotes(reading: str, parts: list[Span]) -> list[Span]:
    """Members of a list in quotation marks without the words before and behind these."""
    first, last = parts[0], parts[-1]
    opened = max(reading.find(c, *first) for c in _OPENING)
    closed = max(reading.find(c, *last) for c in _CLOSING)
    if opened < 0 or closed < 0 or any(c in reading[opened + 1 : closed] for c in _OPENING + _CLOSING):
        return parts
    return [Span(opened + 1, first.end), *parts[1:-1], Span(last.start, closed)]


def shared_noun(reading: str, name: Collective) -> list[Span] | None:
    """Members before the name's noun: “三同步”要求,做到依法办理、舆论引导、社会面管控同步推进; of a name of
    进, what is entered: “三进”活动,走进机关、社区、学校."""
    if not name.quoted or not name.noun or (len(name.noun) == 1 and name.noun != _ENTER):
        return None
    for rule in rules_of("components", "entered" if name.noun == _ENTER else "shared-noun"):
        m = rule.pattern.match(reading, name.outer.end)
        if m is None:
            continue
        at = m["list"].find(name.noun)
        end = m.end("list") if name.noun == _ENTER else m.start("list") + max(at, 0)
        parts = in_parts(reading, Span(m.start("list"), end), name.counts, LIST) if end > m.start("list") else None
        if parts and len(parts) > 2:
            parts = without_rest(reading, without_verb(reading, parts))
            return without_tail(parts) if name.noun == _ENTER else parts
    return None


def facets(reading: str, name: Collective) -> list[Span] | None:
    """Members that the text then goes through one by one: “三项制度”。执法公示方面,…;全过程记录方面,…."""
    if name.counts[0] <= 2 or not name.noun:
        return None
    end = reading.find("\n", name.outer.end)
    end = min(end if end >= 0 else len(reading), name.outer.end + _PARAGRAPH)
    if "方面," not in reading[name.outer.end : end]:
        return None
    parts = [
        Span(*m.span("part"))
        for rule in rules_of("components", "facet")
        for m in rule.matches(reading, name.outer.end, end)
    ]
    return parts if len(parts) in name.counts else None
