"""Words around a number that only bound it: 近300, 不足10, 20人以上."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from kg.marks import HAN
from kg.model import Bound
from kg.ontology import lexicon, words

__all__ = ["bound_behind", "hedge"]

_NO_HEDGE = re.compile(r"(?:[预节公签相邀契条违履失毁制解]约|[附最就靠临远亲贴相邻]近|高超)$")
_BEHIND = re.compile(
    r"(?P<over>及?以上|多(?=[,。;、)的]))|(?P<about>左右|上下)"
    r"|(?P<under>及?以[下内]|之内|以里|内(?![部地外容设置务在政环河湖心]))"
)


class _Words(NamedTuple):
    """Hedges with their bounds, how long they may be, what signs they end with; those that may stand a little apart."""

    bounds: Mapping[str, Bound]
    longest: int
    ends: frozenset[str]
    apart: re.Pattern[str]


@cache
def _words() -> _Words:
    bounds = {row["term"]: Bound(row["bound"]) for row in lexicon("hedges")}
    apart = re.compile(f"(?P<hedge>{'|'.join(words('hedges', apart='yes'))})(?!的){HAN}{{1,4}}$")
    return _Words(bounds, max(map(len, bounds)), frozenset(word[-1] for word in bounds), apart)


def hedge(text: str, at: int, bare: bool) -> tuple[int, Bound | None]:
    """Where the hedge before a number begins and the bound it gives; (at, None) without one."""
    bounds, longest, ends, apart = _words()
    if text[at - 1 : at] in ends:
        for length in range(min(longest, at), 0, -1):
            word = text[at - length : at]
            if word in bounds:
                return (at - length, bounds[word]) if _is_hedge(text, at, word, bare) else (at, None)
    if m := apart.search(text, max(0, at - 7), at):
        return at, bounds[m["hedge"]]
    return at, None


def _is_hedge(text: str, at: int, word: str, bare: bool) -> bool:
    """Whether a word before a number is not the end of another (预约), and 上 stands before a bare scale (上万)."""
    if word == "上":
        return bare and text[max(0, at - 3) : at - 2] != "成"
    return len(word) > 1 or not _NO_HEDGE.search(text, max(0, at - 2), at)


def bound_behind(text: str, at: int) -> tuple[int, Bound | None]:
    """The bound given by what stands behind a number and its unit (以上, 左右, 以内), and where that ends."""
    m = _BEHIND.match(text, at)
    if m is None:
        return at, None
    if m["over"]:
        return m.end(), Bound.OVER
    return m.end(), Bound.UNDER if m["under"] else Bound.ABOUT
