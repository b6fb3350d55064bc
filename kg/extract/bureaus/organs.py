"""Where a text names organs: terms of lexicon/organs.tsv with the division, level or proper name before them.

A scan knows nothing of the reporter. What 市局 or a bare 法院 means is decided after it (bureaus/identity.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

import ahocorasick_rs
from msgspec import Struct

import kg.places as places
from kg.extract.bureaus.owners import (
    LEVELS,
    Owner,
    begins,
    division_before,
    end_before,
    level_before,
    owner_before,
    zone_words,
)
from kg.extract.bureaus.stems import edge_before, edges, floor_of, proper_start, sited_start
from kg.extract.gather import TITLE
from kg.marks import HAN, JOINT
from kg.model import Span
from kg.ontology import lexicon

_JOINT = re.compile(JOINT)
_SEAT = re.compile(r"\(" + HAN + r"{2,5}\)$")
"""Where an office of a firm sits: 北京明正(昆明)律师事务所."""
_BODIES = frozenset({"owned", "role", "branch", "self"})
_MEMBERS = 2
"""代表 and 委员 behind 人大 and 政协."""
_SHORT_STEM, _LONG_STEM = 5, 14
"""Characters of the proper name of a station or an office, and of a firm, a school or a branch."""
_SHORT_TERM = 4
"""A class word with more characters than that can stand behind a level alone: 市|律师事务所."""


class Term(Struct, frozen=True):
    """A row of the lexicon of organs."""

    text: str
    kind: str
    use: str
    full: str


class Organ(Struct, frozen=True):
    """One place where the text names an organ.

    `parent` is the body named in the same name (市局|法制支队), `before` the organ that this one is coordinated with
    (区法院、检察院). `bare`: the term needs an owner and the place has none.
    """

    span: Span
    name: str
    term: Term
    owner: Owner | None = None
    parent: Organ | None = None
    before: Organ | None = None
    bare: bool = False

    @property
    def kind(self) -> str:
        """police, party, government, judiciary, congress or other."""
        own = self.term.use in {"unit", "part"} and self.parent is not None and self.term.kind != "party"
        return self.parent.kind if own and self.parent else self.term.kind

    @property
    def root(self) -> Organ:
        """The body at the beginning of the name, or the organ itself."""
        return self.parent.root if self.parent is not None else self

    @property
    def rule(self) -> str:
        """Name of the way in which it was found."""
        return rule_of(self.term.use)


def rule_of(use: str) -> str:
    """Name of the way in which organs are found whose terms have a use (lexicon/organs.tsv)."""
    return f"organ-{use}"


@cache
def _terms() -> tuple[Term, ...]:
    return tuple(Term(r["term"], r["kind"], r["use"], r["full"]) for r in lexicon("organs"))


@cache
def _automaton() -> ahocorasick_rs.AhoCorasick:
    return ahocorasick_rs.AhoCorasick(
        [t.text for t in _terms()], matchkind=ahocorasick_rs.MatchKind.LeftmostLongest, store_patterns=False
    )


@cache
def _functions() -> frozenset[str]:
    """What inner units are named after: 督察 of 督察支队."""
    ends = ("支队", "处", "科")
    units = (t.text for t in _terms() if t.use == "unit" and t.kind == "police")
    return frozenset(unit.removesuffix(end) for unit in units for end in ends if unit.endswith(end))


class _Scanner:
    """One pass over one text."""

    def __init__(self, text: str, skip: Iterable[Span]) -> None:
        self.text = text
        self.skip = tuple(skip)
        self.at_skip = 0
        self.titles = [Span(*m.span()) for m in TITLE.finditer(text)]
        self.at_title = 0
        self.prev: Organ | None = None

    def scan(self) -> Iterator[Organ]:
        """The organs, left to right."""
        terms = _terms()
        for index, start, end in _automaton().find_matches_as_indexes(self.text):
            term = terms[index]
            if term.use == "not" or self._skipped(start) or begins("goes-on", self.text, end):
                continue
            organ = self._members(term, start, end) if term.use == "members" else self._organ(term, start, end)
            if organ is None or not self._stands_alone(organ):
                continue
            self.prev = organ
            yield organ

    def _members(self, term: Term, start: int, end: int) -> Organ | None:
        """The congress of 县人大代表; members without a level are none of an organ."""
        owner = owner_before(self.text, floor_of(self.text, start, self.prev.span.end if self.prev else 0), start)
        return self._make(term, owner.start, end - _MEMBERS, owner) if owner else None

    def _skipped(self, at: int) -> bool:
        while self.at_skip < len(self.skip) and self.skip[self.at_skip].end <= at:
            self.at_skip += 1
        return self.at_skip < len(self.skip) and self.skip[self.at_skip].start <= at

    def _stands_alone(self, organ: Organ) -> bool:
        """Not one of many of its kind, and in a title only as the issuer that begins it."""
        start = organ.span.start
        while self.at_title < len(self.titles) and self.titles[self.at_title].end <= start:
            self.at_title += 1
        title = self.titles[self.at_title] if self.at_title < len(self.titles) else None
        if title and title.start < start:
            first = start == title.start + 1 or (self.prev is not None and self.prev.span.end == start)
            if not first or (organ.owner is None and organ.parent is None and organ.term.use != "national"):
                return False
        unnamed = organ.term.use != "sited" and end_before("near", self.text, start)
        return organ.parent is not None or not (unnamed or end_before("collective", self.text, start))

    def _organ(self, term: Term, start: int, end: int) -> Organ | None:
        prev = self.prev
        least = prev.span.end if prev else 0
        floor = floor_of(self.text, start, least)
        if term.use == "branch":
            return self._branch(term, floor, start, end)
        if term.use in {"stem", "sited"}:
            return self._named(term, floor, start, end)
        if term.use == "unit" and term.full.endswith("纪检监察组") and (m := end_before("stationed", self.text, start)):
            start = max(start - len(m[0]), floor)
        joined = prev if prev and floor == prev.span.end else None
        if joined and joined.span.end == start and _is_part(joined, term):
            return self._make(term, joined.span.start, end, joined.owner, joined)
        if term.use in {"national", "self", "own"}:
            return self._make(term, start, end)
        if term.use == "unit":
            start = self._unit_start(floor, start)
            if term.text == "指挥中心" and owner_before(self.text, floor, start) is None:
                return self._make(term, start, end) if edge_before(self.text, start, floor) else None
        if term.use == "role":
            return self._role(term, floor, start, end)
        owner = owner_before(self.text, floor, start)
        if term.use == "part":
            return None
        begin = owner.start if owner else start
        bare = owner is None and term.use == "owned"
        return self._make(term, begin, end, owner, None, bare)

    def _unit_start(self, floor: int, start: int) -> int:
        """Where the name of an inner unit begins: with a second function (督察审计支队), or 局, 厅 for its body."""
        for size in (4, 3, 2):
            if start - size >= floor and self.text[start - size : start] in _functions():
                start -= size
                break
        body = start - 1
        return body if body >= floor and self.text[body] in "局厅" and edge_before(self.text, body, floor) else start

    def _role(self, term: Term, floor: int, start: int, end: int) -> Organ | None:
        level = next(c for c in term.text if c in LEVELS)
        at = start + term.text.index(level) + 1
        owner = division_before(self.text, floor, at)
        if owner is None and end_before("no-level", self.text, start, 2):
            return None
        level = "省" if term.text.startswith(("自治区", "区党")) else level
        if owner is None and self.text.endswith("自治", floor, start):
            start -= len("自治")
        return self._make(term, owner.start if owner else start, end, owner or Owner(start, (), level))

    def _branch(self, term: Term, floor: int, start: int, end: int) -> Organ | None:
        prev = self.prev
        whole = (
            prev
            and prev.span.end == floor
            and start - floor <= _LONG_STEM
            and prev.term.use in {"owned", "role", "open", "stem"}
        )
        if prev and whole and prev.name.endswith("局") and _names_branch(self.text, floor, start):
            return self._make(prev.term, prev.span.start, end, _within(self.text[floor:start], prev.owner))
        owner = owner_before(self.text, floor, start)
        level_only = owner is not None and not owner.codes and not owner.zone
        if owner is None or level_only:
            at = proper_start(self.text, floor, start, _SHORT_STEM)
            if at is not None and (owner is None or at < owner.start - 1):
                owner = Owner(at, (), "", "", self.text[at:start])
        begin = owner.start if owner else start
        line = term.full[:2]
        if owner and self.text.startswith(line, begin - len(line)) and begin - len(line) >= floor:
            begin -= len(line)
        return self._make(term, begin, end, owner, None, owner is None)

    def _named(self, term: Term, floor: int, start: int, end: int) -> Organ | None:
        prev = self.prev
        if prev and prev.span.end == start and prev.term.kind == term.kind == "other":
            return self._make(term, prev.span.start, end, None, prev)
        most = _SHORT_STEM if term.kind in {"police", "government", "party"} else _LONG_STEM
        find = sited_start if term.use == "sited" else proper_start
        last = start
        if seat := _SEAT.search(self.text, max(start - 8, 0), start):
            last = seat.start()
            floor = floor_of(self.text, last, prev.span.end if prev else 0)
        sited = sited_start(self.text, floor, last, most) if most > _SHORT_STEM else None
        sited = None if sited is not None and "某" in self.text[sited:last] else sited
        at = find(self.text, floor, last, most) if sited is None else sited
        if prev and prev.span.end == floor and prev.term.kind == "other" and term.text.endswith("公司"):
            at = floor
        if at is None:
            owner = division_before(self.text, floor, start) if term.use == "stem" else None
            if owner is None and term.use == "stem" and len(term.text) > _SHORT_TERM:
                owner = level_before(self.text, floor, start)
            return self._make(term, owner.start, end, owner) if owner else None
        stem = self.text[at:start]
        if prev and prev.span.end == at and (_holds(prev.term, term)):
            return self._make(term, prev.span.start, end, Owner(at, (), "", "", stem), prev)
        outer = owner_before(self.text, floor, at)
        return self._make(
            term, outer.start if outer else at, end, Owner(at, outer.codes if outer else (), "", "", stem)
        )

    def _make(
        self,
        term: Term,
        start: int,
        end: int,
        owner: Owner | None = None,
        parent: Organ | None = None,
        bare: bool = False,
    ) -> Organ:
        prev = self.prev
        if parent is None and (house := end_before("house", self.text, start, 8)):
            start -= len(house[0])
        joint = prev is not None and start - prev.span.end == 1 and _JOINT.match(self.text, prev.span.end)
        before = prev if joint else None
        return Organ(
            Span(start, end),
            self.text[start:end],
            term,
            owner,
            parent,
            before,
            bare and (term.use == "branch" or not (before and not before.bare)),
        )


def _holds(body: Term, term: Term) -> bool:
    """Whether a body may have a named unit of its own right behind it: 市公安局|城东派出所."""
    sector = body.use == "open" and body.kind == term.kind == "police"
    return body.use in _BODIES or sector or body.kind == term.kind == "other"


def _names_branch(text: str, floor: int, end: int) -> bool:
    """Whether all between a bureau and 分局 is the branch's name: a division, a zone, or a proper name."""
    if places.codes_of(text[floor:end]):
        return True
    zone = max((len(w) for w in zone_words() if text.endswith(w, floor, end)), default=0)
    start = end - zone
    return start == floor < end or proper_start(text, floor, start, _LONG_STEM) == floor


def _within(stem: str, outer: Owner | None) -> Owner:
    """The owner of a branch: a division inside its bureau's, else a zone or district known by name only."""
    codes = places.codes_of(stem)
    if outer and outer.codes:
        codes = tuple(c for c in codes if any(places.contains(o, c) for o in outer.codes))
    start = outer.start if outer else 0
    return (
        Owner(start, codes) if codes else Owner(start, outer.codes if outer else (), outer.level if outer else "", stem)
    )


def _is_part(body: Organ, term: Term) -> bool:
    """Whether a term right behind a body names a part of it: 市局|法制支队, 市委|政法委, 区政府|信访局."""
    if body.term.use in {"stem", "sited"} or (body.bare and body.term.use != "branch" and term.use != "unit"):
        return False
    if term.use in {"unit", "part"}:
        return body.term.use not in {"department", "own"}
    if term.use in {"open", "owned"} and term.text not in edges("word"):
        within = body.term.full.endswith(("委员会", "人民政府", "管理委员会")) and term.kind in {"party", "government"}
        return within or (body.kind == "police" and term.text.endswith("办"))
    return False


def organs(text: str, skip: Iterable[Span] = ()) -> tuple[Organ, ...]:
    """Every organ that a text names, in order, without those that only begin a longer name (市局 of 市局法制支队)."""
    return _organs(text, tuple(skip))


@lru_cache(maxsize=4)
def _organs(text: str, skip: tuple[Span, ...]) -> tuple[Organ, ...]:
    """Kept for the texts read last: who reports and what is named are two questions to one scan."""
    every = tuple(_Scanner(text, skip).scan())
    longer = {(o.parent.span.start, o.parent.span.end) for o in every if o.parent}
    return tuple(
        o
        for n, o in enumerate(every)
        if (o.span.start, o.span.end) not in longer
        and not (n + 1 < len(every) and every[n + 1].span.start == o.span.start)
    )
