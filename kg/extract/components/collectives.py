"""Collective names with a numeral (四率, 三级审核机制, 五个亲自): where they stand, how many members they count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ahocorasick_rs import AhoCorasick
from msgspec import Struct

from kg.extract.gather import unquoted
from kg.extract.scan import scan
from kg.marks import is_han
from kg.model import Component, Span
from kg.numerals import small_number
from kg.ontology import any_of, rules_of, words

_FUNCTION = frozenset("的对按由和与")
_MADE = "建设"
_WHOLE = ("要素", "位一体")
"""四位一体防控体系: what stands behind these is none of the name."""
_TWICE = re.compile(
    r"[一二两三四五六七八九](?!个一批)[^\d一二两三四五六七八九]{1,2}[一二两三四五六七八九][^\d一二两三四五六七八九个项]{1,2}"
)
"""一单两库 counts three, no less; 两个一 two."""
_PREFIXED = re.compile(r"[^\d一二两三四五六七八九十双]{2,3}[二两三四五六七八九十](?P<noun>[^\d一二两三四五六七八九十])")
_LISTED = re.compile(r'(?:[”"]的?|、[^,。;:、“"]{1,10})$')
_NEAR = 14
"""Characters before a name in which a list shows that it has one."""
_LEVEL, _COLOUR = "级", "色"
_LONGEST_THING = _LONGEST_PARTY = _LONGEST_SORT = 4
"""Characters of what stands behind a measure word of things, of 方, and of sorts, for all of it to be the noun."""
_LONGEST_NOUN = 9
"""Characters behind a measure word up to the end of a class word that the name can hold."""
_RIGHT_BEHIND = 3
"""A class word of a single character ends before this place in what follows the measure word."""


class Collective(Struct, frozen=True):
    """A place that may hold a collective name: `outer` with its quotation marks, `noun` what is counted.

    `shared`: what all members must hold for a name without quotation marks or measure word: 治 of 三治融合.
    `classed`: a class word may stand between it and a gloss in parentheses, quoted or not.
    """

    whole: Span
    outer: Span
    text: str
    counts: tuple[int, ...]
    noun: str
    shared: str
    classed: bool

    @property
    def kind(self) -> str:
        """What a name with a measure word counts: 制度 of 三项制度; "" of others."""
        return self.noun[1:] if self.noun[:1] in _measures("measure") else ""

    @property
    def quoted(self) -> bool:
        """Whether it stands in quotation marks."""
        return self.outer != self.whole


class Hit(Struct, frozen=True):
    """A collective name with its members, and where the name stands.

    `passage`: it takes all of its component's span, so that a name inside it is none of its own.
    """

    component: Component
    whole: Span
    passage: bool = False


def names_in(reading: str) -> Iterator[Collective]:
    """Every name with a numeral, spelled out or not; of several at one place that of the first rule."""
    done: set[int] = set()
    for rule, m in scan(reading, "components", "name"):
        before = reading[m.start() - 1 : m.start()] if m.start() else "\n"
        gives = rule.gives
        if before in gives.get("not_behind", "") and reading[m.start() - 2 : m.start()] not in gives.get(
            "but_behind", ()
        ):
            continue
        if before not in gives.get("only_behind", before):
            continue
        if gives.get("behind_list") and not _LISTED.search(reading, max(0, m.start() - _NEAR), m.start()):
            continue
        whole = _counted(m) if "counted" in m.re.groupindex else Span(*m.span("whole"))
        if whole is None or whole.start in done:
            continue
        outer = whole if whole.end < m.end("whole") else Span(*m.span())
        text = unquoted(reading[whole.start : whole.end])
        if counts := _counts(text):
            done.add(whole.start)
            shared = text[1] if gives.get("shares") else ""
            classed = outer != whole or bool(gives.get("classed"))
            yield Collective(whole, outer, text, counts, _noun(text), shared, classed)


def _counts(text: str) -> tuple[int, ...]:
    """How many members a name may have: 四率 4, 两清一明 3 or 2; by its digits: 135 3 or 2 (13 and 5)."""
    if text.isdigit():
        return tuple(range(len(text), 1, -1))
    numbers = numbers_in(text)
    if _TWICE.fullmatch(text) and numbers[0] != numbers[-1]:
        return (sum(numbers),)
    return tuple(n for n in dict.fromkeys((sum(numbers), *numbers[:1])) if n > 1)


@cache
def _nouns() -> AhoCorasick:
    return AhoCorasick(words("counted_nouns"))


@cache
def _deeds() -> frozenset[str]:
    """Class words that are verbs as well: 三大领域整治 may go on with an object."""
    return frozenset(words("counted_nouns", kind="deed"))


@cache
def _acts() -> frozenset[str]:
    """Class words that are what somebody does, but right behind a measure word."""
    return frozenset(words("counted_nouns", kind="act"))


@cache
def _measures(kind: str) -> frozenset[str]:
    """Measure words of a kind (lexicon/counted_measures.tsv), which tells how a name with them ends."""
    return frozenset(words("counted_measures", kind=kind))


@cache
def _nouns_of_one() -> frozenset[str]:
    """Class words of a single character, which end a longer one: 室 of 警务室."""
    return frozenset(word for word in words("counted_nouns") if len(word) == 1)


def _class_words(run: str) -> list[tuple[int, int]]:
    """Where class words stand; one of a single character only right behind the measure word and at the end: 四所.

    What is done as well as counted is a class word only right behind the measure word: 三项创新, not 三个所创新.
    """
    matches = _nouns().find_matches_as_indexes(run, overlapping=True)
    found = [(s, e) for _, s, e in matches if e - s > 1 or (e < _RIGHT_BEHIND and e == len(run))]
    return [(s, e) for s, e in found if s == 0 or run[s:e] not in _acts()]


def _reach(run: str, words_in: list[tuple[int, int]]) -> int:
    """The end of the first class word and of those that follow it without a gap: 普法品牌活动 of 三大普法品牌活动."""
    first = min(words_in, key=lambda w: w[1])
    end = max(e for s, e in words_in if s == first[0])
    while further := [e for s, e in words_in if s == end and e - s > 1 and run[s:e] not in _deeds()]:
        end = max(further)
    return len(run) if len(run) == end + 1 and run[end:] in _nouns_of_one() else end


def _counted(m: re.Match[str]) -> Span | None:
    """A name without quotation marks: number, measure word and noun, as far as this reaches."""
    start, end, run, measure = m.start("whole"), m.end("counted"), m["noun"], m["measure"] or ""
    if m["alone"] and m["alone"].endswith(_WHOLE):
        return Span(start, end)
    for rule in rules_of("components", "double"):
        if twice := rule.pattern.match(run):
            return Span(start, end + twice.end())
    if _bare(m["whole"], measure, run) or measure in _measures("state"):
        return Span(start, end)
    if measure in _measures("step") and (method := any_of("components", "method").match(run)):
        return Span(start, end + method.end())
    size = _Run.of(m).noun_end()
    if size is not None:
        return Span(start, end + size)
    return Span(start, end) if m["alone"] or (not run and measure in _measures("bare")) else None


def _bare(whole: str, measure: str, run: str) -> bool:
    """Whether what follows is none of the name: what parties do, at length (四方捆绑值守) or together (三方共管)."""
    parties = measure == "方" and (len(run) > _LONGEST_PARTY or run in _measures("together"))
    return parties or (whole.startswith("双") and run.startswith("融合"))


class _Run(Struct, frozen=True):
    """The characters behind a measure word.

    `ended`: nothing that could be more of the noun follows them; `alone`: they stand behind a word that is counted
    without a noun; `found`: where class words stand in them.
    """

    text: str
    measure: str
    alone: bool
    ended: bool
    found: list[tuple[int, int]]

    @classmethod
    def of(cls, m: re.Match[str]) -> _Run:
        """That of a match of a counted name."""
        after = m.string[m.end("noun") : m.end("noun") + 1]
        ended = not is_han(after) or after in _FUNCTION
        return cls(m["noun"], m["measure"] or "", bool(m["alone"]), ended, _class_words(m["noun"]) if m["noun"] else [])

    def has(self, kind: str) -> bool:
        """Whether the measure word is of a kind."""
        return self.measure in _measures(kind)

    def ends_at(self, end: int) -> bool:
        """Whether a class word ends at a place."""
        return any(e == end for _, e in self.found)

    def noun_end(self) -> int | None:
        """Where the noun ends: with the run if a class word ends it, else with the first one; None without a noun."""
        size = len(self.text)
        if self.ended and self.text.endswith(_MADE) and self.ends_at(size - len(_MADE)):
            return size - len(_MADE)
        plain = self.has("plain")
        if not plain and not self.has("step") and any_of("components", "jointly").match(self.text):
            return 0
        if self.ended and plain and any(s == 0 and e > 1 for s, e in self.found):
            return _reach(self.text, self.found)
        if self.ended and self.ends_at(size) and not (self.has("sort") and size > _LONGEST_SORT):
            return size
        if self.found and not self.alone and (reach := _reach(self.text, self.found)) <= _LONGEST_NOUN:
            return reach
        return size if self._is_thing() else None

    def _is_thing(self) -> bool:
        """Whether all of it is the noun by the measure word alone: 三支突击队, 两级指挥."""
        longest = _LONGEST_NOUN if self.measure == _LEVEL else _LONGEST_THING
        return self.ended and self.has("thing") and 0 < len(self.text) <= longest


def numbers_in(name: str) -> list[int]:
    """The numbers in a name: 四率 4, 双下降 2, 十二项 12, 两清一明 2 and 1."""
    return [small_number(m["number"]) for rule in rules_of("components", "number") for m in rule.pattern.finditer(name)]


def _noun(text: str) -> str:
    """What a name counts, if it is a plain number with its noun: 亲自 of 五个亲自, 率 of 四率, 进 of 法律六进."""
    if prefixed := _PREFIXED.fullmatch(text):
        return prefixed["noun"]
    for rule in rules_of("components", "number"):
        found = [m for m in rule.pattern.finditer(text) if m.start() == 0 or text[0] == "一"]
        if found and found[0].start() == 0:
            return text[found[-1].end() :].removeprefix("个")
    return ""


def called(name: Collective, parts: list[Span]) -> Span:
    """Of a name of colours that are spelled out as such, the colours: 三色 of “三色预警”(红、黄、绿)."""
    colours = name.noun.startswith(_COLOUR) and all(p.end - p.start == 1 for p in parts)
    if colours and name.text[2:4] in _measures("colour"):
        return Span(name.whole.start, name.whole.start + 2)
    return name.whole


def made(reading: str, rule: str, whole: Span, parts: list[Span]) -> Hit:
    """The component of a name and its members."""
    names = tuple(unquoted(reading[p.start : p.end]) for p in parts)
    span = Span(min(whole.start, parts[0].start), max(whole.end, *(p.end for p in parts)))
    return Hit(Component(unquoted(reading[whole.start : whole.end]), names, span, tuple(parts), rule), whole)
