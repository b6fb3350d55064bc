"""Who does what a clause tells: the organ that is its subject, else the reporter."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from kg.extract.asks import Asks
from kg.extract.gather import THINGS, clause_ends
from kg.extract.openers import opened
from kg.extract.verbs import predicate_end
from kg.model import SELF, Entity, Extraction, Label, Sentence, Span
from kg.ontology import any_of, rules_of

_OTHERS, _OWN_LINE, _COUNCIL = 3, 5, 3
"""For how many clauses an organ stays the subject: another's, a unit of the reporter's line, a Party committee."""
_MEETING = 20
"""How far behind a Party committee's name it may be told that its members study or inspect."""
_ASKS = Asks("subjects")
says, begins = _ASKS.says, _ASKS.begins


class Actors:
    """The organs of a report as subjects of its clauses."""

    def __init__(self, found: Extraction) -> None:
        self.reading = found.document.reading
        self.clauses = clause_ends(self.reading)
        self.things = {m.span.start: m.span.end for e in found.entities if e.label in THINGS for m in e.mentions}
        self._rank([e for e in found.entities if e.label is Label.BUREAU], found.named(SELF, Label.BUREAU))
        self.at = {at: hit for at, hit in self.owners.items() if self.things.get(at, 0) <= hit[0]}
        self.ends = {at: end for at, (end, _) in self.at.items()}
        self.reporter = {at: end for at, (end, name) in self.at.items() if name == SELF}
        self.subjects: dict[int, tuple[str, Span] | None] = {}

    def _rank(self, organs: Sequence[Entity], own: Entity | None) -> None:
        """Where each organ is named, how far it stays the subject, and which are of another line or of the Party."""
        self.owners = _places(organs, own)
        self.reach = {e.name: _reach(e, own) for e in organs}
        self.others = {e.name for e in organs if own is None or e.kind != own.kind}
        self.councils = {e.name for e in organs if _decides(e)}

    def of(self, sentence: Sentence, start: int, near: bool = False, own: str = "") -> tuple[str | None, Span | None]:
        """The organ that is the subject of the clause that begins at `start`, else of one before; else the reporter.

        `near`: an organ governs what follows only as far as `_reach` says and no semicolon parts them, as with figures,
        but for a unit of the reporter's own line that the sentence begins with; `own` is what the figure counts.
        """
        first = sentence.span.start
        run = max(self.reading.rfind(";", first, start), first) if near else first
        earlier = self.clauses[bisect_right(self.clauses, run) : bisect_left(self.clauses, start)]
        begin = (first,) if run == first < start else ()
        for back, at in enumerate((start, *reversed(earlier), *begin)):
            hit = self._subject(at)
            if hit is None:
                continue
            if near and hit[0] != SELF and self._one_of_several(hit[1].end):
                hit = SELF, hit[1]
            if near and back and hit[0] in self.others and begins("received", own):
                hit = SELF, hit[1]
            if not near or hit[0] == SELF or back <= self._reach(hit[0], own):
                return hit
        opens = self._subject(first) if run > first else None
        return opens if opens and self.reach.get(opens[0]) == _OWN_LINE else (SELF, None)

    def _reach(self, organ: str, own: str) -> int:
        """For how many clauses an organ stays the subject; a Party committee for what it deliberates on."""
        return max(self.reach[organ], _COUNCIL if organ in self.councils and says("deliberates", own) else 0)

    def _one_of_several(self, end: int) -> bool:
        """Whether an organ that ends here is the first of a list, so that what they do is the reporter's."""
        if end + 1 in self.at and self.reading[end] == "、":
            return True
        found = (rule.pattern.match(self.reading, end) for rule in rules_of("subjects", "among-others"))
        return any(m.end() in self.at for m in found if m)

    def _subject(self, at: int) -> tuple[str, Span] | None:
        """The organ or thing that a clause begins with, if it is what acts there."""
        if at not in self.subjects:
            self.subjects[at] = self._begins(at)
        return self.subjects[at]

    def _begins(self, clause: int) -> tuple[str, Span] | None:
        at = _past_opening(self.reading, clause)
        if at not in self.at:
            if at in self.things:
                return None if self._listed(clause, self.things[at]) else self._thing(at)
            return self._role(at)
        end, name = self.at[at]
        if self._listed(clause, end):
            return None
        whole = name in self.councils and any_of("subjects", "stands-for").search(self.reading, at, end + _MEETING)
        if not whole and begins("no-subject", self.reading, end):
            return None
        return name, Span(at, end)

    def _listed(self, clause: int, end: int) -> bool:
        """Whether what a piece begins with, up to `end`, is one more object of the verb before it."""
        listed = self.reading[clause - 1 : clause] in {"、", "和", "及", "与"}
        return listed and not predicate_end(self.reading[end : end + 8])

    def _thing(self, at: int) -> tuple[str, Span]:
        """Whose a thing is that acts: of the organ whose name its own begins with (甲县公安局执法办案管理中心)."""
        span = Span(at, self.things[at])
        end, name = self.owners.get(at, (0, SELF))
        return name if end < span.end and name not in self.councils else SELF, span

    def _role(self, at: int) -> tuple[str, Span] | None:
        """The organ that a word for its kind means where the report names but one (检察机关, 党委会)."""
        for rule in opened("subjects", "stands-for")[self.reading[at : at + 1]]:
            if m := rule.pattern.match(self.reading, at):
                named = [name for name in self.reach if name.endswith(tuple(rule.gives["ends"]))]
                return (named[0], Span(at, m.end("organ"))) if len(named) == 1 else None
        return None


def _places(organs: Iterable[Entity], own: Entity | None) -> dict[int, tuple[int, str]]:
    """Where the longest name of an organ at each place begins and ends, and whose it is."""
    places: dict[int, tuple[int, str]] = {}
    for organ in organs:
        for m in organ.mentions:
            if m.span.start not in places or places[m.span.start][0] < m.span.end:
                places[m.span.start] = (m.span.end, SELF if organ is own else organ.name)
    return places


def _decides(organ: Entity) -> bool:
    """Whether an organ is a committee of the Party that decides, and not one that inspects."""
    return organ.kind == "party" and not says("inspects", organ.name)


def _reach(organ: Entity, own: Entity | None) -> int:
    """For how many clauses an organ stays the subject: units of the reporter's own line for longest.

    What a Party committee decides, the reporter then carries out.
    """
    if _decides(organ):
        return 0
    return _OTHERS if own is None or organ.kind != own.kind else _OWN_LINE


def _past_opening(reading: str, at: int) -> int:
    """Behind what opens a break-down (其中), time words, adverbs and 由 at the start of a clause."""
    for rule in opened("observations", "part")[reading[at : at + 1]]:
        if m := rule.pattern.match(reading, at):
            at = m.end()
    rules = opened("observations", "skip")
    while True:
        before = at
        for rule in rules[reading[at : at + 1]]:
            if m := rule.pattern.match(reading, at):
                at = m.end()
        if at == before:
            return at + reading.startswith("由", at)
