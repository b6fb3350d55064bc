"""Members told in the clause before a name."""

from __future__ import annotations

import re

from kg.extract.components.collectives import Collective
from kg.extract.components.lists import (
    CLAUSES,
    COMMAS,
    DASHES,
    LIST,
    LONGEST_PART,
    PLUS,
    bare,
    clause_before,
    cut,
    in_parts,
    titles_before,
    without_attribute,
    without_noun,
    without_rest,
    without_verb,
)
from kg.marks import HAN, JOINT, JOINTS
from kg.model import Span
from kg.ontology import any_of, rules_of

_EACH_ONE = re.compile(r"一\w{1,3}一")
"""一人一专班: one of these for each of those, no collective name."""
_OPENING, _CLOSING = frozenset('“"'), frozenset('”"')
_NO_LIST = JOINTS | {"涉"}
_QUOTED_ROW = re.compile(r"(?:[“\"][^“”\"、]+[”\"][、和及]?){2,}$")
_EACH_QUOTED = re.compile(r"(?:“[^“”\n。]{2,24}”" + JOINT + "?){2,}$")
_IN_QUOTES = re.compile(r"“([^“”]+)”")
_QUOTED_LIST = re.compile(r"(?P<list>[“\"][^“”\",。;:\n]+、[^“”\",。;:\n]+[”\"])" + HAN + "{2,4}$")
_FIGURE = re.compile(r"\d" + HAN)
_WORDS = re.compile(HAN + "+")
_REACH = 160
"""Characters before a name in which its members stand."""
_NEAR = 16
"""Characters between the last of the clauses that tell of a trend each, and its name."""
_BARE = 2
"""Characters of a name that has no noun: 三率."""
_SHORT = 8
"""Characters of the second of two things joined by 和 that can be a member."""


def list_before(reading: str, name: Collective) -> Span:
    """The clause before a name, without the words between its last member and the name; a quoted list by itself."""
    end = name.outer.start
    for called in rules_of("components", "called"):
        if m := called.pattern.search(reading, max(0, end - 8), end):
            end = m.start()
    start, end = clause_before(reading, end)
    start, end = _without_tail(reading, Span(start, end))
    if row := _QUOTED_ROW.search(reading, start, end):
        return Span(*row.span())
    if quoted := _QUOTED_LIST.search(reading, start, end):
        end = quoted.end("list")
    if end > start and reading[end - 1] in '”"':
        opened = max(reading.rfind(mark, 0, end - 1) for mark in '“"')
        if opened >= end - _REACH and any(c in reading[opened + 1 : end - 1] for c in "、+,—→"):
            return Span(opened + 1, end - 1)
    return Span(start, end)


def _without_tail(reading: str, span: Span) -> Span:
    """Without what joins a list to a name: 的, 等, 为主要内容的 (and then the 以 that goes with it)."""
    start, end = span
    if end > start and reading[end - 1] == "的" and _even(reading, Span(start, end - 1)):
        return Span(start, end - 1)
    for tail in rules_of("components", "tail"):
        if end > start and reading[end - 1] in tail.gives["ends"]:
            m = tail.pattern.search(reading, max(start, end - 16), end)
            end = m.start() if m else end
            if m and "为" in m[0] and (at := reading.find("以", start, reading.find("、", start, end))) >= 0:
                start = at + 1
    return Span(start, end)


def _even(reading: str, span: Span) -> bool:
    """Whether the last members of a list are of one length, so that no word of the last is none of it: 社会参与."""
    parts = [p.end - p.start for p in cut(reading, span, LIST)[1:]]
    return len(parts) > 1 and len(set(parts)) == 1


def before(reading: str, name: Collective) -> list[Span] | None:
    """Members in the clause before a name; a name that itself stands in a list (A、B和“三C”) has none there."""
    if reading[name.outer.start - 1 : name.outer.start] in _NO_LIST or _EACH_ONE.match(name.text):
        return None
    return (
        titles_before(reading, name.outer.start, name.counts)
        or _in_a_row(reading, name)
        or _in_their_quotes(reading, name)
        or _in_its_clause(reading, name)
    )


def _in_its_clause(reading: str, name: Collective) -> list[Span] | None:
    """Members in the list that ends the clause before a name, by the first separator that yields as many as it counts;
    those that it cuts wrong are none."""
    span = _without_lead(reading, bare(reading, list_before(reading, name)))
    text = reading[span.start : span.end]
    if not text or (not name.quoted and _in_figures(text, name)):
        return None
    exact = _quoted_whole(reading, span)
    for separator in (LIST, *(s for s in (PLUS, DASHES, CLAUSES, COMMAS) if s.search(text))):
        parts = in_parts(reading, span, name.counts, separator, last=not exact)
        parts = parts or (None if exact else _governed(reading, span, name, separator))
        if parts and (len(parts) != 2 or _paired(reading, span, parts, name)):
            return _cleared(reading, name, parts) if _fits(reading, name, parts, exact) else None
    return None


def _fits(reading: str, name: Collective, parts: list[Span], exact: bool) -> bool:
    """Whether members are rightly cut, and hold what the name counts; `exact`: marks show where they begin and end."""
    cut_wrong = _each_quoted(reading, name, parts) or (not exact and _acts(reading, parts))
    return not cut_wrong and _holds(reading, name, parts)


def _cleared(reading: str, name: Collective, parts: list[Span]) -> list[Span]:
    """Members without the verb that governs them, what all do, their attribute, and the name's own noun."""
    if reading[parts[0].start - 1] not in _OPENING:
        parts = without_verb(reading, parts, name.noun)
    parts = without_rest(reading, parts, "jointly-done")
    return without_noun(reading, without_attribute(reading, parts), name.noun)


def _in_figures(text: str, name: Collective) -> bool:
    """Whether the clause before a name gives figures, so that the name may be one more: 1个目标、建强2支队伍."""
    if len(name.text) <= _BARE:
        return any(c.isdigit() for c in text)
    return name.text[0].isdigit() and _FIGURE.search(text) is not None


def _without_lead(reading: str, span: Span) -> Span:
    """A list whose first part is longer than a member can be, from behind the last verb in it: 抽调警力组建甲、乙."""
    stop = LIST.search(reading, *span)
    if stop is None or stop.start() - span.start <= LONGEST_PART:
        return span
    verbs = [
        m.end() for r in rules_of("components", "lead") for m in r.pattern.finditer(reading, span.start, stop.start())
    ]
    return Span(max(verbs), span.end) if verbs else span


def _quoted_whole(reading: str, span: Span) -> bool:
    """Whether a list stands in one pair of quotation marks, so that it is all there is."""
    return reading[span.start - 1 : span.start] in _OPENING and not any(c in reading[slice(*span)] for c in '“”"')


def _each_quoted(reading: str, name: Collective, parts: list[Span]) -> bool:
    """Whether the name is itself the last of a row of quoted names: “甲讲坛”“乙课堂”和各支部“三会一课”.

    What stands before the verb of the first member does not count: “智慧办案”系统实现甲、乙“两自动”.
    """
    first, last = parts[0], parts[-1]
    leads = rules_of("components", "lead")
    start = max((m.start() for r in leads for m in r.pattern.finditer(reading, *first)), default=first.start)
    ends = [reading[start : first.end + 1], reading[last.start : name.outer.start]]
    quoted = [any(c in text for c in '”"') for text in ends]
    return name.quoted and quoted == [True, False]


def _acts(reading: str, parts: list[Span]) -> bool:
    """Whether a later part holds a verb with its object, so that the list is cut wrong: 甲局、乙院建立复议、应诉…."""
    return any(
        rule.pattern.search(reading, p.start + 2, p.end) for rule in rules_of("components", "acts") for p in parts[1:]
    )


def _holds(reading: str, name: Collective, parts: list[Span]) -> bool:
    """Whether members before a name without measure word all hold what it counts, or are quoted together."""
    quoted = any(c in reading[parts[-1].end : name.outer.start] for c in '”"')
    return quoted or all(name.shared in reading[p.start : p.end] for p in parts)


def _in_a_row(reading: str, name: Collective) -> list[Span] | None:
    """Members of one size without separators that all begin or end with the name's noun: 定岗定责定人“三定”."""
    noun, count = name.noun, name.counts[0]
    if not name.quoted or len(noun) != 1 or count <= 2:
        return None
    for size in (2, 3):
        starts = range(name.outer.start - size * count, name.outer.start, size)
        parts = [Span(at, at + size) for at in starts]
        if (
            starts[0] >= 0
            and _WORDS.fullmatch(reading, starts[0], name.outer.start)
            and (all(reading[p.start] == noun for p in parts) or all(reading[p.end - 1] == noun for p in parts))
        ):
            return parts
    return None


def _in_their_quotes(reading: str, name: Collective) -> list[Span] | None:
    """Members of which each stands in quotation marks, a list within or not: “谁主管、谁负责”“谁办案、谁普法”."""
    if name.quoted or reading[name.outer.start - 1 : name.outer.start] not in _CLOSING:
        return None
    m = _EACH_QUOTED.search(reading, max(0, name.outer.start - _REACH), name.outer.start)
    parts = [Span(*one.span(1)) for one in _IN_QUOTES.finditer(reading, *m.span())] if m else []
    return parts if len(parts) in name.counts and len(parts) > 1 else None


def _governed(reading: str, span: Span, name: Collective, separator: re.Pattern[str]) -> list[Span] | None:
    """The last members of a longer list, where a verb begins them: 联合甲局、乙局建立公调、诉调、访调“三调”."""
    cuts = [m.end() for m in separator.finditer(reading, *span)]
    for count in name.counts:
        if not 1 < count <= len(cuts):
            continue
        start, end = cuts[-count], cuts[1 - count]
        if any(
            (m := rule.pattern.search(reading, start, end)) and m.start() > start
            for rule in rules_of("components", "lead")
        ):
            return cut(reading, Span(start, span.end), separator)
    return None


def _paired(reading: str, span: Span, parts: list[Span], name: Collective) -> bool:
    """Whether two things joined by 和 are members: a name of 双, parts with the name's noun, or two short parts."""
    if "、" in reading[span.start : span.end] or "+" in reading[span.start : span.end]:
        return True
    if any(any_of("components", "verb").fullmatch(reading, *p) for p in parts):
        return False
    if name.text.startswith("双"):
        return True
    texts = [reading[p.start : p.end] for p in parts]
    noun = name.noun[:1]
    shared = len({text[-2:] for text in texts}) == 1 or (bool(noun) and all(noun in text for text in texts))
    return shared or (not name.quoted and all(len(text) <= _SHORT for text in texts[1:]))


def trend(reading: str, name: Collective) -> list[Span] | None:
    """What fell or rose in the clauses before: 投诉量、信访量同比分别下降7.4%和9.6%,实现“双降”."""
    if not any(c in name.noun for c in "降升增长"):
        return None
    start = max(0, name.outer.start - _REACH, *(reading.rfind(c, 0, name.outer.start) for c in "。;\n"))
    for rule in rules_of("components", "trend"):
        m = rule.pattern.search(reading, start, name.outer.start)
        if m and (parts := in_parts(reading, Span(*m.span("list")), name.counts, LIST)):
            return without_verb(reading, parts)
    for rule in rules_of("components", "trends"):
        told = list(rule.matches(reading, start, name.outer.start))
        if len(told) in name.counts and name.outer.start - told[-1].end() < _NEAR:
            return [Span(*m.span("part")) for m in told]
    return None


def rise_and_fall(reading: str, name: Collective) -> list[Span] | None:
    """见警率、管事率提升,发案率下降的“两升一降”."""
    if "升" not in name.text or "降" not in name.text:
        return None
    for rule in rules_of("components", "rise-fall"):
        if m := rule.pattern.search(reading, max(0, name.whole.start - _REACH), name.whole.start):
            spans = [s for group in ("up", "down") for s in cut(reading, Span(*m.span(group)), LIST)]
            if len(spans) in name.counts:
                return without_verb(reading, spans)
    return None
