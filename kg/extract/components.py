"""Collective names that the text spells out: “四率” = 见警率 + 知情率 + 管事率 + 满意率."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product

from kg.extract.gather import unquoted
from kg.model import Component, Extraction, Span
from kg.ontology import Rule, rules

_CLAUSE = re.compile(r"[,。;:!?\n()《》]")
_LIST = re.compile(r"、|(?<=[”\"])(?=[“\"])")
_PLUS = re.compile(r"[+、]")
_CLAUSES = re.compile(r"[,;]")
_AND = re.compile(r"以及|[和与及]")
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2, "双": 2}
_LONGEST_PART = 20
_REACH = 140


@dataclass(frozen=True, slots=True)
class _Found:
    component: Component
    whole: Span


@cache
def _role(role: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in rules("components") if rule.gives["role"] == role)


def find(found: Extraction) -> tuple[Component, ...]:
    """Every collective name whose members stand next to it, each once, in order of the text."""
    reading = found.document.reading
    flat = [*_before(reading), *_within(reading), *_letters(reading), *_defined(reading)]
    nested = list(_nested(reading, flat))
    kept: dict[str, Component] = {}
    for hit in sorted([*flat, *nested], key=lambda f: (f.whole.start, -f.whole.end)):
        longer = any(k.parts == hit.component.parts and hit.component.whole.startswith(k.whole) for k in kept.values())
        if not longer:
            kept.setdefault(hit.component.whole, hit.component)
    return tuple(kept.values())


def _counts(name: str) -> list[int]:
    """The numbers of members a name may count: 四率 4, 双下降 2, 十二项 12, 两清一明 3 (or, of each, 2)."""
    found: list[int] = []
    for rule in _role("number"):
        found += [_value(m["number"]) for m in rule.pattern.finditer(name)]
    return [n for n in (*found[:1], sum(found) if len(found) == 2 else 0) if n > 1]


def _value(text: str) -> int:
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)


# ------------------------------------------------------------------ lists


def _split(reading: str, span: Span, separator: re.Pattern[str]) -> list[Span]:
    cuts = [m.span() for m in separator.finditer(reading, span.start, span.end)]
    starts = [span.start, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), span.end]
    return [_bare(reading, Span(a, b)) for a, b in zip(starts, ends, strict=True)]


def _bare(reading: str, span: Span) -> Span:
    """A part without quotation marks at its edges."""
    start, end = span
    while start < end and reading[start] in '“"‘:':
        start += 1
    while end > start and reading[end - 1] in '”"’…':
        end -= 1
    return Span(start, end)


def _parts(
    reading: str, span: Span, counts: list[int], separators: tuple[re.Pattern[str], ...] = (_LIST, _PLUS)
) -> list[Span] | None:
    """The list under a span in as many parts as one of `counts`, cut at 、 or + and at its last 和; or None."""
    for count, separator in product(counts, separators):
        parts = _split(reading, span, separator)
        if len(parts) == count - 1:
            ands = list(_AND.finditer(reading, parts[-1].start + 1, span.end))
            if ands:
                last = ands[-1]
                parts[-1:] = [
                    _bare(reading, Span(parts[-1].start, last.start())),
                    _bare(reading, Span(last.end(), span.end)),
                ]
        if len(parts) == count and all(_is_part(reading[p.start : p.end]) for p in parts):
            return parts
    return None


def _is_part(text: str) -> bool:
    return 0 < len(text) <= _LONGEST_PART and "“" not in text and "”" not in text


def _without_verb(reading: str, parts: list[Span]) -> list[Span]:
    """Members without the verb that governs the list: 扎实推进车巡、步巡 begins with 车巡."""
    first, others = parts[0], parts[1:]
    least = min(p.end - p.start for p in others)
    text = reading[first.start : first.end]
    heads = {reading[p.start] for p in others}
    governed = not all(_lead(reading[p.start : p.end]) for p in others)
    lead = next((m for rule in _role("lead") if governed and (m := rule.pattern.search(text))), None)
    if len(others) > 1 and len(heads) == 1 and (at := text.find(heads.pop())) > 0:
        text = text[at:]
    elif lead:
        text = text[lead.end() :] if len(text) - lead.end() >= least else text[lead.end("must") :]
    elif len(others) > 1 and len({p.end - p.start for p in others}) == 1 and len(text) - least == 2:
        text = text[-least:]
    return [Span(first.end - len(text), first.end), *others]


def _without_noun(reading: str, parts: list[Span], noun: str) -> list[Span]:
    """Members without the name's noun where only the first has it: 五进(即进农村、社区…) begins with 农村."""
    first, others = parts[0], parts[1:]
    alone = noun and reading.startswith(noun, first.start) and len(noun) < first.end - first.start
    if alone and not any(reading.startswith(noun, p.start) for p in others):
        first = Span(first.start + len(noun), first.end)
    return [first, *others]


def _lead(text: str) -> bool:
    return any(rule.pattern.match(text) for rule in _role("lead"))


def _made(reading: str, rule: Rule, whole: Span, parts: list[Span]) -> _Found:
    names = tuple(unquoted(reading[p.start : p.end]) for p in parts)
    span = Span(min(whole.start, parts[0].start), max(whole.end, parts[-1].end))
    return _Found(Component(unquoted(reading[whole.start : whole.end]), names, span, tuple(parts), rule.name), whole)


# ------------------------------------------------------------------ the ways to spell a name out


def _before(reading: str) -> Iterator[_Found]:
    for rule in _role("before"):
        for m in rule.matches(reading):
            whole = Span(*m.span("whole"))
            start = _list_start(reading, m.start())
            end = m.start()
            for tail in _role("tail"):
                if cut := tail.pattern.search(reading, max(start, end - 14), end):
                    end = cut.start()
            counts = _counts(m["whole"])
            if not counts or end <= start:
                continue
            end = _shared_end(reading, start, end, m["whole"])
            parts = _parts(reading, _bare(reading, Span(start, end)), counts, (_LIST,))
            if parts is not None:
                parts = _without_verb(reading, parts)
                yield _made(reading, rule, whole, _without_noun(reading, parts, m["whole"][1:]))


def _list_start(reading: str, end: int) -> int:
    """Where the clause begins that ends with a list of members."""
    floor = max(0, end - _REACH)
    cuts = list(_CLAUSE.finditer(reading, floor, end))
    return cuts[-1].end() if cuts else floor


def _shared_end(reading: str, start: int, end: int, whole: str) -> int:
    """End of the last member where an adjective stands before the name: 便衣巡立体化“六巡” ends with 便衣巡."""
    noun = whole[1:]
    last = reading.rfind("、", start, end) + 1
    at = reading.rfind(noun, last, end) if last and noun else -1
    return at + len(noun) if at > last and reading[end - len(noun) : end] != noun else end


def _within(reading: str) -> Iterator[_Found]:
    for rule in _role("within"):
        for m in rule.matches(reading):
            whole = _whole(m)
            counts = _counts(reading[whole.start : whole.end])
            span = Span(*m.span("list"))
            parts = _parts(reading, _first_clause(reading, span) if rule.gives.get("open") else span, counts)
            if parts is None:
                commas = _split(reading, span, _CLAUSES)
                parts = commas if len(commas) in counts and "、" not in m["list"] else None
            if parts is not None:
                yield _made(reading, rule, whole, _without_noun(reading, parts, reading[whole.start + 1 : whole.end]))


def _whole(m: re.Match[str]) -> Span:
    groups = m.groupdict()
    if groups.get("whole"):
        return Span(*m.span("whole"))
    core = "quoted" if groups["quoted"] else "plain"
    return Span(m.start(core), m.end("class") if groups["class"] else m.end(core))


def _first_clause(reading: str, span: Span) -> Span:
    comma = re.compile(r"[,;]").search(reading, span.start, span.end)
    return _bare(reading, Span(span.start, comma.start())) if comma else _bare(reading, span)


def _letters(reading: str) -> Iterator[_Found]:
    """市县所三级…: every character of the list is a member."""
    for rule in _role("letters"):
        for m in rule.matches(reading):
            count = len(m["list"])
            start = m.start("list")
            if count in _counts(m["whole"]) and len(set(m["list"])) == count:
                yield _made(
                    reading, rule, Span(*m.span("whole")), [Span(start + i, start + i + 1) for i in range(count)]
                )


def _defined(reading: str) -> Iterator[_Found]:
    for rule in _role("defined"):
        for m in rule.matches(reading):
            parts = _split(reading, Span(*m.span("list")), _PLUS)
            if len(parts) > 1 and all(p.end - p.start for p in parts):
                yield _made(reading, rule, Span(*m.span("whole")), parts)


def _nested(reading: str, flat: list[_Found]) -> Iterator[_Found]:
    """A name whose members are collective names themselves, spelled out inside its parentheses."""
    done = {f.whole for f in flat}
    for rule in _role("within"):
        for m in rule.matches(reading):
            whole, inside = _whole(m), Span(*m.span("list"))
            inner = sorted({f.whole for f in flat if inside.covers(f.whole)})
            if whole not in done and inner and len(inner) in _counts(reading[whole.start : whole.end]):
                yield _made(reading, rule, whole, inner)
