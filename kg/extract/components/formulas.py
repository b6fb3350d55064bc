"""Collective names with a form of their own (市县所三级, 1+N, 红黄蓝三色, 侦控宣), and how each is spelled out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from kg.extract.components.collectives import Collective, Hit, made, numbers_in
from kg.extract.components.lists import CLAUSES, COMMAS, LIST, PLUS, SEMICOLONS, clause_before, cut, in_parts
from kg.extract.scan import scan
from kg.model import Span
from kg.ontology import any_of, rules_of

_COUNTED = re.compile(r"[\dNnXx][^\d]*$")
_REACH = 160
"""Characters in which what is told of a sign or colour follows."""
_LONGEST_LEAD = 20
"""Characters before the first + of members joined by it."""
_LONGEST_WORD = 4
"""Characters of the word that follows each colour."""
_PERSONS, _PARTY, _LEVEL = frozenset("长官师员"), "方", "级"
"""Whom a name of members joined by + counts; what persons, or parties at length, do is none of it."""
_LONGEST_PARTY = 6
_MANY = "若多数N"
"""How the count of what N or X stands for begins."""
_DIGITS = ("", "一", "二两", "三", "四", "五", "六", "七", "八", "九")
_FUNCTION = frozenset("由为的对按是实要每须应")


def find(reading: str, names: list[Collective]) -> Iterator[Hit]:
    """Every such name that is spelled out; one that gives its members in parentheses covers them with its span."""
    yield from _letters(reading)
    yield from _colours(reading)
    if "+" in reading:
        yield from _joined(reading)
        yield from _defined(reading)
        yield from _plus(reading)
        yield from _told(reading)
        yield from _ranked(reading)
    yield from _apart(reading)
    yield from _compound(reading)
    yield from _initials(reading)
    yield from _glossed_initials(reading, names)


def _letters(reading: str) -> Iterator[Hit]:
    """市县所三级…, “打防管控”四位一体: every character of the list is a member."""
    for rule, m in scan(reading, "components", "letters"):
        count, start = len(m["list"]), m.start("list")
        if count in numbers_in(m["whole"])[:1] and len(set(m["list"])) == count:
            parts = [Span(start + i, start + i + 1) for i in range(count)]
            yield made(reading, rule.name, Span(*m.span("whole")), parts)


def _colours(reading: str) -> Iterator[Hit]:
    """红、黄、蓝三色, “红黄蓝”三色管理: each colour is a member, or what the sentence behind tells of it: 红色预警."""
    for rule, m in scan(reading, "components", "colours"):
        colours = re.sub(r"[、/]", "", m["list"])
        if len(colours) not in numbers_in(m["whole"])[:1] or len(set(colours)) < len(colours):
            continue
        told = _told_later(reading, colours, m.end())
        at = [m.start("list") + m["list"].index(colour) for colour in colours]
        parts = told or [Span(start, start + 1) for start in at]
        named = m["noun"] and told and reading.endswith(m["noun"], *told[0])
        whole = Span(m.start("whole"), m.end("noun") if named else m.end("whole"))
        hit = made(reading, rule.name, whole, parts)
        yield _passage(hit, m.start(), hit.component.span.end)


def _told_later(reading: str, colours: str, start: int) -> list[Span]:
    """红色预警, 黄色预警, …: each colour behind the name, in order, with the word that follows all of them."""
    places: list[int] = []
    end = reading.find("。", start, start + _REACH)
    for colour in colours:
        start = reading.find(colour + "色", start, end if end >= 0 else start + _REACH)
        if start < 0:
            return []
        places.append(start)
        start += 2
    words = [reading[at + 2 : at + 2 + _LONGEST_WORD] for at in places]
    size = next((n for n in range(_LONGEST_WORD, 1, -1) if len({word[:n] for word in words}) == 1), 0)
    size = next((n for n in range(size) if words[0][n] in _FUNCTION), size)
    size = size if size > 1 else 0
    return [Span(at, at + 2 + size) for at in places]


def _joined(reading: str) -> Iterator[Hit]:
    at = reading.find("+")
    while at >= 0:
        start = max(clause_before(reading, at).start, at - _LONGEST_LEAD)
        end = at
        for rule in rules_of("components", "joined"):
            for m in rule.matches(reading, start, min(at + _REACH, len(reading))):
                if parts := in_parts(reading, Span(*m.span("list")), tuple(numbers_in(m["whole"])[:1]), PLUS):
                    yield made(reading, rule.name, _short(Span(*m.span("whole")), m["whole"]), parts)
                    end = m.end()
                break
        at = reading.find("+", end + 1)


def _short(span: Span, whole: str) -> Span:
    """双格 of 双格融合, 三长 of 三长协作机制, 四位一体 of 四位一体防控模式."""
    parties = whole[1] in _PERSONS or (whole[1] == _PARTY and len(whole) > _LONGEST_PARTY)
    if (
        parties
        or whole.startswith("双")
        or (whole[1] != _LEVEL and any_of("components", "jointly").fullmatch(whole, 2))
    ):
        return Span(span.start, span.start + 2)
    return Span(span.start, span.start + 4) if whole[1:4] == "位一体" else span


def _defined(reading: str) -> Iterator[Hit]:
    for rule, m in scan(reading, "components", "defined"):
        span, count = Span(*m.span("list")), m["whole"].count("+") + 1
        parts = cut(reading, span, PLUS)
        if len(parts) == count - 1:
            parts = [*parts[:-1], *cut(reading, parts[-1], any_of("components", "serves"))]
        clauses = cut(reading, span, CLAUSES)
        if len(clauses) == count:
            parts = [_counted_thing(reading, part) for part in clauses]
        if len(parts) > 1 and all(p.end - p.start for p in parts):
            yield made(reading, rule.name, Span(*m.span("whole")), parts)


def _counted_thing(reading: str, part: Span) -> Span:
    """What a clause counts at its end, without the list before it: 流调、封控、转运3个组."""
    m = _COUNTED.search(reading, part.start, part.end) if "、" in reading[part.start : part.end] else None
    return Span(m.start(), part.end) if m else part


def _apart(reading: str) -> Iterator[Hit]:
    """“1+3+N”…,“1”即…,“3”即…,“N”即…: each sign told by itself."""
    for rule, m in scan(reading, "components", "apart"):
        signs, at, parts = m["whole"].split("+") if "+" in m["whole"] else list(m["whole"]), m.end(), []
        for sign in signs:
            one = re.compile(rule.gives["each"].replace("SIGN", sign)).search(reading, at, at + _REACH)
            if one is None:
                break
            parts.append(Span(*one.span(one.lastgroup or 0)))
            at = one.end()
        if len(parts) == len(signs):
            yield made(reading, rule.name, Span(*m.span("whole")), parts)


def _compound(reading: str) -> Iterator[Hit]:
    """“一网两步走”(一网:网格;两步:摸、排): what its numbers stand for, unless each is a collective name itself."""
    for rule, m in scan(reading, "components", "compound"):
        items = cut(reading, Span(*m.span("list")), SEMICOLONS)
        heads = [reading[i.start : i.end].partition(":")[0] for i in items]
        parts = [Span(i.start + len(head) + 1, i.end) for i, head in zip(items, heads, strict=True)]
        single = any("、" not in reading[p.start : p.end] for p in parts)
        if single and len(parts) > 1 and m["whole"].startswith("".join(heads)):
            yield made(reading, rule.name, Span(*m.span("whole")), parts)


def _told(reading: str) -> Iterator[Hit]:
    """“1+5+X”模式,即1个中心、5个警务站、X名联络员: as many members as signs, or clauses that count."""
    for rule, m in scan(reading, "components", "told"):
        signs = m["whole"].split("+")
        clause, sentence = Span(*m.span("list")), Span(m.start("list"), m.end("more"))
        parts = in_parts(reading, clause, (len(signs),), LIST)
        if parts is None and m["more"]:
            clauses = cut(reading, sentence, CLAUSES)[: len(signs)]
            counted = [_counted_thing(reading, part) for part in clauses]
            told = zip(signs, counted, strict=False)
            fits = len(counted) == len(signs) and all(_stands_for(c, reading[p.start]) for c, p in told)
            parts = counted if fits else None
        if parts:
            yield made(reading, rule.name, Span(*m.span("whole")), parts)


def _stands_for(sign: str, begun: str) -> bool:
    """Whether a clause that begins with a character counts what a sign stands for: 3, 三支队伍; X, 多个阵地."""
    return begun == sign or begun in (_MANY if sign.isalpha() else _DIGITS[int(sign)] if len(sign) == 1 else "")


def _plus(reading: str) -> Iterator[Hit]:
    for rule, m in scan(reading, "components", "plus"):
        if parts := in_parts(reading, Span(*m.span("list")), (m["whole"].count("+") + 1,), PLUS):
            yield made(reading, rule.name, Span(*m.span("whole")), parts)


def _ranked(reading: str) -> Iterator[Hit]:
    """“1+5+N”体系,以中心为龙头、5支队伍为骨干、N支力量为补充."""
    for rule, m in scan(reading, "components", "ranked"):
        parts = [Span(*one.span("part")) for one in re.finditer(rule.gives["each"], m["list"])]
        parts = [Span(m.start("list") + p.start, m.start("list") + p.end) for p in parts]
        if len(parts) == m["whole"].count("+") + 1:
            yield made(reading, rule.name, Span(*m.span("whole")), parts)


def _initials(reading: str) -> Iterator[Hit]:
    for rule, m in scan(reading, "components", "initials"):
        parts = cut(reading, Span(*m.span("list")), COMMAS)
        heads = "".join(reading[p.start] for p in parts if p.end > p.start)
        if heads == m["whole"] and len(parts) == len(heads):
            yield made(reading, rule.name, Span(*m.span("whole")), parts)


def _glossed_initials(reading: str, names: list[Collective]) -> Iterator[Hit]:
    """“警银保”联盟(公安、银行、保险三方联动): all members but one hold the name's character in their place."""
    for rule, m in scan(reading, "components", "initials-glossed"):
        start, end = m.span("list")
        end = min((n.outer.start for n in names if start < n.outer.start < end), default=end)
        parts = cut(reading, Span(start, end), COMMAS)
        fits = [c in reading[p.start : p.end] for c, p in zip(m["whole"], parts, strict=False)]
        if len(parts) == len(m["whole"]) and fits.count(False) <= 1:
            yield _passage(made(reading, rule.name, Span(*m.span("whole")), parts), *m.span())


def _passage(hit: Hit, start: int, end: int) -> Hit:
    """A name that takes a whole passage of the text."""
    return replace(hit, component=replace(hit.component, span=Span(start, end)), passage=True)
