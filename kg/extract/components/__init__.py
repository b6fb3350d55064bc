"""Collective names that the text spells out: “四率” = 见警率 + 知情率 + 管事率 + 满意率.

A name is found first; then its members are looked for behind it (in parentheses, after a colon or 即), before it in
its clause, and around it, as parts that all hold the name's noun (五个亲自). The number must agree.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

from kg.extract.components import formulas
from kg.extract.components.collectives import Hit, Name, made, names_in, numbers_in, value_of
from kg.extract.components.lists import (
    bare,
    clause_before,
    cut,
    in_parts,
    without_noun,
    without_rest,
    without_tail,
    without_verb,
)
from kg.model import Component, Extraction, Span
from kg.ontology import any_of, rules_of

_ENDS_SENTENCE = re.compile(r"[。\n]")
_LIST = re.compile(r"、|(?<=[”\"》])(?=[“\"《])")
_PLUS = re.compile(r"[+、]")
_COMMAS = re.compile(r"[,;、]")
_CLAUSES = re.compile(r"[,;]")
_SEMICOLONS = re.compile(r";")
_AROUND = re.compile(r"[、,;:]")
_EACH_ONE = re.compile(r"一\w{1,3}一")
"""一人一专班: one of these for each of those, no collective name."""
_NEARLY = 2
_JOINTS = frozenset("、和与及")
_QUOTED_ROW = re.compile(r"(?:[“\"][^“”\"、]+[”\"][、和及]?){2,}$")
_QUOTED_LIST = re.compile(r"(?P<list>[“\"][^“”\",。;:\n]+、[^“”\",。;:\n]+[”\"])[\u4e00-\u9fff]{2,4}$")
_CLASS_WORD = re.compile(r"》?[\u4e00-\u9fff]{0,8}\(")
_LATER = re.compile(r"[^。;(\n]{1,40}\(")
_ORDINALS = "一二三四五六七八九十"
_COUNTED_TWICE = re.compile(r"([一二两三四五六七八九])(\w)([一二两三四五六七八九])(\w)")
_TWO_NAMES = re.compile(r"([二两三四五六七八九])(\w)([二两三四五六七八九])(\w)")
_ENDS_ROW = re.compile(r"[。;\n]")
_TELLING = ("glossed-initials", "colours-in-a-row")
"""Rules that find a whole passage: a name inside it is none of its own."""
_REACH, _FAR = 160, 300
_LONGEST_MEMBER = 20


def find(found: Extraction) -> tuple[Component, ...]:
    """Every collective name whose members stand next to it, each once, in order of the text."""
    reading = found.document.reading
    names = list(names_in(reading))
    flat = list(formulas.find(reading, names))
    told = [hit.component.span for hit in flat if hit.component.rule in _TELLING]
    flat += [hit for n in names if not any(t.covers(n.whole) for t in told) for hit in _spelled(reading, n)]
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
        ("by-its-characters", _by_characters),
        ("told-in-the-next-clause", _next_clause),
        ("before-the-name", _before),
        ("rise-and-fall", _rise_and_fall),
        ("around-the-name", _around),
        ("in-a-later-gloss", _later_gloss),
    )
    for rule, way in ways:
        if (parts := way(reading, name)) and _numbered(reading, name, parts):
            yield made(reading, rule, name.whole, parts)
            return


def _numbered(reading: str, name: Name, parts: list[Span]) -> bool:
    """Whether the members of a name of digits hold them, one each: 135 = 1分钟响应 + 3分钟到场 + 5分钟处置."""
    if not name.text.isdigit():
        return True
    return all(
        reading[p.start] == digit or value_of(digit) in numbers_in(reading[p.start : p.end])
        for digit, p in zip(name.text, parts, strict=True)
    )


def _gloss(reading: str, name: Name) -> Span | None:
    """The text in parentheses behind a name and its class word: “三长”(即…)联席会议."""
    m = _CLASS_WORD.match(reading, name.outer.end)
    if m is None or (not name.quoted and m.end() - m.start() > 1 and name.rule != "counted-name"):
        return None
    return _in_brackets(reading, m.end())


def _in_brackets(reading: str, start: int) -> Span | None:
    """What stands from `start` to the bracket that closes, without the word that begins a gloss."""
    depth, at = 1, start
    while at < len(reading) and depth and at - start < _FAR:
        depth += (reading[at] == "(") - (reading[at] == ")")
        at += 1
    return _without_gloss_word(reading, Span(start, at - 1)) if not depth else None


def _without_gloss_word(reading: str, span: Span) -> Span:
    for rule in rules_of("components", "gloss"):
        if m := rule.pattern.match(reading, span.start, span.end):
            return Span(m.end(), span.end)
    return span


def _in_parentheses(reading: str, name: Name) -> list[Span] | None:
    span = _gloss(reading, name)
    if span is None:
        return None
    twofold = len(numbers_in(name.text)) > 1
    for separator in (_LIST, _PLUS, _COMMAS if twofold else _CLAUSES, _SEMICOLONS):
        if parts := in_parts(reading, span, name.counts, separator):
            return without_noun(reading, parts, name.noun)
    return None


def _behind(reading: str, name: Name) -> list[Span] | None:
    """Members after a colon or 即, to the end of the clause, else of the sentence."""
    for rule in rules_of("components", "behind"):
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
                return without_rest(reading, without_noun(reading, parts, name.noun), rules_of("components", "rest"))
    return None


def _by_characters(reading: str, name: Name) -> list[Span] | None:
    """“三评一报”,立案前评估、强制前评估、处罚前评估,大案上报: as many members with 评, then with 报."""
    m = _COUNTED_TWICE.fullmatch(name.text)
    if m is None or not name.quoted:
        return None
    marks = m[2] * value_of(m[1]) + m[4] * value_of(m[3])
    stop = _ENDS_SENTENCE.search(reading, name.outer.end, name.outer.end + _FAR)
    segments = cut(reading, Span(name.outer.end, stop.start() if stop else name.outer.end), _AROUND)[1:]
    parts = segments[: len(marks)]
    fits = len(parts) == len(marks) > 2 and all(
        c in reading[p.start : p.end] for c, p in zip(marks, parts, strict=True)
    )
    return parts if fits and all(p.end - p.start <= _LONGEST_MEMBER for p in parts) else None


def _later_gloss(reading: str, name: Name) -> list[Span] | None:
    """Members in the next parentheses of the sentence, where they are counted off: (一看管辖、二看事实、三看证据)."""
    m = _LATER.match(reading, name.outer.end) if name.quoted else None
    span = _in_brackets(reading, m.end()) if m else None
    parts = in_parts(reading, span, name.counts, _COMMAS) if span else None
    if not parts or not all(reading[p.start] == c for p, c in zip(parts, _ORDINALS, strict=False)):
        return None
    return parts


def _next_clause(reading: str, name: Name) -> list[Span] | None:
    """Three members or more of one shape in the clause behind a name: “三级审案”制度,中队初审、法规科复审、…."""
    for rule in rules_of("components", "next"):
        m = rule.pattern.match(reading, name.outer.end)
        if m is None or m["list"].count("、") + 1 not in name.counts:
            continue
        parts = cut(reading, Span(*m.span("list")), _LIST)
        texts = [reading[p.start : p.end] for p in parts]
        if name.text.isdigit() or (len(parts) > 2 and _one_shape(texts)):
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
    for rule in rules_of("components", "levels"):
        if m := rule.pattern.match(reading, name.outer.end):
            return in_parts(reading, Span(*m.span("list")), name.counts, _LIST)
    return None


def _list_before(reading: str, name: Name) -> Span:
    """The clause before a name, without the words between its last member and the name; a quoted list by itself."""
    end = name.outer.start
    for called in rules_of("components", "called"):
        if m := called.pattern.search(reading, max(0, end - 8), end):
            end = m.start()
    start, end = clause_before(reading, end)
    if end > start and reading[end - 1] == "的" and _even(reading, Span(start, end - 1)):
        end -= 1
    else:
        for tail in rules_of("components", "tail"):
            if end > start and reading[end - 1] in tail.gives["ends"]:
                m = tail.pattern.search(reading, max(start, end - 16), end)
                end = m.start() if m else end
    if row := _QUOTED_ROW.search(reading, start, end):
        return Span(*row.span())
    if quoted := _QUOTED_LIST.search(reading, start, end):
        end = quoted.end("list")
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
    text = reading[span.start : span.end]
    for separator in (_LIST, *((_PLUS,) if "+" in text else ()), *((_COMMAS,) if "," in text else ())):
        parts = in_parts(reading, span, name.counts, separator, last=True) or _governed(reading, span, name, separator)
        if parts is None or (len(parts) == 2 and not _paired(reading, span, parts, name)):
            continue
        return without_noun(reading, without_verb(reading, parts, rules_of("components", "lead"), name.noun), name.noun)
    return None


def _governed(reading: str, span: Span, name: Name, separator: re.Pattern[str]) -> list[Span] | None:
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


def _paired(reading: str, span: Span, parts: list[Span], name: Name) -> bool:
    """Whether two things joined by 和 are members: a name of 双, parts with the name's noun, or two short parts."""
    if "、" in reading[span.start : span.end] or "+" in reading[span.start : span.end]:
        return True
    if any(any_of("components", "verb").fullmatch(reading, *p) for p in parts):
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
    for rule in rules_of("components", "rise-fall"):
        if m := rule.pattern.search(reading, max(0, name.whole.start - _REACH), name.whole.start):
            spans = [s for group in ("up", "down") for s in cut(reading, Span(*m.span(group)), _LIST)]
            if len(spans) in name.counts:
                return without_verb(reading, spans, rules_of("components", "lead"))
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
    for span, step in ((behind, 1), (Span(sentence, name.outer.start), -1)):
        if reading.count(name.noun, *span) < count:
            continue
        segments = cut(reading, span, _AROUND)[::step]
        run: list[Span] = []
        for n, part in enumerate(segments):
            text = reading[part.start : part.end]
            if name.noun in text and len(text) <= _LONGEST_MEMBER:
                run.append(part)
            elif run or n > 1:
                break
        if len(run) == count:
            return without_tail(without_verb(reading, run[::step], rules_of("components", "lead")))
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
        groups = (
            without_verb(reading, parts[: sizes[0]], rules_of("components", "lead")),
            parts[sizes[0] : sum(sizes)],
        )
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
    for rule in rules_of("components", "behind"):
        if m := rule.pattern.match(reading, name.outer.end, name.outer.end + 20):
            stop = _ENDS_ROW.search(reading, m.end(), m.end() + _FAR)
            yield Span(m.end(), stop.start() if stop else m.end())


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
