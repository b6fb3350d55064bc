"""Honours that the reporter or one of its units received: awards, titles, rankings, pilot status, commendations."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind
from msgspec.structs import replace

import kg.places as places
from kg.extract.asks import Asks
from kg.extract.bureaus.identity import reporter_of
from kg.extract.bureaus.matcher import OrganMatcher
from kg.extract.gather import clause_ends, clause_start, entities, section_role, unquoted
from kg.marks import HAN
from kg.model import SELF, Entity, Extraction, Label, Mention, Role, Span
from kg.ontology import Rule, lexicon, rules_of

_SHORTEST_NAME = 2
_PEOPLE = 16
"""Characters before an award in which the bureau's people who received it are counted."""
_NO_SUBJECT = re.compile(
    r"(?:(?:这一|该[所局队院庭站]?的?|其|此)?(?:经验|做法|经验做法|工作法|模式|案例)?|并|还|先后)[被获荣夺立摘在入].*"
)
_CLAUSES_BACK = 6
"""Clauses back in which the subject is looked for that a clause leaves to those before it."""
_BY = frozenset("被由经")
_WORD = re.compile(HAN + "{3,12}")

_says = Asks("honours").says


@cache
def _words() -> tuple[tuple[str, ...], AhoCorasick]:
    """Kinds of the lexicon's words, and the automaton that finds the words."""
    rows = lexicon("honour_words")
    return tuple(row["kind"] for row in rows), AhoCorasick([r["term"] for r in rows], matchkind=MatchKind.Standard)


def find(found: Extraction) -> tuple[Entity, ...]:
    """Every honour of a report; of rules that read the same words, the first in the file is right."""
    reader = _Reader(found)
    mentions = list(reader.mentions())
    wordings = Counter(form for form, name in {(f, m.name) for m in mentions for f in m.aliases} if form != name)
    plain = [replace(m, aliases=tuple(f for f in m.aliases if wordings[f] < 2)) for m in mentions]
    return entities(Label.HONOUR, plain, lambda name: re.sub(r"\W", "", name))


class _Reader:
    """Applies the rules to the clauses that hold one of their words."""

    def __init__(self, found: Extraction) -> None:
        self.found = found
        self.reading = found.document.reading
        self.organs = OrganMatcher.of(found)
        self.ends = clause_ends(self.reading)
        self.marked = self._marked()
        self.taken = bytearray(len(self.reading) + 1)
        self.own_area = _own_area(found)

    def _marked(self) -> dict[str, dict[int, None]]:
        """For each kind of words, the clauses (by number) that hold one."""
        kinds, automaton = _words()
        marked: dict[str, dict[int, None]] = {}
        for index, start, _ in automaton.find_matches_as_indexes(self.reading, overlapping=True):
            marked.setdefault(kinds[index], {})[bisect_right(self.ends, start)] = None
        return marked

    def _clause(self, number: int) -> Span:
        end = self.ends[number] - 1 if number < len(self.ends) else len(self.reading)
        return Span(self.ends[number - 1] if number else 0, end)

    def _clause_behind(self, number: int) -> Span:
        """The next clause that is not empty, if there is one."""
        while number < len(self.ends):
            number += 1
            if (clause := self._clause(number)).start < clause.end:
                return clause
        return self._clause(number)

    def mentions(self) -> Iterator[Mention]:
        """Honours in the order of the rules."""
        for rule in rules_of("honours", None):
            for m in self._matches(rule):
                name = Span(*m.span("name"))
                if any(self.taken[name.start : name.end]) or not self._holds(rule, m):
                    continue
                for n, mention in enumerate(self._read(rule, m)):
                    if not n:
                        self.taken[name.start : name.end] = b"\x01" * (name.end - name.start)
                    yield mention

    def _matches(self, rule: Rule) -> Iterator[re.Match[str]]:
        kinds = rule.gives.get("anchor")
        if kinds is None:
            yield from rule.matches(self.reading)
            return
        for n in sorted({n for kind in kinds for n in self.marked.get(kind, ())}):
            start, end = self._clause(n)
            last = self._clause_behind(n) if rule.gives.get("next") else self._clause(n)
            for m in rule.matches(self.reading, start, max(last.end, end)):
                if m.start("name") < end:
                    yield m

    def _holds(self, rule: Rule, m: re.Match[str]) -> bool:
        """Whether the words around a match do not take it back, and who commends stands above the reporter."""
        if section_role(self.found, m.start("name")) is Role.PLANNED:
            return False
        own = m.groupdict().get("area") == self.own_area and not m.groupdict().get("where")
        if rule.gives.get("scope") == "above" and own and self._actor(m) == SELF:
            return False
        clause = self._clause(bisect_right(self.ends, m.start("name")))
        return not any(
            no.start() < m.end("name") and m.start("name") < no.end()
            for rule_out in rules_of("honours", "not")
            for no in rule_out.matches(self.reading, *clause)
        )

    def _read(self, rule: Rule, m: re.Match[str]) -> Iterator[Mention]:
        actor = self._actor(m)
        spans = list(_items(rule, m)) if rule.gives.get("list") else [Span(*m.span("name"))]
        for span in spans:
            name, aliases = self._name(span)
            if len(name) < _SHORTEST_NAME or _says("generic", name) or self._personal(name, m):
                continue
            if len(spans) == 1:
                name, aliases = self._wordings(rule, m, name, aliases, actor)
            forms = tuple(dict.fromkeys(unquoted(form) for form in aliases if unquoted(form) not in {name, ""}))
            status = section_role(self.found, span.start).status
            yield Mention(span, Label.HONOUR, name, rule.name, aliases=forms, actor=actor, status=status)

    def _personal(self, name: str, m: re.Match[str]) -> bool:
        """Whether an award is a person's, and the text does not give it as one of the bureau's people (2名民警)."""
        if not _says("personal", name):
            return False
        before = self.reading[max(0, m.start() - _PEOPLE) : m.start()]
        return not _says("people", before)

    def _name(self, span: Span) -> tuple[str, list[str]]:
        full = unquoted(self.found.document.cut(span))
        for rule in rules_of("honours", "trim"):
            if m := rule.pattern.match(full):
                return m["name"], [full]
        return full, []

    def _wordings(
        self, rule: Rule, m: re.Match[str], name: str, aliases: list[str], actor: str
    ) -> tuple[str, list[str]]:
        """Name and aliases of a single honour: the whole wording is the name of a rank, an alias of other honours."""
        groups = m.groupdict()
        long = self._without_receiver(groups.get("long") or "", actor)
        core = groups.get("core") or ""
        if rule.gives.get("wording"):
            bare = groups.get("subject") is not None and long == core
            return (name, [long]) if bare else (unquoted(long), [core, name, unquoted(long).removeprefix("在")])
        short = groups.get("short")
        if self.reading[m.start("name") - 1 : m.start("name")] == "被":
            aliases = [*aliases, unquoted("被" + m["name"])]
        awards = (rule.pattern.search(name) for rule in rules_of("honours", "award"))
        aliases = [*aliases, name.removeprefix("在"), *(award["name"] for award in awards if award)]
        shorter = [name[name.index(unquoted(short)) :]] if short and unquoted(short) in name else []
        return name, [*aliases, *([long] if long else []), *shorter, *([core] if len(core) > len("优秀") else [])]

    def _without_receiver(self, wording: str, actor: str) -> str:
        """A wording without what stands before it in the sentence: the date, and who received the honour."""
        receivers = sorted({*self.organs.reporter, actor}, key=lambda n: (-len(n), n))
        for rule in rules_of("honours", "lead"):
            wording = rule.pattern.sub("", wording)
            wording = next((wording[len(name) :] for name in receivers if wording.startswith(name)), wording)
            wording = rule.pattern.sub("", wording)
        return wording

    def _actor(self, m: re.Match[str]) -> str:
        """Who received it: a unit that the clause names before the honour, else the reporter."""
        clause = clause_start(self.reading, m.start("name"))
        right_before = self.organs.list_at_end(self.reading[clause : m.start()])
        named = "、".join(right_before)
        if right_before and self.reading[m.start() - len(named) - 1] not in _BY:
            return SELF if right_before[0] in self.organs.reporter else right_before[0]
        before = self.reading[clause : m.start("name")]
        for rule in rules_of("honours", "unit"):
            for unit in reversed(list(rule.pattern.finditer(before))):
                named = self.organs.known_at_end(before[: unit.end()]) or _called(before, unit)
                if before[: unit.end() - len(named)].endswith(tuple(_BY)):
                    continue
                counted = before[: unit.end() - len(named)].endswith(("个", "名", "家", "两", "多", "各"))
                return SELF if counted or named in self.organs.reporter else named
        return self._subject(clause) if _NO_SUBJECT.fullmatch(self.reading, clause, m.end()) else SELF

    def _subject(self, clause: int) -> str:
        """A unit that begins a clause before in the sentence, of which a clause without a subject goes on to speak."""
        for _ in range(_CLAUSES_BACK):
            if clause < 2 or self.reading[clause - 1] != ",":
                return SELF
            start = clause_start(self.reading, clause - 1)
            if unit := self.organs.known_at_start(self.reading[start:clause]):
                return SELF if unit in self.organs.reporter else unit
            clause = start
        return SELF


def _called(before: str, unit: re.Match[str]) -> str:
    """The name of a unit that the report names nowhere else: all of the clause up to it, if that is one word."""
    whole = before[: unit.end()]
    return whole if _WORD.fullmatch(whole) else unit[0]


def _own_area(found: Extraction) -> str:
    """How the reporter speaks of its own area: 全市 for a city's bureau; "" where the reporter is not known."""
    who = reporter_of(found.bureau, found.document.meta.year)
    if who.in_zone:
        return "全区"
    division = places.by_code().get(who.code or "")
    return f"全{division.name[-1]}" if division else ""


def _items(rule: Rule, m: re.Match[str]) -> Iterable[Span]:
    """The honours of a list, each ending with the name of a kind of honour or a quotation mark."""
    start, end = m.span("name")
    parts = []
    for cut in (c for r in rules_of("honours", "cut") for c in r.pattern.finditer(m.string, start, end)):
        parts.append(Span(start, cut.start("count")))
        start = cut.end()
    if parts and start == end:
        return parts
    return () if rule.gives.get("ends") else (Span(*m.span("name")),)
