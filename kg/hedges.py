"""Words around a number that only bound it: 近300, 不足10, 20人以上."""

from __future__ import annotations

import re

from kg.model import Bound

__all__ = ["bound_behind", "hedge"]

_BEFORE = {
    Bound.ABOUT: "近 约 大约 大概 将近 接近 约为 约合 约占 大致",
    Bound.OVER: "超 超过 逾 突破 至少 最少 不少于 不低于 多于 高于 大于 上 超出 不下 不下于 不小于 远超 起码",
    Bound.UNDER: "不足 不到 未满 不满 至多 最多 不超过 不高于 不多于 少于 低于 小于 不超 未超过",
}
_HEDGES = {word: bound for bound, words in _BEFORE.items() for word in words.split()}
_LONGEST = max(map(len, _HEDGES))
_LAST = frozenset(word[-1] for word in _HEDGES)
_NO_HEDGE = re.compile(r"(?:[预节公签相邀契条违履失毁制解]约|[附最就靠临远亲贴相邻]近|高超)$")
_LOOSE = re.compile(r"(?P<hedge>至少|最少|不少于|不低于|至多|最多|不超过)(?!的)[\u4e00-\u9fff]{1,4}$")
_BEHIND = re.compile(
    r"(?P<over>及?以上|多(?=[,。;、)的]))|(?P<about>左右|上下)"
    r"|(?P<under>及?以[下内]|之内|以里|内(?![部地外容设置务在政环河湖心]))"
)


def hedge(text: str, at: int, bare: bool) -> tuple[int, Bound | None]:
    """Where the hedge before a number begins and the bound it gives; (at, None) without one."""
    if text[at - 1 : at] in _LAST:
        for length in range(min(_LONGEST, at), 0, -1):
            word = text[at - length : at]
            if word in _HEDGES:
                return (at - length, _HEDGES[word]) if _is_hedge(text, at, word, bare) else (at, None)
    if m := _LOOSE.search(text, max(0, at - 7), at):
        return at, _HEDGES[m["hedge"]]
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
