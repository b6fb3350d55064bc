"""Names of mechanisms and programs in general use, and names that end with a class word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

import ahocorasick_rs

from kg.extract.gather import unquoted
from kg.extract.names import CLOSING, OPENING, Edge, Head, Left, Lines, left_of, marked
from kg.model import Extraction, Label, Span
from kg.ontology import Rule, lexicon, rules, words

_QUOTES = '“”"「」『』‘’'
_SCOPES = frozenset({"全国", "全省", "全市", "全区", "全县", "全州"})
_LEVELS = frozenset("省市县区州旗镇乡")
_GOVERNS = frozenset({"set", "run"})
_COMMON = frozenset({"quoted", "service"})
_SPECIFIC = 2
_BUILD = "建设"
_LONGEST, _LONGEST_MODE = 46, 14
_NEAR_QUOTE = 9
_FAR = 8
"""Characters over which a common noun can still belong to a class word that follows."""


_SPELLED = re.compile(r"\((?:即|包括|指)[^()]*\)|\([^()]{6,}\)")


@cache
def of_role(role: str) -> tuple[Rule, ...]:
    """The rules of rules/things.toml with a role."""
    return tuple(rule for rule in rules("things") if rule.gives["role"] == role)


@dataclass(frozen=True, slots=True)
class Name:
    """A place where a thing is named, before it is known who carries it out and what else names it.

    `same`: the term that the text stands for, `forms`: other wordings that the place shows, `core`: words in it
    that name the thing by themselves. `verb`: role of the verb that governs it. `shared`: common to many.
    """

    span: Span
    label: str
    kind: str
    rule: str
    text: str
    same: str = ""
    forms: tuple[str, ...] = ()
    core: tuple[str, ...] = ()
    verb: str = ""
    shared: bool = False


# ------------------------------------------------------------------ names in general use


@cache
def _terms() -> tuple[ahocorasick_rs.AhoCorasick, tuple[dict[str, str], ...]]:
    rows = tuple(dict(row) for row in lexicon("things"))
    return marked(tuple(row["term"] for row in rows)), rows


def known(found: Extraction, lines: Lines) -> Iterator[Name]:
    """Terms of lexicon/things.tsv, whatever quotation marks stand in or around them, bodies with whose they are."""
    reading = lines.reading
    owners = {m.span.end: m.span.start for e in found.entities if e.label is Label.BUREAU for m in e.mentions}
    places = [i for i, char in enumerate(reading) if char not in _QUOTES]
    automaton, rows = _terms()
    for n, start, end in automaton.find_matches_as_indexes("".join([reading[i] for i in places])):
        row = rows[n]
        span = _with_quote(reading, Span(places[start], places[end - 1] + 1))
        if _stands(lines, span, row) and not any(r.pattern.match(reading, span.end) for r in of_role("term-goes-on")):
            text, shared = row["term"], row["actor"] == "shared"
            whole = lines.holder(span.start)
            if whole is not None and whole.end == span.end + 1 and reading[whole.start] in OPENING:
                text, span = _quotation(lines, whole, text, span)
            core = (row["same"],) if row["same"] and row["same"] in text else ()
            owned, forms = span, tuple[str, ...]()
            if row["kind"] == "body" and (owned := _owned(lines, span, owners)) != span:
                text, forms = unquoted(lines.reading[owned.start : owned.end]), (text,)
            yield Name(owned, row["label"], row["kind"], "known-name", text, row["same"], forms, core, "", shared)


def _owned(lines: Lines, span: Span, owners: dict[int, int]) -> Span:
    """The span with the organ or the level (县) before it whose body it is: 区局党委|中心组, 县|反诈中心."""
    for end in range(span.start, min(span.start + 4, span.end)):
        if owners.get(end, span.start) < span.start:
            at = owners[end]
            while lines.reading[at - 1] in "、和与及" and at - 1 in owners:
                at = owners[at - 1]
            return Span(at, span.end)
    at = span.start - 1
    level = lines.reading[at : span.start] in _LEVELS
    if level and (not "\u4e00" <= lines.reading[at - 1] <= "\u9fff" or any(lines.before(at, at - 4))):
        return Span(at, span.end)
    return span


def _with_quote(reading: str, span: Span) -> Span:
    """The span with the quotation mark before it, if the quotation ends inside: “七五”普法."""
    opened = span.start > 0 and reading[span.start - 1] in OPENING
    return Span(span.start - 1, span.end) if opened and "”" in reading[span.start : span.end] else span


def _quotation(lines: Lines, whole: Span, term: str, span: Span) -> tuple[str, Span]:
    """The whole quotation that ends with a term: “青年民警大讲堂”, if nothing in it separates them."""
    before = lines.reading[whole.start + 1 : span.start]
    if len(before) > _FAR or any(e.start > whole.start for e in lines.before(span.start, whole.start)):
        return term, span
    return before + term, Span(whole.start + 1, span.end)


def _stands(lines: Lines, span: Span, row: dict[str, str]) -> bool:
    """Whether a term in general use names a thing here: some only quoted or after a verb, none that begins a title."""
    reading = lines.reading
    title = lines.title_at(span.start)
    if title is not None:
        inside = any(e.role in _GOVERNS for e in lines.before(span.start, title.start))
        return row["label"] == "Program" or inside or "关于" in reading[title.start : span.start]
    quoted = reading[span.start - 1 : span.start] in set(OPENING) or reading[span.start] in OPENING
    if row["needs"] == "quote":
        return quoted
    return row["needs"] != "verb" or quoted or _governed(lines, span.start)


def _governed(lines: Lines, start: int) -> bool:
    begin = start - (lines.reading[start - 1 : start] in set(OPENING))
    return any(e.role in _GOVERNS and e.end >= begin - 1 for e in lines.before(begin, begin - 7)) or (
        lines.reading[:begin].endswith(("以", "实现"), max(0, begin - 2))
    )


# ------------------------------------------------------------------ class words


class Headed:
    """Finds the names that end with a class word (lexicon/thing_heads.tsv)."""

    def __init__(self, found: Extraction, lines: Lines, terms: list[Name]) -> None:
        self.lines = lines
        self.terms = terms
        self._ends = frozenset({n.span.end for n in terms} | {n.span.end + 1 for n in terms})
        self._organs = {m.span.start: m.span.end for e in found.entities if e.label is Label.BUREAU for m in e.mentions}
        self._spelled = {c.span.end: c.span.start for c in found.components if c.span.end not in self._ends}

    def names(self) -> Iterator[Name]:
        """Every name, left to right."""
        for place, head in enumerate(self.lines.heads):
            if not self._goes_on(place):
                yield from self._listed(head) if self._after_others(head) else self._named(head)

    def _goes_on(self, place: int) -> bool:
        """Whether a class word is only part of a longer name or of another word."""
        lines, head = self.lines, self.lines.heads[place]
        for following in lines.heads[place + 1 : place + 5]:
            if following.start <= head.start:
                return True
            between = lines.reading[head.end : following.start]
            common = head.use in _COMMON or lines.reading[head.end] in CLOSING
            if len(between) > _FAR or (following.use in _COMMON and not (common and not between.strip(CLOSING))):
                continue
            if any(rule.pattern.fullmatch(between) for rule in of_role("loose-chain" if common else "chain")):
                return True
        built = lines.reading.startswith(_BUILD, head.start) and place and lines.heads[place - 1].end == head.start
        return bool(built) or any(rule.pattern.match(lines.reading, head.end) for rule in of_role("goes-on"))

    def _named(self, head: Head) -> Iterator[Name]:
        """The name that ends with a class word, or, of quotations listed right before it, each."""
        lines, reading = self.lines, self.lines.reading
        left = left_of(lines, head, self._ends)
        if left is None:
            return
        if left.verb is None and reading.startswith(_BUILD, left.start) and left.start + 2 < head.start:
            left = replace(left, start=left.start + 2, verb=Edge(left.start, left.start + 2, "set"))
        start = max(self._start(left, head), reading.rfind("》", left.start, head.start) + 1)
        modifier = reading[start : head.start]
        if not modifier or head.end - start > _LONGEST or not self._names(head, left, start, modifier):
            return
        verb = left.verb.role if left.verb else ""
        rule = f"class-word-{verb or 'free'}"
        items = self._items(start, head.start)
        if len(items) > 1:
            for item in items:
                text = reading[item.start + 1 : item.end - 1]
                long = (text + reading[head.start : head.end],)
                yield Name(item, head.label, head.kind, rule, text, "", long, (), verb)
            return
        label, kind = self._sort(head, modifier)
        text, forms = unquoted(reading[start : head.end]), self._forms(start, head, left)
        if _SPELLED.search(text):
            forms, text = (*forms, text), _SPELLED.sub("", text)
        yield Name(Span(start, head.end), label, kind, rule, text, "", forms, _core(modifier), verb)

    def _sort(self, head: Head, modifier: str) -> tuple[str, str]:
        """Label and kind: what a rule says of the quotation before the class word, else the class word's own."""
        for rule in of_role("sort"):
            if rule.pattern.search(modifier):
                return str(rule.gives["label"]), str(rule.gives.get("kind", ""))
        return head.label, head.kind

    def _start(self, left: Left, head: Head) -> int:
        """Where the name begins, without words that are none of it, and not inside a known name."""
        lines, reading = self.lines, self.lines.reading
        quote = lines.holder(head.start)
        if quote is not None and reading[quote.start] in OPENING and quote.end == head.end + 1:
            return quote.start + 1
        start = left.start
        if left.verb is None:
            start = left.short or left.joint or left.start
            start = self._organ_before(start, head.start)
            start = next((i for i in range(start, head.start) if reading[i] in OPENING), start)
        for rule in of_role("counted"):
            for m in rule.pattern.finditer(reading, start, head.start):
                start = m.start() if any(h.end == m.start() and h.use != "quoted" for h in lines.heads) else start
        for name in self.terms:
            if name.span.start < start < name.span.end <= head.end:
                start = name.span.start
        held = lines.holder(start)
        if held is not None and held.end <= head.start and reading[held.start] in OPENING:
            start = held.start
        return trimmed(reading, start, head.start)

    def _organ_before(self, start: int, end: int) -> int:
        """Where the organs begin that stand before a name (党委对执法的监督机制: the one before 对); else `start`."""
        reading = self.lines.reading
        if reading[start - 1 : start] == "对" and "的" in reading[start:end]:
            return next((a for a, b in self._organs.items() if b == start - 1), start)
        inside = sorted((a, b) for a, b in self._organs.items() if start < a < end)
        at = inside.pop()[0] if inside else start
        while inside and reading[inside[-1][1] : at] in {"、", "和", "与", "及"}:
            at = inside.pop()[0]
        return at

    def _names(self, head: Head, left: Left, start: int, modifier: str) -> bool:
        """Whether the words from `start` to a class word name one thing."""
        lines, reading = self.lines, self.lines.reading
        held = lines.holder(start)
        whole = held is not None and reading[held.start] in OPENING and held == (start - 1, head.end + 1)
        quoted = "“" in modifier or '"' in modifier
        if held is not None and not whole and reading[held.start] in OPENING:
            return False
        if lines.title_at(head.start) is not None and (head.use in _COMMON or not (left.verb or quoted)):
            return False
        holds = any(start <= n.span.start and n.span.end <= head.end for n in self.terms)
        if not (whole or _allowed(head, left, quoted, holds, modifier)):
            return False
        if not (whole or holds or self._specific(start, modifier, head)):
            return False
        counted = start > left.start and re.search(r"\d[^\d]{0,3}$", reading[left.start : start])
        if head.label == "Program" and counted:
            return False
        made = left.verb is not None and left.verb.role in _GOVERNS
        drops = (*of_role("drop"), *(() if made else of_role("place")))
        return not any(rule.pattern.fullmatch(reading, start, head.end) for rule in drops)

    def _specific(self, start: int, modifier: str, head: Head) -> bool:
        """Whether the words before a class word name one thing and not a sort of things.

        One word of its own is enough; of the words of the trade (执法, 监督) it takes two.
        """
        if "“" in modifier or '"' in modifier:
            return True
        at = start
        while self._organs.get(at, head.end) <= head.start:
            at = self._organs[at]
        rest = _without("empty").sub("", modifier[at - start :])
        own = len(_without("topic", "empty").sub("", rest))
        named_kind = head.use == "free" and head.kind in {"regime", "body"}
        reform = self.lines.reading.endswith("改革", 0, head.end) and head.label == "Program"
        least = _SPECIFIC if named_kind else 2 * _SPECIFIC
        return own >= _SPECIFIC or (len(rest) >= least and (head.label == "Mechanism" or reform))

    def _forms(self, start: int, head: Head, left: Left) -> tuple[str, ...]:
        """Other wordings of a name: with its members spelled out, without the organ or what 的 or 和 joins."""
        reading = self.lines.reading
        starts = []
        if left.verb is not None and start - left.verb.end > 1 and reading[start - 1] not in "个项":
            starts.append(left.verb.end)
        if (members := self._spelled.get(head.end)) is not None and members < start:
            starts.append(members)
        if reading[start - 2 : start] in _SCOPES:
            starts.append(start - 2)
        at = start
        while self._organs.get(at, head.end) < head.start:
            at = self._organs[at] + (reading[self._organs[at]] in "、和与及")
            starts.append(at)
        starts += [m.end() for r in of_role("collective") if (m := r.pattern.match(reading, start, head.start))]
        counted = [m.start() for rule in of_role("counted") for m in rule.pattern.finditer(reading, start, head.start)]
        for place in (left.short, left.joint, *counted):
            if place is not None and start < place < head.start:
                at = trimmed(reading, place, head.start) if place not in counted else place
                if place in counted or self._specific(at, reading[at : head.start], head):
                    starts.append(at)
        return tuple(dict.fromkeys(f for at in starts if (f := unquoted(reading[at : head.end]))))

    def _items(self, start: int, end: int) -> list[Span]:
        """The quotations that a list right before a class word consists of: “A”“B”改革, “A”、“B”等制度."""
        found: list[Span] = []
        at = start
        for quote in self.lines.quotes_in(start, end):
            if self.lines.reading[at : quote.start].strip("、和与及"):
                return []
            found.append(quote)
            at = quote.end
        return found if found and at == end else []

    def _after_others(self, head: Head) -> re.Match[str] | None:
        window = max(0, head.start - 12)
        return next(
            (m for r in of_role("others") if (m := r.pattern.search(self.lines.reading, window, head.start))), None
        )

    def _listed(self, head: Head) -> Iterator[Name]:
        """The members of a list that ends with 等 and a class word: “A”“B”等专项行动, A、B等5项制度."""
        match = self._after_others(head)
        if match is None or head.use in _COMMON:
            return
        lines, reading, end = self.lines, self.lines.reading, match.start()
        quotes = self._quotes_before(end)
        for quote in quotes:
            text = reading[quote.start + 1 : quote.end - 1]
            long = (text + reading[head.start : head.end],)
            yield Name(quote, head.label, head.kind, "listed-before-class-word", text, "", long, (), "run")
        if quotes or head.label == "Program":
            return
        verb = next(
            (e for e in lines.before(end, lines.clause(end).start) if e.role in {"set", "run", "verb", "cut"}), None
        )
        if verb is None or verb.role not in _GOVERNS or "、" not in reading[verb.end : end]:
            return
        for item in re.finditer(r"[^、和与及“”]+", reading[verb.end : end]):
            span = Span(verb.end + item.start(), verb.end + item.end())
            if 4 <= len(item[0]) <= 14 and "的" not in item[0] and _without("empty").sub("", item[0])[1:]:
                yield Name(span, head.label, head.kind, "listed-before-class-word", item[0], "", (), (), "run")

    def _quotes_before(self, end: int) -> list[Span]:
        """The quotations in a row that end at a point of the text."""
        found: list[Span] = []
        while (quote := self.lines.quote_ending(end)) is not None:
            found.insert(0, quote)
            end = quote.start
            while self.lines.reading[end - 1 : end] in {"、", "和", "与", "及"}:
                end -= 1
        return found


def trimmed(reading: str, start: int, end: int) -> int:
    """A start behind counts, adverbs and other words that are no part of a name."""
    moved = True
    while moved and start < end:
        moved = False
        for rule in of_role("trim"):
            if (m := rule.pattern.match(reading, start, end)) and m.end() > start:
                start, moved = m.end(), True
    return start


def _allowed(head: Head, left: Left, quoted: bool, holds: bool, modifier: str) -> bool:
    """Whether a class word makes a name here: common nouns need a verb or a quotation."""
    near = quoted and len(modifier) - modifier.rfind("”") <= _NEAR_QUOTE
    if re.search("”[一二三四五六七八九十\\d]+[个大项类种道重方]", modifier):
        return False
    governed = left.verb is not None and left.verb.role in _GOVERNS
    if head.use in {"quoted", "service"}:
        mode = head.use == "service" and governed and any(r.pattern.search(modifier) for r in of_role("mode"))
        core = _core(modifier)
        said = core and any(rule.pattern.fullmatch(core[0]) for rule in of_role("slogan"))
        return (near and "”" in modifier and not said) or (mode and len(modifier) <= _LONGEST_MODE)
    if head.use == "governed":
        verbs = _GOVERNS if head.kind in {"method", ""} else {*_GOVERNS, "use"}
        return near or (holds and len(modifier) <= _LONGEST_MODE) or (left.verb is not None and left.verb.role in verbs)
    return quoted or left.bound


@cache
def _without(*kinds: str) -> re.Pattern[str]:
    plain = {word for kind in kinds for word in words("generic", kind=kind)}
    return re.compile("|".join(map(re.escape, sorted(plain, key=lambda w: (-len(w), w)))) + r"|[“”\"的、和与及]")


def _core(modifier: str) -> tuple[str, ...]:
    """The quotation that a name has before its class word."""
    found = re.findall(r"[“\"]([^“”\"]{2,30})[”\"]", modifier)
    return (found[0],) if len(found) == 1 else ()
