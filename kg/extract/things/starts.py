"""Where the name before a class word begins: behind its verb at first, then moved step by step."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from kg.extract.things.around import Around
from kg.extract.things.leftwards import Left
from kg.extract.things.marked_text import Edge, Head
from kg.extract.things.name import says, trimmed
from kg.marks import JOINTS, OPENED, OPENING

LONGEST = 46
"""Characters of a name, its class word included."""
_TASK = 2
"""The longest verb of setting up that can stand before a task that begins with a verb."""


class Starts:
    """Finds where names begin, without words that are none of them and not inside a known name."""

    def __init__(self, around: Around) -> None:
        self._around = around
        self._marked = around.marked

    def of(self, left: Left, head: Head) -> int:
        """Where the name begins that ends with a class word."""
        reading, quote = self._marked.reading, self._marked.holder(head.start)
        if quote is not None and reading[quote.start] in OPENING and quote.end == head.end + 1:
            return quote.start + 1
        start = self._at_count(self._at_first(left, head), head)
        start = self._at_members(start, left, head)
        start = self._behind_count(start, head)
        start = self._at_quotation(self._at_term(start, head), head)
        start = self._at_account(start, head)
        return trimmed(reading, start, head.start)

    def _at_first(self, left: Left, head: Head) -> int:
        """Behind the verb; where none governs the name, at an organ before it or at the first quotation."""
        verb, reading = left.verb, self._marked.reading
        if verb is None:
            start = self._organ_before(left, head.start)
            opened = OPENED.search(reading, start, head.start)
            return start if opened is None else opened.start()
        if head.kind == "body" and verb.role == "run" and left.start == verb.end:
            return self._task_of_body(verb)
        return left.start

    def _task_of_body(self, verb: Edge) -> int:
        """Where a body's name begins if its task begins with a verb: 成立|优化营商环境工作领导小组."""
        before = self._marked.edge_before(verb.start, verb.start - _TASK)
        return verb.start if before and before.end == verb.start and before.role == "set" else verb.end

    def _organ_before(self, left: Left, end: int) -> int:
        """Where a name begins that no verb governs: behind 的 or the last 和, at the organs that stand before it, or
        at the one whose mechanism it is (党委对执法的监督机制)."""
        around, reading = self._around, self._marked.reading
        if left.short is not None and reading[left.start - 1] == "对" and left.start - 1 in around.organ_ends:
            return around.organ_ends[left.start - 1]
        joint = left.joint
        if joint is not None and says("two-sided", reading[left.start : end]):
            joint = None
        start = left.short or joint or left.start
        lowest, upto = bisect_right(around.organ_starts, start), bisect_left(around.organ_starts, end)
        if lowest == upto:
            return start
        at = around.organ_starts[upto - 1]
        while reading[at - 1] in JOINTS and around.organ_ends.get(at - 1, start) > start:
            at = around.organ_ends[at - 1]
        return at

    # -------------------------------------------------------------- steps, each from where the name begins so far

    def _at_count(self, start: int, head: Head) -> int:
        """At a count that follows the members, if their class word ends there: 调解中心、工作站|三级体系."""
        for at, _ in self._around.counted.within(start, head.start):
            start = at if at in self._around.head_ends else start
        return start

    def _at_members(self, start: int, left: Left, head: Head) -> int:
        """At the members that a collective name in this name spells out: 受理、办理“两段衔接”机制."""
        spelled = self._around.spelled
        ends = [head.end, *[q.end - 1 for q in self._marked.quotes_in(start, head.start)]]
        begins = [spelled[end] for end in ends if end in spelled]
        if not begins:
            return start
        begin = min(begins)
        if head.end - begin > LONGEST:
            begin = start
        if left.verb is not None and left.verb.role == "set":
            begin = max(begin, left.verb.end)
        same = begin < start and self._marked.clause_start(begin) == self._marked.clause_start(start)
        return begin if same else start

    def _behind_count(self, start: int, head: Head) -> int:
        """Behind a count: 新建3处|警务驿站."""
        for at, end in self._around.behind_count.within(start + 1, head.start):
            start = end if self._marked.holder(at) is None and end < head.start else start
        return start

    def _at_term(self, start: int, head: Head) -> int:
        """At the known term that it would cut in two."""
        for term in self._around.terms.within(start - LONGEST, start):
            if start < term.span.end <= head.end:
                start = term.span.start
        return start

    def _at_quotation(self, start: int, head: Head) -> int:
        """At the quotation that it would cut in two, or that only a scope (全市) parts from it."""
        held = self._marked.holder(start)
        if held is not None and held.end <= head.start and self._marked.reading[held.start] in OPENING:
            start = held.start
        if scope := self._marked.scope_before(start):
            named = self._marked.quote_ending(start - len(scope))
            return start if named is None else named.start
        return start

    def _at_account(self, start: int, head: Head) -> int:
        """At the last item of a list, if the name is an account's: accounts are listed without a word they share."""
        reading = self._marked.reading
        last = reading.rfind("、", start, head.start)
        if last < 0 or reading.find("“", start, head.start) >= 0:
            return start
        return last + 1 if says("own-account", reading[head.start : head.end]) else start
