"""Names that end with a class word (lexicon/thing_heads.tsv): 涉企纠纷调处|工作专班, “渔排110”|联勤队."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from kg.extract.gather import unquoted
from kg.extract.things.items import Items, items_of, own_quote, plain
from kg.extract.things.named import (
    COMMON,
    MADE,
    Name,
    begins,
    core_of,
    is_whole,
    says,
    sort_of,
    telling,
    trimmed,
)
from kg.extract.things.names import BUILD, CLOSING, JOINTS, LEVELS, OPENING, SCOPES, Edge, Head, Left, Lines, left_of
from kg.extract.things.terms import Terms
from kg.model import Extraction, Label, Span
from kg.ontology import any_of

_ALSO = ("暨", "”暨")
_WORK = ("工作", "任务")
_RATED = ("考核", "考评", "评查", "评定")
_SPECIFIC = 2
_LONGEST, _LONGEST_MODE = 46, 14
_NEAR_QUOTE = 9
_FAR = 8
"""Characters over which a common noun can still belong to a class word that follows."""
_SHORTEST, _OFTEN = 3, 3
_CALLED = re.compile(r"[”\"]?\((?:即|简称|以下简称|又称)[“\"]?([^()“”\"、,;]{2,12})[”\"]?\)")
_SPELLED = re.compile(r"\((?:即|包括|指)[^()]*\)|\([^()]{6,}\)")


class _Matches:
    """Where a pattern holds in a text."""

    def __init__(self, pattern: re.Pattern[str], text: str) -> None:
        self._spans = [m.span() for m in pattern.finditer(text)]

    def within(self, start: int, end: int) -> list[tuple[int, int]]:
        """The matches that lie in a range."""
        found = self._spans[bisect_left(self._spans, (start,)) : bisect_left(self._spans, (end,))]
        return [span for span in found if span[1] <= end] if found else found


class Headed:
    """Finds the names that end with a class word."""

    def __init__(self, found: Extraction, lines: Lines, terms: list[Name], shapes: list[Name]) -> None:
        self.lines = lines
        self._terms = Terms(terms)
        self._items = Items(lines, self._terms)
        self._ends = frozenset(n.span.end + at for n in (*terms, *shapes) for at in (0, 1))
        organs = {m.span for e in found.entities if e.label is Label.BUREAU for m in e.mentions}
        self._organs = {span.start: span.end for span in sorted(organs)}
        self._organ_ends = {span.end: span.start for span in sorted(organs)}
        self._organ_starts = sorted(self._organs)
        self._spelled = {c.span.end: c.span.start for c in found.components if c.span.end not in self._ends}
        self._head_ends = frozenset(h.end for h in lines.heads if h.use not in COMMON)
        self._counted = _Matches(any_of("things", "counted"), lines.reading)
        meetings = (m.start() for m in any_of("things", "meeting").finditer(lines.reading))
        self._meetings = frozenset([at for at in meetings if self._meets(at)])
        self._after_count = _Matches(any_of("things", "behind-count"), lines.reading)

    def names(self) -> Iterator[Name]:
        """Every name, left to right."""
        for place, head in enumerate(self.lines.heads):
            if not (self.lines.in_list(head.start) or head.start in self._meetings or self._goes_on(place)):
                match = self._items.after_others(head)
                yield from self._items.listed(head, match) if match else self._named(self._with_marks(head))

    def _with_marks(self, head: Head) -> Head:
        """A class word of an effort or a service, with the quotation marks around it: 全警“大比武”, 新生儿“一件事”."""
        reading = self.lines.reading
        marked = reading[head.start - 1] in OPENING and reading[head.end : head.end + 1] in CLOSING
        if not marked or (head.label != "Program" and head.use != "service"):
            return head
        return head._replace(start=head.start - 1, end=head.end + 1, use="free")

    def _goes_on(self, place: int) -> bool:
        """Whether a class word is only part of a longer name or of another word."""
        lines, head = self.lines, self.lines.heads[place]
        if lines.reading.startswith(_ALSO, head.end):
            return True
        common = head.use in COMMON or lines.reading[head.end : head.end + 1] in CLOSING
        role = "loose-chain" if common else "chain"
        for following in lines.heads[place + 1 : place + 5]:
            if following.start - head.end > _FAR:
                continue
            if following.start <= head.start:
                return True
            between = lines.reading[head.end : following.start]
            if following.end - following.start == 1 and self._single_goes_on(following):
                continue
            if following.use in COMMON and not (common and not between.strip("”")):
                continue
            if head.use not in COMMON and self._builds(following):
                continue
            if following.start in self._meetings:
                return False
            if is_whole(role, between):
                return True
        built = self._builds(head)
        single = head.end - head.start == 1 and self._single_goes_on(head)
        return built or single or begins("goes-on", lines.reading, head.end)

    def _builds(self, head: Head) -> bool:
        """Whether a class word only tells that the thing right before it, quoted or not, is built: “X平台”|建设."""
        reading, at = self.lines.reading, head.start
        if reading[at : head.end] != BUILD:
            return False
        return at - (reading[at - 1] in CLOSING) in self._head_ends

    def _meets(self, at: int) -> bool:
        """Whether a word for a meeting only tells that the body right before it meets: 执法监督管理委员会每月|例会."""
        bodies = (h.end for h in self.lines.heads_in(at - _OFTEN, at) if h.kind == "body")
        return any(is_whole("how-often", self.lines.reading[end:at]) for end in bodies)

    def _single_goes_on(self, head: Head) -> bool:
        """Whether a class word of one character is the beginning of another word: 队|伍, 点|位."""
        return head.end not in self.lines.edge_starts and begins("single-goes-on", self.lines.reading, head.end)

    def _named(self, head: Head) -> Iterator[Name]:
        """The name that ends with a class word, or, of quotations listed right before it, each."""
        lines, reading = self.lines, self.lines.reading
        left = left_of(lines, head, self._ends)
        if left is None:
            return
        if left.verb is None and reading.startswith(BUILD, left.start) and left.start + len(BUILD) < head.start:
            left = left._replace(start=left.start + len(BUILD), verb=Edge(left.start, left.start + len(BUILD), "set"))
        elif left.verb is None and reading[left.start - 1] in JOINTS:
            left = left._replace(verb=lines.builds(left.start))
        start = self._start(left, head)
        if (titled := reading.rfind("》", start, head.start)) > 0:
            start = trimmed(reading, titled + 1, head.start)
        modifier = reading[start : head.start]
        if not modifier or head.end - start > _LONGEST or not self._names(head, left, start, modifier):
            return
        verb = left.verb.role if left.verb else ""
        rule = f"class-word-{verb or 'free'}"
        items = items_of(lines, start, head.start)
        if len(items) > 1:
            yield from (self._items.item(item, head, rule, verb) for item in items[:-1])
            yield self._items.item(items[-1], head, rule, verb, head.end)
            return
        if (second := own_quote(lines, start, head.start)) is not None:
            yield self._items.item(Span(start, second), head, rule, verb)
            start = second
            modifier = reading[start : head.start]
        label, kind = sort_of(modifier, (head.label, head.kind), inner=True)
        text, forms = unquoted(reading[start : head.end]), self._forms(start, head, left)
        if "(" in text and _SPELLED.search(text):
            forms, text = (*forms, text), _SPELLED.sub("", text)
        called = _CALLED.match(reading, head.end)
        core = (*core_of(modifier), *([called[1]] if called else ()))
        yield Name(Span(start, head.end), label, kind, rule, text, "", forms, core, verb)

    # -------------------------------------------------------------- where a name begins

    def _start(self, left: Left, head: Head) -> int:
        """Where the name begins, without words that are none of it, and not inside a known name."""
        lines, reading = self.lines, self.lines.reading
        quote = lines.holder(head.start)
        if quote is not None and reading[quote.start] in OPENING and quote.end == head.end + 1:
            return quote.start + 1
        start = left.start
        if left.verb is not None and head.kind == "body" and left.verb.role == "run" and start == left.verb.end:
            start = self._task_of_body(left.verb)
        if left.verb is None:
            start = self._organ_before(left, head.start)
            start = next((i for i in range(start, head.start) if reading[i] in OPENING), start)
        for at, _ in self._counted.within(start, head.start):
            start = at if at in self._head_ends else start
        members = self._members(start, head)
        if left.verb is not None and left.verb.role == "set":
            members = max(members, left.verb.end)
        if members < start and lines.clause(members) == lines.clause(start):
            start = members
        for at, end in self._after_count.within(start + 1, head.start):
            start = end if lines.holder(at) is None and end < head.start else start
        for term in self._terms.within(start - _LONGEST, start):
            if start < term.span.end <= head.end:
                start = term.span.start
        held = lines.holder(start)
        if held is not None and held.end <= head.start and reading[held.start] in OPENING:
            start = held.start
        if reading[start - 2 : start] in SCOPES and (named := lines.quote_ending(start - 2)) is not None:
            start = named.start
        if "“" not in reading[start : head.start] and says("own-account", reading[head.start : head.end]):
            start = max(start, reading.rfind("、", start, head.start) + 1)
        return trimmed(reading, start, head.start)

    def _task_of_body(self, verb: Edge) -> int:
        """Where a body's name begins if its task begins with a verb: 成立|优化营商环境工作领导小组."""
        before = next(iter(self.lines.before(verb.start, verb.start - _SPECIFIC)), None)
        return verb.start if before and before.end == verb.start and before.role == "set" else verb.end

    def _members(self, start: int, head: Head) -> int:
        """Where the members begin that a collective name in this name spells out: 受理、办理“两段衔接”机制."""
        spelled, ends = self._spelled, [head.end, *[q.end - 1 for q in self.lines.quotes_in(start, head.start)]]
        begin = min([spelled[end] for end in ends if end in spelled], default=start)
        return begin if head.end - begin <= _LONGEST else start

    def _organ_before(self, left: Left, end: int) -> int:
        """Where a name begins that no verb governs: behind 的 or the last 和, at the organs that stand before it, or
        at the one that it is an arrangement of (党委对执法的监督机制)."""
        reading = self.lines.reading
        if left.short is not None and reading[left.start - 1] == "对" and left.start - 1 in self._organ_ends:
            return self._organ_ends[left.start - 1]
        joint = None if says("two-sided", reading[left.start : end]) else left.joint
        start = left.short or joint or left.start
        lowest, upto = bisect_right(self._organ_starts, start), bisect_left(self._organ_starts, end)
        if lowest == upto:
            return start
        at = self._organ_starts[upto - 1]
        while reading[at - 1] in JOINTS and self._organ_ends.get(at - 1, start) > start:
            at = self._organ_ends[at - 1]
        return at

    # -------------------------------------------------------------- whether it is a name

    def _names(self, head: Head, left: Left, start: int, modifier: str) -> bool:
        """Whether the words from `start` to a class word name one thing."""
        lines, reading = self.lines, self.lines.reading
        held = lines.holder(start)
        inside = held is not None and reading[held.start] in OPENING
        whole = inside and held == (start - 1, head.end + 1)
        if whole and head.end - head.start == 1 and len(modifier) < _SHORTEST:
            return False
        quoted = "“" in modifier or '"' in modifier
        if modifier[-1] in JOINTS:
            return False
        if whole and head.use in COMMON and reading[head.end + 1] == "的":
            return False
        if (inside and not whole) or (head.use in COMMON and says("counted-quotation", modifier)):
            return False
        if lines.title_at(head.start) is not None and (head.use in COMMON or not (left.verb or quoted)):
            return False
        inner = [term for term in self._terms.within(start, head.start) if term.span.end <= head.end]
        if modifier.endswith("的") and not (inner or quoted or whole):
            return False
        short = left.short if left.short is not None and start < left.short < head.start else start
        if not (whole or inner or self._specific(short, reading[short : head.start], head, False)):
            return False
        holds = bool(inner)
        if not (
            whole
            or (self._allowed(head, left, start, modifier, holds) and self._specific(start, modifier, head, holds))
        ):
            return False
        if head.label == "Program" and start > left.start and says("figure-before", reading[left.start : start]):
            return False
        if "、" in modifier and not quoted and self._rated(head):
            return False
        made = left.verb is not None and left.verb.role in MADE
        if head.kind == "regime" and "、" in modifier and not (quoted or made or left.verb is None):
            return False
        partner = reading[start - 1] == "与" and head.kind == "body" and not made
        text = reading[start : head.end]
        return not (partner or is_whole("drop", text) or (not made and is_whole("place", text)))

    def _allowed(self, head: Head, left: Left, start: int, modifier: str, holds: bool) -> bool:
        """Whether a class word makes a name here: common nouns need a verb or a quotation."""
        quote = modifier.rfind("”")
        near = quote >= 0 and len(modifier) - quote <= _NEAR_QUOTE
        role = left.verb.role if left.verb else ""
        if head.use in COMMON:
            if head.use == "built" and quote < 0 and (role == "set" or begins("rooms", self.lines.reading, head.end)):
                return True
            mode = head.use == "service" and role in MADE and says("mode", modifier) and len(modifier) <= _LONGEST_MODE
            core = core_of(modifier)
            slogan = bool(core) and is_whole("slogan", core[0])
            broken = any(end in self._head_ends for end in range(start + quote + 2, head.start + 1))
            return (near and not slogan and not broken) or mode
        if head.use == "governed":
            verbs = {*MADE, "use"} if head.kind in {"platform", "body"} or self._rated(head) else MADE
            room = head.kind == "body" and begins("rooms", self.lines.reading, head.end)
            return near or role in verbs or room or (holds and len(modifier) <= _LONGEST_MODE)
        return quote >= 0 or left.bound

    def _rated(self, head: Head) -> bool:
        return self.lines.reading.endswith(_RATED, 0, head.end)

    def _specific(self, start: int, modifier: str, head: Head, holds: bool) -> bool:
        """Whether the words before a class word name one thing and not a sort of things.

        One word of its own is enough; of the words of the trade (执法, 监督) it takes two.
        """
        if holds or "“" in modifier or '"' in modifier:
            return True
        at = start
        while self._organs.get(at, head.end) <= head.start:
            at = self._organs[at]
        rest, own = telling(modifier[at - start :])
        if (
            not rest
            and at > start
            and head.kind == "platform"
            and says("site", self.lines.reading[head.start : head.end])
        ):
            return True
        if own and modifier[-1] in LEVELS and head.kind == "platform":
            return True
        named_kind = head.use == "free" and head.kind in {"regime", "body"}
        special = self.lines.reading.startswith("专项", head.start)
        reform = head.label == "Program" and (special or self.lines.reading.endswith("改革", 0, head.end))
        course = head.label == "Program" and says("course", self.lines.reading[head.start : head.end])
        least = _SPECIFIC if named_kind or special else _SPECIFIC + 1 if course else 2 * _SPECIFIC
        return own >= _SPECIFIC or (rest >= least and (head.label == "Mechanism" or reform or course))

    # -------------------------------------------------------------- other wordings

    def _forms(self, start: int, head: Head, left: Left) -> tuple[str, ...]:
        """Other wordings of a name: with its members spelled out, from its quotation on, without the organ before it,
        without what 的 or 和 joins to it."""
        reading = self.lines.reading
        starts = []
        if left.verb is not None and start in self._head_ends:
            starts.append(left.verb.end)
        if (members := self._spelled.get(head.end)) is not None and members < start:
            starts.append(members)
        if reading[start - 2 : start] in SCOPES:
            starts.append(start - 2)
        at = start
        while self._organs.get(at, head.end) < head.start:
            at = self._organs[at] + (reading[self._organs[at]] in JOINTS)
            starts.append(at)
        if every := any_of("things", "collective").match(reading, start, head.start):
            starts.append(every.end())
        base = left.short or left.start
        if (
            left.verb is None
            and reading[start] in OPENING
            and 1 < start - base <= _FAR
            and plain(self.lines, base, start)
        ):
            starts.append(base)
        quote = next((q.start for q in self.lines.quotes_in(start + 1, head.start)), None)
        counted = [at for at, _ in self._counted.within(start, head.start)]
        for place in (quote, left.short, left.joint, *counted):
            if place is not None and start < place < head.start:
                at = place if place in counted else trimmed(reading, place, head.start)
                if place in counted or self._specific(at, reading[at : head.start], head, False):
                    starts.append(at)
        forms = [unquoted(reading[at : head.end]) for at in starts]
        if head.label == "Program" and reading.endswith(_WORK, 0, head.end):
            forms.append(unquoted(reading[start : head.end - 2]))
        for place in (q.end for q in self.lines.quotes_in(start, head.start)):
            if self._specific(place, reading[place : head.start], head, False):
                forms.append(reading[place : head.end])
        return tuple(dict.fromkeys(form for form in forms if form))
