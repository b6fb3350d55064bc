"""Collective names that the text spells out: “四率” = 见警率 + 知情率 + 管事率 + 满意率.

A name is found first; then its members are looked for behind it (in parentheses, after a colon or 即), before it in
its clause, and around it, as parts that all hold the name's noun (五个亲自). The number must agree.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace

from kg.extract.collectives import Hit, Name, made, names_in, numbers_in, of_role, value_of
from kg.extract.lists import bare, cut, in_parts, without_noun, without_tail, without_verb
from kg.model import Component, Extraction, Span

_ENDS_CLAUSE = frozenset(",。;:!?\n()《》")
_ENDS_SENTENCE = re.compile(r"[。\n]")
_INNER = re.compile(r"\([^()]{1,8}\)")
_LIST = re.compile(r"、|(?<=[”\"》])(?=[“\"《])")
_PLUS = re.compile(r"[+、]")
_COMMAS = re.compile(r"[,;、]")
_SEMICOLONS = re.compile(r";")
_AROUND = re.compile(r"[、,;:]")
_EACH_ONE = re.compile(r"一\w{1,3}一")
"""一人一专班: one of these for each of those, no collective name."""
_NEARLY = 2
_JOINTS = frozenset("、和与及")
_QUOTED_ROW = re.compile(r"(?:[“\"][^“”\"、]+[”\"][、和及]?){2,}$")
_CLASS_WORD = re.compile(r"》?[\u4e00-\u9fff]{0,8}\(")
_TWO_NAMES = re.compile(r"([二两三四五六七八九])(\w)([二两三四五六七八九])(\w)")
_ENDS_ROW = re.compile(r"[。;\n]")
_REACH, _FAR = 160, 300
_LONGEST_MEMBER = 20


def find(found: Extraction) -> tuple[Component, ...]:
    """Every collective name whose members stand next to it, each once, in order of the text."""
    reading = found.document.reading
    names = list(names_in(reading))
    initials = list(_glossed_initials(reading, names))
    told = [hit.component.span for hit in initials]
    flat = [hit for n in names if not any(t.covers(n.whole) for t in told) for hit in _spelled(reading, n)]
    flat += [*_letters(reading), *_joined(reading), *_defined(reading), *_plus(reading), *_initials(reading), *initials]
    nested = list(_nested(reading, names, flat))
    kept: dict[str, Component] = {}
    for hit in sorted([*flat, *nested], key=lambda f: (f.whole.start, -f.whole.end)):
        longer = any(k.parts == hit.component.parts and hit.component.whole.startswith(k.whole) for k in kept.values())
        if not longer:
            kept.setdefault(hit.component.whole, hit.component)
    return tuple(kept.values())


# ------------------------------------------------------------------ the ways to spell a name out


def _spelled(reading: str, name: Name) -> Iterator[Hit]:
    """What the text gives as the members of a name, by the first way that yields as many as it counts."""
    if groups := _grouped(reading, name):
        yield from groups
        return
    ways: tuple[tuple[str, Callable[[str, Name], list[Span] | None]], ...] = (
        ("in-parentheses", _in_parentheses),
        ("named-after-it", _behind),
        ("run-by-its-levels", _levels),
        ("told-in-the-next-clause", _next_clause),
        ("before-the-name", _before),
        ("rise-and-fall", _rise_and_fall),
        ("around-the-name", _around),
    )
    for rule, way in ways:
        if parts := way(reading, name):
            yield made(reading, rule, name.whole, parts)
            return


def _gloss(reading: str, name: Name) -> Span | None:
    """The text in parentheses behind a name and its class word: “三长”(即…)联席会议."""
    m = _CLASS_WORD.match(reading, name.outer.end)
    if m is None or (not name.quoted and m.end() - m.start() > 1 and name.rule != "counted-name"):
        return None
    depth, at = 1, m.end()
    while at < len(reading) and depth and at - m.end() < _FAR:
        depth += (reading[at] == "(") - (reading[at] == ")")
        at += 1
    return _without_gloss_word(reading, Span(m.end(), at - 1)) if not depth else None


def _without_gloss_word(reading: str, span: Span) -> Span:
    for rule in of_role("gloss"):
        if m := rule.pattern.match(reading, span.start, span.end):
            return Span(m.end(), span.end)
    return span


def _in_parentheses(reading: str, name: Name) -> list[Span] | None:
    span = _gloss(reading, name)
    if span is None:
        return None
    for separator in (_LIST, _PLUS, _COMMAS, _SEMICOLONS):
        if parts := in_parts(reading, span, name.counts, separator):
            return without_noun(reading, parts, name.noun)
    return None


def _behind(reading: str, name: Name) -> list[Span] | None:
    """Members after a colon or 即, to the end of the clause, else of the sentence."""
    for rule in of_role("behind"):
        m = rule.pattern.match(reading, name.outer.end, name.outer.end + 20)
        if m is None:
            continue
        start = _without_gloss_word(reading, Span(m.end(), m.end() + 10)).start
        stop = _ENDS_SENTENCE.search(reading, start, start + _FAR)
        end = stop.start() if stop else min(start + _FAR, len(reading))
        for separator, ends in ((_LIST, ",;)"), (_SEMICOLONS, ")"), (_COMMAS, ";)")):
            span = Span(start, min((at for c in ends if (at := reading.find(c, start, end)) >= 0), default=end))
            whole_clauses = separator is _SEMICOLONS
            if parts := in_parts(reading, span, name.counts, separator, long=whole_clauses, first_clause=whole_clauses):
                return without_noun(reading, parts, name.noun)
    return None


def _next_clause(reading: str, name: Name) -> list[Span] | None:
    """Three members or more of one shape in the clause behind a name: “三级审案”制度,中队初审、法规科复审、…."""
    for rule in of_role("next"):
        m = rule.pattern.match(reading, name.outer.end)
        parts = cut(reading, Span(*m.span("list")), _LIST) if m else []
        if m and len(parts) > 2 and len(parts) in name.counts and _one_shape([reading[p.start : p.end] for p in parts]):
            return parts
    return None


def _one_shape(texts: list[str]) -> bool:
    """Whether parts are alike: of nearly one length, and all but one with an end in common."""
    sizes = [len(text) for text in texts]
    ends = Counter(text[-2:] if len(set(sizes)) == 1 else text[-1:] for text in texts)
    return max(sizes) - min(sizes) <= _NEARLY and max(ends.values()) >= len(texts) - 1 and min(sizes) > 1


def _levels(reading: str, name: Name) -> list[Span] | None:
    """Members who act in turn: “三级研判机制”,由民警、领导、法制部门逐级审查."""
    if "级" not in name.text:
        return None
    for rule in of_role("levels"):
        if m := rule.pattern.match(reading, name.outer.end):
            return in_parts(reading, Span(*m.span("list")), name.counts, _LIST)
    return None


def _clause_before(reading: str, end: int) -> Span:
    """The clause that ends at `end`; a short parenthesis does not end a clause: 乡(镇)调解站."""
    least = max(0, end - _REACH)
    inner = {i for m in _INNER.finditer(reading, least, end) for i in range(*m.span())}
    at = end
    while at > least and (reading[at - 1] not in _ENDS_CLAUSE or at - 1 in inner):
        at -= 1
    return Span(at, end)


def _list_before(reading: str, name: Name) -> Span:
    """The clause before a name, without the words between its last member and the name; a quoted list by itself."""
    start, end = _clause_before(reading, name.outer.start)
    if end > start and reading[end - 1] == "的" and _even(reading, Span(start, end - 1)):
        end -= 1
    else:
        for tail in of_role("tail"):
            if m := tail.pattern.search(reading, max(start, end - 16), end):
                end = m.start()
    if row := _QUOTED_ROW.search(reading, start, end):
        return Span(*row.span())
    if end > start and reading[end - 1] in '”"':
        opened = max(reading.rfind(mark, 0, end - 1) for mark in '“"')
        if opened >= end - _REACH and any(c in reading[opened + 1 : end - 1] for c in "、+,"):
            return Span(opened + 1, end - 1)
    return Span(start, end)


def _even(reading: str, span: Span) -> bool:
    """Whether the last members of a list are of one length, so that no word of the last is none of it: 社会参与."""
    parts = [p.end - p.start for p in cut(reading, span, _LIST)[1:]]
    return len(parts) > 1 and len(set(parts)) == 1


def _before(reading: str, name: Name) -> list[Span] | None:
    """Members in the clause before a name; a name that itself stands in a list (A、B和“三C”) has none there."""
    if reading[name.outer.start - 1 : name.outer.start] in _JOINTS or _EACH_ONE.match(name.text):
        return None
    span = bare(reading, _list_before(reading, name))
    if span.start >= span.end:
        return None
    for separator in (_LIST, _PLUS, _COMMAS):
        parts = in_parts(reading, span, name.counts, separator, last=True)
        if parts is None or (len(parts) == 2 and not _paired(reading, span, parts, name)):
            continue
        return without_noun(reading, without_verb(reading, parts, of_role("lead")), name.noun)
    return None


def _paired(reading: str, span: Span, parts: list[Span], name: Name) -> bool:
    """Whether two things joined by 和 are members: a name of 双, parts with the name's noun, or two short parts."""
    if "、" in reading[span.start : span.end] or "+" in reading[span.start : span.end]:
        return True
    if any(rule.pattern.fullmatch(reading, *p) for rule in of_role("verb") for p in parts):
        return False
    if name.text.startswith("双"):
        return True
    texts = [reading[p.start : p.end] for p in parts]
    shared = bool(name.noun) and all(name.noun in text for text in texts)
    return shared or (not name.quoted and all(len(text) <= 8 for text in texts[1:]))


def _rise_and_fall(reading: str, name: Name) -> list[Span] | None:
    """见警率、管事率提升,发案率下降的“两升一降”."""
    if "升" not in name.text or "降" not in name.text:
        return None
    for rule in of_role("rise-fall"):
        if m := rule.pattern.search(reading, max(0, name.whole.start - _REACH), name.whole.start):
            spans = [s for group in ("up", "down") for s in cut(reading, Span(*m.span(group)), _LIST)]
            if len(spans) in name.counts:
                return without_verb(reading, spans, of_role("lead"))
    return None


def _around(reading: str, name: Name) -> list[Span] | None:
    """Members that all hold the name's noun, in the sentence behind or before it: “五个亲自”,做到亲自部署、…."""
    count = numbers_in(name.text)[-1]
    if not name.quoted or not name.noun or len(name.noun) > 4 or not 2 < count < 13:
        return None
    stop = _ENDS_SENTENCE.search(reading, name.outer.end, name.outer.end + _FAR)
    behind = Span(name.outer.end, stop.start() if stop else min(name.outer.end + _FAR, len(reading)))
    least = max(0, name.outer.start - _FAR)
    sentence = (
        max(reading.rfind("。", least, name.outer.start), reading.rfind("\n", least, name.outer.start), least - 1) + 1
    )
    before = cut(reading, Span(sentence, name.outer.start), _AROUND)[::-1]
    for segments, step in ((cut(reading, behind, _AROUND), 1), (before, -1)):
        run: list[Span] = []
        for n, part in enumerate(segments):
            text = reading[part.start : part.end]
            if name.noun in text and len(text) <= _LONGEST_MEMBER:
                run.append(part)
            elif run or n > 1:
                break
        if len(run) == count:
            return without_tail(without_verb(reading, run[::step], of_role("lead")))
    return None


def _grouped(reading: str, name: Name) -> list[Hit]:
    """Two names in one, each with its own members: 班子好、队伍好和制度化、标准化“两好两化”; “两访两评”即…."""
    m = _TWO_NAMES.fullmatch(name.text)
    if m is None or not name.quoted:
        return []
    sizes, nouns = (value_of(m[1]), value_of(m[3])), (m[2], m[4])
    for span in _places_of_members(reading, name):
        parts = cut(reading, bare(reading, span), _COMMAS)
        if len(parts) == sum(sizes) - 1:
            middle = parts[sizes[0] - 1]
            at = reading.find("和", middle.start, middle.end)
            parts[sizes[0] - 1 : sizes[0]] = [Span(middle.start, at), Span(at + 1, middle.end)] if at > 0 else [middle]
        if len(parts) < sum(sizes) or (len(parts) > sum(sizes) and span.end <= name.whole.start):
            continue
        groups = (without_verb(reading, parts[: sizes[0]], of_role("lead")), parts[sizes[0] : sum(sizes)])
        if all(_share(reading, g, n) for g, n in zip(groups, nouns, strict=True)):
            start, middle_at, end = name.whole.start, name.whole.start + 2, name.whole.end
            wholes = (Span(start, middle_at), Span(middle_at, end))
            return [made(reading, "grouped", w, g) for w, g in zip(wholes, groups, strict=True)]
    return []


def _share(reading: str, parts: list[Span], noun: str) -> bool:
    """Whether all parts begin or all end with a noun."""
    return all(reading[p.start] == noun for p in parts) or all(reading[p.end - 1] == noun for p in parts)


def _places_of_members(reading: str, name: Name) -> Iterator[Span]:
    yield _list_before(reading, name)
    if gloss := _gloss(reading, name):
        yield gloss
    for rule in of_role("behind"):
        if m := rule.pattern.match(reading, name.outer.end, name.outer.end + 20):
            stop = _ENDS_ROW.search(reading, m.end(), m.end() + _FAR)
            yield Span(m.end(), stop.start() if stop else m.end())


# ------------------------------------------------------------------ forms of their own


def _letters(reading: str) -> Iterator[Hit]:
    """市县所三级…: every character of the list is a member."""
    for rule in of_role("letters"):
        for m in rule.matches(reading):
            count, start = len(m["list"]), m.start("list")
            if count in numbers_in(m["whole"])[:1] and len(set(m["list"])) == count:
                parts = [Span(start + i, start + i + 1) for i in range(count)]
                yield made(reading, rule.name, Span(*m.span("whole")), parts)


def _joined(reading: str) -> Iterator[Hit]:
    at = reading.find("+")
    while at >= 0:
        start = max(_clause_before(reading, at).start, at - _LONGEST_MEMBER)
        end = at
        for rule in of_role("joined"):
            for m in rule.matches(reading, start, min(at + _REACH, len(reading))):
                if parts := in_parts(reading, Span(*m.span("list")), tuple(numbers_in(m["whole"])[:1]), _PLUS):
                    yield made(reading, rule.name, Span(*m.span("whole")), parts)
                    end = m.end()
                break
        at = reading.find("+", end + 1)


def _defined(reading: str) -> Iterator[Hit]:
    for rule in of_role("defined"):
        for m in rule.matches(reading):
            parts = cut(reading, Span(*m.span("list")), _PLUS)
            if len(parts) > 1 and all(p.end - p.start for p in parts):
                yield made(reading, rule.name, Span(*m.span("whole")), parts)


def _plus(reading: str) -> Iterator[Hit]:
    for rule in of_role("plus"):
        for m in rule.matches(reading):
            if parts := in_parts(reading, Span(*m.span("list")), (m["whole"].count("+") + 1,), _PLUS):
                yield made(reading, rule.name, Span(*m.span("whole")), parts)


def _initials(reading: str) -> Iterator[Hit]:
    for rule in of_role("initials"):
        for m in rule.matches(reading):
            parts = cut(reading, Span(*m.span("list")), _COMMAS)
            heads = "".join(reading[p.start] for p in parts if p.end > p.start)
            if heads == m["whole"] and len(parts) == len(heads):
                yield made(reading, rule.name, Span(*m.span("whole")), parts)


def _glossed_initials(reading: str, names: list[Name]) -> Iterator[Hit]:
    """“警银保”联盟(公安、银行、保险三方联动): all members but one hold the name's character in their place."""
    for rule in of_role("initials-glossed"):
        for m in rule.matches(reading):
            start, end = m.span("list")
            end = min((n.outer.start for n in names if start < n.outer.start < end), default=end)
            parts = cut(reading, Span(start, end), _COMMAS)
            fits = [c in reading[p.start : p.end] for c, p in zip(m["whole"], parts, strict=False)]
            if len(parts) == len(m["whole"]) and fits.count(False) <= 1:
                hit = made(reading, rule.name, Span(*m.span("whole")), parts)
                yield replace(hit, component=replace(hit.component, span=Span(*m.span())))


def _nested(reading: str, names: list[Name], flat: list[Hit]) -> Iterator[Hit]:
    """A name whose members are collective names themselves, spelled out inside its parentheses."""
    done = {f.whole for f in flat}
    for name in names:
        if name.whole in done or (inside := _gloss(reading, name)) is None:
            continue
        inner = sorted({f.whole for f in flat if inside.covers(f.whole)})
        own_words = any(reading[w.start : w.end] in name.text for w in inner)
        if inner and len(inner) in name.counts and not own_words:
            yield made(reading, "nested", name.whole, inner)
