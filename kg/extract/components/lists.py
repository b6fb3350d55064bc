"""Lists in running text: cut at their separators, counted, and freed of the words that govern them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.model import Span
from kg.ontology import Rule

_AND = re.compile(r"以及|(?<![平谐缓温])和(?![谐解平睦])|(?<![参给])与(?!会)|(?<![涉普])及(?![时其早])")
_FIRST_CLAUSE = re.compile(r"[,:]")
_LONGEST_PART, _LONGEST_CLAUSE = 20, 60
_REACH, _LONGER = 160, 3
_STOP = re.compile(r"\([^()]{1,8}\)|[,。;:!?\n()《》]")


def clause_before(reading: str, end: int) -> Span:
    """The clause that ends at `end`; a short parenthesis does not end a clause: 乡(镇)调解站."""
    start = max(0, end - _REACH)
    for m in _STOP.finditer(reading, start, end):
        if m.end() - m.start() == 1:
            start = m.end()
    return Span(start, end)


def bare(reading: str, span: Span) -> Span:
    """A part without the punctuation at its edges."""
    start, end = span
    while start < end and reading[start] in '“"‘:,;、《 ':
        start += 1
    while end > start and reading[end - 1] in '”"’…,;、》 ':
        end -= 1
    return Span(start, end)


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
                if all(_is_part(reading[p.start : p.end], long) for p in parts):
                    return parts
    return None


def _and_cut(reading: str, parts: list[Span]) -> list[Span]:
    tail = parts[-1]
    joints = list(_AND.finditer(reading, tail.start + 1, tail.end)) if tail.end > tail.start else []
    if not joints:
        return parts
    at = joints[-1]
    return [*parts[:-1], bare(reading, Span(tail.start, at.start())), bare(reading, Span(at.end(), tail.end))]


def _after_of(reading: str, part: Span) -> Span | None:
    """What follows the last 的 or 及 of a part: in 专业、无偿的纠纷调解、法律咨询 the list begins behind it."""
    joints = [reading.rfind("的", part.start, part.end) + 1, *(m.end() for m in _AND.finditer(reading, *part))]
    at = max(joints)
    return Span(at, part.end) if part.start < at < part.end - 1 else None


def _first_clause(reading: str, part: Span) -> Span:
    m = _FIRST_CLAUSE.search(reading, part.start, part.end)
    return bare(reading, Span(part.start, m.start())) if m else part


def _is_part(text: str, long: bool) -> bool:
    fits = 0 < len(text) <= (_LONGEST_CLAUSE if long else _LONGEST_PART) and not text.isdigit()
    return fits and not any(c in text for c in "“”:")


def without_verb(reading: str, parts: list[Span], leads: Sequence[Rule], noun: str = "") -> list[Span]:
    """Members without the verb that governs the list: 扎实推进车巡、步巡 begins with 车巡; all with `noun` or none."""
    first, others = parts[0], parts[1:]
    least = min(p.end - p.start for p in others)
    text = reading[first.start : first.end]
    heads = {reading[p.start] for p in others}
    governed = not all(any(r.pattern.match(reading, p.start, p.end) for r in leads) for p in others)
    lead = next((m for rule in leads if governed and (m := rule.pattern.search(text))), None)
    if noun and not text.startswith(noun) and noun in text and all(reading.startswith(noun, p.start) for p in others):
        text = text[text.index(noun) :]
    elif len(others) > 1 and len(heads) == 1 and (at := text.find(heads.pop())) >= 0:
        text = text[at:]
    elif lead:
        text = text[lead.end() :] if len(text) - lead.end() >= least else text[lead.end("must") :]
    elif len(others) > 1 and len({p.end - p.start for p in others}) == 1 and len(text) - least == 2:
        text = text[-least:]
    return [Span(first.end - len(text), first.end), *others]


def without_rest(reading: str, parts: list[Span], rests: Sequence[Rule]) -> list[Span]:
    """Members without what the sentence goes on to say behind the last: A、B与C对案件联合把脉 ends with C."""
    last, longest = parts[-1], max((p.end - p.start for p in parts[:-1]), default=0)
    if not longest or last.end - last.start <= longest + _LONGER:
        return parts
    cuts = [m.start() for rule in rests if (m := rule.pattern.search(reading, last.start + 2, last.end))]
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
