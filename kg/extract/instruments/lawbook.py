"""The register of laws: which titles it knows, and where the text names one of them without 《》."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from kg.model import Span
from kg.ontology import alternation, lexicon, words

_STATE = "中华人民共和国"
_WORDING = re.compile(r"\((?P<edition>(?:(?:19|20)\d\d年?)?(?:\d+月\d+日)?新?(?:修[订正](?:版|本)?|版))\)$")
_SHORTEST = 2
"""A law's short name has more characters than that."""
_COMMON = frozenset({"宪法", "刑法", "水法"})
_MIDDLE = re.compile(r"修正案\([一二三四五六七八九十]+\)$")


def plain_title(title: str) -> str:
    """A title in the register's form: without the state's name, 《》, the word of the edition; narrow parentheses."""
    title = title.replace("（", "(").replace("）", ")").replace("〈", "《").replace("〉", "》").strip("《》")
    return _edition_words().sub("", title.removeprefix(_STATE))


@cache
def _edition_words() -> re.Pattern[str]:
    """A word for an edition, or its year, in parentheses at the end of a title."""
    return re.compile(rf"\((?:{alternation(words('near_words', part='edition'))}|\d{{4}})[^()]{{0,12}}\)$")


def edition(title: str) -> str | None:
    """The words in parentheses at a title's end that say which wording of a law is meant: 2021年修订, 修正版."""
    m = _WORDING.search(title.replace("（", "(").replace("）", ")"))
    return m["edition"] if m else None


def short_title(title: str) -> str | None:
    """The short form of a law's full name (中华人民共和国国歌法), in the register or not; None of all else."""
    short = plain_title(title)
    full = title.strip("《》").startswith(_STATE) and short.endswith(_classes()) and len(short) > _SHORTEST
    return short if full else None


def _classes() -> tuple[str, ...]:
    """Class words that laws and regulations end with."""
    return words("instrument_classes", law="yes")


@cache
def _register() -> dict[str, str]:
    titles = {plain_title(row["title"]): row["title"] for row in lexicon("laws")}
    titles |= {row["title"]: row["title"] for row in lexicon("law_forms") if row["title"] not in titles}
    return titles | {row["form"]: titles[plain_title(row["title"])] for row in lexicon("law_forms")}


def registered(title: str) -> str | None:
    """The register's title for a law's title or usual short form; None where the register has none."""
    return _register().get(plain_title(title))


@cache
def _automaton() -> AhoCorasick:
    fit = (t for t in _register() if t not in _COMMON and len(t) > 2 and (t.endswith(_classes()) or _MIDDLE.search(t)))
    return AhoCorasick(sorted(fit), matchkind=MatchKind.LeftmostLongest)


def named_laws(reading: str) -> Iterator[Span]:
    """Spans of registered titles in running text, the state's name included; the longest at each place."""
    for _, start, end in _automaton().find_matches_as_indexes(reading):
        if reading.endswith(_STATE, max(0, start - len(_STATE)), start):
            start -= len(_STATE)
        yield Span(start, end)
