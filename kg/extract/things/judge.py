"""Whether the words before a class word name one thing: what speaks against it, in order."""

from __future__ import annotations

from msgspec import Struct

from kg.extract.things.around import Around
from kg.extract.things.leftwards import Left
from kg.extract.things.marked_text import LEVELS, Head
from kg.extract.things.name import COMMON, MADE, begins, core_of, is_whole, says, telling
from kg.marks import CLOSING, JOINTS, OPENING

_SPECIFIC = 2
"""Characters of its own that make a name specific; of words of the trade it takes as many or more, see `_least`."""
_LONGEST_MODE = 14
"""Characters before a common noun that a known term, or a way of giving service, makes a name."""
_NEAR_QUOTE = 9
"""Characters from the end of a quotation to the class word that it still names."""
_NEEDING = frozenset({"governed", "quoted", "service"})
"""Uses of class words that make no name by themselves."""
_SHORTEST = 3
"""A quotation with fewer characters before a class word of one character is a word and no name: “水站”."""


class Candidate(Struct, frozen=True):
    """A class word with the words before it, from `start` on.

    `role`: of the verb that governs it. `holds`: a known term stands in it. `quoted`: its `modifier` has a quotation.
    `inside`: it begins in a quotation; `whole`: it is all of one.
    """

    head: Head
    left: Left
    start: int
    modifier: str
    role: str
    holds: bool
    quoted: bool
    inside: bool
    whole: bool


class Judge:
    """Tells names of one thing from what only looks like it."""

    def __init__(self, around: Around) -> None:
        self._around = around
        self._marked = around.marked
        self._reading = around.marked.reading

    def can_be(self, head: Head, left: Left) -> bool:
        """Whether a class word that needs a verb, a quotation or a known term before it can have one, wherever its
        name begins: it is asked of all, so that little is read before those that nothing makes a name."""
        if left.verb is not None or head.use not in _NEEDING or self._marked.holder(head.start) is not None:
            return True
        if "”" in self._reading[max(0, head.start - _NEAR_QUOTE) : head.start]:
            return True
        known = self._around.terms.within(head.start - _LONGEST_MODE, head.start)
        return head.use == "governed" and (head.kind == "body" or known != [])

    def candidate(self, head: Head, left: Left, start: int) -> Candidate:
        """What stands before a class word from a point on."""
        modifier, held = self._reading[start : head.start], self._marked.holder(start)
        inside = held is not None and self._reading[held.start] in OPENING
        whole = inside and held == (start - 1, head.end + 1)
        terms = self._around.terms.within(start, head.start)
        holds = bool(terms) and any(term.span.end <= head.end for term in terms)
        role = left.verb.role if left.verb else ""
        return Candidate(head, left, start, modifier, role, holds, _has_quote(modifier), inside, whole)

    def accepts(self, c: Candidate) -> bool:
        """Whether a candidate is the name of one thing."""
        return not (
            self._is_cut(c)
            or self._is_common(c)
            or self._is_in_title(c)
            or self._says_little(c)
            or self._follows_figure(c)
            or self._is_list(c)
            or self._is_of_others(c)
            or self._is_known_for_none(c)
        )

    # -------------------------------------------------------------- what speaks against a name

    def _is_cut(self, c: Candidate) -> bool:
        """It ends in 和, begins in a quotation that goes on behind it, or is a short quotation of a word: “水站”."""
        short = c.whole and c.head.end - c.head.start == 1 and len(c.modifier) < _SHORTEST
        return c.modifier[-1] in JOINTS or (c.inside and not c.whole) or short

    def _is_common(self, c: Candidate) -> bool:
        """A common noun belongs to a body (“X”队的做法) or a quotation that is counted, or is one that describes what
        follows: “X服务”的."""
        if c.head.use not in COMMON:
            return False
        if c.modifier[-1] == "的" and any(h.use == "built" for h in self._marked.heads_in(*[c.head.start - 1] * 2)):
            return True
        return (c.whole and self._reading[c.head.end + 1] == "的") or says("counted-quotation", c.modifier)

    def _is_in_title(self, c: Candidate) -> bool:
        """A title has it, and no verb or quotation in the title makes it a name."""
        if self._marked.title_at(c.head.start) is None:
            return False
        return c.head.use in COMMON or not (c.role or c.quoted)

    def _says_little(self, c: Candidate) -> bool:
        """Too few words of its own stand before the class word, all in all or behind the last 的."""
        if c.whole:
            return False
        if c.modifier[-1] == "的" and not (c.holds or c.quoted):
            return True
        short = c.left.short if c.left.short is not None and c.start < c.left.short < c.head.start else c.start
        short = c.start if self._reading[short - 2] in CLOSING else short
        if not (c.holds or self.specific(short, c.head)):
            return True
        return not (self._allowed(c) and (c.holds or self.specific(c.start, c.head)))

    def _follows_figure(self, c: Candidate) -> bool:
        """An effort that only follows a figure: 排查隐患12处的整治."""
        moved = c.head.label == "Program" and c.start > c.left.start
        return moved and says("figure-before", self._reading[c.left.start : c.start])

    def _is_list(self, c: Candidate) -> bool:
        """A list without quotations, before a word for an assessment or before a rule that nobody sets up."""
        if "、" not in c.modifier or c.quoted:
            return False
        return self._rated(c.head) or (c.head.kind == "regime" and c.role not in {"", *MADE})

    def _is_of_others(self, c: Candidate) -> bool:
        """A partner's body that nobody here sets up: 与X中心."""
        return self._reading[c.start - 1] == "与" and c.head.kind == "body" and c.role not in MADE

    def _is_known_for_none(self, c: Candidate) -> bool:
        """The whole of it is no name, or one only where it is set up."""
        text = self._reading[c.start : c.head.end]
        return is_whole("drop", text) or (c.role not in MADE and is_whole("place", text))

    # -------------------------------------------------------------- by the use of the class word

    def _allowed(self, c: Candidate) -> bool:
        """Whether a class word makes a name here: common nouns need a verb or a quotation."""
        quote = c.modifier.rfind("”")
        near = quote >= 0 and len(c.modifier) - quote <= _NEAR_QUOTE
        if c.head.use in COMMON:
            return (near and self._belongs(c, quote)) or self._needs_no_quote(c, quote)
        if c.head.use == "governed":
            return near or self._governed(c)
        return quote >= 0 or c.left.bound

    def _belongs(self, c: Candidate, quote: int) -> bool:
        """Whether a common noun belongs to the quotation before it: that is no slogan, no class word stands between."""
        core = core_of(c.modifier)
        if core and is_whole("slogan", core[0]):
            return False
        if any(edge.role == "adverb" for edge in self._marked.before(c.head.start, c.start + quote)):
            return False
        ends = self._around.head_ends
        return not any(end in ends for end in range(c.start + quote + 2, c.head.start + 1))

    def _needs_no_quote(self, c: Candidate, quote: int) -> bool:
        """Whether a common noun is set up as a room or post, or tells how a service is given: 网上预约|服务."""
        if c.head.use == "built" and quote < 0:
            return c.role == "set" or begins("rooms", self._reading, c.head.end)
        service = c.head.use == "service" and c.role in MADE and len(c.modifier) <= _LONGEST_MODE
        return service and says("mode", c.modifier)

    def _governed(self, c: Candidate) -> bool:
        """Whether a verb governs a class word that needs one, or something else stands for the verb."""
        used = c.role == "use" and (c.head.kind in {"platform", "body"} or self._rated(c.head))
        if c.role in MADE or used or (c.holds and len(c.modifier) <= _LONGEST_MODE):
            return True
        return c.head.kind == "body" and begins("rooms", self._reading, c.head.end)

    def _rated(self, head: Head) -> bool:
        return says("rated", self._reading[head.start : head.end])

    # -------------------------------------------------------------- by the words before it

    def specific(self, start: int, head: Head) -> bool:
        """Whether the words before a class word name one thing and not a sort of things.

        One word of its own is enough; of the words of the trade (执法, 监督) it takes two.
        """
        modifier, organs = self._reading[start : head.start], self._around.organs
        if _has_quote(modifier):
            return True
        at = start
        while organs.get(at, head.end) <= head.start:
            at = organs[at]
        rest, own = telling(modifier[at - start :])
        if own >= _SPECIFIC:
            return True
        word = self._reading[head.start : head.end]
        if head.kind == "platform" and (
            (own and modifier[-1] in LEVELS) or (not rest and at > start and says("site", word))
        ):
            return True
        return rest >= _SPECIFIC and rest >= _least(head, word)


def _has_quote(modifier: str) -> bool:
    return "“" in modifier or '"' in modifier


def _least(head: Head, word: str) -> float:
    """How many characters of words of the trade make a name with a class word."""
    special = begins("special", word)
    if head.label == "Program" and not special and not says("reform", word):
        return _SPECIFIC + 1 if says("course", word) else float("inf")
    named_kind = head.use == "free" and head.kind in {"regime", "body"}
    return _SPECIFIC if named_kind or special else 2 * _SPECIFIC
