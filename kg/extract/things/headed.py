"""Names that end with a class word (lexicon/thing_heads.tsv): 涉企纠纷调处|工作专班, “渔排110”|联勤队.

`leftwards` reads which verb governs a class word, `starts` where its name begins, `judge` whether it is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from kg.extract.gather import unquoted
from kg.extract.things.around import Around
from kg.extract.things.items import Items, items_of, own_quote
from kg.extract.things.judge import Judge
from kg.extract.things.leftwards import Left, left_of
from kg.extract.things.marked_text import BUILD, Edge, Head, MarkedText, longest_class_word
from kg.extract.things.name import COMMON, Name, begins, core_of, is_whole, sort_of, trimmed
from kg.extract.things.starts import LONGEST, Starts
from kg.marks import CLOSING, JOINTS, OPENING
from kg.model import Extraction, Span
from kg.ontology import any_of, rules_of

_FAR = 8
"""Characters over which a common noun can still belong to a class word that follows."""
_OFTEN = 3
"""The longest word between a body and a meeting that tells how often it meets (每季度)."""
_SPELLED_OUT = re.compile(r"\((?:即|包括|指)[^()]*\)|\([^()]{6,}\)")


class Headed:
    """Finds the names that end with a class word."""

    def __init__(self, found: Extraction, marked: MarkedText, terms: list[Name], shapes: list[Name]) -> None:
        self.marked = marked
        self._around = Around(found, marked, terms, shapes)
        self._starts = Starts(self._around)
        self._judge = Judge(self._around)
        self._items = Items(marked, self._around.terms)
        self._farthest = _FAR + longest_class_word()
        meetings = (m.start() for m in any_of("things", "meeting").finditer(marked.reading))
        self._meetings = frozenset([at for at in meetings if self._meets(at)])

    def names(self) -> Iterator[Name]:
        """Every name, left to right."""
        for place, head in enumerate(self.marked.heads):
            if not (self.marked.in_list(head.start) or head.start in self._meetings or self._goes_on(place)):
                match = self._items.after_others(head)
                yield from self._items.listed(head, match) if match else self._named(self._with_marks(head))

    def _with_marks(self, head: Head) -> Head:
        """A class word of an effort or a service, with the quotation marks around it: 全警“大比武”, 新生儿“一件事”."""
        reading = self.marked.reading
        in_marks = reading[head.start - 1] in OPENING and reading[head.end : head.end + 1] in CLOSING
        if not in_marks or (head.label != "Program" and head.use != "service"):
            return head
        return replace(head, start=head.start - 1, end=head.end + 1, use="free")

    def _goes_on(self, place: int) -> bool:
        """Whether a class word is only part of a longer name or of another word."""
        marked, head = self.marked, self.marked.heads[place]
        farthest = head.end + self._farthest
        for following in marked.heads[place + 1 : place + 5]:
            if following.end > farthest:
                break
            if following.start <= head.start:
                return True
            loose = head.use in COMMON or marked.reading[head.end : head.end + 1] in CLOSING
            if following.start - head.end > _FAR or not self._may_take(following, head, loose):
                continue
            if following.start in self._meetings:
                return False
            if is_whole("loose-chain" if loose else "chain", marked.reading[head.end : following.start]):
                return True
        return self._builds(head) or self._begins_word(head) or begins("goes-on", marked.reading, head.end)

    def _may_take(self, following: Head, head: Head, loose: bool) -> bool:
        """Whether a class word behind another can take it into its name: no beginning of another word, no common noun
        unless it stands right behind a `loose` one, none that only says that the other is built."""
        if self._begins_word(following):
            return False
        if following.use in COMMON and not (loose and not self.marked.reading[head.end : following.start].strip("”")):
            return False
        return head.use in COMMON or not self._builds(following)

    def _builds(self, head: Head) -> bool:
        """Whether a class word only tells that the thing right before it, quoted or not, is built: “X平台”|建设."""
        reading, at = self.marked.reading, head.start
        if reading[at : head.end] != BUILD:
            return False
        return at - (reading[at - 1] in CLOSING) in self._around.head_ends

    def _meets(self, at: int) -> bool:
        """Whether a word for a meeting only tells that the body right before it meets: 执法监督管理委员会每月|例会."""
        bodies = (h.end for h in self.marked.heads_in(at - _OFTEN, at) if h.kind == "body")
        return any(is_whole("how-often", self.marked.reading[end:at]) for end in bodies)

    def _begins_word(self, head: Head) -> bool:
        """Whether a class word of one character is the beginning of another word: 队|伍, 点|位."""
        if head.end - head.start > 1 or not self.marked.plain(head.end, head.end + 1):
            return False
        return begins("single-goes-on", self.marked.reading, head.end)

    def _named(self, head: Head) -> Iterator[Name]:
        """The name that ends with a class word, or, of quotations listed right before it, each."""
        marked, reading = self.marked, self.marked.reading
        left = self._left(head)
        if left is None or not self._judge.can_be(head, left):
            return
        start = self._starts.of(left, head)
        if (titled := reading.rfind("》", start, head.start)) > 0:
            start = trimmed(reading, titled + 1, head.start)
        if not 0 < head.start - start <= LONGEST - (head.end - head.start):
            return
        candidate = self._judge.candidate(head, left, start)
        if not self._judge.accepts(candidate):
            return
        rule, quotes = f"class-word-{candidate.role or 'free'}", marked.quotes_in(start, head.start)
        if quotes:
            items = items_of(marked, quotes, start, head.start)
            if len(items) > 1:
                yield from (self._items.item(item, head, rule, candidate.role) for item in items[:-1])
                yield self._items.item(items[-1], head, rule, candidate.role, head.end)
                return
            if (second := own_quote(marked, quotes, start, head.start)) is not None:
                yield self._items.item(Span(start, second), head, rule, candidate.role)
                start = second
        yield self._name(start, head, left, rule, candidate.role)

    def _left(self, head: Head) -> Left | None:
        """What stands before a class word; 建设 at its beginning is a verb that governs it, too."""
        reading, left = self.marked.reading, left_of(self.marked, head, self._around.ends)
        if left is None or left.verb is not None:
            return left
        built = left.start + len(BUILD)
        if reading.startswith(BUILD, left.start) and built < head.start:
            return replace(left, start=built, verb=Edge(left.start, built, "set"))
        return replace(left, verb=self.marked.builds(left.start)) if reading[left.start - 1] in JOINTS else left

    def _name(self, start: int, head: Head, left: Left, rule: str, role: str) -> Name:
        """The name from a point on, with what the place says of it."""
        reading = self.marked.reading
        modifier = reading[start : head.start]
        all_quoted = head.use in COMMON and modifier[0] in OPENING and modifier.find("”") == len(modifier) - 1
        label, kind = sort_of(modifier, (head.label, head.kind), inner=not all_quoted)
        text, forms = unquoted(reading[start : head.end]), self._forms(start, head, left)
        if "(" in text and _SPELLED_OUT.search(text):
            forms, text = (*forms, text), _SPELLED_OUT.sub("", text)
        called = [m["name"] for r in rules_of("things", "called") if (m := r.pattern.match(reading, head.end))]
        core = (*core_of(modifier), *called)
        return Name(Span(start, head.end), label, kind, rule, text, "", forms, core, role)

    # -------------------------------------------------------------- other wordings

    def _forms(self, start: int, head: Head, left: Left) -> tuple[str, ...]:
        """Other wordings of a name: begun elsewhere, from behind its quotations on, an effort's without 工作."""
        reading, quotes = self.marked.reading, self.marked.quotes_in(start, head.start)
        forms = [unquoted(reading[at : head.end]) for at in self._other_starts(start, head, left, quotes)]
        if head.label == "Program" and (work := any_of("things", "work").search(reading, head.start, head.end)):
            forms.append(unquoted(reading[start : work.start()]))
        for quote in quotes:
            if self._judge.specific(quote.end, head):
                forms.append(reading[quote.end : head.end])
        return tuple(dict.fromkeys(form for form in forms if form and form[0] != "("))

    def _other_starts(self, start: int, head: Head, left: Left, quotes: list[Span]) -> list[int]:
        """Where else a name can be said to begin."""
        starts = [*self._wider_starts(start, head, left), *self._behind_owner(start, head)]
        base = left.short or left.start
        quoted = left.verb is None and self.marked.reading[start] in OPENING
        if quoted and 1 < start - base <= _FAR and self.marked.plain(base, start):
            starts.append(base)
        quote = next((q.start for q in quotes if q.start > start), None)
        places = [at for at in (quote, left.short, left.joint) if at is not None and start < at < head.start]
        if places:
            starts += self._inner_starts(places, head)
        return starts + [at for at, _ in self._around.counted.within(start + 1, head.start)]

    def _wider_starts(self, start: int, head: Head, left: Left) -> list[int]:
        """Right behind the verb, at the members that the name has, and at its scope."""
        starts = []
        if left.verb is not None and start in self._around.head_ends:
            starts.append(left.verb.end)
        if (members := self._around.spelled.get(head.end)) is not None and members < start:
            starts.append(members)
        if scope := self.marked.scope_before(start):
            starts.append(start - len(scope))
        return starts

    def _behind_owner(self, start: int, head: Head) -> list[int]:
        """Behind each organ that the name begins with, and behind a word for all of them."""
        reading, organs, at, starts = self.marked.reading, self._around.organs, start, []
        while organs.get(at, head.end) < head.start:
            at = organs[at] + (reading[organs[at]] in JOINTS)
            starts.append(at)
        if every := any_of("things", "collective").match(reading, start, head.start):
            starts.append(every.end())
        return starts

    def _inner_starts(self, places: list[int], head: Head) -> list[int]:
        """At a quotation in the name, and without what 的 or 和 joins to it, where enough is left."""
        starts = [trimmed(self.marked.reading, at, head.start) for at in places]
        return [at for at in starts if self._judge.specific(at, head)]
